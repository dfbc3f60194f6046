"""Judgements and spans in a file: any CSV with a row a judgement.

Columns: unit, annotator, label; and if there are any, paper, start, end, length; others are passed
over. Commas, semicolons or tabs are between them, whichever the first line has most of.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.agreement.spans import Reading
from extractor.errors import FirsthandError, reason
from extractor.records import Span

if TYPE_CHECKING:
    import pandas as pd

NEEDED = ("unit", "annotator", "label")
WHOLE = re.compile(r"-?[0-9]{1,12}")  # a longer text than that is no paper
MOST_LABELS, MOST_SETS = 500, 2000  # measures take the square of that many numbers
POSITION = ("start", "end")
SEPARATORS = ",;\t"

Row = Mapping[str, str]


class TableError(FirsthandError):
    """A file of judgements cannot be used as it stands."""

    def __init__(self, path: Path, what: str, advice: str) -> None:
        super().__init__(f"{path}: {what}.\n{advice}")


@dataclass(frozen=True, slots=True)
class Judged:
    """What a file holds: ``table`` for ``judgements``, ``readings`` for the measures of spans.

    ``table`` is None if the units are texts in which spans were marked, or if spans have labels
    that are free text (``is_free_text``); ``readings`` is None if there are no positions.
    ``has_papers`` says whether units are told to be of papers.
    """

    table: "pd.DataFrame | None"
    readings: list[Reading] | None
    has_papers: bool
    is_free_text: bool = False


def read_judged(path: Path, *, sets: bool = False) -> Judged:
    """The judgements of a CSV file.

    An empty label is a missing judgement; with ``sets`` a label is a set of labels with semicolons
    between them, and a lone semicolon is the empty set. A row with start and end is a span that
    the annotator marked, half-open, in characters of the paper (of the unit, if there is no column
    paper); who read it and marked nothing has a row without them. If an annotator marked several
    spans of a unit, units are texts, and labels are not compared. Raises ``TableError``.
    """
    rows = _read_rows(path)
    spans = [_span_of(path, number, row) for number, row in rows]
    _check_doubled(path, rows, spans)
    has_papers = "paper" in rows[0][1]
    has_spans = POSITION[0] in rows[0][1]
    once = len({(row["unit"], row["annotator"]) for _, row in rows}) == len(rows)
    if not once and not any(spans):
        raise TableError(path, "an annotator has several labels of one unit", _SEVERAL)
    count = len({_label(row["label"], sets) for _, row in rows} - {None})
    is_free_text = count > (MOST_SETS if sets else MOST_LABELS)
    if is_free_text and not has_spans:
        what = f"there are {count:,} different {'sets of ' if sets else ''}labels"
        raise TableError(path, what, "Is the column free text? Put codes there, a few that repeat.")
    table = _table(path, rows, has_papers, sets) if once and not is_free_text else None
    readings = _readings(path, rows, spans, has_papers) if has_spans else None
    return Judged(table, readings, has_papers, once and is_free_text)


_SEVERAL = "Leave one row for each unit and annotator; for sets of labels use --sets."
_UTF8 = "Save it as CSV in UTF-8: in a spreadsheet, “CSV UTF-8” under “Save as”."


def _read_rows(path: Path) -> list[tuple[int, Row]]:
    """The rows with the number of the line in which each ends; names of columns in lower case."""
    text = _read_text(path)
    head = text.partition("\n")[0]
    separator = max(SEPARATORS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        lines = [(reader.line_num, line) for line in reader if any(map(str.strip, line))]
    except csv.Error as error:
        raise TableError(path, f"line {reader.line_num} is no CSV ({error})", _UTF8) from None
    columns = [name.strip().lower() for name in lines[0][1]] if lines else []
    _check_columns(path, columns)
    if short := [number for number, line in lines if len(line) != len(columns)]:
        what = f"line {short[0]} has more or fewer fields than the first line has columns"
        raise TableError(path, what, f"Check that line and its quotation marks. {_UTF8}")
    rows: list[tuple[int, Row]] = [
        (number, dict(zip(columns, map(str.strip, line), strict=True)))
        for number, line in lines[1:]
    ]
    if not rows:
        raise TableError(path, "there is no row under the names of the columns", "Add some.")
    _check_filled(path, rows)
    return rows


def _read_text(path: Path) -> str:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise TableError(path, reason(error), "Check the name of the file.") from None
    except UnicodeDecodeError:
        raise TableError(path, "it is no text in UTF-8", _UTF8) from None
    if "\0" in text:
        raise TableError(path, "it is no text", _UTF8)
    return text


def _check_columns(path: Path, columns: Sequence[str]) -> None:
    missing = [name for name in NEEDED if name not in columns]
    if any(name in columns for name in POSITION):
        missing += [name for name in POSITION if name not in columns]
    if missing:
        what = f"there is no column {' and no column '.join(missing)}"
        have = ", ".join(filter(None, columns)) or "nothing"
        raise TableError(path, what, f"The first line names the columns; it has: {have}.")
    if doubled := sorted({name for name in columns if name and columns.count(name) > 1}):
        raise TableError(path, f"two columns are named {doubled[0]}", "Take one of them out.")


def _check_filled(path: Path, rows: Sequence[tuple[int, Row]]) -> None:
    for number, row in rows:
        for name in ("unit", "annotator", "paper"):
            if not row.get(name, "-"):
                raise TableError(path, f"line {number} has no {name}", "Fill it in.")


def _check_doubled(
    path: Path, rows: Sequence[tuple[int, Row]], spans: Sequence[Span | None]
) -> None:
    seen: dict[Hashable, int] = {}
    for (number, row), span in zip(rows, spans, strict=True):
        key = row.get("paper"), row["unit"], row["annotator"], span
        if key in seen:
            what = (
                f"lines {seen[key]} and {number} are of the same unit ({row['unit']}) and "
                f"annotator ({row['annotator']})"
            )
            raise TableError(path, what, _SEVERAL)
        seen[key] = number


def _lengths(
    path: Path, rows: Sequence[tuple[int, Row]], spans: Sequence[Span | None], text: str
) -> dict[str, int]:
    """How long each text is, where that is told; ``text`` is the column that names it."""
    told: dict[str, tuple[int, int]] = {}
    for number, row in rows:
        if row.get("length"):
            length = _whole(path, number, row, "length")
            if length < 1:
                raise TableError(path, f"line {number} has a length of {length}", _LENGTH)
            before, line = told.setdefault(row[text], (length, number))
            if before != length:
                what = f"lines {line} and {number} give {row[text]} two lengths"
                raise TableError(path, f"{what}, {before} and {length}", _LENGTH)
    for (number, row), span in zip(rows, spans, strict=True):
        length, _ = told.get(row[text], (0, 0))
        if span and length and span.end > length:
            what = f"line {number} has a span to {span.end}, and {row[text]} a length of {length}"
            raise TableError(path, what, _LENGTH)
    return {name: length for name, (length, _) in told.items()}


_LENGTH = "A length is that of the whole text, in characters, and the same in all its rows."


def _table(
    path: Path, rows: Sequence[tuple[int, Row]], has_papers: bool, sets: bool
) -> "pd.DataFrame":
    import pandas as pd

    columns: dict[str, list[Hashable]] = {
        name: [row[name] for _, row in rows] for name in ("unit", "annotator")
    }
    columns["label"] = [_label(row["label"], sets) for _, row in rows]
    if has_papers:
        columns["paper"] = [row["paper"] for _, row in rows]
        paper_of: dict[str, str] = {}
        for number, row in rows:
            if paper_of.setdefault(row["unit"], row["paper"]) != row["paper"]:
                what = f"line {number} has unit {row['unit']} in another paper than before"
                raise TableError(path, what, "Give units of different papers different names.")
    return pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in columns.items()})


def _label(text: str, sets: bool) -> Hashable:
    if not text:
        return None
    return frozenset(filter(None, map(str.strip, text.split(";")))) if sets else text


def _readings(
    path: Path,
    rows: Sequence[tuple[int, Row]],
    spans: Sequence[Span | None],
    has_papers: bool,
) -> list[Reading]:
    """A reading a paper; it is as long as ``length`` says, or else ends with its last span."""
    text = "paper" if has_papers else "unit"
    lengths = _lengths(path, rows, spans, text)
    marked: dict[str, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for (_, row), span in zip(rows, spans, strict=True):
        marked[row[text]][row["annotator"]] += [] if span is None else [span]
    ends = {name: max((span.end for of in by.values() for span in of), default=1)
            for name, by in marked.items()}  # fmt: skip
    return [
        Reading(
            name, Span(0, lengths.get(name, ends[name])), {w: tuple(of) for w, of in by.items()}
        )
        for name, by in marked.items()
    ]


def _span_of(path: Path, number: int, row: Row) -> Span | None:
    given = [name for name in POSITION if row.get(name)]
    if not given:
        return None
    if len(given) == 1:
        raise TableError(path, f"line {number} has a {given[0]} only", "Give both, or neither.")
    start, end = (_whole(path, number, row, name) for name in POSITION)
    if not 0 <= start < end:
        what = f"line {number} has a span from {start} to {end}"
        raise TableError(path, what, "Spans begin at 0 or later and end after they begin.")
    return Span(start, end)


def _whole(path: Path, number: int, row: Row, name: str) -> int:
    text = row[name].removesuffix(".0")  # a spreadsheet's whole number
    if not WHOLE.fullmatch(text):
        what = f"line {number} has {row[name]!r} for its {name}"
        raise TableError(path, what, "Positions are whole numbers of characters.")
    return int(text)
