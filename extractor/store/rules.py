"""What a decision may be: the rules that a desk holds everybody to."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.agreement.matching import overlap
from extractor.errors import FirsthandError
from extractor.records import (
    ACCEPTED,
    Decision,
    Document,
    Eligibility,
    Existence,
    Judgement,
    Phase,
    Span,
    Step,
)
from extractor.store.marks import Mark, State
from extractor.store.rows import storable
from extractor.themes.codebook import Codebook

ADDED = "a-"  # how the names of additions begin
SAME_PLACE = 0.5
LONGEST_SPAN, LONGEST_NOTE, LONGEST_LABEL, MOST_THEMES = 20_000, 2_000, 300, 50
SCREENING = (Step.INCLUDE, Step.EXCLUDE, Step.PAPER_UNSURE)
STOPPING = (Step.LEAVE_UNREAD, Step.TAKE_UP)
KEY = re.compile(r"[\w-]{8,56}", re.ASCII)
"""What a key may be: a settlement adds its parts' numbers, and all must fit into 60 characters."""


class RefusedError(FirsthandError):
    """What a person asked for cannot be done as it is; the message says why."""


class NotYoursError(FirsthandError):
    """There is no such thing for this person."""


def phase_of(is_blind: bool, is_finished: bool) -> Phase:
    """What the maker of a decision can see when making it."""
    if is_blind:
        return Phase.BLIND
    return Phase.AFTER_UNBLINDING if is_finished else Phase.ASSISTED


def checked(
    document: Document, mark: Mark | None, said: Judgement, open_pages: Sequence[int]
) -> Judgement:
    """A judgement made whole: confirmed or corrected by its span, its texts cut to size.

    While ``open_pages`` are read without suggestions, only what stands on them can be added. Raises
    ``RefusedError`` for what makes no sense.
    """
    if mark is not None and said.existence is Existence.WITHDRAW:
        said = replace(said, span=mark.span)  # an orphan's words are not there any more
    else:
        check_span(document, said.span)
    if said.existence is Existence.REJECT and not said.reason.strip():
        raise RefusedError("Say why it is no account: press 1 to 7 after r.")
    if mark is None and said.existence is not Existence.ADD:
        raise RefusedError("Only what is added can be new.")
    if open_pages and not set(document.pages_of(said.span)) & set(open_pages):
        raise RefusedError("Mark what stands on the page that is shown; the others come later.")
    accepted = said.existence in ACCEPTED
    return replace(
        cleaned(said),
        existence=_existence(mark, said),
        eligibility=said.eligibility or (Eligibility.ELIGIBLE if accepted else None),
    )


def check_place(marks: Sequence[Mark], mark: Mark | None, said: Judgement) -> None:
    """Refuse to add, or to move an addition, to where the person has decided otherwise.

    One person says one thing of one place: the very words of another mark, or, where that is
    rejected or unsure, words that share half of what either has.
    """
    is_addition = mark is None or mark.name.startswith(ADDED)
    is_moved = mark is None or mark.span != said.span
    if said.existence not in ACCEPTED or not (is_addition and is_moved):
        return
    for other in marks:
        if other is not mark and other.judgement and _is_same_place(other, said.span):
            done = (
                "rejected this suggestion" if other.state is State.REJECTED else "decided on this"
            )
            raise RefusedError(
                f"You have {done} already.\nGo there, and change that decision instead."
            )


def _is_same_place(mark: Mark, span: Span) -> bool:
    suggested = mark.suggestion.span if mark.suggestion else mark.span
    shared = max(overlap(span, mark.span), overlap(span, suggested))
    if mark.state in (State.REJECTED, State.UNSURE):
        return shared >= SAME_PLACE
    return mark.state is not State.ORPHAN and span == mark.span


def cleaned(said: Judgement) -> Judgement:
    """A judgement whose texts every database takes, cut to size."""
    return replace(
        said,
        reason=noted(said.reason)[:LONGEST_LABEL],
        speaker=noted(said.speaker)[:LONGEST_LABEL] or None if said.speaker else None,
        note=noted(said.note),
        themes=tuple(dict.fromkeys(map(noted, said.themes)))[:MOST_THEMES],
    )


def check_span(document: Document, span: Span) -> None:
    """Refuse a span that is no stretch of the document, or the whole of it."""
    if span.end > len(document.text) or not span.of(document.text).strip():
        raise RefusedError("These words are not in the paper.\nReload the page.")
    if len(span) > LONGEST_SPAN:
        raise RefusedError("That is more than any account; mark the person’s words only.")


def check_themes(codebook: Codebook, said: Judgement) -> None:
    """Refuse a theme that never was in the codebook.

    One that has ended since the page was opened is what the person chose: it is recorded as such,
    and listed among what must be looked at again.
    """
    for theme in said.themes:
        if codebook.theme(theme) is None:
            raise RefusedError(f"The codebook has no theme “{theme[:40]}”.\nReload the page.")


def check_key(key: str) -> str:
    """The key of a request, which makes it be done once; raises ``RefusedError``."""
    if not KEY.fullmatch(key):
        raise RefusedError(
            "The request has no key of 8 to 56 letters, digits, “-” and “_”.\nReload the page."
        )
    return key


def check_screening(step: Step, reason: str) -> None:
    """Refuse what says nothing of a paper as a whole, or excludes it without saying why."""
    if step not in SCREENING:
        raise RefusedError(f"{step} says nothing of a paper as a whole.")
    if step is Step.EXCLUDE and not reason.strip():
        raise RefusedError("Say why the paper is excluded: the flow of counts tells reasons.")


def since_last_closed(mine: Sequence[Decision]) -> Sequence[Decision]:
    """What was decided since a page read without suggestions was last closed.

    What is older was marked unaided: it is undone no more, and changed only when all are closed.
    """
    closings = [at for at, each in enumerate(mine, start=1) if each.step is Step.CLOSE_PAGE]
    return mine[closings[-1] :] if closings else mine


def to_undo(mine: Sequence[Decision]) -> Decision | None:
    """The latest decision about a mark that is neither taken back nor takes one back."""
    undone = {decision.undoes for decision in mine if decision.undoes is not None}
    return next(
        (
            decision
            for decision in reversed(mine)
            if decision.judgement and decision.undoes is None and decision.number not in undone
        ),
        None,
    )


def said_before(mine: Sequence[Decision], last: Decision) -> Decision | None:
    """What was said of a mark before ``last``, what is taken back left out."""
    undone = {decision.undoes for decision in mine if decision.undoes is not None}
    return next(
        (
            decision
            for decision in reversed(mine)
            if decision.mark == last.mark
            and decision.number < last.number
            and decision.undoes is None
            and decision.number not in undone
        ),
        None,
    )


def taking_back(blank: Decision, mine: Sequence[Decision], last: Decision) -> Decision:
    """The decision that takes back ``last``: what was said before, or else that it is withdrawn."""
    if last.judgement is None:
        raise ValueError("A step is not taken back.")
    before = said_before(mine, last)
    withdrawn = replace(last.judgement, existence=Existence.WITHDRAW)
    return replace(
        blank,
        mark=last.mark,
        judgement=before.judgement if before else withdrawn,
        document=before.document if before else last.document,
        suggested=before.suggested if before else last.suggested,
        score_shown=before.score_shown if before else False,
        themes_shown=before.themes_shown if before else False,
        undoes=last.number,
    )


def noted(text: str) -> str:
    """What a person wrote, without space around it, cut to size."""
    return storable(text).strip()[:LONGEST_NOTE]


def _existence(mark: Mark | None, said: Judgement) -> Existence:
    """Confirmed if it is just what was suggested, corrected if the person moved an end."""
    if said.existence not in ACCEPTED:
        return said.existence
    if mark is None or mark.suggestion is None or mark.name.startswith(ADDED):
        return Existence.ADD
    same = said.span == mark.suggestion.span
    return Existence.CONFIRM if same else Existence.CORRECT
