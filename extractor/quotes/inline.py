"""Candidates inside the running text: what stands in quotation marks, and runs in italics."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from extractor.quotes.candidate import (
    Candidate,
    find_label,
    has_words,
    trimmed,
)
from extractor.quotes.marks import Marked
from extractor.quotes.paper import RUNNING, Paper
from extractor.quotes.turns import is_interviewer, is_turn
from extractor.records import Form, Kind, Style

FEWEST_ITALIC = 6
BEFORE_ITS_MARK, AFTER_ITS_MARK = 40, 90


def find_marked_stretches(paper: Paper) -> Iterator[Candidate]:
    """Every stretch in quotation marks; in a dialogue the turns count instead."""
    for marked in paper.marked:
        first = bisect_right(paper.starts, marked.outer.start) - 1
        last = bisect_right(paper.starts, marked.outer.end - 1)
        if not has_words(paper, marked.span):
            continue
        if any(is_turn(paper, index) for index in range(first, last)) and (
            last - first > 1 or marked.span.start <= paper.starts[first] + 1
        ):
            continue
        asked = [index for index in range(first, last) if is_interviewer(paper, index)]
        parts = _around(paper, marked, (first, last), asked) if asked else [(marked, (first, last))]
        for part, blocks in parts:
            candidate = Candidate(part.span, Form.INLINE, blocks, part)
            candidate.form = _form(paper, candidate)
            find_label(paper, candidate)
            yield candidate


def find_italic_runs(paper: Paper) -> Iterator[Candidate]:
    """Runs of words in italics inside a roman paragraph that no quotation marks enclose."""
    for index, block in enumerate(paper.blocks):
        if block.kind in RUNNING and 0.02 < paper.looks[index].italic < 0.9:
            yield from _runs_in(paper, index)


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


def _runs_in(paper: Paper, index: int) -> Iterator[Candidate]:
    run: list[tuple[int, int]] = []
    for word in (*paper.document.words_of(paper.blocks[index].span), None):
        if word is not None and word.style & Style.ITALIC:
            run.append((word.start, word.end))
            continue
        span = trimmed(paper, run[0][0], run[-1][1]) if len(run) >= FEWEST_ITALIC else None
        if span is not None:
            candidate = Candidate(span, Form.INLINE, (index, index + 1))
            find_label(paper, candidate)
            yield candidate
        run = []
