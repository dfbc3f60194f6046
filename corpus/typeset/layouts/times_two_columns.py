"""A classical journal page: two columns of Times, rules above and below the abstract."""

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4

from ..markup import RAISE
from .base import Layout, Lines, Margins, heading, set_styles, small

BLUE = HexColor("#1f3f66")

LAYOUT = Layout(
    size=A4,
    margins=Margins(80, 54, 84, 54),
    columns=2,
    gutter=19,
    cite=RAISE,
    ruled=True,
    head_rule=True,
    accent=BLUE,
    heads=Lines("{journal}||{issue}", "{short}||{page}", "{page}||{journal}"),
    feet=Lines("||{page}", "||", "||"),
    styles=set_styles(
        "Times-Roman",
        9.8,
        11.7,
        title=heading("Times-Roman", 19, textColor=BLUE, spaceBefore=8, spaceAfter=9),
        authors=small(11.5, alignment=TA_LEFT, spaceAfter=5),
        affiliations=small(8.4, alignment=TA_LEFT, spaceAfter=9),
        abstract_head=heading("Times-Roman", 10, textColor=BLUE, spaceAfter=2),
        abstract=small(9.4),
        keywords=small(8.8, alignment=TA_LEFT, spaceBefore=6, spaceAfter=12),
        heading=heading("Times-Roman", 12, textColor=BLUE, spaceBefore=11, spaceAfter=4),
        subheading=heading(
            "Times-Roman", 10, fontName="Times-BoldItalic", spaceBefore=8, spaceAfter=2.5
        ),
        paragraph={"firstLineIndent": 11},
        block={"leftIndent": 14, "rightIndent": 4, "spaceBefore": 5, "spaceAfter": 6},
        caption=small(8.6, alignment=TA_LEFT, spaceBefore=8, spaceAfter=3),
        cell=small(8.6, alignment=TA_LEFT),
        note=small(8),
        reference=small(8.3, alignment=TA_LEFT, leftIndent=15, spaceAfter=1.5),
        running=small(8.6, fontName="Times-Italic"),
    ),
)
