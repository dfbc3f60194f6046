"""Agreement on labels and on sets: published examples, and what must hold of any table."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest

from extractor.agreement.figure import Undefined
from extractor.agreement.intervals import figures_of
from extractor.agreement.judgements import Judgements, judgements, relabelled
from extractor.agreement.measure import Measure
from extractor.agreement.measuring import measures_of_labels, measures_of_sets, measures_of_theme
from extractor.agreement.nominal import (
    cohen_kappa,
    count_table,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
    prevalence,
)
from extractor.agreement.sets import jaccard, masi

COEFFICIENTS = (percent_agreement, cohen_kappa, fleiss_kappa, gwet_ac1, krippendorff_alpha)
CORRECTED = COEFFICIENTS[1:]

Make = Callable[[Judgements], Measure]


def table(by_annotator: Iterable[Iterable[Any]], papers: Sequence[str] | None = None) -> Judgements:
    """Judgements of a row of labels an annotator, a column a unit; None is missing."""
    rows = [
        {"unit": unit, "annotator": f"a{number}", "label": label, "paper": papers and papers[unit]}
        for number, labels in enumerate(by_annotator)
        for unit, label in enumerate(labels)
    ]
    frame = pd.DataFrame(rows, dtype=object)
    return judgements(frame if papers else frame.drop(columns="paper"))


def of_counts(counts: Sequence[Sequence[int]]) -> Judgements:
    """Judgements of a confusion table of two annotators."""
    cells = [
        (row, column)
        for row, line in enumerate(counts)
        for column, count in enumerate(line)
        for _ in range(count)
    ]
    return table(zip(*cells, strict=True))


def value(measure: Measure) -> float:
    return float(measure.values(measure.statistics.sum(axis=0, keepdims=True))[0])


def at_random(seed: int, *, annotators: int = 3, missing: float = 0.2) -> list[list[str | None]]:
    """Judgements of 60 units that agree more often than by chance, by letters."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 3, 60)
    wrong = rng.random((annotators, 60)) < 0.3
    codes = np.where(wrong, rng.integers(0, 3, (annotators, 60)), truth)
    gone = rng.random((annotators, 60)) < missing
    return [
        [None if no else "abc"[code] for code, no in zip(*line, strict=True)]
        for line in zip(codes, gone, strict=True)
    ]


# Krippendorff (2011), "Computing Krippendorff's alpha-reliability", examples A to C; the last is
# also the first table of Gwet's (2014) handbook, whose values for it are those of his irrCAC 1.0.
N = None
TWO_OF_0_AND_1 = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
TWO_OF_A_TO_E = ["aabbdcccedda", "babbbccceddd"]
FOUR_OF_1_TO_5 = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]
# Fleiss (1971), table 1: how many of six psychiatrists put each of 30 patients into five classes.
PSYCHIATRISTS = """
    00060 03003 01401 00006 03030 20400 00402 20310 20040 00006
    10050 11040 03300 10050 02031 00501 30012 51000 02040 10203
    00006 01050 02013 20040 10041 05010 40002 02040 10500 00006
"""
SIX_OF_FIVE = zip(
    *("".join(label * int(n) for label, n in zip("abcde", line, strict=True))
      for line in PSYCHIATRISTS.split()),
    strict=True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("make", "judged", "published"),
    [
        pytest.param(
            cohen_kappa, of_counts([[88, 10, 2], [14, 40, 6], [18, 10, 12]]), 0.492,
            id="Cohen 1960: 200 units, three classes",
        ),
        pytest.param(fleiss_kappa, table(SIX_OF_FIVE), 0.430, id="Fleiss 1971: psychiatrists"),
        pytest.param(
            gwet_ac1, of_counts([[118, 5], [2, 0]]), 0.941,
            id="Gwet 2008: 125 units, (.944 - .0544) / (1 - .0544)",
        ),
        pytest.param(
            cohen_kappa, of_counts([[118, 5], [2, 0]]), -0.023,
            id="Gwet 2008: kappa is below 0 there, though 94 % agree",
        ),
        pytest.param(
            gwet_ac1, of_counts([[13, 0, 0], [0, 20, 7], [0, 4, 56]]), 0.849,
            id="Gwet 2014: two abstractors of pregnancies",
        ),
        pytest.param(
            cohen_kappa, of_counts([[13, 0, 0], [0, 20, 7], [0, 4, 56]]), 0.796,
            id="Gwet 2014: the same, kappa",
        ),
        pytest.param(
            krippendorff_alpha, table(TWO_OF_0_AND_1), 0.095, id="Krippendorff 2011, A: binary"
        ),
        pytest.param(
            krippendorff_alpha, table(TWO_OF_A_TO_E), 0.692, id="Krippendorff 2011, B: nominal"
        ),
        pytest.param(
            krippendorff_alpha, table(FOUR_OF_1_TO_5), 0.743, id="Krippendorff 2011, C: missing"
        ),
        pytest.param(percent_agreement, table(FOUR_OF_1_TO_5), 0.818, id="Gwet 2014: percent"),
        pytest.param(gwet_ac1, table(FOUR_OF_1_TO_5), 0.775, id="Gwet 2014: AC1, missing"),
        pytest.param(fleiss_kappa, table(FOUR_OF_1_TO_5), 0.761, id="Gwet 2014: Fleiss, missing"),
    ],
)  # fmt: skip
def test_published_examples(make: Make, judged: Judgements, published: float) -> None:
    assert value(make(judged)) == pytest.approx(published, abs=0.0005)


@pytest.mark.parametrize(
    ("ones", "others", "alike"),
    [
        pytest.param("ab", "ab", 1.0, id="the same"),
        pytest.param("ab", "abc", 2 / 3 * 2 / 3, id="one holds the other: Jaccard 2/3, times 2/3"),
        pytest.param("abc", "bcd", 2 / 4 * 1 / 3, id="they overlap: Jaccard 2/4, times 1/3"),
        pytest.param("ab", "cd", 0.0, id="nothing shared"),
        pytest.param("", "a", 0.0, id="none and one"),
        pytest.param("", "", 1.0, id="none and none"),
    ],
)
def test_masi_weighs_jaccard_by_how_sets_lie(ones: str, others: str, alike: float) -> None:
    """Passonneau (2006), section 3."""
    assert masi(ones, others) == masi(others, ones) == pytest.approx(alike)


def test_alpha_of_sets_by_hand() -> None:
    """Two annotators, three units: {a} and {a}; {a} and {a, b}; {c} and {c}.

    By Jaccard, {a} and {a, b} are 1/2 apart, {c} is 1 from both. Within units D_o = 2 * 1/2 / 6 =
    1/6; of any two of three {a}, one {a, b} and two {c} D_e = 2 (3 * 1/2 + 6 + 2) / (6 * 5) =
    19/30. By MASI they are 1 - 1/2 * 2/3 = 2/3 apart: D_o = 2 * 2/3 / 6 = 2/9, D_e = 2 (3 * 2/3 +
    6 + 2) / 30 = 2/3.
    """
    a, ab, c = frozenset("a"), frozenset("ab"), frozenset("c")
    by_masi, by_jaccard, *_ = measures_of_sets(table([[a, a, c], [a, ab, c]]))

    assert by_masi.name == "Krippendorff alpha (MASI)"
    assert value(by_masi) == pytest.approx(1 - (2 / 9) / (2 / 3))
    assert by_jaccard.name == "Krippendorff alpha (Jaccard)"
    assert value(by_jaccard) == pytest.approx(1 - (1 / 6) / (19 / 30))


def test_a_theme_is_measured_by_whether_it_was_chosen() -> None:
    sets = [
        [frozenset(each) for each in line] for line in (["a", "ab", "", "b"], ["a", "a", "", "ab"])
    ]
    percent, alpha, kappa = measures_of_theme(table(sets), "a")

    assert percent.name == "a: Percent agreement"
    assert value(percent) == 3 / 4
    assert percent.counts["chosen"] == 5
    plain = table([[1, 1, 0, 0], [1, 1, 0, 1]])
    assert value(alpha) == value(krippendorff_alpha(plain))
    assert value(kappa) == value(cohen_kappa(plain))


def test_two_annotators_counts_are_the_confusion_table() -> None:
    counts = count_table(table([["y", "y", "n", N], ["y", "n", "n", "y"]]))

    assert counts.to_numpy().tolist() == [[1, 0], [1, 1]]
    assert (counts.index.name, counts.columns.name) == ("a0", "a1")


def test_more_annotators_counts_are_krippendorffs_coincidences() -> None:
    """Krippendorff (2011), example C, the matrix of observed coincidences."""
    counts = count_table(table(FOUR_OF_1_TO_5))

    expected = [
        [7, 4 / 3, 1 / 3, 1 / 3, 0],
        [4 / 3, 10, 4 / 3, 1 / 3, 0],
        [1 / 3, 4 / 3, 8, 1 / 3, 0],
        [1 / 3, 1 / 3, 1 / 3, 4, 0],
        [0, 0, 0, 0, 3],
    ]
    assert counts.to_numpy() == pytest.approx(np.array(expected))


def test_prevalence_counts_all_judgements() -> None:
    shares = prevalence(table([["y", "y", "n", N], ["y", "n", "n", "y"]]))

    assert shares.to_dict("records") == [
        {"label": "n", "count": 3, "share": 3 / 7},
        {"label": "y", "count": 4, "share": 4 / 7},
    ]


def test_kappa_of_three_is_the_mean_of_pairs_that_can_be_had() -> None:
    """The third annotator shares no unit with the first: two pairs are left."""
    rows: list[list[Any]] = [
        ["a", "b", "a", N, N, N],
        ["a", "b", "b", "a", "b", "a"],
        [N, N, N, "a", "b", "b"],
    ]
    pairs = [value(cohen_kappa(table(two))) for two in (rows[:2], rows[1:])]
    kappa = cohen_kappa(table(rows))

    assert kappa.name == "Cohen kappa (mean of pairs, Light)"
    assert value(kappa) == pytest.approx(sum(pairs) / 2)


@pytest.mark.parametrize("make", COEFFICIENTS)
@pytest.mark.parametrize("seed", range(5))
class TestWhateverTheTable:
    def test_swapping_annotators_changes_nothing(self, make: Make, seed: int) -> None:
        rows = at_random(seed)

        assert value(make(table(rows[::-1]))) == pytest.approx(value(make(table(rows))))

    def test_renaming_labels_changes_nothing(self, make: Make, seed: int) -> None:
        judged = table(at_random(seed))
        renamed = relabelled(judged, {"a": "z", "b": "y", "c": "x"}.get)

        assert value(make(renamed)) == pytest.approx(value(make(judged)))

    def test_the_order_of_rows_changes_nothing(self, make: Make, seed: int) -> None:
        frame = pd.DataFrame(
            [
                {"unit": f"u{unit}", "annotator": f"a{number}", "label": label}
                for number, labels in enumerate(at_random(seed))
                for unit, label in enumerate(labels)
            ]
        )
        shuffled = frame.sample(frac=1, random_state=seed)

        assert value(make(judgements(shuffled))) == pytest.approx(value(make(judgements(frame))))

    def test_how_units_lie_in_papers_changes_no_value(self, make: Make, seed: int) -> None:
        rows = at_random(seed)
        papers = [f"p{unit // 7}" for unit in range(60)]

        assert value(make(table(rows, papers))) == pytest.approx(value(make(table(rows))))

    def test_the_same_judgements_agree_wholly(self, make: Make, seed: int) -> None:
        row = at_random(seed, missing=0)[0]

        assert value(make(table([row, row, row]))) == 1

    def test_units_that_one_person_judged_say_nothing(self, make: Make, seed: int) -> None:
        """But to Fleiss' and Gwet's shares of labels, which Gwet (2014) takes from all units."""
        rows = at_random(seed, missing=0)
        more = [[*rows[0], "a", "b", "c"], [*rows[1], N, N, N], [*rows[2], N, N, N]]

        close = 0.02 if make in (fleiss_kappa, gwet_ac1) else 1e-9
        assert value(make(table(more))) == pytest.approx(value(make(table(rows))), abs=close)


@pytest.mark.parametrize("make", CORRECTED)
def test_independent_annotators_agree_about_0(make: Make) -> None:
    rng = np.random.default_rng(1)
    rows = rng.choice(["a", "b", "c"], (3, 20_000), p=[1 / 3, 1 / 3, 1 / 3]).tolist()

    assert value(make(table(rows))) == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        pytest.param(
            [["a", "a"], ["a", "a"]],
            "undefined, because only one label was ever used, so no disagreement is expected by "
            "chance",
            id="one label only",
        ),
        pytest.param(
            [["a", N], [N, "b"]],
            "undefined, because no unit was judged by two people",
            id="nothing judged twice",
        ),
        pytest.param(
            [["a", "b"]],
            "undefined, because no unit was judged by two people",
            id="one annotator",
        ),
        pytest.param(
            [[N, N], [N, N]], "undefined, because no unit was judged by two people", id="no label"
        ),
    ],
)
def test_what_cannot_be_computed_says_why(rows: list[list[str | None]], why: str) -> None:
    for figure in figures_of(measures_of_labels(table(rows)), rounds=100):
        if figure.name != "Percent agreement" or "one label" not in why:
            assert isinstance(figure.value, Undefined)
            assert str(figure.value) == str(figure.interval) == why


def test_labels_that_nobody_used_can_be_told() -> None:
    """AC1 with two possible labels, of which one was used: nothing else was to be expected."""
    frame = pd.DataFrame({"unit": [1, 1], "annotator": ["x", "y"], "label": ["a", "a"]})

    assert value(gwet_ac1(judgements(frame, labels=["a", "b"]))) == 1


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        pytest.param([("u", "x", "a", "p"), ("u", "x", "b", "p")], "twice", id="judged twice"),
        pytest.param([("u", "x", "a", "p"), ("u", "y", "a", "q")], "two papers", id="two papers"),
    ],
)
def test_tables_that_contradict_themselves(rows: list[tuple[str, ...]], wrong: str) -> None:
    frame = pd.DataFrame(rows, columns=["unit", "annotator", "label", "paper"])

    with pytest.raises(ValueError, match=wrong):
        judgements(frame)


def test_jaccard_is_as_before() -> None:
    assert (jaccard("ab", "bc"), jaccard("", "")) == (1 / 3, 1.0)
