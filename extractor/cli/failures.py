"""The list of papers that could not be used: what `firsthand add` puts onto it and takes off it.

A paper is known by what its file holds. A file that cannot be read, or of which nobody need know
what it holds (an empty one), is known by its place.
"""

import os
from collections.abc import Container, Mapping
from hashlib import file_digest, sha256
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from extractor.batch import Failed
from extractor.cli.plain import counted
from extractor.errors import ChangedFileError, NotAPaperError, PasswordError, UnreadableFileError

if TYPE_CHECKING:
    from extractor.store.folder import Review

PASSWORD = PasswordError.__name__
PASSING = (UnreadableFileError.__name__, ChangedFileError.__name__)
"""What is wrong with where a file is, not with the paper."""


def digest_of(path: Path) -> str:
    """The SHA-256 of what a file holds; "" if it cannot be read, or no paper has its size."""
    from extractor.reading import check_size

    try:
        check_size(path, path.stat().st_size)
        with path.open("rb") as stream:
            return file_digest(stream, "sha256").hexdigest()
    except (OSError, NotAPaperError):
        return ""


def digest_of_place(path: Path) -> str:
    """What stands for a file without a digest of its own: the SHA-256 of its absolute path."""
    return sha256(os.fsencode(path.absolute())).hexdigest()


def failed_before(
    review: "Review", files: Mapping[str, Path], password: str | None
) -> dict[str, Failed]:
    """Those of ``files`` that could not be used before, as they are called now.

    On the list too they are from now on where they are now. One that wanted a password is to be
    tried if one is given.
    """
    from extractor.store.database import writing
    from extractor.store.failures import keep_failure, list_failures
    from extractor.store.folder import timestamp

    failed = {}
    with writing(review.engine) as connection:
        for each in list_failures(connection):
            if path := files.get(each.paper):
                here = each.at(str(path.absolute()))
                if here != each:
                    keep_failure(connection, here, now=timestamp())
                if not (password and each.kind == PASSWORD):
                    failed[each.paper] = Failed(str(path), each.at(str(path)).message, each.kind)
    return failed


def list_failed(review: "Review", papers: Mapping[Path, str], failed: Failed) -> None:
    """Put one of ``papers`` (their digests by path) that could not be used on the review's list.

    Its place is kept whole, to be found from any folder. What passes (the file could not be read)
    is of the place: another time the paper is tried without being asked for.
    """
    from extractor.store.database import writing
    from extractor.store.failures import Failure, keep_failure
    from extractor.store.folder import timestamp

    path = Path(failed.source)
    if path not in papers:
        return
    paper = digest_of_place(path) if failed.kind in PASSING else papers[path]
    failure = Failure(paper, failed.source, failed.kind, failed.message)
    with writing(review.engine) as connection:
        keep_failure(connection, failure.at(str(path.absolute())), now=timestamp())


def forget_mended(review: "Review", files: Container[str]) -> None:
    """Take those off the list in whose place there is by now what the review has.

    Those among ``files``, by digest, are what they were. What is the same as one of these by now
    is listed as that, if it could not be used either.
    """
    from extractor.store.database import reading, writing
    from extractor.store.failures import forget_failure, list_failures
    from extractor.store.papers import paper_ids

    with reading(review.engine) as connection:
        gone = [each for each in list_failures(connection) if each.paper not in files]
        known = paper_ids(connection) if gone else set()
    mended = [each.paper for each in gone if _is_mended(Path(each.source), known, files)]
    with writing(review.engine) as connection:
        for paper in mended:
            forget_failure(connection, paper)


def forget_gone(review: "Review", *, quiet: bool) -> None:
    """Take those off the list that are no longer where they were, though their folder is there."""
    from extractor.store.database import writing
    from extractor.store.failures import forget_failure, list_failures

    with writing(review.engine) as connection:
        gone = [each.paper for each in list_failures(connection) if _is_gone(Path(each.source))]
        for paper in gone:
            forget_failure(connection, paper)
    if gone and not quiet:
        told = counted(len(gone), "paper")
        typer.echo(f"{told} of the list no longer there: taken off it.", err=True)


def _is_mended(place: Path, *known: Container[str]) -> bool:
    """Whether a file holds what is known; or it is a folder that may be looked into by now.

    Of a relative path, as they were kept once, nobody knows whose folder it began in.
    """
    if not place.is_absolute():
        return False
    if os.access(place, os.R_OK | os.X_OK) and place.is_dir():
        return True
    digest = digest_of(place)
    return any(digest in each for each in known)


def _is_gone(place: Path) -> bool:
    """Whether there is nothing any more; of what may not be looked at nobody knows."""
    if not place.is_absolute():
        return False
    try:
        place.stat()
    except FileNotFoundError:
        return place.parent.is_dir()
    except OSError:
        return False
    return False
