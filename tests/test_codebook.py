"""A codebook is read as it is written, and what is wrong in it is told so that it can be mended."""

import colorsys
import itertools
import math
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.bundled import bundled
from extractor.records import Theme
from extractor.themes.codebook import Guidance, parse_codebook, read_codebook
from extractor.themes.codebook_errors import (
    BadThemeError,
    BrokenCodebookError,
    CircleOfThemesError,
    CodebookError,
    DoubledThemeError,
    UnknownParentError,
    UnreadableCodebookError,
)

HERE = Path("codebook.toml")
WHOLE = """
name = "Being heard"

[[themes]]
id = "people"
name = "People"

[[themes]]
id = "trust"
name = "Building trust"
parent = "people"
definition = '''
Trust that grows,
slowly.'''
when_to_use = "Being believed."
when_not = "Being liked."
examples = ["She believed me.", "He waited."]
colour = "#0F6B6B"
"""


def theme(name: str, parent: str = "") -> str:
    return f'[[themes]]\nid = "{name}"\nname = "Theme {name}"\nparent = "{parent}"\n'


def test_a_codebook_is_read_as_it_is_written() -> None:
    codebook = parse_codebook(WHOLE, HERE)

    assert codebook.name == "Being heard"
    assert codebook.themes == (
        Theme("people", "People"),
        Theme("trust", "Building trust", "people", "Trust that grows, slowly."),
    )
    assert codebook.guidance["people"] == Guidance()
    assert codebook.guidance["trust"] == Guidance(
        when_to_use="Being believed.",
        when_not="Being liked.",
        examples=("She believed me.", "He waited."),
        colour="#0f6b6b",
    )


def test_a_codebook_without_a_name_is_called_like_its_file() -> None:
    assert parse_codebook("", Path("folder/heard.toml")).name == "heard"


def test_a_review_may_have_no_themes_yet() -> None:
    assert parse_codebook('name = "To be made"', HERE).themes == ()


def test_a_theme_may_stand_before_its_parent() -> None:
    codebook = parse_codebook(theme("trust", "people") + theme("people"), HERE)

    assert [theme.id for theme in codebook.themes] == ["trust", "people"]


@pytest.mark.parametrize(
    ("text", "error", "told"),
    [
        pytest.param('name = "a\n', BrokenCodebookError, "line 1", id="a quotation mark missing"),
        pytest.param('\n\n[[themes]\nid = "a"', BrokenCodebookError, "line 3", id="a bracket"),
        pytest.param("themes = 3", BrokenCodebookError, "[[themes]]", id="themes that are none"),
        pytest.param('[[theme]]\nid = "a"', BadThemeError, "“theme”", id="a misspelt head"),
        pytest.param('[[themes]]\nname = "a"', BadThemeError, "Theme 1", id="no id"),
        pytest.param('[[themes]]\nid = "a"', BadThemeError, "“a”", id="no name"),
        pytest.param(theme("a; b"), BadThemeError, "other signs", id="an id that holds a list"),
        pytest.param(theme("a") + "definition = 3", BadThemeError, "definition", id="no text"),
        pytest.param(theme("a") + 'examples = "b"', BadThemeError, "list", id="one example"),
        pytest.param(theme("a") + 'color = "red"', BadThemeError, "colour", id="a misspelt key"),
        pytest.param(theme("a") + 'colour = "red"', BadThemeError, "#0f6b6b", id="a named colour"),
        pytest.param(theme("a") + theme("a"), DoubledThemeError, "“a”", id="an id twice"),
        pytest.param(
            theme("a") + theme("b", "people"), UnknownParentError, "There are: a, b", id="no parent"
        ),
        pytest.param(theme("a", "a"), CircleOfThemesError, "a → a", id="its own parent"),
        pytest.param(
            theme("top") + theme("a", "b") + theme("b", "c") + theme("c", "b"),
            CircleOfThemesError,
            "b → c → b",
            id="a circle",
        ),
    ],
)
def test_what_is_wrong_is_told(text: str, error: type[CodebookError], told: str) -> None:
    with pytest.raises(error) as raised:
        parse_codebook(text, HERE)

    what, advice = str(raised.value).split("\n")
    assert told in what + advice
    assert "codebook.toml" in what
    assert advice.endswith(".")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("name = 3", "quotation marks", id="a codebook called by a number"),
        pytest.param('[[themes]]\nid = "a"\nname = " "', "has no name", id="a name of nothing"),
        pytest.param("name = " + "[" * 5_000 + "]" * 5_000, "too deep", id="brackets without end"),
        pytest.param("name = " + "9" * 5_000, "4300 digits", id="a number without end"),
    ],
)
def test_what_is_odd_is_told_too(text: str, told: str) -> None:
    with pytest.raises(CodebookError, match=told):
        parse_codebook(text, HERE)


def test_a_long_line_of_themes_under_each_other_is_read() -> None:
    """Looking for a circle takes one step a theme; it took the cube of their number."""
    themes = [theme(f"t{number}", f"t{number - 1}" if number else "") for number in range(3_000)]
    assert len(parse_codebook("\n".join(themes), HERE).themes) == 3_000


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableCodebookError, match="there is no such file"):
        read_codebook(tmp_path / "none.toml")


def test_a_file_in_an_old_character_set_is_told_with_the_line(tmp_path: Path) -> None:
    file = tmp_path / "old.toml"
    file.write_bytes('name = "a"\n# caf\xe9\n'.encode("latin-1"))

    with pytest.raises(BrokenCodebookError, match="line 2 is not in UTF-8"):
        read_codebook(file)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "marked.toml"
    file.write_text(WHOLE, encoding="utf-8-sig")

    assert read_codebook(file).name == "Being heard"


def test_an_error_reaches_another_process_whole() -> None:
    error = DoubledThemeError(HERE, "trust")

    assert str(pickle.loads(pickle.dumps(error))) == str(error)


@given(st.dictionaries(st.sampled_from("abcde"), st.sampled_from(["", *"abcde"])))
def test_every_theme_that_is_read_stands_under_one_at_the_top(parents: dict[str, str]) -> None:
    text = "".join(theme(*each) for each in parents.items())
    try:
        codebook = parse_codebook(text, HERE)
    except (UnknownParentError, CircleOfThemesError):
        return
    left = list(codebook.themes)
    tops: set[str | None] = {None}
    for _ in codebook.themes:
        tops |= {theme.id for theme in left if theme.parent in tops}
        left = [theme for theme in left if theme.id not in tops]

    assert not left


class TestTheBundledCodebook:
    """What comes with the toolkit: two meta-themes, three themes in each, one across them."""

    codebook = read_codebook(bundled("annotations") / "codebook.toml")

    def test_it_has_the_themes_of_the_model_case(self) -> None:
        below = {
            top.id: [theme.id for theme in self.codebook.themes if theme.parent == top.id]
            for top in self.codebook.themes
            if top.parent is None
        }

        assert below == {
            "seeing-a-professional": ["sharing", "space", "boundaries"],
            "individual-professionals": ["trust", "concern", "confidence"],
            "person-centred": [],
        }

    def test_each_theme_tells_when_to_use_it_and_when_not(self) -> None:
        for theme in self.codebook.themes:
            guidance = self.codebook.guidance[theme.id]
            assert theme.definition
            assert guidance.when_to_use
            assert guidance.when_not
            assert len(guidance.examples) == 2

    def test_its_colours_can_be_read_on_paper_and_seen_in_the_dark(self) -> None:
        for colour in self.colours():
            assert contrast(colour, "#fbfaf7") >= 4.5
            assert contrast(colour, "#ffffff") >= 4.5
            assert contrast(colour, "#171614") >= 3

    def test_its_colours_can_be_told_apart(self) -> None:
        for one, other in itertools.combinations(self.colours(), 2):
            assert distance(one, other) > 0.05

    def colours(self) -> list[str]:
        return [self.codebook.guidance[theme.id].colour for theme in self.codebook.themes]


def channels(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def distance(one: str, other: str) -> float:
    """How far apart two colours are in brightness and in the plane of colour, from 0 to about 1."""
    parts = [colorsys.rgb_to_yiq(*channels(colour)) for colour in (one, other)]
    return math.dist(*parts)
