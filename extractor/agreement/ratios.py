"""Precision, recall, F1 and other shares of sums over papers, and how many both people missed.

All take what was counted in each paper, (papers,). Counts may be weighted, each by the inverse of
the probability that its page was drawn (Horvitz & Thompson 1952); ``counts`` are then the plain
ones, for the reader.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from extractor.agreement.figure import Figure, Interval, Undefined
from extractor.agreement.intervals import TAILS
from extractor.agreement.measure import SHARE, Floats, Measure, ratio

NOTHING = "there is nothing to have a share of"


def share(
    name: str,
    part: ArrayLike,
    whole: ArrayLike,
    *,
    counts: Mapping[str, int] | None = None,
    empty: str = NOTHING,
) -> Measure:
    """The share that ``part`` has of ``whole``, summed over papers: 0 to 1.

    Precision is the share of suggestions that are right, recall that of accounts that were found.
    By default the counts told are the two sums.
    """
    parts, wholes = (np.asarray(side, dtype=np.float64) for side in (part, whole))

    def compare(sums: Floats) -> tuple[Floats, Floats]:
        observed = 1 - ratio(sums[:, :1], sums[:, 1:])
        return np.maximum(observed, 0), np.ones((len(sums), 1))

    told = counts or {"part": round(parts.sum()), "whole": round(wholes.sum())}
    statistics = np.column_stack([parts, wholes])
    return Measure(name, statistics, compare, wholes, SHARE, told, empty)


def f1(
    name: str,
    matched: ArrayLike,
    both: ArrayLike,
    *,
    counts: Mapping[str, int] | None = None,
    empty: str = NOTHING,
) -> Measure:
    """F1, the harmonic mean of precision and recall (van Rijsbergen 1979).

    Twice ``matched`` over ``both``, the items of the one and of the other side added up.
    """
    told = counts or {"matched": round(np.sum(matched)), "items": round(np.sum(both))}
    return share(name, 2 * np.asarray(matched), both, counts=told, empty=empty)


def found_by_either(name: str, one: ArrayLike, other: ArrayLike, both: ArrayLike) -> Measure:
    """The share of all there is that one of two people found, by Chapman's estimator.

    ``one``, ``other``, ``both``: what each found and what both did. An upper bound of the share,
    as the total is a lower bound (see ``chapman``). The total is what was seen, over this share.
    """
    statistics = np.column_stack([one, other, both]).astype(np.float64)

    def compare(sums: Floats) -> tuple[Floats, Floats]:
        ones, others, twice = sums.T[:, :, np.newaxis]
        seen = ones + others - twice
        total = np.where(seen > 0, _total(ones, others, twice), np.nan)
        return 1 - ratio(seen, total), np.ones((len(sums), 1))

    seen = statistics @ [1.0, 1.0, -1.0]
    names = ("one", "other", "both")
    counts = {key: int(value) for key, value in zip(names, statistics.sum(axis=0), strict=True)}
    return Measure(name, statistics, compare, seen, SHARE, counts, NOTHING)


def chapman(one: int, other: int, both: int, *, papers: int) -> Figure:
    """How many there are in all, of what two people found apart: Chapman's (1951) estimator.

    (one + 1) (other + 1) / (both + 1) - 1 (Seber 1982, section 3.1.3). **A lower bound**: it takes
    the two for independent, but what is easy to see is seen by both. The interval holds every
    total with which ``both`` is neither surprisingly small nor surprisingly large (2.5 % each way,
    hypergeometric), and one more than was seen at least; it takes each item for a draw of its own.
    Raises ValueError if the counts contradict each other.
    """
    if not 0 <= both <= min(one, other):
        raise ValueError(f"Both cannot have found {both} if one found {one}, the other {other}.")
    counts = {"papers": papers, "one": one, "other": other, "both": both}
    name = "Accounts in all, a lower bound (Chapman)"
    interval = _totals(one, other, both)
    return Figure(name, float(_total(one, other, both)), interval, counts)


def _totals(one: int, other: int, both: int) -> Interval | Undefined:
    """The least and the greatest total that the counts allow."""
    from scipy.stats import hypergeom

    if both == 0:
        return Undefined("nothing was found by both, so there could be any number")
    seen = one + other - both
    low = _first(lambda total: hypergeom.cdf(both, total, one, other) >= TAILS[0], seen)
    beyond = _first(lambda total: hypergeom.sf(both - 1, total, one, other) < TAILS[0], seen)
    return Interval(float(low), float(max(beyond - 1, seen + 1)), "exact")


def _first(holds: Callable[[int], bool], least: int) -> int:
    """The first whole number from ``least`` on for which it holds, and then for all that follow."""
    step = 1
    while not holds(least + step):
        step *= 2
    return least + bisect_left(range(step), True, key=lambda more: holds(least + more))


def _total(one: Any, other: Any, both: Any) -> Any:
    return (one + 1) * (other + 1) / (both + 1) - 1
