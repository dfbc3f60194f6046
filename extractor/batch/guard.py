"""The parent's side of guarded workers: it hands out jobs, waits with a limit, and buries the dead.

What a PDF does to the program that reads it (hang, crash, eat all memory) happens in a worker
process. When one is lost, its paper is tried once more in a new one, then gets an error that says
how; the next paper gets a new worker. One that is lost before it could begin is no paper's fault:
it is started again. What takes too long or too much memory is not tried again: it would do so too.
"""

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from extractor.batch.worker import READY, Done, Job, Limits, work
from extractor.errors import (
    FirsthandError,
    PaperError,
    WorkerError,
    WorkerLostError,
    WorkerStartError,
)

START_SECONDS = 120.0  # the first imports from a cold, slow disk take long
STARTS = 3  # so often a worker may be lost at its start before the batch is given up
TRIES = 2  # so often a worker may be lost over a paper before the paper is given up
KILLS = 10  # the same where somebody killed it: no paper can, but the system may for want of memory
MOST_PER_CORE = 2  # more workers only take memory and time from each other
MORE_TIME = "A very long paper wants more time: --seconds 300. "
MOMENT = 1.0  # seconds: so much of a pause at most is counted as the time of who was at work
AHEAD = 8  # how many jobs for each worker may be finished before the oldest one is


class Worker:
    """One guarded process, started when there is a job for it, and the job it is at.

    ``warm_up`` is called in the process before its first job, so that the time it takes is not
    counted as the first paper's. Leaving the worker as a context manager ends the process.
    """

    process: BaseProcess | None = None
    connection: Connection
    job: tuple[int, Job] | None = None
    deadline = 0.0
    warm = False
    papers = 0
    failed_starts = 0
    tries = 0

    def __init__(
        self, limits: Limits | None = None, *, warm_up: Callable[[], None] | None = None
    ) -> None:
        self.limits = limits or Limits()
        self.warm_up = warm_up

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def seconds(self) -> float:
        """How long the worker may take for what it is at."""
        return self.limits.seconds if self.warm else START_SECONDS

    @property
    def runs(self) -> bool:
        """Whether it has a process, so that a job needs none started."""
        return self.process is not None and self.process.is_alive()

    @property
    def starting(self) -> bool:
        """Whether its process is on the way to its first job."""
        return self.job is not None and not self.warm

    def give(self, number: int, job: Job) -> None:
        """Give the worker a job; it must be free (``job`` is None)."""
        self.tries = 0
        self._begin(number, job)

    def _begin(self, number: int, job: Job) -> None:
        if not self.runs:
            self._start()
        self.job = number, job
        self.deadline = time.monotonic() + self.seconds
        with suppress(OSError):  # it may have died just now: ``answer`` will find out
            self.connection.send(job)

    def answer(self) -> dict[int, object]:
        """The value of the job, or its ``PaperError``, by its number; nothing yet if only warm.

        To be called when the worker has sent something, is gone, or late. Raises a
        ``FirsthandError`` that concerns every paper.
        """
        if self.job is None:
            return {}
        number, job = self.job
        try:
            message = self._message(job)
        except WorkerStartError as error:
            self._start_again(number, job, error)
            return {}
        if message == READY:
            self.warm, self.failed_starts = True, 0
            self.deadline = time.monotonic() + self.seconds
            return {}
        if isinstance(message, WorkerLostError) and self._may_try_again():
            return self._begin_again(number, job)
        self.job = None
        self.papers += 1
        if isinstance(message, WorkerError) or self.papers >= self.limits.papers:
            self.end()  # its memory may be full, or what it holds be broken
        return {number: message.value if isinstance(message, Done) else message}

    def end(self) -> None:
        """End the process at once, whatever it is at, and leave nothing of it behind."""
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.process.close()
            self.connection.close()
            self.process = None

    def _start(self) -> None:
        self.end()
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        arguments = (theirs, self.limits, self.warm_up)
        process = context.Process(target=work, args=arguments, daemon=True)
        with theirs, _interrupts_ignored(), suppress(OSError):  # ``answer`` will find out
            process.start()
            self.process = process
        self.warm, self.papers = False, 0

    def _start_again(self, number: int, job: Job, error: WorkerStartError) -> None:
        """Memory or time may have been short for a moment: raise ``error`` only if it stays so."""
        self.failed_starts += 1
        if self.failed_starts == (KILLS if self._was_killed() else STARTS):
            raise error
        self._begin_again(number, job)

    def _begin_again(self, number: int, job: Job) -> dict[int, object]:
        """Begin a job in a new process: there is no answer yet."""
        self.end()
        self._begin(number, job)
        return {}

    def _may_try_again(self) -> bool:
        self.tries += 1
        return self.tries < (KILLS if self._was_killed() else TRIES)

    def _was_killed(self) -> bool:
        """Whether somebody ended the process (kill -9, a system without memory): no crash does."""
        if self.process is None or sys.platform == "win32":
            return False
        return self.process.exitcode in (-signal.SIGKILL, -signal.SIGTERM)

    def _gave_up(self) -> bool:
        """Whether the process ended itself, as libraries in C do that get no memory.

        They would do so again: the paper is not tried once more.
        """
        return self.process is not None and self.process.exitcode == -signal.SIGABRT

    def _message(self, job: Job) -> object:
        if not self.connection.poll():
            return self._late(job)
        try:
            with _no_rubbish_collected():
                message: object = self.connection.recv()
        except (EOFError, OSError):
            how = self._how_it_ended()
            return self._lost(job, how, WorkerError if self._gave_up() else WorkerLostError)
        if isinstance(message, FirsthandError) and not isinstance(message, PaperError):
            raise message
        return message

    def _late(self, job: Job) -> WorkerError:
        how = f"it took longer than {self.seconds:g} seconds"
        if not self.warm:
            raise WorkerStartError(how)
        return WorkerError(job.path, how, advice=MORE_TIME)

    def _lost(self, job: Job, how: str, kind: type[WorkerError]) -> WorkerError:
        if not self.warm:
            raise WorkerStartError(how)
        return kind(job.path, how)

    def _how_it_ended(self) -> str:
        if self.process is None:
            return "the system gave it no process"
        self.process.join()
        code = self.process.exitcode or 0
        if self._gave_up():
            return f"its reader gave up, as it does where {self.limits.megabytes} MB are too little"
        return f"its process ended ({'signal' if code < 0 else 'code'} {abs(code)})"


def run_jobs(jobs: Sequence[Job], workers: Sequence[Worker]) -> Iterator[object]:
    """What comes of each job, a value or a ``PaperError``, in the order of ``jobs``."""
    return (outcome for _, outcome in run_in_order(jobs, workers))


def run_in_order(
    jobs: Sequence[Job],
    workers: Sequence[Worker],
    *,
    started: Callable[[Job], None] = lambda job: None,
) -> Iterator[tuple[int, object]]:
    """The number of each job and what comes of it, in the order of ``jobs``.

    ``started`` is told each job as it is handed out. No more of ``workers`` are put to work than
    the machine has use for.
    """
    workers = useful(workers)
    finished: dict[int, object] = {}
    next_one = 0

    def end() -> int:
        return next_one + AHEAD * len(workers)

    for number, outcome in _outcomes(jobs, workers, started, end):
        finished[number] = outcome
        while next_one in finished:
            yield next_one, finished.pop(next_one)
            next_one += 1


def run_jobs_as_finished(
    jobs: Sequence[Job],
    workers: Sequence[Worker],
    *,
    started: Callable[[Job], None] = lambda job: None,
) -> Iterator[tuple[int, object]]:
    """The same as soon as each job is finished: none waits for a slow one."""
    return _outcomes(jobs, useful(workers), started, lambda: len(jobs))


def useful(workers: Sequence[Worker]) -> Sequence[Worker]:
    """As many of ``workers`` as the machine has use for."""
    return workers[: MOST_PER_CORE * cores()]


def _outcomes(
    jobs: Sequence[Job],
    workers: Sequence[Worker],
    started: Callable[[Job], None],
    end: Callable[[], int],
) -> Iterator[tuple[int, object]]:
    """What comes of the jobs, whichever is finished first; only those below ``end()`` are begun."""
    waiting = deque(enumerate(jobs))
    _hand_out(waiting, workers, end(), started)
    while any(worker.job for worker in workers):
        heard = [item for worker in _heard(workers) for item in worker.answer().items()]
        _hand_out(waiting, workers, end(), started)  # before the caller takes its time
        yield from heard
        _hand_out(waiting, workers, end(), started)


def _hand_out(
    waiting: deque[tuple[int, Job]],
    workers: Sequence[Worker],
    end: int,
    started: Callable[[Job], None],
) -> None:
    """Give each free worker a job whose number is below ``end``.

    Workers start one after another: many at once may take so long that all are given up.
    """
    for worker in workers:
        may_run = worker.runs or not any(other.starting for other in workers)
        if worker.job is None and may_run and waiting and waiting[0][0] < end:
            number, job = waiting.popleft()
            started(job)
            worker.give(number, job)


def _heard(workers: Iterable[Worker]) -> list[Worker]:
    """Wait a moment for the workers at work: those that have sent something, are gone or are late.

    A wait that is much longer than it was to be is a pause of the whole program (Ctrl-Z, a closed
    lid), which is no worker's time.
    """
    busy = [worker for worker in workers if worker.job is not None]
    began = time.monotonic()
    end = min(began + MOMENT, max(began, min(worker.deadline for worker in busy)))
    heard = wait([worker.connection for worker in busy], end - began)
    now = time.monotonic()
    late = [each for each in busy if each.deadline <= min(now, end)]
    for worker in busy:
        worker.deadline += max(0.0, now - end)
    return [each for each in busy if each in late or each.connection in heard]


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _no_rubbish_collected() -> Iterator[None]:
    """A paper is some hundred thousand new objects, none of them rubbish: looking takes as long."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """What a process ignores, its children ignore from their first moment on."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
