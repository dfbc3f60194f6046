"""The layouts: one record for each journal that the corpus imitates.

Lengths are in points. A new layout is a new record in ``LAYOUTS``, under the name that sources
give in their first line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import reportlab
from reportlab.lib.colors import Color, HexColor, black
from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont

from .markup import RAISE


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
    ``ruled``; the styles named in ``italic`` are set in italics.
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


BOLD_FACES = {"Times-Roman": "Times-Bold", "Helvetica": "Helvetica-Bold", "Vera": "VeraBd"}
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
    "caption",
    "cell",
    "note",
    "reference",
    "running",
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


def _register_vera() -> None:
    fonts = Path(reportlab.__file__).parent / "fonts"
    for name in ("Vera", "VeraBd", "VeraIt", "VeraBI"):
        registerFont(TTFont(name, fonts / f"{name}.ttf"))
    registerFontFamily("Vera", "Vera", "VeraBd", "VeraIt", "VeraBI")


_register_vera()
BLUE, GREEN, RED = HexColor("#1f3f66"), HexColor("#2d5a4a"), HexColor("#7a2e2e")

TIMES_TWO_COLUMNS = Layout(
    size=A4,
    margins=Margins(80, 54, 84, 54),
    columns=2,
    gutter=19,
    cite=RAISE,
    ruled=True,
    head_rule=True,
    accent=BLUE,
    heads=Lines("{journal}||{issue}", "{short}||{page}", "{page}||{journal}"),
    feet=Lines("||{page}", "||", "||"),
    styles=set_styles(
        "Times-Roman",
        9.8,
        11.7,
        title=heading("Times-Roman", 19, textColor=BLUE, spaceBefore=8, spaceAfter=9),
        authors=small(11.5, alignment=TA_LEFT, spaceAfter=5),
        affiliations=small(8.4, alignment=TA_LEFT, spaceAfter=9),
        abstract_head=heading("Times-Roman", 10, textColor=BLUE, spaceAfter=2),
        abstract=small(9.4),
        keywords=small(8.8, alignment=TA_LEFT, spaceBefore=6, spaceAfter=12),
        heading=heading("Times-Roman", 12, textColor=BLUE, spaceBefore=11, spaceAfter=4),
        subheading=heading(
            "Times-Roman", 10, fontName="Times-BoldItalic", spaceBefore=8, spaceAfter=2.5
        ),
        paragraph={"firstLineIndent": 11},
        block={"leftIndent": 14, "rightIndent": 4, "spaceBefore": 5, "spaceAfter": 6},
        caption=small(8.6, alignment=TA_LEFT, spaceBefore=8, spaceAfter=3),
        cell=small(8.6, alignment=TA_LEFT),
        note=small(8),
        reference=small(8.3, alignment=TA_LEFT, leftIndent=15, spaceAfter=1.5),
        running=small(8.6, fontName="Times-Italic"),
    ),
)

SANS_ONE_COLUMN = Layout(
    size=LETTER,
    margins=Margins(76, 96, 74, 96),
    numbered=False,
    abstract="",
    italic=("block", "item"),
    accent=GREEN,
    heads=Lines("{journal}||{issue}", "{short}||{page}", "{page}||{family}"),
    feet=Lines("|{page}|", "{journal}||{issue}", "{journal}||{issue}"),
    styles=set_styles(
        "Vera",
        8.7,
        13.5,
        title=heading("Vera", 17, textColor=GREEN, spaceBefore=16, spaceAfter=10),
        authors=small(9.6, alignment=TA_LEFT, spaceAfter=5),
        affiliations=small(7.2, alignment=TA_LEFT, spaceAfter=12),
        abstract=small(8.2, leading=12, leftIndent=24, rightIndent=24),
        keywords=small(7.4, alignment=TA_LEFT, leftIndent=24, spaceBefore=7, spaceAfter=12),
        heading=heading("Vera", 11.2, textColor=GREEN, spaceBefore=15, spaceAfter=5),
        subheading=heading("Vera", 9, spaceBefore=10, spaceAfter=4),
        paragraph={"firstLineIndent": 14},
        block={
            "leftIndent": 24,
            "rightIndent": 24,
            "spaceBefore": 6,
            "spaceAfter": 8,
            "alignment": TA_LEFT,
        },
        item={"leftIndent": 24, "bulletIndent": 12, "spaceBefore": 4, "spaceAfter": 4},
        caption=small(7.8, alignment=TA_LEFT, spaceBefore=10, spaceAfter=4),
        cell=small(7.8, leading=11, alignment=TA_LEFT),
        reference=small(
            7.6, leading=10.6, alignment=TA_LEFT, leftIndent=16, firstLineIndent=-16, spaceAfter=2
        ),
        running=small(7),
    ),
)

BRITISH_ONE_COLUMN = Layout(
    size=A4,
    margins=Margins(84, 108, 90, 108),
    cite="[{}]",
    abstract="Abstract",
    shade=HexColor("#f0ece6"),
    accent=RED,
    heads=Lines("||", "|{short}|{page}", "{page}|{family}|"),
    feet=Lines("{journal}, {issue}||{page}", "||{journal}", "{journal}||"),
    styles=set_styles(
        "Times-Roman",
        10.6,
        13.4,
        title=heading("Helvetica", 17, spaceBefore=0, spaceAfter=10),
        authors=small(11, alignment=TA_LEFT, spaceAfter=4, fontName="Times-Italic"),
        affiliations=small(9, alignment=TA_LEFT, spaceAfter=12),
        abstract_head=heading("Helvetica", 9.5, textColor=RED, spaceAfter=3),
        abstract=small(9.6),
        keywords=small(9.2, alignment=TA_LEFT, spaceBefore=8, spaceAfter=10),
        heading=heading("Helvetica", 11.6, textColor=RED, spaceBefore=14, spaceAfter=5),
        subheading=heading("Helvetica", 9.8, spaceBefore=9, spaceAfter=3),
        paragraph={"firstLineIndent": 13},
        block=small(9.4, leftIndent=20, rightIndent=12, spaceBefore=6, spaceAfter=7),
        turn=small(
            9.4, leftIndent=38, bulletIndent=20, rightIndent=12, spaceBefore=3, spaceAfter=3
        ),
        caption=small(9, alignment=TA_LEFT, spaceBefore=9, spaceAfter=3),
        cell=small(9, alignment=TA_LEFT),
        reference=small(9, alignment=TA_LEFT, leftIndent=20, spaceAfter=1.5),
        running=small(8.4, fontName="Helvetica"),
    ),
)

SMALL_TWO_COLUMNS = Layout(
    size=LETTER,
    margins=Margins(66, 48, 62, 48),
    columns=2,
    gutter=18,
    cite="[{}]",
    abstract="ABSTRACT",
    shade=HexColor("#e9eef2"),
    head_rule=True,
    accent=HexColor("#35506b"),
    heads=Lines("{journal}||{issue}", "{family}||{short}", "{family}||{short}"),
    feet=Lines("|{page}|", "{journal} {issue}||{page}", "{journal} {issue}||{page}"),
    styles=set_styles(
        "Helvetica",
        8.6,
        11.3,
        title=heading("Helvetica", 15.5, spaceBefore=6, spaceAfter=7),
        authors=small(9.6, alignment=TA_LEFT, spaceAfter=4),
        affiliations=small(7.2, alignment=TA_LEFT, spaceAfter=8),
        abstract_head=heading("Helvetica", 8, spaceAfter=3),
        abstract=small(8.2, leading=10.6),
        keywords=small(7.4, alignment=TA_LEFT, spaceBefore=6, spaceAfter=9),
        heading=heading("Helvetica", 10, spaceBefore=9, spaceAfter=3),
        subheading=heading(
            "Helvetica", 8.8, fontName="Helvetica-BoldOblique", spaceBefore=6, spaceAfter=2
        ),
        paragraph={"firstLineIndent": 9},
        block={"leftIndent": 10, "rightIndent": 6, "spaceBefore": 4, "spaceAfter": 5},
        caption=small(7.8, alignment=TA_LEFT, spaceAfter=4),
        cell=small(7.9, alignment=TA_LEFT, spaceAfter=2.2),
        reference=small(7.5, alignment=TA_LEFT, leftIndent=16, spaceAfter=1.2),
        running=small(7.2),
    ),
)

LAYOUTS: Mapping[str, Layout] = {
    "times-two-columns": TIMES_TWO_COLUMNS,
    "sans-one-column": SANS_ONE_COLUMN,
    "british-one-column": BRITISH_ONE_COLUMN,
    "small-two-columns": SMALL_TWO_COLUMNS,
}
