"""The record: decisions are added to it, one chain an annotator, and read from it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from uuid import uuid4

from sqlalchemy import Connection, insert, select, update

from extractor.records import Decision, Phase, Step
from extractor.store.chain import BEGINNING, chained
from extractor.store.rows import decision_of, row_of
from extractor.store.tables import decisions, heads

AT_ONCE = 1000


def add_decision(connection: Connection, decision: Decision) -> tuple[Decision, bool]:
    """Add a decision to its annotator's chain; the decision as it stands there, and whether new.

    A decision whose ``key`` that annotator has used is on record already: a browser that did not
    hear the answer asks again.
    """
    number, previous = _lock_head(connection, decision.annotator)
    key = decision.key or uuid4().hex
    if (known := find_by_key(connection, decision.annotator, key)) is not None:
        return known, False
    made = chained(replace(decision, key=key), number + 1, previous)
    connection.execute(insert(decisions).values(row_of(made)))
    mine = heads.c.annotator == made.annotator
    connection.execute(update(heads).where(mine).values(number=made.number, hash=made.hash))
    return made, True


def hold_chain(connection: Connection, annotator: str) -> None:
    """Let nobody else decide for this annotator, in another window say, until the transaction ends.

    What is read from then on holds all that they have decided.
    """
    _lock_head(connection, annotator)


def find_by_key(connection: Connection, annotator: str, key: str) -> Decision | None:
    """The decision that an annotator made under a key.

    Nearly every key is new, and that is found out by a short question, which costs half as much.
    """
    mine = (decisions.c.annotator == annotator) & (decisions.c.key == key)
    if connection.execute(select(decisions.c.id).where(mine)).first() is None:
        return None
    return decision_of(connection.execute(select(decisions).where(mine)).one())


def decisions_of(
    connection: Connection, paper: str, annotators: Iterable[str] | None = None
) -> dict[str, list[Decision]]:
    """The decisions about a paper, in order, by annotator; adjudicating ones left out."""
    asked = (
        select(decisions)
        .where(decisions.c.paper == paper, decisions.c.phase != Phase.ADJUDICATION.value)
        .order_by(decisions.c.id)
    )
    wanted = None if annotators is None else list(annotators)
    if wanted is not None:
        asked = asked.where(decisions.c.annotator.in_(wanted))
    found: dict[str, list[Decision]] = {name: [] for name in wanted or ()}
    for row in connection.execute(asked):
        found.setdefault(row.annotator, []).append(decision_of(row))
    return found


def finishers(connection: Connection, paper: str) -> set[str]:
    """Who has finished a paper."""
    finish = (decisions.c.paper == paper) & (decisions.c.step == Step.FINISH.value)
    return set(connection.execute(select(decisions.c.annotator).where(finish)).scalars())


def adjudicating(connection: Connection, paper: str) -> list[Decision]:
    """The adjudicating decisions about marks of a paper, whoever made them, in order."""
    asked = (
        select(decisions)
        .where(
            decisions.c.paper == paper,
            decisions.c.phase == Phase.ADJUDICATION.value,
            decisions.c.step.is_(None),
        )
        .order_by(decisions.c.id)
    )
    return [decision_of(row) for row in connection.execute(asked)]


def chain_of(connection: Connection, annotator: str) -> Sequence[Decision]:
    """All decisions of an annotator, in the order of the chain."""
    asked = select(decisions).where(decisions.c.annotator == annotator).order_by(decisions.c.number)
    return [decision_of(row) for row in connection.execute(asked)]


def backwards(connection: Connection, annotator: str) -> Iterator[Decision]:
    """The decisions of an annotator, the latest first, read as far as somebody asks for them."""
    mine = select(decisions).where(decisions.c.annotator == annotator)
    before: int | None = None
    while True:
        older = mine if before is None else mine.where(decisions.c.number < before)
        rows = connection.execute(older.order_by(decisions.c.number.desc()).limit(AT_ONCE)).all()
        yield from map(decision_of, rows)
        if len(rows) < AT_ONCE:
            return
        before = rows[-1].number


def _lock_head(connection: Connection, annotator: str) -> tuple[int, str]:
    """The end of an annotator's chain; nobody else can add to it until this transaction ends."""
    asked = select(heads.c.number, heads.c.hash).where(heads.c.annotator == annotator)
    row = connection.execute(asked.with_for_update()).one_or_none()
    if row is None:
        connection.execute(insert(heads).values(annotator=annotator, number=0, hash=BEGINNING))
        return 0, BEGINNING
    return row.number, row.hash
