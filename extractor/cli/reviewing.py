"""What the commands about a review have in common: opening one, and inviting people to it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from extractor.cli.options_of_review import DEFAULT_PORT
from extractor.cli.plain import plain

if TYPE_CHECKING:
    from extractor.store.folder import Review


@contextmanager
def opened_review(folder: Path) -> Iterator["Review"]:
    """The review in a folder, let go of afterwards."""
    from extractor.store.folder import open_review

    review = open_review(folder)
    try:
        yield review
    finally:
        review.close()


def invite_people(
    review: "Review", roles: dict[str, tuple[str, ...]], *, again: bool = False, ask: bool = False
) -> None:
    """Let people into a review, and tell each one's link and PIN: only hashes of them are kept."""
    from extractor.review.access import hash_secret, new_link, new_pin
    from extractor.store.database import writing
    from extractor.store.folder import timestamp
    from extractor.store.papers import assign, list_papers
    from extractor.store.people import Person, add_person, change_access, id_of

    for name, theirs in roles.items():
        link, link_hash = new_link()
        secret = _ask_password(name) if ask else new_pin()
        person = Person(id_of(name), " ".join(name.split()), theirs, link_hash, hash_secret(secret))
        with writing(review.engine) as connection:
            if again:
                change_access(connection, person.id, link_hash, person.secret_hash)
            else:
                add_person(connection, person, now=timestamp())
            for paper in list_papers(connection):
                assign(connection, paper.id, review.settings)
        typer.echo(_invitation(person.name, theirs, link, "" if ask else secret))


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


def _invitation(name: str, roles: Sequence[str], link: str, pin: str) -> str:
    told = f"   PIN {pin}" if pin else ""
    return (
        f"{name} ({' and '.join(roles)}){told}\n"
        f"   own link, once the page is open: http://127.0.0.1:{DEFAULT_PORT}/as/{link}"
    )
