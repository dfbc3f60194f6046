"""Intervals of measures: papers, not units, are what was drawn, so papers are drawn anew.

The units of one paper are alike (one author's style, one reader's day), so an interval that takes
each unit for a draw of its own is too narrow. Each interval here has 95 % and comes three ways:

- ``logit t``, the one to report. The measure is stretched from its range to the whole line by
  log((v - lowest) / (1 - v)), its standard error is that of the jackknife over papers (Efron &
  Stein 1981), the quantile is Student's with Satterthwaite's (1946) degrees of freedom, and both
  ends are brought back. For shares this is the logit interval of survey statistics (Korn &
  Graubard 1998), for coefficients from -1 to 1 it is Fisher's z.
- ``percentile`` and ``BCa`` (Efron & Tibshirani 1993, chapters 13 and 14): the bootstrap over
  papers; BCa's acceleration is by the jackknife over papers.

Why not one of the latter: in ``eval/results/coverage.md`` they hold the true value in 86 to 93 %
of reviews of 30 papers, and in 82 to 91 % of 10. A bootstrap of few papers is too narrow by the
root of (n - 1) / n, knows no Student's quantile, and shares near 1 are skewed. ``logit t`` holds it
in 93 to 96 % with 30 papers, in 94 to 97 % with 100, in 92 to 98 % with 10, and stays within the
range of the measure. With the number of papers (or Kish's effective one) less one as degrees of
freedom it was 92 to 95 % where people hardly ever disagree: errors lie in a few papers then. A
studentised bootstrap was tried too: no better with 30 papers, and often without an upper limit
with 10.

Where all papers are alike, with no error above all, every round gives the same value and such an
interval would have no width. Then it is ``exact``: Clopper & Pearson's (1934) of the share of
disagreement, with Kish's (1965) effective number of papers as the number of draws, put through the
measure at the expected disagreement that was found. That takes all units of a paper for one: with
nothing to tell how alike they are, it is the only safe thing to take. Its rule of thumb is 3.7 over
papers.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from extractor.agreement.figure import Figure, Interval, Undefined
from extractor.agreement.measure import NEARLY, Floats, Measure

LEVEL = 0.95
ROUNDS = 10_000
SEED = 20_260_131
TAILS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
MOST_UNDEFINED = 0.1  # of rounds: with more the others say too little of all
BLOCK = 2_000_000  # papers drawn at a time, to bound the memory


def figures_of(
    measures: Sequence[Measure], *, rounds: int = ROUNDS, seed: int = SEED
) -> list[Figure]:
    """Each measure's value and intervals; all are measures of the same papers.

    The same rounds serve all of them. Raises ValueError if the papers are not the same number.
    """
    if len({len(measure.statistics) for measure in measures}) > 1:
        raise ValueError("Measures of one call must be of the same papers.")
    if not measures:
        return []
    widths = [measure.statistics.shape[1] for measure in measures]
    joined = np.hstack([measure.statistics for measure in measures])
    parts = np.split(resampled(joined, rounds, seed), np.cumsum(widths)[:-1], axis=1)
    return [figure_of(measure, sums) for measure, sums in zip(measures, parts, strict=True)]


def figure_of(measure: Measure, sums: Floats) -> Figure:
    """A measure's value and intervals from resampled sums, (rounds, features)."""
    counts = {"papers": int((measure.sizes > 0).sum()), **measure.counts}
    value = float(measure.values(_total(measure))[0])
    if not measure.sizes.any() or np.isnan(value):
        why = Undefined(measure.constant if measure.sizes.any() else measure.empty)
        return Figure(measure.name, why, why, counts)
    if counts["papers"] < 2:
        alone = Undefined("there is one paper only, and how papers differ cannot be seen")
        return Figure(measure.name, value, alone, counts)
    left = _left_out(measure)
    if _tells_nothing(measure, left):
        exact = _exact(measure)
        return Figure(measure.name, value, exact, counts, {"percentile": exact, "BCa": exact})
    rounds = measure.values(sums)
    others = {
        "percentile": _percentile(measure, rounds),
        "BCa": _bca(measure, value, rounds, left),
    }
    return Figure(measure.name, value, _logit_t(measure, value, rounds, left), counts, others)


def resampled(statistics: Floats, rounds: int, seed: int) -> Floats:
    """Sums over as many papers as there are, drawn with replacement, a row a round.

    (papers, features) -> (rounds, features).
    """
    return np.vstack([drawn @ statistics for drawn in _draws(len(statistics), rounds, seed)])


def _draws(papers: int, rounds: int, seed: int) -> Iterator[Floats]:
    """How often each paper is drawn in each round, (rounds, papers), some rounds at a time."""
    rng = np.random.default_rng(seed)
    most = max(1, BLOCK // max(papers, 1))
    for first in range(0, rounds, most):
        count = min(most, rounds - first)
        drawn = rng.integers(0, papers, (count, papers)) if papers else np.zeros((count, 0), int)
        drawn += np.arange(count)[:, np.newaxis] * papers
        times = np.bincount(drawn.ravel(), minlength=count * papers)
        yield times.reshape(count, papers).astype(np.float64)


def effective_papers(sizes: Floats) -> float:
    """Kish's effective number of papers: as many as there are if all are of one size, else fewer.

    A review of one long and nine short papers tells little more than the long one alone.
    """
    return float(sizes.sum() ** 2 / (sizes**2).sum())


def _logit_t(measure: Measure, value: float, rounds: Floats, left: Floats) -> Interval | Undefined:
    from scipy.special import expit, stdtrit

    if np.isnan(left).any():
        return Undefined(f"{measure.constant}, once one paper is left out")
    lowest = measure.lowest
    if value <= lowest:  # disagreement beyond what the scale holds
        return _percentile(measure, rounds)
    away = left - left.mean()
    error = np.sqrt((len(left) - 1) / len(left) * (away**2).sum())
    slope = (1 - lowest) / ((value - lowest) * (1 - value))
    at = np.log((value - lowest) / (1 - value))
    by = stdtrit(_degrees_of_freedom(away), TAILS[1]) * error * slope
    low, high = (lowest + (1 - lowest) * expit(end) for end in (at - by, at + by))
    return Interval(float(low), float(high), "logit t")


def _degrees_of_freedom(away: Floats) -> float:
    """Satterthwaite's (1946) of the jackknife's variance: 2 n / (kurtosis - 1), n - 1 at most.

    They are few where few papers make up the variance, being long or having all the errors.
    """
    kurtosis = len(away) * (away**4).sum() / (away**2).sum() ** 2
    most = len(away) - 1.0
    return float(max(min(most, 2 * len(away) / max(kurtosis - 1, NEARLY)), 1))


def _percentile(measure: Measure, rounds: Floats) -> Interval | Undefined:
    rounds = rounds[~(undefined := np.isnan(rounds))]
    if undefined.mean() > MOST_UNDEFINED:
        return _too_rare(measure, undefined.mean())
    low, high = np.quantile(rounds, TAILS)
    return Interval(float(low), float(high), "percentile")


def _bca(measure: Measure, value: float, rounds: Floats, left: Floats) -> Interval | Undefined:
    """Bias-corrected and accelerated: the percentiles are moved by both corrections."""
    from scipy.special import ndtr, ndtri

    rounds = rounds[~(undefined := np.isnan(rounds))]
    if undefined.mean() > MOST_UNDEFINED or np.isnan(left).any():
        return _too_rare(measure, undefined.mean())
    below = np.mean(rounds < value - NEARLY) / 2 + np.mean(rounds < value + NEARLY) / 2
    bias = ndtri(np.clip(below, 1 / len(rounds), 1 - 1 / len(rounds)))
    away = left.mean() - left
    acceleration = (away**3).sum() / (6 * (away**2).sum() ** 1.5)
    z = bias + ndtri(np.array(TAILS))
    low, high = np.quantile(rounds, ndtr(bias + z / (1 - acceleration * z)))
    return Interval(float(low), float(high), "BCa")


def _exact(measure: Measure) -> Interval:
    """Clopper & Pearson's limits of the share of disagreement, put through the measure."""
    from scipy.special import betaincinv

    observed, expected = (side[0] for side in measure.compare(_total(measure)))
    observed, expected = observed[expected > NEARLY], expected[expected > NEARLY]
    papers = effective_papers(measure.sizes)
    wrong = float(observed.mean()) * papers
    least = betaincinv(wrong, papers - wrong + 1, TAILS[0]) if wrong > NEARLY else 0.0
    most = betaincinv(wrong + 1, papers - wrong, TAILS[1]) if papers - wrong > NEARLY else 1.0
    low, at, high = (1 - np.outer((most, observed.mean(), least), 1 / expected)).mean(axis=1)
    return Interval(float(max(low, min(at, measure.lowest))), float(high), "exact")


def _left_out(measure: Measure) -> Floats:
    """The measure without each of the papers that it rests on, (papers,)."""
    return measure.values(_total(measure) - measure.statistics[measure.sizes > 0])


def _total(measure: Measure) -> Floats:
    return np.asarray(measure.statistics.sum(axis=0, keepdims=True))


def _tells_nothing(measure: Measure, left: Floats) -> bool:
    """Whether no paper has an error, or all are alike: then drawing them anew changes nothing."""
    observed, _ = measure.compare(_total(measure))
    return bool(np.nanmax(observed) < NEARLY or np.ptp(left) < NEARLY)  # of NaN it is not


def _too_rare(measure: Measure, share: float) -> Undefined:
    return Undefined(f"in {share:.0%} of the rounds {measure.constant}")
