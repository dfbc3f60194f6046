"""How much memory the guarded worker needs for a long paper, invented and typeset here."""

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from math import isnan, nan
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from extractor.batch.guard import Worker, run_jobs
from extractor.batch.jobs import suggest_paper, warm_up
from extractor.batch.worker import Job
from extractor.errors import PaperError
from extractor.reading import read_paper
from extractor.records import Document
from figures import Bar, Figures, Table, publish
from shell import Json, Out, run

HOW = (
    "A PDF of invented text in two columns with running heads and footnotes (made with a fixed "
    "seed; about as many words a page as the gold papers have) goes through the guarded worker. "
    "Told is the highest resident memory of the worker's "
    "process until its answer had been sent (`VmHWM` on Linux): at rest, that is with all loaded "
    "and nothing read; reading alone, without what the detector loads; reading and suggesting, "
    "which is what `firsthand suggest` does."
)
MOST_MEGABYTES = 250.0
COLUMNS = {"what the worker did": "", "peak MB": ".0f", "above rest": ".0f"}
SEED = 1
SYLLABLES = (
    "ba",
    "den",
    "fi",
    "lor",
    "mu",
    "nal",
    "per",
    "ri",
    "son",
    "tu",
    "va",
    "kel",
    "li",
    "mon",
)
SIZE, LEADING, LINES, NOTE_SIZE = 9.5, 14.5, 42, 7.0
LEFT, GUTTER, COLUMN_WIDTH, TOP = 54.0, 20.0, 233.0, 780.0


def main(
    pages: Annotated[int, typer.Option(min=1, help="How many pages.")] = 300,
    out: Out = None,
    json: Json = None,
) -> None:
    """Measure the worker's peak memory for a long paper."""
    with TemporaryDirectory() as folder:
        paper = Path(folder) / "long.pdf"
        write_long_paper(paper, pages)
        rows = list(_measured(paper))
    peak = float(str(rows[-1]["peak MB"]))
    figure = "the worker failed" if isnan(peak) else f"{peak:.0f} MB"
    wanted, reached = f"under {MOST_MEGABYTES:.0f} MB", peak < MOST_MEGABYTES
    bar = Bar(f"peak of the worker, {pages} pages", figure, wanted, reached)
    tables = [Table(f"{pages} pages", COLUMNS, rows)]
    publish(Figures("Memory", HOW, [bar], tables), out=out, as_json=json)


def peak_megabytes() -> float:
    """The highest resident memory of this process so far.

    Linux tells it as VmHWM. The ru_maxrss of other systems is the same there, but on Linux it
    begins with what the parent had when it started this process.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024
    if sys.platform == "win32":
        raise typer.BadParameter("this system does not tell a process how much memory it used")
    import resource

    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def write_long_paper(path: Path, pages: int) -> None:
    """Write a PDF of so many pages of invented text; the same each time."""
    chance = random.Random(SEED)
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for number in range(1, pages + 1):
        _print_page(canvas, chance, number)
        canvas.showPage()
    canvas.save()


def _measured(paper: Path) -> Iterator[dict[str, object]]:
    """A row for each thing a worker may do, each in a worker of its own."""
    options = {"engine": "pdfium", "password": None}
    for load, what in ((None, "reading"), (warm_up, "reading and suggesting")):
        rest = _peak_of([Job(_peak_of_worker, paper, {})], load)
        job = Job(suggest_paper, paper, options) if load else Job(_read, paper, {})
        peak = _peak_of([job, Job(_peak_of_worker, paper, {})], load)
        yield {"what the worker did": f"at rest before {what}", "peak MB": rest, "above rest": 0.0}
        yield {"what the worker did": what, "peak MB": peak, "above rest": peak - rest}


def _peak_of(jobs: Sequence[Job], load: Callable[[], None] | None) -> float:
    """Do jobs in a new worker; the last tells its memory. Unknown (nan) where one of them fails."""
    with Worker(warm_up=load) as worker:
        results = list(run_jobs(jobs, [worker]))
    failures = [result for result in results if isinstance(result, PaperError)]
    for failure in failures:
        typer.echo(str(failure), err=True)
    return nan if failures else float(str(results[-1]))


def _peak_of_worker(_: Path) -> float:
    return peak_megabytes()


def _read(path: Path) -> Document:
    return read_paper(path)


def _print_page(canvas: Canvas, chance: random.Random, number: int) -> None:
    canvas.setFont("Times-Italic", NOTE_SIZE + 1)
    canvas.drawString(LEFT, TOP + 24, "A study of nothing in particular")
    canvas.drawCentredString(A4[0] / 2, 30, str(number))
    for column in (0, 1):
        x = LEFT + column * (COLUMN_WIDTH + GUTTER)
        canvas.setFont("Times-Roman", SIZE)
        for line in range(LINES):
            _print_line(canvas, chance, x, TOP - line * LEADING, SIZE)
        canvas.setFont("Times-Roman", NOTE_SIZE)
        for line in range(3):
            _print_line(canvas, chance, x, TOP - (LINES + 2) * LEADING - line * 8.5, NOTE_SIZE)


def _print_line(canvas: Canvas, chance: random.Random, x: float, y: float, size: float) -> None:
    """One line of invented words, as many as fit; now and then they stand in quotation marks."""
    text, font = "", "Times-Roman"
    while canvas.stringWidth(text, font, size) < COLUMN_WIDTH - 40:
        word = "".join(chance.choices(SYLLABLES, k=chance.randint(1, 4)))
        text += f"{word}. " if chance.random() < 0.08 else f"{word} "
    quoted = chance.random() < 0.1
    canvas.drawString(x, y, f"“{text.strip()}” (P{chance.randint(1, 20)})" if quoted else text)


if __name__ == "__main__":
    run(main)
