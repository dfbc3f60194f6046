"""What becomes of every file of a folder: a document with its findings, or one clear error.

Where asked, also of damaged copies of the bundled papers, and of files made to do harm.
"""

import json as jsonlib
import resource
from collections import Counter
from collections.abc import Iterator, Sequence
from math import isnan, nan
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, NamedTuple

import typer

from extractor.batch import Limits, find_papers
from extractor.errors import WorkerLostError
from extractor.records import SuggestedPaper
from figures import Bar, Figures, Row, Table, publish
from hostile import write_hostile
from mutations import MUTATIONS, mutated
from shell import Folder, Json, Out, each, find_pdfs, run
from watched import try_files

HOW = (
    "Each file is read, and its quotations are suggested, in the guarded worker with its usual "
    "limits ({seconds:g} s, {megabytes} MB), {jobs} at a time; the seconds hold what it takes to "
    "start a new worker where the file before was one that the worker had to be ended for. A clear "
    "error says what is wrong with the file, or at which limit it was given up; that the program "
    "stumbled over it, or that its process ended (a crash), is none. MB is the worker's highest "
    "resident memory during the file (`VmHWM` of Linux; – where the worker was gone); the bar is "
    "over all workers as the system counted them when they ended. Mutated papers are copies of the "
    "bundled ones, damaged by chance (seed {seed}, `eval/mutations.py`); hostile files are made by "
    "`eval/hostile.py`."
)
MOST_SECONDS = 20.0
STARTING_SECONDS = 5.0
CORPUS = Path(__file__).parents[1] / "corpus"
COLUMNS = {"file": "", "category": "", "seconds": ".2f", "MB": ".0f", "outcome": ""}
KINDS = {
    "damage": "",
    "files": "d",
    "documents": "d",
    "errors": "d",
    "unclear": "d",
    "longest s": ".2f",
    "most MB": ".0f",
}


class Outcome(NamedTuple):
    """What became of one file."""

    file: str
    category: str
    seconds: float
    megabytes: float
    outcome: str
    clear: bool

    @property
    def is_document(self) -> bool:
        """Whether the file could be used."""
        return self.outcome.startswith("document")

    def holds(self, most_seconds: float) -> bool:
        """Whether it ended well, and in time."""
        return self.clear and self.seconds <= most_seconds


def main(
    folder: Folder,
    mutants: Annotated[int, typer.Option("--mutated", min=0, help="So many damaged papers.")] = 0,
    seed: Annotated[int, typer.Option(help="What the damage comes from.")] = 0,
    hostile: Annotated[bool, typer.Option("--hostile", help="Files made to do harm too.")] = False,
    jobs: Annotated[int, typer.Option(min=1, help="Files read at a time.")] = 1,
    seconds: Annotated[
        float, typer.Option(help="After how long the worker gives a file up.")
    ] = Limits().seconds,
    out: Out = None,
    json: Json = None,
) -> None:
    """Read every file of a folder and tell what became of it."""
    limits = Limits(seconds=seconds)
    bars, tables = tried(find_papers([str(folder)]), categories(folder), limits, jobs)
    with TemporaryDirectory() as temporary:
        if hostile:
            paths = write_hostile(Path(temporary))
            more = tried(paths, {path.name: "hostile" for path in paths}, limits, jobs)
            bars, tables = bars + more[0], tables + more[1]
        if mutants:
            more = tried_mutated(Path(temporary), mutants, seed, limits, jobs)
            bars, tables = bars + more[0], tables + more[1]
    bars.append(memory_bar(limits))
    how = HOW.format(seconds=seconds, megabytes=limits.megabytes, jobs=jobs, seed=seed)
    publish(Figures("Robustness", how, bars, tables), out=out, as_json=json)


def categories(folder: Path) -> dict[str, str]:
    """The category of each file, by its name, if the folder has an ``index.json`` that tells it."""
    index = folder / "index.json"
    if not index.is_file():
        return {}
    records = jsonlib.loads(index.read_text(encoding="utf-8"))
    return {record["file"]: record["category"] for record in records}


def tried(
    paths: Sequence[Path], kinds: dict[str, str], limits: Limits, jobs: int
) -> tuple[list[Bar], list[Table]]:
    """A bar over files, and a row for each: what became of it."""
    outcomes = sorted(outcomes_of(paths, kinds, limits, jobs), key=lambda each: each.file)
    hostile = "hostile" in kinds.values()
    most = limits.seconds + STARTING_SECONDS if hostile else MOST_SECONDS
    documents = sum(each.is_document for each in outcomes)
    longest = max(each.seconds for each in outcomes)
    title = f"{documents} documents, {len(outcomes) - documents} errors, {longest:.1f} s at most"
    rows = [each._asdict() | {"MB": each.megabytes} for each in outcomes]
    table = Table(f"Hostile files: {title}" if hostile else title, COLUMNS, rows)
    return [bar_of("hostile files" if hostile else "files", outcomes, most)], [table]


def tried_mutated(
    folder: Path, count: int, seed: int, limits: Limits, jobs: int
) -> tuple[list[Bar], list[Table]]:
    """A bar over mutated papers, a row for each kind, and a row for each thing that was said."""
    kinds = write_mutated(folder, count, seed)
    outcomes = list(outcomes_of([folder / name for name in kinds], kinds, limits, jobs))
    bar = bar_of("mutated papers", outcomes, MOST_SECONDS)
    said = Counter((said_of(each), each.category) for each in outcomes)
    rows = [
        {"what was said": what} | {kind: said[what, kind] for kind in MUTATIONS}
        for what in sorted({what for what, _ in said})
    ]
    columns = {"what was said": ""} | dict.fromkeys(MUTATIONS, "d")
    by_kind = [row_of(kind, [o for o in outcomes if o.category == kind]) for kind in MUTATIONS]
    tables = [
        Table(f"{count:,} mutated papers", KINDS, by_kind),
        Table("Said of them", columns, rows),
    ]
    return [bar], tables


def write_mutated(folder: Path, count: int, seed: int) -> dict[str, str]:
    """Write so many damaged copies of the bundled papers; the kind of each, by its file's name."""
    kinds = {}
    for number, (kind, content) in enumerate(mutated(find_pdfs([str(CORPUS)]), count, seed)):
        name = f"{number:06}.pdf"
        (folder / name).write_bytes(content)
        kinds[name] = kind
    return kinds


def outcomes_of(
    paths: Sequence[Path], kinds: dict[str, str], limits: Limits, jobs: int
) -> Iterator[Outcome]:
    """What became of each file, as soon as it is known."""
    tries = try_files(paths, limits, jobs=jobs)
    for path, result, cost in each(tries, lambda found: found[0].name, count=len(paths)):
        kind = kinds.get(path.name, "")
        yield Outcome(path.name, kind, *cost, told(path, result), is_clear(result))


def told(path: Path, result: object) -> str:
    """The document in one phrase, or the error's first line without the file's name."""
    if not isinstance(result, SuggestedPaper):
        return str(result).splitlines()[0].replace(str(path), "").strip()
    document = result.document
    phrase = f"document: {len(document.pages)} pages, {len(document.words)} words"
    findings = ", ".join(dict.fromkeys(finding.code for finding in document.findings))
    return f"{phrase}; {findings}" if findings else phrase


def is_clear(result: object) -> bool:
    """Whether it is a document, or an error that is no bug of ours and no crash."""
    if isinstance(result, SuggestedPaper):
        return True
    return not isinstance(result, WorkerLostError) and "stumbled" not in str(result)


def said_of(outcome: Outcome) -> str:
    """What was said of a file, the same for all documents with the same findings."""
    if not outcome.is_document:
        return outcome.outcome
    _, _, findings = outcome.outcome.partition("; ")
    return f"document; {findings}" if findings else "document"


def row_of(kind: str, outcomes: Sequence[Outcome]) -> Row:
    """The sums over the mutated papers of one kind."""
    documents = sum(each.is_document for each in outcomes)
    return {
        "damage": kind,
        "files": len(outcomes),
        "documents": documents,
        "errors": len(outcomes) - documents,
        "unclear": sum(not each.clear for each in outcomes),
        "longest s": max((each.seconds for each in outcomes), default=nan),
        "most MB": max((o.megabytes for o in outcomes if not isnan(o.megabytes)), default=nan),
    }


def bar_of(what: str, outcomes: Sequence[Outcome], most_seconds: float) -> Bar:
    """That all ended well, and in time."""
    held = sum(each.holds(most_seconds) for each in outcomes)
    promise = f"{what}: a document or a clear error within {most_seconds:g} s"
    return Bar(promise, f"{held} of {len(outcomes)}", "all", held == len(outcomes))


def memory_bar(limits: Limits) -> Bar:
    """That no worker, however it ended, had more memory than a worker may have."""
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    wanted = f"at most {limits.megabytes} MB"
    return Bar("highest memory of a worker", f"{most:.0f} MB", wanted, most <= limits.megabytes)


if __name__ == "__main__":
    run(main)
