"""A journal of therapy: the abstract over the full width, two columns below it, speakers right."""

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4

from .base import Layout, Lines, Margins, heading, set_styles, small

PLUM = HexColor("#5b2a4e")
LIGHT = {"fontName": "Times-Roman"}

LAYOUT = Layout(
    size=A4,
    margins=Margins(80, 62, 72, 62),
    columns=2,
    gutter=22,
    numbered=False,
    abstract="ABSTRACT",
    ruled=True,
    accent=PLUM,
    heads=Lines("{journal} {issue}||", "|{short}|", "|{journal}|"),
    feet=Lines("|{page}|", "|{page}|", "|{page}|"),
    styles=set_styles(
        "Times-Roman",
        10.2,
        12.4,
        title=heading("Times-Roman", 22, leading=26, spaceBefore=6, spaceAfter=10) | LIGHT,
        authors=small(11.4, fontName="Times-Italic", alignment=TA_LEFT, spaceAfter=5),
        affiliations=small(8.6, alignment=TA_LEFT, spaceAfter=12),
        abstract_head=heading("Helvetica", 8.2, textColor=PLUM, spaceAfter=4),
        abstract=small(9.8, leading=12.6),
        keywords=small(9, alignment=TA_LEFT, spaceBefore=7, spaceAfter=12),
        heading=heading("Times-Roman", 13, textColor=PLUM, spaceBefore=13, spaceAfter=4) | LIGHT,
        subheading=heading("Times-Roman", 10.6, spaceBefore=9, spaceAfter=3)
        | {"fontName": "Times-Italic"},
        paragraph={"firstLineIndent": 12},
        block={"leftIndent": 12, "rightIndent": 6, "spaceBefore": 5},
        signature={"alignment": TA_RIGHT, "rightIndent": 6, "spaceAfter": 7},
        opening={"spaceBefore": 5},
        turn={"leftIndent": 24, "bulletIndent": 8, "spaceBefore": 4, "spaceAfter": 2},
        caption=small(9, alignment=TA_LEFT, spaceBefore=9, spaceAfter=4),
        cell=small(9, alignment=TA_LEFT),
        reference=small(8.8, alignment=TA_LEFT, leftIndent=12, firstLineIndent=-12, spaceAfter=1.5),
        running=small(8.6, fontName="Times-Italic"),
    ),
)
