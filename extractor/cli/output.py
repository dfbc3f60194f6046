"""Where results go: to a file, whole or not at all, or to standard output."""

import errno
import io
import os
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, Literal, TextIO, TypeVar, cast

import typer

from extractor.cli.plain import named
from extractor.errors import OutputError

F = TypeVar("F", bound=StrEnum)
STDOUT = "standard output"
KEPT = ("review.toml", "review.db")
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


def chosen_format(
    form: F | None, out: Path | None, endings: Mapping[str, F], *, piped: F, name: str
) -> F:
    """The format asked for; else by the ending of ``out``; else a table, or ``piped`` in a pipe.

    A page is nothing to be read on a terminal, and a workbook is for a file alone: for these the
    user is asked for one, such as ``name`` with their ending.
    """
    if out is not None:
        return form or format_by_ending(out, endings)
    on_screen = sys.stdout is not None and sys.stdout.isatty()
    if form == "xlsx" or (form == "html" and on_screen):
        raise typer.BadParameter(f"this needs a file: add --out {name}.{form}")
    return form or (endings[".txt"] if on_screen else piped)


def format_by_ending(out: Path, endings: Mapping[str, F]) -> F:
    """The format that the ending of a file's name asks for."""
    if out.is_dir():
        raise _refused(out, "it is a folder")
    if out.suffix.lower() not in endings:
        raise typer.BadParameter(f"the ending of {named(out)} tells no format: add --format")
    return endings[out.suffix.lower()]


@contextmanager
def opened(out: Path | None) -> Iterator[TextIO]:
    """A stream of UTF-8 into ``out``, or to standard output if that is None.

    A file is written beside its place and moved there when it is whole, so that whatever goes
    wrong leaves the old one as it was.
    """
    if out is None:
        with _standard_output() as stream:
            yield stream
    else:
        with _failures_told(out), _writer(out) as stream:
            yield stream


@contextmanager
def opened_for_bytes(out: Path) -> Iterator[BinaryIO]:
    """A stream of bytes into ``out``, which takes its place when it is whole."""
    with _failures_told(out), _writer(out) as stream:
        yield cast(BinaryIO, stream.buffer)


def check_output(out: Path | None) -> None:
    """Raise ``OutputError`` where ``out`` could not be written; what is there stays as it is."""
    if out is not None:
        with _failures_told(out):
            if place := _place_of(out):
                part = _beside(place)
                part.touch(exist_ok=False)
                part.unlink()


def made_folder(folder: Path) -> None:
    """Make the folder that results go into, unless it is there."""
    with _failures_told(folder):
        folder.mkdir(parents=True, exist_ok=True)


@contextmanager
def _failures_told(out: Path | str) -> Iterator[None]:
    """Tell what the system says against writing to ``out``."""
    try:
        yield
    except OSError as error:
        raise _refused(out, error.strerror or str(error)) from error


def _refused(out: Path | str, what: str) -> OutputError:
    return OutputError(Path(named(out)), what)


def _writer(out: Path) -> AbstractContextManager[io.TextIOWrapper]:
    place = _place_of(out)
    return _replacing(place) if place else _written(out, "w")


def _place_of(out: Path) -> Path | None:
    """The place of a file to be made or replaced; None for a device or pipe, which stays."""
    if out.is_dir():
        raise _refused(out, "it is a folder")
    if out.exists() and not out.is_file():
        return None
    _keep_reviews(out)
    return out.resolve()


def _beside(out: Path) -> Path:
    """A new name beside ``out``; it has nothing of the other's, which may be as long as can be."""
    return out.with_name(f".firsthand-{token_hex(8)}.part")


def _keep_reviews(out: Path) -> None:
    """Refuse to write over what a review's own folder keeps."""
    from extractor.store.settings import FILE

    place = out.resolve()
    is_paper = place.parent.name == "papers"
    folder = place.parent.parent if is_paper else place.parent
    is_kept = is_paper or place.name.startswith(KEPT)
    if is_kept and place.exists() and (folder / FILE).is_file():
        raise _refused(out, "it is part of a review")


@contextmanager
def _replacing(out: Path) -> Iterator[io.TextIOWrapper]:
    """A file beside ``out`` that takes its place, and its permissions, when it is whole."""
    part = _beside(out)
    try:
        with _written(part, "x") as stream:
            _keep_mode(out, part)
            yield stream
        part.replace(out)
    finally:
        with suppress(OSError):  # what went wrong before is what is told
            part.unlink(missing_ok=True)


def _keep_mode(old: Path, new: Path) -> None:
    """Give ``new`` the permissions of ``old``, if that is there: before there is text in it."""
    if not old.exists():
        return
    mode = stat.S_IMODE(old.stat().st_mode)
    if mode != stat.S_IMODE(new.stat().st_mode):  # some file systems refuse even what is so
        new.chmod(mode)


def _written(path: Path, mode: Literal["w", "x"]) -> io.TextIOWrapper:
    return path.open(mode, encoding="utf-8", errors=UNENCODABLE, newline="")


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    """Standard output as UTF-8. A reader that has seen enough (`| head`) ends us quietly."""
    if sys.stdout is None:  # closed by who started us
        raise _refused(STDOUT, "it is closed")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors=UNENCODABLE, newline="")
    try:
        yield sys.stdout
        sys.stdout.flush()
    except OSError as error:
        # What is left in the buffer would fail again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno in (errno.EPIPE, errno.EINVAL):  # Windows says EINVAL
            raise typer.Exit(1) from None
        raise _refused(STDOUT, error.strerror or str(error)) from error
