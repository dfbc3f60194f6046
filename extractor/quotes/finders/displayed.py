"""Candidates that are whole blocks: set apart from the running text, or cells of a table."""

from collections.abc import Iterator

from extractor.quotes.candidate import (
    Candidate,
    could_be_account,
    label_in_row,
    label_of_block,
    trimmed,
)
from extractor.quotes.finders.turns import is_turn
from extractor.quotes.paper import RUNNING, Looks, Paper
from extractor.quotes.speakers.beside import Label, inner_labels, split_trailing_label
from extractor.records import Block, Form, Kind, Section, Span

IN_MARKS = 0.6


def find_displayed(paper: Paper) -> Iterator[Candidate]:
    """Blocks without quotation marks around them that look unlike running text, and cells."""
    done = 0
    for index, block in enumerate(paper.blocks):
        if index < done or block.section is Section.REFERENCES or is_turn(paper, index):
            continue
        done = _end_of_quotation(paper, index)
        span = Span(block.span.start, paper.blocks[done - 1].span.end)
        if not _is_displayed(paper, index, block) or paper.share_in_marks(span) > IN_MARKS:
            done = index
        elif done - index > 1:
            yield from _last(paper, (index, done), Form.BLOCK, span.start)
        else:
            yield from _in_block(paper, index, Form.TABLE if block.cell else Form.BLOCK)


def is_set_apart(looks: Looks) -> bool:
    """Whether a block looks different from running text, by one trait at least."""
    return (
        looks.indent > 0.45
        or looks.italic > 0.75
        or looks.smaller < 0.97
        or (looks.outdent > 1.0 and looks.lines > 1)
        or looks.sans > 0.8
    )


def _is_displayed(paper: Paper, index: int, block: Block) -> bool:
    """Whether a block may be a displayed quotation; without pages, a colon before it may tell."""
    apart = block.quoted or is_set_apart(paper.looks[index])
    before = paper.blocks[index - 1].span.of(paper.text) if index else ""
    introduced = not paper.document.pages and before.endswith(":")
    return block.kind is Kind.CELL or (block.kind in RUNNING and (apart or introduced))


def _end_of_quotation(paper: Paper, index: int) -> int:
    """One past the last paragraph that the source says goes on with one displayed quotation.

    A label or a turn ends it all the same: some sources put a group of quotations into one.
    """
    last = index + 1
    while last < len(paper.blocks) and paper.blocks[last].continued:
        if _labelled(paper, last - 1) or _begins_anew(paper, last):
            break
        last += 1
    return last


def _labelled(paper: Paper, index: int) -> bool:
    """Whether a paragraph has a label within or at its end, is one, or is a turn."""
    span = paper.blocks[index].span
    return (
        is_turn(paper, index)
        or label_of_block(paper, index) is not None
        or split_trailing_label(paper.text, span)[1] is not None
        or any(inner_labels(paper.text, span))
    )


def _begins_anew(paper: Paper, index: int) -> bool:
    """Whether a paragraph is a label or a turn, and no more words of the one before."""
    return is_turn(paper, index) or label_of_block(paper, index) is not None


def _in_block(paper: Paper, index: int, form: Form) -> Iterator[Candidate]:
    """The block's words; where several quotations with their labels fill it, each of them."""
    span = paper.blocks[index].span
    start = span.start
    for label, end in inner_labels(paper.text, span):
        yield from _part(paper, index, form, (start, label.span.start - 1), label)
        start = end
    yield from _last(paper, (index, index + 1), form, start)


def _part(
    paper: Paper, index: int, form: Form, ends: tuple[int, int], label: Label
) -> Iterator[Candidate]:
    span = trimmed(paper, *ends)
    if span is not None and could_be_account(paper, span):
        yield Candidate(span, form, (index, index + 1), None, label, "after")


def _last(paper: Paper, blocks: tuple[int, int], form: Form, start: int) -> Iterator[Candidate]:
    """What is left of the blocks, without the label that ends it or follows on the next line."""
    end = paper.blocks[blocks[1] - 1].span.end
    outer = trimmed(paper, start, end)
    if outer is None:
        return
    closed = end if end - outer.end < 3 else outer.end
    words, label = split_trailing_label(paper.text, Span(outer.start, closed))
    label, place = label or label_of_block(paper, blocks[1]), "after"
    if label is None:
        label, place = label_in_row(paper, blocks[0]), "row"
    inner = trimmed(paper, words.start, words.end)
    if inner is not None and could_be_account(paper, inner):
        yield Candidate(inner, form, blocks, None, label, place if label else "")
