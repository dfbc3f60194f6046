"""Suggestions that are parts of one account: a translation after its original, two paragraphs.

Two blocks, one right after the other with no author's word between, are one account where the
first is in another language than the second, or where this paper labels its quotations and only
the second carries a label.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.quotes.alternatives import whole_words
from extractor.quotes.paper import Paper
from extractor.quotes.ranking.choosing import Scored
from extractor.records import Form, Span

LIKELY = 0.5
MOSTLY = 0.7
FEWEST = 4
PRINTED = ("after", "row", "group")
ENGLISH = whole_words(
    "the|and|of|to|that|was|were|is|it|in|you|they|she|he|not|with|for|had|have|would|my|me"
)
ENGLISH_SHARE = 0.12
JOINED_BY = re.compile(r"[\s”“\"«»„.…]*")


def join_parts(paper: Paper, chosen: Sequence[Scored]) -> list[Scored]:
    """The chosen candidates, those that are parts of one account put together."""
    labels_its_blocks = _labels_its_blocks(chosen)
    joined: list[Scored] = []
    for one in chosen:
        if joined and _belong_together(paper, joined[-1], one, labels_its_blocks):
            joined[-1] = _whole(joined[-1], one)
        else:
            joined.append(one)
    return joined


def _labels_its_blocks(chosen: Sequence[Scored]) -> bool:
    """Whether most of the likely blocks of a paper carry a printed label."""
    blocks = [one.candidate for one in chosen if one.score >= LIKELY and _is_block(one)]
    labelled = sum(candidate.label_place in PRINTED for candidate in blocks)
    return labelled >= FEWEST and labelled > MOSTLY * len(blocks)


def _belong_together(paper: Paper, first: Scored, second: Scored, labels: bool) -> bool:
    if not (_is_block(first) and _is_block(second)) or min(first.score, second.score) < LIKELY:
        return False
    between = paper.text[first.candidate.span.end : second.candidate.span.start]
    if first.candidate.label_place in PRINTED or not JOINED_BY.fullmatch(between):
        return False
    if _is_english(paper, second) and not _is_english(paper, first):
        return True
    unmarked = first.candidate.marked is None and second.candidate.marked is None
    return labels and unmarked and second.candidate.label_place in PRINTED


def _is_block(one: Scored) -> bool:
    return one.candidate.form is Form.BLOCK


def _is_english(paper: Paper, one: Scored) -> bool:
    words = one.candidate.span.of(paper.text)
    return len(ENGLISH.findall(words)) >= ENGLISH_SHARE * len(words.split())


def _whole(first: Scored, second: Scored) -> Scored:
    """One candidate from the first word of the one to the last of the other, with its label."""
    one, other = first.candidate, second.candidate
    surer = one if first.score >= second.score else other
    label = (other.label, other.label_place) if other.label else (one.label, one.label_place)
    candidate = replace(
        surer,
        span=Span(one.span.start, other.span.end),
        blocks=(one.blocks[0], other.blocks[1]),
        label=label[0],
        label_place=label[1],
    )
    return Scored(candidate, max(first.score, second.score))
