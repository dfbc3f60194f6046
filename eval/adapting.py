"""Whether a review's correction helps on papers that it has not seen, and whether its trial tells.

Reviews are simulated: papers by chance, of which people decide as the gold says on all that is
suggested from the threshold on. The correction they teach is then judged on the other papers, on
all their suggestions, whatever the score. Each paper's suggestions are made by a ranker that has
not seen it. In a review of its own rule people reject besides all that stands in one place (tables,
the discussion …): there is something to learn there.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Annotated, NamedTuple

import numpy as np
import typer
from numpy.typing import NDArray

from extractor.quotes import DEFAULT_THRESHOLD
from extractor.quotes.adapting import Correction, correct, figures_of, lacking, learn
from extractor.quotes.adapting import Figures as Scores
from extractor.quotes.finders import find_candidates
from extractor.quotes.ranking.ranker import Ranker
from extractor.quotes.suggesting import suggest
from extractor.records import Decided, Form, Section, Suggestion
from figures import Figures, Table, publish
from scoring import Suggested, count_paper
from shell import Folder, Json, Out, each, run
from teaching import Read, gather, leave_out, read_all

HOW = (
    "Simulated reviews: so many papers by chance, decided as the gold says; judged on all other "
    "papers. “used” is the share of reviews whose own trial says better; the gains are means over "
    "those, and “harmed” the share of them whose scores got worse on the papers not seen: by "
    "log-loss, or by F1 at the threshold by more than .005. “F1 if always” is the mean change if "
    "every review used its correction, and “F1 if raised” that of those used if what is below the "
    "threshold, which people are not shown, could be raised too: why it cannot."
)
COLUMNS = {
    "rule of the review": "", "papers": "d", "reviews": "d", "too few": "d", "used": ".2f",
    "log-loss": ".4f", "F1": ".4f", "P": ".4f", "R": ".4f", "harmed, log-loss": ".2f",
    "harmed, F1": ".2f", "F1 if always": ".4f", "F1 if raised": ".4f",
}  # fmt: skip
SIZES, REVIEWS, SEED = (6, 12, 24), 60, 20261126
CLEARLY = 0.005

Rule = Callable[[Suggestion], bool]
RULES: dict[str, Rule] = {
    "none: as the gold": lambda one: False,
    "nothing in tables": lambda one: one.form is Form.TABLE,
    "nothing inline": lambda one: one.form is Form.INLINE,
    "nothing outside the results": lambda one: one.section is not Section.RESULTS,
}


class Gains(NamedTuple):
    """What a correction changed on papers not seen: by how much each figure became better."""

    used: bool
    log_loss: float
    f1: float
    precision: float
    recall: float
    f1_if_raised: float


def main(
    gold_dir: Folder,
    negatives: Annotated[
        Path | None, typer.Option(exists=True, help="Papers without participants' words.")
    ] = None,
    reviews: Annotated[int, typer.Option(help="How many reviews of each kind.")] = REVIEWS,
    out: Out = None,
    json: Json = None,
) -> None:
    """Judge the corrections of simulated reviews."""
    papers = [list(paper) for paper in decided_papers(gold_dir, negatives)]
    kinds = [(name, size) for name in RULES for size in SIZES if size < len(papers)]
    rows = [_row(name, size, papers, reviews) for name, size in each(kinds, lambda kind: kind[0])]
    table = Table("Reviews", COLUMNS, rows)
    title = "What a review’s own correction of the scores does to papers that it has not seen"
    publish(Figures(title, HOW, [], [table]), out=out, as_json=json)


def decided_papers(gold_dir: Path, negatives: Path | None) -> Iterator[Sequence[Decided]]:
    """The suggestions of each paper by a ranker that has not seen it, decided as the gold says."""
    papers = read_all(gather(gold_dir, negatives))
    for fold, ranker in leave_out(papers, by="paper", judged=lambda one: True):
        for one in fold:
            yield list(_decided(one, ranker))


def _decided(read: Read, ranker: Ranker) -> Iterator[Decided]:
    """Right and wrong suggestions; what is optional nobody has to decide."""
    document, paper = read.lesson.document, read.lesson.paper
    found = suggest(paper, find_candidates(paper), ranker=ranker)
    placed = [
        Suggested(next(iter(document.pages_of(one.span)), 1), one.span.of(document.text))
        for one in found
    ]
    counts = count_paper(read.gold, placed) if read.gold else None
    for at, one in enumerate(found):
        if counts is None or at not in counts.optional:
            yield Decided(one, counts is not None and at not in counts.wrong)


def _row(
    name: str, size: int, papers: Sequence[Sequence[Decided]], reviews: int
) -> dict[str, object]:
    """The figures of the reviews of one rule and size."""
    random = Random(f"{SEED} {name} {size}")
    judged = [_review(papers, RULES[name], size, random) for _ in range(reviews)]
    done = [one for one in judged if one is not None]
    used = [one for one in done if one.used]
    return {
        "rule of the review": name,
        "papers": size,
        "reviews": reviews,
        "too few": reviews - len(done),
        "used": len(used) / max(1, len(done)),
        "log-loss": _mean([one.log_loss for one in used]),
        "F1": _mean([one.f1 for one in used]),
        "P": _mean([one.precision for one in used]),
        "R": _mean([one.recall for one in used]),
        "harmed, log-loss": _mean([one.log_loss < 0 for one in used]),
        "harmed, F1": _mean([one.f1 < -CLEARLY for one in used]),
        "F1 if always": _mean([one.f1 for one in done]),
        "F1 if raised": _mean([one.f1_if_raised for one in used]),
    }


def _review(
    papers: Sequence[Sequence[Decided]], rule: Rule, size: int, random: Random
) -> Gains | None:
    """One review: what it learned from its papers, on the others; None if it learned nothing."""
    order = random.sample(range(len(papers)), len(papers))
    said = [
        [Decided(one.suggestion, one.exists and not rule(one.suggestion)) for one in papers[at]]
        for at in order
    ]
    shown = [
        one for paper in said[:size] for one in paper if one.suggestion.score >= DEFAULT_THRESHOLD
    ]
    if lacking(shown):
        return None
    detector = shown[0].suggestion.detector
    correction = learn(
        shown, detector=detector, threshold=DEFAULT_THRESHOLD, seed=SEED, made="simulated"
    )
    return _gains(correction, [one for paper in said[size:] for one in paper])


def _gains(correction: Correction, unseen: Sequence[Decided]) -> Gains:
    exist = np.array([one.exists for one in unseen])
    old = _figures([one.suggestion.score for one in unseen], exist)
    new, raised = (
        _figures([correct(one.suggestion, each).score for one in unseen], exist)
        for each in (correction, replace(correction, threshold=0.0))
    )
    return Gains(
        correction.trial.is_better,
        old.log_loss - new.log_loss,
        new.f1 - old.f1,
        new.precision - old.precision,
        new.recall - old.recall,
        raised.f1 - old.f1,
    )


def _figures(scores: Sequence[float], exist: NDArray[np.bool_]) -> Scores:
    return figures_of(np.array(scores), exist, DEFAULT_THRESHOLD)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else float("nan")


if __name__ == "__main__":
    run(main)
