"""How fast the review page answers with a million papers and ten million suggestions.

The store is simulated, on PostgreSQL: a few hundred papers are put in as `firsthand add` does, with
documents of their own, and all others by statements in the database, each row as the page would
have written it. They share the documents of the bundled papers; the hashes of their decisions are
made up, so that `firsthand verify` would tell of every one.
"""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Annotated, NamedTuple

import httpx
import typer
from sqlalchemy import Connection, delete, insert, text

from decisions_kept import Database, Entry, Owner, Server, build_review, entry_of, read_bundled
from decisions_kept import signed_in as at_the_page
from extractor.errors import FirsthandError
from extractor.records import REASONS_TO_EXCLUDE
from extractor.screening.model import Expected
from extractor.screening.prospects import PaperKind, Prospect
from extractor.store.database import reading, writing
from extractor.store.folder import Review, open_review, timestamp
from extractor.store.listing import count_lists
from extractor.store.overview import sizes
from extractor.store.papers import list_papers
from extractor.store.prospects import keep_prospects
from extractor.store.settings import FILE, Settings
from extractor.store.tables import PLACES, list_counts
from figures import Figures, Table, publish
from page_speed import (
    COLUMNS,
    PEOPLE,
    Timed,
    bars_of,
    decide,
    get,
    press_through,
    renamed,
    row_of,
    tidy,
)
from shell import Json, Out, run

HOW = (
    "{papers} papers with {suggestions} suggestions and {decisions} decisions; Ana and Ben "
    "annotate all of them and have both finished {share:.0%}; as many more were screened by both, "
    "and a quarter of that begun. There is a stopping rule. {state} The database is PostgreSQL, "
    "filled by statements. Over loopback, with a connection that is open already and pages that "
    "were asked for before; the papers that are opened have documents of their own, none read "
    "before. In Chromium: from the keypress `c` to the frame after the one that shows the next "
    "quotation."
)
OWN_DOCUMENTS, SUGGESTIONS, PART, TIMES, OPENED, MOST = 200, 10, 100_000, 50, 5, 500
STOP_AFTER = 50
SAMPLES = ("I could tell somebody.", "It was quiet in there, and that was good.")
FILLED = "{folder} holds a review of another size.\nGive another folder, or --papers {papers}."
PLACED = "mod(CAST(number AS bigint) * 7919, 1000003)"  # in no order in which they were put in
STATEMENTS = {
    "papers": """
INSERT INTO papers (id, source, title, document, pages, findings, suggestions, added)
SELECT encode(sha256(convert_to('paper ' || n, 'UTF8')), 'hex'), 'paper-' || n || '.pdf',
       title || ', part ' || n, document, pages, '[]', CAST(:suggestions AS int), :now
FROM generate_series(CAST(:first AS int), CAST(:last AS int)) AS n
JOIN papers AS o ON o.number = 1 + mod(n, 10) ORDER BY n""",
    "suggestions": """
INSERT INTO suggestions (paper, document, mark, start, "end", score, detector, told)
SELECT p.id, s.document, s.mark || '-' || p.number, s.start, s."end", s.score, s.detector, s.told
FROM papers AS p JOIN papers AS o ON o.number = 1 + mod(p.number, 10)
JOIN suggestions AS s ON s.paper = o.id WHERE p.number BETWEEN :first AND :last""",
    "assignments": """
INSERT INTO assignments (paper, annotator, place)
SELECT id, whose, place FROM papers, (VALUES ('ana', 0), ('ben', 1)) AS given (whose, place)
WHERE number BETWEEN :first AND :last""",
    "blind pages": """
INSERT INTO blind_pages (paper, page, probability)
SELECT id, 3, 0.1 FROM papers WHERE number BETWEEN :first AND :last""",
    "decisions about marks": """
INSERT INTO decisions (annotator, number, paper, document, at, phase, mark, existence, start, "end",
  suggested_start, suggested_end, eligibility, voice, themes, reason, note, score_shown,
  themes_shown, seconds, settlement, settles, joint, simulated, key, previous, hash)
SELECT whose, s.id, p.id, p.document, :now, 'assisted', s.mark, 'confirm', s.start, s."end",
  s.start, s."end", 'eligible', 'service user', '["trust"]', '', '', false, false, 2.5, '', '[]',
  false, true, 'mark-' || s.id, '', encode(sha256(convert_to(whose || s.id, 'UTF8')), 'hex')
FROM papers AS p JOIN suggestions AS s ON s.paper = p.id, (VALUES ('ana'), ('ben')) AS w (whose)
WHERE p.number BETWEEN :first AND :last
  AND (mod(p.number, 1000) < :done OR (mod(p.number, 1000) < :begun AND mod(s.id, 2) = 0))""",
    "steps": """
INSERT INTO decisions (annotator, number, paper, document, at, phase, mark, themes, reason, note,
  step, page, score_shown, themes_shown, seconds, settlement, settles, joint, simulated, key,
  previous, hash)
SELECT whose, -3 * p.number - nth, p.id, p.document, :now, phase, '', '[]',
  CASE WHEN said = 'exclude' THEN (CAST(:reasons AS text[]))[1 + mod(p.number, 3)] ELSE '' END, '',
  said, page, false, false, 0, '', '[]', false, true, 'step-' || nth || '-' || p.number, '',
  encode(sha256(convert_to(whose || nth || ' ' || p.number, 'UTF8')), 'hex')
FROM papers AS p, (VALUES ('ana'), ('ben')) AS w (whose),
  (VALUES (0, 'blind', 'close page', 3), (1, 'assisted', '', NULL),
    (2, 'assisted', 'finish', NULL)) AS st (nth, phase, step, page),
  LATERAL (SELECT CASE WHEN step <> '' THEN step WHEN mod(p.number, 1000) < :done THEN 'include'
    WHEN mod(p.number, 20) = 0 AND whose = 'ben' THEN 'include'
    ELSE 'exclude' END AS said) AS x
WHERE p.number BETWEEN :first AND :last AND (mod(p.number, 1000) < :done
  OR (nth = 0 AND mod(p.number, 1000) < :begun)
  OR (nth = 1 AND mod(p.number, 1000) BETWEEN :begun AND :screened))""",
    "standing": """
INSERT INTO standing (annotator, paper, decided, unsure, open, pages_open, finished, screened)
SELECT d.annotator, d.paper, count(existence), 0, p.suggestions - count(existence),
  1 - count(*) FILTER (WHERE step = 'close page'), bool_or(coalesce(step, '') = 'finish'),
  max(step) FILTER (WHERE step IN ('include', 'exclude'))
FROM papers AS p JOIN decisions AS d ON d.paper = p.id WHERE p.number BETWEEN :first AND :last
GROUP BY d.annotator, d.paper, p.suggestions""",
    "tallies": """
INSERT INTO tallies (paper, agreed, conflicts, settled, accounts)
SELECT id, suggestions - disputed, disputed, 0, suggestions
FROM papers, LATERAL (SELECT CAST(mod(number, 10) = 0 AS int) AS disputed) AS x
WHERE number BETWEEN :first AND :last AND mod(number, 1000) < :done""",
    "summaries": """
INSERT INTO summaries (number, paper, waits, screening, verdict, reason, blind_pages, expected,
  name, kind, """
    + ", ".join(PLACES)
    + """)
SELECT number, id,
  CASE WHEN t.paper IS NULL THEN 'open' WHEN t.conflicts > 0 THEN 'conflicts' ELSE 'done' END,
  CASE WHEN a.screened IS NULL THEN 'others' WHEN a.screened <> b.screened THEN 'disputed'
    ELSE 'done' END,
  CASE WHEN a.screened <> b.screened THEN 'disputed' ELSE a.screened END,
  CASE WHEN a.screened = 'exclude' AND b.screened = 'exclude'
    THEN (CAST(:reasons AS text[]))[1 + mod(number, 3)] ELSE '' END,
  1, 0.1 * suggestions, ' ' || lower(title) || ' ' || source,
  (CAST(:kinds AS text[]))[1 + mod(number, 4)], """
    + ", ".join([PLACED] * len(PLACES))
    + """
FROM papers LEFT JOIN tallies AS t ON t.paper = id
LEFT JOIN standing AS a ON a.paper = id AND a.annotator = 'ana'
LEFT JOIN standing AS b ON b.paper = id AND b.annotator = 'ben'
WHERE number BETWEEN :first AND :last""",
    "waiting": """
INSERT INTO waiting (annotator, number, paper, waits, screening, verdict, reason, is_blind, kind)
SELECT whose, number, l.paper,
  CASE WHEN l.waits <> 'open' THEN l.waits WHEN s.open BETWEEN 1 AND 9 THEN 'begun' ELSE 'new' END,
  CASE WHEN l.screening = 'others' THEN 'open' ELSE l.screening END, verdict, reason,
  coalesce(s.pages_open, 1) > 0, l.kind
FROM summaries AS l CROSS JOIN (VALUES ('ana'), ('ben')) AS w (whose)
LEFT JOIN standing AS s ON s.paper = l.paper AND s.annotator = whose
WHERE number BETWEEN :first AND :last""",
}
HEADS = """
UPDATE heads SET number = 100000000, hash = coalesce((SELECT hash FROM decisions AS d
  WHERE d.annotator = heads.annotator ORDER BY id DESC LIMIT 1), '')"""


class Place(NamedTuple):
    """Papers of the filled review: on which nothing is decided, and which both have finished."""

    fresh: Sequence[str]
    finished: Sequence[str]


def main(
    papers: Annotated[int, typer.Option(min=1000, help="How many papers.")] = 1_000_000,
    done: Annotated[float, typer.Option(min=0, max=0.5, help="The share finished by both.")] = 0.1,
    review: Annotated[
        Path | None, typer.Option(help="Keep the review here, or use the one that is here.")
    ] = None,
    database: Database = "",
    owner: Owner = None,
    times: Annotated[int, typer.Option(min=2, help="How often each page is asked for.")] = 50,
    chromium: Annotated[str, typer.Option(help="The browser; empty: none.")] = "chromium",
    busy: Annotated[bool, typer.Option("--busy", help="Say that other work was going on.")] = False,
    out: Out = None,
    json: Json = None,
) -> None:
    """Fill a review on PostgreSQL with a million papers and time its page."""
    with tempfile.TemporaryDirectory() as folder:
        place = review or Path(folder) / "review"
        if not (place / FILE).exists():
            fill(place, papers, done, database, owner)
        opened = open_review(place)
        held, at = sizes(opened), places_in(opened)
        opened.close()
        if held["paper"] != papers:
            raise FirsthandError(FILLED.format(folder=place, papers=held["paper"]))
        with Server(place) as server:
            timed = list(measured(entry_of(server.start()), at, times, chromium))
    how = HOW.format(
        papers=papers, suggestions=held["suggestion"], decisions=held["decision"], share=done,
        state="Other work was going on." if busy else "The machine was left alone.",
    )  # fmt: skip
    table = Table("Times", COLUMNS, [row_of(one) for one in timed])
    publish(Figures("A million papers", how, bars_of(timed), [table]), out=out, as_json=json)


def measured(entry: Entry, at: Place, times: int, chromium: str) -> Iterator[Timed]:
    """All that is timed, each page once before."""
    with at_the_page(entry, "ana") as ana, at_the_page(entry, "lea") as lea:
        for who, browser, paths in (("Ana", ana, OF_ANNOTATORS), ("the lead", lea, OF_LEADS)):
            for what, path in paths.items():
                get(browser, [path])
                yield Timed(f"{what}, {who}", get(browser, [path] * times), most=MOST)
        yield from of_papers(ana, at)
        fresh = iter(at.fresh[TIMES:])
        yield Timed("a decision", list(decide(ana, fresh, 6 * TIMES)), most=MOST)
    if chromium:
        found = shutil.which(chromium) or chromium
        shown = [
            each
            for paper in islice(fresh, OPENED)
            for each in press_through(entry, paper, found, SUGGESTIONS - 2)
        ]
        yield Timed("next suggestion on screen", shown, most=MOST)


OF_ANNOTATORS = {
    "home": "/",
    "home, the papers begun": "/?waits=begun",
    "home, a paper found": "/?find=part+7777",
    "screening": "/screening",
    "screening, what waits": "/screening?waits=open",
    "screening, by topic": "/screening?order=topic",
    "screening, one kind": "/screening?kind=needs+a+person",
}
OF_LEADS = {
    "progress": "/lead",
    "progress, conflicts": "/lead?waits=conflicts",
    "progress, a paper found": "/lead?find=part+7777",
    "screening": "/screening",
    "screening, disputed": "/screening?waits=disputed",
}


def of_papers(ana: httpx.Client, at: Place) -> Iterator[Timed]:
    """A paper opened: its page, what its script asks for, and the bench of a finished one."""
    for what, papers, path in (
        ("a paper's page", at.fresh, ""),
        ("a paper's state", at.fresh, "/state"),
        ("a paper's words", at.fresh, "/words"),
        ("a paper's suggested themes", at.fresh, "/themes"),
        ("a finished paper's docket", at.finished, "/docket"),
    ):
        paths = [f"/papers/{paper}{path}" for paper in islice(papers, TIMES)]
        yield Timed(what, get(ana, paths), most=MOST)


def fill(folder: Path, papers: int, done: float, database: str, owner: str | None) -> None:
    """The review: some papers put in as people do, the others by statements."""
    settings = Settings(blind_share=0.0, stop_after=STOP_AFTER, database=database)
    originals = list(read_bundled())
    own = (
        (path, replace(paper, suggestions=paper.suggestions[:SUGGESTIONS]))
        for path, paper in renamed(originals, OWN_DOCUMENTS)
    )
    review = build_review(folder, settings, own, people=PEOPLE, owner=owner)
    prescreen(review)
    for first in range(OWN_DOCUMENTS + 1, papers + 1, PART):
        last = min(first + PART - 1, papers)
        with writing(review.engine) as connection:
            fill_part(connection, first, last, done)
        typer.echo(f"{last} papers", err=True)
    with writing(review.engine) as connection:
        connection.execute(text(HEADS))
        count(connection)
    review.close()
    tidy(database, owner)


def prescreen(review: Review) -> None:
    """Keep a row of each document; what it tells is made up."""
    with reading(review.engine) as connection:
        stored = list_papers(connection)
    keep_prospects(review, {
        each.document: Prospect(
            each.source, each.title, list(PaperKind)[each.number % 4], 0.9, Expected(10, 7, 13),
            {"service user": 10}, topic=0.3, samples=SAMPLES, why=("10 likely quotations",),
        )
        for each in stored
    })  # fmt: skip


def count(connection: Connection) -> None:
    """Count what the lists hold now."""
    names = [column.name for column in list_counts.columns]
    rows = [
        dict(zip(names, (*key, papers), strict=True))
        for key, papers in count_lists(connection).items()
    ]
    connection.execute(delete(list_counts))
    connection.execute(insert(list_counts), rows)


def fill_part(connection: Connection, first: int, last: int, done: float) -> None:
    """The papers with these numbers, and what was decided of them."""
    share = round(1000 * done)
    values = {
        "first": first, "last": last, "now": timestamp(), "suggestions": SUGGESTIONS,
        "done": share, "begun": share + share // 4, "screened": 2 * share + share // 4,
        "reasons": list(REASONS_TO_EXCLUDE[:3]), "kinds": [kind.value for kind in PaperKind],
    }  # fmt: skip
    for statement in STATEMENTS.values():
        asked = text(statement)
        connection.execute(asked, {name: values[name] for name in asked._bindparams})


def places_in(review: Review) -> Place:
    """Where the timed people look: papers with documents of their own, and finished ones."""
    with reading(review.engine) as connection:
        fresh = connection.execute(
            text("SELECT id FROM papers WHERE number <= :own AND NOT EXISTS (SELECT 1 FROM "
                 "decisions WHERE paper = papers.id) ORDER BY number"), {"own": OWN_DOCUMENTS}
        ).scalars().all()  # fmt: skip
        finished = connection.execute(
            text("SELECT paper FROM tallies ORDER BY paper LIMIT :most"), {"most": TIMES}
        ).scalars().all()  # fmt: skip
    return Place(fresh, finished)


if __name__ == "__main__":
    run(main)
