"""The codebook as people work with it: a lead changes it, all see what is to be looked at again.

What was decided keeps the theme that it was decided with. Numbers tell of a person's own decisions,
and of everybody's only where all have finished the paper.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from textwrap import shorten

from sqlalchemy import Connection, Select, select

from extractor.records import Existence, Phase
from extractor.store.accounts import to_look_at
from extractor.store.database import reading, writing
from extractor.store.folder import Review, timestamp
from extractor.store.papers import StoredPaper, assigned_to, document_of, list_papers
from extractor.store.people import LEAD, Person
from extractor.store.rules import NotYoursError, RefusedError, check_key, noted
from extractor.store.standing import adjudicated, keep_tally, standings_of
from extractor.store.steps import (
    Changed,
    add_step,
    codebook_of,
    history_of,
    steps_of,
)
from extractor.store.tables import among, decisions, tallies
from extractor.themes.codebook import Codebook
from extractor.themes.editing import CodebookStep, Entry, Kind, new_entry

CHOSEN = (Existence.CONFIRM, Existence.CORRECT, Existence.ADD, Existence.UNSURE)
EXCERPT = 120  # characters


@dataclass(frozen=True, slots=True)
class LookAgain:
    """A place of a paper that all have finished, whose themes must be looked at again.

    ``name`` is one by which the bench knows it; ``themes`` are those that have ended.
    """

    paper: StoredPaper
    name: str
    text: str
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodebookView:
    """The codebook as one person sees it.

    ``mine`` and ``finished`` count, by theme, how many decisions have it: the person's own, and,
    for a lead, those of everybody about papers that all have finished. ``unfinished`` counts, by
    paper, the person's own decisions to be looked at again; ``again`` is what is to be settled.
    """

    codebook: Codebook
    history: tuple[Changed, ...]
    mine: Mapping[str, int]
    finished: Mapping[str, int]
    unfinished: Mapping[str, int]
    again: tuple[LookAgain, ...]


def current_codebook(review: Review) -> Codebook:
    """The codebook of a review as it is now."""
    with reading(review.engine) as connection:
        return codebook_of(connection)


def change_codebook(
    review: Review,
    person: Person,
    step: CodebookStep,
    *,
    key: str,
    note: str = "",
    seen: int | None = None,
) -> Codebook:
    """Put a lead's step on record; the codebook after it. Raises ``EditError`` for what cannot be.

    New themes get their ids here. Where a merge makes people agree, the papers are tallied anew.
    ``seen`` is the number of the last step that the lead saw: what was changed since is not undone.
    """
    check_key(key)
    if LEAD not in person.roles or step.kind is Kind.BEGIN:
        raise NotYoursError("Only a lead changes the codebook.\nAsk the lead of your review.")
    with writing(review.engine, alone=True) as connection:
        _check_seen(connection, step, key, seen)
        before = codebook_of(connection)
        made = _with_ids(before, step)
        after = add_step(
            connection, made, person=person.id, now=timestamp(), key=key, note=noted(note)
        )
        for paper in _papers_moved(connection, before, after):
            keep_tally(connection, paper, review.settings.people)
    return after


def _check_seen(connection: Connection, step: CodebookStep, key: str, seen: int | None) -> None:
    """Refuse to change a whole theme that somebody else has changed meanwhile."""
    if seen is None or step.kind is not Kind.CHANGE:
        return
    since = [each for each in steps_of(connection) if each.number > seen and each.key != key]
    if any(each.step.theme == step.theme for each in since):
        raise RefusedError(
            "Somebody changed this theme since you opened the page.\n"
            "Copy what you wrote, reload the page, and put it into what stands there now."
        )


def view_codebook(review: Review, person: Person) -> CodebookView:
    """The codebook for one person, with what it needs of them."""
    with reading(review.engine) as connection:
        codebook = codebook_of(connection)
        mine = decisions.c.annotator == person.id
        of_finished = decisions.c.paper.in_(select(tallies.c.paper))
        frozen = decisions.c.phase.in_([Phase.BLIND.value, Phase.ASSISTED.value])
        is_lead = LEAD in person.roles
        everybody = _chosen(connection, _asked().where(of_finished, frozen)) if is_lead else {}
        return CodebookView(
            codebook=codebook,
            history=tuple(history_of(connection)),
            mine=_counted(_chosen(connection, _asked().where(mine))),
            finished=_counted(everybody),
            unfinished=outdated_of(connection, person, codebook),
            again=tuple(_again(connection, person, codebook)),
        )


def own_outdated(
    review: Review, person: Person, these: Collection[str] | None = None
) -> Mapping[str, int]:
    """How many of a person's decisions are to be looked at again, by paper not finished yet."""
    with reading(review.engine) as connection:
        return outdated_of(connection, person, codebook_of(connection), these)


def outdated_of(
    connection: Connection,
    person: Person,
    codebook: Codebook,
    these: Collection[str] | None = None,
) -> Mapping[str, int]:
    """The same, in the state of the database that a connection sees; of all papers, or these."""
    if not codebook.ended:
        return {}
    mine = (decisions.c.annotator == person.id) & among(decisions.c.paper, these)
    said = _chosen(connection, _asked().where(mine))
    standings = standings_of(connection, person.id, these)
    done = {paper for paper, each in standings.items() if each.finished}
    return Counter(
        paper
        for (paper, *_), themes in said.items()
        if paper not in done and codebook.outdated(themes)
    )


def _with_ids(codebook: Codebook, step: CodebookStep) -> CodebookStep:
    """A step whose new themes have ids; a split is into those too."""
    if step.kind not in (Kind.ADD, Kind.SPLIT):
        return step
    entries: list[Entry] = []
    for entry in step.entries:
        taken = [each.theme.id for each in entries]
        entries.append(new_entry(codebook, entry, taken=taken))
    new = [each.theme.id for each in entries] if step.kind is Kind.SPLIT else []
    return replace(step, entries=tuple(entries), into=(*step.into, *new))


def _papers_moved(connection: Connection, before: Codebook, after: Codebook) -> list[str]:
    """The tallied papers with a theme that now counts as another one."""
    ids = [theme.id for theme in after.themes]
    moved = {each for each in ids if before.current([each]) != after.current([each])}
    return _papers_with(connection, moved)


def _papers_with(connection: Connection, themes: set[str]) -> list[str]:
    """The tallied papers about which somebody decided with one of these themes."""
    if not themes:
        return []
    of_tallied = decisions.c.paper.in_(select(tallies.c.paper))
    asked = select(decisions.c.paper, decisions.c.themes).where(of_tallied)
    found = {row.paper for row in connection.execute(asked) if themes & set(row.themes)}
    return sorted(found)


def _again(connection: Connection, person: Person, codebook: Codebook) -> Iterator[LookAgain]:
    """What is to be settled anew in papers that all have finished, where the person may do so."""
    outdated = set(codebook.outdated(theme.id for theme in codebook.themes))
    with_some = set(_papers_with(connection, outdated))
    for paper in list_papers(connection):
        if paper.id not in with_some:
            continue
        if LEAD not in person.roles and person.id not in assigned_to(connection, paper.id):
            continue
        text = document_of(connection, paper.document).text
        for unit, settled in adjudicated(connection, paper).units:
            if themes := to_look_at(unit, settled, codebook):
                excerpt = shorten(unit.span.of(text), EXCERPT, placeholder=" …")
                yield LookAgain(paper, unit.names[0], excerpt, themes)


def _asked() -> Select[tuple[str, str, str, str, list[str]]]:
    """The decisions about marks in order, those of adjudication left out."""
    columns = ("paper", "annotator", "mark", "existence", "themes")
    return (
        select(*(decisions.c[name] for name in columns))
        .where(decisions.c.existence.is_not(None))
        .where(decisions.c.phase != Phase.ADJUDICATION.value)
        .order_by(decisions.c.id)
    )


def _chosen(
    connection: Connection, asked: Select[tuple[str, str, str, str, list[str]]]
) -> Mapping[tuple[str, str, str], list[str]]:
    """The themes of each mark by paper, person and name, as its latest decision has them."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for row in connection.execute(asked):
        is_chosen = Existence(row.existence) in CHOSEN
        found[row.paper, row.annotator, row.mark] = row.themes if is_chosen else []
    return found


def _counted(chosen: Mapping[tuple[str, str, str], list[str]]) -> Mapping[str, int]:
    return Counter(theme for themes in chosen.values() for theme in themes)
