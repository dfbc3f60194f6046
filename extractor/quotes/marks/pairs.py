"""Which quotation marks of one block belong together.

One pass over the marks with a stack of what is open. A mark that is never closed stays on the
stack and hinders nothing: a closing mark looks for the innermost opening mark of its own kind.
Every step is bounded by what it takes off the stack, so the time is linear in the marks.
"""

from collections.abc import Sequence
from typing import NamedTuple

from extractor.quotes.marks.glyphs import Family, Glyph


class Pair(NamedTuple):
    """An opening and its closing mark."""

    opening: Glyph
    closing: Glyph


class Paired(NamedTuple):
    """One block's marks: the pairs, the opening marks left over, and the closing ones."""

    pairs: list[Pair]
    unclosed: list[Glyph]
    orphans: list[Glyph]


class Ahead(NamedTuple):
    """What follows a mark in its block, by index of mark; the number of marks for 'none'.

    ``single`` is the next single mark that closes for sure, ``opening`` the next that opens,
    ``double`` the next double mark that can close, ``double_opening`` the next that opens.
    """

    single: int
    opening: int
    double: int
    double_opening: int


SAME_KIND = {"„": "“”‟", ",,": "“”''", "“": "”’’", "‘‘": "’’", "``": "''´´", '"': '"', "″": "″"}


def pair_glyphs(glyphs: Sequence[Glyph]) -> Paired:
    """Pair the marks of one block."""
    if not glyphs:
        return Paired([], [], [])
    stack = _Stack()
    for index, (glyph, ahead) in enumerate(zip(glyphs, _look_ahead(glyphs), strict=True)):
        if _closes(glyph, stack, ahead, index):
            stack.close(glyph)
        elif _opens(glyph, stack):
            stack.push(glyph)
        elif glyph.strength > 1:
            stack.orphans.append(glyph)
    return Paired(stack.pairs, stack.open, stack.orphans)


class _Stack:
    """The marks that are open, and for each family where in the stack its own are."""

    def __init__(self) -> None:
        self.open: list[Glyph] = []
        self.places: dict[Family, list[int]] = {family: [] for family in Family}
        self.pairs: list[Pair] = []
        self.orphans: list[Glyph] = []

    def push(self, glyph: Glyph) -> None:
        self.places[glyph.family].append(len(self.open))
        self.open.append(glyph)

    def innermost(self, family: Family) -> Glyph | None:
        places = self.places[family]
        return self.open[places[-1]] if places else None

    def covers(self, family: Family, other: Family) -> bool:
        """Whether a mark of ``other`` is open inside the innermost one of ``family``."""
        return bool(self.places[other]) and self.places[other][-1] > self.places[family][-1]

    def close(self, glyph: Glyph) -> None:
        """Pair ``glyph`` with its opening mark; what was opened between them is given up."""
        family = glyph.family if self.places[glyph.family] else Family.SINGLE
        at = self._place(glyph, family)
        self.pairs.append(Pair(self.open[at], glyph))
        while len(self.open) > at:
            self.places[self.open.pop().family].pop()

    def _place(self, glyph: Glyph, family: Family) -> int:
        """Where the opening mark is: the innermost, or the one below it if only that fits."""
        places = self.places[family]
        for place in places[:-3:-1]:
            if glyph.sign in SAME_KIND.get(self.open[place].sign, ""):
                return place
        return places[-1]


def _look_ahead(glyphs: Sequence[Glyph]) -> list[Ahead]:
    """For each mark, what comes after it."""
    ahead = Ahead(*[len(glyphs)] * 4)
    found = []
    for index in range(len(glyphs) - 1, -1, -1):
        found.append(ahead)
        ahead = _seen(ahead, glyphs[index], index)
    return found[::-1]


def _seen(ahead: Ahead, glyph: Glyph, index: int) -> Ahead:
    if glyph.family is Family.SINGLE:
        if glyph.opens:
            return ahead._replace(opening=index)
        return ahead._replace(single=index) if glyph.strength > 1 else ahead
    if glyph.family is Family.DOUBLE and glyph.opens:
        return ahead._replace(double_opening=index)
    if glyph.family is Family.DOUBLE and glyph.strength and (glyph.habit <= 0 or glyph.lean < 0):
        return ahead._replace(double=index)
    return ahead


def _closes(glyph: Glyph, stack: _Stack, ahead: Ahead, index: int) -> bool:
    opened = stack.innermost(glyph.family)
    if opened is None:
        return _closes_a_single(glyph, stack)
    if glyph.family is Family.SINGLE:
        return _single_closes(glyph, opened, stack, ahead)
    if glyph.family is Family.GUILLEMET:
        return glyph.sign != opened.sign or glyph.lean < 0
    return _double_closes(glyph, opened, ahead)


def _closes_a_single(glyph: Glyph, stack: _Stack) -> bool:
    """Whether a double mark ends what a single one began (‘I was heard”), a slip of the printer."""
    opened = stack.innermost(Family.SINGLE)
    if opened is None or glyph.sign != "”" or glyph.lean > 0:
        return False
    return opened.habit > 0


def _single_closes(glyph: Glyph, opened: Glyph, stack: _Stack, ahead: Ahead) -> bool:
    """A possessive's apostrophe closes only where no surer mark does before the next opens.

    What is open inside in double marks, and will be closed, stays inside.
    """
    if glyph.strength == 0 or glyph.opens or glyph.sign in "‚`":
        return False
    if glyph.habit > 0 and opened.sign != "‚" and glyph.lean >= 0:
        return False
    if stack.covers(Family.SINGLE, Family.DOUBLE) and ahead.double < ahead.double_opening:
        return False
    if opened.habit < 0 and glyph.strength < 3:
        return False
    return glyph.strength > 1 or ahead.single > ahead.opening or ahead.single == ahead.opening


def _double_closes(glyph: Glyph, opened: Glyph, ahead: Ahead) -> bool:
    later = ahead.double < ahead.double_opening
    if glyph.sign in ("„", ",,", "``", "‘‘"):
        return False
    if glyph.strength == 1 and glyph.habit == 0:
        return not later
    if glyph.habit > 0:
        return _turned_round(glyph, opened, later=later)
    if glyph.lean > 1:
        return glyph.habit < 0 and opened.habit > 0
    return True


def _turned_round(glyph: Glyph, opened: Glyph, *, later: bool) -> bool:
    """Whether “ closes: after „ always, else in a closing place, or before a label at the end."""
    if opened.sign in ("„", ",,"):
        return glyph.lean < 2
    return glyph.lean < 0 or (glyph.lean < 2 and not later)


def _opens(glyph: Glyph, stack: _Stack) -> bool:
    if glyph.family is Family.SINGLE:
        return _single_opens(glyph, stack)
    if glyph.family is Family.GUILLEMET:
        return True
    if glyph.habit > 0:
        return True
    return glyph.lean > 0 or (glyph.lean == 0 and not stack.places[Family.DOUBLE])


def _single_opens(glyph: Glyph, stack: _Stack) -> bool:
    """At a word's start; ’ only where nothing single is open, for it is nearly always closing."""
    if glyph.sign == "´" or glyph.lean <= 0:
        return False
    return glyph.habit >= 0 or not stack.places[Family.SINGLE]
