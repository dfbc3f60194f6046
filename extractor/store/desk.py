"""One person's desk: all that this person may see of the review, and all that they may do.

Whoever serves people asks a desk and nothing else: that two people judge independently rests on
this file. Of anybody else's work on a paper a desk shows nothing until all its annotators have
finished it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Engine

from extractor.records import (
    Decision,
    Document,
    Existence,
    Judgement,
    Phase,
    Step,
    Suggestion,
)
from extractor.store.database import reading, writing
from extractor.store.folder import Review, timestamp
from extractor.store.marks import Mark, State, closed_pages, is_finished, marks_of
from extractor.store.papers import (
    StoredPaper,
    assigned_to,
    blind_pages_of,
    document_of,
    find_paper,
    suggestions_of,
)
from extractor.store.people import ANNOTATOR, LEAD, Person, people_of
from extractor.store.record import add_decision, decisions_of, find_by_key
from extractor.store.rules import (
    SCREENING,
    NotYoursError,
    RefusedError,
    check_screening,
    checked,
    phase_of,
    said_before,
    storable,
    to_undo,
)
from extractor.store.standing import Standing, fitted, is_unblinded, keep_standing, keep_tally


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person is about to decide of a mark; ``mark`` is "" for what they add."""

    key: str
    mark: str
    judgement: Judgement
    seconds: float = 0.0
    score_shown: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper as its annotator sees it now.

    ``blind`` tells of each page read without suggestions whether it is closed; while one is open,
    ``marks`` holds the person's own additions only. ``others`` are the marks of the other people by
    name, None until all have finished.
    """

    paper: StoredPaper
    document: Document
    phase: Phase
    finished: bool
    blind: Mapping[int, bool]
    marks: Sequence[Mark]
    others: Mapping[str, Sequence[Mark]] | None

    @property
    def counts(self) -> dict[str, int]:
        """How many marks there are and how they stand."""
        states = [mark.state for mark in self.marks]
        still = sum(state in (State.OPEN, State.ORPHAN) for state in states)
        return {
            "marks": len(states),
            "decided": len(states) - still,
            "unsure": states.count(State.UNSURE),
            "open": still,
        }


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk of one person at one review.

    ``simulated`` marks all that is decided here as made up, for a demonstration.
    """

    review: Review
    person: Person
    simulated: bool = False

    @property
    def engine(self) -> Engine:
        """The review's database."""
        return self.review.engine

    def sheet(self, paper: str) -> Sheet:
        """A paper to be annotated; raises ``NotYoursError`` if it is not this person's."""
        with reading(self.engine) as connection:
            return self._sheet(connection, paper)

    def may_open(self, paper: str) -> bool:
        """Whether this person may look at the paper's pages."""
        with reading(self.engine) as connection:
            known = find_paper(connection, paper) is not None
            mine = self.person.id in assigned_to(connection, paper)
            others = LEAD in self.person.roles or is_unblinded(connection, paper)
            return known and (mine or others)

    def decide(self, paper: str, draft: Draft) -> tuple[str, Sheet]:
        """Put a decision on record; the name of its mark, and the paper as it is then.

        Raises ``RefusedError`` if it makes no sense as it is.
        """
        with writing(self.engine) as connection:
            known = find_by_key(connection, self.person.id, draft.key)
            sheet = self._sheet(connection, paper)
            if known is not None:
                return known.mark, sheet
            decision = self._decision(sheet, draft)
            add_decision(connection, decision)
            sheet = self._after(connection, paper)
            return decision.mark, sheet

    def undo(self, paper: str, key: str) -> tuple[str | None, Sheet]:
        """Take back the latest decision about a mark that is not taken back yet, by a new one."""
        with writing(self.engine) as connection:
            sheet = self._sheet(connection, paper)
            if find_by_key(connection, self.person.id, key) is not None:
                return None, sheet
            mine = self._mine(connection, paper)
            last = to_undo(mine)
            if last is None or last.judgement is None:
                return None, sheet
            before = said_before(mine, last)
            taken_back = replace(last.judgement, existence=Existence.WITHDRAW)
            decision = replace(
                self._blank(sheet, key),
                mark=last.mark,
                judgement=before.judgement if before else taken_back,
                document=before.document if before else last.document,
                suggested=last.suggested,
                undoes=last.number,
            )
            add_decision(connection, decision)
            return last.mark, self._after(connection, paper)

    def close_page(self, paper: str, page: int, key: str) -> Sheet:
        """Be done with a page that is read without suggestions."""
        with writing(self.engine) as connection:
            sheet = self._sheet(connection, paper)
            if page not in sheet.blind:
                raise RefusedError(f"Page {page} is not one of those read without suggestions.")
            if not sheet.blind[page]:
                step = replace(self._blank(sheet, key), step=Step.CLOSE_PAGE, page=page)
                add_decision(connection, step)
            return self._after(connection, paper)

    def finish(self, paper: str, key: str) -> Sheet:
        """Finish a paper: what was decided so far counts as independent, and nothing later does."""
        with writing(self.engine) as connection:
            sheet = self._sheet(connection, paper)
            if sheet.finished:
                return sheet
            if not all(sheet.blind.values()):
                raise RefusedError("A page is still open that is read without suggestions.")
            if still := sheet.counts["open"]:
                raise RefusedError(
                    f"{still} {'mark is' if still == 1 else 'marks are'} still open.\n"
                    "Decide on each; press n to go to the next open one."
                )
            add_decision(connection, replace(self._blank(sheet, key), step=Step.FINISH))
            return self._after(connection, paper)

    def screen(self, paper: str, step: Step, reason: str, note: str, key: str) -> None:
        """Include or exclude the paper, or be unsure of it; the latest counts."""
        check_screening(step, reason)
        with writing(self.engine) as connection:
            sheet = self._sheet(connection, paper)
            blank = self._blank(sheet, key)
            decision = replace(blank, step=step, reason=storable(reason), note=storable(note))
            add_decision(connection, decision)
            self._after(connection, paper)

    def _mine(self, connection: Connection, paper: str) -> list[Decision]:
        return decisions_of(connection, paper, [self.person.id])[self.person.id]

    def _sheet(self, connection: Connection, paper: str) -> Sheet:
        stored = find_paper(connection, paper)
        people = assigned_to(connection, paper)
        if stored is None or self.person.id not in people or ANNOTATOR not in self.person.roles:
            raise NotYoursError("There is no such paper for you in this review.")
        document = document_of(connection, stored.document)
        suggestions = suggestions_of(connection, paper, stored.document)
        mine = fitted(connection, self._mine(connection, paper), stored.document)
        closed = closed_pages(mine)
        blind = {page: page in closed for page in blind_pages_of(connection, paper)}
        is_blind = not all(blind.values())
        return Sheet(
            paper=stored,
            document=document,
            phase=phase_of(is_blind, is_finished(mine)),
            finished=is_finished(mine),
            blind=blind,
            marks=marks_of(stored.document, {} if is_blind else suggestions, mine),
            others=self._others(connection, stored, suggestions, people),
        )

    def _others(
        self,
        connection: Connection,
        paper: StoredPaper,
        suggestions: Mapping[str, Suggestion],
        people: Sequence[str],
    ) -> dict[str, list[Mark]] | None:
        """What the others marked; None before all have finished."""
        if not is_unblinded(connection, paper.id):
            return None
        names = {person.id: person.name for person in people_of(connection)}
        others = [person for person in people if person != self.person.id]
        said = decisions_of(connection, paper.id, others)
        return {
            names.get(person, person): marks_of(
                paper.document, suggestions, fitted(connection, said[person], paper.document)
            )
            for person in others
        }

    def _blank(self, sheet: Sheet, key: str) -> Decision:
        """A decision of this person about this paper that says nothing yet."""
        return Decision(
            annotator=self.person.id,
            number=0,
            paper=sheet.paper.id,
            document=sheet.paper.document,
            at=timestamp(),
            phase=sheet.phase,
            simulated=self.simulated,
            key=key,
        )

    def _decision(self, sheet: Sheet, draft: Draft) -> Decision:
        """The decision that a draft makes; raises ``RefusedError``."""
        mark = next((mark for mark in sheet.marks if mark.name == draft.mark), None)
        if draft.mark and mark is None:
            raise RefusedError("There is no such mark here any more.\nReload the page.")
        open_pages = [page for page, closed in sheet.blind.items() if not closed]
        said = checked(sheet.document, mark, draft.judgement, open_pages)
        suggested = mark.suggestion.span if mark and mark.suggestion else None
        return replace(
            self._blank(sheet, draft.key),
            mark=draft.mark or f"a-{self.person.id}-{draft.key[:8]}",
            judgement=said,
            suggested=suggested,
            seconds=round(min(max(draft.seconds, 0.0), 86_400.0), 2),
            score_shown=draft.score_shown,
        )

    def _after(self, connection: Connection, paper: str) -> Sheet:
        """The paper after a change, its standing and its tally brought up to date."""
        sheet = self._sheet(connection, paper)
        self._keep_standing(connection, sheet)
        if sheet.finished:
            keep_tally(connection, paper, self.review.settings.people)
        return sheet

    def _keep_standing(self, connection: Connection, sheet: Sheet) -> None:
        mine = self._mine(connection, sheet.paper.id)
        screened = [each.step for each in mine if each.step in SCREENING]
        counts = sheet.counts
        standing = Standing(
            decided=counts["decided"],
            unsure=counts["unsure"],
            open=counts["open"],
            pages_open=sum(not closed for closed in sheet.blind.values()),
            finished=sheet.finished,
            screened=screened[-1] if screened else None,
        )
        keep_standing(connection, self.person.id, sheet.paper.id, standing)
