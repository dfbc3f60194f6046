"""Where the number of a suggestion stands on its page: beside the column, as in a gutter."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from extractor.records import Box, Document, Line

BADGE_HEIGHT = 11.0
BADGE_WIDTHS = (11.0, 11.0, 13.0, 18.0)
"""A badge's size in points; its width by the number of its digits."""

GAP = 1.5
"""Points between a badge and the column."""


class Badge(NamedTuple):
    """The place of one number, in points."""

    x: float
    top: float
    width: float

    def covers(self, other: "Badge") -> bool:
        """Whether the two would be printed over one another."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and abs(self.top - other.top) < BADGE_HEIGHT
        )


def place_badge(
    number: int, box: Box, document: Document, start: int, taken: Sequence[Badge]
) -> Badge:
    """The badge of a quotation that begins at ``start`` and whose first box on the page is ``box``.

    It stands left of the column, level with the line, or above a line that runs up or down the
    page; where it would cover one of ``taken`` it moves down until it does not.
    """
    width = BADGE_WIDTHS[min(len(str(number)), 3)]
    badge = Badge(
        max(_column_edge(document, start, box) - width - GAP, 1),
        (box.top + box.bottom - BADGE_HEIGHT) / 2,
        width,
    )
    if _is_sideways(box):
        badge = Badge(box.x0, max(box.top - BADGE_HEIGHT - GAP, 1), width)
    while any(badge.covers(other) for other in taken):
        badge = badge._replace(top=badge.top + BADGE_HEIGHT + 1)
    return badge


def _is_sideways(box: Box) -> bool:
    """Whether the line in ``box`` runs up or down the page; one short word is no line."""
    height = box.bottom - box.top
    return height > box.x1 - box.x0 and height > 3 * BADGE_HEIGHT


def _column_edge(document: Document, start: int, box: Box) -> float:
    """The left edge of the column that ``box`` stands in; its own, where no line is known."""
    first = bisect_right(document.lines, start, key=lambda line: line.end)
    lines = (line for line in document.lines[first:] if _is_on(box, line))
    return min(box.x0, next((line.left for line in lines), box.x0))


def _is_on(box: Box, line: Line) -> bool:
    """Whether ``box`` begins at the height of ``line`` and within its column."""
    return (
        line.page == box.page
        and line.top <= (box.top + box.bottom) / 2 <= line.bottom
        and line.left <= box.x0 <= line.right
    )
