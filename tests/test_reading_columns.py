"""Columns are told apart and read one after the other, whatever crosses them."""

from collections.abc import Sequence

from extractor.reading.columns import Column, align_edges, find_columns, find_gutter
from extractor.reading.lines import PrintedLine, join_lines
from tests.printing import line

LEFT, RIGHT = (50.0, 290.0), (305.0, 545.0)


def column(name: str, count: int, edges: tuple[float, float], base: float) -> list[PrintedLine]:
    """Full lines that tell their own place: "left 1 of trust", "left 2 of trust" …"""
    return [
        line(f"{name} {number} of trust", edges[0], base + 12 * number, x1=edges[1])
        for number in range(1, count + 1)
    ]


def wide(text: str, base: float, *, x1: float = 545.0) -> PrintedLine:
    return line(text, 50, base, x1=x1)


def read(stretches: Sequence[PrintedLine]) -> list[str]:
    """What each column says: its first and its last line."""
    return [f"{c.lines[0].text} … {c.lines[-1].text}" for c in find_columns(stretches)]


def test_one_column_is_read_from_top_to_bottom() -> None:
    page = [wide(f"line {number}", 12.0 * number) for number in range(1, 20)]
    assert find_gutter(page) is None
    assert read(page[::-1]) == ["line 1 … line 19"]


def test_the_left_column_is_read_before_the_right_one() -> None:
    page = [*column("right", 9, RIGHT, 100), *column("left", 9, LEFT, 100)]
    assert read(page) == [
        "left 1 of trust … left 9 of trust",
        "right 1 of trust … right 9 of trust",
    ]


def test_what_crosses_the_gutter_cuts_the_page_into_bands() -> None:
    page = [
        *column("left", 6, LEFT, 100),
        *column("right", 6, RIGHT, 100),
        wide("a caption as wide as the page", 190),
        *column("left-below", 6, LEFT, 200),
        *column("right-below", 6, RIGHT, 200),
    ]
    assert [found.partition(" ")[0] for found in read(page)] == [
        "left",
        "right",
        "a",
        "left-below",
        "right-below",
    ]


def test_a_loose_line_among_lines_over_the_gutter_is_not_cut_at_a_wide_space() -> None:
    loose = [line("people spoke of trust", 50, 112, x1=290), line("slowly", 305, 112, x1=545)]
    page = [wide("before", 100), *loose, wide("after", 124)]
    page += [*column("left", 9, LEFT, 140), *column("right", 9, RIGHT, 140)]
    assert read(page) == [
        "before … after",
        "left 1 of trust … left 9 of trust",
        "right 1 of trust … right 9 of trust",
    ]


def test_three_columns() -> None:
    edges = ((50.0, 200.0), (215.0, 365.0), (380.0, 530.0))
    page = [s for name, at in zip("abc", edges, strict=True) for s in column(name, 12, at, 90)]
    assert [found[0] for found in read(page)] == ["a", "b", "c"]


def test_a_short_last_line_belongs_to_the_wide_paragraph_it_ends() -> None:
    page = [
        wide("an abstract goes over both columns", 100),
        wide("and its last line ends early", 112, x1=320),
        wide("as does that of the next", 124),
        wide("of its parts", 136, x1=340),
        *column("left", 10, LEFT, 150),
        *column("right", 10, RIGHT, 150),
    ]
    assert read(page) == [
        "an abstract goes over both columns … of its parts",
        "left 1 of trust … left 10 of trust",
        "right 1 of trust … right 10 of trust",
    ]


def test_columns_below_a_page_of_other_print_are_found_by_their_shared_gap() -> None:
    notes = [line("note that goes beyond it", 50, 80.0 + 30 * n, x1=325) for n in range(4)]
    page = [*notes, *column("left", 6, LEFT, 210), *column("right", 6, RIGHT, 210)]
    assert read(page)[1:] == [
        "left 1 of trust … left 6 of trust",
        "right 1 of trust … right 6 of trust",
    ]


def test_a_stretch_over_both_columns_is_cut_at_the_gutter() -> None:
    joined = join_lines([line("left 0", 50, 100, x1=290), line("right 0", 305, 100, x1=545)])
    page = [*joined, *column("left", 8, LEFT, 100), *column("right", 8, RIGHT, 100)]
    assert [found.split(" …")[0] for found in read(page)] == ["left 0", "right 0"]


def test_short_lines_of_one_column_make_no_gutter() -> None:
    page = [line("Nobody", 50, 12.0 * n, x1=120) for n in range(1, 15)]
    page += [wide("and there was time", 12.0 * n) for n in range(15, 30)]
    assert len(find_columns(page)) == 1


def test_stretches_on_one_baseline_are_one_line_left_to_right() -> None:
    parts = [line("listened", 120, 100.4), line("somebody", 50, 100)]
    assert [found.text for found in join_lines(parts)] == ["somebody listened"]


def test_a_small_raised_stretch_joins_the_line_it_stands_on() -> None:
    parts = [line("they were heard", 50, 100), line("12", 120.5, 96, size=6)]
    assert [found.text for found in join_lines(parts)] == ["they were heard 12"]


def test_a_page_of_text_set_in_gets_the_edges_of_the_other_pages() -> None:
    body = [Column(column("left", 30, LEFT, 50), 50, 290) for _ in range(3)]
    quotations = Column(column("quoted", 8, (70.0, 280.0), 50), 70, 280)
    aligned = align_edges([[each] for each in (*body, quotations)])
    assert (aligned[3][0].left, aligned[3][0].right) == (50, 290)


def test_a_column_of_its_own_width_keeps_its_edges() -> None:
    body = [Column(column("left", 30, LEFT, 50), 50, 290) for _ in range(3)]
    side = Column(column("side", 8, (400.0, 500.0), 50), 400, 500)
    aligned = align_edges([[each] for each in (*body, side)])
    assert (aligned[3][0].left, aligned[3][0].right) == (400, 500)
