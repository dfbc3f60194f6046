"""Whether a review is whole: every quotation verbatim, the record unbroken, every count right."""

from collections.abc import Iterator, Sequence
from hashlib import file_digest
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import Connection, select, union

from extractor.errors import FirsthandError
from extractor.records import Decision, Document, Existence, Phase, Span
from extractor.store.chain import BEGINNING, breaks
from extractor.store.database import reading
from extractor.store.desk import Desk, standing_from
from extractor.store.folder import Review
from extractor.store.listing import miscounted, stale
from extractor.store.papers import (
    StoredPaper,
    assigned_to,
    count_suggestions,
    list_papers,
    suggestions_of,
)
from extractor.store.people import ANNOTATOR, LEAD, PERSON, ROLES, Person, people_of
from extractor.store.record import chain_of, decisions_of
from extractor.store.standing import is_unblinded, standings_of, tallies_of, tally_of
from extractor.store.steps import breaks_of, codebook_of, steps_of
from extractor.store.stored import digest_of, read_document
from extractor.store.tables import (
    annotators,
    assignments,
    decisions,
    documents,
    heads,
    suggestions,
)


class Held(NamedTuple):
    """What decisions are compared with: the sound documents by digest, the marks suggested at each
    place of a document, who annotates which paper, and what each person has said of what mark.
    """

    documents: dict[str, Document]
    suggested: dict[tuple[str, Span], set[str]]
    assigned: set[tuple[str, str]]
    said: set[tuple[str, str]]


def problems_of(review: Review) -> Iterator[str]:
    """All that is wrong with a review, each in a sentence that says where.

    The database is seen as it is at one moment, whoever goes on working.
    """
    with reading(review.engine) as connection:
        papers = list_papers(connection)
        held = _held(connection)
        yield from _documents(connection, held)
        for paper in papers:
            yield from _readable(_paper(review, connection, paper, held), f"paper {paper.source}")
        yield from _strange_files(review, papers)
        yield from _readable(_codebook(connection), "the codebook")
        for annotator in _everybody(connection):
            yield from _readable(_record(connection, annotator, held), f"the record of {annotator}")
        for person in people_of(connection):
            if ANNOTATOR in person.roles:
                yield from _readable(_standing(review, connection, person), f"{person.id}'s papers")
        yield from _readable(_tallies(review, connection, papers), "the tallies")
        yield from _readable(_lists(connection, papers), "the lists")


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


def _held(connection: Connection) -> Held:
    suggested: dict[tuple[str, Span], set[str]] = {}
    columns = (suggestions.c.document, suggestions.c.start, suggestions.c.end, suggestions.c.mark)
    for document, start, end, mark in connection.execute(select(*columns)):
        if 0 <= start < end:  # no other is a place
            suggested.setdefault((document, Span(start, end)), set()).add(mark)
    papers = select(assignments.c.paper, assignments.c.annotator)
    said = select(decisions.c.annotator, decisions.c.mark)
    return Held(
        {},
        suggested,
        {(row[0], row[1]) for row in connection.execute(papers)},
        {(row[0], row[1]) for row in connection.execute(said)},
    )


def _everybody(connection: Connection) -> Sequence[str]:
    """All who are named anywhere as somebody who decides."""
    named = (annotators.c.id, decisions.c.annotator, heads.c.annotator)
    return sorted(connection.execute(union(*map(select, named))).scalars())


def _documents(connection: Connection, held: Held) -> Iterator[str]:
    """Whether each stored document is what its digest says; those that are, are held."""
    for row in connection.execute(select(documents)):
        if digest_of(row.content) != row.digest:
            yield f"The stored document {row.digest[:12]} of paper {row.paper[:12]} was changed."
            continue
        held.documents[row.digest] = read_document(row.content)


def _paper(review: Review, connection: Connection, paper: StoredPaper, held: Held) -> Iterator[str]:
    named = f"{paper.source} ({paper.id[:12]})"
    file = review.paper_file(paper.id)
    if file is None:
        yield f"The file of {named} is not in the folder papers/."
    else:
        with file.open("rb") as stream:
            if file_digest(stream, "sha256").hexdigest() != paper.id:
                yield f"The file of {named} is not the one that was put in."
    document = held.documents.get(paper.document)
    if document is None:
        yield f"{named} has no sound stored document."
        return
    there = count_suggestions(connection, paper.id, paper.document)
    if there != paper.suggestions:
        yield f"{named} should have {paper.suggestions} suggestions, and has {there}."
    for mark, suggestion in suggestions_of(connection, paper.id, paper.document).items():
        if suggestion.span.end > len(document.text):
            yield f"Suggestion {mark} of {named} does not lie in its text."


def _record(connection: Connection, annotator: str, held: Held) -> Iterator[str]:
    """Whether somebody's decisions are whole, theirs to make, and about words that are there."""
    chain = chain_of(connection, annotator)
    for decision, what in breaks(chain):
        yield f"Decision {decision.number} of {annotator}: {what}."
    yield from _end(connection, annotator, chain)
    yield from _order(connection, annotator)
    asked = select(annotators).where(annotators.c.id == annotator)
    yield from _role(annotator, connection.execute(asked).one_or_none(), chain)
    for decision in chain:
        if what := _unfounded(decision, held):
            yield f"Decision {decision.number} of {annotator}: {what}."


def _end(connection: Connection, annotator: str, chain: Sequence[Decision]) -> Iterator[str]:
    """Whether somebody's chain ends where it is kept that it ended; a machine has none."""
    asked = select(heads.c.number, heads.c.hash).where(heads.c.annotator == annotator)
    head = connection.execute(asked).one_or_none()
    end = (chain[-1].number, chain[-1].hash) if chain else (0, BEGINNING)
    is_person = annotators.c.kind == PERSON
    person = select(annotators.c.id).where(annotators.c.id == annotator, is_person)
    if head is None and (chain or connection.execute(person).first()):
        yield f"It is not kept any more where the chain of {annotator} ended."
    elif head is not None and tuple(head) != end:
        yield f"The chain of {annotator} does not end where it ended last: decisions are missing."


def _order(connection: Connection, annotator: str) -> Iterator[str]:
    """Whether somebody's decisions stand in the table as in the chain: the latest counts."""
    mine = select(decisions.c.id, decisions.c.number).where(decisions.c.annotator == annotator)
    rows = connection.execute(mine.order_by(decisions.c.number)).all()
    for before, after in pairwise(rows):
        if after.id < before.id:
            yield (
                f"Decision {after.number} of {annotator} stands before decision {before.number} in "
                "the table: their order was changed."
            )


def _role(annotator: str, row: Any, chain: Sequence[Decision]) -> Iterator[str]:
    """Whether somebody is known (``row``) and has the role that their decisions took."""
    if row is None:
        yield f"There are decisions of {annotator}, whom the table of people does not know."
        return
    if not set(row.roles) <= set(ROLES) or bool(row.roles) is not (row.kind == PERSON):
        yield f"{annotator} has roles that cannot be: {', '.join(row.roles) or 'none'}."
    wanted = {
        ANNOTATOR: [each for each in chain if each.phase is not Phase.ADJUDICATION],
        LEAD: [each for each in chain if each.phase is Phase.ADJUDICATION and not each.joint],
    }
    for role, made in wanted.items():
        if made and role not in row.roles:
            yield (
                f"Decision {made[0].number} of {annotator} takes the role {role}, which the table "
                f"of people does not give: the roles of {annotator} were changed."
            )


def _unfounded(decision: Decision, held: Held) -> str:
    """What is wrong with what a decision is about; "" if nothing."""
    said, document = decision.judgement, held.documents.get(decision.document)
    own = decision.phase is not Phase.ADJUDICATION
    if document is None:
        return "the document that it is about is missing"
    if own and (decision.paper, decision.annotator) not in held.assigned:
        return f"paper {decision.paper[:12]} is not assigned to its annotator"
    if lost := next((name for name in decision.settles if not _is_said(name, held)), ""):
        return f"it settles what is not on record: {lost}"
    if said is None:
        return ""
    if said.span.end > len(document.text) and said.existence is not Existence.WITHDRAW:
        return "its words are not in the document"
    if said.existence is Existence.CONFIRM and said.span != decision.suggested:
        return "it confirms what was not suggested"
    return "" if _is_suggested(decision, held) else "what was suggested to it was moved or deleted"


def _is_said(name: str, held: Held) -> bool:
    """Whether there is a decision of what a settlement names, such as "ana/s1"."""
    annotator, _, mark = name.partition("/")
    return (annotator, mark) in held.said


def _is_suggested(decision: Decision, held: Held) -> bool:
    """Whether the suggestion that a decision was made on stands where it stood.

    What a person added is made on the suggestion that it covers, whatever that is called.
    """
    if decision.suggested is None:
        return True
    marks = held.suggested.get((decision.document, decision.suggested), set())
    return decision.mark in marks or (bool(marks) and decision.mark.startswith("a-"))


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


def _lists(connection: Connection, papers: list[StoredPaper]) -> Iterator[str]:
    """Whether the lists tell of each paper what is on record of it."""
    sources = {paper.id: paper.source for paper in papers}
    for paper in dict.fromkeys(stale(connection)):
        yield f"What the lists tell of {sources[paper]} is not what is on record."
    if miscounted(connection):
        yield "The lists count papers otherwise than they list them."
