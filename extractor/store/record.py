"""The record: decisions are added to it, one chain an annotator, and read from it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, insert, select, update

from extractor.records import Decision, Phase, Step
from extractor.store.chain import BEGINNING, chained
from extractor.store.rows import decision_of, row_of
from extractor.store.tables import decisions, heads

AT_ONCE = 1000


@dataclass(slots=True)
class Chain:
    """An annotator's chain, held: nobody else adds to it until the transaction ends.

    What is read from then on holds all that they have decided.
    """

    connection: Connection
    annotator: str
    number: int
    hash: str

    def find(self, key: str) -> Decision | None:
        """The decision that was made under a key: a browser that heard no answer asks again.

        Nearly every key is new, and a short question finds that out, for half the cost.
        """
        mine = (decisions.c.annotator == self.annotator) & (decisions.c.key == key)
        if self.connection.execute(select(decisions.c.id).where(mine)).first() is None:
            return None
        return decision_of(self.connection.execute(select(decisions).where(mine)).one())

    def add(self, decision: Decision) -> Decision:
        """Add a decision under a key that is new; the decision as it stands there."""
        made = self._next(decision)
        self._write([made])
        return made

    def add_all(self, those: Iterable[Decision]) -> None:
        """Add several, in order, each under a key that is new."""
        left = iter(those)
        while made := [self._next(each) for each in islice(left, AT_ONCE)]:
            self._write(made)

    def _next(self, decision: Decision) -> Decision:
        made = chained(decision, self.number + 1, self.hash)
        self.number, self.hash = made.number, made.hash
        return made

    def _write(self, made: Sequence[Decision]) -> None:
        self.connection.execute(insert(decisions), [row_of(each) for each in made])
        mine = update(heads).where(heads.c.annotator == self.annotator)
        self.connection.execute(mine.values(number=self.number, hash=self.hash))


def hold_chain(connection: Connection, annotator: str) -> Chain:
    """Let nobody else decide for this annotator, in another window say."""
    asked = select(heads.c.number, heads.c.hash).where(heads.c.annotator == annotator)
    row = connection.execute(asked.with_for_update()).one_or_none()
    if row is None:
        connection.execute(insert(heads).values(annotator=annotator, number=0, hash=BEGINNING))
        return Chain(connection, annotator, 0, BEGINNING)
    return Chain(connection, annotator, row.number, row.hash)


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
