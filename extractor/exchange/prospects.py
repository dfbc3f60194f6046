"""The table of pre-screening for spreadsheets: a row a paper, the most promising first."""

import csv
from collections.abc import Iterable, Mapping
from typing import BinaryIO, TextIO

from extractor.exchange.cells import BYTE_ORDER_MARK, harmless
from extractor.exchange.workbook import LONGEST, Value, write_workbook
from extractor.screening.prospects import Prospect
from extractor.screening.samples import HOW_MANY

SAMPLES = tuple(f"sample_{number}" for number in range(1, HOW_MANY + 1))
COLUMNS = (
    "source", "title", "kind", "has_accounts", "expected", "low", "high", "voices", "forms",
    "topic", "design", "quality", *SAMPLES, "why",
)  # fmt: skip
WIDTHS = {
    "source": 28, "title": 40, "kind": 16, "voices": 22, "forms": 18, "design": 28, "quality": 28,
    "why": 40, **dict.fromkeys(SAMPLES, 48),
}  # fmt: skip


def write_csv(stream: TextIO, prospects: Iterable[Prospect]) -> None:
    """Write one row a paper, in the order given; open ``stream`` with ``newline=""``.

    What is not known is an empty cell. A cell that a spreadsheet would run as a formula gets an
    apostrophe before it, and what nobody would see is shown as U+FFFD.
    """
    stream.write(BYTE_ORDER_MARK)
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for prospect in prospects:
        writer.writerow([harmless(value) for value in cells_of(prospect)])


def write_xlsx(stream: BinaryIO, prospects: Iterable[Prospect]) -> None:
    """Write a workbook of one sheet; ``stream`` is open for bytes.

    A sample longer than a cell of Excel may be is cut off there, and ends in "…".
    """
    rows = ([_short(value) for value in cells_of(prospect)] for prospect in prospects)
    write_workbook(stream, "Pre-screening", COLUMNS, rows, widths=WIDTHS)


def cells_of(prospect: Prospect) -> list[Value]:
    """A paper's row: one plain value a cell, in the order of ``COLUMNS``."""
    expected = prospect.expected
    samples = [*prospect.samples, *[""] * HOW_MANY][:HOW_MANY]
    return [
        prospect.source,
        prospect.title,
        prospect.kind.value,
        None if prospect.has_accounts is None else round(prospect.has_accounts, 3),
        expected.count if expected else None,
        expected.low if expected else None,
        expected.high if expected else None,
        counts_told(prospect.voices),
        counts_told(prospect.forms),
        None if prospect.topic is None else round(prospect.topic, 3),
        "; ".join(prospect.design),
        "; ".join(prospect.quality),
        *samples,
        "; ".join(prospect.why),
    ]


def counts_told(counts: Mapping[str, int]) -> str:
    """Counts in words, the largest first: "service user 12, professional 3"."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} {count}" for name, count in ordered)


def _short(value: Value) -> Value:
    if isinstance(value, str) and len(value) > LONGEST:
        return value[: LONGEST - 1] + "…"
    return value
