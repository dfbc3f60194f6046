"""An open-access medical journal: two columns, headings without serifs, quotations set smaller."""

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT

from .base import Layout, Lines, Margins, heading, set_styles, small

SIZE = (595.3, 790.9)
PETROL = HexColor("#00566b")
CITED = "{family} {journal} {issue}"

LAYOUT = Layout(
    size=SIZE,
    margins=Margins(74, 51, 68, 51),
    columns=2,
    gutter=17,
    abstract="Abstract",
    shade=HexColor("#edf3f5"),
    head_rule=True,
    accent=PETROL,
    heads=Lines(f"{CITED}||RESEARCH ARTICLE", f"{CITED}||Page {{page}}", f"{CITED}||Page {{page}}"),
    feet=Lines("|Open Access|", "||", "||"),
    styles=set_styles(
        "Times-Roman",
        10.2,
        12.6,
        title=heading("Helvetica", 18.5, spaceBefore=8, spaceAfter=8),
        authors=small(10.5, alignment=TA_LEFT, spaceAfter=4),
        affiliations=small(7.8, alignment=TA_LEFT, spaceAfter=9),
        abstract_head=heading("Helvetica", 11, textColor=PETROL, spaceAfter=4),
        abstract=small(9.3, leading=11.6, spaceAfter=4),
        keywords=small(9, alignment=TA_LEFT, spaceBefore=6, spaceAfter=8),
        heading=heading("Helvetica", 11.5, textColor=PETROL, spaceBefore=10, spaceAfter=3),
        subheading=heading("Helvetica", 9.4, spaceBefore=7, spaceAfter=2),
        paragraph={"firstLineIndent": 10},
        block=small(9, leading=10.9, leftIndent=11, rightIndent=11, spaceBefore=5, spaceAfter=6),
        caption=small(8.4, fontName="Helvetica", alignment=TA_LEFT, spaceBefore=8, spaceAfter=4),
        cell=small(8, fontName="Helvetica", alignment=TA_LEFT),
        note=small(8),
        reference=small(8, alignment=TA_LEFT, leftIndent=16, spaceAfter=1.2),
        running=small(7.6, fontName="Helvetica"),
    ),
)
