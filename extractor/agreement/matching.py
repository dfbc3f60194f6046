"""Which spans of two people are one unit.

There is one function for it, ``match_spans``, for conflicts and for agreement alike: what two
people are told that they disagree on is what the figures count as disagreement.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from extractor.records import Span

Pair = tuple[int, int]
Weights = NDArray[np.float64]
NEARLY = 1e-9  # two totals of floating point numbers that differ by less are the same total


def overlap(one: Span, other: Span) -> float:
    """Intersection over union of two half-open spans, from 0 (nothing shared) to 1 (the same)."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    if shared <= 0:
        return 0.0
    return shared / (max(one.end, other.end) - min(one.start, other.start))


def match_spans(
    ones: Sequence[Span], others: Sequence[Span], *, least: float = 0.5
) -> list[tuple[int, int]]:
    """The pairs ``(i, j)`` of ``ones[i]`` and ``others[j]`` that are one unit, sorted.

    The one function for conflicts and for agreement alike. Each span is in one pair at most, a pair
    has an overlap of at least ``least`` (over 0, at most 1), and no other such pairs have a greater
    sum of overlaps. Where several have the same sum, the earliest span takes the earliest partner
    that it can. Swapping the lists swaps the pairs. Raises ValueError if ``least`` is out of range.
    """
    if not 0 < least <= 1:
        raise ValueError(f"The least overlap of a pair must be over 0 and at most 1, not {least}.")
    partners = _partners(ones, others, least)
    pairs: list[Pair] = []
    for rows, columns in _clusters(partners):
        if len(rows) == len(columns) == 1:
            pairs.append((rows[0], columns[0]))
        else:
            pairs += _matched(
                ones, others, _in_order(rows, ones), _in_order(columns, others), least
            )
    return sorted(pairs)


def _partners(ones: Sequence[Span], others: Sequence[Span], least: float) -> dict[int, list[int]]:
    """For each of ``ones`` that has any, those of ``others`` that it may be paired with.

    Both lists are swept in the order of the text: a span meets only those not yet ended.
    """
    starts = [(span.start, True, at) for at, span in enumerate(ones)]
    starts += [(span.start, False, at) for at, span in enumerate(others)]
    open_ones: list[int] = []
    open_others: list[int] = []
    partners: dict[int, list[int]] = defaultdict(list)
    for start, is_one, at in sorted(starts):
        open_ones = [i for i in open_ones if ones[i].end > start]
        open_others = [j for j in open_others if others[j].end > start]
        if is_one:
            met = [(at, j) for j in open_others]
            open_ones.append(at)
        else:
            met = [(i, at) for i in open_ones]
            open_others.append(at)
        for i, j in met:
            if overlap(ones[i], others[j]) >= least:
                partners[i].append(j)
    return partners


def _clusters(partners: dict[int, list[int]]) -> Iterator[tuple[list[int], list[int]]]:
    """The groups of spans, ones and others, that possible pairs connect: each is matched alone."""
    back: dict[int, list[int]] = defaultdict(list)
    for i, found in partners.items():
        for j in found:
            back[j].append(i)
    seen: set[int] = set()
    for first in partners:
        if first in seen:
            continue
        rows, columns = [first], dict[int, None]()
        seen.add(first)
        for i in rows:  # grows as it goes
            for j in partners[i]:
                if j not in columns:
                    columns[j] = None
                    new = [each for each in back[j] if each not in seen]
                    rows += new
                    seen.update(new)
        yield rows, list(columns)


def _in_order(indices: list[int], spans: Sequence[Span]) -> list[int]:
    return sorted(indices, key=lambda at: (spans[at], at))


def _matched(
    ones: Sequence[Span],
    others: Sequence[Span],
    rows: list[int],
    columns: list[int],
    least: float,
) -> list[Pair]:
    """The best pairs of one cluster.

    Whose span chooses first where there is a choice must not depend on who is called "one": it is
    the person whose spans come first in the text. If they are all the same, so are the pairs.
    """
    if [others[j] for j in columns] < [ones[i] for i in rows]:
        return [(i, j) for j, i in _matched(others, ones, columns, rows, least)]
    overlaps = np.array([[overlap(ones[i], others[j]) for j in columns] for i in rows])
    weights = np.where(overlaps >= least, overlaps, 0.0)
    return [(rows[row], columns[column]) for row, column in _earliest(weights).items()]


def _earliest(weights: Weights) -> dict[int, int]:
    """The best assignment of rows to columns; of several the one in which row 0 has the earliest
    column that any gives it, then row 1, and so on.
    """
    weights = weights.copy()
    chosen = _best(weights)
    total = _sum(weights, chosen)
    for row in range(len(weights)):
        while (earlier := weights[row, : chosen.get(row)].nonzero()[0]).size:
            forced = weights.copy()
            forced[row, earlier] += len(weights)  # more than all others can add up to
            tried = _best(forced)
            if _sum(weights, tried) < total - NEARLY:
                break
            chosen = tried
        _settle(weights, row, chosen.get(row))
    return chosen


def _best(weights: Weights) -> dict[int, int]:
    """One of the assignments with the greatest sum of weights; what weighs nothing is left out."""
    from scipy.optimize import linear_sum_assignment

    pairs = zip(*linear_sum_assignment(weights, maximize=True), strict=True)
    return {int(row): int(column) for row, column in pairs if weights[row, column] > 0}


def _sum(weights: Weights, chosen: dict[int, int]) -> float:
    return float(sum(weights[pair] for pair in chosen.items()))


def _settle(weights: Weights, row: int, column: int | None) -> None:
    """Leave ``row`` no column but this one, and this one to no other row."""
    kept = 0.0 if column is None else weights[row, column]
    weights[row, :] = 0.0
    if column is not None:
        weights[:, column] = 0.0
        weights[row, column] = kept
