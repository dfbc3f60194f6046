"""How far annotators mark the same spans: F1 between them, and Krippendorff's unitizing alpha."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from extractor.agreement.matching import match_spans
from extractor.agreement.measure import CORRECTED, Floats, Measure, by_paper, ratio
from extractor.agreement.ratios import f1
from extractor.records import Span

NOT_TWICE = "no text was read by two people"
NO_SPANS = "nobody marked anything in what two people read"
ALL_OR_NOTHING = "the marks cover all of the text or none of it, so no disagreement is expected"


@dataclass(frozen=True, slots=True)
class Reading:
    """A stretch of a paper's text, such as a page, and what each who read it marked in it.

    ``part`` is where the stretch is in the paper's text, ``marked`` the spans of each annotator by
    name: those who marked nothing are there with no spans, those who did not read it are not.
    Spans may reach beyond the part; characters outside it do not count, and whoever divides a paper
    into parts gives a span to one of them.
    """

    paper: str
    part: Span
    marked: dict[str, tuple[Span, ...]]


def span_f1(readings: Sequence[Reading], *, least: float) -> Measure:
    """F1 between two annotators: twice the matched spans over all spans of both.

    Which spans are one is up to ``match_spans`` with ``least``, from which overlap on (1 is
    exact). It is the same whoever is called the reference (Hripcsak & Rothschild 2005). Of more
    than two annotators the counts of all pairs are added up.
    """
    both = [[0.0, 0.0] for _ in readings]
    for row, reading in zip(both, readings, strict=True):
        for ones, others in combinations(reading.marked.values(), 2):
            row[0] += len(match_spans(ones, others, least=least))
            row[1] += len(ones) + len(others)
    how = "exact" if least == 1 else f"overlap ≥ {least:g}"
    return _f1_between(f"F1 between annotators ({how})", readings, both, "spans")


def character_f1(readings: Sequence[Reading]) -> Measure:
    """F1 between two annotators by characters: twice those both marked over all that each marked.

    A character counts once for each annotator, however many spans of theirs it is in.
    """
    both = [[0.0, 0.0] for _ in readings]
    for row, reading in zip(both, readings, strict=True):
        for ones, others in combinations(_units(reading), 2):
            row[0] += _shared(ones, others)
            row[1] += _length(ones) + _length(others)
    return _f1_between("F1 between annotators (characters)", readings, both, "characters")


def unitizing_alpha(readings: Sequence[Reading]) -> Measure:
    """The binary unitizing alpha of Krippendorff, Mathet, Bouvry & Widlöcher (2016).

    Of their family it is the one that asks only which text was marked. With l_0 and l_1 the
    characters not marked and marked, all annotators together, and l = l_0 + l_1: D_o is the share
    of characters that one annotator marked and another did not; D_e is
    2 l_0 l_1 / (l^2 - l_0 - the sum of the squared lengths of marks), as a mark is never compared
    with itself, and outside of marks a character is not. Papers and parts are one long text.
    Overlapping marks of one annotator are one. Features: characters in disagreement, l_0, l_1, the
    sum of squared lengths.
    """
    rows = [_unitizing_features(reading) for reading in readings]

    def compare(sums: Floats) -> tuple[Floats, Floats]:
        apart, gaps, marked, squares = sums.T[:, :, np.newaxis]
        number = gaps + marked
        return ratio(apart, number), ratio(2 * gaps * marked, number**2 - gaps - squares)

    statistics = _by_paper(readings, rows, 4)
    sizes = statistics[:, 1] + statistics[:, 2]
    twice = [reading for reading in readings if len(reading.marked) > 1]
    counts = {"characters": sum(one.part.end - one.part.start for one in twice)}
    name = "Krippendorff alpha (unitizing, binary)"
    return Measure(name, statistics, compare, sizes, CORRECTED, counts, NOT_TWICE, ALL_OR_NOTHING)


def papers_of(readings: Sequence[Reading]) -> list[str]:
    """The papers of readings, in the order in which all measures of them have their rows."""
    return sorted({reading.paper for reading in readings})


def _f1_between(
    name: str, readings: Sequence[Reading], both: Sequence[Sequence[float]], of: str
) -> Measure:
    statistics = _by_paper(readings, both, 2)
    matched, marked = statistics.T
    counts = {of: int(marked.sum())}
    return f1(name, matched, marked, counts=counts, empty=NO_SPANS)


def _unitizing_features(reading: Reading) -> list[float]:
    units = _units(reading)
    if len(units) < 2:
        return [0.0] * 4
    length = reading.part.end - reading.part.start
    marked = [_length(spans) for spans in units]
    apart = sum(
        _length(ones) + _length(others) - 2 * _shared(ones, others)
        for ones, others in combinations(units, 2)
    )
    squares = sum((span.end - span.start) ** 2 for spans in units for span in spans)
    gaps = length * len(units) - sum(marked)
    return [2 * apart / (len(units) - 1), gaps, sum(marked), squares]


def _units(reading: Reading) -> list[list[Span]]:
    """Each annotator's marks inside the part, those that overlap joined, in order."""
    return [_joined(spans, reading.part) for spans in reading.marked.values()]


def _joined(spans: Sequence[Span], part: Span) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(span for span in spans if span.overlaps(part)):
        start, end = max(span.start, part.start), min(span.end, part.end)
        if joined and start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(end, joined[-1].end))
        else:
            joined.append(Span(start, end))
    return joined


def _length(spans: Sequence[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def _shared(ones: Sequence[Span], others: Sequence[Span]) -> int:
    """Characters in both of two lists, each in order and without overlaps."""
    shared, i, j = 0, 0, 0
    while i < len(ones) and j < len(others):
        one, other = ones[i], others[j]
        shared += max(0, min(one.end, other.end) - max(one.start, other.start))
        i, j = (i + 1, j) if one.end <= other.end else (i, j + 1)
    return shared


def _by_paper(readings: Sequence[Reading], rows: Sequence[Sequence[float]], width: int) -> Floats:
    place = {paper: at for at, paper in enumerate(papers_of(readings))}
    paper_of = np.array([place[reading.paper] for reading in readings], dtype=np.int64)
    values = np.array(rows, dtype=np.float64).reshape(len(readings), width)
    return by_paper(values, paper_of, len(place))
