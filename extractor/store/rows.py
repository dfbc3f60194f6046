"""What goes into rows: decisions, and back; and text, as every database takes it."""

from typing import Any

from extractor.records import (
    Decision,
    Eligibility,
    Existence,
    Judgement,
    Outcome,
    Phase,
    Span,
    Step,
    Voice,
)

PLAIN = ("annotator", "number", "paper", "document", "at", "phase", "mark", "step", "page",
         "score_shown", "themes_shown", "seconds", "undoes", "settlement", "outcome", "joint",
         "simulated", "key", "previous", "hash")  # fmt: skip


def row_of(decision: Decision) -> dict[str, Any]:
    """A decision as the values of its row."""
    row: dict[str, Any] = {name: getattr(decision, name) for name in PLAIN}
    judgement, suggested = decision.judgement, decision.suggested
    said = judgement or decision
    return row | {
        "existence": judgement and judgement.existence,
        "start": judgement and judgement.span.start,
        "end": judgement and judgement.span.end,
        "eligibility": judgement and judgement.eligibility,
        "speaker": judgement and judgement.speaker,
        "voice": judgement and judgement.voice,
        "themes": list(judgement.themes) if judgement else [],
        "reason": said.reason,
        "note": said.note,
        "suggested_start": suggested and suggested.start,
        "suggested_end": suggested and suggested.end,
        "settles": list(decision.settles),
    }


def decision_of(row: Any) -> Decision:
    """A row as the decision it keeps."""
    about_mark = row.existence is not None
    plain: dict[str, Any] = {name: getattr(row, name) for name in PLAIN}
    plain |= {
        "phase": Phase(row.phase),
        "step": Step(row.step) if row.step else None,
        "outcome": Outcome(row.outcome) if row.outcome else None,
        "suggested": _span(row.suggested_start, row.suggested_end),
        "settles": tuple(row.settles),
        "judgement": _judgement(row) if about_mark else None,
        "reason": "" if about_mark else row.reason,
        "note": "" if about_mark else row.note,
    }
    return Decision(**plain)


def _judgement(row: Any) -> Judgement:
    return Judgement(
        existence=Existence(row.existence),
        span=Span(row.start, row.end),
        reason=row.reason,
        eligibility=Eligibility(row.eligibility) if row.eligibility else None,
        speaker=row.speaker,
        voice=Voice(row.voice) if row.voice else None,
        themes=tuple(row.themes),
        note=row.note,
    )


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


def storable(text: str) -> str:
    """Text as every database takes it: no NUL, no half of a surrogate pair."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
