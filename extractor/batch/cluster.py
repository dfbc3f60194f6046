"""The same jobs on a Dask cluster: papers travel there as bytes, each is read in a guarded worker.

What one paper may cost holds there too: each thread of a Dask worker keeps one guarded process. A
Dask worker that is lost costs nothing but time: its papers are done again, so often.
"""

import logging
import multiprocessing
import tempfile
import threading
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from extractor.batch import jobs as inside
from extractor.batch.guard import Worker, run_jobs
from extractor.batch.papers import Failed, told
from extractor.batch.worker import Job, Limits
from extractor.errors import (
    ClusterError,
    NoTextLayerError,
    PaperError,
    UnreadableFileError,
    WorkerLostError,
)
from extractor.reading import check_size
from extractor.records import SuggestedPaper

AHEAD = 2  # papers sent for each thread of the cluster: one is read, one waits there
LOSSES = 3  # so often Dask may give a paper up, each time after four lost workers (its default)
CONNECT_SECONDS = 30
PATIENCE = 300  # seconds: so long a cluster may take to start a worker for one that was lost
LOGGERS = ("distributed", "distributed.client")  # what they tell of lost workers, nobody need do
MESSAGES_KEPT = "distributed.admin.low-level-log-length"
CERTIFICATES = ("tls_ca_file", "tls_client_cert", "tls_client_key")
START_SOME = "Start some: dask worker ADDRESS"
IS_IT_UP = "Does its scheduler run, and is the address the one that it tells?"
ENCRYPT = (
    "Papers are sent to other machines encrypted only: give a tls:// address, and put the "
    "certificates into Dask's configuration (distributed.comm.tls: ca-file, client.cert, "
    "client.key)."
)
GO_ON = "What came back is kept; the same command goes on from there."
INSTALL = "Install firsthand {} where the workers run."
ROOM = "Make room where its workers keep temporary files. "

_here = threading.local()


class Sent(NamedTuple):
    """A paper on its way: its path where it comes from, what it holds, and how to read it.

    ``firsthand`` is the version that is to read it.
    """

    source: str
    content: bytes
    engine: str
    password: str | None
    limits: Limits
    firsthand: str


class Refused(NamedTuple):
    """Why a worker of the cluster could not even begin, and what to do about it."""

    what: str
    advice: str


def suggest_on_cluster(
    paths: Sequence[Path],
    address: str,
    *,
    engine: str = "pdfium",
    password: str | None = None,
    limits: Limits | None = None,
    started: Callable[[Path], None] = lambda path: None,
) -> Generator[SuggestedPaper | Failed]:
    """The suggestions of each paper for a review, or why there are none, as soon as it was read.

    ``address`` is the scheduler's. Raises ``ClusterError`` if it cannot be reached or is lost, if
    papers would leave this machine unencrypted, or if a worker has another firsthand than this
    machine, or no room.
    """
    if not paths:
        return
    todo = deque((path, 1) for path in paths)
    running: dict[Any, tuple[Path, int]] = {}
    empty = Sent("", b"", engine, password, limits or Limits(), firsthand_version())
    send = partial(_sent, empty, started)
    with _losses_told(address), _client_of(address) as client:
        while todo or running:
            yield from _send(client, address, todo, running, send)
            yield from _receive(client, address, todo, running)


def read_sent(sent: Sent) -> object:
    """Read a paper that was sent, in this thread's guarded process.

    What went wrong is a value: a ``PaperError``, or ``Refused`` where the paper could not even be
    begun. Runs on the cluster. Messages name the paper as it is called where it comes from.
    """
    if (ours := firsthand_version()) != sent.firsthand:
        return Refused(f"a worker has firsthand {ours}", f"{INSTALL.format(sent.firsthand)} ")
    try:
        with tempfile.TemporaryDirectory(prefix="firsthand-") as folder:
            place = Path(folder) / Path(sent.source).name
            place.write_bytes(sent.content)
            return _read_at(place, sent)
    except OSError as error:
        return Refused(f"a worker cannot hold a paper: {error.strerror or error}", ROOM)


def _read_at(place: Path, sent: Sent) -> object:
    """Read a paper where it was put; it is told of under the name that it was sent with."""
    options = {"engine": sent.engine, "password": sent.password}
    job = Job(inside.write_paper, place, options)
    (outcome,) = run_jobs([job], [_worker_of_this_thread(sent.limits)])
    if isinstance(outcome, SuggestedPaper):
        return replace(outcome, source=sent.source)
    if isinstance(outcome, NoTextLayerError):
        return NoTextLayerError(Path(sent.source))  # its advice has the name in a command
    if isinstance(outcome, PaperError):
        return outcome.about(str(place), sent.source)
    return outcome


def firsthand_version() -> str:
    """The version of firsthand where this is called."""
    return version("firsthand")


@contextmanager
def _client_of(address: str) -> Iterator[Any]:
    """A client of the scheduler at an address that papers may be sent to.

    It keeps nothing of what it sent: by itself it would the last thousand messages, that is papers.
    """
    try:
        from dask.config import set as configured
        from distributed import Client
    except ImportError:
        raise ClusterError(
            address, "dask.distributed is not installed", "pip install 'firsthand[cluster]'"
        ) from None
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    security = _security(address)
    with configured({MESSAGES_KEPT: 0}):
        try:
            client = Client(address, security=security, timeout=CONNECT_SECONDS)
        except (OSError, TimeoutError, ValueError) as error:
            raise ClusterError(address, str(error) or "there is no answer", IS_IT_UP) from None
        with client:
            _check_workers(client, address)
            yield client


def _security(address: str) -> Any:
    """What encrypts the way to an address; None for this machine. Raises ``ClusterError``."""
    from distributed import Security

    try:
        scheme = urlsplit(address).scheme
    except ValueError as error:
        raise ClusterError(address, f"it is no address ({error})", IS_IT_UP) from None
    if scheme == "tcp" and _is_this_machine(address):
        return None
    if scheme != "tls":
        raise ClusterError(address, "the way to it is not encrypted", ENCRYPT)
    security = Security(require_encryption=True)
    if missing := [name for name in CERTIFICATES if not getattr(security, name)]:
        raise ClusterError(address, f"certificates are missing ({', '.join(missing)})", ENCRYPT)
    return security


def _is_this_machine(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _check_workers(client: Any, address: str) -> None:
    """Raise ``ClusterError`` unless there are workers, all with the firsthand of this machine."""
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError:
        raise ClusterError(address, "it has no workers", START_SOME) from None
    ours = firsthand_version()
    for worker, theirs in client.run(firsthand_version, on_error="return").items():
        if theirs != ours:
            has = theirs if isinstance(theirs, str) else f"none ({theirs})"
            what = f"the worker {worker} has firsthand {has}"
            raise ClusterError(address, what, INSTALL.format(ours))


def _threads(client: Any, address: str) -> int:
    """How many papers the cluster reads at a time just now; none of its workers may be open."""
    threads: dict[str, int] = client.nthreads()
    for worker in threads:
        if urlsplit(worker).scheme != "tls" and not _is_this_machine(worker):
            raise ClusterError(address, f"the way to its worker {worker} is not encrypted", ENCRYPT)
    return max(1, sum(threads.values()))


@contextmanager
def _losses_told(address: str) -> Iterator[None]:
    """Tell of a scheduler that is lost, whichever question to it finds that out."""
    from concurrent.futures import CancelledError

    try:
        yield
    except (CancelledError, OSError) as error:
        what = "its scheduler is gone"
        raise ClusterError(address, what, f"{IS_IT_UP} {GO_ON}") from error


def _sent(empty: Sent, started: Callable[[Path], None], path: Path) -> Sent:
    """A paper as it is sent. Raises ``OSError``, or ``NotAPaperError`` for what no paper is."""
    started(path)
    check_size(path, path.stat().st_size)
    return empty._replace(source=str(path), content=path.read_bytes())


def _send(
    client: Any,
    address: str,
    todo: deque[tuple[Path, int]],
    running: dict[Any, tuple[Path, int]],
    sent: Callable[[Path], Sent],
) -> Iterator[SuggestedPaper | Failed]:
    """Send as many papers as the cluster has use for; those that cannot be opened have failed."""
    most = AHEAD * _threads(client, address)
    while todo and len(running) < most:
        path, tries = todo.popleft()
        try:
            paper = sent(path)
        except PaperError as error:
            yield told(path, error)
            continue
        except OSError as error:
            yield told(path, UnreadableFileError(path, error))
            continue
        with warnings.catch_warnings(action="ignore"):  # that a paper of 10 MB is large
            running[client.submit(read_sent, paper, pure=False)] = path, tries


def _receive(
    client: Any,
    address: str,
    todo: deque[tuple[Path, int]],
    running: dict[Any, tuple[Path, int]],
) -> Iterator[SuggestedPaper | Failed]:
    """Wait for something to come back; what was lost is to be done again, bounded times."""
    for future in _finished(client, address, running):
        path, tries = running.pop(future)
        outcome = _outcome(future)
        if isinstance(outcome, Refused):
            raise ClusterError(address, outcome.what, f"{outcome.advice}{GO_ON}")
        if outcome is None and tries < LOSSES:
            todo.appendleft((path, tries + 1))
        else:
            lost = WorkerLostError(path, "each worker of the cluster that read it was lost")
            yield told(path, lost if outcome is None else outcome)


def _finished(client: Any, address: str, running: dict[Any, tuple[Path, int]]) -> set[Any]:
    """Wait for the papers that were sent: those that something has come of.

    Raises ``ClusterError`` if nothing came for ``PATIENCE`` seconds and there is no worker left.
    """
    from distributed import wait

    while running:
        with suppress(TimeoutError):
            found = wait(list(running), timeout=PATIENCE, return_when="FIRST_COMPLETED")
            return set(found.done)
        if not client.nthreads():
            raise ClusterError(address, "all its workers are gone", f"{START_SOME} {GO_ON}")
    return set()


def _outcome(future: Any) -> object:
    """What came of a paper; None if Dask gave it up because its workers were lost."""
    from distributed.scheduler import KilledWorker

    try:
        return future.result()
    except KilledWorker:
        return None


def _worker_of_this_thread(limits: Limits) -> Worker:
    """The guarded process of a thread of a Dask worker; a new one where the limits are others."""
    worker: Worker | None = getattr(_here, "worker", None)
    if worker is None or worker.limits != limits:
        if worker is not None:
            worker.end()
        # Dask marks its workers as daemons, which may have no children because those might be left
        # behind; a guarded process ends with its parent by itself.
        multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
        worker = _here.worker = Worker(limits, warm_up=inside.warm_up)
    return worker
