"""Batches that survive: workers and whole jobs are killed, and every paper is done exactly once.

The papers are those of some folders, over and over, each time with other bytes at their end, which
no reader of PDFs sees but which make another paper. Linux alone: /proc tells whose a process is.
"""

import logging
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import chain
from math import inf
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Annotated, Any, NamedTuple

import typer

from extractor.batch.guard import cores
from extractor.errors import FirsthandError
from extractor.store.checks import problems_of
from extractor.store.folder import open_review
from figures import Bar, Figures, Table, publish
from shell import Json, Out, Papers, find_pdfs, run

HOW = (
    "{papers} papers: {sources} PDFs under new hashes. `firsthand add` puts them into a new review "
    "with two processes, undisturbed; then into another while a random worker is killed (SIGKILL) "
    "every {every:g} s from the first paper on, and the command itself {restarts} times, at random "
    "counts of papers done, and given again (seed {seed}). {cluster}What the reviews hold of each "
    "paper must be the same: document, suggestions, or why there are none. The pace is that of "
    "{pace} papers with one process and with two, from the first paper in the review to the last. "
    "Memory is the command's own (`VmRSS`), four times a second, from the tenth paper of each "
    "start on. What a paper costs is that of the run with one process: CPU time of all its "
    "processes and of the command alone, bytes of the database and of the files, starting "
    "included. {cores} cores, {busy}."
)
ON_CLUSTER = (
    "The same is done once more on a Dask cluster of two workers on this machine (`--cluster`), "
    "where it is these workers that are killed; Dask starts new ones. "
)
COMMAND = "from extractor.cli import main\nif __name__ == '__main__': main()"
TEAM = ("--annotator", "Ana", "--annotator", "Ben", "--lead", "Lea")
LEAST_PACE, MOST_MEGABYTES = 1.7, 50.0
TICK, SETTLED = 0.25, 10
WORKER = b"spawn_main"
LOOPBACK = "127.0.0.1"
RUNS = {
    "run": "",
    "papers": "d",
    "failed": "d",
    "s": ".0f",
    "papers/s": ".2f",
    "killed workers": "d",
    "killed jobs": "d",
    "MB": ".0f",
    "± MB": ".1f",
}
LIVES = {
    "run": "",
    "life": "d",
    "s": ".0f",
    "papers before": "d",
    "papers after": "d",
    "killed workers": "d",
    "its end": "",
}
COSTS = {"what": "", "a paper": ".3f", "unit": "", "a million papers": ""}
MILLION = 1_000_000


class BatchError(FirsthandError):
    """The command did not do what it has to."""


class Life(NamedTuple):
    """What was seen of the command at one moment."""

    at: float
    done: int
    megabytes: float
    killed_workers: int


@dataclass
class Job:
    """`firsthand add`, as often as it is started; ``seen`` is what was seen of all its lives."""

    review: Path
    papers: Path
    options: tuple[str, ...] = ("--jobs", "2")
    cluster: Any = None
    seen: list[list[Life]] = field(default_factory=list)
    killed_workers: int = 0
    killed_jobs: int = 0
    orphans: int = 0
    cpu: float = 0.0
    own_cpu: float = 0.0

    def start(self) -> None:
        """Start the command, or start it again."""
        command = firsthand("add", str(self.review), str(self.papers), *self.options)
        with (self.review / "add.log").open("a") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        self.seen.append([])

    def __enter__(self) -> "Job":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()

    def look(self) -> Life:
        """See how far the command is."""
        memory = megabytes(self.process.pid)
        life = Life(time.monotonic(), sum(count(self.review)), memory, self.killed_workers)
        self.seen[-1].append(life)
        return life

    def kill(self) -> None:
        """End the command as a power cut would, and wait for its workers to notice."""
        workers = workers_of(self.process.pid)
        self.process.kill()
        self.process.wait()
        self.killed_jobs += 1
        self.orphans += sum(not is_gone(worker) for worker in workers)

    def kill_worker(self, chance: random.Random) -> None:
        """Kill one of the command's workers, or of its cluster's, if there are any just now."""
        if workers := self.workers():
            with suppress(ProcessLookupError):
                os.kill(chance.choice(workers), signal.SIGKILL)
                self.killed_workers += 1

    def workers(self) -> list[int]:
        """The processes that may be killed.

        Of a cluster those that have started: Dask gives up what dies while it starts, and then
        there would be nobody left to do the work.
        """
        if self.cluster is None:
            return workers_of(self.process.pid)
        started = [each.process for each in list(self.cluster.workers.values()) if each.process]
        return [each.pid for each in started if each.status.name == "running" and each.pid]

    def check(self) -> None:
        """Raise ``BatchError`` if the command ended as it must not."""
        if self.process.returncode not in (0, 1):
            raise BatchError(
                f"The command failed:\n{(self.review / 'add.log').read_text()[-2000:]}"
            )

    @property
    def seconds(self) -> float:
        """From the first paper that was seen in the review to the end."""
        lives = [life for each in self.seen for life in each]
        return lives[-1].at - next(life.at for life in lives if life.done)

    @property
    def pace(self) -> float:
        """Papers a second."""
        lives = [life for each in self.seen for life in each]
        first = next(life.done for life in lives if life.done)
        return (lives[-1].done - first) / max(self.seconds, TICK)

    @property
    def spread(self) -> tuple[float, float]:
        """The middle of the memory, and how far it ever was from there."""
        seen = [
            life.megabytes
            for lives in self.seen
            for life in lives
            if life.megabytes and life.done >= lives[0].done + SETTLED
        ] or [0.0]
        return median(seen), max(abs(each - median(seen)) for each in seen)


def main(
    papers: Papers,
    count_of: Annotated[int, typer.Option("--papers", min=1, help="How many papers.")] = 1000,
    pace: Annotated[int, typer.Option(min=2, help="How many to measure the pace on.")] = 130,
    every: Annotated[float, typer.Option(help="Seconds from one killed worker to the next.")] = 5.0,
    restarts: Annotated[int, typer.Option(help="How often the command is killed.")] = 5,
    seed: Annotated[int, typer.Option(help="What the random moments come from.")] = 1,
    cluster: Annotated[
        bool, typer.Option("--cluster", help="Do the same on a Dask cluster of two workers too.")
    ] = False,
    busy: Annotated[bool, typer.Option("--busy", help="Say that other work was going on.")] = False,
    out: Out = None,
    json: Json = None,
) -> None:
    """Put many papers into a review while its processes are killed, and compare."""
    sources = find_pdfs(papers)
    few = min(pace, count_of)
    with TemporaryDirectory() as name:
        folder = Path(name)
        make_papers(sources, folder / "papers", count_of)
        make_papers(sources, folder / "few", few)
        jobs = undisturbed(folder)
        wild = list(all_disturbed(folder, count_of, every, restarts, seed, cluster=cluster))
        bars, tables = told(jobs, wild, count_of)
    how = HOW.format(
        papers=count_of, sources=len(sources), every=every, restarts=restarts, seed=seed,
        pace=few, cores=cores(), cluster=ON_CLUSTER if cluster else "",
        busy="on a machine that others used too" if busy else "on a machine left alone",
    )  # fmt: skip
    publish(Figures("Batches", how, bars, tables), out=out, as_json=json)


def told(
    jobs: tuple[Job, Job, Job], wild: Sequence[Job], wanted: int
) -> tuple[list[Bar], list[Table]]:
    """What came of undisturbed and of disturbed runs."""
    slow, fast, calm = jobs
    same = [bar for job in wild for bar in same_bars(calm, job, wanted)]
    bars = [pace_bar(slow, fast), *same, memory_bar(calm, *wild)]
    runs = Table("Runs", RUNS, [row(job) for job in (*jobs, *wild)])
    lives = Table(
        "Each life of a killed command", LIVES, list(chain.from_iterable(map(lived, wild)))
    )
    return bars, [runs, lives, Table("What it costs", COSTS, list(costs(slow)))]


def all_disturbed(
    folder: Path, papers: int, every: float, restarts: int, seed: int, *, cluster: bool
) -> Iterator[Job]:
    """All papers while processes are killed, on this machine, and on a cluster if that is asked."""
    yield disturbed(new_job(folder, "wild", "papers"), papers, every, restarts, seed)
    if cluster:
        with a_cluster() as one:
            job = new_job(folder, "cluster", "papers", "--cluster", one.scheduler_address)
            job.cluster = one
            yield disturbed(job, papers, every, restarts, seed)


def make_papers(sources: Sequence[Path], folder: Path, wanted: int) -> None:
    """Write so many papers: the sources in turn, each with a number after its end."""
    folder.mkdir()
    for number in range(wanted):
        content = sources[number % len(sources)].read_bytes()
        (folder / f"{number:06}.pdf").write_bytes(content + b"\n%% paper %d\n" % number)


def undisturbed(folder: Path) -> tuple[Job, Job, Job]:
    """The few papers with one process and with two; all papers with two."""
    jobs = (
        new_job(folder, "slow", "few", "--jobs", "1"),
        new_job(folder, "fast", "few", "--jobs", "2"),
        new_job(folder, "calm", "papers", "--jobs", "2"),
    )
    for job in jobs:
        before = cpu_of_ended()
        with job:
            while job.process.poll() is None:
                job.look()
                job.own_cpu = cpu_of(job.process.pid) or job.own_cpu
                time.sleep(TICK)
            job.look()
        job.cpu = cpu_of_ended() - before
        job.check()
    return jobs


def disturbed(job: Job, papers: int, every: float, restarts: int, seed: int) -> Job:
    """Run a job to its end, however often it is killed on the way."""
    chance = random.Random(seed)
    ends = sorted(chance.randint(1, max(1, papers - 2)) for _ in range(restarts))
    with job:
        next_kill = inf
        while True:
            has_ended = job.process.poll() is not None
            life = job.look()
            if life.done and next_kill == inf:
                next_kill = life.at
            if ends and life.done >= ends[0]:
                ends.pop(0)
                job.kill()
                job.start()
            elif has_ended:
                break
            elif life.at >= next_kill:
                job.kill_worker(chance)
                next_kill += every
            time.sleep(TICK)
    job.check()
    return job


def a_cluster() -> Any:
    """Two workers of Dask on this machine, each a process that is started again when it is lost.

    Such a cluster gives up a worker that is away again a while after it was lost: many are here.
    """
    import dask
    from distributed import LocalCluster

    dask.config.set({"distributed.deploy.lost-worker-timeout": "1 hour"})
    return LocalCluster(
        n_workers=2, threads_per_worker=1, host=LOOPBACK, dashboard_address=f"{LOOPBACK}:0",
        silence_logs=logging.CRITICAL,
    )  # fmt: skip


def new_job(folder: Path, name: str, papers: str, *options: str) -> Job:
    """A job for a new review."""
    review = folder / name
    subprocess.run(firsthand("init", str(review), *TEAM), check=True, stdout=subprocess.DEVNULL)
    return Job(review, folder / papers, options or ("--jobs", "2"))


def firsthand(*arguments: str) -> list[str]:
    """A command of the program, run in a process of its own."""
    return [sys.executable, "-c", COMMAND, *arguments]


def rows_of(review: Path, question: str) -> list[tuple[Any, ...]]:
    """What a review's database answers, while others write to it."""
    address = f"file:{review / 'review.db'}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=60)) as connection:
        return connection.execute(question).fetchall()


def count(review: Path) -> tuple[int, int]:
    """How many papers a review has, and how many it lists as failed."""
    question = "SELECT (SELECT count(*) FROM papers), (SELECT count(*) FROM failures)"
    papers, failed = rows_of(review, question)[0]
    return papers, failed


def results_of(review: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All that a review holds of each paper, by the paper."""
    results: dict[str, list[tuple[Any, ...]]] = {}
    for question in (
        "SELECT id, source, title, document, pages, findings, suggestions FROM papers",
        "SELECT paper, digest, reader FROM documents",
        'SELECT paper, document, mark, start, "end", score, detector, told FROM suggestions '
        "ORDER BY paper, mark",
        "SELECT paper, page, probability FROM blind_pages ORDER BY paper, page",
        "SELECT paper, source, kind, message FROM failures",
    ):
        for paper, *told in rows_of(review, question):
            results.setdefault(paper, []).append(tuple(told))
    return results


def same_bars(calm: Job, wild: Job, wanted: int) -> Iterator[Bar]:
    """Every paper once, as without any disturbance, and nothing left running."""
    expected, found = results_of(calm.review), results_of(wild.review)
    name = wild.review.name
    done = sum(count(wild.review))
    yield Bar(f"{name}: papers done exactly once", f"{done} of {wanted}", "all", done == wanted)
    same = sum(found.get(paper) == told for paper, told in expected.items())
    yield Bar(
        f"{name}: results as undisturbed",
        f"{same} of {wanted}",
        "all",
        same == wanted == len(found),
    )
    review = open_review(wild.review)
    problems = list(problems_of(review))
    review.close()
    yield Bar(f"{name}: problems that verify tells", str(len(problems)), "0", not problems)
    orphans = wild.orphans
    yield Bar(f"{name}: workers that outlived a killed job", str(orphans), "0", not orphans)


def pace_bar(slow: Job, fast: Job) -> Bar:
    """How much faster two processes are than one."""
    ratio = fast.pace / slow.pace if slow.pace else 0.0
    wanted = f"at least {LEAST_PACE} times"
    return Bar("two processes against one", f"{ratio:.2f} times", wanted, ratio >= LEAST_PACE)


def memory_bar(*jobs: Job) -> Bar:
    """Whether the command's memory stays where it is."""
    most = max(job.spread[1] for job in jobs)
    wanted = f"± {MOST_MEGABYTES:.0f} MB"
    return Bar("the command's memory", f"± {most:.1f} MB", wanted, most <= MOST_MEGABYTES)


def row(job: Job) -> dict[str, object]:
    """A job as the table has it."""
    papers, failed = count(job.review)
    middle, spread = job.spread
    values = (job.review.name, papers, failed, job.seconds, job.pace, job.killed_workers,
              job.killed_jobs, middle, spread)  # fmt: skip
    return dict(zip(RUNS, values, strict=True))


def lived(job: Job) -> Iterator[dict[str, object]]:
    """Each life of a command, from one start to the next: the log of how it was killed."""
    for number, seen in enumerate(job.seen, start=1):
        first, last = seen[0], seen[-1]
        killed = last.killed_workers - first.killed_workers
        end = "done" if number == len(job.seen) else "killed, started again"
        values = (job.review.name, number, last.at - first.at, first.done, last.done, killed, end)
        yield dict(zip(LIVES, values, strict=True))


def costs(job: Job) -> Iterator[dict[str, object]]:
    """What a paper of a job cost, and what a million like it would."""
    papers = sum(count(job.review))
    seconds = {"the workers": job.cpu - job.own_cpu, "the command": job.own_cpu}
    for who, took in seconds.items():
        hours = f"{took / papers * MILLION / 3600:,.0f} core-hours"
        yield dict(zip(COSTS, (f"CPU of {who}", took / papers, "s", hours), strict=True))
    places = {"database": job.review.glob("review.db*"), "files": job.review.glob("papers/*")}
    for what, files in places.items():
        size = sum(file.stat().st_size for file in files) / papers / 1e6
        yield dict(zip(COSTS, (what, size, "MB", f"{size * MILLION / 1e6:,.2f} TB"), strict=True))


def cpu_of_ended() -> float:
    """CPU seconds of all processes that this one has started and seen the end of."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def cpu_of(process: int) -> float:
    """CPU seconds of a process by itself, without its workers; 0 if it is gone."""
    with suppress(OSError):
        told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def megabytes(process: int) -> float:
    """The resident memory of a process; 0 if it is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return 0.0


def workers_of(process: int) -> list[int]:
    """The guarded workers among the children of a process."""
    return [each for each in children_of(process) if is_a(each, WORKER)]


def children_of(process: int) -> Iterator[int]:
    """The children of a process."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == process:
                    yield int(entry.name)


def is_a(process: int, word: bytes) -> bool:
    """Whether a word is in a process's command line."""
    try:
        return word in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


def is_gone(process: int, patience: float = 10.0) -> bool:
    """Whether a process ends by itself within so many seconds."""
    return waited_for(lambda: not is_a(process, WORKER), patience)


def waited_for(holds: Callable[[], bool], patience: float) -> bool:
    """Whether something comes to hold within so many seconds."""
    end = time.monotonic() + patience
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(TICK)
    return True


if __name__ == "__main__":
    run(main)
