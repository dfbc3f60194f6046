"""What tests of several files share: databases, small reviews in them, the browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from extractor.store.folder import Review
from tests.databases import Cluster, Databases, fresh_database, running_cluster, sqlite
from tests.readers import running_chromium
from tests.reviews import PAPER, desk, small_review
from tests.visiting import Served, served


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server for all tests, started when the first asks for it."""
    with running_cluster() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Databases]:
    """A new database of each kind, with nothing in it."""
    if request.param == "sqlite":
        yield sqlite(tmp_path)
    else:
        with fresh_database(request.getfixturevalue("cluster")) as made:
            yield made


@pytest.fixture
def database_url(databases: Databases) -> str:
    """The URL of a new database of each kind, for its owner."""
    return databases.owner


@pytest.fixture
def review(tmp_path: Path, databases: Databases) -> Iterator[Review]:
    """A review with one paper and nothing decided, in a database of each kind."""
    made = small_review(tmp_path, databases)
    yield made
    made.close()


@pytest.fixture
def blind_review(tmp_path: Path, databases: Databases) -> Iterator[Review]:
    """Page 1, with s1 and s2, is read without suggestions; s3 and s4 stand on page 2."""
    made = small_review(tmp_path, databases, blind_share=0.5, seed=1)
    assert list(desk(made, "Ana").sheet(PAPER).blind) == [1]
    yield made
    made.close()


@pytest.fixture
def at(review: Review) -> Iterator[Served]:
    """The page of the test's review, served."""
    with served(review) as page:
        yield page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, without a screen."""
    with running_chromium() as running:
        yield running
