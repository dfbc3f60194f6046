"""A review of the humanities: a small page, one column of Times, italic heads, footnotes."""

from reportlab.lib.enums import TA_CENTER, TA_LEFT

from .base import Layout, Lines, Margins, heading, set_styles, small

SIZE = (504.0, 720.0)
ITALIC = {"fontName": "Times-Italic", "alignment": TA_CENTER}

LAYOUT = Layout(
    size=SIZE,
    margins=Margins(80, 80, 80, 80),
    numbered=False,
    abstract="",
    heads=Lines("||", "|{short}|{page}", "{page}|{names}|"),
    feet=Lines("{journal} {issue}||{page}", "||", "||"),
    styles=set_styles(
        "Times-Roman",
        10.5,
        13.3,
        title=heading("Times-Roman", 16.5, leading=22, alignment=TA_CENTER, spaceAfter=14)
        | {"fontName": "Times-Roman", "spaceBefore": 18},
        authors=small(11, **ITALIC, spaceAfter=3),
        affiliations=small(9.2, alignment=TA_CENTER, spaceAfter=18),
        abstract=small(9.4, leading=12, leftIndent=22, rightIndent=22),
        keywords=small(9.4, alignment=TA_LEFT, leftIndent=22, rightIndent=22, spaceBefore=6),
        heading=heading("Times-Roman", 12, spaceBefore=17, spaceAfter=7) | ITALIC,
        subheading=heading("Times-Roman", 10.6, spaceBefore=10, spaceAfter=4) | ITALIC,
        paragraph={"firstLineIndent": 15},
        block=small(10, leading=12.6, leftIndent=22, rightIndent=22, spaceBefore=7, spaceAfter=8),
        note=small(8.6, leading=10.6, spaceAfter=2),
        reference=small(9.6, alignment=TA_LEFT, leftIndent=18, firstLineIndent=-18, spaceAfter=2),
        running=small(9.2, fontName="Times-Italic"),
    ),
)
