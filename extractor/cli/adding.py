"""`firsthand add`: papers are read in guarded workers and put into the review one by one."""

from collections.abc import Iterator, Sequence
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from extractor.cli.learning_quotes import corrected
from extractor.cli.plain import counted, quoted, this_command
from extractor.cli.reading import Reading, stoppable
from extractor.records import SuggestedPaper

if TYPE_CHECKING:
    from extractor.store.folder import Review


def add_papers(
    review: "Review",
    paths: list[Path],
    *,
    jobs: int | None = None,
    password: str | None = None,
    quiet: bool = False,
) -> None:
    """Read those of ``paths`` that the review does not have yet, and put them in.

    A paper is in the review as soon as it was read: what was stopped goes on where it was.
    """
    known, new = _parted(review, paths)
    reading = Reading(new, review.settings.threshold, jobs=jobs, password=password, quiet=quiet)
    suggestions = 0
    with stoppable(reading):
        for paper in corrected(review, reading, quiet=quiet):
            suggestions += put_in(review, paper)
    if not quiet:
        typer.echo(_summary(reading.read, suggestions, len(known)), err=True)
        typer.echo(f"Next: {this_command()} review {quoted(str(review.folder))}", err=True)
    reading.tell_failed()


def _parted(review: "Review", paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The files whose paper the review has already, and the others; each content once."""
    from extractor.store.database import reading
    from extractor.store.papers import list_papers

    with reading(review.engine) as connection:
        held = {paper.id for paper in list_papers(connection)}
    known: list[Path] = []
    new: list[Path] = []
    for path, digest in _digests(paths):
        (known if digest in held else new).append(path)
        held.add(digest)
    return known, new


def _digests(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """The digest of each file; "" for one that cannot be read, which reading it will tell."""
    for path in paths:
        try:
            with path.open("rb") as stream:
                yield path, file_digest(stream, "sha256").hexdigest()
        except OSError:
            yield path, ""


def put_in(review: "Review", paper: SuggestedPaper) -> int:
    """Put a paper that was read into the review; how many suggestions it has."""
    from extractor.store.database import writing
    from extractor.store.folder import keep_file, timestamp
    from extractor.store.papers import add_paper

    keep_file(review, Path(paper.source), paper.document.paper)
    with writing(review.engine) as connection:
        return add_paper(connection, paper, review.settings, now=timestamp()).suggestions


def _summary(read: int, suggestions: int, known: int) -> str:
    before = f"; {counted(known, 'paper')} it had already" if known else ""
    return f"{counted(read, 'paper')} put in with {counted(suggestions, 'suggestion')}{before}."
