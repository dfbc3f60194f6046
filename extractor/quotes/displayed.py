"""Candidates that are whole blocks: set apart from the running text, or cells of a table."""

from collections.abc import Iterator

from extractor.quotes.candidate import (
    Candidate,
    has_words,
    label_in_row,
    label_of_block,
    trimmed,
)
from extractor.quotes.paper import RUNNING, Looks, Paper
from extractor.quotes.speakers import split_trailing_label
from extractor.quotes.turns import is_turn
from extractor.records import Form, Kind, Section, Span

IN_MARKS = 0.6


def find_displayed(paper: Paper) -> Iterator[Candidate]:
    """Blocks without quotation marks around them that look unlike running text, and cells."""
    for index, block in enumerate(paper.blocks):
        if block.section is Section.REFERENCES or is_turn(paper, index):
            continue
        cell = block.kind is Kind.CELL
        apart = block.kind in RUNNING and (block.quoted or is_set_apart(paper.looks[index]))
        if (cell or apart) and paper.share_in_marks(block.span) < IN_MARKS:
            candidate = _displayed(paper, index, Form.TABLE if cell else Form.BLOCK)
            if candidate is not None:
                yield candidate


def is_set_apart(looks: Looks) -> bool:
    """Whether a block looks different from running text, by one trait at least."""
    return (
        looks.indent > 0.45
        or looks.italic > 0.75
        or looks.smaller < 0.97
        or (looks.outdent > 1.0 and looks.lines > 1)
        or looks.sans > 0.8
    )


def _displayed(paper: Paper, index: int, form: Form) -> Candidate | None:
    """The block's words, without the label that ends them or follows on the next line."""
    span = paper.blocks[index].span
    outer = trimmed(paper, span.start, span.end)
    if outer is None:
        return None
    closed = span.end if span.end - outer.end < 3 else outer.end
    words, label = split_trailing_label(paper.text, Span(outer.start, closed))
    label, place = label or label_of_block(paper, index + 1), "after"
    if label is None:
        label, place = label_in_row(paper, index), "row"
    inner = trimmed(paper, words.start, words.end)
    if inner is None or not has_words(paper, inner):
        return None
    return Candidate(inner, form, (index, index + 1), None, label, place if label else "")
