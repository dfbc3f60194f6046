"""Makes the flowables of a paper: what is poured into the columns, and what is put around them."""

from collections.abc import Sequence
from itertools import pairwise

from reportlab.lib.enums import TA_JUSTIFY
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    KeepTogether,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from .drop_caps import with_drop_cap
from .layouts import Layout
from .markup import typeset
from .source import APART, Kind, Paper, Piece, plain, unmarked

NARROWEST, WIDEST = 12, 60
"""The letters that a column of a table is given room for, whatever it holds."""

ROOM_TO_BEGIN = {Kind.HEADING: 84, Kind.SUBHEADING: 50}
"""The points that must be left in a column for a heading to stand there."""

ROOM_FOR_TABLE = 110
"""The points that must be left in a column for a long table to begin there."""


class Anchor(Flowable):
    """Prints nothing; the press sees where it falls, and prints what is apart on the next page."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label

    def draw(self) -> None:
        """Print nothing."""


def front_of(paper: Paper, layout: Layout) -> list[Flowable]:
    """What stands over the columns of the first page."""
    named = ("title", "authors", "affiliations")
    word = paper.head.get("keywords word", "Keywords")
    keywords = f"**{word}:** {paper.head['keywords']}"
    return [
        *(_set(paper.head[name], name, layout) for name in named),
        *_abstract(paper, layout),
        _set(keywords, "keywords", layout),
        Spacer(1, 12),
    ]


def story_of(paper: Paper, layout: Layout) -> list[Flowable]:
    """The body, in reading order; notes and what is apart leave only an anchor in it."""
    poured = [piece for piece in paper.body if piece.kind not in (Kind.NOTE, Kind.REFERENCE)]
    listed = [piece for piece in paper.body if piece.kind is Kind.REFERENCE]
    story: list[Flowable] = [_set(poured[0].text, poured[0].kind, layout)]
    for before, piece in pairwise(poured):
        story += _poured(piece, before.kind, layout)
    for number, piece in enumerate(listed, 1):
        bullet = f"{number}." if layout.numbered else None
        story.append(_set(piece.text, "reference", layout, bullet=bullet))
    return story


def note_of(piece: Piece, layout: Layout) -> list[Flowable]:
    """A footnote, with its letter."""
    return [_set(f"^{piece.label}^ {piece.text}", "note", layout)]


def panel_of(piece: Piece, layout: Layout, width: float) -> list[Flowable]:
    """A table under its caption, or a box."""
    if piece.kind in (Kind.BOX, Kind.WIDE_BOX):
        return _boxed(piece, layout, width)
    number, _, caption = piece.text.partition(". ")
    head, *rows = piece.rows
    cells = [[_cell(f"**{cell}**", layout) for cell in head]]
    cells += [[_cell(cell, layout) for cell in row] for row in rows]
    widths, rules = _widths(piece.rows, width), _rules(layout)
    return [
        _set(f"**{number}.** {caption}", "caption", layout),
        Table(cells, colWidths=widths, style=rules, repeatRows=1, splitInRow=1),
        Spacer(1, 11),
    ]


def _boxed(piece: Piece, layout: Layout, width: float) -> list[Flowable]:
    """A shaded box with a heading over its lines."""
    lines: list[Flowable] = [_set(piece.text, "box head", layout)]
    lines += [line for row in piece.rows for line in _cell(row[0], layout, "box")]
    table = Table([[line] for line in lines], colWidths=[width], style=_tinted(layout))
    return [Spacer(1, 6), table, Spacer(1, 11)]


def _set(text: str, style: str, layout: Layout, *, bullet: str | None = None) -> Paragraph:
    """``text`` as a paragraph; only what is justified is broken within words."""
    look = layout.styles[style]
    markup = typeset(
        text,
        cite=layout.cite,
        slanted=style in layout.italic,
        hyphens=look.alignment == TA_JUSTIFY,
    )
    return Paragraph(markup, look, bulletText=bullet)


def _poured(piece: Piece, before: Kind, layout: Layout) -> list[Flowable]:
    """The flowables of ``piece``; a paragraph is indented only where it follows another."""
    if piece.kind in APART:
        return [Anchor(piece.text)]
    if piece.rows:
        panel = panel_of(piece, layout, layout.column_width)
        whole = piece.kind is not Kind.LONG_TABLE
        return [KeepTogether(panel)] if whole else [CondPageBreak(ROOM_FOR_TABLE), *panel]
    if piece.kind is Kind.PARAGRAPH and before is not Kind.PARAGRAPH:
        return [_opening(piece.text, before, layout)]
    if piece.kind in ROOM_TO_BEGIN:
        return [CondPageBreak(ROOM_TO_BEGIN[piece.kind]), _set(piece.text, piece.kind, layout)]
    bullet = {Kind.ITEM: "•", Kind.TURN: f"{piece.label}:"}.get(piece.kind)
    words, *signature = unmarked(piece.text).split(" //> ")
    first, *more = words.split(" /// ")
    return [
        _set(first, piece.kind, layout, bullet=bullet),
        *(_set(part, piece.kind, layout) for part in more),
        *(_set(label, "signature", layout) for label in signature),
    ]


def _opening(text: str, before: Kind, layout: Layout) -> Flowable:
    """A paragraph without indent; the first of a section has a drop cap if the layout has any."""
    if layout.drop_caps and before is Kind.HEADING:
        return with_drop_cap(text[0], _set(text[1:], "opening", layout), layout.accent)
    return _set(text, "opening", layout)


def _abstract(paper: Paper, layout: Layout) -> list[Flowable]:
    """The abstract in its box, between rules or plain, as the layout has it."""
    lines: list[Flowable] = [_set(piece.text, "abstract", layout) for piece in paper.abstract]
    if layout.abstract:
        lines.insert(0, _set(layout.abstract, "abstract head", layout))
    if not (layout.shade or layout.ruled):
        return lines
    return [Table([[lines]], colWidths=[layout.text_width], style=_box(layout))]


def _box(layout: Layout) -> TableStyle:
    """The shade of the abstract, or the rules above and below it."""
    inset = 9 if layout.shade else 0
    style = TableStyle(
        [
            ("LEFTPADDING", (0, 0), (-1, -1), inset),
            ("RIGHTPADDING", (0, 0), (-1, -1), inset),
            ("TOPPADDING", (0, 0), (-1, -1), 7),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
        ]
    )
    if layout.shade:
        style.add("BACKGROUND", (0, 0), (-1, -1), layout.shade)
    if layout.ruled:
        style.add("LINEABOVE", (0, 0), (-1, 0), 0.8, layout.accent)
        style.add("LINEBELOW", (0, -1), (-1, -1), 0.8, layout.accent)
    return style


def _cell(text: str, layout: Layout, style: str = "cell") -> list[Flowable]:
    """The paragraphs of one cell or of one line of a box; they are parted by ``//``."""
    return [_set(part, style, layout) for part in unmarked(text).split(" // ")]


def _widths(rows: Sequence[Sequence[str]], width: float) -> list[float]:
    """The widths of the columns of a table, by the longest cell of each."""
    longest = [max(len(plain(cell)) for cell in column) for column in zip(*rows, strict=True)]
    shares = [min(max(length, NARROWEST), WIDEST) for length in longest]
    return [width * share / sum(shares) for share in shares]


def _tinted(layout: Layout) -> TableStyle:
    """The colour of a box, and the room around its lines."""
    return TableStyle(
        [
            ("BACKGROUND", (0, 0), (-1, -1), layout.tint),
            ("LEFTPADDING", (0, 0), (-1, -1), 8),
            ("RIGHTPADDING", (0, 0), (-1, -1), 8),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ("TOPPADDING", (0, 0), (-1, 0), 7),
            ("BOTTOMPADDING", (0, -1), (-1, -1), 8),
        ]
    )


def _rules(layout: Layout) -> TableStyle:
    """Rules above and below the head and below the last row; cells flush with the text."""
    if layout.grid:
        return TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.4, layout.accent),
                ("BACKGROUND", (0, 0), (-1, 0), layout.tint),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 4),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ]
        )
    return TableStyle(
        [
            ("LINEABOVE", (0, 0), (-1, 0), 0.9, layout.accent),
            ("LINEBELOW", (0, 0), (-1, 0), 0.5, layout.accent),
            ("LINEBELOW", (0, -1), (-1, -1), 0.9, layout.accent),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 1.8),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1.8),
        ]
    )
