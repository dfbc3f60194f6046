"""Like Frontiers: two columns, sans heads, abstract in plain full width."""

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4

from .base import Layout, Lines, Margins, heading, set_styles, small

TEAL = HexColor("#0a6b70")
LAYOUT = Layout(
    size=A4,
    margins=Margins(76, 50, 74, 50),
    columns=2,
    gutter=22,
    abstract="",
    cite="({})",
    numbered=True,
    accent=TEAL,
    head_rule=True,
    tint=HexColor("#e5f1f1"),
    heads=Lines("ORIGINAL RESEARCH||{issue}", "{family}||{short}", "{family}||{short}"),
    feet=Lines(
        "{journal}|1|openfront.example",
        "{journal}|{page}|openfront.example",
        "{journal}|{page}|openfront.example",
    ),
    styles=set_styles(
        "Times-Roman",
        9.8,
        12.2,
        title=heading("Helvetica", 20, spaceAfter=10, leading=24),
        authors=heading("Helvetica", 10, textColor=TEAL, spaceAfter=5),
        affiliations=small(7.6, alignment=TA_LEFT, spaceAfter=10),
        abstract=small(9.8, leading=12.6),
        keywords=small(8.6, fontName="Helvetica", alignment=TA_LEFT, spaceBefore=6, spaceAfter=8),
        heading=heading("Helvetica", 12, spaceBefore=14, spaceAfter=5),
        subheading=heading("Helvetica", 10.4, spaceBefore=9, spaceAfter=4),
        paragraph={"firstLineIndent": 12},
        block={"leftIndent": 14, "rightIndent": 8, "spaceBefore": 5, "spaceAfter": 6},
        item={"leftIndent": 16, "bulletIndent": 5, "spaceAfter": 2},
        turn={"leftIndent": 30, "bulletIndent": 6},
        caption=small(8, fontName="Helvetica", alignment=TA_LEFT, spaceBefore=8, spaceAfter=4),
        cell=small(7.8, fontName="Helvetica", alignment=TA_LEFT),
        note=small(7.6),
        reference=small(8, alignment=TA_LEFT, leftIndent=16, spaceAfter=1),
        running=small(7.4, fontName="Helvetica"),
    ),
)
