"""Findings about a paper's text that its reader should know before trusting it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.reading.columns import Column
from extractor.reading.lines import PrintedLine
from extractor.reading.printed import Printed
from extractor.records import Finding

FEW_LETTERS = 60  # on a page: fewer are a heading over a picture
LITTLE_TEXT = 1500  # letters in a paper
MANY_UNMAPPED = 0.05  # of a page's letters
MOSTLY_PICTURE = 0.4  # of a page's area
FEWEST_TORN = 5  # lines on a page
FEWEST_WORDS = 3  # on both sides of a gap that may be one between columns


def has_no_text(pages: Sequence[Printed]) -> bool:
    """Whether a paper is pictures alone, or drawings of letters: nothing that can be read."""
    letters = sum(map(_letters, pages))
    pictures = any(page.pictures > MOSTLY_PICTURE for page in pages)
    return not letters or (pictures and letters < FEW_LETTERS / 2 * len(pages))


def find_findings(pages: Sequence[Printed], *, uncertain: Sequence[int]) -> tuple[Finding, ...]:
    """What is wrong, or may be, with the text layer of these pages."""
    return tuple(_findings(pages, tuple(uncertain)))


def uncertain_columns(columns: Sequence[Column], body: float) -> bool:
    """Whether columns of one page may have been read straight across.

    That shows in lines of the running text with a wide gap between several words and several more.
    """
    lines = [line for column in columns for line in column.lines]
    torn = [line for line in lines if abs(line.size - body) < 0.06 * body and _is_torn(line)]
    return len(torn) >= FEWEST_TORN


def _findings(pages: Sequence[Printed], uncertain: tuple[int, ...]) -> Iterator[Finding]:
    letters = {page.number: _letters(page) for page in pages}
    scanned = [p for p in pages if letters[p.number] < FEW_LETTERS and p.pictures > MOSTLY_PICTURE]
    hidden = [p for p in pages if p.hidden > 0.5]
    garbled = [p for p in pages if p.unmapped > max(20, MANY_UNMAPPED * letters[p.number])]
    yield from _told("scanned pages", "Pictures without text: add a text layer by OCR.", scanned)
    yield from _told("OCR layer", "The text was recognised from pictures; check it.", hidden)
    yield from _told("garbled fonts", "Some letters have no readable value.", garbled)
    if uncertain:
        message = "Columns may have been read straight across; check the order of the lines."
        yield Finding("uncertain columns", message, uncertain)
    if sum(letters.values()) < LITTLE_TEXT:
        yield Finding("little text", f"Only {sum(letters.values())} characters were found.")


def _told(code: str, message: str, pages: Sequence[Printed]) -> Iterator[Finding]:
    if pages:
        yield Finding(code, message, tuple(page.number for page in pages))


def _letters(page: Printed) -> int:
    return sum([len(piece.text) for piece in page.pieces])


def _is_torn(line: PrintedLine) -> bool:
    inner = line.pieces[FEWEST_WORDS - 1 : 1 - FEWEST_WORDS]
    return any(after.x0 - before.x1 > line.size for before, after in pairwise(inner))
