"""How far annotators agree on labels: five coefficients, prevalence, and the table of counts.

For all: ``judged`` has units by annotators with judgements missing or not; units that fewer than
two judged say nothing of agreement. Where a coefficient was defined for the same number of
judgements of every unit, Gwet's (2014, chapter 2) form for missing judgements is used, which is the
original where none is missing.
"""

from collections.abc import Callable
from operator import ne

import numpy as np
import pandas as pd

from extractor.agreement.judgements import MISSING, Judgements, Label, name_of
from extractor.agreement.measure import CORRECTED, SHARE, Compare, Floats, Ints, Measure, ratio

Distance = Callable[[Label, Label], float]


def percent_agreement(judged: Judgements) -> Measure:
    """The mean, over units, of the share of pairs of annotators who gave the same label.

    With two annotators it is the share of units on which they agree; from 0 to 1.
    """

    def compare(sums: Floats) -> tuple[Floats, Floats]:
        return _disagreement(sums), np.ones((len(sums), 1))

    return _of_shares("Percent agreement", judged, compare, lowest=SHARE)


def cohen_kappa(judged: Judgements) -> Measure:
    """Cohen's (1960) kappa: 1 - (1 - p_o) / (1 - p_e), p_e from each annotator's own marginals.

    Of more than two annotators it is the mean of all pairs (Light 1971), and its name says so;
    pairs that share no unit, or use one label only, are left out. Features of a pair: agreements,
    then how often one used each label, then the other, (1 + 2 labels,).
    """
    pairs = judged.pairs()
    features = [_pair_features(judged, one, other) for one, other in pairs]
    width = 1 + 2 * len(judged.labels)

    def compare(sums: Floats) -> tuple[Floats, Floats]:
        agreed, ones, others = np.split(
            sums.reshape(len(sums), len(pairs), width), [1, 1 + len(judged.labels)], axis=2
        )
        units = ones.sum(axis=2)
        observed = 1 - ratio(agreed[:, :, 0], units)
        expected = 1 - ratio((ones * others).sum(axis=2), units**2)
        return np.nan_to_num(observed), np.nan_to_num(expected)

    name = "Cohen kappa" if len(pairs) < 2 else "Cohen kappa (mean of pairs, Light)"
    statistics = np.hstack([np.zeros((len(judged.papers), 0)), *features])
    return Measure(name, statistics, compare, _twice(judged), CORRECTED, judged.told)


def fleiss_kappa(judged: Judgements) -> Measure:
    """Fleiss' (1971) kappa: p_e is the sum of squares of the labels' shares over all annotators."""

    def compare(sums: Floats) -> tuple[Floats, Floats]:
        return _disagreement(sums), 1 - (_shares(sums) ** 2).sum(axis=1, keepdims=True)

    return _of_shares("Fleiss kappa", judged, compare, lowest=CORRECTED)


def gwet_ac1(judged: Judgements) -> Measure:
    """Gwet's (2008) AC1: p_e is the sum of s (1 - s) over labels of share s, over labels less one.

    It hardly falls where one label is rare, as kappa does. How many labels there are is how many
    ``judged`` knows of.
    """
    chances = max(len(judged.labels) - 1, 1)

    def compare(sums: Floats) -> tuple[Floats, Floats]:
        shares = _shares(sums)
        by_chance = (shares * (1 - shares)).sum(axis=1, keepdims=True) / chances
        known = len(judged.labels) > 1
        return _disagreement(sums), (1 - by_chance) * known

    return _of_shares("Gwet AC1", judged, compare, lowest=CORRECTED)


def krippendorff_alpha(
    judged: Judgements,
    *,
    distance: Distance = ne,
    named: str = "nominal",
) -> Measure:
    """Krippendorff's (2011) alpha: 1 - D_o / D_e, any number of annotators, judgements missing.

    D_o is the mean ``distance`` of two judgements of one unit, D_e of any two judgements: with
    n_c judgements of label c in units judged twice or more, D_e is the sum of n_c n_k d(c, k) over
    n (n - 1). ``distance`` is 0 for a label and itself, at most 1, and symmetric. Features: the
    sum of distances within units, then n_c, (1 + labels,).
    """
    apart, times = _distances(judged, distance), judged.times
    counts = judged.counts * (times > 1)[:, np.newaxis]
    within = ratio((counts @ apart * counts).sum(axis=1), times - 1)

    def compare(sums: Floats) -> tuple[Floats, Floats]:
        number = sums[:, 1:].sum(axis=1)
        of_any = (sums[:, 1:] @ apart * sums[:, 1:]).sum(axis=1)
        observed, expected = ratio(sums[:, 0], number), ratio(of_any, number * (number - 1))
        return _column(observed), _column(expected)

    statistics = judged.add_up(np.column_stack([np.nan_to_num(within), counts]))
    name = f"Krippendorff alpha ({named})"
    return Measure(name, statistics, compare, _twice(judged), CORRECTED, judged.told)


def prevalence(judged: Judgements) -> pd.DataFrame:
    """How often each label was given, a row a label: label, count, share of all judgements."""
    counts = judged.counts.sum(axis=0)
    shares = ratio(counts, np.full(len(counts), counts.sum()))
    names = [name_of(label) for label in judged.labels]
    return pd.DataFrame({"label": names, "count": counts.astype(int), "share": shares})


def count_table(judged: Judgements) -> pd.DataFrame:
    """Which labels met in one unit, (labels, labels).

    Of two annotators the confusion table, the first in the rows. Of more, Krippendorff's table of
    coincidences: symmetric, each unit judged m times adds each of its ordered pairs, over m - 1.
    """
    labels = [name_of(label) for label in judged.labels]
    size = len(labels)
    if len(judged.annotators) == 2:
        both = judged.codes[(judged.codes != MISSING).all(axis=1)]
        table = np.bincount(both[:, 0] * size + both[:, 1], minlength=size**2).astype(float)
        ones, others = judged.annotators
        rows, columns = pd.Index(labels, name=ones), pd.Index(labels, name=others)
        return pd.DataFrame(table.reshape(size, size).astype(int), index=rows, columns=columns)
    counts, times = judged.counts[judged.times > 1], judged.times[judged.times > 1]
    weighted = counts / (times - 1)[:, np.newaxis]
    return pd.DataFrame(weighted.T @ counts - np.diag(weighted.sum(axis=0)), labels, labels)


def _distances(judged: Judgements, distance: Distance) -> Floats:
    """How far each label is from each, (labels, labels)."""
    apart = [[distance(one, other) for other in judged.labels] for one in judged.labels]
    return np.array(apart, dtype=np.float64).reshape(len(judged.labels), len(judged.labels))


def _of_shares(name: str, judged: Judgements, compare: Compare, *, lowest: float) -> Measure:
    """A measure of the shares of agreeing pairs and of labels.

    Features: the sum over units of the share of agreeing pairs, how many units have any, the sum
    over all judged units of each label's share; (2 + labels,).
    """
    counts, times = judged.counts, judged.times
    agreed = ratio((counts * (counts - 1)).sum(axis=1), times * (times - 1))
    shares = counts / np.maximum(times, 1)[:, np.newaxis]
    features = np.column_stack([np.nan_to_num(agreed), times > 1, shares]).astype(np.float64)
    statistics = judged.add_up(features)
    return Measure(name, statistics, compare, _twice(judged), lowest, judged.told)


def _disagreement(sums: Floats) -> Floats:
    """1 - p_o, (rounds, 1); it cannot fall below 0 but by rounding."""
    return np.maximum(1 - _column(ratio(sums[:, 0], sums[:, 1])), 0)


def _shares(sums: Floats) -> Floats:
    """The labels' mean shares, (rounds, labels)."""
    units = sums[:, 2:].sum(axis=1, keepdims=True)
    return ratio(sums[:, 2:], np.broadcast_to(units, sums[:, 2:].shape))


def _pair_features(judged: Judgements, one: Ints, other: Ints) -> Floats:
    both = (one != MISSING) & (other != MISSING)
    places = np.arange(len(judged.labels))
    ones, others = (side[:, np.newaxis] == places for side in (one, other))
    features: Floats = np.column_stack([one == other, ones, others]) * both[:, np.newaxis] * 1.0
    return judged.add_up(features)


def _twice(judged: Judgements) -> Floats:
    """How many units of each paper two or more judged."""
    return judged.add_up((judged.times > 1).astype(np.float64))


def _column(values: Floats) -> Floats:
    return values[:, np.newaxis]
