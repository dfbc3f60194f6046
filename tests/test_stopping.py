"""The stopping rule: what may be left unread, by whom, how it is counted, and taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.records import Step
from extractor.store.bench import Bench
from extractor.store.checks import problems_of
from extractor.store.database import reading
from extractor.store.evaluated import read_evaluated
from extractor.store.facts import Facts
from extractor.store.folder import Review
from extractor.store.overview import screenings
from extractor.store.people import Person
from extractor.store.rules import NotYoursError, RefusedError
from extractor.store.stopping import (
    Stop,
    leave_unread,
    rule_in_words,
    stopping_of,
    take_up,
    unread_papers,
)
from extractor.store.tables import decisions
from tests.databases import Databases
from tests.prescreened import BENCH, DOOR, KETTLE, LAMP, SCAN, id_of, prescreened_review, say
from tests.reviews import desk, draft, key, person

LEA = person("Lea")
OUT, IN = Step.EXCLUDE, Step.INCLUDE
AGREED = "As our protocol says."


@pytest.fixture
def review(tmp_path: Path, databases: Databases) -> Iterator[Review]:
    """Five papers; after two in a row that were excluded the rest may be left unread."""
    made = prescreened_review(tmp_path, databases, stop_after=2)
    yield made
    made.close()


def facts(review: Review) -> Facts:
    return read_evaluated(review).facts


def stop(review: Review, by: Person = LEA) -> set[str]:
    """Leave unread what falls under the rule; the ids of what is left unread then."""
    leave_unread(review, by, AGREED, key())
    return unread_papers(review)


def test_what_is_ranked_after_papers_that_were_excluded_is_left_unread_but_no_scan(
    review: Review,
) -> None:
    say(review, {KETTLE: OUT, LAMP: OUT})

    assert stopping_of(review).is_reached
    assert stop(review) == {id_of(BENCH), id_of(DOOR)}
    assert list(problems_of(review)) == []


def test_it_is_counted_as_excluded_by_automation_apart_from_what_people_excluded(
    review: Review,
) -> None:
    say(review, {KETTLE: OUT, LAMP: OUT})
    stop(review)

    flow = facts(review).flow
    assert (flow["assessed"], flow["excluded"], flow["unread"], flow["waiting"]) == (5, 2, 2, 1)
    assert flow["rules"] == {"ranked after 2 papers in a row that were excluded": 2}


def test_the_record_tells_who_stopped_when_and_why(review: Review) -> None:
    say(review, {KETTLE: OUT, LAMP: OUT})
    stop(review)

    (told,) = stopping_of(review).stops
    assert told == Stop("Lea", told.at, "leave unread", 2, AGREED)


@pytest.mark.parametrize(
    ("said", "by_all"),
    [
        pytest.param({KETTLE: OUT}, True, id="one alone is not two in a row"),
        pytest.param({KETTLE: OUT, LAMP: IN}, True, id="the last one was included"),
        pytest.param({KETTLE: OUT, BENCH: OUT}, True, id="the one between is open"),
        pytest.param({KETTLE: OUT, LAMP: OUT}, False, id="one person alone excluded them"),
        pytest.param({LAMP: OUT, SCAN: OUT}, True, id="a scan is none of the row"),
    ],
)
def test_the_rule_is_not_reached(review: Review, said: dict[str, Step], by_all: bool) -> None:
    say(review, said, *(("Ana", "Ben") if by_all else ("Ana",)))

    assert not stopping_of(review).is_reached
    with pytest.raises(RefusedError, match="No paper falls under the stopping rule"):
        stop(review)


def test_what_somebody_has_begun_is_not_left_unread(review: Review) -> None:
    say(review, {KETTLE: OUT, LAMP: OUT})
    say(review, {BENCH: IN}, "Ana")

    assert stop(review) == {id_of(DOOR)}


def test_a_lead_who_annotates_does_not_learn_from_the_rule_what_another_has_begun(
    review: Review,
) -> None:
    say(review, {KETTLE: OUT, LAMP: OUT})
    before = stopping_of(review)

    say(review, {BENCH: OUT, DOOR: OUT}, "Ben")

    assert stopping_of(review) == before


def test_what_is_left_unread_is_not_screened_until_it_is_taken_up_again(review: Review) -> None:
    say(review, {KETTLE: OUT, LAMP: OUT})
    stop(review)
    with pytest.raises(RefusedError, match="left unread by the stopping rule"):
        desk(review, "Ana").screen(id_of(DOOR), IN, "", "", key())

    take_up(review, LEA, "", key())
    say(review, {DOOR: IN})

    assert unread_papers(review) == set()
    assert (facts(review).flow["included"], facts(review).flow["unread"]) == (1, 0)


def test_what_is_left_unread_takes_no_decision_and_is_not_finished(review: Review) -> None:
    say(review, {KETTLE: OUT, LAMP: OUT})
    stop(review)
    ana = desk(review, "Ana")
    mark = ana.sheet(id_of(DOOR)).marks[0]

    for ask in (
        lambda: ana.decide(id_of(DOOR), draft(mark.name, mark.span)),
        lambda: ana.finish(id_of(DOOR), key()),
    ):
        with pytest.raises(RefusedError, match="left unread by the stopping rule"):
            ask()


def test_what_was_left_is_told_to_be_looked_at_when_the_rule_no_longer_holds(
    review: Review,
) -> None:
    say(review, {KETTLE: OUT, LAMP: OUT})
    stop(review)
    assert not stopping_of(review).is_outlived

    Bench(review, LEA).settle_screening(id_of(LAMP), IN, "", key())

    assert stopping_of(review).is_outlived


def test_taking_up_again_adds_to_the_record_and_takes_nothing_from_it(review: Review) -> None:
    say(review, {KETTLE: OUT, LAMP: OUT})
    stop(review)
    take_up(review, LEA, "Too early.", key())

    with reading(review.engine) as connection:
        kept = connection.execute(decisions.select().where(decisions.c.annotator == "lea")).all()
    assert [row.step for row in kept] == ["leave unread"] * 2 + ["take up again"] * 2
    assert stop(review) == {id_of(BENCH), id_of(DOOR)}
    assert list(problems_of(review)) == []


def test_a_request_that_is_sent_twice_is_done_once(review: Review) -> None:
    say(review, {KETTLE: OUT, LAMP: OUT})

    assert [leave_unread(review, LEA, "", "one-and-the-same") for _ in range(2)] == [2, 0]


def test_only_a_lead_stops(review: Review) -> None:
    say(review, {KETTLE: OUT, LAMP: OUT})

    with pytest.raises(NotYoursError):
        stop(review, person("Ana"))


def test_without_a_rule_nothing_is_left_unread(tmp_path: Path, databases: Databases) -> None:
    review = prescreened_review(tmp_path, databases)
    say(review, {KETTLE: OUT, LAMP: OUT, BENCH: OUT, DOOR: OUT})

    assert rule_in_words(review.settings) == ""
    with pytest.raises(RefusedError):
        stop(review)
    review.close()


def test_every_annotator_is_told_what_is_left_unread(review: Review) -> None:
    say(review, {KETTLE: OUT, LAMP: OUT})
    stop(review)

    told = {each.paper.title: each.unread for each in screenings(review, person("Ana"))}
    assert {title for title, rule in told.items() if rule} == {BENCH, DOOR}
