"""A Spanish public health journal: one broad column of Times, heads in small red capitals."""

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.pagesizes import A4

from ..markup import RAISE
from .base import Layout, Lines, Margins, heading, set_styles, small

RED = HexColor("#9b1c1c")
LAYOUT = Layout(
    size=A4,
    margins=Margins(82, 80, 76, 80),
    abstract="RESUMEN",
    ruled=True,
    cite=RAISE,
    numbered=True,
    accent=RED,
    italic=("block",),
    heads=Lines("{journal}||{issue}", "{family}||{short}", "{short}||{family}"),
    feet=Lines("|{page}|", "{journal}. {issue}||{page}", "{journal}. {issue}||{page}"),
    styles=set_styles(
        "Times-Roman",
        10.8,
        13.4,
        title=heading(
            "Times-Roman", 16, textColor=RED, alignment=TA_CENTER, spaceAfter=10, leading=20
        ),
        authors=small(11, alignment=TA_CENTER, spaceAfter=4),
        affiliations=small(8.6, alignment=TA_CENTER, spaceAfter=12),
        abstract_head=heading("Times-Roman", 10, textColor=RED, spaceAfter=3),
        abstract=small(9.8),
        keywords=small(9.4, alignment=TA_LEFT, spaceBefore=6, spaceAfter=10),
        heading=heading("Times-Roman", 11.4, textColor=RED, spaceBefore=14, spaceAfter=5),
        subheading=heading("Times-Roman", 10.8, spaceBefore=9, spaceAfter=4),
        opening={"spaceAfter": 5},
        paragraph={"spaceAfter": 5},
        block={"leftIndent": 28, "rightIndent": 28, "spaceBefore": 3, "spaceAfter": 8},
        item={"leftIndent": 28, "bulletIndent": 16, "spaceAfter": 3},
        turn={"leftIndent": 52, "bulletIndent": 28, "spaceAfter": 3},
        caption=small(9.2, alignment=TA_LEFT, spaceBefore=8, spaceAfter=4),
        cell=small(9, alignment=TA_LEFT),
        note=small(8.4),
        reference=small(9, alignment=TA_LEFT, leftIndent=18, spaceAfter=1.5),
        running=small(8.4),
    ),
)
