"""Words that print tears apart, glues together, doubles or raises: a rule each."""

from collections.abc import Sequence

import pytest

from extractor.reading.glyphs import Glyph, Setting, find_runs, looks_odd
from extractor.reading.lines import find_stretches, line_of
from extractor.reading.mending import mend_pieces, mend_stretches
from extractor.reading.printed import Piece
from extractor.records import Style
from tests.printing import line, piece, pieces

PLAIN = Setting(True, 92.8, 102.0, (100.0, 10.0, Style.PLAIN, 0, False))
RAISED = Setting(True, 90.8, 97.2, (95.6, 6.5, Style.PLAIN, 0, False))
ITALIC = Setting(True, 92.8, 102.0, (100.0, 10.0, Style.ITALIC, 0, False))


def glyphs(
    text: str, x0: float = 50.0, *, setting: Setting = PLAIN, drawn_by: int = 1
) -> list[Glyph]:
    return [
        Glyph(character, x0 + 5 * index, 740.0, x0 + 5 * index + 5, 750.0, setting, drawn_by)
        for index, character in enumerate(text)
    ]


def runs(made: Sequence[Glyph]) -> list[tuple[str, bool]]:
    return [
        ("".join(glyph.character for glyph in run.glyphs), run.glued) for run in find_runs(made)
    ]


def mended(made: Sequence[Piece]) -> list[str]:
    return [each.text for each in mend_pieces(made)]


def closed(*made: Piece) -> list[str]:
    return [each.text for each in mend_stretches([line_of(made)])[0].pieces]


def test_a_gap_parts_words_that_were_glued() -> None:
    assert runs([*glyphs("being"), *glyphs("heard", 78)]) == [("being", False), ("heard", False)]


def test_kerning_parts_nothing() -> None:
    assert runs([*glyphs("T"), *glyphs("rust", 54)]) == [("Trust", False)]


def test_a_raised_number_is_a_run_of_its_own_glued_to_its_word() -> None:
    made = [*glyphs("trust"), *glyphs("12", 75, setting=RAISED, drawn_by=2)]
    assert runs(made) == [("trust", False), ("12", True)]


def test_a_change_of_style_inside_a_word_makes_two_runs() -> None:
    made = [*glyphs("re"), *glyphs("listen", 60, setting=ITALIC, drawn_by=2)]
    assert runs(made) == [("re", False), ("listen", True)]


def test_a_letter_drawn_again_by_another_object_counts_once() -> None:
    doubled = [
        glyph
        for pair in zip(glyphs("held"), glyphs("held", 50.3, drawn_by=2), strict=True)
        for glyph in pair
    ]
    assert runs(doubled) == [("held", False)]


def test_letters_of_one_ligature_share_a_place_and_stay() -> None:
    f, second_f, i = (glyphs(letter)[0] for letter in "ffi")
    assert runs([*glyphs("o", 45), f, second_f, i]) == [("offi", False)]


@pytest.mark.parametrize(
    ("word", "odd"),
    [
        pytest.param("listened", False, id="a plain word is not looked at"),
        pytest.param("trust,", False, id="nor one with a comma"),
        pytest.param("heardAnd", True, id="a capital inside a word"),
        pytest.param("heard.And", True, id="a full stop inside"),
        pytest.param("trust4they", True, id="a number inside"),
        pytest.param("theywouldalwayslisten", True, id="more letters than words have"),
        pytest.param("hheelldd", True, id="every letter twice"),
        pytest.param("llama", False, id="two letters alike at the beginning"),
    ],
)
def test_only_odd_words_are_taken_apart(word: str, odd: bool) -> None:
    assert looks_odd(word) is odd


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        pytest.param("ﬁnding", "finding", id="fi"),
        pytest.param("oﬃce", "office", id="ffi"),
        pytest.param("ﬂow", "flow", id="fl"),
        pytest.param("exam\x02", "exam-", id="a line-end hyphen as U+0002"),
        pytest.param("exam\ufffe", "exam-", id="a line-end hyphen as U+FFFE"),
        pytest.param("\ud835\udc5b", "𝑛", id="a surrogate pair"),
        pytest.param("naïve", "naïve", id="other letters stay"),
    ],
)
def test_letters_are_spelled_out(printed: str, text: str) -> None:
    assert mended([piece(printed)]) == [text]


def test_a_word_printed_twice_on_one_place_counts_once() -> None:
    assert mended([*pieces("being heard"), *pieces("being heard", 50.4)]) == ["being", "heard"]


@pytest.mark.parametrize("shift", [0.0, 0.3, 0.6, 0.9])
def test_wherever_the_grid_falls_a_copy_is_found(shift: float) -> None:
    for x0 in (50.0, 50.5, 51.0, 51.5):
        assert mended([piece("heard", x0), piece("heard", x0 + shift)]) == ["heard"]


def test_the_same_word_on_other_places_stays() -> None:
    assert mended(pieces("more and more and more")) == ["more", "and", "more", "and", "more"]


def test_a_glyph_of_two_letters_is_put_together_with_its_word() -> None:
    assert mended([piece("T", width=10.0), piece("hey", width=14.0)]) == ["They"]


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        pytest.param("A B S T R A C T", ["ABSTRACT"], id="one letter a piece"),
        pytest.param("r e s u l t s", ["results"], id="small letters"),
        pytest.param("R E S EAR CH", ["RESEARCH"], id="some letters joined already"),
    ],
)
def test_letters_set_wide_are_a_word(letters: str, words: list[str]) -> None:
    assert closed(*pieces(letters)) == words


def test_words_set_wide_stay_apart_where_the_gap_is_wider() -> None:
    first = pieces("R E S EAR CH")
    second = pieces("AR TIC L E", first[-1].x1 + 7)
    assert closed(*first, *second) == ["RESEARCH", "ARTICLE"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("I AM AT A GOOD PLACE", id="short words in capitals"),
        pytest.param("I said: a cup of tea", id="single letters that are words"),
        pytest.param("p < . 0 5 1 2", id="numbers"),
    ],
)
def test_short_words_are_not_closed_up(text: str) -> None:
    assert closed(*pieces(text)) == text.split()


def test_a_drop_cap_joins_its_word() -> None:
    cap = line("S", 50, 124, size=34)
    first, second = line("upport begins with", 70, 100), line("listening to people", 70, 112)
    assert [each.text for each in mend_stretches([cap, first, second])] == [
        "Support begins with",
        "listening to people",
    ]


def test_a_drop_cap_that_is_a_word_stays_one() -> None:
    cap, first = line("A", 50, 124, size=34), line("Quiet room was", 70, 100)
    assert mend_stretches([cap, first])[0].text == "A Quiet room was"


def test_a_large_letter_beside_no_text_is_left_alone() -> None:
    assert [s.text for s in mend_stretches([line("B", 50, 124, size=34)])] == ["B"]


def test_what_follows_in_the_file_on_one_baseline_is_one_stretch() -> None:
    made = [
        *pieces("People spoke of"),
        *pieces("small signs", 300),
        *pieces("and of time", 50, 112),
    ]
    assert [s.text for s in find_stretches(made)] == [
        "People spoke of",
        "small signs",
        "and of time",
    ]


def test_a_word_of_another_size_on_the_baseline_may_be_the_next_columns() -> None:
    made = [*pieces("They stayed."), piece("Results", 118, size=14)]
    assert [s.text for s in find_stretches(made)] == ["They stayed.", "Results"]
    assert len(find_stretches([made[0], piece("12", 70, size=6, glued=True)])) == 1


def test_a_raised_number_is_marked_in_its_line() -> None:
    made = line_of([*pieces("they were heard"), piece("12", 127, 96, size=6.5, glued=True)])
    assert [bool(each.style & Style.RAISED) for each in made.pieces] == [False, False, False, True]
    assert (made.size, made.base) == (10, 100)


def test_a_line_has_the_size_of_its_words_though_numbers_are_many() -> None:
    numbers = [piece("11,12,13,14,15", 90, 96, size=6.5)]
    assert line_of([*pieces("trust"), *numbers]).size == 10


def test_a_line_has_the_style_of_most_letters() -> None:
    words = [*pieces("a"), *pieces("quiet room", 60, style=Style.ITALIC)]
    assert line_of(words).style == Style.ITALIC
