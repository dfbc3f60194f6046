"""The suggestion file: JSON lines for programs, CSV for spreadsheets.

The JSON lines are a public contract (docs/suggestion-file.md): one object a suggestion, keys in a
fixed order, offsets in Unicode code points of the document's text, boxes in points from the top
left corner of the page, rounded to 0.1.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from extractor.exchange.cells import BYTE_ORDER_MARK, harmless
from extractor.records import Document, Span, SuggestedPaper, Suggestion

Record = dict[str, Any]

COLUMNS = (
    "source", "paper", "title", "page", "pages", "start", "end", "text", "form", "speaker",
    "speaker_id", "speaker_sex", "speaker_age", "speaker_role", "speaker_site", "voice",
    "themes", "score", "why", "section", "detector",
)  # fmt: skip
ESCAPED = re.compile(  # line ends that not all know, what steers a terminal, what turns text round
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)


def suggestion_record(source: str, document: Document, suggestion: Suggestion) -> Record:
    """One suggestion as the suggestion file has it."""
    return {
        "source": source,
        "paper": suggestion.paper,
        **place_record(document, suggestion.span),
        "form": suggestion.form.value,
        "speaker": suggestion.speaker,
        "speaker_parts": suggestion.speaker_parts._asdict(),
        "voice": suggestion.voice.value,
        "themes": [[theme, round(probability, 4)] for theme, probability in suggestion.themes],
        "score": round(suggestion.score, 4),
        "why": list(suggestion.why),
        "section": suggestion.section.value,
        "detector": suggestion.detector,
    }


def suggestion_records(paper: SuggestedPaper, *, min_score: float = 0.0) -> Iterator[Record]:
    """The suggestions of one paper that score at least ``min_score``, in the order of the text."""
    for suggestion in paper.suggestions:
        if suggestion.score >= min_score:
            yield suggestion_record(paper.source, paper.document, suggestion)


def place_record(document: Document, span: Span) -> Record:
    """Where a quotation stands, and its words. In JATS there are no pages and no boxes."""
    pages = document.pages_of(span)
    boxes = document.boxes_of(span)
    return {
        "page": pages[0] if pages else None,
        "pages": list(pages),
        "boxes": [[box.page, *(round(side, 1) for side in box[1:])] for box in boxes] or None,
        "start": span.start,
        "end": span.end,
        "text": span.of(document.text),
    }


def json_line(record: Record) -> str:
    """A record on one line, whatever its reader takes for a line's end, in letters UTF-8 knows.

    A file name may hold half a surrogate pair: a byte that was no UTF-8.
    """
    text = json.dumps(record, ensure_ascii=False)
    return ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def write_jsonl(
    stream: TextIO, papers: Iterable[SuggestedPaper], *, min_score: float = 0.0
) -> None:
    """Write one JSON object a line for each suggestion that scores at least ``min_score``."""
    for paper in papers:
        for record in suggestion_records(paper, min_score=min_score):
            stream.write(json_line(record))
        stream.flush()


def read_jsonl(stream: TextIO) -> Iterator[Record]:
    """The objects of a suggestion file, as ``write_jsonl`` wrote them."""
    return (json.loads(line) for line in stream if line.strip())


def write_csv(stream: TextIO, papers: Iterable[SuggestedPaper], *, min_score: float = 0.0) -> None:
    """Write one row a suggestion for a spreadsheet; open ``stream`` with ``newline=""``.

    A cell that a spreadsheet would run as a formula gets an apostrophe before it, and a control
    character is shown as U+FFFD: a paper may have been made to do harm. ``read_jsonl`` of the JSON
    lines gives the text unaltered.
    """
    stream.write(BYTE_ORDER_MARK)
    writer = csv.DictWriter(stream, COLUMNS)
    writer.writeheader()
    for paper in papers:
        for record in suggestion_records(paper, min_score=min_score):
            writer.writerow(_row(record, paper.document.title))
        stream.flush()


def _row(record: Record, title: str) -> dict[str, object]:
    """A record with one plain value a cell, in the order of ``COLUMNS``."""
    parts = {f"speaker_{name}": value for name, value in record["speaker_parts"].items()}
    flat = record | parts | {
        "title": title,
        "pages": " ".join(map(str, record["pages"])),
        "themes": "; ".join(f"{theme} {probability}" for theme, probability in record["themes"]),
        "why": "; ".join(record["why"]),
    }  # fmt: skip
    return {name: harmless(flat[name]) for name in COLUMNS}
