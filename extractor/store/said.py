"""What people say of papers as a whole: the latest that each said, and what was settled."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, select

from extractor.records import Phase, Step
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


def said_of_papers(connection: Connection, papers: Collection[str] | None = None) -> SaidOfPapers:
    """The latest that was said of every paper, or of these: two questions for however many."""
    annotators: dict[str, list[str]] = {}
    given = select(assignments).where(among(assignments.c.paper, papers))
    for row in connection.execute(given.order_by(assignments.c.place)):
        annotators.setdefault(row.paper, []).append(row.annotator)
    said: dict[str, dict[str, Verdict]] = {}
    settled: dict[str, Verdict] = {}
    stopped: dict[str, str] = {}
    for row in connection.execute(_of_steps(papers, *SCREENING, *STOPPING)):
        step = Step(row.step)
        if step in STOPPING:
            stopped[row.paper] = row.reason
        elif row.phase == Phase.ADJUDICATION.value:
            settled[row.paper] = step, row.reason
        elif row.phase != Phase.AFTER_UNBLINDING.value:  # that is what the others made of it
            said.setdefault(row.paper, {})[row.annotator] = step, row.reason
    return SaidOfPapers(annotators, said, settled, _still_left(stopped))


def left_unread(connection: Connection, papers: Collection[str] | None = None) -> Mapping[str, str]:
    """The papers (of these) that are left unread just now, each with the rule it was left by."""
    rows = connection.execute(_of_steps(papers, *STOPPING))
    return _still_left({row.paper: row.reason for row in rows})


def _of_steps(papers: Collection[str] | None, *steps: Step) -> Select[Any]:
    """What was said of papers as a whole by steps of these kinds, in order."""
    names = ("paper", "annotator", "phase", "step", "reason")
    wanted = decisions.c.step.in_([step.value for step in steps])
    asked = select(*(decisions.c[name] for name in names))
    return asked.where(among(decisions.c.paper, papers), wanted).order_by(decisions.c.id)


def _still_left(stopped: Mapping[str, str]) -> Mapping[str, str]:
    return {paper: rule for paper, rule in stopped.items() if rule}  # taking up has no rule
