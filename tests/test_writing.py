"""Who writes to a review beside whom: people, each their paper, and nobody beside who changes many.

On a server two who each wait for what the other has would be told apart by an error; SQLite lets
one write at a time.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import event, text

from extractor.cli.reviewing import invited, let_in
from extractor.store.codebook import change_codebook
from extractor.store.database import WRITERS, reading, writing
from extractor.store.folder import Review
from extractor.store.prospects import keep_prospects
from extractor.store.rules import RefusedError
from extractor.store.stopping import leave_unread, take_up
from extractor.themes.editing import CodebookStep, Kind
from tests.databases import Cluster, fresh_database
from tests.reviews import key, person, small_review

LEA = person("Lea")


@pytest.fixture
def review(tmp_path: Path, cluster: Cluster) -> Iterator[Review]:
    """A review on a server."""
    with fresh_database(cluster) as databases:
        made = small_review(tmp_path, databases)
        yield made
        made.close()


def may_write(review: Review, *, alone: bool = False) -> bool:
    """Whether somebody else who wants to write need not wait just now."""
    kind = "" if alone else "_shared"
    with reading(review.engine) as connection:
        asked = text(f"SELECT pg_try_advisory_xact_lock{kind}({WRITERS})")
        return bool(connection.execute(asked).scalar())


def test_people_write_side_by_side(review: Review) -> None:
    with writing(review.engine):
        assert may_write(review)
        assert not may_write(review, alone=True)

    assert may_write(review, alone=True)


def test_beside_who_writes_alone_nobody_does(review: Review) -> None:
    with writing(review.engine, alone=True):
        assert not may_write(review)

    assert may_write(review)


def merge_themes(review: Review) -> None:
    change_codebook(review, LEA, CodebookStep(Kind.MERGE, "time", into=("trust",)), key=key())


CHANGES: dict[str, Callable[[Review], object]] = {
    "somebody is let in": lambda review: let_in(invited({"Cara": ("annotator",)}), review),
    "themes are merged": merge_themes,
    "papers are pre-screened": lambda review: keep_prospects(review, {}),
    "the rest is left unread": lambda review: leave_unread(review, LEA, "", key()),
    "it is taken up again": lambda review: take_up(review, LEA, "", key()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_who_changes_many_papers_writes_alone(review: Review, change: str) -> None:
    others_may: list[bool] = []

    def look(_: object, __: object, statement: str, *___: object) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE", "SELECT papers")):
            others_may.append(may_write(review))

    event.listen(review.engine, "before_cursor_execute", look)
    with suppress(RefusedError):  # of one paper none is left
        CHANGES[change](review)
    event.remove(review.engine, "before_cursor_execute", look)

    assert others_may
    assert not any(others_may)
