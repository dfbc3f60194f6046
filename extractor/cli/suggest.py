"""`firsthand suggest`: the quotations of any papers."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import typer

from extractor.cli.options import (
    PASSWORD,
    AsFormat,
    AskPassword,
    Engine,
    Jobs,
    MinScore,
    Out,
    Papers,
    Quiet,
    Seconds,
    WithEngine,
)
from extractor.cli.output import ENDINGS, Format, chosen_format, opened
from extractor.errors import OutputError

EXAMPLES = """\b
Examples:
  firsthand suggest paper.pdf
  firsthand suggest papers/ --out quotations.html
  firsthand suggest 'papers/*.pdf' --min-score 0 --out quotations.csv
"""


def suggest(
    papers: Papers,
    form: AsFormat = None,
    out: Out = None,
    min_score: MinScore = None,
    engine: WithEngine = Engine.PDFIUM,
    jobs: Jobs = None,
    seconds: Seconds = None,
    password: AskPassword = False,
    quiet: Quiet = False,
) -> None:
    """Suggest the quotations of participants in papers, with page, speaker and reason.

    Only people can say which of them are first-hand accounts.
    """
    chosen = chosen_format(form, out, ENDINGS, piped=Format.JSONL, name="quotations")
    from extractor.cli.reading import Reading, limits_of, named_papers, stoppable
    from extractor.cli.writing import next_step, write

    least = _default_score() if min_score is None else min_score
    secret = password_given(ask=password)
    found = named_papers(papers)
    keep_papers(found, out)
    limits = limits_of(seconds)
    reading = Reading(found, least, engine.value, jobs, secret, quiet, limits=limits)
    with stoppable(reading), opened(out) as stream:
        write(chosen, stream, reading)
    reading.close(next_step(chosen, out, papers, shown=reading.shown))


def keep_papers(papers: Iterable[Path], out: Path | None) -> None:
    """Refuse to write over a paper that is to be read."""
    from extractor.batch.find import identity

    if out is not None and identity(out) in {identity(paper) for paper in papers}:
        raise OutputError(out, "it is one of the papers to be read")


def _default_score() -> float:
    from extractor.quotes import DEFAULT_THRESHOLD

    return DEFAULT_THRESHOLD


def password_given(*, ask: bool) -> str | None:
    """Never an argument's value: other users of the machine can read those.

    An empty variable is how a shell says that there is none.
    """
    if not ask:
        return os.environ.get(PASSWORD) or None
    if not sys.stdin.isatty():
        raise typer.BadParameter(f"--password asks at a terminal; here set {PASSWORD} instead")
    entered: str = typer.prompt("Password of the PDFs", hide_input=True, err=True)
    return entered
