"""Ruled tables are found, and read cell by cell."""

from collections.abc import Sequence

from extractor.reading.lines import PrintedLine, line_of
from extractor.reading.printed import Rule
from extractor.reading.tables import find_tables, read_table
from tests.printing import line

THEMES = [
    ("Theme", "What people said"),
    ("Trust", "“It took a long time before I could"),
    ("", "say how I was.”"),
    ("Time", "“Nobody looked at the clock.”"),
]


def table(
    rows: Sequence[tuple[str, str]], *, top: float = 100, leading: float = 12
) -> list[PrintedLine]:
    """The stretches of a table of two columns, one row of print under the other."""
    return [
        line(text, x, top + leading * (row + 1), size=9)
        for row, texts in enumerate(rows)
        for x, text in zip((60, 180), texts, strict=True)
        if text
    ]


def rules(*tops: float) -> list[Rule]:
    return [Rule(50, top, 500, top) for top in tops]


def cells(drawn: Sequence[Rule], stretches: Sequence[PrintedLine]) -> dict[tuple[int, int], str]:
    [region] = find_tables(drawn, stretches, 10)
    inside = [stretch for stretch in stretches if region.holds(stretch)]
    return {
        (cell.row, cell.column): " ".join(each.text for each in cell.lines)
        for cell in read_table(region, inside)
    }


def test_rules_across_part_rows_and_a_cell_keeps_its_lines_together() -> None:
    assert cells(rules(101, 115, 139, 153), table(THEMES)) == {
        (0, 0): "Theme",
        (0, 1): "What people said",
        (1, 0): "Trust",
        (1, 1): "“It took a long time before I could say how I was.”",
        (2, 0): "Time",
        (2, 1): "“Nobody looked at the clock.”",
    }


def test_rows_without_rules_are_parted_by_space() -> None:
    first, rest = table(THEMES[:1]), table(THEMES[1:2], top=130)
    last = table(THEMES[3:], top=160)
    found = cells(rules(101, 115, 180), [*first, *rest, *last])
    assert (found[1, 0], found[2, 0]) == ("Trust", "Time")


def test_rows_that_mostly_hold_one_line_are_parted_and_the_others_stay_whole() -> None:
    names = [
        ("Theme", "Said"),
        ("Trust", "slow"),
        ("Time", "“more"),
        ("", "of it”"),
        ("Rest", "yes"),
    ]
    stretches = [
        line(text, x, base, size=9)
        for base, row in zip((110, 132, 150, 160.5, 178), names, strict=True)
        for x, text in zip((60, 180), row, strict=True)
        if text
    ]
    more = [line("on", x, 188.5, size=9) for x in (60, 180)]
    found = cells(rules(101, 118, 200), [*stretches, *more])
    assert found[2, 1] == "“more of it”"
    assert found[3, 0] == "Rest on"


def test_rules_drawn_cell_by_cell_are_one_rule() -> None:
    drawn = [Rule(x, top, x + 225, top) for top in (101.0, 115, 139, 153) for x in (50.0, 275)]
    assert len(cells(drawn, table(THEMES))) == 6


def test_two_rules_around_running_text_are_no_table() -> None:
    text = [line("people spoke of trust", 50, 100 + 12 * n, x1=500) for n in range(1, 7)]
    assert find_tables(rules(101, 180), text, 10) == []


def test_a_title_between_two_rules_is_no_table() -> None:
    title = [line("Being heard", 60, 120, size=20), line("Open access", 400, 120)]
    names = [line("A. Nobody and B. Noone", 60, 140), line("Research", 400, 140)]
    assert find_tables(rules(101, 150), [*title, *names], 10) == []


def test_a_caption_between_rules_parts_two_tables() -> None:
    caption = line("Table 2. Later on", 50, 172)
    second = table(THEMES, top=180)
    drawn = rules(101, 115, 153, 181, 195, 240)
    assert len(find_tables(drawn, [*table(THEMES), caption, *second], 10)) == 2


def paragraphs(*texts: str) -> list[str]:
    """The paragraphs of the cell on the right that these lines make."""
    rows = [THEMES[0], ("Trust", texts[0]), *(("", text) for text in texts[1:])]
    stretches = table(rows)
    [region] = find_tables(rules(101, 115, 115 + 12 * len(texts)), stretches, 10)
    parts = [cell for cell in read_table(region, stretches) if (cell.row, cell.column) == (1, 1)]
    return [" ".join(each.text for each in cell.lines) for cell in parts]


def test_quotations_and_items_of_one_cell_are_paragraphs_of_it() -> None:
    assert len(paragraphs("“I slept", "well.” (P1)", "“So did I.”")) == 2
    assert len(paragraphs("• kind", "nurses", "• time")) == 2
    assert len(paragraphs("1. “I slept.”", "2. “So did I.”")) == 2


def test_words_in_marks_at_the_beginning_of_a_line_open_no_paragraph() -> None:
    assert len(paragraphs("Words like “calm,”", "“kind” and", "“safe” came back.")) == 1


def test_a_line_that_runs_from_one_column_into_the_next_is_cut_at_the_edge() -> None:
    trust = line("Trust came", 60, 160, size=9)
    quoted = line("“It took me long, and it took her long”", 180, 160, size=9)
    over = line_of([*trust.pieces, *quoted.pieces])
    found = cells(rules(101, 115, 151, 180), [*table(THEMES), over])
    assert (found[2, 0], found[2, 1]) == (trust.text, quoted.text)


def test_a_column_that_is_empty_but_for_its_head_is_one() -> None:
    rows = [THEMES[0], *(("", f"“I waited {number} days.”") for number in range(25))]
    found = cells(rules(101, 115, 430), table(rows))
    assert found[0, 0] == "Theme"
    assert found[0, 1] == "What people said"
