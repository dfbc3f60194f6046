"""Where pre-screening places a paper among others: a number for each order that a list may have.

A number holds all that the order goes by, the weightiest in its highest digits, so that a part of a
list is a question to an index. Chances that agree in nine decimals are as good as each other.
"""

from collections.abc import Mapping, Sequence

from extractor.records import Voice
from extractor.screening.prospects import PaperKind, Prospect, place_of

ANY = "any"
FINE, MOST = 10**9, 10**6 - 1
"""Into how many steps a share is divided, and up to how many accounts are told apart."""


def place_by_voice(voice: str) -> str:
    """The order for whoever looks for one voice, for any, or ("") for those that are eligible."""
    if voice in ("", ANY):
        return "ranked_any" if voice else "ranked"
    return f"ranked_{Voice(voice).name.lower()}"


def places_of(prospect: Prospect, eligible: Sequence[str]) -> Mapping[str, int]:
    """The places of a paper in all ``tables.PLACES``, the lowest first in a list.

    ``eligible`` are the voices that the review asks for.
    """
    voices = {"": tuple(eligible), ANY: (), **{each.value: (each.value,) for each in Voice}}
    ranked = {place_by_voice(name): _ranked(prospect, each) for name, each in voices.items()}
    return ranked | {"by_topic": _by_topic(prospect), "by_expected": _by_expected(prospect)}


def _ranked(prospect: Prospect, voices: Sequence[str]) -> int:
    kind, unlikely, few = place_of(prospect, voices)
    return _number(kind, 1 + unlikely, -few)


def _by_topic(prospect: Prospect) -> int:
    return _number(_is_certain(prospect), 1 - (prospect.topic or 0.0), 0)


def _by_expected(prospect: Prospect) -> int:
    count = prospect.expected.count if prospect.expected else 0
    return _number(_is_certain(prospect), 0.0, count)


def _is_certain(prospect: Prospect) -> bool:
    """What needs a person comes first: its figures may be wrong, and must not rank it low."""
    return prospect.kind is not PaperKind.NEEDS_A_PERSON


def _number(first: int, share: float, count: int) -> int:
    """One number of what counts first, of a share (the less the better), and of a count."""
    return (first * 2 * FINE + round(share * FINE)) * (MOST + 1) + MOST - min(count, MOST)


UNKNOWN = Prospect("", "", PaperKind.NEEDS_A_PERSON, None, None)
"""What is told of a paper that was not pre-screened as it is now."""
PLACES_OF_UNKNOWN = places_of(UNKNOWN, ())
