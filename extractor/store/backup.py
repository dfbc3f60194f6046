"""A review in one file, and back: settings, codebook, papers, and every row of the database.

The rows are written as JSON lines, whatever database they are from, so that a review on SQLite can
be restored to PostgreSQL and the other way round. Ids and hashes stay: the chains hold.
"""

import base64
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from sqlalchemy import Connection, LargeBinary, Table, insert, make_url, select, text
from sqlalchemy.exc import SQLAlchemyError

from extractor.errors import FirsthandError
from extractor.store.database import COUNTED, reading, writing
from extractor.store.folder import Review, make_review
from extractor.store.listing import keep_all_lists
from extractor.store.settings import DATABASE, FILE, parse_settings
from extractor.store.tables import (
    codebook_steps,
    failures,
    list_counts,
    metadata,
    prospects,
    summaries,
    waiting,
)

FORM = "firsthand backup 1"
BATCH = 500
LATER = (codebook_steps, failures, prospects)
DERIVED = (summaries, waiting, list_counts)


class BackupError(FirsthandError):
    """A backup cannot be written or used."""


def back_up(review: Review, out: Path) -> int:
    """Write a backup of a review, whole or not at all; how many decisions are in it.

    The database is seen as it is at one moment, whoever goes on working.
    """
    if out.is_dir() or (out.exists() and not out.is_file()):
        raise BackupError(f"{out} is no place for a file.\nChoose another with --out.")
    new = out.with_name(f".{out.name}-{token_hex(4)}.part")
    try:
        with ZipFile(new, "x", ZIP_DEFLATED) as archive, reading(review.engine) as connection:
            archive.writestr("form.txt", FORM)
            for name in (FILE, review.settings.codebook):
                archive.write(review.folder / name, name)
            counts = {table.name: _write(archive, connection, table) for table in _tables()}
            for paper in sorted((review.folder / "papers").iterdir()):
                archive.write(paper, f"papers/{paper.name}")
        new.replace(out)
    except OSError as error:
        place = error.filename or out
        raise BackupError(
            f"The backup cannot be made: {place}: {error.strerror or error}.\n"
            "Choose another place with --out, or mend the review's folder."
        ) from None
    finally:
        new.unlink(missing_ok=True)
    return counts["decisions"]


def restore(backup: Path, folder: Path, *, database: str | None = None) -> Review:
    """The review of a backup in a new folder, its database at ``database`` if that is given.

    What was in a SQLite file gets a new one in the folder.
    """
    try:
        with ZipFile(backup) as archive:
            if archive.read("form.txt").decode() != FORM:
                raise BackupError(f"{backup} is a backup of another version of firsthand.")
            settings = parse_settings(archive.read(FILE).decode(), backup)
            if database is None and not settings.database.startswith("sqlite"):
                # a backup is a file from anywhere: the password is not sent where it says
                raise BackupError(
                    f"{backup} is of a review on a server ({_without_secret(settings.database)}).\n"
                    f"Say where it is to go: --database URL, or --database {DATABASE}"
                )
            settings = replace(settings, database=database or DATABASE)
            codebook = archive.read(settings.codebook).decode()
            return make_review(folder, settings, codebook, fill=partial(_fill, archive))
    except (BadZipFile, LookupError, ValueError, TypeError, AttributeError, OSError, zlib.error,
            NotImplementedError, RuntimeError, SQLAlchemyError) as error:  # fmt: skip
        raise BackupError(
            f"{backup} is no whole backup of a review ({error}).\nTake another one."
        ) from None


def _fill(archive: ZipFile, review: Review) -> None:
    with writing(review.engine) as connection:
        for table in _tables():
            for rows in _read(archive, table):
                connection.execute(insert(table), rows)
        keep_all_lists(connection)
        if connection.dialect.name == "postgresql":
            _go_on_counting(connection)
    for name in archive.namelist():
        place = review.folder / "papers" / Path(name).name
        if name.startswith("papers/") and Path(name).name:
            place.write_bytes(archive.read(name))


def _write(archive: ZipFile, connection: Connection, table: Table) -> int:
    count = 0
    order = list(table.primary_key)
    with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as stream:
        for row in connection.execute(select(table).order_by(*order)).mappings():
            stream.write(json.dumps(dict(row), default=_as_text).encode("ascii") + b"\n")
            count += 1
    return count


def _read(archive: ZipFile, table: Table) -> Iterator[list[dict[str, Any]]]:
    binary = [column.name for column in table.columns if isinstance(column.type, LargeBinary)]
    rows: list[dict[str, Any]] = []
    if table in LATER and f"{table.name}.jsonl" not in archive.namelist():
        return  # a backup from before there was such a table; the codebook begins with the file
    with archive.open(f"{table.name}.jsonl") as stream:
        for line in stream:
            row = json.loads(line)
            rows.append(row | {name: base64.b64decode(row[name]) for name in binary})
            if len(rows) == BATCH:
                yield rows
                rows = []
    if rows:
        yield rows


def _without_secret(address: str) -> str:
    return make_url(address).render_as_string(hide_password=True)


def _as_text(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode("ascii")
    raise TypeError(f"{type(value)} has no place in a backup.")


def _go_on_counting(connection: Connection) -> None:
    """Let PostgreSQL number new rows after the old ones."""
    for table, column in COUNTED:
        connection.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), "
                f"(SELECT COALESCE(MAX({column}), 0) + 1 FROM {table}), false)"
            )
        )


def _tables() -> Sequence[Table]:
    return [table for table in metadata.sorted_tables if table not in DERIVED]
