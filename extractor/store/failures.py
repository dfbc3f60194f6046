"""Papers that could not be used: listed with the reason, and not tried again unless asked.

A failure is of a file's content. It is off the list when that content could be used after all, or
another file in its place could: what was mended, as the list advises, has other bytes.
"""

from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, select

from extractor.store.papers import storable
from extractor.store.tables import failures


class Failure(NamedTuple):
    """A paper (its content's SHA-256) that could not be used, and why.

    ``source`` is its path as given, ``kind`` the name of the error's class, ``message`` what
    happened and, from its second line on, what to do.
    """

    paper: str
    source: str
    kind: str
    message: str

    @property
    def what(self) -> str:
        """What happened, in a phrase that follows the file's name."""
        return self.message.replace(self.source, "").partition("\n")[0].strip()


def list_failures(connection: Connection, most: int | None = None) -> list[Failure]:
    """All failures, or the first so many, in the order in which they were recorded."""
    asked = select(failures).order_by(failures.c.added, failures.c.paper).limit(most)
    return [Failure(*(getattr(row, name) for name in Failure._fields))
            for row in connection.execute(asked)]  # fmt: skip


def count_failures(connection: Connection) -> int:
    """How many papers could not be used."""
    return connection.execute(select(func.count()).select_from(failures)).scalar_one()


def keep_failure(connection: Connection, failure: Failure, *, now: str) -> None:
    """Put a failure on the list, in the place of an earlier one of the same paper."""
    forget_failure(connection, failure.paper)
    row = {name: storable(value) for name, value in failure._asdict().items()}
    connection.execute(insert(failures).values(row | {"added": now}))


def forget_failure(connection: Connection, paper: str, source: str | None = None) -> None:
    """Take a paper off the list, and what was at its path, ``source``, before it."""
    of_paper = failures.c.paper == paper
    is_meant = of_paper if source is None else of_paper | (failures.c.source == storable(source))
    connection.execute(delete(failures).where(is_meant))
