"""Suggested themes in a review: whose decisions they learn from, and where none are shown."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.cli.theming import ThemeShelf
from extractor.records import Existence
from extractor.store.database import reading, writing
from extractor.store.folder import Review, timestamp
from extractor.store.papers import add_paper
from extractor.store.record import chain_of
from extractor.store.sorting import is_cold, sorted_accounts, state_of_sorting
from tests.databases import Databases
from tests.reviews import (
    FIRST_PAGE,
    PAPER,
    confirm_all,
    desk,
    document,
    draft,
    key,
    person,
    small_review,
    span_of,
    suggested,
)


@pytest.fixture
def review(tmp_path: Path, databases: Databases) -> Iterator[Review]:
    made = small_review(tmp_path, databases, cold_share=0.0)
    yield made
    made.close()


def sort_first(review: Review, name: str, *themes: str) -> None:
    """Confirm the first suggestion with themes."""
    by = desk(review, name)
    first = by.sheet(PAPER).marks[0]
    by.decide(PAPER, draft(first.name, first.span, themes=themes))


def learned_by(review: Review, name: str) -> list[tuple[str, ...]]:
    with reading(review.engine) as connection:
        found = sorted_accounts(connection, person(name).id, review.settings)
    return [account.themes for account in found]


def test_an_annotator_learns_from_their_own_decisions_at_once(review: Review) -> None:
    sort_first(review, "Ana", "trust")
    assert learned_by(review, "Ana") == [("trust",)]


def test_quotations_of_two_papers_with_the_same_number_are_two(review: Review) -> None:
    other = replace(document(first="Another paper. " + FIRST_PAGE), paper="b" * 64)
    with writing(review.engine) as connection:
        add_paper(connection, suggested(other), review.settings, now=timestamp())
    sort_first(review, "Ana", "trust")
    by = desk(review, "Ana")
    first = by.sheet(other.paper).marks[0]
    by.decide(other.paper, draft(first.name, first.span, themes=("time",)))
    assert learned_by(review, "Ana") == [("trust",), ("time",)]


def test_nothing_is_learned_from_another_before_both_have_finished(review: Review) -> None:
    sort_first(review, "Ana", "trust")
    sort_first(review, "Ben", "time")
    confirm_all(desk(review, "Ana"), PAPER)
    desk(review, "Ana").finish(PAPER, key())
    assert learned_by(review, "Ben") == [("time",)]
    assert learned_by(review, "Ana") == [("trust",)]
    confirm_all(desk(review, "Ben"), PAPER)
    desk(review, "Ben").finish(PAPER, key())
    assert sorted(learned_by(review, "Ana")) == [("time",), ("trust",)]
    assert sorted(learned_by(review, "Ben")) == [("time",), ("trust",)]


def test_what_is_rejected_or_withdrawn_teaches_nothing(review: Review) -> None:
    sort_first(review, "Ana", "trust")
    by = desk(review, "Ana")
    first = by.sheet(PAPER).marks[0]
    by.decide(PAPER, draft(first.name, first.span, Existence.REJECT, reason="interviewer"))
    assert learned_by(review, "Ana") == []


def test_the_state_changes_with_ones_own_decisions_and_not_with_anothers(review: Review) -> None:
    def state(name: str) -> str:
        with reading(review.engine) as connection:
            return state_of_sorting(connection, person(name).id, review.settings)

    before = state("Ana"), state("Ben")
    sort_first(review, "Ana", "trust")
    assert state("Ana") != before[0]
    assert state("Ben") == before[1]


def test_every_open_theme_is_ranked_and_the_answer_says_what_it_rests_on(review: Review) -> None:
    sort_first(review, "Ana", "trust")
    told = ThemeShelf(review).suggest(person("Ana"), PAPER)
    assert told.rests_on == 1
    assert len(told.marks) == 4
    assert all(sorted(each.order) == ["time", "trust"] for each in told.marks.values())


def test_accounts_sorted_cold_are_ranked_for_nobody(tmp_path: Path, databases: Databases) -> None:
    review = small_review(tmp_path, databases, cold_share=1.0)
    try:
        assert ThemeShelf(review).suggest(person("Ana"), PAPER).marks == {}
    finally:
        review.close()


def test_the_share_of_accounts_sorted_cold_is_about_as_the_review_says(review: Review) -> None:
    settings = replace(review.settings, cold_share=0.2)
    cold = sum(is_cold(PAPER, f"s{number}", settings) for number in range(2_000))
    assert 300 < cold < 500


def test_it_is_not_the_same_number_that_is_sorted_cold_in_every_paper(review: Review) -> None:
    settings = replace(review.settings, cold_share=0.5)
    assert len({is_cold(f"paper {number}", "s1", settings) for number in range(50)}) == 2


def shown_last(review: Review, name: str) -> bool:
    """Whether somebody's latest decision says that themes were suggested for it."""
    with reading(review.engine) as connection:
        return list(chain_of(connection, person(name).id))[-1].themes_shown


def decide_first(review: Review, *themes: str, shown: bool) -> None:
    """Let Ana sort the first suggestion; ``shown`` is what her browser says of suggested themes."""
    by = desk(review, "Ana")
    first = by.sheet(PAPER).marks[0]
    said = draft(first.name, first.span, themes=themes)
    by.decide(PAPER, replace(said, themes_shown=shown))


def test_undo_tells_what_was_shown_when_the_decision_was_made(review: Review) -> None:
    decide_first(review, "trust", shown=True)
    decide_first(review, "time", shown=True)
    desk(review, "Ana").undo(PAPER, key())
    assert shown_last(review, "Ana")


def test_undo_of_what_was_decided_with_suggestions_is_cold_again(review: Review) -> None:
    decide_first(review, "trust", shown=False)
    decide_first(review, "time", shown=True)
    desk(review, "Ana").undo(PAPER, key())
    assert not shown_last(review, "Ana")


def test_themes_that_were_shown_stay_shown_for_a_browser_that_was_reloaded(review: Review) -> None:
    decide_first(review, "trust", shown=True)
    decide_first(review, "time", shown=False)
    assert shown_last(review, "Ana")


def test_what_is_sorted_cold_is_on_record_as_cold_whatever_a_browser_says(
    tmp_path: Path, databases: Databases
) -> None:
    review = small_review(tmp_path, databases, cold_share=1.0)
    try:
        decide_first(review, "trust", shown=True)
        assert not shown_last(review, "Ana")
    finally:
        review.close()


def test_for_what_somebody_adds_no_themes_can_have_been_shown(review: Review) -> None:
    by = desk(review, "Ana")
    words = span_of(document(), "a door that stayed open between visits")
    said = draft("", words, Existence.ADD, themes=("trust",))
    by.decide(PAPER, replace(said, themes_shown=True))
    assert not shown_last(review, "Ana")


def test_ones_own_decisions_come_last_and_are_not_cut_off_for_others(review: Review) -> None:
    sort_first(review, "Ana", "trust")
    sort_first(review, "Ben", "time")
    for name in ("Ana", "Ben"):
        confirm_all(desk(review, name), PAPER)
        desk(review, name).finish(PAPER, key())
    assert learned_by(review, "Ana") == [("time",), ("trust",)]
    assert learned_by(review, "Ben") == [("trust",), ("time",)]
