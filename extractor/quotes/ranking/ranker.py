"""The ranker's model: boosted trees and a calibration, kept as plain arrays.

The arrays are all there is to load, so a model can run no code; scikit-learn is needed only to
train one (``eval/train_quotes.py``).
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile
from zlib import error as zlib_error

import numpy as np
from numpy.typing import NDArray

from extractor.bundled import bundled
from extractor.errors import FirsthandError

Floats = NDArray[np.float64]

RULE_SHARE, STRONGEST = 0.5, 6.0
UNUSABLE = (OSError, ValueError, KeyError, EOFError, TypeError, BadZipFile, zlib_error)
FOLDER, FILE = "models", "quotes/ranker.npz"


class Forest(NamedTuple):
    """Boosted regression trees: node by node, all trees one after the other.

    ``feature`` is -1 in a leaf; a value up to ``threshold`` goes ``left``. ``value`` is a leaf's
    share of the margin, and in an inner node the mean of the leaves below it, by how many papers'
    candidates came there in training. ``names`` are those of the cues, in the order of columns.
    """

    names: NDArray[np.str_]
    base: float
    roots: NDArray[np.int32]
    feature: NDArray[np.int32]
    threshold: Floats
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: Floats


class Ranker(NamedTuple):
    """Two forests, and the calibration of their margins.

    The first forest scores each candidate by itself, the second knows its company too. The last
    margin is ``weights`` times those of the second and the first (as ``steadied``), and
    ``offset``: a logistic regression on papers that the forests had not seen.
    """

    first: Forest
    second: Forest
    weights: Floats
    offset: float
    version: str

    @property
    def name(self) -> str:
        """How its suggestions name it."""
        return f"ranker {self.version}"

    def calibrated(self, second: Floats, first: Floats) -> Floats:
        """The last margins that the two of each candidate give."""
        margin: Floats = np.column_stack([second, first]) @ self.weights + self.offset
        return margin


def margins(forest: Forest, rows: Floats) -> Floats:
    """The margin (log odds) of each of ``rows``, an array candidates x cues."""
    leaves = _descend(forest, rows, None)
    total: Floats = forest.base + forest.value[leaves].sum(axis=1)
    return total


def contributions(forest: Forest, rows: Floats) -> Floats:
    """How much each cue moved each margin: candidates x cues.

    On its way down a tree a candidate's expected margin changes with every question; the change
    is put down to the cue asked about (Saabas 2014).
    """
    told = np.zeros((len(rows), len(forest.names)))
    _descend(forest, rows, told)
    return told


def steadied(margin: Floats, rule: Floats) -> Floats:
    """The first forest's margins, held to the rule of thumb's.

    Trees know nothing of a paper unlike all that they were grown on; the rule keeps its sense.
    """
    mixed: Floats = (1 - RULE_SHARE) * margin + RULE_SHARE * np.clip(rule, -STRONGEST, STRONGEST)
    return mixed


def rows_of(names: Iterable[str], cues: Sequence[Mapping[str, float]]) -> Floats:
    """The cues of candidates as an array, in the order of ``names``."""
    names = list(map(str, names))
    rows = [tuple(map(one.__getitem__, names)) for one in cues]
    return np.array(rows, dtype=np.float64).reshape(len(cues), len(names))


def probabilities(margin: Floats) -> Floats:
    """Margins squeezed to 0..1."""
    squeezed: Floats = 1.0 / (1.0 + np.exp(-np.clip(margin, -500.0, 500.0)))
    return squeezed


@lru_cache(maxsize=1)
def default_ranker() -> Ranker:
    """The model that comes with firsthand; raises ``FirsthandError`` if it cannot be used."""
    return load_ranker(bundled(FOLDER) / FILE)


def load_ranker(path: Path) -> Ranker:
    """A model from its arrays; raises ``FirsthandError`` if they are not there or not whole."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            first, second = (_forest(arrays, stage) for stage in ("first", "second"))
            *weights, offset = arrays["calibration"].tolist()
            return Ranker(first, second, np.array(weights), offset, str(arrays["version"]))
    except UNUSABLE as error:
        raise FirsthandError(
            f"The model {path} cannot be used: {error}.\nInstall firsthand again."
        ) from None


def save_ranker(ranker: Ranker, path: Path) -> None:
    """Write a model's arrays."""
    arrays = {
        f"{stage} {name}": np.asarray(getattr(forest, name))
        for stage, forest in (("first", ranker.first), ("second", ranker.second))
        for name in Forest._fields
    }
    calibration = np.append(ranker.weights, ranker.offset)
    arrays |= {"calibration": calibration, "version": np.array(ranker.version)}
    np.savez_compressed(path, allow_pickle=False, **arrays)


def _forest(arrays: Mapping[str, NDArray[np.float64]], stage: str) -> Forest:
    parts = {name: arrays[f"{stage} {name}"] for name in Forest._fields}
    return Forest(**{**parts, "base": float(parts["base"])})  # type: ignore[arg-type]


def _descend(forest: Forest, rows: Floats, told: Floats | None) -> NDArray[np.intp]:
    """The leaf that each row comes to in each tree; what each cue moved is added to ``told``."""
    who = np.arange(len(rows))[:, None]
    at = np.tile(forest.roots.astype(np.intp), (len(rows), 1))
    while True:
        feature = forest.feature.take(at)
        inner = feature >= 0
        if not inner.any():
            return at
        asked = who * rows.shape[1] + np.maximum(feature, 0)
        lower = rows.take(asked) <= forest.threshold.take(at)
        below = np.where(lower, forest.left.take(at), forest.right.take(at))
        if told is not None:
            moved = np.where(inner, forest.value.take(below) - forest.value.take(at), 0.0)
            np.add.at(told.reshape(-1), asked, moved)
        at = np.where(inner, below, at)
