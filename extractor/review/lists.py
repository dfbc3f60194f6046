"""What the lists of papers tell besides the store's counts: what waits for whom, in words."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractor.records import REASONS_TO_EXCLUDE as REASONS_TO_EXCLUDE  # the templates ask here
from extractor.review.screening import Listed
from extractor.screening.prospects import PaperKind
from extractor.store.failures import Failure
from extractor.store.overview import MyPaper, wilson
from extractor.store.papers import StoredPaper
from extractor.store.standing import Standing, Tally

WAITS = {
    "finish": "To be finished",
    "begun": "Begun",
    "new": "Not begun",
    "conflicts": "Conflicts to settle",
    "others": "Waits for the others",
    "unread": "Left unread",
    "done": "Done",
}
"""What may wait in a paper, in the order in which papers are listed."""
LEFT_UNREAD = "unread", "Left unread by the stopping rule"


class Progressed(NamedTuple):
    """How far a person is with a paper: of how many suggestions, how many are decided.

    While pages are read without suggestions nothing of the suggestions can be decided.
    """

    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A paper as a person's home lists it; ``waits`` is a key of ``WAITS``, ``words`` tells it."""

    paper: StoredPaper
    standing: Standing
    tally: Tally | None
    waits: str
    words: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many units all annotators agree on, of all, with the 95 % interval (Wilson 1927).

    A conflict that was settled is one all the same.
    """

    agreed: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share agreed on; 0 where there is nothing."""
        return self.agreed / self.of if self.of else 0.0


def waiting(papers: Iterable[MyPaper], people: int, unread: Collection[str] = ()) -> list[Waiting]:
    """The papers of a person with what waits in each, the most pressing first.

    ``people`` is how many annotate a paper: one alone settles nothing together with anybody;
    ``unread`` are those that a stopping rule leaves unread.
    """
    listed = [
        Waiting(
            each.paper,
            each.standing,
            each.tally,
            *(LEFT_UNREAD if each.paper.id in unread else what_waits(each, people)),
        )
        for each in papers
    ]
    order = list(WAITS)
    return sorted(listed, key=lambda each: (order.index(each.waits), each.paper.number))


def what_waits(mine: MyPaper, people: int) -> tuple[str, str]:
    """What waits for a person in a paper: a key of ``WAITS``, and the words for it."""
    standing = mine.standing
    if standing.finished:
        return _after_finishing(mine.tally, people)
    if standing.pages_open:
        return "new", f"{counted(standing.pages_open, 'page')} to read without suggestions"
    if standing.open:
        waits = "begun" if standing.open < mine.paper.suggestions else "new"
        return waits, f"{counted(standing.open, 'mark')} to decide"
    return "finish", "All decided: finish it"


def my_progress(paper: StoredPaper, standing: Standing) -> Progressed:
    """How far a person is with a paper, for themselves."""
    still = paper.suggestions if standing.pages_open else standing.open
    return Progressed(max(paper.suggestions - still, 0), paper.suggestions)


def told_progress(paper: StoredPaper, standing: Standing) -> Progressed:
    """How far somebody is with a paper, as others may know it before all have finished.

    It rests on the suggestions that stand on no page read without suggestions: neither what
    somebody added nor what they marked unaided changes it.
    """
    all_done = standing.finished
    return Progressed(paper.suggestions if all_done else standing.decided, paper.suggestions)


def agreement(tallies: Iterable[Tally | None]) -> Agreement:
    """How far the annotators agree over all these papers; what has no tally yet is left out."""
    told = [tally for tally in tallies if tally is not None]
    agreed = sum(tally.agreed for tally in told)
    units = agreed + sum(tally.conflicts + tally.settled for tally in told)
    return Agreement(agreed, units, *wilson(agreed, units))


def counted(number: int, thing: str) -> str:
    """A number with its thing, one or several."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def kinds(papers: Iterable[Listed]) -> dict[str, int]:
    """How many papers there are of each kind that there is, in the order of kinds."""
    counts = Counter(each.kind for each in papers)
    return {kind.value: counts[kind] for kind in PaperKind if counts[kind]}


def name_of(paper: StoredPaper) -> str:
    """A paper's title, by its reference or as it was read, or else its file's name."""
    return paper.published_title or file_of(paper)


def file_of(paper: StoredPaper | Failure) -> str:
    """The name of a paper's file, without the folders of whoever put it in."""
    parts: Sequence[str] = paper.source.replace("\\", "/").rstrip("/").split("/")
    return parts[-1] or paper.source


def _after_finishing(tally: Tally | None, people: int) -> tuple[str, str]:
    if tally is None:
        return "others", "Finished; the others have not yet"
    if tally.conflicts:
        together = " together" if people > 1 else ""
        return "conflicts", f"{counted(tally.conflicts, 'conflict')} to settle{together}"
    return "done", f"Done: {counted(tally.accounts, 'account')}"
