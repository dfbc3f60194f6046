"""Figures as the report tells them: numbers, intervals and counts in words, and what they mean."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.agreement.blind import NO_ACCOUNTS
from extractor.agreement.evaluating import Evaluation
from extractor.agreement.figure import Figure, Interval, Undefined
from extractor.agreement.results import Group, Measured, Part
from extractor.reports.evaluation.cases import Link, Register
from extractor.reports.evaluation.plots import RELIABLE, TENTATIVE

COARSE = ("Seconds", "Accounts that all missed")
"""How figures begin that are no shares or coefficients: one decimal is enough."""
ALPHA = "Krippendorff alpha"
THEMES, THEME = "themes", ": "  # how groups of themes begin; what parts a theme from its measure
IN_WORDS = {"of": "in all"}  # of what is counted under a name that means little by itself
FOUND_BLIND = "Recall of the machine"
PRECISION, RECALL = "Precision (overlap ≥ 0.5)", "Recall (overlap ≥ 0.5)"
PERCENT = "Percent"
ACCEPTED = "Accepted (kept or moved)"
NO_BLIND = "What people and machine alike have missed nobody can tell."


@dataclass(frozen=True, slots=True)
class Row:
    """A figure as a row of a table.

    ``key`` names it in the whole report; ``exact`` is its value and ``ends`` are those of its
    interval, None where they are undefined: ``why`` says why.
    """

    key: str
    name: str
    value: str
    exact: float | None
    interval: str
    ends: tuple[float, float] | None
    label: str
    why: str
    counts: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PartRow:
    """Figures of a part of what a group is about, such as one theme or one form.

    ``told`` says of a theme how often it was chosen.
    """

    value: str
    rows: tuple[Row, ...]
    told: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A group of figures; those of single themes stand in ``parts``, a theme each."""

    id: str
    title: str
    about: str
    rows: tuple[Row, ...]
    parts: tuple[PartRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Headline:
    """One of the figures that matter; ``value`` is empty where it is not known."""

    question: str
    value: str
    interval: str
    told: str
    reading: str
    section: str
    row: Row | None


def table_of(group: Group, register: Register) -> Table:
    """A group as a table; its cases are put into the register."""
    rows = tuple(row_of(each, group.name, group.title, register) for each in group.measured)
    if not group.name.startswith(THEMES):
        return Table(id_of(group.name), group.title, group.about, rows)
    together = tuple(row for row in rows if THEME not in row.name)
    themes = dict.fromkeys(row.name.rpartition(THEME)[0] for row in rows if row not in together)
    parts = tuple(_theme(group, name, rows) for name in themes)
    return Table(id_of(group.name), group.title, group.about, together, parts)


def _theme(group: Group, theme: str, rows: Sequence[Row]) -> PartRow:
    """The figures of one theme, whose names begin with it."""
    own = [row for row in rows if row.name.rpartition(THEME)[0] == theme]
    counts = next(m.figure.counts for m in group.measured if m.figure.name == own[0].name)
    named = tuple(replace(row, name=row.name.rpartition(THEME)[2]) for row in own)
    return PartRow(theme, named, f"{counts['chosen']} of {counts['judgements']}")


def parts_by(evaluation: Evaluation, by: str, register: Register) -> tuple[PartRow, ...]:
    """The detector's figures of each paper, form, section or voice."""
    return tuple(
        PartRow(part.value, tuple(_rows_of_part(part, register)))
        for part in evaluation.parts
        if part.by == by
    )


def row_of(measured: Measured, group: str, title: str, register: Register) -> Row:
    """A figure as a row; ``title`` is what its list of cases is headed by."""
    figure, interval = measured.figure, measured.figure.interval
    return Row(
        key=f"{group}/{figure.name}",
        name=figure.name,
        value=value_told(figure),
        exact=None if isinstance(figure.value, Undefined) else figure.value,
        interval=interval_told(figure),
        ends=(interval.low, interval.high) if isinstance(interval, Interval) else None,
        label=figure.label,
        why=why_told(figure),
        counts=counts_told(figure.counts),
        links=register.links(measured.cases, title, _subject(group, figure.name)),
    )


def _subject(group: str, name: str) -> str:
    """What a figure's list of cases is of: a theme, where it is a theme's."""
    return name.rpartition(THEME)[0] or name if group.startswith(THEMES) else name


def value_told(figure: Figure) -> str:
    """The value as it is printed, "" where it is undefined."""
    return "" if isinstance(figure.value, Undefined) else number_told(figure, figure.value)


def interval_told(figure: Figure) -> str:
    """The interval as it is printed, "" where it is undefined."""
    if not isinstance(figure.interval, Interval):
        return ""
    low, high = (number_told(figure, end) for end in (figure.interval.low, figure.interval.high))
    return f"{low} to {high}"


def number_told(figure: Figure, number: float) -> str:
    """A number with as many decimals as its kind deserves."""
    return decimals(number, 1 if figure.name.startswith(COARSE) else 3)


def decimals(number: float, places: int) -> str:
    """A number with a minus sign, not a hyphen, and never as minus nothing."""
    return f"{number:z.{places}f}".replace("-", "−")


def percent(share: float) -> str:
    """A share as a whole per cent."""
    return f"{share * 100:.0f}\u202f%"


def why_told(figure: Figure) -> str:
    """Why there is no value, or else no interval; "" where there are both."""
    if isinstance(figure.value, Undefined):
        return str(figure.value)
    return f"interval {figure.interval}" if isinstance(figure.interval, Undefined) else ""


def counts_told(counts: Mapping[str, int]) -> str:
    """What a figure rests on."""
    return ", ".join(f"{count:,} {_counted(name, count)}" for name, count in counts.items())


def _counted(name: str, count: int) -> str:
    name = IN_WORDS.get(name, name)
    return name.removesuffix("s") if count == 1 else name


def measured_as(groups: Sequence[Group], group: str, name: str) -> Measured | None:
    """The figure of this group whose name begins so."""
    found = (each for one in groups if one.name == group for each in one.measured)
    return next((each for each in found if each.figure.name.startswith(name)), None)


def reading_of_alpha(figure: Figure) -> str:
    """What Krippendorff (2019) lets one conclude from an alpha, by its value and its interval."""
    if isinstance(figure.value, Undefined):
        return ""
    told = f"By Krippendorff’s reading {_reading(figure.value)}"
    if isinstance(figure.interval, Interval):
        low = _reading(figure.interval.low)
        told += "" if low == _reading(figure.value) else f"; by the interval’s lower end {low}"
    return f"{told} (reliable from {RELIABLE}, tentative conclusions from {TENTATIVE})."


def headlines(groups: Sequence[Group], register: Register, *, no_blind: str) -> Iterator[Headline]:
    """The three figures that matter: agreement, what is found, and what is accepted.

    ``no_blind`` says why no page was read without suggestions, if none was.
    """
    yield _agreement(groups, register)
    yield _found(groups, register, no_blind)
    accepted = _row(groups, "handling", ACCEPTED, register)
    yield _headline(
        "How many of its suggestions do people accept?",
        accepted,
        "handling",
        "of the decisions on suggestions took them for accounts, as they stood or with other ends. "
        "What somebody had marked unaided before is not counted.",
        share=True,
    )


def _agreement(groups: Sequence[Group], register: Register) -> Headline:
    question = "How far do people agree?"
    unaided = measured_as(groups, "unaided", ALPHA)
    assisted = measured_as(groups, "assisted existence", ALPHA)
    if unaided and not isinstance(unaided.figure.value, Undefined):
        told = ("is Krippendorff’s unitizing alpha of what people marked on pages that they read "
                "without suggestions: 1 is full agreement, 0 is chance.")  # fmt: skip
        row, figure = (
            row_of(unaided, "unaided", _title(groups, "unaided"), register),
            unaided.figure,
        )
    else:
        told = ("is Krippendorff’s alpha of what people said of suggestions. How far they agree "
                "unaided is not known: see below.")  # fmt: skip
        if assisted is None:
            return Headline(question, "", "", "", "", "agreement", None)
        group = "assisted existence"
        row, figure = row_of(assisted, group, _title(groups, group), register), assisted.figure
    reading = reading_of_alpha(figure)
    if assisted and assisted.figure is not figure:
        reading += f" With suggestions in view alpha is {_short(assisted.figure)}."
    return replace(_headline(question, row, "agreement", told), reading=reading)


def _found(groups: Sequence[Group], register: Register, no_blind: str) -> Headline:
    question = "How much of what there is does the detector find?"
    blind = _row(groups, "blind pages", FOUND_BLIND, register)
    if blind and blind.exact is not None:
        told = ("of the accounts on pages that people had read without suggestions first, weighed "
                "so that it stands for the whole papers.")  # fmt: skip
        return _headline(question, blind, "detector", told, share=True)
    told = f"Not known. {no_blind} {NO_BLIND}" if no_blind else f"Not known: {NO_ACCOUNTS}."
    known = measured_as(groups, "detector", RECALL)
    reading = ""
    if known and not isinstance(known.figure.value, Undefined):
        reading = f"Of the accounts that people found with its help: {_short(known.figure)}."
    return Headline(question, "", "", told, reading, "detector", None)


def _headline(
    question: str, row: Row | None, section: str, told: str, *, share: bool = False
) -> Headline:
    if row is None or row.exact is None:
        return Headline(question, "", "", f"Not known: {row.why if row else 'no figure'}.", "",
                        section, None)  # fmt: skip
    value = percent(row.exact) if share else decimals(row.exact, 2)
    return Headline(question, value, _interval(row, share=share), told, "", section, row)


def _interval(row: Row, *, share: bool) -> str:
    if row.ends is None:
        return row.why
    low, high = (percent(end) if share else decimals(end, 2) for end in row.ends)
    return f"95\u202f% interval {low} to {high}" + (f" ({row.label})" if row.label else "")


def _row(groups: Sequence[Group], group: str, name: str, register: Register) -> Row | None:
    found = measured_as(groups, group, name)
    return row_of(found, group, _title(groups, group), register) if found else None


def _title(groups: Sequence[Group], name: str) -> str:
    return next(group.title for group in groups if group.name == name)


def _rows_of_part(part: Part, register: Register) -> Iterator[Row]:
    title = f"The detector, by {part.by}: {part.value}"
    for each in part.measured:
        if not each.figure.name.startswith("F1"):
            yield row_of(each, f"by {part.by}: {part.paper or part.value}", title, register)


def _short(figure: Figure) -> str:
    if isinstance(figure.value, Undefined):
        return str(figure.value)
    told = interval_told(figure)
    return decimals(figure.value, 2) + (f" ({told})" if told else "")


def _reading(alpha: float) -> str:
    if alpha >= RELIABLE:
        return "reliable"
    return "good for tentative conclusions" if alpha >= TENTATIVE else "too low to conclude from"


def id_of(name: str) -> str:
    """A group's name as an anchor."""
    return "g-" + "".join(letter if letter.isalnum() else "-" for letter in name.lower())
