"""Reading a paper again: what a newer detector or reader finds comes in, what people said stays.

Decisions are about the reading that they were made on, and are never touched. Those that do not fit
the new one exactly are orphans, for whoever made them to settle.
"""

from typing import NamedTuple

from sqlalchemy import Connection

from extractor.records import SuggestedPaper
from extractor.store.database import writing
from extractor.store.desk import Desk, standing_from
from extractor.store.folder import Review, timestamp
from extractor.store.listing import keep_lists
from extractor.store.marks import State
from extractor.store.papers import add_paper, assigned_to, find_paper, suggestions_of
from extractor.store.people import ANNOTATOR, people_of
from extractor.store.record import decisions_of, finishers, hold_chain
from extractor.store.standing import keep_standing, standings_of


class Reread(NamedTuple):
    """What reading a paper again changed: how many suggestions are as before, new, or gone.

    ``orphans`` counts the marks of people that do not fit any more. All are 0 for a paper that
    somebody ``is_finished`` with: it stays as it is.
    """

    is_finished: bool = False
    kept: int = 0
    new: int = 0
    gone: int = 0
    orphans: int = 0


def read_again(review: Review, read: SuggestedPaper) -> Reread:
    """Put a new reading in the place of a paper's last one, unless somebody has finished it.

    Raises ``LookupError`` for a paper that the review does not have.
    """
    paper = read.document.paper
    with writing(review.engine) as connection:
        for person in sorted(assigned_to(connection, paper)):
            hold_chain(connection, person)  # nobody decides on the one reading meanwhile
        known = find_paper(connection, paper)
        if known is None:
            raise LookupError(f"The review has no paper {paper}.")
        if finishers(connection, paper):
            return Reread(is_finished=True)
        before = set(suggestions_of(connection, paper, known.document))
        digest = add_paper(connection, read, review.settings, now=timestamp()).document
        after = set(suggestions_of(connection, paper, digest))
        orphans = _renew_standings(review, connection, paper)
        return Reread(False, len(before & after), len(after - before), len(before - after), orphans)


def _renew_standings(review: Review, connection: Connection, paper: str) -> int:
    """Bring the counts of those who have begun a paper up to date; how many orphans they have."""
    mine = assigned_to(connection, paper)
    orphans = 0
    for person in people_of(connection):
        if person.id not in mine or ANNOTATOR not in person.roles:
            continue
        if not standings_of(connection, person.id, [paper]):
            continue
        sheet = Desk(review, person).sheet_in(connection, paper)
        said = decisions_of(connection, paper, [person.id])[person.id]
        keep_standing(connection, person.id, paper, standing_from(sheet, said))
        orphans += sum(mark.state is State.ORPHAN for mark in sheet.marks)
    keep_lists(connection, [paper])
    return orphans
