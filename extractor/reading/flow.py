"""Blocks of all pages -> the running text in order, with what floats put after it.

A paragraph cut by a column, a page, a footnote, a table or a figure becomes one block again;
tables, captions, figure text and footnotes come after the paragraph they interrupt.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extractor.reading.blocks import PrintedBlock, is_bullet
from extractor.reading.frames import Frame
from extractor.reading.lines import PrintedLine
from extractor.records import Cell, Kind, Style

FLOWING = (Kind.TITLE, Kind.HEADING, Kind.PARAGRAPH, Kind.ITEM)
ENDED = re.compile(r"[.!?:…;][\"'”’“»«)\]\d,–-]*$|[.!?…][”\"’')\]]*\s*[(\[][^()\[\]]*[)\]]\.?$")
LABELLED = re.compile(r"[)\]]\.?[”\"’']?$")


@dataclass(slots=True)
class PlacedLine:
    """A printed line with the frame it stands in and the edges of its column."""

    line: PrintedLine
    frame: Frame
    left: float
    right: float


@dataclass(slots=True)
class Placed:
    """A block with its kind and its lines' places; ``column`` numbers the columns of a paper."""

    kind: Kind
    lines: list[PlacedLine]
    column: int
    cell: Cell | None = None
    floats: list["Placed"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words with single spaces, for looking at: not the paper's text."""
        return " ".join(placed.line.text for placed in self.lines)


def place(
    block: PrintedBlock | Sequence[PrintedLine],
    kind: Kind,
    frame: Frame,
    column: int,
    cell: Cell | None = None,
) -> Placed:
    """A block of one column of one frame, with its place."""
    if isinstance(block, PrintedBlock):
        lines, left, right = block.lines, block.left, block.right
    else:
        lines = list(block)
        left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    return Placed(kind, [PlacedLine(line, frame, left, right) for line in lines], column, cell)


def in_order(blocks: Iterable[Placed]) -> Iterator[Placed]:
    """The running text, cut paragraphs joined, each followed by what floats in it."""
    current: Placed | None = None
    waiting: list[Placed] = []
    for block in blocks:
        if block.kind not in FLOWING:
            waiting.append(block)
        elif current is None:
            current = block
        elif (waiting or block.column != current.column) and _goes_on(current, block):
            current.lines += block.lines
            current.column = block.column
        else:
            yield current
            yield from waiting
            current, waiting = block, []
    if current is not None:
        yield current
    yield from waiting


def _goes_on(current: Placed, block: Placed) -> bool:
    """Whether a block is the rest of the one before the break."""
    if Kind.HEADING in (current.kind, block.kind) or block.kind is Kind.ITEM:
        return False
    last, first = current.lines[-1], block.lines[0]
    if abs(last.line.size - first.line.size) > 0.07 * last.line.size:
        return False
    if is_bullet(first.line.pieces[0].text):
        return False
    text = _without_notes(last.line)
    same_indent = _same_indent(current, block)
    if not ENDED.search(text):
        return same_indent or first.line.text[:1].islower() or text.endswith(("-", "\u00ad", ","))
    if not same_indent or _style_changes(current, block) or LABELLED.search(text):
        return False
    full = last.right - last.line.x1 < 1.2 * last.line.size
    return full and not _first_line_set_in(block)


def _without_notes(line: PrintedLine) -> str:
    """A line's text without the reference numbers it ends with."""
    pieces = list(line.pieces)
    while len(pieces) > 1 and pieces[-1].style & Style.RAISED:
        pieces.pop()
    return " ".join(piece.text for piece in pieces)


def _same_indent(current: Placed, block: Placed) -> bool:
    """Whether both are set in alike, first lines of paragraphs aside."""
    size = current.lines[-1].line.size
    ours = {_indent(placed) for placed in current.lines[-2:]}
    theirs = {_indent(placed) for placed in block.lines[:2]}
    return any(abs(a - b) < 0.8 * size for a in ours for b in theirs)


def _indent(placed: PlacedLine) -> float:
    return placed.line.x0 - placed.left


def _style_changes(current: Placed, block: Placed) -> bool:
    last, first = current.lines[-1].line, block.lines[0].line
    return bool((last.style ^ first.style) & Style.ITALIC)


def _first_line_set_in(block: Placed) -> bool:
    first = block.lines[0]
    if len(block.lines) == 1:
        return _indent(first) > 0.5 * first.line.size
    return first.line.x0 - block.lines[1].line.x0 > 0.5 * first.line.size
