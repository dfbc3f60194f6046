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

from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from extractor.errors import FirsthandError
from extractor.store.tables import RECORD, metadata

SECRET, OWNER_SECRET = "FIRSTHAND_DATABASE_PASSWORD", "FIRSTHAND_OWNER_PASSWORD"
UNUSABLE = ("08", "28", "3D", "57")  # no connection, no entry, no database, shut down
FORBIDDEN = "42501"
ADDING = ("SELECT", "INSERT")
CHANGING = (*ADDING, "UPDATE", "DELETE")
COUNTED = (("papers", "number"), ("suggestions", "id"), ("decisions", "id"))
WAIT_MS = 20_000
WRITERS = 20_261_126  # any number that nothing else in the database locks
POOL = 20
MIGRATIONS = Path(__file__).parent / "migrations"
TURN, PASSWORD_FROM = "firsthand_turn", "firsthand_password_from"
UPDATE = "Update firsthand on this machine; the review is as it was."
FOR_THEIR_OWNER = (
    "Its tables are of an older firsthand, and belong to another role. Let their owner bring them "
    f"up to date: put the owner's address into review.toml and the password into {SECRET}, run "
    "firsthand verify, and put the old ones back."
)
ONE_STATE = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


class DatabaseError(FirsthandError):
    """The review's database cannot be used; ``secret`` is the variable its password comes from."""

    def __init__(self, url: URL, what: str, *, secret: str = SECRET, advice: str = "") -> None:
        super().__init__(
            f"The database {url.render_as_string(hide_password=True)} cannot be used: {what}.\n"
            f"{advice or _usual_advice(url, secret)}"
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
    return create_engine(
        url,
        pool_size=POOL,
        pool_pre_ping=True,
        connect_args={} if url.password else {"password": ""},  # with None the driver breaks
        execution_options={PASSWORD_FROM: secret},
    )


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
def writing(engine: Engine, *, alone: bool = False) -> Iterator[Connection]:
    """A connection whose changes are all on disk when the block ends, or none of them.

    ``alone`` is for who changes many papers at once, or what others go by meanwhile: nobody else
    writes then, so that no two wait for each other. On SQLite who writes always is.
    """
    immediate = engine.execution_options(immediate=True)
    with told(engine), _turn(engine), immediate.begin() as connection:
        if engine.dialect.name == "postgresql":  # a lock that needs no right to change anything
            kind = "" if alone else "_shared"
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock{kind}({WRITERS})")
        yield connection


@contextmanager
def told(engine: Engine) -> Iterator[None]:
    """Tell in words that a database is away or broken; what it refuses of ours stays as it is."""
    try:
        yield
    except DBAPIError as error:
        if error.connection_invalidated or _is_away(error):
            secret = engine.get_execution_options().get(PASSWORD_FROM, SECRET)
            raise DatabaseError(engine.url, _said(error), secret=secret) from error
        raise


@contextmanager
def admitted(engine: Engine, *, advice: str = "") -> Iterator[None]:
    """Tell in words what rights are missing to whoever comes to a database: ``DatabaseError``.

    Without ``advice``, it tells what to do about rights that only ``grant`` gives.
    """
    try:
        yield
    except DBAPIError as error:
        if _state(error) == FORBIDDEN:
            raise DatabaseError(
                engine.url, _said(error), advice=advice or _wanted(engine)
            ) from error
        raise


def migrate(engine: Engine) -> None:
    """Bring the database to the newest form of the tables, whatever older form it has.

    Raises ``DatabaseError`` for a form that only a newer version knows, and where the rights are
    missing to make the tables, to bring them up to date or to use them.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    steps = ScriptDirectory.from_config(config)
    with admitted(engine), writing(engine, alone=True) as connection:
        there = set(MigrationContext.configure(connection).get_current_heads())
        if not there <= {step.revision for step in steps.walk_revisions()}:
            raise DatabaseError(engine.url, "a newer firsthand made it", advice=UPDATE)
        config.attributes["connection"] = connection
        with admitted(engine, advice=FOR_THEIR_OWNER if there else ""):
            command.upgrade(config, "head")
        if engine.dialect.name == "postgresql" and not _may_use(connection):
            raise DatabaseError(engine.url, "rights are missing", advice=_wanted(engine))


def grant(engine: Engine, role: str) -> None:
    """Give a role of PostgreSQL what the page needs: of the record to read and to add, no more."""
    with writing(engine) as connection:
        for statement in _grants(engine, role):
            connection.exec_driver_sql(statement)


def _grants(engine: Engine, role: str) -> list[str]:
    """The statements that let a role use the tables, and the record only to add to it."""
    others = ", ".join(table for table in metadata.tables if table not in RECORD)
    rights = (
        f"{', '.join(ADDING)} ON {', '.join(RECORD)}",
        "SELECT ON alembic_version",
        f"{', '.join(CHANGING)} ON {others}",
        "USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public",
    )
    quoted = engine.dialect.identifier_preparer.quote(role)
    return [f"GRANT {right} TO {quoted}" for right in rights]


def _may_use(connection: Connection) -> bool:
    """Whether this role of PostgreSQL has the rights that ``grant`` gives."""
    tables = [
        func.has_table_privilege(table, right)
        for table in metadata.tables
        for right in (ADDING if table in RECORD else CHANGING)
    ]
    numbers = [
        func.has_sequence_privilege(func.pg_get_serial_sequence(table, column), "USAGE")
        for table, column in COUNTED
    ]
    return all(connection.execute(select(*tables, *numbers)).one())


def _usual_advice(url: URL, secret: str) -> str:
    if url.get_backend_name() == "sqlite":
        return "Is the file there, is it yours to write to, and is there room on the disk?"
    if not url.password:
        return f"There is no password: put it into the environment variable {secret}."
    return f"Does the server run, and is the password in the variable {secret} right?"


def _wanted(engine: Engine) -> str:
    """What a role without rights wants: an owner for its tables, or to be let use them."""
    statements = "".join(f"\n  {each};" for each in _grants(engine, engine.url.username or ""))
    return (
        "A new review makes its tables if --owner names somebody who may. Where there are tables "
        f"already, let their owner say to the database:{statements}"
    )


def _state(error: DBAPIError) -> str:
    """What kind of error a server tells (SQLSTATE); "" where it tells none."""
    told_by_server = error.orig.args[0] if error.orig and error.orig.args else None
    return str(told_by_server.get("C", "")) if isinstance(told_by_server, dict) else ""


def _said(error: DBAPIError) -> str:
    """The words of an error, on one line: of all that a server tells, its message."""
    told_by_server = error.orig.args[0] if error.orig and error.orig.args else None
    words = told_by_server.get("M") if isinstance(told_by_server, dict) else error.orig
    return " ".join(str(words).split())


def _is_away(error: DBAPIError) -> bool:
    """Whether the database cannot be reached or used at all, by the error's kind or SQLSTATE."""
    if state := _state(error):
        return state.startswith(UNUSABLE)
    return type(error).__name__ in ("OperationalError", "InterfaceError", "DatabaseError")


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
