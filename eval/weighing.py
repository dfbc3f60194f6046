"""How much each cue of a theme counts: learned from papers, and papers left out of it."""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from extractor.bundled import bundled
from extractor.themes.blending import weigh
from extractor.themes.common import CUES, FOLDER, Common
from extractor.themes.suggester import ThemeSuggester, ThemeText
from extractor.themes.texts import Floats, Texts
from sorted_papers import SortedPaper

BELIEF = 6.0
MADE = "themes/made.json"
VERSION = "2"


class Cues(NamedTuple):
    """The cues of a paper's quotations: before anything is decided, and with all others decided."""

    paper: SortedPaper
    cold: Floats
    warm: Floats


def suggester_of(paper: SortedPaper, common: Common, texts: Texts | None = None) -> ThemeSuggester:
    """A suggester of a paper's own themes, by their titles alone."""
    themes = [ThemeText(title, title) for title in paper.themes]
    return ThemeSuggester(themes, texts=texts, common=common)


def cold(paper: SortedPaper, common: Common, texts: Texts | None = None) -> Floats:
    """How likely each theme of a paper is for each quotation before anything is decided."""
    suggester = suggester_of(paper, common, texts).fit([], [], known=paper.texts)
    return suggester.predict_proba(paper.texts)


def leave_one_out(paper: SortedPaper, common: Common, texts: Texts | None = None) -> Floats:
    """How likely each theme of a paper is for each quotation when all others are decided."""
    suggester = suggester_of(paper, common, texts)
    return np.stack([one.predict_proba([text])[0] for one, text in _left_out(suggester, paper)])


def cues_of(paper: SortedPaper, common: Common, texts: Texts | None = None) -> Cues:
    """The cues of each quotation, itself never among those decided."""
    suggester = suggester_of(paper, common, texts)
    cold = suggester.fit([], [], known=paper.texts).cues(paper.texts)
    warm = [one.cues([text])[0] for one, text in _left_out(suggester, paper)]
    return Cues(paper, cold, np.stack(warm))


def _left_out(
    suggester: ThemeSuggester, paper: SortedPaper
) -> Iterator[tuple[ThemeSuggester, str]]:
    """The suggester fitted to all quotations but one, with that one."""
    for at, text in enumerate(paper.texts):
        others = [other for other in range(len(paper.texts)) if other != at]
        decided = [paper.texts[other] for other in others]
        yield suggester.fit(decided, paper.indicators[others], known=[text]), text


def weighed_papers() -> frozenset[str]:
    """The papers whose quotations the shipped weights were learned from."""
    made = json.loads((bundled(FOLDER) / MADE).read_text(encoding="utf-8"))
    return frozenset(made["papers of quotations"])


def weights_of(papers: Sequence[Cues]) -> Floats:
    """The weights under which the authors' own themes are likeliest, cold and warm alike."""
    taught = [
        (cues[:, :, : len(CUES)], one.paper.indicators)
        for one in papers
        for cues in (one.cold, one.warm)
    ]
    return weigh(taught, usual=np.zeros(len(CUES)), belief=BELIEF)


def weighed_without(
    papers: Sequence[SortedPaper], common: Common, texts: Texts | None = None
) -> Iterator[tuple[SortedPaper, Common]]:
    """Each paper with the weights that all others teach."""
    known = [cues_of(paper, common, texts) for paper in papers]
    for paper in papers:
        others = [cues for cues in known if cues.paper is not paper]
        yield paper, common._replace(weights=weights_of(others))
