"""The parent's side of guarded workers: it hands out jobs, waits with a limit, and buries the dead.

What a PDF does to the program that reads it (hang, crash, eat all memory) happens in a worker
process. When one is lost, its paper gets an error that says how, and the next paper a new worker.
"""

import multiprocessing
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from extractor.batch.worker import READY, Done, Job, Limits, work
from extractor.errors import FirsthandError, PaperError, WorkerError, WorkerStartError

START_SECONDS = 120.0  # the first import of spaCy from a cold, slow disk takes long
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

    def give(self, number: int, job: Job) -> None:
        """Give the worker a job; it must be free (``job`` is None)."""
        if self.process is None or not self.process.is_alive():
            self._start()
        self.job = number, job
        self.deadline = time.monotonic() + self.seconds
        with suppress(OSError):  # it may have died just now: ``answer`` will find out
            self.connection.send(job)

    def answer(self) -> dict[int, object]:
        """The value of the job, or its ``PaperError``, by its number; nothing yet if only warm.

        To be called when the worker has sent something, is gone, or has no time left. Raises a
        ``FirsthandError`` that concerns every paper.
        """
        if self.job is None:
            return {}
        number, job = self.job
        message = self._message(job)
        if message == READY:
            self.warm = True
            self.deadline = time.monotonic() + self.seconds
            return {}
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
        self.process = context.Process(target=work, args=arguments, daemon=True)
        with _interrupts_ignored():
            self.process.start()
        theirs.close()
        self.warm, self.papers = False, 0

    def _message(self, job: Job) -> object:
        if not self.connection.poll():
            return self._lost(job, f"it took longer than {self.seconds:g} seconds")
        try:
            message: object = self.connection.recv()
        except (EOFError, OSError):
            return self._lost(job, self._how_it_ended())
        if isinstance(message, FirsthandError) and not isinstance(message, PaperError):
            raise message
        return message

    def _lost(self, job: Job, how: str) -> WorkerError:
        if not self.warm:
            raise WorkerStartError(how)
        return WorkerError(job.path, how)

    def _how_it_ended(self) -> str:
        if self.process is None:
            return "its process ended"
        self.process.join()
        code = self.process.exitcode or 0
        return f"its process ended ({'signal' if code < 0 else 'code'} {abs(code)})"


def run_jobs(
    jobs: Sequence[Job],
    workers: Sequence[Worker],
    *,
    started: Callable[[Job], None] = lambda job: None,
) -> Iterator[object]:
    """What comes of each job, a value or a ``PaperError``, in the order of ``jobs``.

    ``started`` is told each job as it is handed out.
    """
    waiting = deque(enumerate(jobs))
    finished: dict[int, object] = {}
    for number in range(len(jobs)):
        while number not in finished:
            _hand_out(waiting, workers, number + AHEAD * len(workers), started)
            for worker in _heard(workers):
                finished.update(worker.answer())
        yield finished.pop(number)


def _hand_out(
    waiting: deque[tuple[int, Job]],
    workers: Iterable[Worker],
    end: int,
    started: Callable[[Job], None],
) -> None:
    """Give each free worker a job whose number is below ``end``."""
    for worker in workers:
        if worker.job is None and waiting and waiting[0][0] < end:
            number, job = waiting.popleft()
            started(job)
            worker.give(number, job)


def _heard(workers: Iterable[Worker]) -> list[Worker]:
    """Wait for the workers at work: those that have sent something, are gone or are late."""
    busy = [worker for worker in workers if worker.job is not None]
    first = min(worker.deadline for worker in busy)
    heard = wait([worker.connection for worker in busy], max(0.0, first - time.monotonic()))
    now = time.monotonic()
    return [each for each in busy if each.connection in heard or each.deadline <= now]


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
