"""One sheet of rows as an XLSX workbook, written as it goes, in which no text is a formula."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO

from extractor.errors import FirsthandError
from extractor.exchange.cells import is_like_a_formula, shown

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

Value = str | int | float | None
LONGEST = 32_767  # characters in a cell; openpyxl and Excel cut off what is longer
WIDTH = 10.0  # of a column, in letters, unless told otherwise


class TooLongForExcelError(FirsthandError):
    """A text is longer than a cell of Excel may be."""

    def __init__(self, column: str, row: int) -> None:
        super().__init__(
            f"Row {row} has more than {LONGEST:,} characters in its column “{column}”, "
            "and Excel would cut them off.\nExport to a file that ends in .csv or .jsonl."
        )


def write_workbook(
    stream: BinaryIO,
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    widths: Mapping[str, float],
) -> None:
    """Write a workbook of one sheet, with the names of its columns in a first row that stays.

    Every text becomes a cell of the type string, so none is a formula and none needs an apostrophe
    before it; what nobody would see, or XML cannot hold, is shown as U+FFFD. Texts are wrapped in
    the columns that ``widths`` (in letters) names. Raises TooLongForExcelError.
    """
    book = _workbook(title, columns, widths)
    page = book.worksheets[0]
    wraps = [name in widths for name in columns]
    make = _cell_maker(book)
    with closing(page):  # also when a row cannot be had
        for number, row in enumerate(chain([columns], rows), 1):
            _check_lengths(row, columns, number)
            page.append([make(value, wrap) for value, wrap in zip(row, wraps, strict=True)])
    book.save(stream)


def _workbook(title: str, columns: Sequence[str], widths: Mapping[str, float]) -> "Workbook":
    """An empty workbook; in this mode of openpyxl memory does not grow with the rows."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    book.properties.creator = "firsthand"
    page = book.create_sheet(title)
    page.freeze_panes = "A2"
    for number, name in enumerate(columns, 1):
        page.column_dimensions[get_column_letter(number)].width = widths.get(name, WIDTH)
    return book


def _check_lengths(row: Sequence[Value], columns: Sequence[str], number: int) -> None:
    for value, column in zip(row, columns, strict=True):
        if isinstance(value, str) and len(value) > LONGEST:
            raise TooLongForExcelError(column, number)


def _cell_maker(book: "Workbook") -> Callable[[Value, bool], object]:
    """What makes a cell of a value, wrapped or not.

    ``quotePrefix`` keeps a text a text when somebody edits it in Excel.
    """
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    page = book.worksheets[0]
    alignments = {wrap: Alignment(vertical="top", wrap_text=wrap) for wrap in (False, True)}

    def make(value: Value, wrap: bool) -> object:
        cell = WriteOnlyCell(page, shown(value) if isinstance(value, str) else value)
        cell.alignment = alignments[wrap]
        if isinstance(value, str):
            cell.data_type = "s"
            cell.quotePrefix = is_like_a_formula(value)
        return cell

    return make
