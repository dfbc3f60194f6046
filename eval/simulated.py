"""Papers invented with known readers and a known detector, to see what is measured of them.

Papers are of different sizes, and in each of them readers and detector have a day of their own, so
that what is judged within one paper is alike.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from extractor.agreement.judgements import Judgements, judgements
from extractor.agreement.measure import Floats, Ints, Measure
from extractor.agreement.measuring import (
    measures_of_labels,
    measures_of_sets,
    measures_of_spans,
    measures_of_theme,
)
from extractor.agreement.nominal import cohen_kappa, krippendorff_alpha
from extractor.agreement.ratios import f1, found_by_either, share
from extractor.agreement.spans import Reading
from extractor.records import Span

POPULATION = 10_000
ALIKE = 0.1  # intraclass correlation within a paper
SEED = 20_260_201
THEMES = ("being heard", "being judged", "waiting", "going on")
LENGTH = 600  # characters for each account of a paper


class Scenario(NamedTuple):
    """How good readers and detector are on average: shares from 0 to 1."""

    name: str
    right: float
    found: float
    detected: float
    precise: float


SCENARIOS = (
    Scenario("typical", 0.93, 0.85, 0.90, 0.88),
    Scenario("near perfect", 0.98, 0.96, 0.96, 0.96),
)


@cache
def population(at: int) -> list[Measure]:
    """The measures of all papers of a scenario's population."""
    rng = np.random.default_rng([SEED, at])
    scenario = SCENARIOS[at]
    sizes = np.clip(np.round(rng.lognormal(np.log(15), 0.7, POPULATION)), 2, 90).astype(np.int64)
    return simulate(rng, scenario, sizes)


def simulate(rng: np.random.Generator, scenario: Scenario, sizes: Ints) -> list[Measure]:
    """Every measure of papers with so many suggestions, judged, sorted and marked by chance."""
    two = labels_by_chance(rng, scenario, sizes, annotators=2, missing=0.0)
    three = labels_by_chance(rng, scenario, sizes, annotators=3, missing=0.1)
    of_three = [cohen_kappa(three), krippendorff_alpha(three)]
    sets = sets_by_chance(rng, scenario, sizes)
    alphas = measures_of_sets(sets)[:2]
    of_theme = measures_of_theme(sets, THEMES[0])[1:2]
    return [
        *measures_of_labels(two),
        *(replace(one, name=f"{one.name}, three people") for one in of_three),
        *alphas,
        *of_theme,
        *measures_of_spans(marks_by_chance(rng, scenario, sizes)),
        *detector_by_chance(rng, scenario, sizes),
    ]


def labels_by_chance(
    rng: np.random.Generator, scenario: Scenario, sizes: Ints, *, annotators: int, missing: float
) -> Judgements:
    """Whether each suggestion is an account (four in five are) as annotators judge it."""
    paper_of = np.repeat(np.arange(len(sizes)), sizes)
    truth = rng.random(len(paper_of)) < by_paper(rng, 0.8, sizes)
    table = []
    for annotator in range(annotators):
        right = rng.random(len(paper_of)) < by_paper(rng, scenario.right, sizes)
        judged = rng.random(len(paper_of)) >= missing
        labels = np.where(right, truth, ~truth)
        table.append(pd.DataFrame({"annotator": f"a{annotator}", "label": labels})[judged])
    return judgements(_units(pd.concat(table), paper_of), labels=[False, True])


def sets_by_chance(rng: np.random.Generator, scenario: Scenario, sizes: Ints) -> Judgements:
    """The themes of each account as two people choose them, each right or wrong by itself."""
    paper_of = np.repeat(np.arange(len(sizes)), sizes)
    usual = np.stack([by_paper(rng, 0.3, sizes) for _ in THEMES], axis=1)
    truth = rng.random(usual.shape) < usual
    table = []
    for annotator in range(2):
        right = rng.random(usual.shape) < by_paper(rng, scenario.right, sizes)[:, np.newaxis]
        chosen = np.where(right, truth, ~truth)
        labels = [frozenset(np.compress(row, THEMES)) for row in chosen]
        table.append(pd.DataFrame({"annotator": f"a{annotator}", "label": labels}))
    return judgements(_units(pd.concat(table), paper_of))


def marks_by_chance(rng: np.random.Generator, scenario: Scenario, sizes: Ints) -> list[Reading]:
    """What two people mark in each paper: accounts found or missed, ends a bit off, and others."""
    found = rng.beta(*_beta(scenario.found), (2, len(sizes)))
    return [
        Reading(
            f"p{paper:05}",
            Span(0, LENGTH * size),
            {
                name: tuple(_marks(rng, size, share, scenario.precise))
                for name, share in zip("ab", found[:, paper], strict=True)
            },
        )
        for paper, size in enumerate(sizes.tolist())
    ]


def detector_by_chance(rng: np.random.Generator, scenario: Scenario, sizes: Ints) -> list[Measure]:
    """Recall, precision and F1 of a detector, and what share two people found of all."""
    right = rng.binomial(sizes, rng.beta(*_beta(scenario.detected), len(sizes)))
    wrong = rng.binomial(sizes, rng.beta(*_beta(1 - scenario.precise), len(sizes)))
    ones, others = rng.beta(*_beta(scenario.found), (2, len(sizes)))
    both = rng.binomial(sizes, ones * others)
    alone = rng.binomial(sizes - both, ones * (1 - others) / np.maximum(1 - ones * others, 1e-9))
    left = (1 - ones) * others / np.maximum(1 - ones, 1e-9)
    second = both + rng.binomial(sizes - both - alone, left)
    return [
        share("Recall", right, sizes),
        share("Precision", right, right + wrong),
        f1("F1 of the detector", right, sizes + right + wrong),
        found_by_either("Share found by either (Chapman)", both + alone, second, both),
    ]


def by_paper(rng: np.random.Generator, mean: float, sizes: Ints) -> Floats:
    """A chance for each unit, the same for all of a paper, (units,)."""
    return np.repeat(rng.beta(*_beta(mean), len(sizes)), sizes)


def _units(table: pd.DataFrame, paper_of: Ints) -> pd.DataFrame:
    """The table with the unit of each row, its index, and with the unit's paper."""
    return table.assign(unit=table.index, paper=[f"p{paper_of[unit]:05}" for unit in table.index])


def _beta(mean: float) -> tuple[float, float]:
    """The two parameters of a beta distribution with that mean and intraclass correlation."""
    total = 1 / ALIKE - 1
    return mean * total, (1 - mean) * total


def _marks(rng: np.random.Generator, size: int, found: float, precise: float) -> Iterator[Span]:
    for at in range(size):
        first = at * LENGTH
        if rng.random() < found:
            off, over = (int(rng.integers(0, 40)) if rng.random() < 0.2 else 0 for _ in range(2))
            yield Span(first + 100 + off, first + 260 + over)
        if rng.random() > precise:  # something else
            yield Span(first + 400, first + 500)
