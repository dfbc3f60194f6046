"""What all codebooks have in common, learned once from published papers and shipped.

Two things: which words go with which in a paper and the title of its section (an association of
meanings: "clinic" is near "appointment"), and how much a likeness to a theme's words, such an
association and the accounts already sorted count against each other.

Made by ``eval/train_themes.py``; ``models/themes/card.md`` tells from what.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile
from zlib import error as zlib_error

import numpy as np
from numpy.typing import NDArray
from sklearn.preprocessing import normalize

from extractor.bundled import bundled
from extractor.errors import FirsthandError
from extractor.themes.texts import WORDS, Floats, words_of

FOLDER, FILE = "models", "themes/common.npz"
UNUSABLE = (OSError, ValueError, KeyError, EOFError, TypeError, BadZipFile, zlib_error)
CUES = ("words", "association", "accounts")


class Association(NamedTuple):
    """Meanings of words as directions (latent semantic analysis), and a turn from text to title.

    ``buckets`` (k) are the hashed words that are known, ``directions`` (k, d) those of each,
    ``turn`` (d, d) takes a text's direction to the one that its title is likely to have.
    """

    buckets: NDArray[np.int64]
    directions: Floats
    turn: Floats

    def likeness(self, texts: Sequence[str], titles: Sequence[str]) -> Floats:
        """How near each text (row) is to each title (column)."""
        likeness: Floats = self.of(texts) @ self.turn @ self.of(titles).T
        return likeness

    def of(self, texts: Sequence[str]) -> Floats:
        """The direction of each text, of unit length; zeros where no word is known."""
        rows: Floats = normalize(words_of(texts)[:, self.buckets] @ self.directions)
        return rows


class Common(NamedTuple):
    """The association, and the weight of each of ``CUES``."""

    association: Association
    weights: Floats
    version: str


class BrokenCommonError(FirsthandError):
    """The shipped model cannot be used."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The model of themes {path} is damaged or of another version.\n"
            "Install firsthand again."
        )


@lru_cache(1)
def default_common() -> Common:
    """The one that comes with firsthand."""
    return load_common(bundled(FOLDER) / FILE)


def save_common(common: Common, path: Path) -> None:
    """Write it as plain arrays: directions in half precision, which changes no ranking."""
    association = common.association
    np.savez_compressed(
        path,
        buckets=association.buckets.astype(np.uint16),
        directions=association.directions.astype(np.float16),
        turn=association.turn.astype(np.float32),
        weights=common.weights,
        version=np.array(common.version),
    )


def load_common(path: Path) -> Common:
    """Read what ``save_common`` wrote; raises ``BrokenCommonError``. It can run no code."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            association = Association(
                arrays["buckets"].astype(np.int64),
                arrays["directions"].astype(np.float64),
                arrays["turn"].astype(np.float64),
            )
            common = Common(association, arrays["weights"], str(arrays["version"]))
    except UNUSABLE:
        raise BrokenCommonError(path) from None
    if not _fits(common):
        raise BrokenCommonError(path)
    return common


def _fits(common: Common) -> bool:
    association = common.association
    depth = association.turn.shape[0]
    return (
        association.directions.shape == (len(association.buckets), depth)
        and association.turn.shape == (depth, depth)
        and common.weights.shape == (len(CUES),)
        and bool((association.buckets < WORDS).all())
    )
