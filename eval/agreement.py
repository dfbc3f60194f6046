"""How far people agree: every measure that a review, or any CSV file of judgements, allows.

The same measures as those of `firsthand agreement` and of the report; formulas and sources stand
in `extractor/agreement`, and how far the intervals can be trusted in `eval/results/coverage.md`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.agreement.figure import Figure, Interval, Undefined, record_of
from extractor.agreement.file import read_judged
from extractor.agreement.intervals import LEVEL, ROUNDS, SEED, figures_of
from extractor.agreement.judgements import Judgements, judgements
from extractor.agreement.measuring import (
    measures_of_labels,
    measures_of_sets,
    measures_of_spans,
)
from extractor.agreement.nominal import count_table, prevalence
from extractor.cli.plain import plain
from extractor.errors import FirsthandError, OutputError
from shell import Json, run

if TYPE_CHECKING:
    from rich.table import Table

WIDTH = 120  # of what goes to a file or a pipe
MOST_LABELS = 12  # a count table of more is for the JSON


class NoReviewYetError(FirsthandError):
    """The judgements of a review's own record cannot be had yet."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is a folder, and agreement is not measured from a review's record yet.\n"
            "Give a CSV file with the columns unit, annotator, label."
        )


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was measured; ``notes`` say how the input was taken.

    ``drawn``: what the intervals take for drawn, "papers", or "units" if the papers are not told.
    """

    figures: list[Figure]
    labels: Judgements | None
    drawn: str
    notes: list[str] = field(default_factory=list)


Of = Annotated[Path, typer.Argument(metavar="REVIEW|FILE.csv", help="What to measure.")]
Sets = Annotated[bool, typer.Option("--sets", help="Labels are sets, with ; between members.")]
Seed = Annotated[int, typer.Option(min=0, help="Of the bootstrap.")]
Rounds = Annotated[int, typer.Option(min=100, help="Of the bootstrap.")]


def main(
    of: Of, json: Json = None, sets: Sets = False, seed: Seed = SEED, rounds: Rounds = ROUNDS
) -> None:
    """Tell how far people agree, a measure a row, with 95 % intervals over papers.

    FILE.csv has the columns unit, annotator, label, a row a judgement; an empty label is a missing
    judgement. With paper, intervals are over papers, and without, over units. With start and end
    (characters, half-open) a row is a span in the paper, or in the unit if there is no paper; an
    annotator who marked nothing there has one row without them. With length, the paper's, unitizing
    alpha knows where its text ends. Commas, semicolons or tabs separate.

    --json writes: seed, rounds, level, notes, drawn (papers, or units if papers are not told: then
    the counts of papers are of units); figures, a list of name, value (null if undefined,
    and then undefined says why), interval (low, high, method, or undefined), label ("few papers"
    under 15), other_intervals (percentile, BCa), counts (papers and what else it rests on);
    prevalence, a list of label, count, share; count_table (labels, rows).
    """
    agreement = read_review(of) if of.is_dir() else measure_file(of, sets, rounds, seed)
    show(agreement)
    if json:
        write(json, record_of_all(agreement) | {"seed": seed, "rounds": rounds, "level": LEVEL})


def read_review(path: Path) -> Agreement:
    """The seam for a review's folder: what is measured of its record goes in here."""
    raise NoReviewYetError(path)


def measure_file(path: Path, sets: bool, rounds: int, seed: int) -> Agreement:
    """Every measure that a CSV file allows; raises ``TableError``."""
    judged = read_judged(path, sets=sets)
    figures: list[Figure] = []
    labels = None if judged.table is None else judgements(judged.table)
    if labels is not None:
        measures = measures_of_sets(labels) if sets else measures_of_labels(labels)
        figures += figures_of(measures, rounds=rounds, seed=seed)
    if judged.readings is not None:
        figures += figures_of(measures_of_spans(judged.readings), rounds=rounds, seed=seed)
    notes = list(notes_of(judged.has_papers, labels, sets))
    return Agreement(figures, labels, "papers" if judged.has_papers else "units", notes)


def notes_of(has_papers: bool, labels: Judgements | None, sets: bool) -> Iterator[str]:
    """How the file was taken, where that is not the only way."""
    if not has_papers:
        yield (
            "There is no column “paper”: each unit counts as a paper of its own. If units are of "
            "the same papers, the intervals are too narrow."
        )
    if labels is None:
        yield (
            "Units have several rows of one annotator: they are taken for texts with spans, and "
            "their labels are not compared."
        )
    elif not sets and any(";" in str(label) for label in labels.labels):
        yield "Some labels have a semicolon in them. If they are sets of labels, use --sets."


def show(agreement: Agreement) -> None:
    """The tables, on the screen."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=WIDTH)
    console.print(figure_table(agreement.figures, agreement.drawn))
    labels = agreement.labels
    if labels is not None and 0 < len(labels.labels) <= MOST_LABELS:
        console.print(prevalence_table(labels), count_table_of(labels))
    for note in agreement.notes:
        console.print(note, markup=False)


def figure_table(figures: Sequence[Figure], drawn: str) -> "Table":
    """A row a measure."""
    table = _empty_table("measure", "value", f"{LEVEL:.0%} interval", "rests on")
    for figure in figures:
        _add(table, figure.name, *_told(figure, drawn), _counts(figure, drawn))
    return table


def prevalence_table(labels: Judgements) -> "Table":
    """A row a label: how often it was given."""
    table = _empty_table("label", "judgements", "share")
    for row in prevalence(labels).to_dict("records"):
        _add(table, row["label"] or "(none)", str(row["count"]), f"{row['share']:.3f}")
    return table


def count_table_of(labels: Judgements) -> "Table":
    """Which labels met in one unit."""
    counts = count_table(labels)
    corner = " \\ ".join(labels.annotators) if len(labels.annotators) == 2 else "coincidences"
    table = _empty_table(corner, *(str(label) or "(none)" for label in counts.columns))
    for label, row in zip(counts.index, counts.to_numpy(), strict=True):
        _add(table, str(label) or "(none)", *(f"{count:g}" for count in row))
    return table


def record_of_all(agreement: Agreement) -> dict[str, Any]:
    """What goes into the JSON file, but for the settings of the bootstrap."""
    record: dict[str, Any] = {
        "drawn": agreement.drawn,
        "notes": agreement.notes,
        "figures": [record_of(figure) for figure in agreement.figures],
    }
    if agreement.labels is not None:
        counts = count_table(agreement.labels)
        record["prevalence"] = prevalence(agreement.labels).to_dict("records")
        record["count_table"] = {"labels": list(counts.index), "rows": counts.to_numpy().tolist()}
    return record


def write(path: Path, record: dict[str, Any]) -> None:
    """The record into a file, as JSON; raises ``OutputError``."""
    try:
        path.write_text(dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(path, error.strerror or "it cannot be written") from None


def _told(figure: Figure, drawn: str) -> tuple[str, str]:
    if isinstance(figure.value, Undefined):
        return "", str(figure.value)
    interval = figure.interval
    if not isinstance(interval, Interval):
        return f"{figure.value:.3f}", str(interval)
    label = f", few {drawn}" if figure.label else ""
    return f"{figure.value:.3f}", f"{interval.low:.3f} to {interval.high:.3f}{label}"


def _counts(figure: Figure, drawn: str) -> str:
    """Without papers, the number of units is told once."""
    counts = {drawn if name == "papers" else name: n for name, n in figure.counts.items()}
    return ", ".join(f"{count} {name}" for name, count in counts.items())


def _add(table: "Table", *cells: str) -> None:
    """A row of cells as they are: brackets in a label are no markup."""
    from rich.text import Text

    table.add_row(*(Text(plain(cell)) for cell in cells))


def _empty_table(*columns: str) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(
            Text(plain(column)), overflow="fold", justify="left" if not number else "default"
        )
    return table


if __name__ == "__main__":
    run(main)
