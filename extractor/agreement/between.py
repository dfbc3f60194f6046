"""How far the people of a review agree: unaided, assisted, and on themes, each for itself.

Unaided is what they marked on pages that they read without suggestions. Assisted is what they said
of suggestions, and marked, where nothing had been read unaided before: on those pages what both had
marked need not be decided again, so that what is left there is harder than the rest.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations

import pandas as pd

from extractor.agreement.evaluated import Case, EvaluatedMark, EvaluatedPaper, Handled
from extractor.agreement.judgements import Judgements, judgements
from extractor.agreement.matching import match_spans
from extractor.agreement.measure import Measure
from extractor.agreement.measuring import (
    measures_by_distance,
    measures_of_labels,
    measures_of_spans,
    measures_of_theme,
    themes_in,
)
from extractor.agreement.results import Bootstrap, Cases, Group, Measured
from extractor.agreement.spans import Reading
from extractor.records import Eligibility, Existence, Span

ACCOUNT, NONE, UNSURE = "account", "no account", "unsure"
EXISTENCE = (ACCOUNT, NONE, UNSURE)
ELIGIBILITY = tuple(each.value for each in Eligibility)
SAME = 0.5  # the overlap from which two spans are one place, as for conflicts

Label = Callable[[Handled], object]


def unaided(papers: Sequence[EvaluatedPaper], bootstrap: Bootstrap) -> Group:
    """How far people mark the same words when nothing is suggested to them."""
    return Group(
        "unaided",
        "Unaided agreement: spans",
        "What people marked on pages that they read without suggestions.",
        bootstrap.of(measures_of_spans(unaided_readings(papers)), _marked_by_one(papers)),
    )


def assisted(papers: Sequence[EvaluatedPaper], bootstrap: Bootstrap) -> Iterator[Group]:
    """How far people agree on what is suggested: that it is an account, eligible, and its ends."""
    yield Group(
        "assisted existence",
        "Assisted agreement: is it an account?",
        "What people said of each suggestion, except on pages that they had read unaided.",
        _of_labels(existence(papers), bootstrap, _disagreed(papers, said_of_existence)),
    )
    yield Group(
        "assisted eligibility",
        "Assisted agreement: does it belong to the review?",
        "Of the same suggestions, those that two or more people took for accounts.",
        _of_labels(eligibility(papers), bootstrap, _disagreed(papers, said_of_eligibility)),
    )
    yield Group(
        "assisted spans",
        "Assisted agreement: spans",
        "The accounts of each person, suggested or added, on all pages but those read unaided.",
        bootstrap.of(measures_of_spans(assisted_readings(papers)), _other_spans(papers)),
    )


def themes(
    papers: Sequence[EvaluatedPaper], bootstrap: Bootstrap, names: Mapping[str, str]
) -> Iterator[Group]:
    """How far people sort accounts alike: where themes were suggested to them, and where not."""
    for shown, name, how in (
        (False, "themes cold", "without suggested themes"),
        (True, "themes suggested", "with suggested themes"),
    ):
        marks = list(sorted_marks(papers, shown=shown))
        yield Group(
            name,
            f"Agreement on themes, {how}",
            f"The themes of what two or more people took for an account, sorted {how}. What must "
            "be looked at again, since a theme was split or retired, is left out.",
            bootstrap.of_each(_measures_of_themes(marks, names)),
        )


def existence(papers: Sequence[EvaluatedPaper]) -> Judgements:
    """Assisted judgements of suggestions: an account, none, or unsure."""
    return _judged(assisted_suggestions(papers), said_of_existence, EXISTENCE)


def eligibility(papers: Sequence[EvaluatedPaper]) -> Judgements:
    """Assisted judgements of the eligibility of what each took for an account."""
    return _judged(assisted_suggestions(papers), said_of_eligibility, ELIGIBILITY)


def themes_of(marks: Iterable[EvaluatedMark], names: Mapping[str, str]) -> Judgements:
    """The sets of themes, by name, that each chose of what they took for an account."""
    return _judged(marks, lambda handled: _themes(handled, names))


def said_of_existence(handled: Handled) -> object:
    """Whether it is an account to this person."""
    if handled.is_accepted:
        return ACCOUNT
    return UNSURE if handled.judgement.existence is Existence.UNSURE else NONE


def said_of_eligibility(handled: Handled) -> object:
    """Whether it belongs to the review; nothing where it is no account to this person."""
    said = handled.judgement.eligibility
    return said.value if handled.is_accepted and said else None


def assisted_suggestions(papers: Iterable[EvaluatedPaper]) -> Iterator[EvaluatedMark]:
    """The suggestions on pages that nobody had read unaided."""
    for paper in papers:
        yield from (mark for mark in paper.suggestions if not _is_on_blind(paper, mark))


def sorted_marks(papers: Iterable[EvaluatedPaper], *, shown: bool) -> Iterator[EvaluatedMark]:
    """What two or more people took for an account, with or without suggested themes.

    What must be looked at again, since a theme of it was split or retired, is left out.
    """
    for paper in papers:
        for mark in paper.marks:
            accepted = [each for each in mark.said.values() if each.is_accepted]
            saw = any(each.decision.themes_shown for each in accepted)
            if len(accepted) > 1 and saw is shown and not any(e.is_outdated for e in accepted):
                yield mark


def unaided_readings(papers: Iterable[EvaluatedPaper]) -> list[Reading]:
    """The pages read without suggestions, with what each person marked there."""
    return [
        Reading(paper.id, page.part, _spans(page.marked))
        for paper in papers
        for page in paper.blind
    ]


def assisted_readings(papers: Iterable[EvaluatedPaper]) -> list[Reading]:
    """The stretches of text between those pages, with the accounts of each person there.

    Of an account that goes on over such a page, what stands outside it.
    """
    readings = []
    for paper in papers:
        parts = list(_between([page.part for page in paper.blind], len(paper.text)))
        marked = {
            who: [_outside(paper.text, span, parts) for span in spans]
            for who, spans in _accepted(paper).items()
        }
        readings += [
            Reading(
                paper.id, part,
                {who: tuple(span for at, span in placed if at == part)
                 for who, placed in marked.items()},
            )
            for part in parts
        ]  # fmt: skip
    return readings


def _outside(text: str, span: Span, parts: Sequence[Span]) -> tuple[Span, Span]:
    """The first part that a span stands in, and what of it does, but for white space at its ends.

    It is in one of them: a mark that is on no other page than those read unaided is left out.
    """
    for part in parts:
        start, end = max(span.start, part.start), min(span.end, part.end)
        if inside := text[start:end].strip():
            at = text.index(inside, start)
            return part, Span(at, at + len(inside))
    return span, span


def _of_labels(table: Judgements, bootstrap: Bootstrap, cases: Cases) -> tuple[Measured, ...]:
    return bootstrap.of(measures_of_labels(table), cases)


def _judged(
    marks: Iterable[EvaluatedMark], label: Label, labels: Sequence[object] | None = None
) -> Judgements:
    rows = [
        (f"{mark.paper} {mark.name}", who, label(handled), mark.paper)
        for mark in marks
        for who, handled in mark.said.items()
    ]
    table = pd.DataFrame(rows, columns=["unit", "annotator", "label", "paper"], dtype=object)
    return judgements(table, labels=labels)


def _measures_of_themes(
    marks: Sequence[EvaluatedMark], names: Mapping[str, str]
) -> Iterator[tuple[Measure, Cases]]:
    """By distance of sets, then theme by theme; each with what was sorted otherwise."""
    table = themes_of(marks, names)
    apart = _apart(marks, lambda handled: _themes(handled, names))
    for measure in measures_by_distance(table) if marks else ():
        yield measure, {"sorted otherwise": apart}
    for theme in themes_in(table):
        apart = _apart(marks, partial(_has_theme, theme, names))
        for measure in measures_of_theme(table, theme):
            yield measure, {"sorted otherwise": apart}


def _themes(handled: Handled, names: Mapping[str, str]) -> frozenset[str] | None:
    """The names of the themes that somebody chose of an account."""
    chosen = frozenset(names.get(theme, theme) for theme in handled.themes)
    return chosen if handled.is_accepted else None


def _has_theme(theme: str, names: Mapping[str, str], handled: Handled) -> bool | None:
    chosen = _themes(handled, names)
    return None if chosen is None else theme in chosen


def _assisted_marks(paper: EvaluatedPaper) -> Iterator[EvaluatedMark]:
    """What stands, in part at least, outside the pages read unaided, and nobody marked there."""
    blind = {page.page for page in paper.blind}
    for mark in paper.marks:
        goes_on = not blind.issuperset(mark.pages)
        if not _is_on_blind(paper, mark) or (goes_on and not mark.unaided):
            yield mark


def _is_on_blind(paper: EvaluatedPaper, mark: EvaluatedMark) -> bool:
    return any(page.page in mark.pages for page in paper.blind)


def _spans(marked: Mapping[str, Iterable[Case]]) -> dict[str, tuple[Span, ...]]:
    return {who: tuple(case.span for case in cases) for who, cases in marked.items()}


def _accepted(paper: EvaluatedPaper) -> dict[str, tuple[Span, ...]]:
    """The assisted accounts of each person."""
    marks = list(_assisted_marks(paper))
    return {
        person.id: tuple(
            mark.said[person.id].judgement.span
            for mark in marks
            if person.id in mark.said and mark.said[person.id].is_accepted
        )
        for person in paper.people
    }


def _other_spans(papers: Iterable[EvaluatedPaper]) -> Cases:
    """What is no account to somebody, and what has other ends to somebody."""
    alone, moved = list[Case](), list[Case]()
    for paper in papers:
        for mark in _assisted_marks(paper):
            spans = [one.judgement.span for one in mark.said.values() if one.is_accepted]
            if 0 < len(spans) < len(paper.people):
                alone.append(mark.case)
            if len(set(spans)) > 1:
                moved.append(mark.case)
    return {"taken by one person only": tuple(alone), "with other ends": tuple(moved)}


def _between(parts: Iterable[Span], letters: int) -> Iterator[Span]:
    """The stretches of a text that are in none of ``parts``."""
    start = 0
    for part in sorted(parts):
        if start < part.start:
            yield Span(start, part.start)
        start = max(start, part.end)
    if start < letters:
        yield Span(start, letters)


def _marked_by_one(papers: Iterable[EvaluatedPaper]) -> Cases:
    """What one person marked unaided, and another who read the page did not."""
    apart = dict[Case, None]()
    for paper in papers:
        for page in paper.blind:
            for ones, others in combinations(page.marked.values(), 2):
                pairs = match_spans(
                    [case.span for case in ones], [case.span for case in others], least=SAME
                )
                apart |= dict.fromkeys(_unmatched(ones, {i for i, _ in pairs}))
                apart |= dict.fromkeys(_unmatched(others, {j for _, j in pairs}))
    return {"marked by one person only": tuple(apart)}


def _unmatched(cases: Sequence[Case], matched: set[int]) -> list[Case]:
    return [case for at, case in enumerate(cases) if at not in matched]


def _disagreed(papers: Iterable[EvaluatedPaper], label: Label) -> Cases:
    return {"disagreed on": _apart(assisted_suggestions(papers), label)}


def _apart(marks: Iterable[EvaluatedMark], label: Label) -> tuple[Case, ...]:
    """The marks of which people said different things."""
    return tuple(
        mark.case
        for mark in marks
        if len({label(each) for each in mark.said.values()} - {None}) > 1
    )
