"""Like Taylor & Francis: small page, one column, grey abstract head, extracts indented."""

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT

from .base import Layout, Lines, Margins, heading, set_styles, small

GREY = HexColor("#55606b")
LAYOUT = Layout(
    size=(493.2, 700.2),
    margins=Margins(72, 57, 60, 57),
    abstract="ABSTRACT",
    ruled=True,
    cite="({})",
    numbered=False,
    accent=GREY,
    heads=Lines("{journal}||", "{short}||{page}", "{page}||{family}"),
    feet=Lines("© {year} The Author(s)||", "||", "||"),
    styles=set_styles(
        "Times-Roman",
        10.2,
        12.2,
        title=heading("Helvetica", 16, spaceBefore=10, spaceAfter=10, leading=20),
        authors=small(11, alignment=TA_LEFT, spaceAfter=4),
        affiliations=small(8.2, alignment=TA_LEFT, spaceAfter=10),
        abstract_head=heading("Helvetica", 8, textColor=GREY, spaceAfter=2),
        abstract=small(9, leading=11.2),
        keywords=small(8.6, alignment=TA_LEFT, spaceBefore=5, spaceAfter=8),
        heading=heading("Helvetica", 11, spaceBefore=13, spaceAfter=4),
        subheading=heading("Helvetica", 9.4, spaceBefore=9, spaceAfter=3)
        | {"fontName": "Helvetica-BoldOblique"},
        paragraph={"firstLineIndent": 12},
        block=small(9.2, leading=11.2, leftIndent=18, rightIndent=12, spaceBefore=6, spaceAfter=6),
        item={"leftIndent": 18, "bulletIndent": 6, "spaceAfter": 2},
        turn=small(9.2, leftIndent=46, bulletIndent=18, spaceBefore=1),
        caption=small(8.4, fontName="Helvetica", alignment=TA_LEFT, spaceBefore=8, spaceAfter=4),
        cell=small(8, alignment=TA_LEFT),
        note=small(8),
        reference=small(
            8.8, leading=10.8, alignment=TA_LEFT, leftIndent=14, firstLineIndent=-14, spaceAfter=1
        ),
        running=small(7.8, fontName="Helvetica"),
    ),
)
