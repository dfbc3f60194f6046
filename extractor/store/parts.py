"""Lists of papers in parts: so many of them at once, by what waits and by what they are called.

A part begins after a place, not at a number of rows to be skipped, so that the last part of a list
costs no more than the first. How many papers a list has, and in what state, is counted in full.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from extractor.store.database import reading
from extractor.store.folder import Review
from extractor.store.listing import (
    BEGUN,
    CONFLICTS,
    DISPUTED,
    DONE,
    FINISH,
    NEW,
    OTHERS,
    SCREENING,
    VERDICT,
    WAITS,
    counts_of,
    folded,
)
from extractor.store.overview import flow_of
from extractor.store.people import LEAD, Person
from extractor.store.tables import among, summaries, waiting

PART = 100
URGENT = (FINISH, BEGUN, NEW, CONFLICTS, OTHERS, DONE)
"""What waits, the most pressing first."""
OF_ALL = (DISPUTED, DONE)
"""How a paper was screened where that is the same for everybody."""


class Wanted(NamedTuple):
    """What of a list is asked for: papers in one state, with words in their names, after a place.

    "" stands for every state, any name, the beginning.
    """

    state: str = ""
    words: str = ""
    after: str = ""


class Part(NamedTuple):
    """The papers of a part of a list, in its order; where the next part begins, "" if none does."""

    papers: Sequence[str]
    more: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of papers, an annotator's or ("") of all, by the state that ``what`` names.

    ``order`` are the states in which they are listed one after another; without, the papers are
    listed in the order in which they were put in.
    """

    annotator: str
    what: str
    order: Sequence[str] = ()

    def counts(self, connection: Connection) -> Mapping[str, int]:
        """How many papers of the list are in each state."""
        counted = counts_of(connection, self.annotator, self.what)
        return {state: papers for (state, _), papers in counted.items()}

    def part(self, connection: Connection, wanted: Wanted) -> Part:
        """The papers that are asked for, ``PART`` at most."""
        state, _, number = wanted.after.rpartition("-")
        after = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
        states = self._states(wanted)
        rest = states[states.index(state) :] if state in states else states
        found: list[tuple[str, Any]] = []
        for each in rest:
            most = PART + 1 - len(found)
            rows = self._rows(connection, each, after, wanted.words, most) if most else ()
            found += [(each, row) for row in rows]
            after = 0
        last, row = found[PART - 1] if len(found) > PART else ("", None)
        return Part([row.paper for _, row in found[:PART]], f"{last}-{row.number}" if row else "")

    def _states(self, wanted: Wanted) -> Sequence[str]:
        """The states that are listed one after another; "" stands for whatever state.

        Names are looked through once, not once a state: what is found comes as it was put in.
        """
        if wanted.state or wanted.words or not self.order:
            return (wanted.state,)
        return self.order

    def _rows(
        self, connection: Connection, state: str, after: int, words: str, most: int
    ) -> Sequence[Any]:
        rows = waiting if self.annotator else summaries
        asked = select(rows.c.number, rows.c.paper).where(rows.c.number > after)
        if self.annotator:
            asked = asked.where(waiting.c.annotator == self.annotator)
        if state:
            asked = asked.where(rows.c[self.what] == state)
        for word in folded(words).split():
            fits = summaries.c.name.contains(word, autoescape=True)
            asked = asked.where(rows.c.number.in_(select(summaries.c.number).where(fits)))
        return connection.execute(asked.order_by(rows.c.number).limit(most)).all()


class Shown(NamedTuple):
    """A part of a list, with the counts of the whole by state."""

    part: Part
    counts: Mapping[str, int]


def papers_of(person: Person) -> Listed:
    """The papers of an annotator, by what waits for them, the most pressing first."""
    return Listed(person.id, WAITS, URGENT)


def papers_of_all() -> Listed:
    """All papers, by whether all their annotators have finished and agree, for a lead."""
    return Listed("", WAITS)


def screened_by(person: Person) -> Listed:
    """The papers of an annotator, by how they were screened."""
    return Listed(person.id, SCREENING)


def screened_by_anybody() -> Listed:
    """All papers, by how they were screened."""
    return Listed("", SCREENING)


def show(review: Review, listed: Listed, wanted: Wanted) -> Shown:
    """A part of a list as it is now."""
    with reading(review.engine) as connection:
        return Shown(listed.part(connection, wanted), listed.counts(connection))


def count(review: Review, listed: Listed) -> Mapping[str, int]:
    """How many papers of a list are in each state now."""
    with reading(review.engine) as connection:
        return listed.counts(connection)


def show_screening(review: Review, person: Person, wanted: Wanted) -> Shown:
    """A part of the list in which this person screens: of all papers for a lead, or else of theirs.

    The counts are of how the person's own papers were screened.
    """
    mine = screened_by(person)
    of_all = LEAD in person.roles and wanted.state in ("", *OF_ALL)
    with reading(review.engine) as connection:
        part = (screened_by_anybody() if of_all else mine).part(connection, wanted)
        return Shown(part, mine.counts(connection))


def screening_flow(review: Review, person: Person) -> Mapping[str, Any]:
    """The ``flow`` of the papers that this person sees screened: all for a lead, or else theirs."""
    with reading(review.engine) as connection:
        counted = counts_of(connection, "" if LEAD in person.roles else person.id, VERDICT)
    return flow_of(
        {(verdict or None, reason): papers for (verdict, reason), papers in counted.items()}
    )


def read_blindly(review: Review, person: Person, these: Collection[str] | None = None) -> set[str]:
    """The papers (of these) of which a person still reads pages without suggestions.

    Where all papers are asked about, one that there is stands for any number.
    """
    mine = (waiting.c.annotator == person.id) & waiting.c.is_blind
    asked = select(waiting.c.paper).where(mine, among(waiting.c.paper, these))
    with reading(review.engine) as connection:
        return set(connection.execute(asked.limit(1) if these is None else asked).scalars())
