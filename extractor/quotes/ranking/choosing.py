"""Candidates that overlap -> one suggestion each: the likelier one stays."""

from bisect import bisect
from collections.abc import Sequence
from typing import NamedTuple

from extractor.quotes.candidate import Candidate


class Scored(NamedTuple):
    """A candidate with its score."""

    candidate: Candidate
    score: float


def choose(scored: Sequence[Scored]) -> list[Scored]:
    """The best candidates that do not overlap, in the order of the text.

    Where a quotation stands inside another, both cannot be right: what a person quotes of
    somebody else is part of that person's account.
    """
    chosen: list[Scored] = []  # in the order of the text, none over another
    for one in sorted(scored, key=_rank, reverse=True):
        at = bisect(chosen, _start(one), key=_start)
        beside = chosen[max(at - 1, 0) : at + 1]
        if not any(one.candidate.span.overlaps(other.candidate.span) for other in beside):
            chosen.insert(at, one)
    return chosen


def _start(one: Scored) -> int:
    return one.candidate.span.start


def _rank(one: Scored) -> tuple[float, int]:
    return round(one.score, 2), len(one.candidate.span)
