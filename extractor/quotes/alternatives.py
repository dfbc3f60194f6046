"""Many words as one pattern that is quick to fail.

A pattern of a hundred words tries each of them at every place. Here those that begin with the same
letter stand together behind it, so that most are passed over at once. What is found is what
``(?:one|two|…)`` finds: only alternatives that exclude each other change places.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, groupby

TOKEN = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|.", re.DOTALL)
LETTER = re.compile(r"[A-Za-zÀ-ÖØ-Þà-öø-þ](?![?*+{])")


def any_of(listed: str) -> str:
    """``(?:listed)``, words or patterns parted by ``|``, for a pattern that ignores case."""
    runs = groupby(_parted(listed), key=_begins_with_a_letter)
    alternatives = (_by_letter(run) if lettered else run for lettered, run in runs)
    return f"(?:{'|'.join(chain.from_iterable(alternatives))})"


def whole_words(listed: str) -> re.Pattern[str]:
    """Any of the words, none of them a part of a longer one, in capitals or not."""
    return re.compile(rf"\b{any_of(listed)}\b", re.IGNORECASE)


def _parted(listed: str) -> list[str]:
    """The alternatives; a bar inside brackets parts none."""
    parts, depth = [""], 0
    for token in TOKEN.findall(listed):
        depth += (token == "(") - (token == ")")
        if token == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += token
    return parts


def _begins_with_a_letter(alternative: str) -> bool:
    """Whether each match begins with the same letter; one with ``?`` behind it need not stand."""
    return LETTER.match(alternative) is not None


def _by_letter(alternatives: Iterable[str]) -> Iterator[str]:
    """The alternatives of each letter together, in their order."""
    rests: dict[str, list[str]] = {}
    for alternative in alternatives:
        rests.setdefault(alternative[0].lower(), []).append(alternative[1:])
    for letter, rest in rests.items():
        yield f"(?-i:[{letter}{letter.upper()}])(?:{'|'.join(rest)})"
