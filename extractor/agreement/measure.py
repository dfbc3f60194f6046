"""What all measures here are: one minus the observed over the expected disagreement, of sums.

Percent agreement, kappa, AC1, alpha, precision, recall and F1 all have this form (the expected
disagreement of what is not corrected for chance is 1), and all are functions of statistics that
add up over papers. So one bootstrap over papers serves them all: it adds papers up anew, and never
goes back to the units.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Compare = Callable[[Floats], tuple[Floats, Floats]]

CORRECTED = -1.0  # the lowest value of a coefficient that is 0 where agreement is by chance
NEARLY = 1e-12  # what is expected below this is nothing but rounding
SHARE = 0.0  # the lowest value of a share of something
ONE_LABEL = "only one label was ever used, so no disagreement is expected by chance"
NOBODY_TWICE = "no unit was judged by two people"


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """One measure of one set of papers.

    - ``statistics``, (papers, features): what adds up over papers.
    - ``compare``: from sums, (rounds, features), to the observed and the expected disagreement,
      each (rounds, parts). The value is the mean over parts; but for the mean of pairs of
      annotators there is one part.
    - ``sizes``, (papers,): how many units, spans or characters of each paper the measure rests on.
    - ``lowest``: the value that it cannot fall below, ``CORRECTED`` or ``SHARE``.
    - ``counts``: what a reader is told that it rests on, but for the papers.
    - ``empty``, ``constant``: why it is undefined if all ``sizes`` are 0, and if no disagreement
      is expected.
    """

    name: str
    statistics: Floats
    compare: Compare
    sizes: Floats
    lowest: float
    counts: Mapping[str, int]
    empty: str = NOBODY_TWICE
    constant: str = ONE_LABEL

    def values(self, sums: Floats) -> Floats:
        """The measure of sums, (rounds, features) -> (rounds,); NaN where it is undefined.

        A part that is undefined is left out of the mean.
        """
        observed, expected = self.compare(sums)
        defined = expected > NEARLY
        parts = np.where(defined, 1 - observed / np.where(defined, expected, 1), 0)
        count = defined.sum(axis=1)
        return ratio(parts.sum(axis=1), count * 1.0)


def ratio(part: Floats, whole: Floats) -> Floats:
    """Part over whole, element by element; NaN where there is no whole."""
    shares: Floats = np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)
    return shares


def by_paper(values: Floats, paper_of: Ints, papers: int) -> Floats:
    """Sums over units: values (units,) or (units, features) -> (papers,) or (papers, features)."""
    sums = np.zeros((papers, *values.shape[1:]))
    np.add.at(sums, paper_of, values)
    return sums
