"""The chain of one annotator's decisions: each holds the hash of the one before.

Whoever alters, removes or reorders a decision breaks the chain from there on; the last hash,
written down elsewhere, proves that nothing before it was changed.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from hashlib import sha256

from extractor.records import Decision

BEGINNING = ""


def chained(decision: Decision, number: int, previous: str) -> Decision:
    """The decision with its place in the chain and its hash."""
    placed = replace(decision, number=number, previous=previous, hash="")
    return replace(placed, hash=hash_of(placed))


def hash_of(decision: Decision) -> str:
    """SHA-256 over all that a decision says, in one form: JSON with its names in order."""
    form = asdict(replace(decision, hash=""))
    plain = json.dumps(form, sort_keys=True, separators=(",", ":"))
    return sha256(plain.encode("ascii")).hexdigest()


def breaks(decisions: Iterable[Decision]) -> Iterator[tuple[Decision, str]]:
    """Where one annotator's decisions, in order, are no unbroken chain, and what is wrong."""
    number, previous = 0, BEGINNING
    for decision in decisions:
        number += 1
        if decision.number != number:
            yield decision, f"number {number} is missing"
            number = decision.number
        elif decision.previous != previous:
            yield decision, "it does not follow the decision before it"
        if decision.hash != hash_of(decision):
            yield decision, "it was changed after it was made"
        previous = decision.hash
