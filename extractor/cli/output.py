"""Where results go: to a file, whole or not at all, or to standard output."""

import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TextIO

import typer

from extractor.errors import OutputError

UNENCODABLE = "backslashreplace"  # a file name may hold bytes that are no UTF-8


class Format(StrEnum):
    """What `firsthand suggest` can write."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    HTML = "html"


ENDINGS = {
    ".txt": Format.TABLE,
    ".jsonl": Format.JSONL,
    ".csv": Format.CSV,
    ".html": Format.HTML,
    ".htm": Format.HTML,
}


def chosen_format(form: Format | None, out: Path | None) -> Format:
    """The format asked for; else by the ending of ``out``; else what suits the reader."""
    if out is None:
        on_screen = sys.stdout.isatty()
        if form is Format.HTML and on_screen:
            raise typer.BadParameter("an HTML page needs a file: add --out quotations.html")
        return form or (Format.TABLE if on_screen else Format.JSONL)
    if form is None and out.suffix.lower() not in ENDINGS:
        raise typer.BadParameter(f"the ending of {out} tells no format: add --format")
    return form or ENDINGS[out.suffix.lower()]


@contextmanager
def opened(out: Path | None) -> Iterator[TextIO]:
    """A stream of UTF-8 into ``out``, or to standard output if that is None.

    A file is written beside its place and moved there when it is whole, so that whatever goes
    wrong leaves the old one as it was.
    """
    if out is None:
        with _standard_output() as stream:
            yield stream
    elif out.is_dir():
        raise OutputError(out, "it is a folder")
    elif out.exists() and not out.is_file():  # a device, a pipe: there is nothing to keep
        with _written(out) as stream:
            yield stream
    else:
        with _replacing(out.resolve()) as stream:
            yield stream


def made_folder(folder: Path) -> None:
    """Make the folder that results go into, unless it is there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(folder, error.strerror or str(error)) from error


@contextmanager
def _replacing(out: Path) -> Iterator[TextIO]:
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with _written(part) as stream:
            yield stream
        part.replace(out)
    except OSError as error:
        raise OutputError(out, error.strerror or str(error)) from error
    finally:
        part.unlink(missing_ok=True)


def _written(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", errors=UNENCODABLE, newline="")


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    """Standard output as UTF-8. A reader that has seen enough (`| head`) ends us quietly."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors=UNENCODABLE, newline="")
    try:
        yield sys.stdout
        sys.stdout.flush()
    except OSError as error:
        if error.errno not in (errno.EPIPE, errno.EINVAL):  # Windows says EINVAL
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(1) from None
