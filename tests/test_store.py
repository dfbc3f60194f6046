"""The record of a review and what each person's desk shows and takes, on both databases."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from extractor.records import Eligibility, Existence, Phase, Span, Step
from extractor.store.chain import breaks
from extractor.store.checks import problems_of
from extractor.store.database import reading, writing
from extractor.store.folder import Review, timestamp
from extractor.store.marks import State
from extractor.store.overview import my_papers, progress
from extractor.store.papers import add_paper, find_given, list_papers
from extractor.store.record import AT_ONCE, chain_of, hold_chain
from extractor.store.rereading import Reread, read_again
from extractor.store.rows import row_of
from extractor.store.rules import NotYoursError, RefusedError
from extractor.store.tables import decisions
from tests.databases import Databases
from tests.reviews import (
    FIRST_PAGE,
    PAPER,
    QUOTATIONS,
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


def states(review: Review, name: str) -> list[State]:
    return [mark.state for mark in desk(review, name).sheet(PAPER).marks]


def test_a_decision_about_a_suggestion_is_on_record_with_all_it_says(review: Review) -> None:
    ana = desk(review, "Ana")
    mark = ana.sheet(PAPER).marks[0]
    shorter = Span(mark.span.start, mark.span.end - 1)

    ana.decide(PAPER, draft(mark.name, shorter, speaker="P1", note="without the stop"))

    with reading(review.engine) as connection:
        (decision,) = chain_of(connection, "ana")
    assert decision.judgement is not None
    assert decision.judgement.existence is Existence.CORRECT
    assert decision.judgement.span == shorter
    assert decision.judgement.eligibility is Eligibility.ELIGIBLE
    assert decision.suggested == mark.span
    assert decision.phase is Phase.ASSISTED
    assert (decision.number, decision.previous) == (1, "")


def test_what_is_sent_twice_is_decided_once(review: Review) -> None:
    ana = desk(review, "Ana")
    said = draft("s1", ana.sheet(PAPER).marks[0].span)

    ana.decide(PAPER, said)
    name, sheet = ana.decide(PAPER, said)

    assert (name, sheet.counts["decided"]) == ("s1", 1)
    with reading(review.engine) as connection:
        assert len(chain_of(connection, "ana")) == 1


def test_the_chain_of_a_person_is_unbroken_and_breaks_if_anything_is_altered(
    review: Review,
) -> None:
    confirm_all(desk(review, "Ana"), PAPER)
    with reading(review.engine) as connection:
        chain = list(chain_of(connection, "ana"))

    assert list(breaks(chain)) == []
    altered = [chain[0], replace(chain[1], note="something else"), *chain[2:]]
    assert [(decision.number, what) for decision, what in breaks(altered)] == [
        (2, "it was changed after it was made")
    ]
    assert [what for _, what in breaks([chain[0], *chain[2:]])] == ["number 2 is missing"]


def test_the_chain_goes_on_over_many_decisions_that_are_added_together(review: Review) -> None:
    desk(review, "Ana").screen(PAPER, Step.PAPER_UNSURE, "", "", key())
    with writing(review.engine) as connection:
        (first,) = chain_of(connection, "ana")
        chain = hold_chain(connection, "ana")
        chain.add_all(replace(first, key=key()) for _ in range(AT_ONCE + 1))
        chain.add(replace(first, key=key()))

    with reading(review.engine) as connection:
        made = chain_of(connection, "ana")
    assert [decision.number for decision in made] == list(range(1, AT_ONCE + 4))
    assert list(breaks(made)) == []


@pytest.mark.parametrize(
    "statement",
    ["UPDATE decisions SET note = 'changed'", "DELETE FROM decisions", "DROP TABLE decisions"],
)
def test_the_database_refuses_to_change_what_was_decided(review: Review, statement: str) -> None:
    if statement.startswith("DROP") and review.engine.dialect.name == "sqlite":
        pytest.skip("whoever can write to a SQLite file can write anything: the guides say so")
    confirm_all(desk(review, "Ana"), PAPER)

    with pytest.raises(DBAPIError), writing(review.engine) as connection:
        connection.execute(text(statement))

    assert states(review, "Ana") == [State.CONFIRMED] * 4


def test_the_database_takes_no_decision_of_a_machine(review: Review) -> None:
    confirm_all(desk(review, "Ana"), PAPER)
    with reading(review.engine) as connection:
        made = chain_of(connection, "ana")[0]
    row = row_of(replace(made, annotator="test 1", key="another-key", hash="0" * 64))

    for kind in ("person", "machine"):
        with pytest.raises(DBAPIError), writing(review.engine) as connection:
            connection.execute(insert(decisions).values(row | {"kind": kind}))


def test_undo_is_a_new_decision_that_brings_back_what_was_said_before(review: Review) -> None:
    ana = desk(review, "Ana")
    span = ana.sheet(PAPER).marks[0].span
    ana.decide(PAPER, draft("s1", span, Existence.UNSURE))
    ana.decide(PAPER, draft("s1", span))

    ana.undo(PAPER, key())
    assert states(review, "Ana")[0] is State.UNSURE
    once = key()
    assert [ana.undo(PAPER, once)[0] for _ in range(2)] == ["s1", "s1"]
    assert states(review, "Ana")[0] is State.OPEN

    assert ana.undo(PAPER, key())[0] is None
    with reading(review.engine) as connection:
        assert len(chain_of(connection, "ana")) == 4


def test_what_is_added_over_a_page_break_is_an_account_of_both_pages(review: Review) -> None:
    ana = desk(review, "Ana")
    words = "visits.\n\nOthers said"

    name, sheet = ana.decide(PAPER, draft("", span_of(document(), words), Existence.ADD))

    added = next(mark for mark in sheet.marks if mark.name == name)
    assert added.state is State.ADDED
    assert sheet.document.pages_of(added.span) == (1, 2)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (draft("s1", Span(0, 5), Existence.REJECT), "Say why"),
        (draft("s99", Span(0, 5)), "no such mark"),
        (draft("", Span(0, 5)), "Only what is added"),
        (draft("s1", Span(0, 90_000)), "not in the paper"),
    ],
    ids=["no reason", "no such mark", "confirms nothing", "outside the text"],
)
def test_what_makes_no_sense_is_refused_and_not_recorded(
    review: Review, said: object, why: str
) -> None:
    with pytest.raises(RefusedError, match=why):
        desk(review, "Ana").decide(PAPER, said)  # type: ignore[arg-type]

    with reading(review.engine) as connection:
        assert chain_of(connection, "ana") == []


def test_a_blind_page_comes_before_any_suggestion(blind_review: Review) -> None:
    ana = desk(blind_review, "Ana")
    sheet = ana.sheet(PAPER)
    (page,) = sheet.blind

    assert (sheet.phase, sheet.marks) == (Phase.BLIND, [])
    with pytest.raises(RefusedError):
        ana.decide(PAPER, draft("s1", span_of(document(), QUOTATIONS[0])))
    with pytest.raises(RefusedError):
        ana.finish(PAPER, key())

    assert len(ana.close_page(PAPER, page, key()).marks) == 4


def test_only_what_stands_on_the_blind_page_can_be_marked_there(blind_review: Review) -> None:
    ana = desk(blind_review, "Ana")
    (page,) = ana.sheet(PAPER).blind
    here, elsewhere = (
        (QUOTATIONS[0], QUOTATIONS[2]) if page == 1 else (QUOTATIONS[2], QUOTATIONS[0])
    )

    ana.decide(PAPER, draft("", span_of(document(), here), Existence.ADD))
    with pytest.raises(RefusedError, match="on the page that is shown"):
        ana.decide(PAPER, draft("", span_of(document(), elsewhere), Existence.ADD))

    with reading(blind_review.engine) as connection:
        assert [decision.phase for decision in chain_of(connection, "ana")] == [Phase.BLIND]


def test_what_was_marked_unaided_need_not_be_decided_again(blind_review: Review) -> None:
    ana = desk(blind_review, "Ana")
    (page,) = ana.sheet(PAPER).blind
    text_there = QUOTATIONS[0] if page == 1 else QUOTATIONS[2]
    name, _ = ana.decide(PAPER, draft("", span_of(document(), text_there), Existence.ADD))

    sheet = ana.close_page(PAPER, page, key())

    marked = next(mark for mark in sheet.marks if mark.name == name)
    assert marked.suggestion is not None
    assert sheet.counts == {"marks": 4, "decided": 1, "unsure": 0, "open": 3}


def test_both_people_get_the_same_blind_pages(blind_review: Review) -> None:
    assert (
        desk(blind_review, "Ana").sheet(PAPER).blind == desk(blind_review, "Ben").sheet(PAPER).blind
    )


def test_nothing_of_the_others_is_shown_until_all_have_finished(review: Review) -> None:
    ana, ben = desk(review, "Ana"), desk(review, "Ben")
    confirm_all(ben, PAPER)
    ben.finish(PAPER, key())
    assert ana.sheet(PAPER).others is None

    confirm_all(ana, PAPER)
    ana.finish(PAPER, key())

    others = ana.sheet(PAPER).others
    assert others is not None
    assert [mark.state for mark in others["Ben"]] == [State.CONFIRMED] * 4


def test_a_paper_is_finished_when_nothing_is_open(review: Review) -> None:
    ana = desk(review, "Ana")
    confirm_all(ana, PAPER, but=["s3"])
    with pytest.raises(RefusedError, match="1 mark is still open"):
        ana.finish(PAPER, key())

    confirm_all(ana, PAPER)
    assert ana.finish(PAPER, key()).finished


def test_what_is_decided_after_finishing_is_recorded_as_such(review: Review) -> None:
    ana = desk(review, "Ana")
    confirm_all(ana, PAPER)
    ana.finish(PAPER, key())

    ana.decide(PAPER, draft("s1", ana.sheet(PAPER).marks[0].span, Existence.UNSURE))

    with reading(review.engine) as connection:
        assert chain_of(connection, "ana")[-1].phase is Phase.AFTER_UNBLINDING


def test_who_is_not_of_the_paper_has_no_desk_for_it(review: Review) -> None:
    with pytest.raises(NotYoursError):
        desk(review, "Lea").sheet(PAPER)
    with pytest.raises(NotYoursError):
        desk(review, "Ana").sheet("0" * 64)


def test_the_same_file_twice_is_one_paper(review: Review) -> None:
    with writing(review.engine) as connection:
        again = add_paper(connection, suggested(document()), review.settings, now=timestamp())

    assert (again.is_new, again.suggestions) == (False, 0)
    with reading(review.engine) as connection:
        assert len(list_papers(connection)) == 1


def test_lists_are_right_again_after_the_next_decision_on_what_was_added(review: Review) -> None:
    ana, found = desk(review, "Ana"), [*QUOTATIONS, "that stayed open", "what people remember"]
    confirm_all(ana, PAPER)
    with writing(review.engine) as connection:
        newer = suggested(document(), found, detector="test 2")
        add_paper(connection, newer, review.settings, now=timestamp())

    new = next(mark for mark in ana.sheet(PAPER).marks if mark.state is State.OPEN)
    ana.decide(PAPER, draft(new.name, new.span))

    assert list(problems_of(review)) == []


def test_a_paper_tells_its_people_and_its_blind_pages_in_order(
    tmp_path: Path, databases: Databases
) -> None:
    made = small_review(tmp_path, databases, blind_share=1.0)

    with reading(made.engine) as connection:
        given = find_given(connection, PAPER)
        unknown = find_given(connection, "none")
    assert given is not None
    assert (given.people, given.blind, unknown) == (("ana", "ben"), (1, 2), None)
    made.close()


def test_another_detector_adds_what_is_new_and_leaves_decisions_alone(review: Review) -> None:
    ana = desk(review, "Ana")
    confirm_all(ana, PAPER)
    found = [QUOTATIONS[0], "a door that stayed open between visits."]

    with writing(review.engine) as connection:
        newer = suggested(document(), found, detector="test 2")
        added = add_paper(connection, newer, review.settings, now=timestamp())

    assert added.suggestions == 1
    assert states(review, "Ana") == [*[State.CONFIRMED] * 2, State.OPEN, *[State.CONFIRMED] * 2]


def test_another_reading_carries_what_fits_and_shows_the_rest_as_orphans(review: Review) -> None:
    ana = desk(review, "Ana")
    confirm_all(ana, PAPER)
    reread = document(FIRST_PAGE.replace("pen down", "pens down"), reader="test again")
    found = ["She put her pens down and waited until I could say it.", *QUOTATIONS[1:]]

    with writing(review.engine) as connection:
        newer = suggested(reread, found)
        added = add_paper(connection, newer, review.settings, now=timestamp())

    marks = {mark.name: mark.state for mark in ana.sheet(PAPER).marks}
    assert added.suggestions == 1
    assert marks["s1"] is State.ORPHAN
    assert ana.sheet(PAPER).orphans == {"s1": QUOTATIONS[0]}
    assert marks["s5"] is State.OPEN
    assert [marks[name] for name in ("s2", "s3", "s4")] == [State.CONFIRMED] * 3


def test_home_counts_what_is_done_and_what_is_open(review: Review) -> None:
    confirm_all(desk(review, "Ana"), PAPER, but=["s2"])

    (mine,) = my_papers(review, person("Ana"))

    assert (mine.standing.decided, mine.standing.open, mine.tally) == (3, 1, None)


def test_the_lead_sees_how_far_people_are_but_not_what_they_decided(review: Review) -> None:
    confirm_all(desk(review, "Ana"), PAPER)

    (paper,) = progress(review, person("Lea"))

    assert [(who.name, how and how.decided) for who, how in paper.people] == [
        ("Ana", 4),
        ("Ben", 0),
    ]
    assert paper.tally is None


def told_of(review: Review, name: str) -> object:
    """What the lead's page is made from, for one person."""
    (paper,) = progress(review, person("Lea"))
    how = {who.name: how for who, how in paper.people}[name]
    assert how is not None
    return how.decided, how.finished


def test_nothing_that_somebody_adds_changes_what_the_lead_is_told(blind_review: Review) -> None:
    unaided, aided = desk(blind_review, "Ana"), desk(blind_review, "Ben")
    (page,) = unaided.sheet(PAPER).blind
    here = QUOTATIONS[0] if page == 1 else QUOTATIONS[2]
    unaided.decide(PAPER, draft("", span_of(document(), here), Existence.ADD))
    for each in (unaided, aided):
        each.close_page(PAPER, page, key())
    assert told_of(blind_review, "Ana") == told_of(blind_review, "Ben") == (0, False)

    unaided.decide(PAPER, draft("", span_of(document(), "met without hurry"), Existence.ADD))
    confirm_all(unaided, PAPER)
    confirm_all(aided, PAPER)

    assert told_of(blind_review, "Ana") == told_of(blind_review, "Ben") == (2, False)


def test_a_lead_who_annotates_sees_no_more_than_an_annotator(review: Review) -> None:
    confirm_all(desk(review, "Ben"), PAPER)
    both = replace(person("Ana"), roles=("annotator", "lead"))

    (paper,) = progress(review, both)

    assert [(who.name, how is None) for who, how in paper.people] == [
        ("Ana", False),
        ("Ben", True),
    ]


def test_a_paper_is_excluded_with_a_reason_only(review: Review) -> None:
    ana = desk(review, "Ana")
    with pytest.raises(RefusedError, match="Say why"):
        ana.screen(PAPER, Step.EXCLUDE, " ", "", key())

    ana.screen(PAPER, Step.EXCLUDE, "no accounts of the people asked for", "", key())

    (mine,) = my_papers(review, person("Ana"))
    assert mine.standing.screened is Step.EXCLUDE


def test_nothing_that_people_write_breaks_a_database(review: Review) -> None:
    ana = desk(review, "Ana")
    odd = "a\0b \ud800 ' ; -- 𝒳 <b>"

    ana.decide(PAPER, draft("s1", ana.sheet(PAPER).marks[0].span, note=odd, speaker=odd))

    judgement = ana.sheet(PAPER).marks[0].judgement
    assert judgement is not None
    assert judgement.note == "a\ufffdb ? ' ; -- 𝒳 <b>"


def test_what_was_marked_unaided_is_not_undone_once_suggestions_are_shown(
    blind_review: Review,
) -> None:
    ana = desk(blind_review, "Ana")
    (page,) = ana.sheet(PAPER).blind
    words = QUOTATIONS[0] if page == 1 else QUOTATIONS[2]
    ana.decide(PAPER, draft("", span_of(document(), words), Existence.ADD))
    ana.close_page(PAPER, page, key())

    assert ana.undo(PAPER, key())[0] is None


@pytest.fixture
def twice_blind(tmp_path: Path, databases: Databases) -> Iterator[Review]:
    """Both pages of the paper are read without suggestions; Ana is done with the first."""
    made = small_review(tmp_path, databases, blind_share=1.0)
    ana = desk(made, "Ana")
    ana.decide(PAPER, draft("", span_of(document(), QUOTATIONS[0]), Existence.ADD))
    ana.close_page(PAPER, 1, key())
    yield made
    made.close()


@pytest.mark.parametrize(
    ("words", "existence"),
    [
        (QUOTATIONS[2], Existence.ADD),
        (QUOTATIONS[0], Existence.ADD),
        (QUOTATIONS[0], Existence.WITHDRAW),
    ],
    ids=["moved to the open page", "said again", "withdrawn"],
)
def test_what_was_marked_on_a_closed_page_is_frozen_while_another_is_open(
    twice_blind: Review, words: str, existence: Existence
) -> None:
    ana = desk(twice_blind, "Ana")
    (before,) = ana.sheet(PAPER).marks

    with pytest.raises(RefusedError, match="stays as it is"):
        ana.decide(PAPER, draft(before.name, span_of(document(), words), existence))

    assert ana.undo(PAPER, key())[0] is None
    assert ana.sheet(PAPER).marks == [before]


def test_what_was_marked_on_the_open_page_can_be_undone(twice_blind: Review) -> None:
    ana = desk(twice_blind, "Ana")
    name, _ = ana.decide(PAPER, draft("", span_of(document(), QUOTATIONS[2]), Existence.ADD))

    assert ana.undo(PAPER, key())[0] == name
    assert len(ana.sheet(PAPER).marks) == 1


def test_an_addition_is_not_moved_to_where_something_was_rejected(review: Review) -> None:
    ana = desk(review, "Ana")
    name, sheet = ana.decide(PAPER, draft("", span_of(document(), "met without"), Existence.ADD))
    first = next(mark for mark in sheet.marks if mark.name == "s1")
    ana.decide(PAPER, draft("s1", first.span, Existence.REJECT, reason="interviewer"))

    with pytest.raises(RefusedError, match="You have rejected this suggestion"):
        ana.decide(PAPER, draft(name, first.span, Existence.ADD))


def test_wherever_a_request_says_that_it_stood_a_mark_is_withdrawn(review: Review) -> None:
    ana = desk(review, "Ana")
    confirm_all(ana, PAPER)

    ana.decide(PAPER, draft("s1", Span(0, 10**30), Existence.WITHDRAW))

    assert states(review, "Ana") == [State.OPEN, *[State.CONFIRMED] * 3]
    assert list(problems_of(review)) == []


def test_the_same_words_are_added_once(review: Review) -> None:
    ana = desk(review, "Ana")
    span = span_of(document(), "met without hurry")
    ana.decide(PAPER, draft("", span, Existence.ADD))

    with pytest.raises(RefusedError, match="already"):
        ana.decide(PAPER, draft("", span, Existence.ADD))


def test_additions_with_keys_alike_are_two(review: Review) -> None:
    ana = desk(review, "Ana")
    for number, words in enumerate(("met without hurry", "a door that stayed open")):
        said = draft("", span_of(document(), words), Existence.ADD)
        ana.decide(PAPER, replace(said, key=f"one-and-the-same-{number}"))

    assert ana.sheet(PAPER).counts["decided"] == 2


@pytest.mark.parametrize("seconds", [-0.0, 3, 1e300])
def test_any_length_of_time_keeps_the_chain_whole(review: Review, seconds: float) -> None:
    ana = desk(review, "Ana")
    said = draft("s1", ana.sheet(PAPER).marks[0].span)

    ana.decide(PAPER, replace(said, seconds=seconds))

    with reading(review.engine) as connection:
        assert list(breaks(chain_of(connection, "ana"))) == []


def test_an_orphan_can_be_withdrawn_and_all_is_whole_after_it(review: Review) -> None:
    ana = desk(review, "Ana")
    confirm_all(ana, PAPER, but=["s1", "s2"])
    shorter = document(second="Others said other things.", reader="test again")
    assert read_again(review, suggested(shorter, QUOTATIONS[:2])).orphans == 2

    for mark in ana.sheet(PAPER).marks:
        if mark.state is State.ORPHAN:
            ana.decide(PAPER, draft(mark.name, mark.span, Existence.WITHDRAW))

    assert states(review, "Ana") == [State.OPEN] * 2
    assert not list(problems_of(review))


def test_reading_again_brings_the_counts_of_who_has_begun_up_to_date(review: Review) -> None:
    confirm_all(desk(review, "Ana"), PAPER, but=["s1"])
    reread = document(FIRST_PAGE.replace("pen down", "pens down"), reader="test again")
    found = ["She put her pens down and waited until I could say it.", *QUOTATIONS[1:]]

    change = read_again(review, suggested(reread, [*found, "met without hurry"]))

    assert change == Reread(False, kept=3, new=2, gone=1, orphans=0)
    (mine,) = my_papers(review, person("Ana"))
    assert (mine.standing.decided, mine.standing.open, mine.paper.suggestions) == (3, 2, 5)
    assert not list(problems_of(review))


@pytest.mark.parametrize("reader", ["test", "test again"])
def test_what_somebody_has_finished_is_not_read_again(review: Review, reader: str) -> None:
    confirm_all(desk(review, "Ana"), PAPER)
    desk(review, "Ana").finish(PAPER, key())
    found = [*QUOTATIONS, "met without hurry"]

    change = read_again(review, suggested(document(reader=reader), found, detector="test 2"))

    assert change == Reread(is_finished=True)
    assert len(states(review, "Ben")) == len(QUOTATIONS)
