"""What the lists of papers say waits for a person, and how far people agree."""

import pytest

from extractor.review.lists import (
    WAITS,
    agreement,
    counted,
    file_of,
    my_progress,
    name_of,
    told_progress,
    waiting,
    what_waits,
)
from extractor.store.overview import MyPaper
from extractor.store.papers import StoredPaper
from extractor.store.standing import Standing, Tally

BEGUN = Standing(decided=3, open=9)
FINISHED = Standing(decided=12, finished=True)


def paper(number: int = 1, title: str = "Being heard", source: str = "heard.pdf") -> StoredPaper:
    return StoredPaper(number, f"{number:064x}", source, title, "d", 5, (), 12)


@pytest.mark.parametrize(
    ("standing", "tally", "waits", "words"),
    [
        (Standing(open=12, pages_open=2), None, "new", "2 pages to read without suggestions"),
        (Standing(pages_open=1), None, "new", "1 page to read without suggestions"),
        (Standing(open=12), None, "new", "12 marks to decide"),
        (BEGUN, None, "begun", "9 marks to decide"),
        (Standing(decided=12), None, "finish", "All decided: finish it"),
        (FINISHED, None, "others", "Finished; the others have not yet"),
        (FINISHED, Tally(8, 1, 2, 10), "conflicts", "1 conflict to settle together"),
        (FINISHED, Tally(8, 0, 3, 11), "done", "Done: 11 accounts"),
    ],
)
def test_what_waits_is_told_in_words(
    standing: Standing, tally: Tally | None, waits: str, words: str
) -> None:
    assert what_waits(MyPaper(paper(), standing, tally), 2) == (waits, words)
    assert waits in WAITS


def test_who_annotates_alone_settles_nothing_together() -> None:
    assert (
        what_waits(MyPaper(paper(), FINISHED, Tally(8, 1, 2, 10)), 1)[1] == "1 conflict to settle"
    )


def test_what_can_be_ended_at_once_comes_first_and_what_is_done_last() -> None:
    standings = [FINISHED, Standing(open=12), BEGUN, Standing(decided=12)]
    tallies = [Tally(8, 0, 0, 8), None, None, None]
    papers = [
        MyPaper(paper(n), s, t) for n, (s, t) in enumerate(zip(standings, tallies, strict=True))
    ]

    assert [each.waits for each in waiting(papers, 2)] == ["finish", "begun", "new", "done"]


def test_papers_that_wait_alike_keep_their_order() -> None:
    papers = [MyPaper(paper(n), BEGUN, None) for n in (3, 1, 2)]

    assert [each.paper.number for each in waiting(papers, 2)] == [1, 2, 3]


def test_nothing_is_decided_while_pages_are_read_without_suggestions() -> None:
    assert my_progress(paper(), Standing(pages_open=1)) == (0, 12)
    assert my_progress(paper(), BEGUN) == (3, 12)


def test_others_are_told_of_suggestions_only_and_of_all_when_it_is_finished() -> None:
    assert told_progress(paper(), Standing(decided=2, unsure=1, open=5)) == (2, 12)
    assert told_progress(paper(), Standing(decided=2, finished=True)) == (12, 12)


def test_a_settled_conflict_is_no_agreement() -> None:
    told = agreement([Tally(8, 0, 2, 10), None, Tally(1, 1, 0, 1)])

    assert (told.agreed, told.of) == (9, 12)
    assert told.low < told.share < told.high


def test_without_a_finished_paper_agreement_tells_nothing() -> None:
    told = agreement([None])

    assert (told.of, told.share, told.low, told.high) == (0, 0.0, 0.0, 1.0)


def test_a_paper_without_title_is_called_by_its_file_and_no_folder_is_told() -> None:
    untitled = paper(title="", source="C:\\Users\\somebody\\papers\\heard.pdf")

    assert name_of(untitled) == file_of(untitled) == "heard.pdf"
    assert name_of(paper()) == "Being heard"
    assert file_of(paper(source="/home/somebody/heard.pdf")) == "heard.pdf"


def test_one_is_counted_without_an_s() -> None:
    assert [counted(n, "mark") for n in (0, 1, 2)] == ["0 marks", "1 mark", "2 marks"]
