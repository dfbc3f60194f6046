"""The rows of pre-screening that a review keeps, for its page to show.

They are a machine's estimates and no part of the record: ``firsthand screen REVIEW`` makes them
anew. They rest on papers, question and codebook, which everybody in the review may see, and so
tell nobody of another's work.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from extractor.screening.model import Expected
from extractor.screening.prospects import PaperKind, Prospect
from extractor.store.database import reading, writing
from extractor.store.folder import Review
from extractor.store.listing import all_papers, keep_lists
from extractor.store.places import places_of
from extractor.store.tables import among, papers, prospects

LISTS = ("design", "quality", "samples", "why")


def keep_prospects(review: Review, rows: Mapping[str, Prospect]) -> None:
    """Keep the row of each paper, by the digest of its document, in the place of all before.

    Some papers at a time, so that nobody who decides meanwhile waits for all of them.
    """
    with writing(review.engine, alone=True) as connection:
        current = prospects.c.document.in_(select(papers.c.document))
        connection.execute(delete(prospects).where(~current))
        parts = list(all_papers(connection))
    for part in parts:
        with writing(review.engine, alone=True) as connection:
            _keep(connection, part, rows, review.settings.eligible_voices)


def kept_prospects(review: Review, documents: Collection[str] | None = None) -> dict[str, Prospect]:
    """The rows kept (of these documents), by the digest of the document they are of.

    A paper that was put in or read anew since has none.
    """
    asked = select(prospects.c.document, prospects.c.told)
    with reading(review.engine) as connection:
        rows = connection.execute(asked.where(among(prospects.c.document, documents)))
        return {row.document: _prospect(row.told) for row in rows}


def is_prescreened(review: Review) -> bool:
    """Whether any row is kept."""
    with reading(review.engine) as connection:
        return connection.execute(select(prospects.c.document).limit(1)).first() is not None


def _keep(
    connection: Connection,
    these: Sequence[str],
    rows: Mapping[str, Prospect],
    eligible: Sequence[str],
) -> None:
    asked = select(papers.c.document).where(papers.c.id.in_(these))
    current = connection.execute(asked).scalars().all()
    connection.execute(delete(prospects).where(prospects.c.document.in_(current)))
    new = [_row(digest, rows[digest], eligible) for digest in current if digest in rows]
    if new:
        connection.execute(insert(prospects), new)
    keep_lists(connection, these)


def _row(digest: str, prospect: Prospect, eligible: Sequence[str]) -> dict[str, Any]:
    places = places_of(prospect, eligible)
    return {"document": digest, "kind": prospect.kind.value, "told": _told(prospect), **places}


def _told(prospect: Prospect) -> dict[str, Any]:
    plain = {name: dict(getattr(prospect, name)) for name in ("voices", "forms")}
    expected = asdict(prospect.expected) if prospect.expected else None
    slots = {name: getattr(prospect, name) for name in Prospect.__slots__}
    return slots | plain | {"expected": expected}


def _prospect(told: dict[str, Any]) -> Prospect:
    expected = Expected(**told["expected"]) if told["expected"] else None
    lists = {name: tuple(told[name]) for name in LISTS}
    return Prospect(**told | lists | {"kind": PaperKind(told["kind"]), "expected": expected})
