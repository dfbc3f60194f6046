"""Titles of papers and references: in one form, how alike two are, and those of a list found."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

NEAR = 0.9  # of two titles' letters, in order
SHORTEST = 4  # words: a shorter title ("Editorial", "Letter to the editor") names no paper
SHARED = 0.8  # of a title's words, before titles are compared letter by letter
FEW_CANDIDATES = 5
COMMON, FEWEST_HAVING = 0.02, 50  # of the titles: a word that more of them have tells none
WORD = re.compile(r"[^\W_]+")
NOTICES = r"corrections?|corrigend(?:um|a)|errat(?:um|a)|addendum|retraction"
ABOUT = r"reply|rejoinder|commentary|comments? on|protocol|supplement(?:ary)?"
FIRST = r"re|letter|response|comments?|editorial"
ABOUT_ANOTHER = re.compile(rf"\b(?:{NOTICES}|{ABOUT})\b|^(?:{FIRST})\b")
"""In a title that has another paper's in it, and is not that paper."""
LINKS = r" (?:to|on|of|for|the|article|paper|study|by|regarding)"
ANNOUNCED = re.compile(rf"\b(?:(?:{NOTICES}|re)(?:{LINKS})*|(?:{ABOUT}|{FIRST})(?:{LINKS})+)$")
"""Before a title printed in a paper about that paper; "Letter" alone is what kind the paper is."""


def plain_title(title: str) -> str:
    """The words of a title in small letters without accents and signs, a space between each two."""
    plain = unicodedata.normalize("NFKD", title.casefold())
    return " ".join(WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


def names_a_paper(title: str) -> bool:
    """Whether a plain title is long enough to be that of one paper only."""
    return len(title.split()) >= SHORTEST


def are_near(one: str, other: str) -> bool:
    """Whether two plain titles may be one, misread or misspelt.

    A title without its subtitle is the same title. Titles with other numbers ("Part 1", "Part 2")
    are not, nor a correction of a paper, a reply to it or its protocol and the paper itself.
    """
    if one == other:
        return True
    if _about(one) != _about(other) or _are_numbered_apart(one, other):
        return False
    short, long = sorted((one, other), key=len)
    if len(short.split()) >= 2 * SHORTEST and long.startswith(f"{short} "):
        return True
    compared = SequenceMatcher(None, one, other, autojunk=False)
    ratios = (compared.real_quick_ratio, compared.quick_ratio, compared.ratio)  # the quickest first
    return all(ratio() >= NEAR for ratio in ratios)


def are_different(one: str, other: str) -> bool:
    """Whether two plain titles name two papers."""
    return names_a_paper(one) and names_a_paper(other) and not are_near(one, other)


def is_about_other(one: str, other: str) -> bool:
    """Whether one of two plain titles is of a paper about a paper, and the other is not."""
    return names_a_paper(one) and _about(one) != _about(other)


class Titles:
    """The titles of a list, found by their rarer words."""

    def __init__(self, titles: Sequence[str]) -> None:
        self.titles = [plain_title(title) for title in titles]
        self._at: dict[str, list[int]] = defaultdict(list)
        self._having: dict[str, list[int]] = defaultdict(list)
        for n, title in enumerate(self.titles):
            if names_a_paper(title):
                self._at[title].append(n)
                for word in set(title.split()):
                    self._having[word].append(n)
        most = max(COMMON * len(titles), FEWEST_HAVING)
        self._having = {word: at for word, at in self._having.items() if len(at) <= most}

    def exact(self, title: str) -> list[int]:
        """Where this title stands in the list."""
        return self._at.get(title, [])

    def near(self, title: str) -> list[int]:
        """Where the title stands that is nearest to this one, if one is near."""
        if not names_a_paper(title):
            return []
        near = [n for n in self._candidates(title) if are_near(title, self.titles[n])]
        ratio = {n: SequenceMatcher(None, title, self.titles[n]).ratio() for n in near}
        return [max(near, key=lambda n: ratio[n])] if near else []

    def printed(self, text: str) -> list[int]:
        """Where a title stands that is printed in a text, and not announced as another paper's."""
        found = (n for n in self._candidates(text) if self._is_printed(self.titles[n], text))
        return [n for n in (next(found, None),) if n is not None]

    def _is_printed(self, title: str, text: str) -> bool:
        before, is_there, _ = f" {text} ".partition(f" {title} ")
        return bool(is_there) and not ANNOUNCED.search(before)

    def _candidates(self, text: str) -> list[int]:
        """The titles that have most words of a text, or most words of which the text has."""
        words = set(text.split())
        shared = Counter(n for word in words for n in self._having.get(word, ()))
        known = sum(word in self._having for word in words)
        share = {
            n: count
            / max(1, min(known, sum(w in self._having for w in set(self.titles[n].split()))))
            for n, count in shared.most_common(4 * FEW_CANDIDATES)
        }
        ordered = sorted(share, key=lambda n: (-share[n], n))
        return [n for n in ordered if share[n] >= SHARED][:FEW_CANDIDATES]


def _about(title: str) -> bool:
    return ABOUT_ANOTHER.search(title) is not None


def _are_numbered_apart(one: str, other: str) -> bool:
    ours, theirs = _numbers(one), _numbers(other)
    return bool(ours and theirs) and ours != theirs


def _numbers(title: str) -> set[str]:
    return {word for word in title.split() if word.isdigit()}
