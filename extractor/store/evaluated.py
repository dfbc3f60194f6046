"""What an evaluation of a review rests on: the papers that all have finished.

Of a paper that its people have not all finished nothing is told but that it is so, and, once all
of them have said it, whether it belongs to the review: whoever evaluates may be one of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from extractor.agreement.evaluated import (
    Annotator,
    BlindPage,
    Case,
    EvaluatedAccount,
    EvaluatedMark,
    EvaluatedPaper,
    Handled,
    Screening,
)
from extractor.agreement.matching import overlap
from extractor.records import (
    ACCEPTED,
    Account,
    Decision,
    Document,
    Judgement,
    Phase,
    Section,
    Span,
    Suggestion,
)
from extractor.store.accounts import Adjudicated, Settled, accounts_of
from extractor.store.database import reading
from extractor.store.decided import SAME, exists_in, exists_of
from extractor.store.facts import Facts, facts_of
from extractor.store.folder import Review
from extractor.store.marks import latest, marks_of
from extractor.store.overview import screened_by_all
from extractor.store.papers import (
    StoredPaper,
    assigned_to,
    blind_pages_of,
    document_of,
    list_papers,
    suggestions_of,
)
from extractor.store.people import names_of
from extractor.store.said import SaidOfPapers, said_of_papers
from extractor.store.settings import Settings
from extractor.store.standing import adjudicated, independent, is_unblinded
from extractor.store.steps import codebook_of
from extractor.store.units import Unit
from extractor.themes.codebook import Codebook


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A review's facts, and its finished papers in the order in which they were put in."""

    facts: Facts
    papers: tuple[EvaluatedPaper, ...]


def read_evaluated(review: Review) -> Evaluated:
    """All that an evaluation of a review rests on, as it is at one moment."""
    with reading(review.engine) as connection:
        said = said_of_papers(connection)
        finished = tuple(_finished(connection, review.settings, said))
        return Evaluated(facts_of(connection, review.settings, said, len(finished)), finished)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A finished paper as it is stored, with what its people said before they saw each other's.

    ``names`` are those of the suggestions, by their place.
    """

    stored: StoredPaper
    document: Document
    suggestions: Mapping[str, Suggestion]
    names: Mapping[Span, str]
    independent: Mapping[str, Sequence[Decision]]
    adjudicated: Adjudicated
    codebook: Codebook


def _finished(
    connection: Connection, settings: Settings, said: SaidOfPapers
) -> Iterator[EvaluatedPaper]:
    known = names_of(connection)
    for stored in list_papers(connection):
        if is_unblinded(connection, stored.id, settings.people):
            people = [Annotator(who, known.get(who, who))
                      for who in assigned_to(connection, stored.id)]  # fmt: skip
            kept = _kept(connection, stored)
            drawn = blind_pages_of(connection, stored.id)
            screening = _screening(said, stored, settings.people)
            yield _evaluated(kept, settings.people, tuple(people), drawn, screening)


def _kept(connection: Connection, stored: StoredPaper) -> _Kept:
    suggestions = suggestions_of(connection, stored.id, stored.document)
    return _Kept(
        stored=stored,
        document=document_of(connection, stored.document),
        suggestions=suggestions,
        names={each.span: name for name, each in suggestions.items()},
        independent=independent(connection, stored),
        adjudicated=adjudicated(connection, stored),
        codebook=codebook_of(connection),
    )


def _evaluated(
    kept: _Kept,
    people: int,
    annotators: tuple[Annotator, ...],
    drawn: Mapping[int, float],
    screening: Screening,
) -> EvaluatedPaper:
    stored, document = kept.stored, kept.document
    accounts = accounts_of(kept.adjudicated, people, kept.suggestions)
    marks = tuple(sorted(_marks(kept), key=lambda mark: (mark.span, mark.name)))
    return EvaluatedPaper(
        number=stored.number,
        id=stored.id,
        title=stored.title,
        source=stored.source,
        document=stored.document,
        reader=document.reader,
        words=len(document.text.split()),
        pages=len(document.pages),
        people=annotators,
        marks=marks,
        accounts=tuple(_account(kept, account) for account in accounts),
        blind=tuple(_blind(kept, drawn)),
        screening=screening,
        text=document.text,
        unsettled=_unsettled(kept, marks),
    )


def _unsettled(kept: _Kept, marks: Iterable[EvaluatedMark]) -> int:
    """How many places are in conflict, or open though nobody disagrees."""
    conflicts = kept.adjudicated.conflicts
    known = {(one.annotator, one.decision.mark) for unit in conflicts for one in unit.said}
    open_ = [mark for mark in marks if mark.exists is None]
    own = [{(who, each.decision.mark) for who, each in mark.said.items()} for mark in open_]
    return len(conflicts) + sum(known.isdisjoint(each) for each in own)


def _marks(kept: _Kept) -> Iterator[EvaluatedMark]:
    """The suggestions, then what was added where there is none."""
    said, unaided = _by_place(kept), _unaided(kept)
    units = kept.adjudicated.units
    last = {person: latest(made) for person, made in kept.independent.items()}
    stands: set[tuple[str, str]] = set()
    for name, suggestion in kept.suggestions.items():
        handled = said.get(name, {})
        own = {(person, each.decision.mark) for person, each in handled.items()}
        stands |= own
        yield _mark(
            kept, name, suggestion.span, handled, unaided,
            exists_of(name, suggestion, units, last), _is_settled(units, own), suggestion,
        )  # fmt: skip
    for unit, settled in units:
        if stands.isdisjoint((one.annotator, one.decision.mark) for one in unit.said):
            yield _addition(kept, unit, settled, unaided)


def _addition(
    kept: _Kept, unit: Unit, settled: Settled | None, unaided: Mapping[str, Mapping[str, Decision]]
) -> EvaluatedMark:
    first = unit.said[0]
    handled = {one.annotator: _handled(kept, one.decision) for one in unit.said}
    exists = exists_in(unit, settled, unit.span)
    return _mark(
        kept, first.decision.mark, first.judgement.span, handled, unaided, exists,
        settled is not None,
    )  # fmt: skip


def _mark(
    kept: _Kept,
    name: str,
    span: Span,
    handled: Mapping[str, Handled],
    unaided: Mapping[str, Mapping[str, Decision]],
    exists: bool | None,
    is_settled: bool,
    suggestion: Suggestion | None = None,
) -> EvaluatedMark:
    return EvaluatedMark(
        paper=kept.stored.id,
        name=name,
        span=span,
        pages=kept.document.pages_of(span),
        suggestion=suggestion,
        said=handled,
        unaided=frozenset(
            person for person, each in handled.items()
            if each.decision.mark in unaided.get(person, {})
        ),
        exists=exists,
        is_settled=is_settled,
    )  # fmt: skip


def _by_place(kept: _Kept) -> dict[str, dict[str, Handled]]:
    """What each person said of each suggestion, by its name; their own additions stand for it."""
    said: dict[str, dict[str, Handled]] = {}
    for person, made in kept.independent.items():
        for mark in marks_of(kept.stored.document, kept.suggestions, made):
            if mark.suggestion is not None and mark.decision is not None:
                name = kept.names[mark.suggestion.span]
                handled = _handled(kept, mark.decision, mark.suggestion.span)
                said.setdefault(name, {})[person] = handled
    return said


def _unaided(kept: _Kept) -> dict[str, dict[str, Decision]]:
    """What each person had marked when no suggestion had been shown yet, where it still fits."""
    digest = kept.stored.document
    return {
        person: latest(d for d in made if d.phase is Phase.BLIND and d.document == digest)
        for person, made in kept.independent.items()
    }


def _handled(kept: _Kept, decision: Decision, suggested: Span | None = None) -> Handled:
    said = decision.judgement
    themes = said.themes if said else ()
    moved = _words_between(kept.document, said, suggested)
    outdated = bool(kept.codebook.outdated(themes))
    return Handled(decision, kept.codebook.current(themes), moved, outdated)


def _words_between(document: Document, said: Judgement | None, suggested: Span | None) -> int:
    """How many words are in one of two spans only."""
    if said is None or suggested is None or said.span == suggested:
        return 0
    return len(set(document.words_of(said.span)) ^ set(document.words_of(suggested)))


def _is_settled(units: Sequence[tuple[Unit, Settled | None]], marks: set[tuple[str, str]]) -> bool:
    """Whether any of these marks, by person and name, is in a unit that was settled."""
    return any(
        settled is not None
        and not marks.isdisjoint((one.annotator, one.decision.mark) for one in unit.said)
        for unit, settled in units
    )


def _account(kept: _Kept, account: Account) -> EvaluatedAccount:
    came_of = account.suggestion.span if account.suggestion else None
    same = [span for span in kept.names
            if span == came_of or overlap(span, account.span) >= SAME]  # fmt: skip
    name = kept.names[same[0]] if same else account.decisions[0].mark
    return EvaluatedAccount(
        account=account,
        name=name,
        pages=kept.document.pages_of(account.span),
        section=_section(kept.document, account.span),
        is_suggested=bool(same),
        themes=kept.codebook.current(account.themes),
    )


def _section(document: Document, span: Span) -> Section:
    """The section in which a span begins."""
    before = [block for block in document.blocks if block.span.start <= span.start]
    return before[-1].section if before else Section.FRONT


def _blind(kept: _Kept, drawn: Mapping[int, float]) -> Iterator[BlindPage]:
    """The pages read without suggestions; a mark belongs to the first of them it stands on."""
    unaided = _unaided(kept)
    for page, probability in drawn.items():
        words = [word for word in kept.document.words if word.page == page]
        if not words:
            continue  # read anew since, and nothing stands there now
        part = Span(min(word.start for word in words), max(word.end for word in words))
        marked = {
            person: tuple(_marked_on(kept, page, drawn, made.values()))
            for person, made in unaided.items()
        }
        yield BlindPage(page, probability, part, marked)


def _marked_on(
    kept: _Kept, page: int, drawn: Mapping[int, float], made: Iterable[Decision]
) -> Iterator[Case]:
    """What was marked on a page and on none of those drawn before it, in the order of the text."""
    accepted = [each for each in made if each.judgement and each.judgement.existence in ACCEPTED]
    places = ((each.judgement.span, each.mark) for each in accepted if each.judgement)
    for span, mark in sorted(places):
        first = next((each for each in kept.document.pages_of(span) if each in drawn), None)
        if first == page:
            yield Case(kept.stored.id, mark, span)


def _screening(said: SaidOfPapers, stored: StoredPaper, people: int) -> Screening:
    screened = screened_by_all(said, stored, people)
    steps = screened.steps
    step, reason = steps[0] if steps and not screened.is_disputed else (None, "")
    return Screening(screened.others or {}, step, reason, screened.is_disputed)
