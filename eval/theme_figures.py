"""How far up the authors' own theme stands, and whether the probabilities mean what they say."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.agreement.scores import Outcome, brier_scores, expected_error
from extractor.themes.common import Common
from extractor.themes.texts import Floats
from extractor.themes.trial import standing_at
from sorted_papers import SortedPaper

NUMBERS = {"quotations": "d", "top1": ".3f", "top3": ".3f", "mrr": ".3f"}


class Judged(NamedTuple):
    """A paper, what was learned without it, and how likely its themes are for its quotations.

    ``cold``: before anything is decided; ``warm``: when all other quotations are.
    """

    paper: SortedPaper
    common: Common
    cold: Floats
    warm: Floats


def ranks_of(likely: Floats, theme_of: NDArray[np.int_]) -> Floats:
    """Where each quotation's own theme stands, 1 for the first; among equals, in their middle."""
    own = likely[np.arange(len(theme_of)), theme_of][:, None]
    ranks: Floats = (likely > own).sum(axis=1) + ((likely == own).sum(axis=1) + 1) / 2
    return ranks


def figures_of(ranks: Iterable[float]) -> dict[str, Any]:
    """Shares of quotations with their theme first, among three; the mean reciprocal rank."""
    all_ranks = np.asarray(list(ranks), dtype=float)
    return {"quotations": len(all_ranks), **standing_at(all_ranks)._asdict()}


def chance_of(judged: Sequence[Judged]) -> dict[str, Any]:
    """The same figures for a ranking by chance, exactly."""
    counts = np.concatenate([np.full(len(one.cold), one.cold.shape[1]) for one in judged])
    reciprocal = [sum(1 / at for at in range(1, count + 1)) / count for count in counts]
    return {
        "quotations": len(counts),
        "top1": float((1 / counts).mean()),
        "top3": float(np.minimum(3 / counts, 1).mean()),
        "mrr": float(np.mean(reciprocal)),
    }


def calibration_of(judged: Sequence[Judged]) -> dict[str, float]:
    """Of all pairs of a quotation and a theme, all others decided: error, and Brier scores.

    The base rate of a theme is its share among the paper's other quotations.
    """
    told: list[Outcome] = []
    usual: list[Outcome] = []
    for one in judged:
        right = one.paper.indicators
        rates = (right.sum(axis=0) - right) / max(1, len(right) - 1)
        told += _outcomes(one.warm, right)
        usual += _outcomes(rates, right)
    return {
        "expected calibration error": expected_error(told),
        "Brier score": brier_scores(told)[0],
        "Brier score of base rates": brier_scores(usual)[0],
    }


def _outcomes(likely: Floats, right: Floats) -> list[Outcome]:
    pairs = zip(likely.ravel().tolist(), right.ravel().tolist(), strict=True)
    return [Outcome(score, bool(one)) for score, one in pairs]
