"""Papers of a review: put in once by content, read again at will, never losing what was said."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from random import Random
from threading import Lock
from typing import Any, NamedTuple

from cachetools import LRUCache, cached
from sqlalchemy import Connection, func, insert, select, update

from extractor.records import Document, Kind, Reference, Section, SuggestedPaper, Suggestion
from extractor.store.carrying import carry
from extractor.store.listing import count_given, keep_lists
from extractor.store.people import ANNOTATOR, add_machine, people_of
from extractor.store.record import finishers
from extractor.store.rows import storable
from extractor.store.settings import Settings
from extractor.store.stored import read_document, suggestion_of, told_of, write_document
from extractor.store.tables import (
    among,
    assignments,
    blind_pages,
    documents,
    papers,
    suggestions,
    tallies,
)

BODY = (Section.ABSTRACT, Section.INTRODUCTION, Section.METHODS, Section.RESULTS,
        Section.DISCUSSION)  # fmt: skip
FEWEST_WORDS = 50


@dataclass(frozen=True, slots=True)
class Added:
    """What putting a paper in changed: whether it is new, and how many suggestions are.

    ``document`` is the digest of the document that is its own now.
    """

    paper: str
    is_new: bool
    suggestions: int
    document: str


@dataclass(frozen=True, slots=True)
class StoredPaper:
    """A paper as the review lists it; ``document`` is the digest of its stored document.

    ``reference`` is what a database of literature says of it, if it was matched to one.
    """

    number: int
    id: str
    source: str
    title: str
    document: str
    pages: int
    findings: tuple[str, ...]
    suggestions: int
    reference: Reference | None = None

    @property
    def published_title(self) -> str:
        """The title that its reference gives, or else the one that was read off the paper."""
        return (self.reference.title if self.reference else "") or self.title


class GivenPaper(NamedTuple):
    """A paper with its annotators, the first first, and its pages read without suggestions."""

    paper: StoredPaper
    people: tuple[str, ...]
    blind: tuple[int, ...]


def add_paper(
    connection: Connection, suggested: SuggestedPaper, settings: Settings, *, now: str
) -> Added:
    """Put a paper in, with its document whole and its suggestions from the threshold up.

    The same file again, read anew or by another detector, adds what is new and changes nothing that
    anybody said; what somebody has finished stays as it is. The counts that are kept of people who
    have begun it are not those of the record any more: see ``rereading``.
    """
    document = suggested.document
    digest, content = suggested.written or write_document(document)
    known = find_paper(connection, document.paper)
    if known is None:
        _insert_paper(connection, suggested, digest, now)
    elif finishers(connection, known.id):
        return Added(known.id, is_new=False, suggestions=0, document=known.document)
    if connection.execute(select(documents.c.digest).filter_by(digest=digest)).first() is None:
        row = {"digest": digest, "paper": document.paper, "reader": document.reader}
        connection.execute(insert(documents).values(row | {"content": content}))
    wanted = [each for each in suggested.suggestions if each.score >= settings.threshold]
    count = _insert_suggestions(connection, document, digest, wanted, known, now)
    if known is None:
        _give(connection, [document.paper], settings)
        _draw_blind_pages(connection, document, settings)
    changed = _read_from(document, digest) | {
        "suggestions": count_suggestions(connection, document.paper, digest)
    }
    connection.execute(update(papers).where(papers.c.id == document.paper).values(changed))
    keep_lists(connection, [document.paper])
    return Added(document.paper, known is None, count, digest)


def find_paper(connection: Connection, paper: str) -> StoredPaper | None:
    """The paper of this id, if the review has it."""
    row = connection.execute(select(papers).where(papers.c.id == paper)).one_or_none()
    return None if row is None else _stored(row)


def find_given(connection: Connection, paper: str) -> GivenPaper | None:
    """The same, with the people and the pages that it was given, by one question."""
    asked = (
        select(papers, assignments.c.annotator, blind_pages.c.page)
        .outerjoin_from(papers, assignments, assignments.c.paper == papers.c.id)
        .outerjoin(blind_pages, blind_pages.c.paper == papers.c.id)
        .where(papers.c.id == paper)
        .order_by(assignments.c.place, blind_pages.c.page)
    )
    rows = connection.execute(asked).all()
    if not rows:
        return None
    people = dict.fromkeys(row.annotator for row in rows if row.annotator is not None)
    blind = dict.fromkeys(row.page for row in rows if row.page is not None)
    return GivenPaper(_stored(rows[0]), tuple(people), tuple(blind))


def list_papers(connection: Connection, these: Collection[str] | None = None) -> list[StoredPaper]:
    """All papers, or these, in the order in which they were put in."""
    asked = select(papers).where(among(papers.c.id, these)).order_by(papers.c.number)
    return [_stored(row) for row in connection.execute(asked)]


def paper_ids(connection: Connection) -> set[str]:
    """The ids of all papers."""
    return set(connection.execute(select(papers.c.id)).scalars())


def keep_reference(connection: Connection, paper: str, reference: Reference) -> None:
    """Keep what a database of literature says of a paper, in the place of what it said before."""
    told = asdict(reference) | {
        "title": storable(reference.title),
        "journal": storable(reference.journal),
        "authors": [storable(author) for author in reference.authors],
        "files": [storable(file) for file in reference.files],
    }
    connection.execute(update(papers).where(papers.c.id == paper).values(reference=told))
    keep_lists(connection, [paper])


@cached(LRUCache(maxsize=64), key=lambda _, digest: digest, lock=Lock())
def document_of(connection: Connection, digest: str) -> Document:
    """A stored document; ``LookupError`` if there is none of this digest.

    The latest are kept: a digest is that of all a document says, so it never tells another.
    """
    asked = select(documents.c.content).where(documents.c.digest == digest)
    content = connection.execute(asked).scalar_one_or_none()
    if content is None:
        raise LookupError(f"The review has no document {digest}.")
    return read_document(content)


def suggestions_of(connection: Connection, paper: str, document: str) -> dict[str, Suggestion]:
    """The suggestions in a document by their mark, in its order, the newest detector's of each."""
    asked = (
        select(suggestions)
        .where(suggestions.c.paper == paper, suggestions.c.document == document)
        .order_by(suggestions.c.start, suggestions.c.id)
    )
    return {row.mark: suggestion_of(paper, row) for row in connection.execute(asked)}


def count_suggestions(connection: Connection, paper: str, document: str) -> int:
    """How many places of a document are suggested."""
    asked = select(func.count(suggestions.c.mark.distinct())).where(
        suggestions.c.paper == paper, suggestions.c.document == document
    )
    return connection.execute(asked).scalar_one()


def assigned_to(connection: Connection, paper: str) -> list[str]:
    """The annotators of a paper, the first first."""
    asked = (
        select(assignments.c.annotator)
        .where(assignments.c.paper == paper)
        .order_by(assignments.c.place)
    )
    return list(connection.execute(asked).scalars())


def blind_pages_of(connection: Connection, paper: str) -> dict[int, float]:
    """The pages that are read without suggestions, with their inclusion probability."""
    asked = select(blind_pages).where(blind_pages.c.paper == paper).order_by(blind_pages.c.page)
    return {row.page: row.probability for row in connection.execute(asked)}


def assign(connection: Connection, these: Sequence[str], settings: Settings) -> None:
    """Give papers as many annotators as the policy says, those with the fewest papers first."""
    keep_lists(connection, _give(connection, these, settings))


def pages_with_body(document: Document) -> list[int]:
    """The pages on which running text stands that an account could be in."""
    words: dict[int, int] = {}
    for block in document.blocks:
        if block.kind in (Kind.PARAGRAPH, Kind.ITEM, Kind.CELL) and block.section in BODY:
            for word in document.words_of(block.span):
                words[word.page] = words.get(word.page, 0) + 1
    return sorted(page for page, count in words.items() if page and count >= FEWEST_WORDS)


def _give(connection: Connection, these: Sequence[str], settings: Settings) -> list[str]:
    """Give papers their annotators; the papers that got any."""
    load = Counter(count_given(connection))
    annotators = [each.id for each in people_of(connection) if ANNOTATOR in each.roles]
    given = []
    for paper in these:
        mine = assigned_to(connection, paper)
        if connection.execute(select(tallies.c.paper).filter_by(paper=paper)).first():
            continue  # all have finished it: who came now would not judge independently
        free = sorted((each for each in annotators if each not in mine), key=load.__getitem__)
        new = free[: max(settings.people - len(mine), 0)]
        for place, person in enumerate(new, start=len(mine)):
            row = {"paper": paper, "annotator": person, "place": place}
            connection.execute(insert(assignments).values(row))
        load.update(new)
        given += [paper] if new else []
    return given


def _insert_paper(connection: Connection, paper: SuggestedPaper, digest: str, now: str) -> None:
    row = _read_from(paper.document, digest) | {
        "id": paper.document.paper,
        "source": storable(paper.source),
        "suggestions": 0,
        "added": now,
    }
    connection.execute(insert(papers).values(row))


def _read_from(document: Document, digest: str) -> dict[str, object]:
    """What the row of a paper tells of its reading."""
    return {
        "title": storable(document.title),
        "document": digest,
        "pages": len(document.pages),
        "findings": [finding.message for finding in document.findings],
    }


def _insert_suggestions(
    connection: Connection,
    document: Document,
    digest: str,
    wanted: Sequence[Suggestion],
    known: StoredPaper | None,
    now: str,
) -> int:
    """Add the suggestions that are new; those of an earlier reading come along where they fit."""
    for detector in {each.detector for each in wanted}:
        add_machine(connection, detector, now=now)
    before = _carried(connection, known, document, digest)
    stored = suggestions_of(connection, document.paper, digest)
    names = {each.span: name for name, each in {**before, **stored}.items()}
    old = [(name, each) for name, each in before.items() if name not in stored]
    told = _told_already(connection, digest)
    new = []
    count = connection.execute(
        select(func.count(suggestions.c.mark.distinct())).filter_by(paper=document.paper)
    ).scalar_one()
    for each in wanted:
        name = names.get(each.span)
        if name is None:
            count += 1
            name = f"s{count}"
        elif (name, each.detector) in told:
            continue
        new.append((name, each))
    spoken = {name for name, _ in new}
    rows = [_row(n, e, digest) for n, e in (*(o for o in old if o[0] not in spoken), *new)]
    if rows:
        connection.execute(insert(suggestions), rows)
    return sum(name not in before and name not in stored for name in spoken)


def _told_already(connection: Connection, digest: str) -> set[tuple[str, str]]:
    """Which detector suggested which mark of a document before."""
    asked = select(suggestions.c.mark, suggestions.c.detector).filter_by(document=digest)
    return {(row.mark, row.detector) for row in connection.execute(asked)}


def _carried(
    connection: Connection, known: StoredPaper | None, document: Document, digest: str
) -> Mapping[str, Suggestion]:
    """The suggestions known already, as they stand in the document that was read now."""
    if known is None:
        return {}
    before = suggestions_of(connection, known.id, known.document)
    if known.document == digest:
        return before
    old = document_of(connection, known.document)
    places = {name: carry(old, document, each.span) for name, each in before.items()}
    return {name: replace(before[name], span=place) for name, place in places.items() if place}


def _draw_blind_pages(connection: Connection, document: Document, settings: Settings) -> None:
    """Draw the pages to be read without suggestions: at least one, each as likely as the others."""
    pages = pages_with_body(document)
    if not pages or not settings.blind_share:
        return
    count = min(len(pages), max(1, round(settings.blind_share * len(pages))))
    drawn = Random(f"{settings.seed} {document.paper}").sample(pages, count)
    rows = [
        {"paper": document.paper, "page": page, "probability": count / len(pages)}
        for page in sorted(drawn)
    ]
    connection.execute(insert(blind_pages), rows)


def _row(name: str, suggestion: Suggestion, digest: str) -> dict[str, object]:
    return {
        "paper": suggestion.paper,
        "document": digest,
        "mark": name,
        "start": suggestion.span.start,
        "end": suggestion.span.end,
        "score": suggestion.score,
        "detector": suggestion.detector,
        "told": told_of(suggestion),
    }


def _stored(row: Any) -> StoredPaper:
    return StoredPaper(
        row.number, row.id, row.source, row.title, row.document, row.pages, tuple(row.findings),
        row.suggestions, _reference(row.reference),
    )  # fmt: skip


def _reference(told: Any) -> Reference | None:
    """The reference that ``keep_reference`` wrote."""
    if told is None:
        return None
    return Reference(**told | {name: tuple(told[name]) for name in ("authors", "files")})
