"""How well themes are suggested in a review, each paper judged by what the other papers teach."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from extractor.themes.suggester import ThemeSuggester
from extractor.themes.texts import Floats


class Standing(NamedTuple):
    """Shares of accounts with a theme that people chose first, and among the first three (0..1).

    ``mrr`` is the mean of 1 / place of the first such theme.
    """

    top1: float
    top3: float
    mrr: float


class Trial(NamedTuple):
    """The same accounts ranked by the codebook alone, and with what other papers taught."""

    accounts: int
    papers: int
    cold: Standing
    warm: Standing


def try_themes(
    suggester: ThemeSuggester, texts: Sequence[str], under: Floats, papers: Sequence[str]
) -> Trial:
    """Rank the themes of each account: (texts, themes) of 0 and 1 ``under``, of a paper each."""
    of_paper = np.asarray(papers)
    cold, warm = np.zeros_like(under), np.zeros_like(under)
    for paper in dict.fromkeys(papers):
        own = np.flatnonzero(of_paper == paper).tolist()
        others = np.flatnonzero(of_paper != paper).tolist()
        mine = [texts[at] for at in own]
        cold[own] = suggester.fit([], under[:0], known=mine).predict_proba(mine)
        suggester.fit([texts[at] for at in others], under[others], known=mine)
        warm[own] = suggester.predict_proba(mine)
    return Trial(len(texts), len(set(papers)), standing(cold, under), standing(warm, under))


def standing(likely: Floats, under: Floats) -> Standing:
    """Where the best placed of each account's own themes stands."""
    best = np.where(under > 0, likely, -1).max(axis=1, keepdims=True)
    return standing_at((likely > best).sum(axis=1) + 1)


def standing_at(places: Floats) -> Standing:
    """The shares of places, 1 for the first."""
    return Standing(
        float((places <= 1).mean()), float((places <= 3).mean()), float((1 / places).mean())
    )
