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
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.errors import FirsthandError, reason
from extractor.records import Theme

ID = re.compile(r"[\w.-]+")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
KEYS = ("id", "name", "parent", "definition", "when_to_use", "when_not", "examples", "colour")


class CodebookError(FirsthandError):
    """The codebook cannot be used."""


class UnreadableCodebookError(CodebookError):
    """There is no such file, or the system does not hand it over."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(
            f"The codebook {path} cannot be read: {reason(error)}.\nCheck its name and where it is."
        )


class BrokenCodebookError(CodebookError):
    """The file is no TOML; the message names the line."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"The codebook {path} is not written as TOML: {what}.\n"
            "A text stands in quotation marks, and each theme begins with a line [[themes]]. "
            "Save the file as UTF-8."
        )


class BadThemeError(CodebookError):
    """A theme lacks something, or has something that no theme has."""

    def __init__(self, path: Path, theme: str, what: str, advice: str) -> None:
        super().__init__(f"{theme} of the codebook {path} {what}.\n{advice}")


class DoubledThemeError(CodebookError):
    """Two themes have the same id."""

    def __init__(self, path: Path, theme: str) -> None:
        super().__init__(
            f"The codebook {path} has two themes with the id “{theme}”.\n"
            "Give one of them another id: what is sorted under it could not be told apart."
        )


class UnknownParentError(CodebookError):
    """A theme belongs to a meta-theme that is not in the codebook."""

    def __init__(self, path: Path, theme: Theme, known: Iterable[str]) -> None:
        super().__init__(
            f"The theme “{theme.id}” of the codebook {path} belongs to “{theme.parent}”, and there "
            f"is no theme with that id.\nThere are: {', '.join(known)}. Without a line “parent” it "
            "stands at the top."
        )


class CircleOfThemesError(CodebookError):
    """Some themes belong to each other, so none of them is at the top."""

    def __init__(self, path: Path, circle: Iterable[str]) -> None:
        super().__init__(
            f"Themes of the codebook {path} belong to each other in a circle: "
            f"{' → '.join(circle)}.\n"
            "Take the line “parent” out of the one that is above the others."
        )


@dataclass(frozen=True, slots=True)
class Guidance:
    """What helps a person to decide on a theme; ``colour`` is "#rrggbb", or "" for none."""

    when_to_use: str = ""
    when_not: str = ""
    examples: tuple[str, ...] = ()
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Codebook:
    """The themes in the order of the file, and the guidance for each by its id."""

    name: str
    themes: tuple[Theme, ...]
    guidance: Mapping[str, Guidance]


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
    return Codebook(str(table.get("name", path.stem)), themes, guidance)


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
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        raise BrokenCodebookError(path, said[:1].lower() + said[1:]) from None


def _entries(table: Mapping[str, Any], path: Path) -> Iterator[dict[str, Any]]:
    """The tables of the themes, each of them checked."""
    for key in table.keys() - {"name", "themes"}:
        advice = 'Before the themes there is name = "…"; each theme begins with a line [[themes]].'
        raise BadThemeError(path, "The head", f"has “{key}”, which means nothing", advice)
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
        if not entry.get(key):
            yield f"has no {key}", f'Add a line {key} = "…".'
    for key, value in entry.items():
        if key not in KEYS:
            yield f"has a line “{key}”, which means nothing", f"A theme has: {', '.join(KEYS)}."
        elif key == "examples":
            if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
                yield "has examples that are no list of texts", 'Write examples = ["…", "…"].'
        elif not isinstance(value, str):
            yield f"has no text as its {key}", f'Put it in quotation marks: {key} = "…".'
    if not ID.fullmatch(str(entry.get("id"))):
        yield "has an id with other signs", "Use letters, digits, “-”, “_” and “.” only."
    if entry.get("colour") and not COLOUR.fullmatch(entry["colour"]):
        yield "has a colour that is none", 'Write it as six digits: colour = "#0f6b6b".'


def _theme(entry: Mapping[str, Any]) -> Theme:
    parent, definition = entry.get("parent") or None, entry.get("definition", "")
    return Theme(entry["id"], _plain(entry["name"]), parent, _plain(definition))


def _guidance(entry: Mapping[str, Any]) -> Guidance:
    return Guidance(
        when_to_use=_plain(entry.get("when_to_use", "")),
        when_not=_plain(entry.get("when_not", "")),
        examples=tuple(_plain(example) for example in entry.get("examples", ())),
        colour=entry.get("colour", "").lower(),
    )


def _plain(text: str) -> str:
    """A text on one line: how a file is wrapped means nothing."""
    return " ".join(text.split())


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
    for theme in themes:
        above = [theme.id]
        while (parent := parents[above[-1]]) is not None:
            above.append(parent)
            if parent in above[:-1]:
                raise CircleOfThemesError(path, above[above.index(parent) :])
