"""The worker's side: what runs in the guarded process.

It sends ``READY`` once it has warmed up, then for each ``Job`` it is sent either ``Done`` or an
error. It ends when the pipe does, when its parent is gone, and when it is killed.
"""

import faulthandler
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from extractor.errors import FirsthandError, WorkerError, WorkerStartError

READY = "ready"
GRACE_SECONDS = 5.0


class Limits(NamedTuple):
    """What one paper may cost, and after how many papers a worker makes way for a fresh one."""

    seconds: float = 60.0
    megabytes: int = 2048
    papers: int = 200


class Job(NamedTuple):
    """``function(path, **options)``; the function is found by its name in the worker."""

    function: Callable[..., object]
    path: Path
    options: Mapping[str, Any]


class Done(NamedTuple):
    """The value of a job."""

    value: object


def work(connection: Connection, limits: Limits, warm_up: Callable[[], None] | None) -> None:
    """Do jobs from ``connection``, one after another, until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _silence()
    _limit_memory(limits.megabytes)
    _stay_single()
    try:
        if warm_up:
            warm_up()
    except FirsthandError as error:
        connection.send(error)
        return
    except Exception as error:
        connection.send(WorkerStartError(_in_one_line(error)))
        return
    connection.send(READY)
    while job := _next(connection):
        _do(job, connection, limits)


def _next(connection: Connection) -> Job | None:
    """The next job; None when the parent wants no more."""
    try:
        job: Job = connection.recv()
    except EOFError:
        return None
    return job


def _do(job: Job, connection: Connection, limits: Limits) -> None:
    """Do one job and send what came of it, which may take until the parent has time to listen."""
    with _watched(limits.seconds + GRACE_SECONDS):
        outcome = _outcome(job, limits)
    connection.send_bytes(outcome)


def _outcome(job: Job, limits: Limits) -> bytes:
    """What came of a job, pickled: a bug of ours must cost this paper only."""
    try:
        return pickle.dumps(Done(job.function(job.path, **job.options)))
    except FirsthandError as error:
        return pickle.dumps(error)
    except MemoryError:
        what = f"it needed more than {limits.megabytes} MB of memory"
        return pickle.dumps(WorkerError(job.path, what))
    except Exception as error:
        what = f"firsthand stumbled over it ({_in_one_line(error)})"
        return pickle.dumps(WorkerError(job.path, what))


@contextmanager
def _watched(seconds: float) -> Iterator[None]:
    """End this process if what is within takes so many seconds.

    The parent kills a worker that takes too long. If there is no parent any more, this does, even
    while the time goes to C code that lets no other thread run. Counted is the time of the process
    itself, where the system can: while it stands still (Ctrl-Z) nothing takes long.
    """
    if sys.platform == "win32":
        faulthandler.dump_traceback_later(seconds, exit=True)
        yield
        faulthandler.cancel_dump_traceback_later()
    else:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        yield
        signal.setitimer(signal.ITIMER_PROF, 0)


def _in_one_line(error: Exception) -> str:
    """What went wrong in our code and where, for the one who mends it."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    message = " ".join(f"{type(error).__name__}: {error}".split())
    return f"{message}, at {Path(last.filename).name}:{last.lineno}"


def _end_with_parent() -> None:
    """End this process with its parent, whatever ended that."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _silence() -> None:
    """PDFium prints about damaged files. What we have to say goes through the pipe."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    sys.stderr = open(2, "w", closefd=False)  # noqa: SIM115


def _limit_memory(megabytes: int) -> None:
    """Limit what this process may allocate, where the system can (Linux does, Windows cannot).

    Counted is what it writes to (``RLIMIT_DATA``), not the address space: libraries reserve far
    more of that than they use.
    """
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = megabytes * 1024 * 1024
    if most != resource.RLIM_INFINITY:
        wanted = min(wanted, most)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, most))


def _stay_single() -> None:
    """Keep numerical libraries from starting a thread a core in each of several workers."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
