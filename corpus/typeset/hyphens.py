"""Shows the typesetter where an English word may be broken, with few rules and no dictionary.

The rules are cautious: they find a good half of the places at which a dictionary would break a
word, and few at which it would not.
"""

import re
from itertools import pairwise

SOFT_HYPHEN = "\u00ad"
LONG_WORD = re.compile(r"(?<![\w\u2019*-])[a-z]{6,}(?![\w\u2019-]|\S*\s?[*^[])")
BEFORE_ENDING = re.compile(
    r"(?<=...)(?=([stc]ions?|ments?|ness|less|ful|ships?|tures?|cial|tients?|tives?|pants?)$)"
)
BEFORE_ING = re.compile(r"(?<=[aeiou](?:ll|ss|lp|ld|lk|nd|nt|rk|rd|rt|st|ct|sh|ch|ck|nk))(?=ing$)")
AFTER_BEGINNING = re.compile(r"((?<=^inter)|(?<=^under)|(?<=^some)|(?<=^after))(?=[a-z]{4})")
CONSONANTS = re.compile(r"(?<=[a-z][aeiou])([bcdfglmnprst])(?=([bcdfgklmnprstvw])[aeiou][a-z])")
INSEPARABLE = re.compile(r"[bcfgkp][lr]|[dt]r|[cgpstw]h|[cns]k|sp|[dst]w|ng|ff|ll|ss")
KEPT_ENDING = re.compile(
    r".(ings?|ed|ers?|es|est|able|ish|ies|ive|ity|al|an|ance|ant|en|ent|ence|is|it|on|ors?|ory|ous)"
)


def with_soft_hyphens(text: str) -> str:
    """``text`` with a soft hyphen at every place where a long lower-case word may be broken.

    Words next to markup stay whole: the typesetter sets their parts wrongly.
    """
    return LONG_WORD.sub(lambda match: _parted(match[0]), text)


def _parted(word: str) -> str:
    cuts = [0, *sorted(_places(word)), len(word)]
    return SOFT_HYPHEN.join(word[i:j] for i, j in pairwise(cuts))


def _places(word: str) -> set[int]:
    """The places in ``word`` before which it may be broken."""
    fixed = (BEFORE_ENDING, BEFORE_ING, AFTER_BEGINNING)
    return {
        *(match.start() for rule in fixed for match in rule.finditer(word)),
        *(match.end() for match in CONSONANTS.finditer(word) if _parts(match)),
    }


def _parts(match: re.Match[str]) -> bool:
    """Whether a word may be broken between the two consonants found (ser-vice, not nur-ses)."""
    after = match.string[match.end() :]
    return not INSEPARABLE.match(match[1] + match[2]) and not KEPT_ENDING.fullmatch(after)
