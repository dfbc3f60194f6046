"""`firsthand report`: how far people agree and how good the detector is, in one file."""

import json
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import typer

from extractor.cli.agreeing import evaluation_of, finished_told
from extractor.cli.output import format_by_ending, made_folder, opened
from extractor.cli.plain import named

if TYPE_CHECKING:
    from extractor.cli.bar import Bar
    from extractor.reports.evaluation.basis import Basis
    from extractor.store.folder import Review

FOLDER, NAME = "exports", "report"
STEPS = ("reading the record", "computing the figures", "writing the report")
MODELS = ("quotes/ranker.npz", "themes/common.npz")


class Form(StrEnum):
    """What `firsthand report` can write."""

    HTML = "html"
    JSON = "json"
    CSV = "csv"


ENDINGS = {".html": Form.HTML, ".htm": Form.HTML, ".json": Form.JSON, ".csv": Form.CSV}


def report_review(
    review: "Review", form: Form | None, out: Path | None, *, words: bool, person_details: bool
) -> None:
    """Write the report of a review into ``out``, or into its folder of exports."""
    from extractor.cli.bar import Bar

    form = form or (format_by_ending(out, ENDINGS) if out else Form.HTML)
    place = out or review.folder / FOLDER / f"{NAME}.{form}"
    with Bar(len(STEPS), "steps", quiet=False) as bar:
        basis = _basis(review, partial(_step, bar), words=words, person_details=person_details)
        bar.at(STEPS[2])
        if out is None:
            made_folder(place.parent)
        with opened(place) as stream:
            WRITERS[form](stream, basis)
    typer.echo(f"{finished_told(basis.facts)} The report is in {named(place)}.")


def _basis(
    review: "Review", step: Callable[[str], None], *, words: bool, person_details: bool
) -> "Basis":
    from extractor.reports.evaluation.basis import Basis
    from extractor.store.evaluated import read_evaluated
    from extractor.store.folder import timestamp

    step(STEPS[0])
    evaluated = read_evaluated(review)
    step(STEPS[1])
    evaluation = evaluation_of(evaluated)
    return Basis(
        facts=evaluated.facts,
        papers=evaluated.papers,
        evaluation=evaluation,
        made=timestamp(),
        versions=_versions(review),
        words=words,
        person_details=person_details,
    )


def _step(bar: "Bar", name: str) -> None:
    bar.at(name)
    bar.advance()


def _versions(review: "Review") -> Mapping[str, str]:
    """What made the report, and the hashes of the models that are there."""
    from importlib.metadata import version

    from extractor.bundled import bundled

    shipped = {f"models/{name}": bundled("models") / name for name in MODELS}
    learned = {f"{each.name} of this review": each
               for each in sorted((review.folder / "models").glob("*.json"))}  # fmt: skip
    hashes = {
        f"{name} (SHA-256)": sha256(path.read_bytes()).hexdigest()
        for name, path in (shipped | learned).items()
        if path.is_file()
    }
    return {"firsthand": version("firsthand"), **hashes}


def _write_html(stream: TextIO, basis: "Basis") -> None:
    from extractor.reports.evaluation.page import evaluation_page

    stream.write(evaluation_page(basis))


def _write_json(stream: TextIO, basis: "Basis") -> None:
    from extractor.reports.evaluation.record import record_of_report

    stream.write(json.dumps(record_of_report(basis), indent=1, ensure_ascii=False) + "\n")


def _write_csv(stream: TextIO, basis: "Basis") -> None:
    from extractor.cli.figures import write_figures
    from extractor.reports.evaluation.record import groups_of

    write_figures(stream, groups_of(basis))


WRITERS = {Form.HTML: _write_html, Form.JSON: _write_json, Form.CSV: _write_csv}
