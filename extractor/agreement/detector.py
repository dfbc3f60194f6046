"""How good the detector is, against the accounts that people adjudicated.

Existence only: what is an account but does not belong to the review is right. What is disputed,
unsure or rejected because its text is wrong is neither right nor wrong and left out. **The
reference is what people found with the machine's help**: what it missed and nobody added is in no
figure here; the pages that were read without suggestions say how much that is (``blind``).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from extractor.agreement.evaluated import EvaluatedAccount, EvaluatedMark, EvaluatedPaper
from extractor.agreement.matching import match_spans
from extractor.agreement.measure import SHARE, Floats, Measure, ratio
from extractor.agreement.ratios import f1, share
from extractor.agreement.results import Bootstrap, Cases, Group, Part
from extractor.agreement.scores import Outcome, Point, in_bins, precision_recall
from extractor.records import Suggestion

OVERLAPS = (1.0, 0.5, 0.8)
FOUND = 0.5  # the overlap from which an account is found
NO_SUGGESTIONS = "nothing was suggested that people judged"
NO_ACCOUNTS = "there is no account"
NO_FORM = "how an account is set is known only where it was suggested"


@dataclass(frozen=True, slots=True)
class Compared:
    """The judged suggestions of one paper, its accounts, and which found which, ``pairs``."""

    paper: EvaluatedPaper
    suggestions: tuple[EvaluatedMark, ...]
    accounts: tuple[EvaluatedAccount, ...]
    pairs: tuple[tuple[int, int], ...]

    @property
    def right(self) -> set[int]:
        """Which of the suggestions found an account."""
        return {one for one, _ in self.pairs}

    @property
    def found(self) -> set[int]:
        """Which of the accounts were found."""
        return {other for _, other in self.pairs}


def compare(
    papers: Iterable[EvaluatedPaper], threshold: float, *, least: float = FOUND
) -> list[Compared]:
    """Each paper's judged suggestions from ``threshold`` on, matched with its accounts."""
    compared = []
    for paper in papers:
        shown = tuple(mark for mark in judged(paper, threshold) if mark.exists is not None)
        pairs = match_spans(
            [mark.span for mark in shown], [each.span for each in paper.accounts], least=least
        )
        compared.append(Compared(paper, shown, paper.accounts, tuple(pairs)))
    return compared


def judged(paper: EvaluatedPaper, threshold: float) -> Iterator[EvaluatedMark]:
    """The suggestions of a paper from ``threshold`` on."""
    for mark in paper.suggestions:
        if mark.suggestion is not None and mark.suggestion.score >= threshold:
            yield mark


def detector(papers: Sequence[EvaluatedPaper], threshold: float, bootstrap: Bootstrap) -> Group:
    """Precision, recall and F1 at each overlap, and the expected calibration error."""
    left_out = sum(mark.exists is None for paper in papers for mark in judged(paper, threshold))
    compared = {least: compare(papers, threshold, least=least) for least in OVERLAPS}
    pairs = [pair for least in OVERLAPS for pair in _ratios(compared[least], _named(least))]
    calibration = calibration_error(compared[FOUND])
    return Group(
        "detector",
        "The detector against adjudicated accounts",
        f"Suggestions from {threshold:g} on; {left_out} that people have not settled, or did not "
        "judge as to existence, are left out. What belongs to no review question is right too. The "
        "accounts are what people found with the machine’s help.",
        bootstrap.of_each([*pairs, (calibration, {})]),
    )


def parts(compared: Sequence[Compared], bootstrap: Bootstrap) -> Iterator[Part]:
    """Precision and recall by paper, form, section and voice.

    Of a suggestion they are as the detector told, of an account as people have it; the form of an
    account that nobody suggested is not known, so that there is no recall by form.
    """
    for one in compared:
        name = one.paper.title or one.paper.source
        yield Part("paper", name, bootstrap.of_each(_ratios([one], "")), one.paper.id)
    for by, of_suggestion, of_account in PARTS:
        for value in _values(compared, of_suggestion, of_account):
            measures = _of_part(compared, value, of_suggestion, of_account)
            yield Part(by, value, bootstrap.of_each(measures))


def outcomes(compared: Iterable[Compared]) -> list[Outcome]:
    """The score of each judged suggestion, and whether it found an account."""
    return [
        Outcome(mark.suggestion.score, at in one.right)
        for one in compared
        for at, mark in enumerate(one.suggestions)
        if mark.suggestion is not None
    ]


def curve(compared: Sequence[Compared]) -> list[Point]:
    """Precision against recall from the highest score down to the threshold in use.

    What scored lower was shown to nobody, so that nothing is known of it.
    """
    accounts = sum(len(one.accounts) for one in compared)
    return precision_recall(outcomes(compared), accounts) if accounts else []


def calibration_error(compared: Sequence[Compared]) -> Measure:
    """The expected calibration error in ten bins of equal count, the bins being as in all papers.

    Features of a bin: the sum of scores less right ones; then, at the end, all suggestions.
    """
    edges = [bin_[-1].score for bin_ in in_bins(outcomes(compared))]
    rows = np.zeros((len(compared), len(edges) + 1))
    for row, one in zip(rows, compared, strict=True):
        for score, right in outcomes([one]):
            row[int(np.searchsorted(edges, score))] += score - right
            row[-1] += 1

    def observed(sums: Floats) -> tuple[Floats, Floats]:
        error = ratio(np.abs(sums[:, :-1]).sum(axis=1), sums[:, -1])
        return 1 - error[:, np.newaxis], np.ones((len(sums), 1))

    counts = {"suggestions": int(rows[:, -1].sum()), "bins": len(edges)}
    name = "Expected calibration error"
    return Measure(name, rows, observed, rows[:, -1], SHARE, counts, NO_SUGGESTIONS)


Of = Callable[[Suggestion], str]
OfAccount = Callable[[EvaluatedAccount], str]
PARTS: tuple[tuple[str, Of, OfAccount | None], ...] = (
    ("form", lambda one: one.form.value, None),
    ("section", lambda one: one.section.value, lambda one: one.section.value),
    ("voice", lambda one: one.voice.value, lambda one: one.account.voice.value),
)


def _named(least: float) -> str:
    return " (exact)" if least == 1 else f" (overlap ≥ {least:g})"


def _ratios(compared: Sequence[Compared], how: str) -> Iterator[tuple[Measure, Cases]]:
    found = np.array([len(one.pairs) for one in compared])
    shown = np.array([len(one.suggestions) for one in compared])
    wanted = np.array([len(one.accounts) for one in compared])
    wrong, missed = _wrong(compared), _missed(compared)
    told = {"suggestions": int(shown.sum()), "right": int(found.sum())}
    yield share(f"Precision{how}", found, shown, counts=told, empty=NO_SUGGESTIONS), wrong
    told = {"accounts": int(wanted.sum()), "found": int(found.sum())}
    yield share(f"Recall{how}", found, wanted, counts=told, empty=NO_ACCOUNTS), missed
    told = {**told, "suggestions": int(shown.sum())}
    yield f1(f"F1{how}", found, shown + wanted, counts=told), {**wrong, **missed}


def _wrong(compared: Iterable[Compared], keep: Of = lambda _: "", value: str = "") -> Cases:
    found = tuple(
        mark.case
        for one in compared
        for at, mark in enumerate(one.suggestions)
        if at not in one.right and mark.suggestion and keep(mark.suggestion) == value
    )
    return {"suggested without an account": found}


def _missed(compared: Iterable[Compared], keep: OfAccount = lambda _: "", value: str = "") -> Cases:
    found = tuple(
        account.case
        for one in compared
        for at, account in enumerate(one.accounts)
        if at not in one.found and keep(account) == value
    )
    return {"not suggested so": found}


def _values(compared: Iterable[Compared], of: Of, of_account: OfAccount | None) -> list[str]:
    values = Counter[str]()
    for one in compared:
        values.update(of(mark.suggestion) for mark in one.suggestions if mark.suggestion)
        values.update(of_account(each) for each in one.accounts if of_account)
    return [value for value, _ in values.most_common()]


def _of_part(
    compared: Sequence[Compared], value: str, of: Of, of_account: OfAccount | None
) -> Iterator[tuple[Measure, Cases]]:
    shown = [
        [at in one.right for at, mark in enumerate(one.suggestions)
         if mark.suggestion and of(mark.suggestion) == value]
        for one in compared
    ]  # fmt: skip
    yield _share_of("Precision", shown, NO_SUGGESTIONS), _wrong(compared, of, value)
    wanted: list[list[bool]] = [[] for _ in compared]
    if of_account:
        wanted = [
            [at in one.found for at, each in enumerate(one.accounts) if of_account(each) == value]
            for one in compared
        ]
    missed = _missed(compared, of_account, value) if of_account else {}
    yield _share_of("Recall", wanted, NO_ACCOUNTS if of_account else NO_FORM), missed


def _share_of(name: str, right: Sequence[Sequence[bool]], empty: str) -> Measure:
    """The share that is right, of what each paper has."""
    part, whole = [sum(each) for each in right], [len(each) for each in right]
    return share(name, part, whole, counts={"of": sum(whole), "right": sum(part)}, empty=empty)
