"""A journal of reviews: two columns of Times, a grey abstract, small headings in capitals."""

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import LETTER

from .base import Layout, Lines, Margins, heading, set_styles, small

NAVY = HexColor("#27304f")

LAYOUT = Layout(
    size=LETTER,
    margins=Margins(74, 50, 68, 50),
    columns=2,
    gutter=20,
    numbered=False,
    abstract="ABSTRACT",
    shade=HexColor("#efefef"),
    accent=NAVY,
    heads=Lines("{issue}||{journal}", "{short}||{page}", "{page}||{family}"),
    feet=Lines("|{page}|", "||", "||"),
    styles=set_styles(
        "Times-Roman",
        9.9,
        11.9,
        title=heading("Times-Roman", 20, textColor=NAVY, spaceBefore=4, spaceAfter=9),
        authors=small(11, alignment=TA_LEFT, spaceAfter=4),
        affiliations=small(8.6, alignment=TA_LEFT, fontName="Times-Italic", spaceAfter=10),
        abstract_head=heading("Helvetica", 8.4, textColor=NAVY, spaceAfter=3),
        abstract=small(9.3, leading=11.6),
        keywords=small(8.8, alignment=TA_LEFT, spaceBefore=6, spaceAfter=9),
        heading=heading("Helvetica", 9.6, textColor=NAVY, spaceBefore=11, spaceAfter=4),
        subheading=heading(
            "Times-Roman", 10.4, fontName="Times-Italic", spaceBefore=7, spaceAfter=2.5
        ),
        paragraph={"firstLineIndent": 11},
        block=small(9.2, leftIndent=12, rightIndent=8, spaceBefore=5, spaceAfter=6),
        item={"leftIndent": 12, "bulletIndent": 2, "spaceAfter": 2},
        caption=small(8.8, alignment=TA_LEFT, spaceBefore=8, spaceAfter=4),
        cell=small(8, alignment=TA_LEFT, spaceAfter=1.5),
        note=small(8),
        reference=small(8.5, alignment=TA_LEFT, leftIndent=12, firstLineIndent=-12, spaceAfter=1.5),
        running=small(8.4),
    ),
)
