"""The two engines behind one interface, and the fall-back from the fast one to the other."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from extractor.errors import PaperError
from extractor.reading.mending import mend_pieces
from extractor.reading.pdf import read_pdf
from extractor.reading.printed import Printed
from extractor.records import Document, Finding

SUSPICIOUS = 0.02  # share of a page's characters without a readable value
GAIN = 1.05  # times the letters: what the slow engine must find, or seem able to, to be worth it


def read_with(path: Path, *, engine: str, password: str | None) -> Document:
    """Read a PDF with the engine of that name; raises ``PaperError``."""
    if engine == "pdfplumber":
        from extractor.reading import plumber

        read = partial(plumber.read_pages, path, password=password)
        return read_pdf(path, read, engine=plumber.engine_name())
    from extractor.reading import pdfium

    mended: list[int] = []
    with _collection_paused():
        document = read_pdf(
            path,
            lambda: read_with_fallback(path, password, mended),
            engine=pdfium.engine_name(),
        )
    return replace(document, findings=(*document.findings, *_told(mended)))


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Without the search for cycles: reading makes a hundred thousand records and no cycle."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def read_with_fallback(path: Path, password: str | None, mended: list[int]) -> Iterator[Printed]:
    """PDFium's pages; those where it seems to lose characters from pdfplumber, if that has more."""
    from extractor.reading import pdfium

    pages = list(pdfium.read_pages(path, password=password))
    doubtful = frozenset(page.number for page in pages if _loses(page))
    better = {page.number: page for page in _second_reading(path, password, doubtful)}
    for page in pages:
        other = better.get(page.number)
        if other is not None and _letters(other) > GAIN * _letters(page):
            mended.append(page.number)
            yield other
        else:
            yield page


def _second_reading(path: Path, password: str | None, numbers: frozenset[int]) -> Sequence[Printed]:
    if not numbers:
        return ()
    from extractor.reading import plumber

    try:
        return list(plumber.read_pages(path, password=password, only=numbers))
    except PaperError:
        return ()


def _loses(page: Printed) -> bool:
    """Whether PDFium may have lost characters of a page.

    Either it has no value for some, or the page draws text of which nothing came out.
    """
    if not (page.lost or page.unmapped):
        return False
    letters = max(_letters(page), 50)
    return page.lost > (GAIN - 1) * letters or page.unmapped > SUSPICIOUS * letters


def _letters(page: Printed) -> int:
    pieces = mend_pieces(page.pieces)
    return sum(character.isalnum() for piece in pieces for character in piece.text)


def _told(mended: Sequence[int]) -> tuple[Finding, ...]:
    if not mended:
        return ()
    message = "PDFium lost characters here; these pages were read with pdfplumber."
    return (Finding("second engine", message, tuple(mended)),)
