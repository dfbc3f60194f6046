"""From what is named on the command line to the papers it stands for."""

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from extractor.errors import NoPapersError

ENDINGS = (".pdf", ".xml")


def find_papers(names: Iterable[str]) -> list[Path]:
    """The papers that ``names`` stand for: files, folders with all below them, glob patterns.

    Each paper comes once, where it is first named; what a folder or pattern holds is sorted. A
    file that is named may have any ending; of folders and patterns only PDF and XML files count.
    Raises ``NoPapersError`` for a name that stands for nothing: it is a slip more often than not.
    """
    found: dict[Path, Path] = {}
    for name in names:
        for path in _papers_of(name):
            found.setdefault(path.resolve(), path)
    return list(found.values())


def _papers_of(name: str) -> list[Path]:
    path = Path(name).expanduser()
    if path.is_dir():
        return sorted(_below(path)) or _nothing(name, "no PDF or XML file is in this folder")
    if path.exists():
        return [path]
    if glob.has_magic(name):
        return sorted(_matching(str(path))) or _nothing(name, "no paper matches this pattern")
    return _nothing(name, "there is no such file or folder")


def _below(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(root, name) for name in files if _is_paper(name))


def _matching(pattern: str) -> Iterator[Path]:
    """Papers that match; of folders that match, the papers in them."""
    for match in map(Path, glob.glob(pattern, recursive=True)):  # noqa: PTH207
        if match.is_dir():
            yield from _below(match)
        elif _is_paper(match.name):
            yield match


def _is_paper(name: str) -> bool:
    """By its name; what begins with a dot is a system's own ("._paper.pdf" of a Mac's archive)."""
    return name.lower().endswith(ENDINGS) and not name.startswith(".")


def _nothing(name: str, what: str) -> list[Path]:
    raise NoPapersError(name, what)
