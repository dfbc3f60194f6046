"""A paragraph for a methods section, written from the record: with its figures, and its gaps."""

from collections.abc import Iterator

from extractor.agreement.evaluating import Evaluation
from extractor.agreement.figure import Interval, Undefined
from extractor.reports.evaluation.basis import Basis
from extractor.reports.evaluation.told import (
    ACCEPTED,
    ALPHA,
    FOUND_BLIND,
    PERCENT,
    PRECISION,
    RECALL,
    interval_told,
    measured_as,
    value_told,
)

ALONE = ", independently"
TOLD = (
    ("unaided", ALPHA),
    ("blind pages", FOUND_BLIND),
    ("assisted existence", ALPHA),
    ("assisted existence", PERCENT),
    ("detector", PRECISION),
    ("detector", RECALL),
    ("handling", ACCEPTED),
)
"""The figures that the paragraph tells with their intervals."""
METHODS = {
    "logit t": "jackknife over reports, logit scale, Student’s t",
    "exact": "exact where all reports are alike",
}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def methods_of(basis: Basis) -> str:
    """The paragraph; it claims nothing that the record does not hold."""
    parts = (
        _made_up,
        _reading,
        _independence,
        _stopping,
        _progress,
        _unaided,
        _agreement,
        _detector,
        _intervals,
    )
    return " ".join(sentence for part in parts for sentence in part(basis))


def figure_in_words(evaluation: Evaluation, group: str, name: str) -> str:
    """A figure with its interval, or why there is none: "0.81 (95 % interval 0.70 to 0.90)"."""
    found = measured_as(evaluation.groups, group, name)
    if found is None:
        return "undefined, because nothing was decided so"
    figure = found.figure
    if isinstance(figure.value, Undefined):
        return str(figure.value)
    if not isinstance(figure.interval, Interval):
        return f"{value_told(figure)} (no interval: {figure.interval.why})"
    label = f", {figure.label}" if figure.label else ""
    return f"{value_told(figure)} (95 % interval {interval_told(figure)}{label})"


def several(count: int, thing: str) -> str:
    """A number with its noun, in words where it is small."""
    number = NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"
    return f"{number} {thing}{'' if count == 1 else 's'}"


def _made_up(basis: Basis) -> Iterator[str]:
    if basis.facts.is_simulated:
        yield (
            f"[{basis.facts.simulated:,} of the {basis.facts.decisions:,} decisions on record "
            "were made up for a demonstration: this paragraph describes no real review.]"
        )


def _reading(basis: Basis) -> Iterator[str]:
    facts, version = basis.facts, basis.versions.get("firsthand", "")
    readers, detectors = ", ".join(facts.readers), ", ".join(facts.detectors)
    yield (
        f"We used firsthand {version} to find first-hand accounts in the full text of "
        f"{several(facts.papers, 'report')}"
        + (f" (text read by {readers})" if readers else "")
        + "."
    ).replace("  ", " ")
    if detectors:
        yield (
            f"It suggested passages ({detectors}); those with a score of "
            f"{facts.settings.threshold:g} or more count here. Each has to be decided on by "
            "people, and none is ever accepted automatically."
        )


def people_told(basis: Basis) -> str:
    """How many people decide on a paper: "two annotators", "one to three annotators"."""
    fewest, most = basis.people
    people = several(most, "annotator")
    return people if fewest == most else f"{several(fewest, '').strip()} to {people}"


def _independence(basis: Basis) -> Iterator[str]:
    people, (_, most) = people_told(basis), basis.people
    if not basis.papers:
        yield f"Each report is for {people}{ALONE if most > 1 else ''}."
        return
    each = "each of those that are finished" if basis.facts.unfinished else "each report"
    if most == 1:
        yield f"{people.capitalize()} decided on {each}, so that agreement is not known."
        return
    yield (
        f"{people.capitalize()} decided on {each}{ALONE}: nobody was shown what another marked "
        "before all who then were to decide on it had finished it, nor whether another included "
        "it before all had said so. Only decisions made before that count for agreement; "
        "differences are settled after it."
    )


def _stopping(basis: Basis) -> Iterator[str]:
    for rule, count in basis.flow["rules"].items():
        yield (
            f"{several(count, 'report').capitalize()} {'was' if count == 1 else 'were'} left "
            f"unread by a stopping rule ({rule} in the order of pre-screening), and excluded by "
            "automation."
        )


def _progress(basis: Basis) -> Iterator[str]:
    if basis.facts.unfinished or not basis.papers:
        done = f"{basis.finished:,}" if basis.finished else "None"
        yield (
            f"{done} of {several(basis.facts.papers, 'report')} "
            f"{'had' if basis.finished > 1 else 'has'} been finished by all of them."
        )
    if basis.papers:
        yield (
            f"These held {several(basis.suggestions, 'suggestion')} and "
            f"{several(basis.accounts, 'first-hand account')}."
        )
    if basis.open:
        yield f"{several(basis.open, 'passage').capitalize()} had not been settled."


def _unaided(basis: Basis) -> Iterator[str]:
    if not basis.blind:
        yield (
            "No page was read without suggestions first, so that neither unaided agreement nor "
            "what people and machine alike missed is known."
        )
        return
    found = figure_in_words(basis.evaluation, "blind pages", FOUND_BLIND)
    unaided = figure_in_words(basis.evaluation, "unaided", ALPHA)
    missed = measured_as(basis.evaluation.groups, "blind pages", "Accounts that all missed")
    yield (
        f"{several(basis.blind, 'page').capitalize()}{_drawn(basis)} "
        f"{'was' if basis.blind == 1 else 'were'} first read without suggestions. There, "
        "agreement on spans (Krippendorff’s unitizing alpha) was "
        f"{unaided}, and the detector’s recall, weighted by inclusion probability, was {found}."
    )
    if missed and not isinstance(missed.figure.value, Undefined):
        yield (
            f"Chapman’s estimator puts the accounts that neither people unaided nor the detector "
            f"found there at {value_told(missed.figure)} or more (a lower bound)."
        )


def _drawn(basis: Basis) -> str:
    """That the pages were drawn, unless they are all that there are."""
    chances = [page.probability for paper in basis.papers for page in paper.blind]
    return ", drawn at random," if min(chances) < 1 else ""


def _agreement(basis: Basis) -> Iterator[str]:
    if basis.papers and basis.people[1] > 1:
        alpha = figure_in_words(basis.evaluation, "assisted existence", ALPHA)
        percent = figure_in_words(basis.evaluation, "assisted existence", PERCENT)
        yield (
            f"With suggestions in view, Krippendorff’s alpha (nominal) for whether a suggestion "
            f"is an account was {alpha}; the share of equal judgements was {percent}."
        )


def _detector(basis: Basis) -> Iterator[str]:
    if basis.papers:
        precision, recall = (
            figure_in_words(basis.evaluation, "detector", name) for name in (PRECISION, RECALL)
        )
        accepted = figure_in_words(basis.evaluation, "handling", ACCEPTED)
        yield (
            f"Against the adjudicated accounts, which people found with its help, the detector’s "
            f"precision was {precision} and its recall {recall} (overlap of one half). The share "
            f"of decisions that accepted a suggestion was {accepted}."
        )


def _intervals(basis: Basis) -> Iterator[str]:
    found = [measured_as(basis.evaluation.groups, *names) for names in TOLD]
    intervals = [each.figure.interval for each in found if each]
    used = {each.method for each in intervals if isinstance(each, Interval)}
    if used:
        made = "; ".join(told for method, told in METHODS.items() if method in used)
        yield f"Intervals take reports as the unit that was drawn ({made})."
