"""What two or more independent people make of the same places of a paper: units and conflicts.

Spans of different people are one unit when they are matched one to one with an intersection over
union of at least one half; the same function serves conflicts and agreement
(``extractor.agreement.matching``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from extractor.agreement.matching import match_spans
from extractor.records import ACCEPTED, Decision, Existence, Judgement, Span
from extractor.store.marks import latest
from extractor.themes.codebook import EMPTY, Codebook


class Conflict(StrEnum):
    """What people disagree about; the first outranks the others."""

    EXISTENCE = "existence"
    BOUNDARY = "boundary"
    ELIGIBILITY = "eligibility"
    SPEAKER = "speaker"
    VOICE = "voice"
    THEMES = "themes"
    CODEBOOK = "codebook"
    """No disagreement: a theme of theirs is no longer used, and what takes its place is open."""


class Said(NamedTuple):
    """What one annotator says of a unit: a mark of theirs and the decision about it."""

    annotator: str
    decision: Decision

    @property
    def name(self) -> str:
        """How a settlement names it."""
        return f"{self.annotator}/{self.decision.mark}"

    @property
    def judgement(self) -> Judgement:
        """What was said."""
        if self.decision.judgement is None:
            raise ValueError("A step is about no mark.")
        return self.decision.judgement

    @property
    def is_accepted(self) -> bool:
        """Whether it is an account for this annotator."""
        return self.judgement.existence in ACCEPTED


@dataclass(frozen=True, slots=True)
class Unit:
    """One place that at least one annotator takes, or may take, for an account.

    ``said`` holds what each annotator says of it; who is not in it has marked nothing there.
    ``outdated`` are themes of theirs that were split or retired since: people may agree, and it
    is an account then, but the themes must be looked at again.
    """

    said: tuple[Said, ...]
    conflicts: tuple[Conflict, ...]
    outdated: tuple[str, ...] = ()

    @property
    def span(self) -> Span:
        """From the first word that anybody includes to the last."""
        spans = [one.judgement.span for one in self.said]
        return Span(min(span.start for span in spans), max(span.end for span in spans))

    @property
    def names(self) -> tuple[str, ...]:
        """What a settlement of this unit settles."""
        return tuple(one.name for one in self.said)


def units_of(
    by_annotator: Mapping[str, Sequence[Decision]], codebook: Codebook = EMPTY
) -> list[Unit]:
    """The units of a paper, in its order, from the independent decisions of each annotator.

    What all reject is no unit. Themes are compared as they are in the codebook now: two that were
    merged are the same.
    """
    groups: list[list[Said]] = []
    for annotator, decisions in by_annotator.items():
        said = [Said(annotator, decision) for decision in latest(decisions).values()]
        _join(groups, sorted(said, key=lambda one: one.judgement.span))
    rejected = Existence.REJECT
    kept = [group for group in groups if any(s.judgement.existence != rejected for s in group)]
    people = len(by_annotator)
    units = [
        Unit(tuple(each), tuple(_conflicts(each, people, codebook)), _outdated(each, codebook))
        for each in kept
    ]
    return sorted(units, key=lambda unit: unit.span)


def _join(groups: list[list[Said]], said: list[Said]) -> None:
    """Put what one more annotator says to the groups it matches, or begin new ones.

    What is about the same suggestion belongs together however far the ends were moved.
    """
    if not said:
        return
    groups_by_mark = {one.decision.mark: group for group in groups for one in group}
    rest = []
    for one in said:
        same = groups_by_mark.get(one.decision.mark)
        if same is not None:
            same.append(one)
        else:
            rest.append(one)
    free = [group for group in groups if all(s.annotator != said[0].annotator for s in group)]
    spans = [one.judgement.span for one in rest]
    pairs = dict(match_spans(spans, [group[0].judgement.span for group in free]))
    for at, one in enumerate(rest):
        if at in pairs:
            free[pairs[at]].append(one)
        else:
            groups.append([one])


def _conflicts(group: Sequence[Said], people: int, codebook: Codebook) -> list[Conflict]:
    """What the annotators of one unit disagree about; nothing else matters if it is existence."""
    accepted = [one.judgement for one in group if one.is_accepted]
    if len(accepted) < people:
        return [Conflict.EXISTENCE]
    told: dict[Conflict, set[object]] = {
        Conflict.BOUNDARY: {one.span for one in accepted},
        Conflict.ELIGIBILITY: {one.eligibility for one in accepted},
        Conflict.SPEAKER: {_plain(one.speaker) for one in accepted},
        Conflict.VOICE: {one.voice for one in accepted},
        Conflict.THEMES: {frozenset(codebook.current(one.themes)) for one in accepted},
    }
    return [conflict for conflict, values in told.items() if len(values) > 1]


def _outdated(group: Sequence[Said], codebook: Codebook) -> tuple[str, ...]:
    """The themes, of those who take it for an account, that must be looked at again."""
    themes = [theme for one in group if one.is_accepted for theme in one.judgement.themes]
    return tuple(dict.fromkeys(codebook.outdated(themes)))


def _plain(speaker: str | None) -> str:
    """A label without what does not matter: case, spaces and the marks around it."""
    return " ".join((speaker or "").casefold().split()).strip(" .,;:()[]–—-")
