"""What was said of one reading of a paper, carried to another reading: exactly, or not at all.

The same text at the same place is the same. A place is the page and where on it the first line
begins; without pages, which occurrence of the text it is. What no longer fits is an orphan, for a
person to settle; nothing is ever anchored by likeness.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.records import Decision, Document, Span

NEAR = 2.0  # points


def carry(old: Document, new: Document, span: Span) -> Span | None:
    """Where a span of one reading stands in another; None if it does not stand there exactly."""
    words = span.of(old.text)
    places = list(_occurrences(new.text, words))
    if not old.pages or not new.pages:
        earlier = list(_occurrences(old.text, words))
        at = earlier.index(span) if span in earlier else -1
        return places[at] if len(places) == len(earlier) and at >= 0 else None
    return next((place for place in places if _same_place(old, new, span, place)), None)


def carried(
    decisions: Sequence[Decision], old: Document, new: Document, new_digest: str, old_digest: str
) -> list[Decision]:
    """Decisions about ``old`` as decisions about ``new``, those that fit; the others as they are.

    For looking at only: the record keeps what was decided, about the reading it was decided on.
    """
    fitted = []
    for decision in decisions:
        said = decision.judgement
        if said is None or decision.document != old_digest:
            fitted.append(decision)
            continue
        place = carry(old, new, said.span)
        fits = place is not None
        fitted.append(
            replace(decision, document=new_digest, judgement=replace(said, span=place))
            if fits and place
            else decision
        )
    return fitted


def _occurrences(text: str, words: str) -> Iterator[Span]:
    at = text.find(words)
    while at >= 0:
        yield Span(at, at + len(words))
        at = text.find(words, at + 1)


def _same_place(old: Document, new: Document, span: Span, place: Span) -> bool:
    """Whether the first and the last word stand where they stood."""
    before, after = old.boxes_of(span), new.boxes_of(place)
    if not before or not after:
        return False
    ends = ((before[0], after[0]), (before[-1], after[-1]))
    return all(
        one.page == other.page
        and abs(one.x0 - other.x0) <= NEAR
        and abs(one.top - other.top) <= NEAR
        for one, other in ends
    )
