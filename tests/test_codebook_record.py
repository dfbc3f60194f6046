"""The record of a review's codebook: only added to, unbroken, and kept with what was decided."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DatabaseError as Refusal

from extractor.records import Existence, Outcome, Theme
from extractor.store.backup import back_up, restore
from extractor.store.bench import Bench, Settlement
from extractor.store.checks import problems_of
from extractor.store.codebook import (
    change_codebook,
    current_codebook,
    own_outdated,
    view_codebook,
)
from extractor.store.database import DatabaseError, open_database, reading, writing
from extractor.store.folder import Review, make_review, open_review
from extractor.store.results import results_of
from extractor.store.rules import NotYoursError, RefusedError
from extractor.store.settings import Settings, write_settings
from extractor.store.steps import history_of
from extractor.store.tables import codebook_steps
from extractor.themes.codebook import Codebook
from extractor.themes.editing import CodebookStep, EditError, Entry, Kind
from tests.databases import Cluster, Databases, fresh_database, sqlite
from tests.reviews import CODEBOOK, PAPER, confirm_all, desk, draft, key, person, small_review

SPLIT = CodebookStep(Kind.SPLIT, "trust", (Entry(Theme("", "Calm")), Entry(Theme("", "Belief"))))
MERGED = CodebookStep(Kind.MERGE, "time", into=("trust",))


def lea(review: Review, step: CodebookStep, **more: Any) -> Codebook:
    return change_codebook(review, person("Lea"), step, key=more.pop("key", key()), **more)


def decide(review: Review, name: str, *themes: str, finish: bool = True) -> None:
    """Somebody confirms all, the first quotation with these themes."""
    mine = desk(review, name)
    first = mine.sheet(PAPER).marks[0]
    mine.decide(PAPER, draft(first.name, first.span, themes=themes))
    if finish:
        confirm_all(mine, PAPER)
        mine.finish(PAPER, key())


def test_a_review_begins_with_the_codebook_it_was_given(review: Review) -> None:
    with reading(review.engine) as connection:
        (first,) = history_of(connection)

    assert first.words == "Began with 2 themes."
    assert first.recorded.person is None
    assert [theme.id for theme in current_codebook(review).themes] == ["trust", "time"]


def test_steps_are_added_with_who_when_and_why(review: Review) -> None:
    lea(review, SPLIT, note="Two things in one.")

    changed = view_codebook(review, person("Ana")).history[-1]
    assert changed.words == "Split “Trust” into “Calm” and “Belief”."
    assert (changed.recorded.person, changed.recorded.note) == ("lea", "Two things in one.")
    assert current_codebook(review).ended == {"trust": ("calm", "belief")}
    assert list(problems_of(review)) == []


def test_a_step_that_is_sent_twice_is_done_once(review: Review) -> None:
    for _ in range(2):
        lea(review, SPLIT, key="one-and-the-same")

    assert len(view_codebook(review, person("Lea")).history) == 2


def test_what_makes_no_sense_leaves_no_trace(review: Review) -> None:
    with pytest.raises(EditError):
        lea(review, CodebookStep(Kind.MERGE, "trust", into=("trust",)))

    assert len(view_codebook(review, person("Lea")).history) == 1


def test_only_a_lead_changes_the_codebook(review: Review) -> None:
    with pytest.raises(NotYoursError):
        change_codebook(review, person("Ana"), MERGED, key=key())


@pytest.mark.parametrize(
    "statement",
    [update(codebook_steps).values(note="x"), delete(codebook_steps)],
    ids=["changed", "deleted"],
)
def test_the_database_refuses_to_change_the_record(review: Review, statement: object) -> None:
    with pytest.raises(Refusal), writing(review.engine) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


def test_a_decision_keeps_the_theme_that_it_was_made_with(review: Review) -> None:
    decide(review, "Ana", "trust", finish=False)

    lea(review, SPLIT)

    said = desk(review, "Ana").sheet(PAPER).marks[0].judgement
    assert said is not None
    assert said.themes == ("trust",)
    assert own_outdated(review, person("Ana")) == {PAPER: 1}
    assert own_outdated(review, person("Ben")) == {}


def test_nothing_is_to_be_looked_at_again_once_it_has_another_theme(review: Review) -> None:
    decide(review, "Ana", "trust", finish=False)
    lea(review, SPLIT)

    decide(review, "Ana", "calm", finish=False)

    assert own_outdated(review, person("Ana")) == {}


def test_a_theme_that_ended_while_the_page_was_open_is_recorded_as_it_was_chosen(
    review: Review,
) -> None:
    lea(review, CodebookStep(Kind.RETIRE, "trust"))

    decide(review, "Ana", "trust", finish=False)

    assert own_outdated(review, person("Ana")) == {PAPER: 1}


def test_a_theme_that_never_was_in_the_codebook_is_refused(review: Review) -> None:
    with pytest.raises(RefusedError, match="“zebra”"):
        decide(review, "Ana", "zebra")


def test_merged_themes_are_no_conflict_and_the_tally_follows(review: Review) -> None:
    for name, theme in (("Ana", "trust"), ("Ben", "time")):
        decide(review, name, theme)
    bench = Bench(review, person("Lea"))
    assert [unit.conflicts for unit, _ in bench.docket(PAPER).units if unit.conflicts]

    lea(review, MERGED)

    assert not [unit for unit, _ in bench.docket(PAPER).units if unit.conflicts]
    assert list(problems_of(review)) == []
    lea(review, CodebookStep(Kind.RESTORE, "time"))
    assert [unit.conflicts for unit, _ in bench.docket(PAPER).units if unit.conflicts]
    assert list(problems_of(review)) == []


def test_what_was_agreed_stays_an_account_until_its_theme_is_settled_anew(review: Review) -> None:
    for name in ("Ana", "Ben"):
        decide(review, name, "trust")
    lea(review, SPLIT)

    (again,) = view_codebook(review, person("Lea")).again
    (result,) = results_of(review)
    assert (again.paper.id, again.themes) == (PAPER, ("trust",))
    assert len(result.accounts) == 4
    assert result.accounts[0].themes == ("trust",)

    settle(review, again.name, "calm")

    (result,) = results_of(review)
    assert view_codebook(review, person("Lea")).again == ()
    assert result.accounts[0].themes == ("calm",)
    assert len(result.accounts) == 4
    assert list(problems_of(review)) == []


def settle(review: Review, name: str, theme: str) -> None:
    bench = Bench(review, person("Lea"))
    (unit,) = (unit for unit, _ in bench.docket(PAPER).units if name in unit.names)
    said = replace(unit.said[0].judgement, existence=Existence.ADD, themes=(theme,))
    bench.settle(PAPER, Settlement(key(), unit.names, Outcome.NEW, (said,)))


def test_a_lead_sees_numbers_only_of_what_all_have_finished(review: Review) -> None:
    decide(review, "Ana", "trust")
    assert view_codebook(review, person("Lea")).finished == {}
    assert view_codebook(review, person("Ana")).mine == {"trust": 1}

    decide(review, "Ben", "trust")

    assert view_codebook(review, person("Lea")).finished == {"trust": 2}
    assert view_codebook(review, person("Ana")).finished == {}


@pytest.fixture
def in_sqlite(tmp_path: Path) -> Iterator[Review]:
    made = small_review(tmp_path, sqlite(tmp_path))
    yield made
    made.close()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE codebook_steps SET note = 'x' WHERE number = 2",
         "Step 2 of the codebook: it was changed after it was made."),
        ("DELETE FROM codebook_steps WHERE number = 2",
         "Step 3 of the codebook: number 2 is missing."),
        ("UPDATE codebook_steps SET content = '{}' WHERE number = 2",
         "Step 2 of the codebook: it was changed after it was made."),
    ],
    ids=["changed", "removed", "unreadable"],
)  # fmt: skip
def test_what_was_done_to_the_record_is_told(in_sqlite: Review, statement: str, told: str) -> None:
    lea(in_sqlite, CodebookStep(Kind.RETIRE, "time"))
    lea(in_sqlite, CodebookStep(Kind.RESTORE, "time"))
    with writing(in_sqlite.engine) as connection:
        for name in ("codebook_stays", "codebook_is_kept"):
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(statement))

    assert told in list(problems_of(in_sqlite))


def test_a_backup_carries_the_record(in_sqlite: Review, tmp_path: Path) -> None:
    lea(in_sqlite, SPLIT)
    back_up(in_sqlite, tmp_path / "backup.zip")

    restored = restore(tmp_path / "backup.zip", tmp_path / "restored")

    with reading(in_sqlite.engine) as before, reading(restored.engine) as after:
        assert history_of(after) == history_of(before)
    assert list(problems_of(restored)) == []
    restored.close()


def test_a_backup_from_before_there_was_a_record_begins_it_with_its_file(
    in_sqlite: Review, tmp_path: Path
) -> None:
    back_up(in_sqlite, tmp_path / "backup.zip")
    with ZipFile(tmp_path / "backup.zip") as new, ZipFile(tmp_path / "old.zip", "w") as old:
        for name in new.namelist():
            if name not in ("codebook_steps.jsonl", "failures.jsonl"):
                old.writestr(name, new.read(name))

    restored = restore(tmp_path / "old.zip", tmp_path / "restored")

    assert [theme.id for theme in current_codebook(restored).themes] == ["trust", "time"]
    restored.close()


def test_a_review_made_before_there_was_a_record_begins_it_with_its_file(
    in_sqlite: Review,
) -> None:
    with writing(in_sqlite.engine) as connection:
        connection.execute(text("DROP TABLE codebook_steps"))
        connection.execute(text("DROP TABLE failures"))
        connection.execute(text("UPDATE alembic_version SET version_num = '1'"))

    opened = open_review(in_sqlite.folder)

    assert [theme.id for theme in current_codebook(opened).themes] == ["trust", "time"]
    assert list(problems_of(opened)) == []
    opened.close()


def test_on_a_server_the_owner_brings_the_tables_up_to_date(
    cluster: Cluster, tmp_path: Path
) -> None:
    with fresh_database(cluster) as databases:
        made = small_review(tmp_path, databases)
        made.close()
        owner = open_database(databases.owner)
        with writing(owner) as connection:
            connection.execute(text("DROP TABLE codebook_steps"))
            connection.execute(text("DROP TABLE failures"))
            connection.execute(text("DROP FUNCTION refuse_codebook_change"))
            connection.execute(text("UPDATE alembic_version SET version_num = '1'"))
        owner.dispose()
        with pytest.raises(DatabaseError, match="Let their owner bring them up to date"):
            open_review(made.folder)

        write_settings(made.folder, replace(made.settings, database=databases.owner))
        open_review(made.folder).close()
        write_settings(made.folder, made.settings)

        opened = open_review(made.folder)
        assert lea(opened, SPLIT).ended == {"trust": ("calm", "belief")}
        assert list(problems_of(opened)) == []
        opened.close()


def test_a_review_that_could_not_be_made_leaves_no_codebook_behind(
    databases: Databases, tmp_path: Path
) -> None:
    def fail(_: Review) -> None:
        raise NotYoursError("Two people have the same name.")

    settings = Settings(database=databases.application)
    owner = databases.owner if databases.owner != databases.application else None
    with pytest.raises(NotYoursError):
        make_review(tmp_path / "first", settings, CODEBOOK, owner=owner, fill=fail)

    again = make_review(tmp_path / "again", settings, 'name = "Another"', owner=owner)

    assert current_codebook(again).name == "Another"
    again.close()


def test_the_first_step_holds_the_whole_file(in_sqlite: Review) -> None:
    with reading(in_sqlite.engine) as connection:
        (first,) = history_of(connection)

    file = in_sqlite.folder / "codebook.toml"
    assert json.loads(first.recorded.content)["codebook"] == file.read_text(encoding="utf-8")
