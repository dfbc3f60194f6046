"""A stopping rule, if people choose one: papers that nobody reads, by a lead's decision on record.

The rule is the setting ``stop_after``: once that many papers in a row, in the order of
pre-screening, were excluded by all their people, a lead may leave unread what is ranked after
them. No score does it. What needs a person, has no row of pre-screening, or was begun by anybody
stays. Such papers are counted as excluded by automation, and can be taken up again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Connection, select

from extractor.records import Decision, Phase, Step
from extractor.screening.prospects import PaperKind, place_of
from extractor.store.database import reading, writing
from extractor.store.folder import Review, timestamp
from extractor.store.overview import (
    SaidOfPapers,
    left_unread,
    said_of_papers,
    screened_by_all,
)
from extractor.store.papers import StoredPaper, list_papers
from extractor.store.people import LEAD, Person
from extractor.store.prospects import kept_prospects
from extractor.store.record import add_decision, find_by_key
from extractor.store.rules import STOPPING, NotYoursError, RefusedError, check_key, storable
from extractor.store.settings import Settings
from extractor.store.tables import decisions


class Stop(NamedTuple):
    """What a lead did by the rule, or took back: when, with how many papers, and why."""

    name: str
    at: str
    step: str
    papers: int
    why: str


@dataclass(frozen=True, slots=True)
class Stopping:
    """Where the rule stands: whether papers are after it that are not left, how many are, by whom.

    ``is_outlived`` tells that papers are left which the rule does not hold for now: one before them
    was taken in, or they are ranked anew. ``stops`` is what the record tells, in order.
    """

    is_reached: bool
    is_outlived: bool
    unread: int
    stops: tuple[Stop, ...]


def stopping_of(review: Review) -> Stopping:
    """Where the rule stands. It rests on what all of a paper's people have said, and else nothing.

    How many papers would be left is not told: a lead who annotates would see who began what.
    """
    with reading(review.engine) as connection:
        said = said_of_papers(connection)
        after = {each.id for each in _after(review, connection, said)}
        stops = tuple(_stops(connection, said.names))
        left = set(said.unread)
        return Stopping(not after <= left, not left <= after, len(left), stops)


def unread_papers(review: Review) -> set[str]:
    """The papers that are left unread by a rule."""
    with reading(review.engine) as connection:
        return set(left_unread(connection))


def leave_unread(review: Review, person: Person, why: str, key: str) -> int:
    """Leave unread what falls under the rule; how many papers that is.

    Each is a decision of the lead on record. Raises ``RefusedError`` if there is nothing to leave.
    """
    rule = rule_in_words(review.settings)
    with writing(review.engine) as connection:
        said = said_of_papers(connection)
        kept = set(said.unread) | _begun(connection)
        left = [each for each in _after(review, connection, said) if each.id not in kept]
        blank = _Blank(person, Step.LEAVE_UNREAD, rule, why, key)
        return _put(connection, blank, left, "No paper falls under the stopping rule.")


def take_up(review: Review, person: Person, why: str, key: str) -> int:
    """Take up again all that was left unread; how many papers that is. On record like leaving."""
    with writing(review.engine) as connection:
        unread = left_unread(connection)
        left = [each for each in list_papers(connection) if each.id in unread]
        blank = _Blank(person, Step.TAKE_UP, "", why, key)
        return _put(connection, blank, left, "No paper is left unread.")


def rule_in_words(settings: Settings) -> str:
    """The rule, as the record and the page tell it; "" if there is none."""
    if not settings.stop_after:
        return ""
    papers = "1 paper" if settings.stop_after == 1 else f"{settings.stop_after} papers in a row"
    return f"ranked after {papers} that {'was' if settings.stop_after == 1 else 'were'} excluded"


def _after(review: Review, connection: Connection, said: SaidOfPapers) -> list[StoredPaper]:
    """The papers ranked after the last one that is decided, if the rule is reached there."""
    wanted = review.settings.stop_after
    papers = _in_order(review, list_papers(connection)) if wanted else []
    verdicts = [_verdict(said, paper, review.settings.people) for paper in papers]
    last = max((at for at, verdict in enumerate(verdicts, 1) if verdict), default=0)
    run = verdicts[max(0, last - wanted) : last]
    is_reached = wanted and len(run) == wanted and set(run) == {Step.EXCLUDE}
    return papers[last:] if is_reached else []


def _in_order(review: Review, papers: Sequence[StoredPaper]) -> list[StoredPaper]:
    """The papers that a rule may be about, as they are ranked."""
    rows = kept_prospects(review)
    may = [
        (paper, rows[paper.document])
        for paper in papers
        if paper.document in rows and rows[paper.document].kind is not PaperKind.NEEDS_A_PERSON
    ]
    voices = review.settings.eligible_voices
    return [paper for paper, row in sorted(may, key=lambda each: place_of(each[1], voices))]


def _verdict(said: SaidOfPapers, paper: StoredPaper, people: int) -> Step | None:
    """What all its people, or a settlement, make of a paper; None while that is open."""
    screened = screened_by_all(said, paper, people)
    if screened.is_disputed:
        return Step.PAPER_UNSURE
    return screened.steps[0][0] if screened.steps else None


def _stops(connection: Connection, names: Mapping[str, str]) -> Iterator[Stop]:
    """The decisions of each time that a lead stopped or went on, as one."""
    columns = (decisions.c[name] for name in ("annotator", "at", "step", "note", "key"))
    stopping = decisions.c.step.in_([step.value for step in STOPPING])
    rows = connection.execute(select(*columns).where(stopping).order_by(decisions.c.id))
    for _, together in groupby(rows, key=lambda row: (row.annotator, row.key.rpartition("-")[0])):
        made = list(together)
        first = made[0]
        name = names.get(first.annotator, first.annotator)
        yield Stop(name, first.at, first.step, len(made), first.note)


def _begun(connection: Connection) -> set[str]:
    """The papers of which anybody has said anything."""
    stopping = [step.value for step in STOPPING]
    others = decisions.c.step.is_(None) | decisions.c.step.not_in(stopping)
    return set(connection.execute(select(decisions.c.paper).distinct().where(others)).scalars())


@dataclass(frozen=True, slots=True)
class _Blank:
    """What all decisions of one stop have in common."""

    person: Person
    step: Step
    reason: str
    why: str
    key: str


def _put(connection: Connection, blank: _Blank, papers: Sequence[StoredPaper], nothing: str) -> int:
    if LEAD not in blank.person.roles:
        raise NotYoursError("Only a lead decides on this.")
    check_key(blank.key)
    if find_by_key(connection, blank.person.id, f"{blank.key}-0") is not None:
        return 0
    if not papers:
        raise RefusedError(f"{nothing}\nReload the page.")
    for number, paper in enumerate(papers):
        decision = Decision(
            annotator=blank.person.id, number=0, paper=paper.id, document=paper.document,
            at=timestamp(), phase=Phase.ADJUDICATION, step=blank.step, reason=blank.reason,
            note=storable(blank.why), key=f"{blank.key}-{number}",
        )  # fmt: skip
        add_decision(connection, decision)
    return len(papers)
