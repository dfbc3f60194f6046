"""PDFs are read whole, in the order a reader reads them, with a box for every word."""

import io
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from extractor.errors import NotAPaperError, NoTextLayerError, PasswordError
from extractor.reading import ENGINES, draw_page, read_paper
from extractor.reading.pdf import read_pdf
from extractor.reading.printed import Printed
from extractor.records import Document, Kind, Section, Span
from tests.printing import (
    BOLD_FONT,
    HEIGHT,
    ITALIC_FONT,
    PLAIN_FONT,
    UNICODE_FONT,
    WIDTH,
    asides,
    block_with,
    new_pdf,
    pieces,
    read_print,
    rule,
    set_line,
    set_text,
    texts,
    words,
)

every_engine = pytest.mark.parametrize("engine", ENGINES)

QUOTED = (
    "“Nobody asked me to explain myself before I had sat down, and that was why I stayed and why "
    "I came back the week after, because I knew that somebody would be there who had time for me”"
)
LEFT, RIGHT, COLUMN = 50.0, 310.0, 235.0


def where(document: Document, text: str) -> list[tuple[int, int]]:
    """The page and column (0, 1) of each line that holds a part of ``text``."""
    start = document.text.index(text)
    boxes = document.boxes_of(Span(start, start + len(text)))
    return list(dict.fromkeys((box.page, int(box.x0 > WIDTH / 2)) for box in boxes))


def cut(text: str, width: float, lines: int) -> tuple[str, str]:
    """The first lines of a text and the rest of it."""
    split = simpleSplit(text, PLAIN_FONT, 10, width)
    return " ".join(split[:lines]), " ".join(split[lines:])


def fill(canvas: Canvas, x: float, base: float, width: float, count: int, start: int = 0) -> float:
    """Paragraphs of running text, so that the page has a body; the baseline after them."""
    for number in range(count):
        base = set_text(canvas, words(60, start + 7 * number), x, base, width)
    return base


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    def print_on(canvas: Canvas) -> None:
        for x, start in ((RIGHT, 20), (LEFT, 3)):  # not the order of the file
            fill(canvas, x, 100, COLUMN, 5, start)
            set_text(canvas, f"Here ends column {x:.0f}.", x, 600, COLUMN)

    text = read_print(tmp_path, print_on).text
    assert text.index("column 50") < text.index("column 310")
    assert text.count("Here ends") == 2


def test_a_quotation_over_a_column_break_is_one_stretch(tmp_path: Path) -> None:
    def print_on(canvas: Canvas) -> None:
        first, rest = cut(f"One woman said: {QUOTED} (P3).", COLUMN, 3)
        base = fill(canvas, LEFT, 100, COLUMN, 4)
        set_text(canvas, first, LEFT, base, COLUMN, full=True)
        fill(canvas, RIGHT, set_text(canvas, rest, RIGHT, 100, COLUMN), COLUMN, 4, 9)

    document = read_print(tmp_path, print_on)
    assert where(document, QUOTED) == [(1, 0), (1, 1)]
    assert QUOTED in document.text


def test_a_quotation_over_a_page_break_is_one_stretch_with_boxes_on_both(tmp_path: Path) -> None:
    def print_on(canvas: Canvas) -> None:
        first, rest = cut(f"One woman said: {QUOTED} (P3).", 495, 1)
        for number in (1, 2):
            set_line(canvas, "Journal of Listening 4", 50, 40)
            set_line(canvas, str(number), 300, 810)
            if number == 1:
                set_text(canvas, first, base=fill(canvas, 50, 80, 495, 8), full=True)
            else:
                fill(canvas, 50, set_text(canvas, rest), 495, 8, 5)
            canvas.showPage()

    document = read_print(tmp_path, print_on)
    assert where(document, QUOTED) == [(1, 0), (2, 0)]
    assert asides(document, Kind.RUNNING_HEAD) == ["Journal of Listening 4"] * 2
    assert asides(document, Kind.PAGE_NUMBER) == ["1", "2"]
    assert "Journal" not in document.text


def table(canvas: Canvas, base: float) -> float:
    set_line(canvas, "Table 1. Who took part", 50, base, size=8, font=BOLD_FONT)
    rows = (("Name", "What helped"), ("Amal", "time"), ("Bo", "trust"), ("Chi", "a quiet room"))
    for number, row in enumerate(rows):
        rule(canvas, 50, 545, base + 6 + 14 * number)
        for x, text in zip((55, 250), row, strict=True):
            set_line(canvas, text, x, base + 16 + 14 * number, size=8)
    rule(canvas, 50, 545, base + 6 + 14 * len(rows))
    return base + 90


def figure(canvas: Canvas, base: float) -> float:
    for number, text in enumerate(("Trust", "Time", "Silence", "Return")):
        set_line(canvas, text, 120 + 90 * number, base + 20 + 12 * (number % 2), size=7)
    set_line(canvas, "Figure 1. What people said", 50, base + 60, size=8, font=BOLD_FONT)
    return base + 90


def footnote(canvas: Canvas, base: float) -> float:
    rule(canvas, 50, 150, 752)
    set_line(canvas, "All names in this paper are invented.", 50, 762, size=8)
    return 800


@pytest.mark.parametrize("interrupt", [table, figure, footnote], ids=lambda made: made.__name__)
def test_a_quotation_goes_on_around_what_interrupts_it(
    interrupt: Callable[[Canvas, float], float], tmp_path: Path
) -> None:
    def print_on(canvas: Canvas) -> None:
        first, rest = cut(f"One woman said: {QUOTED} (P3).", 495, 1)
        base = fill(canvas, 50, 80, 495, 7)
        base = interrupt(canvas, set_text(canvas, first, base=base, full=True) + 8)
        if base > 750:
            canvas.showPage()
            base = 80
        fill(canvas, 50, set_text(canvas, rest, base=base), 495, 4, 5)

    document = read_print(tmp_path, print_on)
    assert QUOTED in document.text
    assert block_with(document, QUOTED).kind is Kind.PARAGRAPH


def test_tables_are_read_cell_by_cell_with_the_head_of_the_column(tmp_path: Path) -> None:
    def print_on(canvas: Canvas) -> None:
        fill(canvas, 50, table(canvas, fill(canvas, 50, 80, 495, 3)), 495, 3)

    document = read_print(tmp_path, print_on)
    cells = [block for block in document.blocks if block.cell is not None]
    assert [(b.span.of(document.text), *b.cell[1:]) for b in cells if b.cell][2:6] == [
        ("Amal", 1, 0, "Name"),
        ("time", 1, 1, "What helped"),
        ("Bo", 2, 0, "Name"),
        ("trust", 2, 1, "What helped"),
    ]
    assert texts(document, Kind.CAPTION) == ["Table 1. Who took part"]


def test_sections_are_named_and_references_kept_apart(tmp_path: Path) -> None:
    def print_on(canvas: Canvas) -> None:
        base = set_text(canvas, "Being heard by somebody", 50, 70, size=18, font=BOLD_FONT) + 10
        for name in ("Abstract", "Introduction", "Methods", "Results", "Discussion", "References"):
            set_line(canvas, name, 50, base, size=12, font=BOLD_FONT)
            base = fill(canvas, 50, base + 16, 495, 1) + 16

    document = read_print(tmp_path, print_on)
    assert document.title == "Being heard by somebody"
    kinds = {b.section: b.kind for b in document.blocks if b.kind is not Kind.HEADING}
    assert list(kinds)[1:] == [
        Section.ABSTRACT,
        Section.INTRODUCTION,
        Section.METHODS,
        Section.RESULTS,
        Section.DISCUSSION,
        Section.REFERENCES,
    ]
    assert kinds[Section.REFERENCES] is Kind.REFERENCE


def test_line_numbers_are_kept_apart(tmp_path: Path) -> None:
    def print_on(canvas: Canvas) -> None:
        for number in range(1, 31):
            set_line(canvas, str(number), 30, 68 + 12 * number, size=7)
        fill(canvas, 60, 80, 485, 4)

    document = read_print(tmp_path, print_on)
    assert len(asides(document, Kind.LINE_NUMBER)) == 30
    assert not re.search(r"\d", document.text)


@every_engine
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_with_rotate_reads_the_same_with_boxes_as_shown(
    turn: int, engine: str, tmp_path: Path
) -> None:
    """The page is printed turned, so that with ``/Rotate`` it is shown upright."""

    def print_on(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        across, up = {0: (0, 0), 90: (HEIGHT, 0), 180: (WIDTH, HEIGHT), 270: (0, WIDTH)}[turn]
        canvas.translate(across, up)
        canvas.rotate(turn)
        set_text(canvas, f"Trust {words(200)}")

    document = read_print(tmp_path, print_on, engine=engine)
    assert (document.pages[0].width, document.pages[0].height) == (WIDTH, HEIGHT)
    first = document.words[0]
    assert document.text.startswith(f"Trust {words(200)}"[:300])
    assert (round(first.x0), round(first.top), round(first.bottom)) == (50, 73, 82)


@every_engine
@pytest.mark.parametrize(
    ("angle", "left"), [pytest.param(90, True, id="up"), pytest.param(270, False, id="down")]
)
def test_text_that_runs_up_or_down_a_page_is_read(
    angle: int, left: bool, engine: str, tmp_path: Path
) -> None:
    def print_on(canvas: Canvas) -> None:
        canvas.translate(*((WIDTH, 0) if left else (0, HEIGHT)))
        canvas.rotate(angle)
        canvas._pagesize = (HEIGHT, WIDTH)  # type: ignore[attr-defined]
        set_text(canvas, words(120), 60, 100, 700)
        canvas._pagesize = (WIDTH, HEIGHT)  # type: ignore[attr-defined]

    document = read_print(tmp_path, print_on, engine=engine)
    assert document.text == words(120)
    first = document.words[0]
    assert first.bottom - first.top > first.x1 - first.x0
    assert round(first.bottom if left else first.top) == (HEIGHT - 60 if left else 60)


def test_a_stamp_up_the_margin_is_kept_apart(tmp_path: Path) -> None:
    def print_on(canvas: Canvas) -> None:
        set_text(canvas, words(120))
        canvas.translate(20, 300)
        canvas.rotate(90)
        canvas.drawString(0, 0, "arXiv stamp")

    document = read_print(tmp_path, print_on)
    assert document.text == words(120)
    assert asides(document, Kind.MARGIN) == ["arXiv", "stamp"]


@pytest.mark.parametrize("shift", [0.0, 0.25, 0.5])
def test_print_drawn_twice_for_boldness_counts_once(shift: float, tmp_path: Path) -> None:
    def print_on(canvas: Canvas) -> None:
        for x in (50.0, 50 + shift):
            set_line(canvas, "Being believed mattered still", x, 80)
        set_text(canvas, words(60), base=100)

    assert read_print(tmp_path, print_on).text.startswith("Being believed mattered still")


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        pytest.param("the ﬁrst ﬂow", "the first flow", id="ligatures"),
        pytest.param("support after self\u00adharm", "support after self-harm", id="U+00AD inside"),
    ],
)
def test_letters_of_unicode_fonts(printed: str, read: str, tmp_path: Path) -> None:
    def print_on(canvas: Canvas) -> None:
        set_line(canvas, printed, 50, 80, font=UNICODE_FONT)

    assert read_print(tmp_path, print_on).text.replace("\u00ad", "-") == read


def test_words_broken_at_line_ends_are_whole_and_keep_both_boxes(tmp_path: Path) -> None:
    def print_on(canvas: Canvas) -> None:
        set_text(canvas, words(80), base=80)
        set_line(canvas, "Many came back after self-harm since somebody lis-", 50, 300, width=240)
        set_line(canvas, "tened, which in support for self-", 50, 312, width=240)
        set_line(canvas, "harm is rare.", 50, 324)

    document = read_print(tmp_path, print_on)
    assert "somebody listened, which in support for self-harm is rare." in document.text
    start = document.text.rindex("listened")
    assert len(document.boxes_of(Span(start, start + 8))) == 2


def test_a_drop_cap_joins_its_word(tmp_path: Path) -> None:
    def print_on(canvas: Canvas) -> None:
        set_line(canvas, "S", 50, 104, size=36)
        set_text(canvas, f"upport begins. {words(12)}", 74, 80, 471, full=True)
        set_text(canvas, words(80), 50, 116)

    assert read_print(tmp_path, print_on).text.startswith("Support begins.")


def test_raised_reference_numbers_are_set_off_from_their_word(tmp_path: Path) -> None:
    def print_on(canvas: Canvas) -> None:
        printer = canvas.beginText(50, HEIGHT - 80)
        for text, size, rise in (("trust mattered", 10, 0), ("12,13", 6, 4), (" and time", 10, 0)):
            printer.setFont(PLAIN_FONT, size)
            printer.setRise(rise)
            printer.textOut(text)
        canvas.drawText(printer)
        set_text(canvas, words(80), base=100)

    assert read_print(tmp_path, print_on).text.startswith("trust mattered 12,13 and time")


def test_words_glued_by_a_space_that_is_only_a_gap_are_parted(tmp_path: Path) -> None:
    def print_on(canvas: Canvas) -> None:
        x = 50.0
        for text in ("somebody", "listened", "patiently", "throughout"):
            canvas.setFont(PLAIN_FONT, 10)
            canvas.drawString(x, HEIGHT - 80, text)
            x += canvas.stringWidth(text, PLAIN_FONT, 10) + 1.9
        set_text(canvas, words(80), base=100)

    text = read_print(tmp_path, print_on).text
    assert text.startswith("somebody listened patiently throughout")


def test_a_heading_set_wide_is_a_word_again(tmp_path: Path) -> None:
    def print_on(canvas: Canvas) -> None:
        canvas.setFont(BOLD_FONT, 12)
        canvas.drawString(50, HEIGHT - 80, "ABSTRACT", charSpace=5)
        set_text(canvas, words(80), base=100)

    document = read_print(tmp_path, print_on)
    assert (document.blocks[0].kind, document.blocks[0].section) == (
        Kind.HEADING,
        Section.ABSTRACT,
    )
    assert texts(document)[0] == "ABSTRACT"


def test_styles_are_those_of_the_fonts(tmp_path: Path) -> None:
    def print_on(canvas: Canvas) -> None:
        set_text(canvas, "I was heard", base=80, font=ITALIC_FONT)
        set_text(canvas, words(80), base=110)

    first, *_, last = read_print(tmp_path, print_on).lines
    assert (first.style & 2, last.style & 2) == (2, 0)


@pytest.mark.parametrize("drawn", [False, True], ids=["nothing on it", "only shapes"])
def test_a_page_without_any_text_is_told_with_what_to_do(drawn: bool, tmp_path: Path) -> None:
    def print_on(canvas: Canvas) -> None:
        if drawn:
            rule(canvas, 50, 500, 300)
        canvas.showPage()

    with pytest.raises(NoTextLayerError, match="ocrmypdf"):
        read_print(tmp_path, print_on)


def test_a_scan_is_told_with_what_to_do() -> None:
    with pytest.raises(NoTextLayerError, match=r"scan\.pdf is a scan.*\n.*ocrmypdf"):
        read_paper(Path(__file__).parent / "pdfs" / "scan.pdf")


@pytest.mark.parametrize(
    ("size", "pixels"),
    [
        pytest.param((72.0, 144.0), (110, 220), id="a small page as it is"),
        pytest.param((14_400.0, 14_400.0), (4_000, 4_000), id="the largest page there is"),
        pytest.param((100_000.0, 100.0), (4_000, 4), id="a very long page"),
    ],
)
def test_a_picture_has_at_most_so_many_pixels_a_side(
    size: tuple[float, float], pixels: tuple[int, int], tmp_path: Path
) -> None:
    with new_pdf(tmp_path / "paper.pdf", size=size) as canvas:
        canvas.showPage()

    picture = Image.open(io.BytesIO(draw_page(tmp_path / "paper.pdf", 1)))

    assert picture.size == pixels


def test_a_page_that_cannot_be_drawn_is_told(tmp_path: Path) -> None:
    with new_pdf(tmp_path / "paper.pdf") as canvas:
        canvas.showPage()

    with pytest.raises(NotAPaperError, match="its page 7 cannot be drawn"):
        draw_page(tmp_path / "paper.pdf", 7)


def test_a_password_that_is_no_text_is_wrong_where_one_is_needed() -> None:
    with pytest.raises(PasswordError, match="does not open with the password given"):
        read_paper(Path(__file__).parent / "pdfs" / "locked.pdf", password="\udcff")
    assert read_paper(Path(__file__).parent / "pdfs" / "interview.pdf", password="\udcff").text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        pytest.param("a.pdf", ["a.pdf", "a-ocr.pdf"], id="a plain name"),
        pytest.param("a';ls;'.pdf", ["a';ls;'.pdf", "a';ls;'-ocr.pdf"], id="a command in a name"),
        pytest.param("--a.pdf", ["./--a.pdf", "./--a-ocr.pdf"], id="an option in a name"),
        pytest.param("a\nb.pdf", ["paper.pdf", "paper-ocr.pdf"], id="a line break in a name"),
    ],
)
def test_the_advice_for_a_scan_can_be_pasted(name: str, words: list[str]) -> None:
    advice = str(NoTextLayerError(Path(name))).rpartition("Add a text layer first: ")[2]

    assert shlex.split(advice) == ["ocrmypdf", *words]


def test_page_labels_are_what_a_reader_would_cite(tmp_path: Path) -> None:
    def print_on(canvas: Canvas) -> None:
        canvas.addPageLabel(0, style="ARABIC", start=312)
        set_text(canvas, words(80))

    assert read_print(tmp_path, print_on).pages[0].label == "312"


@st.composite
def printed_pages(draw: st.DrawFn) -> list[Printed]:
    """Pages with lines of words anywhere on them, in any size and direction."""
    pages = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        made = []
        for _ in range(draw(st.integers(0, 12))):
            text = draw(
                st.sampled_from(["trust grew slow-", "ly and", "• time", "12", "Results", "ﬁt"])
            )
            x, base = draw(st.integers(0, 500)), draw(st.integers(20, 800))
            angle = draw(st.sampled_from([0, 0, 0, 0, 90, 180, 270, 45]))
            for each in pieces(text, x, base, size=draw(st.sampled_from([6, 10, 10, 18]))):
                made.append(each._replace(angle=angle, x1=min(each.x1, WIDTH)))
        pages.append(Printed(number, "", WIDTH, HEIGHT, made, []))
    return pages


@settings(deadline=None)
@given(pages=printed_pages())
def test_whatever_is_printed_words_ascend_in_the_text_and_stand_on_their_page(
    pages: list[Printed],
) -> None:
    def read() -> Iterator[Printed]:
        return iter([*pages, Printed(9, "", WIDTH, HEIGHT, pieces("one more"), [])])

    document = read_pdf(Path(__file__), read, engine="none")
    assert set(texts_of(document)) == {
        each for block in document.blocks for each in block.span.of(document.text).split()
    }
    at = 0
    for word in document.words:
        assert at <= word.start < word.end <= len(document.text)
        assert not any(map(str.isspace, document.text[word.start : word.end]))
        assert -0.01 <= word.x0 <= word.x1 <= WIDTH + 0.01
        assert -0.01 <= word.top <= word.bottom <= HEIGHT + 0.01
        at = word.end
    assert [line.start for line in document.lines] == sorted(line.start for line in document.lines)


def texts_of(document: Document) -> list[str]:
    return document.text.split()


def test_the_same_file_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    with new_pdf(path) as canvas:
        set_text(canvas, words(80))
    assert read_paper(path) == read_paper(path)
