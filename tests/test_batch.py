"""Papers are read in processes that may be lost, and nothing else is lost with them."""

import errno
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import count
from multiprocessing import connection
from pathlib import Path
from typing import Any

import pytest

from extractor.batch import guard
from extractor.batch.find import find_papers
from extractor.batch.guard import Worker, run_jobs, run_jobs_as_finished
from extractor.batch.worker import GRACE_SECONDS, Job, Limits
from extractor.errors import (
    FirsthandError,
    NoPapersError,
    NotAPaperError,
    UnreadableFileError,
    WorkerStartError,
)
from extractor.reading import read_paper
from tests import batch_jobs

QUICK = Limits(seconds=0.3)
WATCHED = Limits(seconds=1 - GRACE_SECONDS)  # a worker’s own watch ends it after a second
PATIENCE = 60.0
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory so")


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker() as worker:
        yield worker


def job(function: Callable[..., object], path: str = "paper.pdf", **options: Any) -> Job:
    return Job(function, Path(path), options)


def outcomes(worker: Worker, *jobs: Job) -> list[str]:
    return [str(outcome) for outcome in run_jobs(jobs, [worker])]


def test_one_process_does_one_job_after_another(worker: Worker) -> None:
    pids = list(run_jobs([job(batch_jobs.own_pid)] * 3, [worker]))

    assert len(set(pids)) == 1
    assert pids[0] != os.getpid()


def test_a_worker_makes_way_for_a_fresh_one_after_so_many_papers() -> None:
    with Worker(Limits(papers=2)) as worker:
        pids = list(run_jobs([job(batch_jobs.own_pid)] * 4, [worker]))

    assert len(set(pids)) == 2


@pytest.mark.parametrize(
    ("bad", "what"),
    [
        pytest.param(job(batch_jobs.die, signal_number=9), "(signal 9)", id="killed"),
        pytest.param(job(batch_jobs.die, signal_number=11), "(signal 11)", id="crashed"),
        pytest.param(job(batch_jobs.leave), "(code 3)", id="left"),
        pytest.param(
            job(batch_jobs.stumble),
            "(LookupError: no such line: 12, at batch_jobs.py:",
            id="a bug of ours, told in one line with its place",
        ),
    ],
)
def test_a_lost_worker_costs_one_paper(worker: Worker, bad: Job, what: str) -> None:
    before, lost, after = outcomes(worker, job(batch_jobs.name), bad, job(batch_jobs.name))

    assert (before, after) == ("paper.pdf", "paper.pdf")
    assert lost.startswith("paper.pdf was given up: ")
    assert what in lost.splitlines()[0]


def test_a_paper_that_takes_too_long_is_given_up() -> None:
    with Worker(QUICK) as worker:
        lost, after = outcomes(worker, job(batch_jobs.hang), job(batch_jobs.name))

    assert lost.startswith("paper.pdf was given up: it took longer than 0.3 seconds.")
    assert "--seconds 300" in lost
    assert after == "paper.pdf"


@pytest.mark.parametrize(
    ("signal_number", "tries"),
    [
        pytest.param(signal.SIGSEGV, guard.TRIES, id="a crash may be chance once, not twice"),
        pytest.param(signal.SIGKILL, guard.KILLS, id="no paper kills: who did may do so often"),
    ],
)
def test_a_lost_paper_is_tried_again_so_often(
    worker: Worker, tmp_path: Path, signal_number: int, tries: int
) -> None:
    def dying(times: int) -> Job:
        diary = tmp_path / f"dies {times} times"
        return job(batch_jobs.die_at_first, diary=diary, times=times, signal_number=signal_number)

    saved, lost, after = outcomes(worker, dying(tries - 1), dying(tries), job(batch_jobs.name))

    assert (saved, after) == ("paper.pdf", "paper.pdf")
    assert lost.startswith("paper.pdf was given up: its process ended")
    assert len((tmp_path / f"dies {tries} times").read_text().splitlines()) == tries


def test_a_reader_that_aborts_for_want_of_memory_is_told_and_not_tried_again(
    worker: Worker, tmp_path: Path
) -> None:
    diary = tmp_path / "diary"
    aborting = job(batch_jobs.die_at_first, diary=diary, times=2, signal_number=signal.SIGABRT)

    (lost,) = outcomes(worker, aborting)

    assert lost.startswith("paper.pdf was given up: its reader gave up, as it does where 2048 MB")
    assert len(diary.read_text().splitlines()) == 1


def test_a_worker_killed_at_its_start_is_started_more_often(tmp_path: Path) -> None:
    killed = partial(batch_jobs.die_at_start, times=guard.STARTS, signal_number=signal.SIGKILL)
    with Worker(warm_up=partial(killed, tmp_path / "diary")) as worker:
        assert outcomes(worker, job(batch_jobs.name)) == ["paper.pdf"]


@on_linux
def test_a_paper_that_needs_too_much_memory_is_given_up() -> None:
    with Worker(Limits(megabytes=300)) as worker:
        lost, after = outcomes(
            worker,
            job(batch_jobs.allocate, megabytes=400),
            job(batch_jobs.allocate, megabytes=20),
        )

    assert lost.startswith("paper.pdf was given up: it needed more than 300 MB of memory.")
    assert after == str(20 * 1024 * 1024)


def test_an_unusable_paper_keeps_its_own_error(worker: Worker) -> None:
    (error,) = run_jobs([job(batch_jobs.refuse)], [worker])

    assert isinstance(error, NotAPaperError)
    assert str(error) == str(NotAPaperError(Path("paper.pdf"), "the file is empty"))


def test_an_error_that_concerns_every_paper_ends_the_batch(worker: Worker) -> None:
    with pytest.raises(FirsthandError, match="The model is missing"):
        outcomes(worker, job(batch_jobs.not_installed))


def test_what_hinders_every_paper_is_told_in_its_own_words() -> None:
    with (
        Worker(warm_up=batch_jobs.no_model) as worker,
        pytest.raises(FirsthandError, match=r"^The model is missing\.$"),
    ):
        outcomes(worker, job(batch_jobs.name))


def test_a_worker_that_cannot_get_ready_says_why() -> None:
    with (
        Worker(warm_up=batch_jobs.no_warm_up) as worker,
        pytest.raises(WorkerStartError, match="No module named 'spacy'"),
    ):
        outcomes(worker, job(batch_jobs.name))


def test_a_worker_lost_at_its_start_is_started_again(tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    with Worker(warm_up=partial(batch_jobs.die_at_start, diary, times=2)) as worker:
        assert outcomes(worker, job(batch_jobs.name)) == ["paper.pdf"]


def test_a_worker_lost_at_each_of_three_starts_ends_the_batch(tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    with (
        Worker(warm_up=partial(batch_jobs.die_at_start, diary, times=3)) as worker,
        pytest.raises(WorkerStartError, match="signal 11"),
    ):
        outcomes(worker, job(batch_jobs.name))
    assert len(diary.read_text().splitlines()) == 3


def test_a_process_that_the_system_refuses_is_told(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(process: object) -> None:
        raise BlockingIOError

    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", refuse)
    with pytest.raises(WorkerStartError, match="the system gave it no process"):
        outcomes(worker, job(batch_jobs.name))


def test_workers_start_one_after_another(tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    warm_up = partial(batch_jobs.note_warm_up, diary)
    with Worker(warm_up=warm_up) as one, Worker(QUICK, warm_up=warm_up) as other:
        list(run_jobs([job(batch_jobs.name)] * 2, [one, other]))
    lines = diary.read_text().splitlines()

    assert lines == ["begins", "is warm"] * (len(lines) // 2)


def test_no_more_workers_than_two_for_each_core(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "cores", lambda: 1)
    with ExitStack() as stack:
        workers = [stack.enter_context(Worker()) for _ in range(5)]
        list(run_jobs([job(batch_jobs.name)] * 20, workers))

        assert not any(worker.runs for worker in workers[2:])


def test_results_come_in_the_order_of_the_papers_whoever_is_first() -> None:
    names = [f"{number}.pdf" for number in range(30)]
    jobs = [job(batch_jobs.hang), *(job(batch_jobs.name, name) for name in names)]
    with Worker(QUICK) as one, Worker(QUICK) as other:
        first, *rest = run_jobs(jobs, [one, other])

    assert "took longer" in str(first)
    assert rest == names


def test_as_finished_no_paper_waits_for_a_slow_one() -> None:
    names = [f"{number}.pdf" for number in range(30)]
    jobs = [job(batch_jobs.hang), *(job(batch_jobs.name, name) for name in names)]
    with Worker(Limits(seconds=2)) as one, Worker() as other:
        numbers = [number for number, _ in run_jobs_as_finished(jobs, [one, other])]

    assert numbers == [*range(1, 31), 0]


def begun(worker: Worker, one: Job) -> None:
    """Have a worker get ready and begin a job, without waiting for what comes of it."""
    worker.give(0, one)
    worker.connection.poll(None)
    assert worker.answer() == {}  # it is ready


def test_a_worker_without_a_parent_ends_even_in_c_code_that_lets_no_thread_run() -> None:
    with Worker(WATCHED) as worker:
        begun(worker, job(batch_jobs.grind))
        assert worker.process is not None
        worker.process.join()

        assert worker.process.exitcode == -signal.SIGPROF


def test_a_parent_that_has_no_time_to_listen_costs_no_paper() -> None:
    with Worker(WATCHED) as finished, Worker() as other:
        begun(finished, job(batch_jobs.answer_at_length))
        finished.connection.poll(None)
        outcomes(other, job(batch_jobs.long_sum))

        assert finished.answer() == {0: bytes(4_000_000)}


def test_a_worker_that_stood_still_goes_on_where_it_was() -> None:
    with Worker(WATCHED) as stopped, Worker() as other:
        begun(stopped, job(batch_jobs.stand_still))
        assert stopped.process is not None
        assert stopped.process.pid is not None
        os.waitid(os.P_PID, stopped.process.pid, os.WSTOPPED | os.WNOWAIT)
        outcomes(other, job(batch_jobs.long_sum))
        os.kill(stopped.process.pid, signal.SIGCONT)
        stopped.connection.poll(None)

        assert stopped.answer() == {0: "paper.pdf"}


class Paused:
    """The clock, and the wait, of a program that is stopped at each second wait for an hour."""

    def __init__(self) -> None:
        self.waits = count()
        self.hours = 0

    def monotonic(self) -> float:
        """Seconds; the clock goes on while the program is stopped."""
        return time.monotonic() + 3600 * self.hours

    def wait(self, connections: list[Any], seconds: float) -> list[Any]:
        """Wait for one of the connections, or be stopped meanwhile."""
        if next(self.waits) % 2:
            return connection.wait(connections, seconds)
        self.hours += 1
        return []


def test_a_pause_of_the_whole_program_is_no_papers_time(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    paused = Paused()
    monkeypatch.setattr(guard, "time", paused)
    monkeypatch.setattr(guard, "wait", paused.wait)

    assert outcomes(worker, job(batch_jobs.name)) == ["paper.pdf"]


def test_what_libraries_print_is_not_seen(
    worker: Worker, capfd: pytest.CaptureFixture[str]
) -> None:
    assert outcomes(worker, job(batch_jobs.print_much)) == ["done"]
    assert capfd.readouterr() == ("", "")


def test_leaving_a_worker_in_the_middle_of_a_job_leaves_no_process() -> None:
    with Worker() as worker:
        worker.give(0, job(batch_jobs.hang))
        process = worker.process
        assert process is not None
        pid = process.pid
    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.parametrize(
    "how",
    [
        pytest.param(signal.SIGINT, id="Ctrl-C"),
        pytest.param(signal.SIGTERM, id="ended"),
        pytest.param(signal.SIGKILL, id="killed"),
    ],
)
def test_a_worker_does_not_outlive_its_parent(tmp_path: Path, how: signal.Signals) -> None:
    held = tmp_path / "held"
    os.mkfifo(held)
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(held)],
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    with held.open() as pipe:
        worker_pid = int(pipe.readline())
        os.killpg(parent.pid, how) if how is signal.SIGINT else parent.send_signal(how)
        assert select.select([pipe], [], [], PATIENCE)[0], f"process {worker_pid} is still there"
        assert pipe.read() == ""
    assert parent.wait(PATIENCE) != 0


PARENT = """
import sys
from pathlib import Path
from extractor.batch.guard import Worker, run_jobs
from extractor.batch.worker import Job
from tests import batch_jobs

with Worker() as worker:
    list(run_jobs([Job(batch_jobs.hang_holding, Path(sys.argv[1]), {})], [worker]))
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("b.pdf", "a.PDF", "deep/c.xml", "deep/notes.txt", ".hidden/d.pdf", "._e.pdf"):
        path = tmp_path / "papers" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


ALL = ["papers/a.PDF", "papers/b.pdf", "papers/deep/c.xml"]


@pytest.mark.parametrize(
    ("names", "found"),
    [
        pytest.param(["papers"], ALL, id="a folder with all below it, sorted"),
        pytest.param(["papers/*"], ALL, id="a pattern, with the folders it matches"),
        pytest.param(["papers/**/*.xml"], ALL[2:], id="a pattern for all depths"),
        pytest.param(["papers/b.pdf", "papers"], [ALL[1], ALL[0], ALL[2]], id="each paper once"),
        pytest.param(["papers/../papers/b.pdf", "papers/b.pdf"], ["papers/../papers/b.pdf"],
                     id="the same file by two names"),
        pytest.param(["papers/deep/notes.txt"], ["papers/deep/notes.txt"],
                     id="a file that is named may have any ending"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("folder")
def test_find_papers(names: list[str], found: list[str]) -> None:
    assert [path.as_posix() for path in find_papers(names)] == found


@pytest.mark.parametrize(
    ("name", "what"),
    [
        pytest.param("missing.pdf", "no such file or folder", id="a slip"),
        pytest.param("", "there is no such file", id="an empty name is not the current folder"),
        pytest.param("~nosuchuser/x.pdf", "home folder of this user is not known", id="no user"),
        pytest.param("n" * 300, "file name too long", id="a name that is too long"),
        pytest.param("papers/b.pdf/c.pdf", "no such file or folder", id="below a file"),
        pytest.param(os.devnull, "it is no file on disk; save it first", id="a device"),
        pytest.param("/dev/stdin", "it is no file on disk; save it first", id="standard input"),
        pytest.param("empty", "no PDF or XML file is in this folder", id="an empty folder"),
        pytest.param("*.pdf", "no paper matches", id="a pattern that matches nothing"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_name_that_stands_for_nothing_is_told(name: str, what: str) -> None:
    with pytest.raises(NoPapersError, match=what):
        find_papers(["papers", name])


def test_a_file_with_a_bracket_in_its_name_is_no_pattern(tmp_path: Path) -> None:
    paper = tmp_path / "paper[1].pdf"
    paper.touch()

    assert find_papers([str(paper)]) == [paper]


def test_a_file_that_a_tilde_begins_is_found(folder: Path) -> None:
    (folder / "~paper.pdf").touch()

    assert find_papers(["~paper.pdf"]) == [Path("~paper.pdf")]


def test_xml_of_a_journal_archive_is_found(tmp_path: Path) -> None:
    paper = tmp_path / "paper.nxml"
    paper.touch()

    assert find_papers([str(tmp_path)]) == find_papers([f"{tmp_path}/*"]) == [paper]


def test_a_link_that_leads_to_itself_costs_one_paper(folder: Path) -> None:
    (folder / "papers" / "loop.pdf").symlink_to("loop.pdf")
    found = find_papers(["papers"])

    assert [path.as_posix() for path in found] == [*ALL, "papers/loop.pdf"]
    with pytest.raises(UnreadableFileError, match="symbolic links"):
        read_paper(found[-1])
    with pytest.raises(NoPapersError, match="symbolic links"):
        find_papers(["papers/loop.pdf"])


def test_links_to_folders_are_not_followed_but_where_they_are_named(folder: Path) -> None:
    (folder / "links").mkdir()
    (folder / "links" / "more").symlink_to("../papers")
    (folder / "links" / "round").symlink_to(".")
    skipped: list[Path] = []

    with pytest.raises(NoPapersError, match="no PDF or XML file"):
        find_papers(["links"], skipped=skipped.append)
    found = find_papers(["links/more"])

    assert sorted(skipped) == [Path("links/more"), Path("links/round")]
    assert [path.name for path in found] == ["a.PDF", "b.pdf", "c.xml"]


def test_a_pipe_or_socket_is_refused_when_named_and_none_of_a_folders_papers(folder: Path) -> None:
    os.mkfifo("papers/pipe.pdf")
    with socket.socket(socket.AF_UNIX) as open_socket:
        open_socket.bind("papers/socket.pdf")
    for name in ("papers/pipe.pdf", "papers/socket.pdf"):
        with pytest.raises(NoPapersError, match="it is no file on disk; save it first"):
            find_papers([name])

    assert [path.as_posix() for path in find_papers(["papers"])] == ALL
    assert [path.as_posix() for path in find_papers(["papers/*"])] == ALL


def forbid(monkeypatch: pytest.MonkeyPatch, function: str, forbidden: str) -> None:
    """Let a function of the system refuse one path (rights do not hinder who tests as root)."""
    module, name = function.rsplit(".", 1)
    allowed = getattr(sys.modules[module], name)

    def refusing(path: Any, *arguments: Any, **options: Any) -> Any:
        if not isinstance(path, int) and os.fspath(path) == forbidden:
            raise PermissionError(errno.EACCES, "Permission denied", forbidden)
        return allowed(path, *arguments, **options)

    monkeypatch.setattr(function, refusing)


@pytest.mark.usefixtures("folder")
def test_a_file_in_a_folder_that_is_shut_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    forbid(monkeypatch, "os.stat", "shut/paper.pdf")

    with pytest.raises(NoPapersError, match=r"shut/paper\.pdf: you may not read it"):
        find_papers(["shut/paper.pdf"])


@pytest.mark.usefixtures("folder")
def test_a_folder_that_cannot_be_listed_counts_as_a_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    forbid(monkeypatch, "os.scandir", "papers/deep")

    found = find_papers(["papers"])

    assert [path.as_posix() for path in found] == [*ALL[:2], "papers/deep"]


@pytest.mark.parametrize(
    ("error", "what"),
    [
        pytest.param(FileNotFoundError(2, "No such file"), "there is no such file", id="missing"),
        pytest.param(PermissionError(13, "Denied"), "you may not read it", id="forbidden"),
        pytest.param(OSError(5, "Input/output error"), "input/output error", id="a bad disk"),
        pytest.param(OSError(), "it cannot be opened", id="no reason given"),
    ],
)
def test_a_file_that_is_not_handed_over_is_no_case_for_a_pdf_viewer(
    error: OSError, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableFileError) as raised:
        read_paper(Path("paper.pdf"))

    assert str(raised.value).startswith(f"paper.pdf cannot be read: {what}.\n")
    assert "viewer" not in str(raised.value)
