"""An online journal in a humanist sans: one column, quotations in italics."""

from pathlib import Path

import reportlab
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import LETTER
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont

from .base import Layout, Lines, Margins, heading, set_styles, small


def _register_vera() -> None:
    fonts = Path(reportlab.__file__).parent / "fonts"
    for name in ("Vera", "VeraBd", "VeraIt", "VeraBI"):
        registerFont(TTFont(name, fonts / f"{name}.ttf"))
    registerFontFamily("Vera", "Vera", "VeraBd", "VeraIt", "VeraBI")


_register_vera()

GREEN = HexColor("#2d5a4a")

LAYOUT = Layout(
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
