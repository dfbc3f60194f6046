"""A candidate: a stretch that could be a first-hand account, and how its ends are trimmed."""

import re
from dataclasses import dataclass, field

from extractor.quotes.marks.marked import Marked
from extractor.quotes.paper import RUNNING, Paper
from extractor.quotes.speakers.beside import STRAY, Label, label_after, label_before
from extractor.quotes.speakers.labels import find_code, is_label, is_only_label
from extractor.records import Block, Form, Span, Style

FEWEST_WORDS = 3
LONGEST_LABEL = 80
WIDEST_ROW = 8  # cells
LONGEST_NOTE = 120
CLOSING = '”"«»'
NOTE = re.compile(r"\s*\((?!I\b)[a-zà-þ][\w’' -]{2,30}\)[\s.]*$")
SOUND = (
    r"[(\[]\s*(?:\w+ ){0,2}(?:laugh|giggl|chuckl|paus|silen|sigh|crie|cry|weep|sob|cough|inaudible|"
    r"smil|nod|shrug|emotional|tearful|lach|schweig|rire|risas?|silence)\w*(?: \w+){0,2}\s*[)\]]"
)
LAST_SOUND = re.compile(rf"\s*{SOUND}[\s.…]*$", re.IGNORECASE)
FIRST_SOUND = re.compile(rf"{SOUND}[\s.,…]*", re.IGNORECASE)
NUMBERED_PARAGRAPH = re.compile(r"\s*\[\d{1,3}\]\s*$")


@dataclass(slots=True)
class Candidate:
    """A stretch that could be an account, with what is known of it so far.

    ``blocks`` is the half-open range of indices of the blocks it stands in; ``label_place`` says
    where its label was found: after, before, row, group, lead-in, lead-out or nowhere ("").
    """

    span: Span
    form: Form
    blocks: tuple[int, int]
    marked: Marked | None = None
    label: Label | None = None
    label_place: str = ""
    named_in_lead: str = ""
    cues: dict[str, float] = field(default_factory=dict)

    @property
    def outer(self) -> Span:
        """The stretch with its quotation marks, if it has any."""
        return self.marked.outer if self.marked else self.span


def block_of(paper: Paper, candidate: Candidate) -> Block:
    """The block in which a candidate begins."""
    return paper.blocks[candidate.blocks[0]]


def could_be_account(paper: Paper, span: Span) -> bool:
    """Whether a span holds enough words for an account, and is no speaker's label by itself."""
    words = span.of(paper.text)
    return len(words.split()) >= FEWEST_WORDS and not is_only_label(words)


def trimmed(paper: Paper, start: int, end: int) -> Span | None:
    """The words between two positions, without what is not spoken at their ends.

    White space, bullets, stray quotation marks, reference numbers, the number that some journals
    give each paragraph, and a note like "(laughs)" before the first or after the last word. None
    if nothing is left.
    """
    text = paper.text
    while start < end and (text[start].isspace() or text[start] in STRAY + "•–-▪"):
        start += 1
    sound = FIRST_SOUND.match(text, start, end)
    start = sound.end() if sound else start
    before = -1
    while end > start and end != before:
        before = end
        end = _without_number(paper, start, end)
        end -= len(text[start:end]) - len(text[start:end].rstrip(" \n\t" + CLOSING))
        for pattern in (NUMBERED_PARAGRAPH, NOTE, LAST_SOUND):
            match = pattern.search(text, max(start, end - LONGEST_NOTE), end)
            end = match.start() if match else end
    return Span(start, end) if start < end else None


def find_label(paper: Paper, candidate: Candidate) -> None:
    """The label right after or before a candidate; also one that is the next block alone."""
    outer, text = candidate.outer, paper.text
    block = paper.blocks[candidate.blocks[1] - 1]
    label, place = label_after(text, outer.end, block.span.end), "after"
    if label is None:
        begin = block_of(paper, candidate).span.start
        label, place = label_before(text, outer.start, begin), "before"
    if label is None and not text[outer.end : block.span.end].strip(" .,;”’\"'"):
        label, place = label_of_block(paper, candidate.blocks[1]), "after"
    if label is None and block.cell is not None:
        label, place = label_in_row(paper, candidate.blocks[0]), "row"
    if label is not None:
        candidate.label, candidate.label_place = label, place


def label_in_row(paper: Paper, index: int) -> Label | None:
    """The label that is another cell of the row in which a cell stands; not in the head."""
    cell = paper.blocks[index].cell
    if cell is None or cell.row == 0:
        return None
    for span in row_of(paper, index):
        words = span.of(paper.text)
        if len(words) <= LONGEST_LABEL and find_code(words) and is_label(words):
            return Label(span, words.strip(" .()[]–—-"))
    return None


def row_of(paper: Paper, index: int) -> list[Span]:
    """The other cells of the row in which a cell stands; none for what is no cell."""
    cell = paper.blocks[index].cell
    if cell is None:
        return []
    around = range(max(0, index - WIDEST_ROW), min(len(paper.blocks), index + WIDEST_ROW))
    others = [paper.blocks[other] for other in around if other != index]
    return [block.span for block in others if block.cell and block.cell[:2] == cell[:2]]


def label_of_block(paper: Paper, index: int) -> Label | None:
    """The label that makes up a whole block, if it does."""
    if index >= len(paper.blocks):
        return None
    block = paper.blocks[index]
    words = block.span.of(paper.text)
    if block.kind not in RUNNING or len(words) > LONGEST_LABEL or not is_label(words):
        return None
    return Label(block.span, words.strip(" .()[]–—-"))


def _without_number(paper: Paper, start: int, end: int) -> int:
    """Where the words end if raised reference numbers follow them."""
    for word in reversed(paper.document.words_of(Span(start, end))):
        if not word.style & Style.RAISED or any(
            map(str.isalpha, paper.text[word.start : word.end])
        ):
            return min(end, word.end)
    return end
