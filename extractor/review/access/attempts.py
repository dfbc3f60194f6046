"""How often somebody may be wrong: five times at once, then after waits that grow.

Counted for each person and for each client address. Only what is known of people is counted by
person, so that no flood of invented names can push a person's count out.
"""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import NamedTuple

from extractor.review.access.sessions import Clock

FREE = {"person": 5, "name": 5, "address": 20}
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 30.0, 900.0
FORGOTTEN_AFTER_SECONDS = 3600.0
MOST_COUNTS = 10_000


class Counted(NamedTuple):
    """What attempts are counted for: a person, a name that nobody has, or an address."""

    kind: str
    what: str


@dataclass(slots=True)
class _Count:
    wrong: int
    last: float


class Attempts:
    """Counts wrong attempts; ``now`` gives seconds."""

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._counts: dict[str, dict[str, _Count]] = {kind: {} for kind in FREE}

    def begin(self, *counted: Counted) -> int:
        """The seconds to wait; 0 lets the attempt begin and counts it as wrong until ``right``.

        Counted before the secret is checked: a thousand attempts at once are a thousand.
        """
        wait = max(map(self._wait, counted))
        if not wait:
            for each in counted:
                self._add(each)
        return wait

    def right(self, person: Counted, address: Counted) -> None:
        """The attempt was right: forget the person's wrong ones, and this one of the address.

        An address keeps its others: who has a PIN could else try those of the others for ever.
        """
        self._counts[person.kind].pop(person.what, None)
        count = self._counts[address.kind].get(address.what)
        if count is not None:
            count.wrong -= 1

    @property
    def size(self) -> int:
        """How much is counted now."""
        return sum(map(len, self._counts.values()))

    def _wait(self, counted: Counted) -> int:
        count = self._counts[counted.kind].get(counted.what)
        if count is None or self._forgotten(count) or count.wrong < FREE[counted.kind]:
            return 0
        doublings = min(count.wrong - FREE[counted.kind], 10)
        wait = min(FIRST_WAIT_SECONDS * float(2**doublings), LONGEST_WAIT_SECONDS)
        return max(0, ceil(count.last + wait - self._now()))

    def _add(self, counted: Counted) -> None:
        counts = self._counts[counted.kind]
        if len(counts) >= MOST_COUNTS:
            self._make_room(counts)
        count = counts.pop(counted.what, None)
        wrong = 0 if count is None or self._forgotten(count) else count.wrong
        counts[counted.what] = _Count(wrong + 1, self._now())  # the latest stand last

    def _make_room(self, counts: dict[str, _Count]) -> None:
        """Drop the older half, so that a flood of addresses or names fills no memory."""
        for what in list(counts)[: len(counts) // 2]:
            del counts[what]

    def _forgotten(self, count: _Count) -> bool:
        return self._now() - count.last >= FORGOTTEN_AFTER_SECONDS


def client_address(host: str) -> Counted:
    """What an address is counted as: of IPv6 the whole network that one household has."""
    try:
        address = ip_address(host)
    except ValueError:
        return Counted("address", host)
    if isinstance(address, IPv6Address):
        return Counted("address", str(ip_network((address, 64), strict=False)))
    return Counted("address", host)
