"""Whether a review is whole: every quotation verbatim, the record unbroken, every count right."""

from collections.abc import Iterator
from hashlib import file_digest

from sqlalchemy import Connection, select

from extractor.errors import FirsthandError
from extractor.records import Decision, Document, Existence, Phase
from extractor.store.chain import BEGINNING, breaks
from extractor.store.database import reading
from extractor.store.desk import Desk, standing_from
from extractor.store.folder import Review
from extractor.store.papers import StoredPaper, assigned_to, list_papers, suggestions_of
from extractor.store.people import ANNOTATOR, Person, people_of
from extractor.store.record import chain_of, decisions_of
from extractor.store.standing import is_unblinded, standings_of, tallies_of, tally_of
from extractor.store.steps import breaks_of, codebook_of, steps_of
from extractor.store.stored import digest_of, read_document
from extractor.store.tables import annotators, decisions, documents, heads

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
            yield from _readable(_paper(review, connection, paper, held), f"paper {paper.source}")
        yield from _strange_files(review, papers)
        yield from _readable(_codebook(connection), "the codebook")
        for annotator in connection.execute(select(annotators.c.id)).scalars():
            yield from _readable(_chain(connection, annotator, held), f"the record of {annotator}")
        for person in people_of(connection):
            if ANNOTATOR in person.roles:
                yield from _readable(_standing(review, connection, person), f"{person.id}'s papers")
        yield from _readable(_tallies(review, connection, papers), "the tallies")


def ends_of(review: Review) -> dict[str, str]:
    """Where each person's chain ends: written down elsewhere, it proves what was before it."""
    with reading(review.engine) as connection:
        rows = connection.execute(select(heads).order_by(heads.c.annotator))
        return {row.annotator: f"{row.number} {row.hash}" for row in rows if row.number}


def end_of_codebook(review: Review) -> str:
    """Where the record of the codebook ends, to be written down likewise."""
    with reading(review.engine) as connection:
        last = steps_of(connection)[-1:]
        return "".join(f"{step.number} {step.hash}" for step in last)


def _readable(problems: Iterator[str], where: str) -> Iterator[str]:
    """The problems told; and that something is so damaged that it cannot be read, if it is."""
    try:
        yield from problems
    except (LookupError, ValueError, TypeError, AttributeError, FirsthandError) as error:
        yield f"Something of {where} cannot be read ({str(error).splitlines()[0]})."


def _strange_files(review: Review, papers: list[StoredPaper]) -> Iterator[str]:
    known = {paper.id for paper in papers}
    for file in sorted((review.folder / "papers").glob("*.*")):
        if file.suffix != ".new" and file.stem not in known:
            yield f"papers/{file.name} is there, but the database knows nothing of that paper."


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
    chain = chain_of(connection, annotator)
    for decision, what in breaks(chain):
        yield f"Decision {decision.number} of {annotator}: {what}."
    asked = select(heads.c.number, heads.c.hash).where(heads.c.annotator == annotator)
    head = connection.execute(asked).one_or_none()
    end = (chain[-1].number, chain[-1].hash) if chain else (0, BEGINNING)
    if tuple(head or (0, BEGINNING)) != end:
        yield f"The chain of {annotator} does not end where it ended last: decisions are missing."
    for decision in chain:
        if what := _unfounded(decision, held):
            yield f"Decision {decision.number} of {annotator}: {what}."


def _unfounded(decision: Decision, held: Documents) -> str:
    """What is wrong with a decision's words; "" if nothing."""
    said, document = decision.judgement, held.get(decision.document)
    if document is None:
        return "the document that it is about is missing"
    if said is None:
        return ""
    if said.span.end > len(document.text) and said.existence is not Existence.WITHDRAW:
        return "its words are not in the document"
    if said.existence is Existence.CONFIRM and said.span != decision.suggested:
        return "it confirms what was not suggested"
    return ""


def _codebook(connection: Connection) -> Iterator[str]:
    """Whether the codebook's record is unbroken, and holds all themes that were decided with."""
    yield from breaks_of(steps_of(connection))
    known = {theme.id for theme in codebook_of(connection).themes}
    asked = select(decisions.c.annotator, decisions.c.number, decisions.c.themes)
    for row in connection.execute(asked.order_by(decisions.c.annotator, decisions.c.number)):
        for theme in sorted(set(row.themes) - known):
            yield (f"Decision {row.number} of {row.annotator}: its theme “{theme}” never was in "
                   "the codebook.")  # fmt: skip


def _standing(review: Review, connection: Connection, person: Person) -> Iterator[str]:
    """Whether the counts that are kept are those of the record."""
    desk = Desk(review, person)
    kept = standings_of(connection, person.id)
    begun = set(connection.execute(
        select(decisions.c.paper).distinct().where(
            decisions.c.annotator == person.id, decisions.c.phase != Phase.ADJUDICATION.value
        )
    ).scalars())  # fmt: skip
    for paper in begun - set(kept):
        yield f"The counts of {person.id} for paper {paper[:12]} are missing."
    mine = {paper for paper in kept if person.id in assigned_to(connection, paper)}
    for paper in mine:
        sheet = desk.sheet_in(connection, paper)
        said = decisions_of(connection, paper, [person.id])[person.id]
        if kept[paper] != standing_from(sheet, said):
            yield f"The counts of {person.id} for {sheet.paper.source} are not those of the record."


def _tallies(review: Review, connection: Connection, papers: list[StoredPaper]) -> Iterator[str]:
    kept = tallies_of(connection)
    for paper in papers:
        if not is_unblinded(connection, paper.id, review.settings.people):
            if paper.id in kept:
                yield f"There is a tally of {paper.source}, which not all have finished."
        else:
            made = tally_of(connection, paper, review.settings.people)
            if kept.get(paper.id) != made:
                yield f"The tally of {paper.source} is not that of the record."
