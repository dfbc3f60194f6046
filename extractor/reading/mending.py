"""Print that tears words apart or joins what is not one, mended: a rule each.

Ligatures become their letters; the letters of a word set wide ("A B S T R A C T") and a large
first letter over several lines (a drop cap) join their word; the same word drawn twice on one
place (a fake bold) counts once.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from extractor.reading.lines import PrintedLine, line_of
from extractor.reading.printed import Piece

LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
    | {"\x02": "-", "\ufffe": "-"}
)
DROP_CAP = 1.8  # times the size of the text beside it
FEWEST_WIDE = 4
GRID = 2.0  # points


def mend_pieces(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces with ligatures resolved and put together, and without those printed twice.

    Two grids, half a step apart, find a copy less than a point away by two look-ups a piece; the
    rows of the second count downwards, so that the two do not mix.
    """
    mended: list[Piece] = []
    seen: set[tuple[str, int, int]] = set()
    before = None
    for piece in pieces:
        text, x, y = piece.text, piece.x0 / GRID, piece.base / GRID
        place, shifted = (text, int(x), int(y)), (text, int(x + 0.5), int(-y - 0.5))
        if place in seen or shifted in seen:
            continue
        seen.add(place)
        seen.add(shifted)
        if before is not None and piece.x0 == before.x0 and _is_rest_of_ligature(before, piece):
            piece = mended.pop()._replace(text=before.text + text, x1=piece.x1)
        before = piece
        mended.append(piece if text.isascii() and "\x02" not in text else _spelled(piece))
    return mended


def mend_stretches(stretches: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Stretches with words set wide closed up, and drop caps joined to their words."""
    closed = [_closed_up(stretch) for stretch in stretches]
    caps = [s for s in closed if len(s.pieces) == 1 and len(s.text) <= 2 and s.text[:1].isupper()]
    for cap in caps:
        beside = _beside_cap(cap, closed)
        if beside is not None:
            closed.remove(cap)
            closed[closed.index(beside)] = _with_cap(cap, beside)
    return closed


def _spelled(piece: Piece) -> Piece:
    """The piece with ligatures and hyphen marks as letters, surrogate pairs as one character."""
    text = piece.text.translate(LIGATURES)
    if any("\ud800" <= character <= "\udfff" for character in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return piece._replace(text=text)


def _is_rest_of_ligature(before: Piece, piece: Piece) -> bool:
    """Whether a piece goes on inside the one glyph that begins the piece before: "T", "he"."""
    return (
        len(before.text) == 1
        and piece.base == before.base
        and piece.x1 > before.x1
        and piece.text[:1].islower()
    )


def _closed_up(stretch: PrintedLine) -> PrintedLine:
    """A stretch in which what is set wide ("R E S EAR CH AR TIC L E") is words again."""
    pieces = stretch.pieces
    if len(pieces) < FEWEST_WIDE or sum(len(piece.text) == 1 for piece in pieces) < 3:
        return stretch
    closed: list[Piece] = []
    for may_be_wide, group in groupby(pieces, key=_may_be_wide):
        letters = list(group)
        closed += _words_set_wide(letters) if may_be_wide and _is_wide(letters) else letters
    return line_of(closed)


def _may_be_wide(piece: Piece) -> bool:
    return piece.text.isalpha() and (len(piece.text) == 1 or piece.text.isupper())


def _is_wide(letters: Sequence[Piece]) -> bool:
    """Whether most pieces are one to three letters, and enough are single ones.

    "I" and "A" are words of their own, so they prove nothing.
    """
    single = sum(len(piece.text) == 1 and piece.text not in "AI" for piece in letters)
    short = sum(len(piece.text) <= 3 for piece in letters)
    return len(letters) >= FEWEST_WIDE and single >= 2 and short > 0.6 * len(letters)


def _words_set_wide(letters: Sequence[Piece]) -> list[Piece]:
    """The words that evenly spaced letters make: a word ends where the space is wider."""
    gaps = [after.x0 - before.x1 for before, after in pairwise(letters)]
    usual = sorted(gaps)[len(gaps) // 2]
    words = [letters[0]]
    for piece, gap in zip(letters[1:], gaps, strict=True):
        if gap <= 1.6 * usual + 0.5:
            last = words[-1]
            words[-1] = last._replace(text=last.text + piece.text, x1=piece.x1)
        else:
            words.append(piece)
    return words


def _beside_cap(cap: PrintedLine, stretches: Sequence[PrintedLine]) -> PrintedLine | None:
    """The topmost stretch that begins right of a large letter, within its height."""
    beside = [
        s
        for s in stretches
        if s is not cap
        and cap.size > DROP_CAP * s.size
        and -2 <= s.x0 - cap.x1 < 1.5 * s.size
        and cap.base - 0.8 * cap.size - s.size < s.base - s.size < cap.base
    ]
    return min(beside, key=lambda s: s.base, default=None)


def _with_cap(cap: PrintedLine, line: PrintedLine) -> PrintedLine:
    """The line with the large letter before its first word, at the line's size."""
    letter, first = cap.pieces[0], line.pieces[0]
    whole = first._replace(
        text=letter.text + first.text, x0=letter.x0, top=min(letter.top, first.top)
    )
    if len(letter.text) == 1 and letter.text in "AI" and not first.text[:1].islower():
        return line_of([letter._replace(size=first.size, base=first.base), *line.pieces])
    return line_of([whole, *line.pieces[1:]])
