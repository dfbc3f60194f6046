"""Like a conference proceeding: two columns of a condensed serif, capital heads."""

from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.pagesizes import LETTER

from .base import Layout, Lines, Margins, heading, set_styles, small

LAYOUT = Layout(
    size=LETTER,
    margins=Margins(78, 53, 76, 53),
    columns=2,
    gutter=24,
    abstract="ABSTRACT",
    cite="[{}]",
    numbered=True,
    heads=Lines("||", "{short}||{journal}", "{journal}||{family}"),
    feet=Lines("||", "|{page}|", "|{page}|"),
    styles=set_styles(
        "DSerif",
        8.1,
        10.3,
        title=heading("DSans", 16, alignment=TA_CENTER, spaceAfter=12, leading=20),
        authors=small(10, alignment=TA_CENTER, spaceAfter=4),
        affiliations=small(7.6, alignment=TA_CENTER, spaceAfter=12),
        abstract_head=heading("DSans", 9.4, spaceAfter=3),
        abstract=small(8.1, leading=10.3),
        keywords=small(7.8, alignment=TA_LEFT, spaceBefore=5, spaceAfter=6),
        heading=heading("DSans", 9.4, spaceBefore=12, spaceAfter=4),
        subheading=heading("DSans", 8.8, spaceBefore=8, spaceAfter=4),
        paragraph={"firstLineIndent": 9},
        block=small(8.1, leading=10.3, leftIndent=14, rightIndent=14, spaceBefore=4, spaceAfter=4),
        item={"leftIndent": 14, "bulletIndent": 5, "spaceAfter": 1},
        turn={"leftIndent": 30, "bulletIndent": 6, "spaceBefore": 1},
        caption=small(7.8, fontName="DSerifBd", alignment=TA_LEFT, spaceBefore=6, spaceAfter=4),
        cell=small(7.2, alignment=TA_LEFT),
        note=small(6.8),
        reference=small(6.6, leading=8.2, alignment=TA_LEFT, leftIndent=15, spaceAfter=0.5),
        running=small(6.8, fontName="DSans"),
    ),
)
