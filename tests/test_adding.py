"""`firsthand add`: what can be used is put into the review, what cannot is listed with why."""

import csv
import io
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.batch.jobs import write_paper
from extractor.cli.adding import put_in
from extractor.cli.bar import Bar
from extractor.cli.learning_quotes import corrected
from extractor.errors import ChangedFileError, UnreadableFileError
from extractor.records import SuggestedPaper
from extractor.store.database import reading, writing
from extractor.store.failures import Failure, forget_failure, keep_failure, list_failures
from extractor.store.folder import open_review
from extractor.store.papers import list_papers
from extractor.store.stored import write_document
from tests.commands import ROOT, RUN, Ended, firsthand
from tests.databases import Databases
from tests.reviews import FILE, document, small_review
from tests.test_batch import forbid
from tests.test_review_commands import PDFS, TEAM
from tests.visiting import served

INTERVIEW = PDFS / "interview.pdf"
BROKEN = b"%PDF-1.7 and then nothing of a PDF"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A new review, beside a folder ``papers`` with one good and one broken paper."""
    (tmp_path / "papers").mkdir()
    shutil.copy(INTERVIEW, tmp_path / "papers" / "good.pdf")
    (tmp_path / "papers" / "broken.pdf").write_bytes(BROKEN)
    assert firsthand("init", tmp_path / "review", *TEAM).code == 0
    return tmp_path / "review"


def held(folder: Path) -> tuple[list[str], list[Failure]]:
    """The names of the papers that a review has, and those on its list of failures."""
    review = open_review(folder)
    with reading(review.engine) as connection:
        papers, failed = list_papers(connection), list_failures(connection)
    review.close()
    return [Path(paper.source).name for paper in papers], failed


def keep(folder: Path, failure: Failure) -> None:
    """Put a failure on a review's list."""
    review = open_review(folder)
    with writing(review.engine) as connection:
        keep_failure(connection, failure, now="2026-01-01")
    review.close()


def add(folder: Path, *options: str) -> Ended:
    return firsthand("add", folder, folder.parent / "papers", "--jobs", "1", *options)


def test_what_cannot_be_used_is_listed_and_the_rest_goes_on(folder: Path) -> None:
    ended = add(folder)

    papers, (failure,) = held(folder)
    assert ended.code == 1
    assert "1 paper could not be used:" in ended.err
    assert papers == ["good.pdf"]
    assert (Path(failure.source).name, failure.kind) == ("broken.pdf", "NotAPaperError")
    assert failure.message.startswith(f"{failure.source} cannot be read: ")


def test_it_is_not_tried_again_unless_asked_and_told_each_time(folder: Path) -> None:
    add(folder)

    again, retried = add(folder), add(folder, "--retry")

    assert again.code == retried.code == 1
    assert "1 paper could not be used before, and --retry would try again:" in again.err
    assert "broken.pdf cannot be read: " in again.err
    assert "1 paper could not be used:" in retried.err
    assert len(held(folder)[1]) == 1


def test_a_paper_that_was_mended_in_its_place_is_off_the_list(folder: Path) -> None:
    add(folder)
    mended = folder.parent / "papers" / "broken.pdf"
    mended.write_bytes(INTERVIEW.read_bytes() + b"\n%% downloaded anew\n")

    assert add(folder).code == 0
    assert held(folder) == (["good.pdf", "broken.pdf"], [])


def test_a_paper_that_is_gone_is_taken_off_the_list_when_it_is_tried_again(folder: Path) -> None:
    add(folder)
    (folder.parent / "papers" / "broken.pdf").unlink()

    assert len(held(folder)[1]) == 1
    assert "1 paper of the list no longer there: taken off it." in add(folder, "--retry").err
    assert held(folder)[1] == []


def test_a_paper_whose_disk_is_not_there_stays_on_the_list(folder: Path, tmp_path: Path) -> None:
    add(folder)
    (folder.parent / "papers").rename(tmp_path / "elsewhere")

    firsthand("add", folder, tmp_path / "elsewhere" / "good.pdf", "--retry")

    assert len(held(folder)[1]) == 1


def test_the_list_is_not_judged_by_a_folder_of_the_same_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = folder.parent / "other" / "papers"
    other.mkdir(parents=True)
    shutil.copy(INTERVIEW, other / "good.pdf")
    old = Failure("0" * 64, "papers/old.pdf", "WorkerError", "papers/old.pdf was given up: later")
    monkeypatch.chdir(folder.parent)
    firsthand("add", folder, "papers")
    keep(folder, old)

    monkeypatch.chdir(other.parent)
    firsthand("add", folder, "papers", "--retry")

    broken = folder.parent / "papers" / "broken.pdf"
    assert {each.source for each in held(folder)[1]} == {str(broken), old.source}


def test_what_may_not_be_looked_at_stays_on_the_list(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(folder)
    forbid(monkeypatch, "os.stat", str(folder.parent / "papers" / "broken.pdf"))

    ended = firsthand("add", folder, folder.parent / "papers" / "good.pdf", "--retry")

    assert ended.code == 0, ended.err
    assert len(held(folder)[1]) == 1


def test_a_scan_is_told_with_a_command_for_where_it_is_asked_about(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(PDFS / "scan.pdf", folder.parent / "papers" / "broken.pdf")
    monkeypatch.chdir(folder.parent)
    told = firsthand("add", folder, "papers").err
    again = firsthand("add", folder, "papers").err

    (failure,) = held(folder)[1]
    place = folder.parent / "papers" / "broken"
    assert failure.message.endswith(f"ocrmypdf {place}.pdf {place}-ocr.pdf")
    for each in (told, again):
        assert "ocrmypdf papers/broken.pdf papers/broken-ocr.pdf" in each
    assert "\npapers/broken.pdf," in firsthand("screen", folder).out


@pytest.fixture
def unreadable(folder: Path) -> Path:
    """A folder with two empty papers, one of gigabytes, and links that lead nowhere or round."""
    papers = folder.parent / "unreadable"
    papers.mkdir()
    (papers / "empty.pdf").touch()
    (papers / "empty too.pdf").touch()
    with (papers / "film.pdf").open("wb") as file:
        file.truncate(2 * 2**30)
    (papers / "gone.pdf").symlink_to("nowhere")
    (papers / "round.pdf").symlink_to("round.pdf")
    return papers


def test_what_cannot_be_read_at_all_is_listed_too(folder: Path, unreadable: Path) -> None:
    ended = [firsthand("add", folder, unreadable) for _ in range(2)]

    names = {path.name for path in unreadable.iterdir()}
    assert [each.code for each in ended] == [1, 1]
    assert "5 papers could not be used:" in ended[0].err
    assert "5 papers could not be used before" in ended[1].err
    assert {Path(each.source).name for each in held(folder)[1]} == names
    rows = csv.DictReader(io.StringIO(firsthand("screen", folder).out.removeprefix("\ufeff")))
    assert {Path(row["source"]).name for row in rows if row["kind"] == "needs a person"} == names


def test_what_can_be_read_by_now_is_off_the_list(folder: Path, unreadable: Path) -> None:
    firsthand("add", folder, unreadable)
    for number, path in enumerate(unreadable.iterdir()):
        path.unlink()
        path.write_bytes(INTERVIEW.read_bytes() + b"\n%% %d\n" % number)

    assert firsthand("add", folder, unreadable).code == 0
    assert (len(held(folder)[0]), held(folder)[1]) == (5, [])


def test_a_file_that_is_called_paper_is_told_of_in_plain_words(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder.parent / "paper").write_bytes(BROKEN)
    monkeypatch.chdir(folder.parent)
    firsthand("add", folder, "paper")

    (failure,) = held(folder)[1]
    assert failure.message.startswith(f"{folder.parent / 'paper'} cannot be read: it is damaged, ")
    assert failure.message.endswith("otherwise download the paper again.")
    assert failure.at("no PDF").what == failure.what == "cannot be read: it is damaged, or no PDF."


def test_what_is_another_broken_file_by_now_is_listed_once(folder: Path) -> None:
    add(folder)
    (folder.parent / "papers" / "broken.pdf").write_bytes(BROKEN + b", still")
    add(folder)

    assert len(held(folder)[1]) == 1


def test_a_link_that_leads_to_a_paper_of_the_review_by_now_is_off_the_list(folder: Path) -> None:
    link = folder.parent / "papers" / "broken.pdf"
    link.unlink()
    link.symlink_to("nowhere.pdf")
    add(folder)
    assert len(held(folder)[1]) == 1
    link.unlink()
    link.symlink_to("good.pdf")

    assert add(folder).code == 0
    assert held(folder)[1] == []


def test_a_link_that_leads_to_what_is_on_the_list_by_now_is_not_listed_twice(folder: Path) -> None:
    link = folder.parent / "papers" / "link.pdf"
    link.symlink_to("nowhere.pdf")
    add(folder)
    assert len(held(folder)[1]) == 2
    link.unlink()
    shutil.copy(folder.parent / "papers" / "broken.pdf", link)
    add(folder)

    assert len(held(folder)[1]) == 1


def test_a_folder_that_can_be_looked_into_by_now_is_off_the_list(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shut = folder.parent / "papers" / "shut"
    shut.mkdir()
    with monkeypatch.context() as patch:
        forbid(patch, "os.scandir", str(shut))
        add(folder)
    assert "shut" in {Path(each.source).name for each in held(folder)[1]}

    add(folder)

    assert [Path(each.source).name for each in held(folder)[1]] == ["broken.pdf"]


def test_a_paper_over_its_time_is_listed_and_comes_in_when_it_is_asked_for(folder: Path) -> None:
    assert add(folder, "--seconds", "0.001").code == 1
    papers, failures = held(folder)
    assert papers == []
    assert {each.kind for each in failures} == {"WorkerError"}
    assert all("it took longer than 0.001 seconds" in each.message for each in failures)

    add(folder, "--retry")

    papers, (failure,) = held(folder)
    assert papers == ["good.pdf"]
    assert failure.kind == "NotAPaperError"


def test_a_failure_is_of_the_content_whatever_it_is_called(folder: Path) -> None:
    add(folder)
    broken = folder.parent / "papers" / "broken.pdf"
    broken.rename(broken.with_name("renamed.pdf"))
    shutil.copy(INTERVIEW, broken)

    ended = add(folder)

    assert "renamed.pdf cannot be read" in ended.err
    assert "broken.pdf" not in ended.err


def test_a_name_that_would_move_the_cursor_is_told_on_one_line(folder: Path) -> None:
    broken = folder.parent / "papers" / "broken.pdf"
    broken.rename(broken.with_name("two\nlines\x1b[2J.pdf"))

    first, second = add(folder), add(folder)

    for ended in (first, second):
        assert "two\\nlines\ufffd[2J.pdf cannot be read: it is damaged, or no PDF." in ended.err
    (failure,) = held(folder)[1]
    assert failure.what == "cannot be read: it is damaged, or no PDF."


def test_a_password_that_is_given_now_is_reason_enough_to_try_again(folder: Path) -> None:
    locked = PDFS / "locked.pdf"
    assert "is protected by a password" in firsthand("add", folder, locked).err

    ended = firsthand("add", folder, locked, FIRSTHAND_PASSWORD="wrong")

    assert "does not open with the password given" in ended.err


def test_a_document_written_where_it_was_read_is_the_one_that_would_be_written_here() -> None:
    paper = write_paper(INTERVIEW, engine="pdfium", password=None)

    assert paper.written == write_document(paper.document)


def read(source: Path) -> SuggestedPaper:
    """The paper of ``tests.reviews`` as read from a file that holds ``FILE``."""
    return SuggestedPaper(str(source), document(), ())


@pytest.mark.parametrize(
    ("change", "error"),
    [
        pytest.param(lambda path: path.unlink(), UnreadableFileError, id="gone"),
        pytest.param(lambda path: path.write_bytes(b"more"), ChangedFileError, id="written to"),
    ],
)
def test_a_file_that_changes_once_it_was_read_costs_that_paper(
    folder: Path, change: Callable[[Path], object], error: type[Exception]
) -> None:
    source = folder.parent / "paper.pdf"
    source.write_bytes(FILE)
    paper = read(source)
    change(source)
    review = open_review(folder)
    with pytest.raises(error, match=r"paper\.pdf"):
        put_in(review, paper)
    review.close()

    assert held(folder) == ([], [])
    assert list((folder / "papers").iterdir()) == []


def test_read_again_too_it_costs_that_paper_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is written to when it was read, before it is put into the review."""

    def meanwhile(*arguments: Any, **options: Any) -> Iterator[SuggestedPaper]:
        for paper in corrected(*arguments, **options):
            if "late" in paper.source:
                Path(paper.source).write_bytes(b"more")
            yield paper

    add(folder)
    late = folder.parent / "papers" / "a late one.pdf"
    late.write_bytes(INTERVIEW.read_bytes() + b"\n%% late\n")
    monkeypatch.setattr("extractor.cli.adding.corrected", meanwhile)

    ended = firsthand("add", folder, "--again", late, INTERVIEW)

    assert ended.code == 1
    assert "a late one.pdf changed while it was read." in ended.err
    assert "1 paper read again" in ended.err
    assert "a late one.pdf" in {Path(each.source).name for each in held(folder)[1]}


def test_a_paper_that_takes_long_may_take_so_long_again(folder: Path) -> None:
    add(folder)

    hasty = firsthand("add", folder, "--again", "--seconds", "0.001")
    patient = firsthand("add", folder, "--again", "--seconds", "300")

    assert "good.pdf was given up: it took longer than 0.001 seconds" in hasty.err
    assert (hasty.code, patient.code) == (1, 0)
    assert len(held(folder)[1]) == 1  # the broken one


def test_files_of_the_same_content_are_counted(folder: Path) -> None:
    shutil.copy(INTERVIEW, folder.parent / "papers" / "twin.pdf")

    assert "; 1 file with the same content as another." in add(folder).err


@pytest.mark.parametrize(
    ("most", "size"),
    [
        pytest.param(10_000, 2_000_000, id="for the database"),
        pytest.param(1_000_000, 2_000_000, id="for the paper"),
        pytest.param(70_000, 0, id="for what is in the paper, when its file is in already"),
    ],
)
def test_a_full_disk_is_one_clear_error_and_what_is_in_stays(
    folder: Path, most: int, size: int
) -> None:
    """No file may become longer than ``most``, which is what a disk without room does to it."""
    with (folder.parent / "papers" / "good.pdf").open("ab") as paper:
        paper.write(bytes(size))

    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    command = [sys.executable, "-c", RUN, "add", str(folder), str(folder.parent / "papers"), "-j1"]
    done = subprocess.run(
        command, cwd=ROOT, preexec_fn=fill, capture_output=True, text=True, check=False
    )

    assert Ended(done.returncode, done.stdout, done.stderr).is_advice, done.stderr
    assert "s there room" in done.stderr
    assert list((folder / "papers").iterdir()) == []
    assert add(folder).code == 1
    assert held(folder)[0] == ["good.pdf"]
    assert firsthand("verify", folder).code == 0


def test_without_a_terminal_progress_is_a_line_now_and_then(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Bar(1200, "papers", quiet=False, seconds=0) as bar:
        bar.advance()
        bar.advance()
    with Bar(1200, "papers", quiet=True, seconds=0) as bar:
        bar.advance()

    told = capsys.readouterr().err.splitlines()
    assert [line.split(" · ")[0] for line in told] == ["1 of 1,200 papers", "2 of 1,200 papers"]
    assert all(line.endswith(" left") for line in told)


def test_failures_are_kept_on_any_database(tmp_path: Path, databases: Databases) -> None:
    review = small_review(tmp_path, databases)
    failure = Failure("0" * 64, "a\udcff.pdf", "WorkerError", "a\udcff.pdf was given up: \0")
    with writing(review.engine) as connection:
        keep_failure(connection, failure, now="2026-01-01")
        keep_failure(connection, failure._replace(message="later"), now="2026-01-02")
    with writing(review.engine) as connection:
        assert list_failures(connection) == [Failure("0" * 64, "a?.pdf", "WorkerError", "later")]
        forget_failure(connection, "0" * 64)
        assert list_failures(connection) == []
    review.close()


def test_the_lead_sees_what_could_not_be_used_and_why(tmp_path: Path, databases: Databases) -> None:
    review = small_review(tmp_path, databases)
    path = "/home/lea/<i>papers</i>/a scan.pdf"
    failure = Failure("0" * 64, path, "NoTextLayerError", f"{path} is a scan.\nAdd a text layer.")
    with writing(review.engine) as connection:
        keep_failure(connection, failure, now="2026-01-01")
    with served(review) as at:
        told = at.visitor("Lea").get("/lead").text
    review.close()

    assert "Papers that could not be used" in told
    assert "<b>a scan.pdf</b> is a scan." in told
    assert "/home/lea" not in told
