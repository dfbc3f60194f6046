"""An author's manuscript as it is sent in: one column, 12 point, double spaced, ragged right."""

from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.pagesizes import A4

from .base import Layout, Lines, Margins, heading, set_styles, small

DOUBLE, SINGLE = 25.5, 14.5
RAGGED = {"alignment": TA_LEFT}

LAYOUT = Layout(
    size=A4,
    margins=Margins(74, 76, 78, 76),
    numbered=False,
    abstract="Abstract",
    heads=Lines("||{page}", "{short}||{page}", "{short}||{page}"),
    feet=Lines("||", "||", "||"),
    styles=set_styles(
        "Times-Roman",
        12,
        DOUBLE,
        title=heading("Times-Roman", 14, leading=20, alignment=TA_CENTER, spaceAfter=12),
        authors=small(12, alignment=TA_CENTER, spaceAfter=6),
        affiliations=small(11, alignment=TA_CENTER, spaceAfter=16),
        abstract_head=heading("Times-Roman", 12, alignment=TA_CENTER, spaceAfter=4),
        abstract=small(12, leading=18, alignment=TA_LEFT),
        keywords=small(12, alignment=TA_LEFT, spaceBefore=8, spaceAfter=12),
        heading=heading("Times-Roman", 12, alignment=TA_CENTER, spaceBefore=10, spaceAfter=6),
        subheading=heading("Times-Roman", 12, spaceBefore=8, spaceAfter=4),
        opening=RAGGED | {"firstLineIndent": 36},
        paragraph=RAGGED | {"firstLineIndent": 36},
        block=RAGGED | {"leftIndent": 36},
        item=RAGGED | {"leftIndent": 36, "bulletIndent": 20},
        turn=RAGGED | {"leftIndent": 72, "bulletIndent": 0},
        caption=small(12, alignment=TA_LEFT, spaceBefore=10, spaceAfter=6),
        cell=small(11, alignment=TA_LEFT),
        reference=small(
            12, leading=SINGLE, alignment=TA_LEFT, leftIndent=36, firstLineIndent=-36, spaceAfter=7
        ),
        running=small(12),
    ),
)
