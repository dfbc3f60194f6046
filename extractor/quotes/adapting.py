"""What the decisions of one review tell of the detector's scores: a correction, and its trial.

The log odds of a score are moved by a sum of weights, one for each trait of the suggestion. A
normal prior holds every weight near 0, which is no correction: few decisions move little. Traits
are numbers and names of cues, never words of a paper, and nothing of eligibility is learned.

Whether it helps is tried on papers that it has not seen; where that does not show clearly, the
scores stay as they are.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from math import isfinite, log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.quotes.ranking.ranker import Floats, probabilities
from extractor.records import Decided, Suggestion

FORM = "firsthand correction 1"
SPREAD = 0.5  # standard deviation of the prior of each weight, in log odds
FEWEST_PAPERS = 5  # that each of four gains would be chance once in 16 times: more than one in 20
FEWEST_DECISIONS = 20
FEWEST_OF_EACH = 5  # accounts, and others: from one that is none nothing is learned of such
MOST_FOLDS = 10
DRAWS = 4000
USUAL_LENGTH = 100  # characters
SURE = 0.999  # scores beyond it count as it: log odds have to be finite


@dataclass(frozen=True, slots=True)
class Figures:
    """How good scores are: log-loss and Brier score (0 is best), and the rest at the threshold."""

    log_loss: float
    brier: float
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Trial:
    """The scores as they are and corrected, each paper by a correction that had not seen it.

    ``gain`` is by how much the log-loss falls, and ``low`` to ``high`` its 95 % interval over
    papers (percentile bootstrap).
    """

    plain: Figures
    corrected: Figures
    gain: float
    low: float
    high: float

    @property
    def is_better(self) -> bool:
        """Whether the log-loss falls by more than chance among papers, and F1 does not fall."""
        return self.low > 0 and self.corrected.f1 >= self.plain.f1


@dataclass(frozen=True, slots=True)
class Correction:
    """The weights by trait, for the scores of one ``detector``, and what they rest on.

    ``decided`` suggestions of ``papers`` papers, ``accounts`` of them accounts, all shown from
    ``threshold`` on; ``made`` is when.
    """

    detector: str
    weights: Mapping[str, float]
    decided: int
    accounts: int
    papers: int
    threshold: float
    trial: Trial
    seed: int
    made: str

    def fits(self, suggestion: Suggestion) -> bool:
        """Whether it was learned from suggestions of the same detector."""
        return suggestion.detector == self.detector


def lacking(decided: Sequence[Decided]) -> str:
    """What is lacking before anything can be learned, in words; "" if nothing."""
    accounts = sum(one.exists for one in decided)
    counts = {
        "papers": (FEWEST_PAPERS, len({one.suggestion.paper for one in decided})),
        "decided suggestions": (FEWEST_DECISIONS, len(decided)),
        "of them that are accounts": (FEWEST_OF_EACH, accounts),
        "of them that are no accounts": (FEWEST_OF_EACH, len(decided) - accounts),
    }
    for things, (fewest, there) in counts.items():
        if there < fewest:
            return f"it takes {fewest} {things}, and there are {there}"
    return ""


def learn(
    decided: Sequence[Decided], *, detector: str, threshold: float, seed: int, made: str
) -> Correction:
    """A correction of the scores of ``detector``, and how it did on papers that it had not seen.

    Raises ``ValueError`` where ``lacking`` says that something is.
    """
    if what := lacking(decided):
        raise ValueError(what)
    names = sorted({name for one in decided for name in traits(one.suggestion)})
    rows, scores, exist = _columns(names, decided)
    papers = np.array([one.suggestion.paper for one in decided])
    weights = _fitted(rows, _log_odds(scores), exist)
    return Correction(
        detector=detector,
        weights=dict(zip(names, weights.tolist(), strict=True)),
        decided=len(decided),
        accounts=int(exist.sum()),
        papers=len(set(papers.tolist())),
        threshold=float(threshold),
        trial=_trial(rows, scores, exist, papers, threshold=threshold, seed=seed),
        seed=seed,
        made=made,
    )


def correct(suggestion: Suggestion, correction: Correction) -> Suggestion:
    """The suggestion with its score corrected; as it is if the correction is for another detector.

    Its detector names the correction, its reasons stay. What is below the threshold is lowered at
    most: people decide on what they are shown, so nothing is known of what they are not.
    """
    if not correction.fits(suggestion):
        return suggestion
    told = traits(suggestion)
    moved = sum(correction.weights.get(name, 0.0) * value for name, value in told.items())
    after = _moved(np.array([suggestion.score]), np.array([moved]), correction.threshold)
    return replace(
        suggestion,
        score=round(float(after[0]), 4),
        detector=f"{correction.detector} + this review’s decisions ({correction.decided})",
        uncorrected=suggestion.score,
    )


def plain(suggestion: Suggestion, detector: str) -> Suggestion | None:
    """The suggestion with the score that ``detector`` itself gave it; None if it is another's.

    What is learned is learned from these: a correction of corrected scores would be another thing.
    """
    if suggestion.detector == detector:
        return suggestion
    if suggestion.uncorrected is None or not suggestion.detector.startswith(f"{detector} + "):
        return None
    return replace(suggestion, score=suggestion.uncorrected, detector=detector, uncorrected=None)


def traits(suggestion: Suggestion) -> dict[str, float]:
    """What is looked at in a suggestion, by name; not its voice, which is near to eligibility."""
    return {
        "any suggestion": 1.0,
        "the score itself": float(_log_odds(np.array([suggestion.score]))[0]),
        "length": log(len(suggestion.span) / USUAL_LENGTH),
        "labelled" if suggestion.speaker else "not labelled": 1.0,
        f"form: {suggestion.form.value}": 1.0,
        f"section: {suggestion.section.value}": 1.0,
        **{f"cue: {words}": 1.0 for words in suggestion.why},
    }


def figures_of(scores: Floats, exist: NDArray[np.bool_], threshold: float) -> Figures:
    """How good scores are, knowing which of the suggestions are accounts."""
    shown = scores >= threshold
    right = int((shown & exist).sum())
    return Figures(
        log_loss=float(_losses(scores, exist).mean()),
        brier=float(((scores - exist) ** 2).mean()),
        precision=right / max(1, int(shown.sum())),
        recall=right / max(1, int(exist.sum())),
        f1=2 * right / max(1, int(shown.sum()) + int(exist.sum())),
    )


def write_correction(correction: Correction) -> str:
    """A correction as plain JSON."""
    told = {"form": FORM, **asdict(correction), "better": correction.trial.is_better}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def read_correction(text: str) -> Correction:
    """The correction that ``write_correction`` wrote; raises ``ValueError`` if it is none."""
    try:
        told = json.loads(text)
        if told.pop("form") != FORM:
            raise ValueError("it is of another version of firsthand")
        told.pop("better")  # the figures say it
        told["weights"] = _numbers(told["weights"])
        correction = Correction(**{**told, "trial": _told_trial(told["trial"])})
    except (KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError(f"it is no correction ({error})") from None
    kinds = {"detector": str, "decided": int, "threshold": float}
    for name, kind in kinds.items():
        if not isinstance(getattr(correction, name), kind):
            raise ValueError(f"it is no correction (its {name} is none)")
    return correction


def _told_trial(told: dict[str, Any]) -> Trial:
    plain, corrected = (Figures(**_numbers(told.pop(name))) for name in ("plain", "corrected"))
    return Trial(plain, corrected, **_numbers(told))


def _numbers(told: Mapping[str, Any]) -> dict[str, float]:
    """The same as finite numbers; raises ``ValueError`` or ``OverflowError`` if one is none."""
    numbers = {name: float(value) for name, value in told.items()}
    if not all(map(isfinite, numbers.values())):
        raise ValueError("a number in it is none")
    return numbers


def _columns(
    names: Sequence[str], decided: Iterable[Decided]
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Suggestions x traits, and of each suggestion its score and whether it is an account."""
    decided = list(decided)
    told = [traits(one.suggestion) for one in decided]
    rows = np.array([[each.get(name, 0.0) for name in names] for each in told])
    scores = np.array([one.suggestion.score for one in decided])
    return rows, scores, np.array([one.exists for one in decided])


def _log_odds(scores: Floats) -> Floats:
    kept = np.clip(scores, 1 - SURE, SURE)
    odds: Floats = np.log(kept / (1 - kept))
    return odds


def _moved(scores: Floats, by: Floats, threshold: float) -> Floats:
    """Scores moved by so much log odds; those below the threshold are not raised."""
    after = probabilities(_log_odds(scores) + by)
    kept: Floats = np.where(scores >= threshold, after, np.minimum(after, scores))
    return kept


def _fitted(rows: Floats, offsets: Floats, exist: NDArray[np.bool_]) -> Floats:
    """The likeliest weights: logistic regression with offsets, and a normal prior around 0."""
    from scipy.optimize import minimize

    def cost(weights: Floats) -> tuple[float, Floats]:
        margin = offsets + rows @ weights
        off = probabilities(margin) - exist
        loss = np.logaddexp(0, margin).sum() - margin[exist].sum()
        prior = weights / SPREAD**2
        return float(loss + weights @ prior / 2), rows.T @ off + prior

    found: Floats = minimize(cost, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x
    return found


def _trial(
    rows: Floats,
    scores: Floats,
    exist: NDArray[np.bool_],
    papers: NDArray[np.str_],
    *,
    threshold: float,
    seed: int,
) -> Trial:
    """Cross-validation by paper: all that is told of a paper was learned from the others."""
    offsets, after = _log_odds(scores), np.zeros(len(scores))
    fold = np.unique(papers, return_inverse=True)[1] % MOST_FOLDS
    for number in set(fold.tolist()):
        left_out, seen = fold == number, fold != number
        weights = _fitted(rows[seen], offsets[seen], exist[seen])
        after[left_out] = _moved(scores[left_out], rows[left_out] @ weights, threshold)
    gains = _losses(scores, exist) - _losses(after, exist)
    low, high = _interval(gains, papers, seed)
    return Trial(
        plain=figures_of(scores, exist, threshold),
        corrected=figures_of(after, exist, threshold),
        gain=float(gains.mean()),
        low=low,
        high=high,
    )


def _losses(scores: Floats, exist: NDArray[np.bool_]) -> Floats:
    """The log-loss of each score."""
    kept = np.clip(scores, 1 - SURE, SURE)
    losses: Floats = -np.log(np.where(exist, kept, 1 - kept))
    return losses


def _interval(gains: Floats, papers: NDArray[np.str_], seed: int) -> tuple[float, float]:
    """Where the mean gain lies in 95 of 100 draws of as many papers, with replacement.

    Suggestions of one paper are alike: papers are drawn, not suggestions.
    """
    names, which = np.unique(papers, return_inverse=True)
    sums = np.bincount(which, weights=gains)
    counts = np.bincount(which)
    drawn = np.random.default_rng(seed).integers(0, len(names), (DRAWS, len(names)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975)).tolist()
    return low, high
