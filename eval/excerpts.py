"""Short texts cut from articles: a paragraph or three, without pages and without company.

A person may try the detector on a paragraph, and a paper may hold a single quotation. What the
ranker knows of whole papers must not make it deaf to these.
"""

from collections.abc import Iterator, Sequence
from random import Random

from extractor.quotes.paper import document_of_text
from extractor.records import Block, Document, Kind, Section, Span
from marks import Account

MOST_OF_EACH = 5
MARKS = '“"‘«„'


def excerpts_of(
    name: str, document: Document, accounts: Sequence[Account]
) -> Iterator[tuple[Document, list[Account]]]:
    """Some paragraphs with accounts, each with what leads to it, and some with other quotations."""
    random = Random(name)
    wanted, others = _sorted(document, accounts)
    for index in sorted(_some(wanted, random) + _some(others, random)):
        first = max(0, index - random.choice((0, 0, 1)))
        blocks = document.blocks[first : index + 1]
        if any(block.kind is Kind.CELL for block in blocks):
            blocks = document.blocks[index : index + 1]
        yield _excerpt(document, blocks, accounts)


def _sorted(document: Document, accounts: Sequence[Account]) -> tuple[list[int], list[int]]:
    """The paragraphs in which whole accounts stand, and those that quote something else."""
    wanted, others = [], []
    for index, block in enumerate(document.blocks):
        if block.kind is not Kind.PARAGRAPH or block.section is Section.REFERENCES:
            continue
        touching = [one for one in accounts if one.span.overlaps(block.span)]
        if touching and all(_within(one.span, block.span) for one in touching):
            wanted.append(index)
        elif not touching and any(mark in block.span.of(document.text) for mark in MARKS):
            others.append(index)
    return wanted, others


def _within(span: Span, other: Span) -> bool:
    return other.start <= span.start and span.end <= other.end


def _some(indices: list[int], random: Random) -> list[int]:
    return random.sample(indices, min(MOST_OF_EACH, len(indices)))


def _excerpt(
    document: Document, blocks: Sequence[Block], accounts: Sequence[Account]
) -> tuple[Document, list[Account]]:
    start, end = blocks[0].span.start, blocks[-1].span.end
    inside = [one for one in accounts if _within(one.span, Span(start, end))]
    moved = [
        one._replace(span=Span(one.span.start - start, one.span.end - start)) for one in inside
    ]
    return document_of_text(document.text[start:end]), moved
