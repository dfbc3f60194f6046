"""How fast the review page answers with 1,000 papers and 50,000 suggestions, half of them decided.

The papers are the bundled ones under new names, over and over. The server is the real one, in a
process of its own; it is asked over loopback, and shown in Chromium.
"""

import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from itertools import islice
from math import nan
from pathlib import Path
from statistics import quantiles
from threading import Barrier
from typing import Annotated, Any, NamedTuple
from uuid import uuid4

import httpx
import typer
from playwright.sync_api import Page, sync_playwright

from decisions_kept import (
    PIN,
    Database,
    Entry,
    Owner,
    Server,
    ServerError,
    body_of,
    build_review,
    entry_of,
    marks_in,
    read_bundled,
    signed_in,
)
from extractor.records import (
    Decision,
    Document,
    Eligibility,
    Existence,
    Judgement,
    Phase,
    Span,
    Step,
    SuggestedPaper,
    Suggestion,
    Voice,
)
from extractor.store.database import OWNER_SECRET, open_database, reading, writing
from extractor.store.folder import Review, open_review, timestamp
from extractor.store.overview import my_papers
from extractor.store.papers import StoredPaper, list_papers, suggestions_of
from extractor.store.people import ANNOTATOR, LEAD, Person, people_of
from extractor.store.record import hold_chain
from extractor.store.settings import DATABASE, FILE, Settings
from extractor.store.standing import Standing, keep_standing, keep_tally
from figures import Bar, Figures, Table, publish
from shell import Json, Out, each, run

HOW = (
    "{papers} papers with {suggestions} suggestions in all; Ana and Ben have both finished the "
    "first half. {state} The database is {database}. Over loopback, with a connection that is "
    "open already: decisions paper by paper, as people decide, a paper's state read before and not "
    "counted; then {windows} windows at once that decide without a pause, four of each of the two "
    "people, each in papers of its own; pages and states {times} times each, the states of as many "
    "papers, none read before. In Chromium ({width} x {height}): from the keypress `c` to the "
    "frame after the one that shows the next quotation."
)
PEOPLE = {"Ana": (ANNOTATOR,), "Ben": (ANNOTATOR,), "Lea": (LEAD,)}
SUGGESTIONS, WORDS_EACH = 50, 12
KINDS = {"sqlite": "sqlite", "postgresql": "postgresql, tidied (VACUUM ANALYZE) once it was full"}
WINDOWS, TIMES, PRESSES = 8, 30, 40
PAUSE = 400  # milliseconds between keypresses: a sooner one is taken for a reflex
VIEW = {"width": 1280, "height": 800}
COLUMNS = {"what": "", "times": "d", "median ms": ".1f", "p95 ms": ".1f", "p99 ms": ".1f"}
SAID = "#panel .said"
WATCH = """() => {
  window.shown = [];
  const said = () => document.querySelector("#panel .said")?.textContent;
  addEventListener("keydown", () => {
    const [begun, before] = [performance.now(), said()];
    const seen = () => {
      if (said() === before) return requestAnimationFrame(seen);
      requestAnimationFrame(() => window.shown.push(performance.now() - begun));
    };
    requestAnimationFrame(seen);
  }, { capture: true });
}"""


class Timed(NamedTuple):
    """How long something took, each time, in milliseconds; and how long it may take, if that is
    promised: 95 in 100 times."""

    what: str
    each: Sequence[float]
    most: float | None = None

    @property
    def percentiles(self) -> Sequence[float]:
        """The 1st to the 99th."""
        return quantiles(self.each, n=100) if len(self.each) > 1 else [nan] * 99


def main(
    papers: Annotated[int, typer.Option(min=200, help="How many papers.")] = 1000,
    decisions: Annotated[int, typer.Option(min=1, help="How many decisions are timed.")] = 300,
    review: Annotated[
        Path | None, typer.Option(help="Keep the review here, or use the one that is here.")
    ] = None,
    database: Database = DATABASE,
    owner: Owner = None,
    chromium: Annotated[str, typer.Option(help="The browser; empty: none.")] = "chromium",
    busy: Annotated[bool, typer.Option("--busy", help="Say that other work was going on.")] = False,
    out: Out = None,
    json: Json = None,
) -> None:
    """Time the review page at the size that it is made for."""
    with tempfile.TemporaryDirectory() as folder:
        place = review or Path(folder) / "review"
        if not (place / FILE).exists():
            make_large_review(place, papers, database, owner)
        opened = open_review(place)
        fresh = waiting_for_all(opened)
        sizes = [paper.suggestions for paper in list_of(opened)]
        kind = opened.engine.dialect.name
        opened.close()
        with Server(place) as server:
            timed = list(measured(entry_of(server.start()), iter(fresh), decisions, chromium))
    how = HOW.format(
        papers=len(sizes), suggestions=sum(sizes), database=KINDS[kind], windows=WINDOWS,
        state="Other work was going on." if busy else "The machine was left alone.", times=TIMES,
        **VIEW,
    )  # fmt: skip
    table = Table("Times", COLUMNS, [row_of(one) for one in timed])
    publish(Figures("Speed of the page", how, bars_of(timed), [table]), out=out, as_json=json)


def measured(entry: Entry, fresh: Iterator[str], decisions: int, chromium: str) -> Iterator[Timed]:
    """All that is timed; ``fresh`` are papers on which nothing is decided."""
    with signed_in(entry, "ana") as ana, signed_in(entry, "lea") as lea:
        yield Timed("a decision", list(decide(ana, fresh, decisions)), most=50)
        yield Timed(f"a decision, {WINDOWS} at once", decide_at_once(entry, fresh, decisions))
        yield Timed("home", get(ana, ["/"] * TIMES), most=300)
        yield Timed("screening", get(ana, ["/screening"] * TIMES))
        yield Timed("the lead's page", get(lea, ["/lead"] * TIMES))
        yield Timed("the lead's screening", get(lea, ["/screening"] * TIMES))
        states = [f"/papers/{paper}/state" for paper in islice(fresh, TIMES)]
        yield Timed("a paper's state, the first time", get(ana, states))
        yield Timed("a paper's state, again", get(ana, states))
        words = [f"/papers/{path.split('/')[2]}/words" for path in states]
        yield Timed("a paper's words", get(ana, words))
    if chromium:
        shown = press_through(entry, next(fresh), shutil.which(chromium) or chromium)
        yield Timed("next suggestion on screen", shown, most=150)


def decide(browser: httpx.Client, fresh: Iterator[str], count: int) -> Iterator[float]:
    """Confirm what is suggested in one paper after another."""
    for paper, mark in islice(marks_in(browser, fresh), count):
        body = body_of(str(uuid4()), mark, Existence.CONFIRM)
        yield timed(browser, "POST", f"/papers/{paper}/decisions", body)


def decide_at_once(entry: Entry, fresh: Iterator[str], count: int) -> list[float]:
    """Decide in several windows at once, each in papers of its own; all have begun together."""
    papers = [list(islice(fresh, 1 + count // SUGGESTIONS // WINDOWS)) for _ in range(WINDOWS)]
    begin = Barrier(WINDOWS)

    def window(number: int) -> list[float]:
        with signed_in(entry, ("ana", "ben")[number % 2]) as browser:
            begin.wait()
            return list(decide(browser, iter(papers[number]), count // WINDOWS))

    with ThreadPoolExecutor(WINDOWS) as pool:
        return [time for times in pool.map(window, range(WINDOWS)) for time in times]


def get(browser: httpx.Client, paths: Sequence[str]) -> list[float]:
    """Ask for these one after another."""
    return [timed(browser, "GET", path) for path in paths]


def timed(browser: httpx.Client, method: str, path: str, body: object = None) -> float:
    """The milliseconds until an answer is there, whole; ``ServerError`` if it is none."""
    begun = time.perf_counter()
    answer = browser.request(method, path, json=body)
    milliseconds = 1000 * (time.perf_counter() - begun)
    if answer.status_code != httpx.codes.OK:
        raise ServerError(f"{answer.url.path} answers {answer.status_code}: {answer.text[:200]}")
    return milliseconds


def press_through(entry: Entry, paper: str, chromium: str, presses: int = PRESSES) -> list[float]:
    """Confirm one suggestion after another by the key, in a browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(viewport=VIEW)  # type: ignore[arg-type]
        for name, value in entry.cookies.items():
            context.add_cookies([{"name": name, "value": value, "url": entry.origin}])
        page = context.new_page()
        page.goto(f"{entry.origin}/papers/{paper}")
        page.select_option("#name", "ana")
        page.fill("#secret", PIN)
        page.press("#secret", "Enter")
        page.wait_for_selector(SAID)
        shown = list(_pressed(page, presses))
        browser.close()
    return shown


def _pressed(page: Page, presses: int) -> Iterator[float]:
    """The milliseconds of each keypress, once the dialogs that open first are closed."""
    while page.locator("dialog[open]").count():
        page.keyboard.press("Escape")
    page.evaluate(WATCH)
    for number in range(1, presses + 1):
        page.keyboard.press("c")
        page.wait_for_function("count => window.shown.length === count", arg=number)
        yield page.evaluate("window.shown.at(-1)")
        page.wait_for_timeout(PAUSE)


def bars_of(times: Sequence[Timed]) -> list[Bar]:
    """What was promised, 95 in 100 times."""
    bars = []
    for one in times:
        if one.most is not None:
            slow = one.percentiles[94]
            wanted = f"at most {one.most:.0f} ms"
            bars.append(Bar(f"{one.what}, p95", f"{slow:.1f} ms", wanted, slow <= one.most))
    return bars


def row_of(one: Timed) -> Mapping[str, Any]:
    """A row of the table."""
    middle, slow, slowest = (one.percentiles[at] for at in (49, 94, 98))
    figures = {"median ms": middle, "p95 ms": slow, "p99 ms": slowest}
    return {"what": one.what, "times": len(one.each), **figures}


def make_large_review(folder: Path, papers: int, database: str, owner: str | None) -> None:
    """The review: the bundled papers under new names, the first half finished by both."""
    settings = Settings(blind_share=0.0, database=database)
    copies = renamed(list(read_bundled()), papers)
    shown = each(range(papers), lambda number: f"paper {number}")
    put_in = (paper for _, paper in zip(shown, copies, strict=True))
    review = build_review(folder, settings, put_in, people=PEOPLE, owner=owner)
    with reading(review.engine) as connection:
        people = [each for each in people_of(connection) if ANNOTATOR in each.roles]
    half = list_of(review)[: papers // 2]
    for paper in each(half, lambda paper: f"deciding paper {paper.number}"):
        for person in people:
            finish(review, person, paper)
    review.close()
    if review.engine.dialect.name == "postgresql":
        tidy(database, owner)


def tidy(database: str, owner: str | None) -> None:
    """Let PostgreSQL look at what is there now, as it does by itself in time."""
    engine = open_database(owner, secret=OWNER_SECRET) if owner else open_database(database)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()


def renamed(
    originals: Sequence[tuple[Path, SuggestedPaper]], papers: int
) -> Iterator[tuple[Path, SuggestedPaper]]:
    """So many papers with the documents of a few, each with as many suggestions as the others."""
    for number in range(papers):
        path, paper = originals[number % len(originals)]
        name = sha256(f"{number} {paper.document.paper}".encode()).hexdigest()
        title = f"{paper.document.title} ({number + 1})"
        document = replace(paper.document, paper=name, title=title)
        suggestions = tuple(cut(document, paper.suggestions[0]))
        yield path, SuggestedPaper(f"{number + 1:04}-{path.name}", document, suggestions)


def cut(document: Document, like: Suggestion) -> Iterator[Suggestion]:
    """Suggestions all over a document, each of a dozen words."""
    words = document.words
    for number in range(SUGGESTIONS):
        first = number * (len(words) - WORDS_EACH) // SUGGESTIONS
        stretch = words[first : first + WORDS_EACH]
        span = Span(min(word.start for word in stretch), max(word.end for word in stretch))
        yield replace(like, paper=document.paper, span=span, score=0.9)


def finish(review: Review, person: Person, paper: StoredPaper) -> None:
    """Confirm all of a paper and finish it, as a desk would, but in one transaction."""
    with writing(review.engine) as connection:
        suggestions = suggestions_of(connection, paper.id, paper.document)
        blank = Decision(
            annotator=person.id, number=0, paper=paper.id, document=paper.document,
            at=timestamp(), phase=Phase.ASSISTED, simulated=True,
        )  # fmt: skip
        marked = [
            replace(blank, mark=mark, suggested=suggestion.span, judgement=Judgement(
                Existence.CONFIRM, suggestion.span, eligibility=Eligibility.ELIGIBLE,
                speaker=suggestion.speaker, voice=Voice.SERVICE_USER,
            ))
            for mark, suggestion in suggestions.items()
        ]  # fmt: skip
        steps = [replace(blank, step=step) for step in (Step.INCLUDE, Step.FINISH)]
        hold_chain(connection, person.id).add_all(
            replace(each, key=uuid4().hex) for each in (*marked, *steps)
        )
        done = Standing(decided=len(suggestions), finished=True, screened=Step.INCLUDE)
        keep_standing(connection, person.id, paper.id, done)
        keep_tally(connection, paper.id, review.settings.people)


def list_of(review: Review) -> list[StoredPaper]:
    """The papers of a review."""
    with reading(review.engine) as connection:
        return list_papers(connection)


def waiting_for_all(review: Review) -> list[str]:
    """The papers on which nobody has decided anything."""
    with reading(review.engine) as connection:
        people = [each for each in people_of(connection) if ANNOTATOR in each.roles]
    begun = {
        mine.paper.id
        for person in people
        for mine in my_papers(review, person)
        if mine.standing.decided
    }
    return [paper.id for paper in list_of(review) if paper.id not in begun]


if __name__ == "__main__":
    run(main)
