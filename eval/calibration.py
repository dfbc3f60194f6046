"""Whether scores mean what they say: of the suggestions at .8, are eight in ten right?"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from figures import Table
from scoring import Outcome

BINS = 10


class Bin(NamedTuple):
    """Suggestions of about one score: how many, their mean score, and the share that is right."""

    size: int
    score: float
    right: float


def bins_of(outcomes: Sequence[Outcome]) -> list[Bin]:
    """Ten bins of equal count (one suggestion more or less), in the order of scores."""
    ordered = sorted(outcomes)
    cuts = [round(at * len(ordered) / BINS) for at in range(BINS + 1)]
    parts = [ordered[cuts[at] : cuts[at + 1]] for at in range(BINS)]
    return [
        Bin(len(part), _mean(one.score for one in part), _mean(one.right for one in part))
        for part in parts
        if part
    ]


def expected_error(outcomes: Sequence[Outcome]) -> float:
    """The expected calibration error: the bins' distances, weighed by their counts."""
    bins = bins_of(outcomes)
    return sum(one.size * abs(one.score - one.right) for one in bins) / max(1, len(outcomes))


def brier_scores(outcomes: Sequence[Outcome]) -> tuple[float, float]:
    """The mean squared error of the scores, and that of the constant share of right ones."""
    share = _mean(one.right for one in outcomes)
    own = _mean((one.score - one.right) ** 2 for one in outcomes)
    return own, _mean((share - one.right) ** 2 for one in outcomes)


def calibration_table(outcomes: Sequence[Outcome]) -> Table:
    """The bins as a table."""
    columns = {"suggestions": "d", "mean score": ".3f", "share right": ".3f"}
    rows = [
        {"suggestions": one.size, "mean score": one.score, "share right": one.right}
        for one in bins_of(outcomes)
    ]
    return Table("Calibration of the suggestions shown", columns, rows)


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0
