"""What becomes of every file of a folder: a document with its findings, or one clear error."""

import json as jsonlib
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from extractor.batch import Limits, find_papers
from extractor.batch.guard import Worker, run_jobs
from extractor.batch.jobs import suggest_paper, warm_up
from extractor.batch.worker import Job
from extractor.records import SuggestedPaper
from figures import Bar, Figures, Table, publish
from shell import Folder, Json, Out, each, run

HOW = (
    "Each file is read, and its quotations are suggested, in the guarded worker with its usual "
    "limits; the seconds hold what it takes to start a new worker where the file before was one "
    "that the worker had to be ended for. A clear error says what is wrong with the file, or at "
    "which limit it was given up; that the program stumbled over it is none."
)
MOST_SECONDS = 20.0
COLUMNS = {"file": "", "category": "", "seconds": ".2f", "outcome": ""}
OPTIONS = {"engine": "pdfium", "password": None}


class Outcome(NamedTuple):
    """What became of one file."""

    file: str
    category: str
    seconds: float
    outcome: str
    clear: bool

    @property
    def holds(self) -> bool:
        """Whether it ended well, and in time."""
        return self.clear and self.seconds <= MOST_SECONDS


def main(
    folder: Folder,
    seconds: Annotated[
        float, typer.Option(help="After how long the worker gives a file up.")
    ] = Limits().seconds,
    out: Out = None,
    json: Json = None,
) -> None:
    """Read every file of a folder and tell what became of it."""
    paths = find_papers([str(folder)])
    outcomes = list(try_files(paths, categories(folder), Limits(seconds=seconds)))
    rows = [outcome._asdict() for outcome in outcomes]
    failed = [outcome for outcome in outcomes if not outcome.holds]
    figure = f"{len(outcomes) - len(failed)} of {len(outcomes)}"
    what = f"a document or a clear error within {MOST_SECONDS:g} s"
    bars = [Bar(what, figure, "all", not failed)]
    longest = max(outcome.seconds for outcome in outcomes)
    read = sum(outcome.outcome.startswith("document") for outcome in outcomes)
    title = f"{read} documents, {len(outcomes) - read} errors, {longest:.1f} s at most"
    tables = [Table(title, COLUMNS, rows)]
    publish(Figures("Robustness", HOW, bars, tables), out=out, as_json=json)


def categories(folder: Path) -> dict[str, str]:
    """The category of each file, by its name, if the folder has an ``index.json`` that tells it."""
    index = folder / "index.json"
    if not index.is_file():
        return {}
    records = jsonlib.loads(index.read_text(encoding="utf-8"))
    return {record["file"]: record["category"] for record in records}


def try_files(paths: Sequence[Path], kinds: dict[str, str], limits: Limits) -> Iterator[Outcome]:
    """What becomes of each file, one after another in the same worker."""
    with Worker(limits, warm_up=warm_up) as worker:
        list(run_jobs([Job(is_there, paths[0], {})], [worker]))
        for path in each(paths, lambda path: path.name):
            start = time.perf_counter()
            result = next(run_jobs([Job(suggest_paper, path, OPTIONS)], [worker]))
            took = time.perf_counter() - start
            kind = kinds.get(path.name, "")
            yield Outcome(path.name, kind, took, told(path, result), is_clear(result))


def is_there(path: Path) -> bool:
    """A job that only has the worker start."""
    return path.exists()


def told(path: Path, result: object) -> str:
    """The document in one phrase, or the error's first line without the file's name."""
    if not isinstance(result, SuggestedPaper):
        return str(result).splitlines()[0].replace(str(path), "").strip()
    document = result.document
    phrase = f"document: {len(document.pages)} pages, {len(document.words)} words"
    findings = ", ".join(dict.fromkeys(finding.code for finding in document.findings))
    return f"{phrase}; {findings}" if findings else phrase


def is_clear(result: object) -> bool:
    """Whether it is a document, or an error that is not a bug of ours."""
    return isinstance(result, SuggestedPaper) or "stumbled" not in str(result)


if __name__ == "__main__":
    run(main)
