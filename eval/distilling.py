"""The meanings of words, distilled from a model of sentence embeddings and passages of papers.

A word's direction is first what the model makes of the word alone. Then directions are moved so
that the mean of a passage's words comes nearer to what the model makes of the passage.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.linalg import solve
from sklearn.decomposition import PCA
from sklearn.preprocessing import normalize

from extractor.errors import FirsthandError, PaperError
from extractor.reading import read_paper
from extractor.records import Document, Kind
from extractor.themes.embeddings import Embeddings
from extractor.themes.meanings import Meanings
from extractor.themes.texts import Floats, plain_title

DEPTH = 128
HELD_BACK = 10.0  # of the ridge, in a passage's usual square
USUAL = 1e-3  # a word as usual as this counts half (smooth inverse frequency; Arora et al. 2017)
FEWEST, MOST = 30, 600  # characters of a passage
TOGETHER = 2  # sentences
SENTENCE_ENDS = re.compile(r"(?<=[.!?])[”\"’)]*\s+(?=[A-Z“\"‘(])")
WORD = re.compile(r"[a-z]{2,}")


def distil(model: Embeddings, passages: Sequence[str]) -> Meanings:
    """What the words of a model's vocabulary mean, from the model and from ``passages``."""
    words = vocabulary(model.folder)
    alone, counted = model.vectors(words), rarity(len(words))
    analysis = PCA(DEPTH, svd_solver="full").fit(alone)
    directions = analysis.transform(alone)
    wanted = model.vectors(passages)
    wanted = normalize((wanted - wanted.mean(axis=0)) @ analysis.components_.T)
    counts = Meanings(words, directions).counts(passages) @ sparse.diags(counted)
    return Meanings(words, _moved(directions, counts, wanted) * counted[:, None])


def _moved(directions: Floats, counts: sparse.csr_matrix, wanted: Floats) -> Floats:
    """Ridge regression of what passages lack, on their words, in the form of as many passages."""
    long = np.linalg.norm(counts @ directions, axis=1)
    known = long > 0
    rows = sparse.diags(1 / long[known]) @ counts[known]
    alike = (rows @ rows.T).toarray()
    alike += HELD_BACK * alike.diagonal().mean() * np.eye(len(alike))
    lacking = wanted[known] - rows @ directions
    moved: Floats = directions + rows.T @ solve(alike, lacking, assume_a="pos")
    return moved


def vocabulary(folder: Path) -> list[str]:
    """The whole words of a model, the commonest first."""
    file = folder / "vocab.txt"
    try:
        told = file.read_text(encoding="utf-8").split("\n")
    except OSError:
        raise FirsthandError(
            f"{folder} has no vocab.txt, so its words are not known.\n"
            "Name the folder of a model with a vocabulary in words, such as all-MiniLM-L6-v2."
        ) from None
    return [word for word in told if WORD.fullmatch(word)]


def rarity(count: int) -> Floats:
    """How much each word counts: usual ones less, by their place among all (Zipf's law)."""
    usual = 1 / (np.arange(count) + 2.0)
    return np.asarray(USUAL / (USUAL + usual / usual.sum()))


def read_passages(folders: Sequence[Path], without: Collection[str]) -> dict[str, list[str]]:
    """The passages of the papers in folders, a folder a paper: of its JATS, or else its PDF."""
    files = sorted(path for folder in folders for path in folder.iterdir() if path.is_dir())
    wanted = [file for file in files if file.name not in without]
    with ProcessPoolExecutor() as pool:
        return {
            file.name: told
            for file, told in zip(wanted, pool.map(_passages_of, wanted), strict=True)
        }


def _passages_of(folder: Path) -> list[str]:
    for name in ("article.xml", "article.pdf"):
        try:
            return list(dict.fromkeys(_find_passages(read_paper(folder / name))))
        except PaperError:  # there is none, or it is no JATS: the other form will do
            continue
    return []


def _find_passages(document: Document) -> Iterator[str]:
    """Two sentences at a time, and the headings."""
    for block in document.blocks:
        text = block.span.of(document.text)
        if block.kind in (Kind.PARAGRAPH, Kind.ITEM):
            sentences = SENTENCE_ENDS.split(text)
            for first in range(0, len(sentences), TOGETHER):
                passage = " ".join(sentences[first : first + TOGETHER])
                if FEWEST < len(passage) < MOST:
                    yield passage
            if block.heading:
                yield plain_title(block.heading)
