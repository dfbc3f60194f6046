"""The databases that a review is tested on: SQLite, and a PostgreSQL server of our own.

The server belongs to the tests: a new cluster in a temporary folder, on a free port of this
machine, with passwords made up for it, gone when the tests end. It forgets what it wrote if the
machine fails (fsync off): what is tested here is not the disk.
"""

import getpass
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple, TypedDict

import pytest
from sqlalchemy import URL, create_engine

from extractor.store.database import migrate, open_database

HOST = "127.0.0.1"
ADMIN, OWNER, APPLICATION = "admin", "firsthand_owner", "firsthand_app"
LOG, TABLES = "log.txt", "tables"
DEBIAN = Path("/usr/lib/postgresql")
SERVER_USERS = ("postgres", "nobody")
AUTHORITIES = "SSL_CERT_FILE"
SETTINGS = f"""
listen_addresses = '{HOST}'
unix_socket_directories = ''
max_connections = 200
fsync = off
full_page_writes = off
synchronous_commit = off
"""


class Identity(TypedDict, total=False):
    """Who a process runs as, for ``subprocess.run``."""

    user: str
    group: int
    extra_groups: list[str]


class Databases(NamedTuple):
    """The URLs of one database: its owner's, and the application's, who owns nothing in it."""

    owner: str
    application: str


def sqlite(folder: Path) -> Databases:
    """A database in a folder; SQLite knows no roles: both URLs are the same."""
    return Databases(*[f"sqlite:///{folder / 'review.db'}"] * 2)


class Cluster(NamedTuple):
    """A running PostgreSQL server, and the password that all its roles have."""

    port: int
    password: str

    def url(self, role: str, database: str) -> str:
        """The URL by which a role reaches a database."""
        url = URL.create("postgresql+pg8000", role, self.password, HOST, self.port, database)
        return url.render_as_string(hide_password=False)

    def run(self, *statements: str) -> None:
        """Run statements as the one who may everything, each for itself."""
        engine = create_engine(self.url(ADMIN, "postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()


@contextmanager
def empty_database(cluster: Cluster, like: str = "template0") -> Iterator[Databases]:
    """A new, empty database; it is dropped at the end, whoever still uses it."""
    name = f"review_{secrets.token_hex(8)}"
    cluster.run(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {like}")
    yield Databases(cluster.url(OWNER, name), cluster.url(APPLICATION, name))
    cluster.run(f"DROP DATABASE {name} WITH (FORCE)")


def fresh_database(cluster: Cluster) -> AbstractContextManager[Databases]:
    """A new database with the tables of a review and nothing in them: they are made only once."""
    return empty_database(cluster, TABLES)


def make_tables(cluster: Cluster) -> None:
    """Make the database that the others are copies of."""
    cluster.run(f"CREATE DATABASE {TABLES} OWNER {OWNER} TEMPLATE template0")
    engine = open_database(cluster.url(OWNER, TABLES))
    migrate(engine)
    engine.dispose()


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """A new PostgreSQL server, stopped at the end."""
    programs, user = server_programs(), server_user()
    os.environ[AUTHORITIES] = os.devnull  # the driver reads all each time, for a server without TLS
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        home, cluster = Path(folder), Cluster(free_port(), secrets.token_hex(16))
        make_cluster(home, cluster, programs, user)
        control = (str(programs / "pg_ctl"), "--pgdata", str(home / "cluster"), "--wait")
        run(home, user, *control, "--timeout=60", f"--log={home / LOG}", "start")
        try:
            cluster.run(
                f"CREATE ROLE {OWNER} LOGIN PASSWORD '{cluster.password}'",
                f"CREATE ROLE {APPLICATION} LOGIN PASSWORD '{cluster.password}'",
            )
            make_tables(cluster)
            yield cluster
        finally:
            run(home, user, *control, "--mode=immediate", "stop")


def make_cluster(home: Path, cluster: Cluster, programs: Path, user: str) -> None:
    """The files of a server that nobody enters without the password."""
    secret = home / "password.txt"
    secret.write_text(cluster.password)
    for path in (home, secret):
        shutil.chown(path, user)
    run(
        home, user, str(programs / "initdb"), "--pgdata", str(home / "cluster"), "--no-sync",
        "--encoding=UTF8", "--locale=C", "--auth=scram-sha-256", f"--username={ADMIN}",
        f"--pwfile={secret}",
    )  # fmt: skip
    secret.unlink()
    with (home / "cluster" / "postgresql.conf").open("a") as settings:
        settings.write(f"{SETTINGS}port = {cluster.port}\n")


def run(home: Path, user: str, *command: str) -> None:
    """Run a program as the server's user; fails the tests with what it says if it fails.

    Its words go to a file: a server that was started would keep a pipe open, and us waiting.
    """
    said = home / "said.txt"
    with said.open("w") as out:
        done = subprocess.run(
            command, cwd=home, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
            check=False, **identity(user),
        )  # fmt: skip
    if done.returncode:
        words = "".join(path.read_text() for path in (said, home / LOG) if path.exists())
        pytest.fail(f"{command[0]} ended with code {done.returncode}:\n{words}")


def server_programs() -> Path:
    """The folder of initdb and pg_ctl, of the newest server there is. Debian puts none on PATH."""
    found = [path.parent for path in DEBIAN.glob("*/bin/pg_ctl")]
    on_path = shutil.which("pg_ctl")
    if not found and on_path is None:
        pytest.fail("Reviews are tested on PostgreSQL. Install it: apt-get install postgresql")
    newest = max(found, key=lambda folder: float(folder.parent.name), default=None)
    return newest or Path(on_path or "").resolve().parent


def server_user() -> str:
    """Who the server runs as. PostgreSQL refuses root, so root takes somebody without rights."""
    if os.geteuid() != 0:
        return getpass.getuser()
    import pwd  # there is none on Windows

    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in SERVER_USERS if name in known)


def identity(user: str) -> Identity:
    """How a process becomes this user, if we are another."""
    if os.geteuid() != 0:
        return {}
    import pwd

    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server((HOST, 0)) as listening:
        port: int = listening.getsockname()[1]
    return port
