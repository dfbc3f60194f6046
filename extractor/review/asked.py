"""What a request asks for, taken apart and checked before anything is done."""

import json
import math
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from starlette.requests import Request

from extractor.records import Eligibility, Existence, Judgement, Outcome, Span, Step, Voice
from extractor.store.bench import Settlement
from extractor.store.desk import Draft
from extractor.store.rules import RefusedError, check_key

Body = Mapping[str, Any]
Named = TypeVar("Named", bound=StrEnum)


async def body_of(request: Request) -> Body:
    """The JSON object that a request carries; raises ``RefusedError``."""
    try:
        body = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise RefusedError("The request holds no JSON.") from None
    if not isinstance(body, dict):
        raise RefusedError("The request holds no JSON object.")
    return body


def draft_of(body: Body) -> Draft:
    """The decision that a request asks for."""
    return Draft(
        key=key_of(body),
        mark=_text(body, "mark"),
        judgement=judgement_of(body),
        seconds=_seconds(body),
        score_shown=body.get("score_shown") is True,
        themes_shown=body.get("themes_shown") is True,
    )


def settlement_of(body: Body) -> Settlement:
    """The settlement that a request asks for."""
    names, judgements = body.get("names"), body.get("judgements", [])
    if not _is_list_of(names, str) or not _is_list_of(judgements, dict):
        raise RefusedError("The request names nothing that could be settled.")
    return Settlement(
        key=key_of(body),
        names=tuple(names or ()),
        outcome=_one_of(Outcome, body.get("outcome")),
        judgements=tuple(judgement_of(each) for each in judgements),
        note=_text(body, "note"),
        joint=body.get("joint") is True,
    )


def judgement_of(body: Body) -> Judgement:
    """What a request says of a mark."""
    eligibility, voice, themes = body.get("eligibility"), body.get("voice"), body.get("themes", [])
    if not _is_list_of(themes, str):
        raise RefusedError("The themes are no list of ids.")
    return Judgement(
        existence=_one_of(Existence, body.get("existence")),
        span=_span(body),
        reason=_text(body, "reason"),
        eligibility=None if eligibility is None else _one_of(Eligibility, eligibility),
        speaker=_text(body, "speaker") or None,
        voice=None if voice is None else _one_of(Voice, voice),
        themes=tuple(themes),
        note=_text(body, "note"),
    )


def step_of(body: Body) -> tuple[Step, str, str]:
    """What a request says of a paper as a whole, why, and a note."""
    return _one_of(Step, body.get("step")), _text(body, "reason"), _text(body, "note")


def note_of(body: Body) -> str:
    """The note that a request carries."""
    return _text(body, "note")


def key_of(body: Body) -> str:
    """The key that makes a request be done once."""
    return check_key(_text(body, "key"))


def _one_of(kind: type[Named], value: object) -> Named:
    try:
        return kind(str(value))
    except ValueError:
        raise RefusedError(f"{value!r} is nothing that can be said here.") from None


def _span(body: Body) -> Span:
    start, end = body.get("start"), body.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        raise RefusedError("The request marks no words.")
    return Span(start, end)


def _text(body: Body, name: str) -> str:
    value = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RefusedError(f"{name} is no text.")
    return value


def _seconds(body: Body) -> float:
    value = body.get("seconds", 0.0)
    try:
        seconds = float(value) if isinstance(value, int | float) else 0.0
    except OverflowError:  # JSON knows whole numbers that are no float
        return 0.0
    return seconds if math.isfinite(seconds) else 0.0


def _is_list_of(value: object, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(each, kind) for each in value)
