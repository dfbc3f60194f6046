"""The same figures as four libraries that others trust, on tables by chance.

The libraries are for tests only; where they are missing this file fails, it does not pass over.
"""

import krippendorff
import numpy as np
import pytest
from nltk.metrics import masi_distance
from nltk.metrics.agreement import AnnotationTask
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats import inter_rater

from extractor.agreement.measuring import measures_of_sets
from extractor.agreement.nominal import cohen_kappa, fleiss_kappa, krippendorff_alpha
from extractor.agreement.sets import jaccard, masi
from tests.test_agreement import at_random, table, value

seeds = pytest.mark.parametrize("seed", range(10))


@seeds
def test_cohen_kappa_is_scikit_learns(seed: int) -> None:
    ones, others = at_random(seed, annotators=2, missing=0)

    assert value(cohen_kappa(table([ones, others]))) == pytest.approx(
        cohen_kappa_score(ones, others)
    )


@seeds
def test_fleiss_kappa_is_statsmodels(seed: int) -> None:
    rows = at_random(seed, annotators=4, missing=0)
    counts, _ = inter_rater.aggregate_raters(np.array(rows).T)

    assert value(fleiss_kappa(table(rows))) == pytest.approx(inter_rater.fleiss_kappa(counts))


@seeds
def test_light_kappa_is_the_mean_of_scikit_learns(seed: int) -> None:
    rows = at_random(seed, annotators=3, missing=0)
    pairs = [cohen_kappa_score(rows[i], rows[j]) for i, j in ((0, 1), (0, 2), (1, 2))]

    assert value(cohen_kappa(table(rows))) == pytest.approx(np.mean(pairs))


@seeds
@pytest.mark.parametrize("annotators", [2, 5])
def test_alpha_is_that_of_krippendorff(seed: int, annotators: int) -> None:
    rows = at_random(seed, annotators=annotators, missing=0.3)
    theirs = krippendorff.alpha(
        [[np.nan if label is None else "abc".index(label) for label in row] for row in rows],
        level_of_measurement="nominal",
    )

    assert value(krippendorff_alpha(table(rows))) == pytest.approx(theirs)


@seeds
def test_alpha_of_sets_is_nltks(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = [
        [frozenset(rng.choice(list("abc"), rng.integers(1, 4), replace=False)) for _ in range(30)]
        for _ in range(3)
    ]
    triples = [
        (str(who), unit, label) for who, row in enumerate(rows) for unit, label in enumerate(row)
    ]
    by_masi, by_jaccard, *_ = measures_of_sets(table(rows))

    for measure, alike in ((by_masi, masi), (by_jaccard, jaccard)):
        task = AnnotationTask(triples, distance=lambda a, b, alike=alike: 1 - alike(a, b))
        assert value(measure) == pytest.approx(task.alpha())


@seeds
def test_masi_is_nltks_but_for_its_rounded_thirds(seed: int) -> None:
    """nltk takes 0.67 and 0.33 where Passonneau (2006) has 2/3 and 1/3."""
    rng = np.random.default_rng(seed)
    ones, others = (set(rng.choice(list("abcd"), rng.integers(1, 5))) for _ in range(2))

    assert 1 - masi(ones, others) == pytest.approx(masi_distance(ones, others), abs=0.004)
