"""What is done inside a guarded worker: read a paper and suggest, draw a page."""

from dataclasses import replace
from pathlib import Path

from extractor.records import Document, SuggestedPaper


def warm_up() -> None:
    """Load what every paper needs, once, so that no paper's time holds it."""
    from extractor.quotes import suggest_quotes

    suggest_quotes(Document(paper="", text="", reader=""))


def write_paper(path: Path, *, engine: str, password: str | None) -> SuggestedPaper:
    """Read one paper for a review: its document is written here, not by the one who waits for all.

    Writing takes a sixth of reading: done by one process, it would hold up five or more of these.
    """
    from extractor.store.stored import write_document

    paper = suggest_paper(path, engine=engine, password=password)
    return replace(paper, written=write_document(paper.document))


def suggest_paper(path: Path, *, engine: str, password: str | None) -> SuggestedPaper:
    """Read one paper and suggest its quotations."""
    from extractor.quotes import suggest_quotes
    from extractor.reading import read_paper

    document = with_kind(read_paper(path, engine=engine, password=password))
    return SuggestedPaper(str(path), document, tuple(suggest_quotes(document)))


def with_kind(document: Document) -> Document:
    """A document that was read, with a finding where it reprints others' quotations."""
    from extractor.quotes import find_kind

    return replace(document, findings=(*document.findings, *find_kind(document)))


def draw(path: Path, *, page: int, dpi: int, password: str | None) -> bytes:
    """A picture of one page, as JPEG."""
    from extractor.reading import draw_page

    return draw_page(path, page, dpi=dpi, password=password)
