"""Like MDPI: one column shifted right, condensed serif, numbered headings."""

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4

from .base import Layout, Lines, Margins, heading, set_styles, small

LAYOUT = Layout(
    size=A4,
    margins=Margins(74, 36, 66, 150),
    abstract="",
    cite="[{}]",
    numbered=True,
    head_rule=True,
    accent=HexColor("#222222"),
    heads=Lines("||{journal}", "{journal} {issue}||{page} of 9", "{journal} {issue}||{page} of 9"),
    feet=Lines("{journal} {issue}||openpub.example", "||", "||"),
    styles=set_styles(
        "DSerif",
        8.6,
        11.6,
        title=heading("DSerif", 16, leftIndent=-112, spaceAfter=8, leading=20),
        authors=heading("DSerif", 9, leftIndent=-112, spaceAfter=6),
        affiliations=small(7.2, alignment=TA_LEFT, spaceAfter=10),
        abstract=small(8.2, leading=11),
        keywords=small(8.2, alignment=TA_LEFT, spaceBefore=6, spaceAfter=6),
        heading=heading("DSerif", 9.4, spaceBefore=12, spaceAfter=4),
        subheading=heading("DSerif", 8.8, spaceBefore=8, spaceAfter=4) | {"fontName": "DSerifIt"},
        opening={"firstLineIndent": 18},
        paragraph={"firstLineIndent": 18},
        block={"leftIndent": 18, "rightIndent": 18, "spaceBefore": 5, "spaceAfter": 5},
        item={"leftIndent": 22, "bulletIndent": 8, "spaceAfter": 1},
        turn={"leftIndent": 40, "bulletIndent": 18},
        caption=small(7.8, alignment=TA_LEFT, spaceBefore=8, spaceAfter=4),
        cell=small(7.6, alignment=TA_LEFT),
        note=small(7),
        reference=small(7.2, leftIndent=20, spaceAfter=0.8),
        running=small(7.2, fontName="DSerifIt"),
    ),
)
