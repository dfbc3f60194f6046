"""`firsthand train`: what a review's decisions teach the scores; it is used only where better.

The papers are invented. In most of these reviews the detector takes what stands in the discussion
for accounts, and the people of the review find that it is not: that can be learned.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from extractor.batch.jobs import suggest_paper
from extractor.cli.learned import place_of
from extractor.cli.learning_quotes import corrected
from extractor.quotes import DEFAULT_THRESHOLD
from extractor.quotes.adapting import (
    Correction,
    correct,
    lacking,
    learn,
    plain,
    read_correction,
    traits,
    write_correction,
)
from extractor.quotes.ranking.ranker import default_ranker
from extractor.records import (
    REASONS,
    Decided,
    Eligibility,
    Existence,
    Form,
    Outcome,
    Section,
    Span,
    SuggestedPaper,
    Suggestion,
    Voice,
)
from extractor.store.bench import Bench, Settlement
from extractor.store.database import reading, writing
from extractor.store.decided import DecidedPaper, decided_papers
from extractor.store.folder import Review, timestamp
from extractor.store.papers import add_paper, list_papers, suggestions_of
from tests.commands import Ended, firsthand
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
    small_review,
    suggested,
)

DETECTOR = "test 1"
NOT_THEIRS, TERM, OTHER = REASONS[0], REASONS[1], REASONS[-1]
INTERVIEW = Path(__file__).parent / "pdfs" / "interview.pdf"


def suggestion(
    paper: str = "p0", section: Section = Section.RESULTS, score: float = 0.9, start: int = 0
) -> Suggestion:
    """A labelled quotation of a hundred characters."""
    return Suggestion(
        paper=paper,
        span=Span(start, start + 100),
        form=Form.INLINE,
        score=score,
        why=("in quotation marks",),
        detector=DETECTOR,
        section=section,
        speaker="P1",
    )


def people_say(papers: int = 8, *, of_the_discussion: bool = False) -> list[Decided]:
    """Papers with four accounts in the results, and four quotations in the discussion."""
    found = []
    for number in range(papers):
        for at in range(4):
            one = suggestion(f"p{number}", start=200 * at)
            other = suggestion(f"p{number}", Section.DISCUSSION, 0.7, start=2000 + 200 * at)
            found += [Decided(one, True), Decided(other, of_the_discussion)]
    return found


def learned(decided: Sequence[Decided]) -> Correction:
    return learn(decided, detector=DETECTOR, threshold=0.4, seed=1, made="2026-11-26T09:00:00Z")


# What is learned


def test_where_all_in_one_section_is_rejected_that_is_learned() -> None:
    correction = learned(people_say())

    assert correction.trial.is_better
    assert correction.trial.plain.precision == 0.5
    assert correction.trial.corrected.precision == 1.0
    assert correct(suggestion(section=Section.DISCUSSION, score=0.7), correction).score < 0.4
    assert correct(suggestion(), correction).score > 0.8


def test_where_there_is_nothing_to_gain_it_is_not_better() -> None:
    as_often_as_scores_say = [
        Decided(suggestion(f"p{number}", score=0.8, start=200 * at), at != number % 5)
        for number in range(10)
        for at in range(5)
    ]

    assert not learned(as_often_as_scores_say).trial.is_better


def test_what_is_so_in_one_paper_of_many_is_not_better() -> None:
    odd = [Decided(suggestion("odd", Section.DISCUSSION, 0.7, 200 * n), False) for n in range(8)]

    assert not learned([*people_say(of_the_discussion=True), *odd]).trial.is_better


def test_few_decisions_move_a_score_little() -> None:
    few, many = learned(people_say(5)), learned(people_say(40))
    of_the_discussion = suggestion(section=Section.DISCUSSION, score=0.7)

    assert correct(of_the_discussion, many).score < correct(of_the_discussion, few).score < 0.7


@pytest.mark.parametrize(
    ("decided", "told"),
    [
        pytest.param(people_say(4), "it takes 5 papers, and there are 4", id="few papers"),
        pytest.param(people_say(5)[::4], "it takes 20 decided suggestions, and there are 10",
                     id="few decisions"),
        pytest.param(people_say(of_the_discussion=True),
                     "it takes 5 of them that are no accounts, and there are 0",
                     id="all decided the same way"),
        pytest.param(people_say(5), "", id="enough"),
    ],
)  # fmt: skip
def test_too_few_decisions_teach_nothing(decided: list[Decided], told: str) -> None:
    assert lacking(decided) == told


def test_what_people_are_not_shown_is_never_raised() -> None:
    """Of what is below the threshold nothing was decided, so nothing is known."""
    everywhere = [
        replace(one, suggestion=replace(one.suggestion, score=0.6 if one.exists else 0.5))
        for one in people_say()
    ]
    correction = learned(everywhere)

    assert correct(suggestion(score=0.6), correction).score > 0.6
    assert correct(suggestion(score=0.39), correction).score == 0.39
    assert correct(suggestion(section=Section.DISCUSSION, score=0.39), correction).score < 0.39


def test_a_corrected_suggestion_names_the_correction_and_keeps_its_reasons() -> None:
    after = correct(suggestion(), learned(people_say()))

    assert after.detector == "test 1 + this review’s decisions (64)"
    assert after.why == suggestion().why
    assert after.uncorrected == 0.9


def test_another_detectors_scores_are_not_corrected() -> None:
    other = replace(suggestion(), detector="test 2")

    assert correct(other, learned(people_say())) == other


def test_what_is_learned_of_corrected_suggestions_is_learned_of_their_own_scores() -> None:
    """Learning again and again does not drift: the detector's own score is kept."""
    first = learned(people_say())
    shown = [replace(one, suggestion=correct(one.suggestion, first)) for one in people_say()]
    own = [plain(one.suggestion, DETECTOR) for one in shown]

    assert own == [one.suggestion for one in people_say()]
    assert plain(suggestion(), "test 2") is None


def test_traits_hold_no_words_of_a_paper_and_nothing_of_whose_words_they_are() -> None:
    named = replace(suggestion(), speaker="P7, nurse", voice=Voice.PROFESSIONAL)

    assert traits(named) == traits(suggestion())


# How it is kept


def test_a_correction_is_read_back_as_it_was_written() -> None:
    correction = learned(people_say())

    assert read_correction(write_correction(correction)) == correction


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"form": "firsthand correction 9"}, id="of another version"),
        pytest.param({"weights": {"labelled": "inf"}}, id="a weight that is no number"),
        pytest.param({"weights": {"labelled": 10**400}}, id="a weight beyond all numbers"),
        pytest.param({"weights": None}, id="no weights"),
        pytest.param({"detector": 1}, id="no detector"),
        pytest.param({"threshold": None}, id="no threshold"),
        pytest.param({"trial": {}}, id="no trial"),
        pytest.param({"more": 1}, id="something else in it"),
    ],
)
def test_a_broken_correction_is_refused(change: dict[str, object]) -> None:
    told = json.loads(write_correction(learned(people_say())))

    with pytest.raises(ValueError, match=r"it is|number"):
        read_correction(json.dumps(told | change))


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", "\0", "[" * 100_000])
def test_what_is_no_correction_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_correction(text)


# What people have decided, on both databases


def decide(review: Review, name: str, mark: str, existence: Existence, **said: object) -> None:
    span = next(each.span for each in desk(review, name).sheet(PAPER).marks if each.name == mark)
    shorter = said.pop("shorter", 0)
    span = Span(span.start, span.end - int(str(shorter)))
    desk(review, name).decide(PAPER, draft(mark, span, existence, **said))


def finish(review: Review, *names: str) -> None:
    """Confirm what is open still, and finish."""
    for name in names:
        confirm_all(desk(review, name), PAPER)
        desk(review, name).finish(PAPER, key())


def only(review: Review) -> DecidedPaper:
    (paper,) = decided_papers(review)
    return paper


def exist(review: Review) -> dict[str, bool]:
    """What is learned of each suggestion, by how it begins."""
    text = document().text
    decided = only(review).decided
    return {one.suggestion.span.of(text).split()[0]: one.exists for one in decided}


def test_what_both_confirm_is_an_account_and_what_both_reject_is_none(review: Review) -> None:
    for name, reason in (("Ana", NOT_THEIRS), ("Ben", TERM)):
        decide(review, name, "s1", Existence.REJECT, reason=reason)
    finish(review, "Ana", "Ben")

    assert exist(review) == {"She": False, "Nobody": True, "I": True, "He": True}


def test_nothing_is_learned_of_a_paper_that_one_has_not_finished(review: Review) -> None:
    confirm_all(desk(review, "Ben"), PAPER)
    finish(review, "Ana")

    assert only(review) == DecidedPaper(only(review).paper, is_finished=False)


def test_eligibility_is_never_learned(review: Review) -> None:
    """Not that it is off the question, not that people disagree about it."""
    for name in ("Ana", "Ben"):
        off = Eligibility.OFF_THE_QUESTION
        decide(review, name, "s1", Existence.CONFIRM, eligibility=off)
    decide(review, "Ana", "s2", Existence.CONFIRM, eligibility=Eligibility.WRONG_SPEAKER)
    finish(review, "Ana", "Ben")

    assert set(exist(review).values()) == {True}


def test_what_is_disputed_unsure_or_rejected_otherwise_is_left_out(review: Review) -> None:
    decide(review, "Ana", "s1", Existence.REJECT, reason=NOT_THEIRS)
    decide(review, "Ana", "s2", Existence.UNSURE)
    for name in ("Ana", "Ben"):
        decide(review, name, "s3", Existence.REJECT, reason=OTHER)
    finish(review, "Ana", "Ben")

    assert exist(review) == {"He": True}
    assert only(review).left_out == 3


def test_ends_that_differ_are_no_matter(review: Review) -> None:
    decide(review, "Ana", "s4", Existence.CORRECT, shorter=8)
    finish(review, "Ana", "Ben")

    assert exist(review)["He"]


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        pytest.param(Outcome.ONE, False, id="settled as the one says who rejected it"),
        pytest.param(Outcome.OTHER, True, id="settled as the other says who confirmed it"),
    ],
)
def test_the_settled_outcome_counts(review: Review, outcome: Outcome, told: bool) -> None:
    decide(review, "Ana", "s1", Existence.REJECT, reason=NOT_THEIRS)
    finish(review, "Ana", "Ben")
    bench = Bench(review, person("Lea"))
    (disputed,) = [unit for unit, _ in bench.docket(PAPER).units if unit.conflicts]
    bench.settle(PAPER, Settlement(key(), disputed.names, outcome))

    assert exist(review)["She"] is told


def test_what_was_added_is_counted_and_teaches_nothing(
    tmp_path: Path, databases: Databases
) -> None:
    paper = suggested(document(), QUOTATIONS[:3])
    made = small_review(tmp_path, databases, paper=paper)
    for name in ("Ana", "Ben"):
        at = document().text.index(QUOTATIONS[3])
        span = Span(at, at + len(QUOTATIONS[3]))
        desk(made, name).decide(PAPER, draft("", span, Existence.ADD, voice=Voice.SERVICE_USER))
    finish(made, "Ana", "Ben")

    assert len(only(made).decided) == 3
    assert only(made).added == 1
    made.close()


def test_a_corrected_suggestion_is_stored_with_its_own_score(review: Review) -> None:
    again = replace(suggestion(PAPER), detector="test 1 + this review’s decisions (64)")
    stored = replace(again, uncorrected=0.7, span=document().blocks[0].span)
    with writing(review.engine) as connection:
        read = SuggestedPaper("again.pdf", document(), (stored,))
        add_paper(connection, read, review.settings, now=timestamp())
        (paper,) = list_papers(connection)
        kept = suggestions_of(connection, PAPER, paper.document)

    assert stored in kept.values()
    assert [each.uncorrected for each in kept.values()].count(None) == 4


# The command, on a review of six papers in which what stands in the discussion is rejected


@pytest.fixture(scope="module")
def six(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    address = "sqlite:///review.db"
    folder = tmp_path_factory.mktemp("training")
    made = small_review(folder, Databases(address, address), paper=paper_of(0), threshold=0.3)
    for number in range(1, 6):
        with writing(made.engine) as connection:
            add_paper(connection, paper_of(number), made.settings, now=timestamp())
    for number in range(6):
        for name in ("Ana", "Ben"):
            they_finish(made, name, id_of_paper(number))
    yield made
    made.close()


def id_of_paper(number: int) -> str:
    return sha256(b"%d" % number).hexdigest()


def paper_of(number: int) -> SuggestedPaper:
    """The invented paper once more; two of its four quotations are suggested in the discussion."""
    of = replace(document(), paper=id_of_paper(number))
    detector = default_ranker().name
    read = suggested(of, detector=detector)
    found = tuple(
        each if at < 2 else replace(each, section=Section.DISCUSSION, score=0.6)
        for at, each in enumerate(read.suggestions)
    )
    return SuggestedPaper(f"paper-{number}.pdf", of, found)


def they_finish(review: Review, name: str, paper: str) -> None:
    for mark in desk(review, name).sheet(paper).marks:
        if mark.suggestion and mark.suggestion.section is Section.DISCUSSION:
            said = draft(mark.name, mark.span, Existence.REJECT, reason=NOT_THEIRS)
            desk(review, name).decide(paper, said)
    confirm_all(desk(review, name), paper)
    desk(review, name).finish(paper, key())


@pytest.fixture(scope="module")
def trained(six: Review) -> Ended:
    return firsthand("train", six.folder, "--json", six.folder / "exports" / "figures.json")


def test_the_command_reports_and_keeps_what_is_better(six: Review, trained: Ended) -> None:
    kept = read_correction(place_of(six, "quotes").read_text(encoding="utf-8"))
    figures = json.loads((six.folder / "exports" / "figures.json").read_text(encoding="utf-8"))

    assert (trained.code, trained.err) == (0, "")
    assert "24 decided suggestions, 12 of them accounts, in 6 papers" in trained.out
    assert "Better: the log-loss falls by" in trained.out
    assert "section: discussion" in trained.out
    assert kept.trial.is_better
    assert figures["quotes"]["trial"]["gain"] == kept.trial.gain


def test_papers_put_in_afterwards_are_suggested_with_it(six: Review, trained: Ended) -> None:
    plainly = suggest_paper(INTERVIEW, engine="pdfium", password=None)
    ended = firsthand("add", six.folder, INTERVIEW)
    with reading(six.engine) as connection:
        paper = list_papers(connection)[-1]
        stored = suggestions_of(connection, paper.id, paper.document).values()

    assert ended.code == 0
    assert "corrected by what this review decided about 24 suggestions" in ended.err
    assert {each.detector for each in stored} == {"ranker 1 + this review’s decisions (24)"}
    own = {each.span: (each.score, each.why) for each in plainly.suggestions}
    assert all(own[each.span] == (each.uncorrected, each.why) for each in stored)


def test_the_threshold_is_for_the_corrected_scores(six: Review, trained: Ended) -> None:
    (read,) = corrected(six, [paper_of(7)], quiet=True)

    assert [each.score >= DEFAULT_THRESHOLD for each in read.suggestions] == [
        True,
        True,
        False,
        False,
    ]


def test_a_dry_run_keeps_nothing(six: Review, trained: Ended) -> None:
    place = place_of(six, "quotes")
    before = place.read_bytes()
    place.write_bytes(b"")
    ended = firsthand("train", six.folder, "--dry-run", "--quiet")

    assert "Better" in ended.out
    assert place.read_bytes() == b""
    place.write_bytes(before)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(b"{", "is not used:", id="broken"),
        pytest.param(b"\x80\x04\x95", "is not used:", id="a pickle, which is never loaded"),
        pytest.param(None, "it is for another 1, and this is ranker 1.", id="another detector’s"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line_and_scores_stay(
    six: Review, trained: Ended, content: bytes | None, told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    place = place_of(six, "quotes")
    before = place.read_bytes()
    place.write_bytes(content or before.replace(b'"ranker 1"', b'"another 1"'))
    (read,) = corrected(six, [paper_of(7)])
    said = capsys.readouterr().err

    assert read == paper_of(7)
    assert told in said
    assert said.count("\n") == 1
    place.write_bytes(before)


def test_a_correction_that_is_not_better_is_kept_and_not_used(
    six: Review, trained: Ended, capsys: pytest.CaptureFixture[str]
) -> None:
    place = place_of(six, "quotes")
    before = place.read_text(encoding="utf-8")
    correction = read_correction(before)
    worse = replace(correction, trial=replace(correction.trial, low=-0.01))
    place.write_text(write_correction(worse), encoding="utf-8")
    (read,) = corrected(six, [paper_of(7)])

    assert read == paper_of(7)
    assert capsys.readouterr().err == ""
    place.write_text(before, encoding="utf-8")


def test_a_review_without_enough_decisions_is_told_so(review: Review, tmp_path: Path) -> None:
    from extractor.cli.training import train_review

    figures = tmp_path / "figures.json"
    train_review(review, dry_run=False, as_json=figures, quiet=True)

    assert json.loads(figures.read_text())["quotes"]["lacking"].startswith("it takes 5 papers")
    assert not place_of(review, "quotes").exists()
