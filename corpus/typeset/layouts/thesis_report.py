"""A report like a thesis: A4, sans, wide leading, chapters numbered, full grid tables."""

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4

from .base import Layout, Lines, Margins, heading, set_styles, small

LAYOUT = Layout(
    size=A4,
    margins=Margins(85, 71, 80, 92),
    abstract="Kurzfassung",
    cite="({})",
    numbered=False,
    grid=True,
    tint=HexColor("#e4e4e4"),
    heads=Lines("||", "{short}||", "{short}||"),
    feet=Lines("{journal}||{page}", "{journal}||{page}", "{journal}||{page}"),
    styles=set_styles(
        "DSans",
        9.6,
        15.2,
        title=heading("DSans", 18, spaceBefore=30, spaceAfter=16, leading=24),
        authors=small(11, alignment=TA_LEFT, spaceAfter=6),
        affiliations=small(9, alignment=TA_LEFT, spaceAfter=20),
        abstract_head=heading("DSans", 11, spaceAfter=4),
        abstract=small(9.2, leading=13.6),
        keywords=small(8.8, alignment=TA_LEFT, spaceBefore=8, spaceAfter=10),
        heading=heading("DSans", 14, spaceBefore=20, spaceAfter=9),
        subheading=heading("DSans", 11, spaceBefore=13, spaceAfter=6),
        opening={"spaceAfter": 7},
        paragraph={"spaceAfter": 7},
        block=small(8.8, leading=11.6, leftIndent=28, rightIndent=14, spaceBefore=3, spaceAfter=10),
        item={"leftIndent": 22, "bulletIndent": 8, "spaceAfter": 4},
        turn=small(8.8, leading=11.6, leftIndent=56, bulletIndent=28, spaceBefore=1, spaceAfter=3),
        caption=small(8.6, alignment=TA_LEFT, spaceBefore=10, spaceAfter=5),
        cell=small(8, leading=10.6, alignment=TA_LEFT),
        note=small(7.8),
        reference=small(
            9, leading=12.4, alignment=TA_LEFT, leftIndent=22, firstLineIndent=-22, spaceAfter=5
        ),
        running=small(8),
    ),
)
