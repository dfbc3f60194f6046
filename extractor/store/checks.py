"""Whether a review is whole: every quotation verbatim, the record unbroken, every count right."""

from collections.abc import Iterator
from hashlib import file_digest

from sqlalchemy import Connection, select

from extractor.records import Decision, Document, Existence
from extractor.store.chain import BEGINNING, breaks
from extractor.store.database import reading
from extractor.store.desk import Desk
from extractor.store.folder import Review
from extractor.store.papers import StoredPaper, assigned_to, list_papers, suggestions_of
from extractor.store.people import ANNOTATOR, Person, people_of
from extractor.store.record import chain_of
from extractor.store.standing import is_unblinded, standings_of, tallies_of, tally_of
from extractor.store.stored import digest_of, read_document
from extractor.store.tables import annotators, documents, heads

Documents = dict[str, Document]


def problems_of(review: Review) -> Iterator[str]:
    """All that is wrong with a review, each in a sentence that says where.

    The database is seen as it is at one moment, whoever goes on working.
    """
    with reading(review.engine) as connection:
        papers = list_papers(connection)
        held: Documents = {}
        yield from _documents(connection, held)
        for paper in papers:
            yield from _paper(review, connection, paper, held)
        for annotator in connection.execute(select(annotators.c.id)).scalars():
            yield from _chain(connection, annotator, held)
        for person in people_of(connection):
            if ANNOTATOR in person.roles:
                yield from _standing(review, connection, person)
        yield from _tallies(review, connection, papers)


def _documents(connection: Connection, held: Documents) -> Iterator[str]:
    """Whether each stored document is what its digest says; those that are, are put to ``held``."""
    for row in connection.execute(select(documents)):
        if digest_of(row.content) != row.digest:
            yield f"The stored document {row.digest[:12]} of paper {row.paper[:12]} was changed."
            continue
        held[row.digest] = read_document(row.content)


def _paper(
    review: Review, connection: Connection, paper: StoredPaper, held: Documents
) -> Iterator[str]:
    named = f"{paper.source} ({paper.id[:12]})"
    file = review.paper_file(paper.id)
    if file is None:
        yield f"The file of {named} is not in the folder papers/."
    else:
        with file.open("rb") as stream:
            if file_digest(stream, "sha256").hexdigest() != paper.id:
                yield f"The file of {named} is not the one that was put in."
    document = held.get(paper.document)
    if document is None:
        yield f"{named} has no sound stored document."
        return
    for mark, suggestion in suggestions_of(connection, paper.id, paper.document).items():
        if suggestion.span.end > len(document.text):
            yield f"Suggestion {mark} of {named} does not lie in its text."


def _chain(connection: Connection, annotator: str, held: Documents) -> Iterator[str]:
    """Whether somebody's decisions are unbroken and about words that are there."""
    decisions = chain_of(connection, annotator)
    for decision, what in breaks(decisions):
        yield f"Decision {decision.number} of {annotator}: {what}."
    asked = select(heads.c.number, heads.c.hash).where(heads.c.annotator == annotator)
    head = connection.execute(asked).one_or_none()
    end = (decisions[-1].number, decisions[-1].hash) if decisions else (0, BEGINNING)
    if tuple(head or (0, BEGINNING)) != end:
        yield f"The chain of {annotator} does not end where it ended last: decisions are missing."
    for decision in decisions:
        if what := _unfounded(decision, held):
            yield f"Decision {decision.number} of {annotator}: {what}."


def _unfounded(decision: Decision, held: Documents) -> str:
    """What is wrong with a decision's words; "" if nothing."""
    said, document = decision.judgement, held.get(decision.document)
    if document is None:
        return "the document that it is about is missing"
    if said is None:
        return ""
    if said.span.end > len(document.text):
        return "its words are not in the document"
    if said.existence is Existence.CONFIRM and said.span != decision.suggested:
        return "it confirms what was not suggested"
    return ""


def _standing(review: Review, connection: Connection, person: Person) -> Iterator[str]:
    """Whether the counts that are kept are those of the record."""
    desk = Desk(review, person)
    kept = standings_of(connection, person.id)
    mine = {paper for paper in kept if person.id in assigned_to(connection, paper)}
    for paper in mine:
        sheet, standing = desk.sheet_in(connection, paper), kept[paper]
        counts = sheet.counts
        if (standing.decided, standing.open, standing.finished) != (
            counts["decided"], counts["open"], sheet.finished,
        ):  # fmt: skip
            yield f"The counts of {person.id} for {sheet.paper.source} are not those of the record."


def _tallies(review: Review, connection: Connection, papers: list[StoredPaper]) -> Iterator[str]:
    kept = tallies_of(connection)
    for paper in papers:
        if is_unblinded(connection, paper.id):
            made = tally_of(connection, paper, review.settings.people)
            if kept.get(paper.id) != made:
                yield f"The tally of {paper.source} is not that of the record."
