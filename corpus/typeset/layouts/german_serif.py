"""A German quarterly: small format, one column of Times, long running heads."""

from reportlab.lib.enums import TA_LEFT

from .base import Layout, Lines, Margins, heading, set_styles, small

LAYOUT = Layout(
    size=(481.9, 680.3),
    margins=Margins(70, 56, 66, 62),
    abstract="Zusammenfassung",
    cite="[{}]",
    numbered=False,
    head_rule=True,
    heads=Lines("{journal}||{issue}", "{short}||{page}", "{page}||{family}"),
    feet=Lines("|{page}|", "||", "||"),
    styles=set_styles(
        "Times-Roman",
        10,
        12.6,
        title=heading("Times-Roman", 16.5, spaceBefore=8, spaceAfter=10, leading=20),
        authors=small(10.6, fontName="Times-Italic", alignment=TA_LEFT, spaceAfter=4),
        affiliations=small(8, alignment=TA_LEFT, spaceAfter=12),
        abstract_head=heading("Times-Roman", 9.4, spaceAfter=2),
        abstract=small(9, leading=11.2),
        keywords=small(8.8, alignment=TA_LEFT, spaceBefore=6, spaceAfter=8),
        heading=heading("Times-Roman", 12, spaceBefore=14, spaceAfter=6),
        subheading=heading("Times-Roman", 10.2, spaceBefore=9, spaceAfter=4),
        paragraph={"firstLineIndent": 12},
        block=small(9.2, leading=11.4, leftIndent=14, spaceBefore=5, spaceAfter=6),
        item={"leftIndent": 16, "bulletIndent": 4, "spaceAfter": 2},
        turn=small(9.2, leftIndent=28, bulletIndent=14, spaceBefore=2),
        caption=small(8.8, alignment=TA_LEFT, spaceBefore=8, spaceAfter=4),
        cell=small(8.2, alignment=TA_LEFT),
        note=small(8),
        reference=small(8.6, alignment=TA_LEFT, leftIndent=14, firstLineIndent=-14, spaceAfter=1.5),
        running=small(8.2),
    ),
)
