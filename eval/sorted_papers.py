"""Papers whose quotations are sorted under themes, from JSONL: one quotation a line.

Each line has ``paper``, ``theme`` (a title) and ``text``. The order of the lines means nothing:
quotations and themes are shuffled, for neighbours share a theme.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.errors import FirsthandError

SEED = 20261126
FIELDS = ("paper", "theme", "text")


class SortedPaper(NamedTuple):
    """A paper's quotations, its themes, and the index of each quotation's theme."""

    id: str
    texts: tuple[str, ...]
    themes: tuple[str, ...]
    theme_of: NDArray[np.int_]

    @property
    def indicators(self) -> NDArray[np.float64]:
        """The themes as an array (quotations, themes) of 0 and 1."""
        return np.eye(len(self.themes))[self.theme_of]


class UnsortedFileError(FirsthandError):
    """The file does not say which quotation has which theme."""

    def __init__(self, path: Path, line: int, what: str) -> None:
        super().__init__(
            f"{path}, line {line}: {what}.\n"
            'Each line is an object such as {"paper": "…", "theme": "…", "text": "…"}.'
        )


class NothingToRankError(FirsthandError):
    """No quotation of the file has themes to choose between."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} holds no paper whose quotations have two themes or more.\n"
            "With one theme there is nothing to rank; add papers that have several."
        )


class UnknownThemesError(FirsthandError):
    """The file names themes that the codebook does not have."""

    def __init__(self, path: Path, unknown: Iterable[str]) -> None:
        named = ", ".join(sorted(unknown))
        super().__init__(
            f"{path} names themes that are not in use in the codebook: {named}.\n"
            "With --codebook, “theme” is the id of one of its themes."
        )


class Coded(NamedTuple):
    """One line of the file."""

    paper: str
    theme: str
    text: str


def read_sorted(path: Path) -> list[SortedPaper]:
    """The papers of a file, in the order of their ids; those with one theme only are left out.

    Raises ``NothingToRankError`` where that is all of them.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for one in read_coded(path):
        found.setdefault(one.paper, []).append((one.text, one.theme))
    papers = [_shuffled(paper, found[paper]) for paper in sorted(found)]
    several = [paper for paper in papers if len(paper.themes) > 1]
    if not several:
        raise NothingToRankError(path)
    return several


def read_coded(path: Path) -> list[Coded]:
    """The lines of a file; raises ``UnsortedFileError``."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split(
            "\n"
        )  # a text may hold other ends of line
    except (OSError, UnicodeDecodeError) as error:
        raise UnsortedFileError(path, 1, f"it cannot be read ({error})") from None
    return [_coded(path, at, line) for at, line in enumerate(lines, 1) if line.strip()]


def _coded(path: Path, number: int, line: str) -> Coded:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        raise UnsortedFileError(path, number, "it is no JSON") from None
    if not isinstance(told, Mapping) or not all(isinstance(told.get(key), str) for key in FIELDS):
        raise UnsortedFileError(path, number, "it lacks one of the three texts")
    return Coded(told["paper"], told["theme"], told["text"])


def _shuffled(paper: str, quotations: list[tuple[str, str]]) -> SortedPaper:
    chance = np.random.default_rng(SEED)
    ordered = sorted(quotations)
    shuffled = [ordered[at] for at in chance.permutation(len(ordered))]
    titles = sorted({theme for _, theme in quotations})
    themes = [titles[at] for at in chance.permutation(len(titles))]
    theme_of = np.array([themes.index(theme) for _, theme in shuffled])
    return SortedPaper(paper, tuple(text for text, _ in shuffled), tuple(themes), theme_of)
