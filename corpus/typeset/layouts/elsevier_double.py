"""Like Elsevier: narrow double column of small Times, spaced abstract head."""

from reportlab.lib.enums import TA_LEFT

from .base import Layout, Lines, Margins, heading, set_styles, small

LAYOUT = Layout(
    size=(595.3, 793.7),
    margins=Margins(66, 37, 58, 37),
    columns=2,
    gutter=18,
    abstract="A B S T R A C T",
    ruled=True,
    cite="[{}]",
    numbered=True,
    heads=Lines(
        "|{journal} {issue}|", "{family}||{journal} {issue}", "{family}||{journal} {issue}"
    ),
    feet=Lines("Available online 12 May {year}||", "|{page}|", "|{page}|"),
    styles=set_styles(
        "Times-Roman",
        8.3,
        10.2,
        title={
            "fontSize": 13.6,
            "leading": 17,
            "alignment": TA_LEFT,
            "spaceBefore": 4,
            "spaceAfter": 10,
        },
        authors=small(10.6, alignment=TA_LEFT, spaceAfter=5),
        affiliations=small(6.6, fontName="Times-Italic", alignment=TA_LEFT, spaceAfter=10),
        abstract_head=small(8, alignment=TA_LEFT, spaceAfter=5),
        abstract=small(7.8, leading=9.8),
        keywords=small(7.2, alignment=TA_LEFT, spaceBefore=4, spaceAfter=8),
        heading=heading("Times-Roman", 8.4, spaceBefore=12, spaceAfter=9),
        subheading=heading("Times-Roman", 8.3, spaceBefore=9, spaceAfter=9)
        | {"fontName": "Times-Italic"},
        opening={"firstLineIndent": 11},
        paragraph={"firstLineIndent": 11},
        block={"leftIndent": 13, "rightIndent": 0, "spaceBefore": 8, "spaceAfter": 8},
        item={"leftIndent": 18, "bulletIndent": 9, "spaceAfter": 1},
        turn={"leftIndent": 34, "bulletIndent": 11},
        caption=small(7, alignment=TA_LEFT, spaceBefore=8, spaceAfter=3),
        cell=small(6.8, alignment=TA_LEFT),
        note=small(7),
        reference=small(6.8, leading=8.6, leftIndent=14, spaceAfter=0.6, alignment=TA_LEFT),
        running=small(6.8, fontName="Times-Italic"),
    ),
)
