"""A hundredth of `eval/decisions_kept.py`, and eight people at once, on both databases.

The server is killed as that script kills it: a signal that no program hears.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from decisions_kept import NAMES, Asked, Kept, bars_of, build_review, decide_and_kill
from extractor.records import REASONS, Decision, Existence, Judgement, Phase, Step
from extractor.store.checks import problems_of
from extractor.store.database import reading
from extractor.store.desk import Desk, Draft
from extractor.store.folder import Review
from extractor.store.people import Person, people_of
from extractor.store.record import chain_of
from extractor.store.settings import Settings
from extractor.store.standing import Tally, tallies_of
from tests.databases import Databases
from tests.reviews import FILE, PAPER, confirm_all, document, draft, suggested

KILLS, DECISIONS, DECISIONS_EACH, VERIFIED = 2, 60, 30, 10
ONE, OTHER = (Asked(f"key-{name}", PAPER, "s1", "confirm") for name in ("one", "other"))


@pytest.fixture
def review(tmp_path: Path, databases: Databases) -> Iterator[Review]:
    """A review with one paper that belongs to eight annotators."""
    file = tmp_path / "trust-and-time.pdf"
    file.write_bytes(FILE)
    settings = Settings(people=len(NAMES), blind_share=0.0, database=databases.application)
    owner = databases.owner if databases.owner != databases.application else None
    papers = [(file, suggested(document()))]
    made = build_review(tmp_path / "review", settings, papers, owner=owner)
    yield made
    made.close()


def at_once(review: Review, do: Callable[[Desk], None], people: int = len(NAMES)) -> None:
    """Let so many people, each at a desk of their own, do something at the same time."""
    begin = Barrier(people)

    def done(desk: Desk) -> None:
        begin.wait()
        do(desk)

    with ThreadPoolExecutor(people) as pool:
        list(pool.map(done, desks(review)[:people]))


def desks(review: Review) -> list[Desk]:
    with reading(review.engine) as connection:
        return [Desk(review, person) for person in people_of(connection)]


def chain(review: Review, person: Person) -> Sequence[Decision]:
    with reading(review.engine) as connection:
        return chain_of(connection, person.id)


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(review: Review) -> None:
    kept = decide_and_kill(review, kills=KILLS, decisions=DECISIONS, seed=1)

    assert [bar for bar in bars_of(kept, DECISIONS) if not bar.reached] == []
    assert set(kept.acknowledged) == {name.lower() for name in NAMES}


def test_eight_people_decide_at_once_and_nothing_is_lost_or_doubled(review: Review) -> None:
    said: dict[str, list[str]] = {}

    def decide(desk: Desk) -> None:
        marks = desk.sheet(PAPER).marks
        keys = said[desk.person.id] = []
        for number in range(DECISIONS_EACH):
            mark = marks[number % len(marks)]
            judgement = Judgement(Existence.REJECT, mark.span, reason=REASONS[number % 7])
            keys.append(f"{desk.person.id}-key-{number:04}")
            desk.decide(PAPER, Draft(keys[-1], mark.name, judgement))

    at_once(review, decide)

    assert len(said) == len(NAMES)
    for desk in desks(review):
        assert [made.key for made in chain(review, desk.person)] == said[desk.person.id]
    assert list(problems_of(review)) == []


def test_when_all_finish_at_once_the_paper_is_tallied(review: Review) -> None:
    at_once(review, lambda desk: confirm_all(desk, PAPER))

    at_once(review, lambda desk: ignore(desk.finish(PAPER, f"{desk.person.id}-finish")))

    with reading(review.engine) as connection:
        assert tallies_of(connection) == {PAPER: Tally(4, 0, 0, 4)}


def test_people_who_have_finished_go_on_deciding_at_once(review: Review) -> None:
    at_once(review, lambda desk: confirm_all(desk, PAPER))
    at_once(review, lambda desk: ignore(desk.finish(PAPER, f"{desk.person.id}-finish")))

    def decide(desk: Desk) -> None:
        for mark in desk.sheet(PAPER).marks:
            desk.decide(PAPER, draft(mark.name, mark.span, Existence.UNSURE))

    at_once(review, decide)

    assert list(problems_of(review)) == []
    phases = Counter(made.phase for desk in desks(review) for made in chain(review, desk.person))
    assert phases[Phase.AFTER_UNBLINDING] == 4 * len(NAMES)


def test_what_one_person_asks_for_in_several_windows_at_once_is_done_once(review: Review) -> None:
    ana = desks(review)[0]
    said = draft("s1", ana.sheet(PAPER).marks[0].span)

    at_once(review, lambda _: ignore(ana.decide(PAPER, said)))

    assert [made.key for made in chain(review, ana.person)] == [said.key]


def test_what_is_decided_while_the_paper_is_finished_elsewhere_comes_before_or_is_told_apart(
    review: Review,
) -> None:
    ana = desks(review)[0]
    confirm_all(ana, PAPER)
    span = ana.sheet(PAPER).marks[0].span

    def decide_or_finish(desk: Desk) -> None:
        if desk.person == ana.person:
            ana.finish(PAPER, "ana-finish")
        else:
            ana.decide(PAPER, draft("s1", span, Existence.UNSURE))

    at_once(review, decide_or_finish)

    made = chain(review, ana.person)
    finish = next(number for number, each in enumerate(made) if each.step is Step.FINISH)
    assert {each.phase for each in made[:finish]} == {Phase.ASSISTED}
    assert {each.phase for each in made[finish + 1 :]} <= {Phase.AFTER_UNBLINDING}


def test_two_windows_that_undo_at_once_undo_two_decisions(review: Review) -> None:
    ana = desks(review)[0]
    confirm_all(ana, PAPER)
    begun = len(chain(review, ana.person))

    at_once(review, lambda desk: ignore(ana.undo(PAPER, f"{desk.person.id}-undo")), people=2)

    undone = [made.undoes for made in chain(review, ana.person)[begun:]]
    assert undone == [begun, begun - 1]


def test_verify_finds_nothing_wrong_while_people_go_on_working(review: Review) -> None:
    found: list[str] = []

    def work_or_verify(desk: Desk) -> None:
        if desk.person.id == "ana":
            for _ in range(VERIFIED):
                found.extend(problems_of(review))
        else:
            for number, mark in enumerate([*desk.sheet(PAPER).marks] * 3):
                desk.decide(PAPER, draft(mark.name, mark.span))
                desk.undo(PAPER, f"{desk.person.id}-undo-{number}")

    at_once(review, work_or_verify, people=4)

    assert found == []


@pytest.mark.parametrize(
    ("acknowledged", "on_record", "missing", "doubled", "in_order"),
    [
        ([ONE, OTHER], [ONE, OTHER], 0, 0, True),
        ([ONE, OTHER], [ONE], 1, 0, False),
        ([ONE], [ONE, ONE], 0, 1, False),
        ([ONE], [ONE, OTHER], 0, 1, False),
        ([ONE], [ONE._replace(existence="reject")], 1, 1, False),
        ([ONE, OTHER], [OTHER, ONE], 0, 0, False),
    ],
    ids=["all kept", "one lost", "one doubled", "one unasked for", "one altered", "order changed"],
)
def test_the_script_tells_what_was_lost_doubled_or_altered(
    acknowledged: Sequence[Asked],
    on_record: Sequence[Asked],
    missing: int,
    doubled: int,
    in_order: bool,
) -> None:
    kept = Kept({"ana": acknowledged}, {"ana": on_record}, 0, 0, [0.1, 0.2], Counter(), [])

    assert (kept.missing, kept.doubled, kept.in_order) == (missing, doubled, in_order)
    assert all(bar.reached for bar in bars_of(kept, 1)) == in_order


def ignore(_: object) -> None:
    """Something was done for what it does, not for what it gives."""
