"""The records that travel through the toolkit, from a printed page to a confirmed account.

Every position is a half-open range of characters (Unicode code points), ``[start, end)``, in
``Document.text``: that one string is never changed, so a quotation is always a slice of it and
always verbatim. Positions on a page are in points, from the top left corner of the page as it is
shown; pages count from 1. Records read no file, load no model and know no screen.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters in one document's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"A span needs 0 <= start < end, not [{self.start}, {self.end}).")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """The slice of ``text`` that the span stands for."""
        return text[self.start : self.end]


class Box(NamedTuple):
    """A rectangle on one page, in points from the top left corner of the page as shown."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class Style:
    """Bits of how a word is set. A line or block has the style that most of its letters have.

    ``SANS`` is a fact of the font's descriptor, so it tells only by contrast to the body text.
    Plain numbers, because a paper has ten thousand words and Python's flags are slow.
    """

    PLAIN = 0
    BOLD = 1
    ITALIC = 2
    RAISED = 4
    SANS = 8


class Word(NamedTuple):
    """One printed word, or the part of a word that stands on one line.

    A word broken at a line end is two of these with nothing between them in the text.
    ``page`` is 0, and the box is empty, where the source has no pages (JATS).
    """

    start: int
    end: int
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    style: int

    @property
    def box(self) -> Box:
        """Where the word stands."""
        return Box(self.page, self.x0, self.top, self.x1, self.bottom)


class Line(NamedTuple):
    """One printed line; ``left`` and ``right`` are the edges of the column it stands in."""

    start: int
    end: int
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    style: int
    left: float
    right: float


class Kind(StrEnum):
    """What a block of text is on the page. The first four make the running text."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "list item"
    CELL = "table cell"
    CAPTION = "caption"
    FIGURE = "figure text"
    FOOTNOTE = "footnote"
    REFERENCE = "reference"
    RUNNING_HEAD = "running head"
    FOOTER = "footer"
    PAGE_NUMBER = "page number"
    LINE_NUMBER = "line number"
    MARGIN = "margin"


class Section(StrEnum):
    """The part of a paper, by the usual order of qualitative studies."""

    FRONT = "front"
    ABSTRACT = "abstract"
    INTRODUCTION = "introduction"
    METHODS = "methods"
    RESULTS = "results"
    DISCUSSION = "discussion"
    BACK = "back matter"
    REFERENCES = "references"


class Cell(NamedTuple):
    """The place of a block in a table: all count from 0; ``head`` is the text above its column."""

    table: int
    row: int
    column: int
    head: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, table cell …: lines that belong together, whatever page they are on.

    ``lines`` is a half-open range of indices into ``Document.lines`` (empty for JATS).
    ``heading`` is the nearest heading above. ``quoted`` is true where the source itself says
    that the block is a displayed quotation (``<disp-quote>`` of JATS), ``continued`` where it
    says that the block goes on with the displayed quotation of the block before.
    """

    kind: Kind
    span: Span
    section: Section
    lines: tuple[int, int] = (0, 0)
    heading: str = ""
    cell: Cell | None = None
    quoted: bool = False
    continued: bool = False


class Page(NamedTuple):
    """One page as shown, in points; ``label`` is what a reader would cite ("S14", "312")."""

    number: int
    label: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Aside:
    """Text that was printed and is kept apart from ``Document.text``: running heads and such."""

    kind: Kind
    box: Box
    text: str


REPRINTS = "reprints others’ quotations"
"""The code of the finding that a paper is a review: what it quotes are others' accounts."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the quality of a paper's text that its reader should know.

    ``code`` is a short fixed name ("scanned pages"), ``message`` says it in words, ``pages`` are
    the pages it concerns (empty: all of them).
    """

    code: str
    message: str
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One paper: its whole text, and where on its pages that text stands.

    ``paper`` is the SHA-256 of the file; ``reader`` names what made the text, with versions.
    ``words``, ``lines`` and ``blocks`` are in the order of the text.
    """

    paper: str
    text: str
    reader: str
    title: str = ""
    pages: tuple[Page, ...] = ()
    words: tuple[Word, ...] = ()
    lines: tuple[Line, ...] = ()
    blocks: tuple[Block, ...] = ()
    asides: tuple[Aside, ...] = ()
    findings: tuple[Finding, ...] = ()

    def words_of(self, span: Span) -> Sequence[Word]:
        """The words that share a character with ``span``, in order."""
        first = bisect_right(self.words, span.start, key=lambda word: word.end)
        last = bisect_left(self.words, span.end, key=lambda word: word.start)
        return self.words[first:last]

    def lines_of(self, block: Block) -> Sequence[Line]:
        """The printed lines of ``block``."""
        return self.lines[slice(*block.lines)]

    def boxes_of(self, span: Span) -> tuple[Box, ...]:
        """One box for each printed line that ``span`` touches; none where there are no pages."""
        return tuple(_joined(self._by_line(span)))

    def pages_of(self, span: Span) -> tuple[int, ...]:
        """The pages that ``span`` stands on, in order; none where there are no pages."""
        return tuple(dict.fromkeys(word.page for word in self.words_of(span) if word.page))

    def _by_line(self, span: Span) -> Iterator[list[Word]]:
        words = [word for word in self.words_of(span) if word.page]
        ends = [line.end for line in self.lines]
        group: list[Word] = []
        line = -1
        for word in words:
            at = bisect_right(ends, word.start)
            if at != line and group:
                yield group
                group = []
            line = at
            group.append(word)
        if group:
            yield group


class Form(StrEnum):
    """How a quotation is set."""

    INLINE = "inline"
    BLOCK = "block"
    TABLE = "table"
    HEADING = "heading"
    DIALOGUE = "dialogue"


class Voice(StrEnum):
    """Whose words they are. Which voices are eligible is the review's decision."""

    SERVICE_USER = "service user"
    LAY = "carer or other lay"
    PROFESSIONAL = "professional"
    UNCLEAR = "unclear"


class Speaker(NamedTuple):
    """What a printed speaker label tells; None where it does not say."""

    id: str | None = None
    sex: str | None = None
    age: str | None = None
    role: str | None = None
    site: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A stretch of a paper that may be a first-hand account. Only a person can make it one.

    ``score`` is from 0 to 1; ``why`` names the cues that fired, in words; ``speaker`` is the
    label as printed; ``detector`` names what made the suggestion, so it can be argued with.
    ``uncorrected`` is the detector's own score where a review's decisions corrected it.
    """

    paper: str
    span: Span
    form: Form
    score: float
    why: tuple[str, ...]
    detector: str
    section: Section = Section.RESULTS
    speaker: str | None = None
    speaker_parts: Speaker = Speaker()
    voice: Voice = Voice.UNCLEAR
    themes: tuple[tuple[str, float], ...] = ()
    uncorrected: float | None = None


@dataclass(frozen=True, slots=True)
class SuggestedPaper:
    """One paper that was read, with what the detector suggests of it.

    ``source`` is the path as the user gave it; ``suggestions`` holds all of them, whatever their
    score, in the order of the text. ``written`` is the document's digest and bytes as a review
    keeps them, where whoever read the paper has made them already.
    """

    source: str
    document: Document
    suggestions: tuple[Suggestion, ...]
    written: tuple[str, bytes] | None = None


class Existence(StrEnum):
    """Whether a mark is a first-hand account at all: the paper's question, not the review's."""

    CONFIRM = "confirm"
    CORRECT = "correct"
    ADD = "add"
    REJECT = "reject"
    UNSURE = "unsure"
    WITHDRAW = "withdraw"


ACCEPTED = (Existence.CONFIRM, Existence.CORRECT, Existence.ADD)


class Eligibility(StrEnum):
    """Whether an account belongs to this review: whose it is, and what about."""

    ELIGIBLE = "eligible"
    WRONG_SPEAKER = "wrong speaker"
    OFF_THE_QUESTION = "off the question"
    UNSURE = "unsure"


class Phase(StrEnum):
    """When a decision was made: what its maker could see by then."""

    BLIND = "blind"
    ASSISTED = "assisted"
    AFTER_UNBLINDING = "after unblinding"
    ADJUDICATION = "adjudication"


class Step(StrEnum):
    """What a person does with a whole paper or page, on the same record as decisions."""

    CLOSE_PAGE = "close page"
    FINISH = "finish"
    INCLUDE = "include"
    EXCLUDE = "exclude"
    PAPER_UNSURE = "paper unsure"
    LEAVE_UNREAD = "leave unread"
    TAKE_UP = "take up again"


class Outcome(StrEnum):
    """How a conflict was settled; "one", "other", "third" … are the paper's people, in order."""

    ONE = "one"
    OTHER = "other"
    THIRD = "third"
    FOURTH = "fourth"
    FIFTH = "fifth"
    SIXTH = "sixth"
    SEVENTH = "seventh"
    EIGHTH = "eighth"
    NEW = "new"
    SPLIT = "split"
    MERGE = "merge"
    NEITHER = "neither"


AS_SAID_BY = (
    Outcome.ONE,
    Outcome.OTHER,
    Outcome.THIRD,
    Outcome.FOURTH,
    Outcome.FIFTH,
    Outcome.SIXTH,
    Outcome.SEVENTH,
    Outcome.EIGHTH,
)
"""The outcomes that take over what one person of the paper said, by that person's place."""

REASONS = (
    "not a participant’s words",
    "scare quote or term",
    "cited author",
    "interviewer",
    "questionnaire item",
    "text wrong",
    "other",
)

REASONS_TO_EXCLUDE = (
    "no first-hand accounts",
    "not the people asked about",
    "off the question",
    "not a qualitative study",
    "the same study as another",
    "text cannot be used",
)
"""Why a paper does not belong to a review; whoever excludes it may say something else."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person says of one mark. What is None was not said.

    ``span`` is the final one, as the person left it; ``reason`` tells why it is rejected.
    """

    existence: Existence
    span: Span
    reason: str = ""
    eligibility: Eligibility | None = None
    speaker: str | None = None
    voice: Voice | None = None
    themes: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry of the record: added once, never edited or deleted.

    About a mark (``judgement``), or about a whole page or paper (``step``, with ``page``,
    ``reason`` and ``note``). ``mark`` names what it is about: a suggestion, or what somebody added.
    ``document`` is the digest of the stored document that its spans lie in; ``suggested`` is the
    suggestion's span. ``undoes`` is the number of the decision that this one takes back.
    ``settles`` names the marks that an adjudication settles; those of one ``settlement`` belong
    together. ``score_shown`` and ``themes_shown`` tell whether its maker saw a score, or suggested
    themes. ``at`` is the time, ISO 8601 in UTC; ``seconds`` is how long the mark was shown; ``key``
    is the request's own, so that what is sent twice is decided once. ``hash`` covers all
    the rest with ``previous``, the hash of the decision before of the same annotator, whose
    decisions are numbered from 1.
    """

    annotator: str
    number: int
    paper: str
    document: str
    at: str
    phase: Phase
    mark: str = ""
    judgement: Judgement | None = None
    suggested: Span | None = None
    step: Step | None = None
    page: int | None = None
    reason: str = ""
    note: str = ""
    score_shown: bool = False
    themes_shown: bool = False
    seconds: float = 0.0
    undoes: int | None = None
    settlement: str = ""
    outcome: Outcome | None = None
    settles: tuple[str, ...] = ()
    joint: bool = False
    simulated: bool = False
    key: str = ""
    previous: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme of a codebook; ``parent`` is the id of the meta-theme that it belongs to."""

    id: str
    name: str
    parent: str | None = None
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """A confirmed first-hand account: agreed by independent people, or settled.

    ``decisions`` are those that it rests on; ``settled`` tells whether by adjudication. ``added``
    is true where no suggestion led to it.
    """

    paper: str
    span: Span
    eligibility: Eligibility
    speaker: str | None
    voice: Voice
    themes: tuple[str, ...]
    decisions: tuple[Decision, ...]
    settled: bool
    added: bool
    suggestion: Suggestion | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A paper as a database of literature or a reference manager has it; empty what it lacks.

    ``doi`` is bare and in small letters ("10.1000/x"); ``files`` are paths of attachments as they
    were given; ``line`` is where it begins in its file, from 1.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    year: str = ""
    journal: str = ""
    doi: str = ""
    files: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Decided:
    """A suggestion of which people have said together whether it is an account at all.

    That it ``exists`` says nothing of whether it is eligible for their review.
    """

    suggestion: Suggestion
    exists: bool


def _joined(groups: Iterator[list[Word]]) -> Iterator[Box]:
    """The box around each group of words, all on one line."""
    for words in groups:
        yield Box(
            words[0].page,
            min(word.x0 for word in words),
            min(word.top for word in words),
            max(word.x1 for word in words),
            max(word.bottom for word in words),
        )
