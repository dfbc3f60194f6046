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
    LONG_TABLE = "long table"
    WIDE_TABLE = "wide table"
    TURNED_TABLE = "turned table"
    BOX = "box"
    WIDE_BOX = "wide box"
    NOTE = "note"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a paper, in markup.

    ``label`` is the letter of a note or the speaker of a turn; the ``text`` of a table is its
    caption, that of a box its heading.
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
    """A participant's words as marked in the source; ``form`` tells where they stand.

    What is ``apart`` may be printed far from its place in the source.
    """

    text: str
    form: str
    speaker: str | None
    voice: str
    fragment: bool
    apart: bool


PIECE = re.compile(
    r"(?P<mark>##?|>|-|@) (?P<text>.+)"
    r"|(?P<speaker>[A-Z][^<>⟦]{0,30})> (?P<turn>.+)"
    r"|\[\^(?P<letter>\w)\] (?P<note>.+)"
    r"|!(?P<panel>table|box) (?P<place>wide |long |turned )?(?P<caption>.+)"
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
    Kind.LONG_TABLE: "table",
    Kind.WIDE_TABLE: "table",
    Kind.TURNED_TABLE: "table",
    Kind.BOX: "block",
    Kind.WIDE_BOX: "block",
}
APART = (Kind.WIDE_TABLE, Kind.TURNED_TABLE, Kind.WIDE_BOX)
"""What leaves only an anchor in the text, and is printed on a later page."""
HEAD = (
    "layout",
    "title",
    "short",
    "authors",
    "names",
    "affiliations",
    "journal",
    "issue",
    "year",
    "first page",
    "keywords",
    "participants",
    "include",
    "note",
)
QUOTATION = re.compile(r"⟦(?P<text>.+?)⟧\{(?P<about>.+?)\}")
NOT_WORDS = re.compile(r"\*|\[[@^][^]]+\]")
PARTED = re.compile(r" ///? ")


class SourceError(Exception):
    """A source does not hold what a paper needs."""


def read_paper(path: Path) -> Paper:
    """The paper whose source is at ``path``, named after the file, or after its folder."""
    head, _, text = path.read_text(encoding="utf-8").partition("\n\n")
    fields = dict(line.partition(": ")[::2] for line in head.splitlines())
    lacking = [name for name in HEAD if not fields.get(name)]
    if lacking:
        raise SourceError(f"{path.name}: the head lacks {', '.join(lacking)}.")
    pieces = tuple(_with_rows(filter(None, text.splitlines())))
    headings = [i for i, piece in enumerate(pieces) if piece.kind is Kind.HEADING]
    if not headings:
        raise SourceError(f"{path.name}: the text after the head has no heading.")
    name = path.parent.name if path.stem == "source" else path.stem
    return Paper(name, fields, pieces[: headings[0]], pieces[headings[0] :])


def quotations_of(paper: Paper) -> Iterator[Quotation]:
    """Every quotation marked in ``paper``, in the order of the source, its title first."""
    yield from _quotations(paper.head["title"], "heading", apart=False)
    for piece in (*paper.abstract, *paper.body):
        text = " ".join([piece.text, *(cell for row in piece.rows for cell in row)])
        form = FORMS.get(piece.kind, "inline")
        yield from _quotations(text, form, apart=piece.kind in APART)


def unmarked(text: str) -> str:
    """``text`` with all other markup, but without the marks of quotations."""
    return QUOTATION.sub(r"\g<text>", text)


def plain(text: str) -> str:
    """``text`` as it is read, without the markup."""
    return PARTED.sub(" ", NOT_WORDS.sub("", unmarked(text)))


def _with_rows(lines: Iterable[str]) -> Iterator[Piece]:
    """One piece for each line, the rows of a table or box gathered under its first line."""
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
    return Piece(Kind(f"{match['place'] or ''}{match['panel']}"), match["caption"])


def _quotations(text: str, form: str, *, apart: bool) -> Iterator[Quotation]:
    for match in QUOTATION.finditer(text):
        speaker, voice, *fragment = match["about"].split("; ")
        known = None if speaker == "-" else speaker
        yield Quotation(plain(match["text"]), form, known, voice, bool(fragment), apart)
