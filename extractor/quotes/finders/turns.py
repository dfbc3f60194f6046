"""Dialogues: blocks that begin with who speaks and a colon, one after the other."""

import re
from collections.abc import Iterator
from itertools import groupby

from extractor.quotes.candidate import Candidate, could_be_account, trimmed
from extractor.quotes.paper import Paper
from extractor.quotes.speakers.beside import Label, is_moderator, split_trailing_label
from extractor.quotes.speakers.labels import LIKELY, find_code, is_name, label_likeness
from extractor.records import Form

LEADING_NOTE = re.compile(r"\s*(?:\([a-z][\w ,’'-]{2,40}\)[.\s]*)+")
NEIGHBOURS = (-2, -1, 1, 2)
FARTHEST = 40  # blocks


def find_turns(paper: Paper) -> Iterator[Candidate]:
    """Each participant's turn in a dialogue, without its label; the interviewer's are none."""
    indices = [index for index in range(len(paper.blocks)) if is_turn(paper, index)]
    for _, run in groupby(enumerate(indices), key=lambda pair: pair[1] - pair[0]):
        yield from _turns_of([index for _, index in run], paper)


def is_turn(paper: Paper, index: int) -> bool:
    """Whether a block begins like a turn, with another turn near it, and one of them sure.

    A list with run-in headings ("Setting: … Sample: …") looks the same, but for its labels: a
    dialogue has somebody who asks, codes or initials, or speakers who speak again.
    """
    own = paper.turns.get(index)
    if own is None:
        return False
    near = [label for step in NEIGHBOURS if (label := paper.turns.get(index + step))]
    sure = any(_is_sure(label.text) for label in (own, *near))
    return bool(near) and (sure or any(_recurs(paper, label, index) for label in (own, *near)))


def _recurs(paper: Paper, label: Label, index: int) -> bool:
    """Whether a name or role begins another block not too far away."""
    if not (is_name(label.text) or label_likeness(label.text) >= LIKELY):
        return False
    around = range(index - FARTHEST, index + FARTHEST + 1)
    others = (paper.turns.get(other) for other in around)
    return any(other and other.text == label.text and other != label for other in others)


def _is_sure(label: str) -> bool:
    """Whether a label before a colon can be nothing but a speaker's."""
    initials = label.isupper() and len(label) < 4
    return initials or is_moderator(label) or find_code(label) is not None


def is_interviewer(paper: Paper, index: int) -> bool:
    """Whether a block is a turn of whoever asks."""
    label = paper.turns.get(index)
    return label is not None and is_moderator(label.text)


def _turns_of(run: list[int], paper: Paper) -> Iterator[Candidate]:
    """The participants' turns of one dialogue; a label at its end is that of all of them."""
    whole = [turn for index in run if (turn := _turn(paper, index)) is not None]
    last = whole[-1] if whole else None
    for candidate in whole:
        if last is not None and last.label_place == "group":
            candidate.label, candidate.label_place = last.label, "group"
        yield candidate


def _turn(paper: Paper, index: int) -> Candidate | None:
    label = paper.turns.get(index)
    if label is None or is_interviewer(paper, index):
        return None
    text, end = paper.text, paper.blocks[index].span.end
    start = (
        label.span.end
        + len(text[label.span.end : end])
        - len(text[label.span.end : end].lstrip(" :\t"))
    )
    note = LEADING_NOTE.match(text, start, end)
    start = note.end() if note else start
    whole = trimmed(paper, start, end)
    if whole is None:
        return None
    words, printed = split_trailing_label(text, whole)
    span = trimmed(paper, words.start, words.end)
    if span is None or not could_be_account(paper, span):
        return None
    place = "group" if printed else "before"
    return Candidate(span, Form.DIALOGUE, (index, index + 1), None, printed or label, place)
