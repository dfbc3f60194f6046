"""The finders by name: each finds candidates of one kind in a paper.

A new kind of candidate is a function added here; a maker of its name in ``pipeline`` gives it to
spaCy.
"""

from collections.abc import Callable, Iterable, Mapping

from extractor.quotes.candidate import Candidate
from extractor.quotes.finders.displayed import find_displayed
from extractor.quotes.finders.inline import find_marked_stretches
from extractor.quotes.finders.italics import find_italic_runs
from extractor.quotes.finders.turns import find_turns
from extractor.quotes.paper import Paper

Finder = Callable[[Paper], Iterable[Candidate]]
FINDERS: Mapping[str, Finder] = {
    "first_hand_marks": find_marked_stretches,
    "first_hand_italics": find_italic_runs,
    "first_hand_blocks": find_displayed,
    "first_hand_turns": find_turns,
}


def find_candidates(paper: Paper) -> list[Candidate]:
    """All candidates of a paper; they may overlap."""
    return [candidate for find in FINDERS.values() for candidate in find(paper)]
