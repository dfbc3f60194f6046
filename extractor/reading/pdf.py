"""A PDF -> Document: the steps in order, from the print on the pages to one text.

pieces → frames → stretches → furniture apart → tables apart → columns → blocks → running text
"""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from extractor.errors import ChangedFileError, NoTextLayerError
from extractor.reading.blocks import PrintedBlock, Setting, find_blocks, measure_setting
from extractor.reading.columns import Column, align_edges, find_columns
from extractor.reading.figures import Sorted, join_captions, mark_figure_text
from extractor.reading.flow import Placed, in_order, place
from extractor.reading.frames import Frame, find_frames
from extractor.reading.furniture import find_furniture
from extractor.reading.kinds import count_footnotes, kind_of
from extractor.reading.lines import PrintedLine, find_stretches
from extractor.reading.mending import mend_pieces, mend_stretches
from extractor.reading.outline import find_outline
from extractor.reading.printed import Piece, Printed, Rule
from extractor.reading.quality import find_findings, has_no_text, uncertain_columns
from extractor.reading.tables import PrintedCell, Region, find_tables, read_table
from extractor.reading.writing import write_text
from extractor.records import Aside, Box, Cell, Document, Kind, Page

VERSION = "pdf 1"


@dataclass(slots=True)
class _Sheet:
    """One frame on its way: what is left of it after each step."""

    frame: Frame
    stretches: list[PrintedLine]
    tables: list[tuple[Region, list[PrintedCell]]] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)


def read_pdf(path: Path, read_pages: Callable[[], Iterable[Printed]], *, engine: str) -> Document:
    """The document that the pages of one PDF make.

    Raises ``NoTextLayerError`` where there is no text, ``ChangedFileError`` where the file is
    written to meanwhile (its hash would be of another text), ``OSError`` where it is gone, and
    what ``read_pages`` raises.
    """
    before = _state(path)
    pages = list(read_pages())
    if has_no_text(pages):
        raise NoTextLayerError(path)
    sheets, asides = _sheets_of(pages)
    setting = _lay_out(sheets)
    written, placed = write_text(in_order(_all_blocks(sheets, setting)))
    text = "".join(written.parts)
    blocks = tuple(find_outline(placed, text))
    paper = hashlib.sha256(path.read_bytes()).hexdigest()
    if _state(path) != before:
        raise ChangedFileError(path)
    return Document(
        paper=paper,
        text=text,
        reader=f"{VERSION} ({engine})",
        title=next((b.span.of(text) for b in blocks if b.kind is Kind.TITLE), ""),
        pages=tuple(Page(p.number, p.label, p.width, p.height) for p in pages),
        words=tuple(written.words),
        lines=tuple(written.lines),
        blocks=blocks,
        asides=tuple(asides),
        findings=find_findings(pages, uncertain=_uncertain(sheets, setting)),
    )


def _state(path: Path) -> tuple[int, int, int]:
    """What is another number once a file is written to, or another one is in its place."""
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _sheets_of(pages: Sequence[Printed]) -> tuple[list[_Sheet], list[Aside]]:
    """The frames of all pages as stretches; furniture and loose turned pieces are put aside."""
    sheets: list[_Sheet] = []
    asides: list[Aside] = []
    for page in pages:
        frames, loose = find_frames(page)
        asides += [_aside(Kind.MARGIN, page.number, piece) for piece in loose]
        for frame in frames:
            stretches = mend_stretches(find_stretches(mend_pieces(frame.pieces)))
            frame.pieces.clear()
            sheets.append(_Sheet(frame, stretches))
    _take_furniture(sheets, asides)
    return sheets, asides


def _aside(kind: Kind, page: int, where: Piece | PrintedLine) -> Aside:
    return Aside(kind, Box(page, where.x0, where.top, where.x1, where.bottom), where.text)


def _take_furniture(sheets: Sequence[_Sheet], asides: list[Aside]) -> None:
    level = [sheet for sheet in sheets if sheet.frame.angle == 0]
    found = find_furniture(
        [sheet.stretches for sheet in level],
        [sheet.frame.height for sheet in level],
        [sheet.frame.rules for sheet in level],
    )
    for sheet, kinds in zip(level, found, strict=True):
        for index, kind in sorted(kinds.items()):
            asides.append(_aside(kind, sheet.frame.page, sheet.stretches[index]))
        sheet.stretches = [s for i, s in enumerate(sheet.stretches) if i not in kinds]


def _lay_out(sheets: Sequence[_Sheet]) -> Setting:
    """Tables taken out, the rest in columns whose edges agree over the paper."""
    rough = measure_setting([[Column(sheet.stretches, 0, 0)] for sheet in sheets])
    for sheet in sheets:
        _take_tables(sheet, rough.size)
    aligned = align_edges([find_columns(sheet.stretches) for sheet in sheets])
    for sheet, columns in zip(sheets, aligned, strict=True):
        sheet.columns = columns
    return measure_setting(aligned)


def _take_tables(sheet: _Sheet, body: float) -> None:
    for region in find_tables(sheet.frame.rules, sheet.stretches, body):
        inside = [s for s in sheet.stretches if region.holds(s)]
        sheet.stretches = [s for s in sheet.stretches if not region.holds(s)]
        if inside:
            sheet.tables.append((region, read_table(region, inside)))


def _all_blocks(sheets: Sequence[_Sheet], setting: Setting) -> Iterator[Placed]:
    """The blocks of all pages in reading order, tables where their tops stand in a column."""
    number, tables = 0, count()
    for sheet in sheets:
        frame, waiting = sheet.frame, deque(sorted(sheet.tables, key=lambda table: table[0].top))
        for column in _kinds(sheet, setting):
            number += 1
            for block, kind in column:
                while waiting and _stands_before(waiting[0][0], block):
                    yield from _cells(waiting.popleft()[1], frame, number, next(tables))
                yield place(block, kind, frame, number)
        for _, cells in waiting:
            yield from _cells(cells, frame, number, next(tables))


def _stands_before(region: Region, block: PrintedBlock) -> bool:
    first = block.lines[0]
    beside = region.x0 < first.x1 and first.x0 < region.x1
    return beside and region.bottom <= first.top + 2


def _kinds(sheet: _Sheet, setting: Setting) -> list[list[Sorted]]:
    """The blocks of one page with their kinds, column by column."""
    by_column = [_kinds_in(column, setting, sheet.frame.rules) for column in sheet.columns]
    return mark_figure_text(join_captions(by_column, setting), setting)


def _kinds_in(column: Column, setting: Setting, rules: Sequence[Rule]) -> list[Sorted]:
    blocks = find_blocks(column, setting)
    notes = len(blocks) - count_footnotes(blocks, setting, rules)
    return [
        (block, kind_of(block, setting) if index < notes else Kind.FOOTNOTE)
        for index, block in enumerate(blocks)
    ]


def _cells(cells: Sequence[PrintedCell], frame: Frame, number: int, table: int) -> Iterator[Placed]:
    """The cells of a table, each with the text at the head of its column."""
    heads: dict[int, str] = {}
    for cell in cells:
        if cell.row == cells[0].row:
            text = " ".join(line.text for line in cell.lines)
            heads[cell.column] = f"{heads.get(cell.column, '')} {text}".strip()
    for cell in cells:
        where = Cell(table, cell.row, cell.column, heads.get(cell.column, ""))
        yield place(cell.lines, Kind.CELL, frame, number, where)


def _uncertain(sheets: Sequence[_Sheet], setting: Setting) -> list[int]:
    """The pages whose columns were perhaps not told apart."""
    doubtful = [s.frame.page for s in sheets if uncertain_columns(s.columns, setting.size)]
    return list(dict.fromkeys(doubtful))
