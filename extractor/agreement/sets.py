"""How alike the sets of themes are that two people chose."""

from collections.abc import Collection


def jaccard(one: Collection[str], other: Collection[str]) -> float:
    """The share of all that either has which both have (Jaccard 1912); two empty sets are alike."""
    either = set(one) | set(other)
    return len(set(one) & set(other)) / len(either) if either else 1.0
