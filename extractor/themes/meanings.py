"""Meanings of words: another representation of texts, shipped, that needs no model to be run.

Each of some twenty thousand English words has a direction; a text's is the mean of its words', a
rare word counting more than a usual one (smooth inverse frequency; Arora et al. 2017). Near words
have near directions: "mum" and "family". Made by ``eval/train_themes.py``.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.preprocessing import normalize

from extractor.themes.texts import KEPT, Floats

WORD = re.compile(r"[a-z]+")


class Meanings:
    """``words`` (k of them) and the direction of each, (k, dimensions), as long as it counts."""

    def __init__(self, words: Sequence[str], directions: Floats) -> None:
        self.words = words
        self.directions = directions

    @cached_property
    def _at(self) -> dict[str, int]:
        return {word: at for at, word in enumerate(self.words)}

    def fit(self, texts: Sequence[str]) -> Self:
        """Nothing is learned: what words mean is known."""
        del texts
        return self

    def vectors(self, texts: Sequence[str]) -> Floats:
        """One row a text of unit length; zeros where no word is known."""
        rows: Floats = self.counts(texts) @ self.directions
        return normalize(rows) if len(texts) else rows

    def likeness(self, ones: Floats, others: Floats) -> Floats:
        """The cosine of each two."""
        return np.asarray(ones @ others.T)

    def counts(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """How often each word occurs in each text, as 1 + log(count): (texts, k)."""
        told = [self._counted(text) for text in texts]
        ends = np.cumsum([0, *(len(at) for at, _ in told)])
        at = np.concatenate([np.zeros(0, int), *(at for at, _ in told)])
        counts = np.concatenate([np.zeros(0), *(counts for _, counts in told)])
        return sparse.csr_matrix((counts, at, ends), shape=(len(texts), len(self.words)))

    def _counted(self, text: str) -> tuple[NDArray[np.int_], Floats]:
        known = Counter(self._at[word] for word in spelled(text) if word in self._at)
        at = np.fromiter(known, dtype=int, count=len(known))
        return at, 1 + np.log(np.fromiter(known.values(), dtype=float, count=len(known)))


@lru_cache(KEPT)
def spelled(text: str) -> tuple[str, ...]:
    """The words of a text in small letters without accents: "Café" is "cafe"."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return tuple(WORD.findall(plain.encode("ascii", "ignore").decode("ascii")))
