"""Simulated annotators: they sort a paper's quotations one by one, and the suggester learns."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from extractor.themes.common import Common
from extractor.themes.suggester import ThemeSuggester
from extractor.themes.texts import Floats, Texts
from sorted_papers import SEED, SortedPaper
from theme_figures import Judged, ranks_of
from weighing import suggester_of

JUDGED = 8  # quotations of each paper of the learning curve
TOLD_AT = (0, 1, 2, 4, 8, 12)  # decisions

Choose = Callable[[Floats, np.random.Generator], int]


def by_chance(likely: Floats, chance: np.random.Generator) -> int:
    """The next quotation by chance: as papers print them, nobody knows which comes."""
    return int(chance.integers(len(likely)))


def least_sure(likely: Floats, chance: np.random.Generator) -> int:
    """Active ordering: the quotation whose two likeliest themes are nearest to each other."""
    del chance
    highest = np.sort(likely, axis=1)
    return int(np.argmin(highest[:, -1] - highest[:, -2]))


def surest(likely: Floats, chance: np.random.Generator) -> int:
    """The other way round: the quotation whose likeliest theme is furthest ahead."""
    del chance
    highest = np.sort(likely, axis=1)
    return int(np.argmax(highest[:, -1] - highest[:, -2]))


def code(
    paper: SortedPaper, common: Common, choose: Choose, *, texts: Texts | None = None, seed: int = 0
) -> list[float]:
    """Sort all quotations of a paper, each next one chosen from those left.

    Tells for each where its theme stood when it was its turn.
    """
    chance = np.random.default_rng([SEED, seed])
    suggester, left = suggester_of(paper, common, texts), list(range(len(paper.texts)))
    decided: list[int] = []
    places: list[float] = []
    while left:
        likely = _likely(suggester, paper, decided, left)
        at = choose(likely, chance)
        places.append(float(ranks_of(likely[[at]], paper.theme_of[[left[at]]])[0]))
        decided.append(left.pop(at))
    return places


def learning_curve(
    papers: Sequence[Judged], *, times: int, texts: Texts | None = None
) -> dict[int, list[float]]:
    """Where the themes of ``JUDGED`` quotations of each long paper stand, by decisions before.

    The same quotations are judged at each point, so that a point differs by the decisions alone.
    """
    curve: dict[int, list[float]] = {count: [] for count in TOLD_AT}
    for one in papers:
        paper = one.paper
        if len(paper.texts) < JUDGED + TOLD_AT[-1]:
            continue
        suggester = suggester_of(paper, one.common, texts)
        for time in range(times):
            order = np.random.default_rng([SEED, time]).permutation(len(paper.texts)).tolist()
            judged, decided = order[:JUDGED], order[JUDGED:]
            for count in TOLD_AT:
                likely = _likely(suggester, paper, decided[:count], judged)
                curve[count] += ranks_of(likely, paper.theme_of[judged]).tolist()
    return curve


def keystrokes(papers: Sequence[SortedPaper]) -> float:
    """Steps down an unranked codebook to a quotation's theme, a step a key, on average."""
    return float(np.mean([(len(p.themes) + 1) / 2 for p in papers for _ in p.texts]))


def _likely(
    suggester: ThemeSuggester, paper: SortedPaper, decided: Sequence[int], left: Sequence[int]
) -> Floats:
    own: NDArray[np.int_] = np.array(decided, dtype=int)
    rest = [paper.texts[at] for at in left]
    suggester.fit([paper.texts[at] for at in own], paper.indicators[own], known=rest)
    return suggester.predict_proba(rest)
