"""What every script here ends with: bars, tables, the command that repeats them, the machine.

The same Markdown goes to the screen and, with --out, to a file; --json has the figures unrounded.
There is no date and no machine's path in it, so that a second run differs by its figures only.
"""

import json
import os
import platform
import shlex
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from math import isnan
from pathlib import Path
from typing import Any, NamedTuple

import typer

from extractor.errors import OutputError

LIBRARIES = ("pypdfium2", "pdfplumber", "spacy", "scikit-learn")

Row = Mapping[str, Any]


class Bar(NamedTuple):
    """A figure that must not fall below (or rise above) what was promised."""

    what: str
    figure: str
    wanted: str
    reached: bool


class Table(NamedTuple):
    """``columns`` maps each name to the format of its values ("" for text)."""

    title: str
    columns: Mapping[str, str]
    rows: Sequence[Row]


class Figures(NamedTuple):
    """What one script found; ``how`` says in a paragraph how it was measured."""

    title: str
    how: str
    bars: Sequence[Bar]
    tables: Sequence[Table]


def publish(figures: Figures, *, out: Path | None, as_json: Path | None) -> None:
    """Print the figures, write them where asked, and end with code 1 if a bar is not reached."""
    text = markdown_of(figures, command=repeating_command())
    typer.echo(text)
    if out:
        write(out, text)
    if as_json:
        write(as_json, json.dumps(_record_of(figures), indent=1) + "\n")
    if not all(bar.reached for bar in figures.bars):
        raise typer.Exit(1)


def markdown_of(figures: Figures, *, command: str) -> str:
    """The figures as a Markdown page."""
    parts = [f"# {figures.title}", figures.how, f"    {command}"]
    if figures.bars:
        parts.append(_markdown_table(_bar_table(figures.bars)))
    for table in figures.tables:
        parts += [f"## {table.title}", _markdown_table(table)]
    return "\n\n".join([*parts, f"Measured with {machine()}."]) + "\n"


def repeating_command() -> str:
    """The command line that this process was started with."""
    return shlex.join(["python", f"eval/{Path(sys.argv[0]).name}", *sys.argv[1:]])


def machine() -> str:
    """What the figures may depend on."""
    import pypdfium2

    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"Python {platform.python_version()}, {libraries}, PDFium {pypdfium2.PDFIUM_INFO.build}; "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    )


def over(part: float, whole: float) -> float:
    """The share; all where there is nothing to have a share of."""
    return part / whole if whole else 1.0


def _bar_table(bars: Sequence[Bar]) -> Table:
    rows = [
        {
            "bar": bar.what,
            "figure": bar.figure,
            "wanted": bar.wanted,
            "": "reached" if bar.reached else "NOT REACHED",
        }
        for bar in bars
    ]
    return Table("", {"bar": "", "figure": "", "wanted": "", "": ""}, rows)


def _markdown_table(table: Table) -> str:
    cells = [list(table.columns)]
    cells += [
        [_cell(row[name], form) for name, form in table.columns.items()] for row in table.rows
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    right = [bool(form) for form in table.columns.values()]
    rule = "|".join(
        "-" * (width + 1) + (":" if side else "-")
        for width, side in zip(widths, right, strict=True)
    )
    lines = [_padded(line, widths, right) for line in cells]
    return "\n".join([lines[0], f"|{rule}|", *lines[1:]])


def _padded(line: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    cells = [
        cell.rjust(width) if side else cell.ljust(width)
        for cell, width, side in zip(line, widths, right, strict=True)
    ]
    return "| " + " | ".join(cells) + " |"


def _cell(value: object, form: str) -> str:
    """A value as its column has it; whole numbers stay whole in a column of fractions."""
    if isinstance(value, float) and isnan(value):
        return "–"
    whole = isinstance(value, int) and form.endswith("f")
    return str(value) if whole else format(value, form).replace("|", "\\|")


def _record_of(figures: Figures) -> dict[str, Any]:
    return {
        "title": figures.title,
        "command": repeating_command(),
        "machine": machine(),
        "bars": [bar._asdict() for bar in figures.bars],
        "tables": {table.title: [_json_row(row) for row in table.rows] for table in figures.tables},
    }


def _json_row(row: Row) -> dict[str, Any]:
    """A row as JSON knows it: what is undefined is null."""
    return {
        name: None if isinstance(value, float) and isnan(value) else value
        for name, value in row.items()
    }


def write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(path, error.strerror or "it cannot be written") from None
