"""A professional magazine: three narrow columns, a large title, coloured boxes."""

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4

from ..markup import RAISE
from .base import Layout, Lines, Margins, heading, set_styles, small

TEAL = HexColor("#1d5f6e")
RAGGED = {"alignment": TA_LEFT}

LAYOUT = Layout(
    size=A4,
    margins=Margins(70, 42, 66, 42),
    columns=3,
    gutter=15,
    cite=RAISE,
    abstract="",
    head_rule=True,
    ruled=True,
    accent=TEAL,
    tint=HexColor("#e3eff0"),
    heads=Lines("{journal}||{issue}", "{short}||{issue}", "{short}||{issue}"),
    feet=Lines("||{page}", "{journal}||{page}", "{page}||{journal}"),
    styles=set_styles(
        "Helvetica",
        8.7,
        11.5,
        title=heading("Helvetica", 25, textColor=TEAL, spaceBefore=4, spaceAfter=10),
        authors=small(10.5, alignment=TA_LEFT, fontName="Helvetica-Bold", spaceAfter=3),
        affiliations=small(7.8, alignment=TA_LEFT, spaceAfter=10),
        abstract=small(11, leading=15, alignment=TA_LEFT),
        keywords=small(7.8, alignment=TA_LEFT, spaceBefore=6, spaceAfter=8),
        heading=heading("Helvetica", 11.5, textColor=TEAL, spaceBefore=10, spaceAfter=3),
        subheading=heading("Helvetica", 9, spaceBefore=7, spaceAfter=2),
        opening=RAGGED,
        paragraph=RAGGED | {"firstLineIndent": 8},
        block=RAGGED | {"leftIndent": 8, "spaceBefore": 4, "spaceAfter": 5},
        item=RAGGED | {"leftIndent": 10, "bulletIndent": 1, "spaceAfter": 2},
        turn=RAGGED | {"leftIndent": 14, "bulletIndent": 0, "spaceAfter": 3},
        box_head=heading("Helvetica", 9.6, textColor=TEAL, spaceAfter=2),
        box=small(8.4, alignment=TA_LEFT, spaceAfter=3),
        caption=small(8, alignment=TA_LEFT, spaceBefore=6, spaceAfter=3),
        cell=small(7.8, alignment=TA_LEFT),
        note=small(7),
        reference=small(7, alignment=TA_LEFT, leftIndent=13, spaceAfter=1),
        running=small(7.4),
    ),
)
