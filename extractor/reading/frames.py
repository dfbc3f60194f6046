"""Text that runs up, down or upside down on a page, turned so that it can be read like any other.

A frame is the page turned until the text of one angle lies level. Layout is found in the frame;
boxes are turned back to the page as shown.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from extractor.reading.printed import Piece, Printed, Rule

FEWEST_PIECES = 30


class BoxOnPage(NamedTuple):
    """A box without its page."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Frame:
    """The text of one page that runs in one direction, level, in the order of the file."""

    page: int
    angle: int
    width: float
    height: float
    pieces: list[Piece]
    rules: list[Rule]

    def shown(self, x0: float, top: float, x1: float, bottom: float) -> BoxOnPage:
        """A box of the frame on the page as shown."""
        if self.angle == 0:
            return BoxOnPage(x0, top, x1, bottom)
        if self.angle == 90:  # upwards
            return BoxOnPage(top, self.width - x1, bottom, self.width - x0)
        if self.angle == 270:  # downwards
            return BoxOnPage(self.height - bottom, x0, self.height - top, x1)
        return BoxOnPage(self.width - x1, self.height - bottom, self.width - x0, self.height - top)


def find_frames(page: Printed) -> tuple[list[Frame], list[Piece]]:
    """The frames of a page, the level one first, and the pieces that belong to none.

    Those are slanted, or a few turned words (a stamp in the margin), or not on the page as shown.
    """
    groups: dict[int, list[Piece]] = defaultdict(list)
    loose = []
    for piece in page.pieces:
        if piece.x1 > 0 and piece.bottom > 0 and piece.x0 < page.width and piece.top < page.height:
            groups[piece.angle].append(piece)
        else:
            loose.append(piece)
    level = groups.pop(0, [])
    frames = [Frame(page.number, 0, page.width, page.height, level, _level_rules(page.rules))]
    for angle, pieces in sorted(groups.items()):
        if angle in (90, 180, 270) and len(pieces) >= min(FEWEST_PIECES, len(level) + 1):
            frames.append(_turned(page, angle, pieces))
        else:
            loose += pieces
    return [frame for frame in frames if frame.pieces], loose


def _level_rules(rules: list[Rule]) -> list[Rule]:
    return [rule for rule in rules if rule.x1 - rule.x0 > 20]


def _turned(page: Printed, angle: int, pieces: list[Piece]) -> Frame:
    width, height = page.width, page.height
    if angle in (90, 270):
        width, height = height, width
    frame = Frame(page.number, angle, width, height, [], [])
    for piece in pieces:
        x0, top, x1, bottom = _levelled(frame, *piece[1:5])
        frame.pieces.append(
            piece._replace(x0=x0, top=top, x1=x1, bottom=bottom, base=_base(frame, piece))
        )
    for rule in page.rules:
        x0, top, x1, bottom = _levelled(frame, rule.x0, rule.top, rule.x1, rule.bottom)
        if x1 - x0 > 20:
            frame.rules.append(Rule(x0, top, x1, bottom))
    return frame


def _levelled(frame: Frame, x0: float, top: float, x1: float, bottom: float) -> BoxOnPage:
    """A box of the page as shown, in the frame: the inverse of ``Frame.shown``."""
    if frame.angle == 90:
        return BoxOnPage(frame.width - bottom, x0, frame.width - top, x1)
    if frame.angle == 270:
        return BoxOnPage(top, frame.height - x1, bottom, frame.height - x0)
    return BoxOnPage(frame.width - x1, frame.height - bottom, frame.width - x0, frame.height - top)


def _base(frame: Frame, piece: Piece) -> float:
    if frame.angle == 90:
        return piece.base
    return frame.height - piece.base
