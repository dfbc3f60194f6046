"""A British nursing journal: one column of Times, headings in Helvetica, a shaded abstract."""

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4

from .base import Layout, Lines, Margins, heading, set_styles, small

RED = HexColor("#7a2e2e")

LAYOUT = Layout(
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
