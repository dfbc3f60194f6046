"""Candidates set in italics inside roman paragraphs, with no quotation marks round them."""

import re
from collections.abc import Iterator

from extractor.quotes.candidate import Candidate, could_be_account, find_label, trimmed
from extractor.quotes.paper import RUNNING, Paper
from extractor.quotes.speakers.beside import split_trailing_label
from extractor.records import Form, Kind, Style, Word

FEWEST_ITALIC = 6
INDENTED, MOSTLY = 0.45, 0.5
INSERTED = re.compile(r"\s*[\[(][^\[\]()]{1,60}[\])][\s.,;]*")


def find_italic_runs(paper: Paper) -> Iterator[Candidate]:
    """Runs of words in italics inside a roman paragraph.

    A paragraph that is set in and mostly italic is a displayed quotation with some roman words.
    """
    for index, block in enumerate(paper.blocks):
        looks = paper.looks[index]
        set_in = block.kind is Kind.PARAGRAPH and looks.indent > INDENTED and looks.italic > MOSTLY
        displayed = block.quoted or set_in
        if block.kind in RUNNING and not displayed and 0.02 < looks.italic < 0.9:
            for run in _runs(paper, index):
                candidate = _candidate(paper, run, index)
                if candidate is not None:
                    yield candidate


def _runs(paper: Paper, index: int) -> Iterator[list[Word]]:
    """The runs of italic words; an author's insertion in roman brackets does not part one."""
    run: list[Word] = []
    for word in paper.document.words_of(paper.blocks[index].span):
        if not word.style & Style.ITALIC:
            continue
        between = paper.text[run[-1].end : word.start] if run else ""
        if between.strip() and not INSERTED.fullmatch(between):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _candidate(paper: Paper, run: list[Word], index: int) -> Candidate | None:
    """The run as a candidate, without the label that ends it in italics too."""
    whole = trimmed(paper, run[0].start, run[-1].end) if len(run) >= FEWEST_ITALIC else None
    if whole is None:
        return None
    words, label = split_trailing_label(paper.text, whole)
    span = trimmed(paper, words.start, words.end)
    if span is None or not could_be_account(paper, span):
        return None
    candidate = Candidate(span, Form.INLINE, (index, index + 1))
    if label:
        candidate.label, candidate.label_place = label, "after"
    else:
        find_label(paper, candidate)
    return candidate
