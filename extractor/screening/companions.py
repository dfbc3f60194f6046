"""Companion papers: two papers that print the same quotations are of one study.

In a synthesis they count once. A review that reprints other studies' quotations is no companion.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

WORD = re.compile(r"[^\W_]+")
RUN = 12  # words in common: fewer may be a turn of speech
MOST_PAPERS = 10  # with one run of words: that is a phrase of questionnaires or of consent forms


class Quoted(NamedTuple):
    """The likely quotations of one paper."""

    paper: str
    texts: tuple[str, ...]


class Companions(NamedTuple):
    """Two papers, and how many quotations of the first the second has too."""

    one: str
    other: str
    quotations: int


def find_companions(papers: Iterable[Quoted]) -> list[Companions]:
    """Each two papers that have ``RUN`` words or more of a quotation in common, most first."""
    having: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for paper in papers:
        for number, text in enumerate(paper.texts):
            words = WORD.findall(text.casefold())
            for at in range(len(words) - RUN + 1):
                having[hash(tuple(words[at : at + RUN]))].add((paper.paper, number))
    shared: dict[tuple[str, str], set[int]] = defaultdict(set)
    for places in having.values():
        names = {paper for paper, _ in places}
        if 1 < len(names) <= MOST_PAPERS:
            for one, other in combinations(sorted(names), 2):
                shared[one, other] |= {number for paper, number in places if paper == one}
    found = [Companions(one, other, len(numbers)) for (one, other), numbers in shared.items()]
    return sorted(found, key=lambda each: (-each.quotations, each.one, each.other))
