"""One person's desk: all that this person may see of the review, and all that they may do.

Whoever serves people asks a desk and nothing else: that two people judge independently rests on
this file. Of anybody else's work on a paper a desk shows nothing until all its annotators have
finished it.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256

from sqlalchemy import Connection, Engine

from extractor.records import (
    Decision,
    Document,
    Judgement,
    Phase,
    Step,
    Suggestion,
)
from extractor.store.database import reading, writing
from extractor.store.folder import Review, timestamp
from extractor.store.listing import keep_lists
from extractor.store.marks import Mark, State, closed_pages, is_finished, marks_of
from extractor.store.overview import screened_paper
from extractor.store.papers import (
    StoredPaper,
    document_of,
    find_given,
    suggestions_of,
)
from extractor.store.people import ANNOTATOR, LEAD, Person, names_of
from extractor.store.record import Chain, decisions_of, hold_chain
from extractor.store.rules import (
    ADDED,
    SCREENING,
    NotYoursError,
    RefusedError,
    check_key,
    check_place,
    check_screening,
    check_themes,
    checked,
    noted,
    phase_of,
    since_last_closed,
    taking_back,
    to_undo,
)
from extractor.store.said import left_unread
from extractor.store.sorting import is_cold
from extractor.store.standing import (
    Standing,
    fitted,
    is_unblinded,
    keep_standing,
    keep_tally,
    standings_of,
    state_of,
)
from extractor.store.steps import codebook_of


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person is about to decide of a mark; ``mark`` is "" for what they add."""

    key: str
    mark: str
    judgement: Judgement
    seconds: float = 0.0
    score_shown: bool = False
    themes_shown: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper as its annotator sees it now.

    ``blind`` tells of each page read without suggestions whether it is closed; while one is open,
    ``marks`` holds the person's own additions only. ``orphans`` are the words, by mark, of what no
    longer fits. ``others`` are the marks of the other people by name, None until all have finished.
    """

    paper: StoredPaper
    document: Document
    phase: Phase
    finished: bool
    blind: Mapping[int, bool]
    marks: Sequence[Mark]
    orphans: Mapping[str, str]
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
            return self.sheet_in(connection, paper)

    def sheet_in(self, connection: Connection, paper: str) -> Sheet:
        """The same, in the state of the database that a connection sees."""
        return self._sheet(connection, self._given(connection, paper))

    def may_open(self, paper: str) -> bool:
        """Whether this person may look at the paper's pages."""
        with reading(self.engine) as connection:
            found = find_given(connection, paper)
            if found is None:
                return False
            if self.person.id in found.people or LEAD in self.person.roles:
                return True
            return is_unblinded(connection, paper, self.review.settings.people)

    def decide(self, paper: str, draft: Draft) -> tuple[str, Sheet]:
        """Put a decision on record; the name of its mark, and the paper as it is then.

        Raises ``RefusedError`` if it makes no sense as it is.
        """
        with self._writing() as chain:
            given = self._to_write(chain.connection, paper)
            sheet = self._sheet(chain.connection, given)
            if (known := chain.find(draft.key)) is not None:
                return known.mark, sheet
            if draft.judgement.themes:
                check_themes(codebook_of(chain.connection), draft.judgement)
            decision = self._decision(given, sheet, draft)
            return decision.mark, self._added(chain, given, decision)

    def undo(self, paper: str, key: str) -> tuple[str | None, Sheet]:
        """Take back the latest decision about a mark that is not taken back yet, by a new one."""
        with self._writing() as chain:
            given = self._to_write(chain.connection, paper)
            sheet = self._sheet(chain.connection, given)
            known = chain.find(key)
            last = to_undo(since_last_closed(given.mine))
            if known is not None or last is None:
                return (known.mark if known else None), sheet
            decision = taking_back(self._blank(sheet, key), given.mine, last)
            return last.mark, self._added(chain, given, decision)

    def close_page(self, paper: str, page: int, key: str) -> Sheet:
        """Be done with a page that is read without suggestions."""
        with self._writing() as chain:
            given = self._to_write(chain.connection, paper)
            sheet = self._sheet(chain.connection, given)
            if page not in sheet.blind:
                raise RefusedError(f"Page {page} is not one of those read without suggestions.")
            if sheet.blind[page] or chain.find(key):
                return sheet
            step = replace(self._blank(sheet, key), step=Step.CLOSE_PAGE, page=page)
            return self._added(chain, given, step)

    def finish(self, paper: str, key: str) -> Sheet:
        """Finish a paper: what was decided so far counts as independent, and nothing later does."""
        with self._writing() as chain:
            given = self._to_write(chain.connection, paper)
            sheet = self._sheet(chain.connection, given)
            if sheet.finished or chain.find(key):
                return sheet
            if not all(sheet.blind.values()):
                raise RefusedError("A page is still open that is read without suggestions.")
            if still := sheet.counts["open"]:
                raise RefusedError(
                    f"{still} {'mark is' if still == 1 else 'marks are'} still open.\n"
                    "Decide on each; press n to go to the next open one."
                )
            step = replace(self._blank(sheet, key), step=Step.FINISH)
            return self._added(chain, given, step)

    def screen(self, paper: str, step: Step, reason: str, note: str, key: str) -> None:
        """Include or exclude the paper, or be unsure of it; the latest counts."""
        check_screening(step, reason)
        with self._writing() as chain:
            given = self._to_write(chain.connection, paper)
            sheet = self._sheet(chain.connection, given)
            if chain.find(key) is not None:
                return
            screened = screened_paper(chain.connection, given.paper, self.person)
            seen = screened is not None and bool(screened.others)
            phase = Phase.AFTER_UNBLINDING if seen else Phase.ASSISTED
            decision = replace(
                self._blank(sheet, key), phase=phase, step=step,
                reason=noted(reason), note=noted(note),
            )  # fmt: skip
            self._added(chain, given, decision)

    @contextmanager
    def _writing(self) -> Iterator[Chain]:
        """This person's chain in a transaction that sees all they have decided."""
        with writing(self.engine) as connection:
            yield hold_chain(connection, self.person.id)

    def _given(self, connection: Connection, paper: str) -> "Given":
        """What the paper's sheet is made of; raises ``NotYoursError``."""
        found, me = find_given(connection, paper), self.person.id
        if found is None or me not in found.people or ANNOTATOR not in self.person.roles:
            raise NotYoursError("There is no such paper for you in this review.")
        return Given(
            paper=found.paper,
            document=document_of(connection, found.paper.document),
            suggestions=suggestions_of(connection, paper, found.paper.document),
            pages=found.blind,
            mine=decisions_of(connection, paper, [me])[me],
            others=[person for person in found.people if person != me],
        )

    def _to_write(self, connection: Connection, paper: str) -> "Given":
        """The same, of a paper that may be decided on; raises ``RefusedError``.

        What somebody has begun is never left unread.
        """
        given = self._given(connection, paper)
        if not given.mine and left_unread(connection, [paper]):
            raise RefusedError(
                "This paper is left unread by the stopping rule.\nA lead can take it up again."
            )
        return given

    def _sheet(self, connection: Connection, given: "Given") -> Sheet:
        digest = given.paper.document
        mine = fitted(connection, given.mine, digest)
        closed = closed_pages(mine)
        blind = {page: page in closed for page in given.pages}
        is_blind = not all(blind.values())
        finished = is_finished(mine)
        marks = marks_of(digest, {} if is_blind else given.suggestions, mine)
        return Sheet(
            paper=given.paper,
            document=given.document,
            phase=phase_of(is_blind, finished),
            finished=finished,
            blind=blind,
            marks=marks,
            orphans={
                mark.name: mark.span.of(document_of(connection, mark.document).text)
                for mark in marks
                if mark.state is State.ORPHAN
            },
            others=self._others(connection, given) if finished else None,
        )

    def _others(self, connection: Connection, given: "Given") -> dict[str, list[Mark]] | None:
        """What the others marked; None before all have finished."""
        if not is_unblinded(connection, given.paper.id, self.review.settings.people):
            return None
        names = names_of(connection)
        said = decisions_of(connection, given.paper.id, given.others)
        digest = given.paper.document
        return {
            names.get(person, person): marks_of(
                digest, given.suggestions, fitted(connection, said[person], digest)
            )
            for person in given.others
        }

    def _added(self, chain: Chain, given: "Given", decision: Decision) -> Sheet:
        """The paper after a decision, its standing, its tally and the lists brought up to date.

        Most decisions change nothing that lists tell: they were told from the standing before.
        """
        after = replace(given, mine=[*given.mine, chain.add(decision)])
        sheet = self._sheet(chain.connection, after)
        paper = given.paper
        was = standings_of(chain.connection, self.person.id, [paper.id]).get(paper.id)
        now = standing_from(sheet, after.mine)
        keep_standing(chain.connection, self.person.id, paper.id, now)
        if sheet.finished:
            keep_tally(chain.connection, paper.id, self.review.settings.people)
        elif decision.step or not was or state_of(paper, was, None) != state_of(paper, now, None):
            keep_lists(chain.connection, [paper.id])
        return sheet

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
            key=check_key(key),
        )

    def _decision(self, given: "Given", sheet: Sheet, draft: Draft) -> Decision:
        """The decision that a draft makes; raises ``RefusedError``."""
        mark = next((mark for mark in sheet.marks if mark.name == draft.mark), None)
        if draft.mark and mark is None:
            raise RefusedError("There is no such mark here any more.\nReload the page.")
        open_pages = [page for page, closed in sheet.blind.items() if not closed]
        if open_pages and mark and not _is_fresh(mark, given.mine):
            raise RefusedError(
                "What you marked on a page that you are done with stays as it is.\n"
                "It can be changed when all pages without suggestions are done."
            )
        check_place(sheet.marks, mark, draft.judgement)
        said = checked(sheet.document, mark, draft.judgement, open_pages)
        suggested = mark.suggestion.span if mark and mark.suggestion else None
        return replace(
            self._blank(sheet, draft.key),
            mark=draft.mark or added_name(self.person.id, draft.key),
            judgement=said,
            suggested=suggested,
            seconds=round(min(max(draft.seconds, 0.0), 86_400.0), 2) + 0.0,  # no int, no -0.0
            score_shown=draft.score_shown,
            themes_shown=self._themes_shown(given, draft),
        )

    def _themes_shown(self, given: "Given", draft: Draft) -> bool:
        """Whether themes were suggested for a mark, now or at an earlier decision about it.

        A browser knows what it showed, but not that before it was reloaded; and for what is sorted
        cold, or is new, nothing can have been shown.
        """
        if not draft.mark or is_cold(given.paper.id, draft.mark, self.review.settings):
            return False
        before = any(one.themes_shown for one in given.mine if one.mark == draft.mark)
        return draft.themes_shown or before


@dataclass(frozen=True, slots=True)
class Given:
    """What one person's sheet of a paper is made of."""

    paper: StoredPaper
    document: Document
    suggestions: Mapping[str, Suggestion]
    pages: tuple[int, ...]
    mine: Sequence[Decision]
    others: Sequence[str]


def _is_fresh(mark: Mark, mine: Sequence[Decision]) -> bool:
    """Whether a mark was decided on since a page read without suggestions was last closed."""
    fresh = {each.number for each in since_last_closed(mine)}
    return mark.decision is not None and mark.decision.number in fresh


def added_name(person: str, key: str) -> str:
    """The name of a mark that a person adds; no two requests make the same."""
    return f"{ADDED}{sha256(f'{person} {key}'.encode()).hexdigest()[:32]}"


def standing_from(sheet: Sheet, mine: Sequence[Decision]) -> Standing:
    """How far somebody is with a paper; screening counts as it was before others were seen.

    ``decided`` is what a lead may be told before all have finished: how many suggestions are judged
    that stand on no page read without suggestions. What somebody added, there or anywhere, does not
    change it. ``unsure`` and ``open`` count all marks, and are for this person alone.
    """
    screened = [each.step for each in mine if each.step in SCREENING
                and each.phase is Phase.ASSISTED]  # fmt: skip
    counts = sheet.counts
    return Standing(
        decided=sum(_is_judged(sheet, mark) for mark in sheet.marks),
        unsure=counts["unsure"],
        open=counts["open"],
        pages_open=sum(not closed for closed in sheet.blind.values()),
        finished=sheet.finished,
        screened=screened[-1] if screened else None,
    )


def _is_judged(sheet: Sheet, mark: Mark) -> bool:
    """Whether a mark is a judged suggestion that nobody has read unaided."""
    if mark.suggestion is None or mark.state in (State.OPEN, State.ORPHAN):
        return False
    return not set(sheet.document.pages_of(mark.suggestion.span)) & set(sheet.blind)
