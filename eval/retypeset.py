"""Published JATS articles set anew as PDFs, in the layouts and fashions of many journals.

A detector that is to know layouts needs more of them than there are papers with a marked PDF. So
each article, whose accounts are marked in its JATS text, is typeset by the corpus's own press: in
one of its layouts, with the displayed quotations indented, sized, spaced, slanted and put in marks
as a seeded draw says. The gold goes along in the typesetter's markup.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from random import Random

from reportlab.lib.styles import ParagraphStyle

from corpus.typeset.layouts import Layout, layout_named
from corpus.typeset.source import Kind as Set
from corpus.typeset.source import Paper, Piece
from extractor.records import Block, Document, Kind, Section, Span, Style
from marks import Account

LAYOUTS = (
    "british-one-column", "compact-two-columns", "humanities-one-column", "magazine-three-columns",
    "manuscript", "margin-one-column", "old-small-format", "preprint", "review-two-columns",
    "sans-heads-two-columns", "sans-margin-heads", "sans-one-column", "small-two-columns",
    "three-columns", "times-two-columns", "web-one-column", "wide-abstract-two-columns",
)  # fmt: skip
MOST_COLUMNS, MOST_ROWS, MOST_REFERENCES = 4, 14, 30
NARROW = 260  # points: a column for tables of two columns at most
OUTER_MARKS = re.compile(r"(?<![\w.,;:!?])[“\"‘'«„]+(?=\*?⟦)|(?<=\})(?P<stop>[*.…]*)[”\"’'»“]+")
MARKS = {
    "curly": ("“", "”"),
    "straight": ('"', '"'),
    "single": ("‘", "’"),
    "guillemets": ("«", "»"),
    "low": ("„", "“"),
}
DROPPED = str.maketrans({"*": "", "^": "", "|": "/", "⟦": "(", "⟧": ")", "\n": " ", "\t": " "})
HEAD = {
    "authors": "Ada Penfold and Bram Okell",
    "names": "Ada Penfold; Bram Okell",
    "affiliations": "Department of Health Studies, University of Northmere",
    "journal": "Journal of Care Studies",
    "issue": "2019; 4(2)",
    "year": "2019",
    "first page": "101",
    "keywords": "interviews; care; qualitative research",
    "participants": "-",
    "include": "yes",
    "note": "-",
}


@dataclass(frozen=True, slots=True)
class Fashion:
    """How one journal sets quotations: its layout, and the marks of displayed and inline ones.

    ``blocks`` is a name of ``MARKS``, "none", or "kept"; ``inline`` a name of ``MARKS`` or "kept".
    """

    layout: Layout
    blocks: str
    inline: str


def draw_fashion(random: Random) -> Fashion:
    """A fashion by chance: what most journals do is the likeliest."""
    layout = layout_named(random.choice(LAYOUTS))
    block = layout.styles["block"]
    body = layout.styles["paragraph"].fontSize
    size = body * random.choice((1.0, 1.0, 0.96, 0.92, 0.88))
    changed = ParagraphStyle(
        "block",
        block,
        fontSize=size,
        leading=size * random.choice((1.2, 1.28)),
        leftIndent=random.choice((8, 10, 12, 16, 20, 28)),
        rightIndent=random.choice((0, 0, 8, 14, 20)),
        firstLineIndent=random.choice((0, 0, 0, 10)),
        spaceBefore=random.choice((0, 3, 6, 9)),
        spaceAfter=random.choice((0, 3, 6, 9)),
    )
    slanted = tuple(name for name in layout.italic if name != "block")
    layout = replace(
        layout,
        styles={**layout.styles, "block": changed},
        italic=(*slanted, "block") if random.random() < 0.45 else slanted,
        drop_caps=False,
    )
    return Fashion(
        layout,
        blocks=random.choice(("kept", "none", "none", "curly", "straight", "single")),
        inline=random.choice(("kept", "kept", "curly", "straight", "single", "guillemets", "low")),
    )


def paper_of(name: str, document: Document, accounts: Sequence[Account], fashion: Fashion) -> Paper:
    """The article as a source of the press, its accounts marked."""
    texts = _Texts(document, accounts)
    pieces = list(_pieces(texts, fashion))
    first = next(i for i, (section, _) in enumerate(pieces) if section not in _FRONT)
    body = [piece for _, piece in pieces[first:]]
    if body[0].kind is not Set.HEADING:
        body.insert(0, Piece(Set.HEADING, "Introduction"))
    title = texts.plain(document.blocks[0]) if document.title else name
    head = HEAD | {"title": title, "short": title[:50]}
    return Paper(name, head, tuple(piece for _, piece in pieces[:first]), tuple(body))


_FRONT = (Section.FRONT, Section.ABSTRACT)


class _Texts:
    """The article's words in the markup of the press, with the accounts in brackets."""

    def __init__(self, document: Document, accounts: Sequence[Account]) -> None:
        self.document = document
        self.accounts = accounts

    def accounts_in(self, span: Span) -> list[Account]:
        return [account for account in self.accounts if account.span.overlaps(span)]

    def plain(self, block: Block) -> str:
        return printable(block.span.of(self.document.text))

    def marked(self, start: int, end: int) -> str:
        """The words from ``start`` to ``end``, italics and accounts in markup."""
        events: list[tuple[int, int, str]] = []
        for account in self.accounts_in(Span(start, end)):
            about = f"-; {account.voice}" + ("; fragment" if account.fragment else "")
            events.append((account.span.start, 1, "⟦"))
            events.append((account.span.end, 0, f"⟧{{{about}}}"))
        for begin, stop in self._italic_runs(start, end):
            events += [(begin, 2, "*"), (stop, -1, "*")]
        text, at, parts = self.document.text, start, []
        for place, _, sign in sorted(events):
            parts += [printable(text[at:place]), sign]
            at = place
        return " ".join("".join([*parts, printable(text[at:end])]).split())

    def _italic_runs(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        words = self.document.words_of(Span(start, end))
        for italic, group in groupby(words, key=lambda word: bool(word.style & Style.ITALIC)):
            run = list(group)
            if italic:
                yield run[0].start, run[-1].end


def printable(text: str) -> str:
    """``text`` with what the press's fonts and markup cannot hold replaced or left out."""
    out = []
    for letter in text.translate(DROPPED):
        if _has_glyph(letter):
            out.append(letter)
            continue
        bare = unicodedata.normalize("NFKD", {"‐": "-", "−": "-", "‑": "-"}.get(letter, letter))
        out += [each for each in bare if _has_glyph(each)]
    return "".join(out).replace("[@", "(").replace(" //", " /")


def _has_glyph(letter: str) -> bool:
    return bool(letter.encode("cp1252", "ignore")) and letter.isprintable()


def _pieces(texts: _Texts, fashion: Fashion) -> Iterator[tuple[Section, Piece]]:
    blocks = texts.document.blocks
    section, at, references = Section.FRONT, 0, 0
    while at < len(blocks):
        block = blocks[at]
        last = _end_of_account(texts, at)
        if block.kind is Kind.CELL:
            last = _end_of_table(blocks, at)
            for piece in _table(texts, blocks[at:last], fashion):
                yield block.section, piece
        elif block.kind is Kind.HEADING:
            kind = Set.SUBHEADING if block.section is section else Set.HEADING
            yield block.section, Piece(kind, texts.marked(*_edges(block)))
        elif block.kind is Kind.REFERENCE:
            references += 1
            if references <= MOST_REFERENCES:
                yield block.section, Piece(Set.REFERENCE, texts.plain(block))
        elif block.kind in (Kind.PARAGRAPH, Kind.ITEM):
            yield block.section, _running(texts, blocks[at:last], fashion)
        section = block.section
        at = max(last, at + 1)


def _edges(block: Block) -> tuple[int, int]:
    return block.span.start, block.span.end


def _end_of_account(texts: _Texts, at: int) -> int:
    """One past the last block of the account that stands in block ``at`` and goes on after it."""
    blocks = texts.document.blocks
    last = at + 1
    for account in texts.accounts_in(blocks[at].span):
        while last < len(blocks) and account.span.overlaps(blocks[last].span):
            last += 1
    return last


def _running(texts: _Texts, blocks: Sequence[Block], fashion: Fashion) -> Piece:
    """A paragraph, item or displayed quotation; one over several blocks is displayed."""
    first = blocks[0]
    joined = " /// ".join(texts.marked(*_edges(block)) for block in blocks)
    joined = _one_account(joined) if len(blocks) > 1 else joined
    displayed = first.quoted or len(blocks) > 1 or _is_account(joined)
    if displayed:
        return Piece(Set.BLOCK, _in_marks(joined, fashion.blocks))
    kind = Set.ITEM if first.kind is Kind.ITEM else Set.PARAGRAPH
    return Piece(kind, restyled(joined, fashion.inline) if kind is Set.PARAGRAPH else joined)


def _one_account(text: str) -> str:
    """The brackets of an account that was cut into blocks, put around the whole of it."""
    return re.sub(r"⟧\{[^}]*\} ///( ?)⟦", r" ///\1", text)


def _is_account(text: str) -> bool:
    """Whether a paragraph is nothing but one account and its label."""
    whole = re.fullmatch(r"\W{0,3}⟦[^⟧]*⟧\{[^}]*\}[^⟦]{0,60}", text)
    return whole is not None and len(text) > 60


def _in_marks(text: str, marks: str) -> str:
    """A displayed quotation with other marks, or none; only where it holds one account."""
    if marks == "kept" or text.count("⟦") != 1:
        return text
    bare = OUTER_MARKS.sub(lambda match: match["stop"] or "", text)
    if marks == "none":
        return bare
    opening, closing = MARKS[marks]
    return re.sub(r"⟦(.*)⟧(\{[^}]*\})", rf"{opening}⟦\1⟧\2{closing}", bare)


def restyled(text: str, marks: str) -> str:
    """A paragraph whose double quotation marks are of another kind, if all of them pair."""
    if marks == "kept":
        return text
    opening, closing = MARKS[marks]
    if text.count("“") == text.count("”") > 0 and '"' not in text:
        return text.translate(str.maketrans("“”", opening + closing))
    if text.count('"') and text.count('"') % 2 == 0:
        parts = text.split('"')
        signs = [opening, closing] * (len(parts) // 2)
        return "".join(a + b for a, b in zip(parts, [*signs, ""], strict=True))
    return text


def _end_of_table(blocks: Sequence[Block], at: int) -> int:
    """One past the last cell of the table that begins at block ``at``."""
    first, last = blocks[at].cell, at
    while (
        last < len(blocks) and first and (cell := blocks[last].cell) and cell.table == first.table
    ):
        last += 1
    return last


def _table(texts: _Texts, blocks: Sequence[Block], fashion: Fashion) -> Iterator[Piece]:
    """A table if the layout has room for it."""
    columns = 1 + max(block.cell.column for block in blocks if block.cell)
    room = 2 if fashion.layout.column_width < NARROW else MOST_COLUMNS
    wanted = any(texts.accounts_in(block.span) for block in blocks)
    if columns > room or (len(blocks) < 4):
        return
    grid: dict[int, list[str]] = {}
    for block in blocks:
        if block.cell:
            row = grid.setdefault(block.cell.row, [""] * columns)
            cell = texts.marked(*_edges(block))
            old = row[block.cell.column]
            row[block.cell.column] = f"{old} // {cell}" if old else cell
    rows = [tuple(row) for _, row in sorted(grid.items())]
    if not wanted:
        rows = rows[:MOST_ROWS]
    if len(rows) > 1:
        yield Piece(Set.LONG_TABLE, "Table 1. What was found", rows=tuple(rows))
