"""The simulation behind `eval/coverage.py`: what it invents is as it says, and it counts right."""

import numpy as np
import pytest

from coverage import Held
from simulated import SCENARIOS, simulate

TYPICAL = SCENARIOS[0]


def test_invented_papers_have_the_agreement_and_recall_they_are_made_for() -> None:
    """Two people, each right 93 times of 100, agree on 0.93^2 + 0.07^2 = 0.870 of suggestions."""
    measures = simulate(np.random.default_rng(1), TYPICAL, np.full(600, 15))
    true = {one.name: one.values(one.statistics.sum(axis=0, keepdims=True))[0] for one in measures}

    assert true["Percent agreement"] == pytest.approx(0.870, abs=0.02)
    assert true["Recall"] == pytest.approx(TYPICAL.detected, abs=0.02)
    found = 1 - (1 - TYPICAL.found) ** 2
    assert true["Share found by either (Chapman)"] == pytest.approx(found, abs=0.02)


def test_coverage_is_the_share_of_intervals_that_hold_the_true_value() -> None:
    """Of four, the first ends below it, the last is not defined."""
    low, high = np.array([0.1, 0.4, 0.5, np.nan]), np.array([0.4, 0.6, 0.9, np.nan])
    held = Held("Recall", "logit t", 0.5, low, high)

    assert held.coverage == pytest.approx(2 / 3)
    assert held.width == pytest.approx(0.3)
