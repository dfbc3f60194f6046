"""The one text of a paper, written from its blocks, with a span for every word, line and block.

Lines of a block are joined by a space, blocks by an empty line. A hyphen at a line end goes when
the paper itself writes the word without one elsewhere, or when nothing speaks for it; it stays
when the paper writes the word with it in the middle of a line, after a prefix that usually keeps
it ("self-harm"), and before a capital or a number.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractor.reading.flow import Placed, PlacedLine
from extractor.reading.printed import Piece
from extractor.records import Line, Span, Style, Word

HYPHENS = ("-", "\u2010", "\u00ad")
KEEPS_HYPHEN = re.compile(  # as in "self-harm", "two-thirds", "evidence-based", "follow-up"
    "self|non|well|co|ex|all|half|cross|multi|semi|so|low|high|long|short|one|two|three|four|five|"
    "six|ten|pre|post|anti|inter|mid|quasi|part|full|face|decision|problem|person|patient|family|"
    "school|community|evidence|home|peer|follow|day|year|old"
)
EDGES = re.compile(r"^\W+|\W+$")

_new_tuple = tuple.__new__  # half the cost of calling the class


@dataclass(slots=True)
class Written:
    """What has been written so far."""

    parts: list[str] = field(default_factory=list)
    at: int = 0
    words: list[Word] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def add(self, text: str) -> int:
        """Append text; returns where it begins."""
        start = self.at
        self.parts.append(text)
        self.at += len(text)
        return start


@dataclass(frozen=True, slots=True)
class WrittenBlock:
    """A block's place in the text and its lines' indices."""

    placed: Placed
    span: Span
    lines: tuple[int, int]


def write_text(blocks: Iterable[Placed]) -> tuple[Written, list[WrittenBlock]]:
    """Write all blocks; an empty one is left out."""
    blocks = list(blocks)
    vocabulary = _vocabulary(blocks)
    written = Written()
    result = []
    for placed in blocks:
        if written.at:
            written.add("\n\n")
        start, first = written.at, len(written.lines)
        _write_block(written, placed.lines, vocabulary)
        result.append(WrittenBlock(placed, Span(start, written.at), (first, len(written.lines))))
    return written, result


def joins_without_hyphen(before: str, after: str, vocabulary: frozenset[str]) -> bool:
    """Whether ``before`` (which ends with a hyphen) and ``after`` are one word without it."""
    if before.endswith("\u00ad"):
        return True
    first, second = EDGES.sub("", before[:-1]).lower(), EDGES.sub("", after).lower()
    if not first.isalpha() or not after[:1].islower():
        return False
    if f"{first}-{second}" in vocabulary:
        return False
    if first + second in vocabulary:
        return True
    return not KEEPS_HYPHEN.fullmatch(first)


def _vocabulary(blocks: Sequence[Placed]) -> frozenset[str]:
    """The words of the paper as they stand inside lines, lower case."""
    printed = {
        piece.text
        for placed in blocks
        for place in placed.lines
        for piece in place.line.pieces[:-1]
    }
    return frozenset(EDGES.sub("", text).lower() for text in printed)


def _write_block(
    written: Written, places: Sequence[PlacedLine], vocabulary: frozenset[str]
) -> None:
    for index, place in enumerate(places):
        pieces = place.line.pieces
        following = places[index + 1].line.pieces[0].text if index + 1 < len(places) else ""
        last = pieces[-1]
        broken = _is_broken(last.text, following)
        if broken and joins_without_hyphen(last.text, following, vocabulary):
            pieces = (*pieces[:-1], last._replace(text=last.text[:-1]))
        _write_line(written, place, pieces)
        if following and not broken:
            written.add(" ")


def _is_broken(last: str, following: str) -> bool:
    """Whether a word goes on over a line end: a letter, a hyphen, and a letter or digit."""
    return last.endswith(HYPHENS) and last[-2:-1].isalnum() and following[:1].isalnum()


def _write_line(written: Written, place: PlacedLine, pieces: Sequence[Piece]) -> None:
    line, frame = place.line, place.frame
    start = written.at
    if frame.angle:
        pieces = [piece._replace(**frame.shown(*piece[1:5])._asdict()) for piece in pieces]
    _write_words(written, frame.page, pieces)
    x0, top, x1, bottom = frame.shown(line.x0, line.top, line.x1, line.bottom)
    written.lines.append(
        Line(
            start,
            written.at,
            frame.page,
            round(x0, 1),
            round(top, 1),
            round(x1, 1),
            round(bottom, 1),
            round(line.size, 2),
            line.style,
            round(place.left, 1),
            round(place.right, 1),
        )
    )


def _write_words(written: Written, page: int, pieces: Sequence[Piece]) -> None:
    """The words of a line; this loop runs once a word, so it calls next to nothing."""
    parts, words, at = written.parts, written.words, written.at
    before = None
    for piece in pieces:
        text, x0, top, x1, bottom, _, size, style, _, glued = piece
        if before is not None and (not (glued or style & Style.RAISED) or _is_apart(before, piece)):
            parts.append(" ")
            at += 1
        end = at + len(text)
        words.append(_new_tuple(Word, (at, end, page, x0, top, x1, bottom, size, style)))
        parts.append(text)
        at = end
        before = piece
    written.at = at


def _is_apart(before: Piece, piece: Piece) -> bool:
    """Whether there is a space between two pieces; raised numbers always have one before them."""
    if piece.style & Style.RAISED and not before.style & Style.RAISED:
        return not piece.text[:1].isalpha()
    return not piece.glued
