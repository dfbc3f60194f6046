"""What a report is made of, and what was chosen of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from extractor.agreement.evaluated import EvaluatedPaper, Handled, listed
from extractor.agreement.evaluating import Evaluation
from extractor.records import REASONS_TO_EXCLUDE, Decision, Eligibility, Phase

if TYPE_CHECKING:
    from extractor.store.facts import Facts, Member

ANNOTATOR = "annotator"


@dataclass(frozen=True, slots=True)
class Basis:
    """A review's facts, finished papers and figures, and how its report is to be.

    ``made`` is the time, ``versions`` what made it: names with versions or SHA-256. Without
    ``words`` no quotation is told, without ``person_details`` no speaker's age, sex and site.
    """

    facts: "Facts"
    papers: Sequence[EvaluatedPaper]
    evaluation: Evaluation
    made: str
    versions: Mapping[str, str] = field(default_factory=dict)
    words: bool = True
    person_details: bool = True

    @property
    def themes(self) -> dict[str, str]:
        """The names of themes by id."""
        return {theme.id: theme.name for theme in self.facts.codebook.themes}

    @property
    def annotators(self) -> "tuple[Member, ...]":
        """The people who decide on papers."""
        return tuple(each for each in self.facts.members if ANNOTATOR in each.roles)

    @property
    def finished(self) -> int:
        """How many papers all their people have finished."""
        return self.facts.papers - self.facts.unfinished

    @property
    def flow(self) -> dict[str, Any]:
        """The counts of the full-text stage; reasons in somebody's own words, which may be a
        paper's, are counted together.
        """
        reasons = Counter[str]()
        for reason, count in self.facts.flow["reasons"].items():
            reasons[reason and listed(reason, REASONS_TO_EXCLUDE)] += count
        return {**self.facts.flow, "reasons": dict(reasons.most_common())}

    @property
    def dates(self) -> tuple[str, str]:
        """The days of the first and the last decision that counts here; empty if there is none."""
        days = sorted(handled.decision.at[:10] for handled in _handled(self.papers))
        return (days[0], days[-1]) if days else ("", "")

    @property
    def sorted(self) -> list[Decision]:
        """The decisions that gave eligible accounts their themes, but for settlements."""
        eligible = (each.account for paper in self.papers for each in paper.accounts
                    if each.account.eligibility is Eligibility.ELIGIBLE)  # fmt: skip
        return [
            decision
            for account in eligible
            for decision in account.decisions
            if decision.phase is not Phase.ADJUDICATION
            and decision.judgement
            and decision.judgement.themes
        ]

    @property
    def people(self) -> tuple[int, int]:
        """How many people decided on a finished paper, the fewest and the most; if there is none,
        how many are to.
        """
        counts = [len(paper.people) for paper in self.papers] or [self.facts.settings.people]
        return min(counts), max(counts)

    @property
    def suggestions(self) -> int:
        """How many suggestions the finished papers have, from the threshold on."""
        least = self.facts.settings.threshold
        return sum(
            mark.suggestion is not None and mark.suggestion.score >= least
            for paper in self.papers
            for mark in paper.suggestions
        )

    @property
    def accounts(self) -> int:
        """How many adjudicated accounts they have, eligible or not."""
        return sum(len(paper.accounts) for paper in self.papers)

    @property
    def blind(self) -> int:
        """How many of their pages were read without suggestions first."""
        return sum(len(paper.blind) for paper in self.papers)

    @property
    def no_blind(self) -> str:
        """Why no page was read without suggestions, and what to do; "" if one was."""
        if self.blind:
            return ""
        if not self.papers:
            return "No paper is finished by all its people."
        if self.facts.settings.blind_share:
            return "No page of a finished paper was read without suggestions."
        return (
            "No page was read without suggestions: set blind_share in review.toml before papers "
            "are put in."
        )

    @property
    def open(self) -> int:
        """How many places of theirs people have not settled."""
        return sum(paper.unsettled for paper in self.papers)


def _handled(papers: Sequence[EvaluatedPaper]) -> list[Handled]:
    return [each for paper in papers for mark in paper.marks for each in mark.said.values()]
