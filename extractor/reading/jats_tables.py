"""The cells of a JATS table (the HTML table model): where each stands, and what is above it."""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from extractor.reading.jats_words import all_runs_of, text_of, words_of
from extractor.records import Style

_WIDEST = 100
"""More columns than any table has: a ``colspan`` beyond it is an error or an attack."""


class TableCell(NamedTuple):
    """A cell of a table; ``row`` and ``column`` count from 0, ``head`` is the text above it."""

    element: etree._Element
    row: int
    column: int
    head: str


class _Placed(NamedTuple):
    element: etree._Element
    row: int
    columns: range


def cells_of(table: etree._Element) -> Iterator[TableCell]:
    """The cells of ``table`` row by row, spans resolved.

    The head of a cell is the text of the header cells above its first column, from the top,
    each once: "Site A Women" where "Site A" spans "Women" and "Men". A cell of the header has
    the header cells above it as its head.
    """
    rows = _rows_of(table)
    header = _header_height(rows)
    heads: dict[int, list[_Placed]] = {}
    for cell in _placed(rows):
        above = heads.get(cell.columns.start, [])
        head = " ".join(text for part in above if (text := text_of(part.element)))
        yield TableCell(cell.element, cell.row, cell.columns.start, head)
        if cell.row < header:
            for column in cell.columns:
                heads.setdefault(column, []).append(cell)


def _rows_of(table: etree._Element) -> list[etree._Element]:
    """The rows of ``table``, not those of a table in one of its cells."""
    return [row for row in table.iter("tr") if next(row.iterancestors("table", "array")) is table]


def _header_height(rows: list[etree._Element]) -> int:
    """The rows of the header: those of ``<thead>``, else the first ones if all ``<th>`` or bold."""
    height = sum(next(row.iterancestors()).tag == "thead" for row in rows)
    if height:
        return height
    while height < len(rows) - 1 and _looks_like_header(rows[height]):
        height += 1
    return height


def _looks_like_header(row: etree._Element) -> bool:
    cells = [cell for cell in row if text_of(cell)]
    return bool(cells) and all(cell.tag == "th" or _is_bold(cell) for cell in cells)


def _is_bold(cell: etree._Element) -> bool:
    return all(piece.style & Style.BOLD for word in words_of(all_runs_of(cell)) for piece in word)


def _placed(rows: list[etree._Element]) -> Iterator[_Placed]:
    """Each cell with its row and columns, past those that a cell from above still covers."""
    covered: dict[int, int] = {}  # column -> the first row that is free again
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while covered.get(column, 0) > number:
                column += 1
            columns = range(column, column + _span(cell, "colspan", _WIDEST))
            ends = number + _span(cell, "rowspan", len(rows) - number)
            covered.update(dict.fromkeys(columns, ends))
            yield _Placed(cell, number, columns)
            column = columns.stop


def _span(cell: etree._Element, name: str, most: int) -> int:
    """How many columns or rows ``cell`` covers; as in HTML, a span that makes no sense is 1."""
    text = cell.get(name, "1").strip()
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        return 1
    return min(int(text), most) or (most if name == "rowspan" else 1)
