"""Reporting standards, filled with what the record holds; what is a judgement stays blank.

ENTREQ (Tong et al. 2012) has 21 items, RAISE 3 five headings. "" is a line for people to fill.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from extractor.reports.evaluation.basis import Basis
from extractor.reports.evaluation.themes import Quoted
from extractor.reports.evaluation.told import ACCEPTED, ALPHA, FOUND_BLIND, PRECISION
from extractor.reports.evaluation.wording import figure_in_words, people_told, several


class Item(NamedTuple):
    """An item of a standard: what the record says of it, "" if nothing."""

    name: str
    told: str
    left: str


Fill = Callable[[Basis, Sequence[Quoted]], str]


def entreq(basis: Basis, quoted: Sequence[Quoted]) -> Iterator[Item]:
    """The items in their order; ``left`` says what people have to write, where that is not all."""
    for number, (name, fill, left) in enumerate(ENTREQ, start=1):
        yield Item(f"{number}. {name}", fill(basis, quoted) if fill else "", left)


def raise_three(basis: Basis, quoted: Sequence[Quoted]) -> Iterator[Item]:
    """The five headings of a responsible handover."""
    for name, fill, left in RAISE:
        yield Item(name, fill(basis, quoted), left)


def _aim(basis: Basis, _: Sequence[Quoted]) -> str:
    question = basis.facts.settings.question
    return f"The review’s question: {question}" if question else ""


def _screening(basis: Basis, _: Sequence[Quoted]) -> str:
    flow = basis.flow
    if flow["waiting"] == flow["assessed"]:
        return ""
    if basis.people[1] == 1:
        return "Full texts: one annotator each."
    open_ = "; none is open" if not flow["disputed"] else f"; {flow['disputed']:,} are open"
    return (
        f"Full texts: {people_told(basis)} each, independently: what one says is told to the "
        f"others when all have said it. Disagreements are settled after that{open_}."
    )


def _selection(basis: Basis, _: Sequence[Quoted]) -> str:
    flow = basis.flow
    unread = f"{flow['unread']} left unread by a stopping rule, " if flow["unread"] else ""
    return (
        f"Full texts: {flow['assessed']} in the review, {flow['included']} included, "
        f"{flow['excluded']} excluded, {unread}{flow['unsure']} unsure, {flow['disputed']} "
        f"disagreed on, {flow['waiting']} not yet assessed by all; see the flow."
    )


def _extraction(basis: Basis, _: Sequence[Quoted]) -> str:
    if not basis.papers:
        return ""
    return (
        "The text of each report as it was read, tables and boxes included; what could not be read "
        "is told with the paper. Accounts are verbatim slices of the stored text, with their "
        "place; suggested by a detector or added by people, and confirmed by people."
    )


def _software(basis: Basis, _: Sequence[Quoted]) -> str:
    return f"firsthand {basis.versions.get('firsthand', '')}".strip() + "."


def _reviewers(basis: Basis, _: Sequence[Quoted]) -> str:
    return (
        f"{several(len(basis.annotators), 'annotator').capitalize()} in all; each report is for "
        f"{people_told(basis)}."
    )


def _coding(basis: Basis, quoted: Sequence[Quoted]) -> str:
    accounts = [account for one in quoted for account, _ in one.accounts]
    themed = sum(bool(account.themes) for account in accounts)
    if not themed:
        return ""
    cold = [not each.themes_shown for each in basis.sorted]
    how = f"as they were confirmed, {sum(cold):,} of {len(cold):,} times without suggested themes"
    return (
        f"Accounts were sorted under the themes of a codebook {how if cold else 'in adjudication'}"
        f"; {themed:,} of {len(accounts):,} eligible accounts have a theme."
    )


def _themes(basis: Basis, _: Sequence[Quoted]) -> str:
    steps = basis.facts.codebook_steps
    return (
        f"The codebook “{basis.facts.codebook.name}” has "
        f"{several(len(basis.facts.codebook.open), 'theme')}; its record has "
        f"{several(steps, 'step')} (each change with who made it, when, and why)."
    )


def _quotations(basis: Basis, quoted: Sequence[Quoted]) -> str:
    if not basis.papers:
        return ""
    voices = [each.account.voice.value for one in quoted for each, _ in one.accounts]
    told = ", ".join(f"{voices.count(voice)} {voice}" for voice in dict.fromkeys(voices))
    labels = sum(len({label for _, label in one.accounts if label}) for one in quoted)
    return (
        f"{several(len(voices), 'eligible quotation').capitalize()}"
        + (f" ({told})" if told else "")
        + f", all of them participants’ own words; {several(labels, 'speaker label')}."
    )


def _purpose(basis: Basis, _: Sequence[Quoted]) -> str:
    return (
        "firsthand suggests passages of full texts that may be first-hand accounts. It decides "
        "nothing: each suggestion is confirmed, corrected or rejected by people. " + _aim(basis, ())
    ).strip()


def _provenance(basis: Basis, _: Sequence[Quoted]) -> str:
    detectors = ", ".join(basis.facts.detectors) or "none"
    return (
        f"Detectors of these suggestions: {detectors}. Papers that each shipped model learned "
        "from are named in its card (models/quotes/card.md, models/themes/card.md)."
    )


def _validated(basis: Basis, _: Sequence[Quoted]) -> str:
    if not basis.papers:
        return "Not yet on the papers of this review: none is finished."
    unaided = f"unaided agreement of people {figure_in_words(basis.evaluation, 'unaided', ALPHA)}"
    return (
        f"On the papers of this review ({several(len(basis.papers), 'finished paper')}): "
        f"recall on pages read without suggestions "
        f"{figure_in_words(basis.evaluation, 'blind pages', FOUND_BLIND)}; precision "
        f"{figure_in_words(basis.evaluation, 'detector', PRECISION)}; "
        f"{unaided if basis.blind else 'unaided agreement of people unknown'}."
    )


def _usability(basis: Basis, _: Sequence[Quoted]) -> str:
    seconds = figure_in_words(basis.evaluation, "handling", "Seconds")
    accepted = figure_in_words(basis.evaluation, "handling", ACCEPTED)
    return (
        f"Median seconds a decision: {seconds}. Share of decisions that accepted a suggestion: "
        f"{accepted}."
    )


def _transparency(basis: Basis, _: Sequence[Quoted]) -> str:
    return (
        "Open source (MIT licence). It runs on machines that the reviewers choose and sends "
        "nothing to others. Every decision is on an append-only record; versions and the heads of "
        "its chains stand below."
    )


BLANK: Fill | None = None
ENTREQ: tuple[tuple[str, Fill | None, str], ...] = (
    ("Aim", _aim, ""),
    ("Synthesis methodology", BLANK, "Which, and why."),
    ("Approach to searching", BLANK, "Pre-planned or iterative."),
    ("Inclusion criteria", BLANK, "Population, language, years, type of publication and study."),
    ("Data sources", BLANK, "Databases and other sources, and when they were searched."),
    ("Electronic search strategy", BLANK, "The search terms."),
    ("Study screening methods", _screening, "How titles and abstracts were screened."),
    ("Study characteristics", BLANK, "Country, year, population, participants, methods."),
    ("Study selection results", _selection, "What came before the full texts."),
    ("Rationale for appraisal", BLANK, "Why the studies were appraised."),
    ("Appraisal items", BLANK, "Tools, frameworks and criteria."),
    ("Appraisal process", BLANK, "By how many, and whether independently."),
    ("Appraisal results", BLANK, "What came of it."),
    ("Data extraction", _extraction, ""),
    ("Software", _software, "Other software, if any."),
    ("Number of reviewers", _reviewers, "Who they are, and who led."),
    ("Coding", _coding, "Line by line or otherwise."),
    ("Study comparison", BLANK, "How comparisons were made within and across studies."),
    ("Derivation of themes", _themes, "Whether inductive or deductive."),
    ("Quotations", _quotations, "Quotations in the text for each theme."),
    ("Synthesis output", BLANK, "The result, beyond a summary of the studies."),
)
RAISE: tuple[tuple[str, Fill, str], ...] = (
    ("Purpose", _purpose, "Whether that fits this review."),
    (
        "Provenance of training, test and validation data",
        _provenance,
        "Whether those papers are like yours.",
    ),
    ("Validated, and good enough?", _validated, "Whether that is good enough for this review."),
    (
        "Usability, and what users must be able to do",
        _usability,
        "Who used it, and how they were trained.",
    ),
    (
        "Transparency, licence, availability, documentation",
        _transparency,
        "Where the record can be had.",
    ),
)
