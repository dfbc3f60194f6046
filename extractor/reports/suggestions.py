"""The page of suggestions: every paper's pages with the quotations marked, beside the list.

The records are turned into what the template prints: numbers, words, ids and boxes. The template
decides nothing but the order; the script only filters and scrolls.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import NamedTuple

from extractor.records import (
    Box,
    Document,
    Form,
    Page,
    SuggestedPaper,
    Suggestion,
    Voice,
)
from extractor.reports.badges import BADGE_HEIGHT, Badge, place_badge
from extractor.reports.frame import picture_uri, render_page

Draw = Callable[[str, int], bytes | None]

CONTEXT = 130
"""How many characters of the paper are shown before and after a quotation."""

LABEL = 80
"""How many characters of a quotation name its mark for a screen reader."""

QUOTATION_MARKS = "\"'‘’‚‛“”„‟«»‹›"
CLOSING = QUOTATION_MARKS + ".,;:!?"

BINS = 20


class Bar(NamedTuple):
    """One bar of the histogram: scores from ``low`` on, ``height`` in per cent of the highest."""

    low: float
    scores: int
    height: float


@dataclass(frozen=True, slots=True)
class Item:
    """One suggestion as the list shows it.

    ``opening`` and ``closing`` are the marks that the paper prints around the quotation.
    ``drawn`` are the pages whose picture the file holds.
    """

    id: str
    number: int
    of: Suggestion
    hidden: bool
    quotation: str
    before: str
    opening: str
    closing: str
    after: str
    heading: str
    speaker: str
    parts: tuple[tuple[str, str], ...]
    boxes: tuple[Box, ...]
    pages: tuple[Page, ...]
    drawn: frozenset[int]


@dataclass(frozen=True, slots=True)
class Mark:
    """One suggestion on one page."""

    item: Item
    boxes: tuple[Box, ...]
    badge: Badge


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page picture with its marks."""

    page: Page
    picture: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper as the page shows it; ``below`` counts what is hidden at first."""

    id: str
    number: int
    of: SuggestedPaper
    name: str
    title: str
    below: int
    voices: tuple[tuple[Voice, int], ...]
    speakers: tuple[tuple[str, int], ...]
    items: tuple[Item, ...]
    sheets: tuple[Sheet, ...]

    @property
    def count(self) -> int:
        """How many suggestions are shown at first."""
        return len(self.items) - self.below


def suggestions_page(
    papers: Sequence[SuggestedPaper],
    *,
    draw: Draw,
    min_score: float,
    failed: Sequence[tuple[str, str]] = (),
    title: str = "Suggested first-hand accounts",
) -> str:
    """One HTML file with every suggestion, marked on the pictures of its pages.

    ``draw(source, page)`` gives the JPEG of a page (from 1), or None where there is none; it is
    asked once for each page that holds a suggestion, and for no other. Suggestions below
    ``min_score`` are in the file and hidden until its reader lowers the score. ``failed`` are
    the papers that could not be read, each with its message.
    """
    scores = [suggestion.score for paper in papers for suggestion in paper.suggestions]
    context = {
        "title": title,
        "papers": [_paper(n, paper, draw, min_score) for n, paper in enumerate(papers, 1)],
        "failed": failed,
        "min_score": min_score,
        "total": len(scores),
        "above": sum(score >= min_score for score in scores),
        "bars": _histogram(scores),
        "voices": list(Voice),
        "forms": list(Form),
        "detectors": sorted({s.detector for paper in papers for s in paper.suggestions}),
        "readers": sorted({paper.document.reader for paper in papers}),
        "badge_height": BADGE_HEIGHT,
        "label": LABEL,
    }
    return render_page("suggestions", context)


def _paper(number: int, paper: SuggestedPaper, draw: Draw, min_score: float) -> Paper:
    name = PurePath(paper.source).name
    pictures = _pictures(paper, draw)
    items = tuple(
        _item(f"s{number}-{n}", n, suggestion, paper.document, frozenset(pictures), min_score)
        for n, suggestion in enumerate(paper.suggestions, 1)
    )
    return Paper(
        id=f"p{number}",
        number=number,
        of=paper,
        name=name,
        title=paper.document.title or name,
        below=sum(item.hidden for item in items),
        voices=_voices(item.of for item in items if not item.hidden),
        speakers=tuple(sorted(Counter(i.speaker for i in items if i.speaker).items())),
        items=items,
        sheets=tuple(_sheets(paper.document, items, pictures)),
    )


def _pictures(paper: SuggestedPaper, draw: Draw) -> dict[int, str]:
    """The pictures of the pages that hold a suggestion, each drawn once."""
    spans = (suggestion.span for suggestion in paper.suggestions)
    pages = sorted({page for span in spans for page in paper.document.pages_of(span)})
    return {page: picture_uri(jpeg) for page in pages if (jpeg := draw(paper.source, page))}


def _item(
    anchor: str,
    number: int,
    suggestion: Suggestion,
    document: Document,
    drawn: frozenset[int],
    min_score: float,
) -> Item:
    span, parts = suggestion.span, suggestion.speaker_parts
    boxes = document.boxes_of(span)
    before, opening = _before(document.text, span.start)
    closing, after = _after(document.text, span.end)
    return Item(
        id=anchor,
        number=number,
        of=suggestion,
        hidden=suggestion.score < min_score,
        quotation=span.of(document.text),
        before=before,
        opening=opening,
        closing=closing,
        after=after,
        heading=_heading(document, span.start),
        speaker=parts.id or suggestion.speaker or "",
        parts=tuple((name, part) for name, part in parts._asdict().items() if part),
        boxes=boxes,
        pages=tuple(page for page in document.pages if page.number in {b.page for b in boxes}),
        drawn=drawn,
    )


def _before(text: str, start: int) -> tuple[str, str]:
    """The words before a quotation, and its opening mark; a word cut by the limit is left out."""
    words = text[max(start - CONTEXT, 0) : start]
    if start > CONTEXT:
        words = "… " + words.partition(" ")[2]
    bare = words.rstrip(QUOTATION_MARKS)
    return _lines(bare), words[len(bare) :]


def _after(text: str, end: int) -> tuple[str, str]:
    """What closes a quotation, and the words after it; a word cut by the limit is left out."""
    words = text[end : end + CONTEXT]
    if end + CONTEXT < len(text):
        words = words.rpartition(" ")[0] + " …"
    bare = words.lstrip(CLOSING)
    return words[: len(words) - len(bare)], _lines(bare)


def _lines(text: str) -> str:
    """``text`` with each paragraph on a line, and no empty ones."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _heading(document: Document, start: int) -> str:
    """The nearest heading above a place in the text."""
    at = bisect_right(document.blocks, start, key=lambda block: block.span.start) - 1
    return document.blocks[at].heading if at >= 0 else ""


def _voices(suggestions: Iterable[Suggestion]) -> tuple[tuple[Voice, int], ...]:
    """How many suggestions each voice has, in the order of the voices; none are left out."""
    counts = Counter(suggestion.voice for suggestion in suggestions)
    return tuple((voice, counts[voice]) for voice in Voice if counts[voice])


def _sheets(document: Document, items: Sequence[Item], pictures: dict[int, str]) -> Iterator[Sheet]:
    for page in document.pages:
        if page.number in pictures:
            yield Sheet(page, pictures[page.number], _marks(document, items, page.number))


def _marks(document: Document, items: Sequence[Item], page: int) -> tuple[Mark, ...]:
    """The marks on one page."""
    marks: list[Mark] = []
    for item in items:
        if boxes := tuple(box for box in item.boxes if box.page == page):
            taken = [mark.badge for mark in marks]
            badge = place_badge(item.number, boxes[0], document, item.of.span.start, taken)
            marks.append(Mark(item, boxes, badge))
    return tuple(marks)


def _histogram(scores: Sequence[float]) -> list[Bar]:
    """The scores in ``BINS`` equal bins from 0 to 1; a score of 1 is in the last."""
    counts = Counter(min(int(score * BINS), BINS - 1) for score in scores)
    highest = max(counts.values(), default=1)
    return [Bar(n / BINS, counts[n], 100 * counts[n] / highest) for n in range(BINS)]
