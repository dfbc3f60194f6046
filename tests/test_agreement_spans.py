"""Agreement on which words are marked: F1 between two people, and unitizing alpha."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.agreement.figure import Undefined
from extractor.agreement.intervals import figures_of
from extractor.agreement.measure import Measure
from extractor.agreement.measuring import measures_of_spans
from extractor.agreement.spans import Reading, character_f1, span_f1, unitizing_alpha
from extractor.records import Span

Ends = list[tuple[int, int]]

UNHURRIED = settings(deadline=None)  # the first that needs it loads SciPy


def reading(*marked: Ends, part: tuple[int, int] = (0, 60), paper: str = "p") -> Reading:
    spans = [tuple(Span(*ends) for ends in each) for each in marked]
    return Reading(paper, Span(*part), dict(zip("abcdef", spans, strict=False)))


def value(measure: Measure) -> float:
    return float(measure.values(measure.statistics.sum(axis=0, keepdims=True))[0])


def test_unitizing_alpha_of_a_published_example() -> None:
    """Krippendorff (2019), Content Analysis, 4th ed., figure 12.11: a text of 60, three people.

    The book has 0.413 for the binary alpha, with the digits after it cut off. By hand: 71
    characters are in nobody's mark and 109 in somebody's, 26 of each in disagreement (in the
    coincidences of three people, each counted half for each pair), the squared lengths add up to
    911: 1 - (52 / 180) / (2 * 71 * 109 / (180^2 - 71 - 911)) = 0.4136.
    """
    alex = [(0, 7), (7, 13), (30, 32), (32, 37), (37, 44), (44, 60)]
    paul = [(0, 7), (7, 13), (13, 21), (32, 44)]
    suzan = [(0, 7), (7, 13), (13, 21), (32, 37), (37, 41), (41, 44)]

    alpha = value(unitizing_alpha([reading(alex, paul, suzan)]))

    assert alpha == pytest.approx(1 - (52 / 180) / (2 * 71 * 109 / (180**2 - 71 - 911)))
    assert alpha == pytest.approx(0.4136, abs=0.00005)


# One person's marks are [10, 20) and [30, 40), the other's are as given, in a text of 60.
@pytest.mark.parametrize(
    ("other", "exact", "half", "most", "characters"),
    [
        pytest.param([(10, 20), (30, 40)], 1, 1, 1, 1, id="the same"),
        pytest.param([(10, 20)], 2 / 3, 2 / 3, 2 / 3, 20 / 30, id="one of the two"),
        pytest.param([(10, 20), (30, 39)], 1 / 2, 1, 1, 38 / 39, id="nine of ten letters: 0.9"),
        pytest.param([(10, 20), (30, 36)], 1 / 2, 1, 1 / 2, 32 / 36, id="six of ten: 0.6"),
        pytest.param([(10, 20), (36, 46)], 1 / 2, 1 / 2, 1 / 2, 28 / 40, id="four of sixteen"),
        pytest.param([(10, 40)], 0, 0, 0, 40 / 50, id="both joined: neither overlaps by half"),
        pytest.param([], 0, 0, 0, 0, id="nothing marked"),
    ],
)
def test_f1_between_annotators(
    other: Ends, exact: float, half: float, most: float, characters: float
) -> None:
    readings = [reading([(10, 20), (30, 40)], other)]
    found = [value(span_f1(readings, least=least)) for least in (1, 0.5, 0.8)]

    assert found == pytest.approx([exact, half, most])
    assert value(character_f1(readings)) == pytest.approx(characters)


def test_papers_add_up() -> None:
    """One span of one in the first paper, two of four in the second: 2 * 2 / (2 + 3)."""
    one = reading([(0, 9)], [(0, 9)], paper="p")
    two = reading([(0, 9), (20, 29)], [(0, 9)], paper="q")

    assert value(span_f1([one, two], least=1)) == pytest.approx(4 / 5)


def test_three_people_are_three_pairs() -> None:
    """First and second share their one span; the third has another: 2 * 1 / (2 + 2 + 2)."""
    readings = [reading([(0, 9)], [(0, 9)], [(20, 29)])]

    assert value(span_f1(readings, least=0.5)) == pytest.approx(2 / 6)


def test_characters_outside_the_part_do_not_count() -> None:
    """Of [5, 15) and [0, 12) the part [10, 20) has five and two characters."""
    readings = [reading([(5, 15)], [(0, 12)], part=(10, 20))]

    assert value(character_f1(readings)) == pytest.approx(2 * 2 / (5 + 2))


def test_overlapping_marks_of_one_person_are_one_unit() -> None:
    apart = [reading([(0, 10), (5, 20)], [(0, 20)])]
    joined = [reading([(0, 20)], [(0, 20)])]

    assert value(unitizing_alpha(apart)) == value(unitizing_alpha(joined)) == 1


ends = st.tuples(st.integers(0, 58), st.integers(1, 20)).map(
    lambda drawn: (drawn[0], min(drawn[0] + drawn[1], 60))
)
marks = st.lists(ends, min_size=1, max_size=6)


@UNHURRIED
@given(marks, marks)
def test_swapping_annotators_changes_nothing(ones: Ends, others: Ends) -> None:
    there, back = [reading(ones, others)], [reading(others, ones)]

    for one, other in zip(measures_of_spans(there), measures_of_spans(back), strict=True):
        assert value(one) == pytest.approx(value(other), nan_ok=True)


@UNHURRIED
@given(marks)
def test_the_same_marks_agree_wholly(ones: Ends) -> None:
    for measure in measures_of_spans([reading(ones, ones, part=(0, 100))]):
        assert value(measure) == 1


def test_marks_by_chance_have_an_alpha_about_0() -> None:
    """Marks of ten characters, a tenth of the places of each paper by each person's own chance."""
    import numpy as np

    rng = np.random.default_rng(1)
    readings = [
        reading(
            *([(int(at) * 10, int(at) * 10 + 10) for at in np.flatnonzero(rng.random(500) < 0.1)]
              for _ in range(2)),
            part=(0, 5000), paper=f"p{number}",
        )
        for number in range(100)
    ]  # fmt: skip

    assert value(unitizing_alpha(readings)) == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize(
    ("readings", "why"),
    [
        pytest.param([], "read by two people", id="nothing read"),
        pytest.param([reading([(0, 9)])], "read by two people", id="read by one"),
        pytest.param([reading([], [])], "cover all of the text or none", id="nothing marked"),
        pytest.param([reading([(0, 60)], [(0, 60)])], "cover all of the text", id="all marked"),
    ],
)
def test_alpha_that_is_undefined_says_why(readings: list[Reading], why: str) -> None:
    (figure,) = figures_of([unitizing_alpha(readings)], rounds=100)

    assert isinstance(figure.value, Undefined)
    assert why in str(figure.value)


def test_f1_of_nothing_marked_says_why() -> None:
    (figure,) = figures_of([span_f1([reading([], [])], least=1)], rounds=100)

    assert str(figure.value) == (
        "undefined, because nobody marked anything in what two people read"
    )
