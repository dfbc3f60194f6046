"""What a detector asks of a paper: how its blocks are set, against how most of it is set.

Works with or without pages: where there are no printed lines (JATS, plain text), layout says
nothing and what the source marks as a quotation counts.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import median

import numpy as np

from extractor.quotes.kinds import is_review
from extractor.quotes.marks.marked import Marked, find_marked
from extractor.quotes.phrases import ASKING
from extractor.quotes.speakers.beside import Label, turn_label
from extractor.quotes.wording import Prose, prose_of
from extractor.records import Block, Document, Kind, Line, Section, Span, Style, Word

SHORT, FEWEST_ASKING = 9_000, 3
SCALE = re.compile(
    r"\b(?:scale|questionnaire|inventory|psychometric\w*|validation|validity|instrument|"
    r"checklist)\b",
    re.IGNORECASE,
)
TOLD_APART = (Style.BOLD, Style.ITALIC, Style.SANS)
RUNNING = (Kind.PARAGRAPH, Kind.ITEM)
BESIDE = (Section.FRONT, Section.BACK, Section.REFERENCES)
WITH_WORDS = (*RUNNING, Kind.CELL, Kind.HEADING, Kind.TITLE, Kind.FIGURE)
PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")


@dataclass(frozen=True, slots=True)
class Looks:
    """How one block is set; lengths in units of its own letter size.

    ``indent`` is the left edge of its lines against the column's, ``first`` the extra indent of
    its first line, ``outdent`` how far its longest line stays away from the right edge;
    ``smaller`` is its size over the body's; ``above`` and ``below`` are the white space to its
    neighbours in the column beyond what lines have.
    """

    lines: int = 0
    indent: float = 0.0
    first: float = 0.0
    outdent: float = 0.0
    italic: float = 0.0
    bold: float = 0.0
    sans: float = 0.0
    smaller: float = 1.0
    above: float = 0.0
    below: float = 0.0


class Styles:
    """How many letters up to each word are set in each style: a share is told by two words."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.starts = [word.start for word in words]
        self.ends = [word.end for word in words]
        styles = np.array([word.style for word in words], dtype=int)
        letters = np.array(self.ends, dtype=int) - np.array(self.starts, dtype=int)
        self.letters = [0, *np.cumsum(letters).tolist()]
        self.set_in = {
            style: [0, *np.cumsum(np.where(styles & style, letters, 0)).tolist()]
            for style in TOLD_APART
        }
        self.mostly_sans = 2 * self.set_in[Style.SANS][-1] > self.letters[-1]

    def share(self, span: Span, style: int) -> float:
        """The share in a style of the letters of all words that a span touches."""
        first = bisect_right(self.ends, span.start)
        last = bisect_left(self.starts, span.end)
        total = self.letters[last] - self.letters[first]
        return (self.set_in[style][last] - self.set_in[style][first]) / total if total > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Paper:
    """A document with the looks of its blocks.

    ``outermost`` are the stretches in quotation marks that stand in no other, in order; ``turns``
    the labels with which blocks begin like turns of a dialogue, by the index of the block.
    """

    document: Document
    looks: tuple[Looks, ...]
    starts: tuple[int, ...]
    marked: tuple[Marked, ...]
    outermost: tuple[Span, ...]
    turns: Mapping[int, Label]
    styles: Styles
    asks_people: bool = True
    names_results: bool = False
    is_review: bool = False
    is_of_a_scale: bool = False
    prose: Prose = Prose()

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The document's blocks."""
        return self.document.blocks

    def share_in_marks(self, span: Span) -> float:
        """The share of a span that stands in quotation marks, nested ones counted once."""
        first = bisect_right(self.outermost, span.start, key=_end)
        last = bisect_left(self.outermost, span.end, key=_start)
        inside = sum(
            min(outer.end, span.end) - max(outer.start, span.start)
            for outer in self.outermost[first:last]
        )
        return inside / len(span)


def document_of_text(text: str) -> Document:
    """Plain text as a document: blocks parted by empty lines, no pages, no section known."""
    blocks = tuple(
        Block(Kind.PARAGRAPH, Span(*match.span()), Section.RESULTS)
        for match in PARAGRAPH.finditer(text)
    )
    return Document(paper="", text=text, reader="plain text", blocks=blocks)


def look_at(document: Document) -> Paper:
    """The document with the looks of all its blocks."""
    size = _body_size(document)
    styles = Styles(document.words)
    looks = tuple(_looks(document, styles, index, size) for index in range(len(document.blocks)))
    starts = tuple(block.span.start for block in document.blocks)
    marked = _marked(document)
    return Paper(
        document,
        looks,
        starts,
        tuple(marked),
        tuple(one.outer for one in marked if one.depth == 0),
        _turns(document),
        styles,
        asks_people=_asks_people(document.text),
        names_results=any(block.section is Section.RESULTS for block in document.blocks),
        is_review=is_review(document),
        is_of_a_scale=bool(SCALE.search(document.title)),
        prose=prose_of(_running_text(document)),
    )


def _running_text(document: Document) -> str:
    """The paragraphs of the body; a study's quotations are the smaller part of them."""
    return "\n".join(
        block.span.of(document.text)
        for block in document.blocks
        if block.kind in RUNNING and block.section not in BESIDE
    )


def _asks_people(text: str) -> bool:
    """Whether a paper tells of interviews, groups, diaries or the like; a short text need not."""
    asking = islice(ASKING.finditer(text), FEWEST_ASKING)
    return len(text) < SHORT or sum(1 for _ in asking) == FEWEST_ASKING


def _marked(document: Document) -> list[Marked]:
    """What stands in quotation marks, where accounts are looked for."""
    spans = [
        block.span
        for block in document.blocks
        if block.kind in WITH_WORDS and block.section is not Section.REFERENCES
    ]
    return find_marked(document.text, spans)


def _turns(document: Document) -> dict[int, Label]:
    """The label of each block that begins like a turn, by its index."""
    labels = {
        index: turn_label(document.text, block.span)
        for index, block in enumerate(document.blocks)
        if block.kind in (*RUNNING, Kind.CELL)
    }
    return {index: label for index, label in labels.items() if label is not None}


def _start(span: Span) -> int:
    return span.start


def _end(span: Span) -> int:
    return span.end


def _body_size(document: Document) -> float:
    sizes = Counter[float]()
    for block in document.blocks:
        if block.kind in RUNNING:
            for line in document.lines_of(block):
                sizes[round(line.size, 1)] += line.end - line.start
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _looks(document: Document, styles: Styles, index: int, body: float) -> Looks:
    block = document.blocks[index]
    lines = document.lines_of(block)
    italic = styles.share(block.span, Style.ITALIC)
    bold = styles.share(block.span, Style.BOLD)
    if not lines:
        return Looks(italic=italic, bold=bold)
    size = median(line.size for line in lines) or body
    rest = lines[1:] or lines
    indent = median((line.x0 - line.left) / size for line in rest)
    return Looks(
        lines=len(lines),
        indent=indent,
        first=(lines[0].x0 - lines[0].left) / size - indent,
        outdent=min((line.right - line.x1) / size for line in lines),
        italic=italic,
        bold=bold,
        sans=0.0 if styles.mostly_sans else styles.share(block.span, Style.SANS),
        smaller=size / body,
        above=_gap(document.lines, block.lines[0] - 1, body),
        below=_gap(document.lines, block.lines[1] - 1, body),
    )


def _gap(lines: Sequence[Line], index: int, body: float) -> float:
    """White space between line ``index`` and the next, if both stand in one column."""
    if not 0 <= index < len(lines) - 1:
        return 0.0
    above, below = lines[index], lines[index + 1]
    if above.page != below.page or below.top < above.top or abs(above.left - below.left) > 3:
        return 0.0
    return max(0.0, (below.top - above.bottom) / body - 0.35)
