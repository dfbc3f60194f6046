"""References to papers: by DOI, by title, by attachment; and which of either are the same twice."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath, PureWindowsPath
from typing import NamedTuple
from urllib.parse import unquote

from extractor.records import Document, Reference
from extractor.screening.dois import printed_dois
from extractor.screening.duplicates import Known, same_publications
from extractor.screening.titles import (
    Titles,
    are_different,
    is_about_other,
    names_a_paper,
    plain_title,
)

HEAD = 2_500  # characters of a paper in which its title stands, where it was not told as title
URLS = ("internal-pdf://", "file://localhost/", "file:///", "file://")  # of attachments


class By(StrEnum):
    """What a reference was matched by."""

    DOI = "DOI"
    TITLE = "title"
    ATTACHMENT = "attachment"
    NEAR_TITLE = "title, nearly"


class PaperFacts(NamedTuple):
    """What tells which paper a file is: ``id``, and the path, title, DOIs and beginning of it."""

    id: str
    source: str
    title: str
    dois: tuple[str, ...]
    head: str


class Match(NamedTuple):
    """A paper (its id) and its reference (where it stands in the list that was given).

    ``is_in_doubt``: the paper's title or DOI is another, or several references have its title.
    """

    paper: str
    reference: int
    by: By
    is_in_doubt: bool = False


@dataclass(frozen=True, slots=True)
class Matched:
    """How references and papers fit together.

    ``same_references`` and ``same_papers`` are groups of two or more that are one publication; all
    references of a group count as matched where one of them is.
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
    """Match papers to references, the surest ways first.

    These are: a DOI that the paper prints and a title that is not another; the exact title; an
    attached file of that name, where neither title nor DOI is another; nearly the title; the title
    printed on the first page; a DOI that the paper prints, but under another title.
    """
    groups = _same_references(references)
    group_of = {at: tuple(group) for group in groups for at in group}
    matches = tuple(_Matching(references, group_of, papers).matches())
    by_paper = {each.paper: each.reference for each in matches}
    taken = {at for chosen in by_paper.values() for at in group_of.get(chosen, (chosen,))}
    return Matched(
        matches=matches,
        papers_left=tuple(paper.id for paper in papers if paper.id not in by_paper),
        references_left=tuple(at for at in range(len(references)) if at not in taken),
        same_references=tuple(map(tuple, groups)),
        same_papers=tuple(_same_papers(papers, by_paper)),
    )


class _Matching:
    """References by all that they can be found by, for the papers to find theirs."""

    def __init__(
        self,
        references: Sequence[Reference],
        group_of: Mapping[int, tuple[int, ...]],
        papers: Sequence[PaperFacts],
    ) -> None:
        self.references, self.group_of, self.papers = references, group_of, papers
        self.titles = Titles([each.title for each in references])
        self.having: dict[str, list[int]] = defaultdict(list)
        for n, each in enumerate(references):
            if each.doi:
                self.having[each.doi].append(n)

    def matches(self) -> Iterator[Match]:
        """The match of each paper that has one."""
        attached = self._attached()
        for paper in self.papers:
            for by, found in self._ways(paper, attached.get(paper.id, [])):
                choice = self._chosen(by, found)
                if choice is not None:
                    is_in_doubt = self._are_apart(found) or self._contradicts(paper, choice)
                    yield Match(paper.id, choice, by, is_in_doubt)
                    break

    def _ways(self, paper: PaperFacts, attached: list[int]) -> Iterator[tuple[By, list[int]]]:
        """What a paper's reference may be, by the surest way first."""
        title = plain_title(paper.title)
        exact = self.titles.exact(title)
        by_doi = [n for doi in paper.dois for n in self.having.get(doi, ())]
        yield By.DOI, [n for n in by_doi if n in exact]
        yield By.TITLE, [n for n in exact if n in attached] or exact
        yield By.DOI, self._of_first_doi([n for n in by_doi if not self._is_other(paper, n)])
        yield By.ATTACHMENT, attached
        yield By.NEAR_TITLE, self.titles.near(title)
        for by, found in ((By.TITLE, self.titles.printed(paper.head)), (By.DOI, by_doi)):
            own = [n for n in found if not is_about_other(title, self.titles.titles[n])]
            yield by, self._of_first_doi(own)

    def _chosen(self, by: By, found: Sequence[int]) -> int | None:
        """The fullest of those found; none where they are several and have no title in common."""
        if not found or (by is not By.TITLE and self._are_apart(found)):
            return None
        if by in (By.DOI, By.ATTACHMENT):
            found = self.group_of.get(found[0], found)
        return max(found, key=lambda n: _fullness(self.references[n]))

    def _are_apart(self, found: Sequence[int]) -> bool:
        """Whether some of the references are of different publications."""
        return len({self.group_of.get(n, (n,)) for n in found}) > 1

    def _of_first_doi(self, found: Sequence[int]) -> list[int]:
        return [n for n in found if self.references[n].doi == self.references[found[0]].doi]

    def _is_other(self, paper: PaperFacts, at: int) -> bool:
        """Whether a reference's title is another paper's; one read in part is told by the head."""
        title, told = plain_title(paper.title), self.titles.titles[at]
        is_part = told.startswith(f"{title} ") and f" {told} " in f" {paper.head} "
        return not is_part and are_different(title, told)

    def _contradicts(self, paper: PaperFacts, at: int) -> bool:
        """Whether a reference's title or DOI is not the paper's."""
        if self._is_other(paper, at):
            return True
        own = {self.references[n].doi for n in self.group_of.get(at, (at,))} - {""}
        pointed_at = own or any(doi in self.having for doi in paper.dois)
        return bool(paper.dois and pointed_at) and own.isdisjoint(paper.dois)

    def _attached(self) -> dict[str, list[int]]:
        """The references of papers by file name, the folders above telling those of one name apart.

        A file is a paper's if no other fits its path as well, nor it another reference.
        """
        ending: dict[tuple[str, ...], list[PaperFacts]] = defaultdict(list)
        for paper in self.papers:
            for end in _ends(paper.source):
                ending[end].append(paper)
        fits: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for n, each in enumerate(self.references):
            for file in each.files:
                longest = max((end for end in _ends(file) if end in ending), key=len, default=())
                near = ending.get(longest, [])
                if len(near) == 1 and not self._contradicts(near[0], n):
                    fits[near[0].id].append((len(longest), n))
        most = {paper: max(found)[0] for paper, found in fits.items()}
        return {paper: list(dict.fromkeys(n for length, n in found if length == most[paper]))
                for paper, found in fits.items()}  # fmt: skip


def _ends(path: str) -> list[tuple[str, ...]]:
    """The file's name in a path, that and the folder above it, and so on."""
    parts = _parts(path)
    return [parts[:count] for count in range(1, len(parts) + 1)]


def _parts(path: str) -> tuple[str, ...]:
    """The parts of a path from its end, in small letters, whichever slashes it is written with."""
    plain = path.strip()
    for url in URLS:
        if plain.lower().startswith(url):
            plain = unquote(plain[len(url) :])
    pure = PureWindowsPath(plain) if "\\" in plain else PurePath(plain)
    return tuple(part.lower() for part in reversed(pure.parts))


def _same_references(references: Sequence[Reference]) -> list[list[int]]:
    """References of one publication: with one DOI, or one title and year."""
    known = []
    for each in references:
        title = plain_title(each.title)
        keys = (each.doi, f"{title} {each.year}" if names_a_paper(title) else "")
        known.append(Known(title, each.doi, tuple(filter(None, keys))))
    order = sorted(range(len(known)), key=lambda at: -_fullness(references[at]))
    return same_publications(known, order)


def _same_papers(
    papers: Sequence[PaperFacts], matched: Mapping[str, int]
) -> Iterator[tuple[str, ...]]:
    """Files of one publication: with one reference, one first DOI or one title."""
    known = []
    for paper in papers:
        title = plain_title(paper.title) if names_a_paper(plain_title(paper.title)) else ""
        own = f"reference {matched[paper.id]}" if paper.id in matched else ""
        known.append(Known(title, "", tuple(filter(None, (own, *paper.dois[:1], title)))))
    order = sorted(range(len(known)), key=lambda at: -len(known[at].keys))
    for group in same_publications(known, order):
        yield tuple(papers[at].id for at in group)


def _fullness(reference: Reference) -> int:
    told = (reference.title, reference.authors, reference.year, reference.journal, reference.doi)
    return sum(map(bool, told))
