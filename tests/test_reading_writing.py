"""One text is written from the blocks: spaces, hyphens at line ends, and a span for every word."""

from collections.abc import Sequence

import pytest

from extractor.reading.flow import place
from extractor.reading.frames import Frame
from extractor.reading.lines import PrintedLine, line_of
from extractor.reading.printed import Piece
from extractor.reading.writing import Written, joins_without_hyphen, write_text
from extractor.records import Kind
from tests.printing import line, lines, piece, pieces

PAGE = Frame(1, 0, 595, 842, [], [])


def write(*blocks: Sequence[PrintedLine], frame: Frame = PAGE) -> Written:
    return write_text(place(each, Kind.PARAGRAPH, frame, 1) for each in blocks)[0]


def text_of(*blocks: Sequence[PrintedLine]) -> str:
    return "".join(write(*blocks).parts)


def glued(*made: Piece) -> str:
    return text_of([line_of(made)])


def test_lines_are_joined_by_a_space_and_blocks_by_an_empty_line() -> None:
    blocks = lines("People spoke", "of trust."), lines("They stayed.")
    assert text_of(*blocks) == "People spoke of trust.\n\nThey stayed."


@pytest.mark.parametrize(
    ("first", "second", "elsewhere", "joined"),
    [
        pytest.param(
            "an exam-", "ple of", "", "example of", id="dropped when nothing speaks for it"
        ),
        pytest.param("after self-", "harm they", "", "self-harm they", id="kept after self"),
        pytest.param("after self-", "harm they", "selfharm is", "selfharm they", id="as the paper"),
        pytest.param(
            "a care-", "plan was", "the care-plan is", "care-plan was", id="kept as written"
        ),
        pytest.param("the care-", "plan was", "", "careplan was", id="dropped if it never is"),
        pytest.param("in Anglo-", "Saxon times", "", "Anglo-Saxon", id="kept before a capital"),
        pytest.param("of COVID-", "19 they", "", "COVID-19 they", id="kept before a number"),
        pytest.param("from 12-", "month care", "", "12-month care", id="kept after a number"),
        pytest.param(
            "soft\u00ad", "ly spoken", "", "softly spoken", id="a soft hyphen always goes"
        ),
        pytest.param("exam\u2010", "ple of", "", "example of", id="U+2010 is a hyphen"),
        pytest.param("they waited -", "for long", "", "- for long", id="a dash stands alone"),
        pytest.param("pre- and post-", "care talk", "", "post-care talk", id="post- keeps it"),
    ],
)
def test_hyphens_at_line_ends(first: str, second: str, elsewhere: str, joined: str) -> None:
    blocks = [lines(first, second)]
    if elsewhere:
        blocks.append(lines(f"{elsewhere} here"))
    assert joined in text_of(*blocks)


def test_letter_case_and_marks_do_not_matter_for_what_the_paper_writes() -> None:
    assert not joins_without_hyphen("(Care-", "plan”", frozenset({"care-plan"}))


def test_a_hyphen_inside_a_line_is_left_alone() -> None:
    assert text_of([line("self- harm and well-being")]) == "self- harm and well-being"


def test_a_broken_word_has_two_boxes_and_nothing_between_them() -> None:
    first, second = write(lines("an exam-", "ple of")).words[1:3]
    assert first.end == second.start
    assert (first.top, second.top) == (92.8, 104.8)


def test_a_raised_number_is_set_off_and_a_raised_letter_is_not() -> None:
    word = piece("heard")
    assert glued(word, piece("12", 75, 96, size=6, glued=True)) == "heard 12"
    assert glued(word, piece("th", 75, 96, size=6, glued=True)) == "heardth"


def test_pieces_of_one_word_have_no_space_between_them() -> None:
    assert glued(piece("re"), piece("listen", 60, glued=True)) == "relisten"


def test_every_word_is_a_slice_of_the_text() -> None:
    written = write(lines("People spoke", "of an exam-", "ple."), lines("They stayed."))
    text = "".join(written.parts)
    assert [text[word.start : word.end] for word in written.words] == [
        *("People", "spoke", "of", "an", "exam", "ple."),
        *("They", "stayed."),
    ]


def test_every_line_knows_its_words_and_its_columns_edges() -> None:
    written = write(lines("People spoke", "of trust."))
    text = "".join(written.parts)
    assert [text[each.start : each.end] for each in written.lines] == ["People spoke", "of trust."]
    assert [(each.left, each.right) for each in written.lines] == [(50, 300), (50, 300)]


def test_blocks_know_their_lines() -> None:
    blocks = [place(each, Kind.PARAGRAPH, PAGE, 1) for each in (lines("a", "b"), lines("c"))]
    assert [each.lines for each in write_text(blocks)[1]] == [(0, 2), (2, 3)]


def test_words_of_turned_text_stand_where_they_are_shown() -> None:
    upwards = Frame(1, 90, 842, 595, [], [])
    [word] = write([line_of(pieces("Trust", 50, 100))], frame=upwards).words
    assert word.box == (1, 92.8, 842 - 75, 102, 842 - 50)
