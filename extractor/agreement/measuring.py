"""All the measures that a table of judgements, sets of themes or spans allows."""

from collections.abc import Sequence
from dataclasses import replace

from extractor.agreement.judgements import Judgements, relabelled
from extractor.agreement.measure import Measure
from extractor.agreement.nominal import (
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)
from extractor.agreement.sets import jaccard, masi
from extractor.agreement.spans import Reading, character_f1, span_f1, unitizing_alpha

OVERLAPS = (1.0, 0.5, 0.8)


def measures_of_labels(judged: Judgements) -> list[Measure]:
    """Percent agreement, Cohen, Fleiss, Gwet, Krippendorff: of labels one of which fits a unit."""
    made = (percent_agreement, cohen_kappa, fleiss_kappa, gwet_ac1, krippendorff_alpha)
    return [make(judged) for make in made]


def measures_of_sets(judged: Judgements) -> list[Measure]:
    """Alpha of labels that are frozensets, by MASI and by Jaccard distance; then theme by theme."""
    by_theme = [one for theme in themes_in(judged) for one in measures_of_theme(judged, theme)]
    return measures_by_distance(judged) + by_theme


def measures_by_distance(judged: Judgements) -> list[Measure]:
    """Alpha of labels that are frozensets, by MASI and by Jaccard distance."""
    return [
        krippendorff_alpha(judged, named="MASI", distance=lambda one, other: 1 - masi(one, other)),
        krippendorff_alpha(
            judged, named="Jaccard", distance=lambda one, other: 1 - jaccard(one, other)
        ),
    ]


def themes_in(judged: Judgements) -> list[str]:
    """The themes that anybody chose, by their names."""
    return sorted({theme for label in judged.labels for theme in label})


def measures_of_theme(judged: Judgements, theme: str) -> list[Measure]:
    """Percent, alpha (nominal) and kappa of whether a theme was chosen, named after the theme.

    Their counts tell how often it was ("chosen"), of all judgements of units judged twice.
    """
    chosen = relabelled(judged, lambda label: theme in label)
    counts = chosen.counts[chosen.times > 1].sum(axis=0)
    times = int(counts[[bool(label) for label in chosen.labels]].sum())
    made = (percent_agreement, krippendorff_alpha, cohen_kappa)
    return [
        replace(one, name=f"{theme}: {one.name}", counts={**one.counts, "chosen": times})
        for one in (make(chosen) for make in made)
    ]


def measures_of_spans(readings: Sequence[Reading]) -> list[Measure]:
    """F1 between annotators, exact, from an overlap on and by characters, and unitizing alpha."""
    by_overlap = [span_f1(readings, least=least) for least in OVERLAPS]
    return [*by_overlap, character_f1(readings), unitizing_alpha(readings)]
