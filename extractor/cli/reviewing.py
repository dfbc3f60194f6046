"""What the commands about a review have in common: opening one, and inviting people to it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from extractor.cli.options_of_review import DEFAULT_PORT
from extractor.cli.plain import plain

if TYPE_CHECKING:
    from extractor.store.folder import Review
    from extractor.store.people import Person


@contextmanager
def opened_review(folder: Path) -> Iterator["Review"]:
    """The review in a folder, as its settings want it by now; let go of afterwards."""
    from extractor.store.folder import open_review
    from extractor.store.standing import follow_policy

    review = open_review(folder)
    try:
        follow_policy(review)
        yield review
    finally:
        review.close()


class Invited(NamedTuple):
    """Somebody who is to be let in: what is kept of them, and what only they are told."""

    person: "Person"
    link: str
    pin: str

    def told(self) -> str:
        """The person's name, roles, link and PIN, if it is one."""
        pin = f"   PIN {self.pin}" if self.pin else ""
        return (
            f"{self.person.name} ({' and '.join(self.person.roles)}){pin}\n"
            f"   own link, once the page is open: http://127.0.0.1:{DEFAULT_PORT}/as/{self.link}"
        )


def invited(roles: dict[str, tuple[str, ...]], *, ask: bool = False) -> "list[Invited]":
    """A new link and PIN for each, or the password that is asked for: only hashes are kept."""
    from extractor.review.access import hash_secret, new_link, new_pin
    from extractor.store.people import Person, id_of

    made = []
    for name, theirs in roles.items():
        link, link_hash = new_link()
        secret = _ask_password(name) if ask else new_pin()
        person = Person(id_of(name), " ".join(name.split()), theirs, link_hash, hash_secret(secret))
        made.append(Invited(person, link, "" if ask else secret))
    return made


def let_in(people: "Sequence[Invited]", review: "Review") -> None:
    """Put new people into a review, all of them or none, and papers to them."""
    from extractor.store.database import writing
    from extractor.store.folder import timestamp
    from extractor.store.people import add_person
    from extractor.store.standing import assign_short

    with writing(review.engine, alone=True) as connection:
        for each in people:
            add_person(connection, each.person, now=timestamp())
        assign_short(connection, review.settings)


def let_in_again(people: "Sequence[Invited]", review: "Review") -> "list[Invited]":
    """Give people of a review their new links and PINs; they keep the roles that they have."""
    from extractor.store.database import writing
    from extractor.store.people import change_access

    with writing(review.engine) as connection:
        return [
            each._replace(
                person=change_access(
                    connection, each.person.id, each.person.link_hash, each.person.secret_hash
                )
            )
            for each in people
        ]


def roles_of(annotators: Sequence[str], leads: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Who does what, by name; somebody named as both does both. ``PersonError`` for odd names."""
    from extractor.store.people import ANNOTATOR, LEAD, id_of

    for name in (*annotators, *leads):
        id_of(name)

    roles = dict.fromkeys(annotators, (ANNOTATOR,))
    return roles | {name: (*roles.get(name, ()), LEAD) for name in leads}


def _ask_password(name: str) -> str:
    prompt = f"Password of {plain(name)} (12 characters or more)"
    secret: str = typer.prompt(prompt, hide_input=True, confirmation_prompt=True, err=True)
    return secret
