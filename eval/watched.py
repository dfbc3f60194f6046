"""A guarded worker that is watched: how long each file took, and how much memory it took."""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from math import nan
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NamedTuple

from extractor.batch.guard import Worker, run_jobs_as_finished
from extractor.batch.jobs import suggest_paper, warm_up
from extractor.batch.worker import Job, Limits

OPTIONS = {"engine": "pdfium", "password": None}
FORGET_PEAK = "5"  # what Linux wants written into clear_refs so that VmHWM begins anew


class Cost(NamedTuple):
    """What one file cost: seconds, and the highest resident memory (nan: nobody could tell)."""

    seconds: float
    megabytes: float


class Watched(Worker):
    """A worker that keeps the ``cost`` of the job it finished last.

    The memory is that of the process when the answer came; a process that crashed tells it no more.
    """

    cost = Cost(nan, nan)
    _since = 0.0

    def give(self, number: int, job: Job) -> None:
        """Give the worker a job and begin to count."""
        self._since = time.perf_counter()
        super().give(number, job)
        _forget_peak(self.process)

    def answer(self) -> dict[int, object]:
        """What came of the job, with what it cost beside it."""
        megabytes = _peak_of(self.process)
        answers = super().answer()
        cost = Cost(time.perf_counter() - self._since, megabytes)
        return {number: (outcome, cost) for number, outcome in answers.items()}


def try_files(
    paths: Sequence[Path], limits: Limits, *, jobs: int
) -> Iterator[tuple[Path, object, Cost]]:
    """What comes of each file and what it cost, as soon as it is known, ``jobs`` at a time."""
    with ExitStack() as stack:
        workers = [stack.enter_context(Watched(limits, warm_up=warm_up)) for _ in range(jobs)]
        for each in workers:  # no file's time holds that of the start
            list(run_jobs_as_finished([Job(_is_there, paths[0], {})], [each]))
        todo = [Job(suggest_paper, path, OPTIONS) for path in paths]
        for number, answer in run_jobs_as_finished(todo, workers):
            assert isinstance(answer, tuple)
            yield paths[number], *answer


def _is_there(path: Path) -> bool:
    """A job that only has the worker start."""
    return path.exists()


def _forget_peak(process: BaseProcess | None) -> None:
    if process is not None:
        with suppress(OSError):
            Path(f"/proc/{process.pid}/clear_refs").write_text(FORGET_PEAK)


def _peak_of(process: BaseProcess | None) -> float:
    """The highest resident memory of a process in MB, by Linux; nan where it does not tell."""
    if process is None:
        return nan
    with suppress(OSError):
        for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return nan
