"""`firsthand review`: the page, served on this machine, or to others behind TLS."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from extractor.cli.plain import named
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


class PortError(FirsthandError):
    """The port cannot be had."""

    def __init__(self, port: int, what: str) -> None:
        super().__init__(
            f"The page cannot be served at port {port}: {what}.\n"
            f"Is it open already in another window? Or choose another: --port {port % 65535 + 1}"
        )


class NoPictureError(PaperError):
    """A page of a paper cannot be drawn."""


def serve(review: "Review", serving: Serving) -> None:
    """Serve a review's page until Ctrl-C; tells the address that opens it."""
    from extractor.batch import page_pictures
    from extractor.cli.suggest import password_given
    from extractor.review.app import build_page
    from extractor.review.server import run
    from extractor.themes.codebook import read_codebook

    themes = read_codebook(review.folder / review.settings.codebook).themes
    place = _place(serving)
    with page_pictures(password=password_given(ask=False)) as draw:
        page = build_page(review, themes, place, _drawn(draw))
        with _socket(serving) as listening:
            _tell(page, place, serving)
            run(page.app, listening, _options(serving))


def _place(serving: Serving) -> "Place":
    from extractor.review.access import Tls, beyond_loopback, on_loopback

    if not serving.hosts:
        return on_loopback(serving.port)
    tls = Tls.PROXY if serving.proxy else Tls.CERTIFICATE if serving.certificate else None
    return beyond_loopback(serving.hosts, tls=tls)


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
    listening = socket.socket()
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


def _tell(page: "Page", place: "Place", serving: Serving) -> None:
    if not place.loopback:
        typer.echo(f"The page is at https://{named(serving.hosts[0])}/")
    else:
        address = f"http://{LOOPBACK}:{serving.port}{page.access.new_opening()}"
        typer.echo(f"The page is open to the one who opens this address first:\n\n   {address}\n")
        if serving.open_it and _has_screen():
            typer.launch(address)
    typer.echo("Press Ctrl-C to end it; all that was decided is saved already.")


def _has_screen() -> bool:
    from extractor.cli.demo import has_screen

    return has_screen()
