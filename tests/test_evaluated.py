"""What an evaluation rests on: only what all have finished, and as they said it before they saw."""

from pathlib import Path

from extractor.agreement.evaluated import EvaluatedPaper
from extractor.records import Eligibility, Existence, Outcome, Section, Step
from extractor.store.bench import Bench, Settlement
from extractor.store.codebook import change_codebook
from extractor.store.evaluated import read_evaluated
from extractor.store.folder import Review
from extractor.themes.editing import CodebookStep, Kind
from tests.databases import Databases
from tests.reviews import (
    PAPER,
    QUOTATIONS,
    add,
    confirm_all,
    decide,
    desk,
    document,
    key,
    person,
    small_review,
)

ADDED = "Several spoke of being met without hurry"


def finish(review: Review, *names: str) -> None:
    for name in names:
        confirm_all(desk(review, name), PAPER)
        desk(review, name).finish(PAPER, key())


def the_paper(review: Review) -> EvaluatedPaper:
    (paper,) = read_evaluated(review).papers
    return paper


def outcomes(paper: EvaluatedPaper) -> dict[str, tuple[bool | None, bool]]:
    return {mark.name: (mark.exists, mark.is_settled) for mark in paper.suggestions}


def test_a_paper_that_not_all_have_finished_tells_nothing_but_that_it_is_so(review: Review) -> None:
    finish(review, "Ana")

    evaluated = read_evaluated(review)

    assert evaluated.papers == ()
    assert (evaluated.facts.papers, evaluated.facts.unfinished) == (1, 1)


def test_a_finished_paper_tells_what_each_said_of_each_suggestion(review: Review) -> None:
    decide(review, "Ana", "s1", Existence.CONFIRM, moved=len(" say it."))
    decide(review, "Ana", "s2", Existence.REJECT, reason="cited author")
    decide(review, "Ben", "s2", Existence.UNSURE)
    finish(review, "Ana", "Ben")

    paper = the_paper(review)

    assert [reader.name for reader in paper.people] == ["Ana", "Ben"]
    assert (paper.pages, paper.text) == (2, document().text)
    said = {
        mark.name: {who: each.judgement.existence for who, each in mark.said.items()}
        for mark in paper.suggestions[:2]
    }
    assert said == {
        "s1": {"ana": Existence.CORRECT, "ben": Existence.CONFIRM},
        "s2": {"ana": Existence.REJECT, "ben": Existence.UNSURE},
    }
    assert paper.suggestions[0].said["ana"].moved == 2
    assert paper.suggestions[0].said["ben"].moved == 0


def test_a_suggestion_exists_or_not_or_that_is_open(review: Review) -> None:
    for name in ("Ana", "Ben"):
        decide(review, name, "s1", Existence.REJECT, reason="cited author")
    decide(review, "Ana", "s2", Existence.CONFIRM, eligibility=Eligibility.WRONG_SPEAKER)
    decide(review, "Ben", "s3", Existence.REJECT, reason="scare quote or term")
    finish(review, "Ana", "Ben")

    paper = the_paper(review)

    assert outcomes(paper) == {
        "s1": (False, False),
        "s2": (True, False),  # whose words they are is disputed, not that they are somebody's
        "s3": (None, False),
        "s4": (True, False),
    }
    assert [account.name for account in paper.accounts] == ["s4"]
    assert paper.accounts[0].section is Section.RESULTS


def test_what_a_settlement_says_is_told_as_settled(review: Review) -> None:
    decide(review, "Ben", "s3", Existence.REJECT, reason="scare quote or term")
    finish(review, "Ana", "Ben")
    bench = Bench(review, person("Lea"))
    (unit,) = [unit for unit, _ in bench.docket(PAPER).units if unit.conflicts]
    bench.settle(PAPER, Settlement(key(), unit.names, Outcome.NEITHER))

    assert outcomes(the_paper(review))["s3"] == (False, True)


def test_what_was_added_is_one_place_for_all_who_added_it(review: Review) -> None:
    add(review, "Ana", ADDED)
    add(review, "Ben", ADDED)
    finish(review, "Ana", "Ben")

    (added,) = the_paper(review).additions

    assert (set(added.said), added.unaided, added.exists) == ({"ana", "ben"}, frozenset(), True)
    assert added.span.of(document().text) == ADDED


def test_what_was_marked_unaided_is_told_by_page_and_stands_for_the_suggestion(
    blind_review: Review,
) -> None:
    review = blind_review
    add(review, "Ana", QUOTATIONS[0])
    add(review, "Ben", ADDED)
    for name in ("Ana", "Ben"):
        desk(review, name).close_page(PAPER, 1, key())
    finish(review, "Ana", "Ben")

    paper = the_paper(review)
    (blind,) = paper.blind

    text = document().text
    marked = {who: [each.span.of(text) for each in made] for who, made in blind.marked.items()}
    assert (blind.page, blind.weight) == (1, 2.0)
    assert blind.part.of(text) == text.split("\n\n")[0]
    assert marked == {"ana": [QUOTATIONS[0]], "ben": [ADDED]}
    assert paper.suggestions[0].unaided == {"ana"}
    assert paper.suggestions[0].said["ana"].is_unaided
    assert not paper.suggestions[0].said["ben"].is_unaided
    assert [mark.unaided for mark in paper.additions] == [{"ben"}]


def test_what_is_said_after_seeing_the_others_is_not_told(review: Review) -> None:
    finish(review, "Ana", "Ben")
    before = the_paper(review)
    decide(review, "Ana", "s1", Existence.REJECT, reason="cited author")

    assert the_paper(review) == before


def test_a_merged_theme_counts_as_what_it_is_now(review: Review) -> None:
    decide(review, "Ana", "s1", Existence.CONFIRM, themes=("time",))
    finish(review, "Ana", "Ben")
    step = CodebookStep(Kind.MERGE, "time", into=("trust",))
    change_codebook(review, person("Lea"), step, key=key())

    paper = the_paper(review)
    assert paper.suggestions[0].said["ana"].themes == ("trust",)
    assert not paper.suggestions[0].said["ana"].is_outdated


def test_the_facts_tell_people_chains_versions_and_the_flow_of_papers(review: Review) -> None:
    for name in ("Ana", "Ben"):
        own = desk(review, name)
        own.screen(PAPER, Step.EXCLUDE, "no participant’s words", "", key())

    facts = read_evaluated(review).facts

    assert [(each.name, each.decisions, len(each.head)) for each in facts.members] == [
        ("Ana", 1, 64),
        ("Ben", 1, 64),
        ("Lea", 0, 0),
    ]
    assert (facts.detectors, facts.readers) == (("test 1",), ("test",))
    assert (facts.codebook.name, facts.codebook_steps) == ("What helped", 1)
    assert (facts.decisions, facts.is_simulated) == (2, False)
    counts = dict.fromkeys(("included", "unsure", "disputed", "waiting", "unread"), 0)
    assert facts.flow == {
        **counts,
        "assessed": 1,
        "excluded": 1,
        "reasons": {"no participant’s words": 1},
        "rules": {},
    }


def test_the_flow_waits_until_all_have_said_something_of_a_paper(review: Review) -> None:
    desk(review, "Ana").screen(PAPER, Step.INCLUDE, "", "", key())

    assert read_evaluated(review).facts.flow["waiting"] == 1


def test_the_flow_waits_for_as_many_people_as_the_policy_asks_for(
    tmp_path: Path, databases: Databases
) -> None:
    review = small_review(tmp_path, databases, people=3)
    for name in ("Ana", "Ben"):
        desk(review, name).screen(PAPER, Step.INCLUDE, "", "", key())

    assert read_evaluated(review).facts.flow["waiting"] == 1
    review.close()


def test_a_finished_paper_tells_how_it_was_screened(review: Review) -> None:
    desk(review, "Ana").screen(PAPER, Step.INCLUDE, "", "", key())
    desk(review, "Ben").screen(PAPER, Step.EXCLUDE, "no participant’s words", "", key())
    finish(review, "Ana", "Ben")

    screening = the_paper(review).screening

    assert screening.is_disputed
    assert screening.step is None
    assert screening.said == {
        "ana": (Step.INCLUDE, ""),
        "ben": (Step.EXCLUDE, "no participant’s words"),
    }
