"""What stands on the pages and is not the paper's text: running heads, footers, page and line
numbers, and text that runs up the margin.

A running head or footer comes back, numbers aside, at the same height on other pages; a page
number is a number alone at the edge of the page.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from extractor.reading.lines import PrintedLine
from extractor.reading.printed import Rule
from extractor.records import Kind

Key = tuple[str, int]

LEVEL = 1.5  # points
EDGE = 0.12  # of the page's height
HEAD = 2.5  # of the size: from a line in the head of a table to the rule above or below it
DIGITS = re.compile(r"\d+")
PAGE_NUMBER = re.compile(
    r"[\W_]*(?:page|p\.|seite|pág(?:ina)?\.?)?\s*(?:[a-z]?\d{1,5}|[ivxl]{1,6})"
    r"(?:\s*(?:of|von|de|/)\s*\d{1,4})?[\W_]*",
    re.IGNORECASE,
)
FOOTER_WORDS = re.compile(
    r"doi\.org|\bdoi:|https?://|©|\(c\) |copyright|downloaded from|creative ?commons|"
    r"all rights reserved|page \d+ of \d+|licensee",
    re.IGNORECASE,
)


def find_furniture(
    pages: Sequence[Sequence[PrintedLine]],
    heights: Sequence[float],
    rules: Sequence[Sequence[Rule]] = (),
) -> list[dict[int, Kind]]:
    """For each page, the kind of each line (by its index) that is furniture.

    The head of a table that goes on over pages comes back at the top of each: it is told by the
    ``rules`` above and below it, and by standing further down on another page.
    """
    rules = rules or [()] * len(pages)
    heads = _table_heads(pages, heights, rules)
    seen = _pages_by_key(pages, heights)
    often = 2 if len(pages) <= 6 else 3
    found = []
    for lines, height, drawn in zip(pages, heights, rules, strict=True):
        kinds = {
            index: kind
            for index, line in enumerate(lines)
            if (kind := _kind(line, height, seen, often)) is not None
            and not (line.text in heads and _is_between(line, drawn))
        }
        found.append(kinds | _beside(lines, height, kinds) | _line_numbers(lines))
    return found


def _pages_by_key(
    pages: Sequence[Sequence[PrintedLine]], heights: Sequence[float]
) -> dict[Key, set[int]]:
    """On which pages a text stands at one height at the edge."""
    seen: dict[Key, set[int]] = defaultdict(set)
    for number, (lines, height) in enumerate(zip(pages, heights, strict=True)):
        for line in lines:
            if _at_edge(line, height):
                for key in _keys(line):
                    seen[key].add(number)
    return seen


def _table_heads(
    pages: Sequence[Sequence[PrintedLine]],
    heights: Sequence[float],
    rules: Sequence[Sequence[Rule]],
) -> set[str]:
    """What stands between two rules, as the heads of tables do, away from the edge of a page."""
    return {
        line.text
        for lines, height, drawn in zip(pages, heights, rules, strict=True)
        if len(drawn) > 1
        for line in lines
        if not _at_edge(line, height) and _is_between(line, drawn)
    }


def _is_between(line: PrintedLine, rules: Sequence[Rule]) -> bool:
    """Whether there is a rule close above a line and one close below, over its whole width."""
    near = [
        rule.top > line.base
        for rule in rules
        if rule.x0 < line.x0 + 2
        and line.x1 - 2 < rule.x1
        and line.top - HEAD * line.size < rule.top < line.bottom + HEAD * line.size
    ]
    return True in near and False in near


def _beside(lines: Sequence[PrintedLine], height: float, kinds: dict[int, Kind]) -> dict[int, Kind]:
    """What stands level with a page number or running head at the edge of the page is one too.

    In a short paper a head may stand on one page alone.
    """
    levels = [lines[index].base for index in kinds if _outermost(lines[index], height)]
    return {
        index: Kind.RUNNING_HEAD if line.base < height / 2 else Kind.FOOTER
        for index, line in enumerate(lines)
        if index not in kinds
        and _outermost(line, height)
        and any(abs(line.base - level) < LEVEL for level in levels)
    }


def _at_edge(line: PrintedLine, height: float) -> bool:
    return line.base < EDGE * height or line.top > (1 - EDGE) * height


def _keys(line: PrintedLine) -> list[Key]:
    """Text without numbers, and its height to 4 points, rounded both ways."""
    letters = DIGITS.sub("#", line.text.lower())
    return [(letters, int(line.base / 4)), (letters, int(line.base / 4 + 0.5) + 1000)]


def _kind(line: PrintedLine, height: float, seen: dict[Key, set[int]], often: int) -> Kind | None:
    if not _at_edge(line, height):
        return None
    text = line.text
    at_top = line.base < height / 2
    if len(text) <= 24 and PAGE_NUMBER.fullmatch(text) and _outermost(line, height):
        return Kind.PAGE_NUMBER
    repeated = max(len(seen[key]) for key in _keys(line)) >= often
    if repeated and any(character.isalnum() for character in text):
        return Kind.RUNNING_HEAD if at_top else Kind.FOOTER
    if not at_top and line.top > 0.93 * height and FOOTER_WORDS.search(text):
        return Kind.FOOTER
    if at_top and line.base < 0.05 * height and FOOTER_WORDS.search(text):
        return Kind.RUNNING_HEAD
    return None


def _outermost(line: PrintedLine, height: float) -> bool:
    return line.base < 0.1 * height or line.top > 0.9 * height


def _line_numbers(lines: Sequence[PrintedLine]) -> dict[int, Kind]:
    """Numbers in a margin that rise line by line, as manuscripts for review have them."""
    alone = [
        (index, line, int(line.text))
        for index, line in enumerate(lines)
        if line.text.isdecimal() and len(line.text) <= 4
    ]
    if len(alone) < 10:
        return {}
    edge, count = Counter(round(line.x1 / 3) for _, line, _ in alone).most_common(1)[0]
    chosen = [entry for entry in alone if abs(round(entry[1].x1 / 3) - edge) <= 1]
    chosen.sort(key=lambda entry: entry[1].base)
    steps = [after[2] - before[2] for before, after in pairwise(chosen)]
    if count < 10 or not steps or sum(step in (1, 5) for step in steps) < 0.9 * len(steps):
        return {}
    return {index: Kind.LINE_NUMBER for index, _, _ in chosen}
