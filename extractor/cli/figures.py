"""Figures as tables: a measure a row, with its interval and what it rests on."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from extractor.agreement.figure import Figure, Interval, Undefined
from extractor.agreement.intervals import LEVEL
from extractor.agreement.results import Group
from extractor.cli.plain import plain

COLUMNS = ("group", "name", "value", "low", "high", "method", "label", "undefined", "papers",
           "counts")  # fmt: skip


def figure_table(figures: Iterable[Figure]) -> Table:
    """A row a measure."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="dim")
    for at, column in enumerate(("measure", "value", f"{LEVEL:.0%} interval", "rests on")):
        table.add_column(column, overflow="fold", ratio=(5, 1, 4, 4)[at])
    for figure in figures:
        cells = (plain(figure.name), *_told(figure), counts_of(figure))
        table.add_row(*map(Text, cells))
    return table


def write_figures(stream: TextIO, groups: Iterable[Group]) -> None:
    """The figures of groups as CSV, a row each; what is undefined is empty, and says why."""
    lines = csv.writer(stream, lineterminator="\n")
    lines.writerow(COLUMNS)
    for group in groups:
        for each in group.measured:
            lines.writerow([group.name, *_row(each.figure)])


def counts_of(figure: Figure) -> str:
    """What a figure rests on, in words."""
    return ", ".join(f"{count} {name}" for name, count in figure.counts.items())


def _told(figure: Figure) -> tuple[str, str]:
    if isinstance(figure.value, Undefined):
        return "", str(figure.value)
    interval = figure.interval
    if not isinstance(interval, Interval):
        return f"{figure.value:.3f}", str(interval)
    label = f", {figure.label}" if figure.label else ""
    return f"{figure.value:.3f}", f"{interval.low:.3f} to {interval.high:.3f}{label}"


def _row(figure: Figure) -> Sequence[object]:
    interval, value = figure.interval, figure.value
    ends: Sequence[object] = ("", "", "")
    if isinstance(interval, Interval):
        ends = (interval.low, interval.high, interval.method)
    why = next(_undefined(figure), "")
    shown = "" if isinstance(value, Undefined) else value
    counts = {name: count for name, count in figure.counts.items() if name != "papers"}
    told = "; ".join(f"{name}={count}" for name, count in counts.items())
    return (figure.name, shown, *ends, figure.label, why, figure.counts["papers"], told)


def _undefined(figure: Figure) -> Iterator[str]:
    return (str(one) for one in (figure.value, figure.interval) if isinstance(one, Undefined))
