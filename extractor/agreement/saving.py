"""How much reading suggestions can save: work saved over sampling, WSS@r.

Pages are read by the highest score of what is suggested there, those without suggestions last, in
the order of the papers; those on which an account begins are to be found. Suggestions are read by
their scores, those that people took for accounts are to be found: what was never suggested is in
no such figure.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from extractor.agreement.detector import judged
from extractor.agreement.evaluated import EvaluatedPaper
from extractor.agreement.ranked import work_saved
from extractor.agreement.results import Bootstrap, Group, Measured

RECALLS = (0.95, 1.0)
NO_PAGES = "there is no page on which an account begins"
NO_SUGGESTIONS = "no suggestion is an account"


class Item(NamedTuple):
    """A page or suggestion: its score, its paper's place, and whether it is to be found."""

    score: float
    paper: int
    is_relevant: bool


def reading_saved(
    papers: Sequence[EvaluatedPaper], threshold: float, bootstrap: Bootstrap
) -> Group:
    """WSS@.95 and WSS@1, of pages and of suggestions."""
    return Group(
        "reading saved",
        "Reading saved (work saved over sampling)",
        "The share of pages, or suggestions, that need not be read to find a share r of what is to "
        "be found if the highest scores are read first, less the 1 − r that any order saves.",
        tuple(
            _saved(f"WSS@{recall:g} of {what}", list(items(papers, threshold)), what, recall,
                   empty, bootstrap)
            for what, items, empty in READ
            for recall in RECALLS
        ),
    )  # fmt: skip


def pages_of(papers: Iterable[EvaluatedPaper], threshold: float) -> Iterator[Item]:
    """The pages of the papers that have any."""
    for at, paper in enumerate(papers):
        scores = dict.fromkeys(range(1, paper.pages + 1), 0.0)
        for mark in judged(paper, threshold):
            if mark.page in scores and mark.suggestion is not None:
                scores[mark.page] = max(scores[mark.page], mark.suggestion.score)
        relevant = {account.page for account in paper.accounts}
        yield from (Item(score, at, page in relevant) for page, score in scores.items())


def suggestions_of(papers: Iterable[EvaluatedPaper], threshold: float) -> Iterator[Item]:
    """The suggestions of which people said whether they are accounts."""
    for at, paper in enumerate(papers):
        for mark in judged(paper, threshold):
            if mark.exists is not None and mark.suggestion is not None:
                yield Item(mark.suggestion.score, at, mark.exists)


Items = Callable[[Iterable[EvaluatedPaper], float], Iterator[Item]]
READ: tuple[tuple[str, Items, str], ...] = (
    ("pages", pages_of, NO_PAGES),
    ("suggestions", suggestions_of, NO_SUGGESTIONS),
)


def _saved(
    name: str, items: Sequence[Item], what: str, recall: float, empty: str, bootstrap: Bootstrap
) -> Measured:
    ordered = sorted(items, key=lambda item: -item.score)
    relevant = [item.is_relevant for item in ordered]
    return bootstrap.of_ranked(
        name,
        work_saved(relevant, recall=recall),
        np.array([item.paper for item in ordered], dtype=np.int64),
        counts={what: len(ordered), "to be found": sum(relevant)},
        empty=empty,
    )
