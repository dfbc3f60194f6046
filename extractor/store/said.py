"""What people say of papers as a whole: the latest that each said, and what was settled."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from extractor.records import Phase, Step
from extractor.store.people import people_of
from extractor.store.rules import SCREENING, STOPPING
from extractor.store.tables import among, assignments, decisions

Verdict = tuple[Step, str]
"""What is said of a paper as a whole, and why."""


class SaidOfPapers(NamedTuple):
    """Who annotates each paper, what each says of it as a whole, and what was settled of it.

    ``unread`` names the stopping rule of each paper that a lead left unread by it.
    """

    annotators: Mapping[str, Sequence[str]]
    said: Mapping[str, Mapping[str, Verdict]]
    settled: Mapping[str, Verdict]
    unread: Mapping[str, str]
    names: Mapping[str, str]


def said_of_papers(connection: Connection, papers: Collection[str] | None = None) -> SaidOfPapers:
    """The latest that was said of every paper, or of these: a few queries for however many."""
    annotators: dict[str, list[str]] = {}
    given = select(assignments).where(among(assignments.c.paper, papers))
    for row in connection.execute(given.order_by(assignments.c.place)):
        annotators.setdefault(row.paper, []).append(row.annotator)
    screening = decisions.c.step.in_([step.value for step in SCREENING])
    asked = select(
        *(decisions.c[name] for name in ("paper", "annotator", "phase", "step", "reason"))
    ).where(among(decisions.c.paper, papers), screening)
    said: dict[str, dict[str, Verdict]] = {}
    settled: dict[str, Verdict] = {}
    for row in connection.execute(asked.order_by(decisions.c.id)):
        if row.phase == Phase.ADJUDICATION.value:
            settled[row.paper] = Step(row.step), row.reason
        elif row.phase != Phase.AFTER_UNBLINDING.value:  # that is what the others made of it
            said.setdefault(row.paper, {})[row.annotator] = Step(row.step), row.reason
    names = {each.id: each.name for each in people_of(connection)}
    return SaidOfPapers(annotators, said, settled, left_unread(connection, papers), names)


def left_unread(connection: Connection, papers: Collection[str] | None = None) -> Mapping[str, str]:
    """The papers (of these) that are left unread just now, each with the rule it was left by."""
    stopping = decisions.c.step.in_([step.value for step in STOPPING])
    asked = select(decisions.c.paper, decisions.c.reason)
    asked = asked.where(among(decisions.c.paper, papers), stopping).order_by(decisions.c.id)
    last = {row.paper: row.reason for row in connection.execute(asked)}
    return {paper: rule for paper, rule in last.items() if rule}  # that of taking it up is empty
