"""What the suggestions of a paper tell of the paper, in a few numbers."""

from collections.abc import Sequence
from math import log1p
from typing import NamedTuple

from extractor.records import REPRINTS, Document, Suggestion
from extractor.screening.designs import design_of

LEAST = 0.05  # a lower score says nothing of a paper that has hundreds of them
LIKELY = 0.5


class Signs(NamedTuple):
    """Features of one paper; the sums of scores and their variance are of scores from ``LEAST`` on.

    ``accounts`` is the expected number if every score is as likely as it says, ``spread`` the
    variance of that number (Poisson binomial); ``likely`` counts scores from ``LIKELY`` on,
    ``second`` is the second highest score, ``speakers`` how many people the likely ones are of.
    """

    accounts: float
    spread: float
    likely: int
    second: float
    speakers: int
    asks: bool
    reprints: bool

    def features(self) -> tuple[float, ...]:
        """As the model takes them, each around 0 to 5; in the order of ``FEATURES``."""
        return (
            log1p(self.accounts),
            log1p(self.likely),
            self.second,
            log1p(self.speakers),
            float(self.asks),
            float(self.reprints),
        )


FEATURES = (
    "sum of scores",
    "likely suggestions",
    "second highest score",
    "speakers",
    "asks people",
    "reprints",
)


def signs_of(document: Document, suggestions: Sequence[Suggestion]) -> Signs:
    """The signs of a paper, from all that is suggested of it, whatever its score."""
    scores = sorted((each.score for each in suggestions if each.score >= LEAST), reverse=True)
    likely = [each for each in suggestions if each.score >= LIKELY]
    return Signs(
        accounts=sum(scores),
        spread=sum(score * (1 - score) for score in scores),
        likely=len(likely),
        second=scores[1] if len(scores) > 1 else 0.0,
        speakers=len({each.speaker for each in likely if each.speaker}),
        asks=bool(design_of(document)),
        reprints=reprints(document),
    )


def reprints(document: Document) -> bool:
    """Whether what a paper quotes are accounts of the studies that it reviews."""
    return any(finding.code == REPRINTS for finding in document.findings)
