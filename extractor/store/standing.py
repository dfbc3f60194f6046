"""How a paper stands: for one annotator, and once all have finished it, between them.

Both are derived from the record, and kept so that a list of a thousand papers is quick;
``firsthand verify`` derives them anew and compares.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Select, delete, distinct, func, insert, select

from extractor.records import Decision, Step
from extractor.store.accounts import Adjudicated, accounts_of, adjudicate
from extractor.store.carrying import carried
from extractor.store.database import reading, writing
from extractor.store.folder import Review
from extractor.store.listing import keep_lists, what_waits
from extractor.store.marks import frozen
from extractor.store.papers import (
    StoredPaper,
    assign,
    assigned_to,
    document_of,
    find_paper,
    suggestions_of,
)
from extractor.store.people import ANNOTATOR, people_of
from extractor.store.record import adjudicating, decisions_of, finishers
from extractor.store.settings import Settings
from extractor.store.steps import codebook_of
from extractor.store.tables import (
    among,
    assignments,
    decisions,
    papers,
    standing,
    tallies,
    upsert,
)

Asked = CompoundSelect[Any] | Select[Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one annotator is with one paper."""

    decided: int = 0
    unsure: int = 0
    open: int = 0
    pages_open: int = 0
    finished: bool = False
    screened: Step | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """What the annotators of a finished paper make of it together.

    ``agreed`` units are accounts for all; ``settled`` are conflicts that somebody has settled.
    """

    agreed: int
    conflicts: int
    settled: int
    accounts: int


def state_of(paper: StoredPaper, standing: Standing, tally: Tally | None) -> str:
    """What waits in a paper for an annotator who is so far with it."""
    return what_waits(
        paper.suggestions,
        standing.open,
        standing.pages_open,
        finished=standing.finished,
        conflicts=None if tally is None else tally.conflicts,
    )


def is_unblinded(connection: Connection, paper: str, people: int) -> bool:
    """Whether a paper has as many annotators as the policy asks for, and all have finished it."""
    annotators = assigned_to(connection, paper)
    enough = len(annotators) >= people
    return enough and finishers(connection, paper).issuperset(annotators)


def independent(connection: Connection, paper: StoredPaper) -> dict[str, list[Decision]]:
    """What each annotator of a paper decided before finishing it, as it fits the document now."""
    said = decisions_of(connection, paper.id, assigned_to(connection, paper.id))
    return {
        person: fitted(connection, frozen(decisions), paper.document)
        for person, decisions in said.items()
    }


def fitted(connection: Connection, decisions: Sequence[Decision], digest: str) -> list[Decision]:
    """Decisions as they stand in the stored document ``digest``, where they fit it exactly."""
    fit = list(decisions)
    for old in {decision.document for decision in decisions} - {digest}:
        documents = document_of(connection, old), document_of(connection, digest)
        fit = carried(fit, *documents, new_digest=digest, old_digest=old)
    return fit


def adjudicated(connection: Connection, paper: StoredPaper) -> Adjudicated:
    """The units of a paper and their settlements, from what people decided independently."""
    settled = fitted(connection, adjudicating(connection, paper.id), paper.document)
    return adjudicate(independent(connection, paper), settled, codebook_of(connection))


def tally_of(connection: Connection, paper: StoredPaper, people: int) -> Tally:
    """The tally of a paper, derived from the record."""
    made = adjudicated(connection, paper)
    suggestions = suggestions_of(connection, paper.id, paper.document)
    return Tally(
        agreed=sum(not unit.conflicts for unit, _ in made.units),
        conflicts=len(made.conflicts),
        settled=sum(bool(unit.conflicts) and done is not None for unit, done in made.units),
        accounts=len(accounts_of(made, people, suggestions)),
    )


def keep_tally(connection: Connection, paper: str, people: int) -> None:
    """Bring the tally of a paper up to date, if all have finished it, and what lists tell of it.

    Whoever does this waits for others who do: of two people who finish at once, the second to come
    sees that both have.
    """
    one = select(papers.c.id).where(papers.c.id == paper)
    connection.execute(one.with_for_update(key_share=True))
    stored = find_paper(connection, paper)
    if stored is not None and is_unblinded(connection, paper, people):
        connection.execute(delete(tallies).where(tallies.c.paper == paper))
        row = {"paper": paper, **asdict(tally_of(connection, stored, people))}
        connection.execute(insert(tallies).values(row))
    keep_lists(connection, [paper])


def follow_policy(review: Review) -> None:
    """Bring up to date what hangs on the settings, which may have been edited meanwhile.

    A paper that fewer people have than the policy asks for gets more, if there are any; and only
    what all its people have finished, as many as that, has a tally.
    """
    people = review.settings.people
    with reading(review.engine) as connection:
        behind = _behind(connection, people)
        if not any(connection.execute(each.limit(1)).first() for each in behind):
            return
    with writing(review.engine, alone=True) as connection:
        undone, done, _ = _behind(connection, people)
        gone = connection.execute(undone).scalars().all()
        connection.execute(delete(tallies).where(tallies.c.paper.in_(undone)))
        keep_lists(connection, gone)
        for paper in connection.execute(done).scalars().all():
            keep_tally(connection, paper, people)
        assign_short(connection, review.settings)


def assign_short(connection: Connection, settings: Settings) -> None:
    """Give papers that fewer people have than the policy asks for more, if there are any."""
    *_, short = _behind(connection, settings.people)
    assign(connection, connection.execute(short).scalars().all(), settings)


def _behind(connection: Connection, people: int) -> tuple[Asked, ...]:
    """The papers whose tally is none by the policy, those that want one, those short of people."""
    done, kept = _finished_by_all(people), select(tallies.c.paper)
    annotators = sum(ANNOTATOR in person.roles for person in people_of(connection))
    return kept.except_(done), done.except_(kept), _short_of(min(people, annotators))


def keep_standing(connection: Connection, annotator: str, paper: str, now: Standing) -> None:
    """Keep how far an annotator is with a paper."""
    row = asdict(now)
    made = upsert(connection, standing).values(annotator=annotator, paper=paper, **row)
    names = [column.name for column in standing.primary_key]
    connection.execute(made.on_conflict_do_update(index_elements=names, set_=row))


def standings_of(
    connection: Connection, annotator: str, these: Collection[str] | None = None
) -> Mapping[str, Standing]:
    """How far an annotator is with each paper (of these) that was begun."""
    asked = select(standing).where(
        standing.c.annotator == annotator, among(standing.c.paper, these)
    )
    return {
        row.paper: Standing(
            row.decided,
            row.unsure,
            row.open,
            row.pages_open,
            row.finished,
            Step(row.screened) if row.screened else None,
        )
        for row in connection.execute(asked)
    }


def tallies_of(connection: Connection, these: Collection[str] | None = None) -> Mapping[str, Tally]:
    """The tally of each paper (of these) that all have finished."""
    return {
        row.paper: Tally(row.agreed, row.conflicts, row.settled, row.accounts)
        for row in connection.execute(select(tallies).where(among(tallies.c.paper, these)))
    }


def tally_of_all(connection: Connection) -> Tally:
    """The tallies of all papers in one."""
    names = ("agreed", "conflicts", "settled", "accounts")
    sums = (func.coalesce(func.sum(tallies.c[name]), 0) for name in names)
    return Tally(*map(int, connection.execute(select(*sums)).one()))


def _finished_by_all(people: int) -> Select[Any]:
    """The papers that all their annotators have finished, as many as the policy asks for."""
    finish = (
        (decisions.c.paper == assignments.c.paper)
        & (decisions.c.annotator == assignments.c.annotator)
        & (decisions.c.step == Step.FINISH.value)
    )
    given, finished = (
        func.count(distinct(table.c.annotator)) for table in (assignments, decisions)
    )
    return (
        select(assignments.c.paper)
        .select_from(assignments.outerjoin(decisions, finish))
        .group_by(assignments.c.paper)
        .having(given >= people, given == finished)
    )


def _short_of(people: int) -> Select[Any]:
    """The papers that fewer people have, in the order in which they were put in."""
    mine = papers.outerjoin(assignments, assignments.c.paper == papers.c.id)
    return (
        select(papers.c.id)
        .select_from(mine)
        .group_by(papers.c.id, papers.c.number)
        .having(func.count(assignments.c.annotator) < people)
        .order_by(papers.c.number)
    )
