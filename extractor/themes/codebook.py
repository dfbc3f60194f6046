"""The codebook: the themes that accounts are sorted under, and when to use each of them.

It is a TOML file that people write and read (``annotations/codebook.toml`` is one)::

    name = "Being heard"

    [[themes]]
    id = "trust"                      # what files hold: letters, digits, "-", "_", "."
    name = "Building trust"
    parent = "professionals"          # the id of its meta-theme; none for a theme at the top
    definition = "…"
    when_to_use = "…"
    when_not = "…"
    examples = ["…", "…"]
    colour = "#0f6b6b"
    ended = ["calm", "warmth"]        # only for a theme that is no longer used: what took its place

One id in ``ended`` means merged into that theme, several mean split into those, none retired.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.records import Theme
from extractor.themes.codebook_errors import (
    BadEndError,
    BadThemeError,
    BrokenCodebookError,
    CircleOfThemesError,
    DoubledThemeError,
    UnknownParentError,
    UnreadableCodebookError,
)

ID = re.compile(r"[\w.-]+")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
TEXTS = ("id", "name", "parent", "definition", "when_to_use", "when_not", "colour")
LISTS = ("examples", "ended")
KEYS = (*TEXTS[:-1], "examples", "colour", "ended")


@dataclass(frozen=True, slots=True)
class Guidance:
    """What helps a person to decide on a theme; ``colour`` is "#rrggbb", or "" for none."""

    when_to_use: str = ""
    when_not: str = ""
    examples: tuple[str, ...] = ()
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Codebook:
    """The themes in the order of the file, and the guidance for each by its id.

    ``ended`` are those that are no longer used, with what took their place: one theme that it was
    merged into, several that it was split into, or none where it was retired. They stay in the
    codebook, because what was decided keeps the theme that it was decided with.
    """

    name: str
    themes: tuple[Theme, ...]
    guidance: Mapping[str, Guidance]
    ended: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def open(self) -> tuple[Theme, ...]:
        """The themes that can be chosen now."""
        return tuple(theme for theme in self.themes if theme.id not in self.ended)

    def theme(self, id_: str) -> Theme | None:
        """The theme of this id, in use or not."""
        return next((theme for theme in self.themes if theme.id == id_), None)

    def current(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Themes as they are now: what was merged is what it was merged into, once.

        What was split or retired stays as it is: only a person can tell what is to take its place.
        """
        return tuple(dict.fromkeys(map(self._followed, ids)))

    def outdated(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Those of the themes that must be looked at again: they were split or retired."""
        return tuple(each for each in ids if self._followed(each) in self.ended)

    def tree(self) -> Iterator[tuple[int, Theme]]:
        """The open themes with how deep each stands, a meta-theme before the themes under it."""
        ids = {theme.id for theme in self.open}
        below: dict[str | None, list[Theme]] = {}
        for theme in self.open:
            below.setdefault(theme.parent if theme.parent in ids else None, []).append(theme)
        left = [(0, theme) for theme in reversed(below.get(None, []))]
        while left:
            depth, theme = left.pop()
            yield depth, theme
            left += [(depth + 1, each) for each in reversed(below.get(theme.id, []))]

    def _followed(self, id_: str) -> str:
        while len(into := self.ended.get(id_, ())) == 1:
            id_ = into[0]
        return id_


EMPTY = Codebook("", (), {})


def read_codebook(path: Path) -> Codebook:
    """The codebook in the TOML file ``path``. Raises CodebookError, which says what to mend."""
    return parse_codebook(_read(path), path)


def parse_codebook(text: str, path: Path) -> Codebook:
    """The codebook that ``text`` holds; ``path`` is what errors call it."""
    table = _parsed(text, path)
    entries = list(_entries(table, path))
    themes = tuple(_theme(entry) for entry in entries)
    _check_ids(themes, path)
    _check_parents(themes, path)
    guidance = {entry["id"]: _guidance(entry) for entry in entries}
    ended = {entry["id"]: tuple(entry["ended"]) for entry in entries if "ended" in entry}
    _check_ends(ended, guidance, path)
    return Codebook(str(table.get("name", path.stem)), themes, guidance, ended)


def write_codebook(codebook: Codebook) -> str:
    """A codebook as a TOML file, from which the same codebook is read."""
    import tomli_w

    entries = [_entry(codebook, theme) for theme in codebook.themes]
    return tomli_w.dumps({"name": codebook.name, "themes": entries})


def plain(text: str) -> str:
    """A text on one line: how a file is wrapped means nothing."""
    return " ".join(text.split())


def _read(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableCodebookError(path, error) from None
    try:
        return content.decode("utf-8-sig")  # some editors put a byte order mark before it
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BrokenCodebookError(path, f"line {line} is not in UTF-8") from None


def _parsed(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise BrokenCodebookError(path, "its brackets stand in each other too deep") from None
    except ValueError as error:  # a number of thousands of digits is one that is no TOML error
        said = str(error)
        raise BrokenCodebookError(path, said[:1].lower() + said[1:]) from None


def _entries(table: Mapping[str, Any], path: Path) -> Iterator[dict[str, Any]]:
    """The tables of the themes, each of them checked."""
    for key in table.keys() - {"name", "themes"}:
        advice = 'Before the themes there is name = "…"; each theme begins with a line [[themes]].'
        raise BadThemeError(path, "The head", f"has “{key}”, which means nothing", advice)
    if not isinstance(table.get("name", ""), str):
        advice = 'Put it in quotation marks: name = "…".'
        raise BadThemeError(path, "The head", "has no text as its name", advice)
    entries = table.get("themes", [])
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise BrokenCodebookError(path, "“themes” is no list of tables")
    for number, entry in enumerate(entries, 1):
        named = f"The theme “{entry['id']}”" if entry.get("id") else f"Theme {number}"
        for what, advice in _faults(entry):
            raise BadThemeError(path, named, what, advice)
        yield entry


def _faults(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with one theme, each with what to do."""
    for key in ("id", "name"):
        if not str(entry.get(key, "")).strip():
            yield f"has no {key}", f'Add a line {key} = "…".'
    for key, value in entry.items():
        if key not in KEYS:
            yield f"has a line “{key}”, which means nothing", f"A theme has: {', '.join(KEYS)}."
        elif key in LISTS:
            if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
                yield f"has {key} that are no list of texts", f'Write {key} = ["…", "…"].'
        elif not isinstance(value, str):
            yield f"has no text as its {key}", f'Put it in quotation marks: {key} = "…".'
    if not ID.fullmatch(str(entry.get("id"))):
        yield "has an id with other signs", "Use letters, digits, “-”, “_” and “.” only."
    if entry.get("colour") and not COLOUR.fullmatch(entry["colour"]):
        yield "has a colour that is none", 'Write it as six digits: colour = "#0f6b6b".'


def _theme(entry: Mapping[str, Any]) -> Theme:
    parent, definition = entry.get("parent") or None, entry.get("definition", "")
    return Theme(entry["id"], plain(entry["name"]), parent, plain(definition))


def _guidance(entry: Mapping[str, Any]) -> Guidance:
    return Guidance(
        when_to_use=plain(entry.get("when_to_use", "")),
        when_not=plain(entry.get("when_not", "")),
        examples=tuple(plain(example) for example in entry.get("examples", ())),
        colour=entry.get("colour", "").lower(),
    )


def told_of(codebook: Codebook, theme: Theme) -> dict[str, Any]:
    """All that a codebook says of a theme, by the names that the file has."""
    guidance = codebook.guidance.get(theme.id, Guidance())
    return {
        "id": theme.id,
        "name": theme.name,
        "parent": theme.parent,
        "definition": theme.definition,
        "when_to_use": guidance.when_to_use,
        "when_not": guidance.when_not,
        "examples": list(guidance.examples),
        "colour": guidance.colour,
    }


def _entry(codebook: Codebook, theme: Theme) -> dict[str, Any]:
    """A theme as its table in the file; what it has not is left out."""
    told = told_of(codebook, theme)
    ended = {"ended": list(codebook.ended[theme.id])} if theme.id in codebook.ended else {}
    return {key: value for key, value in told.items() if value} | ended


def _check_ids(themes: Iterable[Theme], path: Path) -> None:
    seen: set[str] = set()
    for theme in themes:
        if theme.id in seen:
            raise DoubledThemeError(path, theme.id)
        seen.add(theme.id)


def _check_parents(themes: Iterable[Theme], path: Path) -> None:
    parents = {theme.id: theme.parent for theme in themes}
    for theme in themes:
        if theme.parent is not None and theme.parent not in parents:
            raise UnknownParentError(path, theme, parents)
    reach_the_top: set[str | None] = {None}
    for theme in themes:
        above: dict[str, None] = {}  # in order
        at: str | None = theme.id
        while at is not None and at not in reach_the_top:
            if at in above:
                ids = [*above, at]
                raise CircleOfThemesError(path, ids[ids.index(at) :])
            above[at] = None
            at = parents[at]
        reach_the_top |= above.keys()


def _check_ends(ended: Mapping[str, tuple[str, ...]], known: Iterable[str], path: Path) -> None:
    ids = set(known)
    for theme, into in ended.items():
        for each in into:
            if each not in ids:
                raise BadEndError(path, theme, f"there is no theme “{each}”")
        seen = {theme}
        while len(into) == 1 and into[0] in ended:
            if into[0] in seen:
                raise BadEndError(path, theme, "it is replaced by itself in the end")
            seen.add(into[0])
            into = ended[into[0]]
