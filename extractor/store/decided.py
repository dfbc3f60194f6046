"""The suggestions of which people have said whether they are accounts: what can be learned from.

Only of papers that all their people have finished, so that nobody is shown what another decided
through what was learned from it. Existence alone counts: an account that does not belong to the
review is one all the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from extractor.agreement.matching import overlap
from extractor.records import (
    ACCEPTED,
    REASONS,
    Decided,
    Decision,
    Existence,
    Judgement,
    Span,
    Suggestion,
)
from extractor.store.accounts import Settled, accounts_of
from extractor.store.database import reading
from extractor.store.folder import Review
from extractor.store.marks import latest
from extractor.store.papers import StoredPaper, list_papers, suggestions_of
from extractor.store.standing import adjudicated, independent, is_unblinded
from extractor.store.units import Conflict, Unit

NOT_OF_EXISTENCE = ("text wrong", "other")
OF_EXISTENCE = frozenset(REASONS) - frozenset(NOT_OF_EXISTENCE)
SAME = 0.5


@dataclass(frozen=True, slots=True)
class DecidedPaper:
    """What was decided of one paper; nothing while not all its people have finished it.

    ``left_out`` counts suggestions that are disputed or unsure, or rejected for a reason that is
    not about existence; ``added`` the accounts where nothing was suggested.
    """

    paper: StoredPaper
    is_finished: bool
    decided: tuple[Decided, ...] = ()
    left_out: int = 0
    added: int = 0


def decided_papers(review: Review) -> Iterator[DecidedPaper]:
    """What was decided of each paper of a review, in the order in which they were put in."""
    with reading(review.engine) as connection:
        for paper in list_papers(connection):
            if is_unblinded(connection, paper.id, review.settings.people):
                yield _decided(connection, paper, review.settings.people)
            else:
                yield DecidedPaper(paper, is_finished=False)


def _decided(connection: Connection, paper: StoredPaper, people: int) -> DecidedPaper:
    suggestions = suggestions_of(connection, paper.id, paper.document)
    made = adjudicated(connection, paper)
    by_annotator = {
        person: latest(decisions) for person, decisions in independent(connection, paper).items()
    }
    found = []
    for name, suggestion in suggestions.items():
        exists = exists_of(name, suggestion, made.units, by_annotator)
        if exists is not None:
            found.append(Decided(suggestion, exists))
    spans = [suggestion.span for suggestion in suggestions.values()]
    accounts = accounts_of(made, people, suggestions)
    added = sum(all(overlap(each.span, span) < SAME for span in spans) for each in accounts)
    return DecidedPaper(paper, True, tuple(found), len(suggestions) - len(found), added)


def exists_of(
    name: str,
    suggestion: Suggestion,
    units: Sequence[tuple[Unit, Settled | None]],
    by_annotator: Mapping[str, Mapping[str, Decision]],
) -> bool | None:
    """Whether a suggestion is an account, to all or by a settlement; None if that is not said."""
    for unit, settled in units:
        if any(_is_about(one.decision, name, suggestion) for one in unit.said):
            return exists_in(unit, settled, suggestion.span)
    said = [theirs[name].judgement for theirs in by_annotator.values() if name in theirs]
    everybody = len(said) == len(by_annotator)
    return False if everybody and _is_no_account(said) else None


def exists_in(unit: Unit, settled: Settled | None, suggested: Span) -> bool | None:
    """What a unit says: that its ends, speaker, themes or eligibility are disputed is no matter."""
    said = [one.judgement for one in unit.said]
    if settled is not None:
        said_last = [each.judgement for each in settled.decisions if each.judgement]
        kept = [each for each in said_last if each.existence in ACCEPTED]
        if any(each.span.overlaps(suggested) for each in kept):
            return True
        return False if not kept and _is_no_account(said) else None
    return None if Conflict.EXISTENCE in unit.conflicts else True


def _is_no_account(said: Sequence[Judgement | None]) -> bool:
    """Whether it was rejected, and for nothing but reasons of existence."""
    reasons = {each.reason for each in said if each and each.existence is Existence.REJECT}
    return bool(reasons) and reasons <= OF_EXISTENCE


def _is_about(decision: Decision, name: str, suggestion: Suggestion) -> bool:
    """Whether a decision is about a suggestion: by its mark, or as an addition that covers it."""
    said = decision.judgement
    covers = said is not None and overlap(said.span, suggestion.span) >= SAME
    return decision.mark == name or (decision.mark.startswith("a-") and covers)
