"""A Continental publisher's journal: two columns of small Times under plain sans headings."""

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT

from .base import Layout, Lines, Margins, heading, set_styles, small

SIZE = (595.3, 790.9)
GREY = HexColor("#4a4a4a")

LAYOUT = Layout(
    size=SIZE,
    margins=Margins(72, 51, 62, 51),
    columns=2,
    gutter=17,
    numbered=False,
    abstract="Abstract",
    heads=Lines("{journal} {issue}||", "{journal} {issue}||{page}", "{page}||{journal} {issue}"),
    feet=Lines("© The Authors {year}||{page}", "||", "||"),
    styles=set_styles(
        "Times-Roman",
        9.4,
        11.6,
        title=heading("Helvetica", 16, spaceBefore=18, spaceAfter=11),
        authors=heading("Helvetica", 9.6, spaceAfter=8),
        affiliations=small(7.6, alignment=TA_LEFT, textColor=GREY, spaceAfter=14),
        abstract_head=heading("Helvetica", 8.8, spaceAfter=2),
        abstract=small(9.4),
        keywords=small(8.8, alignment=TA_LEFT, spaceBefore=7, spaceAfter=10),
        heading=heading("Helvetica", 10.4, spaceBefore=15, spaceAfter=7),
        subheading=heading("Helvetica", 8.8, spaceBefore=11, spaceAfter=6),
        paragraph={"firstLineIndent": 11},
        block={"leftIndent": 16, "rightIndent": 16, "spaceBefore": 6, "spaceAfter": 7},
        box_head=heading("Helvetica", 8.4, spaceAfter=3),
        box=small(8.4, alignment=TA_LEFT),
        caption=small(8, alignment=TA_LEFT, fontName="Helvetica", spaceBefore=10, spaceAfter=4),
        cell=small(8.4, alignment=TA_LEFT),
        note=small(7.8),
        reference=small(7.9, alignment=TA_LEFT, leftIndent=10, firstLineIndent=-10, spaceAfter=0.8),
        running=small(7.4, fontName="Helvetica", textColor=GREY),
    ),
)
