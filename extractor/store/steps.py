"""The record of the codebook: steps are added to one chain, and the codebook is read from it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, insert, select

from extractor.store.chain import BEGINNING
from extractor.store.tables import codebook_steps
from extractor.themes.codebook import EMPTY, Codebook
from extractor.themes.editing import (
    CodebookStep,
    apply,
    begun,
    describe,
    read_step,
    replay,
    write_step,
)


@dataclass(frozen=True, slots=True)
class RecordedStep:
    """One step as it is on record; ``content`` is what it holds, as JSON.

    ``person`` is None for the first, with which the review was made. ``hash`` covers all the rest
    with ``previous``, the hash of the step before.
    """

    number: int
    at: str
    person: str | None
    kind: str
    content: str
    note: str
    key: str
    previous: str
    hash: str = ""

    @property
    def step(self) -> CodebookStep:
        """What it does."""
        return read_step(self.kind, self.content)


@dataclass(frozen=True, slots=True)
class Changed:
    """A step on record, with the codebook before and after it."""

    recorded: RecordedStep
    before: Codebook
    after: Codebook

    @property
    def words(self) -> str:
        """What was done, in a sentence."""
        return describe(self.recorded.step, self.before, self.after)


def codebook_of(connection: Connection) -> Codebook:
    """The codebook as it is now: its steps applied; an empty one where it has none."""
    asked = select(codebook_steps.c.kind, codebook_steps.c.content)
    rows = connection.execute(asked.order_by(codebook_steps.c.number))
    return _replayed(tuple((row.kind, row.content) for row in rows))


def history_of(connection: Connection) -> list[Changed]:
    """All steps, the first first, each with what it changed."""
    changed, before = [], EMPTY
    for recorded in steps_of(connection):
        after = apply(before, recorded.step)
        changed.append(Changed(recorded, before, after))
        before = after
    return changed


def steps_of(connection: Connection) -> list[RecordedStep]:
    """All steps as they are on record, in order."""
    rows = connection.execute(select(codebook_steps).order_by(codebook_steps.c.number))
    return [_recorded(row) for row in rows]


def begin_codebook(connection: Connection, codebook: str, *, now: str) -> None:
    """Let the codebook begin with a file's text, unless it has begun."""
    if not steps_of(connection):
        add_step(connection, begun(codebook), person=None, now=now, key="begin", note="")


def has_begun(connection: Connection) -> bool:
    """Whether the codebook has its first step."""
    return connection.execute(select(codebook_steps.c.number).limit(1)).first() is not None


def add_step(
    connection: Connection, step: CodebookStep, *, person: str | None, now: str, key: str, note: str
) -> Codebook:
    """Add a step to the chain; the codebook after it. Raises ``CodebookError`` or ``EditError``.

    Whoever calls holds the codebook. What was added under the same key is on record already.
    """
    steps = steps_of(connection)
    codebook = replay(each.step for each in steps)
    if any(each.key == key for each in steps):
        return codebook
    after = apply(codebook, step)
    previous = steps[-1].hash if steps else BEGINNING
    made = RecordedStep(
        len(steps) + 1, now, person, step.kind.value, write_step(step), note, key, previous
    )
    made = replace(made, hash=hash_of(made))
    row = {name: getattr(made, name) for name in RecordedStep.__slots__}
    connection.execute(insert(codebook_steps).values(row))
    return after


def hash_of(step: RecordedStep) -> str:
    """SHA-256 over all that a step says, in one form: JSON, its parts in order."""
    parts = [getattr(step, name) for name in RecordedStep.__slots__ if name != "hash"]
    return sha256(json.dumps(parts, separators=(",", ":")).encode("ascii")).hexdigest()


def breaks_of(steps: Sequence[RecordedStep]) -> Iterator[str]:
    """Where the steps are no unbroken chain, and what is wrong."""
    number, previous = 0, BEGINNING
    for step in steps:
        number += 1
        if step.number != number:
            yield f"Step {step.number} of the codebook: number {number} is missing."
            number = step.number
        elif step.previous != previous:
            yield f"Step {number} of the codebook: it does not follow the step before it."
        if step.hash != hash_of(step):
            yield f"Step {number} of the codebook: it was changed after it was made."
        previous = step.hash


@lru_cache(maxsize=16)
def _replayed(steps: tuple[tuple[str, str], ...]) -> Codebook:
    return replay(read_step(kind, content) for kind, content in steps)


def _recorded(row: Any) -> RecordedStep:
    return RecordedStep(**{name: getattr(row, name) for name in RecordedStep.__slots__})
