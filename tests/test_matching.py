"""Two people's spans are one unit where each is the other's best partner, whoever is called one."""

from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.agreement.matching import match_spans, overlap
from extractor.records import Span

Pairs = list[tuple[int, int]]

UNHURRIED = settings(deadline=None)  # the first that needs it loads SciPy


@st.composite
def spans(draw: st.DrawFn, *, longest: int = 12, most: int = 8) -> list[Span]:
    """A few spans of a short text, so that many of them overlap or are the same."""
    starts = st.integers(0, 20)
    lengths = st.integers(1, longest)
    found = draw(st.lists(st.tuples(starts, lengths), max_size=most))
    return [Span(start, start + length) for start, length in found]


@st.composite
def apart(draw: st.DrawFn) -> list[Span]:
    """Spans that are all different and do not overlap, in any order."""
    ends = sorted(draw(st.sets(st.integers(0, 500), max_size=20)))
    found = [Span(start, end) for start, end in zip(ends[::2], ends[1::2], strict=False)]
    return draw(st.permutations(found))


def total(ones: list[Span], others: list[Span], pairs: Pairs) -> float:
    return sum(overlap(ones[i], others[j]) for i, j in pairs)


def best(ones: list[Span], others: list[Span], least: float) -> float:
    """The greatest sum of overlaps, by trying every one-to-one matching."""
    greatest = 0.0
    for size in range(1, min(len(ones), len(others)) + 1):
        for rows in combinations(range(len(ones)), size):
            for columns in permutations(range(len(others)), size):
                shares = [overlap(ones[i], others[j]) for i, j in zip(rows, columns, strict=True)]
                if min(shares) >= least:
                    greatest = max(greatest, sum(shares))
    return greatest


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        pytest.param(Span(3, 9), Span(3, 9), 1.0, id="the same"),
        pytest.param(Span(0, 10), Span(5, 15), 1 / 3, id="half of each"),
        pytest.param(Span(0, 10), Span(2, 7), 0.5, id="one in the other"),
        pytest.param(Span(0, 5), Span(5, 9), 0.0, id="one ends where the other begins"),
        pytest.param(Span(0, 5), Span(80, 90), 0.0, id="far apart"),
    ],
)
def test_overlap_is_intersection_over_union(one: Span, other: Span, share: float) -> None:
    assert overlap(one, other) == overlap(other, one) == share


@pytest.mark.parametrize(
    ("ones", "others", "pairs"),
    [
        pytest.param([], [Span(0, 9)], [], id="nobody marked it but one"),
        pytest.param([Span(0, 10)], [Span(0, 5)], [(0, 0)], id="just enough is enough"),
        pytest.param([Span(0, 11)], [Span(0, 5)], [], id="less than half is two units"),
        pytest.param(
            [Span(0, 100)], [Span(0, 49), Span(50, 100)], [(0, 1)], id="a half finds its whole"
        ),
        pytest.param(
            [Span(0, 10), Span(2, 12)],
            [Span(2, 12), Span(4, 14)],
            [(0, 0), (1, 1)],
            id="two pairs are more than one good one",
        ),
        pytest.param(
            [Span(90, 99), Span(0, 9)],
            [Span(0, 9), Span(90, 99)],
            [(0, 1), (1, 0)],
            id="in any order",
        ),
        pytest.param(
            [Span(0, 9)] * 2, [Span(0, 9)] * 3, [(0, 0), (1, 1)], id="of the same the earliest"
        ),
        pytest.param(
            [Span(2, 8)], [Span(4, 10), Span(0, 6)], [(0, 1)], id="of two as good the earlier"
        ),
    ],
)
def test_match_spans(ones: list[Span], others: list[Span], pairs: Pairs) -> None:
    assert match_spans(ones, others, least=0.5) == pairs


def test_of_two_as_good_the_earlier_is_taken_by_the_earlier() -> None:
    ones, others = [Span(0, 8), Span(2, 10)], [Span(1, 9)]

    assert match_spans(ones, others) == [(0, 0)]
    assert match_spans(others, ones) == [(0, 0)]


def test_a_long_span_over_many_short_ones_hinders_none_of_them() -> None:
    short = [Span(10 * at, 10 * at + 8) for at in range(3000)]
    nudged = [Span(span.start + 1, span.end + 1) for span in short]

    pairs = match_spans([Span(0, 30_000), *short], [*nudged, Span(0, 29_000)])

    assert pairs == [(0, 3000), *((at + 1, at) for at in range(3000))]


@pytest.mark.parametrize("least", [0.0, -0.5, 1.1, float("nan")])
def test_a_least_overlap_out_of_range_is_refused(least: float) -> None:
    with pytest.raises(ValueError, match="over 0 and at most 1"):
        match_spans([Span(0, 9)], [Span(0, 9)], least=least)


@UNHURRIED
@given(spans(), spans(), st.sampled_from([0.1, 0.5, 0.8, 1.0]))
def test_each_span_is_in_one_pair_at_most_and_each_pair_overlaps_enough(
    ones: list[Span], others: list[Span], least: float
) -> None:
    pairs = match_spans(ones, others, least=least)

    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(overlap(ones[i], others[j]) >= least for i, j in pairs)
    assert pairs == sorted(pairs)


@UNHURRIED
@given(spans(), spans(), st.sampled_from([0.1, 0.5]))
def test_swapping_the_people_swaps_the_pairs(
    ones: list[Span], others: list[Span], least: float
) -> None:
    swapped = match_spans(others, ones, least=least)

    assert sorted((i, j) for j, i in swapped) == match_spans(ones, others, least=least)


@UNHURRIED
@given(spans(most=4), spans(most=4), st.sampled_from([0.05, 0.3, 0.5]))
def test_no_other_pairs_share_more(ones: list[Span], others: list[Span], least: float) -> None:
    pairs = match_spans(ones, others, least=least)

    assert total(ones, others, pairs) == pytest.approx(best(ones, others, least))


@UNHURRIED
@given(apart())
def test_whoever_marks_the_same_matches_it_all(marked: list[Span]) -> None:
    assert match_spans(marked, marked) == [(at, at) for at in range(len(marked))]


@UNHURRIED
@given(spans(), spans())
def test_what_stands_elsewhere_changes_no_pair(ones: list[Span], others: list[Span]) -> None:
    far = [Span(1000, 1010), Span(1003, 1012)]

    pairs = match_spans([*ones, *far], [*others, far[1]])

    assert [pair for pair in pairs if pair[0] < len(ones)] == match_spans(ones, others)
