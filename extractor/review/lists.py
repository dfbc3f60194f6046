"""What the lists of papers tell besides the store's counts: what waits for whom, in words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlencode

from extractor.records import REASONS_TO_EXCLUDE as REASONS_TO_EXCLUDE  # the templates ask here
from extractor.screening.prospects import PaperKind
from extractor.store.failures import Failure
from extractor.store.listing import BEGUN, CONFLICTS, DONE, FINISH, NEW, OTHERS, UNREAD
from extractor.store.overview import MyPaper, wilson
from extractor.store.papers import StoredPaper
from extractor.store.parts import Shown, Wanted
from extractor.store.standing import Standing, Tally, state_of

WAITS = {
    FINISH: "To be finished",
    BEGUN: "Begun",
    NEW: "Not begun",
    CONFLICTS: "Conflicts to settle",
    OTHERS: "Waits for the others",
    UNREAD: "Left unread",
    DONE: "Done",
}
"""What may wait in a paper, in the order in which papers are listed."""
LEFT_UNREAD = UNREAD, "Left unread by the stopping rule"


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
class View:
    """What of a list a page shows: what was asked for, and all that there is, by state.

    ``order`` is what else an address says to have the list in the same order.
    """

    wanted: Wanted
    shown: Shown
    order: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many papers the whole list has."""
        return sum(self.counts.values())

    @property
    def counts(self) -> Mapping[str, int]:
        """How many papers of the whole list are in each state."""
        return self.shown.counts

    @property
    def kinds(self) -> Mapping[str, int]:
        """How many papers of the whole list there are of each kind, in the order of kinds."""
        counts = self.shown.kinds
        return {kind.value: counts[kind.value] for kind in PaperKind if counts.get(kind.value)}

    @property
    def is_whole(self) -> bool:
        """Whether the page shows the list from beginning to end."""
        return not any(self.wanted) and not self.shown.part.more

    @property
    def narrowed(self) -> Mapping[str, str]:
        """What an address says to have the same papers of the list."""
        wanted = self.wanted
        return {"find": wanted.words, "waits": wanted.state, "kind": wanted.kind}

    @property
    def whole(self) -> str:
        """The address of the list as it is when nothing is looked for."""
        return _address(self.order)

    @property
    def beginning(self) -> str:
        """The address of the first part; "" if this is it."""
        return self._address("") if self.wanted.after else ""

    @property
    def onward(self) -> str:
        """The address of the next part; "" if there is none."""
        return self._address(self.shown.part.more) if self.shown.part.more else ""

    def _address(self, after: str) -> str:
        return _address({**self.narrowed, **self.order, "after": after})


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
    standing, tally = mine.standing, mine.tally
    waits = state_of(mine.paper, standing, tally)
    return waits, _in_words(waits, standing, tally, people)


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


def name_of(paper: StoredPaper) -> str:
    """A paper's title, by its reference or as it was read, or else its file's name."""
    return paper.published_title or file_of(paper)


def file_of(paper: StoredPaper | Failure) -> str:
    """The name of a paper's file, without the folders of whoever put it in."""
    parts: Sequence[str] = paper.source.replace("\\", "/").rstrip("/").split("/")
    return parts[-1] or paper.source


def _address(asked: Mapping[str, str]) -> str:
    return "?" + urlencode({name: value for name, value in asked.items() if value})


def _in_words(waits: str, standing: Standing, tally: Tally | None, people: int) -> str:
    if tally is not None and waits == CONFLICTS:
        together = " together" if people > 1 else ""
        return f"{counted(tally.conflicts, 'conflict')} to settle{together}"
    if tally is not None and waits == DONE:
        return f"Done: {counted(tally.accounts, 'account')}"
    if waits in (FINISH, OTHERS):
        return "All decided: finish it" if waits == FINISH else "Finished; the others have not yet"
    if standing.pages_open:
        return f"{counted(standing.pages_open, 'page')} to read without suggestions"
    return f"{counted(standing.open, 'mark')} to decide"
