"""`firsthand agreement`: how far the people of a review agree, unaided, assisted and on themes."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import typer

from extractor.cli.output import format_by_ending, opened
from extractor.cli.plain import counted, named

if TYPE_CHECKING:
    from extractor.agreement.evaluating import Evaluation
    from extractor.store.evaluated import Evaluated
    from extractor.store.facts import Facts
    from extractor.store.folder import Review


class Form(StrEnum):
    """What `firsthand agreement` can write."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


ENDINGS = {".txt": Form.TABLE, ".json": Form.JSON, ".csv": Form.CSV}


def tell_agreement(review: "Review", form: Form | None, out: Path | None) -> None:
    """Measure how far people agree; into ``out``, or onto the screen."""
    from extractor.store.evaluated import read_evaluated

    form = form or (format_by_ending(out, ENDINGS) if out else Form.TABLE)
    evaluated = read_evaluated(review)
    evaluation = evaluation_of(evaluated)
    with opened(out) as stream:
        WRITERS[form](stream, evaluated, evaluation)
    if out is not None:
        typer.echo(f"{finished_told(evaluated.facts)} The figures are in {named(out)}.")


def evaluation_of(evaluated: "Evaluated", **bootstrap: int) -> "Evaluation":
    """All figures of a review, by its own threshold and the names of its themes.

    ``rounds`` and ``seed`` may be given for the bootstrap.
    """
    from extractor.agreement.evaluating import evaluate

    facts = evaluated.facts
    names = {theme.id: theme.name for theme in facts.codebook.themes}
    threshold = facts.settings.threshold
    return evaluate(evaluated.papers, threshold=threshold, themes_named=names, **bootstrap)


def finished_told(facts: "Facts") -> str:
    """How many papers the figures rest on."""
    done = facts.papers - facts.unfinished
    told = f"Finished by all their people: {done} of {counted(facts.papers, 'paper')}."
    return f"{told} Made up in part, for a demonstration." if facts.is_simulated else told


def _write_table(stream: TextIO, evaluated: "Evaluated", evaluation: "Evaluation") -> None:
    from extractor.cli.figures import print_groups
    from extractor.cli.table import console_for

    console = console_for(stream)
    console.print(finished_told(evaluated.facts), markup=False)
    if not evaluated.papers:
        console.print(NOTHING_YET, markup=False)
        return
    met = {
        "assisted existence": evaluation.existence,
        "assisted eligibility": evaluation.eligibility,
    }
    print_groups(console, evaluation.agreement, met)


def _write_json(stream: TextIO, evaluated: "Evaluated", evaluation: "Evaluation") -> None:
    from extractor.agreement.evaluating import record_of_evaluation
    from extractor.store.facts import record_of_facts

    record = record_of_evaluation(evaluation)
    agreement = {group.name for group in evaluation.agreement}
    told = {
        "review": record_of_facts(evaluated.facts),
        "groups": [group for group in record["groups"] if group["name"] in agreement],
        "existence": record["existence"],
        "eligibility": record["eligibility"],
    }
    stream.write(json.dumps(told, indent=1, ensure_ascii=False) + "\n")


def _write_csv(stream: TextIO, evaluated: "Evaluated", evaluation: "Evaluation") -> None:
    from extractor.cli.figures import write_figures

    write_figures(stream, evaluation.agreement)


NOTHING_YET = (
    "Agreement is told of papers that all their people have finished: until then neither may see "
    "what the other decided.\nHow far each of you is stands on the page: firsthand review REVIEW"
)
WRITERS = {Form.TABLE: _write_table, Form.JSON: _write_json, Form.CSV: _write_csv}
