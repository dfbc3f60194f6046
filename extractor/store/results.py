"""What has come of a review so far: the accounts, and the fate of every suggestion.

Of a paper that its people have not all finished nothing is told but that it is so: whoever exports
may be one of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from extractor.agreement.matching import overlap
from extractor.records import Account, Decision, Document, Suggestion
from extractor.store.accounts import Adjudicated, accounts_of
from extractor.store.database import reading
from extractor.store.folder import Review
from extractor.store.marks import latest
from extractor.store.papers import StoredPaper, document_of, list_papers, suggestions_of
from extractor.store.standing import adjudicated, independent, is_unblinded

SAME = 0.5


class Fate(StrEnum):
    """What became of a suggestion."""

    CONFIRMED = "confirmed"
    SETTLED = "settled"
    REJECTED = "rejected"
    DISPUTED = "disputed"
    OPEN = "not finished"


@dataclass(frozen=True, slots=True)
class Result:
    """What has come of one paper; without accounts and decisions while it is not finished."""

    paper: StoredPaper
    document: Document
    accounts: tuple[Account, ...]
    fates: tuple[tuple[Suggestion, Fate, tuple[Decision, ...]], ...]


def results_of(review: Review) -> Iterator[Result]:
    """What has come of each paper, in the order in which they were put in."""
    with reading(review.engine) as connection:
        for paper in list_papers(connection):
            yield _result(connection, paper, review.settings.people)


def _result(connection: Connection, paper: StoredPaper, people: int) -> Result:
    document = document_of(connection, paper.document)
    suggestions = suggestions_of(connection, paper.id, paper.document)
    if not is_unblinded(connection, paper.id, people):
        unknown = tuple((each, Fate.OPEN, ()) for each in suggestions.values())
        return Result(paper, document, (), unknown)
    made = adjudicated(connection, paper)
    accounts = tuple(accounts_of(made, people, suggestions))
    by_annotator = independent(connection, paper)
    said = [each for theirs in by_annotator.values() for each in latest(theirs).values()]
    fates = []
    for name, suggestion in suggestions.items():
        about = tuple(each for each in said if each.mark == name or _covers(each, suggestion))
        fate, settling = _fate(made, name, accounts, suggestion)
        fates.append((suggestion, fate, (*about, *settling)))
    return Result(paper, document, accounts, tuple(fates))


def _fate(
    made: Adjudicated, name: str, accounts: tuple[Account, ...], suggestion: Suggestion
) -> tuple[Fate, tuple[Decision, ...]]:
    """What became of a suggestion, and the decisions that settled it.

    It is as its unit stands, or rejected where it is in none.
    """
    for unit, settled in made.units:
        marks = {one.decision.mark for one in unit.said}
        covers = any(_covers(one.decision, suggestion) for one in unit.said)
        if name in marks or covers:
            if settled is None:
                return (Fate.DISPUTED if unit.conflicts else Fate.CONFIRMED), ()
            hashes = {decision.hash for decision in settled.decisions}
            kept = any(account.decisions[-1].hash in hashes for account in accounts)
            return (Fate.SETTLED if kept else Fate.REJECTED), settled.decisions
    return Fate.REJECTED, ()


def _covers(decision: Decision, suggestion: Suggestion) -> bool:
    """Whether somebody added, unaided say, what was suggested: it stands for the suggestion."""
    said = decision.judgement
    added = said is not None and decision.mark.startswith("a-")
    return added and said is not None and overlap(said.span, suggestion.span) >= SAME
