"""Figures that are no sums over papers: medians, and reading saved. Papers are drawn anew for them.

The interval is the percentile one, over papers; fewer rounds than for sums are enough for it.
"""

from collections.abc import Callable, Sequence

import numpy as np

from extractor.agreement.figure import Figure, Interval, Undefined
from extractor.agreement.intervals import TAILS, resampled
from extractor.agreement.measure import Floats, Ints

MOST_ROUNDS = 2_000
AT_A_TIME = 100  # rounds, to bound the memory

Ranked = Callable[[Floats], Floats]
"""From how often each item is drawn in each round, (rounds, items), to a value a round."""


def figure_of_ranked(
    name: str,
    ranked: Ranked,
    paper_of: Ints,
    *,
    counts: dict[str, int],
    empty: str,
    rounds: int,
    seed: int,
) -> Figure:
    """A figure of items in an order, each in the paper ``paper_of`` (items,), numbered from 0."""
    papers = int(paper_of.max()) + 1 if paper_of.size else 0
    told = {"papers": len(np.unique(paper_of)), **counts}
    value = float(ranked(np.ones((1, len(paper_of))))[0]) if papers else float("nan")
    if np.isnan(value):
        return Figure(name, Undefined(empty), Undefined(empty), told)
    if told["papers"] < 2:
        alone = Undefined("there is one paper only, and how papers differ cannot be seen")
        return Figure(name, value, alone, told)
    drawn = resampled(np.eye(papers), min(rounds, MOST_ROUNDS), seed)
    return Figure(name, value, _percentile(ranked, drawn, paper_of), told)


def median_of(values: Sequence[float]) -> Ranked:
    """The median of values, (items,), in ascending order: the least that half do not exceed."""
    ordered = np.asarray(values, dtype=np.float64)

    def ranked(times: Floats) -> Floats:
        totals = times.cumsum(axis=1)
        reached = totals >= totals[:, -1:] / 2
        return np.where(totals[:, -1] > 0, ordered[reached.argmax(axis=1)], np.nan)

    return ranked


def work_saved(relevant: Sequence[bool], *, recall: float) -> Ranked:
    """Work saved over sampling at a recall (Cohen et al. 2006), of items in the order of reading.

    ``relevant``, (items,): which are to be found. WSS@r = (N - n) / N - (1 - r), where n of the N
    items are read until the share r of the relevant ones is found, as in ASReview Insights: r of
    all would have to be read in any order to find as many.
    """
    wanted = np.asarray(relevant, dtype=np.float64)

    def ranked(times: Floats) -> Floats:
        read, found = times.cumsum(axis=1), (times * wanted).cumsum(axis=1)
        needed = np.ceil(recall * found[:, -1:] - 1e-9)
        stop = (found >= np.maximum(needed, 1)).argmax(axis=1)
        share = read[np.arange(len(read)), stop] / np.maximum(read[:, -1], 1)
        return np.where(found[:, -1] > 0, recall - share, np.nan)

    return ranked


def _percentile(ranked: Ranked, drawn: Floats, paper_of: Ints) -> Interval:
    """The interval of a value, by how often each paper was drawn, (rounds, papers)."""
    values = np.concatenate(
        [ranked(drawn[at : at + AT_A_TIME][:, paper_of]) for at in range(0, len(drawn), AT_A_TIME)]
    )
    low, high = np.nanquantile(values, TAILS)
    return Interval(float(low), float(high), "percentile")
