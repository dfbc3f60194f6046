"""A file -> Document: the PDF text layer (PDFium or pdfplumber) and JATS XML."""

from os import fstat
from pathlib import Path

from extractor.errors import NotAPaperError, UnreadableFileError
from extractor.records import Document

ENGINES = ("pdfium", "pdfplumber")
GIGABYTE = 2**30
LARGEST = GIGABYTE  # scanned books have less; searching more than this takes minutes


def read_paper(path: Path, *, engine: str = "pdfium", password: str | None = None) -> Document:
    """The document that a PDF or JATS XML file holds; the content decides which it is.

    Raises ``PaperError`` where the file cannot be used.
    """
    try:
        return _read(path, engine=engine, password=password)
    except OSError as error:  # it may be gone at any moment
        raise UnreadableFileError(path, error) from None


def _read(path: Path, *, engine: str, password: str | None) -> Document:
    with path.open("rb") as file:
        head, size = file.read(2048), fstat(file.fileno()).st_size
    check_size(path, size)
    if not head.startswith(b"%PDF") and _is_xml(head):
        from extractor.reading.jats import read_jats

        return read_jats(path)
    from extractor.reading.engines import read_with

    return read_with(path, engine=engine, password=password)


def check_size(path: Path, size: int) -> None:
    """Raise ``NotAPaperError`` for a size in bytes that no paper has."""
    if not size:
        raise NotAPaperError(path, "the file is empty")
    if size > LARGEST:
        raise NotAPaperError(path, f"no paper has {size / GIGABYTE:.1f} GB")


def _is_xml(head: bytes) -> bool:
    from extractor.reading.jats_source import looks_like_xml  # with lxml, which PDFs do not need

    return looks_like_xml(head)


def draw_page(path: Path, page: int, *, dpi: int = 110, password: str | None = None) -> bytes:
    """The picture of a page (counted from 1) of a PDF, as JPEG.

    Raises ``PaperError`` where the file cannot be used.
    """
    from extractor.reading import pdfium

    return pdfium.draw_page(path, page, dpi=dpi, password=password)
