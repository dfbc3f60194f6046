"""A stopping rule, if people choose one: papers that nobody reads, by a lead's decision on record.

The rule is the setting ``stop_after``: once that many papers in a row, in the order of
pre-screening, were excluded by all their people, a lead may leave unread what is ranked after
them. No score does it. What needs a person, has no row of pre-screening, or was begun by anybody
stays. Such papers are counted as excluded by automation, and can be taken up again.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Select,
    Tuple,
    case,
    exists,
    false,
    func,
    literal,
    literal_column,
    select,
    true,
    tuple_,
)

from extractor.records import Decision, Phase, Step
from extractor.screening.prospects import PaperKind
from extractor.store.database import reading, writing
from extractor.store.folder import Review, timestamp
from extractor.store.listing import SCREENING, UNREAD, counts_of, keep_lists
from extractor.store.people import LEAD, Person, names_of
from extractor.store.record import hold_chain
from extractor.store.rules import STOPPING, NotYoursError, RefusedError, check_key, noted
from extractor.store.settings import Settings
from extractor.store.tables import among, assignments, decisions, papers, summaries


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
        last = _last_of_run(connection, review.settings)
        return Stopping(
            last is not None and _is_any(connection, _is_ranked & (_place > last) & _is_read),
            _is_outlived(connection, last),
            counts_of(connection, "", SCREENING).get((UNREAD, ""), 0),
            tuple(_stops(connection)),
        )


def unread_papers(review: Review, these: Collection[str] | None = None) -> set[str]:
    """The papers (of these) that are left unread by a rule."""
    asked = select(summaries.c.paper).where(_is_unread, among(summaries.c.paper, these))
    with reading(review.engine) as connection:
        return set(connection.execute(asked).scalars())


def leave_unread(review: Review, person: Person, why: str, key: str) -> int:
    """Leave unread what falls under the rule; how many papers that is.

    Each is a decision of the lead on record. Raises ``RefusedError`` if there is nothing to leave.
    """
    blank = _Blank(person, Step.LEAVE_UNREAD, rule_in_words(review.settings), why, key)
    with writing(review.engine, alone=True) as connection:
        last = _last_of_run(connection, review.settings)
        after = false() if last is None else _is_ranked & (_place > last)
        left = _LISTED.where(after, _is_read, ~_is_begun)
        return _put(connection, blank, left, "No paper falls under the stopping rule.")


def take_up(review: Review, person: Person, why: str, key: str) -> int:
    """Take up again all that was left unread; how many papers that is. On record like leaving."""
    blank = _Blank(person, Step.TAKE_UP, "", why, key)
    with writing(review.engine, alone=True) as connection:
        return _put(connection, blank, _LISTED.where(_is_unread), "No paper is left unread.")


def rule_in_words(settings: Settings) -> str:
    """The rule, as the record and the page tell it; "" if there is none."""
    if not settings.stop_after:
        return ""
    papers = "1 paper" if settings.stop_after == 1 else f"{settings.stop_after} papers in a row"
    return f"ranked after {papers} that {'was' if settings.stop_after == 1 else 'were'} excluded"


def _last_of_run(connection: Connection, settings: Settings) -> Tuple | None:
    """The place of the last paper that is decided, if the rule is reached there."""
    wanted = settings.stop_after
    if not wanted:
        return None
    decided = _is_decided(settings.people)
    excluded = func.coalesce(decided & (summaries.c.verdict == Step.EXCLUDE.value), false())
    backwards = select(*_columns, excluded)
    backwards = backwards.where(_is_ranked).order_by(*(each.desc() for each in _columns))
    decided_last = connection.execute(backwards.where(decided).limit(1)).first()
    if decided_last is None:
        return None
    at = zip(decided_last, _columns, strict=False)
    last = tuple_(*(literal(place, each.type) for place, each in at))
    run = connection.execute(backwards.where(_place <= last).limit(wanted)).all()
    return last if len(run) == wanted and all(excluded for *_, excluded in run) else None


def _is_outlived(connection: Connection, last: Tuple | None) -> bool:
    """Whether any paper is left that no rule leaves now; asked by kinds, as the index has them."""
    return any(
        _is_any(connection, _is_unread & (summaries.c.kind == kind.value) & is_before)
        for kind in PaperKind
        for is_before in [true() if last is None or kind in UNRANKED else _place <= last]
    )


def _is_any(connection: Connection, which: ColumnElement[bool]) -> bool:
    """Whether there is any such paper."""
    return connection.execute(select(summaries.c.number).where(which).limit(1)).first() is not None


def _is_decided(people: int) -> ColumnElement[bool]:
    """Whether all its people, as many as the policy asks for, have said what a paper is."""
    given = select(func.count()).where(assignments.c.paper == summaries.c.paper).scalar_subquery()
    said = literal_column("summaries.verdict <> 'unread'", Boolean)  # as the index has it
    return said & (given >= people)


def _stops(connection: Connection) -> Iterator[Stop]:
    """The decisions of each time that a lead stopped or went on, as one."""
    is_first = case((decisions.c.key.like("%-0"), 1), else_=0)
    stop = func.sum(is_first).over(partition_by=decisions.c.annotator, order_by=decisions.c.number)
    stopping = decisions.c.step.in_([step.value for step in STOPPING])
    columns = (decisions.c[name] for name in ("id", "annotator", "at", "step", "note"))
    made = select(*columns, stop.label("stop")).where(stopping).subquery()
    together = select(
        made.c.annotator, func.min(made.c.at), made.c.step, func.count(), func.min(made.c.note)
    ).group_by(made.c.annotator, made.c.stop, made.c.step)
    names = names_of(connection)
    for annotator, at, step, count, why in connection.execute(
        together.order_by(func.min(made.c.id))
    ):
        yield Stop(names.get(annotator, annotator), at, step, count, why)


@dataclass(frozen=True, slots=True)
class _Blank:
    """What all decisions of one stop have in common."""

    person: Person
    step: Step
    reason: str
    why: str
    key: str


def _put(connection: Connection, blank: _Blank, left: Select[Any], nothing: str) -> int:
    if LEAD not in blank.person.roles:
        raise NotYoursError("Only a lead decides on this.")
    check_key(blank.key)
    chain = hold_chain(connection, blank.person.id)
    if chain.find(f"{blank.key}-0") is not None:
        return 0
    rows = connection.execute(left).all()
    if not rows:
        raise RefusedError(f"{nothing}\nReload the page.")
    chain.add_all(
        Decision(
            annotator=blank.person.id, number=0, paper=paper.id, document=paper.document,
            at=timestamp(), phase=Phase.ADJUDICATION, step=blank.step, reason=blank.reason,
            note=noted(blank.why), key=f"{blank.key}-{number}",
        )
        for number, paper in enumerate(rows)
    )  # fmt: skip
    keep_lists(connection, [paper.id for paper in sorted(rows, key=attrgetter("number"))])
    return len(rows)


UNRANKED = (PaperKind.NEEDS_A_PERSON,)
"""What no rule may be about: a paper that was not pre-screened needs a person."""

_columns = (summaries.c.ranked, summaries.c.number)
_place = tuple_(*_columns)
_is_ranked = summaries.c.kind.not_in([kind.value for kind in UNRANKED])
_is_unread = literal_column("summaries.screening = 'unread'", Boolean)  # as the index has it
_is_read = literal_column("summaries.screening <> 'unread'", Boolean)
_is_begun = exists().where(
    decisions.c.paper == summaries.c.paper,
    func.coalesce(decisions.c.step, "").not_in([step.value for step in STOPPING]),
)
"""Whether anybody has said anything of a paper."""
_LISTED = (
    select(papers.c.id, papers.c.document, papers.c.number)
    .join_from(summaries, papers, papers.c.number == summaries.c.number)
    .order_by(*_columns)
)
