"""Gold placed on the letters of a PDF, and suggestions scored against it."""

from math import isnan
from pathlib import Path

import pytest

from extractor.quotes import DEFAULT_THRESHOLD, suggest_quotes
from extractor.reading import read_paper
from gold import GoldError, GoldText, Quotation, find_gold, place_mark, read_gold
from quotes import interval_table
from scoring import (
    Counts,
    Suggested,
    count_paper,
    mean_of,
    place_suggestions,
    row_of,
    same_speaker,
    total_of,
    wanted,
)
from stands_whole import goes_over_break, letters_in

PROJECT = Path(__file__).parents[1]
PAGES = [
    ["she", "said", "we", "were", "never", "told", "and", "we", "were", "never", "told", "again"],
    ["running", "head", "we", "were", "never", "told", "why"],
]


@pytest.mark.parametrize(
    ("mark", "behind", "run"),
    [
        pytest.param({"start": "we were", "end": "told"}, (0, 0), (2, 6), id="the shortest"),
        pytest.param(
            {"start": "We were", "end": "told", "n": 10}, (0, 0), (2, 11), id="by its size"
        ),
        pytest.param({"start": "we were", "end": "told"}, (1, 6), (7, 11), id="behind the last"),
        pytest.param({"start": "told again", "end": "told"}, (0, 0), (10, 18), id="over the page"),
    ],
)
def test_place_mark(mark: dict[str, object], behind: tuple[int, int], run: tuple[int, int]) -> None:
    assert place_mark({"page": 1, **mark}, PAGES, behind=behind) == run


@pytest.mark.parametrize(
    "mark",
    [
        pytest.param({"page": 1, "start": "nobody", "end": "told"}, id="words that are not there"),
        pytest.param({"page": 3, "start": "we", "end": "told"}, id="a page that is not there"),
        pytest.param({"page": 1, "start": "…", "end": "told"}, id="no words"),
    ],
)
def test_a_mark_that_does_not_fit_is_an_error(mark: dict[str, object]) -> None:
    with pytest.raises(GoldError):
        place_mark(mark, PAGES)


def test_the_bundled_gold_is_found_from_the_project_and_from_its_folder() -> None:
    of_project = find_gold(PROJECT)

    assert {"waiting-room", "being-heard"} <= {paper.id for paper in of_project}
    inner = find_gold(PROJECT / "annotations/gold")
    assert [paper.id for paper in inner] == [paper.id for paper in of_project]


def test_a_folder_without_gold_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="holds no gold"):
        find_gold(tmp_path)


@pytest.fixture(scope="module")
def papers() -> list[GoldText]:
    return [read_gold(paper) for paper in find_gold(PROJECT)]


def test_gold_suggested_as_it_stands_is_all_found(papers: list[GoldText]) -> None:
    """Exactly too, but for quotations that are cut apart: where a part ends may be ambiguous."""
    for paper in papers:
        counts = count_paper(paper, _as_suggested(paper))
        assert counts.gold == counts.suggested == counts.found == counts.on_page
        assert counts.exact >= counts.gold - len(_over_a_break(paper))
        assert counts.speakers_right == counts.speakers
        assert not counts.unplaced


def test_one_missed_and_one_wrong_of_each_paper(papers: list[GoldText]) -> None:
    """Precision and recall are both (n - 1) / n of the n quotations that are to be found."""
    for paper in filter(wanted, papers):
        missed, *rest = _as_suggested(paper)
        wrong = missed._replace(text="nobody has said this anywhere in here")
        row = row_of(paper.id, count_paper(paper, [*rest, wrong]))
        share = (len(wanted(paper)) - 1) / len(wanted(paper))
        assert row["P"] == row["R"] == share
        assert row["unplaced"] == 1


def test_a_quotation_over_a_page_break_is_placed_on_both_pages(papers: list[GoldText]) -> None:
    """A letter of the running head may be taken for the next one of the quotation."""
    broken = [(paper, each) for paper in papers for each in _over_a_break(paper)]

    assert broken
    for paper, quotation in broken:
        suggested = Suggested(quotation.mark["page"], letters_in(paper, quotation))
        [place] = place_suggestions(paper, [suggested])
        assert len(place & quotation.place) > 0.95 * len(place | quotation.place)


LETTERS = "aninterviewerasked" + "iwasneverheardbyanyone" + "shesaid" + "likeanumber"


def _tiny(*quotations: tuple[str, dict[str, object]]) -> GoldText:
    """A paper of one page; each quotation by its letters and its mark."""
    placed = []
    for text, mark in quotations:
        at = LETTERS.index(text)
        place = frozenset(range(at, at + len(text)))
        placed.append(Quotation({"page": 1, **mark}, place, 6, 1))
    return GoldText("tiny", LETTERS, (0, len(LETTERS)), tuple(placed))


HEARD: tuple[str, dict[str, object]] = ("iwasneverheardbyanyone", {"speaker": "P3"})
FRAGMENT: tuple[str, dict[str, object]] = ("likeanumber", {"fragment": True})


@pytest.mark.parametrize(
    ("texts", "found", "suggested", "exact"),
    [
        pytest.param(["I was never heard by anyone"], 1, 1, 1, id="exactly"),
        pytest.param(["asked: I was never heard by anyone"], 1, 1, 0, id="more than it"),
        pytest.param(["I was never heard"], 1, 1, 0, id="more than half of it"),
        pytest.param(["I was never"], 0, 1, 0, id="less than half of it"),
        pytest.param(["I was never heard by anyone", "never heard"], 1, 2, 1, id="found twice"),
        pytest.param(["like a number"], 0, 0, 0, id="a fragment counts neither way"),
        pytest.param(["like a number", "a number"], 0, 1, 0, id="but once"),
        pytest.param(["I was never seen by anyone at all"], 0, 1, 0, id="altered words"),
        pytest.param([], 0, 0, 0, id="none"),
    ],
)
def test_what_is_found(texts: list[str], found: int, suggested: int, exact: int) -> None:
    paper = _tiny(HEARD, FRAGMENT)

    counts = count_paper(paper, [Suggested(1, text) for text in texts])

    assert (counts.found, counts.suggested, counts.exact) == (found, suggested, exact)


def test_text_spliced_over_a_running_head_stands_where_its_parts_stand() -> None:
    head = "journalofnothing12"
    letters = "iwasneverheard" + head + "byanyoneinthere"
    paper = GoldText("tiny", letters, (0, len(letters)), ())

    [place] = place_suggestions(paper, [Suggested(1, "I was never heard by anyone in there")])

    assert sorted(place) == [*range(14), *range(14 + len(head), len(letters))]


@pytest.mark.parametrize(
    ("gold", "suggested", "same"),
    [
        pytest.param("P3", "P 3, female", True, id="the same id, told more of"),
        pytest.param("P3, female", "P13", False, id="another id"),
        pytest.param("Male, 52, WLC", "male, 52", True, id="most words in common"),
        pytest.param("Julie", "Marlene", False, id="another name"),
        pytest.param("Julie", None, False, id="no speaker"),
    ],
)
def test_same_speaker(gold: str, suggested: str | None, same: bool) -> None:
    assert same_speaker(gold, suggested) is same


def test_the_mean_leaves_out_papers_with_nothing_and_counts_undefined_as_zero() -> None:
    nothing_found = Counts(gold=2)
    all_found = Counts(gold=2, suggested=2, found=2, exact=2, on_page=2)
    rows = [row_of(str(at), each) for at, each in enumerate([nothing_found, all_found, Counts()])]

    mean = mean_of(rows)

    assert mean["P"] == mean["R"] == 0.5
    assert mean["page"] == 1.0
    assert isnan(float(mean["speaker"]))
    assert total_of([nothing_found, all_found]) == Counts(
        gold=4, suggested=2, found=2, exact=2, on_page=2
    )


def _as_suggested(paper: GoldText) -> list[Suggested]:
    """Each quotation that is to be found, suggested as it stands."""
    return [
        Suggested(each.mark["page"], letters_in(paper, each), each.mark.get("speaker"))
        for each in wanted(paper)
    ]


def _over_a_break(paper: GoldText) -> list[Quotation]:
    return [each for each in wanted(paper) if goes_over_break(paper, each)]


def test_papers_that_nothing_was_trained_on_keep_their_level() -> None:
    """No figure to be proud of: a floor below which the detector has lost something."""
    papers = find_gold(PROJECT / "corpus" / "unseen")
    counts = [count_paper(read_gold(paper), suggested_of(paper.pdf)) for paper in papers]

    row = row_of("ALL", total_of(counts))

    assert len(papers) == 12
    assert float(row["R"]) > 0.85
    assert float(row["P"]) > 0.80


def suggested_of(pdf: Path) -> list[Suggested]:
    document = read_paper(pdf)
    return [
        Suggested(document.pages_of(one.span)[0], one.span.of(document.text), one.speaker)
        for one in suggest_quotes(document)
        if one.score >= DEFAULT_THRESHOLD
    ]


def test_figures_over_papers_add_the_papers_up() -> None:
    papers = [Counts(gold=4, suggested=5, found=3, exact=2), Counts(gold=1, suggested=1, found=1)]

    rows = {row["name"]: row for row in interval_table(papers).rows}

    assert rows["Precision (overlap ≥ 0.5)"]["value"] == pytest.approx(4 / 6)
    assert rows["Recall (exact)"]["value"] == pytest.approx(2 / 5)
    assert rows["F1 (overlap ≥ 0.5)"]["value"] == pytest.approx(8 / 11)
    assert rows["Recall (exact)"]["low"] < 2 / 5 < rows["Recall (exact)"]["high"]
