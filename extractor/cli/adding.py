"""`firsthand add`: papers are read in guarded workers and put into the review one by one."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from extractor.batch import Failed
from extractor.cli.learning_quotes import corrected
from extractor.cli.plain import counted, quoted, this_command
from extractor.cli.reading import Reading, stoppable
from extractor.cli.referencing import match_references
from extractor.errors import (
    ChangedFileError,
    NotAPaperError,
    PaperError,
    PasswordError,
    UnreadableFileError,
)
from extractor.records import SuggestedPaper

if TYPE_CHECKING:
    from extractor.cli.referencing import References
    from extractor.store.folder import Review
    from extractor.store.rereading import Reread

PASSWORD = PasswordError.__name__
PASSING = (UnreadableFileError.__name__, ChangedFileError.__name__)
"""What is wrong with where a file is, not with the paper."""
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
        _forget_gone(review, quiet=quiet)
    failed = {} if retry else _failed(review, files, options.get("password"))
    new = {path: digest for digest, path in files.items() if digest not in known | failed.keys()}
    reading = Reading(list(new), review.settings.threshold, quiet=quiet, for_review=True, **options)
    reading.failing, reading.failed_before = partial(_keep_failure, review, new), [*failed.values()]
    put = _put_all_in(review, reading, quiet=quiet)
    if not quiet:
        twins = len(paths) - len(files)
        typer.echo(_summary(len(put), sum(put), len(known), twins), err=True)
    if references is not None:
        match_references(review, references)
    if not quiet:
        typer.echo(f"Next: {this_command()} review {quoted(str(review.folder))}", err=True)
    reading.tell_failed()


def _put_all_in(review: "Review", reading: Reading, *, quiet: bool) -> list[int]:
    """Put each paper in as it is read; how many suggestions each has."""
    put = []
    with stoppable(reading, then=GO_ON):
        for paper in corrected(review, reading, quiet=quiet):
            try:
                put.append(put_in(review, paper))
            except PaperError as error:
                reading.fail(Failed(paper.source, str(error), type(error).__name__))
    return put


def read_papers_again(
    review: "Review",
    paths: list[Path],
    *,
    jobs: int | None = None,
    password: str | None = None,
    quiet: bool = False,
    references: "References | None" = None,
) -> None:
    """Read papers of the review again, all of them where ``paths`` is empty.

    What of ``paths`` the review does not have is put in. Decisions stay as they are, and so does
    every paper that somebody has finished.
    """
    names = {} if paths else _kept_files(review)
    least, todo = review.settings.threshold, [*map(Path, names), *_by_content(paths).values()]
    reading = Reading(todo, least, jobs=jobs, password=password, quiet=quiet, names=names)
    changes: list[Reread | None] = []
    with stoppable(reading):
        for paper in corrected(review, reading, quiet=quiet):
            changes.append(put_in_again(review, paper))
    if not quiet:
        typer.echo(_summary_again(changes), err=True)
    if references is not None:
        match_references(review, references)
    if not quiet:
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
    """The files by the digest of what they hold, each content once; by name if unreadable."""
    files: dict[str, Path] = {}
    for path, digest in _digests(paths):
        files.setdefault(digest or str(path), path)
    return files


def _known(review: "Review", files: Mapping[str, Path]) -> set[str]:
    """Those of the files whose paper the review has already."""
    from extractor.store.database import reading
    from extractor.store.papers import paper_ids

    with reading(review.engine) as connection:
        return files.keys() & paper_ids(connection)


def _failed(review: "Review", files: Mapping[str, Path], password: str | None) -> dict[str, Failed]:
    """Those of the files that could not be used before, as they are called now."""
    from extractor.store.database import reading
    from extractor.store.failures import list_failures

    with reading(review.engine) as connection:
        before = list_failures(connection)
    return {
        each.paper: Failed(str(path), each.message.replace(each.source, str(path)), each.kind)
        for each in before
        if (path := files.get(each.paper)) and not (password and each.kind == PASSWORD)
    }


def _forget_gone(review: "Review", *, quiet: bool) -> None:
    """Take those off the list that are no longer where they were, though their folder is there."""
    from extractor.store.database import writing
    from extractor.store.failures import forget_failure, list_failures

    with writing(review.engine) as connection:
        paths = {each.paper: Path(each.source) for each in list_failures(connection)}
        gone = [paper for paper, path in paths.items()
                if path.parent.is_dir() and not path.exists()]  # fmt: skip
        for paper in gone:
            forget_failure(connection, paper)
    if gone and not quiet:
        told = counted(len(gone), "paper")
        typer.echo(f"{told} of the list no longer there: taken off it.", err=True)


def _keep_failure(review: "Review", papers: Mapping[Path, str], failed: Failed) -> None:
    """Put a paper that could not be used on the review's list, unless another time it may be."""
    from extractor.store.database import writing
    from extractor.store.failures import Failure, keep_failure
    from extractor.store.folder import timestamp

    paper = papers[Path(failed.source)]
    if failed.kind in PASSING or paper == failed.source:
        return
    failure = Failure(paper, failed.source, failed.kind, failed.message)
    with writing(review.engine) as connection:
        keep_failure(connection, failure, now=timestamp())


def _digests(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """The digest of each file; "" for one that cannot be read, which reading it will tell."""
    from extractor.reading import check_size

    for path in paths:
        try:
            check_size(path, path.stat().st_size)
            with path.open("rb") as stream:
                yield path, file_digest(stream, "sha256").hexdigest()
        except (OSError, NotAPaperError):
            yield path, ""


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
        forget_failure(connection, paper.document.paper, paper.source)
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
