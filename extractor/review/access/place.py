"""Where browsers reach the page: on this machine alone, or beyond it behind TLS."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from extractor.errors import FirsthandError

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
DEFAULT_PORTS = {"http": ":80", "https": ":443"}


class Tls(StrEnum):
    """Who keeps the certificate: the server itself, or a proxy on the same machine."""

    CERTIFICATE = "certificate"
    PROXY = "proxy"


class PlaceError(FirsthandError):
    """The page may not be served there."""


@dataclass(frozen=True, slots=True)
class Place:
    """The hosts by which browsers may call the page; ``port`` is the one on loopback.

    Cookies know no ports: on loopback their names carry it, so that two reviews on one machine
    keep apart. Beyond, the prefix ``__Host-`` lets no neighbouring host set them.
    """

    hosts: tuple[str, ...]
    port: int | None = None
    tls: Tls | None = None

    @property
    def loopback(self) -> bool:
        return self.tls is None

    @property
    def scheme(self) -> str:
        return "http" if self.loopback else "https"

    @property
    def secret(self) -> str:
        """What people prove themselves with, as they call it."""
        return "PIN" if self.loopback else "password"

    def cookie(self, use: str) -> str:
        """The name of the cookie for one use."""
        return f"firsthand-{use}-{self.port}" if self.loopback else f"__Host-firsthand-{use}"

    def serves(self, host: str) -> bool:
        """Whether this is one of its hosts, as the header Host names them."""
        return self.plain(host) in map(self.plain, self.hosts)

    def origin(self, host: str) -> str:
        """The origin of the pages of one host, as browsers write it."""
        return f"{self.scheme}://{self.plain(host)}"

    def plain(self, host: str) -> str:
        """A host as browsers write it: small letters, without the scheme's own port."""
        return host.lower().removesuffix(DEFAULT_PORTS[self.scheme])


def on_loopback(port: int) -> Place:
    """This machine alone: nobody else can connect."""
    return Place(tuple(f"{host}:{port}" for host in LOOPBACK), port=port)


def beyond_loopback(hosts: Iterable[str], *, tls: Tls | None) -> Place:
    """The names by which others reach the page, such as ``review.example.org`` or ``…:8443``.

    Raises PlaceError without TLS or without a name: what is typed and read would travel in the
    open, and any other site could pass for this one.
    """
    named = tuple(hosts)
    if tls is None:
        raise PlaceError(
            "Beyond this machine the page is only served encrypted (TLS).\n"
            "Give the server a certificate and its key, or put a proxy with one before it."
        )
    if not named or any(not host or "*" in host or "/" in host for host in named):
        raise PlaceError(
            "The page must know the names by which browsers call it.\n"
            "Name each as it stands in the address, without https:// and path: review.example.org"
        )
    return Place(named, tls=tls)
