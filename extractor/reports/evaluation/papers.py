"""A strip a paper: where in it accounts lie, and what became of what was suggested."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import NamedTuple

from extractor.agreement.detector import judged
from extractor.agreement.evaluated import EvaluatedMark, EvaluatedPaper, listed
from extractor.records import REASONS_TO_EXCLUDE, Span
from extractor.reports.evaluation.cases import title_of

LENGTH = 1000  # of a strip, from the first letter of a paper to the last
THINNEST = 2
CONFIRMED, ADDED, REJECTED, OPEN = "suggested accounts", "added accounts", "no accounts", "open"
KINDS = (CONFIRMED, ADDED, REJECTED, OPEN)


class Stretch(NamedTuple):
    """Where something stands on a strip."""

    kind: str
    x: float
    width: float

    @property
    def middle(self) -> float:
        """Half way."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class Strip:
    """A paper and what lies where in it."""

    number: int
    title: str
    source: str
    pages: int
    words: int
    people: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]
    stretches: tuple[Stretch, ...]
    blind: tuple[Stretch, ...]
    screening: str

    @property
    def told(self) -> str:
        """The strip in words."""
        counts = ", ".join(f"{kind}: {count}" for kind, count in self.counts)
        return f"{counts}; pages read without suggestions: {len(self.blind)}"


def strips_of(papers: Sequence[EvaluatedPaper], threshold: float) -> Iterator[Strip]:
    """The papers, in their order; what scored below ``threshold`` was shown to nobody."""
    for paper in papers:
        shown = [*judged(paper, threshold), *paper.additions]
        stretches = [Stretch(kind_of(mark), *_on_strip(mark.span, paper)) for mark in shown]
        yield Strip(
            number=paper.number,
            title=title_of(paper),
            source=PurePath(paper.source).name,
            pages=paper.pages,
            words=paper.words,
            people=tuple(person.name for person in paper.people),
            counts=tuple((kind, sum(s.kind == kind for s in stretches)) for kind in KINDS),
            stretches=tuple(stretches),
            blind=tuple(Stretch("blind", *_on_strip(page.part, paper)) for page in paper.blind),
            screening=_screening(paper),
        )


def kind_of(mark: EvaluatedMark) -> str:
    """What became of a mark."""
    if mark.exists is None:
        return OPEN
    if not mark.exists:
        return REJECTED
    return ADDED if mark.suggestion is None else CONFIRMED


def _on_strip(span: Span, paper: EvaluatedPaper) -> tuple[float, float]:
    scale = LENGTH / max(len(paper.text), 1)
    return round(span.start * scale, 1), round(max((span.end - span.start) * scale, THINNEST), 1)


def _screening(paper: EvaluatedPaper) -> str:
    screening = paper.screening
    if screening.is_disputed:
        return "disputed"
    if screening.step is None:
        return ""
    reason = f": {listed(screening.reason, REASONS_TO_EXCLUDE)}" if screening.reason else ""
    return f"{screening.step}{reason}"
