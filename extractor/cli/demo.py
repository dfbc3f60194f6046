"""`firsthand demo`: the whole way, on the papers that come with it."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import typer

from extractor.cli.options import DemoFolder, OpenIt
from extractor.cli.plain import this_command

if TYPE_CHECKING:
    from extractor.cli.reading import Reading

PAGE, LINES = "quotations.html", "suggestions.jsonl"


def demo(out: DemoFolder = Path("firsthand-demo"), open_it: OpenIt = True) -> None:
    """Try it: suggest the quotations of the bundled papers and show them on their pages.

    The papers are invented for this purpose; nobody in them is real.
    """
    from extractor.bundled import bundled
    from extractor.cli.output import opened
    from extractor.cli.reading import Reading, stoppable
    from extractor.quotes import DEFAULT_THRESHOLD

    papers = sorted(bundled("corpus").glob("*.pdf"))
    reading = Reading(papers, min_score=DEFAULT_THRESHOLD)
    with stoppable(reading), opened(None) as stream:
        _make(out, reading, stream)
    page = (out / PAGE).resolve()
    in_browser = open_it and has_screen() and typer.launch(page.as_uri()) == 0
    reading.close(_next_steps(out, opened=in_browser))


def has_screen() -> bool:
    """Whether a browser could show something here."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _make(out: Path, reading: "Reading", screen: TextIO) -> None:
    """Read the papers, write page and lines into the folder ``out``, print the overview."""
    from extractor.cli.output import made_folder, opened
    from extractor.cli.table import console_for, overview
    from extractor.cli.writing import html_page
    from extractor.exchange.suggestions import write_jsonl

    made_folder(out)
    papers = list(reading)
    with opened(out / LINES) as stream:
        write_jsonl(stream, papers, min_score=reading.min_score)
    with opened(out / PAGE) as stream:
        stream.write(html_page(papers, reading))
    console_for(screen).print(overview(papers, min_score=reading.min_score))


def _next_steps(out: Path, *, opened: bool) -> str:
    return "\n".join(
        (
            f"The pages with the quotations marked: {out / PAGE}"
            + (" (open in your browser now)" if opened else " (open it in a browser)"),
            f"The same for programs:                {out / LINES}",
            f"Next, a paper of yours:               {this_command()} suggest paper.pdf",
        )
    )
