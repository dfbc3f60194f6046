"""Tables as the scripts under eval/ write them, boxes turned back, and causes."""

from math import nan
from pathlib import Path
from random import Random

import pytest

from boxes_hold import FEWEST, MOST, View, cause_of, draw_spans, look
from extractor.errors import NotAPaperError, WorkerError, WorkerLostError
from extractor.reading import read_paper
from extractor.records import Box
from figures import Bar, Figures, Table, markdown_of
from memory import write_long_paper
from robustness import categories, is_clear, told
from speed import SUGGEST, Timed

CORPUS = Path(__file__).parents[1] / "corpus"


def test_a_table_is_aligned_markdown() -> None:
    rows = [{"paper": "a|b", "F1": 0.98765}, {"paper": "none", "F1": nan}]
    figures = Figures("Title", "How.", [], [Table("Papers", {"paper": "", "F1": ".3f"}, rows)])

    page = markdown_of(figures, command="python eval/x.py gold")

    assert "    python eval/x.py gold\n" in page
    assert "| paper |    F1 |\n|-------|------:|\n| a\\|b  | 0.988 |\n| none  |     – |" in page


def test_a_bar_that_is_not_reached_says_so() -> None:
    figures = Figures("Title", "How.", [Bar("share", "98%", "99%", reached=False)], [])

    assert "| share | 98%    | 99%    | NOT REACHED |" in markdown_of(figures, command="x")


@pytest.mark.parametrize(
    ("turn", "box"),
    [
        pytest.param(0, (20, 170, 50, 180), id="upright"),
        pytest.param(90, (30, 30, 40, 60), id="turned clockwise"),
        pytest.param(180, (60, 40, 90, 50), id="upside down"),
        pytest.param(270, (70, 160, 80, 190), id="turned back"),
    ],
)
def test_a_box_is_turned_back(turn: int, box: tuple[int, ...]) -> None:
    """A page with its corner at (10, 20), 90 wide and 180 high before it is turned."""
    view = View(10, 20, 100, 200, turn)

    assert view.turned_back(Box(1, 10, 20, 40, 30)) == box


@pytest.mark.parametrize(
    ("found", "cause"),
    [
        ("abc", "right"),
        ("acb", "other order"),
        ("abcd", "more in the boxes"),
        ("ab", "less in the boxes"),
        ("abd", "more and less"),
    ],
)
def test_cause_of(found: str, cause: str) -> None:
    assert cause_of("abc", found) == cause


def test_the_boxes_of_a_bundled_paper_hold_its_words() -> None:
    pdf = CORPUS / "waiting-room.pdf"
    document = read_paper(pdf)

    [spans] = draw_spans([document], 20, Random(1))

    assert len(spans) == 20
    assert all(FEWEST <= len(document.words_of(span)) <= MOST for span in spans)
    assert {tried.cause for tried in look(pdf, document, spans)} == {"right"}


def test_a_paper_of_few_words_gives_no_spans(tmp_path: Path) -> None:
    write_long_paper(tmp_path / "one.pdf", 1)
    document = read_paper(tmp_path / "one.pdf")

    assert draw_spans([document], 0, Random(1)) == [[]]
    assert len(document.pages) == 1
    assert len(document.words) > MOST


def test_the_long_paper_is_the_same_each_time(tmp_path: Path) -> None:
    for name in ("one.pdf", "two.pdf"):
        write_long_paper(tmp_path / name, 2)

    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_an_error_is_told_by_its_first_line_without_the_path() -> None:
    path = Path("somewhere/paper.pdf")
    error = NotAPaperError(path, "the file is empty")

    assert told(path, error) == "cannot be read: the file is empty."
    assert is_clear(error)


def test_neither_a_bug_of_ours_nor_a_crash_is_a_clear_error() -> None:
    path = Path("paper.pdf")

    assert is_clear(WorkerError(path, "it took longer than 60 seconds"))
    assert not is_clear(WorkerError(path, "firsthand stumbled over it (KeyError: 1)"))
    assert not is_clear(WorkerLostError(path, "its process ended (signal 11)"))


def test_a_folder_without_an_index_has_no_categories(tmp_path: Path) -> None:
    assert categories(tmp_path) == {}


def test_ratios_are_of_one_round() -> None:
    rounds = ({"words": 8.0, SUGGEST: 1.0}, {"words": 12.0, SUGGEST: 2.0})

    assert Timed("paper", 1, rounds).ratios(SUGGEST) == [8.0, 6.0]
