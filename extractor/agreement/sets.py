"""How alike the sets of themes are that two people chose."""

from collections.abc import Collection


def jaccard(one: Collection[str], other: Collection[str]) -> float:
    """The share of all that either has which both have (Jaccard 1912); two empty sets are alike."""
    either = set(one) | set(other)
    return len(set(one) & set(other)) / len(either) if either else 1.0


def masi(one: Collection[str], other: Collection[str]) -> float:
    """Passonneau's (2006) measuring agreement on set-valued items: Jaccard times monotonicity.

    Monotonicity is 1 if the sets are the same, 2/3 if one holds the other, 1/3 if they overlap
    and neither does, 0 if they share nothing. From 0 to 1; two empty sets are alike.
    """
    ones, others = set(one), set(other)
    if ones == others:
        return 1.0
    monotonicity = 2 / 3 if ones <= others or others <= ones else 1 / 3
    return jaccard(ones, others) * monotonicity
