"""What lists of papers tell: kept beside the record, and derived from it and from pre-screening.

``summaries`` has a row for each paper, as the lists of all papers tell it, ``waiting`` one for each
of its annotators, ``list_counts`` how many rows have which value. A list is a question to an index,
and a count one row, however many papers there are; whoever changes what a row rests on brings it up
to date in the same transaction. ``firsthand verify`` derives all of them anew and compares.
"""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, delete, func, insert, select, tuple_

from extractor.store.places import PLACES_OF_UNKNOWN, UNKNOWN
from extractor.store.said import SaidOfPapers, said_of_papers
from extractor.store.tables import (
    PLACES,
    among,
    assignments,
    blind_pages,
    list_counts,
    papers,
    prospects,
    standing,
    summaries,
    tallies,
    upsert,
    waiting,
)

Row = dict[str, Any]

FINISH, BEGUN, NEW, CONFLICTS, OTHERS, DONE = (
    "finish", "begun", "new", "conflicts", "others", "done",
)  # fmt: skip
UNFINISHED = "open"
DISPUTED = "disputed"
UNREAD = "unread"
WAITS, SCREENING, VERDICT, KIND, BLIND_PAGES, EXPECTED = (
    "waits", "screening", "verdict", "kind", "blind pages", "expected",
)  # fmt: skip
AT_ONCE = 500
LONGEST_REASON = 300
"""Reasons are told apart by so many characters: an index takes no text of any length."""


Counted = tuple[str, str, str, str]
"""Whose papers, what of them, which value it has, and for which reason."""


class Derived(NamedTuple):
    """The rows that papers should have."""

    summaries: Sequence[Row]
    waiting: Sequence[Row]


def keep_lists(connection: Connection, these: Collection[str]) -> None:
    """Bring what lists tell of papers up to date, as the last that is done to them.

    Whoever does this waits for others who do: of two people who say something of a paper at once,
    the second to come sees what both have said. Many papers come in the order of their numbers.
    """
    changed: Counter[Counted] = Counter()
    for part in _at_once(these):
        one = select(papers.c.id).where(papers.c.id.in_(part)).order_by(papers.c.number)
        connection.execute(one.with_for_update(key_share=True))
        derived = derive(connection, part)
        changed.update(_keep(connection, summaries, derived.summaries))
        changed.update(_keep(connection, waiting, derived.waiting))
    _count(connection, changed)


def keep_all_lists(connection: Connection) -> None:
    """Make all that lists tell anew."""
    for table in (summaries, waiting, list_counts):
        connection.execute(delete(table))
    for part in all_papers(connection):
        keep_lists(connection, part)


def all_papers(connection: Connection) -> Iterator[Sequence[str]]:
    """The ids of all papers in order, so many at once as one question is about."""
    return _at_once(
        connection.execute(select(papers.c.id).order_by(papers.c.number)).scalars().all()
    )


def stale(connection: Connection) -> Iterator[str]:
    """The papers of which the lists tell something else than the record."""
    for part in all_papers(connection):
        derived = derive(connection, part)
        for table, rows in ((summaries, derived.summaries), (waiting, derived.waiting)):
            there = _there(connection, table, part)
            wanted = {_key(table, row): row for row in rows}
            for key in sorted({*there, *wanted}):
                if there.get(key) != wanted.get(key):
                    yield (there.get(key) or wanted[key])["paper"]


def count_lists(connection: Connection) -> Counter[Counted]:
    """How many papers have which value, counted row by row."""
    counted: Counter[Counted] = Counter()
    for table in (summaries, waiting):
        for row in connection.execute(select(table)).mappings():
            counted.update(_counted(dict(row)))
    return counted


def counts_of(connection: Connection, annotator: str, what: str) -> Mapping[tuple[str, str], int]:
    """How many papers of an annotator, or ("") of all, have each value, with each reason."""
    mine = (list_counts.c.annotator == annotator) & (list_counts.c.what == what)
    asked = select(list_counts).where(mine, list_counts.c.papers > 0)
    rows = connection.execute(asked.order_by(list_counts.c.value, list_counts.c.reason))
    return {(row.value, row.reason): row.papers for row in rows}


def count_given(connection: Connection) -> Mapping[str, int]:
    """How many papers each annotator has who has any: a few rows, however many papers there are."""
    theirs = (list_counts.c.what == WAITS) & (list_counts.c.annotator != "")
    asked = select(list_counts.c.annotator, func.sum(list_counts.c.papers))
    rows = connection.execute(asked.where(theirs).group_by(list_counts.c.annotator))
    return {annotator: int(papers) for annotator, papers in rows}


def miscounted(connection: Connection) -> bool:
    """Whether a count that is kept is not that of the rows."""
    kept = connection.execute(select(list_counts).where(list_counts.c.papers != 0))
    counts = {(row.annotator, row.what, row.value, row.reason): row.papers for row in kept}
    return counts != count_lists(connection)


def derive(connection: Connection, these: Collection[str]) -> Derived:
    """The rows that these papers should have, from all that they rest on."""
    said = said_of_papers(connection, these)
    told = {row.id: row for row in connection.execute(_papers_asked(these))}
    summed = [_summary(row, said) for row in told.values()]
    rows = [_waiting(row, told[row.paper], said) for row in connection.execute(_mine_asked(these))]
    return Derived(summed, rows)


def what_waits(
    suggestions: int, still_open: int, blind: int, *, finished: bool, conflicts: int | None
) -> str:
    """What waits in a paper for one of its annotators.

    ``still_open`` counts their open marks, ``blind`` the pages that they still read without
    suggestions; ``conflicts`` is None until all have finished.
    """
    if finished:
        return OTHERS if conflicts is None else CONFLICTS if conflicts else DONE
    if blind:
        return NEW
    if still_open:
        return BEGUN if still_open < suggestions else NEW
    return FINISH


def folded(words: str) -> str:
    """Text as it is searched: without case and accents, as the page's script folds it too."""
    plain = unicodedata.normalize("NFD", words)
    return "".join(each for each in plain if unicodedata.category(each)[0] != "M").lower()


def _papers_asked(these: Collection[str]) -> Any:
    """The papers, each with its conflicts, None until all have finished, and its blind pages.

    And with its row of pre-screening; None where there is none of the document that is its own now.
    """
    drawn = (
        select(blind_pages.c.paper, func.count().label("pages"),
               func.max(blind_pages.c.probability).label("probability"))
        .where(blind_pages.c.paper.in_(these)).group_by(blind_pages.c.paper).subquery()
    )  # fmt: skip
    columns = ("number", "id", "source", "title", "suggestions", "reference")
    joined = (
        papers.outerjoin(tallies, tallies.c.paper == papers.c.id)
        .outerjoin(drawn, drawn.c.paper == papers.c.id)
        .outerjoin(prospects, prospects.c.document == papers.c.document)
    )
    return (
        select(*(papers.c[name] for name in columns), tallies.c.conflicts, prospects.c.kind,
               *(prospects.c[place] for place in PLACES),
               func.coalesce(drawn.c.pages, 0).label("blind_pages"),
               func.coalesce(drawn.c.probability, 0.0).label("probability"))
        .select_from(joined).where(papers.c.id.in_(these)).order_by(papers.c.number)
    )  # fmt: skip


def _mine_asked(these: Collection[str]) -> Any:
    """The papers by annotator, each with how far they are; None for what is not begun."""
    mine = (standing.c.paper == assignments.c.paper) & (
        standing.c.annotator == assignments.c.annotator
    )
    return (
        select(assignments, standing.c.open, standing.c.pages_open, standing.c.finished)
        .select_from(assignments.outerjoin(standing, mine))
        .where(assignments.c.paper.in_(these))
    )


def _summary(paper: Any, said: SaidOfPapers) -> Row:
    waits = UNFINISHED if paper.conflicts is None else CONFLICTS if paper.conflicts else DONE
    return _screened(said, paper.id, "") | _placed(paper) | {
        "number": paper.number,
        "paper": paper.id,
        "waits": waits,
        "blind_pages": paper.blind_pages,
        "expected": paper.probability * paper.suggestions,
        "name": _name(paper),
        "kind": _kind(paper),
    }  # fmt: skip


def _waiting(mine: Any, paper: Any, said: SaidOfPapers) -> Row:
    begun = mine.open is not None
    blind = mine.pages_open if begun else paper.blind_pages
    waits = UNREAD if paper.id in said.unread else what_waits(
        paper.suggestions,
        mine.open if begun else paper.suggestions,
        blind,
        finished=bool(mine.finished),
        conflicts=paper.conflicts,
    )  # fmt: skip
    return _screened(said, paper.id, mine.annotator) | {
        "annotator": mine.annotator,
        "number": paper.number,
        "paper": paper.id,
        "waits": waits,
        "is_blind": bool(blind),
        "kind": _kind(paper),
    }


def _kind(paper: Any) -> str:
    return paper.kind or UNKNOWN.kind.value


def _placed(paper: Any) -> Row:
    """A paper's places; one of which nothing is known stands among those that need a person."""
    return {each: getattr(paper, each) for each in PLACES} if paper.kind else {**PLACES_OF_UNKNOWN}


def _screened(said: SaidOfPapers, paper: str, person: str) -> Row:
    """How a paper was screened, as one of its annotators sees it, or ("") somebody else.

    ``verdict`` is what counts: what was settled, or what all say; their own reason comes first.
    """
    people, by = said.annotators.get(paper, ()), said.said.get(paper, {})
    if any(each not in by for each in people):
        if rule := said.unread.get(paper):
            return {"screening": UNREAD, "verdict": UNREAD, "reason": rule}
        screening = OTHERS if not person else "said" if person in by else UNFINISHED
        return {"screening": screening, "verdict": None, "reason": ""}
    own_first = sorted(people, key=lambda each: each != person)
    steps = [said.settled[paper]] if paper in said.settled else [by[each] for each in own_first]
    if len({step for step, _ in steps}) > 1:
        return {"screening": DISPUTED, "verdict": DISPUTED, "reason": ""}
    step, reason = steps[0] if steps else (None, "")
    verdict = step and step.value
    return {"screening": DONE, "verdict": verdict, "reason": reason[:LONGEST_REASON]}


def _name(paper: Any) -> str:
    """What a paper is found by: its titles, and its file's name without the folders."""
    file = paper.source.replace("\\", "/").rstrip("/").rpartition("/")[2]
    published = (paper.reference or {}).get("title", "")
    return folded(" ".join((published, paper.title, file)))


def _keep(connection: Connection, table: Table, rows: Sequence[Row]) -> Counter[Counted]:
    """Put rows in the place of those that differ; by how much that changes the counts."""
    there = _there(connection, table, {row["paper"] for row in rows})
    new = [row for row in rows if row != there.get(_key(table, row))]
    old = [key for row in new if (key := _key(table, row)) in there]
    changed: Counter[Counted] = Counter()
    for row in new:
        changed.update(_counted(row))
    for key in old:
        changed.subtract(_counted(there[key]))
    if old:
        connection.execute(delete(table).where(tuple_(*table.primary_key).in_(old)))
    if new:
        connection.execute(insert(table), new)
    return changed


def _counted(row: Mapping[str, Any]) -> Iterator[Counted]:
    """What a row counts for."""
    annotator = row.get("annotator", "")
    yield annotator, WAITS, row["waits"], ""
    yield annotator, SCREENING, row["screening"], ""
    yield annotator, VERDICT, row["verdict"] or "", row["reason"]
    yield annotator, KIND, row["kind"], ""
    if "expected" in row:
        yield "", BLIND_PAGES, str(row["blind_pages"]), ""
        yield "", EXPECTED, f"{row['expected']:.12g}", ""


def _count(connection: Connection, changed: Counter[Counted]) -> None:
    """Change the counts, always in the same order, so that nobody waits for one who waits."""
    names = [column.name for column in list_counts.primary_key]
    rows = [
        dict(zip(names, key, strict=True), papers=change)
        for key, change in sorted(changed.items())
        if change
    ]
    for part in range(0, len(rows), AT_ONCE):
        made = upsert(connection, list_counts).values(rows[part : part + AT_ONCE])
        more = {"papers": list_counts.c.papers + made.excluded.papers}
        connection.execute(made.on_conflict_do_update(index_elements=names, set_=more))


def _there(
    connection: Connection, table: Table, these: Collection[str]
) -> Mapping[tuple[Any, ...], Row]:
    rows = connection.execute(select(table).where(among(table.c.paper, these))).mappings()
    return {_key(table, dict(row)): dict(row) for row in rows}


def _key(table: Table, row: Row) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key)


def _at_once(these: Collection[str]) -> Iterator[Sequence[str]]:
    ids = list(these)
    for first in range(0, len(ids), AT_ONCE):
        yield ids[first : first + AT_ONCE]
