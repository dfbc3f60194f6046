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
LABELLED = re.compile(r"[(\[][^()\[\]]*[^\W\d][^()\[\]]*[)\]]\.?[”\"’']?$|[^()\[\]]*[)\]]\.?$")
CITED = re.compile(r"\b(?:1[89]|20)\d\d[a-z]?[)\]]\.?$|[(\[][\d\s,;–-]+[)\]]\.?$")
OPENING = ("“", "‘", '"', "„", "«")


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
    """Whether a block is the rest of the one before the break: both must be set alike."""
    if Kind.HEADING in (current.kind, block.kind) or block.kind is Kind.ITEM:
        return False
    last, first = current.lines[-1].line, block.lines[0].line
    if abs(last.size - first.size) > 0.07 * last.size or is_bullet(first.pieces[0].text):
        return False
    text, same_indent = _without_notes(last), _same_indent(current, block)
    if not ENDED.search(text):
        if first.text[:1].islower() or text.endswith(("-", "\u00ad", ",")):
            return True
        return same_indent and not _slant_changes(current, block) and _is_full(current, block)
    if not same_indent or _style_changes(current, block) or _is_complete(current, block, text):
        return False
    return _is_full(current, block) and not _first_line_set_in(block)


def _is_complete(current: Placed, block: Placed, text: str) -> bool:
    """Whether a block ends with a label, or is a quotation in marks before another one."""
    if LABELLED.search(text) and not CITED.search(text):
        return True
    return all(placed.lines[0].line.text.startswith(OPENING) for placed in (current, block))


def _is_full(current: Placed, block: Placed) -> bool:
    """Whether the last line before the break had no room for the next word.

    Lines set in on the right, or ended unevenly, reach as far as the others of their block.
    """
    last, word = current.lines[-1], block.lines[0].line.pieces[0]
    beside = [p.line.x1 for p in current.lines if p.frame is last.frame and p.left == last.left]
    right = max(beside) if len(beside) > 1 else last.right
    room = word.x1 - word.x0 + 0.25 * last.line.size
    return right - last.line.x1 < max(room, 1.2 * last.line.size)


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


def _slant_changes(current: Placed, block: Placed) -> bool:
    """Whether one of the two is italic and the other is not, each by most of its lines."""
    return _is_italic(current) != _is_italic(block)


def _is_italic(placed: Placed) -> bool:
    styles = [each.line.style & Style.ITALIC for each in placed.lines]
    return 2 * sum(map(bool, styles)) > len(styles)


def _first_line_set_in(block: Placed) -> bool:
    first = block.lines[0]
    if len(block.lines) == 1:
        return _indent(first) > 0.5 * first.line.size
    return first.line.x0 - block.lines[1].line.x0 > 0.5 * first.line.size
