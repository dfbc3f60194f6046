"""How much each cue of a theme counts: learned from papers, and papers left out of it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from extractor.themes.blending import weigh
from extractor.themes.common import CUES, Association, Common
from extractor.themes.suggester import ThemeSuggester, ThemeText
from extractor.themes.texts import Floats, Texts
from sorted_papers import SEED, SortedPaper

FOLDS = 6
BELIEF = 6.0
VERSION = "1"
ASSOCIATED = CUES.index("association")

Associate = Callable[[Collection[str]], Association]


class Cues(NamedTuple):
    """The cues of a paper's quotations: before anything is decided, and with all others decided."""

    paper: SortedPaper
    cold: Floats
    warm: Floats


def suggester_of(paper: SortedPaper, common: Common, texts: Texts | None = None) -> ThemeSuggester:
    """A suggester of a paper's own themes, by their titles alone."""
    themes = [ThemeText(title, title) for title in paper.themes]
    return ThemeSuggester(themes, texts=texts, common=common)


def cues_of(paper: SortedPaper, common: Common, texts: Texts | None = None) -> Cues:
    """The cues of each quotation, itself never among those decided."""
    suggester = suggester_of(paper, common, texts)
    cold = suggester.fit([], [], known=paper.texts).cues(paper.texts)
    every = range(len(paper.texts))
    warm = [_one(suggester, paper, at, [n for n in every if n != at]) for at in every]
    return Cues(paper, cold, np.stack(warm))


def with_association(cues: Cues, association: Association) -> Cues:
    """The same cues with another association, which depends on no decision."""
    suggester = suggester_of(cues.paper, unweighed(association))
    texts = cues.paper.texts
    other = suggester.fit([], [], known=texts).cues(texts)[:, :, ASSOCIATED]
    cold, warm = cues.cold.copy(), cues.warm.copy()
    cold[:, :, ASSOCIATED] = warm[:, :, ASSOCIATED] = other
    return Cues(cues.paper, cold, warm)


def _one(suggester: ThemeSuggester, paper: SortedPaper, at: int, decided: list[int]) -> Floats:
    others = [paper.texts[other] for other in decided]
    suggester.fit(others, paper.indicators[decided], known=[paper.texts[at]])
    cues: Floats = suggester.cues([paper.texts[at]])[0]
    return cues


def cold(paper: SortedPaper, common: Common, texts: Texts | None = None) -> Floats:
    """How likely each theme of a paper is for each quotation before anything is decided."""
    suggester = suggester_of(paper, common, texts).fit([], [], known=paper.texts)
    return suggester.predict_proba(paper.texts)


def leave_one_out(paper: SortedPaper, common: Common, texts: Texts | None = None) -> Floats:
    """How likely each theme of a paper is for each quotation when all others are decided."""
    suggester, every = suggester_of(paper, common, texts), range(len(paper.texts))
    likely = []
    for at in every:
        others = [other for other in every if other != at]
        known = [paper.texts[at]]
        suggester.fit([paper.texts[o] for o in others], paper.indicators[others], known=known)
        likely.append(suggester.predict_proba(known)[0])
    return np.stack(likely)


def weights_of(papers: Sequence[Cues]) -> Floats:
    """The weights under which the authors' own themes are likeliest, cold and warm alike."""
    taught = [
        (cues[:, :, : len(CUES)], one.paper.indicators)
        for one in papers
        for cues in (one.cold, one.warm)
    ]
    return weigh(taught, usual=np.zeros(len(CUES)), belief=BELIEF)


def left_out(
    papers: Sequence[SortedPaper], associate: Associate, texts: Texts | None = None
) -> Iterator[tuple[Cues, Common]]:
    """Each paper's cues with what was learned without it: association and weights alike.

    ``associate`` learns from all passages but those of the papers it is given. Weights are learned
    from papers whose association knew neither them nor the paper that is judged.
    """
    folds = _folds(papers)
    nothing = unweighed(associate(_ids(papers)))
    known = {paper.id: cues_of(paper, nothing, texts) for paper in papers}
    for fold in folds:
        weights = weights_of(
            [
                with_association(known[paper.id], associate([*_ids(fold), *_ids(other)]))
                for other in folds
                if other is not fold
                for paper in other
            ]
        )
        common = Common(associate(_ids(fold)), weights, VERSION)
        for paper in fold:
            yield with_association(known[paper.id], common.association), common


def unweighed(association: Association) -> Common:
    return Common(association, np.zeros(len(CUES)), VERSION)


def _folds(papers: Sequence[SortedPaper]) -> list[list[SortedPaper]]:
    order = np.random.default_rng(SEED).permutation(len(papers))
    folds = [[papers[at] for at in order[first::FOLDS]] for first in range(FOLDS)]
    return [fold for fold in folds if fold]


def _ids(papers: Iterable[SortedPaper]) -> list[str]:
    return [paper.id for paper in papers]
