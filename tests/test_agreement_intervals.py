"""Intervals over papers: how wide, by which method, and when there is none."""

from math import comb

import numpy as np
import pytest
from scipy.stats import beta, bootstrap, t

from extractor.agreement.figure import Figure, Interval, Undefined, frame_of, record_of
from extractor.agreement.intervals import effective_papers, figures_of
from extractor.agreement.measure import CORRECTED, Floats, Measure
from extractor.agreement.nominal import cohen_kappa, fleiss_kappa, percent_agreement
from extractor.agreement.ratios import chapman, f1, found_by_either, share
from tests.test_agreement import at_random, table

# Efron & Tibshirani (1993), table 14.1: a spatial test of 26 children.
HUNDREDS = [48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6]
HUNDREDS += [0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41]
CHILDREN = [score / 100 for score in HUNDREDS]


def only(measure: Measure, *, rounds: int = 2000, seed: int = 1) -> Figure:
    (figure,) = figures_of([measure], rounds=rounds, seed=seed)
    return figure


def interval_of(figure: Figure, method: str | None = None) -> Interval:
    interval = figure.others[method] if method else figure.interval
    assert isinstance(interval, Interval)
    return interval


def variance(values: list[float]) -> Measure:
    """A measure whose value is the variance (under 1), of the sums of 1, x and x squared."""
    x = np.array(values, dtype=np.float64)

    def compare(sums: Floats) -> tuple[Floats, Floats]:
        number, first, second = sums.T[:, :, np.newaxis]
        return 1 - (second / number - (first / number) ** 2), np.ones((len(sums), 1))

    statistics = np.column_stack([np.ones_like(x), x, x**2])
    return Measure("Variance", statistics, compare, np.ones_like(x), CORRECTED, {})


def test_percentile_and_bca_are_scipys() -> None:
    """The example of Efron & Tibshirani's chapter 14; the variance is 171.5 there."""
    figure = only(variance(CHILDREN), rounds=100_000)

    assert figure.value == pytest.approx(0.01715, abs=0.00001)
    for method in ("percentile", "BCa"):
        found = interval_of(figure, method)
        low, high = bootstrap(
            (np.array(CHILDREN),), np.var, n_resamples=100_000, method=method, rng=2
        ).confidence_interval
        assert (found.low, found.high) == pytest.approx((low, high), abs=0.0003)


def test_logit_t_by_hand() -> None:
    """Four papers with 8, 9, 9 and 10 of 10: 0.9.

    Without each of them: 28/30, 27/30, 27/30, 26/30; the jackknife's error is
    sqrt(3/4 * 2 * (1/30)^2) = 0.0408. Logit of 0.9 is log 9, its slope 1 / (0.9 * 0.1); Student's
    quantile with three degrees of freedom is 3.1824.
    """
    interval = interval_of(only(share("Share", [8, 9, 9, 10], [10, 10, 10, 10])))

    by = 3.182446 * np.sqrt(1.5) / 30 / 0.09
    assert interval.low == pytest.approx(1 / (1 + np.exp(-(np.log(9) - by))))
    assert interval.high == pytest.approx(1 / (1 + np.exp(-(np.log(9) + by))))
    assert interval.method == "logit t"


def test_errors_in_one_paper_only_make_a_wider_interval() -> None:
    """Nine papers with 10 of 10, one with 8: all that is known of the variance is from that one.

    The jackknife's deviations are as -1 to 9 times 1/9; their kurtosis is 10 * 6570 / 90^2 = 8.111,
    so Satterthwaite's degrees of freedom are 2 * 10 / 7.111 = 2.8125, where papers alone say 9.
    """
    interval = interval_of(only(share("Share", [10] * 9 + [8], [10] * 10)))

    error = np.sqrt(9 / 10 * 90) * (2 / 90) / 10
    by = t.ppf(0.975, 2.8125) * error / (0.98 * 0.02)
    assert interval.low == pytest.approx(1 / (1 + np.exp(-(np.log(49) - by))))


@pytest.mark.parametrize(
    ("sizes", "effective"),
    [
        pytest.param([5, 5, 5, 5], 4, id="as many as there are if all are alike"),
        pytest.param([90, 10], 10000 / 8200, id="a long and a short paper are little over one"),
        pytest.param([5, 0, 5], 2, id="papers without any do not count"),
    ],
)
def test_kishs_effective_number_of_papers(sizes: list[float], effective: float) -> None:
    assert effective_papers(np.array(sizes, dtype=np.float64)) == pytest.approx(effective)


@pytest.mark.parametrize("papers", [2, 10, 60])
def test_no_error_leaves_room_for_some(papers: int) -> None:
    """Nothing was missed in any of the papers: Clopper & Pearson of none of so many papers."""
    figure = only(share("Recall", [7] * papers, [7] * papers))

    assert figure.value == 1
    for interval in (interval_of(figure), *(interval_of(figure, each) for each in figure.others)):
        assert interval.high == 1
        assert interval.method == "exact"
        assert interval.low == pytest.approx(0.025 ** (1 / papers))


def test_nothing_right_leaves_room_too() -> None:
    interval = interval_of(only(share("Recall", [0] * 10, [7] * 10)))

    assert (interval.low, interval.high) == pytest.approx((0, 1 - 0.025**0.1))


def test_papers_that_are_all_alike_leave_room_to_both_sides() -> None:
    interval = interval_of(only(share("Recall", [5] * 10, [10] * 10)))

    low, high = beta.ppf([0.025, 0.975], [5, 6], [6, 5])
    assert (interval.low, interval.high) == pytest.approx((low, high))


def test_kappa_without_any_disagreement_leaves_room_by_what_chance_would_do() -> None:
    """Ten papers of a yes and a no: chance disagrees on half, so the room is twice as wide."""
    rows = [["y", "n"] * 10] * 2
    papers = [f"p{unit // 2}" for unit in range(20)]
    interval = interval_of(only(cohen_kappa(table(rows, papers))))

    assert interval.low == pytest.approx(1 - (1 - 0.025**0.1) / 0.5)
    assert interval.high == 1


def test_the_interval_of_a_kappa_below_its_range_holds_it() -> None:
    """Units that one person judged make a disagreement unlikely, and both others are one."""
    figure = only(fleiss_kappa(table([["a"] * 8, ["b", "b", *[None] * 6]])))

    assert figure.value == pytest.approx(1 - 1 / (1 - (7 / 8) ** 2 - (1 / 8) ** 2))
    assert interval_of(figure).low == figure.value


def test_an_interval_is_labelled_under_15_papers() -> None:
    few, enough = (only(share("S", [8, 9] * half, [10] * 2 * half)) for half in (7, 8))

    assert (few.label, enough.label) == ("few papers", "")


def test_one_paper_has_a_value_and_no_interval() -> None:
    figure = only(share("S", [8, 0], [10, 0]))

    assert figure.value == pytest.approx(0.8)
    assert isinstance(figure.interval, Undefined)
    assert "one paper only" in str(figure.interval)
    assert (figure.label, figure.counts["papers"]) == ("", 1)


def test_a_second_label_in_one_paper_only_gives_kappa_no_interval() -> None:
    rows = [["y", "y", "y", "y", "n", "n"], ["y", "y", "y", "y", "n", "y"]]
    figure = only(cohen_kappa(table(rows, ["p", "p", "q", "q", "r", "r"])))

    assert isinstance(figure.value, float)
    assert "once one paper is left out" in str(figure.interval)
    assert "of the rounds only one label" in str(figure.others["percentile"])


def test_the_same_seed_gives_the_same_interval() -> None:
    papers = [f"p{unit // 5}" for unit in range(60)]
    measure = cohen_kappa(table(at_random(1), papers))

    assert only(measure, seed=3) == only(measure, seed=3)
    assert only(measure, seed=3).others != only(measure, seed=4).others


def test_units_in_papers_make_a_wider_interval_than_units_alone() -> None:
    """Where the units of a paper are alike, they tell less than as many papers would."""
    rng = np.random.default_rng(1)
    agreed = np.repeat(rng.random(20) < 0.7, 10)
    rows = [["y"] * 200, ["y" if same else "n" for same in agreed]]
    by_paper = percent_agreement(table(rows, [f"p{unit // 10:02}" for unit in range(200)]))
    by_unit = percent_agreement(table(rows))

    assert interval_of(only(by_paper)).width > 2 * interval_of(only(by_unit)).width


def test_counts_weighted_by_the_inverse_of_inclusion_probabilities() -> None:
    """A third of the pages of one paper, all of the other's: (3 * 2 + 9) / (3 * 4 + 10)."""
    figure = only(share("Recall", [3 * 2.0, 9.0], [3 * 4.0, 10.0], counts={"accounts": 14}))

    assert figure.value == pytest.approx(15 / 22)
    assert figure.counts == {"papers": 2, "accounts": 14}


def test_f1_is_the_harmonic_mean() -> None:
    """Eight right of ten suggestions and of sixteen accounts: 2 * 0.8 * 0.5 / 1.3."""
    figure = only(f1("F1", [5, 3], [16, 10]))

    assert figure.value == pytest.approx(2 * 0.8 * 0.5 / 1.3)


@pytest.mark.parametrize(
    ("counts", "total", "low", "high"),
    [
        pytest.param((15, 10, 5), 28.333, 21, 73, id="half of what the second found was new"),
        pytest.param((4, 2, 2), 4, 4, 22, id="6 of C(N, 2) is 0.026 of 22 and 0.024 of 23"),
        pytest.param((20, 20, 20), 20, 20, 21, id="the same: 1 / 21 is over 0.025, 1 / 231 not"),
        pytest.param((90, 90, 90), 90, 90, 91, id="one more can always have been missed"),
    ],
)
def test_chapman(counts: tuple[int, int, int], total: float, low: float, high: float) -> None:
    """(n1 + 1) (n2 + 1) / (m + 1) - 1, Seber (1982), section 3.1.3."""
    figure = chapman(*counts, papers=3)

    assert figure.value == pytest.approx(total, abs=0.001)
    assert "a lower bound" in figure.name
    interval = interval_of(figure)
    assert (interval.low, interval.high) == (low, high)


def test_chapmans_limits_are_the_last_that_are_no_surprise() -> None:
    """With 15 and 10 found, how likely are 5 in both or more, if there are 73 in all, or 74?"""

    def five_or_more(total: int) -> float:
        ways = sum(comb(15, both) * comb(total - 15, 10 - both) for both in range(5, 11))
        return ways / comb(total, 10)

    assert five_or_more(73) >= 0.025 > five_or_more(74)


def test_chapman_of_nothing_found_by_both_has_no_upper_limit() -> None:
    assert "any number" in str(chapman(5, 4, 0, papers=3).interval)


def test_chapman_refuses_counts_that_contradict_each_other() -> None:
    with pytest.raises(ValueError, match="cannot have found 6"):
        chapman(5, 7, 6, papers=3)


def test_chapman_over_papers_is_the_share_that_either_found() -> None:
    figure = only(found_by_either("Found", [6, 4, 5], [5, 9, 6], [4, 3, 4]))

    seen = 15 + 20 - 11
    assert figure.value == pytest.approx(seen / (16 * 21 / 12 - 1))
    assert 0 < interval_of(figure).low < seen / 27 < interval_of(figure).high < 1


def test_figures_as_a_table_and_as_json() -> None:
    figures = [only(share("S", [8, 9], [10, 10])), only(share("T", [0], [0]))]
    frame = frame_of(figures)

    assert frame["name"].tolist() == ["S", "T"]
    assert frame["undefined"].tolist() == [
        "",
        "undefined, because there is nothing to have a share of",
    ]
    assert [frame[name][0] for name in ("papers", "part", "whole")] == [2, 17, 20]
    record = record_of(figures[1])
    assert record["value"] is None
    assert record["interval"]["undefined"] == record["undefined"] == frame["undefined"][1]
    assert record_of(figures[0])["label"] == "few papers"


def test_measures_of_other_papers_are_another_call() -> None:
    with pytest.raises(ValueError, match="same papers"):
        figures_of([share("S", [1], [1]), share("S", [1, 1], [1, 1])])
