"""Bold and italic from what a font tells of itself.

Names come first ("TimesNewRomanPS-ItalicMT", "CMTI10", "AdvOT2e364b11.I"); the descriptor's
flags help where a publisher has renamed its fonts.
"""

import re
from functools import lru_cache

from extractor.records import Style

SERIF_FLAG, ITALIC_FLAG, FORCE_BOLD_FLAG = 1 << 1, 1 << 6, 1 << 18
BOLD_WEIGHT = 600
SUBSET = re.compile(r"^[A-Z]{6}\+|\+[0-9a-f]{2}$")
ITALIC = re.compile(
    r"[Ii]talic|Ital|[Oo]bli|[Ss]lant|[Kk]ursiv|^(?:CM|SF|EC)TI|It$|[-.,_T](?:B|Bd|Bold)?I(?:MT)?$"
    r"|^\w*Adv\w*[a-z]B?I$"
)
BOLD = re.compile(
    r"[Bb]old|[Bb]lack|[Hh]eavy|Demi|\bdemi|^(?:CM|SF|EC)BX|[-.,_T]B(?:d|I|It)?$|-Medi"
    r"|^\w*Adv\w*[a-z]BI?$"
)


@lru_cache(maxsize=512)
def style_of_font(name: str, *, flags: int = -1, weight: int = 0, slant: int = 0) -> int:
    """The style of a font by its PostScript name and, where known, its descriptor.

    ``flags`` are the descriptor's (-1: unknown), ``weight`` is from 100 to 900, ``slant`` the
    italic angle in degrees.
    """
    name = SUBSET.sub("", name)
    known = max(flags, 0)
    style = Style.PLAIN
    if ITALIC.search(name) or known & ITALIC_FLAG or slant <= -5:
        style |= Style.ITALIC
    if BOLD.search(name) or known & FORCE_BOLD_FLAG or weight >= BOLD_WEIGHT:
        style |= Style.BOLD
    if flags >= 0 and not flags & SERIF_FLAG:
        style |= Style.SANS
    return style
