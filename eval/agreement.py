"""How far people agree: every measure that a review, or any CSV file of judgements, allows.

The same measures as those of `firsthand agreement` and of the report; formulas and sources stand
in `extractor/agreement`, and how far the intervals can be trusted in `eval/results/coverage.md`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.agreement.evaluating import Evaluation, record_of_evaluation
from extractor.agreement.figure import Figure, record_of
from extractor.agreement.file import Judged, read_judged
from extractor.agreement.intervals import LEVEL, ROUNDS, SEED, figures_of
from extractor.agreement.judgements import Judgements, judgements
from extractor.agreement.measuring import (
    measures_of_labels,
    measures_of_sets,
    measures_of_spans,
)
from extractor.agreement.nominal import count_table, prevalence
from extractor.cli.agreeing import evaluation_of, finished_told
from extractor.cli.figures import figure_table, print_groups
from extractor.cli.plain import plain
from extractor.errors import OutputError
from shell import Json, run

if TYPE_CHECKING:
    from rich.table import Table

WIDTH = 120  # of what goes to a file or a pipe
MOST_LABELS = 12  # a count table of more is for the JSON


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was measured; ``notes`` say how the input was taken.

    ``drawn``: what the intervals take for drawn, "papers", or "units" if the papers are not told.
    ``evaluation`` has the figures of a review in groups, with the cases behind them.
    """

    figures: list[Figure]
    labels: Judgements | None
    drawn: str
    notes: list[str] = field(default_factory=list)
    evaluation: Evaluation | None = None


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
    prevalence, a list of label, count, share; count_table (labels, rows). Of a review, besides:
    groups (name, title, about, figures with cases, each of them paper, mark, start, end), parts,
    curve, calibration, moved, existence, eligibility.
    """
    if of.is_dir():
        agreement = measure_review(of, rounds, seed)
    else:
        agreement = measure_file(of, sets, rounds, seed)
    show(agreement)
    if json:
        write(json, record_of_all(agreement) | {"seed": seed, "rounds": rounds, "level": LEVEL})


def measure_review(path: Path, rounds: int, seed: int) -> Agreement:
    """Every figure that a review's record allows, of the papers that all have finished."""
    from extractor.store.evaluated import read_evaluated
    from extractor.store.folder import open_review

    review = open_review(path)
    try:
        evaluated = read_evaluated(review)
    finally:
        review.close()
    evaluation = evaluation_of(evaluated, rounds=rounds, seed=seed)
    figures = [each.figure for group in evaluation.groups for each in group.measured]
    return Agreement(figures, None, "papers", [finished_told(evaluated.facts)], evaluation)


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
    notes = list(notes_of(judged, labels, sets))
    return Agreement(figures, labels, "papers" if judged.has_papers else "units", notes)


def notes_of(judged: Judged, labels: Judgements | None, sets: bool) -> Iterator[str]:
    """How the file was taken, where that is not the only way."""
    if not judged.has_papers:
        yield (
            "There is no column “paper”: each unit counts as a paper of its own. If units are of "
            "the same papers, the intervals are too narrow."
        )
    if judged.is_free_text:
        yield "There are too many different labels for codes: only the spans are compared."
    elif labels is None:
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
    if agreement.evaluation is None:
        console.print(figure_table(agreement.figures, agreement.drawn))
    else:
        print_groups(console, agreement.evaluation.groups)
    labels = agreement.labels
    if labels is not None and 0 < len(labels.labels) <= MOST_LABELS:
        console.print(prevalence_table(labels), count_table_of(labels))
    for note in agreement.notes:
        console.print(note, markup=False)


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
    if agreement.evaluation is not None:
        record |= record_of_evaluation(agreement.evaluation)
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
