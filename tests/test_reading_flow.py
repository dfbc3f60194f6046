"""A paragraph that a column, page, footnote, table or figure cuts becomes one stretch again."""

from collections.abc import Sequence

import pytest

from extractor.reading.flow import Placed, in_order, place
from extractor.reading.frames import Frame
from extractor.reading.lines import PrintedLine, line_of
from extractor.records import Kind, Style
from tests.printing import line, lines, piece, pieces

CUT = [line("People spoke of trust", x1=300), line("that grew slowly and", 50, 112, x1=300)]
REST = lines("of small signs that", "somebody had listened.")


def frame(page: int = 1) -> Frame:
    return Frame(page, 0, 595, 842, [], [])


def block(
    made: Sequence[PrintedLine], kind: Kind = Kind.PARAGRAPH, *, column: int = 1, page: int = 1
) -> Placed:
    placed = place(made, kind, frame(page), column)
    for each in placed.lines:
        each.left, each.right = 50, 300
    return placed


def ordered(*blocks: Placed) -> list[str]:
    return [f"{each.kind}: {each.text}" for each in in_order(blocks)]


WHOLE = "paragraph: " + " ".join(each.text for each in (*CUT, *REST))


def test_a_paragraph_over_a_column_break_is_one() -> None:
    assert ordered(block(CUT), block(REST, column=2)) == [WHOLE]


def test_a_paragraph_over_a_page_break_is_one_with_lines_on_both_pages() -> None:
    [whole] = in_order([block(CUT), block(REST, column=2, page=2)])
    assert [placed.frame.page for placed in whole.lines] == [1, 1, 2, 2]


@pytest.mark.parametrize(
    "kind", [Kind.FOOTNOTE, Kind.CELL, Kind.CAPTION, Kind.FIGURE], ids=lambda kind: str(kind)
)
def test_what_floats_in_a_paragraph_comes_after_it(kind: Kind) -> None:
    floating = block([line("Who took part", 50, 400)], kind)
    assert ordered(block(CUT), floating, block(REST)) == [WHOLE, f"{kind}: Who took part"]


def test_two_paragraphs_of_one_column_stay_two() -> None:
    assert len(ordered(block(CUT), block(REST))) == 2


def test_a_finished_paragraph_at_a_column_end_stays_whole() -> None:
    done = lines("People spoke of trust.", "It grew slowly.")
    assert len(ordered(block(done), block(REST, column=2))) == 2


def test_a_sentence_may_end_with_the_column_in_the_middle_of_a_paragraph() -> None:
    full = [line("They spoke of trust.", 50, 112, x1=300)]
    assert len(ordered(block(full), block(lines("It grew", "slowly."), column=2))) == 1


def test_a_new_paragraph_after_the_break_is_told_by_its_first_line_set_in() -> None:
    full = [line("They spoke of trust.", 50, 112, x1=300)]
    new = [line("It grew", 62, 100, x1=300), line("slowly.", 50, 112)]
    assert len(ordered(block(full), block(new, column=2))) == 2


def test_a_quotation_with_its_label_ends_at_the_break() -> None:
    quoted = [line("and somebody was there. (P3)", 50, 112, x1=300)]
    assert len(ordered(block(quoted), block(lines("They", "said so."), column=2))) == 2


def test_a_label_without_a_full_stop_ends_a_quotation_before_the_paragraph_after_the_break() -> (
    None
):
    quoted = [
        line("and somebody was there all of", 62, 100, x1=300),
        line("the night Participant 4, nurse", 62, 112, x1=200),
    ]
    author = [line("They said so", 62, 100, x1=300), line("often.", 50, 112)]
    assert len(ordered(block(quoted), block(author, column=2))) == 2


def test_a_reference_in_brackets_is_no_label() -> None:
    cited = [line("They spoke of trust [12].", 50, 112, x1=300)]
    assert len(ordered(block(cited), block(lines("It grew", "slowly."), column=2))) == 1


def test_a_quotation_set_in_on_both_sides_goes_on_after_the_break() -> None:
    quoted = [line("I was there", 62, 100, x1=280), line("and slept.", 62, 112, x1=280)]
    rest = [line("Nobody came", 62, 100, x1=280), line("at night.", 62, 112)]
    assert len(ordered(block(quoted), block(rest, column=2))) == 1


def test_two_quotations_in_marks_stay_two_over_the_break() -> None:
    one, other = lines("“I slept", "all night.”", x1=300), lines("“So did", "I.”", x1=300)
    one[-1] = line("all night.”", 50, 112, x1=300)
    assert len(ordered(block(one), block(other, column=2))) == 2


def test_an_italic_quotation_does_not_run_into_the_plain_text_after_the_break() -> None:
    quoted = [line("and somebody was there.", 50, 112, style=Style.ITALIC, x1=300)]
    assert len(ordered(block(quoted), block(lines("They", "said so."), column=2))) == 2


def test_a_heading_never_goes_on() -> None:
    assert len(ordered(block(CUT, Kind.HEADING), block(REST, column=2))) == 2


def test_a_list_item_after_the_break_is_a_new_one() -> None:
    item = lines("• somebody who stays", "with us")
    assert len(ordered(block(CUT), block(item, Kind.ITEM, column=2))) == 2


def test_another_size_after_the_break_is_another_block() -> None:
    assert len(ordered(block(CUT), block(lines("of signs", "in small", size=8), column=2))) == 2


def test_reference_numbers_at_the_end_do_not_hide_whether_a_sentence_ended() -> None:
    note, rest = piece("4", 130, 96, size=6), block(lines("of signs", "and more"), column=2)
    ended = line_of([*pieces("It grew slowly."), note])
    going_on = line_of([*pieces("It grew slowly"), note])
    assert len(ordered(block([ended]), rest)) == 2
    assert len(ordered(block([going_on]), rest)) == 1
