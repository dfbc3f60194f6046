"""What the page is told of suggested themes: an order, never a decision.

The page cannot make them: whoever starts it hands in a function (``Suggest``).
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from extractor.store.people import Person


class Suggested(NamedTuple):
    """The themes of one mark by id, likeliest first, and why the first is.

    ``likely`` are the likelihoods of the first few (0..1), ``words`` those of the mark that are
    like the theme's own, ``accounts`` the words of accounts sorted under it that are like the mark.
    """

    order: tuple[str, ...]
    likely: tuple[float, ...]
    words: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()


class SuggestedThemes(NamedTuple):
    """The suggested themes of one person's marks in a paper, by mark.

    ``rests_on`` counts the accounts that they were learned from.
    """

    rests_on: int
    marks: Mapping[str, Suggested]


Suggest = Callable[[Person, str], SuggestedThemes]


def nothing_suggested(_: Person, __: str) -> SuggestedThemes:
    """For a page without suggested themes."""
    return SuggestedThemes(0, {})
