"""The people who may sign in, and how one of them is found."""

from collections.abc import Sequence
from hmac import compare_digest

from extractor.review.access.credentials import digest
from extractor.store.people import ANNOTATOR, LEAD, Person

__all__ = ["ANNOTATOR", "LEAD", "Person", "find_by_link", "find_by_name"]


def find_by_link(people: Sequence[Person], link: str) -> Person | None:
    """Whose own link it is."""
    hashed = digest(link)
    found = [person for person in people if compare_digest(person.link_hash, hashed)]
    return found[0] if link and found else None


def find_by_name(people: Sequence[Person], name: str) -> Person | None:
    """Whose id it is, or else whose name in any case; of two with one name, neither."""
    wanted = name.strip().casefold()
    by_id = [person for person in people if person.id == name]
    by_name = [person for person in people if person.name.strip().casefold() == wanted]
    found = by_id or by_name
    return found[0] if len(found) == 1 else None
