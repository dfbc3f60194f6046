"""What all codebooks have in common, learned once and shipped.

Two things: what words mean (``meanings``), and how much a likeness to a theme's words and to the
accounts already sorted count against each other.

Made by ``eval/train_themes.py``; ``models/themes/card.md`` tells from what.
"""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile
from zlib import error as zlib_error

import numpy as np

from extractor.bundled import bundled
from extractor.errors import FirsthandError
from extractor.themes.meanings import Meanings
from extractor.themes.texts import Floats

FOLDER, FILE = "models", "themes/common.npz"
UNUSABLE = (OSError, ValueError, KeyError, EOFError, TypeError, BadZipFile, zlib_error)
CUES = ("words", "accounts")
STEPS = 127  # of each number: a byte, which changes no ranking


class Common(NamedTuple):
    """What words mean, and the weight of each of ``CUES``."""

    meanings: Meanings
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
    """Write it as plain arrays: each direction in bytes, and how long its longest number is."""
    words, directions = common.meanings.words, common.meanings.directions
    longest = np.abs(directions).max(axis=1, keepdims=True)
    np.savez_compressed(
        path,
        words=np.frombuffer("\n".join(words).encode("ascii"), dtype=np.uint8),
        longest=longest.astype(np.float32),
        directions=np.round(directions / np.maximum(longest, 1e-12) * STEPS).astype(np.int8),
        weights=common.weights,
        version=np.array(common.version),
    )


def load_common(path: Path) -> Common:
    """Read what ``save_common`` wrote; raises ``BrokenCommonError``. It can run no code."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            directions = arrays["directions"] * (arrays["longest"].astype(np.float64) / STEPS)
            meanings = Meanings(bytes(arrays["words"]).decode("ascii").split("\n"), directions)
            common = Common(meanings, arrays["weights"], str(arrays["version"]))
    except UNUSABLE:
        raise BrokenCommonError(path) from None
    if len(meanings.words) != len(directions) or common.weights.shape != (len(CUES),):
        raise BrokenCommonError(path)
    return common
