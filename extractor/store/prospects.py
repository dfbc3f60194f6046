"""The rows of pre-screening that a review keeps in ``screening.json``, for its page to show.

They are a machine's estimates and no part of the record: ``firsthand screen REVIEW`` makes them
anew. They rest on papers, question and codebook, which everybody in the review may see, and so
tell nobody of another's work.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from secrets import token_hex
from typing import Any

from extractor.errors import FirsthandError
from extractor.screening.model import Expected
from extractor.screening.prospects import PaperKind, Prospect
from extractor.store.folder import Review

FILE = "screening.json"
LISTS = ("design", "quality", "samples", "why")


class ProspectsError(FirsthandError):
    """The kept rows of pre-screening cannot be used."""


def keep_prospects(review: Review, prospects: Mapping[str, Prospect]) -> None:
    """Keep the row of each paper, by the digest of its document, in the place of all before."""
    told = {digest: _told(prospect) for digest, prospect in prospects.items()}
    path = review.folder / FILE
    new = path.with_name(f".{FILE}-{token_hex(4)}.part")
    try:
        new.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        new.replace(path)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise ProspectsError(f"{path} cannot be written: {error.strerror or error}.") from None


def kept_prospects(review: Review) -> dict[str, Prospect]:
    """The rows kept by the digest of the document they are of; raises ``ProspectsError``.

    A paper that was put in or read anew since has none.
    """
    path = review.folder / FILE
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return {digest: _prospect(row) for digest, row in told.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise ProspectsError(
            f"{path} cannot be used ({error}).\n"
            f"Delete it, or make it anew: firsthand screen {review.folder}"
        ) from None


def _told(prospect: Prospect) -> dict[str, Any]:
    plain = {name: dict(getattr(prospect, name)) for name in ("voices", "forms")}
    expected = asdict(prospect.expected) if prospect.expected else None
    slots = {name: getattr(prospect, name) for name in Prospect.__slots__}
    return slots | plain | {"expected": expected}


def _prospect(told: dict[str, Any]) -> Prospect:
    expected = Expected(**told["expected"]) if told["expected"] else None
    lists = {name: tuple(told[name]) for name in LISTS}
    return Prospect(**told | lists | {"kind": PaperKind(told["kind"]), "expected": expected})
