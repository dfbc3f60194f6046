"""What tests of several files share: the databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import Cluster, Databases, fresh_database, running_cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server for all tests, started when the first asks for it."""
    with running_cluster() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Databases]:
    """A new, empty database of each kind. SQLite knows no roles: both URLs are the same."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'review.db'}"
        yield Databases(url, url)
    else:
        with fresh_database(request.getfixturevalue("cluster")) as made:
            yield made


@pytest.fixture
def database_url(databases: Databases) -> str:
    """The URL of a new, empty database of each kind, for its owner."""
    return databases.owner
