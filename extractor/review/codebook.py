"""The codebook's page: all see it, and a lead changes it, one recorded step a form."""

from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from extractor.review.access import signed_in
from extractor.review.asked import Body, key_of
from extractor.store.codebook import change_codebook, view_codebook
from extractor.store.rows import storable
from extractor.store.rules import RefusedError
from extractor.store.steps import Changed
from extractor.themes.codebook import Codebook, told_of
from extractor.themes.editing import (
    WORDS,
    CodebookStep,
    Entry,
    Kind,
    differences,
    entry_from,
    entry_of,
)

if TYPE_CHECKING:
    from extractor.review.routes import Served

MOST = 50  # parts of a split, examples of a theme


def codebook_page(served: "Served", request: Request, _: Body) -> Response:
    """The themes, what became of those no longer used, and what must be looked at again."""
    view = view_codebook(served.review, signed_in(request))
    people = {person.id: person.name for person in served.people()}
    return served.page(
        request,
        "codebook.html",
        view=view,
        shape=codebook_shape(view.codebook) | {"steps": len(view.history)},
        people=people,
        changes=_changes,
    )


def change(served: "Served", request: Request, body: Body) -> Response:
    """Put a step on record."""
    step, note, key = step_of(body), _text(body, "note"), key_of(body)
    told = body.get("seen")
    seen = told if isinstance(told, int) else None
    person = signed_in(request)
    codebook = change_codebook(served.review, person, step, key=key, note=note, seen=seen)
    return JSONResponse({"themes": themes_shape(codebook)})


def codebook_shape(codebook: Codebook) -> dict[str, Any]:
    """The themes that can be chosen, and those that have ended with what took their place."""
    shapes = themes_shape(codebook)
    return {
        "themes": [each for each in shapes if each["id"] not in codebook.ended],
        "ended": [
            each | {"into": list(codebook.ended[each["id"]]), "stale": _is_stale(codebook, each)}
            for each in shapes
            if each["id"] in codebook.ended
        ],
    }


def themes_shape(codebook: Codebook) -> list[dict[str, Any]]:
    """All themes with what helps to choose them."""
    return [told_of(codebook, theme) for theme in codebook.themes]


def step_of(body: Body) -> CodebookStep:
    """The step that a request asks for; raises ``RefusedError`` or ``EditError``."""
    try:
        kind = Kind(_text(body, "kind"))
    except ValueError:
        raise RefusedError("The codebook knows no such step.\nReload the page.") from None
    entries = tuple(_entry(each) for each in _listed(body, "entries", dict))
    if kind in (Kind.ADD, Kind.CHANGE) and len(entries) != 1:
        raise RefusedError("The request says nothing of the theme.\nReload the page.")
    return CodebookStep(kind, _text(body, "theme"), entries, tuple(_listed(body, "into", str)))


def _entry(told: Body) -> Entry:
    """A theme from the fields of a form, its texts as every database takes them."""
    texts = {name: storable(_text(told, name)).strip() for name in WORDS if name != "examples"}
    examples = [storable(each).strip() for each in _listed(told, "examples", str)]
    return entry_from(texts | {"examples": examples})


def _text(body: Body, name: str) -> str:
    value = body.get(name) or ""
    if not isinstance(value, str):
        raise RefusedError(f"{name} is no text.")
    return value


def _listed(body: Body, name: str, kind: type) -> list[Any]:
    value = body.get(name) or []
    if not isinstance(value, list) or not all(isinstance(each, kind) for each in value):
        raise RefusedError(f"{name} is no list of what belongs there.")
    if len(value) > MOST:
        raise RefusedError(f"These are more than {MOST} {name}.\nKeep those that help most.")
    return value


def _changes(changed: Changed) -> dict[str, tuple[object, object]]:
    """What a theme was and what it became, part by part, where a step changed one."""
    step = changed.recorded.step
    if step.kind is not Kind.CHANGE:
        return {}
    was = entry_of(changed.before, step.theme)
    return {WORDS[name]: both for name, both in differences(was, step.entries[0]).items()}


def _is_stale(codebook: Codebook, shape: dict[str, Any]) -> bool:
    """Whether a theme that has ended must be looked at again where it was chosen."""
    return bool(codebook.outdated([shape["id"]]))
