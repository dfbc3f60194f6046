"""Running heads, footers, page numbers and line numbers are kept apart from the text."""

import pytest

from extractor.reading.furniture import find_furniture
from extractor.reading.lines import PrintedLine
from extractor.reading.printed import Rule
from extractor.records import Kind
from tests.printing import line

HEIGHT = 800.0


def furniture(*pages: list[PrintedLine]) -> list[dict[str, Kind]]:
    """For each page, the kind of each line's text that is furniture."""
    found = find_furniture(pages, [HEIGHT] * len(pages))
    return [
        {page[index].text: kind for index, kind in kinds.items()}
        for page, kinds in zip(pages, found, strict=True)
    ]


def test_a_line_that_comes_back_at_the_top_is_a_running_head_whatever_its_number() -> None:
    pages = [
        [line(f"Journal of Listening 4 page {n}", 50, 40), line(f"Text {'a' * n} goes on", 50, 90)]
        for n in (1, 2, 3)
    ]
    assert furniture(*pages) == [
        {f"Journal of Listening 4 page {n}": Kind.RUNNING_HEAD} for n in (1, 2, 3)
    ]


def test_the_head_of_a_table_over_several_pages_is_no_running_head() -> None:
    first, later = line("Theme", 50, 300), line("Theme", 50, 60)
    rules = [
        [Rule(50, base - 12, 500, base - 12), Rule(50, base + 5, 500, base + 5)]
        for base in (300, 60, 60, 60)
    ]
    found = find_furniture([[first], [later], [later], [later]], [HEIGHT] * 4, rules)
    unruled = find_furniture([[first], [later], [later], [later]], [HEIGHT] * 4)
    assert found == [{}] * 4
    assert unruled[1:] == [{0: Kind.RUNNING_HEAD}] * 3


def test_a_line_that_comes_back_at_the_bottom_is_a_footer() -> None:
    pages = [[line("Being heard, an interview study", 50, 770)] for _ in range(3)]
    assert set(furniture(*pages)[2].values()) == {Kind.FOOTER}


def test_the_same_words_inside_the_pages_are_text() -> None:
    pages = [[line("Being heard", 50, 400)] for _ in range(5)]
    assert furniture(*pages) == [{}] * 5


def test_a_line_at_the_edge_that_does_not_come_back_is_text() -> None:
    pages = [[line("Being heard mattered", 50, 60)], [line("Trust grew slowly", 50, 60)]]
    assert furniture(*pages) == [{}, {}]


@pytest.mark.parametrize("number", ["7", "- 7 -", "Page 7 of 12", "S14", "xii", "7/12", "Seite 7"])
def test_a_number_alone_at_the_edge_is_a_page_number(number: str) -> None:
    assert furniture([line(number, 290, 780)]) == [{number: Kind.PAGE_NUMBER}]


def test_a_year_inside_the_page_is_no_page_number() -> None:
    assert furniture([line("2019", 290, 400)]) == [{}]


def test_a_licence_at_the_foot_is_a_footer_though_it_stands_once() -> None:
    text = "© 2020 The authors, https://example.org"
    assert furniture([line(text, 50, 790)]) == [{text: Kind.FOOTER}]


def test_what_stands_level_with_a_page_number_is_furniture_though_it_stands_once() -> None:
    page = [line("Listening 4", 50, 780), line("7", 290, 780), line("Trust grew.", 50, 700)]
    assert furniture(page) == [{"Listening 4": Kind.FOOTER, "7": Kind.PAGE_NUMBER}]


def test_line_numbers_rise_in_the_margin() -> None:
    page = [line(str(n), 30, 100.0 + 12 * n) for n in range(1, 21)]
    page += [line("trust grew slowly", 60, 100.0 + 12 * n) for n in range(1, 21)]
    assert furniture(page) == [{str(n): Kind.LINE_NUMBER for n in range(1, 21)}]


def test_numbers_of_a_table_do_not_rise_and_stay() -> None:
    page = [line(str(7 * n % 11), 300, 100.0 + 12 * n) for n in range(1, 21)]
    assert furniture(page) == [{}]
