"""What people do with suggestions: keep, move or reject them, and why; and how long it takes them.

Of what somebody had marked unaided before it was suggested nothing is told here.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from extractor.agreement.evaluated import Annotator, EvaluatedMark, EvaluatedPaper, Handled, listed
from extractor.agreement.measure import Measure
from extractor.agreement.ranked import median_of
from extractor.agreement.ratios import share
from extractor.agreement.results import Bootstrap, Cases, Group, Measured
from extractor.records import REASONS, Existence

NOTHING = "nobody decided on any suggestion"
NO_TIME = "no decision tells how long it took"
NO_ACCOUNTS = "there is no account"


class Done(NamedTuple):
    """One decision about a suggestion: in which paper, what it is about, what was said."""

    paper: int
    mark: EvaluatedMark
    handled: Handled

    @property
    def is_kept(self) -> bool:
        """Whether the suggestion is an account just as it was suggested."""
        return self.handled.is_accepted and self.handled.judgement.span == self.mark.span

    @property
    def is_moved(self) -> bool:
        """Whether it is one, with other ends."""
        return self.handled.is_accepted and not self.is_kept

    @property
    def reason(self) -> str:
        """Why it is rejected, "other" for what is in no list; "" where it is not."""
        if not self.handled.is_rejected:
            return ""
        return listed(self.handled.judgement.reason, REASONS)


def handling(papers: Sequence[EvaluatedPaper], bootstrap: Bootstrap) -> Iterator[Group]:
    """How all people together, then each of them, handled suggestions; what was added besides."""
    made = list(done(papers))
    yield _group(
        "handling", "How suggestions were handled", papers, made, bootstrap, _added(papers)
    )
    for person in people_of(papers):
        own = [each for each in made if each.handled.decision.annotator == person.id]
        title = f"How {person.name} handled suggestions"
        yield _group(f"handling by {person.id}", title, papers, own, bootstrap)


def done(papers: Iterable[EvaluatedPaper]) -> Iterator[Done]:
    """All decisions about suggestions, but those of what somebody had marked unaided."""
    for at, paper in enumerate(papers):
        for mark in paper.suggestions:
            for who, handled in mark.said.items():
                if who not in mark.unaided:
                    yield Done(at, mark, handled)


def words_moved(papers: Iterable[EvaluatedPaper]) -> dict[int, int]:
    """How many of the moved suggestions were moved by how many words, the fewest first."""
    counts = Counter(each.handled.moved for each in done(papers) if each.is_moved)
    return dict(sorted(counts.items()))


def people_of(papers: Iterable[EvaluatedPaper]) -> list[Annotator]:
    """The people of any of the papers, in the order of their ids."""
    return sorted({person for paper in papers for person in paper.people})


def _group(
    name: str,
    title: str,
    papers: Sequence[EvaluatedPaper],
    made: Sequence[Done],
    bootstrap: Bootstrap,
    *besides: tuple[Measure, Cases],
) -> Group:
    shares = [_share(what, len(papers), made, keep) for what, keep in _kinds(made)]
    measured = bootstrap.of_each([*shares, *besides])
    about = "Shares of the last decision of each person on each suggestion, before seeing others’."
    return Group(name, title, about, (*measured, _seconds(made, bootstrap)))


def _kinds(made: Sequence[Done]) -> Iterator[tuple[str, Callable[[Done], bool]]]:
    yield "Accepted (kept or moved)", lambda each: each.handled.is_accepted
    yield "Kept as suggested", lambda each: each.is_kept
    yield "Moved", lambda each: each.is_moved
    yield "Rejected", lambda each: each.handled.is_rejected
    for reason in REASONS:
        if any(each.reason == reason for each in made):
            yield f"Rejected: {reason}", lambda each, reason=reason: each.reason == reason  # type: ignore[misc]
    yield "Unsure", lambda each: each.handled.judgement.existence is Existence.UNSURE


def _share(
    name: str, papers: int, made: Sequence[Done], keep: Callable[[Done], bool]
) -> tuple[Measure, Cases]:
    kept = [each for each in made if keep(each)]
    part, whole = (
        np.bincount([each.paper for each in some], minlength=papers) if some else np.zeros(papers)
        for some in (kept, made)
    )
    counts = {"decisions": len(made), "of them": len(kept)}
    cases = tuple(dict.fromkeys(each.mark.case for each in kept))
    return share(name, part, whole, counts=counts, empty=NOTHING), {"of them": cases}


def _added(papers: Sequence[EvaluatedPaper]) -> tuple[Measure, Cases]:
    """The share of accounts that nobody had suggested."""
    added = [[each.case for each in paper.accounts if not each.is_suggested] for paper in papers]
    whole = [len(paper.accounts) for paper in papers]
    counts = {"accounts": sum(whole), "added": sum(map(len, added))}
    name = "Accounts that people added, of all"
    measure = share(name, list(map(len, added)), whole, counts=counts, empty=NO_ACCOUNTS)
    return measure, {"added": tuple(case for cases in added for case in cases)}


def _seconds(made: Iterable[Done], bootstrap: Bootstrap) -> Measured:
    """The median of how long a suggestion was shown before it was decided on."""
    timed = sorted(
        (each.handled.decision.seconds, each.paper)
        for each in made
        if each.handled.decision.seconds > 0
    )
    return bootstrap.of_ranked(
        "Seconds a decision (median)",
        median_of([seconds for seconds, _ in timed]),
        np.array([paper for _, paper in timed], dtype=np.int64),
        counts={"decisions": len(timed)},
        empty=NO_TIME,
    )
