"""Two engines behind one interface: they agree, and the fast one knows when it loses something."""

from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractor.errors import NotAPaperError, PasswordError, UnreadableFileError
from extractor.reading import ENGINES, draw_page, engines, pdfium, plumber, read_paper
from extractor.reading.printed import Printed
from extractor.records import Box, Document, Kind
from tests.pdfs.make import PASSWORD
from tests.printing import PLAIN_FONT, page_height, pieces, read_print, set_text, texts, words

PDFS = Path(__file__).parent / "pdfs"
CORPUS = Path(__file__).parent.parent / "corpus"

every_engine = pytest.mark.parametrize("engine", ENGINES)
every_bundled_paper = pytest.mark.parametrize(
    "path", [pytest.param(path, id=path.stem) for path in sorted(CORPUS.glob("*.pdf"))]
)


def print_narrow(canvas: Canvas) -> None:
    """A page whose last line has next to no width: PDFium gives nothing of it."""
    base = set_text(canvas, words(30))
    printer = canvas.beginText(50, page_height(canvas) - base - 30)
    printer.setFont(PLAIN_FONT, 10)
    printer.setHorizScale(0.001)
    printer.textOut("Being heard mattered more")
    canvas.drawText(printer)


@cache
def read_by_both(path: Path) -> tuple[Document, Document]:
    """A paper as PDFium and as pdfplumber see it."""
    return read_paper(path), read_paper(path, engine="pdfplumber")


def letters_of(document: Document) -> Counter[str]:
    kept = [document.text, *(aside.text for aside in document.asides)]
    return Counter("".join("".join(kept).split()).replace("−", "-"))


def boxes_by_word(document: Document) -> dict[tuple[int, str], list[Box]]:
    boxes = defaultdict(list)
    for word in document.words:
        boxes[word.page, document.text[word.start : word.end]].append(word.box)
    return boxes


@every_bundled_paper
def test_both_engines_read_the_same_letters(path: Path) -> None:
    fast, slow = read_by_both(path)
    assert letters_of(fast) == letters_of(slow)


@every_bundled_paper
def test_both_engines_see_nearly_all_words_on_the_same_places(path: Path) -> None:
    """They cut a word apart differently where its style changes, or where letters overhang."""
    fast, slow = read_by_both(path)
    places = boxes_by_word(fast)
    same = sum(
        any(
            word.box == pytest.approx(box, abs=1.5)
            for box in places[word.page, slow.text[word.start : word.end]]
        )
        for word in slow.words
    )
    assert same >= 0.98 * len(slow.words)


@every_bundled_paper
def test_bundled_papers_have_a_title_and_nothing_to_warn_of(path: Path) -> None:
    document, _ = read_by_both(path)
    assert document.findings == ()
    assert len(texts(document, Kind.TITLE)) == 1


def test_the_reader_is_named_with_its_version() -> None:
    for engine, name in zip(ENGINES, ("PDFium", "pdfplumber"), strict=True):
        assert f"({name} " in read_paper(PDFS / "interview.pdf", engine=engine).reader


@every_engine
def test_a_locked_paper_asks_for_its_password(engine: str) -> None:
    with pytest.raises(PasswordError, match="is protected by a password"):
        read_paper(PDFS / "locked.pdf", engine=engine)


@every_engine
def test_a_wrong_password_is_told(engine: str) -> None:
    with pytest.raises(PasswordError, match="does not open with the password given"):
        read_paper(PDFS / "locked.pdf", engine=engine, password="wrong")


@every_engine
def test_with_its_password_a_locked_paper_reads_like_any_other(engine: str) -> None:
    locked = read_paper(PDFS / "locked.pdf", engine=engine, password=PASSWORD)
    assert locked.text == read_paper(PDFS / "interview.pdf").text


@every_engine
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"Dear editor, this is a letter.", id="not a PDF"),
        pytest.param(b"%PDF-1.7\n1 0 obj << /Type /Catalog", id="cut off"),
        pytest.param(b"", id="empty"),
    ],
)
def test_what_is_no_paper_is_told(content: bytes, engine: str, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(content)
    with pytest.raises(NotAPaperError):
        read_paper(path, engine=engine)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="there is no such file"):
        read_paper(tmp_path / "nowhere.pdf")


def test_where_pdfium_loses_text_pdfplumber_reads_the_page_and_the_user_is_told(
    tmp_path: Path,
) -> None:
    document = read_print(tmp_path, print_narrow)
    assert "heardmattered" in document.text.replace(" ", "")
    finding = document.findings[-1]
    assert (finding.code, finding.pages) == ("second engine", (1,))
    assert "pdfplumber" in finding.message


def test_the_slow_engine_has_nothing_to_fall_back_on(tmp_path: Path) -> None:
    document = read_print(tmp_path, print_narrow, engine="pdfplumber")
    assert "second engine" not in [finding.code for finding in document.findings]


@pytest.mark.parametrize(
    ("lost", "unmapped", "found", "mended"),
    [
        pytest.param(0, 0, 200, [], id="nothing seems lost: not even tried"),
        pytest.param(40, 0, 200, [1], id="lost text that the other engine finds"),
        pytest.param(40, 0, 100, [], id="the other engine finds no more"),
        pytest.param(0, 30, 200, [1], id="letters without a value that it has"),
        pytest.param(2, 0, 200, [], id="too little lost to try"),
        pytest.param(0, 1, 200, [], id="one bullet of a symbol font"),
    ],
)
def test_the_better_reading_of_a_page_is_taken(
    lost: float, unmapped: int, found: int, mended: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    fast = Printed(1, "", 595, 842, pieces("a" * 100), [], lost=lost, unmapped=unmapped)
    slow = Printed(1, "", 595, 842, pieces("a" * found), [])
    monkeypatch.setattr(pdfium, "read_pages", lambda path, password: iter([fast]))
    monkeypatch.setattr(plumber, "read_pages", lambda path, password, only: iter([slow]))
    taken: list[int] = []
    [page] = engines.read_with_fallback(Path("paper.pdf"), None, taken)
    assert taken == mended
    assert page is (slow if mended else fast)


def test_a_page_is_drawn_as_a_picture() -> None:
    assert draw_page(PDFS / "interview.pdf", 1, dpi=30).startswith(b"\xff\xd8")


def test_no_page_of_a_locked_paper_is_drawn_without_its_password() -> None:
    with pytest.raises(PasswordError):
        draw_page(PDFS / "locked.pdf", 1)
    assert draw_page(PDFS / "locked.pdf", 1, dpi=30, password=PASSWORD)
