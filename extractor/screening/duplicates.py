"""References and files that are the same publication."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractor.screening.titles import are_near

MOST_OF_A_KEY = 20  # publications: a DOI that more of them share tells none


class Known(NamedTuple):
    """What is known of a reference or file: ``keys`` are what two of one publication share."""

    title: str
    doi: str
    keys: tuple[str, ...]


@dataclass(slots=True, eq=False)
class _Publication:
    title: str
    doi: str
    members: list[int]

    def is_of(self, known: Known) -> bool:
        """Whether neither title nor DOI is another."""
        if self.doi and known.doi and self.doi != known.doi:
            return False
        return not (self.title and known.title) or are_near(self.title, known.title)


def same_publications(known: Sequence[Known], first: Iterable[int]) -> list[list[int]]:
    """Groups of two or more that share a key, and no two of which have another title or DOI.

    What is known best is to come ``first``: what lacks a title or DOI joins what has it. So the
    chapters of a book with one DOI stay apart, and what gives that DOI alone is one of them.
    """
    having: dict[str, list[_Publication]] = defaultdict(list)
    found = []
    for at in first:
        own = known[at]
        near = (each for key in own.keys for each in having[key])
        group = next((each for each in near if each.is_of(own)), None)
        if group is None:
            group = _Publication("", "", [])
            found.append(group)
        group.title, group.doi = group.title or own.title, group.doi or own.doi
        group.members.append(at)
        for key in own.keys:
            if len(having[key]) < MOST_OF_A_KEY and group not in having[key]:
                having[key].append(group)
    return sorted(sorted(each.members) for each in found if len(each.members) > 1)
