"""An open-access journal: two columns of small Helvetica, a shaded abstract."""

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import LETTER

from .base import Layout, Lines, Margins, heading, set_styles, small

LAYOUT = Layout(
    size=LETTER,
    margins=Margins(66, 48, 62, 48),
    columns=2,
    gutter=18,
    cite="[{}]",
    abstract="ABSTRACT",
    shade=HexColor("#e9eef2"),
    head_rule=True,
    accent=HexColor("#35506b"),
    heads=Lines("{journal}||{issue}", "{family}||{short}", "{family}||{short}"),
    feet=Lines("|{page}|", "{journal} {issue}||{page}", "{journal} {issue}||{page}"),
    styles=set_styles(
        "Helvetica",
        8.6,
        11.3,
        title=heading("Helvetica", 15.5, spaceBefore=6, spaceAfter=7),
        authors=small(9.6, alignment=TA_LEFT, spaceAfter=4),
        affiliations=small(7.2, alignment=TA_LEFT, spaceAfter=8),
        abstract_head=heading("Helvetica", 8, spaceAfter=3),
        abstract=small(8.2, leading=10.6),
        keywords=small(7.4, alignment=TA_LEFT, spaceBefore=6, spaceAfter=9),
        heading=heading("Helvetica", 10, spaceBefore=9, spaceAfter=3),
        subheading=heading(
            "Helvetica", 8.8, fontName="Helvetica-BoldOblique", spaceBefore=6, spaceAfter=2
        ),
        paragraph={"firstLineIndent": 9},
        block={"leftIndent": 10, "rightIndent": 6, "spaceBefore": 4, "spaceAfter": 5},
        caption=small(7.8, alignment=TA_LEFT, spaceAfter=4),
        cell=small(7.9, alignment=TA_LEFT, spaceAfter=2.2),
        reference=small(7.5, alignment=TA_LEFT, leftIndent=16, spaceAfter=1.2),
        running=small(7.2),
    ),
)
