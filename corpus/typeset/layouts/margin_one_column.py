"""An open-access journal with one column set far to the right of a wide margin."""

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import LETTER

from .base import Layout, Lines, Margins, heading, set_styles, small

PLUM = HexColor("#5b2a5e")
RAGGED = {"alignment": TA_LEFT}

LAYOUT = Layout(
    size=LETTER,
    margins=Margins(80, 54, 72, 168),
    abstract="Abstract",
    accent=PLUM,
    ruled=True,
    heads=Lines("{journal}||", "||{short}", "||{short}"),
    feet=Lines(
        "{journal} · {issue}||{page}", "{journal} · {issue}||{page}", "{journal} · {issue}||{page}"
    ),
    styles=set_styles(
        "Times-Roman",
        10.2,
        13.2,
        title=heading("Helvetica", 18, textColor=PLUM, spaceBefore=6, spaceAfter=10),
        authors=small(10, alignment=TA_LEFT, fontName="Helvetica-Bold", spaceAfter=6),
        affiliations=small(8, alignment=TA_LEFT, fontName="Helvetica", spaceAfter=11),
        abstract_head=heading("Helvetica", 12, textColor=PLUM, spaceAfter=4),
        abstract=small(9.8, leading=12.8, alignment=TA_LEFT),
        keywords=small(8.8, alignment=TA_LEFT, spaceBefore=7, spaceAfter=8),
        heading=heading("Helvetica", 13.5, textColor=PLUM, spaceBefore=15, spaceAfter=5),
        subheading=heading("Helvetica", 10.8, spaceBefore=10, spaceAfter=3),
        opening=RAGGED | {"spaceBefore": 6},
        paragraph=RAGGED | {"firstLineIndent": 15},
        block=RAGGED | {"leftIndent": 15, "rightIndent": 15, "spaceBefore": 5, "spaceAfter": 7},
        turn=small(
            9.6,
            alignment=TA_LEFT,
            bulletFontName="Helvetica-Bold",
            bulletFontSize=8,
            leftIndent=64,
            bulletIndent=15,
            spaceBefore=1.5,
            spaceAfter=2.5,
        ),
        caption=small(9, alignment=TA_LEFT, fontName="Helvetica", spaceBefore=9, spaceAfter=4),
        cell=small(8.4, alignment=TA_LEFT, fontName="Helvetica"),
        note=small(8.4),
        reference=small(8.8, alignment=TA_LEFT, leftIndent=20, spaceAfter=2),
        running=small(7.6, fontName="Helvetica"),
    ),
)
