"""Registers DejaVu Serif Condensed and Sans Condensed."""

from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont

D = "/usr/share/fonts/truetype/dejavu/DejaVu"
for name, file in (("DSerif", "SerifCondensed"), ("DSans", "SansCondensed")):
    it = "Italic" if name == "DSerif" else "Oblique"
    registerFont(TTFont(name, f"{D}{file}.ttf"))
    registerFont(TTFont(name + "Bd", f"{D}{file}-Bold.ttf"))
    registerFont(TTFont(name + "It", f"{D}{file}-{it}.ttf"))
    registerFont(TTFont(name + "BI", f"{D}{file}-Bold{it}.ttf"))
    registerFontFamily(name, name, name + "Bd", name + "It", name + "BI")
