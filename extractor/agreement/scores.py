"""What scores are worth: of the suggestions at .8, are eight in ten right? And what is missed?"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

BINS = 10


class Outcome(NamedTuple):
    """One suggestion's score, and whether it is right."""

    score: float
    right: bool


class Bin(NamedTuple):
    """Suggestions of about one score: how many, their mean score, and the share that is right."""

    size: int
    score: float
    right: float


class Point(NamedTuple):
    """What would be found if suggestions were shown from ``threshold`` on."""

    threshold: float
    suggestions: int
    precision: float
    recall: float


def in_bins(outcomes: Sequence[Outcome]) -> list[list[Outcome]]:
    """Ten bins of equal count (one suggestion more or less), in the order of scores."""
    ordered = sorted(outcomes)
    cuts = [round(at * len(ordered) / BINS) for at in range(BINS + 1)]
    parts = [ordered[cuts[at] : cuts[at + 1]] for at in range(BINS)]
    return [part for part in parts if part]


def bins_of(outcomes: Sequence[Outcome]) -> list[Bin]:
    """The bins with their mean scores and shares."""
    return [
        Bin(len(part), _mean(one.score for one in part), _mean(one.right for one in part))
        for part in in_bins(outcomes)
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


def precision_recall(outcomes: Iterable[Outcome], wanted: int) -> list[Point]:
    """The curve, from the highest score down, a point for each score; ``wanted`` is at least 1.

    What was not suggested at all is missed at every threshold.
    """
    points: list[Point] = []
    right = 0
    for shown, one in enumerate(sorted(outcomes, reverse=True), start=1):
        right += one.right
        point = Point(one.score, shown, right / shown, right / wanted)
        if points and points[-1].threshold == one.score:
            points.pop()
        points.append(point)
    return points


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0
