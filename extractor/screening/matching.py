"""References to papers: by DOI, by attachment, by title; and which of either are the same twice."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from pathlib import PurePath, PureWindowsPath
from typing import NamedTuple

from extractor.records import Document, Reference
from extractor.screening.dois import printed_dois

NEAR = 0.9  # of two titles' letters, in order
SHORTEST = 4  # words: a shorter title ("Editorial", "Letter to the editor") names no paper
HEAD = 2_500  # characters of a paper in which its title stands, where it was not told as title
SHARED = 0.8  # of a title's words, before titles are compared letter by letter
FEW_CANDIDATES = 5
COMMON, FEWEST_HAVING = 0.02, 50  # of the titles: a word that more of them have tells none
WORD = re.compile(r"[^\W_]+")


class By(StrEnum):
    """What a reference was matched by."""

    DOI = "DOI"
    ATTACHMENT = "attachment"
    TITLE = "title"
    NEAR_TITLE = "title, nearly"


class PaperFacts(NamedTuple):
    """What tells which paper a file is: ``id``, and the path, title, DOIs and beginning of it."""

    id: str
    source: str
    title: str
    dois: tuple[str, ...]
    head: str


class Match(NamedTuple):
    """A paper (its id) and its reference (where it stands in the list that was given)."""

    paper: str
    reference: int
    by: By


@dataclass(frozen=True, slots=True)
class Matched:
    """How references and papers fit together.

    ``same_references`` and ``same_papers`` are groups of two or more that are one publication;
    matched is the fullest reference of a group, and the others of it count as matched.
    """

    matches: tuple[Match, ...]
    papers_left: tuple[str, ...]
    references_left: tuple[int, ...]
    same_references: tuple[tuple[int, ...], ...]
    same_papers: tuple[tuple[str, ...], ...]


def facts_of(source: str, document: Document) -> PaperFacts:
    """What tells which paper a document is."""
    head = plain_title(document.text[:HEAD])
    return PaperFacts(document.paper, source, document.title, printed_dois(document), head)


def match(references: Sequence[Reference], papers: Sequence[PaperFacts]) -> Matched:
    """Match papers to references, the surest ways first."""
    groups = _same([_keys_of(each) for each in references])
    best = {at: max(group, key=lambda n: _fullness(references[n])) for group in groups
            for at in group}  # fmt: skip
    finders = (_by_doi(references), _by_attachment(references), _Titles(references).find)
    matches = []
    for paper in papers:
        found = next(filter(None, (finder(paper) for finder in finders)), None)
        if found is not None:
            matches.append(Match(paper.id, best.get(found[0], found[0]), found[1]))
    by_paper = {each.paper: each.reference for each in matches}
    taken = set(by_paper.values())
    return Matched(
        matches=tuple(matches),
        papers_left=tuple(paper.id for paper in papers if paper.id not in by_paper),
        references_left=tuple(at for at in range(len(references)) if best.get(at, at) not in taken),
        same_references=tuple(map(tuple, groups)),
        same_papers=tuple(_same_papers(papers, by_paper)),
    )


def plain_title(title: str) -> str:
    """The words of a title in small letters without accents and signs, a space between each two."""
    plain = unicodedata.normalize("NFKD", title.casefold())
    return " ".join(WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


Found = tuple[int, By] | None
Finder = Callable[[PaperFacts], Found]


def _by_doi(references: Sequence[Reference]) -> Finder:
    at = {each.doi: n for n, each in reversed(list(enumerate(references))) if each.doi}

    def find(paper: PaperFacts) -> Found:
        return next(((at[doi], By.DOI) for doi in paper.dois if doi in at), None)

    return find


def _by_attachment(references: Sequence[Reference]) -> Finder:
    """By the file's name; where several references have it, by the folders above it too."""
    named: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
    for n, each in enumerate(references):
        for file in each.files:
            parts = _parts(file)
            if parts:
                named[parts[0]].append((parts, n))

    def find(paper: PaperFacts) -> Found:
        own = _parts(paper.source)
        fits = [(_alike(own, parts), n) for parts, n in named.get(own[0], ())] if own else []
        most = max(fits, default=(0, 0))[0]
        best = {n for alike, n in fits if alike == most}
        return (best.pop(), By.ATTACHMENT) if len(best) == 1 else None

    return find


def _parts(path: str) -> tuple[str, ...]:
    """The parts of a path from its end, in small letters, whichever slashes it is written with."""
    plain = path.strip().removeprefix("internal-pdf://").removeprefix("file://")
    pure = PureWindowsPath(plain) if "\\" in plain else PurePath(plain)
    return tuple(part.lower() for part in reversed(pure.parts))


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many parts from the end on two paths have in common."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


class _Titles:
    """The titles of references, found by their rarer words."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self.titles = [plain_title(each.title) for each in references]
        self.exact = {t: n for n, t in reversed(list(enumerate(self.titles))) if _names(t)}
        self.having: dict[str, list[int]] = defaultdict(list)
        for n, title in enumerate(self.titles):
            for word in set(title.split()) if _names(title) else ():
                self.having[word].append(n)
        most = max(COMMON * len(references), FEWEST_HAVING)
        self.having = {word: at for word, at in self.having.items() if len(at) <= most}

    def find(self, paper: PaperFacts) -> Found:
        """The reference with a paper's title; else with one nearly the same; else printed in it."""
        title = plain_title(paper.title)
        if title in self.exact:
            return self.exact[title], By.TITLE
        if _names(title):
            near = [(_likeness(title, self.titles[n]), n) for n in self._candidates(title)]
            likeness, at = max(near, default=(0.0, 0))
            if likeness >= NEAR:
                return at, By.NEAR_TITLE
        for n in self._candidates(paper.head):
            if f" {self.titles[n]} " in f" {paper.head} ":
                return n, By.TITLE
        return None

    def _candidates(self, text: str) -> list[int]:
        """The titles that have most words of a text, or most words of which the text has."""
        words = set(text.split())
        shared = Counter(n for word in words for n in self.having.get(word, ()))
        known = sum(word in self.having for word in words)
        share = {
            n: count
            / max(1, min(known, sum(w in self.having for w in set(self.titles[n].split()))))
            for n, count in shared.most_common(4 * FEW_CANDIDATES)
        }
        ordered = sorted(share, key=lambda n: (-share[n], n))
        return [n for n in ordered if share[n] >= SHARED][:FEW_CANDIDATES]


def _likeness(one: str, other: str) -> float:
    """How alike two titles are, 0 to 1; a title without its subtitle is the same title."""
    short, long = sorted((one, other), key=len)
    if len(short.split()) >= 2 * SHORTEST and long.startswith(f"{short} "):
        return 1.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _names(title: str) -> bool:
    return len(title.split()) >= SHORTEST


def _keys_of(reference: Reference) -> tuple[str, ...]:
    """What is the same in two references of one publication."""
    title = plain_title(reference.title)
    return tuple(
        filter(None, (reference.doi, f"{title} {reference.year}" if _names(title) else ""))
    )


def _same(keys: Sequence[Iterable[str]]) -> list[list[int]]:
    """Groups of two or more that have a key in common, directly or through others."""
    group: dict[int, int] = {}
    first: dict[str, int] = {}

    def root(at: int) -> int:
        while group.get(at, at) != at:
            at = group[at]
        return at

    for at, own in enumerate(keys):
        for key in own:
            a, b = sorted((root(at), root(first.setdefault(key, at))))
            group[b] = a
    found: dict[int, list[int]] = defaultdict(list)
    for at in range(len(keys)):
        found[root(at)].append(at)
    return [members for members in found.values() if len(members) > 1]


def _same_papers(
    papers: Sequence[PaperFacts], matched: Mapping[str, int]
) -> Iterator[tuple[str, ...]]:
    """Files of one publication: with one reference, the same first DOI, or the same title."""
    keys = []
    for paper in papers:
        title = plain_title(paper.title)
        own = [f"reference {matched[paper.id]}"] if paper.id in matched else []
        keys.append([*own, *paper.dois[:1], *([title] if _names(title) else [])])
    for group in _same(keys):
        yield tuple(papers[at].id for at in group)


def _fullness(reference: Reference) -> int:
    told = (reference.title, reference.authors, reference.year, reference.journal, reference.doi)
    return sum(map(bool, told))
