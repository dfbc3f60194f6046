"""How the model of pre-screening is learned from papers whose accounts are known."""

from collections.abc import Sequence
from dataclasses import replace
from math import exp, log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from extractor.screening.model import Model, deviation
from extractor.screening.signs import FEATURES, Signs

HELD_BACK = 1.0  # of the logistic regression: the classes are all but separable
SMALLEST_SCALE = 0.1
AGAINST = ("reprints",)
COVERED = 0.9
LEAST_ROOT = 0.5  # accounts: none is known more exactly


Floats = NDArray[np.float64]


class Case(NamedTuple):
    """One paper: its signs, and how many accounts it holds."""

    signs: Signs
    accounts: int


def learn(cases: Sequence[Case], *, version: str) -> Model:
    """A model; papers with and without accounts count the same, however many of each there are."""
    weights, offset = _logistic(cases)
    counted = [case for case in cases if case.accounts and case.signs.accounts]
    per_account = _per_account(counted)
    overdispersion, of_paper = _spread(counted, per_account)
    model = Model(
        weights=weights,
        offset=offset,
        per_account=round(per_account, 4),
        overdispersion=round(overdispersion, 4),
        of_paper=round(of_paper, 4),
        width=1.0,
        version=version,
    )
    away = [_away(case, model) for case in counted]
    return replace(model, width=round(float(np.quantile(away, COVERED)), 4))


def _logistic(cases: Sequence[Case]) -> tuple[dict[str, float], float]:
    """The weights of a logistic regression, none of them against what its feature means.

    More signs of accounts never make accounts less likely, and reprinting never more so: few papers
    must not teach the contrary by chance.
    """
    rows = np.array([case.signs.features() for case in cases])
    middle, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), SMALLEST_SCALE)
    scaled = (rows - middle) / scale
    has = np.array([1.0 if case.accounts else -1.0 for case in cases])
    share = np.where(has > 0, 0.5 / (has > 0).mean(), 0.5 / (has < 0).mean())

    def unlikely(told: Floats) -> float:
        margins = has * (scaled @ told[:-1] + told[-1])
        loss = float((share * np.logaddexp(0, -margins)).sum())
        return loss + HELD_BACK * float(told[:-1] @ told[:-1]) / 2

    bounds = [(None, 0.0) if name in AGAINST else (0.0, None) for name in FEATURES]
    start = np.zeros(len(FEATURES) + 1)
    told = minimize(unlikely, start, method="L-BFGS-B", bounds=[*bounds, (None, None)]).x
    weights = told[:-1] / scale
    offset = float(told[-1] - weights @ middle)
    pairs = zip(FEATURES, weights.tolist(), strict=True)
    return {name: round(weight, 4) for name, weight in pairs}, round(offset, 4)


def _per_account(cases: Sequence[Case]) -> float:
    """The middle paper's ratio of accounts to what its scores expect."""
    return float(np.median([case.accounts / case.signs.accounts for case in cases]))


def _spread(cases: Sequence[Case], per_account: float) -> tuple[float, float]:
    """The two parts of the variance under which the papers' differences are likeliest."""

    def unlikely(logs: Floats) -> float:
        overdispersion, of_paper = exp(logs[0]), exp(logs[1])
        total = 0.0
        for case in cases:
            root = max(LEAST_ROOT, deviation(case.signs, per_account, overdispersion, of_paper))
            off = case.accounts - per_account * case.signs.accounts
            total += log(root) + (off / root) ** 2 / 2
        return total

    best = minimize(unlikely, np.log([1.0, 0.1]), method="Nelder-Mead").x
    return float(np.exp(best[0])), float(np.exp(best[1]))


def _away(case: Case, model: Model) -> float:
    """How many standard deviations the number of accounts is from the expected one."""
    mean = model.per_account * case.signs.accounts
    return abs(case.accounts - mean) / max(LEAST_ROOT, model.root(case.signs))
