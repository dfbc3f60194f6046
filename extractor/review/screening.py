"""Screening on the page: papers with what pre-screening tells of them, in the order asked for.

A row of pre-screening orders the list and says why; it hides nothing, and decides nothing.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from starlette.datastructures import QueryParams

from extractor.records import Voice
from extractor.screening.prospects import PaperKind, Prospect, place_of
from extractor.store.overview import Screened

MOST_SHOWN = 0.99  # a chance is never told as certain
ANY = "any"


class Order(StrEnum):
    """By what the list is ordered."""

    RANKED = "as ranked"
    TOPIC = "topic"
    EXPECTED = "accounts expected"
    ADDED = "as put in"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which voices somebody looks for, and in what order.

    ``voice`` is as it was chosen: one voice, any, or "" for those that are eligible.
    """

    voice: str
    voices: tuple[str, ...]
    order: Order


@dataclass(frozen=True, slots=True)
class Listed:
    """A paper of the list; ``prospect`` is None where it was not pre-screened as it is now."""

    screened: Screened
    prospect: Prospect | None

    @property
    def kind(self) -> PaperKind:
        """What the paper is; one of which nothing is known needs a person."""
        return self.prospect.kind if self.prospect else PaperKind.NEEDS_A_PERSON

    @property
    def chance(self) -> str:
        """How likely it is that the paper holds accounts, in per cent."""
        chance = self.prospect.has_accounts if self.prospect else None
        return "" if chance is None else f"{min(chance, MOST_SHOWN):.0%}"

    def uncounted(self) -> "Listed":
        """The same for somebody who must not know yet how many suggestions the paper has."""
        return Listed(self.screened, self.prospect.uncounted() if self.prospect else None)


def asked_of(parameters: QueryParams, eligible: Sequence[str]) -> Asked:
    """What an address asks for; what it does not know counts as not asked."""
    voice = _known(parameters.get("voice"), (ANY, *(each.value for each in Voice)))
    voices = tuple(eligible) if not voice else () if voice == ANY else (voice,)
    order = _known(parameters.get("order"), [each.value for each in Order])
    return Asked(voice, voices, Order(order or Order.RANKED))


def listed(
    screened: Sequence[Screened],
    prospects: Mapping[str, Prospect],
    hidden: Collection[str],
    asked: Asked,
) -> list[Listed]:
    """The papers in the order asked for.

    Of ``hidden`` papers it is not told how many suggestions they have.
    """
    rows = [Listed(each, prospects.get(each.paper.document)) for each in screened]
    place = _PLACES[asked.order]
    ordered = sorted(rows, key=lambda each: place(each, asked.voices))
    return [each.uncounted() if each.screened.paper.id in hidden else each for each in ordered]


def _known(value: str | None, known: Collection[str]) -> str:
    return value if value and value in known else ""


def _ranked(each: Listed, voices: Collection[str]) -> tuple[float, ...]:
    return place_of(each.prospect or _UNKNOWN, voices)


def _by_topic(each: Listed, _: Collection[str]) -> tuple[float, ...]:
    topic = each.prospect.topic if each.prospect else None
    return _is_certain(each), -(topic or 0.0)


def _by_expected(each: Listed, _: Collection[str]) -> tuple[float, ...]:
    expected = each.prospect.expected if each.prospect else None
    return _is_certain(each), -(expected.count if expected else 0)


def _is_certain(each: Listed) -> bool:
    """What needs a person comes first: its figures may be wrong, and must not rank it low."""
    return each.kind is not PaperKind.NEEDS_A_PERSON


def _as_put_in(each: Listed, _: Collection[str]) -> tuple[float, ...]:
    return (each.screened.paper.number,)


_UNKNOWN = Prospect("", "", PaperKind.NEEDS_A_PERSON, None, None)
_PLACES: Mapping[Order, Callable[[Listed, Collection[str]], tuple[float, ...]]] = {
    Order.RANKED: _ranked,
    Order.TOPIC: _by_topic,
    Order.EXPECTED: _by_expected,
    Order.ADDED: _as_put_in,
}
