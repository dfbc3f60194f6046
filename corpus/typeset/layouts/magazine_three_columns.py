"""A quarterly for practitioners: three columns of Times, sections that begin with a drop cap."""

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import LETTER

from .base import Layout, Lines, Margins, heading, set_styles, small

RUST = HexColor("#9a4420")
RAGGED = {"alignment": TA_LEFT}
SANS = {"fontName": "Helvetica", "alignment": TA_LEFT}

LAYOUT = Layout(
    size=LETTER,
    margins=Margins(72, 46, 66, 46),
    columns=3,
    gutter=17,
    cite="({})",
    abstract="",
    drop_caps=True,
    ruled=True,
    accent=RUST,
    heads=Lines("{journal}||{issue}", "{short}||{issue}", "{journal}||{short}"),
    feet=Lines("||{page}", "||{page}", "{page}||"),
    styles=set_styles(
        "Times-Roman",
        9.8,
        12.2,
        title=heading("Times-Roman", 27, leading=31, textColor=RUST, spaceAfter=10),
        authors=small(10.5, **SANS, spaceAfter=4),
        affiliations=small(8.6, fontName="Times-Italic", alignment=TA_LEFT, spaceAfter=10),
        abstract=small(12.2, leading=16, alignment=TA_LEFT),
        keywords=small(8, **SANS, spaceBefore=8, spaceAfter=6),
        heading=heading("Helvetica", 12, textColor=RUST, spaceBefore=13, spaceAfter=4),
        subheading=heading("Helvetica", 9.4, spaceBefore=8, spaceAfter=2),
        opening=RAGGED | {"spaceBefore": 4},
        paragraph=RAGGED | {"firstLineIndent": 10},
        block=small(9.4, leading=11.8, leftIndent=9, spaceBefore=6, spaceAfter=8) | RAGGED,
        item=RAGGED | {"leftIndent": 10, "bulletIndent": 1, "spaceBefore": 2, "spaceAfter": 3},
        caption=small(10, **SANS, spaceAfter=8),
        cell=small(10.8, leading=14.4, alignment=TA_LEFT, spaceAfter=4),
        reference=small(8.2, alignment=TA_LEFT, leftIndent=14, spaceAfter=1.5),
        running=small(8, fontName="Helvetica"),
    ),
)
