"""A small review for tests: one invented paper, two annotators and a lead, in any database.

The paper is laid out here, word by word on two pages, so that a test knows where everything is.
"""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import count
from pathlib import Path

from extractor.records import (
    Block,
    Document,
    Existence,
    Form,
    Judgement,
    Kind,
    Line,
    Page,
    Section,
    Span,
    Speaker,
    SuggestedPaper,
    Suggestion,
    Voice,
    Word,
)
from extractor.store.database import writing
from extractor.store.desk import Desk, Draft
from extractor.store.folder import Review, make_review, timestamp
from extractor.store.papers import add_paper, assign
from extractor.store.people import Person, add_person, id_of
from extractor.store.settings import Settings
from tests.databases import Databases

CODEBOOK = """
name = "What helped"

[[themes]]
id = "trust"
name = "Trust"
definition = "Being believed, and believing."
when_to_use = "Somebody was taken seriously."
when_not = "Somebody was only liked."
examples = ["She believed me before she asked."]
colour = "#0f6b6b"

[[themes]]
id = "time"
name = "Time"
"""
PEOPLE = {"Ana": ("annotator",), "Ben": ("annotator",), "Lea": ("lead",)}
THIRD = {"Cara": ("annotator",)}
FILE = b"%PDF-"
PAPER = sha256(FILE).hexdigest()
LETTER, WORDS_A_LINE = 5.0, 8

FIRST_PAGE = (
    "Trust and time. We asked nine people what had helped them most when they first came. "
    "One of them said: “She put her pen down and waited until I could say it.” (P1) "
    "Another remembered: “Nobody had asked me that before, not once in all the years.” (P2) "
    "Several spoke of being met without hurry, and of a door that stayed open between visits."
)
SECOND_PAGE = (
    "Others said what had been hard: “I told it four times to four people in one week.” (P3) "
    "What helped then was one person who stayed: “He knew my name on the second visit.” (P4) "
    "We conclude that time and steadiness are what people remember of those who listened to them."
)
QUOTATIONS = (
    "She put her pen down and waited until I could say it.",
    "Nobody had asked me that before, not once in all the years.",
    "I told it four times to four people in one week.",
    "He knew my name on the second visit.",
)

_keys = count()


def key() -> str:
    """A key for a request that no other has."""
    return f"key-{next(_keys):08d}"


def document(first: str = FIRST_PAGE, second: str = SECOND_PAGE, reader: str = "test") -> Document:
    """The invented paper: two pages of one paragraph each."""
    words: list[Word] = []
    lines: list[Line] = []
    blocks: list[Block] = []
    text = ""
    for page, paragraph in enumerate((first, second), start=1):
        text += "\n\n" if text else ""
        begin, first_line = len(text), len(lines)
        text += paragraph
        _set(paragraph, begin, page, words, lines)
        span = Span(begin, len(text))
        blocks.append(Block(Kind.PARAGRAPH, span, Section.RESULTS, (first_line, len(lines))))
    pages = tuple(Page(number, str(number), 400.0, 600.0) for number in (1, 2))
    return Document(
        PAPER, text, reader, "Trust and time", pages, tuple(words), tuple(lines), tuple(blocks)
    )


def suggested(
    of: Document, texts: Sequence[str] = QUOTATIONS, *, detector: str = "test 1"
) -> SuggestedPaper:
    """The paper with each of ``texts`` suggested, all of the same score."""
    found = tuple(
        Suggestion(
            paper=of.paper,
            span=span_of(of, text),
            form=Form.INLINE,
            score=0.9,
            why=("in quotation marks",),
            detector=detector,
            speaker=f"P{number}",
            speaker_parts=Speaker(id=f"P{number}"),
            voice=Voice.SERVICE_USER,
        )
        for number, text in enumerate(texts, start=1)
    )
    return SuggestedPaper("trust-and-time.pdf", of, found)


def span_of(of: Document, text: str) -> Span:
    """Where a text stands in the paper."""
    start = of.text.index(text)
    return Span(start, start + len(text))


def small_review(
    folder: Path, databases: Databases, *, paper: SuggestedPaper | None = None, **settings: object
) -> Review:
    """A review with the paper in it (another one if given) and all its people, nothing blind."""
    wanted = replace(Settings(blind_share=0.0, database=databases.application), **settings)  # type: ignore[arg-type]
    owner = databases.owner if databases.owner != databases.application else None
    review = make_review(folder / "review", wanted, CODEBOOK, owner=owner)
    with writing(review.engine) as connection:
        for name in PEOPLE:
            add_person(connection, person(name), now=timestamp())
        added = paper or suggested(document())
        add_paper(connection, added, review.settings, now=timestamp())
    (review.folder / "papers" / f"{added.document.paper}.pdf").write_bytes(FILE)
    return review


def review_of_three(folder: Path, databases: Databases) -> Review:
    """The same with a third annotator, Cara."""
    review = small_review(folder, databases, people=3)
    with writing(review.engine) as connection:
        add_person(connection, person("Cara"), now=timestamp())
        assign(connection, [PAPER], review.settings)
    return review


def person(name: str) -> Person:
    """One of the people of the review."""
    roles = (PEOPLE | THIRD)[name]
    return Person(id_of(name), name, roles, f"link of {name}", "no secret")


def desk(review: Review, name: str) -> Desk:
    """The desk of one of them."""
    return Desk(review, person(name))


def draft(mark: str, span: Span, existence: Existence = Existence.CONFIRM, **said: object) -> Draft:
    """A decision about to be made."""
    return Draft(key(), mark, Judgement(existence, span, **said))  # type: ignore[arg-type]


def decide(review: Review, name: str, mark: str, existence: Existence, **said: object) -> None:
    """Let somebody say something of a suggestion; ``moved`` takes letters off its end."""
    marks = {each.name: each for each in desk(review, name).sheet(PAPER).marks}
    span = marks[mark].span
    span = Span(span.start, span.end - int(str(said.pop("moved", 0))))
    desk(review, name).decide(PAPER, draft(mark, span, existence, **said))


def add(review: Review, name: str, words: str) -> None:
    """Let somebody mark words as an account."""
    span = span_of(document(), words)
    desk(review, name).decide(PAPER, draft("", span, Existence.ADD, voice=Voice.SERVICE_USER))


def read_page(review: Review, name: str, *words: str) -> None:
    """Mark words on page 1, which is read without suggestions, and close it."""
    for each in words:
        add(review, name, each)
    desk(review, name).close_page(PAPER, 1, key())


def confirm_all(of: Desk, paper: str, *, but: Sequence[str] = ()) -> None:
    """Confirm each open mark but those named."""
    for mark in of.sheet(paper).marks:
        if mark.name not in but and mark.judgement is None:
            speaker = mark.suggestion.speaker if mark.suggestion else None
            said = draft(mark.name, mark.span, speaker=speaker, voice=Voice.SERVICE_USER)
            of.decide(paper, said)


def _set(text: str, begin: int, page: int, words: list[Word], lines: list[Line]) -> None:
    """Set a paragraph, eight words a line, as a very plain typewriter would."""
    at = 0
    for number, word in enumerate(text.split(" ")):
        row, column = divmod(number, WORDS_A_LINE)
        start, top, x0 = begin + at, 50.0 + 14 * row, 40.0 + 40 * column
        end = start + len(word)
        words.append(Word(start, end, page, x0, top, x0 + LETTER * len(word), top + 10, 10.0, 0))
        if column == 0:
            lines.append(Line(start, end, page, x0, top, 360.0, top + 10, 10.0, 0, 40.0, 360.0))
        else:
            lines[-1] = lines[-1]._replace(end=end)
        at += len(word) + 1
