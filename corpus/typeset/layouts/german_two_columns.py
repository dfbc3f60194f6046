"""A German professional journal: two columns of Helvetica under blue heads."""

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT

from ..markup import RAISE
from .base import Layout, Lines, Margins, heading, set_styles, small

BLUE = HexColor("#1f4e8c")
LAYOUT = Layout(
    size=(595.3, 807.9),
    margins=Margins(76, 48, 66, 48),
    columns=2,
    gutter=16,
    abstract="ZUSAMMENFASSUNG",
    shade=HexColor("#eaf0f7"),
    cite=RAISE,
    numbered=True,
    accent=BLUE,
    italic=("block",),
    tint=HexColor("#eaf0f7"),
    heads=Lines("Originalarbeit||{journal}", "{family}||Originalarbeit", "Originalarbeit||{short}"),
    feet=Lines(
        "{journal} {issue}||{page}", "{journal} {issue}||{page}", "{page}||{journal} {issue}"
    ),
    styles=set_styles(
        "Helvetica",
        8.6,
        11.4,
        title=heading("Helvetica", 19, textColor=BLUE, spaceBefore=6, spaceAfter=8, leading=23),
        authors=heading("Helvetica", 9, spaceAfter=4),
        affiliations=small(7.4, alignment=TA_LEFT, spaceAfter=10),
        abstract_head=heading("Helvetica", 8.4, textColor=BLUE, spaceAfter=3),
        abstract=small(8.2, leading=10.8, alignment=TA_LEFT),
        keywords=small(8, alignment=TA_LEFT, spaceBefore=5, spaceAfter=6),
        heading=heading("Helvetica", 11, textColor=BLUE, spaceBefore=13, spaceAfter=4),
        subheading=heading("Helvetica", 8.8, spaceBefore=8, spaceAfter=3),
        opening={"alignment": TA_LEFT},
        paragraph={"alignment": TA_LEFT, "firstLineIndent": 9},
        block={
            "leftIndent": 10,
            "rightIndent": 4,
            "spaceBefore": 5,
            "spaceAfter": 6,
            "alignment": TA_LEFT,
        },
        item={"leftIndent": 12, "bulletIndent": 3, "spaceAfter": 2, "alignment": TA_LEFT},
        turn={"leftIndent": 26, "bulletIndent": 6, "spaceBefore": 2, "alignment": TA_LEFT},
        box_head=heading("Helvetica", 9, textColor=BLUE, spaceAfter=2),
        box=small(8, alignment=TA_LEFT),
        caption=small(7.8, alignment=TA_LEFT, spaceBefore=7, spaceAfter=4),
        cell=small(7.4, alignment=TA_LEFT),
        note=small(7),
        reference=small(7, alignment=TA_LEFT, leftIndent=15, spaceAfter=1),
        running=small(7.4),
    ),
)
