"""The connection to a review's database, SQLite by default, PostgreSQL by its URL.

A decision is on disk before anybody is told that it is saved: SQLite writes ahead with
``synchronous=FULL``. Who writes takes the write lock at once (``BEGIN IMMEDIATE``) and waits for
others, so no transaction fails half-way because somebody else was quicker. Within one process the
writers wait in turn: SQLite's own waiting is trying again and again, and of eight who write at once
one may be unlucky for so long that it gives up.
"""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, ProgrammingError

from extractor.errors import FirsthandError

SECRET, OWNER_SECRET = "FIRSTHAND_DATABASE_PASSWORD", "FIRSTHAND_OWNER_PASSWORD"
RECORD = ("decisions", "codebook_steps")
NOT_ALLOWED = "42501"
UNUSABLE = ("08", "28", "3D", "57")  # no connection, no entry, no database, shut down
WAIT_MS = 20_000
POOL = 20
MIGRATIONS = Path(__file__).parent / "migrations"
TURN = "firsthand_turn"
ONE_STATE = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


class DatabaseError(FirsthandError):
    """The review's database cannot be used."""

    def __init__(self, url: URL, what: str) -> None:
        advice = "Is the file there, and is it yours to write to?"
        if url.get_backend_name() != "sqlite":
            advice = f"Does the server run, and is the password in the variable {SECRET} right?"
        shown = url.render_as_string(hide_password=True)
        super().__init__(f"The database {shown} cannot be used: {what}.\n{advice}")


class OldTablesError(FirsthandError):
    """The tables are of an older firsthand, and belong to another role than this one."""

    def __init__(self, url: URL) -> None:
        shown = url.render_as_string(hide_password=True)
        super().__init__(
            f"The tables of {shown} are of an older firsthand, and another role owns them.\n"
            "Let their owner open the review once: put the owner's address into review.toml, run "
            "firsthand verify, and put the old address back."
        )


def open_database(address: str | URL, *, secret: str = SECRET) -> Engine:
    """The engine for an address such as ``sqlite:///review.db`` or ``postgresql://user@host/name``.

    The password of a server comes from the environment variable ``secret``, never from a file of
    the review. Raises ``DatabaseError`` for an address that names none of the two.
    """
    url = parse_address(address, secret=secret)
    if url.get_backend_name() == "sqlite":
        engine = create_engine(
            url,
            pool_size=POOL,
            connect_args={"timeout": WAIT_MS / 1000},
            execution_options={TURN: Lock()},
        )
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(url, pool_size=POOL, pool_pre_ping=True)


def parse_address(address: str | URL, *, secret: str = SECRET) -> URL:
    """The URL of a database, with its driver and its password."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise DatabaseError(URL.create("unknown"), f"{address!r} is no address") from None
    backend = url.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise DatabaseError(url, f"firsthand keeps reviews in sqlite or postgresql, not {backend}")
    if backend == "postgresql":
        url = url.set(drivername="postgresql+pg8000")
        if url.password is None and (given := os.environ.get(secret)):
            url = url.set(password=given)
    return url


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the database and writes nothing."""
    with told(engine), engine.connect() as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(ONE_STATE)
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection whose changes are all on disk when the block ends, or none of them."""
    immediate = engine.execution_options(immediate=True)
    with told(engine), _turn(engine), immediate.begin() as connection:
        yield connection


@contextmanager
def told(engine: Engine) -> Iterator[None]:
    """Tell in words that a database is away or broken; what it refuses of ours stays as it is."""
    try:
        yield
    except DBAPIError as error:
        if error.connection_invalidated or _is_away(error):
            said = " ".join(str(error.orig).split())
            raise DatabaseError(engine.url, said) from error
        raise


def _is_away(error: DBAPIError) -> bool:
    """Whether the database cannot be reached or used at all, by the error's kind or SQLSTATE."""
    if state := _state_of(error):
        return state.startswith(UNUSABLE)
    return type(error).__name__ in ("OperationalError", "InterfaceError", "DatabaseError")


def _state_of(error: DBAPIError) -> str:
    """The SQLSTATE that a server gave; "" where it gave none."""
    told_by_server = error.orig.args[0] if error.orig and error.orig.args else None
    return str(told_by_server.get("C", "")) if isinstance(told_by_server, dict) else ""


def migrate(engine: Engine) -> None:
    """Bring the database to the newest form of the tables, whatever form it has.

    Raises ``OldTablesError`` where that is for their owner to do.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    try:
        with writing(engine) as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except ProgrammingError as error:
        if _state_of(error) != NOT_ALLOWED:
            raise
        raise OldTablesError(engine.url) from None


def grant(engine: Engine, role: str) -> None:
    """Give a role of PostgreSQL what the page needs: of the record to read and to add, no more."""
    quote = engine.dialect.identifier_preparer.quote
    with writing(engine) as connection:
        for table in inspect(connection).get_table_names():
            rights = "SELECT, INSERT"
            if table == "alembic_version":
                rights = "SELECT"
            elif table not in RECORD:
                rights += ", UPDATE, DELETE"
            connection.exec_driver_sql(f"GRANT {rights} ON {quote(table)} TO {quote(role)}")
        everywhere = "ALL SEQUENCES IN SCHEMA public"
        connection.exec_driver_sql(f"GRANT USAGE, SELECT ON {everywhere} TO {quote(role)}")


def _turn(engine: Engine) -> AbstractContextManager[object]:
    """What a writer of this process waits for before it asks the database; nothing on a server."""
    turn: Lock | None = engine.get_execution_options().get(TURN)
    return turn or nullcontext()


def _set_up_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # the transactions are ours to begin
    for setting in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={WAIT_MS}",
    ):
        connection.execute(f"PRAGMA {setting}").close()


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
