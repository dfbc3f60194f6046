"""Candidates in quotation marks, wherever they stand."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from extractor.quotes.candidate import (
    Candidate,
    could_be_account,
    find_label,
    trimmed,
)
from extractor.quotes.finders.turns import is_interviewer, is_turn
from extractor.quotes.marks.marked import Marked
from extractor.quotes.paper import Paper
from extractor.quotes.speakers.beside import split_trailing_label
from extractor.records import Form, Kind

BEFORE_ITS_MARK, AFTER_ITS_MARK = 40, 90


def find_marked_stretches(paper: Paper) -> Iterator[Candidate]:
    """Every stretch in quotation marks; in a dialogue the turns count instead."""
    for marked in paper.marked:
        first = bisect_right(paper.starts, marked.outer.start) - 1
        last = bisect_right(paper.starts, marked.outer.end - 1)
        if not could_be_account(paper, marked.span):
            continue
        if any(is_turn(paper, index) for index in range(first, last)) and (
            last - first > 1 or marked.span.start <= paper.starts[first] + 1
        ):
            continue
        asked = [index for index in range(first, last) if is_interviewer(paper, index)]
        parts = _around(paper, marked, (first, last), asked) if asked else [(marked, (first, last))]
        for part, blocks in parts:
            yield _candidate(paper, part, blocks)


def _candidate(paper: Paper, marked: Marked, blocks: tuple[int, int]) -> Candidate:
    """The candidate; where the closing mark is missing, a label may stand at the words' end."""
    candidate = Candidate(marked.span, Form.INLINE, blocks, marked)
    if not marked.closed:
        words, label = split_trailing_label(paper.text, marked.span)
        span = trimmed(paper, words.start, words.end)
        if label and span:
            candidate.span, candidate.label, candidate.label_place = span, label, "after"
    candidate.form = _form(paper, candidate)
    if candidate.label is None:
        find_label(paper, candidate)
    return candidate


def _around(
    paper: Paper, marked: Marked, blocks: tuple[int, int], asked: Sequence[int]
) -> Iterator[tuple[Marked, tuple[int, int]]]:
    """The parts of a quotation over several blocks, without the interviewer's turns in it."""
    for index in range(*blocks):
        block = paper.blocks[index].span
        start, end = max(block.start, marked.span.start), min(block.end, marked.span.end)
        span = trimmed(paper, start, end) if index not in asked and start < end else None
        if span is not None:
            yield marked._replace(span=span, outer=span), (index, index + 1)


def _form(paper: Paper, candidate: Candidate) -> Form:
    kind = paper.blocks[candidate.blocks[0]].kind
    if kind is Kind.CELL:
        return Form.TABLE
    if kind in (Kind.HEADING, Kind.TITLE):
        return Form.HEADING
    return Form.BLOCK if _fills_its_block(paper, candidate) else Form.INLINE


def _fills_its_block(paper: Paper, candidate: Candidate) -> bool:
    """Whether a marked stretch makes up its block, a label aside."""
    start = paper.blocks[candidate.blocks[0]].span.start
    end = paper.blocks[candidate.blocks[1] - 1].span.end
    before, after = candidate.span.start - start, end - candidate.span.end
    return before <= BEFORE_ITS_MARK and after <= max(AFTER_ITS_MARK, 0.2 * len(candidate.span))
