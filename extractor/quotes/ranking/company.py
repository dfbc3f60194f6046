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
Numbers = NDArray[np.int_]
Array = Floats | Numbers

SURE = 0.5
NEAR = 2  # blocks
AT_ONCE = 256  # candidates, each against all: arrays of some megabytes even in a book
LIKE_INDENT, LIKE_SIZE, LIKE_ITALIC = 0.25, 0.03, 0.3
UNKNOWN = -1.0


class Traits(NamedTuple):
    """One array a trait, of one element a candidate; ``overlap`` tells of each pair.

    What is only the same or another (a form, a mark, …) has a number in place of its name.
    """

    form: Numbers
    mark: Numbers
    place: Numbers
    shape: Numbers
    section: Numbers
    block: Numbers
    displayed: Truths
    labelled: Truths
    indent: Floats
    size: Floats
    italic: Floats
    typeface: Floats
    first_person: Floats
    word_length: Floats
    overlap: Truths


class Weighed(NamedTuple):
    """Weights of all candidates (columns) for each of some (rows), and the total of each row."""

    weights: Floats
    total: Floats

    @classmethod
    def by(cls, weights: Floats) -> "Weighed":
        """These weights with their totals."""
        return cls(weights, weights.sum(axis=1))

    def mean(self, values: Floats | Truths, none: Floats | float) -> Floats:
        """The weighted mean in each row; ``none`` where nothing has any weight."""
        mean = np.broadcast_to(none, self.total.shape).astype(float)
        weighed = (values * self.weights).sum(axis=1)
        np.divide(weighed, self.total, out=mean, where=self.total > 0)
        return mean

    def share(self, which: Truths) -> Floats:
        """The share of the weight that some have; 0 where nothing has any."""
        return self.mean(which, 0.0)

    def against(self, values: Floats, at: Numbers) -> Floats:
        """How far each one's own value lies from the mean; 0 where nothing has any weight."""
        far: Floats = values[at] - self.mean(values, values[at])
        return far


def company_cues(
    candidates: Sequence[Candidate],
    sections: Sequence[str],
    cues: Sequence[Mapping[str, float]],
    scores: Floats,
) -> list[dict[str, float]]:
    """The cues of each candidate that lie in its company, by name; ``scores`` are first scores."""
    traits = _traits(candidates, sections, cues)
    weights = np.where(scores > SURE, scores, 0.0) * _unbeaten(traits.overlap, scores)
    company: list[dict[str, float]] = []
    for first in range(0, len(candidates), AT_ONCE):
        at = np.arange(first, min(first + AT_ONCE, len(candidates)))
        told = _with_the_sure(traits, at, weights) | _with_the_near(traits, at, scores)
        columns = [column.astype(float).tolist() for column in told.values()]
        company += [dict(zip(told, row, strict=True)) for row in zip(*columns, strict=True)]
    return company


def _traits(
    candidates: Sequence[Candidate], sections: Sequence[str], cues: Sequence[Mapping[str, float]]
) -> Traits:
    def each(name: str) -> Floats:
        return np.array([float(one[name]) for one in cues])

    starts, ends = np.array([(one.span.start, one.span.end) for one in candidates]).T
    places = [candidate.label_place for candidate in candidates]
    return Traits(
        form=_numbers([candidate.form for candidate in candidates]),
        mark=_numbers([c.marked.mark if c.marked else "" for c in candidates]),
        place=_numbers(places),
        shape=_numbers([shape_of_label(candidate) for candidate in candidates]),
        section=_numbers(sections),
        block=np.array([candidate.blocks[0] for candidate in candidates]),
        displayed=np.array([candidate.form is Form.BLOCK for candidate in candidates]),
        labelled=np.array([place in PRINTED for place in places]),
        indent=each("indent"),
        size=each("size against the body"),
        italic=each("italic share"),
        typeface=each("other typeface"),
        first_person=each("first persons a word"),
        word_length=each("word length against the prose"),
        overlap=(starts[:, None] < ends[None, :]) & (starts[None, :] < ends[:, None]),
    )


def _numbers(names: Sequence[str]) -> Numbers:
    """A number for each name, the same for the same."""
    known = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return np.array([known[name] for name in names])


def _unbeaten(overlap: Truths, scores: Floats) -> Truths:
    """Which candidates have no better one over them: of two readings of a place one counts."""
    kept = np.zeros(len(scores), dtype=np.bool_)
    for at in np.argsort(-scores, kind="stable"):
        kept[at] = not (overlap[at] & kept).any()
    return kept


def _with_the_sure(traits: Traits, at: Numbers, weights: Floats) -> dict[str, Array]:
    """How the candidates ``at`` compare with the surest others, those of their form above all."""
    sure = np.where(traits.overlap[at], 0.0, weights)
    form, marks = _same(traits.form, at), _same(traits.mark, at)
    others, alike = Weighed.by(sure), Weighed.by(sure * form)
    shape = Weighed.by(sure * traits.labelled).share(_same(traits.shape, at))
    return {
        "sure ones (log)": np.log1p(others.total),
        "sure ones of its form (log)": np.log1p(alike.total),
        "sure ones: of its form": others.share(form),
        "sure ones: with its marks": others.share(marks),
        "sure ones: in its section": others.share(_same(traits.section, at)),
        "sure ones: labelled": others.share(traits.labelled),
        "sure ones: with its shape of label": np.where(traits.labelled[at], shape, UNKNOWN),
        "like ones: with its marks": alike.share(marks),
        "like ones: labelled": alike.share(traits.labelled),
        "like ones: labelled where it is": alike.share(_same(traits.place, at)),
        "like ones: set as it is": alike.share(_look(traits, at)),
        **_differences(traits, at, others, alike),
    }


def _differences(traits: Traits, at: Numbers, others: Weighed, alike: Weighed) -> dict[str, Array]:
    indent = alike.against(traits.indent, at)
    blocks = Weighed.by(others.weights * traits.displayed)
    indented = blocks.share(_near(traits.indent, at, LIKE_INDENT))
    return {
        "indent against like ones": indent,
        "distance of indent": np.abs(indent),
        "distance of size": np.abs(alike.against(traits.size, at)),
        "distance of italic": np.abs(alike.against(traits.italic, at)),
        "distance of typeface": np.abs(alike.against(traits.typeface, at)),
        "first persons against sure ones": others.against(traits.first_person, at),
        "word length against sure ones": others.against(traits.word_length, at),
        "sure blocks with its indent": np.where(traits.displayed[at], indented, UNKNOWN),
    }


def _with_the_near(traits: Traits, at: Numbers, scores: Floats) -> dict[str, Array]:
    """How likely their rivals, their neighbours and those set like them are."""
    free = ~traits.overlap[at]
    rivals = traits.overlap[at] & (at[:, None] != np.arange(len(scores)))
    apart = np.abs(traits.block - traits.block[at][:, None])
    beside = free & (apart == 0)
    alike = free & _look(traits, at) & _same(traits.form, at)
    return {
        "best rival": _best(scores, rivals),
        "best neighbour": _best(scores, free & (apart <= NEAR)),
        "best in its block": _best(scores, beside),
        "others in its block": beside.sum(axis=1),
        "set like it (log)": np.log1p(alike.sum(axis=1)),
        "score of those set like it": Weighed.by(alike.astype(float)).mean(scores, UNKNOWN),
        "first score": scores[at],
    }


def _look(traits: Traits, at: Numbers) -> Truths:
    """Which candidates are set as each of those ``at`` is: indent, size, slant, marks."""
    same: Truths = (
        _near(traits.indent, at, LIKE_INDENT)
        & _near(traits.size, at, LIKE_SIZE)
        & _near(traits.italic, at, LIKE_ITALIC)
        & _same(traits.mark, at)
    )
    return same


def _same(trait: Numbers, at: Numbers) -> Truths:
    same: Truths = trait[at][:, None] == trait
    return same


def _near(values: Floats, at: Numbers, most: float) -> Truths:
    near: Truths = np.abs(values - values[at][:, None]) < most
    return near


def _best(scores: Floats, which: Truths) -> Floats:
    best: Floats = np.where(which, scores, 0.0).max(axis=1)
    return best
