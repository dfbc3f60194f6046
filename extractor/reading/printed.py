"""What an engine reads off a page, before there is any order: the pieces of print.

Both engines (PDFium, pdfplumber) give the same records, so that everything after them is one
path. Positions are in points from the top left corner of the page as shown.
"""

from dataclasses import dataclass
from typing import NamedTuple

SMALLEST = 0.1
"""The least size of print, in points; damaged and hidden text has none, which divides nothing."""


class Piece(NamedTuple):
    """A word, or a part of one, as printed in one style; ``base`` is its baseline.

    Where ``angle`` is not 0, the text runs upwards (90), upside down (180) or downwards (270) on
    the page as shown; the box is where it stands on that page all the same.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    style: int
    angle: int = 0
    glued: bool = False


class Rule(NamedTuple):
    """A thin line or the edge of a drawn box, as tables and footnotes have them."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Printed:
    """One page as an engine found it, its pieces in the order of the file.

    ``unmapped`` counts characters without a Unicode value, ``lost`` is about how many letters are
    drawn without a character coming out, ``hidden`` the share of the text that is invisible (as
    OCR writes it), ``pictures`` the share of the page that pictures cover.
    """

    number: int
    label: str
    width: float
    height: float
    pieces: list[Piece]
    rules: list[Rule]
    unmapped: int = 0
    lost: float = 0.0
    hidden: float = 0.0
    pictures: float = 0.0
