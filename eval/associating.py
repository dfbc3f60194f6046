"""The association of words with titles, learned from passages of papers and their headings."""

import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.preprocessing import normalize

from extractor.bundled import bundled
from extractor.errors import PaperError
from extractor.reading import read_paper
from extractor.records import Document, Kind
from extractor.themes.common import FOLDER, Association
from extractor.themes.texts import Floats, plain_title, words_of
from sorted_papers import SEED

MADE = "themes/made.json"
BESIDE = ("jats", "gold", "negatives")
NOTHING = Association(np.zeros(0, int), np.zeros((0, 1)), np.zeros((1, 1)))
DEPTH = 150
HELD_BACK = 100.0
FEWEST = 2  # passages: a word that one passage alone has is near nothing
SHORTEST = 60  # characters
EVERYWHERE = re.compile(
    r"^(abstract|acknowl|analysis|background|conclusions?|data (analysis|collection)|design|"
    r"discussion|ethic|findings|introduction|limitations?|materials|measures|methods?|"
    r"participants|procedure|recruit|results?|sampl|setting|statistic|strengths|study)",
    re.IGNORECASE,
)


class Passage(NamedTuple):
    """A paragraph of a paper, and the heading above it ("" for none that says anything)."""

    paper: str
    title: str
    text: str


class Passages:
    """Passages, with their words counted once."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.papers = np.array([passage.paper for passage in passages])
        self.words = words_of([passage.text for passage in passages])
        self.titled = np.array([bool(passage.title) for passage in passages])
        self.titles = words_of([passage.title or " " for passage in passages])
        self._made: dict[frozenset[str], Association] = {}

    def without(self, papers: Collection[str]) -> Association:
        """What all passages but those of ``papers`` teach."""
        key = frozenset(papers)
        if key not in self._made:
            self._made[key] = self._associate(~np.isin(self.papers, list(key)))
        return self._made[key]

    def _associate(self, taught: NDArray[np.bool_]) -> Association:
        words = self.words[taught]
        seen = np.bincount(words.indices, minlength=words.shape[1])
        buckets = np.flatnonzero(seen >= FEWEST)
        rarity = np.log((1 + words.shape[0]) / (1 + seen[buckets])) + 1
        known = normalize(words[:, buckets].multiply(rarity).tocsr())
        analysis = TruncatedSVD(DEPTH, n_iter=2, random_state=SEED).fit(known)
        directions = analysis.components_.T * rarity[:, None]
        association = Association(buckets, directions, np.eye(DEPTH))
        titled = taught & self.titled
        return association._replace(
            turn=_turn(association, self.words[titled], self.titles[titled])
        )


def read_passages(folders: Sequence[Path]) -> Passages:
    """The paragraphs of the papers in folders, a folder a paper: of its JATS, or else its PDF."""
    files = sorted(path for folder in folders for path in folder.iterdir() if path.is_dir())
    with ProcessPoolExecutor() as pool:
        return Passages([one for found in pool.map(_passages_of, files) for one in found])


def _passages_of(folder: Path) -> list[Passage]:
    for name in ("article.xml", "article.pdf"):
        try:
            return list(_find_passages(folder.name, read_paper(folder / name)))
        except PaperError:  # there is none, or it is no JATS: the other form will do
            continue
    return []


def _find_passages(paper: str, document: Document) -> Iterator[Passage]:
    for block in document.blocks:
        text, title = block.span.of(document.text), plain_title(block.heading)
        if block.kind in (Kind.PARAGRAPH, Kind.ITEM) and len(text) > SHORTEST:
            yield Passage(paper, "" if EVERYWHERE.match(title) else title, text)


def _turn(association: Association, texts: sparse.csr_matrix, titles: sparse.csr_matrix) -> Floats:
    """Ridge regression of the titles' directions on their passages'."""
    passages = normalize(texts[:, association.buckets] @ association.directions)
    headings = normalize(titles[:, association.buckets] @ association.directions)
    depth = passages.shape[1]
    turn: Floats = np.linalg.solve(
        passages.T @ passages + HELD_BACK * np.eye(depth), passages.T @ headings
    )
    return turn


def known_papers() -> frozenset[str]:
    """The papers that the shipped model was made from."""
    made = json.loads((bundled(FOLDER) / MADE).read_text(encoding="utf-8"))
    return frozenset(made["papers"])


def associations_beside(folder: Path) -> Callable[[Collection[str]], Association]:
    """Associations from the papers' texts in ``folder``; without texts, one that knows nothing."""
    folders = [folder / name for name in BESIDE if (folder / name).is_dir()]
    if not folders:
        return lambda papers: NOTHING
    passages = read_passages(folders)
    return passages.without
