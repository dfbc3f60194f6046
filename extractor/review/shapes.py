"""What the page's scripts get to know, as JSON: one shape a thing."""

from collections.abc import Mapping, Sequence
from typing import Any

from extractor.records import (
    AS_SAID_BY,
    REASONS,
    Decision,
    Document,
    Eligibility,
    Span,
    Suggestion,
    Voice,
)
from extractor.review.codebook import codebook_shape
from extractor.review.suggesting import SuggestedThemes
from extractor.store.accounts import Settled, to_look_at
from extractor.store.bench import Docket
from extractor.store.desk import Sheet
from extractor.store.marks import Mark, State
from extractor.store.people import Person
from extractor.store.settings import Settings
from extractor.store.units import Conflict, Said, Unit
from extractor.themes.codebook import Codebook

CONTEXT = 300  # characters

Shape = dict[str, Any]


def state_shape(sheet: Sheet, person: Person, settings: Settings, codebook: Codebook) -> Shape:
    """All that the paper view needs to know of a paper, for one annotator."""
    document = sheet.document
    return {
        "paper": sheet.paper.id,
        "title": sheet.paper.title,
        "source": sheet.paper.source,
        "pages": [page._asdict() for page in document.pages],
        "me": {"name": person.name, "roles": list(person.roles)},
        "phase": sheet.phase,
        "finished": sheet.finished,
        "blind": [{"page": page, "closed": closed} for page, closed in sheet.blind.items()],
        "counts": sheet.counts,
        **_choices(codebook),
        "settings": _settings_shape(settings),
        "marks": [
            mark_shape(document, mark, settings, sheet.orphans.get(mark.name, ""))
            for mark in sheet.marks
        ],
        "others": None if sheet.others is None else _others_shape(document, sheet.others, settings),
    }


def words_shape(document: Document) -> Shape:
    """The document's text, where each word of it stands, and its blocks."""
    return {
        "text": document.text,
        "words": [
            [word.start, word.end, word.page, *(round(side, 1) for side in word.box[1:])]
            for word in document.words
        ],
        "blocks": [[b.span.start, b.span.end, b.kind.value] for b in document.blocks],
    }


def suggested_shape(suggested: SuggestedThemes) -> Shape:
    """The themes suggested for each mark, and on how many sorted accounts they rest."""
    marks = {name: each._asdict() for name, each in suggested.marks.items()}
    return {"rests_on": suggested.rests_on, "marks": marks}


def mark_shape(document: Document, mark: Mark, settings: Settings, words: str = "") -> Shape:
    """One mark. An orphan has no place in the document as it is now, only ``words`` that it had."""
    fits = mark.state is not State.ORPHAN
    suggestion = mark.suggestion
    return {
        "mark": mark.name,
        "suggested": suggestion and _suggestion_shape(suggestion, settings),
        "state": mark.state,
        **(_place(document, mark.span) if fits else _nowhere(mark.span, words)),
        "decision": mark.decision and _decision_shape(mark.decision),
    }


def docket_shape(docket: Docket, settings: Settings, codebook: Codebook) -> Shape:
    """A finished paper with all its units, what people said of each and what was settled."""
    document = docket.document
    names = [person.name for person in docket.people]
    return {
        "paper": docket.paper.id,
        "title": docket.paper.title,
        "pages": [page._asdict() for page in document.pages],
        "people": names,
        "partners": [person.name for person in docket.partners],
        "outcomes": [outcome.value for outcome in AS_SAID_BY[: len(names)]],
        **_choices(codebook),
        "settings": _settings_shape(settings),
        "units": [
            _unit_shape(document, docket.people, unit, settled, codebook)
            for unit, settled in docket.units
        ],
        "accounts": len(docket.accounts),
    }


def _others_shape(
    document: Document, others: Mapping[str, Sequence[Mark]], settings: Settings
) -> list[Shape]:
    return [
        {"name": name, "marks": [mark_shape(document, mark, settings) for mark in marks]}
        for name, marks in others.items()
    ]


def _unit_shape(
    document: Document,
    people: Sequence[Person],
    unit: Unit,
    settled: Settled | None,
    codebook: Codebook,
) -> Shape:
    said = {one.annotator: one for one in unit.said}
    conflicts = (*unit.conflicts, *([Conflict.CODEBOOK] if unit.outdated else []))
    return {
        "names": list(unit.names),
        "conflicts": [conflict.value for conflict in conflicts],
        "outdated": list(to_look_at(unit, settled, codebook)),
        **_place(document, unit.span),
        "said": [_said_shape(document, person, said.get(person.id)) for person in people],
        "settled": settled and _settled_shape(document, settled),
    }


def _said_shape(document: Document, person: Person, said: Said | None) -> Shape:
    if said is None:
        return {"annotator": person.name, "decision": None}
    return {
        "annotator": person.name,
        "decision": _decision_shape(said.decision),
        **_place(document, said.judgement.span),
    }


def _settled_shape(document: Document, settled: Settled) -> Shape:
    first = settled.decisions[0]
    return {
        "settlement": first.settlement,
        "outcome": first.outcome,
        "by": first.annotator,
        "joint": first.joint,
        "at": first.at,
        "note": first.judgement.note if first.judgement else "",
        "decisions": [
            _decision_shape(each) | _place(document, each.judgement.span)
            for each in settled.decisions
            if each.judgement
        ],
    }


def _choices(codebook: Codebook) -> Shape:
    return {
        "reasons": list(REASONS),
        "eligibilities": [each.value for each in Eligibility],
        "voices": [each.value for each in Voice],
        **codebook_shape(codebook),
    }


def _settings_shape(settings: Settings) -> Shape:
    return {
        "double_press_ms": settings.double_press_ms,
        "blur": False,
        "pause_minutes": 0,
        "content_note": settings.content_note,
        "eligible_voices": list(settings.eligible_voices),
        "show_scores": settings.show_scores,
    }


def _place(document: Document, span: Span) -> Shape:
    """Where a span stands, its words and what is around them."""
    text, boxes = document.text, document.boxes_of(span)
    return {
        "start": span.start,
        "end": span.end,
        "boxes": [[box.page, *(round(side, 1) for side in box[1:])] for box in boxes],
        "page": boxes[0].page if boxes else None,
        "text": span.of(text),
        "before": text[max(0, span.start - CONTEXT) : span.start],
        "after": text[span.end : span.end + CONTEXT],
    }


def _nowhere(span: Span, words: str) -> Shape:
    place = {"start": span.start, "end": span.end, "boxes": [], "page": None}
    return place | {"text": words, "before": "", "after": ""}


def _suggestion_shape(suggestion: Suggestion, settings: Settings) -> Shape:
    return {
        "start": suggestion.span.start,
        "end": suggestion.span.end,
        "score": round(suggestion.score, 2) if settings.show_scores else None,
        "why": list(suggestion.why),
        "speaker": suggestion.speaker,
        "speaker_parts": suggestion.speaker_parts._asdict(),
        "voice": suggestion.voice,
        "form": suggestion.form,
        "section": suggestion.section,
        "themes": [list(each) for each in suggestion.themes],
    }


def _decision_shape(decision: Decision) -> Shape:
    said = decision.judgement
    if said is None:
        raise ValueError("A step is about no mark.")
    return {
        "existence": said.existence,
        "start": said.span.start,
        "end": said.span.end,
        "reason": said.reason,
        "eligibility": said.eligibility,
        "speaker": said.speaker,
        "voice": said.voice,
        "themes": list(said.themes),
        "note": said.note,
        "phase": decision.phase,
    }
