"""Pages from PDFium: the fast engine."""

import io
import math
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from extractor.errors import NotAPaperError, PasswordError
from extractor.reading.pdfium_calls import address_of
from extractor.reading.pdfium_drawn import find_drawn
from extractor.reading.pdfium_pieces import PieceReader
from extractor.reading.printed import Printed
from extractor.reading.view import View

MOST_PIXELS = 4_000  # a side of a picture: a poster at full size takes the memory of a paper


def engine_name() -> str:
    """Name and version of this engine, for the record."""
    return f"PDFium {pdfium.PYPDFIUM_INFO.version}/{pdfium.PDFIUM_INFO.build}"


def open_pdf(path: Path, *, password: str | None = None) -> Any:
    """An open ``pypdfium2.PdfDocument``; the caller closes it.

    A password that no PDF can have (bytes that are no UTF-8) opens what needs none. Raises
    ``PasswordError`` or ``NotAPaperError``.
    """
    try:
        return pdfium.PdfDocument(path, password=_possible(password))
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise PasswordError(path, given=password is not None) from None
        raise NotAPaperError(path, "it is damaged, or no PDF") from None


def read_pages(path: Path, *, password: str | None = None) -> Iterator[Printed]:
    """Every page of the PDF at ``path``, one at a time.

    Raises ``PasswordError`` or ``NotAPaperError``.
    """
    with closing(open_pdf(path, password=password)) as document:
        count = len(document)
        if not count:
            raise NotAPaperError(path, "it has no pages")
        for index in range(count):
            yield _read_page(document, index)


def draw_page(path: Path, page: int, *, dpi: int, password: str | None = None) -> bytes:
    """The picture of a page (from 1) as JPEG; a very large page is drawn smaller.

    Raises ``PasswordError``, or ``NotAPaperError`` also where it is only this page that is bad.
    """
    with closing(open_pdf(path, password=password)) as document:
        try:
            return _jpeg(document[page - 1], dpi)
        except (pdfium.PdfiumError, IndexError, OSError, ValueError):
            raise NotAPaperError(path, f"its page {page} cannot be drawn") from None


def _jpeg(page: Any, dpi: int) -> bytes:
    width, height = page.get_size()
    picture = page.render(scale=_scale(width, height, dpi)).to_pil().convert("RGB")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def _scale(width: float, height: float, dpi: int) -> float:
    """Pixels a point, so that no side has more than ``MOST_PIXELS``."""
    longest = max(width, height)
    if not 0 < longest < math.inf:
        raise ValueError("the page has no size")
    return min(dpi / 72, MOST_PIXELS / longest)


def _possible(password: str | None) -> str | None:
    try:
        (password or "").encode()
    except UnicodeEncodeError:
        return None
    return password


def _read_page(document: Any, index: int) -> Printed:
    """One page; a damaged one is empty."""
    label = document.get_page_label(index)
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return Printed(index + 1, label, 0.0, 0.0, [], [])
    with closing(page), closing(page.get_textpage()) as textpage:
        return _print_of(page, textpage, index + 1, label)


def _print_of(page: Any, textpage: Any, number: int, label: str) -> Printed:
    left, bottom, right, top = page.get_bbox()
    view = View(left, bottom, right, top, page.get_rotation())
    reader = PieceReader(address_of(textpage), view)
    pieces = reader.pieces()
    drawn = find_drawn(address_of(page), view, read=reader.settings.keys())
    width, height = view.size
    return Printed(
        number,
        label,
        width,
        height,
        pieces,
        drawn.rules,
        unmapped=reader.unmapped,
        lost=drawn.lost,
        hidden=reader.hidden / max(1, len(reader.settings)),
        pictures=min(1.0, drawn.covered / max(1.0, width * height)),
    )
