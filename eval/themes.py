"""Measure the suggested themes on papers whose quotations are sorted under themes.

Each paper's own themes are ranked for each of its quotations: by the themes' titles alone (cold),
and with all other quotations of the paper decided (leave one out). What is learned across papers is
learned without the paper that is judged: what words mean comes from other papers' texts, and where
the shipped model's weights know a paper, it is judged by weights learned anew without it.
"""

import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from coding import Choose, by_chance, code, keystrokes, learning_curve, least_sure, surest
from curves import draw_learning_curve
from extractor.cli.theming import representation, theme_texts
from extractor.themes.codebook import Codebook, read_codebook
from extractor.themes.common import default_common
from extractor.themes.suggester import ThemeSuggester
from extractor.themes.texts import Texts
from extractor.themes.trial import try_themes
from figures import Bar, Figures, Row, Table, publish, write
from shell import Out, each, run
from sorted_papers import (
    Coded,
    NothingToRankError,
    SortedPaper,
    UnknownThemesError,
    read_coded,
    read_sorted,
)
from theme_figures import NUMBERS, Judged, calibration_of, chance_of, figures_of, ranks_of
from weighing import cold, leave_one_out, weighed_papers, weighed_without

TIMES = 5  # orders by chance
BARS = {"cold": (0.38, 0.78), "leave_one_out": (0.42, 0.80)}
EMBEDDED_BARS = {"cold": (0.48, 0.83), "leave_one_out": (0.56, 0.88)}
CALIBRATED = 0.08
ORDERS = {"by chance": by_chance, "least sure first": least_sure, "surest first": surest}


def main(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Sorted quotations.")],
    embeddings: Annotated[
        Path | None, typer.Option(exists=True, file_okay=False, help="A folder with a model.")
    ] = None,
    out: Out = None,
    as_json: Annotated[Path | None, typer.Option("--json", help="Write the figures here.")] = None,
    curve: Annotated[Path | None, typer.Option(help="Draw the learning curve here (SVG).")] = None,
    codebook: Annotated[
        Path | None, typer.Option(help="The file names ids of this codebook's themes.")
    ] = None,
) -> None:
    """Rank each paper's themes for each quotation, and tell how often the authors' own is first."""
    texts = representation(embeddings)
    if codebook is not None:
        record = measure_codebook(file, read_codebook(codebook), texts)
        if as_json:
            write(as_json, json.dumps(record, indent=1) + "\n")
        return publish(codebook_figures(record), out=out, as_json=None)
    judged = judge(read_sorted(file), texts)
    record = measure(judged, texts)
    if as_json:
        write(as_json, json.dumps(record, indent=1) + "\n")
    if curve:
        draw_learning_curve(curve, record["learning_curve"])
    publish(figures(record, judged, embeddings is not None), out=out, as_json=None)


def judge(papers: Sequence[SortedPaper], texts: Texts | None) -> list[Judged]:
    """Each paper with what was learned without it."""
    common, known = default_common(), weighed_papers()
    taught = [paper for paper in papers if paper.id in known]
    learned = [(paper, common) for paper in papers if paper.id not in known]
    learned += weighed_without(taught, common, texts)
    found = [
        Judged(paper, left, cold(paper, left, texts), leave_one_out(paper, left, texts))
        for paper, left in each(learned, lambda one: one[0].id)
    ]
    return sorted(found, key=lambda one: one.paper.id)


def measure_codebook(file: Path, codebook: Codebook, texts: Texts | None) -> dict[str, Any]:
    """All of a codebook's themes ranked for each quotation, each paper judged by the others."""
    themes = theme_texts(codebook)
    at = {theme.id: number for number, theme in enumerate(themes)}
    coded = _coded_under(file, at)
    under = np.zeros((len(coded), len(themes)))
    for row, one in enumerate(coded):
        under[row, at[one.theme]] = 1
    trial = try_themes(
        ThemeSuggester(themes, texts),
        [one.text for one in coded],
        under,
        [one.paper for one in coded],
    )
    often = np.argsort(-under.sum(axis=0))
    return {
        "quotations": trial.accounts,
        "papers": trial.papers,
        "themes": len(themes),
        "commonest": {"top1": under[:, often[0]].mean(), "top3": under[:, often[:3]].sum(1).mean()},
        "cold": trial.cold._asdict(),
        "leave_paper_out": trial.warm._asdict(),
    }


def _coded_under(file: Path, known: Collection[str]) -> list[Coded]:
    """The lines of a file once each, all of them under known themes."""
    coded = list(dict.fromkeys(read_coded(file)))
    if not coded:
        raise NothingToRankError(file)
    if unknown := {one.theme for one in coded}.difference(known):
        raise UnknownThemesError(file, unknown)
    return coded


def codebook_figures(record: dict[str, Any]) -> Figures:
    """The same as a table."""
    how = (
        f"{record['quotations']} quotations of {record['papers']} papers, sorted under the "
        f"{record['themes']} themes of one codebook with their definitions. Cold: nothing is "
        "decided. Leave paper out: all other papers are. Commonest: the themes chosen most often, "
        "for every quotation."
    )
    rows: list[Row] = [
        {"": name.replace("_", " "), "mrr": float("nan"), **record[name]}
        for name in ("commonest", "cold", "leave_paper_out")
    ]
    columns = {"": "", "top1": ".3f", "top3": ".3f", "mrr": ".3f"}
    return Figures("Suggested themes of a codebook", how, [], [Table("Places", columns, rows)])


def measure(judged: Sequence[Judged], texts: Texts | None) -> dict[str, Any]:
    """All figures, by the names that the JSON has."""
    coded = {name: _coded(judged, order, texts) for name, order in ORDERS.items()}
    steps = {name: figures_of(found) for name, found in coded.items()}
    mean = {name: sum(found) / len(found) for name, found in coded.items()}
    return {
        "chance": chance_of(judged),
        "cold": _ranked(judged, "cold"),
        "leave_one_out": _ranked(judged, "warm"),
        "calibration": calibration_of(judged),
        "learning_curve": [
            {"decided": at, **figures_of(ranks)}
            for at, ranks in learning_curve(judged, times=TIMES, texts=texts).items()
        ],
        "keystrokes": {
            "unranked codebook": keystrokes([one.paper for one in judged]),
            **mean,
        },
        "orders": steps,
    }


def _coded(judged: Sequence[Judged], order: Choose, texts: Texts | None) -> list[float]:
    """Where the theme of each quotation stood; several times where the order is by chance."""
    times = TIMES if order is by_chance else 1
    return [
        one
        for paper in each(judged, lambda paper: paper.paper.id)
        for time in range(times)
        for one in code(paper.paper, paper.common, order, texts=texts, seed=time)
    ]


def figures(record: dict[str, Any], judged: Sequence[Judged], embedded: bool) -> Figures:
    """The figures as bars and tables."""
    papers = len(judged)
    how = (
        f"{record['cold']['quotations']} quotations of {papers} papers, each sorted by its authors "
        f"under one of the paper's own themes ({_mean_themes(judged):.1f} a paper, by their titles "
        "alone). Each paper is judged by what was learned without it. Cold: nothing is decided. "
        "Leave one out: all other quotations of the paper are. Keystrokes: steps down the list of "
        f"themes to the right one; annotators simulated, {TIMES} orders by chance."
    )
    return Figures("Suggested themes", how, _bars(record, embedded), _tables(record))


def _ranked(judged: Sequence[Judged], how: str) -> dict[str, Any]:
    return figures_of(
        rank for one in judged for rank in ranks_of(getattr(one, how), one.paper.theme_of).tolist()
    )


def _mean_themes(judged: Sequence[Judged]) -> float:
    return sum(len(one.paper.themes) for one in judged) / len(judged)


def _bars(record: dict[str, Any], embedded: bool) -> list[Bar]:
    bars = []
    for key, wanted in (EMBEDDED_BARS if embedded else BARS).items():
        for name, least in zip(("top1", "top3"), wanted, strict=True):
            figure = record[key][name]
            what = f"{key.replace('_', ' ')}, {name}"
            bars.append(Bar(what, f"{figure:.3f}", f"at least {least:.2f}", figure >= least))
    error, own, usual = record["calibration"].values()
    return [
        *bars,
        Bar("warm calibration error", f"{error:.3f}", "at most 0.08", error <= CALIBRATED),
        Bar("warm Brier score", f"{own:.4f}", f"below {usual:.4f} (base rates)", own < usual),
    ]


def _tables(record: dict[str, Any]) -> list[Table]:
    ranked: list[Row] = [
        {"": name.replace("_", " "), **record[name]} for name in ("chance", "cold", "leave_one_out")
    ]
    steps = record["keystrokes"]
    unranked = steps["unranked codebook"]
    keys: list[Row] = [
        {"order": name, "keystrokes a theme": value, "saved": 1 - value / unranked}
        for name, value in steps.items()
    ]
    return [
        Table("Where the authors' theme stands", {"": "", **NUMBERS}, ranked),
        Table("Learning curve", {"decided": "d", **NUMBERS}, record["learning_curve"]),
        Table(
            "Simulated annotators",
            {"order": "", "keystrokes a theme": ".2f", "saved": ".1%"},
            keys,
        ),
    ]


if __name__ == "__main__":
    run(main)
