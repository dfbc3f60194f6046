"""Captions of several lines, and the words that stand inside figures."""

import re
from collections.abc import Sequence
from itertools import takewhile

from extractor.reading.blocks import PrintedBlock, Setting
from extractor.records import Kind

Sorted = tuple[PrintedBlock, Kind]

OF_FIGURE = re.compile(r"\W*(?:\w+ )?(?:fig|chart|scheme|abb)", re.IGNORECASE)
LOOSE = (Kind.PARAGRAPH, Kind.HEADING, Kind.ITEM)
MOST_LINES, MOST_WORDS = 6, 10  # of a block of figure text; words a line


def join_captions(columns: Sequence[Sequence[Sorted]], setting: Setting) -> list[list[Sorted]]:
    """The columns of one page, with what goes on a caption's text made part of it.

    Its lines may be set in, centred or left short, which makes blocks or columns of them; they are
    close together and of one size, smaller than the body's.
    """
    joined: list[list[Sorted]] = []
    last: list[Sorted] = []
    for column in columns:
        here: list[Sorted] = []
        for block, kind in column:
            if last and kind in LOOSE and _goes_on(last[-1], block, setting):
                caption = last[-1][0]
                last[-1] = caption._replace(lines=[*caption.lines, *block.lines]), Kind.CAPTION
            else:
                here.append((block, kind))
                last = here
        joined.append(here)
    return joined


def mark_figure_text(columns: Sequence[Sequence[Sorted]], setting: Setting) -> list[list[Sorted]]:
    """The columns of one page, with scattered words of figures told from the running text.

    They are what stands between a figure's caption and the running text above it, or below it
    where nothing stands above.
    """
    blocks = [sorted_block for column in columns for sorted_block in column]
    captions = [b for b, kind in blocks if kind is Kind.CAPTION and OF_FIGURE.match(b.text)]
    inside: set[int] = set()
    for caption in captions:
        beside = [pair for pair in blocks if _overlaps(pair[0], caption)]
        found = _scattered(_above(caption, beside), caption, setting)
        found = found or _scattered(_below(caption, beside), caption, setting)
        inside |= {id(block) for block in found}
    return [
        [(block, Kind.FIGURE if id(block) in inside else kind) for block, kind in column]
        for column in columns
    ]


def _goes_on(before: Sorted, block: PrintedBlock, setting: Setting) -> bool:
    caption, kind = before
    last, first = caption.lines[-1], block.lines[0]
    return (
        kind is Kind.CAPTION
        and first.size < 0.97 * setting.size
        and abs(last.size - first.size) < 0.04 * first.size
        and -1.2 * first.size < first.top - last.bottom < 0.55 * first.size
    )


def _overlaps(block: PrintedBlock, caption: PrintedBlock) -> bool:
    return any(line.x0 < caption.right and line.x1 > caption.left for line in block.lines)


def _above(caption: PrintedBlock, blocks: Sequence[Sorted]) -> list[Sorted]:
    """From the caption upwards."""
    top = caption.lines[0].top
    higher = [pair for pair in blocks if pair[0].lines[-1].bottom <= top + 2]
    return sorted(higher, key=lambda pair: -pair[0].lines[-1].bottom)


def _below(caption: PrintedBlock, blocks: Sequence[Sorted]) -> list[Sorted]:
    """From the caption downwards."""
    bottom = caption.lines[-1].bottom
    lower = [pair for pair in blocks if pair[0].lines[0].top >= bottom - 2]
    return sorted(lower, key=lambda pair: pair[0].lines[0].top)


def _scattered(
    blocks: Sequence[Sorted], caption: PrintedBlock, setting: Setting
) -> list[PrintedBlock]:
    """The blocks up to the first that is running text, a heading or another caption."""
    loose = takewhile(
        lambda pair: pair[1] in LOOSE and _is_scattered(*pair, caption, setting), blocks
    )
    return [block for block, _ in loose]


def _is_scattered(block: PrintedBlock, kind: Kind, caption: PrintedBlock, setting: Setting) -> bool:
    """Short lines that are not of body size, or do not begin at the column's edge."""
    words = len(block.text.split())
    if len(block.lines) > MOST_LINES or words > MOST_WORDS * len(block.lines):
        return False
    if kind is Kind.HEADING and block.size > 0.96 * setting.size:
        return False
    of_body_size = abs(block.size - setting.size) < 0.04 * setting.size
    return not of_body_size or not _at_edge(block, caption)


def _at_edge(block: PrintedBlock, caption: PrintedBlock) -> bool:
    return abs(min(line.x0 for line in block.lines) - caption.left) < 0.5 * block.size
