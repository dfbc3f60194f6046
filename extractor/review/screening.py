"""Screening on the page: papers with what pre-screening tells of them, in the order asked for.

A row of pre-screening orders the list and says why; it hides nothing, and decides nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from starlette.datastructures import QueryParams

from extractor.records import Voice
from extractor.screening.prospects import PaperKind, Prospect
from extractor.store.folder import Review
from extractor.store.overview import Screened, screenings
from extractor.store.people import Person
from extractor.store.places import ANY, place_by_voice
from extractor.store.prospects import kept_prospects

MOST_SHOWN = 0.99  # a chance is never told as certain


class Order(StrEnum):
    """By what the list is ordered."""

    RANKED = "as ranked"
    TOPIC = "topic"
    EXPECTED = "accounts expected"
    ADDED = "as put in"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which voice somebody looks for, and in what order.

    ``voice`` is as it was chosen: one voice, any, or "" for those that are eligible.
    """

    voice: str
    order: Order

    @property
    def place(self) -> str:
        """The order as the store names it; "" is that in which papers were put in."""
        if self.order is Order.ADDED:
            return ""
        return _PLACES.get(self.order) or place_by_voice(self.voice)

    @property
    def told(self) -> Mapping[str, str]:
        """The same as an address tells it, which does not tell what is usual."""
        return {"voice": self.voice, "order": "" if self.order is Order.RANKED else self.order}


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


def asked_of(parameters: QueryParams) -> Asked:
    """What an address asks for; what it does not know counts as not asked."""
    voice = _known(parameters.get("voice"), (ANY, *(each.value for each in Voice)))
    order = _known(parameters.get("order"), [each.value for each in Order])
    return Asked(voice, Order(order or Order.RANKED))


def listed(
    review: Review, person: Person, these: Sequence[str], hidden: Collection[str]
) -> list[Listed]:
    """What a person sees of these papers, in this order.

    Of ``hidden`` papers it is not told how many suggestions they have.
    """
    screened = {each.paper.id: each for each in screenings(review, person, these)}
    prospects = kept_prospects(review, [each.paper.document for each in screened.values()])
    rows = [
        Listed(each, prospects.get(each.paper.document))
        for paper in these
        if (each := screened.get(paper))
    ]
    return [each.uncounted() if each.screened.paper.id in hidden else each for each in rows]


def _known(value: str | None, known: Collection[str]) -> str:
    return value if value and value in known else ""


_PLACES: Mapping[Order, str] = {Order.TOPIC: "by_topic", Order.EXPECTED: "by_expected"}
