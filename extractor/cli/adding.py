"""`firsthand add`: papers are read in guarded workers and put into the review one by one."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from extractor.batch import Failed
from extractor.cli.failures import (
    digest_of,
    digest_of_place,
    failed_before,
    forget_gone,
    forget_mended,
    list_failed,
)
from extractor.cli.learning_quotes import corrected
from extractor.cli.plain import counted, quoted, this_command
from extractor.cli.reading import Reading, stoppable
from extractor.cli.referencing import match_references
from extractor.errors import PaperError
from extractor.records import SuggestedPaper

if TYPE_CHECKING:
    from extractor.cli.referencing import References
    from extractor.store.folder import Review
    from extractor.store.rereading import Reread

T = TypeVar("T")
GO_ON = "They are in the review; the same command goes on from there."


def add_papers(
    review: "Review",
    paths: list[Path],
    *,
    retry: bool = False,
    quiet: bool = False,
    references: "References | None" = None,
    **options: Any,
) -> None:
    """Read those of ``paths`` that the review does not have yet, and put them in.

    A paper is in the review as soon as it was read, or on its list of failures: what was stopped
    goes on where it was. Those on the list are read if ``retry`` says so, or if a password is given
    now that they wanted. All papers of the review are then matched to ``references``. ``options``
    are those of ``Reading``.
    """
    files = _by_content(paths)
    known = _known(review, files)
    if retry:
        forget_gone(review, quiet=quiet)
    failed = {} if retry else failed_before(review, files, options.get("password"))
    new = {path: digest for digest, path in files.items() if digest not in known | failed.keys()}
    reading = Reading(list(new), review.settings.threshold, quiet=quiet, for_review=True, **options)
    reading.failing, reading.failed_before = partial(list_failed, review, new), [*failed.values()]
    put = _put_all(review, reading, put_in, then=GO_ON)
    forget_mended(review, files)
    told = _summary(len(put), sum(put), len(known), len(paths) - len(files))
    _end(review, reading, told, references)


def read_papers_again(
    review: "Review",
    paths: list[Path],
    *,
    quiet: bool = False,
    references: "References | None" = None,
    **options: Any,
) -> None:
    """Read papers of the review again, all of them where ``paths`` is empty.

    What of ``paths`` the review does not have is put in. Decisions stay as they are, and so does
    every paper that somebody has finished. ``options`` are those of ``Reading``.
    """
    names, files = {} if paths else _kept_files(review), _by_content(paths)
    known = _known(review, files)
    new = {path: digest for digest, path in files.items() if digest not in known}
    todo = [*map(Path, names), *files.values()]
    reading = Reading(todo, review.settings.threshold, quiet=quiet, names=names, **options)
    reading.failing = partial(list_failed, review, new)
    changes = _put_all(review, reading, put_in_again)
    forget_mended(review, files)
    _end(review, reading, _summary_again(changes), references)


def _put_all(
    review: "Review",
    reading: Reading,
    put: "Callable[[Review, SuggestedPaper], T]",
    *,
    then: str = "",
) -> list[T]:
    """Put each paper in as it is read; what came of each. ``then`` is told if it is stopped."""
    came = []
    with stoppable(reading, then=then):
        for paper in corrected(review, reading, quiet=reading.quiet):
            try:
                came.append(put(review, paper))
            except PaperError as error:
                reading.fail(Failed(paper.source, str(error), type(error).__name__))
    return came


def _end(review: "Review", reading: Reading, summary: str, references: "References | None") -> None:
    """Say how it went, match references, and say what is next and what could not be used."""
    if not reading.quiet:
        typer.echo(summary, err=True)
    if references is not None:
        match_references(review, references)
    if not reading.quiet:
        typer.echo(f"Next: {this_command()} review {quoted(str(review.folder))}", err=True)
    reading.tell_failed()


def _kept_files(review: "Review") -> dict[str, str]:
    """The file of each paper that the review keeps, and the name that it was put in with."""
    from extractor.store.database import reading
    from extractor.store.papers import list_papers

    with reading(review.engine) as connection:
        papers = list_papers(connection)
    lost = review.folder / "papers"
    return {
        str(review.paper_file(paper.id) or lost / f"{paper.id}.pdf"): paper.source
        for paper in papers
    }


def _by_content(paths: Sequence[Path]) -> dict[str, Path]:
    """The files by the digest of what they hold, each content once; else by that of their place."""
    files: dict[str, Path] = {}
    for path in paths:
        files.setdefault(digest_of(path) or digest_of_place(path), path)
    return files


def _known(review: "Review", files: Mapping[str, Path]) -> set[str]:
    """Those of the files whose paper the review has already."""
    from extractor.store.database import reading
    from extractor.store.papers import paper_ids

    with reading(review.engine) as connection:
        return files.keys() & paper_ids(connection)


def put_in(review: "Review", paper: SuggestedPaper) -> int:
    """Put a paper that was read into the review; how many suggestions it has."""
    from extractor.store.database import writing
    from extractor.store.failures import forget_failure
    from extractor.store.folder import kept_file, timestamp
    from extractor.store.papers import add_paper

    with (
        kept_file(review, Path(paper.source), paper.document.paper),
        writing(review.engine) as connection,
    ):
        forget_failure(connection, paper.document.paper)
        return add_paper(connection, paper, review.settings, now=timestamp()).suggestions


def put_in_again(review: "Review", paper: SuggestedPaper) -> "Reread | None":
    """Put a paper that was read again in; None if the review did not have it."""
    from extractor.store.database import reading
    from extractor.store.papers import find_paper
    from extractor.store.rereading import read_again

    with reading(review.engine) as connection:
        is_known = find_paper(connection, paper.document.paper) is not None
    if is_known:
        return read_again(review, paper)
    put_in(review, paper)
    return None


def _summary_again(changes: "Sequence[Reread | None]") -> str:
    """What reading again changed, and that decisions were not."""
    again = [each for each in changes if each is not None]
    read = [each for each in again if not each.is_finished]
    kept, new, gone, orphans = (
        sum(getattr(each, name) for each in read) for name in ("kept", "new", "gone", "orphans")
    )
    finished, added = len(again) - len(read), len(changes) - len(again)
    lines = [f"{counted(len(read), 'paper')} read again: {counted(kept, 'suggestion')} as before, "
             f"{new:,} new, {gone:,} gone. No decision was changed."]  # fmt: skip
    if orphans:
        lines.append(f"{counted(orphans, 'mark')} of people fit no more: orphans, for them to say.")
    if finished:
        lines.append(f"{counted(finished, 'paper')} as before: somebody has finished there.")
    if added:
        lines.append(f"{counted(added, 'paper')} put in that the review did not have.")
    return "\n".join(lines)


def _summary(read: int, suggestions: int, known: int, twins: int) -> str:
    before = f"; {counted(known, 'paper')} it had already" if known else ""
    same = f"; {counted(twins, 'file')} with the same content as another" if twins else ""
    return (
        f"{counted(read, 'paper')} put in with {counted(suggestions, 'suggestion')}{before}{same}."
    )
