"""Stretches of lines on one page -> columns in reading order.

A gutter is an empty strip with stretches ending left of it and beginning right of it. Stretches
that cross it (titles, wide captions) cut the page into bands; in each band the left column is
read before the right one, and each side may have gutters of its own.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from statistics import median
from typing import NamedTuple

from extractor.reading.lines import PrintedLine, join_lines, split_line

NARROWEST_GUTTER = 5.0
WIDE = 0.58
FEWEST = 4  # lines on each side of a gutter
FEWEST_WORDS = 3  # of running text on each side of a shared gap
DEEPEST = 3
WIDEST_SPACE = 2.0  # of the size: between two words of a justified line
LONGEST_TAIL = 3  # lines that go on from one across the gutter without crossing it themselves


class Column(NamedTuple):
    """Lines that are read from top to bottom; ``left`` and ``right`` are the column's edges."""

    lines: list[PrintedLine]
    left: float
    right: float


class Gutter(NamedTuple):
    """An empty upright strip between two columns."""

    left: float
    right: float


def find_columns(stretches: Sequence[PrintedLine], *, depth: int = 0) -> list[Column]:
    """The columns of a page, or of a part of it, in reading order."""
    if not stretches:
        return []
    gutter = None
    if depth < DEEPEST:
        gutter = find_gutter(stretches) or _shared_gap(stretches)
    if gutter is None:
        return [_column(join_lines(stretches))]
    parts = [part for s in stretches for part in split_line(s, gutter.left, gutter.right)]
    columns: list[Column] = []
    for crosses, band in _bands(parts, gutter):
        if crosses:
            columns.append(_column(join_lines(band)))
            continue
        middle = (gutter.left + gutter.right) / 2
        left = [s for s in band if (s.x0 + s.x1) / 2 < middle]
        right = [s for s in band if (s.x0 + s.x1) / 2 >= middle]
        columns += find_columns(left, depth=depth + 1) + find_columns(right, depth=depth + 1)
    return columns


def find_gutter(stretches: Sequence[PrintedLine]) -> Gutter | None:
    """The best gutter between two columns, or None where there is one column."""
    x0 = min(s.x0 for s in stretches)
    x1 = max(s.x1 for s in stretches)
    ordered = sorted(stretches, key=_by_base)
    wide = _with_tails(ordered, lambda s: s.width >= WIDE * (x1 - x0))
    narrow = [s for s, is_wide in zip(ordered, wide, strict=True) if not is_wide]
    if len(narrow) < 2 * FEWEST:
        return None
    strips = _empty_strips(narrow, x0, x1)
    strips = (strip for strip in strips if not _parts_labels(strip, stretches))
    good = [(_strength(strip, narrow, x1 - x0), strip) for strip in strips]
    strength, best = max(good, default=(0.0, None), key=lambda pair: pair[0])
    return best if strength > 0 else None


def _shared_gap(stretches: Sequence[PrintedLine]) -> Gutter | None:
    """The gap that several lines of running text have at one place, whatever crosses it elsewhere.

    On a page that is mostly a title, an abstract or a table, the columns are a small part.
    """
    gaps: dict[int, list[Gutter]] = defaultdict(list)
    for one, other in pairwise(sorted(stretches, key=_by_base_and_left)):
        level = abs(one.base - other.base) < 0.3 * one.size
        running = min(len(one.pieces), len(other.pieces)) >= FEWEST_WORDS
        if level and running and other.x0 - one.x1 >= NARROWEST_GUTTER:
            gaps[round(other.x0 / 4)].append(Gutter(one.x1, other.x0))
    shared = max(gaps.values(), key=len, default=[])
    if len(shared) <= FEWEST:
        return None
    gutter = Gutter(max(gap.left for gap in shared), min(gap.right for gap in shared))
    return gutter if gutter.right - gutter.left >= NARROWEST_GUTTER else None


def _empty_strips(narrow: Sequence[PrintedLine], x0: float, x1: float) -> Iterator[Gutter]:
    """Strips of the middle four fifths that next to none of the narrow stretches touch."""
    width = int(x1 - x0) + 2
    change = [0] * (width + 1)
    for stretch in narrow:
        left, right = sorted((stretch.x0, stretch.x1))  # text from right to left has them swapped
        change[max(0, int(left - x0))] += 1
        change[min(width, int(right - x0) + 1)] -= 1
    allowed = max(1, len(narrow) // 25)
    covered, start = 0, None
    for x in range(width):
        covered += change[x]
        if covered <= allowed:
            start = x if start is None else start
            continue
        if start is not None and x - start >= NARROWEST_GUTTER:
            yield from _inner(Gutter(x0 + start, x0 + x), x0, x1)
        start = None


def _inner(strip: Gutter, x0: float, x1: float) -> Iterator[Gutter]:
    margin = 0.1 * (x1 - x0)
    if strip.right > x0 + margin and strip.left < x1 - margin:
        yield strip


def _strength(strip: Gutter, narrow: Sequence[PrintedLine], width: float) -> float:
    """How many lines stand on the weaker side; 0 where one side is too weak for a column."""
    left = [s for s in narrow if s.x1 <= strip.left + 2]
    right = [s for s in narrow if s.x0 >= strip.right - 2]
    starts = sum(s.x0 < strip.right + 30 for s in right)
    if min(len(left), len(right), starts) < FEWEST:
        return 0.0
    print_left = sum(s.width for s in left)
    print_right = sum(s.width for s in right)
    if min(print_left, print_right) < 0.08 * max(print_left, print_right):
        return 0.0
    return min(print_left, print_right) / width + (strip.right - strip.left) / 100


def _parts_labels(strip: Gutter, stretches: Sequence[PrintedLine]) -> bool:
    """Whether what ends left of a strip is no column but hangs before the lines right of it.

    Names before the turns of a dialogue, or numbers: short, and level with lines beside them.
    """
    left = [s for s in stretches if s.x1 <= strip.left + 2]
    right = [s for s in stretches if s.x0 >= strip.right - 2]
    if not left or not right:
        return False
    levels = [s.base for s in right]
    level = sum(any(abs(s.base - base) < 1 for base in levels) for s in left)
    short = 0.3 * median(s.width for s in right)
    return level > 0.8 * len(left) and median(s.width for s in left) < short


def _bands(
    stretches: Sequence[PrintedLine], gutter: Gutter
) -> Iterator[tuple[bool, list[PrintedLine]]]:
    """From top to bottom: runs of stretches that cross the gutter, and runs that do not."""
    ordered = sorted(stretches, key=_by_base)
    crossing = _with_tails(ordered, lambda s: s.x0 < gutter.left - 2 and s.x1 > gutter.right + 2)
    marked = zip(_with_loose_lines(ordered, crossing), ordered, strict=True)
    for crosses, band in groupby(marked, key=itemgetter(0)):
        yield crosses, [stretch for _, stretch in band]


def _with_loose_lines(ordered: Sequence[PrintedLine], crossing: Sequence[bool]) -> Iterator[bool]:
    """Which stretches cross, or are the parts of one line among lines that do.

    A justified line of few words has wide gaps, and one of them may lie over the gutter; one line
    alone makes no two columns.
    """
    at = 0
    for crosses, band in groupby(crossing):
        end = at + len(list(band))
        beside = [*ordered[max(0, at - 1) : at], *ordered[end : end + 1]]
        yield from [crosses or _is_loose_line(ordered[at:end], beside)] * (end - at)
        at = end


def _is_loose_line(parts: Sequence[PrintedLine], beside: Sequence[PrintedLine]) -> bool:
    """Whether stretches make one line as wide as one next to it, with spaces between its words."""
    line = sorted(parts, key=lambda s: s.x0)
    first, last, size = line[0], line[-1], line[0].size
    gaps = [after.x0 - before.x1 for before, after in pairwise(line)]
    if not gaps or max(gaps) > WIDEST_SPACE * size or parts[-1].base - parts[0].base > 0.2 * size:
        return False
    return any(
        abs(other.x0 - first.x0) < size
        and abs(other.x1 - last.x1) < size
        and abs(other.base - first.base) < 1.6 * size
        for other in beside
    )


def _with_tails(
    ordered: Sequence[PrintedLine], is_wide: Callable[[PrintedLine], bool]
) -> list[bool]:
    """Which stretches are wide, or short lines that end a paragraph or title of wide ones.

    Those stand alone on their height, with the left edge of the line before.
    """
    marks: list[bool] = []
    tail = 0
    for index, stretch in enumerate(ordered):
        wide = is_wide(stretch)
        tail = 0 if wide else tail + 1
        goes_on = index > 0 and marks[-1] and tail <= LONGEST_TAIL
        marks.append(wide or (goes_on and _is_tail(ordered, index)))
    return marks


def _is_tail(ordered: Sequence[PrintedLine], index: int) -> bool:
    before, stretch = ordered[index - 1], ordered[index]
    after = ordered[index + 1] if index + 1 < len(ordered) else None
    size = max(before.size, stretch.size)
    return (
        0.6 * size < stretch.base - before.base < 2.2 * size
        and abs(stretch.x0 - before.x0) < 0.5 * size
        and (after is None or after.base - stretch.base > 0.6 * stretch.size)
    )


def _by_base(stretch: PrintedLine) -> float:
    return stretch.base


def _by_base_and_left(stretch: PrintedLine) -> tuple[int, float]:
    return round(stretch.base / 2), stretch.x0


def _column(lines: list[PrintedLine]) -> Column:
    return Column(lines, min(line.x0 for line in lines), max(line.x1 for line in lines))


def align_edges(pages: Sequence[Sequence[Column]]) -> list[list[Column]]:
    """Give a column that holds only text set in the edges that columns have in this paper.

    Without this, a page with nothing but displayed quotations would not show them set in.
    """
    edges = Counter[tuple[int, int]]()
    for columns in pages:
        for column in columns:
            edges[_left(column), round(column.right)] += len(column.lines)
    return [[_aligned(column, edges) for column in columns] for columns in pages]


def _left(column: Column) -> int:
    """The left edge that lines begin at; one line hanging out does not count."""
    starts = Counter(round(line.x0) for line in column.lines)
    usual = [x for x, count in starts.items() if count >= min(3, 0.1 * len(column.lines) + 1)]
    return min(usual, default=round(column.left))


def _aligned(column: Column, edges: Counter[tuple[int, int]]) -> Column:
    here = (_left(column), round(column.right))
    candidates = [
        edge for edge in edges if -40 <= edge[0] - here[0] <= 3 and -4 <= edge[1] - here[1] <= 40
    ]
    best = max(candidates, key=lambda edge: edges[edge], default=here)
    if edges[best] <= 2 * edges[here]:
        best = here
    return Column(column.lines, float(best[0]), float(max(best[1], here[1] - 4)))
