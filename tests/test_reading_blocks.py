"""Lines make paragraphs, headings, items, captions and footnotes as the eye sees them."""

from collections.abc import Sequence

import pytest

from extractor.reading.blocks import Setting, find_blocks, measure_setting
from extractor.reading.columns import Column
from extractor.reading.figures import Sorted, join_captions, mark_figure_text
from extractor.reading.kinds import count_footnotes, kind_of
from extractor.reading.lines import PrintedLine, line_of
from extractor.reading.printed import Rule
from extractor.records import Kind, Style
from tests.printing import line, lines, piece, pieces

BODY = Setting(size=10.0, pitch=12.0, style=Style.PLAIN)
THREE = ("People spoke of trust", "that grew slowly and of", "small signs.")


def column(*groups: Sequence[PrintedLine]) -> Column:
    return Column([each for group in groups for each in group], 50, 300)


def blocks(*groups: Sequence[PrintedLine]) -> list[str]:
    return [block.text for block in find_blocks(column(*groups), BODY)]


def kinds(*groups: Sequence[PrintedLine]) -> list[Kind]:
    return [kind_of(block, BODY) for block in find_blocks(column(*groups), BODY)]


def test_lines_of_one_paragraph_are_one_block() -> None:
    assert blocks(lines(*THREE)) == [" ".join(THREE)]


def test_more_space_begins_a_block() -> None:
    assert blocks(lines(*THREE), lines("They were heard.", base=146)) == [
        " ".join(THREE),
        "They were heard.",
    ]


def test_a_first_line_set_in_begins_a_block() -> None:
    second = [line("They were heard", 62, 136, x1=300), line("by somebody.", 50, 148)]
    assert blocks(lines(*THREE), second) == [" ".join(THREE), "They were heard by somebody."]


def test_a_quotation_set_in_is_a_block_and_the_text_after_it_another() -> None:
    quoted = lines("I was asked how I was", "and I could say it.", x0=70, base=136, x1=280)
    after = lines("Others agreed with this", "in their own words.", base=160)
    assert len(blocks(lines(*THREE), quoted, after)) == 3


def test_a_line_left_short_though_a_word_would_fit_ends_its_block() -> None:
    second = lines("They were heard by", "somebody who had time.", base=136)
    assert len(blocks(lines(*THREE), second)) == 2


def test_another_size_begins_a_block() -> None:
    assert len(blocks(lines("Results", size=12), lines(*THREE, base=114))) == 2


def test_bold_before_plain_is_a_heading_though_the_space_is_usual() -> None:
    heading = lines("Being believed", style=Style.BOLD)
    assert kinds(heading, lines(*THREE, base=112)) == [Kind.HEADING, Kind.PARAGRAPH]


def test_each_list_item_is_a_block_with_its_hanging_lines() -> None:
    items = [
        line("• time to speak with", 50, 100, x1=300),
        line("somebody", 57.5, 112),
        line("• a quiet room", 50, 124),
    ]
    assert blocks(items) == ["• time to speak with somebody", "• a quiet room"]
    assert kinds(items) == [Kind.ITEM, Kind.ITEM]


def test_each_turn_of_a_dialogue_is_a_block_with_the_lines_under_its_words() -> None:
    turns = [
        line_of([*pieces("Ada:", 50), *pieces("I was asked how", 110)]),
        line("I was", 110, 112),
        line_of([*pieces("Interviewer:", 50, 124), *pieces("And then?", 122, 124)]),
        line_of([*pieces("Ada:", 50, 136), *pieces("I stayed.", 110, 136)]),
    ]
    assert blocks(turns) == [
        "Ada: I was asked how I was",
        "Interviewer: And then?",
        "Ada: I stayed.",
    ]


def test_a_dash_at_the_beginning_of_a_line_begins_no_item() -> None:
    made = [
        line("they waited for somebody", 50, 100, x1=300),
        line("– for long – to come", 50, 112),
    ]
    assert len(blocks(made)) == 1


@pytest.mark.parametrize(
    ("text", "size", "style", "kind"),
    [
        pytest.param("3. Results", 12, Style.PLAIN, Kind.HEADING, id="larger than the body"),
        pytest.param("RESULTS", 10, Style.PLAIN, Kind.HEADING, id="capitals"),
        pytest.param("Being believed", 10, Style.ITALIC, Kind.HEADING, id="a line in italics"),
        pytest.param("“I was heard”", 10, Style.ITALIC, Kind.PARAGRAPH, id="an italic quotation"),
        pytest.param("I was heard.", 10, Style.ITALIC, Kind.PARAGRAPH, id="an italic sentence"),
        pytest.param("Being believed", 10, Style.PLAIN, Kind.PARAGRAPH, id="plain words"),
        pytest.param("Table 1. Who took part", 9, Style.PLAIN, Kind.CAPTION, id="small caption"),
        pytest.param("Figure 2: Trust", 10, Style.BOLD, Kind.CAPTION, id="bold caption"),
        pytest.param("Table 1 shows who took", 10, Style.PLAIN, Kind.PARAGRAPH, id="a sentence"),
        pytest.param("12", 14, Style.BOLD, Kind.PARAGRAPH, id="a large number"),
    ],
)
def test_kinds_by_looks(text: str, size: float, style: int, kind: Kind) -> None:
    assert kinds([line(text, size=size, style=style)]) == [kind]


def test_a_title_may_have_many_lines_where_it_is_large() -> None:
    title = lines(*["Somebody who listened to us"] * 6, size=18, leading=20)
    assert kinds(title) == [Kind.HEADING]


def test_a_first_line_set_in_belongs_to_its_paragraph_however_far_ragged_lines_reach() -> None:
    ragged = [
        line("People spoke of trust that grew", 62, 100, x1=255),
        line("unbelievably slowly and of small", 50, 112, x1=292),
        line("signs that somebody had listened,", 50, 124, x1=286),
        line("and so they went there.", 50, 136, x1=180),
    ]
    assert blocks(ragged) == [" ".join(each.text for each in ragged)]


def test_a_single_line_set_in_and_left_short_is_a_block_of_its_own() -> None:
    assert len(blocks([line("I did. (P3)", 62, 100)], lines(*THREE, base=112))) == 2


def test_a_single_line_is_parted_from_lines_that_stand_closer_together() -> None:
    single = line("I stayed there the whole night, as I said (P1)", 70, 100, size=9, x1=290)
    closer = lines(*THREE, x0=70, base=113.5, leading=10.8, size=9, x1=290)
    assert len(blocks([single], closer)) == 2


def test_a_line_under_a_full_turn_of_a_dialogue_hangs_from_it() -> None:
    turn = [
        line("Ama: I kept the door open and then I", 50, 100, x1=300),
        line("went home.", 66, 112),
    ]
    assert len(blocks(turn)) == 1


def test_a_paragraph_set_in_below_a_numbered_question_is_no_part_of_it() -> None:
    question = line("1. What helped you most?", 50, 100)
    answer = [line("People spoke of trust that", 62, 112, x1=300), *lines(*THREE[1:], base=124)]
    assert len(blocks([question], answer)) == 2


def test_a_line_set_in_below_a_numbered_item_hangs_from_it_before_the_next_item() -> None:
    first = [
        line("1. People who stayed", 50, 100, x1=300),
        line("with us through", 70, 112, x1=300),
    ]
    assert len(blocks(first, [line("2. Quiet rooms", 50, 124)])) == 2


def test_footnotes_are_small_and_begin_with_a_mark() -> None:
    note = [
        line_of(
            [
                piece("1", 50, 137, size=5),
                *pieces("Names are invented by us, so that", 54, 140, size=8),
            ]
        ),
        line("nobody is named.", 50, 150, size=8),
    ]
    found = find_blocks(column(lines(*THREE), note), BODY)
    assert count_footnotes(found, BODY, []) == 1


def test_footnotes_may_be_told_by_the_rule_above_them() -> None:
    note = lines("Names are invented.", base=160, size=8)
    found = find_blocks(column(lines(*THREE), note), BODY)
    assert count_footnotes(found, BODY, []) == 0
    assert count_footnotes(found, BODY, [Rule(50, 148, 120, 148)]) == 1


def test_a_quotation_set_small_at_the_foot_of_a_column_is_no_footnote() -> None:
    quoted = lines("I was asked how I was,", "and it helped.", x0=70, base=145, size=9, x1=280)
    found = find_blocks(column(lines(*THREE), quoted), BODY)
    assert count_footnotes(found, BODY, []) == 0


def test_a_quotation_set_in_is_no_footnote_though_it_speaks_of_a_university() -> None:
    words = "I received a letter from the university,", "and then I was accepted."
    set_in = find_blocks(column(lines(*THREE), lines(*words, x0=70, base=145, size=9)), BODY)
    at_edge = find_blocks(column(lines(*THREE), lines(*words, base=145, size=9)), BODY)
    assert count_footnotes(set_in, BODY, []) == 0
    assert count_footnotes(at_edge, BODY, []) == 1


def test_the_setting_is_that_of_most_words() -> None:
    found = measure_setting([[column(lines("Results", size=14), lines(*THREE, base=130) * 3)]])
    assert (found.size, found.pitch) == (10, 12)


def sorted_blocks(*groups: Sequence[PrintedLine]) -> list[Sorted]:
    return [(block, kind_of(block, BODY)) for block in find_blocks(column(*groups), BODY)]


def test_a_caption_of_several_lines_is_one_block() -> None:
    caption = [
        line("Figure 1. How trust grew", 50, 100, size=8, x1=300),
        line("in two years", 70, 110, size=8),
        line("of support.", 62, 120, size=8),
    ]
    [joined] = join_captions([sorted_blocks(caption, lines(*THREE, base=145))], BODY)
    assert [(block.text, kind) for block, kind in joined] == [
        ("Figure 1. How trust grew in two years of support.", Kind.CAPTION),
        (" ".join(THREE), Kind.PARAGRAPH),
    ]


def test_a_centred_caption_joins_though_its_last_line_is_another_column() -> None:
    first = sorted_blocks([line("Fig. 1. How trust grew", 50, 100, size=8, x1=300)])
    second = sorted_blocks([line("in two years", 150, 110, size=8)])
    assert join_captions([first, second], BODY)[1] == []


def test_running_text_close_under_a_caption_is_not_part_of_it() -> None:
    caption = [line("Table 1. Who took part", 50, 100, size=8, x1=300)]
    [joined] = join_captions([sorted_blocks(caption, lines(*THREE, base=112))], BODY)
    assert [kind for _, kind in joined] == [Kind.CAPTION, Kind.PARAGRAPH]


def test_scattered_words_above_a_figures_caption_are_figure_text() -> None:
    scattered = [line("Trust", 120, 150, size=7), line("Time", 220, 170, size=7)]
    caption = [line("Figure 1. What helped", 50, 200, size=8)]
    [marked] = mark_figure_text([sorted_blocks(lines(*THREE), scattered, caption)], BODY)
    assert [kind for _, kind in marked] == [
        Kind.PARAGRAPH,
        Kind.FIGURE,
        Kind.FIGURE,
        Kind.CAPTION,
    ]


def test_words_in_body_size_away_from_the_columns_edge_are_figure_text() -> None:
    scattered = [line("Trust", 120, 150), line("Time", 220, 170)]
    caption = [line("Figure 1. What helped", 50, 200, size=8)]
    [marked] = mark_figure_text([sorted_blocks(lines(*THREE), scattered, caption)], BODY)
    assert [kind for _, kind in marked][1:3] == [Kind.FIGURE, Kind.FIGURE]


def test_words_below_a_caption_are_figure_text_where_running_text_stands_above() -> None:
    caption = [line("Figure 1. What helped", 50, 150, size=8)]
    scattered = [line("Trust", 120, 180, size=7)]
    [marked] = mark_figure_text([sorted_blocks(lines(*THREE), caption, scattered)], BODY)
    assert [kind for _, kind in marked] == [Kind.PARAGRAPH, Kind.CAPTION, Kind.FIGURE]


def test_text_and_headings_near_a_figure_stay_what_they_are() -> None:
    heading = [line("Being believed", 50, 150, size=11, style=Style.BOLD)]
    caption = [line("Figure 1. What helped", 50, 200, size=8)]
    after = lines("They were heard by", "somebody.", base=230)
    [marked] = mark_figure_text([sorted_blocks(lines(*THREE), heading, caption, after)], BODY)
    assert [kind for _, kind in marked] == [
        Kind.PARAGRAPH,
        Kind.HEADING,
        Kind.CAPTION,
        Kind.PARAGRAPH,
    ]


def test_a_table_has_no_figure_text() -> None:
    small = [line("Trust", 120, 150, size=7)]
    caption = [line("Table 1. What helped", 50, 200, size=8)]
    [marked] = mark_figure_text([sorted_blocks(lines(*THREE), small, caption)], BODY)
    assert Kind.FIGURE not in [kind for _, kind in marked]
