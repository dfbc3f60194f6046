"""Print for the tests of reading: pieces and lines as values, and small PDFs made on the spot.

All words are invented. Lengths are in points, from the top left corner of the page.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import reportlab
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from extractor.reading import read_paper
from extractor.reading.lines import PrintedLine, line_of
from extractor.reading.printed import Piece
from extractor.records import Block, Document, Kind, Style

WIDTH, HEIGHT = 595.0, 842.0
PLAIN_FONT, BOLD_FONT, ITALIC_FONT = "Times-Roman", "Times-Bold", "Times-Italic"
UNICODE_FONT = "Vera"  # comes with reportlab; the standard fonts have no ligatures
POOL = (
    "people spoke of trust that grew slowly and of small signs that somebody had listened to them "
    "many said that being believed mattered more than any advice and that time was what they "
    "needed most while staff described quiet rooms open doors and the courage to stay with silence"
)


def piece(
    text: str,
    x0: float = 50.0,
    base: float = 100.0,
    *,
    size: float = 10.0,
    style: int = Style.PLAIN,
    width: float | None = None,
    angle: int = 0,
    glued: bool = False,
) -> Piece:
    """A piece; each letter is half its size wide."""
    x1 = x0 + (0.5 * size * len(text) if width is None else width)
    return Piece(
        text, x0, base - 0.72 * size, x1, base + 0.2 * size, base, size, style, angle, glued
    )


def pieces(
    text: str,
    x0: float = 50.0,
    base: float = 100.0,
    *,
    size: float = 10.0,
    style: int = Style.PLAIN,
) -> list[Piece]:
    """The words of a line, a quarter of the size apart."""
    made: list[Piece] = []
    for word in text.split():
        made.append(piece(word, x0, base, size=size, style=style))
        x0 = made[-1].x1 + 0.25 * size
    return made


def line(
    text: str,
    x0: float = 50.0,
    base: float = 100.0,
    *,
    size: float = 10.0,
    style: int = Style.PLAIN,
    x1: float | None = None,
) -> PrintedLine:
    """A printed line; with ``x1`` its last word is stretched to end there, as in justified text."""
    words = pieces(text, x0, base, size=size, style=style)
    if x1 is not None:
        words[-1] = words[-1]._replace(x1=x1)
    return line_of(words)


def lines(
    *texts: str,
    x0: float = 50.0,
    base: float = 100.0,
    leading: float = 12.0,
    size: float = 10.0,
    style: int = Style.PLAIN,
    x1: float | None = 300.0,
) -> list[PrintedLine]:
    """Lines one under the other, all but the last as wide as the column."""
    last = len(texts) - 1
    return [
        line(
            text,
            x0,
            base + index * leading,
            size=size,
            style=style,
            x1=None if index == last else x1,
        )
        for index, text in enumerate(texts)
    ]


def words(count: int, start: int = 0) -> str:
    """So many words of running text that ends with a full stop."""
    pool = POOL.split()
    chosen = [pool[(start + index) % len(pool)] for index in range(count)]
    return f"{chosen[0].capitalize()} {' '.join(chosen[1:])}."


@contextmanager
def new_pdf(path: Path, *, size: tuple[float, float] = (WIDTH, HEIGHT)) -> Iterator[Canvas]:
    """A PDF to print on; it is the same byte for byte whenever it is made."""
    registerFont(TTFont(UNICODE_FONT, str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))
    canvas = Canvas(str(path), pagesize=size, invariant=1)
    yield canvas
    canvas.save()


def set_line(
    canvas: Canvas,
    text: str,
    x: float,
    base: float,
    *,
    size: float = 10.0,
    font: str = PLAIN_FONT,
    width: float | None = None,
) -> None:
    """Print one line; with ``width`` its spaces are stretched to fill it."""
    spaces = text.count(" ")
    spare = 0.0 if width is None or not spaces else width - stringWidth(text, font, size)
    printer = canvas.beginText(x, page_height(canvas) - base)
    printer.setFont(font, size)
    printer.setWordSpace(spare / spaces if spaces else 0.0)
    printer.textOut(text)
    canvas.drawText(printer)


def set_text(
    canvas: Canvas,
    text: str,
    x: float = 50.0,
    base: float = 80.0,
    width: float = 495.0,
    *,
    size: float = 10.0,
    font: str = PLAIN_FONT,
    leading: float = 12.0,
    full: bool = False,
) -> float:
    """Print a justified paragraph, its last line too if ``full``; the baseline after it."""
    split = simpleSplit(text, font, size, width)
    for index, each in enumerate(split):
        last = index == len(split) - 1 and not full
        set_line(canvas, each, x, base, size=size, font=font, width=None if last else width)
        base += leading
    return base


def page_height(canvas: Canvas) -> float:
    """The height of the page as it is printed, before any ``/Rotate``."""
    return float(canvas._pagesize[1])  # type: ignore[attr-defined]


def rule(canvas: Canvas, x0: float, x1: float, top: float) -> None:
    """A thin line across."""
    canvas.setLineWidth(0.5)
    canvas.line(x0, page_height(canvas) - top, x1, page_height(canvas) - top)


def read_print(
    folder: Path, print_on: Callable[[Canvas], object], *, engine: str = "pdfium"
) -> Document:
    """Read what ``print_on`` prints."""
    path = folder / "paper.pdf"
    with new_pdf(path) as canvas:
        print_on(canvas)
    return read_paper(path, engine=engine)


def texts(document: Document, *kinds: Kind) -> list[str]:
    """The text of each block of these kinds (all, if none is given)."""
    return [
        block.span.of(document.text)
        for block in document.blocks
        if not kinds or block.kind in kinds
    ]


def block_with(document: Document, text: str) -> Block:
    """The one block that has ``text`` in it."""
    found = [block for block in document.blocks if text in block.span.of(document.text)]
    assert len(found) == 1, f"{len(found)} blocks hold {text!r}"
    return found[0]


def asides(document: Document, kind: Kind) -> Sequence[str]:
    """The text of what was kept apart as of this kind."""
    return [aside.text for aside in document.asides if aside.kind is kind]
