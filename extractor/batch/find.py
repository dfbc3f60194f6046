"""From what is named on the command line to the papers it stands for."""

import glob
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NoReturn

from extractor.errors import NoPapersError, reason

ENDINGS = (".pdf", ".xml", ".nxml")
STREAMS = ("/dev/stdin", "/dev/fd/", "/proc/")  # of this process: a worker's are others


def find_papers(
    names: Iterable[str], *, skipped: Callable[[Path], None] = lambda link: None
) -> list[Path]:
    """The papers that ``names`` stand for: files, folders with all below them, glob patterns.

    Each paper comes once, where it is first named; what a folder or pattern holds is sorted. A
    file that is named may have any ending; of folders and patterns only PDF and XML files count.
    What may not be looked into, be it a folder, counts as a paper: reading it tells what is wrong
    with it, and the others are read. Links to folders below a folder are not followed, because they
    may lead round in circles: ``skipped`` is told each. Raises ``NoPapersError`` for a name that
    stands for nothing: it is a slip more often than not.
    """
    found: dict[Path, Path] = {}
    for name in names:
        for path in _papers_of(name, skipped):
            found.setdefault(identity(path), path)
    return list(found.values())


def _papers_of(name: str, skipped: Callable[[Path], None]) -> list[Path]:
    path = _named(name)
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return _matched_by(name, path, error, skipped)
    if stat.S_ISDIR(mode):
        found = sorted(_below(path, skipped))
        return found or _nothing(name, "no PDF or XML file is in this folder")
    if not stat.S_ISREG(mode) or name.startswith(STREAMS):
        return _nothing(name, "it is no file on disk; save it first")
    return [path]


def _named(name: str) -> Path:
    """The path that a name is; an empty one would be the current folder's."""
    path = Path(name)
    if not name:
        _nothing('""', "there is no such file or folder")
    try:
        return path.expanduser()
    except RuntimeError:  # "~paper.pdf" may be a file
        if os.path.lexists(path):
            return path
        return _nothing(name, "the home folder of this user is not known")


def _matched_by(
    name: str, path: Path, error: OSError, skipped: Callable[[Path], None]
) -> list[Path]:
    """The papers of a name that is no file (``error``): it may be a pattern."""
    if not glob.has_magic(name):
        missing = isinstance(error, FileNotFoundError | NotADirectoryError)
        return _nothing(name, "there is no such file or folder" if missing else reason(error))
    hindered = isinstance(error, PermissionError)
    why = reason(error) if hindered else "no paper matches this pattern"
    return sorted(_matching(str(path), skipped)) or _nothing(name, why)


def _below(folder: Path, skipped: Callable[[Path], None]) -> Iterator[Path]:
    """The papers below a folder, and the folders that cannot be listed."""
    shut: list[Path] = []
    for root, folders, files in os.walk(folder, onerror=lambda e: shut.append(Path(e.filename))):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for link in filter(Path.is_symlink, (Path(root, name) for name in folders)):
            skipped(link)
        yield from (path for name in files if _is_paper(path := Path(root, name)))
    yield from shut


def _matching(pattern: str, skipped: Callable[[Path], None]) -> Iterator[Path]:
    """Papers that match; of folders that match, the papers in them."""
    for match in map(Path, glob.glob(pattern, recursive=True)):  # noqa: PTH207
        if _kind(match) == stat.S_IFDIR:
            yield from _below(match, skipped)
        elif _is_paper(match):
            yield match


def _is_paper(path: Path) -> bool:
    """By its name, if it is a file and no pipe or socket, at which reading would wait.

    What begins with a dot is a system's own ("._paper.pdf" of a Mac's archive).
    """
    named_so = path.name.lower().endswith(ENDINGS) and not path.name.startswith(".")
    return named_so and _kind(path) == stat.S_IFREG


def _kind(path: Path) -> int:
    """What is there. What cannot be looked at counts as a file: reading it will tell why."""
    try:
        return stat.S_IFMT(path.stat().st_mode)
    except OSError:
        return stat.S_IFREG


def identity(path: Path) -> Path:
    """The same for all names of a file; for a link that leads to itself, its own name."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def _nothing(name: str, what: str) -> NoReturn:
    raise NoPapersError(name, what)
