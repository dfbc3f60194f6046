"""Like Wiley: one broad column, headings 1 | INTRODUCTION, tables with grey heads."""

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT

from .base import Layout, Lines, Margins, heading, set_styles, small

BLUE = HexColor("#00568a")
LAYOUT = Layout(
    size=(595.3, 782.4),
    margins=Margins(70, 56, 62, 56),
    columns=2,
    gutter=20,
    abstract="Abstract",
    shade=HexColor("#e9eef3"),
    accent=HexColor("#333333"),
    tint=HexColor("#dfe6ec"),
    grid=True,
    cite="({})",
    numbered=False,
    heads=Lines(
        "Received: 4 March {year}  Accepted: 19 August {year}||",
        "{family}|{journal}|{page}",
        "{page}|{journal}|{family}",
    ),
    feet=Lines("{issue}||wileyesque.example/journal/{page}", "||", "||"),
    styles=set_styles(
        "Times-Roman",
        9.6,
        12.4,
        title=heading("Helvetica", 18, spaceBefore=6, spaceAfter=10, leading=22),
        authors=small(11, fontName="Helvetica", textColor=BLUE, alignment=TA_LEFT, spaceAfter=8),
        affiliations=small(7.6, fontName="Helvetica", alignment=TA_LEFT, spaceAfter=10),
        abstract_head=heading("Helvetica", 10, textColor=BLUE, spaceAfter=3),
        abstract=small(9.2, leading=12, alignment=TA_LEFT),
        keywords=small(8.4, fontName="Helvetica", alignment=TA_LEFT, spaceBefore=6, spaceAfter=6),
        heading=heading("Helvetica", 10.4, textColor=BLUE, spaceBefore=14, spaceAfter=6),
        subheading=heading("Helvetica", 9.2, spaceBefore=10, spaceAfter=5),
        paragraph={"firstLineIndent": 12},
        block=small(9, leftIndent=20, spaceBefore=7, spaceAfter=7, alignment=TA_LEFT),
        item={"leftIndent": 14, "bulletIndent": 4, "spaceAfter": 3},
        turn=small(9, leftIndent=34, bulletIndent=8, spaceBefore=2, spaceAfter=2),
        caption=small(8.2, fontName="Helvetica", alignment=TA_LEFT, spaceBefore=8, spaceAfter=4),
        cell=small(7.6, fontName="Helvetica", alignment=TA_LEFT),
        note=small(7.6),
        reference=small(8.2, alignment=TA_LEFT, leftIndent=12, firstLineIndent=-12, spaceAfter=1),
        running=small(7.6, fontName="Helvetica"),
    ),
)
