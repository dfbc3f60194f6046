"""References as a table: CSV with a row of names, such as other programs for reviews export.

A quotation mark that is not closed would swallow the rows below it. So rows are read strictly; what
cannot be is told, and reading goes on with the next line that has as many cells as the table.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from extractor.exchange.references.fields import Fields, Unread

NAMES = {
    "title": ("title", "article title", "document title", "primary title", "titel"),
    "authors": ("authors", "author", "author full names", "author(s)", "autoren"),
    "year": ("year", "publication year", "published year", "pub year", "date", "jahr"),
    "journal": ("journal", "source title", "publication title", "journal/book", "secondary title"),
    "doi": ("doi", "doi link", "digital object identifier"),
    "files": ("file", "files", "file attachments", "pdf", "path", "attachment"),
}
DELIMITERS = ",;\t"
BETWEEN = {"authors": re.compile(r"\s*;\s*"), "files": re.compile(r"\s*;\s*")}
LONGEST_CELL = 1_000_000  # characters
MOST_LINES = 3  # of a title or author: one over more lines has swallowed some
SEPARATOR = re.compile(r'"?sep=([^\w\s"]|\t)"?', re.IGNORECASE)
"""A first line for Excel, which tells what stands between two cells."""
UNENDING = "a cell of it goes on over many lines: look for a quotation mark that is not closed"
MANY_CELLS = (
    "it has {count} cells, and the table {width} columns: put cells that hold what stands between "
    "cells in quotation marks"
)


class _Row(NamedTuple):
    """The cells of a row and the line on which it begins; ``wrong`` is what is wrong with it."""

    line: int
    cells: Sequence[str]
    wrong: str = ""


def read_csv(text: str) -> Iterator[Fields | Unread]:
    """The references of a table, a row each; its first row names the columns."""
    csv.field_size_limit(LONGEST_CELL)
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    told = SEPARATOR.fullmatch(lines[first].strip("\ufeff "))
    first += told is not None
    first = next((n for n, line in enumerate(lines[first:], first) if line.strip()), first)
    head = lines[first] if first < len(lines) else ""
    rows = _rows(lines, first, told[1] if told else max(DELIMITERS, key=head.count))
    names = next(rows, _Row(first + 1, ()))
    columns = _columns(names.cells)
    if "title" not in columns and "doi" not in columns:
        yield Unread(names.line, "the first row names no column title or doi")
        return
    yield from _references(rows, columns, len(names.cells))


def _rows(lines: Sequence[str], at: int, delimiter: str) -> Iterator[_Row]:
    """Each row from a line on; of one that cannot be read, its first line as it stands."""
    width = 0
    while at < len(lines):
        for begins, ends, cells in _strict_rows(lines, at, delimiter):
            width = width or len(cells)
            if ends > begins + 1 and len(cells) != width:
                break  # it has swallowed the rows below it
            at = ends
            if any(cell.strip() for cell in cells):
                yield _Row(begins + 1, cells)
        if at < len(lines):
            wrong = "a quotation mark is not closed, or stands amid a cell"
            yield _Row(at + 1, _loosely(lines[at], delimiter), wrong)
            at += 1


def _strict_rows(
    lines: Sequence[str], at: int, delimiter: str
) -> Iterator[tuple[int, int, list[str]]]:
    """Where each row begins and the next one does, and its cells, until one cannot be read."""
    rest = (f"{lines[n]}\n" for n in range(at, len(lines)))
    rows = csv.reader(rest, delimiter=delimiter, strict=True)
    begins = at
    try:
        for cells in rows:
            yield begins, at + rows.line_num, cells
            begins = at + rows.line_num
    except csv.Error:
        return


def _loosely(line: str, delimiter: str) -> Sequence[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # a line of megabytes
        return []


def _references(
    rows: Iterator[_Row], columns: Mapping[str, int], width: int
) -> Iterator[Fields | Unread]:
    """The references of rows, and what was wrong with them; no cell is taken for another's."""
    is_broken = False
    for row in rows:
        is_broken = (is_broken or bool(row.wrong)) and not _is_whole(row.cells, width)
        if wrong := _left_out(row, width, is_broken=is_broken):
            yield Unread(row.line, f"{wrong}; it was left out")
            continue
        fields = _fields(row.cells, columns, row.line)
        yield fields
        if row.wrong:
            yield Unread(row.line, f"{row.wrong}; it was read as it stands")
        elif any(value.count("\n") >= MOST_LINES for value in (fields.title, *fields.authors)):
            yield Unread(row.line, UNENDING)


def _is_whole(cells: Sequence[str], width: int) -> bool:
    """Whether cells are those of a row, and not what is left of one: 'of words",Okafor,2019'."""
    return len(cells) == width and all(cell.count('"') % 2 == 0 for cell in cells)


def _left_out(row: _Row, width: int, *, is_broken: bool) -> str:
    """Why a row is not used, if it is not."""
    if is_broken:
        return row.wrong or "it may go on with the row above that could not be read"
    count = max((n for n, cell in enumerate(row.cells, 1) if cell.strip()), default=0)
    return MANY_CELLS.format(count=count, width=width) if count > width else ""


def _columns(head: Sequence[str]) -> Mapping[str, int]:
    """Where each field stands, by the first column that is named so."""
    told = [name.strip().strip('\ufeff"').lower() for name in head]
    return {
        field: next(told.index(name) for name in names if name in told)
        for field, names in NAMES.items()
        if any(name in told for name in names)
    }


def _fields(row: Sequence[str], columns: Mapping[str, int], line: int) -> Fields:
    fields = Fields(line)
    for name, at in columns.items():
        value = row[at] if at < len(row) else ""
        between = BETWEEN.get(name)
        for part in between.split(value) if between else [value]:
            fields.put(name, part)
    return fields
