"""All figures of a review, from the papers that all have finished."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from extractor.agreement.between import assisted, eligibility, existence, themes, unaided
from extractor.agreement.blind import blind_pages
from extractor.agreement.detector import compare, curve, detector, outcomes, parts
from extractor.agreement.evaluated import EvaluatedPaper
from extractor.agreement.handling import handling, words_moved
from extractor.agreement.intervals import ROUNDS, SEED
from extractor.agreement.nominal import count_table
from extractor.agreement.results import Bootstrap, Group, Part, record_of_group, record_of_measured
from extractor.agreement.saving import reading_saved
from extractor.agreement.scores import Bin, Point, bins_of

AGREEMENT = ("unaided", "assisted", "themes")
"""How the names of the groups begin that tell how far people agree."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of a review.

    ``groups`` answer a question each; ``parts`` are the detector's figures by paper, form, section
    and voice; ``curve`` and ``bins`` are its precision against recall, and its calibration.
    ``moved`` counts suggestions by how many words they were moved; ``existence`` and
    ``eligibility`` are tables of which assisted judgements met (see ``nominal.count_table``).
    """

    groups: tuple[Group, ...]
    parts: tuple[Part, ...]
    curve: tuple[Point, ...]
    bins: tuple[Bin, ...]
    moved: Mapping[int, int]
    existence: pd.DataFrame
    eligibility: pd.DataFrame

    @property
    def agreement(self) -> tuple[Group, ...]:
        """The groups that tell how far people agree."""
        return tuple(group for group in self.groups if group.name.startswith(AGREEMENT))


def evaluate(
    papers: Sequence[EvaluatedPaper],
    *,
    threshold: float,
    themes_named: Mapping[str, str] | None = None,
    rounds: int = ROUNDS,
    seed: int = SEED,
) -> Evaluation:
    """Every figure that the papers allow; what they do not is undefined, and says why.

    ``threshold`` is the least score of what is suggested; ``themes_named`` names themes by id.
    """
    bootstrap, compared = Bootstrap(rounds, seed), compare(papers, threshold)
    return Evaluation(
        groups=tuple(_groups(papers, threshold, themes_named or {}, bootstrap)),
        parts=tuple(parts(compared, bootstrap)),
        curve=tuple(curve(compared)),
        bins=tuple(bins_of(outcomes(compared))),
        moved=words_moved(papers),
        existence=count_table(existence(papers)),
        eligibility=count_table(eligibility(papers)),
    )


def record_of_evaluation(evaluation: Evaluation) -> dict[str, Any]:
    """An evaluation as JSON knows it."""
    return {
        "groups": [record_of_group(group) for group in evaluation.groups],
        "parts": [
            {"by": part.by, "value": part.value, "paper": part.paper,
             "figures": [record_of_measured(each) for each in part.measured]}
            for part in evaluation.parts
        ],
        "curve": [point._asdict() for point in evaluation.curve],
        "calibration": [each._asdict() for each in evaluation.bins],
        "moved": {str(words): count for words, count in evaluation.moved.items()},
        "existence": _record_of_table(evaluation.existence),
        "eligibility": _record_of_table(evaluation.eligibility),
    }  # fmt: skip


def _groups(
    papers: Sequence[EvaluatedPaper],
    threshold: float,
    themes_named: Mapping[str, str],
    bootstrap: Bootstrap,
) -> Iterator[Group]:
    yield unaided(papers, bootstrap)
    yield from assisted(papers, bootstrap)
    yield from themes(papers, bootstrap, themes_named)
    yield detector(papers, threshold, bootstrap)
    yield blind_pages(papers, threshold, bootstrap)
    yield from handling(papers, bootstrap)
    yield reading_saved(papers, threshold, bootstrap)


def _record_of_table(table: pd.DataFrame) -> dict[str, Any]:
    return {"labels": list(table.columns), "rows": table.to_numpy().tolist()}
