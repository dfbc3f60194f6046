"""What the ranker learns from: papers with gold, their candidates, and how the trees are grown.

A paper's copies in several fashions are one group, and so are a PDF and its JATS: what is left out
is left out in every form. Each group has the same weight, whatever it holds.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.quotes.candidate import Candidate, block_of
from extractor.quotes.finders import find_candidates
from extractor.quotes.paper import Paper, look_at
from extractor.quotes.ranking.company import company_cues
from extractor.quotes.ranking.rank import measure
from extractor.quotes.ranking.ranker import Floats, Forest, Ranker, probabilities, rows_of, steadied
from extractor.quotes.ranking.rule import RULE
from extractor.records import Document, Span
from gold import GoldText
from scoring import ENOUGH, Place, Suggested, overlap_of, possible_places, wanted

SEED = 20261126
INNER_FOLDS = 4
LEVELS = 200  # distinct values of a cue that the trees are shown: quantiles, where it has more
AS_GOOD = 0.02  # a candidate that fits a quotation nearly as well as the best one teaches nothing
COPIED = 0.5
HEAVIEST = 60.0  # candidates: a group counts as much as this many at most
TREES: dict[str, Any] = {
    "max_iter": 150,
    "learning_rate": 0.07,
    "max_leaf_nodes": 8,
    "min_samples_leaf": 30,
    "l2_regularization": 2.0,
    "max_features": 0.4,
}


@dataclass(frozen=True, slots=True)
class Lesson:
    """One paper's candidates, each with its target (1: an account) and weight (0: no matter).

    ``names`` are those of the columns of ``own``: the cues that each candidate has by itself;
    ``places`` tell where its letters stand, as the scores know it, if the paper has gold.
    """

    group: str
    document: Document
    paper: Paper
    candidates: list[Candidate]
    names: list[str]
    own: Floats
    places: list[list[Place]]
    targets: Floats
    weights: Floats


class _Fit:
    """How a candidate fits the gold: best quotation, how well, and the share in optional ones."""

    def __init__(self, gold: GoldText, places: Sequence[Place]) -> None:
        self.best, self.quotation, self.optional = 0.0, -1, 0.0
        for place in places:
            for at, quotation in enumerate(wanted(gold)):
                if place & quotation.place and overlap_of(place, quotation.place) > self.best:
                    self.best, self.quotation = overlap_of(place, quotation.place), at
            for quotation in gold.quotations:
                if quotation.optional:
                    shared = len(place & quotation.place) / len(place)
                    self.optional = max(self.optional, shared)


def lesson_of(name: str, document: Document, gold: GoldText | None) -> Lesson:
    """What a paper teaches; without ``gold``, that none of its candidates is an account."""
    paper = look_at(document)
    candidates = list(find_candidates(paper))
    measure(paper, candidates)
    names = sorted(candidates[0].cues) if candidates else []
    own = rows_of(names, [candidate.cues for candidate in candidates])
    places = [_places(document, one.span, gold) if gold else [] for one in candidates]
    targets, weights = _targets(places, gold)
    return Lesson(group_of(name), document, paper, candidates, names, own, places, targets, weights)


def group_of(name: str) -> str:
    """What is left out together: the copies of paper ID are named ID--1, ID--2 …"""
    return re.sub(r"--\d+$", "", name)


def train(lessons: Sequence[Lesson], *, version: str, seed: int = SEED) -> Ranker:
    """A ranker: the first stage, the second on first scores of left-out papers, the calibration.

    Raises ``ValueError`` for fewer than ``INNER_FOLDS`` groups.
    """
    lessons = [lesson for lesson in lessons if lesson.candidates]
    folds_of([lesson.group for lesson in lessons], INNER_FOLDS, seed)  # are there enough?
    names = lessons[0].names
    own = [lesson.own for lesson in lessons]
    rules = [lesson.own[:, names.index(RULE)] for lesson in lessons]
    raw = _left_out(lessons, own, seed)
    first = [steadied(*pair) for pair in zip(raw, rules, strict=True)]
    company = [_company(*pair) for pair in zip(lessons, first, strict=True)]
    all_names = [*names, *company[0][0]]
    both = [np.hstack([rows, more]) for rows, (_, more) in zip(own, company, strict=True)]
    second = _left_out(lessons, both, seed)
    weights, offset = _calibration(lessons, second, first)
    return Ranker(
        first=forest_of(names, _grown(lessons, own, seed)),
        second=forest_of(all_names, _grown(lessons, both, seed)),
        weights=weights,
        offset=offset,
        version=version,
    )


def folds_of(groups: Sequence[str], count: int, seed: int) -> list[set[str]]:
    """Groups dealt into ``count`` folds, by chance."""
    names = sorted(set(groups))
    if len(names) < count:
        raise ValueError(f"{count} folds need as many groups; there are {len(names)}.")
    np.random.default_rng(seed).shuffle(names)
    return [set(names[at::count]) for at in range(count)]


def forest_of(names: Sequence[str], model: Any) -> Forest:
    """The trees of a fitted ``HistGradientBoostingClassifier`` as plain arrays.

    The values of inner nodes, which only reasons need, are means of the leaves below them.
    """
    trees = [each[0].nodes for each in model._predictors]
    sizes = [len(nodes) for nodes in trees]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int32)
    nodes = np.concatenate(trees)
    leaf = nodes["is_leaf"].astype(bool)
    shift = np.repeat(starts, sizes)
    return Forest(
        names=np.array(names),
        base=float(model._baseline_prediction.item()),
        roots=starts,
        feature=np.where(leaf, -1, nodes["feature_idx"]).astype(np.int32),
        threshold=nodes["num_threshold"].astype(np.float64),
        left=(nodes["left"] + shift).astype(np.int32),
        right=(nodes["right"] + shift).astype(np.int32),
        value=np.concatenate([_values(tree) for tree in trees]),
    )


def _values(nodes: NDArray[Any]) -> Floats:
    """Each node's value; children come after their parents, so from the last to the first."""
    value = nodes["value"].astype(np.float64)
    count = nodes["count"].astype(np.float64)
    for at in range(len(nodes) - 1, -1, -1):
        if not nodes["is_leaf"][at]:
            below = [nodes["left"][at], nodes["right"][at]]
            value[at] = np.average(value[below], weights=count[below])
    return value


def _targets(places: Sequence[Sequence[Place]], gold: GoldText | None) -> tuple[Floats, Floats]:
    """1 for what fits a quotation best; no weight for what is neither right nor wrong."""
    targets, weights = np.zeros(len(places)), np.ones(len(places))
    if gold is None:
        return targets, weights
    fits = [_Fit(gold, each) for each in places]
    best: dict[int, float] = {}
    for fit in fits:
        best[fit.quotation] = max(best.get(fit.quotation, 0.0), fit.best)
    for at, fit in enumerate(fits):
        found = fit.best >= ENOUGH
        if found and fit.best == best[fit.quotation]:
            targets[at] = 1.0
        elif (found and fit.best > best[fit.quotation] - AS_GOOD) or fit.optional >= ENOUGH:
            weights[at] = 0.0
    return targets, weights


def _places(document: Document, span: Span, gold: GoldText) -> list[Place]:
    page = next(iter(document.pages_of(span)), 1)
    return possible_places(gold, Suggested(page, span.of(document.text)))


def _weights(lessons: Sequence[Lesson]) -> list[Floats]:
    """The weights of candidates: a group counts as much as its largest paper, up to a limit.

    What is there in several forms is set by us or without pages: all of it counts ``COPIED``.
    """
    sums: dict[str, list[float]] = {}
    for lesson in lessons:
        sums.setdefault(lesson.group, []).append(float(lesson.weights.sum()))
    scales = {
        group: min(max(each), HEAVIEST) / max(sum(each), 1.0) * (COPIED if len(each) > 1 else 1.0)
        for group, each in sums.items()
    }
    return [lesson.weights * scales[lesson.group] for lesson in lessons]


def _grown(lessons: Sequence[Lesson], rows: Sequence[Floats], seed: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    weights = np.concatenate(_weights(lessons))
    targets = np.concatenate([lesson.targets for lesson in lessons])
    used = weights > 0
    model = HistGradientBoostingClassifier(**TREES, random_state=seed)
    shown = np.apply_along_axis(_in_levels, 0, np.vstack(rows)[used])
    return model.fit(shown, targets[used], sample_weight=weights[used])


def _in_levels(values: Floats) -> Floats:
    """One cue's values, each replaced by the nearest lower quantile where there are many.

    Thresholds then lie between quantiles, and the trees need not seek weighted ones, which costs
    them more time than their growing.
    """
    distinct = np.unique(values)
    if len(distinct) <= LEVELS:
        return values
    levels = np.unique(np.quantile(values, np.linspace(0, 1, LEVELS), method="lower"))
    snapped: Floats = levels[np.searchsorted(levels, values, side="right") - 1]
    return snapped


def _left_out(lessons: Sequence[Lesson], rows: Sequence[Floats], seed: int) -> list[Floats]:
    """The margins of each lesson's candidates, by trees that have not seen its group."""
    found: list[Floats] = [np.zeros(0)] * len(lessons)
    for fold in folds_of([lesson.group for lesson in lessons], INNER_FOLDS, seed):
        kept = [at for at, lesson in enumerate(lessons) if lesson.group not in fold]
        model = _grown([lessons[at] for at in kept], [rows[at] for at in kept], seed)
        for at, lesson in enumerate(lessons):
            if lesson.group in fold:
                found[at] = model.decision_function(rows[at])
    return found


def _company(lesson: Lesson, first: Floats) -> tuple[list[str], Floats]:
    """The names and values of the cues that lie in a paper's company, by its first margins."""
    sections = [block_of(lesson.paper, one).section.value for one in lesson.candidates]
    cues = [dict(zip(lesson.names, row, strict=True)) for row in lesson.own.tolist()]
    found = company_cues(lesson.candidates, sections, cues, probabilities(first))
    return list(found[0]), rows_of(list(found[0]), found)


def _calibration(
    lessons: Sequence[Lesson], second: Sequence[Floats], first: Sequence[Floats]
) -> tuple[Floats, float]:
    """The logistic regression from the margins of left-out papers to the targets."""
    from sklearn.linear_model import LogisticRegression

    rows = np.column_stack([np.concatenate(second), np.concatenate(first)])
    targets = np.concatenate([lesson.targets for lesson in lessons])
    weights = np.concatenate(_weights(lessons))
    model = LogisticRegression().fit(rows, targets, sample_weight=weights)
    return model.coef_[0], float(model.intercept_[0])
