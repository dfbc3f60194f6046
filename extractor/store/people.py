"""The people of a review, and the detector, which is a machine and cannot decide."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from extractor.errors import FirsthandError
from extractor.store.chain import BEGINNING
from extractor.store.tables import annotators, heads

ANNOTATOR, LEAD = "annotator", "lead"
ROLES = (ANNOTATOR, LEAD)
PERSON, MACHINE = "person", "machine"
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in. A name may be a pseudonym; ``id`` is made of it and stays.

    ``link_hash`` and ``secret_hash`` (of a PIN or password) tell neither the link nor the secret.
    """

    id: str
    name: str
    roles: tuple[str, ...]
    link_hash: str
    secret_hash: str


class PersonError(FirsthandError):
    """A person cannot be added or found."""


def add_person(connection: Connection, person: Person, *, now: str) -> None:
    """Put a person into the review; raises ``PersonError`` if the name is taken."""
    taken = select(annotators.c.id).where(annotators.c.id == person.id)
    if connection.execute(taken).first():
        raise PersonError(
            f"The review has somebody named {person.name!r} already.\nChoose another name."
        )
    connection.execute(insert(annotators).values(_row(person, PERSON) | {"added": now}))
    head = {"annotator": person.id, "number": 0, "hash": BEGINNING}
    connection.execute(insert(heads).values(head))


def add_machine(connection: Connection, name: str, *, now: str) -> None:
    """Name the detector among the annotators, once; the database lets it decide nothing."""
    machine = Person(name[:40], name, (), f"machine {name}"[:64], "")
    known = select(annotators.c.id).where(annotators.c.id == machine.id)
    if not connection.execute(known).first():
        connection.execute(insert(annotators).values(_row(machine, MACHINE) | {"added": now}))


def change_access(connection: Connection, person: str, link_hash: str, secret_hash: str) -> Person:
    """Give a person a new link and a new PIN or password; the person as the review knows them."""
    new = {"link_hash": link_hash, "secret_hash": secret_hash}
    mine = (annotators.c.id == person) & (annotators.c.kind == PERSON)
    if not connection.execute(update(annotators).where(mine).values(new)).rowcount:
        raise PersonError(
            f"Nobody named {person!r} is in the review.\nInvite them without --again."
        )
    return _person(connection.execute(select(annotators).where(mine)).one())


def people_of(connection: Connection) -> Sequence[Person]:
    """The people who may sign in, in the order of their names."""
    asked = (
        select(annotators)
        .where(annotators.c.kind == PERSON, annotators.c.active)
        .order_by(annotators.c.id)
    )
    return [_person(row) for row in connection.execute(asked)]


def names_of(connection: Connection) -> Mapping[str, str]:
    """The name of each person by their id."""
    return {person.id: person.name for person in people_of(connection)}


def id_of(name: str) -> str:
    """The id that a name makes; raises ``PersonError`` if nothing of it can be used."""
    made = re.sub(r"[^\w]+", "-", " ".join(name.split()).casefold()).strip("-")[:40]
    if not made or len(name) > LONGEST_NAME or not name.isprintable():
        raise PersonError(
            f"{name!r} cannot be somebody's name here.\n"
            f"Give letters or digits, at most {LONGEST_NAME}; a pseudonym will do."
        )
    return made


def _person(row: Any) -> Person:
    return Person(row.id, row.name, tuple(row.roles), row.link_hash, row.secret_hash)


def _row(person: Person, kind: str) -> dict[str, object]:
    return {
        "id": person.id,
        "kind": kind,
        "name": person.name,
        "roles": list(person.roles),
        "link_hash": person.link_hash,
        "secret_hash": person.secret_hash,
        "active": True,
    }
