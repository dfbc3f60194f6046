"""A journal that is read on the screen: one broad ragged column, tables in small type."""

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import LETTER

from .base import Layout, Lines, Margins, heading, set_styles, small

PLUM, PALE = HexColor("#5b2a55"), HexColor("#f3eef3")
RAGGED = {"alignment": TA_LEFT, "spaceAfter": 7}

LAYOUT = Layout(
    size=LETTER,
    margins=Margins(70, 62, 74, 62),
    numbered=False,
    abstract="Abstract",
    head_rule=True,
    accent=PLUM,
    tint=PALE,
    heads=Lines("{journal}||{family}", "{journal}||{family}", "{journal}||{family}"),
    feet=Lines(
        "{issue}, p. {page}||Read online or print freely",
        "{issue}, p. {page}||{short}",
        "{issue}, p. {page}||{short}",
    ),
    styles=set_styles(
        "Times-Roman",
        10.6,
        13.6,
        title=heading("Helvetica", 18, textColor=PLUM, spaceBefore=4, spaceAfter=9),
        authors=small(10.8, alignment=TA_LEFT, spaceAfter=5),
        affiliations=small(9, alignment=TA_LEFT, spaceAfter=12),
        abstract_head=heading("Helvetica", 11.5, textColor=PLUM, spaceAfter=4),
        abstract=RAGGED,
        keywords=small(9.6, alignment=TA_LEFT, spaceBefore=3, spaceAfter=4),
        heading=heading("Helvetica", 13.4, textColor=PLUM, spaceBefore=13, spaceAfter=5),
        subheading=heading("Helvetica", 10.6, spaceBefore=8, spaceAfter=4),
        opening=RAGGED,
        paragraph=RAGGED,
        block=RAGGED | {"leftIndent": 26, "rightIndent": 26, "spaceBefore": 2},
        box_head=heading("Helvetica", 9.4, textColor=PLUM, spaceAfter=3),
        box=small(9.6, alignment=TA_LEFT, leftIndent=14, firstLineIndent=-14),
        caption=small(9.4, alignment=TA_LEFT, fontName="Helvetica", spaceBefore=8, spaceAfter=4),
        cell=small(8.2, alignment=TA_LEFT),
        reference=small(9, alignment=TA_LEFT, leftIndent=16, firstLineIndent=-16, spaceAfter=3),
        running=small(8, fontName="Helvetica", textColor=HexColor("#555555")),
    ),
)
