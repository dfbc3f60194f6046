"""What a candidate has in common with the others of its paper, above all with the surest ones.

A paper sets its quotations in one or two ways and labels them in one. What its surest candidates
look like (by a first score, each weighed by it) tells of the doubtful ones: an unlabelled block set
just like twenty labelled ones is one more, and in a paper where nothing is sure, nothing is likely.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.quotes.candidate import Candidate
from extractor.quotes.ranking.ranker import Floats
from extractor.quotes.ranking.setting import PRINTED, shape_of_label
from extractor.records import Form

Truths = NDArray[np.bool_]

SURE = 0.5
NEAR = 2  # blocks
LIKE_INDENT, LIKE_SIZE, LIKE_ITALIC = 0.25, 0.03, 0.3
UNKNOWN = -1.0


class Traits(NamedTuple):
    """One array a trait, of one element a candidate; ``overlap`` tells of each pair."""

    form: NDArray[np.str_]
    mark: NDArray[np.str_]
    place: NDArray[np.str_]
    shape: NDArray[np.str_]
    section: NDArray[np.str_]
    block: NDArray[np.int_]
    labelled: Truths
    indent: Floats
    size: Floats
    italic: Floats
    typeface: Floats
    first_person: Floats
    word_length: Floats
    overlap: Truths


def company_cues(
    candidates: Sequence[Candidate],
    sections: Sequence[str],
    cues: Sequence[Mapping[str, float]],
    scores: Floats,
) -> list[dict[str, float]]:
    """The cues of each candidate that lie in its company, by name; ``scores`` are first scores."""
    traits = _traits(candidates, sections, cues)
    weights = np.where(scores > SURE, scores, 0.0) * _unbeaten(traits.overlap, scores)
    return [
        _with_the_sure(traits, at, weights) | _with_the_near(traits, at, scores)
        for at in range(len(candidates))
    ]


def _traits(
    candidates: Sequence[Candidate], sections: Sequence[str], cues: Sequence[Mapping[str, float]]
) -> Traits:
    def each(name: str) -> Floats:
        return np.array([float(one[name]) for one in cues])

    starts = np.array([candidate.span.start for candidate in candidates])
    ends = np.array([candidate.span.end for candidate in candidates])
    places = np.array([candidate.label_place for candidate in candidates])
    return Traits(
        form=np.array([candidate.form.value for candidate in candidates]),
        mark=np.array([c.marked.mark if c.marked else "" for c in candidates]),
        place=places,
        shape=np.array([shape_of_label(candidate) for candidate in candidates]),
        section=np.array(sections),
        block=np.array([candidate.blocks[0] for candidate in candidates]),
        labelled=np.isin(places, PRINTED),
        indent=each("indent"),
        size=each("size against the body"),
        italic=each("italic share"),
        typeface=each("other typeface"),
        first_person=each("first persons a word"),
        word_length=each("word length against the prose"),
        overlap=(starts[:, None] < ends[None, :]) & (starts[None, :] < ends[:, None]),
    )


def _unbeaten(overlap: Truths, scores: Floats) -> Truths:
    """Which candidates have no better one over them: of two readings of a place one counts."""
    kept = np.zeros(len(scores), dtype=np.bool_)
    for at in np.argsort(-scores, kind="stable"):
        kept[at] = not (overlap[at] & kept).any()
    return kept


def _with_the_sure(traits: Traits, at: int, weights: Floats) -> dict[str, float]:
    """How one candidate compares with the surest others, those of its own form above all."""
    others = np.where(traits.overlap[at], 0.0, weights)
    alike = others * (traits.form == traits.form[at])
    labelled = bool(traits.labelled[at])
    return {
        "sure ones (log)": float(np.log1p(others.sum())),
        "sure ones of its form (log)": float(np.log1p(alike.sum())),
        "sure ones: of its form": _share(traits.form == traits.form[at], others),
        "sure ones: with its marks": _share(traits.mark == traits.mark[at], others),
        "sure ones: in its section": _share(traits.section == traits.section[at], others),
        "sure ones: labelled": _share(traits.labelled, others),
        "sure ones: with its shape of label": _share(
            traits.shape == traits.shape[at], others * traits.labelled
        )
        if labelled
        else UNKNOWN,
        "like ones: with its marks": _share(traits.mark == traits.mark[at], alike),
        "like ones: labelled": _share(traits.labelled, alike),
        "like ones: labelled where it is": _share(traits.place == traits.place[at], alike),
        "like ones: set as it is": _share(_look(traits, at), alike),
        **_differences(traits, at, others, alike),
    }


def _differences(traits: Traits, at: int, others: Floats, alike: Floats) -> dict[str, float]:
    indent = traits.indent[at] - _mean(traits.indent, alike, traits.indent[at])
    return {
        "indent against like ones": indent,
        "distance of indent": abs(indent),
        "distance of size": _distance(traits.size, alike, at),
        "distance of italic": _distance(traits.italic, alike, at),
        "distance of typeface": _distance(traits.typeface, alike, at),
        "first persons against sure ones": traits.first_person[at]
        - _mean(traits.first_person, others, traits.first_person[at]),
        "word length against sure ones": traits.word_length[at]
        - _mean(traits.word_length, others, traits.word_length[at]),
        "sure blocks with its indent": _share(
            np.abs(traits.indent - traits.indent[at]) < LIKE_INDENT,
            others * (traits.form == Form.BLOCK.value),
        )
        if traits.form[at] == Form.BLOCK.value
        else UNKNOWN,
    }


def _with_the_near(traits: Traits, at: int, scores: Floats) -> dict[str, float]:
    """How likely its rivals, its neighbours and those set like it are."""
    rivals = traits.overlap[at].copy()
    rivals[at] = False
    free = ~traits.overlap[at]
    near = free & (np.abs(traits.block - traits.block[at]) <= NEAR)
    beside = free & (traits.block == traits.block[at])
    alike = free & _look(traits, at) & (traits.form == traits.form[at])
    return {
        "best rival": float(scores[rivals].max(initial=0.0)),
        "best neighbour": float(scores[near].max(initial=0.0)),
        "best in its block": float(scores[beside].max(initial=0.0)),
        "others in its block": float(beside.sum()),
        "set like it (log)": float(np.log1p(alike.sum())),
        "score of those set like it": _mean(scores, alike.astype(float), UNKNOWN),
        "first score": float(scores[at]),
    }


def _look(traits: Traits, at: int) -> Truths:
    """Which candidates are set as one is: indent, size, slant, marks."""
    same: Truths = (
        (np.abs(traits.indent - traits.indent[at]) < LIKE_INDENT)
        & (np.abs(traits.size - traits.size[at]) < LIKE_SIZE)
        & (np.abs(traits.italic - traits.italic[at]) < LIKE_ITALIC)
        & (traits.mark == traits.mark[at])
    )
    return same


def _distance(values: Floats, weights: Floats, at: int) -> float:
    return abs(float(values[at]) - _mean(values, weights, float(values[at])))


def _share(which: Truths, weights: Floats) -> float:
    return _mean(which.astype(float), weights, 0.0)


def _mean(values: Floats, weights: Floats, none: float) -> float:
    """The weighted mean; ``none`` where nothing has any weight."""
    total = weights.sum()
    return float((values * weights).sum() / total) if total > 0 else float(none)
