"""Papers that could not be used: listed with the reason, and not tried again unless asked.

A failure is of a file's content, or of its place where the file cannot be read. A paper is off
the list when it could be used after all, or another file in its place could: what was mended, as
the list advises, has other bytes.
"""

from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, select

from extractor.errors import NoTextLayerError
from extractor.store.rows import storable
from extractor.store.tables import failures


class Failure(NamedTuple):
    """A paper (its content's SHA-256, or its path's) that could not be used, and why.

    ``source`` is its absolute path (as given, in a review of an older firsthand), ``kind`` the name
    of the error's class, ``message`` what happened and, from its second line on, what to do.
    """

    paper: str
    source: str
    kind: str
    message: str

    @property
    def what(self) -> str:
        """What happened, in a phrase that follows the file's name."""
        return self.message.replace(self.source, "", 1).partition("\n")[0].strip()

    def at(self, source: str) -> "Failure":
        """The same, with its file called by another path."""
        message = self.message.replace(self.source, source, 1)  # it begins with the path
        if self.kind == NoTextLayerError.__name__:  # its advice has the path in a command
            message = str(NoTextLayerError(Path(source)))
        return self._replace(source=source, message=message)


def list_failures(connection: Connection, most: int | None = None) -> list[Failure]:
    """All failures, or the first so many, in the order in which they were recorded."""
    asked = select(failures).order_by(failures.c.added, failures.c.paper).limit(most)
    return [Failure(*(getattr(row, name) for name in Failure._fields))
            for row in connection.execute(asked)]  # fmt: skip


def count_failures(connection: Connection) -> int:
    """How many papers could not be used."""
    return connection.execute(select(func.count()).select_from(failures)).scalar_one()


def keep_failure(connection: Connection, failure: Failure, *, now: str) -> None:
    """Put a failure on the list, instead of earlier ones of the same paper, or in its place."""
    forget_failure(connection, failure.paper)
    in_its_place = failures.c.source == storable(failure.source)
    connection.execute(delete(failures).where(in_its_place))
    row = {name: storable(value) for name, value in failure._asdict().items()}
    connection.execute(insert(failures).values(row | {"added": now}))


def forget_failure(connection: Connection, paper: str) -> None:
    """Take a paper off the list."""
    connection.execute(delete(failures).where(failures.c.paper == paper))
