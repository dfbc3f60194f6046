"""What a review is, told beside its figures: its policy, people, versions, and how far it is."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from extractor.store.overview import flow, screened_by_all
from extractor.store.papers import list_papers
from extractor.store.people import people_of
from extractor.store.said import SaidOfPapers
from extractor.store.settings import Settings
from extractor.store.steps import codebook_of, steps_of
from extractor.store.tables import decisions, documents, heads, papers, suggestions
from extractor.themes.codebook import Codebook


class Member(NamedTuple):
    """Somebody of the review, and where their chain of decisions ends (0 and "" if none)."""

    id: str
    name: str
    roles: tuple[str, ...]
    decisions: int
    head: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a review is, told beside its figures.

    ``papers`` counts all, ``unfinished`` those that their people have not all finished.
    ``decisions`` counts the record, ``simulated`` those of it that were made up for a
    demonstration. ``codebook_head`` is the hash of the last of the codebook's ``codebook_steps``.
    ``flow`` holds the counts of the full-text stage of PRISMA 2020 (see ``overview.flow``).
    """

    settings: Settings
    members: tuple[Member, ...]
    codebook: Codebook
    codebook_steps: int
    codebook_head: str
    detectors: tuple[str, ...]
    readers: tuple[str, ...]
    papers: int
    unfinished: int
    decisions: int
    simulated: int
    flow: Mapping[str, Any]

    @property
    def is_simulated(self) -> bool:
        """Whether anything that was decided was made up."""
        return self.simulated > 0


def facts_of(
    connection: Connection, settings: Settings, said: SaidOfPapers, finished: int
) -> Facts:
    """The facts of a review, ``finished`` of whose papers all their people have finished."""
    stored, steps = list_papers(connection), steps_of(connection)
    detectors = select(suggestions.c.detector).distinct()
    readers = (
        select(documents.c.reader).distinct().join(papers, papers.c.document == documents.c.digest)
    )
    made = select(func.count()).select_from(decisions)
    return Facts(
        settings=settings,
        members=tuple(_members(connection)),
        codebook=codebook_of(connection),
        codebook_steps=len(steps),
        codebook_head=steps[-1].hash if steps else "",
        detectors=tuple(sorted(connection.execute(detectors).scalars())),
        readers=tuple(sorted(connection.execute(readers).scalars())),
        papers=len(stored),
        unfinished=len(stored) - finished,
        decisions=connection.execute(made).scalar_one(),
        simulated=connection.execute(made.where(decisions.c.simulated)).scalar_one(),
        flow=flow([screened_by_all(said, paper, settings.people) for paper in stored]),
    )


def record_of_facts(facts: Facts) -> dict[str, Any]:
    """Facts as JSON knows them; where the database is stays out of it."""
    settings = asdict(facts.settings)
    del settings["database"], settings["codebook"]
    return {
        "settings": settings,
        "members": [member._asdict() for member in facts.members],
        "codebook": {"name": facts.codebook.name, "steps": facts.codebook_steps,
                     "head": facts.codebook_head},
        "detectors": list(facts.detectors),
        "readers": list(facts.readers),
        "papers": facts.papers,
        "unfinished": facts.unfinished,
        "decisions": facts.decisions,
        "simulated": facts.simulated,
        "flow": dict(facts.flow),
    }  # fmt: skip


def _members(connection: Connection) -> Iterator[Member]:
    ends = {row.annotator: row for row in connection.execute(select(heads))}
    for person in people_of(connection):
        end = ends.get(person.id)
        number, head = (end.number, end.hash) if end else (0, "")
        yield Member(person.id, person.name, person.roles, number, head)
