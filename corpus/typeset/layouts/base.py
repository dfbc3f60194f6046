"""What all layouts share: the record that a journal's look is written in, and its styles.

Lengths are in points.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from reportlab.lib.colors import Color, black, whitesmoke
from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT
from reportlab.lib.styles import ParagraphStyle


class Margins(NamedTuple):
    """The distance of the text from each edge of the page."""

    top: float
    right: float
    bottom: float
    left: float


class Lines(NamedTuple):
    """A line repeated on every page, "left|middle|right", filled in from the head of a paper."""

    first: str
    odd: str
    even: str


@dataclass(frozen=True, slots=True)
class Layout:
    """How a journal looks.

    ``cite`` holds ``{}`` where citation numbers go; ``abstract`` is the word printed above the
    abstract, set in a box of the colour ``shade`` if there is one, else between rules if
    ``ruled``; the styles named in ``italic`` are set in italics. Boxes are of the colour ``tint``.
    Where ``line_numbers`` is set, the lines of the body are numbered in the margin;
    where ``drop_caps`` is, sections begin with a drop cap; where ``grid`` is, tables are ruled.
    """

    size: tuple[float, float]
    margins: Margins
    styles: Mapping[str, ParagraphStyle]
    heads: Lines
    feet: Lines
    columns: int = 1
    gutter: float = 0
    cite: str = "[{}]"
    numbered: bool = True
    abstract: str = "Abstract"
    shade: Color | None = None
    ruled: bool = False
    head_rule: bool = False
    italic: tuple[str, ...] = ()
    accent: Color = black
    tint: Color = whitesmoke
    line_numbers: bool = False
    drop_caps: bool = False
    grid: bool = False

    @property
    def text_width(self) -> float:
        """The width of the page between its margins."""
        return self.size[0] - self.margins.left - self.margins.right

    @property
    def text_height(self) -> float:
        """The height of the page between its margins."""
        return self.size[1] - self.margins.top - self.margins.bottom

    @property
    def column_width(self) -> float:
        """The width of one column."""
        return (self.text_width - self.gutter * (self.columns - 1)) / self.columns


BOLD_FACES = {
    "Times-Roman": "Times-Bold",
    "Helvetica": "Helvetica-Bold",
    "Vera": "VeraBd",
    "DSerif": "DSerifBd",
    "DSans": "DSansBd",
}
NAMES = (
    "title",
    "authors",
    "affiliations",
    "abstract head",
    "abstract",
    "keywords",
    "heading",
    "subheading",
    "opening",
    "paragraph",
    "block",
    "item",
    "turn",
    "signature",
    "box head",
    "box",
    "caption",
    "cell",
    "note",
    "reference",
    "running",
    "line number",
)


def set_styles(
    face: str, size: float, leading: float, **changes: Mapping[str, Any]
) -> dict[str, ParagraphStyle]:
    """A style for each name, in one ``face``; in ``changes``, names are joined by underscores."""
    base = ParagraphStyle(
        "base",
        fontName=face,
        bulletFontName=face,
        fontSize=size,
        bulletFontSize=size,
        leading=leading,
        alignment=TA_JUSTIFY,
        allowWidows=0,
        allowOrphans=0,
    )
    return {
        name: ParagraphStyle(name, base, **changes.get(name.replace(" ", "_"), {}))
        for name in NAMES
    }


def heading(face: str, size: float, **more: Any) -> dict[str, Any]:
    """A heading in the bold face that goes with ``face``, not justified."""
    settings = {"fontName": BOLD_FACES[face], "fontSize": size, "leading": size * 1.22}
    return {**settings, "alignment": TA_LEFT, **more}


def small(size: float, **more: Any) -> dict[str, Any]:
    """Text of another size than the body's, set a little tighter."""
    return {"fontSize": size, "bulletFontSize": size, "leading": size * 1.24, **more}
