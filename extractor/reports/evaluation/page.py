"""The evaluation report: what a review's people and its detector did, in one HTML file.

It says what was reviewed and by whom, the three figures that matter, and then every figure with
its interval, its counts and the cases behind it, and what a methods section has to tell. Nothing
is judged here that the record does not hold.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from extractor.agreement.evaluating import Evaluation
from extractor.agreement.figure import Undefined
from extractor.agreement.results import Group
from extractor.reports.evaluation.basis import Basis
from extractor.reports.evaluation.cases import ITSELF, MOST_LISTED, MOST_PLACES, Register, title_of
from extractor.reports.evaluation.papers import strips_of
from extractor.reports.evaluation.plots import Line, plot_calibration, plot_curve, plot_intervals
from extractor.reports.evaluation.standards import entreq, raise_three
from extractor.reports.evaluation.terms import INTERVALS, REFERENCES, TERMS
from extractor.reports.evaluation.themes import (
    LEAST_QUOTED,
    TIMES_EQUAL,
    matrix_of,
    quoted_in,
    speaker_rows,
    theme_rows,
)
from extractor.reports.evaluation.told import THEME, Table, headlines, parts_by, percent, table_of
from extractor.reports.evaluation.wording import methods_of, people_told
from extractor.reports.frame import render_page

if TYPE_CHECKING:
    import pandas as pd

PARTS = ("paper", "form", "section", "voice")
IN_PLOT = {
    "unaided": "Unaided: what is marked",
    "assisted existence": "Assisted: is it an account?",
    "assisted eligibility": "Assisted: does it belong?",
    "assisted spans": "Assisted: where it stands",
    "themes cold": "Themes, none suggested",
    "themes suggested": "Themes, suggested",
}
"""The groups of the plot of agreement, as its headings have them."""


def evaluation_page(basis: Basis) -> str:
    """The report as one HTML file, which makes no request and runs no script but its own."""
    register = Register(basis.papers, basis.themes, words=basis.words)
    tables = {each.name: table_of(each, register) for each in basis.evaluation.groups}
    parts = [(by, parts_by(basis.evaluation, by, register)) for by in PARTS]
    context = {
        "basis": basis,
        "facts": basis.facts,
        "tables": tables,
        "handling": _beginning(tables, "handling"),
        "parts": parts,
        "headlines": list(headlines(basis.evaluation.groups, register, no_blind=basis.no_blind)),
        "strips": list(strips_of(basis.papers, basis.facts.settings.threshold)),
        "register": register,
        "methods": methods_of(basis),
        "met_existence": _met(basis.evaluation.existence, basis),
        "met_eligibility": _met(basis.evaluation.eligibility, basis),
        **_plots(basis.evaluation, basis.facts.settings.threshold),
        **_quoted(basis),
        **_explained(),
    }
    return render_page("evaluation", context)


def _quoted(basis: Basis) -> dict[str, object]:
    """Themes and speakers, and the standards that tell of them."""
    quoted = quoted_in(basis.papers, without_person_details=not basis.person_details)
    return {
        "matrix": matrix_of(quoted, basis.facts.codebook),
        "themes": theme_rows(quoted, basis.facts.codebook),
        "speakers": list(speaker_rows(quoted)),
        "rule": {"least": LEAST_QUOTED, "times": TIMES_EQUAL},
        "people_told": people_told(basis),
        "entreq": list(entreq(basis, quoted)),
        "raise_three": list(raise_three(basis, quoted)),
    }


def _explained() -> dict[str, object]:
    """What is the same in every report."""
    return {
        "terms": TERMS,
        "intervals": INTERVALS,
        "references": REFERENCES,
        "limits": {"listed": MOST_LISTED, "places": MOST_PLACES},
        "itself": ITSELF,
        "title_of": title_of,
        "percent": percent,
    }


def _plots(evaluation: Evaluation, threshold: float) -> dict[str, object]:
    """The plots; None for one that has nothing to show."""
    agreement, detector = list(_agreement(evaluation)), list(_detector(evaluation.groups))
    return {
        "plot_agreement": _intervals("agreement", "How far people agree", agreement),
        "plot_detector": _intervals("detector", "How good the detector is", detector),
        "plot_curve": plot_curve(evaluation.curve, threshold) if evaluation.curve else None,
        "plot_calibration": plot_calibration(evaluation.bins) if evaluation.bins else None,
    }


def _intervals(name: str, title: str, lines: Sequence[Line]) -> Markup | None:
    known = [line.figure for line in lines
             if line.figure and not isinstance(line.figure.value, Undefined)]  # fmt: skip
    if not known:
        return None
    lowest = min(0.0, *(each.value for each in known if not isinstance(each.value, Undefined)))
    return plot_intervals(f"plot-{name}", title, lines, lowest)


def _agreement(evaluation: Evaluation) -> Iterator[Line]:
    for group in evaluation.agreement:
        figures = [each.figure for each in group.measured if THEME not in each.figure.name]
        if figures:
            yield Line(IN_PLOT.get(group.name, group.title))
            yield from (Line(figure.name, figure) for figure in figures)


def _detector(groups: Sequence[Group]) -> Iterator[Line]:
    for group in groups:
        if group.name == "detector":
            yield from (Line(each.figure.name, each.figure) for each in group.measured[:-1])


def _met(table: "pd.DataFrame", basis: Basis) -> dict[str, object]:
    """A table of which judgements met, as the template prints it."""
    names = {member.id: member.name for member in basis.facts.members}
    one, other = (names.get(str(axis), axis) for axis in (table.index.name, table.columns.name))
    counts = [[f"{count:g}" for count in row] for row in table.to_numpy().tolist()]
    return {
        "labels": list(table.columns),
        "rows": list(zip(table.index, counts, strict=True)),
        "who": f"{one} in the rows, {other} in the columns" if one else "all pairs of people",
    }


def _beginning(tables: dict[str, Table], name: str) -> list[Table]:
    return [table for group, table in tables.items() if group.startswith(name)]
