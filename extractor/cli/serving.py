"""`firsthand review`: the page, served on this machine, or to others behind TLS."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from extractor.cli.plain import named, quoted
from extractor.errors import FirsthandError, PaperError

if TYPE_CHECKING:
    from extractor.review.access import Place
    from extractor.review.app import Page
    from extractor.review.server import Options
    from extractor.store.folder import Review

LOOPBACK, EVERYWHERE = "127.0.0.1", "0.0.0.0"


class Serving(NamedTuple):
    """Where and how the page is served."""

    port: int
    open_it: bool = True
    hosts: tuple[str, ...] = ()
    certificate: Path | None = None
    key: Path | None = None
    proxy: bool = False
    embeddings: Path | None = None


class PortError(FirsthandError):
    """The port cannot be had."""

    def __init__(self, port: int, what: str) -> None:
        super().__init__(
            f"The page cannot be served at port {port}: {what}.\n"
            f"Is it open already in another window? Or choose another: --port {port % 65535 + 1}"
        )


class CertificateError(FirsthandError):
    """The certificate or its key cannot be used."""


class NoPictureError(PaperError):
    """A page of a paper cannot be drawn."""


def serve(review: "Review", serving: Serving) -> None:
    """Serve a review's page until Ctrl-C; tells the address that opens it."""
    from extractor.batch import page_pictures
    from extractor.cli.suggest import password_given
    from extractor.cli.theming import ThemeShelf, representation
    from extractor.review.app import build_page
    from extractor.review.server import run

    _check_certificate(serving)
    texts = representation(serving.embeddings)
    place = _place(serving)
    with page_pictures(password=password_given(ask=False)) as draw:
        page = build_page(review, place, _drawn(draw), ThemeShelf(review, texts).suggest)
        with _socket(serving) as listening:
            _tell(page, review, serving)
            run(page.app, listening, _options(serving))


def _place(serving: Serving) -> "Place":
    from extractor.review.access import Tls, beyond_loopback, on_loopback

    if not serving.hosts:
        return on_loopback(serving.port)
    tls = Tls.PROXY if serving.proxy else Tls.CERTIFICATE if serving.certificate else None
    return beyond_loopback(serving.hosts, tls=tls)


def _check_certificate(serving: Serving) -> None:
    """Refuse a certificate or key that cannot be used before the address is told."""
    if serving.certificate is None and serving.key is None:
        return
    if not serving.hosts or serving.proxy:
        raise typer.BadParameter("--certificate and --key go with --host, without --proxy")
    if serving.certificate is None:
        raise typer.BadParameter("--key needs --certificate")
    import ssl

    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(serving.certificate, serving.key, password="")
    except OSError as error:  # SSLError is one
        files = f"{named(serving.certificate)} and {named(serving.key or serving.certificate)}"
        raise CertificateError(
            f"{files} are no certificate with its key: {error.strerror or error}.\n"
            "Both as PEM files, please; the key without a password."
        ) from None


def _drawn(draw: Callable[..., bytes | None]) -> Callable[[Path, int, int], bytes]:
    """A function that draws a page or says that it cannot be drawn."""

    def drawn(file: Path, page: int, dpi: int) -> bytes:
        picture = draw(str(file), page, dpi)
        if picture is None:
            raise NoPictureError(f"Page {page} cannot be drawn; its words can be read still.")
        return picture

    return drawn


def _socket(serving: Serving) -> socket.socket:
    """A socket that listens already, so that the address can be told; raises ``PortError``."""
    outside = serving.hosts and not serving.proxy
    # Named as TCP, or else asyncio does not turn off the waiting (Nagle) that costs answers 40 ms.
    listening = socket.socket(proto=socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((EVERYWHERE if outside else LOOPBACK, serving.port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise PortError(serving.port, error.strerror or str(error)) from None
    return listening


def _options(serving: Serving) -> "Options":
    from extractor.review.server import Options

    return Options(serving.certificate, serving.key, serving.proxy)


def _tell(page: "Page", review: "Review", serving: Serving) -> None:
    from extractor.review.access import is_password

    people = page.people()
    if serving.hosts:
        typer.echo(f"The page is at https://{named(serving.hosts[0])}/")
        for person in people:
            if not is_password(person.secret_hash):
                typer.echo(f"   {named(person.name)} has no password and cannot sign in: "
                           f"firsthand invite {quoted(str(review.folder))} "
                           f"{quoted(person.name)} --again --password")  # fmt: skip
    else:
        origin = f"http://{LOOPBACK}:{serving.port}"
        addresses = [origin + page.access.new_opening() for _ in people] or [origin]
        if not people:
            typer.echo("Nobody can sign in yet. Let somebody in: "
                       f"firsthand invite {quoted(str(review.folder))} NAME")  # fmt: skip
        typer.echo("The page opens in the browser that goes to one of these first, one for each:\n")
        for person, address in zip(people, addresses, strict=False):
            typer.echo(f"   {named(person.name)}: {address}")
        if serving.open_it and _has_screen():
            typer.launch(addresses[0])
    typer.echo("\nPress Ctrl-C to end it; all that was decided is saved already.")


def _has_screen() -> bool:
    from extractor.cli.demo import has_screen

    return has_screen()
