"""Tables: found by their rules and captions, read cell by cell.

The columns of a table are the empty upright strips of its lines, its rows the rules across it
and the spaces that run through all columns.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.reading.lines import PrintedLine, join_lines, line_of
from extractor.reading.printed import Rule

CAPTION = re.compile(
    r"(?:supplementary |appendix |online )?(?:table|tab\.|tabelle|box|panel)\s*[\dIVXS]",
    re.IGNORECASE,
)
BULLET = re.compile(r"[•●▪■◦➢►\uf0b7]")
OPENS_PART = re.compile(r"[“„«\"‘][^\W_]|[“„«\"‘][.…\[]|\(?\d{1,2}[.)]\s")
ENDS_PART = re.compile(r"[.!?…)\]]$|[^,;][”’»\"']$")
SAME_EDGE = 8.0
LARGE = 1.4  # times the body size: a title, not a cell


class Region(NamedTuple):
    """The part of a page that a table takes."""

    x0: float
    top: float
    x1: float
    bottom: float
    rules: tuple[float, ...]

    def holds(self, line: PrintedLine) -> bool:
        """Whether a line stands in the table."""
        return (
            self.x0 - 3 <= (line.x0 + line.x1) / 2 <= self.x1 + 3
            and self.top - 2 <= (line.top + line.bottom) / 2 <= self.bottom + 2
        )


class PrintedCell(NamedTuple):
    """The lines of one cell, or of one paragraph in it; row and column count from 0."""

    row: int
    column: int
    lines: list[PrintedLine]


def find_tables(
    rules: Sequence[Rule], stretches: Sequence[PrintedLine], body: float
) -> list[Region]:
    """The ruled tables of a page: rules of one width, one above the other, cells between them."""
    groups = _groups(rules)
    captions = [s for s in stretches if groups and _opens_caption(s)]
    regions = []
    for group in groups:
        for run in _runs(group, stretches, captions, body):
            region = Region(
                run[0].x0, run[0].top, run[0].x1, run[-1].top, tuple(r.top for r in run)
            )
            region = _to_page_end(region, stretches)
            if _is_table(region, stretches, body):
                regions.append(region)
    return _outermost(regions)


def _to_page_end(region: Region, stretches: Sequence[PrintedLine]) -> Region:
    """A region of nothing but the head of a table, with the rows below it that end at the page's.

    A table that goes on on the next page may have no rule under its last row here.
    """
    heads = [s.x0 for s in stretches if region.holds(s)]
    below = [
        s
        for s in stretches
        if s.top > region.bottom - 1 and s.x0 >= region.x0 - 3 and s.x0 < region.x1
    ]
    wide = any(s.width > 0.8 * (region.x1 - region.x0) for s in below)
    aligned = sum(any(abs(s.x0 - x0) < 4 for x0 in heads) for s in below)
    if wide or len(heads) < 2 or len(below) < 4 or aligned < 0.8 * len(below):
        return region
    bottom = max(s.bottom for s in below)
    return region._replace(bottom=bottom, rules=(*region.rules, bottom))


def read_table(region: Region, stretches: Sequence[PrintedLine]) -> list[PrintedCell]:
    """The cells of a table, row by row, each cell's lines from top to bottom.

    Paragraphs of a cell follow each other with the same row and column.
    """
    edges = _column_edges(region, stretches)
    rows = _row_edges(region, stretches)
    cells: dict[tuple[int, int], list[PrintedLine]] = defaultdict(list)
    for stretch in (part for s in stretches for part in _cut_at(edges, s)):
        row = sum(edge <= (stretch.top + stretch.bottom) / 2 for edge in rows)
        column = sum(edge <= stretch.x0 + 2 for edge in edges)
        cells[row, column].append(stretch)
    numbers = {row: number for number, row in enumerate(sorted({row for row, _ in cells}))}
    return [
        PrintedCell(numbers[row], column, part)
        for (row, column), lines in sorted(cells.items())
        for part in _paragraphs(join_lines(lines))
    ]


def _cut_at(edges: Sequence[float], stretch: PrintedLine) -> Iterator[PrintedLine]:
    """The parts of a stretch that runs over from one column into the next.

    That is where a word begins at the column's edge after a space wider than the others.
    """
    gaps = [after.x0 - before.x1 for before, after in pairwise(stretch.pieces)]
    start = 0
    for at, gap in enumerate(gaps, 1):
        begins = any(abs(stretch.pieces[at].x0 - edge - 1) < 2 for edge in edges)
        if begins and gap > max(0.3 * stretch.size, 1.2 * min(gaps)):
            yield line_of(stretch.pieces[start:at])
            start = at
    yield line_of(stretch.pieces[start:]) if start else stretch


def _paragraphs(lines: Sequence[PrintedLine]) -> Iterator[list[PrintedLine]]:
    """A cell's lines, parted before a bullet, and where a mark or number opens a sentence."""
    part: list[PrintedLine] = []
    for line in lines:
        if part and _opens_paragraph(part[-1], line):
            yield part
            part = []
        part.append(line)
    yield part


def _opens_paragraph(before: PrintedLine, line: PrintedLine) -> bool:
    """A list of words in marks (“kind,” “calm”) opens nothing at the end of a line."""
    if BULLET.match(line.text):
        return True
    return bool(OPENS_PART.match(line.text) and ENDS_PART.search(before.text))


def _opens_caption(stretch: PrintedLine) -> bool:
    """Whether a stretch begins like "Supplementary Table 1"."""
    return bool(CAPTION.match(" ".join([piece.text for piece in stretch.pieces[:3]])))


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that share both edges, or lie end to end on one height, from top to bottom."""
    groups: list[list[Rule]] = []
    for rule in sorted(_end_to_end(rules), key=lambda rule: rule.top):
        for group in groups:
            if abs(group[0].x0 - rule.x0) < SAME_EDGE and abs(group[0].x1 - rule.x1) < SAME_EDGE:
                if rule.top - group[-1].top > 1.5:
                    group.append(rule)
                break
        else:
            groups.append([rule])
    return [group for group in groups if len(group) >= 2]


def _end_to_end(rules: Sequence[Rule]) -> list[Rule]:
    """Rules drawn cell by cell, put together."""
    whole: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.top), rule.x0)):
        last = whole[-1] if whole else None
        if last and abs(last.top - rule.top) < 1.5 and rule.x0 - last.x1 < 8:
            whole[-1] = Rule(last.x0, last.top, max(last.x1, rule.x1), last.bottom)
        else:
            whole.append(rule)
    return [rule for rule in whole if rule.x1 - rule.x0 > 90]


def _runs(
    group: Sequence[Rule],
    stretches: Sequence[PrintedLine],
    captions: Sequence[PrintedLine],
    body: float,
) -> Iterator[list[Rule]]:
    """A group of rules, cut where a caption or running text stands between two of them."""
    run = [group[0]]
    for rule in group[1:]:
        between = [
            s
            for s in stretches
            if run[-1].top < (s.top + s.bottom) / 2 < rule.top and s.x1 > rule.x0 and s.x0 < rule.x1
        ]
        if _is_cut(between, captions, rule.x1 - rule.x0, body):
            yield run
            run = []
        run.append(rule)
    yield run


def _is_cut(
    between: Sequence[PrintedLine],
    captions: Sequence[PrintedLine],
    width: float,
    body: float,
) -> bool:
    if any(caption in between for caption in captions):
        return True
    running = [
        s
        for s in between
        if s.width > 0.8 * width or (s.size > 0.95 * body and s.width > 0.43 * width)
    ]
    return len(running) >= 4 and len(running) > 0.4 * len(between)


def _is_table(region: Region, stretches: Sequence[PrintedLine], body: float) -> bool:
    """Whether what stands between the rules is set in columns; a paper's title is set larger."""
    inside = [s for s in stretches if region.holds(s)]
    if len(inside) < 4 or any(s.size > LARGE * body and s.text[:1].isalpha() for s in inside):
        return False
    return bool(_column_edges(region, inside))


def _outermost(regions: Sequence[Region]) -> list[Region]:
    """Without those that lie in another."""
    return [
        region
        for region in regions
        if not any(
            other is not region
            and other.top <= region.top
            and region.bottom <= other.bottom
            and other.x0 - 4 <= region.x0
            and region.x1 <= other.x1 + 4
            for other in regions
        )
    ]


def _column_edges(region: Region, stretches: Sequence[PrintedLine]) -> list[float]:
    """Where columns begin, but for the first: the right ends of the empty upright strips."""
    width = int(region.x1 - region.x0) + 2
    change = [0] * (width + 1)
    cells = [s for s in stretches if s.width < 0.6 * width]
    for s in cells:
        change[min(width, max(0, int(s.x0 - region.x0)))] += 1
        change[min(width, max(0, int(s.x1 - region.x0) + 1))] -= 1
    allowed = len(cells) // 20
    edges, covered, start = [], 0, None
    for x in range(width):
        covered += change[x]
        if covered <= allowed:
            start = x if start is None else start
        elif start is not None:
            if x - start >= 4:
                edges.append(region.x0 + x - 1)
            start = None
    return [edge for edge in edges if any(s.x0 < edge - 2 and s.x1 < edge for s in cells)]


def _row_edges(region: Region, stretches: Sequence[PrintedLine]) -> list[float]:
    """The heights at which rows part: rules, and spaces through all columns."""
    spans = sorted((s.top, s.bottom) for s in stretches)
    edges = list(region.rules[1:-1])
    if not spans:
        return edges
    leading = _usual_leading(stretches)
    reached = spans[0][1]
    for top, bottom in spans[1:]:
        if top - reached > leading + 1.5:
            edges.append((top + reached) / 2)
        reached = max(reached, bottom)
    return sorted(edges)


def _usual_leading(stretches: Sequence[PrintedLine]) -> float:
    """The narrowest white space that is common between two lines of one column, in points.

    The commonest would be that between rows, in tables whose cells mostly hold one line.
    """
    gaps: dict[int, int] = defaultdict(int)
    by_left: dict[int, list[PrintedLine]] = defaultdict(list)
    for s in stretches:
        by_left[round(s.x0 / 4)].append(s)
    for column in by_left.values():
        column.sort(key=lambda s: s.base)
        for before, after in pairwise(column):
            if 0 < after.base - before.base < 2 * after.size:
                gaps[round(2 * (after.top - before.bottom))] += 1
    least = max(2.0, 0.15 * sum(gaps.values()))
    return min((gap for gap, count in gaps.items() if count >= least), default=4) / 2
