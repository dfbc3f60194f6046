"""A review's folder: settings, database, papers by content hash, the codebook, exports.

Folders are made for the user alone. A paper's file is copied in under its hash, so a review can be
moved, and the same file twice is one paper.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import URL, Engine, inspect, select

from extractor.errors import ChangedFileError, FirsthandError, UnreadableFileError
from extractor.store.database import (
    OWNER_SECRET,
    SECRET,
    admitted,
    grant,
    migrate,
    open_database,
    parse_address,
    reading,
    writing,
)
from extractor.store.settings import FILE, Settings, read_settings, write_settings
from extractor.store.steps import begin_codebook, has_begun
from extractor.store.tables import annotators, codebook_steps, papers
from extractor.themes.codebook import read_codebook

ENDINGS = (".pdf", ".xml")
SHA256 = re.compile(r"[0-9a-f]{64}")
FOLDERS = ("papers", "exports", "pictures")


class ReviewError(FirsthandError):
    """A review's folder cannot be made or used."""


@dataclass(frozen=True, slots=True)
class Review:
    """A review that is open: its folder, its settings and its database."""

    folder: Path
    settings: Settings
    engine: Engine

    def paper_file(self, paper: str) -> Path | None:
        """The file of a paper; None if it is not there."""
        kept = (self.folder / "papers" / f"{paper}{ending}" for ending in ENDINGS)
        return next((path for path in kept if SHA256.fullmatch(paper) and path.exists()), None)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


def make_review(
    folder: Path,
    settings: Settings,
    codebook: str,
    *,
    owner: str | None = None,
    fill: Callable[[Review], None] = lambda _: None,
) -> Review:
    """A new review in a folder that is new or empty, on a database that holds none.

    With ``owner``, the address of the database for the one who owns it, the tables become the
    owner's, and the role of the settings' own address gets the rights that the page needs.
    ``fill`` puts in what the review begins with. The record of its codebook then begins with
    ``codebook``, the text of a TOML file, unless ``fill`` has begun it. Raises ``ReviewError`` or
    ``DatabaseError``; whatever is raised, of the folder nothing is left that was not there before.
    """
    _check_new(folder)
    address = _address(folder, settings.database)
    with _whole_or_not_at_all(folder, address):
        _make_folder(folder, settings, codebook)
        if owner is not None:
            _make_tables(owner, settings)
        elif _is_there(address):
            _refuse_another(address)
        return _opened(folder, read_settings(folder), fill, begin_record_of_codebook)


def open_review(folder: Path) -> Review:
    """The review in a folder, its tables brought to this version's form.

    Where the codebook has no record yet, that begins with the file in the folder. A database that
    is lost is not replaced by an empty one: ``ReviewError``.
    """
    settings = read_settings(folder)
    address = _address(folder, settings.database)
    if not _is_there(address):
        raise ReviewError(
            f"The database of {folder} is not there, or empty: {address.database}.\n"
            "Put it back, or take a backup: firsthand restore BACKUP NEW-FOLDER"
        )
    return _opened(folder, settings, begin_record_of_codebook)


def begin_record_of_codebook(review: Review) -> None:
    """Let the record of the codebook begin with the file in the folder, unless it has begun."""
    with reading(review.engine) as connection:
        if has_begun(connection):
            return
    path = review.folder / review.settings.codebook
    read_codebook(path)  # tells what is wrong with it
    with writing(review.engine, alone=True) as connection:
        begin_codebook(connection, path.read_text(encoding="utf-8-sig"), now=timestamp())


def keep_file(review: Review, source: Path, paper: str) -> None:
    """Copy a paper's file into the review, under its hash; it is on disk when this returns.

    Raises ``PaperError`` if the file is not what was read any more, ``ReviewError`` if there is no
    room for it in the review, or no right to put it there.
    """
    ending = ".pdf" if source.suffix.lower() not in (".xml", ".nxml") else ".xml"
    kept = review.folder / "papers" / f"{paper}{ending}"
    try:
        if not kept.exists():
            content = _content_of(source, paper)
            kept.parent.mkdir(mode=0o700, exist_ok=True)
            _write_durably(kept, content)
    except OSError as error:
        raise ReviewError(
            f"{source} cannot be put into {kept.parent}: {error.strerror or error}.\n"
            "Is there room, and is the folder yours to write to? What is in the review stays; the "
            "same command goes on from there."
        ) from None


@contextmanager
def kept_file(review: Review, source: Path, paper: str) -> Iterator[None]:
    """The same, taken back if what is within fails: no file without its paper in the database."""
    had_it = review.paper_file(paper) is not None
    keep_file(review, source, paper)
    try:
        yield
    except BaseException:
        if not had_it and (new := review.paper_file(paper)):
            new.unlink(missing_ok=True)
        raise


def timestamp() -> str:
    """Now, ISO 8601 in UTC, to the microsecond."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _content_of(source: Path, paper: str) -> bytes:
    """What a file holds, if that is still the paper that was read."""
    try:
        content = source.read_bytes()
    except OSError as error:
        raise UnreadableFileError(source, error) from None
    if sha256(content).hexdigest() != paper:
        raise ChangedFileError(source)
    return content


def _write_durably(place: Path, content: bytes) -> None:
    """Write a file whole or not at all: after a power cut too, it is there or it is not."""
    new = place.with_suffix(".new")
    try:
        with new.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(place)
    except OSError:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise


def _check_new(folder: Path) -> None:
    if (folder / FILE).exists():
        raise ReviewError(
            f"{folder} holds a review already.\nChoose another folder, or go on with that one: "
            f"firsthand review {folder}"
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ReviewError(f"{folder} is no empty folder.\nChoose a new one.")


@contextmanager
def _whole_or_not_at_all(folder: Path, address: URL) -> Iterator[None]:
    """If what is within fails, the folder, and a database in a file, are as they were before.

    Tables on a server stay: they are empty, and the next attempt uses them.
    """
    new = [each for each in (folder, *folder.parents) if not each.exists()]
    file = Path(address.database or "") if address.get_backend_name() == "sqlite" else folder
    is_new = not file.exists()
    try:
        yield
    except BaseException:
        for each in folder.iterdir() if folder.is_dir() else ():
            shutil.rmtree(each) if each.is_dir() else each.unlink()
        if is_new and file.is_file():
            file.unlink()
        with suppress(OSError):  # somebody else has put something there meanwhile
            for each in new:
                each.rmdir()
        raise


def _make_folder(folder: Path, settings: Settings, codebook: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        for name in FOLDERS:
            (folder / name).mkdir(mode=0o700)
        (folder / settings.codebook).write_text(codebook, encoding="utf-8")
        write_settings(folder, settings)
    except OSError as error:
        raise ReviewError(
            f"{folder} cannot be made: {error.strerror}.\n"
            "Choose a place that is yours to write to, with room."
        ) from None


def _opened(folder: Path, settings: Settings, *steps: Callable[[Review], None]) -> Review:
    """A review with its tables up to date and these steps done; let go of if one of them fails."""
    review = Review(folder, settings, open_database(_address(folder, settings.database)))
    try:
        _bring_up_to_date(review.engine)
        for step in steps:
            step(review)
    except BaseException:
        review.close()
        raise
    return review


def _bring_up_to_date(engine: Engine) -> None:
    """The tables in this version's form; the database is the user's alone, like the folder."""
    old = os.umask(0o077)
    try:
        migrate(engine)
    finally:
        os.umask(old)


def _make_tables(owner: str, settings: Settings) -> None:
    _refuse_another(owner, secret=OWNER_SECRET)
    engine = open_database(owner, secret=OWNER_SECRET)
    try:
        migrate(engine)
        grant(engine, parse_address(settings.database).username or "")
    finally:
        engine.dispose()


def _refuse_another(address: str | URL, *, secret: str = SECRET) -> None:
    """Refuse a database that holds a review; tables with nothing in them are none."""
    engine = open_database(address, secret=secret)
    try:
        with admitted(engine), reading(engine) as connection:
            there = set(inspect(connection).get_table_names())
            kept = [each for each in (annotators, papers, codebook_steps) if each.name in there]
            if any(connection.execute(select(each).limit(1)).first() for each in kept):
                raise ReviewError(
                    f"The database {engine.url.render_as_string(hide_password=True)} holds a "
                    "review already.\nGive each review a database of its own; to work on that "
                    "one, use its folder."
                )
    finally:
        engine.dispose()


def _is_there(address: URL) -> bool:
    """Whether there is a database: a server's, or a file with something in it."""
    if address.get_backend_name() != "sqlite":
        return True
    path = Path(address.database or "")
    return path.is_file() and path.stat().st_size > 0


def _address(folder: Path, address: str) -> URL:
    """A SQLite file named in the settings is looked for in the review's folder."""
    url = parse_address(address)
    if url.get_backend_name() == "sqlite" and url.database:
        whole = url.set(database=str(folder / url.database))
        return whole
    return url
