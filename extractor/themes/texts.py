"""Texts as vectors, of unit length: how alike two texts are is the product of theirs.

Representations behind one interface, ``Texts``: runs of letters, which tell names and terms apart;
what words mean (``meanings``); sentence embeddings of a model that the user has on disk
(``embeddings``). ``WordsAndMeanings`` has the first beside one of the others.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, HashingVectorizer
from sklearn.preprocessing import normalize

Floats = NDArray[np.float64]
LETTERS = 2**18  # buckets: so many that hardly two runs of a review share one
RUNS = (3, 5)  # letters: "talk" in "talking", and in "conversation" what "converse" has of it
MEANT = 0.5  # of the likeness: meanings, beside letters
KEPT = 20_000  # texts: counting is slow in comparison, and a review's texts come again and again
NUMBERING = re.compile(
    r"^\s*(?:(?:sub-?\s*)?themes?\s*\d*\s*:|\d+(?:\.\d+)*[.)]?\s|[a-z][.)]\s)\s*", re.IGNORECASE
)


class Texts(Protocol):
    """A representation of texts."""

    def fit(self, texts: Sequence[str]) -> Self:
        """Learn from the texts at hand how usual things are."""

    def vectors(self, texts: Sequence[str]) -> Any:
        """Vectors of unit length, a text each; of a text that says nothing, zeros."""

    def likeness(self, ones: Any, others: Any) -> Floats:
        """How alike texts are, by the vectors of some (rows) and of others (columns)."""


class Tfidf:
    """Runs of 3 to 5 letters inside words, each weighed by how rare it is in the texts at hand.

    Weights are 1 + log(count) times log((1 + n) / (1 + df)) + 1 (Manning et al. 2008, ch. 6).
    """

    def fit(self, texts: Sequence[str]) -> Self:
        """Learn how rare each run of letters is."""
        seen = np.bincount(_counts(texts).indices, minlength=LETTERS)
        self.rarity_: Floats = np.log((1 + len(texts)) / (1 + seen)) + 1
        return self

    def vectors(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """One sparse row a text."""
        if not texts:
            return sparse.csr_matrix((0, LETTERS))
        counts = _counts(texts)
        counts.data *= self.rarity_[counts.indices]
        return normalize(counts, copy=False)

    def likeness(self, ones: sparse.csr_matrix, others: sparse.csr_matrix) -> Floats:
        """The cosine of each two."""
        return np.asarray((ones @ others.T).todense())


class WordsAndMeanings:
    """Runs of letters and meanings beside each other: likeness is a weighted mean of the two."""

    def __init__(self, meanings: Texts) -> None:
        self.meanings = meanings
        self.words = Tfidf()

    def fit(self, texts: Sequence[str]) -> Self:
        """Learn how rare each run of letters is."""
        self.words.fit(texts)
        self.meanings.fit(texts)
        return self

    def vectors(self, texts: Sequence[str]) -> tuple[Any, Any]:
        """Those of both."""
        return self.words.vectors(texts), self.meanings.vectors(texts)

    def likeness(self, ones: tuple[Any, Any], others: tuple[Any, Any]) -> Floats:
        """The mean of how alike each two are by letters, and by meanings."""
        by_letters = self.words.likeness(ones[0], others[0])
        by_meanings = self.meanings.likeness(ones[1], others[1])
        return (1 - MEANT) * by_letters + MEANT * by_meanings


def plain_title(title: str) -> str:
    """A theme's name without its number: "2.1 Trust", "Theme 2: Trust" are "Trust"."""
    bare = NUMBERING.sub("", title)
    return bare if bare.strip() else title


def tells(word: str) -> bool:
    """Whether a word says something by itself, as "the" and "where" do not."""
    return len(word) > 2 and word.lower() not in ENGLISH_STOP_WORDS


def _counts(texts: Sequence[str]) -> sparse.csr_matrix:
    if not texts:
        return sparse.csr_matrix((0, LETTERS))
    return sparse.vstack([_letters(text) for text in texts], format="csr").copy()


@lru_cache(KEPT)
def _letters(text: str) -> sparse.csr_matrix:
    return _logged(_LETTERS.transform([text]))


def _logged(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    counts.data = 1 + np.log(counts.data)
    return counts


_LETTERS = HashingVectorizer(
    analyzer="char_wb", ngram_range=RUNS, n_features=LETTERS, alternate_sign=False, norm=None
)
