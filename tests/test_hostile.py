"""Damaged and hostile files, odd names, folders that change or may not be written to."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extractor.batch import Failed, Limits, find_papers, suggest_papers
from extractor.errors import ChangedFileError, NotAPaperError, UnreadableFileError
from extractor.reading import pdfium, read_paper
from extractor.reading.glyphs import Glyph, Setting, find_runs
from extractor.reading.printed import Printed
from hostile import HOSTILE, drawn, many_marks, many_pages, written
from mutations import MUTATIONS, mutated
from robustness import is_clear, told
from tests.commands import ROOT, RUN, Ended, firsthand
from tests.test_review_commands import PDFS, TEAM
from watched import try_files

INTERVIEW = PDFS / "interview.pdf"
CORPUS = sorted((ROOT / "corpus").glob("*.pdf"))
SMALL = (
    "page-tree-in-a-circle.pdf",
    "length-in-a-circle.pdf",
    "tables-in-a-circle.pdf",
    "page-of-a-country.pdf",
    "numbers-of-no-page.pdf",
    "laughs.xml",
    "entity-of-this-machine.xml",
    "entity-in-a-circle.xml",
    "elements-100000-deep.xml",
)
BYPASSING = (1, 2, 3)  # Linux's capabilities to read, write and own what one has no right to
DROP = 24  # PR_CAPBSET_DROP


def test_mutated_papers_are_the_same_each_time_and_of_every_kind() -> None:
    first, second = list(mutated(CORPUS, 8, 1)), list(mutated(CORPUS, 8, 1))

    assert first == second
    assert {kind for kind, _ in first} == set(MUTATIONS)
    assert not {content for _, content in first} & {paper.read_bytes() for paper in CORPUS}


def test_each_mutated_or_hostile_file_is_a_document_or_a_clear_error(tmp_path: Path) -> None:
    for number, (_, content) in enumerate(mutated(CORPUS, 16, 2)):
        (tmp_path / f"{number}.pdf").write_bytes(content)
    for name in SMALL:
        (tmp_path / name).write_bytes(HOSTILE[name]())

    tries = list(try_files(find_papers([str(tmp_path)]), Limits(), jobs=1))

    assert len(tries) == 16 + len(SMALL)
    assert [told(path, result) for path, result, _ in tries if not is_clear(result)] == []
    assert all(cost.megabytes < Limits().megabytes for _, _, cost in tries)


def test_of_a_word_without_end_each_letter_is_compared_with_those_near_it() -> None:
    """With all before it, this would take minutes."""
    setting = Setting(True, 740.0, 750.0, (748.0, 10.0, 0, 0, False))
    glyphs = [Glyph("a", 5.0 * n, 740.0, 5.0 * n + 5, 750.0, setting, 1) for n in range(30_000)]

    assert [len(run.glyphs) for run in find_runs(glyphs)] == [30_000]


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
def test_print_too_small_to_have_a_size_divides_nothing(engine: str, tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    lines = [b"1 0 0 1 60 %d Tm (nobody asked me) Tj" % (700 - n) for n in range(9)]
    paper.write_bytes(drawn([b"BT /F 0.01 Tf", *lines, b"ET"]))

    assert "nobody" in read_paper(paper, engine=engine).text


def test_many_short_pages_are_all_read(tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(many_pages(30))

    assert len(read_paper(paper).pages) == 30


def test_marks_that_are_never_closed_suggest_nothing_and_end(tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(many_marks(60))

    assert "I said" in read_paper(paper).text


def test_a_file_of_gigabytes_is_no_paper(tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    with paper.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(2 * 2**30)

    with pytest.raises(NotAPaperError, match=r"no paper has 2\.0 GB\."):
        read_paper(paper)


def remove(path: Path) -> None:
    path.unlink()


def replace(path: Path) -> None:
    other = path.with_suffix(".new")
    other.write_bytes(drawn([written(["Another paper altogether."])]))
    other.replace(path)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1000])


@pytest.mark.parametrize(
    ("change", "error"),
    [
        pytest.param(remove, UnreadableFileError, id="gone"),
        pytest.param(replace, ChangedFileError, id="another one in its place"),
        pytest.param(cut, ChangedFileError, id="cut off"),
    ],
)
def test_text_never_gets_the_hash_of_what_the_file_became_meanwhile(
    change: Callable[[Path], None],
    error: type[Exception],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paper = Path(shutil.copy(INTERVIEW, tmp_path))

    def read_then_change(path: Path, **options: str | None) -> Iterator[Printed]:
        yield from read_pages(path, **options)
        change(path)

    read_pages = pdfium.read_pages
    monkeypatch.setattr(pdfium, "read_pages", read_then_change)

    with pytest.raises(error):
        read_paper(paper)


def test_a_folder_that_changes_after_it_was_listed_costs_what_changed(tmp_path: Path) -> None:
    for name in ("cut", "gone", "new", "same"):
        shutil.copy(INTERVIEW, tmp_path / f"{name}.pdf")
    found = find_papers([str(tmp_path)])
    cut(tmp_path / "cut.pdf")
    remove(tmp_path / "gone.pdf")
    replace(tmp_path / "new.pdf")

    outcomes = list(suggest_papers(found, jobs=1))

    failed = {Path(each.source).stem: each.kind for each in outcomes if isinstance(each, Failed)}
    assert failed == {"cut": "NotAPaperError", "gone": "UnreadableFileError"}
    assert len(outcomes) == 4


def without_rights(*arguments: str | Path) -> Ended:
    """Run `firsthand` as somebody whom rights hinder, which they do not hinder root."""

    def drop() -> None:
        system = ctypes.CDLL(None)
        for capability in BYPASSING:  # who has none may not drop any, and needs not
            system.prctl(DROP, capability, 0, 0, 0)

    command = [sys.executable, "-c", RUN, *map(str, arguments)]
    done = subprocess.run(
        command, cwd=ROOT, preexec_fn=drop, capture_output=True, text=True, check=False
    )
    return Ended(done.returncode, done.stdout, done.stderr)


@pytest.mark.skipif(sys.platform != "linux", reason="rights are dropped as Linux has them")
def test_what_may_not_be_read_costs_itself_alone(tmp_path: Path) -> None:
    for name in ("good.pdf", "mine.pdf", "shut/paper.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(INTERVIEW, tmp_path / name)
    (tmp_path / "mine.pdf").chmod(0)
    (tmp_path / "shut").chmod(0)
    tmp_path.chmod(0o500)

    ended = without_rights("suggest", tmp_path, "--format", "csv", "--jobs", "1")
    tmp_path.chmod(0o700)
    (tmp_path / "shut").chmod(0o700)

    assert ended.code == 1
    assert "good.pdf" in ended.out
    for name in ("mine.pdf", "shut"):
        assert f"{name} cannot be read: you may not read it." in ended.err


@pytest.mark.skipif(sys.platform != "linux", reason="rights are dropped as Linux has them")
def test_a_review_that_may_only_be_read_takes_nothing_in_and_says_so(tmp_path: Path) -> None:
    review = tmp_path / "review"
    assert firsthand("init", review, *TEAM).code == 0
    for path in (review / "review.db", review / "papers", review):
        path.chmod(0o500)

    ended = without_rights("add", review, INTERVIEW, "--jobs", "1")
    for path in (review, review / "papers", review / "review.db"):
        path.chmod(0o700)

    assert ended.is_advice, ended.err
    assert "is it yours to write to" in ended.err
    assert firsthand("verify", review).code == 0


ODD = {
    b"clear\x1b[2J\x1b]0;title\x07.pdf": "clear\ufffd[2J\ufffd]0;title\ufffd.pdf",
    b"two\nlines.pdf": "two\\nlines.pdf",
    b"over\rwritten.pdf": "over\\rwritten.pdf",
    b"no\xffutf.pdf": "no\ufffdutf.pdf",
    "turned\u202efdp.pdf".encode(): "turned\ufffdfdp.pdf",
    b"-rf.pdf": "-rf.pdf",
    b"[bold]x[red].pdf": "[bold]x[red].pdf",
    b"n" * 251 + b".pdf": "n" * 251 + ".pdf",
}


@pytest.mark.parametrize("command", ["suggest", "add"])
def test_whatever_files_are_called_each_is_told_on_a_line_of_its_own(
    command: str, tmp_path: Path
) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    for number, name in enumerate(ODD):
        (papers / os.fsdecode(name)).write_bytes(b"%%PDF-1.7 and nothing more %d" % number)
    review = [tmp_path / "review"] if command == "add" else []
    assert not review or firsthand("init", *review, *TEAM).code == 0

    ended = firsthand(command, *review, papers, "--jobs", "1")

    assert ended.code == 1
    lines = {line.strip() for line in ended.err.split("\n")}
    for shown in ODD.values():
        assert f"{papers}/{shown} cannot be read: it is damaged, or no PDF." in lines
