"""Verify, backup and restore: what is whole is told so, what is not is told where."""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import Connection, text, update

from extractor.cli.reviewing import opened_review
from extractor.errors import FirsthandError
from extractor.records import Existence, Outcome
from extractor.store.backup import BackupError, back_up, restore
from extractor.store.bench import Bench, Settlement
from extractor.store.chain import breaks
from extractor.store.checks import ends_of, problems_of
from extractor.store.database import reading, writing
from extractor.store.folder import Review, ReviewError, open_review, timestamp
from extractor.store.overview import my_papers
from extractor.store.papers import assigned_to
from extractor.store.people import Person, add_person
from extractor.store.record import chain_of
from extractor.store.results import results_of
from extractor.store.settings import write_settings
from extractor.store.tables import documents, heads, standing
from tests.databases import Cluster, empty_database, sqlite
from tests.reviews import PAPER, confirm_all, desk, draft, key, person, small_review


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    """A review that both have finished, in SQLite."""
    made = small_review(tmp_path, sqlite(tmp_path))
    for name in ("Ana", "Ben"):
        confirm_all(desk(made, name), PAPER)
        desk(made, name).finish(PAPER, key())
    yield made
    made.close()


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
        ("UPDATE decisions SET id = 100 - id WHERE annotator = 'ana' AND number < 3",
         "Decision 2 of ana stands before decision 1 in the table: their order was changed."),
    ],
    ids=["changed", "removed from the middle", "cut off at the end", "confirms something else",
         "put into another order"],
)  # fmt: skip
def test_what_was_done_to_the_record_is_told_where(
    review: Review, statement: str, told: str
) -> None:
    with forced(review) as connection:
        connection.execute(text(statement))

    assert told in list(problems_of(review))


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (["UPDATE suggestions SET start = start + 1 WHERE mark = 's2'"],
         "Decision 2 of ben: what was suggested to it was moved or deleted."),
        (["DELETE FROM suggestions WHERE mark = 's2'"],
         "Decision 2 of ana: what was suggested to it was moved or deleted."),
        (["DELETE FROM suggestions WHERE mark = 's2'"],
         f"trust-and-time.pdf ({PAPER[:12]}) should have 4 suggestions, and has 3."),
        (["""UPDATE annotators SET roles = '["lead"]' WHERE id = 'ana'"""],
         "Decision 1 of ana takes the role annotator, which the table of people does not give: "
         "the roles of ana were changed."),
        (["""UPDATE annotators SET roles = '["annotator"]' WHERE id = 'lea'"""],
         "Decision 1 of lea takes the role lead, which the table of people does not give: "
         "the roles of lea were changed."),
        (["""UPDATE annotators SET roles = '["owner"]' WHERE id = 'lea'"""],
         "lea has roles that cannot be: owner."),
        (["DELETE FROM assignments WHERE annotator = 'ben'"],
         f"Decision 1 of ben: paper {PAPER[:12]} is not assigned to its annotator."),
        (["PRAGMA foreign_keys = OFF", "DELETE FROM annotators WHERE id = 'ben'"],
         "There are decisions of ben, whom the table of people does not know."),
        (["DELETE FROM decisions WHERE annotator = 'ben'"],
         "The chain of ben does not end where it ended last: decisions are missing."),
        (["DELETE FROM decisions WHERE annotator = 'ben'", "DELETE FROM heads"],
         "It is not kept any more where the chain of ben ended."),
        (["DELETE FROM decisions WHERE annotator = 'ben'",
          "UPDATE heads SET number = 0, hash = '' WHERE annotator = 'ben'"],
         "The counts of ben for trust-and-time.pdf are not those of the record."),
        (["DELETE FROM decisions WHERE annotator = 'ben'",
          "UPDATE heads SET number = 0, hash = '' WHERE annotator = 'ben'",
          "DELETE FROM standing", "DELETE FROM tallies"],
         "Decision 1 of lea: it settles what is not on record: ben/s1."),
    ],
    ids=["a suggestion moved", "a suggestion deleted", "fewer suggestions than there were",
         "an annotator made a lead", "a lead made an annotator", "a role that there is not",
         "a paper taken away", "a person deleted", "a whole chain deleted",
         "a whole chain with its end", "a whole chain, its end set back",
         "a whole chain with all that is derived from it"],
)  # fmt: skip
def test_what_was_done_behind_its_back_is_told_where(
    tmp_path: Path, statements: list[str], told: str
) -> None:
    review = settled_review(tmp_path)
    assert list(problems_of(review)) == []

    connection = sqlite3.connect(review.folder.parent / "review.db")
    for statement in ("DROP TRIGGER decisions_are_kept", *statements):
        connection.execute(statement)
    connection.commit()
    connection.close()

    assert told in list(problems_of(review))
    review.close()


def settled_review(folder: Path) -> Review:
    """A review that both have finished, and in which Lea has settled their one conflict."""
    made = small_review(folder, sqlite(folder))
    span = desk(made, "Ben").sheet(PAPER).marks[0].span
    desk(made, "Ben").decide(PAPER, draft("s1", span, Existence.REJECT, reason="interviewer"))
    for name in ("Ana", "Ben"):
        confirm_all(desk(made, name), PAPER)
        desk(made, name).finish(PAPER, key())
    bench = Bench(made, person("Lea"))
    (unit,) = [unit for unit, _ in bench.docket(PAPER).units if unit.conflicts]
    bench.settle(PAPER, Settlement(key(), unit.names, Outcome.ONE))
    return made


@pytest.mark.parametrize("people", [1, 3])
def test_another_policy_is_followed_and_is_no_damage(review: Review, people: int) -> None:
    write_settings(review.folder, replace(review.settings, people=people))
    with opened_review(review.folder) as opened:
        assert list(problems_of(opened)) == []
        (told,) = results_of(opened)
        assert len(told.accounts) == (4 if people == 1 else 0)

    write_settings(review.folder, review.settings)
    with opened_review(review.folder) as opened:
        assert list(problems_of(opened)) == []
        (mine,) = my_papers(opened, person("Ana"))
        assert mine.tally is not None


def test_a_policy_that_asks_for_more_people_gives_the_paper_to_those_there_are(
    review: Review,
) -> None:
    with writing(review.engine) as connection:
        add_person(connection, Person("cleo", "Cleo", ("annotator",), "c", ""), now=timestamp())
    write_settings(review.folder, replace(review.settings, people=3))

    with opened_review(review.folder) as opened, reading(opened.engine) as connection:
        assert assigned_to(connection, PAPER) == ["ana", "ben", "cleo"]
    with opened_review(review.folder) as opened:
        assert list(problems_of(opened)) == []


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
    with empty_database(cluster) as server:
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
