"""A French review: one column of a serif, paragraphs indented, blocks set small."""

from reportlab.lib.enums import TA_CENTER, TA_LEFT

from .base import Layout, Lines, Margins, heading, set_styles, small

LAYOUT = Layout(
    size=(453.5, 680.3),
    margins=Margins(68, 58, 64, 58),
    abstract="Résumé",
    cite="[{}]",
    numbered=False,
    italic=("abstract",),
    heads=Lines("||", "|{short}|{page}", "{page}|{journal}|"),
    feet=Lines("{journal}, {issue}||{page}", "||", "||"),
    styles=set_styles(
        "DSerif",
        8.5,
        11.8,
        title=heading("DSerif", 15, alignment=TA_CENTER, spaceBefore=14, spaceAfter=12, leading=20),
        authors=small(10, alignment=TA_CENTER, spaceAfter=4),
        affiliations=small(7.4, alignment=TA_CENTER, spaceAfter=14),
        abstract_head=heading("DSerif", 8.4, spaceAfter=2),
        abstract=small(7.8, leading=10.4, leftIndent=14, rightIndent=14),
        keywords=small(7.6, alignment=TA_LEFT, leftIndent=14, spaceBefore=6, spaceAfter=10),
        heading=heading("DSerif", 11, spaceBefore=16, spaceAfter=8),
        subheading=heading("DSerif", 9, spaceBefore=11, spaceAfter=5) | {"fontName": "DSerifIt"},
        opening={"firstLineIndent": 14},
        paragraph={"firstLineIndent": 14},
        block=small(7.8, leading=10.4, leftIndent=20, spaceBefore=7, spaceAfter=7),
        item={"leftIndent": 24, "bulletIndent": 14, "spaceAfter": 2},
        turn=small(7.8, leading=10.4, leftIndent=56, bulletIndent=20, spaceBefore=2, spaceAfter=2),
        caption=small(7.8, alignment=TA_LEFT, spaceBefore=8, spaceAfter=4),
        cell=small(7.2, alignment=TA_LEFT),
        note=small(7),
        reference=small(
            7.8, leading=10.4, alignment=TA_LEFT, leftIndent=14, firstLineIndent=-14, spaceAfter=3
        ),
        running=small(7.6),
    ),
)
