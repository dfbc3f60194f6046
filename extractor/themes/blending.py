"""From cues to likelihoods: how much each cue counts, and how likely a theme is then."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize

from extractor.themes.texts import Floats

SURE, LEAST = 0.98, 1e-12


def shares(cues: Floats, weights: Floats) -> Floats:
    """One account's share for each theme, adding up to 1: (texts, themes)."""
    scores = cues @ weights
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def weigh(sorted_: Sequence[tuple[Floats, Floats]], *, usual: Floats, belief: float) -> Floats:
    """The weights under which the themes that people chose are likeliest (conditional logit).

    Each of ``sorted_`` is the cues of some accounts (texts, themes, cues) and the themes that they
    were sorted under (texts, themes). Weights stay as near to the ``usual`` ones as ``belief`` in
    them, the precision of a normal prior, asks for (McFadden 1974).
    """

    def unlikely(weights: Floats) -> tuple[float, Floats]:
        far = weights - usual
        total, slope = belief * float(far @ far) / 2, belief * far
        for cues, under in sorted_:
            share, each = shares(cues, weights), under.sum(axis=1, keepdims=True)
            total -= float((under * np.log(np.maximum(share, LEAST))).sum())
            slope = slope - np.einsum("it,itc->c", under - each * share, cues)
        return total, slope

    return np.asarray(minimize(unlikely, usual, jac=True, method="L-BFGS-B").x)


def spread(shares: Floats, themes_each: float) -> Floats:
    """Likelihoods that add up to ``themes_each`` in each row, in proportion to shares, none over 1.

    What one theme cannot take the others do (as inclusion probabilities in sampling with
    probability proportional to size; Särndal et al. 1992, ch. 3.6).
    """
    likely = np.minimum(themes_each * shares, SURE)
    for _ in range(shares.shape[1]):
        open_ = np.where(likely < SURE, likely, 0.0)
        missing = themes_each - likely.sum(axis=1, keepdims=True)
        total = open_.sum(axis=1, keepdims=True)
        more = np.divide(missing, total, out=np.zeros_like(missing), where=total > 0)
        likely = np.minimum(likely + open_ * np.maximum(more, 0), SURE)
    return likely
