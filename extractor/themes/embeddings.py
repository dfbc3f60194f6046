"""Sentence embeddings of a model that the user has on disk: another representation of texts.

The library comes with the extra ``firsthand[embeddings]``. A model is read from its folder alone:
weights in safetensors, which can hold no code; nothing is ever downloaded, and a model that would
bring code of its own is refused.
"""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np

from extractor.errors import FirsthandError
from extractor.themes.texts import Floats

CONFIG, PARTS = "config.json", "modules.json"


class EmbeddingsError(FirsthandError):
    """A model of sentence embeddings cannot be used."""


class Embeddings:
    """The model in a folder; raises ``EmbeddingsError`` if it cannot be used. Texts are kept."""

    def __init__(self, folder: Path) -> None:
        _check(folder)
        self.folder = folder
        self._model = _load(folder)
        self._kept: dict[str, Floats] = {}

    def fit(self, texts: Sequence[str]) -> Self:
        """Nothing is learned: the model knows its words."""
        del texts
        return self

    def vectors(self, texts: Sequence[str]) -> Floats:
        """One row a text: (texts, dimensions)."""
        new = [text for text in dict.fromkeys(texts) if text not in self._kept]
        if new:
            told = self._model.encode(new, normalize_embeddings=True, show_progress_bar=False)
            self._kept |= dict(zip(new, np.asarray(told, dtype=float), strict=True))
        if not texts:
            return np.zeros((0, 1))
        return np.stack([self._kept[text] for text in texts])

    def likeness(self, ones: Floats, others: Floats) -> Floats:
        """The cosine of each two."""
        return np.asarray(ones @ others.T)


def _check(folder: Path) -> None:
    """Refuse a folder that holds no model, or one that is no safetensors or brings code."""
    try:
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        raise EmbeddingsError(
            f"{folder} holds no model: its {CONFIG} cannot be read.\n"
            "Name the folder that holds the model's config.json and model.safetensors."
        ) from None
    if not isinstance(config, dict) or "auto_map" in config:
        raise EmbeddingsError(
            f"The model in {folder} brings code of its own, which firsthand does not run.\n"
            "Use a model that needs none."
        )
    parts = [part for part in _parts(folder) if any(part.glob("*.bin"))]
    if not all(any(part.glob("*.safetensors")) for part in (folder, *parts)):
        raise EmbeddingsError(
            f"The model in {folder} has no weights in safetensors.\n"
            "Files of other kinds can run code when they are opened; get it as model.safetensors."
        )


def _parts(folder: Path) -> list[Path]:
    """The folders of a model's further parts, which may have weights of their own."""
    try:
        told = json.loads((folder / PARTS).read_text(encoding="utf-8"))
        return [folder / each["path"] for each in told]
    except (OSError, ValueError, RecursionError, TypeError, KeyError):
        return []  # what is wrong with it the library says


def _load(folder: Path) -> Any:
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError:
        raise EmbeddingsError(
            "Sentence embeddings need a library that is not installed.\n"
            "Install it: pip install 'firsthand[embeddings]'"
        ) from None
    try:
        return SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )  # fmt: skip
    except Exception as error:
        said = " ".join(str(error).split())[:200]
        raise EmbeddingsError(
            f"The model in {folder} cannot be loaded: {said}.\nGet it again, as it was published."
        ) from None
