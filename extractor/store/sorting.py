"""Accounts that were sorted under themes: what suggested themes may learn from.

For each annotator from their own decisions, and from those of others in papers that all their
annotators have finished; from nothing else, so that no suggestion tells what somebody decided in a
paper that is still open.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, select

from extractor.records import ACCEPTED, Decision, Phase, Span, Step
from extractor.store.listing import CONFLICTS, DONE
from extractor.store.marks import frozen, latest
from extractor.store.record import backwards, decisions_of
from extractor.store.settings import Settings
from extractor.store.standing import is_unblinded
from extractor.store.tables import assignments, decisions, heads, waiting

WHOLE = 2**64


class SortedAccount(NamedTuple):
    """An account as one person sorted it; ``span`` lies in the document whose digest it names.

    ``shown`` tells whether themes were suggested to that person.
    """

    paper: str
    mark: str
    document: str
    span: Span
    themes: tuple[str, ...]
    person: str
    shown: bool


def is_cold(paper: str, mark: str, settings: Settings) -> bool:
    """Whether a mark is one that is sorted without suggested themes; the same for everybody."""
    drawn = sha256(f"themes {settings.seed} {paper} {mark}".encode()).digest()
    return int.from_bytes(drawn[:8]) < settings.cold_share * WHOLE


def sorted_accounts(
    connection: Connection, person: str, settings: Settings, most: int | None = None
) -> list[SortedAccount]:
    """The accounts that this person's suggested themes may learn from; an account once a person.

    The latest are last, and the person's own after those of others: of a great many, ``most`` are
    read, and no more than these.
    """
    own = list(islice(_own_backwards(connection, person), most))
    rest = None if most is None else most - len(own)
    others = islice(_others_backwards(connection, person, settings, rest), rest)
    return [*own, *others][::-1]


def _own_backwards(connection: Connection, person: str) -> Iterator[SortedAccount]:
    """What a person sorted, the latest first; a mark has its name within its paper only."""
    known: set[tuple[str, str]] = set()
    for decision in backwards(connection, person):
        mark = (decision.paper, decision.mark)
        if decision.judgement and decision.phase is not Phase.ADJUDICATION and mark not in known:
            known.add(mark)
            yield from _sorted([decision])


def _others_backwards(
    connection: Connection, person: str, settings: Settings, most: int | None
) -> Iterator[SortedAccount]:
    """What others sorted in the person's papers that all have finished, the last paper first."""
    done = select(waiting.c.paper).where(_is_done(person)).order_by(waiting.c.number.desc())
    for paper in connection.execute(done.limit(most)).scalars().all():
        said = decisions_of(connection, paper)
        for other in said if is_unblinded(connection, paper, settings.people) else ():
            if other != person:
                yield from reversed(list(_sorted(said[other])))


def finished_accounts(connection: Connection, settings: Settings) -> list[SortedAccount]:
    """The accounts of all papers that all have finished, as each sorted them independently."""
    return [
        account
        for paper in _finished_by_all(connection, settings.people)
        for said in decisions_of(connection, paper).values()
        for account in _sorted(frozen(said))
    ]


def state_of_sorting(connection: Connection, person: str, settings: Settings) -> str:
    """What changes whenever ``sorted_accounts`` may have changed, found out quickly."""
    asked = select(heads.c.hash).where(heads.c.annotator == person)
    own = connection.execute(asked).scalar_one_or_none() or ""
    count, numbers = connection.execute(
        select(func.count(), func.sum(waiting.c.number)).where(_is_done(person))
    ).one()
    return sha256(f"{own} {settings.people} {count} {numbers}".encode()).hexdigest()


def _is_done(person: str) -> ColumnElement[bool]:
    """Whether all have finished one of the person's papers."""
    return (waiting.c.annotator == person) & waiting.c.waits.in_([CONFLICTS, DONE])


def _finished_by_all(connection: Connection, people: int) -> Sequence[str]:
    """The papers that all have finished, as many as the policy asks for."""
    finish = decisions.c.step == Step.FINISH.value
    asked = select(decisions.c.paper, decisions.c.annotator).where(finish)
    finishers = _by_paper(connection, asked)
    given = _by_paper(connection, select(assignments.c.paper, assignments.c.annotator))
    return sorted(
        paper
        for paper, annotators in given.items()
        if len(annotators) >= people and annotators <= finishers.get(paper, set())
    )


def _by_paper(connection: Connection, asked: Select[Any]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for paper, annotator in connection.execute(asked):
        found.setdefault(paper, set()).add(annotator)
    return found


def _sorted(decisions: Iterable[Decision]) -> Iterator[SortedAccount]:
    for mark, decision in latest(decisions).items():
        said = decision.judgement
        if said and said.existence in ACCEPTED and said.themes:
            yield SortedAccount(
                paper=decision.paper,
                mark=mark,
                document=decision.document,
                span=said.span,
                themes=said.themes,
                person=decision.annotator,
                shown=decision.themes_shown,
            )
