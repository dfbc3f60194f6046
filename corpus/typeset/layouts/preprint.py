"""A preprint server: one wide column, every line numbered in the margin, a notice on each page."""

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import LETTER

from .base import Layout, Lines, Margins, heading, set_styles, small

GREY = HexColor("#5a5a5a")
NOTICE = "|{journal} {issue}. This version has not been certified by peer review.|"

LAYOUT = Layout(
    size=LETTER,
    margins=Margins(78, 92, 80, 92),
    abstract="Abstract",
    line_numbers=True,
    heads=Lines(NOTICE, NOTICE, NOTICE),
    feet=Lines("||{page}", "||{page}", "||{page}"),
    styles=set_styles(
        "Times-Roman",
        11.2,
        15.8,
        title=heading("Times-Roman", 17, spaceBefore=4, spaceAfter=12),
        authors=small(11.2, alignment=TA_LEFT, spaceAfter=6),
        affiliations=small(9.4, alignment=TA_LEFT, spaceAfter=14),
        abstract_head=heading("Times-Roman", 12, spaceAfter=4),
        abstract=small(10.6, leading=14.4, alignment=TA_LEFT),
        keywords=small(9.8, alignment=TA_LEFT, spaceBefore=8, spaceAfter=8),
        heading=heading("Times-Roman", 13, spaceBefore=16, spaceAfter=6),
        subheading=heading("Times-Roman", 11.2, spaceBefore=11, spaceAfter=4),
        opening={"alignment": TA_LEFT, "spaceAfter": 5},
        paragraph={"alignment": TA_LEFT, "spaceAfter": 5},
        block={
            "alignment": TA_LEFT,
            "leftIndent": 26,
            "rightIndent": 18,
            "spaceBefore": 5,
            "spaceAfter": 9,
        },
        caption=small(10, alignment=TA_LEFT, spaceBefore=10, spaceAfter=5),
        cell=small(9.4, alignment=TA_LEFT),
        note=small(9.2),
        reference=small(9.8, alignment=TA_LEFT, leftIndent=22, spaceAfter=2),
        running=small(7.6, fontName="Helvetica", textColor=GREY),
        line_number=small(7.4, fontName="Helvetica", textColor=GREY),
    ),
)
