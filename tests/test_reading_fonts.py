"""Bold and italic are told from a font's name, else from its descriptor."""

import pytest

from extractor.reading.fonts import ITALIC_FLAG, SERIF_FLAG, style_of_font
from extractor.records import Style

BOTH = Style.BOLD | Style.ITALIC


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("Times-Roman", Style.PLAIN),
        ("TimesNewRomanPS-ItalicMT", Style.ITALIC),
        ("ABCDEF+Times-Bold", Style.BOLD),
        ("Helvetica-BoldOblique", BOTH),
        ("CMTI10", Style.ITALIC),
        ("CMBX12", Style.BOLD),
        ("AdvOT2e364b11.I", Style.ITALIC),
        ("AdvOT2e364b11.B", Style.BOLD),
        ("AdvOTb65e897d.B+20", Style.BOLD),
        ("MinionPro-It", Style.ITALIC),
        ("MyriadPro-Semibold", Style.BOLD),
        ("Arial-Black", Style.BOLD),
        ("Digital-Regular", Style.PLAIN),
        ("Academic-Regular", Style.PLAIN),
    ],
)
def test_names(name: str, style: int) -> None:
    assert style_of_font(name) == style


def test_a_renamed_font_is_told_by_its_descriptor() -> None:
    assert style_of_font("F1", flags=SERIF_FLAG | ITALIC_FLAG) == Style.ITALIC
    assert style_of_font("F1", flags=SERIF_FLAG, weight=700) == Style.BOLD
    assert style_of_font("F1", flags=SERIF_FLAG, slant=-12) == Style.ITALIC


def test_sans_is_known_only_from_a_descriptor() -> None:
    assert style_of_font("F1", flags=0) == Style.SANS
    assert style_of_font("F1") == Style.PLAIN
