"""Lists of papers: what waits for a person, and how the review goes, for its lead.

The lead sees how far each annotator is, never what they decided before all have finished; a lead
who annotates a paper sees no more of it than an annotator does.
"""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from extractor.records import Step
from extractor.store.database import reading
from extractor.store.folder import Review
from extractor.store.listing import BLIND_PAGES, DISPUTED, EXPECTED, UNREAD, counts_of
from extractor.store.papers import StoredPaper, list_papers
from extractor.store.people import LEAD, Person, names_of, people_of
from extractor.store.said import SaidOfPapers, Verdict, said_of_papers
from extractor.store.standing import Standing, Tally, standings_of, tallies_of
from extractor.store.tables import among, assignments, blind_pages, decisions, papers

Z_95 = 1.959964
EXPECTED_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class MyPaper:
    """A paper as it waits for one annotator; ``tally`` is None until all have finished it."""

    paper: StoredPaper
    standing: Standing
    tally: Tally | None


@dataclass(frozen=True, slots=True)
class Progress:
    """A paper as its lead sees it: how far each annotator is; None where that is hidden."""

    paper: StoredPaper
    people: tuple[tuple[Person, Standing | None], ...]
    tally: Tally | None


@dataclass(frozen=True, slots=True)
class Screened:
    """What people say of a paper as a whole; ``others`` is None until all have said it.

    ``mine`` is None for whoever has not said it or does not annotate the paper; ``settled`` is what
    an adjudication made of a conflict; ``unread`` is the stopping rule by which it is left unread.
    """

    paper: StoredPaper
    mine: Step | None
    reason: str
    others: Mapping[str, Verdict] | None
    settled: Verdict | None = None
    unread: str = ""

    @property
    def steps(self) -> Sequence[Verdict]:
        """What counts: the settlement, or what everybody said; nothing until all have."""
        if self.settled is not None:
            return [self.settled]
        if self.others is None:
            return []
        mine = [(self.mine, self.reason)] if self.mine else []
        return [*mine, *self.others.values()]

    @property
    def is_disputed(self) -> bool:
        """Whether people say different things, and nobody has settled it."""
        return len({step for step, _ in self.steps}) > 1


def my_papers(
    review: Review, person: Person, these: Collection[str] | None = None
) -> list[MyPaper]:
    """The papers (of these) of an annotator, in the order in which they were put in."""
    with reading(review.engine) as connection:
        mine = set(_papers_of(connection, person.id, these))
        standings = standings_of(connection, person.id, these)
        tallies, pages = tallies_of(connection, these), _blind_counts(connection, these)
        return [
            MyPaper(
                paper,
                standings.get(paper.id) or _fresh(paper, pages),
                tallies.get(paper.id),
            )
            for paper in list_papers(connection, these)
            if paper.id in mine
        ]


def progress(
    review: Review, person: Person, these: Collection[str] | None = None
) -> list[Progress]:
    """How far the annotators are with each paper (of these), for a lead."""
    with reading(review.engine) as connection:
        people = {each.id: each for each in people_of(connection)}
        standings = {each: standings_of(connection, each, these) for each in people}
        tallies, pages = tallies_of(connection, these), _blind_counts(connection, these)
        by_paper: dict[str, list[str]] = {}
        given = select(assignments).where(among(assignments.c.paper, these))
        for row in connection.execute(given.order_by(assignments.c.place)):
            by_paper.setdefault(row.paper, []).append(row.annotator)
        rows = []
        for paper in list_papers(connection, these):
            mine = by_paper.get(paper.id, [])
            hidden = person.id in mine and paper.id not in tallies
            told = tuple(
                (people[each], None if hidden and each != person.id
                 else standings[each].get(paper.id) or _fresh(paper, pages))
                for each in mine
                if each in people
            )  # fmt: skip
            rows.append(Progress(paper, told, tallies.get(paper.id)))
        return rows


def screenings(
    review: Review, person: Person, these: Collection[str] | None = None
) -> list[Screened]:
    """What this person, and once all have, everybody says of each paper (of these) as a whole.

    A lead who does not annotate a paper sees what its annotators say when all have said it.
    """
    with reading(review.engine) as connection:
        said, names = said_of_papers(connection, these), names_of(connection)
        return [
            screened
            for paper in list_papers(connection, these)
            if (screened := _screened(said, names, paper, person)) is not None
        ]


def screened_paper(connection: Connection, paper: StoredPaper, person: Person) -> Screened | None:
    """What this person may know of how one paper was screened; None if it is not theirs."""
    said = said_of_papers(connection, [paper.id])
    return _screened(said, names_of(connection), paper, person)


def screened_by_all(everything: SaidOfPapers, paper: StoredPaper, people: int) -> Screened:
    """What all its people say of a paper as a whole, by their ids.

    Nothing while one of them has not said it, or while they are fewer than ``people``.
    """
    given, said = everything.annotators.get(paper.id, ()), everything.said.get(paper.id, {})
    others = {person: said[person] for person in given if person in said}
    if len(others) < max(len(given), people):
        return Screened(paper, None, "", None, unread=everything.unread.get(paper.id, ""))
    return Screened(paper, None, "", others, everything.settled.get(paper.id))


def flow(screened: Sequence[Screened]) -> Mapping[str, Any]:
    """The counts of the full-text stage of a PRISMA 2020 flow diagram.

    A paper is included or excluded when all its people say the same; excluded ones are counted by
    the reason that the first of them gave. What nobody reads because of a stopping rule is excluded
    by automation: ``unread``, counted by ``rules``.
    """
    counted = Counter[tuple[str | None, str]]()
    for each in screened:
        if each.is_disputed:
            counted[DISPUTED, ""] += 1
        elif each.steps:
            step, reason = each.steps[0]
            counted[step.value, reason] += 1
        else:
            counted[UNREAD if each.unread else None, each.unread] += 1
    return flow_of(counted)


def flow_of(counted: Mapping[tuple[str | None, str], int]) -> Mapping[str, Any]:
    """The same counts, of how many papers have each verdict with each reason."""
    counts, reasons, rules = Counter[str | None](), Counter[str](), Counter[str]()
    for (verdict, reason), count in counted.items():
        counts[verdict] += count
        if verdict == Step.EXCLUDE:
            reasons[reason] += count
        elif verdict == UNREAD:
            rules[reason] += count
    return {
        "assessed": counts.total(),
        "included": counts[Step.INCLUDE.value],
        "excluded": counts[Step.EXCLUDE.value],
        "unsure": counts[Step.PAPER_UNSURE.value],
        "disputed": counts[DISPUTED],
        "waiting": counts[None],
        "unread": counts[UNREAD],
        "reasons": dict(reasons.most_common()),
        "rules": dict(rules.most_common()),
    }


@dataclass(frozen=True, slots=True)
class Expectation:
    """How well the blind pages will tell how much suggestions miss.

    ``accounts`` is how many are to be expected on those pages; ``low`` and ``high`` the 95 %
    interval of the share found there (Wilson 1927) if nine of ten are found.
    """

    pages: int
    accounts: float
    low: float
    high: float


def expectation(review: Review) -> Expectation:
    """What interval the drawn blind pages are likely to give."""
    with reading(review.engine) as connection:
        pages, accounts = (
            sum(float(value) * count for (value, _), count in counted.items())
            for counted in (counts_of(connection, "", what) for what in (BLIND_PAGES, EXPECTED))
        )
    low, high = wilson(EXPECTED_SHARE * accounts, accounts)
    return Expectation(round(pages), accounts, low, high)


def sizes(review: Review) -> Mapping[str, int]:
    """How many papers, suggestions, people and decisions a review holds."""
    with reading(review.engine) as connection:
        counted = {
            "paper": select(func.count()).select_from(papers),
            "suggestion": select(func.coalesce(func.sum(papers.c.suggestions), 0)),
            "decision": select(func.count()).select_from(decisions),
        }
        return {thing: connection.execute(asked).scalar_one() for thing, asked in counted.items()}


def wilson(found: float, all_of: float) -> tuple[float, float]:
    """The 95 % score interval of a share (Wilson 1927); 0 to 1 where there is nothing."""
    if all_of <= 0:
        return 0.0, 1.0
    share, spread = found / all_of, Z_95**2 / all_of
    middle = (share + spread / 2) / (1 + spread)
    half = math.sqrt(share * (1 - share) * spread + spread**2 / 4) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def _papers_of(connection: Connection, person: str, these: Collection[str] | None) -> Sequence[str]:
    asked = select(assignments.c.paper).where(
        assignments.c.annotator == person, among(assignments.c.paper, these)
    )
    return connection.execute(asked).scalars().all()


def _blind_counts(connection: Connection, these: Collection[str] | None) -> Mapping[str, int]:
    asked = select(blind_pages.c.paper).where(among(blind_pages.c.paper, these))
    return Counter(connection.execute(asked).scalars())


def _fresh(paper: StoredPaper, pages: Mapping[str, int]) -> Standing:
    """How a paper stands that nobody has begun: its suggestions are hidden behind blind pages."""
    return Standing(open=paper.suggestions, pages_open=pages.get(paper.id, 0))


def _screened(
    everything: SaidOfPapers, names: Mapping[str, str], paper: StoredPaper, person: Person
) -> Screened | None:
    people = everything.annotators.get(paper.id, ())
    if person.id not in people and LEAD not in person.roles:
        return None
    by_person = everything.said.get(paper.id, {})
    said = {each: by_person[each] for each in people if each in by_person}
    done = len(said) == len(people)
    mine, reason = said.pop(person.id, (None, ""))
    others = {names.get(each, each): what for each, what in said.items()}
    settled = everything.settled.get(paper.id)
    if not done:
        unread = everything.unread.get(paper.id, "")
        return Screened(paper, mine, reason, None, unread=unread)
    return Screened(paper, mine, reason, others, settled)
