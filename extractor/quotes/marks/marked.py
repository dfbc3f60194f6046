"""Stretches of text in quotation marks.

Marks pair inside a block. A quotation over several paragraphs, each beginning with an opening
mark and only the last one closed, is one stretch. A mark that is never closed hinders no other
pair, and stands for a stretch of its own only where a quotation plausibly begins.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from extractor.quotes.marks.glyphs import Family, Glyph, find_glyphs
from extractor.quotes.marks.pairs import Paired, pair_glyphs
from extractor.quotes.speakers.labels import find_bracketed_label
from extractor.records import Span

NAMES = {
    **dict.fromkeys(["“", "”", "‘‘", "’’", "‟"], "double curly"),
    **dict.fromkeys(['"', "″", "''", "``"], "double straight"),
    **dict.fromkeys(["„", ",,"], "low-high"),
    **dict.fromkeys("«»‹›", "guillemets"),
}
LONGEST_RUN = 12
LONGEST_GAP = 3
LONGEST_BEGINNING = 60
BEGINNING = re.compile(r"[\s\[(…•▪‣◦*.-]*(?:[^\s:]{1,20}:|[^\s:]{1,15} [^\s:]{1,15}:)?[\s\[(…]*")
LEAD_IN = re.compile(r"[:,]\s*[\[(…]?$")


class Marked(NamedTuple):
    """A stretch in quotation marks.

    ``span`` is what stands between the marks, without white space at its ends; ``outer`` takes
    the marks in. ``mark`` names them: "double curly", "double straight", "single", "low-high"
    or "guillemets", after the opening one. ``closed`` is false where the closing mark is
    missing. ``depth`` counts the marked stretches around it, 0 for the outermost.
    """

    span: Span
    outer: Span
    mark: str
    closed: bool
    depth: int


class _Marks(NamedTuple):
    """One block, its marks, and how they pair."""

    block: Span
    glyphs: list[Glyph]
    paired: Paired
    starts: dict[Family, list[int]]
    closings: dict[int, Glyph]


class _Run(NamedTuple):
    """A quotation over several blocks: each one's opening mark, the closing one, its block."""

    openings: tuple[Glyph, ...]
    closing: Glyph
    last: int


def find_marked(text: str, blocks: Sequence[Span]) -> list[Marked]:
    """Every stretch of ``text`` in quotation marks, in order, those around others first.

    ``blocks`` are the paragraphs, cells, items … of the text, in order.
    """
    marks = [_read(text, block) for block in blocks]
    runs = list(_find_runs(text, marks))
    used = {glyph.start for run in runs for glyph in run.openings}
    found = [_marked(text, run.openings[0], run.closing) for run in runs]
    for each in marks:
        found += [_marked(text, *pair) for pair in each.paired.pairs if pair[0].start not in used]
        found += [m for m in _unclosed(text, each) if m and m.outer.start not in used]
    return _with_depth([marked for marked in found if marked])


def _read(text: str, block: Span) -> _Marks:
    glyphs = find_glyphs(text, block.start, block.end)
    paired = pair_glyphs(glyphs)
    starts: dict[Family, list[int]] = {family: [] for family in Family}
    for opening, _ in sorted(paired.pairs):
        starts[opening.family].append(opening.start)
    closings = {opening.start: closing for opening, closing in paired.pairs}
    return _Marks(block, glyphs, paired, starts, closings)


def _marked(text: str, opening: Glyph, closing: Glyph) -> Marked | None:
    outer = Span(opening.start, closing.end)
    return _between(text, outer, closing.start, opening.sign, closed=True)


def _between(text: str, outer: Span, end: int, sign: str, *, closed: bool) -> Marked | None:
    """The stretch inside ``outer`` up to ``end``; None where only white space is between."""
    inside = text[outer.start + len(sign) : end]
    start = outer.start + len(sign) + len(inside) - len(inside.lstrip())
    if not inside.strip():
        return None
    span = Span(start, start + len(inside.strip()))
    return Marked(span, outer, NAMES.get(sign, "single"), closed, 0)


def _find_runs(text: str, marks: Sequence[_Marks]) -> Iterator[_Run]:
    """Quotations over several blocks."""
    done = 0
    for index, each in enumerate(marks):
        opening = _carried(text, each) if index >= done else None
        run = opening and _run(text, marks, index, opening)
        if run:
            yield run
            done = run.last


def _carried(text: str, marks: _Marks) -> Glyph | None:
    """The opening mark of ``marks`` that a later block may close.

    No other quotation comes after it in its block, and no speaker's label.
    """
    for glyph in marks.paired.unclosed:
        if _next_opening(marks, glyph) is None and (
            glyph.habit > 0 or _begins(text, marks.block, glyph)
        ):
            return None if find_bracketed_label(text, glyph.end, marks.block.end) else glyph
    return None


def _next_opening(marks: _Marks, glyph: Glyph) -> int | None:
    """Where the next pair of the same family begins after ``glyph``."""
    starts = marks.starts[glyph.family]
    at = bisect_right(starts, glyph.start)
    return starts[at] if at < len(starts) else None


def _run(text: str, marks: Sequence[_Marks], index: int, opening: Glyph) -> _Run | None:
    """The quotation that ``opening`` begins and a later block closes.

    A block that begins with an opening mark goes on with the quotation; one without any mark of
    the family may stand between, but then the closing one must end its block.
    """
    openings, gap = [opening], 0
    for at in range(index + 1, min(index + 1 + LONGEST_RUN, len(marks))):
        each = marks[at]
        restart = _restart(text, each, opening)
        own = next((g for g in each.glyphs if _counts(g, opening.family)), None)
        if restart:
            openings.append(restart)
            closing = each.closings.get(restart.start)
            if closing:
                return _Run(tuple(openings), closing, at)
            gap = 0
        elif own:
            ends = _ends_run(text, each, own, gap)
            return _Run(tuple(openings), own, at) if ends else None
        else:
            gap += 1
        if gap > LONGEST_GAP or (gap and opening.family is Family.SINGLE):
            return None
    return None


def _counts(glyph: Glyph, family: Family) -> bool:
    return glyph.family is family and (family is not Family.SINGLE or glyph.strength > 1)


def _ends_run(text: str, marks: _Marks, glyph: Glyph, gap: int) -> bool:
    """Whether a closing mark without an opening one ends a quotation begun in a block before."""
    if not any(orphan.start == glyph.start for orphan in marks.paired.orphans):
        return False
    if glyph.family is not Family.SINGLE and gap == 0:
        return True
    rest = text[glyph.end : marks.block.end].strip(" .;,\n")
    return glyph.strength > 2 and (not rest or rest[0] in "([—–")


def _restart(text: str, marks: _Marks, opening: Glyph) -> Glyph | None:
    """The mark with which a block goes on with a quotation: its first, like the opening one."""
    if not marks.glyphs:
        return None
    first = marks.glyphs[0]
    alike = first.sign == opening.sign or NAMES.get(first.sign) == NAMES.get(opening.sign)
    at_start = not text[marks.block.start : first.start].strip()
    return first if at_start and alike and first.family is opening.family else None


def _unclosed(text: str, marks: _Marks) -> Iterator[Marked | None]:
    """The first opening mark left over where a quotation plausibly begins.

    It runs to its speaker's label, or to the end of the block; not over a later quotation.
    """
    plausible = (g for g in marks.paired.unclosed if _plausible(text, marks.block, g))
    for glyph in islice(plausible, 1):
        label = find_bracketed_label(text, glyph.end, marks.block.end)
        end = label.start if label else marks.block.end
        if (_next_opening(marks, glyph) or end) >= end:
            yield _between(text, Span(glyph.start, end), end, glyph.sign, closed=False)


def _plausible(text: str, block: Span, glyph: Glyph) -> bool:
    if glyph.habit < 0 or (glyph.family is not Family.DOUBLE and glyph.lean < 2):
        return False
    if _begins(text, block, glyph):
        return True
    before = LEAD_IN.search(text, max(block.start, glyph.start - 4), glyph.start)
    return before is not None and (glyph.family is not Family.SINGLE or before[0][0] == ":")


def _begins(text: str, block: Span, glyph: Glyph) -> bool:
    """Whether ``glyph`` is at the start of its block, but for a bullet or a label before it."""
    near = glyph.start - block.start < LONGEST_BEGINNING
    return near and BEGINNING.fullmatch(text, block.start, glyph.start) is not None


def _with_depth(found: list[Marked]) -> list[Marked]:
    """In order of the text, each with the number of stretches around it."""
    around: list[int] = []
    ordered = []
    for marked in sorted(found, key=lambda m: (m.outer.start, -m.outer.end)):
        while around and around[-1] <= marked.outer.start:
            around.pop()
        ordered.append(marked._replace(depth=len(around)))
        around.append(marked.outer.end)
    return ordered
