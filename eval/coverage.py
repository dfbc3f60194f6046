"""How often the 95 % intervals of agreement and detector hold the true value, by simulation.

A population of papers is invented once: papers of different sizes, in each of which readers and
detector have a day of their own, so that what is judged within a paper is alike. Its value of each
measure is the true one. A seed draws a review of some papers from it and makes each measure's
intervals. Told is the share of reviews whose interval holds the true value.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from time import perf_counter
from typing import Annotated

import numpy as np
import typer

from extractor.agreement.figure import Figure, Interval
from extractor.agreement.intervals import ROUNDS, figures_of
from extractor.agreement.measure import Floats
from figures import Bar, Figures, Row, Table, publish
from shell import Json, Out, run
from simulated import ALIKE, POPULATION, SCENARIOS, SEED, Scenario, population, simulate

HOW = (
    "Reviews of some papers are drawn from an invented population of {population} papers whose "
    "values are known; sizes are log-normal (median 15 suggestions, from 2 to 90), and how often "
    "readers and detector are right differs between papers (beta, intraclass correlation {alike}). "
    "Told for {seeds} seeds and {rounds} rounds of the bootstrap: the share of reviews whose 95 % "
    "interval holds the true value (its own standard error is {error:.3f}), and the median width. "
    "“Typical” readers judge 93 % of suggestions rightly and find 85 % of accounts, the detector "
    "finds 90 %; “near perfect” ones judge 98 % rightly and find 96 %, as does the detector. "
    "“Undefined” is the share of reviews in which there is no interval: a theme that nobody chose, "
    "say."
)
LOWEST, HIGHEST, FEWEST = 0.93, 0.97, 30  # the bars, and from how many papers on they hold
SLOWEST = 5.0  # seconds of 10,000 rounds over 5,000 suggestions of 200 papers
METHODS = ("logit t", "percentile", "BCa")


@dataclass(frozen=True, slots=True)
class Held:
    """One measure in all reviews of so many papers: the intervals of one method."""

    measure: str
    method: str
    true: float
    low: Floats
    high: Floats

    @property
    def defined(self) -> Floats:
        """Which reviews have such an interval."""
        return ~np.isnan(self.low)

    @property
    def coverage(self) -> float:
        """The share of those with an interval in which it holds the true value."""
        low, high = self.low[self.defined], self.high[self.defined]
        return float(((low <= self.true) & (self.true <= high)).mean())

    @property
    def width(self) -> float:
        """The median width."""
        return float(np.median((self.high - self.low)[self.defined]))


Seeds = Annotated[int, typer.Option(min=10, help="How many reviews are drawn.")]
First = Annotated[int, typer.Option(min=0, help="The first seed: other ones draw other reviews.")]
Papers = Annotated[list[int], typer.Option(min=2, help="Papers of a review, once for each.")]
Rounds = Annotated[int, typer.Option(min=100, help="Of the bootstrap, in each review.")]


def main(
    seeds: Seeds = 1000,
    papers: Papers = [10, 30, 100],  # noqa: B006  # as Typer has it; nobody changes it
    rounds: Rounds = 1000,
    first: First = 0,
    out: Out = None,
    json: Json = None,
) -> None:
    """Tell how often the intervals hold the true value."""
    bars: list[Bar] = []
    tables: list[Table] = []
    everything = hold_all(papers, range(first, first + seeds), rounds)
    for scenario in SCENARIOS:
        held = {size: everything[scenario.name, size] for size in papers}
        bars += [bar for size in papers if size >= FEWEST for bar in bars_of(scenario, size, held)]
        tables += [coverage_table(scenario, held), comparison(scenario, held)]
    seconds = times()
    bars.append(bar_of_times(seconds))
    error = (0.95 * 0.05 / seeds) ** 0.5
    how = HOW.format(population=POPULATION, alike=ALIKE, seeds=seeds, rounds=rounds, error=error)
    publish(
        Figures("Coverage of the intervals", how, bars, [*tables, seconds]), out=out, as_json=json
    )


def hold_all(
    sizes: Sequence[int], seeds: Sequence[int], rounds: int
) -> dict[tuple[str, int], list[Held]]:
    """The intervals of all reviews, by scenario and number of papers, a part of them a process."""
    true = [true_values(at) for at in range(len(SCENARIOS))]  # once, before processes are made
    keys = [(at, papers) for at in range(len(SCENARIOS)) for papers in sizes]
    parts = [(*key, rounds, seeds[half::2]) for key in keys for half in range(2)]
    with ProcessPoolExecutor(2) as pool:
        drawn = list(pool.map(draw, *zip(*parts, strict=True)))
    halves = zip(drawn[::2], drawn[1::2], strict=True)
    return {
        (SCENARIOS[at].name, papers): held_by(true[at], one + other)
        for (at, papers), (one, other) in zip(keys, halves, strict=True)
    }


def held_by(true: dict[str, float], reviews: Sequence[Sequence[Figure]]) -> list[Held]:
    """Each measure and method in all those reviews."""
    return [
        Held(name, method, true[name], *_ends([review[number] for review in reviews], method))
        for number, name in enumerate(true)
        for method in METHODS
    ]


def draw(at: int, papers: int, rounds: int, seeds: Sequence[int]) -> list[list[Figure]]:
    """For each seed, the figures of a review of papers drawn from the population."""
    measures = population(at)
    reviews = []
    for seed in seeds:
        drawn = np.random.default_rng([SEED, papers, seed]).integers(0, POPULATION, papers)
        some = [
            replace(one, statistics=one.statistics[drawn], sizes=one.sizes[drawn])
            for one in measures
        ]
        reviews.append(figures_of(some, rounds=rounds, seed=seed))
    return reviews


@cache
def true_values(at: int) -> dict[str, float]:
    """Each measure of the whole population."""
    return {
        one.name: float(one.values(one.statistics.sum(axis=0, keepdims=True))[0])
        for one in population(at)
    }


def bars_of(scenario: Scenario, papers: int, held: dict[int, list[Held]]) -> Iterator[Bar]:
    """The lowest and the highest coverage of the intervals that are reported."""
    ours = [one.coverage for one in held[papers] if one.method == METHODS[0]]
    for which, figure in (("lowest", min(ours)), ("highest", max(ours))):
        what = f"{which} coverage, {papers} papers, {scenario.name}"
        reached = LOWEST <= figure <= HIGHEST
        yield Bar(what, f"{figure:.3f}", f"{LOWEST} to {HIGHEST}", reached)


def bar_of_times(seconds: Table) -> Bar:
    """The slowest measure."""
    slowest = max(row["seconds"] for row in seconds.rows)
    return Bar("slowest measure", f"{slowest:.2f} s", f"at most {SLOWEST:g} s", slowest <= SLOWEST)


def coverage_table(scenario: Scenario, held: dict[int, list[Held]]) -> Table:
    """A row a measure: its true value, then coverage and width for each number of papers."""
    columns = {"measure": "", "true": ".3f"}
    for papers in held:
        columns |= {
            f"{papers} papers": ".3f",
            f"width, {papers}": ".3f",
            f"undefined, {papers}": ".3f",
        }
    rows: list[Row] = []
    for each in zip(*held.values(), strict=True):
        if each[0].method != METHODS[0]:
            continue
        row: dict[str, object] = {"measure": each[0].measure, "true": each[0].true}
        for papers, one in zip(held, each, strict=True):
            row[f"{papers} papers"] = one.coverage
            row[f"width, {papers}"] = one.width
            row[f"undefined, {papers}"] = float(1 - one.defined.mean())
        rows.append(row)
    return Table(
        f"Coverage and median width of the interval reported, {scenario.name}", columns, rows
    )


def comparison(scenario: Scenario, held: dict[int, list[Held]]) -> Table:
    """A row a measure: the coverage of each method for each number of papers."""
    columns = {"measure": ""} | {
        f"{method}, {papers}": ".3f" for papers in held for method in METHODS
    }
    rows: dict[str, dict[str, object]] = {}
    for papers, every in held.items():
        for one in every:
            row = rows.setdefault(one.measure, {"measure": one.measure})
            row[f"{one.method}, {papers}"] = one.coverage
    return Table(f"Coverage by method and papers, {scenario.name}", columns, list(rows.values()))


def times() -> Table:
    """How long each measure takes: 10,000 rounds over 5,000 suggestions of 200 papers."""
    rng = np.random.default_rng(SEED)
    measures = simulate(rng, SCENARIOS[0], np.full(200, 25))
    figures_of(measures, rounds=100)  # loads what is loaded at the first use
    rows: list[Row] = []
    for measure in measures:
        begun = perf_counter()
        figures_of([measure], rounds=ROUNDS)
        rows.append({"measure": measure.name, "seconds": perf_counter() - begun})
    title = "Seconds of 10,000 rounds over 5,000 suggestions of 200 papers"
    return Table(title, {"measure": "", "seconds": ".2f"}, rows)


def _ends(figures: Sequence[Figure], method: str) -> tuple[Floats, Floats]:
    """Lower and upper limits of one measure's intervals, NaN where there is none."""
    intervals = [
        one.interval if method == METHODS[0] else one.others.get(method) for one in figures
    ]
    known = [
        (one.low, one.high) if isinstance(one, Interval) else (np.nan,) * 2 for one in intervals
    ]
    low, high = np.array(known, dtype=np.float64).T
    return low, high


if __name__ == "__main__":
    run(main)
