"""References as a table: CSV with a row of names, such as other programs for reviews export."""

import csv
import io
import re
from collections.abc import Iterator, Mapping

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


def read_csv(text: str) -> Iterator[Fields | Unread]:
    """The references of a table, a row each; its first row names the columns."""
    csv.field_size_limit(LONGEST_CELL)
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        columns = _columns(next(rows, []))
        if "title" not in columns and "doi" not in columns:
            yield Unread(1, "its first row names no column title or doi")
            return
        begins = rows.line_num + 1
        for row in rows:
            if any(cell.strip() for cell in row):
                yield _fields(row, columns, begins)
            begins = rows.line_num + 1
    except csv.Error as error:
        yield Unread(rows.line_num, f"the table cannot be read from here on ({error})")


def _columns(head: list[str]) -> Mapping[str, int]:
    """Where each field stands, by the first column that is named so."""
    told = [name.strip().strip('\ufeff"').lower() for name in head]
    return {
        field: next(told.index(name) for name in names if name in told)
        for field, names in NAMES.items()
        if any(name in told for name in names)
    }


def _fields(row: list[str], columns: Mapping[str, int], line: int) -> Fields:
    fields = Fields(line)
    for name, at in columns.items():
        value = row[at] if at < len(row) else ""
        between = BETWEEN.get(name)
        for part in between.split(value) if between else [value]:
            fields.put(name, part)
    return fields
