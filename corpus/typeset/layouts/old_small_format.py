"""Papers of a learned society on a small page: one column of Times, centred heads, footnotes."""

from reportlab.lib.enums import TA_CENTER

from .base import Layout, Lines, Margins, heading, set_styles, small

SIZE = (439.4, 652.0)
PLAIN = {"fontName": "Times-Roman", "alignment": TA_CENTER}
SLANTED = {"fontName": "Times-Italic", "alignment": TA_CENTER}

LAYOUT = Layout(
    size=SIZE,
    margins=Margins(66, 60, 62, 60),
    cite="[{}]",
    abstract="",
    heads=Lines("{journal}||{issue}, {year}", "|{short}|{page}", "{page}|{journal}|"),
    feet=Lines("|{page}|", "||", "||"),
    styles=set_styles(
        "Times-Roman",
        10,
        12.2,
        title=heading("Times-Roman", 15.5, **PLAIN, spaceBefore=22, spaceAfter=12),
        authors=small(10.4, alignment=TA_CENTER, spaceAfter=5),
        affiliations=small(8.6, **SLANTED, spaceAfter=14),
        abstract=small(8.9, leftIndent=18, rightIndent=18),
        keywords=small(8.6, leftIndent=18, rightIndent=18, spaceBefore=6, spaceAfter=4),
        heading=heading("Times-Roman", 10.6, **PLAIN, textTransform="uppercase")
        | {"spaceBefore": 15, "spaceAfter": 6},
        subheading=heading("Times-Roman", 10.4, **SLANTED, spaceBefore=10, spaceAfter=4),
        opening={"spaceBefore": 5},
        paragraph={"firstLineIndent": 14},
        block=small(9.2, leftIndent=16, spaceBefore=5, spaceAfter=6),
        turn=small(9.2, leftIndent=60, bulletIndent=16, spaceBefore=2.5),
        caption=small(8.8, spaceBefore=8, spaceAfter=3),
        cell=small(8.8),
        note=small(8),
        reference=small(8.6, leftIndent=18, spaceAfter=1),
        running=small(8.6, fontName="Times-Italic"),
    ),
)
