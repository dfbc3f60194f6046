"""What the machine and each person find of what is there, on pages first read without suggestions.

The reference is what people made of those pages in the end: the adjudicated accounts that begin
there, of unaided marks and of suggestions that were confirmed later. Spans are compared as they
stand on the page, since nothing else was shown: one half of what either covers makes them the same.
Counts are weighed by the inverse of the probability with which each page was drawn (Horvitz &
Thompson 1952), so that shares are those of the whole papers. All has been seen by somebody: what
everybody missed is estimated, from below (``missed``).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.agreement.detector import judged
from extractor.agreement.evaluated import (
    BlindPage,
    Case,
    EvaluatedAccount,
    EvaluatedMark,
    EvaluatedPaper,
)
from extractor.agreement.figure import Figure, Interval, Undefined
from extractor.agreement.matching import match_spans
from extractor.agreement.measure import Measure
from extractor.agreement.ratios import chapman, found_by_either, share
from extractor.agreement.results import Bootstrap, Cases, Group, Measured
from extractor.records import Span

FOUND = 0.5
NO_ACCOUNTS = "no account begins on a page that was read without suggestions"
NO_SURPRISES = "nothing was suggested on such pages that people had not marked there unaided"
UNMARKED = "of what was suggested and nobody had marked unaided"


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page read without suggestions, with the accounts that begin there and who found which.

    ``by_machine`` and each of ``by_person`` are places in ``accounts``. ``unmarked`` are the
    suggestions that begin there and that nobody had marked unaided.
    """

    page: BlindPage
    accounts: tuple[EvaluatedAccount, ...]
    by_machine: frozenset[int]
    by_person: dict[str, frozenset[int]]
    unmarked: tuple[EvaluatedMark, ...]

    @property
    def by_people(self) -> frozenset[int]:
        """What at least one person found."""
        return frozenset[int]().union(*self.by_person.values())


@dataclass(frozen=True, slots=True)
class ReadPaper:
    """The pages of one paper that were read without suggestions."""

    paper: EvaluatedPaper
    pages: tuple[ReadPage, ...]


def blind_pages(papers: Sequence[EvaluatedPaper], threshold: float, bootstrap: Bootstrap) -> Group:
    """Recall of the machine and of each person unaided, what all missed, and what was rescued."""
    read = read_pages(papers, threshold)
    pages = sum(len(each.pages) for each in read)
    return Group(
        "blind pages",
        "Pages read without suggestions first",
        f"{pages} pages, weighed by the probability with which they were drawn. The reference is "
        f"what people made of those pages in the end, unaided or by suggestions; {_open(read)} "
        "places there that they have not settled are left out.",
        (
            *bootstrap.of_each(_recalls(read)),
            missed(read),
            *bootstrap.of([_either(read)]),
            *bootstrap.of_each(_surprises(read)),
        ),
    )


def read_pages(papers: Iterable[EvaluatedPaper], threshold: float) -> list[ReadPaper]:
    """The papers that have such pages."""
    return [
        ReadPaper(paper, tuple(_read_page(paper, page, threshold) for page in paper.blind))
        for paper in papers
        if paper.blind
    ]


def missed(read: Sequence[ReadPaper]) -> Measured:
    """The accounts that neither a person unaided nor the machine found, by Chapman's estimator.

    **A lower bound**: it takes people and the machine for independent, but what is easy to find is
    found by both. Plain counts of the pages read, not of whole papers.
    """
    people, machine, both = (
        sum(len(count(page)) for each in read for page in each.pages)
        for count in (_by_people, _by_machine, _by_both)
    )
    name = "Accounts that all missed on these pages, a lower bound (Chapman)"
    seen = people + machine - both
    if not seen:
        counts = {"papers": len(read), "by people": 0, "by machine": 0, "by both": 0}
        why = Undefined(NO_ACCOUNTS)
        return Measured(Figure(name, why, why, counts))
    return Measured(_less(chapman(people, machine, both, papers=len(read)), seen, name))


def _read_page(paper: EvaluatedPaper, page: BlindPage, threshold: float) -> ReadPage:
    accounts = tuple(each for each in paper.accounts if each.page == page.page)
    wanted = [_on(page, each.span) for each in accounts]
    suggested = [mark for mark in judged(paper, threshold) if page.page in mark.pages]
    marked = {who: [_on(page, case.span) for case in cases] for who, cases in page.marked.items()}
    return ReadPage(
        page=page,
        accounts=accounts,
        by_machine=_found(wanted, [_on(page, mark.span) for mark in suggested]),
        by_person={who: _found(wanted, spans) for who, spans in marked.items()},
        unmarked=tuple(
            mark for mark in suggested if mark.page == page.page
            and not any(_found([_on(page, mark.span)], spans) for spans in marked.values())
        ),
    )  # fmt: skip


def _open(read: Iterable[ReadPaper]) -> int:
    """How many places that begin on such pages somebody takes for an account, and it is open."""
    return sum(
        mark.exists is None and _is_accepted(mark) and mark.page == page.page.page
        for each in read
        for page in each.pages
        for mark in each.paper.marks
    )


def _recalls(read: Sequence[ReadPaper]) -> Iterator[tuple[Measure, Cases]]:
    yield _recall("Recall of the machine", read, _by_machine)
    yield _recall("Recall of people unaided, at least one", read, _by_people)
    names = {person.id: person.name for each in read for person in each.paper.people}
    for who, name in sorted(names.items()):
        yield _recall(f"Recall of {name} unaided", read, _by(who), who)


def _recall(
    name: str, read: Sequence[ReadPaper], found: "Found", who: str = ""
) -> tuple[Measure, Cases]:
    """The weighted share of accounts found; of a person, on the pages that they have read."""
    part, whole, missed = [], [], []
    counts = {"pages": 0, "accounts": 0, "found": 0}
    for each in read:
        pages = [page for page in each.pages if not who or who in page.by_person]
        part.append(sum(page.page.weight * len(found(page)) for page in pages))
        whole.append(sum(page.page.weight * len(page.accounts) for page in pages))
        counts["pages"] += len(pages)
        counts["accounts"] += sum(len(page.accounts) for page in pages)
        counts["found"] += sum(len(found(page)) for page in pages)
        missed += [
            account.case
            for page in pages
            for at, account in enumerate(page.accounts)
            if at not in found(page)
        ]
    measure = share(name, part, whole, counts=counts, empty=NO_ACCOUNTS)
    return measure, {"missed": tuple(missed)}


def _either(read: Sequence[ReadPaper]) -> Measure:
    """The share of all accounts there are that people unaided or the machine found."""
    people, machine, both = (
        [sum(len(count(page)) for page in each.pages) for each in read]
        for count in (_by_people, _by_machine, _by_both)
    )
    name = "Found by people or the machine, of all there are, an upper bound (Chapman)"
    made = found_by_either(name, people, machine, both)
    counts = {"by people": sum(people), "by machine": sum(machine), "by both": sum(both)}
    return replace(made, counts=counts, empty=NO_ACCOUNTS)


def _surprises(read: Sequence[ReadPaper]) -> Iterator[tuple[Measure, Cases]]:
    """Of suggestions that nobody had marked unaided: what somebody accepted, and if rightly."""
    for name, keep in SURPRISES.items():
        part, whole, cases = [], [], list[Case]()
        for each in read:
            weighed = [(page.page.weight, mark) for page in each.pages for mark in page.unmarked]
            kept = [(weight, mark) for weight, mark in weighed if keep(mark)]
            part.append(sum(weight for weight, _ in kept))
            whole.append(sum(weight for weight, _ in weighed))
            cases += [mark.case for _, mark in kept]
        suggestions = sum(len(page.unmarked) for each in read for page in each.pages)
        counts = {"suggestions": suggestions, "of them": len(cases)}
        measure = share(name, part, whole, counts=counts, empty=NO_SURPRISES)
        yield measure, {"of them": tuple(cases)}


def _is_accepted(mark: EvaluatedMark) -> bool:
    return any(each.is_accepted for each in mark.said.values())


def _is_so(mark: EvaluatedMark, exists: bool | None) -> bool:
    return _is_accepted(mark) and mark.exists is exists


Found = Callable[[ReadPage], frozenset[int]]
SURPRISES: dict[str, Callable[[EvaluatedMark], bool]] = {
    f"Accepted by somebody, {UNMARKED}": _is_accepted,
    f"Rescued (an account), {UNMARKED}": lambda mark: _is_so(mark, True),
    f"Over-accepted (none), {UNMARKED}": lambda mark: _is_so(mark, False),
    f"Accepted, and still open, {UNMARKED}": lambda mark: _is_so(mark, None),
}


def _by_machine(page: ReadPage) -> frozenset[int]:
    return page.by_machine


def _by_people(page: ReadPage) -> frozenset[int]:
    return page.by_people


def _by_both(page: ReadPage) -> frozenset[int]:
    return page.by_people & page.by_machine


def _by(who: str) -> Found:
    return lambda page: page.by_person.get(who, frozenset())


def _on(page: BlindPage, span: Span) -> Span:
    """What of a span stands on the page: people saw no more of it."""
    start, end = max(span.start, page.part.start), min(span.end, page.part.end)
    return Span(start, end) if start < end else span


def _found(wanted: Sequence[Span], spans: Sequence[Span]) -> frozenset[int]:
    return frozenset(at for at, _ in match_spans(wanted, spans, least=FOUND))


def _less(figure: Figure, seen: int, name: str) -> Figure:
    """A figure of all there are as one of those that were not seen."""
    value, interval = figure.value, figure.interval
    if not isinstance(value, Undefined):
        value -= seen
    if isinstance(interval, Interval):
        interval = replace(interval, low=interval.low - seen, high=interval.high - seen)
    names = {"papers": "papers", "one": "by people", "other": "by machine", "both": "by both"}
    told = {names[name]: count for name, count in figure.counts.items()}
    return Figure(name, value, interval, told)
