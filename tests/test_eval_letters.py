"""Letters as the scripts under eval/ compare them, and what counts as lost."""

from collections import Counter

import pytest

from extractor.records import Aside, Box, Document, Kind, Word
from letters import count_letters, letters_of, lost_letters, words_of
from nothing_lost import letters_kept, without_doubles


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("I couldn’t sleep", ["i", "couldnt", "sleep"], id="apostrophes go"),
        pytest.param("self-\nharm", ["selfharm"], id="a hyphen at a line end goes"),
        pytest.param("a\u00adbout it", ["about", "it"], id="a soft hyphen goes"),
        pytest.param("ﬁve cafés", ["five", "cafes"], id="ligatures and accents are folded"),
        pytest.param("‘no’ – 12 (P3)", ["no", "12", "p3"], id="marks are no words"),
        pytest.param("…", [], id="nothing but marks"),
    ],
)
def test_words_of(text: str, words: list[str]) -> None:
    assert words_of(text) == words
    assert letters_of(text) == "".join(words)


def test_letters_are_counted_with_their_case_and_ligatures_spelled() -> None:
    assert count_letters(["Of-ﬁce", " e"]) == Counter("Officee")


def test_a_letter_is_lost_as_often_as_it_is_missing() -> None:
    assert lost_letters(Counter("aabc"), Counter("abbd")) == Counter("ac")


def test_what_was_kept_apart_is_not_lost() -> None:
    text = "One two"
    words = tuple(_word(start, end, page) for start, end, page in [(0, 3, 1), (4, 7, 2)])
    asides = (Aside(Kind.FOOTER, Box(2, 0, 0, 1, 1), "9"),)
    document = Document("paper", text, "test", words=words, asides=asides)

    assert letters_kept(document) == {1: Counter("One"), 2: Counter("two9")}


@pytest.mark.parametrize(
    ("places", "left"),
    [
        pytest.param([(10, 10), (10.4, 10.2)], 1, id="drawn twice to look bold"),
        pytest.param([(10.9, 10), (11.2, 10)], 1, id="on both sides of a whole point"),
        pytest.param([(10, 10), (12.5, 10)], 2, id="two letters beside each other"),
        pytest.param([(10, 10), (10, 21)], 2, id="one below the other"),
    ],
)
def test_doubles_count_once(places: list[tuple[float, float]], left: int) -> None:
    chars = [{"text": "l", "x0": x, "top": top} for x, top in places]

    assert len(list(without_doubles(chars))) == left


def test_another_letter_in_the_same_place_is_no_double() -> None:
    chars = [{"text": text, "x0": 10, "top": 10} for text in "ab"]

    assert len(list(without_doubles(chars))) == 2


def _word(start: int, end: int, page: int) -> Word:
    return Word(start, end, page, 0.0, 0.0, 1.0, 1.0, 10.0, 0)
