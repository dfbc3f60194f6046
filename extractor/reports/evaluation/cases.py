"""The cases behind the figures: lists that figures lead to, and what each said of each place.

A list holds links only; what is said of a place stands once in the file. Both are limited, so that
the file can be sent by post: what is left out is counted, and stands in the export.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import NamedTuple

from extractor.agreement.between import said_of_existence
from extractor.agreement.evaluated import Case, EvaluatedMark, EvaluatedPaper, Handled, listed
from extractor.agreement.results import Cases
from extractor.records import REASONS, Eligibility, Span

MOST_LISTED = 100  # of one list
MOST_PLACES = 2000  # in the file
MOST_LETTERS = 700
OPENING = 60
MOST_NAMED = 3
ITSELF = "of them"  # the cases that a share counts, whose name says what they are
OUTCOMES = {True: "an account", False: "no account", None: "open"}


class Link(NamedTuple):
    """Where a figure leads: a list of cases, what they are, and how many."""

    id: str
    what: str
    cases: int


class Said(NamedTuple):
    """What one person said of a place, in words."""

    who: str
    what: str
    is_unaided: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a paper, as the report shows it.

    ``number`` is the paper's and its own, in the order of the text; ``words`` are empty where they
    are left out.
    """

    number: str
    where: str
    words: str
    is_cut: bool
    origin: str
    said: tuple[Said, ...]
    outcome: str

    @property
    def id(self) -> str:
        """Its anchor."""
        return f"p{self.number}"

    @property
    def at(self) -> int:
        """Its own number in its paper."""
        return int(self.number.partition(".")[2])

    @property
    def opening(self) -> str:
        """The first words, to know it by."""
        short = self.words[:OPENING].rpartition(" ")[0]
        return f"{short} …" if len(self.words) > OPENING else self.words


@dataclass(frozen=True, slots=True)
class Listed:
    """The cases of one list in one paper; ``left`` counts those that are not shown."""

    paper: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class CaseList:
    """What figures of the group ``of`` lead to; ``names`` are theirs, ``left`` is not shown."""

    link: Link
    of: str
    papers: tuple[Listed, ...]
    left: int
    names: list[str]

    @property
    def title(self) -> str:
        """What the list is, in words."""
        names = ", ".join(self.names) if len(self.names) <= MOST_NAMED else "all its measures"
        what = "" if self.link.what == ITSELF else f": {self.link.what}"
        return f"{self.of} – {names}{what}"


@dataclass(slots=True)
class Register:
    """Gathers the cases of the figures while a report is made.

    ``themes`` names themes by id; without ``words`` nothing of the papers' text is told.
    """

    papers: Sequence[EvaluatedPaper]
    themes: Mapping[str, str]
    words: bool = True
    lists: list[CaseList] = field(default_factory=list)
    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    _known: dict[tuple[str, str, tuple[Case, ...]], CaseList] = field(default_factory=dict)
    _marks: dict[str, Mapping[str, EvaluatedMark]] = field(default_factory=dict)
    _orders: dict[str, Mapping[str, int]] = field(default_factory=dict)

    def links(self, cases: Cases, of: str, name: str) -> tuple[Link, ...]:
        """Where the figure ``name`` of the group ``of`` leads; a group shares its lists."""
        return tuple(self._link(what, found, of, name) for what, found in cases.items() if found)

    def by_paper(self) -> Iterator[tuple[EvaluatedPaper, list[Place]]]:
        """The papers that have places here, with these in the order of the text."""
        for paper in self.papers:
            places = [place for (id_, _), place in self.places.items() if id_ == paper.id]
            if places:
                yield paper, sorted(places, key=lambda place: place.at)

    def _link(self, what: str, cases: tuple[Case, ...], of: str, name: str) -> Link:
        key = of, what, cases
        if key not in self._known:
            link = Link(f"C{len(self.lists) + 1}", what, len(cases))
            papers = tuple(self._listed(cases[:MOST_LISTED]))
            left = len(cases) - sum(len(each.places) for each in papers)
            self._known[key] = CaseList(link, of, papers, left, [])
            self.lists.append(self._known[key])
        names = self._known[key].names
        if name not in names:
            names.append(name)
        return self._known[key].link

    def _listed(self, cases: Sequence[Case]) -> Iterator[Listed]:
        for paper in self.papers:
            own = [self._place(paper, case) for case in cases if case.paper == paper.id]
            places = tuple(dict.fromkeys(place for place in own if place))
            if places:
                yield Listed(paper.number, places)

    def _place(self, paper: EvaluatedPaper, case: Case) -> Place | None:
        mark = self._marks_of(paper).get(case.mark)
        key = paper.id, mark.name if mark else case.mark
        if key not in self.places and len(self.places) < MOST_PLACES:
            self.places[key] = self._told(paper, case, mark)
        return self.places.get(key)

    def _told(self, paper: EvaluatedPaper, case: Case, mark: EvaluatedMark | None) -> Place:
        span = mark.span if mark else case.span
        words = " ".join(span.of(paper.text).split()) if self.words else ""
        names = {person.id: person.name for person in paper.people}
        said = mark.said if mark else {}
        return Place(
            number=f"{paper.number}.{self._at(paper, mark)}",
            where=where_of(paper, span, mark.page if mark else None),
            words=words[:MOST_LETTERS],
            is_cut=len(words) > MOST_LETTERS,
            origin=origin_of(mark) if mark else "marked unaided, and taken back later",
            said=tuple(self._said(names.get(who, who), each) for who, each in said.items()),
            outcome=outcome_of(mark) if mark else "",
        )

    def _said(self, name: str, handled: Handled) -> Said:
        themes = [self.themes.get(theme, theme) for theme in handled.themes]
        return Said(name, "; ".join(said_in_words(handled, themes)), handled.is_unaided)

    def _marks_of(self, paper: EvaluatedPaper) -> Mapping[str, EvaluatedMark]:
        """The marks of a paper by their names, and by those that each person's have."""
        if paper.id not in self._marks:
            own = {each.decision.mark: mark for mark in paper.marks for each in mark.said.values()}
            self._marks[paper.id] = own | {mark.name: mark for mark in paper.marks}
        return self._marks[paper.id]

    def _at(self, paper: EvaluatedPaper, mark: EvaluatedMark | None) -> int:
        """The place of a mark among those of its paper, from 1; after them for any other."""
        if mark is None:
            return len(paper.marks) + len(self.places) + 1
        return self._order(paper)[mark.name]

    def _order(self, paper: EvaluatedPaper) -> Mapping[str, int]:
        if paper.id not in self._orders:
            self._orders[paper.id] = {mark.name: at for at, mark in enumerate(paper.marks, 1)}
        return self._orders[paper.id]


def title_of(paper: EvaluatedPaper) -> str:
    """What a paper is called: by its file's name, without the folder, where it has no title."""
    return paper.title or PurePath(paper.source).name


def where_of(paper: EvaluatedPaper, span: Span, page: int | None) -> str:
    """Where a place is found again: by its page, or in a text without pages by its letters."""
    return f"page {page}" if page else f"characters {span.start:,} to {span.end:,}"


def origin_of(mark: EvaluatedMark) -> str:
    """How a place came into the review."""
    if mark.suggestion is None:
        return "added: it was not suggested"
    return f"suggested, score {mark.suggestion.score:.2f}"


def outcome_of(mark: EvaluatedMark) -> str:
    """What it is in the end."""
    return OUTCOMES[mark.exists] + (", as settled" if mark.is_settled else "")


def said_in_words(handled: Handled, themes: Sequence[str]) -> Iterator[str]:
    """What somebody said of a place, part by part; their own words stay out of a report."""
    judgement = handled.judgement
    told = str(said_of_existence(handled))
    if handled.is_rejected:
        told += f" ({listed(judgement.reason, REASONS)})"
    if handled.moved:
        told += f", moved by {handled.moved} word{'' if handled.moved == 1 else 's'}"
    yield told
    if handled.is_accepted:
        if judgement.eligibility not in (None, Eligibility.ELIGIBLE):
            yield f"eligibility: {judgement.eligibility}"
        if judgement.voice:
            yield judgement.voice.value
        if themes:
            yield f"theme{'' if len(themes) == 1 else 's'}: {', '.join(themes)}"
