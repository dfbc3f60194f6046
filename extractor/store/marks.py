"""What one annotator sees of a paper: suggestions and own additions, and how each stands.

All is derived from the suggestions and that person's decisions, in order; the latest decision about
a mark counts. What a person added where a suggestion was, unaided or not, stands for that
suggestion: it need not be decided twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from extractor.agreement.matching import match_spans
from extractor.records import (
    ACCEPTED,
    Decision,
    Existence,
    Judgement,
    Phase,
    Span,
    Step,
    Suggestion,
)


class State(StrEnum):
    """How a mark stands for one annotator."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    ADDED = "added"
    REJECTED = "rejected"
    UNSURE = "unsure"
    ORPHAN = "orphan"


STATES = {
    Existence.CONFIRM: State.CONFIRMED,
    Existence.CORRECT: State.CORRECTED,
    Existence.ADD: State.ADDED,
    Existence.REJECT: State.REJECTED,
    Existence.UNSURE: State.UNSURE,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a paper that was suggested or added, and how it stands for one annotator.

    An orphan's ``span`` lies in an earlier reading of the paper (``document``): a person must say
    where it stands now, or withdraw it.
    """

    name: str
    span: Span
    document: str
    state: State
    suggestion: Suggestion | None = None
    decision: Decision | None = None

    @property
    def judgement(self) -> Judgement | None:
        """What was said of it, if anything."""
        return self.decision.judgement if self.decision else None

    @property
    def is_accepted(self) -> bool:
        """Whether it is an account for this annotator."""
        judgement = self.judgement
        return judgement is not None and judgement.existence in ACCEPTED


def latest(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The latest decision about each mark, those withdrawn left out; ``decisions`` in order."""
    found: dict[str, Decision] = {}
    for decision in decisions:
        if decision.judgement is None:
            continue
        if decision.judgement.existence is Existence.WITHDRAW:
            found.pop(decision.mark, None)
        else:
            found[decision.mark] = decision
    return found


def marks_of(
    document: str, suggestions: Mapping[str, Suggestion], decisions: Sequence[Decision]
) -> list[Mark]:
    """The marks of one annotator in a paper whose stored document is ``document``, in its order."""
    said = latest(decisions)
    undecided = [name for name in suggestions if name not in said]
    fitting = [name for name, decision in said.items() if decision.document == document]
    added = [name for name in fitting if name not in suggestions]
    pairs = match_spans(
        [_span(said[name]) for name in added], [suggestions[name].span for name in undecided]
    )
    covered = {added[at]: undecided[other] for at, other in pairs}
    marks = [_decided(name, said[name], document, suggestions, covered) for name in said]
    for name in set(undecided) - set(covered.values()):
        suggestion = suggestions[name]
        marks.append(Mark(name, suggestion.span, document, State.OPEN, suggestion))
    return sorted(marks, key=lambda mark: (mark.span, mark.name))


def frozen(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions that count as independent: those before the annotator finished the paper."""
    return [
        decision
        for decision in decisions
        if decision.phase in (Phase.BLIND, Phase.ASSISTED) and decision.step is None
    ]


def is_finished(decisions: Iterable[Decision]) -> bool:
    """Whether the annotator of these decisions has finished the paper."""
    return any(decision.step is Step.FINISH for decision in decisions)


def closed_pages(decisions: Iterable[Decision]) -> set[int]:
    """The blind pages that the annotator of these decisions is done with."""
    return {
        decision.page
        for decision in decisions
        if decision.step is Step.CLOSE_PAGE and decision.page is not None
    }


def _decided(
    name: str,
    decision: Decision,
    document: str,
    suggestions: Mapping[str, Suggestion],
    covered: Mapping[str, str],
) -> Mark:
    suggestion = suggestions.get(covered.get(name, name))
    said = decision.judgement
    state = STATES[said.existence] if said else State.OPEN
    if decision.document != document:
        state = State.ORPHAN
    return Mark(name, _span(decision), decision.document, state, suggestion, decision)


def _span(decision: Decision) -> Span:
    if decision.judgement is None:
        raise ValueError("A step is about no mark.")
    return decision.judgement.span
