"""Quotation marks as they stand in a text, one by one, before anything is paired.

The same glyph may open, close, or be an apostrophe, and printers mix their glyphs up. So each
mark is described by its glyph's habit and by its neighbours: ``lean`` says whether its place is
that of an opening or a closing mark, ``strength`` how sure it is that it could close.
"""

import re
from enum import IntEnum
from typing import NamedTuple


class Family(IntEnum):
    """Marks of one family may pair; those of different families only nest."""

    DOUBLE = 0
    SINGLE = 1
    GUILLEMET = 2


class Glyph(NamedTuple):
    """One mark: its place, what it usually does, and what its neighbours say.

    ``habit`` and ``lean`` are positive for opening, negative for closing, 0 for either.
    ``strength`` is 0 where it cannot close (an apostrophe), 1 where it may be a possessive's
    apostrophe or an inch, 2 where it can close, 3 where it stands after punctuation.
    """

    start: int
    end: int
    sign: str
    family: Family
    habit: int
    lean: int
    strength: int

    @property
    def opens(self) -> bool:
        """Whether it can only be an opening mark here."""
        return self.lean > 1 and self.habit >= 0


MARK = re.compile(r"‘‘|’’|''|``|´´|,,(?=\w)|[“”„‟\"″«»‹›‘’‚‛'`´]")
GUILLEMETS = frozenset("«»‹›")
SINGLES = frozenset("‘’‚‛'`´")
OPENING = frozenset(["“", "„", "‟", "‘‘", "``", ",,", "‘", "‚", "‛", "`"])
CLOSING = frozenset(["”", "’’", "´´", "’", "´"])

BRACKETS = "([{<"
DASHES = "-‐‑‒–—―"
PAUSES = ".,;:?!…)]}>"
BEFORE_OPENING = frozenset(BRACKETS + DASHES + "/=" + "“”„\"‘'«»‚`")
FIRST_OF_WORDS = frozenset("$£€@#&~*¿¡")

ELISION = re.compile(
    r"(?:cause|cos|coz|cuz|course|em|til|tis|twas|bout|nuff|spose|n|d|s|ll|re|ve|\d0s|\d\d)\b(?!-)"
)
CLIPPED = re.compile(r"(?:\b(?:o|an|th|wi|ol|mo|lil|n|ya|yo)|\w{2}in)$", re.IGNORECASE)
AFTER_A_NOUN = re.compile(
    r"\s+(?:and|or|but|nor|are|is|was|were|be|been|being|has|have|had|can|could|will|would|may|"
    r"might|must|shall|should|do|does|did|in|on|at|of|to|for|from|by|with|as|about|into|over|"
    r"under|between|among|during|through|within|without|than|that|which|who|whom|whose|when|"
    r"where|while|because|if|so|then|not|the|a|an|this|these|those|it|they|he|she|we|i|you|"
    r"said|says|say|explained|added|noted|told|asked|replied|put|rather|also|where|instead|"
    r"und|oder|die|der|das|ist|war|waren|sind|et|ou|y|o)\b",
    re.IGNORECASE,
)


def find_glyphs(text: str, start: int, end: int) -> list[Glyph]:
    """Every quotation mark in ``text[start:end]``, neighbours outside it unseen."""
    return [_glyph(text, match, start, end) for match in MARK.finditer(text, start, end)]


def _glyph(text: str, match: re.Match[str], start: int, end: int) -> Glyph:
    sign = match[0]
    before = text[match.start() - 1] if match.start() > start else " "
    after = text[match.end()] if match.end() < end else " "
    family = _family(sign)
    lean = _lean(before, after)
    if family is Family.SINGLE:
        strength = _single_strength(text, match, before, after, end)
        if _elides(text, match, before):
            lean = min(lean, 0)
    else:
        strength = _double_strength(before, after)
    habit = (sign in OPENING) - (sign in CLOSING)
    return Glyph(match.start(), match.end(), sign, family, habit, lean, strength)


def _family(sign: str) -> Family:
    if sign in GUILLEMETS:
        return Family.GUILLEMET
    return Family.SINGLE if sign in SINGLES else Family.DOUBLE


def _lean(before: str, after: str) -> int:
    """2 or 1 for an opening place, -2 for a closing one, 0 where the neighbours don't tell."""
    opening = before.isspace() or before in BEFORE_OPENING
    if opening and (after.isalnum() or after in FIRST_OF_WORDS):
        return 2
    if before.isspace() or before in BRACKETS:
        return 0 if after.isspace() else 1
    return 0 if after.isalnum() or opening else -2


def _elides(text: str, match: re.Match[str], before: str) -> bool:
    """Whether the mark stands for left-out letters at a word's start: ’cause, ’90s, ’n’."""
    return before.isspace() and ELISION.match(text, match.end()) is not None


def _double_strength(before: str, after: str) -> int:
    """An inch mark stands after a digit: it may close, but a later mark is the likelier one."""
    if before.isdigit() and not after.isdigit():
        return 1
    return 3 if before in PAUSES else 2


def _single_strength(text: str, match: re.Match[str], before: str, after: str, end: int) -> int:
    """How likely a single mark closes, and is no apostrophe.

    Inside a word it never does; after ``s`` and before a further word it may be a possessive
    (the nurses’ room), unless that word cannot follow one (‘the nurses’ and …).
    """
    if after.isalpha():
        return 3 if before in ".,;:?!…" and not ELISION.match(text, match.end()) else 0
    if after.isdigit() and (before.isdigit() or before.isspace()):
        return 0
    if not before.isalpha():
        return 3 if before in PAUSES else 2
    return _after_letter(text, match, before, after, end)


def _after_letter(text: str, match: re.Match[str], before: str, after: str, end: int) -> int:
    follows = text[match.end() + 1 : min(match.end() + 2, end)]
    if not after.isspace() or not (follows.isalpha() or follows in OPENING):
        return 2
    word = text[max(match.start() - 12, 0) : match.start()]
    if before in "sSxz":
        return 2 if AFTER_A_NOUN.match(text, match.end()) else 1
    return 1 if CLIPPED.search(word) else 2
