"""Lines of a column -> blocks: paragraphs, headings, list items, displayed quotations.

A new block begins where the eye sees one: more space than between lines, another size, a first
line set in or out, a line left short although the next word would have fitted.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.reading.columns import Column
from extractor.reading.lines import PrintedLine, majority
from extractor.records import Style

BULLET = re.compile(
    r"[•●▪■◦‣⁃∙·➢✓►\uf0b7\uf0a7*-]$|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]$|\((?:\d{1,2}|[a-z])\)$"
)
ENDED = re.compile(r"[.!?:…;][\"'”’)\]]*$|[)\]]\.?$")
TURN = re.compile(r"[^\W\d_][^:.!?“”]{0,30}:\s")
MARKER = re.compile(r"[•●▪■◦‣⁃∙·➢►\uf0b7\uf0a7]")


class Setting(NamedTuple):
    """How most of a paper is set: size and style of the body text, distance of its lines."""

    size: float
    pitch: float
    style: int


class _Edge(NamedTuple):
    """How far lines reach to the right, and whether most of them end short of it."""

    right: float
    ragged: bool


class PrintedBlock(NamedTuple):
    """Lines that belong together in one column."""

    lines: list[PrintedLine]
    left: float
    right: float

    @property
    def text(self) -> str:
        """The words with single spaces, for looking at: not the paper's text."""
        return " ".join(line.text for line in self.lines)

    @property
    def size(self) -> float:
        """The size of most of its words."""
        return _commonest([(line.size, len(line.pieces)) for line in self.lines])

    @property
    def style(self) -> int:
        """The style of most of its words."""
        styles = Counter[int]()
        for line in self.lines:
            styles[line.style] += len(line.pieces)
        return majority(styles) if len(styles) > 1 else self.lines[0].style


def measure_setting(pages: Sequence[Sequence[Column]]) -> Setting:
    """The size and style of most words, and the commonest distance between two of their lines."""
    lines = [line for columns in pages for column in columns for line in column.lines]
    if not lines:
        return Setting(10.0, 12.0, Style.PLAIN)
    size = _commonest([(round(line.size, 1), len(line.pieces)) for line in lines])
    styles, pitches = Counter[int](), Counter[float]()
    for line in lines:
        styles[line.style] += len(line.pieces)
    for before, line in pairwise(lines):
        if abs(line.size - size) < 0.3 and 0.9 < (line.base - before.base) / size < 2.5:
            pitches[round(line.base - before.base, 1)] += 1
    pitch = pitches.most_common(1)[0][0] if pitches else 1.2 * size
    return Setting(size, pitch, majority(styles))


def find_blocks(column: Column, setting: Setting) -> list[PrintedBlock]:
    """The blocks of one column, from top to bottom."""
    edges = _right_edges(column)
    blocks: list[list[PrintedLine]] = []
    for index, line in enumerate(column.lines):
        if blocks and not _begins(blocks[-1], line, column, edges, index, setting):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return [PrintedBlock(lines, column.left, column.right) for lines in blocks]


def is_bullet(text: str) -> bool:
    """Whether a line's first piece marks a list item."""
    return bool(BULLET.match(text) or MARKER.match(text))


def _commonest(sizes: Sequence[tuple[float, int]]) -> float:
    """The size that counts most; each comes with how much it counts."""
    counts = Counter[float]()
    for size, count in sizes:
        counts[size] += count
    return counts.most_common(1)[0][0]


def _right_edges(column: Column) -> list[_Edge]:
    """For each line, how far the lines around it with the same left edge reach, and how evenly."""
    lines = column.lines
    edges = []
    for index, line in enumerate(lines):
        near = [
            other.x1
            for other in lines[max(0, index - 4) : index + 5]
            if abs(other.x0 - line.x0) < 2.5
        ]
        right = max(near)
        edges.append(_Edge(right, 2 * sum(right - x1 < 2 for x1 in near) < len(near)))
    return edges


def _begins(
    block: list[PrintedLine],
    line: PrintedLine,
    column: Column,
    edges: Sequence[_Edge],
    index: int,
    setting: Setting,
) -> bool:
    """Whether ``line`` begins a new block after the lines of ``block``."""
    before, edge = block[-1], edges[index - 1]
    after = column.lines[index : index + 2]
    if _is_spaced(block, after, setting) or _is_set_otherwise(before, line):
        return True
    if line.x0 <= block[0].x0 + 3 and _words_after_label(line) is not None:
        return True
    if _is_item(block, line) and (_is_marked(line) or _is_short(block, line, edge)):
        return True
    step = line.x0 - before.x0
    if step > 0.4 * setting.size:
        return not _hangs(block, after, column)
    if step < -0.4 * setting.size:
        return not _was_first_line(block, line, edges[index], column)
    return _is_short(block, line, edge) and _ends(before)


def _is_item(block: list[PrintedLine], line: PrintedLine) -> bool:
    """Whether the line begins like a list item, not further right than the block."""
    first = line.pieces[0].text
    return len(line.pieces) > 1 and is_bullet(first) and line.x0 <= block[0].x0 + 3


def _is_marked(line: PrintedLine) -> bool:
    return bool(MARKER.match(line.pieces[0].text))


def _is_spaced(block: list[PrintedLine], after: Sequence[PrintedLine], setting: Setting) -> bool:
    """Whether there is more space than between the lines of this block, or of the paper.

    ``after`` holds the line and, if there is one, the next: where the block is a single line, the
    usual space is that between those two if they are set alike.
    """
    before, line, following = block[-1], after[0], after[-1]
    distance = line.base - before.base
    usual = setting.pitch * max(before.size, line.size) / setting.size
    if len(block) > 1:
        usual = min(
            max(usual, 1.0 * line.size), 1.35 * usual, block[-1].base - block[-2].base + 0.5
        )
        usual = max(usual, 1.05 * line.size)
    elif len(after) > 1 and _begin_alike(before, line, following):
        usual = min(usual, max(following.base - line.base, 1.05 * line.size))
    return distance > 1.22 * usual or distance < -1


def _begin_alike(before: PrintedLine, *others: PrintedLine) -> bool:
    return all(
        abs(other.x0 - before.x0) < 1 and abs(other.size - before.size) < 0.1 for other in others
    )


def _is_set_otherwise(before: PrintedLine, line: PrintedLine) -> bool:
    """Another size, or from bold to plain (a heading's end)."""
    if abs(before.size - line.size) > 0.06 * max(before.size, line.size):
        return min(len(before.pieces), len(line.pieces)) > 1 or len(line.text) > 3
    if _all_bold(before) and _all_bold(line) and before.text.isupper() != line.text.isupper():
        return True
    bold = (before.style ^ line.style) & Style.BOLD
    return bool(bold) and _all_bold(before) != _all_bold(line)


def _all_bold(line: PrintedLine) -> bool:
    return all(piece.style & Style.BOLD for piece in line.pieces)


def _hangs(block: list[PrintedLine], after: Sequence[PrintedLine], column: Column) -> bool:
    """Whether a line hangs under the words of an item or turn that began further left.

    ``after`` holds that line and, if there is one, the next. A paragraph below an item begins
    further right than the item too, but goes on further left.
    """
    first, line = block[0], after[0]
    words = _words_after_label(first)
    if words is not None and abs(line.x0 - words) < 4:
        return True
    if len(block) == 1 and _runs_over(first, line, column):
        return True
    if not is_bullet(first.pieces[0].text) or len(first.pieces) < 2:
        return False
    if abs(line.x0 - first.pieces[1].x0) < 4:
        return True
    step = line.x0 - first.x0
    return (
        len(block) == 1 and 0.6 * line.size < step < 4 * line.size and not _goes_back(after, column)
    )


def _goes_back(after: Sequence[PrintedLine], column: Column) -> bool:
    """Whether a full line set in is the first of a paragraph that goes on further left."""
    line, following = after[0], after[-1]
    if line.x0 - following.x0 < 0.4 * line.size or is_bullet(following.pieces[0].text):
        return False
    return not _ends_early(line, column.right, _room_for_word_of(following))


def _runs_over(first: PrintedLine, line: PrintedLine, column: Column) -> bool:
    """Whether a turn's first line is full and its sentence goes on in the line set in below it."""
    begins_turn = TURN.match(first.text) is not None
    return begins_turn and not _ends_early(first, column.right, _room_for_word_of(line))


def _words_after_label(line: PrintedLine) -> float | None:
    """Where the words begin in a line that opens with "Name:" and a gap, as dialogues are set."""
    for label, first in pairwise(line.pieces[:4]):
        if label.text.endswith(":") and first.x0 - label.x1 > line.size:
            return first.x0
    return None


def _was_first_line(
    block: list[PrintedLine], line: PrintedLine, edge: _Edge, column: Column
) -> bool:
    """Whether the block so far is the first line, set in, of the paragraph that ``line`` is in."""
    first = block[0]
    if len(block) > 1 or line.x0 >= first.x0:
        return False
    if not _ends_early(first, column.right, 0.12 * (column.right - column.left)):
        return True
    may_go_on = edge.ragged or not ENDED.search(first.text)
    return may_go_on and not _ends_early(first, edge.right, _room_for_word_of(line))


def _ends_early(line: PrintedLine, right: float, room: float) -> bool:
    """Whether a single line set in is complete: it ends that far before the right edge."""
    return line.x1 < right - room


def _room_for_word_of(line: PrintedLine) -> float:
    first = line.pieces[0]
    return first.x1 - first.x0 + 0.45 * line.size


def _is_short(block: list[PrintedLine], line: PrintedLine, edge: _Edge) -> bool:
    """Whether the line before was left short, although the next word would have fitted.

    Where lines end unevenly that says little: there it must end a sentence, and be much shorter
    or the only one of its block.
    """
    before = block[-1]
    if _all_bold(before) and _all_bold(line):
        return False  # a heading over several lines is broken where its words part best
    left_over = edge.right - before.x1
    fits = left_over > _room_for_word_of(line)
    if not edge.ragged:
        return fits
    much = len(block) == 1 or left_over > 0.3 * (edge.right - before.x0)
    return fits and much and bool(ENDED.search(before.text))


def _ends(before: PrintedLine) -> bool:
    return not before.pieces[-1].text.endswith(("-", "\u00ad", ",", "–"))
