"""The bench on which conflicts are settled, after all annotators of a paper have finished it.

By a third person, or as the joint consensus of the paper's own annotators, which is recorded as
such. A settlement is made of decisions like any other, on the chain of whoever makes it; it can be
withdrawn or replaced, and never erases what people had said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from extractor.records import (
    ACCEPTED,
    AS_SAID_BY,
    Account,
    Decision,
    Document,
    Eligibility,
    Existence,
    Judgement,
    Outcome,
    Phase,
    Step,
)
from extractor.store.accounts import Settled, accounts_of
from extractor.store.database import reading, writing
from extractor.store.folder import Review, timestamp
from extractor.store.listing import keep_lists
from extractor.store.overview import screened_paper
from extractor.store.papers import (
    StoredPaper,
    assigned_to,
    document_of,
    find_paper,
    suggestions_of,
)
from extractor.store.people import LEAD, Person, people_of
from extractor.store.record import adjudicating, hold_chain
from extractor.store.rules import (
    NotYoursError,
    RefusedError,
    check_key,
    check_screening,
    check_span,
    check_themes,
    cleaned,
    noted,
)
from extractor.store.standing import adjudicated, is_unblinded, keep_tally
from extractor.store.steps import codebook_of
from extractor.store.units import Said, Unit

MOST_PARTS = 99


@dataclass(frozen=True, slots=True)
class Settlement:
    """What somebody is about to settle: the units by all their names, and what becomes of them.

    ``judgements`` are the accounts that come of it: none for what somebody said and for neither;
    one for a new span or a merge; two or more for a split. ``joint`` says that the paper's own
    annotators decided it together.
    """

    key: str
    names: tuple[str, ...]
    outcome: Outcome
    judgements: tuple[Judgement, ...] = ()
    note: str = ""
    joint: bool = False


@dataclass(frozen=True, slots=True)
class Docket:
    """A finished paper with its units; ``people`` are its annotators, the first first.

    ``partners`` are those with whom whoever looks at it must settle it: nobody, unless the paper is
    one of their own and others annotated it too.
    """

    paper: StoredPaper
    document: Document
    people: tuple[Person, ...]
    units: tuple[tuple[Unit, Settled | None], ...]
    accounts: tuple[Account, ...]
    partners: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Bench:
    """The bench as one person uses it."""

    review: Review
    person: Person

    def docket(self, paper: str) -> Docket:
        """A paper's units and what was settled; ``NotYoursError`` before all have finished."""
        with reading(self.review.engine) as connection:
            return self._docket(connection, paper)

    def settle(self, paper: str, settlement: Settlement) -> Docket:
        """Settle one conflict, or several as one; ``RefusedError`` for what makes no sense."""
        check_key(settlement.key)
        with writing(self.review.engine) as connection:
            chain = hold_chain(connection, self.person.id)
            docket = self._docket(connection, paper)
            if chain.find(f"{settlement.key}-0") is not None:
                return docket
            if any(each.settlement == settlement.key for each in adjudicating(connection, paper)):
                raise RefusedError("Somebody settled something under this key.\nReload the page.")
            units = _units_named(docket, settlement.names)
            if not all(unit.conflicts or unit.outdated for unit in units):
                raise RefusedError("They agree here: there is nothing to settle.")
            _check_joint(docket.partners, joint=settlement.joint)
            for judgement in settlement.judgements:
                check_themes(codebook_of(connection), judgement)
            judged = _judgements(docket, units, settlement)
            chain.add_all(
                self._decision(docket, settlement, judgement, number)
                for number, judgement in enumerate(judged)
            )
            return self._after(connection, paper)

    def withdraw(self, paper: str, settlement: str, key: str, *, joint: bool = False) -> Docket:
        """Take a settlement back: its conflicts are open again.

        As for settling, who annotated the paper does it together with the others or not at all.
        """
        check_key(key)
        with writing(self.review.engine) as connection:
            chain = hold_chain(connection, self.person.id)
            docket = self._docket(connection, paper)
            made = [each for each in adjudicating(connection, paper)
                    if each.settlement == settlement]  # fmt: skip
            if chain.find(key) is not None:
                return docket
            in_force = [done for _, done in docket.units if done]
            said = made[-1].judgement if made else None
            if said is None or not any(made[-1] == done.decisions[-1] for done in in_force):
                raise RefusedError("That settlement is not there any more.\nReload the page.")
            _check_joint(docket.partners, joint=joint)
            taken_back = replace(
                made[-1], annotator=self.person.id, at=timestamp(), key=key, joint=joint,
                judgement=replace(said, existence=Existence.WITHDRAW),
            )  # fmt: skip
            chain.add(taken_back)
            return self._after(connection, paper)

    def settle_screening(
        self, paper: str, step: Step, reason: str, key: str, *, joint: bool = False
    ) -> None:
        """Settle whether a paper belongs to the review, once all have said and disagree."""
        check_key(key)
        with writing(self.review.engine) as connection:
            chain = hold_chain(connection, self.person.id)
            stored = find_paper(connection, paper)
            screened = stored and screened_paper(connection, stored, self.person)
            if stored is None or not screened or screened.others is None:
                raise NotYoursError("Nothing of this paper can be settled by you yet.")
            check_screening(step, reason)
            people = _people_in(connection, assigned_to(connection, paper))
            _check_joint(_partners(self.person, people), joint=joint)
            decision = Decision(
                annotator=self.person.id, number=0, paper=paper, document=stored.document,
                at=timestamp(), phase=Phase.ADJUDICATION, step=step, reason=noted(reason),
                joint=joint, key=key,
            )  # fmt: skip
            if chain.find(key) is None:
                chain.add(decision)
            keep_lists(connection, [paper])

    def _docket(self, connection: Connection, paper: str) -> Docket:
        stored = find_paper(connection, paper)
        assigned = assigned_to(connection, paper)
        allowed = self.person.id in assigned or LEAD in self.person.roles
        if (
            stored is None
            or not allowed
            or not is_unblinded(connection, paper, self.review.settings.people)
        ):
            raise NotYoursError("Nothing of this paper can be settled by you yet.")
        made = adjudicated(connection, stored)
        suggestions = suggestions_of(connection, paper, stored.document)
        people = _people_in(connection, assigned)
        return Docket(
            paper=stored,
            document=document_of(connection, stored.document),
            people=people,
            units=made.units,
            accounts=tuple(accounts_of(made, self.review.settings.people, suggestions)),
            partners=_partners(self.person, people),
        )

    def _decision(
        self, docket: Docket, settlement: Settlement, judgement: Judgement, number: int
    ) -> Decision:
        return Decision(
            annotator=self.person.id,
            number=0,
            paper=docket.paper.id,
            document=docket.paper.document,
            at=timestamp(),
            phase=Phase.ADJUDICATION,
            mark=f"j-{settlement.key[:8]}-{number}",
            judgement=judgement,
            settlement=settlement.key,
            outcome=settlement.outcome,
            settles=settlement.names,
            joint=settlement.joint,
            key=f"{settlement.key}-{number}",
        )

    def _after(self, connection: Connection, paper: str) -> Docket:
        keep_tally(connection, paper, self.review.settings.people)
        return self._docket(connection, paper)


def _people_in(connection: Connection, ids: Sequence[str]) -> tuple[Person, ...]:
    known = {person.id: person for person in people_of(connection)}
    return tuple(known[each] for each in ids if each in known)


def _partners(person: Person, people: Sequence[Person]) -> tuple[Person, ...]:
    """With whom somebody must settle a paper that these people annotated."""
    others = tuple(each for each in people if each.id != person.id)
    return others if len(others) < len(people) else ()


def _check_joint(partners: Sequence[Person], *, joint: bool) -> None:
    """Refuse to settle alone what one judged oneself; nobody else can say that it is joint."""
    if partners and not joint:
        names = " and ".join(each.name for each in partners)
        raise RefusedError(
            "You annotated this paper yourself.\n"
            f"Settle it together with {names}, and say that it is joint."
        )
    if joint and not partners:
        raise RefusedError(
            "Only people who annotated a paper with others settle it jointly.\n"
            "Reload the page, and settle it as what you are: one person."
        )


def _units_named(docket: Docket, names: Sequence[str]) -> list[Unit]:
    """The units that a settlement names, each by all its names; raises ``RefusedError``."""
    wanted = set(names)
    units = [unit for unit, _ in docket.units if wanted & set(unit.names)]
    if not units or wanted != {name for unit in units for name in unit.names}:
        raise RefusedError("What is to be settled has changed.\nReload the page.")
    return units


def _judgements(
    docket: Docket, units: Sequence[Unit], settlement: Settlement
) -> Sequence[Judgement]:
    """The judgements that an outcome makes, each with the settlement's note."""
    outcome, given = settlement.outcome, settlement.judgements
    fits = {
        Outcome.NEW: len(given) == 1 and len(units) == 1,
        Outcome.MERGE: len(given) == 1 and len(units) > 1,
        Outcome.SPLIT: len(given) > 1 and len(units) == 1,
    }.get(outcome, not given and len(units) == 1)
    if not fits:
        raise RefusedError(f"{outcome} does not go with so many conflicts and new accounts.")
    if len(given) > MOST_PARTS:
        raise RefusedError(f"{len(given)} parts are too many: {MOST_PARTS} at most.")
    for judgement in given:
        check_span(docket.document, judgement.span)
        if judgement.existence not in ACCEPTED:
            raise RefusedError(f"{judgement.existence} makes no account: choose neither.")
        if not any(judgement.span.overlaps(unit.span) for unit in units):
            raise RefusedError("A new account has to stand where the conflict is.")
    if not given:
        given = (_chosen(docket, units[0], outcome),)
    note = noted(settlement.note)
    return [replace(_whole(each), note=note) for each in given]


def _chosen(docket: Docket, unit: Unit, outcome: Outcome) -> Judgement:
    """What one of the people said; no account if they had marked nothing, or it is neither.

    Who was unsure said nothing that could settle it.
    """
    none = replace(unit.said[0].judgement, existence=Existence.REJECT, reason="")
    if outcome is Outcome.NEITHER:
        return none
    place = AS_SAID_BY.index(outcome)
    if place >= len(docket.people):
        raise RefusedError("This paper has not so many annotators.")
    person = docket.people[place]
    said: Mapping[str, Said] = {one.annotator: one for one in unit.said}
    chosen = said.get(person.id)
    if chosen and chosen.judgement.existence is Existence.UNSURE:
        raise RefusedError(
            f"{person.name} was unsure, which settles nothing.\nChoose another outcome."
        )
    return chosen.judgement if chosen else none


def _whole(judgement: Judgement) -> Judgement:
    """A judgement of the bench: an account is added, eligible unless somebody said otherwise."""
    if judgement.existence not in ACCEPTED:
        return judgement
    return replace(
        cleaned(judgement),
        existence=Existence.ADD,
        eligibility=judgement.eligibility or Eligibility.ELIGIBLE,
    )
