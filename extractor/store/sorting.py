"""Accounts that were sorted under themes: what suggested themes may learn from.

For each annotator from their own decisions, and from those of others in papers that all their
annotators have finished; from nothing else, so that no suggestion tells what somebody decided in a
paper that is still open.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, select

from extractor.records import ACCEPTED, Decision, Phase, Span, Step
from extractor.store.marks import frozen, latest
from extractor.store.record import chain_of, decisions_of
from extractor.store.settings import Settings
from extractor.store.tables import assignments, decisions, heads

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


def sorted_accounts(connection: Connection, person: str, settings: Settings) -> list[SortedAccount]:
    """The accounts that this person's suggested themes may learn from; an account once a person.

    The person's own are last: where only the last are used, theirs are among them.
    """
    return [
        *(
            account
            for paper in _finished_by_all(connection, settings.people, person)
            for other, said in decisions_of(connection, paper).items()
            if other != person
            for account in _sorted(said)
        ),
        *_own(connection, person),
    ]


def _own(connection: Connection, person: str) -> Iterator[SortedAccount]:
    """What a person sorted; a mark has its name within its paper only."""
    by_paper: dict[str, list[Decision]] = {}
    for decision in chain_of(connection, person):
        if decision.phase is not Phase.ADJUDICATION:
            by_paper.setdefault(decision.paper, []).append(decision)
    for said in by_paper.values():
        yield from _sorted(said)


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
    finished = ",".join(_finished_by_all(connection, settings.people, person))
    return sha256(f"{own} {finished}".encode()).hexdigest()


def _finished_by_all(connection: Connection, people: int, person: str = "") -> Sequence[str]:
    """The papers (of a person) that all have finished, as many as the policy asks for."""
    finish = decisions.c.step == Step.FINISH.value
    asked = select(decisions.c.paper, decisions.c.annotator).where(finish)
    finishers = _by_paper(connection, asked)
    given = _by_paper(connection, select(assignments.c.paper, assignments.c.annotator))
    return sorted(
        paper
        for paper, annotators in given.items()
        if (not person or person in annotators)
        and len(annotators) >= people
        and annotators <= finishers.get(paper, set())
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
