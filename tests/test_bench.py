"""Units, conflicts, their settlement, and what becomes an account, on both databases."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.records import Eligibility, Existence, Judgement, Outcome, Span, Step, Voice
from extractor.store.bench import Bench, Docket, Settlement
from extractor.store.database import reading, writing
from extractor.store.folder import Review
from extractor.store.overview import flow, screenings
from extractor.store.papers import assign, assigned_to
from extractor.store.record import chain_of
from extractor.store.results import Fate, results_of
from extractor.store.rules import NotYoursError, RefusedError
from extractor.store.units import Conflict
from tests.databases import Databases
from tests.reviews import (
    PAPER,
    QUOTATIONS,
    confirm_all,
    desk,
    document,
    draft,
    key,
    person,
    review_of_three,
    small_review,
    span_of,
)


def finish(review: Review, name: str) -> None:
    """Confirm what is open still, and finish."""
    confirm_all(desk(review, name), PAPER)
    desk(review, name).finish(PAPER, key())


def decide(review: Review, name: str, mark: str, existence: Existence, **said: object) -> None:
    """Let somebody say something of a mark, or add the words ``mark``."""
    sheet = desk(review, name).sheet(PAPER)
    span = next((each.span for each in sheet.marks if each.name == mark), None)
    span = span or span_of(document(), mark)
    moved = said.pop("moved", 0)
    span = Span(span.start, span.end - int(str(moved)))
    name_of_mark = mark if mark.startswith("s") and len(mark) == 2 else ""
    desk(review, name).decide(PAPER, draft(name_of_mark, span, existence, **said))


def bench(review: Review, name: str = "Lea") -> Bench:
    return Bench(review, person(name))


def conflicts(docket: Docket) -> list[tuple[Conflict, ...]]:
    return [unit.conflicts for unit, settled in docket.units if unit.conflicts and not settled]


def names_of(docket: Docket, at: int) -> tuple[str, ...]:
    disputed = [unit for unit, settled in docket.units if unit.conflicts and not settled]
    return disputed[at].names


def texts(docket: Docket) -> list[str]:
    return [account.span.of(docket.document.text) for account in docket.accounts]


def test_what_both_confirm_is_an_account(review: Review) -> None:
    finish(review, "Ana")
    finish(review, "Ben")

    docket = bench(review).docket(PAPER)

    assert conflicts(docket) == []
    assert [account.settled for account in docket.accounts] == [False] * 4
    assert [len(account.decisions) for account in docket.accounts] == [2] * 4


@pytest.mark.parametrize(
    ("said", "conflict"),
    [
        ({"existence": Existence.REJECT, "reason": "interviewer"}, Conflict.EXISTENCE),
        ({"existence": Existence.UNSURE}, Conflict.EXISTENCE),
        ({"existence": Existence.CONFIRM, "moved": 3}, Conflict.BOUNDARY),
        ({"existence": Existence.CONFIRM, "speaker": "P9"}, Conflict.SPEAKER),
        ({"existence": Existence.CONFIRM, "voice": Voice.LAY}, Conflict.VOICE),
        (
            {"existence": Existence.CONFIRM, "eligibility": Eligibility.OFF_THE_QUESTION},
            Conflict.ELIGIBILITY,
        ),
        ({"existence": Existence.CONFIRM, "themes": ("trust",)}, Conflict.THEMES),
    ],
    ids=["rejected", "unsure", "boundary", "speaker", "voice", "eligibility", "themes"],
)
def test_conflicts_are_told_by_kind(
    review: Review, said: dict[str, object], conflict: Conflict
) -> None:
    usual = {"speaker": "P2", "voice": Voice.SERVICE_USER}
    decide(review, "Ben", "s2", **usual | said)  # type: ignore[arg-type]
    finish(review, "Ana")
    finish(review, "Ben")

    docket = bench(review).docket(PAPER)

    assert conflicts(docket) == [(conflict,)]
    assert len(docket.accounts) == 3


def test_what_one_person_added_is_disputed_until_it_is_settled(review: Review) -> None:
    decide(review, "Ana", "what people remember of those who listened", Existence.ADD)
    finish(review, "Ana")
    finish(review, "Ben")
    docket = bench(review).docket(PAPER)
    assert conflicts(docket) == [(Conflict.EXISTENCE,)]

    docket = bench(review).settle(PAPER, Settlement(key(), names_of(docket, 0), Outcome.ONE))

    assert conflicts(docket) == []
    assert "what people remember of those who listened" in texts(docket)
    assert [account.added for account in docket.accounts].count(True) == 1


def disputed(review: Review) -> Docket:
    """A paper that both have finished; Ben rejects the second and shortens the third quotation."""
    decide(review, "Ben", "s2", Existence.REJECT, reason="interviewer")
    decide(review, "Ben", "s3", Existence.CONFIRM, moved=4, speaker="P3")
    finish(review, "Ana")
    finish(review, "Ben")
    return bench(review).docket(PAPER)


def settle(review: Review, docket: Docket, at: int, outcome: Outcome, **more: object) -> Docket:
    made = Settlement(key(), names_of(docket, at), outcome, **more)  # type: ignore[arg-type]
    return bench(review).settle(PAPER, made)


def given(*spans: Span) -> tuple[Judgement, ...]:
    return tuple(Judgement(Existence.ADD, span, voice=Voice.SERVICE_USER) for span in spans)


@pytest.mark.parametrize(
    ("outcome", "left"),
    [(Outcome.ONE, 4), (Outcome.OTHER, 3), (Outcome.NEITHER, 3)],
)
def test_a_conflict_is_settled_as_one_or_the_other_or_neither_said(
    review: Review, outcome: Outcome, left: int
) -> None:
    docket = settle(review, disputed(review), 0, outcome, note="read once more")
    docket = settle(review, docket, 0, Outcome.ONE)

    assert conflicts(docket) == []
    assert len(docket.accounts) == left


def test_a_new_span_may_settle_a_boundary(review: Review) -> None:
    docket = disputed(review)
    wanted = span_of(docket.document, "four times to four people in one week.")

    docket = settle(review, docket, 1, Outcome.NEW, judgements=given(wanted))

    assert "four times to four people in one week." in texts(docket)


def test_one_may_be_split_and_two_may_be_merged(review: Review) -> None:
    docket = disputed(review)
    first = span_of(docket.document, "Nobody had asked me that before")
    second = span_of(docket.document, "not once in all the years.")

    split = settle(review, docket, 0, Outcome.SPLIT, judgements=given(first, second))
    assert {"Nobody had asked me that before", "not once in all the years."} <= set(texts(split))

    names = (*docket.units[1][0].names, *docket.units[2][0].names)
    whole = Span(first.start, docket.units[2][0].span.end)
    merged = bench(review).settle(PAPER, Settlement(key(), names, Outcome.MERGE, given(whole)))
    assert len(merged.accounts) == 3
    assert whole in [account.span for account in merged.accounts]


def test_a_settlement_can_be_withdrawn_and_then_all_is_open_again(review: Review) -> None:
    docket = settle(review, disputed(review), 0, Outcome.ONE)
    (settled,) = [each for _, each in docket.units if each]

    docket = bench(review).withdraw(PAPER, settled.decisions[0].settlement, key())

    assert len(conflicts(docket)) == 2
    assert len(docket.accounts) == 2


def test_who_annotated_the_paper_settles_only_jointly(review: Review) -> None:
    docket = disputed(review)
    ana, names = bench(review, "Ana"), names_of(docket, 0)

    with pytest.raises(RefusedError, match="You annotated this paper yourself"):
        ana.settle(PAPER, Settlement(key(), names, Outcome.OTHER))
    docket = ana.settle(PAPER, Settlement(key(), names, Outcome.OTHER, joint=True))

    (settled,) = [each for _, each in docket.units if each]
    assert settled.decisions[0].joint


def test_nothing_can_be_settled_before_both_have_finished(review: Review) -> None:
    finish(review, "Ana")

    for name in ("Lea", "Ana"):
        with pytest.raises(NotYoursError):
            bench(review, name).docket(PAPER)


def test_who_annotated_the_paper_withdraws_only_jointly(review: Review) -> None:
    docket = settle(review, disputed(review), 0, Outcome.ONE)
    (settled,) = [each for _, each in docket.units if each]
    ben, settlement = bench(review, "Ben"), settled.decisions[0].settlement

    with pytest.raises(RefusedError, match="together with Ana"):
        ben.withdraw(PAPER, settlement, key())
    assert bench(review).docket(PAPER).accounts == docket.accounts

    assert len(conflicts(ben.withdraw(PAPER, settlement, key(), joint=True))) == 2
    with reading(review.engine) as connection:
        assert chain_of(connection, "ben")[-1].joint


def test_a_third_person_settles_nothing_jointly(review: Review) -> None:
    docket = disputed(review)

    with pytest.raises(RefusedError, match="who annotated a paper with others"):
        settle(review, docket, 0, Outcome.ONE, joint=True)


def test_an_unsure_judgement_settles_nothing(review: Review) -> None:
    decide(review, "Ben", "s2", Existence.UNSURE)
    finish(review, "Ana")
    finish(review, "Ben")
    docket = bench(review).docket(PAPER)

    with pytest.raises(RefusedError, match="Ben was unsure"):
        settle(review, docket, 0, Outcome.OTHER)

    assert len(settle(review, docket, 0, Outcome.ONE).accounts) == 4


@pytest.mark.parametrize(("outcome", "left"), [(Outcome.ONE, 3), (Outcome.THIRD, 4)])
def test_of_three_people_each_may_be_right(
    tmp_path: Path, databases: Databases, outcome: Outcome, left: int
) -> None:
    review = review_of_three(tmp_path, databases)
    for name in ("Ana", "Ben"):
        decide(review, name, "s2", Existence.REJECT, reason="interviewer")
    decide(review, "Cara", "s2", Existence.CONFIRM, moved=1, speaker="P2")
    for name in ("Ana", "Ben", "Cara"):
        finish(review, name)

    docket = settle(review, bench(review).docket(PAPER), 0, outcome)

    assert len(docket.accounts) == left
    assert (QUOTATIONS[1][:-1] in texts(docket)) == (outcome is Outcome.THIRD)
    with pytest.raises(RefusedError, match="not so many annotators"):
        settle(review, disputed_again(review, docket), 0, Outcome.FOURTH)
    review.close()


def disputed_again(review: Review, docket: Docket) -> Docket:
    """The paper with the settlement taken back."""
    (settled,) = [each for _, each in docket.units if each]
    return bench(review).withdraw(PAPER, settled.decisions[0].settlement, key())


def test_who_annotates_alone_settles_alone_what_they_were_unsure_of(
    tmp_path: Path, databases: Databases
) -> None:
    review = small_review(tmp_path, databases, people=1)
    with reading(review.engine) as connection:
        (alone,) = assigned_to(connection, PAPER)
    name = alone.title()
    decide(review, name, "s2", Existence.UNSURE)
    finish(review, name)
    docket = bench(review, name).docket(PAPER)
    assert docket.partners == ()

    made = Settlement(key(), names_of(docket, 0), Outcome.NEITHER)

    assert conflicts(bench(review, name).settle(PAPER, made)) == []
    review.close()


def test_a_key_that_a_column_would_not_take_is_refused(review: Review) -> None:
    docket = disputed(review)
    names = names_of(docket, 0)

    with pytest.raises(RefusedError, match="8 to 56 letters"):
        bench(review).settle(PAPER, Settlement("k" * 57, names, Outcome.ONE))

    settled = bench(review).settle(PAPER, Settlement("k" * 56, names, Outcome.ONE))
    assert len(conflicts(settled)) == 1


def test_who_takes_words_over_that_they_rejected_is_told_so_and_there_is_one_conflict(
    review: Review,
) -> None:
    decide(review, "Ana", "s1", Existence.REJECT, reason="interviewer")
    with pytest.raises(RefusedError, match="You have rejected this suggestion"):
        decide(review, "Ana", QUOTATIONS[0][:-1], Existence.ADD)
    finish(review, "Ana")
    finish(review, "Ben")

    assert conflicts(bench(review).docket(PAPER)) == [(Conflict.EXISTENCE,)]


@pytest.mark.parametrize(
    ("outcome", "judgements", "names"),
    [
        (Outcome.SPLIT, given(Span(0, 5)), None),
        (Outcome.MERGE, given(Span(0, 5)), None),
        (Outcome.NEW, (), None),
        (Outcome.ONE, (), ("ana/s2",)),
        (Outcome.ONE, (), ("nobody/s1",)),
    ],
    ids=["a split into one", "a merge of one", "a new of none", "half a unit", "no unit"],
)
def test_what_does_not_fit_is_refused(
    review: Review,
    outcome: Outcome,
    judgements: Sequence[Judgement],
    names: tuple[str, ...] | None,
) -> None:
    docket = disputed(review)
    wanted = names or names_of(docket, 0)

    with pytest.raises(RefusedError):
        bench(review).settle(PAPER, Settlement(key(), wanted, outcome, tuple(judgements)))


def test_what_is_decided_after_unblinding_makes_no_account(review: Review) -> None:
    docket = disputed(review)
    ben = desk(review, "Ben")
    mark = next(mark for mark in ben.sheet(PAPER).marks if mark.name == "s2")

    ben.decide(PAPER, draft("s2", mark.span, speaker="P2"))

    assert conflicts(bench(review).docket(PAPER)) == conflicts(docket)


def test_one_person_alone_makes_no_account_where_the_policy_asks_for_two(
    tmp_path: Path, databases: Databases
) -> None:
    review = small_review(tmp_path, databases, people=3)  # there are only two
    finish(review, "Ana")
    finish(review, "Ben")

    with pytest.raises(NotYoursError):
        bench(review).docket(PAPER)
    (result,) = results_of(review)
    assert result.accounts == ()
    review.close()


def test_a_person_who_marked_nothing_at_all_disputes_everything(review: Review) -> None:
    for mark in ("s1", "s2", "s3", "s4"):
        decide(review, "Ben", mark, Existence.REJECT, reason="other")
    finish(review, "Ana")
    finish(review, "Ben")

    assert conflicts(bench(review).docket(PAPER)) == [(Conflict.EXISTENCE,)] * 4


def test_the_fate_of_each_suggestion_is_told_once_all_have_finished(review: Review) -> None:
    (before,) = results_of(review)
    assert [fate for _, fate, _ in before.fates] == [Fate.OPEN] * 4

    decide(review, "Ana", "s1", Existence.REJECT, reason="other")
    decide(review, "Ben", "s1", Existence.REJECT, reason="other")
    docket = disputed(review)
    settle(review, docket, 0, Outcome.ONE)

    (after,) = results_of(review)
    assert [fate for _, fate, _ in after.fates] == [
        Fate.REJECTED,
        Fate.SETTLED,
        Fate.DISPUTED,
        Fate.CONFIRMED,
    ]


def test_what_settled_a_suggestion_is_told_with_it_and_its_note(review: Review) -> None:
    docket = disputed(review)
    settle(review, docket, 0, Outcome.NEITHER, note="The interviewer asks this.")

    (told,) = results_of(review)
    (settled,) = [each for _, _, each in told.fates if len(each) == 3]
    assert [decision.annotator for decision in settled] == ["ana", "ben", "lea"]
    assert settled[-1].judgement is not None
    assert settled[-1].judgement.note == "The interviewer asks this."


def test_papers_are_included_by_two_and_a_conflict_is_settled_by_a_third(review: Review) -> None:
    desk(review, "Ana").screen(PAPER, Step.INCLUDE, "", "", key())
    (seen,) = screenings(review, person("Ana"))
    assert seen.others is None
    desk(review, "Ben").screen(PAPER, Step.EXCLUDE, "staff only", "", key())

    (seen,) = screenings(review, person("Ana"))
    assert seen.others == {"Ben": (Step.EXCLUDE, "staff only")}
    assert flow([seen])["disputed"] == 1

    bench(review).settle_screening(PAPER, Step.EXCLUDE, "staff only", key())
    counts = flow(screenings(review, person("Lea")))
    assert (counts["excluded"], counts["reasons"]) == (1, {"staff only": 1})


def test_a_lead_who_annotates_settles_nothing_alone(review: Review) -> None:
    both = replace(person("Ana"), roles=("annotator", "lead"))
    docket = disputed(review)

    with pytest.raises(RefusedError):
        Bench(review, both).settle(PAPER, Settlement(key(), names_of(docket, 0), Outcome.ONE))


def test_a_settlement_that_was_replaced_cannot_be_withdrawn(review: Review) -> None:
    docket = disputed(review)
    names = names_of(docket, 0)
    first, second = key(), key()
    bench(review).settle(PAPER, Settlement(first, names, Outcome.OTHER))
    kept = bench(review).settle(PAPER, Settlement(second, names, Outcome.ONE))

    with pytest.raises(RefusedError, match="not there any more"):
        bench(review).withdraw(PAPER, first, key())

    assert bench(review).docket(PAPER).accounts == kept.accounts


def test_nobody_adds_to_the_settlement_of_another(review: Review) -> None:
    docket = disputed(review)
    names, once = names_of(docket, 0), key()
    bench(review).settle(PAPER, Settlement(once, names, Outcome.NEITHER))

    with pytest.raises(RefusedError, match="under this key"):
        bench(review, "Ana").settle(PAPER, Settlement(once, names, Outcome.ONE, joint=True))


@pytest.mark.parametrize(
    ("existence", "words"),
    [(Existence.WITHDRAW, "Nobody had asked me"), (Existence.ADD, "He knew my name")],
    ids=["no account", "elsewhere in the paper"],
)
def test_a_new_account_is_one_and_stands_where_the_conflict_is(
    review: Review, existence: Existence, words: str
) -> None:
    docket = disputed(review)
    made = Judgement(existence, span_of(docket.document, words))

    with pytest.raises(RefusedError):
        settle(review, docket, 0, Outcome.NEW, judgements=(made,))


def test_an_answer_changed_after_seeing_the_others_is_not_counted(review: Review) -> None:
    desk(review, "Ana").screen(PAPER, Step.PAPER_UNSURE, "", "", key())
    desk(review, "Ben").screen(PAPER, Step.INCLUDE, "", "", key())

    desk(review, "Ana").screen(PAPER, Step.INCLUDE, "", "", key())

    (seen,) = screenings(review, person("Lea"))
    assert seen.is_disputed


def test_who_comes_after_all_have_finished_is_not_put_to_the_paper(review: Review) -> None:
    finish(review, "Ana")
    finish(review, "Ben")

    with writing(review.engine) as connection:
        assign(connection, [PAPER], replace(review.settings, people=3))
        people = assigned_to(connection, PAPER)

    assert people == ["ana", "ben"]


def test_a_suggestion_that_both_marked_unaided_is_confirmed(
    tmp_path: Path, databases: Databases
) -> None:
    review = small_review(tmp_path, databases, blind_share=0.5, seed=1)
    for name in ("Ana", "Ben"):
        own = desk(review, name)
        (page,) = own.sheet(PAPER).blind
        words = QUOTATIONS[0] if page == 1 else QUOTATIONS[2]
        own.decide(PAPER, draft("", span_of(document(), words), Existence.ADD))
        own.close_page(PAPER, page, key())
        finish(review, name)

    (result,) = results_of(review)

    assert [fate for _, fate, _ in result.fates] == [Fate.CONFIRMED] * 4
    review.close()


def test_what_people_agree_on_is_not_settled_away(review: Review) -> None:
    docket = disputed(review)
    (agreed, *_) = [unit for unit, _ in docket.units if not unit.conflicts]

    with pytest.raises(RefusedError, match="nothing to settle"):
        bench(review).settle(PAPER, Settlement(key(), agreed.names, Outcome.NEITHER))
