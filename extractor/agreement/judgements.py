"""Who judged what how: the table that the measures of labels start from."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from extractor.agreement.measure import Floats, Ints, by_paper

MISSING = -1

Label = Any  # a string, or a frozenset of themes; whatever can be hashed


@dataclass(frozen=True, slots=True, eq=False)
class Judgements:
    """Units by annotators.

    ``codes``, (units, annotators), are places in ``labels``, or ``MISSING``; ``paper_of``,
    (units,), are places in ``papers``. A label may be any value that can be hashed; a set of
    themes is a frozenset.
    """

    codes: Ints
    labels: tuple[Label, ...]
    annotators: tuple[str, ...]
    paper_of: Ints
    papers: tuple[str, ...]

    @property
    def counts(self) -> Floats:
        """How many annotators gave each unit each label, (units, labels)."""
        counts = np.zeros((len(self.codes), len(self.labels)))
        for column in self.codes.T:
            units = np.flatnonzero(column != MISSING)
            counts[units, column[units]] += 1
        return counts

    @property
    def times(self) -> Floats:
        """How many annotators judged each unit, (units,)."""
        return np.asarray(self.counts.sum(axis=1))

    @property
    def told(self) -> dict[str, int]:
        """What a reader is told of them: units judged by two or more, judgements, annotators."""
        twice = self.times > 1
        return {
            "units": int(twice.sum()),
            "judgements": int(self.times[twice].sum()),
            "annotators": int((self.codes[twice] != MISSING).any(axis=0).sum()),
        }

    def pairs(self) -> list[tuple[Ints, Ints]]:
        """The columns of each two annotators."""
        return list(combinations(self.codes.T, 2))

    def add_up(self, values: Floats) -> Floats:
        """Sums over the units of each paper: (units, ...) -> (papers, ...)."""
        return by_paper(values, self.paper_of, len(self.papers))


def judgements(table: pd.DataFrame, *, labels: Sequence[Label] | None = None) -> Judgements:
    """Judgements of a table with the columns unit, annotator, label and, if there is one, paper.

    A row a judgement; rows in which the label is missing (None or NaN) say nothing. Without the
    column paper each unit is a paper of its own. ``labels`` are those that could have been used;
    by default those that were. Raises ValueError if an annotator judged a unit twice, if a unit is
    in two papers, or if a label is none of ``labels``.
    """
    table = table[table["label"].notna()]
    if table.duplicated(["unit", "annotator"]).any():
        raise ValueError("An annotator judged a unit twice.")
    units, unit_of = _places(table["unit"])
    annotators, annotator_of = _places(table["annotator"])
    labels = _in_order(table["label"]) if labels is None else tuple(labels)
    place = {label: at for at, label in enumerate(labels)}
    if unknown := set(table["label"]) - set(place):
        raise ValueError(f"Labels that are none of those given: {unknown}.")
    codes = np.full((len(units), len(annotators)), MISSING)
    codes[unit_of, annotator_of] = [place[label] for label in table["label"]]
    papers, paper_of = _papers(table, unit_of, units)
    return Judgements(codes, tuple(labels), annotators, paper_of, papers)


def relabelled(judged: Judgements, new: Callable[[Label], Label]) -> Judgements:
    """The same with each label made into another, as (theme in set) makes a set a yes or no."""
    made = [new(label) for label in judged.labels]
    labels = _in_order(made)
    places = np.array([labels.index(label) for label in made] + [MISSING])  # -1 is the last
    return replace(judged, codes=places[judged.codes], labels=labels)


def _papers(
    table: pd.DataFrame, unit_of: Ints, units: Sequence[str]
) -> tuple[tuple[str, ...], Ints]:
    if "paper" not in table:
        return tuple(units), np.arange(len(units))
    papers, paper_of_row = _places(table["paper"])
    paper_of = np.zeros(len(units), dtype=np.int64)
    paper_of[unit_of] = paper_of_row
    if (paper_of[unit_of] != paper_of_row).any():
        raise ValueError("A unit is in two papers.")
    return papers, paper_of


def _places(column: "pd.Series[str]") -> tuple[tuple[str, ...], Ints]:
    """The different values, sorted, and where in them each row's is."""
    values = tuple(sorted(set(column)))
    place = {value: at for at, value in enumerate(values)}
    return values, np.array([place[value] for value in column], dtype=np.int64)


def _in_order(labels: Iterable[Label]) -> tuple[Label, ...]:
    """The different labels, by their names; sets by the names of what is in them."""
    return tuple(sorted(set(labels), key=name_of))


def name_of(label: Label) -> str:
    """A label as people read it: a set as its members, in order, with semicolons between."""
    return "; ".join(sorted(map(str, label))) if isinstance(label, frozenset) else str(label)
