"""Characters from pdfplumber: the reference engine, and the fall-back.

It is twenty times slower than PDFium and sees some files better; words are found by its own
``WordExtractor`` so that both engines give pieces of the same kind.
"""

import logging
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from math import atan2, degrees
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.text import WordExtractor

from extractor.errors import NotAPaperError, PasswordError
from extractor.reading.fonts import style_of_font
from extractor.reading.glyphs import GAP, is_doubled
from extractor.reading.printed import SMALLEST, Piece, Printed, Rule

UNMAPPED = re.compile(r"\(cid:(?P<number>\d+)\)")
DIRECTIONS: dict[int, dict[str, Any]] = {
    0: {},
    90: {"line_dir": "ltr", "char_dir": "btt"},
    180: {"line_dir": "btt", "char_dir": "rtl"},
    270: {"line_dir": "rtl", "char_dir": "ttb"},
}


def engine_name() -> str:
    """Name and version of this engine, for the record."""
    return f"pdfplumber {pdfplumber.__version__}"


def read_pages(
    path: Path, *, password: str | None = None, only: frozenset[int] | None = None
) -> Iterator[Printed]:
    """The pages of the PDF at ``path`` (``only`` those numbers, from 1), one at a time.

    Raises ``PasswordError`` or ``NotAPaperError``.
    """
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        with pdfplumber.open(path, password=password or "") as document:
            for page in document.pages:
                if only is None or page.page_number in only:
                    yield _printed(page)
                    page.close()
    except PdfminerException as error:
        if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect):
            raise PasswordError(path, given=password is not None) from None
        raise NotAPaperError(path, "it is damaged, or no PDF") from None


def _printed(page: Any) -> Printed:
    x0, top, x1, bottom = page.cropbox
    pieces = list(_pieces(page.chars))
    if sum(is_doubled(piece.text) for piece in pieces) > 2:  # costly, so only where it shows
        pieces = list(_pieces(page.dedupe_chars(tolerance=1).chars))
    rules = [
        Rule(edge["x0"] - x0, edge["top"] - top, edge["x1"] - x0, edge["bottom"] - top)
        for edge in page.edges
    ]
    covered = sum(float(image["width"]) * float(image["height"]) for image in page.images)
    return Printed(
        page.page_number,
        page.label or "" if hasattr(page, "label") else "",
        float(x1 - x0),
        float(bottom - top),
        [_shifted(piece, float(x0), float(top)) for piece in pieces],
        rules,
        unmapped=sum(char["text"].startswith("(cid:") for char in page.chars),
        pictures=min(1.0, covered / max(1.0, float((x1 - x0) * (bottom - top)))),
    )


def _pieces(chars: list[dict[str, Any]]) -> Iterator[Piece]:
    """The words of each direction of writing, in the order of the file."""
    descents = _descents(chars)
    for angle, direction in DIRECTIONS.items():
        turned = [char for char in chars if _angle(char) == angle]
        if angle in (90, 270):  # there pdfplumber takes a letter's advance for its size
            turned = [{**char, "size": round(char["width"], 2)} for char in turned]
        extractor = WordExtractor(
            x_tolerance_ratio=GAP,
            y_tolerance_ratio=GAP,
            use_text_flow=True,
            extra_attrs=["fontname", "size"],
            **direction,
        )
        before: Piece | None = None
        for word in extractor.extract_words(turned, return_chars=True):
            piece = _piece(word, angle, descents)
            before = piece._replace(glued=before is not None and _is_glued(before, piece))
            yield before


def _angle(char: dict[str, Any]) -> int:
    a, b = char["matrix"][:2]
    return round(degrees(atan2(b, a)) / 90) * 90 % 360


def _descents(chars: list[dict[str, Any]]) -> dict[str, float]:
    """How far the boxes of each font reach below the baseline, as a share of the size.

    A character's matrix leaves out its rise; what most characters of a font have is none.
    """
    seen: dict[str, Counter[float]] = defaultdict(Counter)
    for char in chars:
        seen[char["fontname"]][round(_depth(char) / max(char["size"], 0.1), 2)] += 1
    return {font: counts.most_common(1)[0][0] for font, counts in seen.items()}


def _depth(char: dict[str, Any]) -> float:
    return float(char["matrix"][5] - char["y0"])


def _piece(word: dict[str, Any], angle: int, descents: dict[str, float]) -> Piece:
    first = word["chars"][0]
    size = max(SMALLEST, float(word["size"]))
    base = first["top"] + first["y1"] - first["matrix"][5]
    top, bottom = float(word["top"]), float(word["bottom"])
    if angle in (90, 270):
        base = first["matrix"][4]
    elif angle == 0:
        base = bottom - descents[first["fontname"]] * size
        top, bottom = base - 0.72 * size, base + 0.2 * size
    return Piece(
        UNMAPPED.sub(_readable, word["text"]),
        float(word["x0"]),
        top,
        float(word["x1"]),
        bottom,
        float(base),
        size,
        style_of_font(word["fontname"]),
        angle,
    )


def _readable(code: re.Match[str]) -> str:
    """A character that pdfminer has no value for; 127 is the bullet of the usual encodings."""
    return "•" if code["number"] == "127" else "\ufffd"


def _is_glued(before: Piece, piece: Piece) -> bool:
    on_line = abs(before.base - piece.base) < 0.5 * before.size
    return on_line and -0.3 * before.size < piece.x0 - before.x1 < 0.1 * before.size


def _shifted(piece: Piece, x: float, y: float) -> Piece:
    """The piece in the visible part of its page, which may begin right of or below its corner."""
    if not (x or y):
        return piece
    base = piece.base - (x if piece.angle in (90, 270) else y)
    return piece._replace(
        x0=piece.x0 - x,
        top=piece.top - y,
        x1=piece.x1 - x,
        bottom=piece.bottom - y,
        base=base,
    )
