"""Jobs for guarded workers that do what a paper should never make its reader do."""

import os
import re
import signal
from pathlib import Path

from extractor.errors import FirsthandError, NotAPaperError


def own_pid(path: Path) -> int:
    """The process that does the job."""
    return os.getpid()


def name(path: Path) -> str:
    """A job like any other."""
    return path.name


def die(path: Path, *, signal_number: int) -> None:
    """A crash in native code."""
    os.kill(os.getpid(), signal_number)


def leave(path: Path) -> None:
    """An end without a word."""
    os._exit(3)


def hang(path: Path) -> None:
    """An endless loop."""
    while True:
        signal.pause()


def grind(path: Path) -> None:
    """C code that works on and on, and lets no other thread of Python run."""
    re.match(r"(a+)+$", "a" * 60 + "b")


def stand_still(path: Path) -> str:
    """A job during which somebody stops the process, as Ctrl-Z does; then it goes on."""
    os.kill(os.getpid(), signal.SIGSTOP)
    sum(range(5_000_000))
    return path.name


def long_sum(path: Path) -> None:
    """A job that takes a moment."""
    sum(range(60_000_000))


def hang_holding(path: Path) -> None:
    """Tell the named pipe ``path`` who we are, and hold it open for as long as we live."""
    with path.open("w") as pipe:
        print(os.getpid(), file=pipe, flush=True)
        hang(path)


def allocate(path: Path, *, megabytes: int) -> int:
    """A paper that asks for much memory."""
    return len(bytearray(megabytes * 1024 * 1024))


def answer_at_length(path: Path) -> bytes:
    """A paper of which there is more to tell than a pipe holds."""
    return bytes(4_000_000)


def stumble(path: Path) -> None:
    """A bug of ours."""
    raise LookupError("no such line:\n  12")


def refuse(path: Path) -> None:
    """A paper that cannot be used, told by an error whose constructor wants more than a message."""
    raise NotAPaperError(path, "the file is empty")


def not_installed(path: Path) -> None:
    """Something that concerns every paper."""
    raise FirsthandError("The model is missing.")


def print_much(path: Path) -> str:
    """A library that complains on both streams, past Python."""
    os.write(1, b"NOISE")
    os.write(2, b"NOISE")
    return "done"


def die_at_first(path: Path, *, diary: Path, times: int, signal_number: int) -> str:
    """A job that ends its process the first ``times`` times; each adds a line to ``diary``."""
    die_at_start(diary, times=times, signal_number=signal_number)
    return path.name


def die_at_start(diary: Path, *, times: int, signal_number: int = signal.SIGSEGV) -> None:
    """A warm-up that dies the first ``times`` times; each time adds a line to ``diary``."""
    with diary.open("a") as file:
        print("start", file=file)
    if len(diary.read_text().splitlines()) <= times:
        os.kill(os.getpid(), signal_number)


def note_warm_up(diary: Path) -> None:
    """A warm-up that tells ``diary`` when it begins and when it is done."""
    with diary.open("a", buffering=1) as file:
        print("begins", file=file)
        sum(range(10_000_000))
        print("is warm", file=file)


def no_warm_up() -> None:
    """A worker that cannot get ready."""
    raise ImportError("No module named 'spacy'")


def no_model() -> None:
    """A worker that cannot get ready, and knows what to do about it."""
    raise FirsthandError("The model is missing.")
