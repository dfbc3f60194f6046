"""Lists of papers in parts: so many of them at once, by what waits and by what they are called.

A part begins after the last paper of the one before, not at a number of rows to be skipped, so that
the last part of a list costs no more than the first. How many papers a list has, and in what state,
is counted in full.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, literal, select, tuple_

from extractor.store.database import reading
from extractor.store.folder import Review
from extractor.store.listing import (
    BEGUN,
    CONFLICTS,
    DISPUTED,
    DONE,
    FINISH,
    KIND,
    NEW,
    OTHERS,
    SCREENING,
    UNREAD,
    VERDICT,
    WAITS,
    counts_of,
    folded,
)
from extractor.store.overview import flow_of
from extractor.store.people import LEAD, Person
from extractor.store.tables import among, summaries, waiting

PART = 100
URGENT = (FINISH, BEGUN, NEW, CONFLICTS, OTHERS, UNREAD, DONE)
"""What waits, the most pressing first."""
OF_ALL = (DISPUTED, UNREAD, DONE)
"""How a paper was screened where that is the same for everybody."""


class Wanted(NamedTuple):
    """What of a list is asked for: papers in one state, with words in their names, after a paper.

    "" stands for every state, any name, the beginning, and every kind that pre-screening tells.
    """

    state: str = ""
    words: str = ""
    after: str = ""
    kind: str = ""


class After(NamedTuple):
    """The paper after which a part begins: the state it is listed under, and its number.

    Its place is not told: that has the number of accounts in it, which not everybody may know yet.
    """

    state: str
    number: int

    @property
    def told(self) -> str:
        """The same in an address."""
        return f"{self.state}-{self.number}"


AFTER = re.compile(r"(\w*)-(\d{1,9})", re.ASCII)  # no number that a column cannot hold
BEGINNING = After("", 0)


class Part(NamedTuple):
    """The papers of a part of a list, in its order; where the next part begins, "" if none does."""

    papers: Sequence[str]
    more: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of papers, an annotator's or ("") of all, by the state that ``what`` names.

    ``order`` are the states in which they are listed one after another; without, the papers are
    listed by their ``place`` in an order of pre-screening (of ``PLACES``). Where that is the same,
    or "", they are listed in the order in which they were put in.
    """

    annotator: str
    what: str
    order: Sequence[str] = ()
    place: str = ""

    def counts(self, connection: Connection) -> Mapping[str, int]:
        """How many papers of the list are in each state."""
        counted = counts_of(connection, self.annotator, self.what)
        return {state: papers for (state, _), papers in counted.items()}

    def kinds(self, connection: Connection) -> Mapping[str, int]:
        """How many papers of the list are of each kind that pre-screening tells."""
        counted = counts_of(connection, self.annotator, KIND)
        return {kind: papers for (kind, _), papers in counted.items()}

    def part(self, connection: Connection, wanted: Wanted) -> Part:
        """The papers that are asked for, ``PART`` at most."""
        after, states = _after(wanted.after), self._states(wanted)
        found: list[tuple[str, Any]] = []
        for each in states[states.index(after.state) :] if after.state in states else states:
            asked = self._asked(wanted, each, after if after.state == each else BEGINNING)
            rows = connection.execute(asked.limit(PART + 1 - len(found)))
            found += [(each, row) for row in rows]
            if len(found) > PART:
                break
        last = found[PART - 1] if len(found) > PART else None
        more = After(last[0], last[1].number).told if last else ""
        return Part([row.paper for _, row in found[:PART]], more)

    def _states(self, wanted: Wanted) -> Sequence[str]:
        """The states that are listed one after another; "" stands for whatever state.

        Names are looked through once, not once a state: a part has what is found first.
        """
        if wanted.state or wanted.words or not self.order:
            return (wanted.state,)
        return self.order

    def _asked(self, wanted: Wanted, state: str, after: After) -> Select[Any]:
        """The papers in a state after one of them, in order."""
        rows = waiting if self.annotator else summaries
        words = folded(wanted.words).split()
        asked = self._ordered(after)
        if self.annotator:
            asked = asked.where(waiting.c.annotator == self.annotator)
        if self.annotator and (self.place or words):
            asked = asked.join_from(waiting, summaries, summaries.c.number == waiting.c.number)
        if state:
            asked = asked.where(rows.c[self.what] == state)
        if wanted.kind:
            asked = asked.where(rows.c.kind == wanted.kind)
        return asked.where(*(summaries.c.name.contains(each, autoescape=True) for each in words))

    def _ordered(self, after: After) -> Select[Any]:
        rows = waiting if self.annotator else summaries
        if not self.place:
            asked = select(rows.c.number, rows.c.paper)
            return asked.where(rows.c.number > after.number).order_by(rows.c.number)
        place, number = summaries.c[self.place], summaries.c.number
        asked = select(number, rows.c.paper).order_by(place, number)
        if after == BEGINNING:
            return asked
        one = summaries.alias()
        there = select(one.c[self.place]).where(one.c.number == after.number).scalar_subquery()
        return asked.where(tuple_(place, number) > tuple_(there, literal(after.number)))


class Shown(NamedTuple):
    """A part of a list, with the counts of the whole by state, and by kind."""

    part: Part
    counts: Mapping[str, int]
    kinds: Mapping[str, int]


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
        part = listed.part(connection, wanted)
        return Shown(part, listed.counts(connection), listed.kinds(connection))


def count(review: Review, listed: Listed) -> Mapping[str, int]:
    """How many papers of a list are in each state now."""
    with reading(review.engine) as connection:
        return listed.counts(connection)


def show_screening(review: Review, person: Person, wanted: Wanted, place: str = "") -> Shown:
    """A part of the list in which this person screens: of all papers for a lead, or else of theirs.

    By their ``place`` in an order of pre-screening. The counts are of how the person's own papers
    were screened, and of what kind the papers are that they see.
    """
    mine = screened_by(person)
    seen = screened_by_anybody() if LEAD in person.roles else mine
    with reading(review.engine) as connection:
        listed = seen if wanted.state in ("", *OF_ALL) else mine
        part = replace(listed, place=place).part(connection, wanted)
        return Shown(part, mine.counts(connection), seen.kinds(connection))


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


def _after(told: str) -> After:
    """The paper that an address tells; one that makes no sense is the beginning."""
    known = AFTER.fullmatch(told)
    return After(known[1], int(known[2])) if known else BEGINNING
