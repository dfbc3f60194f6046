"""Pieces of print -> printed lines.

Files print a line's words one after another, so a line is first what follows in the file on one
baseline; what stands on one baseline of one column is joined later, whatever its order.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.reading.printed import Piece
from extractor.records import Style

NEAR = 1.0  # of the size: the widest gap inside a first stretch of a line
RAISED_SIZE = 0.87


class PrintedLine(NamedTuple):
    """Pieces on one baseline, left to right; ``size`` and ``style`` of most of its letters."""

    pieces: tuple[Piece, ...]
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    style: int

    @property
    def text(self) -> str:
        """The words with single spaces, for looking at: not the paper's text."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def width(self) -> float:
        """From the first to the last piece, in points."""
        return self.x1 - self.x0


def find_stretches(pieces: Iterable[Piece]) -> list[PrintedLine]:
    """The stretches of lines that follow each other in the file, without wide gaps."""
    stretches: list[list[Piece]] = []
    before: Piece | None = None
    for piece in pieces:
        if before is not None and _follows(before, piece):
            stretches[-1].append(piece)
        else:
            stretches.append([piece])
        before = piece
    return [line_of(stretch) for stretch in stretches]


def line_of(pieces: Sequence[Piece]) -> PrintedLine:
    """The line that some pieces make; small raised pieces are marked as such."""
    first = pieces[0]
    if len(pieces) == 1:
        return PrintedLine((first,), *first[1:5], first.base, first.size, first.style)
    size, base, style = first.size, first.base, first.style
    if len({piece[5:8] for piece in pieces}) > 1:  # base, size and style
        size, base, style = _setting(pieces)
        pieces = [_marked(piece, size, base) for piece in pieces]
    return PrintedLine(
        tuple(pieces),
        min([piece.x0 for piece in pieces]),
        min([piece.top for piece in pieces]),
        max([piece.x1 for piece in pieces]),
        max([piece.bottom for piece in pieces]),
        base,
        size,
        style,
    )


def join_lines(stretches: Iterable[PrintedLine]) -> list[PrintedLine]:
    """The lines of one column, from top to bottom: stretches on one baseline are one line."""
    lines: list[PrintedLine] = []
    for stretch in sorted(stretches, key=lambda s: (s.base, s.x0)):
        for back in (1, 2, 3):
            if len(lines) >= back and _on_one_line(lines[-back], stretch):
                lines[-back] = _joined(lines[-back], stretch)
                break
        else:
            lines.append(stretch)
    lines.sort(key=lambda line: line.base)
    return lines


def majority(styles: Counter[int]) -> int:
    """The style whose every trait most letters have."""
    total = styles.total()
    style = Style.PLAIN
    for trait in (Style.BOLD, Style.ITALIC, Style.SANS):
        if 2 * sum(count for each, count in styles.items() if each & trait) > total:
            style |= trait
    return style


def split_line(line: PrintedLine, left: float, right: float) -> list[PrintedLine]:
    """The parts of a line on both sides of a gutter, if it has a gap there."""
    for index, (before, after) in enumerate(zip(line.pieces, line.pieces[1:], strict=False), 1):
        if before.x1 <= left + 1 and after.x0 >= right - 1:
            return [line_of(line.pieces[:index]), line_of(line.pieces[index:])]
    return [line]


def _follows(before: Piece, piece: Piece) -> bool:
    """Whether a piece goes on with the stretch that ``before`` ends.

    A word of another size on the same baseline may be the next column's: lines of one column are
    joined later anyway.
    """
    gap, size = piece.x0 - before.x1, piece.size
    if size == before.size and piece.base == before.base:  # most words, quickly
        return -0.4 * size <= gap <= NEAR * size
    size = max(before.size, size)
    apart = abs(before.base - piece.base)
    if abs(before.size - piece.size) >= 0.1 * size:
        near = apart <= 0.5 * size and (piece.glued or apart > 0.05 * size)
    else:
        near = apart <= 0.2 * size
    return near and -0.4 * size <= gap <= NEAR * size


def _setting(pieces: Sequence[Piece]) -> tuple[float, float, int]:
    """Size, baseline and style of most letters.

    The size is the largest that a quarter of them have: reference numbers may be the most.
    """
    letters = Counter[tuple[float, float]]()
    styles = Counter[int]()
    for piece in pieces:
        letters[piece.size, piece.base] += len(piece.text)
        styles[piece.style] += len(piece.text)
    enough = min(max(letters.values()), 0.25 * letters.total())
    size, base = max(key for key, count in letters.items() if count >= enough)
    return size, base, majority(styles)


def _marked(piece: Piece, size: float, base: float) -> Piece:
    """The piece, marked as raised where it is small and stands above the baseline."""
    if piece.size < RAISED_SIZE * size and base - piece.base > 0.12 * size:
        return piece._replace(style=piece.style | Style.RAISED)
    return piece


def _on_one_line(line: PrintedLine, stretch: PrintedLine) -> bool:
    """Whether a stretch stands on the line's baseline, or is raised or lowered against it."""
    size = max(line.size, stretch.size)
    apart = abs(line.base - stretch.base)
    if apart <= 0.25 * min(line.size, stretch.size):
        return stretch.x0 >= line.x1 - 0.5 * size or stretch.x1 <= line.x0 + 0.5 * size
    small = min(line.size, stretch.size) < RAISED_SIZE * size
    beside = stretch.x0 - line.x1 < 0.4 * size and line.x0 - stretch.x1 < 0.4 * size
    return small and beside and apart <= 0.55 * size and _is_mark(line, stretch)


def _is_mark(one: PrintedLine, other: PrintedLine) -> bool:
    """Whether the smaller of the two is short enough for an index or a reference number."""
    small = min(one, other, key=lambda line: line.size)
    return sum(len(piece.text) for piece in small.pieces) <= 14


def _joined(line: PrintedLine, stretch: PrintedLine) -> PrintedLine:
    pieces = sorted((*line.pieces, *stretch.pieces), key=lambda piece: piece.x0)
    return line_of(pieces)
