"""Verify, backup and restore: what is whole is told so, what is not is told where."""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import Connection, text, update

from extractor.errors import FirsthandError
from extractor.store.backup import BackupError, back_up, restore
from extractor.store.chain import breaks
from extractor.store.checks import ends_of, problems_of
from extractor.store.database import reading, writing
from extractor.store.folder import Review, ReviewError, open_review
from extractor.store.record import chain_of
from extractor.store.tables import documents, heads, standing
from tests.databases import Cluster, Databases, fresh_database
from tests.reviews import PAPER, confirm_all, desk, key, person, small_review


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    """A review that both have finished, in SQLite."""
    made = small_review(tmp_path, sqlite(tmp_path))
    for name in ("Ana", "Ben"):
        confirm_all(desk(made, name), PAPER)
        desk(made, name).finish(PAPER, key())
    yield made
    made.close()


def sqlite(folder: Path) -> Databases:
    return Databases(*[f"sqlite:///{folder / 'review.db'}"] * 2)


@contextmanager
def forced(review: Review) -> Iterator[Connection]:
    """A connection for which no trigger stands, as for somebody with the file and a tool."""
    with writing(review.engine) as connection:
        for name in ("decisions_stay", "decisions_are_kept"):
            connection.execute(text(f"DROP TRIGGER {name}"))
        yield connection


def test_a_sound_review_has_no_problems(review: Review) -> None:
    assert list(problems_of(review)) == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE decisions SET note = 'x' WHERE number = 2 AND annotator = 'ana'",
         "Decision 2 of ana: it was changed after it was made."),
        ("DELETE FROM decisions WHERE number = 2 AND annotator = 'ana'",
         "Decision 3 of ana: number 2 is missing."),
        ("DELETE FROM decisions WHERE number = 5 AND annotator = 'ben'",
         "The chain of ben does not end where it ended last: decisions are missing."),
        ("UPDATE decisions SET suggested_end = suggested_end - 1 WHERE number = 1",
         "Decision 1 of ana: it confirms what was not suggested."),
    ],
    ids=["changed", "removed from the middle", "cut off at the end", "confirms something else"],
)  # fmt: skip
def test_what_was_done_to_the_record_is_told_where(
    review: Review, statement: str, told: str
) -> None:
    with forced(review) as connection:
        connection.execute(text(statement))

    assert told in list(problems_of(review))


def test_a_changed_document_is_told(review: Review) -> None:
    with writing(review.engine) as connection:
        connection.execute(update(documents).values(content=b"something else"))

    assert any("was changed" in problem for problem in problems_of(review))


def test_a_changed_count_is_told(review: Review) -> None:
    with writing(review.engine) as connection:
        connection.execute(update(standing).values(decided=99))

    assert [problem for problem in problems_of(review) if "counts of ana" in problem]


def test_a_changed_end_of_a_chain_is_told(review: Review) -> None:
    with writing(review.engine) as connection:
        connection.execute(update(heads).where(heads.c.annotator == "ana").values(number=3))

    assert [problem for problem in problems_of(review) if "chain of ana" in problem]


@pytest.mark.parametrize("what", ["removed", "changed"])
def test_a_paper_whose_file_is_another_is_told(review: Review, what: str) -> None:
    file = review.paper_file(PAPER)
    assert file is not None
    if what == "removed":
        file.unlink()
    else:
        file.write_bytes(b"%PDF-another")

    (problem,) = problems_of(review)
    assert "trust-and-time.pdf" in problem


def test_a_backup_restores_all_and_the_chains_go_on(review: Review, tmp_path: Path) -> None:
    assert back_up(review, tmp_path / "b.zip") == 10

    again = restore(tmp_path / "b.zip", tmp_path / "again")

    assert list(problems_of(again)) == []
    ana = replace(desk(again, "Ana"), person=person("Ana"))
    ana.undo(PAPER, key())
    with reading(again.engine) as connection:
        chain = chain_of(connection, "ana")
    assert (len(chain), list(breaks(chain))) == (6, [])
    again.close()


def test_a_review_moves_from_sqlite_to_postgresql_and_back(
    review: Review, tmp_path: Path, cluster: Cluster
) -> None:
    back_up(review, tmp_path / "b.zip")
    with fresh_database(cluster) as server:
        moved = restore(tmp_path / "b.zip", tmp_path / "moved", database=server.owner)
        desk(moved, "Ben").undo(PAPER, key())
        assert list(problems_of(moved)) == []
        back_up(moved, tmp_path / "c.zip")
        moved.close()

    back = restore(tmp_path / "c.zip", tmp_path / "back", database="sqlite:///review.db")

    assert list(problems_of(back)) == []
    back.close()


def test_what_is_no_backup_is_told(tmp_path: Path) -> None:
    (tmp_path / "no.zip").write_bytes(b"PK but no archive")
    with pytest.raises(BackupError, match="no whole backup"):
        restore(tmp_path / "no.zip", tmp_path / "new")


def test_a_backup_is_not_restored_over_a_review(review: Review, tmp_path: Path) -> None:
    back_up(review, tmp_path / "b.zip")
    with pytest.raises(ReviewError, match="holds a review already"):
        restore(tmp_path / "b.zip", review.folder)


def test_a_backup_writes_nowhere_but_into_the_new_folder(review: Review, tmp_path: Path) -> None:
    back_up(review, tmp_path / "b.zip")
    with ZipFile(tmp_path / "b.zip", "a") as archive:
        archive.writestr("papers/../../escaped.pdf", b"%PDF-")

    restore(tmp_path / "b.zip", tmp_path / "new").close()

    assert not list(tmp_path.glob("escaped.pdf"))


def test_a_backup_altered_on_the_way_does_not_verify(review: Review, tmp_path: Path) -> None:
    back_up(review, tmp_path / "b.zip")
    with ZipFile(tmp_path / "b.zip") as old, ZipFile(tmp_path / "c.zip", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "decisions.jsonl":
                rows = [json.loads(line) for line in content.splitlines()]
                rows[0]["speaker"] = hashlib.sha256(b"somebody else").hexdigest()
                content = b"\n".join(json.dumps(row).encode() for row in rows)
            new.writestr(name, content)

    altered = restore(tmp_path / "c.zip", tmp_path / "altered")

    assert "Decision 1 of ana: it was changed after it was made." in list(problems_of(altered))
    altered.close()


def test_a_lost_database_is_told_and_not_replaced(review: Review, tmp_path: Path) -> None:
    review.close()
    (tmp_path / "review.db").unlink()

    with pytest.raises(ReviewError, match="not there, or empty"):
        open_review(review.folder)


def test_verify_tells_where_each_record_ends(review: Review) -> None:
    before = ends_of(review)
    desk(review, "Ana").undo(PAPER, key())

    after = ends_of(review)
    assert before["ben"] == after["ben"]
    assert before["ana"] != after["ana"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("review.toml", 'codebook = "../escaped.toml"'),
        ("review.toml", 'database = "postgresql://somebody@example.org/review"'),
        ("decisions.jsonl", "[1, 2]"),
        ("documents.jsonl", "{"),
    ],
)
def test_a_hostile_or_damaged_backup_is_advice_and_leaves_nothing(
    review: Review, tmp_path: Path, name: str, content: str
) -> None:
    back_up(review, tmp_path / "b.zip")
    with ZipFile(tmp_path / "b.zip") as old, ZipFile(tmp_path / "c.zip", "w") as new:
        for each in old.namelist():
            new.writestr(each, content if each == name else old.read(each))
        new.writestr("../escaped.toml", "")

    with pytest.raises(FirsthandError):
        restore(tmp_path / "c.zip", tmp_path / "new")

    assert not (tmp_path / "new").exists()
    assert not (tmp_path / "escaped.toml").exists()


def test_a_backup_takes_no_devices_place(review: Review, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path / "pipe", tmp_path):
        with pytest.raises(BackupError, match="no place for a file"):
            back_up(review, place)
