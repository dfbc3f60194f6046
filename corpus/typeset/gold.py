"""Finds the quotations of a source again in its PDF, and writes them down as gold marks.

A mark tells the page, the first and the last words, and how many words there are. A quotation
with something printed between its parts (a footer, a running head, a footnote) has a mark for
each part, and ``continues`` is true in the second.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from pypdfium2 import PdfDocument

from .source import Paper, Quotation, quotations_of

SHOWN = 6
"""How many printed words a mark shows of the beginning and of the end."""
WIDEST_GAP = 400
"""The most words that may stand between two parts of one quotation."""
JOINT = re.compile(r"(?<=\w)(?:[-\u2010\u2011\u00ad\ufffe\x02]\s*|['`\u2018\u2019\u00b4])(?=\w)")
WORD = re.compile(r"[^\W_]+")
COARSE = {
    "service user": "participant",
    "carer or other lay": "participant",
    "professional": "professional",
    "unclear": "other",
}
"""The three voices that gold marks share, for each of the four in the sources."""


class Part(NamedTuple):
    """A run of words in the text of a PDF: where it begins, and how many there are."""

    start: int
    words: int


class LostQuotationError(Exception):
    """A quotation of the source cannot be found in the PDF."""

    def __init__(self, quotation: Quotation) -> None:
        super().__init__(
            f"Not to be found in the PDF: {quotation.text!r}.\n"
            "Perhaps a page ends within one of its words: change the text before it a little."
        )


def words_of(text: str) -> list[str]:
    """The words of ``text`` as they are counted: folded, with no hyphen or apostrophe in them."""
    folded = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return WORD.findall(JOINT.sub("", bare).lower())


def read_pages(pdf: Path) -> list[list[str]]:
    """The words of each page of ``pdf``, in the order of its text layer."""
    with PdfDocument(pdf) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    return [words_of(text) for text in texts]


def mark_quotations(paper: Paper, pages: Sequence[Sequence[str]]) -> Iterator[dict[str, Any]]:
    """The gold marks of ``paper``, whose PDF has these words on its ``pages``.

    What may be printed far from its place in the source is followed apart from the text.
    """
    stream = [word for page in pages for word in page]
    ends = list(accumulate(map(len, pages)))
    behind = {True: 0, False: 0}
    found = []
    for quotation in quotations_of(paper):
        parts = _find(quotation, stream, behind[quotation.apart])
        behind[quotation.apart] = parts[-1].start + parts[-1].words
        found.append((parts, quotation))
    for parts, quotation in sorted(found, key=lambda pair: pair[0]):
        yield from _marks(quotation, parts, ends)


def _find(quotation: Quotation, stream: Sequence[str], behind: int) -> list[Part]:
    """Where ``quotation`` stands in ``stream``: in one part, or else in the first two that fit.

    The longer the first part, the better.
    """
    words = words_of(quotation.text)
    for length in range(len(words), 0, -1):
        for start in _starts(words[:length], stream, behind, len(stream)):
            after = start + length
            if length == len(words):
                return [Part(start, length)]
            for resumed in _starts(words[length:], stream, after, after + WIDEST_GAP):
                return [Part(start, length), Part(resumed, len(words) - length)]
    raise LostQuotationError(quotation)


def _starts(words: Sequence[str], stream: Sequence[str], low: int, high: int) -> Iterator[int]:
    """Every place in ``stream``, from ``low`` up to ``high``, at which ``words`` stand."""
    last = min(high, len(stream) - len(words) + 1)
    return (i for i in range(low, last) if stream[i : i + len(words)] == words)


def _marks(
    quotation: Quotation, parts: Iterable[Part], ends: Sequence[int]
) -> Iterator[dict[str, Any]]:
    """A mark for each part of ``quotation``; ``ends`` tells where the pages end."""
    done = 0
    for part in parts:
        printed = _printed(quotation.text, done, done + part.words)
        yield {
            "page": sum(end <= part.start for end in ends) + 1,
            "start": " ".join(printed[:SHOWN]),
            "end": " ".join(printed[-SHOWN:]),
            "n": part.words,
            "form": quotation.form,
            "speaker": quotation.speaker,
            "voice": COARSE[quotation.voice],
            "voice_full": quotation.voice,
            "fragment": quotation.fragment,
            **({"continues": True} if done else {}),
            "text": " ".join(printed),
        }
        done += part.words


def _printed(text: str, first: int, last: int) -> list[str]:
    """The printed words of ``text`` that hold its counted words from ``first`` up to ``last``."""
    tokens = text.split()
    counted = accumulate(len(words_of(token)) for token in tokens)
    return [token for token, count in zip(tokens, counted, strict=True) if first < count <= last]
