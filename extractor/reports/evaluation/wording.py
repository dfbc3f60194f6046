"""A paragraph for a methods section, written from the record: with its figures, and its gaps."""

from collections.abc import Iterator

from extractor.agreement.evaluating import Evaluation
from extractor.agreement.figure import Interval, Undefined
from extractor.reports.evaluation.basis import Basis
from extractor.reports.evaluation.told import (
    ACCEPTED,
    ALPHA,
    FOUND_BLIND,
    interval_told,
    measured_as,
    value_told,
)

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
            f"It suggested passages ({detectors}), shown from a score of "
            f"{facts.settings.threshold:g} on; each has to be decided on by people, and none is "
            "ever accepted automatically."
        )


def _independence(basis: Basis) -> Iterator[str]:
    people = several(basis.facts.settings.people, "annotator").capitalize()
    if basis.facts.settings.people == 1:
        yield "One annotator decided on each report, so that agreement is not known."
        return
    yield (
        f"{people} decided on each report, independently: none could see what another decided "
        "before all had finished it. Only decisions made before that count for agreement; "
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
        done = several(basis.finished, "report")
        yield f"{done.capitalize()} of {basis.facts.papers} had been finished by all of them."
    if basis.papers:
        yield (
            f"These held {basis.suggestions:,} suggestions and {basis.accounts:,} first-hand "
            "accounts."
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
        f"{several(basis.blind, 'page').capitalize()}, drawn at random, were first read without "
        "suggestions. There, agreement on spans (Krippendorff’s unitizing alpha) was "
        f"{unaided}, and the detector’s recall, weighted by inclusion probability, was {found}."
    )
    if missed and not isinstance(missed.figure.value, Undefined):
        yield (
            f"Chapman’s estimator puts the accounts that neither people unaided nor the detector "
            f"found there at {value_told(missed.figure)} or more (a lower bound)."
        )


def _agreement(basis: Basis) -> Iterator[str]:
    if basis.papers and basis.facts.settings.people > 1:
        alpha = figure_in_words(basis.evaluation, "assisted existence", ALPHA)
        percent = figure_in_words(basis.evaluation, "assisted existence", "Percent")
        yield (
            f"With suggestions in view, Krippendorff’s alpha (nominal) for whether a suggestion "
            f"is an account was {alpha}; the share of equal judgements was {percent}."
        )


def _detector(basis: Basis) -> Iterator[str]:
    if basis.papers:
        precision, recall = (
            figure_in_words(basis.evaluation, "detector", f"{name} (overlap ≥ 0.5)")
            for name in ("Precision", "Recall")
        )
        accepted = figure_in_words(basis.evaluation, "handling", ACCEPTED)
        yield (
            f"Against the adjudicated accounts, which people found with its help, the detector’s "
            f"precision was {precision} and its recall {recall} (overlap of one half). The share "
            f"of decisions that accepted a suggestion was {accepted}."
        )


def _intervals(basis: Basis) -> Iterator[str]:
    if len(basis.papers) > 1:
        yield "Intervals take reports as the unit that was drawn (jackknife over reports, logit t)."
