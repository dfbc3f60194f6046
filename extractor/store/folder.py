"""A review's folder: settings, database, papers by content hash, the codebook, exports.

Folders are made for the user alone. A paper's file is copied in under its hash, so a review can be
moved, and the same file twice is one paper.
"""

import os
import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, Engine

from extractor.errors import FirsthandError
from extractor.store.database import (
    OWNER_SECRET,
    grant,
    migrate,
    open_database,
    parse_address,
    reading,
    writing,
)
from extractor.store.settings import FILE, Settings, read_settings, write_settings
from extractor.store.steps import begin_codebook, has_begun
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
    begin: bool = True,
) -> Review:
    """A new review in a folder that is new or empty; raises ``ReviewError`` otherwise.

    Its record of the codebook begins with ``codebook``, the text of a TOML file, unless it is to
    get one that has begun already.

    With ``owner``, the address of the database for the one who owns it, the tables become the
    owner's, and the role of the settings' own address gets the rights that the page needs.
    """
    _make_folder(folder, settings, codebook)
    if owner is not None:
        _make_tables(owner, settings)
    return open_review(folder, new=True, begin=begin)


def open_review(folder: Path, *, new: bool = False, begin: bool = True) -> Review:
    """The review in a folder, its tables brought to this version's form.

    Where the codebook has no record yet, that begins with the file in the folder. Only a ``new``
    one may have no database yet: one that is lost is not replaced by an empty one.
    """
    settings = read_settings(folder)
    address = _address(folder, settings.database)
    if not new and address.get_backend_name() == "sqlite" and not _holds_something(address):
        raise ReviewError(
            f"The database of {folder} is not there, or empty: {address.database}.\n"
            "Put it back, or take a backup: firsthand restore BACKUP NEW-FOLDER"
        )
    review = Review(folder, settings, open_database(address))
    try:
        _bring_up_to_date(review)
        if begin:
            begin_record_of_codebook(review)
    except BaseException:
        review.close()
        raise
    return review


def begin_record_of_codebook(review: Review) -> None:
    """Let the record of the codebook begin with the file in the folder, unless it has begun."""
    with reading(review.engine) as connection:
        if has_begun(connection):
            return
    path = review.folder / review.settings.codebook
    read_codebook(path)  # tells what is wrong with it
    with writing(review.engine) as connection:
        begin_codebook(connection, path.read_text(encoding="utf-8-sig"), now=timestamp())


def keep_file(review: Review, source: Path, paper: str) -> None:
    """Copy a paper's file into the review, under its hash."""
    ending = ".pdf" if source.suffix.lower() not in (".xml", ".nxml") else ".xml"
    kept = review.folder / "papers" / f"{paper}{ending}"
    try:
        if not kept.exists():
            kept.parent.mkdir(mode=0o700, exist_ok=True)
            new = kept.with_suffix(".new")
            shutil.copyfile(source, new)
            new.replace(kept)
    except OSError as error:
        raise ReviewError(
            f"{source} cannot be put into {kept.parent}: {error.strerror or error}.\n"
            "Is there room, and is the folder yours to write to?"
        ) from None


def timestamp() -> str:
    """Now, ISO 8601 in UTC, to the microsecond."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _make_folder(folder: Path, settings: Settings, codebook: str) -> None:
    if (folder / FILE).exists():
        raise ReviewError(
            f"{folder} holds a review already.\nChoose another folder, or go on with that one: "
            f"firsthand review {folder}"
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ReviewError(f"{folder} is no empty folder.\nChoose a new one.")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        for name in FOLDERS:
            (folder / name).mkdir(mode=0o700)
        (folder / settings.codebook).write_text(codebook, encoding="utf-8")
        write_settings(folder, settings)
    except OSError as error:
        raise ReviewError(f"{folder} cannot be made: {error.strerror}.") from None


def _bring_up_to_date(review: Review) -> None:
    """The tables in this version's form; the database is the user's alone, like the folder."""
    old = os.umask(0o077)
    try:
        migrate(review.engine)
    finally:
        os.umask(old)


def _make_tables(owner: str, settings: Settings) -> None:
    engine = open_database(owner, secret=OWNER_SECRET)
    try:
        migrate(engine)
        grant(engine, parse_address(settings.database).username or "")
    finally:
        engine.dispose()


def _holds_something(address: URL) -> bool:
    path = Path(address.database or "")
    return path.is_file() and path.stat().st_size > 0


def _address(folder: Path, address: str) -> URL:
    """A SQLite file named in the settings is looked for in the review's folder."""
    url = parse_address(address)
    if url.get_backend_name() == "sqlite" and url.database:
        whole = url.set(database=str(folder / url.database))
        return whole
    return url
