"""`firsthand demo`: the whole way, on the papers that come with it."""

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import typer

from extractor.cli.options import DemoFolder, OpenIt
from extractor.cli.options_of_review import DEFAULT_PORT, Port
from extractor.cli.plain import quoted, this_command

if TYPE_CHECKING:
    from extractor.cli.reading import Reading
    from extractor.records import SuggestedPaper
    from extractor.store.folder import Review

PAGE, LINES, REVIEW = "quotations.html", "suggestions.jsonl", "review"
PIN = "2468"
QUESTION = "How do people who self-harm describe the professional support they were given?"


def demo(
    out: DemoFolder = Path("firsthand-demo"), open_it: OpenIt = True, port: Port = DEFAULT_PORT
) -> None:
    """Try it: a small review of the bundled papers, half done by two simulated annotators.

    The papers are invented for this purpose; nobody in them is real.
    """
    from extractor.bundled import bundled
    from extractor.cli.output import opened
    from extractor.cli.reading import Reading, stoppable
    from extractor.quotes import DEFAULT_THRESHOLD
    from extractor.store.settings import FILE

    if not (out / REVIEW / FILE).exists():
        papers = sorted(bundled("corpus").glob("*.pdf"))
        reading = Reading(papers, min_score=DEFAULT_THRESHOLD)
        with stoppable(reading), opened(None) as stream:
            _make(out, reading, stream)
        reading.tell_failed()
    typer.echo(_next_steps(out), err=True)
    if open_it and (has_screen() or sys.stdout.isatty()):
        _serve(out, port)


def has_screen() -> bool:
    """Whether a browser could show something here."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _make(out: Path, reading: "Reading", screen: TextIO) -> None:
    """Read the papers; write page, lines and review into the folder ``out``; print the overview."""
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
    _make_review(out / REVIEW, papers)


def _make_review(folder: Path, papers: "list[SuggestedPaper]") -> None:
    """A review of the papers with two annotators, who have done half of it, and a lead."""
    from extractor.bundled import bundled
    from extractor.store.folder import make_review
    from extractor.store.settings import Settings

    codebook = (bundled("annotations") / "codebook.toml").read_text(encoding="utf-8")
    settings = Settings(title="Support that helps (a demonstration)", question=QUESTION)
    make_review(folder, settings, codebook, fill=partial(_fill, papers)).close()


def _fill(papers: "list[SuggestedPaper]", review: "Review") -> None:
    from extractor.cli.adding import put_in
    from extractor.cli.screen import keep_rows
    from extractor.cli.simulating import simulate
    from extractor.store.database import reading
    from extractor.store.folder import begin_record_of_codebook
    from extractor.store.papers import list_papers
    from extractor.store.people import people_of

    begin_record_of_codebook(review)
    _let_in(review)
    for paper in papers:
        put_in(review, paper)
    with reading(review.engine) as connection:
        stored = list_papers(connection)
        ana, ben, _ = people_of(connection)
    keep_rows(review, stored, papers)
    told = [paper.document.paper for paper in papers if paper.suggestions]
    simulate(review, (ana, ben), told)


def _let_in(review: "Review") -> None:
    """Ana and Ben, who annotate, and Lea, who leads; all with the same PIN."""
    from extractor.review.access import hash_secret, new_link
    from extractor.store.database import writing
    from extractor.store.folder import timestamp
    from extractor.store.people import ANNOTATOR, LEAD, Person, add_person, id_of

    secret = hash_secret(PIN)
    with writing(review.engine) as connection:
        for name, role in (("Ana", ANNOTATOR), ("Ben", ANNOTATOR), ("Lea", LEAD)):
            _, link_hash = new_link()
            person = Person(id_of(name), name, (role,), link_hash, secret)
            add_person(connection, person, now=timestamp())


def _next_steps(out: Path) -> str:
    command, review = this_command(), quoted(str(out / REVIEW))
    return "\n".join(
        (
            f"The pages with the quotations marked: {out / PAGE} (open it in a browser)",
            f"The same for programs:                {out / LINES}",
            f"The review, half done by two simulated annotators: {command} review {review}",
            f"   Sign in as Ana or Ben (annotators) or Lea (lead); the PIN of each is {PIN}.",
            f"A paper of yours: {command} suggest paper.pdf",
            f"A review of yours: {command} init my-review --annotator NAME --annotator NAME",
        )
    )


def _serve(out: Path, port: int) -> None:
    from extractor.cli.reviewing import opened_review
    from extractor.cli.serving import Serving, serve

    with opened_review(out / REVIEW) as review:
        serve(review, Serving(port))
