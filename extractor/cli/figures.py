"""Figures as tables: a measure a row, with its interval and what it rests on."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.agreement.figure import Figure, Interval, Undefined
from extractor.agreement.intervals import LEVEL
from extractor.agreement.results import Group
from extractor.cli.plain import plain
from extractor.exchange.cells import BYTE_ORDER_MARK, harmless

COLUMNS = ("group", "name", "value", "low", "high", "method", "label", "undefined", "papers",
           "counts")  # fmt: skip


def print_groups(console: Console, groups: Iterable[Group]) -> None:
    """Groups of figures, a table each, under what they are about."""
    for group in groups:
        console.print(Text(f"\n{plain(group.title)}", style="bold"))
        console.print(Text(plain(group.about), style="dim"))
        if group.measured:
            console.print(figure_table([each.figure for each in group.measured]))
        else:
            console.print("Nothing was decided so.", markup=False)


def figure_table(figures: Iterable[Figure], drawn: str = "papers") -> Table:
    """A row a measure; ``drawn`` is what was drawn, if not papers."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="dim")
    for at, column in enumerate(("measure", "value", f"{LEVEL:.0%} interval", "rests on")):
        table.add_column(column, overflow="fold", ratio=(5, 1, 4, 4)[at])
    for figure in figures:
        cells = (figure.name, *_told(figure, drawn), _counts(figure, drawn))
        table.add_row(*(Text(plain(cell)) for cell in cells))
    return table


def write_figures(stream: TextIO, groups: Iterable[Group]) -> None:
    """The figures of groups as CSV, a row each; what is undefined is empty, and says why."""
    stream.write(BYTE_ORDER_MARK)
    lines = csv.writer(stream)
    lines.writerow(COLUMNS)
    for group in groups:
        for each in group.measured:
            lines.writerow([harmless(cell) for cell in (group.name, *_row(each.figure))])


def _counts(figure: Figure, drawn: str) -> str:
    """What a figure rests on; without papers, the number of units is told once."""
    counts = {drawn if name == "papers" else name: n for name, n in figure.counts.items()}
    return ", ".join(f"{count} {name}" for name, count in counts.items())


def _told(figure: Figure, drawn: str) -> tuple[str, str]:
    if isinstance(figure.value, Undefined):
        return "", str(figure.value)
    interval = figure.interval
    if not isinstance(interval, Interval):
        return f"{figure.value:.3f}", str(interval)
    label = f", few {drawn}" if figure.label else ""
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
