"""How near papers are to what a review asks: its question, and the themes of its codebook."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.themes.codebook import Codebook

BEST_THEMES = 3  # a paper need not be about all of a codebook


class Topic:
    """A ``question`` and a ``codebook``, either of which there may not be."""

    def __init__(self, question: str = "", codebook: "Codebook | None" = None) -> None:
        from extractor.cli.theming import theme_texts

        self.question = question.strip()
        themes = theme_texts(codebook) if codebook else []
        self.themes = [f"{theme.name} {theme.about}".strip() for theme in themes]

    def match(self, gists: Sequence[str]) -> list[float] | None:
        """How near each text is, 0 to 1, to be compared with each other; None if nothing is asked.

        The mean of how alike it is to the question, and on the average to the three themes that it
        is most alike to: by runs of letters, as rare as they are in these texts, and by meanings.
        """
        import numpy as np

        from extractor.themes.common import default_common
        from extractor.themes.texts import WordsAndMeanings

        asked = [*([self.question] if self.question else []), *self.themes]
        if not asked or not gists:
            return None if not asked else []
        texts = WordsAndMeanings(default_common().meanings).fit([*gists, *asked])
        alike = texts.likeness(texts.vectors(list(gists)), texts.vectors(asked)).clip(0, 1)
        parts = [alike[:, 0]] if self.question else []
        if self.themes:
            of_themes = np.sort(alike[:, -len(self.themes) :], axis=1)
            parts.append(of_themes[:, -BEST_THEMES:].mean(axis=1))
        return [float(each) for each in np.mean(parts, axis=0)]
