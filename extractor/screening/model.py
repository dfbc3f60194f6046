"""The model of pre-screening: how likely a paper holds accounts, and how many are expected.

A few numbers in a JSON file, made by ``eval/train_screening.py``; ``models/screening/card.md``
tells from what. It can run no code.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from math import exp, floor, sqrt
from pathlib import Path
from typing import Any

from extractor.bundled import bundled
from extractor.errors import FirsthandError
from extractor.screening.signs import FEATURES, Signs

FOLDER, FILE = "models", "screening/model.json"
STEEPEST = 30.0


@dataclass(frozen=True, slots=True)
class Expected:
    """How many accounts a paper is expected to hold, with the bounds of a 90 % interval."""

    count: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Model:
    """``weights`` of ``FEATURES`` and the ``offset``: a logistic regression.

    ``per_account`` is how many accounts there are for one that the scores expect. The variance of
    their number is that of the scores times ``overdispersion`` and, because a detector reads all of
    a paper well or badly, the square of ``of_paper`` times their number; ``width`` is how many of
    its roots the interval has on either side.
    """

    weights: Mapping[str, float]
    offset: float
    per_account: float
    overdispersion: float
    of_paper: float
    width: float
    version: str

    def chance(self, signs: Signs) -> float:
        """How likely it is that a paper holds accounts."""
        return 1 / (1 + exp(-max(-STEEPEST, min(STEEPEST, self.margin(signs)))))

    def margin(self, signs: Signs) -> float:
        """The log odds that a paper holds accounts."""
        told = zip(FEATURES, signs.features(), strict=True)
        return self.offset + sum(self.weights[name] * value for name, value in told)

    def expected(self, signs: Signs) -> Expected:
        """How many accounts a paper holds, fragments not counted."""
        mean = self.per_account * signs.accounts
        away = self.width * self.root(signs)
        return Expected(round(mean), max(0, round(mean - away)), floor(mean + away + 0.5))

    def root(self, signs: Signs) -> float:
        """The standard deviation of the number of accounts."""
        return deviation(signs, self.per_account, self.overdispersion, self.of_paper)


def deviation(signs: Signs, per_account: float, overdispersion: float, of_paper: float) -> float:
    """The standard deviation of a paper's number of accounts: see ``Model``."""
    mean = per_account * signs.accounts
    return sqrt(overdispersion * signs.spread + (of_paper * mean) ** 2)


@lru_cache(maxsize=1)
def default_model() -> Model:
    """The model that comes with firsthand; raises ``FirsthandError`` if it cannot be used."""
    return load_model(bundled(FOLDER) / FILE)


def load_model(path: Path) -> Model:
    """A model from its file; raises ``FirsthandError`` if that is not there or not whole."""
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        model = Model(**told)
        if set(model.weights) != set(FEATURES):
            raise ValueError("it knows other features")
    except (OSError, ValueError, TypeError) as error:
        raise FirsthandError(
            f"The model {path} cannot be used: {error}.\nInstall firsthand again."
        ) from None
    return model


def save_model(model: Model, path: Path) -> None:
    """Write a model's numbers."""
    path.write_text(json.dumps(asdict(model), indent=1) + "\n", encoding="utf-8")
