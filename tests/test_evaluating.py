"""The figures of a review, each against what is counted by hand."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from extractor.agreement.between import assisted_readings
from extractor.agreement.blind import blind_pages
from extractor.agreement.detector import compare, curve
from extractor.agreement.evaluated import (
    Annotator,
    BlindPage,
    Case,
    EvaluatedAccount,
    EvaluatedMark,
    EvaluatedPaper,
    Handled,
    Screening,
)
from extractor.agreement.evaluating import Evaluation, evaluate, record_of_evaluation
from extractor.agreement.figure import Figure, Interval, Undefined
from extractor.agreement.ranked import median_of, work_saved
from extractor.agreement.results import Bootstrap, Group
from extractor.agreement.scores import Outcome, Point, precision_recall
from extractor.records import (
    Account,
    Decision,
    Eligibility,
    Existence,
    Form,
    Judgement,
    Phase,
    Section,
    Span,
    Suggestion,
    Voice,
)
from extractor.records import (
    Outcome as Settled,
)
from extractor.store.bench import Bench, Settlement
from extractor.store.codebook import change_codebook
from extractor.store.evaluated import read_evaluated
from extractor.store.folder import Review
from extractor.themes.editing import CodebookStep, Kind
from tests.reviews import (
    PAPER,
    QUOTATIONS,
    confirm_all,
    decide,
    desk,
    document,
    draft,
    key,
    person,
    read_page,
    span_of,
)

FEW = Bootstrap(200, 1)
PAGE = Span(0, 1000)
PEOPLE = (Annotator("ana", "Ana"), Annotator("ben", "Ben"))


@pytest.fixture
def review(blind_review: Review) -> Review:
    """Page 1 is read without suggestions."""
    return blind_review


def finish(review: Review) -> None:
    for name in ("Ana", "Ben"):
        confirm_all(desk(review, name), PAPER)
        desk(review, name).finish(PAPER, key())


def evaluated(review: Review) -> Evaluation:
    return evaluate(read_evaluated(review).papers, threshold=0.4, rounds=200)


def figure(found: Evaluation | Group, name: str, *, group: str = "") -> Figure:
    """The one figure whose name begins so."""
    groups = [found] if isinstance(found, Group) else found.groups
    (one,) = [
        each.figure
        for some in groups
        if some.name.startswith(group)
        for each in some.measured
        if each.figure.name.startswith(name)
    ]
    return one


def value(found: Evaluation | Group, name: str, *, group: str = "") -> float:
    known = figure(found, name, group=group).value
    assert not isinstance(known, Undefined), known
    return known


def test_what_does_not_belong_to_the_review_is_no_error_of_the_detector(review: Review) -> None:
    for name in ("Ana", "Ben"):
        read_page(review, name)
        decide(review, name, "s3", Existence.CONFIRM, eligibility=Eligibility.OFF_THE_QUESTION)
        decide(review, name, "s4", Existence.CONFIRM, eligibility=Eligibility.WRONG_SPEAKER)
    finish(review)

    found = evaluated(review)

    assert value(found, "Precision (exact)") == 1.0
    assert value(found, "Recall (exact)") == 1.0
    assert figure(found, "Precision (exact)").counts["suggestions"] == 4


def test_a_text_that_is_wrong_is_no_error_of_the_detector_either(review: Review) -> None:
    for name in ("Ana", "Ben"):
        read_page(review, name)
        decide(review, name, "s3", Existence.REJECT, reason="text wrong")
        decide(review, name, "s4", Existence.REJECT, reason="cited author")
    finish(review)

    found = evaluated(review)

    assert figure(found, "Precision (exact)").counts == {
        "papers": 1,
        "suggestions": 3,
        "right": 2,
    }


def test_unaided_and_assisted_agreement_are_told_apart(review: Review) -> None:
    read_page(review, "Ana", QUOTATIONS[0])
    read_page(review, "Ben")
    decide(review, "Ben", "s4", Existence.REJECT, reason="cited author")
    finish(review)

    found = evaluated(review)

    unaided = figure(found, "F1 between annotators (exact)", group="unaided")
    assisted = figure(found, "Percent agreement", group="assisted existence")
    assert (unaided.value, unaided.counts["spans"]) == (0.0, 1)
    assert (assisted.value, assisted.counts["units"]) == (0.5, 2)  # s3 and s4, not s1 nor s2
    spans = figure(found, "F1 between annotators (exact)", group="assisted spans")
    assert spans.value == pytest.approx(2 / 3)
    assert spans.counts["spans"] == 3


def test_every_figure_names_the_cases_behind_it(review: Review) -> None:
    read_page(review, "Ana", QUOTATIONS[0])
    read_page(review, "Ben")
    decide(review, "Ben", "s4", Existence.REJECT, reason="cited author")
    finish(review)

    found = [group for group in evaluated(review).groups if group.measured]
    groups = {group.name: group.measured[0].cases for group in found}

    (alone,) = groups["unaided"]["marked by one person only"]
    (disputed,) = groups["assisted existence"]["disagreed on"]
    assert alone.span == span_of(document(), QUOTATIONS[0])
    assert (disputed.paper, disputed.mark) == (PAPER, "s4")
    assert groups["assisted spans"] == {
        "taken by one person only": (disputed,),
        "with other ends": (),
    }


def test_what_is_accepted_after_reading_unaided_is_rescued_or_over_accepted(
    review: Review,
) -> None:
    read_page(review, "Ana")
    read_page(review, "Ben")
    decide(review, "Ben", "s2", Existence.REJECT, reason="cited author")
    finish(review)
    bench = Bench(review, person("Lea"))
    (unit,) = [unit for unit, _ in bench.docket(PAPER).units if unit.conflicts]
    before = evaluated(review)
    bench.settle(PAPER, Settlement(key(), unit.names, Settled.NEITHER))
    after = evaluated(review)

    names = ("Accepted by somebody", "Rescued", "Over-accepted", "Accepted, and still open")
    assert [value(before, name) for name in names] == [1.0, 0.5, 0.0, 0.5]
    assert [value(after, name) for name in names] == [1.0, 0.5, 0.5, 0.0]


def test_recall_on_blind_pages_is_against_what_people_made_of_them_in_the_end(
    review: Review,
) -> None:
    read_page(review, "Ana", QUOTATIONS[0], "Several spoke of being met without hurry")
    read_page(review, "Ben", QUOTATIONS[0])
    finish(review)
    bench = Bench(review, person("Lea"))
    (unit,) = [unit for unit, _ in bench.docket(PAPER).units if unit.conflicts]
    bench.settle(PAPER, Settlement(key(), unit.names, Settled.ONE))

    found = evaluated(review)

    # Three accounts: both quotations, and what Ana alone had marked; two of them were suggested.
    assert value(found, "Recall of the machine") == pytest.approx(2 / 3)
    assert value(found, "Recall of Ana unaided") == pytest.approx(2 / 3)
    assert value(found, "Recall of Ben unaided") == pytest.approx(1 / 3)
    assert value(found, "Recall of people unaided") == pytest.approx(2 / 3)
    # People found 2, the machine 2, both 1: (2 + 1) (2 + 1) / (1 + 1) - 1 = 3.5, and 3 were seen.
    assert value(found, "Accounts that all missed") == pytest.approx(0.5)


def test_how_suggestions_were_handled_is_counted_by_person_and_over_all(review: Review) -> None:
    for name in ("Ana", "Ben"):
        read_page(review, name, *QUOTATIONS[:2])
    span = span_of(document(), "I told it four times to four people")
    desk(review, "Ana").decide(PAPER, draft("s3", span, Existence.CONFIRM))
    decide(review, "Ben", "s3", Existence.REJECT, reason="the heading of a table")
    finish(review)

    found = evaluated(review)

    assert found.moved == {3: 1}  # "in one week."
    assert value_of(found, "handling", "Kept as suggested") == 0.5  # s4 by both
    assert value_of(found, "handling", "Moved") == 0.25
    assert value_of(found, "handling", "Rejected: other") == 0.25
    assert value_of(found, "handling by ana", "Moved") == 0.5
    assert value_of(found, "handling by ben", "Moved") == 0.0


def value_of(found: Evaluation, group: str, name: str) -> float:
    (one,) = [each for each in found.groups if each.name == group]
    return value(one, name)


def test_themes_that_were_suggested_and_those_that_were_not_are_compared_apart(
    review: Review,
) -> None:
    for name, theme in (("Ana", "trust"), ("Ben", "time")):
        read_page(review, name)
        for mark, shown in (("s3", True), ("s4", False)):
            span = next(m.span for m in desk(review, name).sheet(PAPER).marks if m.name == mark)
            chosen = (theme,) if shown else ("trust",)
            said = draft(mark, span, Existence.CONFIRM, themes=chosen)
            desk(review, name).decide(PAPER, replace(said, themes_shown=shown))
    finish(review)

    found = evaluated(review)

    cold = figure(found, "Krippendorff alpha (MASI)", group="themes cold")
    suggested = figure(found, "Krippendorff alpha (MASI)", group="themes suggested")
    assert (cold.value, cold.counts["units"]) == (1.0, 3)  # s4, and s1 and s2 with none
    assert (suggested.value, suggested.counts["units"]) == (0.0, 1)
    (group,) = [group for group in found.groups if group.name == "themes suggested"]
    for each in group.measured:
        assert [case.mark for case in each.cases["sorted otherwise"]] == ["s3"]


def test_themes_that_were_split_since_do_not_count_against_agreement(review: Review) -> None:
    for name, theme in (("Ana", "trust"), ("Ben", "time")):
        read_page(review, name)
        decide(review, name, "s3", Existence.CONFIRM, themes=(theme,))
    finish(review)
    before = figure(evaluated(review), "Krippendorff alpha (MASI)", group="themes cold")
    change_codebook(review, person("Lea"), CodebookStep(Kind.RETIRE, "time"), key=key())
    after = figure(evaluated(review), "Krippendorff alpha (MASI)", group="themes cold")

    assert (before.counts["units"], after.counts["units"]) == (4, 3)
    assert isinstance(before.value, float)
    assert before.value < 1


def test_nothing_finished_leaves_every_figure_undefined_and_says_why() -> None:
    found = evaluate((), threshold=0.4, rounds=200)

    for group in found.groups:
        for each in group.measured:
            assert isinstance(each.figure.value, Undefined), each.figure.name
            assert str(each.figure.value).startswith("undefined, because ")


# From here on papers are made by hand: each page is a thousand letters of one paper.


def handled(existence: Existence, span: Span, phase: Phase = Phase.ASSISTED) -> Handled:
    judgement = Judgement(existence, span, reason="cited author")
    return Handled(Decision("ana", 1, "p", "d", "", phase, judgement=judgement))


def mark(
    start: int,
    *,
    score: float = 0.9,
    exists: bool | None = True,
    paper: str = "p",
    **said: Existence,
) -> EvaluatedMark:
    """A suggestion of a hundred letters on page 1."""
    span = Span(start, start + 100)
    suggestion = Suggestion("p", span, Form.INLINE, score, (), "test 1")
    told = {who: handled(existence, span) for who, existence in said.items()}
    return EvaluatedMark("p", f"s{start}", span, (1,), suggestion, told, frozenset(), exists, False)


def account(span: Span, *, paper: str = "p", page: int = 1) -> EvaluatedAccount:
    made = Account(paper, span, Eligibility.ELIGIBLE, None, Voice.UNCLEAR, (), (), False, False)
    return EvaluatedAccount(
        made, f"s{span.start}", (page,), Section.RESULTS, is_suggested=True, themes=()
    )


def paper(
    *,
    marks: Iterable[EvaluatedMark] = (),
    accounts: Iterable[EvaluatedAccount] = (),
    blind: Iterable[BlindPage] = (),
    id_: str = "p",
    pages: int = 1,
) -> EvaluatedPaper:
    screening = Screening({}, None, "", is_disputed=False)
    return EvaluatedPaper(
        1, id_, f"Paper {id_}", f"{id_}.pdf", "d", "test", 100, pages, PEOPLE,
        tuple(marks), tuple(accounts), tuple(blind), screening, "x" * 1000 * pages,
    )  # fmt: skip


def blind(probability: float = 1.0, part: Span = PAGE, **marked: Iterable[Span]) -> BlindPage:
    cases = {
        who: tuple(Case("p", f"a-{span.start}", span) for span in spans)
        for who, spans in marked.items()
    }
    return BlindPage(1, probability, part, cases)


def test_precision_recall_and_f1_count_pairs_from_the_overlap_on() -> None:
    one = paper(
        marks=[mark(0), mark(200), mark(400, exists=False), mark(600, exists=None)],
        accounts=[account(Span(0, 100)), account(Span(200, 270)), account(Span(800, 900))],
    )

    found = evaluate([one], threshold=0.4, rounds=200)

    # Exact: the first. From one half on: the second too, whose end was moved by 30 of 100 letters.
    assert value(found, "Precision (exact)") == pytest.approx(1 / 3)
    assert value(found, "Recall (exact)") == pytest.approx(1 / 3)
    assert value(found, "Precision (overlap ≥ 0.5)") == pytest.approx(2 / 3)
    assert value(found, "F1 (overlap ≥ 0.5)") == pytest.approx(2 / 3)
    assert value(found, "Precision (overlap ≥ 0.8)") == pytest.approx(1 / 3)
    (group,) = [group for group in found.groups if group.name == "detector"]
    precision = next(e for e in group.measured if e.figure.name == "Precision (overlap ≥ 0.5)")
    assert [case.mark for case in precision.cases["suggested without an account"]] == ["s400"]
    assert "1 that people have not settled" in group.about


def test_what_scores_below_the_threshold_was_shown_to_nobody() -> None:
    one = paper(marks=[mark(0, score=0.3), mark(200)], accounts=[account(Span(200, 300))])

    assert value(evaluate([one], threshold=0.4, rounds=200), "Precision (exact)") == 1.0


def test_figures_are_told_by_paper_form_section_and_voice() -> None:
    papers = [
        paper(id_="a", marks=[mark(0)], accounts=[account(Span(0, 100))]),
        paper(id_="b", marks=[mark(0, exists=False)], accounts=[account(Span(500, 600))]),
    ]

    parts = evaluate(papers, threshold=0.4, rounds=200).parts

    told = {(part.by, part.value): [each.figure.value for each in part.measured] for part in parts}
    assert told["paper", "Paper a"] == [1.0, 1.0, 1.0]
    assert told["paper", "Paper b"] == [0.0, 0.0, 0.0]
    assert told["section", "results"] == [0.5, 0.5]
    assert told["voice", "unclear"] == [0.5, 0.5]
    precision, recall = told["form", "inline"]
    assert precision == 0.5
    assert str(recall) == (
        "undefined, because how an account is set is known only where it was suggested"
    )


def test_the_curve_has_a_point_for_each_score_down_to_the_threshold() -> None:
    outcomes = [Outcome(0.9, True), Outcome(0.8, False), Outcome(0.8, True), Outcome(0.5, False)]

    assert precision_recall(outcomes, 4) == [
        Point(0.9, 1, 1.0, 0.25),
        Point(0.8, 3, 2 / 3, 0.5),
        Point(0.5, 4, 0.5, 0.5),
    ]
    assert curve(compare([paper(marks=[mark(0)])], 0.4)) == []


def test_the_calibration_error_is_the_mean_distance_of_score_and_share() -> None:
    right = [mark(at * 200, score=0.9) for at in range(4)]
    wrong = mark(900, score=0.6, exists=False)
    one = paper(marks=[*right, wrong], accounts=[account(each.span) for each in right])

    found = evaluate([one], threshold=0.4, rounds=200)

    assert value(found, "Expected calibration error") == pytest.approx((4 * 0.1 + 0.6) / 5)


def test_accounts_that_all_missed_are_estimated_by_chapman() -> None:
    four = [Span(at * 200, at * 200 + 100) for at in range(4)]
    one = paper(
        marks=[mark(0), mark(200), mark(600)],
        accounts=map(account, four),
        blind=[blind(ana=four[:2], ben=four[1:3])],
    )

    missed = figure(blind_pages([one], 0.4, FEW), "Accounts that all missed")

    # People found 3, the machine 3, both 2: (3 + 1) (3 + 1) / (2 + 1) - 1 = 4.333; 4 were seen.
    assert missed.value == pytest.approx(1 / 3)
    assert missed.counts == {"papers": 1, "by people": 3, "by machine": 3, "by both": 2}
    assert isinstance(missed.interval, Interval)
    assert 0 <= missed.interval.low <= 1 / 3 <= missed.interval.high


def test_pages_count_by_how_many_they_stand_for() -> None:
    span = Span(0, 100)
    found = paper(marks=[mark(0)], accounts=[account(span)], blind=[blind(0.5, ana=[span])])
    missed = paper(id_="q", accounts=[account(span, paper="q")], blind=[blind(0.1, ana=[span])])

    recall = figure(blind_pages([found, missed], 0.4, FEW), "Recall of the machine")

    assert recall.value == pytest.approx(2 / (2 + 10))
    assert (recall.counts["accounts"], recall.counts["found"]) == (2, 1)


def test_an_account_that_goes_on_over_the_page_is_found_by_what_stands_on_it() -> None:
    page = blind(part=Span(0, 1000), ana=[Span(900, 1000)], ben=[Span(980, 1000)])
    one = paper(pages=2, accounts=[account(Span(900, 1300))], blind=[page])

    group = blind_pages([one], 0.4, FEW)

    assert value(group, "Recall of Ana unaided") == 1.0
    assert value(group, "Recall of Ben unaided") == 0.0


def test_an_account_that_begins_on_the_page_before_belongs_to_that_page() -> None:
    page = BlindPage(2, 1.0, Span(1000, 2000), {"ana": (), "ben": ()})
    one = paper(pages=2, accounts=[account(Span(900, 1300), page=1)], blind=[page])

    recall = figure(blind_pages([one], 0.4, FEW), "Recall of the machine")

    assert str(recall.value) == (
        "undefined, because no account begins on a page that was read without suggestions"
    )


def test_what_stands_outside_a_page_that_was_read_unaided_counts_as_assisted() -> None:
    both = replace(mark(950, ana=Existence.CONFIRM, ben=Existence.CONFIRM), pages=(1, 2))
    within = replace(mark(1200, ana=Existence.CONFIRM), pages=(2,))
    over = replace(mark(1950, ana=Existence.CONFIRM), pages=(2, 3), unaided=frozenset({"ana"}))
    part = Span(1000, 2000)
    one = paper(pages=3, marks=[both, within, over], blind=[BlindPage(2, 1.0, part, {})])

    before, after = assisted_readings([one])

    assert before.marked == {"ana": (Span(950, 1000),), "ben": (Span(950, 1000),)}
    assert after.marked == {"ana": (), "ben": ()}


def test_an_account_around_a_page_that_was_read_unaided_counts_once() -> None:
    span = Span(950, 2050)
    around = replace(mark(950), pages=(1, 2, 3), said={"ana": handled(Existence.CONFIRM, span)})
    one = paper(pages=3, marks=[around], blind=[BlindPage(2, 1.0, Span(1000, 2000), {})])

    assert [r.marked["ana"] for r in assisted_readings([one])] == [(Span(950, 1000),), ()]


@pytest.mark.parametrize(
    ("relevant", "recall", "saved"),
    [
        ([1, 0, 1, 0, 0, 0, 0, 0, 0, 0], 1.0, 0.7),  # three of ten are read
        ([1, 0, 1, 0, 0, 0, 0, 0, 0, 0], 0.95, 0.65),
        ([1, 0, 1, 0, 0, 0, 0, 0, 0, 0], 0.5, 0.4),  # one is read
        ([0, 0, 0, 1], 1.0, 0.0),
        ([1, 1, 1, 1], 0.95, -0.05),  # what is all to be found cannot be read less
    ],
)
def test_work_saved_is_what_need_not_be_read_less_what_any_order_saves(
    relevant: list[int], recall: float, saved: float
) -> None:
    ranked = work_saved([bool(each) for each in relevant], recall=recall)

    assert ranked(np.ones((1, len(relevant))))[0] == pytest.approx(saved)


def test_an_item_that_is_drawn_twice_counts_twice() -> None:
    once = work_saved([True, False, True], recall=1.0)
    spelt = work_saved([True, False, False, True, True], recall=0.5)

    assert once(np.array([[1.0, 2.0, 2.0]]))[0] == 0.0
    assert spelt(np.ones((1, 5)))[0] == pytest.approx(0.5 - 4 / 5)
    assert median_of([2.0, 5.0, 9.0])(np.array([[1.0, 1.0, 1.0], [5.0, 1.0, 1.0]])).tolist() == [
        5.0,
        2.0,
    ]


def test_pages_are_read_by_their_best_suggestion() -> None:
    second = EvaluatedMark(
        "p", "s2", Span(1100, 1200), (2,),
        Suggestion("p", Span(1100, 1200), Form.INLINE, 0.9, (), "test 1"),
        {}, frozenset(), True, False,
    )  # fmt: skip
    one = paper(pages=4, marks=[second], accounts=[account(Span(1100, 1200), page=2)])

    found = evaluate([one], threshold=0.4, rounds=200)

    assert value(found, "WSS@1 of pages") == 0.75
    assert value(found, "WSS@0.95 of pages") == pytest.approx(0.70)


def test_an_evaluation_can_be_written_as_json_with_its_cases() -> None:
    one = paper(marks=[mark(0, ana=Existence.CONFIRM)], accounts=[account(Span(500, 600))])

    record = record_of_evaluation(evaluate([one], threshold=0.4, rounds=200))

    detector = next(group for group in record["groups"] if group["name"] == "detector")
    recall = next(each for each in detector["figures"] if each["name"] == "Recall (exact)")
    assert recall["cases"] == {"not suggested so": [["p", "s500", 500, 600]]}
    assert record["existence"]["labels"] == ["account", "no account", "unsure"]
