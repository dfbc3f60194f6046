"""Reads the source of a paper: a head of ``key: value`` lines, the abstract, the body.

One line of the source is one piece: a heading, a paragraph, a block quotation, a table row.
The markup is described in the README of the corpus.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """What a piece is on the page; also the name of the style it is set in."""

    HEADING = "heading"
    SUBHEADING = "subheading"
    PARAGRAPH = "paragraph"
    BLOCK = "block"
    ITEM = "item"
    TURN = "turn"
    TABLE = "table"
    WIDE_TABLE = "wide table"
    NOTE = "note"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a paper, in markup.

    ``label`` is the letter of a note or the speaker of a turn; the ``text`` of a table is its
    caption.
    """

    kind: Kind
    text: str
    label: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """The source of one paper; ``head`` holds its title, authors, journal and so on."""

    name: str
    head: Mapping[str, str]
    abstract: tuple[Piece, ...]
    body: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A participant's words as marked in the source; ``form`` tells where they stand."""

    text: str
    form: str
    speaker: str | None
    voice: str
    fragment: bool


PIECE = re.compile(
    r"(?P<mark>##?|>|-|@) (?P<text>.+)"
    r"|(?P<speaker>[A-Z]\w*)> (?P<turn>.+)"
    r"|\[\^(?P<letter>\w)\] (?P<note>.+)"
    r"|!table (?P<wide>wide )?(?P<caption>.+)"
)
MARKS = {
    "#": Kind.HEADING,
    "##": Kind.SUBHEADING,
    ">": Kind.BLOCK,
    "-": Kind.ITEM,
    "@": Kind.REFERENCE,
}
FORMS = {
    Kind.HEADING: "heading",
    Kind.SUBHEADING: "heading",
    Kind.BLOCK: "block",
    Kind.ITEM: "block",
    Kind.TURN: "block",
    Kind.TABLE: "table",
    Kind.WIDE_TABLE: "table",
}
QUOTATION = re.compile(r"⟦(?P<text>.+?)⟧\{(?P<about>.+?)\}")
NOT_WORDS = re.compile(r"\*|\[[@^][^]]+\]")


def read_paper(path: Path) -> Paper:
    """The paper whose source is at ``path``; it is named after the file."""
    head, _, text = path.read_text(encoding="utf-8").partition("\n\n")
    pieces = tuple(_with_rows(filter(None, text.splitlines())))
    opening = next(i for i, piece in enumerate(pieces) if piece.kind is Kind.HEADING)
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return Paper(path.stem, fields, pieces[:opening], pieces[opening:])


def quotations_of(paper: Paper) -> Iterator[Quotation]:
    """Every quotation marked in ``paper``, in the order of the source, its title first."""
    yield from _quotations(paper.head["title"], "heading")
    for piece in (*paper.abstract, *paper.body):
        text = " ".join([piece.text, *(cell for row in piece.rows for cell in row)])
        yield from _quotations(text, FORMS.get(piece.kind, "inline"))


def plain(text: str) -> str:
    """``text`` as it is read, without the markup."""
    text = QUOTATION.sub(r"\g<text>", text)
    return NOT_WORDS.sub("", text).replace(" // ", " ")


def _with_rows(lines: Iterable[str]) -> Iterator[Piece]:
    """One piece for each line, the rows of a table gathered under its caption."""
    piece = None
    for line in lines:
        if piece and line.startswith("|"):
            cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
            piece = replace(piece, rows=(*piece.rows, cells))
            continue
        if piece:
            yield piece
        piece = _piece(line)
    if piece:
        yield piece


def _piece(line: str) -> Piece:
    match = PIECE.fullmatch(line)
    if match is None:
        return Piece(Kind.PARAGRAPH, line)
    if match["mark"]:
        return Piece(MARKS[match["mark"]], match["text"])
    if match["turn"]:
        return Piece(Kind.TURN, match["turn"], match["speaker"])
    if match["note"]:
        return Piece(Kind.NOTE, match["note"], match["letter"])
    return Piece(Kind.WIDE_TABLE if match["wide"] else Kind.TABLE, match["caption"])


def _quotations(text: str, form: str) -> Iterator[Quotation]:
    for match in QUOTATION.finditer(text):
        speaker, voice, *fragment = match["about"].split("; ")
        known = None if speaker == "-" else speaker
        yield Quotation(plain(match["text"]), form, known, voice, bool(fragment))
