"""What an evaluation comes to: figures in groups, each with the cases behind it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extractor.agreement.evaluated import Case
from extractor.agreement.figure import Figure, record_of
from extractor.agreement.intervals import figures_of
from extractor.agreement.measure import Ints, Measure
from extractor.agreement.ranked import Ranked, figure_of_ranked

Cases = Mapping[str, tuple[Case, ...]]
"""The cases behind a figure, by what they are, in words."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure, and where what it counts can be looked at."""

    figure: Figure
    cases: Cases = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that answer one question; ``about`` says what they rest on, in a sentence or two.

    ``name`` is short and fixed, ``title`` is for people.
    """

    name: str
    title: str
    about: str
    measured: tuple[Measured, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Figures of a part of what was suggested or found: ``by`` is paper, form, section or voice.

    Of a paper, ``value`` is its title and ``paper`` its id.
    """

    by: str
    value: str
    measured: tuple[Measured, ...]
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """How intervals are made: how many rounds, and from which seed."""

    rounds: int
    seed: int

    def of(self, measures: Sequence[Measure], cases: Cases | None = None) -> tuple[Measured, ...]:
        """The figures of measures of the same papers; all have the same cases."""
        figures = figures_of(measures, rounds=self.rounds, seed=self.seed)
        return tuple(Measured(figure, cases or {}) for figure in figures)

    def of_each(self, measures: Iterable[tuple[Measure, Cases]]) -> tuple[Measured, ...]:
        """The figures of measures of the same papers, each with cases of its own."""
        pairs = list(measures)
        figures = figures_of([one for one, _ in pairs], rounds=self.rounds, seed=self.seed)
        return tuple(Measured(*pair) for pair in zip(figures, (c for _, c in pairs), strict=True))

    def of_ranked(
        self, name: str, ranked: Ranked, paper_of: Ints, *, counts: dict[str, int], empty: str
    ) -> Measured:
        """A figure of items in an order, (items,), each in the paper that ``paper_of`` says."""
        drawn = {"rounds": self.rounds, "seed": self.seed}
        figure = figure_of_ranked(name, ranked, paper_of, counts=counts, empty=empty, **drawn)
        return Measured(figure)


def record_of_measured(measured: Measured) -> dict[str, Any]:
    """A figure with its cases, as JSON knows it: each case is paper, mark, start and end."""
    cases = {
        what: [[case.paper, case.mark, case.span.start, case.span.end] for case in found]
        for what, found in measured.cases.items()
    }
    return record_of(measured.figure) | {"cases": cases}


def record_of_group(group: Group) -> dict[str, Any]:
    """A group, as JSON knows it."""
    figures = [record_of_measured(each) for each in group.measured]
    return {"name": group.name, "title": group.title, "about": group.about, "figures": figures}
