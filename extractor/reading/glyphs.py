"""Words that need a look at their single characters: glued, doubled, or set in two styles."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

LONG = 16
CAMEL = re.compile(r"[a-z]{2}[A-Z]|[a-z]{3}[,;.!?)][A-Za-z]{3}|[a-z]\d[A-Za-z]")
GAP = 0.17  # of the size: narrower than any space between words, wider than kerning


class Setting(NamedTuple):
    """How one text object is set, on the page as shown; points, top left origin.

    ``tail`` is the end of a ``Piece``: baseline, size, style, angle, not glued.
    """

    level: bool
    top: float
    bottom: float
    tail: tuple[float, float, int, int, bool]


class Glyph(NamedTuple):
    """One character, its box in the page's user space, and the text object that draws it."""

    character: str
    x0: float
    y0: float
    x1: float
    y1: float
    setting: Setting
    drawn_by: int


class Run(NamedTuple):
    """Characters of one word and style; ``glued`` if no space parts them from those before."""

    glyphs: list[Glyph]
    glued: bool


def looks_odd(word: str) -> bool:
    """Whether a word may be several glued together, or one drawn twice (a fake bold)."""
    if word.isalpha() and word.islower() and word[0] != word[1:2] and len(word) < LONG:
        return False  # most words, quickly
    return len(word) >= LONG or bool(CAMEL.search(word)) or is_doubled(word)


def find_runs(glyphs: Iterable[Glyph]) -> Iterator[Run]:
    """The runs that a word's characters make.

    A new run begins where the style, size or baseline changes, and where a gap shows that two
    words were glued. A character drawn again on its own place by another object (a fake bold) is
    dropped; two of one object on one place are a ligature's letters.
    """
    run: list[Glyph] = []
    seen: dict[tuple[str, float], list[Glyph]] = defaultdict(list)  # by character and point
    glued = False
    for glyph in glyphs:
        character, point = glyph.character, glyph.x0 // 1
        if any(_is_copy(glyph, seen.get((character, point + step), ())) for step in (-1, 0, 1)):
            continue
        seen[character, point].append(glyph)
        gap = run and glyph.setting.level and not _is_close(run[-1], glyph)
        if run and (gap or not _is_set_alike(run[-1].setting, glyph.setting)):
            yield Run(run, glued)
            run, glued = [], not gap
        run.append(glyph)
    if run:
        yield Run(run, glued)


def is_doubled(word: str) -> bool:
    """Whether every letter of a word stands twice: "hheelldd"."""
    return word[:1] == word[1:2] and len(word) >= 4 and word[::2] == word[1::2]


def _is_copy(glyph: Glyph, others: Sequence[Glyph]) -> bool:
    """Whether another object drew the same character less than a point away."""
    return any(
        other.drawn_by != glyph.drawn_by
        and abs(other.x0 - glyph.x0) < 1
        and abs(other.y0 - glyph.y0) < 1
        for other in others
    )


def _is_close(before: Glyph, glyph: Glyph) -> bool:
    size = glyph.setting.tail[1]
    return -size < glyph.x0 - before.x1 < GAP * size


def _is_set_alike(one: Setting, other: Setting) -> bool:
    if one is other:
        return True
    base, size, style, angle, _ = one.tail
    other_base, other_size, other_style, other_angle, _ = other.tail
    return (
        (style, angle) == (other_style, other_angle)
        and abs(size - other_size) < 0.12 * size
        and abs(base - other_base) < 0.1 * size
    )
