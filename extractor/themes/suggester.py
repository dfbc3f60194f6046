"""Themes for accounts, likeliest first: from the codebook's words, and from what was decided.

A text is like a theme by its words and what they mean, and by the accounts that people sorted under
it (``CUES``). The first is there before anybody has decided anything; the second begins at nothing
and grows with each decision, as does how often a theme is chosen at all.
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple, Self

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from sklearn.base import BaseEstimator

from extractor.themes.blending import shares, spread, weigh
from extractor.themes.common import Common, default_common
from extractor.themes.texts import Floats, Texts, WordsAndMeanings, plain_title, tells

HELD_BACK = 1.0  # of the ridge: few decisions say little
USUAL = 3.0  # texts: how far a theme's usual likeness is doubted when few are at hand; without it
# a theme of many words would be likely for everything
SCALES = np.array([0.1, 0.1, 1.0])  # what is a usual difference of each cue
ONE = 1.0  # how many themes an account has, before decisions tell
BELIEF_IN_ONE = 5.0  # decisions
BELIEF = 30.0  # in all codebooks' weights: a review differs after some hundred accounts
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
TELLING, NEAR = 0.09, 0.05


class ThemeText(NamedTuple):
    """A theme as its words: ``name``, and all else that is said of it."""

    id: str
    name: str
    about: str = ""


class Reason(NamedTuple):
    """Why a theme is likely: words of the text that are like its own, accounts that are like it.

    ``accounts`` are indices into what was fitted, the nearest first.
    """

    words: tuple[str, ...]
    accounts: tuple[int, ...]


class ThemeSuggester(BaseEstimator):  # type: ignore[misc]
    """A multi-label estimator: how likely an account is to be sorted under each theme.

    Args:
        themes: the codebook's themes that can be chosen.
        texts: the representation; letters and the common meanings of words by default.
        common: what all codebooks have in common; what comes with firsthand by default.

    ``fit`` takes no decisions as well as thousands. ``known`` are further texts of the review that
    nobody has sorted: they tell which words, and which likenesses, are usual there.
    """

    def __init__(
        self,
        themes: Sequence[ThemeText] = (),
        texts: Texts | None = None,
        common: Common | None = None,
    ) -> None:
        self.themes = themes
        self.texts = texts
        self.common = common

    def fit(self, X: Sequence[str], y: Any, known: Sequence[str] = ()) -> Self:  # noqa: N803
        """Learn from accounts ``X`` (n texts) sorted under themes ``y`` (n, themes) of 0 and 1."""
        accounts = list(X)
        sorted_under = np.asarray(y, dtype=float).reshape(len(accounts), len(self.themes))
        self.common_ = self.common or default_common()
        texts = self.texts or WordsAndMeanings(self.common_.meanings)
        self.texts_ = texts.fit([*self._theirs(), *accounts, *known])
        self.theirs_ = self.texts_.vectors(self._theirs())
        self.accounts_: Any = self.texts_.vectors(accounts) if accounts else None
        self.rests_on_ = len(accounts)
        self.classes_ = np.arange(len(self.themes))  # as scikit-learn names columns
        own = self._own_cues([*accounts, *known])
        self.usual_ = own.sum(axis=0, keepdims=True) / (len(own) + USUAL)
        self._learn(sorted_under, own[: len(accounts)] - self.usual_)
        return self

    def cues(self, X: Sequence[str]) -> Floats:  # noqa: N803
        """Each of ``CUES`` for each text and theme: (texts, themes, cues), in usual differences."""
        own = self._own_cues(X) - self.usual_
        learned = np.zeros(own.shape)
        if self.accounts_ is not None:
            learned = (
                self.texts_.likeness(self.texts_.vectors(list(X)), self.accounts_) @ self.learned_
            )
        often = np.broadcast_to(_frequency(self.sorted_.sum(axis=0)), learned.shape)
        return _joined(own, learned, often)

    def predict_proba(self, X: Sequence[str]) -> Floats:  # noqa: N803
        """How likely each text is to be sorted under each theme: (texts, themes)."""
        if not len(X) or not self.themes:
            return np.zeros((len(X), len(self.themes)))
        return spread(shares(self.cues(X), self.weights_), self.themes_each_)

    def predict(self, X: Sequence[str]) -> Floats:  # noqa: N803
        """The themes that are likelier than not, as 0 and 1: (texts, themes)."""
        return (self.predict_proba(X) >= 0.5).astype(float)

    def reason(self, text: str, theme: int, *, most: int = 3) -> Reason:
        """Why ``text`` is likely to be sorted under a theme."""
        return Reason(
            tuple(self._telling_words(text, theme)[:most]), tuple(self._near(text, theme)[:most])
        )

    def _telling_words(self, text: str, theme: int) -> list[str]:
        """The words of a text that are more like this theme than like themes in general."""
        words = list({word.lower(): word for word in WORD.findall(text) if tells(word)}.values())
        if not words:
            return []
        like = self.texts_.likeness(self.texts_.vectors(words), self.theirs_)
        more = like[:, theme] - like.mean(axis=1)
        return [words[at] for at in np.argsort(-more, kind="stable") if more[at] > TELLING]

    def _near(self, text: str, theme: int) -> list[int]:
        """The accounts sorted under a theme that are like a text, the most alike first."""
        under = np.flatnonzero(self.sorted_[:, theme])
        if not len(under):
            return []
        alike = self.texts_.likeness(self.texts_.vectors([text]), self.accounts_)[0, under]
        return [int(under[at]) for at in np.argsort(-alike, kind="stable") if alike[at] > NEAR]

    def _theirs(self) -> list[str]:
        return [f"{plain_title(theme.name)} {theme.about}".strip() for theme in self.themes]

    def _own_cues(self, X: Sequence[str]) -> Floats:  # noqa: N803
        """What the codebook alone tells: (texts, themes)."""
        if not X or not self.themes:
            return np.zeros((len(X), len(self.themes)))
        like = self.texts_.likeness(self.texts_.vectors(list(X)), self.theirs_)
        return np.asarray(np.sqrt(np.maximum(like, 0)))

    def _learn(self, sorted_under: Floats, own: Floats) -> None:
        """Learn from the accounts, and how much that counts beside their ``own`` cues.

        Kernel ridge regression of the themes on the accounts (Hastie et al. 2009, ch. 5.8). The
        weights are those under which each account's themes are likeliest if it is left out, near to
        those of all codebooks where few accounts tell.
        """
        self.sorted_ = sorted_under
        count = len(sorted_under)
        self.themes_each_ = (sorted_under.sum() + ONE * BELIEF_IN_ONE) / (count + BELIEF_IN_ONE)
        self.weights_ = np.append(self.common_.weights, 0.0)
        if not count or not self.themes:
            return
        centred = sorted_under - sorted_under.mean(axis=0)
        alike = self.texts_.likeness(self.accounts_, self.accounts_)
        factors = cho_factor(alike + HELD_BACK * np.eye(count), check_finite=False)
        inverse = cho_solve(factors, np.eye(count), check_finite=False)
        self.learned_ = inverse @ centred
        left_out = centred - self.learned_ / np.diag(inverse)[:, None]
        often = _frequency(sorted_under.sum(axis=0) - sorted_under)
        cues = _joined(own, left_out, often)
        self.weights_ = weigh([(cues, sorted_under)], usual=self.weights_, belief=BELIEF)


def _frequency(counts: Floats) -> Floats:
    """How often each theme was chosen against the others, as logarithms around 0."""
    logarithms: Floats = np.log(counts + 1.0)
    return logarithms - logarithms.mean(axis=-1, keepdims=True) if logarithms.size else logarithms


def _joined(own: Floats, learned: Floats, often: Floats) -> Floats:
    cues: Floats = np.stack([own, learned, often], axis=2) / SCALES
    return cues
