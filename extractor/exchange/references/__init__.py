"""References of papers, as databases and reference managers write them.

RIS, PubMed (NBIB), BibTeX and CSV. Files of this kind are often cut off, stitched together, or in
an old character set: what of a file cannot be read is told by line, and the rest is read.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from extractor.errors import FirsthandError, reason
from extractor.exchange.references.bibtex import read_bibtex
from extractor.exchange.references.fields import Fields, Unread
from extractor.exchange.references.tabular import read_csv
from extractor.exchange.references.tagged import read_nbib, read_ris
from extractor.exchange.references.values import first_year, tidy
from extractor.records import Reference
from extractor.screening.dois import plain_doi

READERS: dict[str, Callable[[str], "Iterable[Fields | Unread]"]] = {
    ".ris": read_ris,
    ".nbib": read_nbib,
    ".bib": read_bibtex,
    ".csv": read_csv,
}
LOOKS = (
    (re.compile(r"^TY\s{0,2}-", re.MULTILINE), ".ris"),
    (re.compile(r"^PMID\s*-", re.MULTILINE), ".nbib"),
    (re.compile(r"^\s*@\w+\s*[{(]", re.MULTILINE), ".bib"),
)
LARGEST = 500_000_000  # bytes
BEGINNING = 20_000  # characters


class ReferencesError(FirsthandError):
    """A file of references cannot be used."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"{path} cannot be used: {what}.\n"
            "Export the references anew in UTF-8: as RIS, PubMed (NBIB), BibTeX, or as CSV with a "
            "column title or doi."
        )


def read_references(path: Path) -> tuple[list[Reference], list[Unread]]:
    """The references of a file, and what of it could not be read, by line.

    What it is, is told by its first lines, else by its ending. Raises ``ReferencesError`` where it
    holds none.
    """
    text, recoded = _decoded(path)
    kind = next((kind for look, kind in LOOKS if look.search(text[:BEGINNING])), None)
    kind = kind or (path.suffix.lower() if path.suffix.lower() in READERS else ".csv")
    found: list[Reference] = []
    unread: list[Unread] = []
    for each in READERS[kind](text):
        if isinstance(each, Unread):
            unread.append(each)
        else:
            _take(each, found, unread)
    if not found:
        what = f"line {unread[0].line}: {unread[0].what}" if unread else "it holds no references"
        raise ReferencesError(path, what)
    return found, [*recoded, *unread]


def _take(fields: Fields, found: list[Reference], unread: list[Unread]) -> None:
    reference = Reference(
        title=tidy(fields.title),
        authors=tuple(filter(None, map(tidy, fields.authors))),
        year=first_year(fields.year),
        journal=tidy(fields.journal),
        doi=plain_doi(fields.doi),
        files=tuple(file.strip() for file in fields.files if file.strip()),
        line=fields.line,
    )
    if reference.title or reference.doi or reference.files:
        found.append(reference)
    else:
        unread.append(Unread(fields.line, "it has no title, no DOI and no file"))


def _decoded(path: Path) -> tuple[str, list[Unread]]:
    """A file's text, with plain line ends; and the character set where that is a guess."""
    try:
        if path.stat().st_size > LARGEST:
            raise ReferencesError(path, "it is larger than 500 MB")
        content = path.read_bytes()
    except OSError as error:
        raise ReferencesError(path, reason(error)) from None
    text, recoded = _text_of(content)
    if "\0" in text:
        raise ReferencesError(path, "it is no text")
    return text.replace("\r\n", "\n").replace("\r", "\n"), recoded


def _text_of(content: bytes) -> tuple[str, list[Unread]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace"), []
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = len(content[: error.start + 1].splitlines())
    text, name = _in_old_letters(content)
    what = f"this is not UTF-8, and the file was taken for {name}: look at letters with accents"
    return text, [Unread(line, what)]


def _in_old_letters(content: bytes) -> tuple[str, str]:
    """A text in an old character set, and the name of that."""
    try:
        return content.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:  # Windows has no letter there, a Mac of old has one everywhere
        return content.decode("mac_roman"), "Mac Roman"
