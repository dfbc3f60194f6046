"""Editing a codebook, step by step: each change is a record, and a codebook is its steps applied.

A theme's id never changes, so what was decided stays what it was; a rename changes the name alone.
A theme that is split, merged or retired ends: it stays in the codebook with what took its place.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from extractor.errors import FirsthandError
from extractor.records import Theme
from extractor.themes.codebook import COLOUR, EMPTY, Codebook, Guidance, parse_codebook, plain

LONGEST_ID, LONGEST_NAME, LONGEST_TEXT = 40, 200, 4_000
WORDS = {
    "name": "name",
    "parent": "place",
    "definition": "definition",
    "when_to_use": "when to use",
    "when_not": "when not",
    "examples": "examples",
    "colour": "colour",
}
"""What a theme has beside its id, in the words for it."""


class EditError(FirsthandError):
    """A step that makes no sense in the codebook as it is."""


class Kind(StrEnum):
    """What a step does; ``RESTORE`` takes the end of a theme back."""

    BEGIN = "begin"
    ADD = "add"
    CHANGE = "change"
    SPLIT = "split"
    MERGE = "merge"
    RETIRE = "retire"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Entry:
    """A theme with its guidance."""

    theme: Theme
    guidance: Guidance = field(default_factory=Guidance)


@dataclass(frozen=True, slots=True)
class CodebookStep:
    """One change of a codebook.

    ``theme`` is the id of what it is about; ``entries`` are the themes that it adds, or the one
    that it changes as that is from then on; ``into`` are the ids of what a theme is split or merged
    into. The first step of all holds a whole codebook file as its ``codebook``.
    """

    kind: Kind
    theme: str = ""
    entries: tuple[Entry, ...] = ()
    into: tuple[str, ...] = ()
    codebook: str = ""


def begun(codebook: str) -> CodebookStep:
    """The step with which a codebook begins: the text of its TOML file."""
    return CodebookStep(Kind.BEGIN, codebook=codebook)


def apply(codebook: Codebook, step: CodebookStep) -> Codebook:
    """The codebook after a step; raises ``EditError``, which says what to do instead."""
    return _APPLIED[step.kind](codebook, step)


def replay(steps: Iterable[CodebookStep]) -> Codebook:
    """The codebook that steps make, from the first."""
    codebook = EMPTY
    for step in steps:
        codebook = apply(codebook, step)
    return codebook


def new_entry(codebook: Codebook, told: Entry, *, taken: Iterable[str] = ()) -> Entry:
    """A theme to be added under an id made of its name, which no other has or is to have."""
    made = re.sub(r"[^\w]+", "-", told.theme.name.casefold()).strip("-")[:LONGEST_ID] or "theme"
    known = {theme.id for theme in codebook.themes} | set(taken)
    id_, number = made, 1
    while id_ in known:
        number += 1
        id_ = f"{made}-{number}"
    return replace(told, theme=replace(told.theme, id=id_))


def entry_of(codebook: Codebook, id_: str) -> Entry:
    """A theme of the codebook with its guidance; raises ``EditError`` if there is none."""
    theme = codebook.theme(id_)
    if theme is None:
        raise EditError(f"The codebook has no theme “{id_}”.\nReload the page.")
    return Entry(theme, codebook.guidance.get(id_, Guidance()))


def differences(before: Entry, after: Entry) -> Mapping[str, tuple[Any, Any]]:
    """What differs between two states of a theme: what it was and what it is, by ``WORDS``."""
    one, other = _flat(before), _flat(after)
    return {name: (one[name], other[name]) for name in WORDS if one[name] != other[name]}


def describe(step: CodebookStep, before: Codebook, after: Codebook) -> str:
    """A step in a sentence; names of themes as they were then."""

    def named(id_: str) -> str:
        theme = before.theme(id_) or after.theme(id_)
        return f"“{theme.name if theme else id_}”"

    into = _listed([named(each) for each in step.into])
    return {
        Kind.BEGIN: f"Began with {len(after.themes)} themes.",
        Kind.ADD: f"Added {_listed([named(each.theme.id) for each in step.entries])}.",
        Kind.SPLIT: f"Split {named(step.theme)} into {into}.",
        Kind.MERGE: f"Merged {named(step.theme)} into {into}.",
        Kind.RETIRE: f"Retired {named(step.theme)}.",
        Kind.RESTORE: f"Took {named(step.theme)} back into use.",
    }.get(step.kind) or _changed_words(step, before)


def write_step(step: CodebookStep) -> str:
    """What a step holds beside its kind, as JSON in one form."""
    form = {
        "theme": step.theme,
        "entries": [{"id": each.theme.id, **_flat(each)} for each in step.entries],
        "into": step.into,
        "codebook": step.codebook,
    }
    return json.dumps(form, sort_keys=True, ensure_ascii=False)


def read_step(kind: str, content: str) -> CodebookStep:
    """The step that ``write_step`` wrote."""
    form = json.loads(content)
    entries = tuple(entry_from(each) for each in form["entries"])
    return CodebookStep(Kind(kind), form["theme"], entries, tuple(form["into"]), form["codebook"])


def entry_from(told: Mapping[str, Any]) -> Entry:
    """A theme from its parts by name (``id`` and those of ``WORDS``), its texts on one line each.

    What is missing is empty. Raises ``EditError`` for what no theme can be.
    """
    examples = tuple(filter(None, (plain(each) for each in told.get("examples", ()))))
    texts = {name: plain(told.get(name) or "") for name in WORDS if name != "examples"}
    if not texts["name"]:
        raise EditError("A theme needs a name.\nSay in a few words what accounts have in common.")
    for text in (*texts.values(), *examples):
        if len(text) > LONGEST_TEXT or len(texts["name"]) > LONGEST_NAME:
            raise EditError(f"“{text[:40]}…” is too long.\nA theme is told in a few sentences.")
    if texts["colour"] and not COLOUR.fullmatch(texts["colour"]):
        raise EditError(f"“{texts['colour']}” is no colour.\nWrite it as six digits: #0f6b6b")
    theme = Theme(told.get("id") or "", texts["name"], texts["parent"] or None, texts["definition"])
    guidance = Guidance(texts["when_to_use"], texts["when_not"], examples, texts["colour"].lower())
    return Entry(theme, guidance)


def _begin(_: Codebook, step: CodebookStep) -> Codebook:
    return parse_codebook(step.codebook, Path("codebook.toml"))


def _add(codebook: Codebook, step: CodebookStep) -> Codebook:
    for entry in step.entries:
        _check_entry(codebook, entry)
        if codebook.theme(entry.theme.id) is not None:
            raise EditError(f"There is a theme “{entry.theme.id}” already.\nReload the page.")
        themes = (*codebook.themes, entry.theme)
        guidance = {**codebook.guidance, entry.theme.id: entry.guidance}
        codebook = replace(codebook, themes=themes, guidance=guidance)
    return codebook


def _change(codebook: Codebook, step: CodebookStep) -> Codebook:
    _in_use(codebook, step.theme)
    (told,) = step.entries
    entry = replace(told, theme=replace(told.theme, id=step.theme))
    _check_entry(codebook, entry)
    _check_circle(codebook, entry.theme)
    themes = tuple(entry.theme if each.id == step.theme else each for each in codebook.themes)
    return replace(
        codebook, themes=themes, guidance={**codebook.guidance, step.theme: entry.guidance}
    )


def _split(codebook: Codebook, step: CodebookStep) -> Codebook:
    if len(set(step.into)) < 2:
        raise EditError("A theme is split into two or more.\nMerge it if it is to become one.")
    with_new = _add(codebook, step)
    return _end(with_new, step)


def _merge(codebook: Codebook, step: CodebookStep) -> Codebook:
    if len(step.into) != 1:
        raise EditError("A theme is merged into one other.\nSplit it if it is to become several.")
    return _end(codebook, step)


def _retire(codebook: Codebook, step: CodebookStep) -> Codebook:
    return _end(codebook, replace(step, into=()))


def _end(codebook: Codebook, step: CodebookStep) -> Codebook:
    """The codebook in which a theme is no longer used."""
    theme = _in_use(codebook, step.theme)
    below = [each.name for each in codebook.open if each.parent == theme.id]
    if below:
        raise EditError(
            f"“{theme.name}” has themes under it: {', '.join(below)}.\n"
            "Move them first: change the meta-theme of each."
        )
    if step.theme in step.into:
        raise EditError(f"“{theme.name}” cannot take its own place.\nChoose another theme.")
    for each in step.into:
        _in_use(codebook, each)
    return replace(codebook, ended={**codebook.ended, step.theme: step.into})


def _restore(codebook: Codebook, step: CodebookStep) -> Codebook:
    entry = entry_of(codebook, step.theme)
    if step.theme not in codebook.ended:
        raise EditError(f"“{entry.theme.name}” is in use already.\nReload the page.")
    _check_entry(codebook, entry)
    ended = {id_: into for id_, into in codebook.ended.items() if id_ != step.theme}
    return replace(codebook, ended=ended)


def _in_use(codebook: Codebook, id_: str) -> Theme:
    """An open theme; raises ``EditError`` for one that has ended or is not there."""
    theme = entry_of(codebook, id_).theme
    if id_ in codebook.ended:
        raise EditError(f"“{theme.name}” is no longer used.\nTake it back into use first.")
    return theme


def _check_entry(codebook: Codebook, entry: Entry) -> None:
    """Refuse a theme named like another that is in use, or under one that is not."""
    theme = entry.theme
    for each in codebook.open:
        if each.id != theme.id and each.name.casefold() == theme.name.casefold():
            raise EditError(
                f"There is a theme named “{each.name}” already.\n"
                "Choose another name: people could not tell the two apart."
            )
    if theme.parent is not None:
        _in_use(codebook, theme.parent)


def _check_circle(codebook: Codebook, theme: Theme) -> None:
    above = theme.parent
    while above is not None:
        if above == theme.id:
            raise EditError(
                f"“{theme.name}” would stand under itself.\n"
                "Choose a meta-theme that is not one of the themes under it."
            )
        higher = codebook.theme(above)
        above = higher.parent if higher else None


def _changed_words(step: CodebookStep, before: Codebook) -> str:
    was, now = entry_of(before, step.theme), step.entries[0]
    changed = differences(was, now)
    renamed = f"Renamed “{was.theme.name}” to “{now.theme.name}”" if "name" in changed else ""
    rest = [WORDS[name] for name in changed if name != "name"]
    if renamed:
        return f"{renamed}; changed its {_listed(rest)}." if rest else f"{renamed}."
    return f"Changed {_listed(rest) or 'nothing'} of “{was.theme.name}”."


def _listed(things: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(things[:-1]), *things[-1:]]))


def _flat(entry: Entry) -> dict[str, Any]:
    """All that a theme has beside its id, by the names in ``WORDS``."""
    told = asdict(entry.theme) | asdict(entry.guidance)
    return {name: told[name] for name in WORDS}


_APPLIED: dict[Kind, Callable[[Codebook, CodebookStep], Codebook]] = {
    Kind.BEGIN: _begin,
    Kind.ADD: _add,
    Kind.CHANGE: _change,
    Kind.SPLIT: _split,
    Kind.MERGE: _merge,
    Kind.RETIRE: _retire,
    Kind.RESTORE: _restore,
}
