"""Like SAGE: two columns, light title, blocks without marks, label on its own line."""

from reportlab.lib.enums import TA_LEFT, TA_RIGHT

from .base import Layout, Lines, Margins, heading, set_styles, small

LAYOUT = Layout(
    size=(595.3, 779.5),
    margins=Margins(78, 52, 62, 52),
    columns=2,
    gutter=18,
    numbered=False,
    abstract="Abstract",
    ruled=True,
    cite="({})",
    heads=Lines("Original Article||{journal}", "{family}||{page}", "{page}||{journal} {issue}"),
    feet=Lines("© The Author(s) {year}||Article reuse guidelines apply", "||", "||"),
    styles=set_styles(
        "Times-Roman",
        9.8,
        12,
        title=heading("Helvetica", 19, spaceBefore=10, spaceAfter=14, leading=23),
        authors=heading("Helvetica", 11, spaceAfter=6),
        affiliations=small(7.8, alignment=TA_LEFT, spaceAfter=12),
        abstract_head=heading("Helvetica", 9, spaceAfter=2),
        abstract=small(9, fontName="Helvetica", leading=12, alignment=TA_LEFT),
        keywords=small(8.6, fontName="Helvetica", alignment=TA_LEFT, spaceBefore=6, spaceAfter=10),
        heading=heading("Helvetica", 11, spaceBefore=14, spaceAfter=5),
        subheading=heading("Helvetica", 9.4, spaceBefore=9, spaceAfter=4)
        | {"fontName": "Helvetica-BoldOblique"},
        paragraph={"firstLineIndent": 11},
        block=small(9, leftIndent=14, rightIndent=8, spaceBefore=5, spaceAfter=5),
        turn=small(9, leftIndent=42, bulletIndent=10, spaceBefore=2, spaceAfter=2),
        signature=small(9, alignment=TA_RIGHT, rightIndent=8, spaceAfter=6),
        item={"leftIndent": 16, "bulletIndent": 5, "spaceAfter": 2},
        caption=small(8.4, fontName="Helvetica", alignment=TA_LEFT, spaceBefore=8, spaceAfter=4),
        cell=small(8, alignment=TA_LEFT),
        note=small(7.8),
        reference=small(8.4, alignment=TA_LEFT, leftIndent=11, firstLineIndent=-11, spaceAfter=1),
        running=small(8, fontName="Helvetica-Oblique"),
    ),
)
