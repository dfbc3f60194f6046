"""Text in the one form in which two text layers of a page can be compared: letters and digits.

Spaces, hyphens and apostrophes differ between readers of the same file, so they never count.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

RUN = re.compile(r"[^\W_]+")
WITHIN_WORD = re.compile(
    r"(?<=\w)(?:[-\u2010\u2011\u00ad\ufffe\u0002]\s*)(?=\w)"  # hyphens, at a line end too
)
APOSTROPHE = re.compile(r"(?<=\w)['\u2018\u2019`](?=\w)")


def fold(text: str) -> str:
    """``text`` with ligatures and other compatibility forms spelled out and accents dropped."""
    spelled = unicodedata.normalize("NFKD", text)
    return "".join(character for character in spelled if not unicodedata.combining(character))


def words_of(text: str) -> list[str]:
    """The words of ``text`` in lower case: runs of letters or digits, folded.

    A hyphen or apostrophe inside a word is dropped, with what white space follows the hyphen:
    a hyphen at a line end cannot be told from one that is printed anywhere.
    """
    closed = APOSTROPHE.sub("", WITHIN_WORD.sub("", fold(text)))
    return [word.lower() for word in RUN.findall(closed)]


def letters_of(text: str) -> str:
    """The words of ``text`` without anything between them."""
    return "".join(words_of(text))


def count_letters(texts: Iterable[str]) -> Counter[str]:
    """How often each letter and digit stands in ``texts``; folded, the case kept."""
    return Counter(character for text in texts for character in fold(text) if character.isalnum())


def lost_letters(printed: Mapping[str, int], kept: Mapping[str, int]) -> Counter[str]:
    """What of ``printed`` is not in ``kept``, each letter as often as it is missing."""
    return Counter(printed) - Counter(kept)
