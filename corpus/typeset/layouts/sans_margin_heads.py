"""A review of community work: one column of Helvetica, headings out in a broad left margin."""

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4

from .base import Layout, Lines, Margins, heading, set_styles, small

OCHRE = HexColor("#9a5b13")
OUT = -72

LAYOUT = Layout(
    size=A4,
    margins=Margins(82, 70, 80, 140),
    numbered=False,
    abstract="",
    italic=("block",),
    accent=OCHRE,
    heads=Lines("{journal}||", "{short}||{page}", "{family}||{page}"),
    feet=Lines("||{issue}", "{journal}||{issue}", "{journal}||{issue}"),
    styles=set_styles(
        "Helvetica",
        9.3,
        13.6,
        title=heading("Helvetica", 19, leftIndent=OUT, textColor=OCHRE, spaceAfter=12),
        authors=small(10, alignment=TA_LEFT, leftIndent=OUT, spaceAfter=5),
        affiliations=small(7.8, alignment=TA_LEFT, leftIndent=OUT, spaceAfter=16),
        abstract=small(9, leading=12.6, alignment=TA_LEFT),
        keywords=small(8.2, alignment=TA_LEFT, spaceBefore=8, spaceAfter=6),
        heading=heading("Helvetica", 12.4, leftIndent=OUT, textColor=OCHRE, spaceBefore=16)
        | {"spaceAfter": 6},
        subheading=heading("Helvetica", 9.3, leftIndent=OUT / 2, spaceBefore=10, spaceAfter=4),
        opening={"alignment": TA_LEFT},
        paragraph={"alignment": TA_LEFT, "spaceBefore": 5},
        block={
            "alignment": TA_LEFT,
            "leftIndent": 22,
            "rightIndent": 10,
            "spaceBefore": 7,
            "spaceAfter": 8,
        },
        caption=small(8.4, alignment=TA_LEFT, spaceBefore=9, spaceAfter=4),
        cell=small(8.4, alignment=TA_LEFT),
        reference=small(
            8.2, leading=11, alignment=TA_LEFT, leftIndent=14, firstLineIndent=-14, spaceAfter=3
        ),
        running=small(7.6, textColor=HexColor("#5f5f5f")),
    ),
)
