"""What an evaluation rests on: papers as their people left them, one record a paper.

Only papers that all their people have finished come here (``extractor.store.evaluated`` reads
them); what was said after others could be seen, never. Themes are as in the codebook now.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from extractor.records import (
    ACCEPTED,
    Account,
    Decision,
    Existence,
    Judgement,
    Phase,
    Section,
    Span,
    Step,
    Suggestion,
)

OTHER = "other"


def listed(reason: str, reasons: Collection[str]) -> str:
    """A reason that others may read: one of those offered, or "other" for somebody's own words."""
    return reason if reason in reasons else OTHER


class Annotator(NamedTuple):
    """One of the people of a paper; ``name`` is what the review calls them."""

    id: str
    name: str


class Case(NamedTuple):
    """One place behind a figure: a mark or account of a paper, and where it stands there."""

    paper: str
    mark: str
    span: Span


@dataclass(frozen=True, slots=True)
class Handled:
    """What one person said of one mark, at last and before seeing what others said.

    ``themes`` are those that were chosen, as the codebook has them now. ``moved`` is by how many
    words the final span differs from the suggested one: those taken off and those taken in.
    ``is_outdated`` tells whether one of the themes was split or retired since, so that it is open
    what takes its place.
    """

    decision: Decision
    themes: tuple[str, ...] = ()
    moved: int = 0
    is_outdated: bool = False

    @property
    def judgement(self) -> Judgement:
        """What was said; raises ``ValueError`` for a step, which is about no mark."""
        if self.decision.judgement is None:
            raise ValueError("A step is about no mark.")
        return self.decision.judgement

    @property
    def is_accepted(self) -> bool:
        """Whether it is an account for this person."""
        return self.judgement.existence in ACCEPTED

    @property
    def is_rejected(self) -> bool:
        """Whether it is none."""
        return self.judgement.existence is Existence.REJECT

    @property
    def is_unaided(self) -> bool:
        """Whether it was said while pages were read without suggestions."""
        return self.decision.phase is Phase.BLIND


@dataclass(frozen=True, slots=True)
class EvaluatedMark:
    """A suggestion, or a place where somebody added what was not suggested.

    ``said`` is by the id of the person; who is not in it has said nothing of the place. A mark that
    somebody made unaided stands for the suggestion of the same place, and ``unaided`` names who had
    made one. ``pages`` are those it stands on (none for JATS). ``exists`` is whether people
    together, or a settlement, say that it is an account, eligible or not: None while that is
    disputed or unsure, or where it was rejected for a reason that is not about existence
    (`text wrong`, `other`). ``is_settled`` tells whether by adjudication.
    """

    paper: str
    name: str
    span: Span
    pages: tuple[int, ...]
    suggestion: Suggestion | None
    said: Mapping[str, Handled]
    unaided: frozenset[str]
    exists: bool | None
    is_settled: bool

    @property
    def page(self) -> int | None:
        """The page on which it begins."""
        return self.pages[0] if self.pages else None

    @property
    def case(self) -> Case:
        """Where it is found again."""
        return Case(self.paper, self.name, self.span)


@dataclass(frozen=True, slots=True)
class EvaluatedAccount:
    """An adjudicated account, eligible or not; ``name`` is the mark that it came of.

    ``is_suggested`` tells whether there was a suggestion, which it came of or shares half with.
    ``themes`` are as the codebook has them now.
    """

    account: Account
    name: str
    pages: tuple[int, ...]
    section: Section
    is_suggested: bool
    themes: tuple[str, ...]

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.account.span

    @property
    def page(self) -> int | None:
        """The page on which it begins."""
        return self.pages[0] if self.pages else None

    @property
    def case(self) -> Case:
        """Where it is found again."""
        return Case(self.account.paper, self.name, self.span)


@dataclass(frozen=True, slots=True)
class BlindPage:
    """A page that was read without suggestions first.

    ``probability`` is that with which it was drawn, ``part`` its stretch of the paper's text;
    ``marked`` holds, by the id of each person of the paper, what they had marked there unaided. A
    mark that stands on several such pages is told of the first.
    """

    page: int
    probability: float
    part: Span
    marked: Mapping[str, tuple[Case, ...]]

    @property
    def weight(self) -> float:
        """How many pages it stands for (Horvitz & Thompson 1952)."""
        return 1 / self.probability


@dataclass(frozen=True, slots=True)
class Screening:
    """What people said of a paper as a whole, by id, and what holds; None while that is open.

    ``step`` is include, exclude or unsure; it is None too where people disagree (``is_disputed``).
    """

    said: Mapping[str, tuple[Step, str]]
    step: Step | None
    reason: str
    is_disputed: bool


@dataclass(frozen=True, slots=True)
class EvaluatedPaper:
    """A paper that all its people have finished.

    ``document`` is the digest of its stored document, ``reader`` what read it, ``text`` its text,
    in which all spans lie; ``words`` and ``pages`` count them. ``people`` are in the order in which
    the review numbers them. ``marks`` are in the order of the text: all suggestions, and what was
    added. ``unsettled`` counts the places that are in conflict of any kind, or of which nobody can
    tell whether they are accounts.
    """

    number: int
    id: str
    title: str
    source: str
    document: str
    reader: str
    words: int
    pages: int
    people: tuple[Annotator, ...]
    marks: tuple[EvaluatedMark, ...]
    accounts: tuple[EvaluatedAccount, ...]
    blind: tuple[BlindPage, ...]
    screening: Screening
    text: str = field(repr=False)
    unsettled: int = 0

    @property
    def suggestions(self) -> tuple[EvaluatedMark, ...]:
        """The marks that were suggested."""
        return tuple(mark for mark in self.marks if mark.suggestion is not None)

    @property
    def additions(self) -> tuple[EvaluatedMark, ...]:
        """The marks that somebody added where nothing was suggested."""
        return tuple(mark for mark in self.marks if mark.suggestion is None)
