"""The commands of a review at its edges: what fails says why, and leaves nothing half-made."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from extractor.batch.jobs import suggest_paper
from extractor.cli.adding import put_in
from extractor.records import Span, Voice
from extractor.store.database import DatabaseError, reading
from extractor.store.desk import Desk
from extractor.store.folder import Review, open_review
from extractor.store.overview import my_papers
from extractor.store.people import Person
from extractor.store.record import chain_of
from tests.commands import ROOT, firsthand, interrupted_at
from tests.databases import (
    APPLICATION,
    Cluster,
    Databases,
    empty_database,
    free_port,
)
from tests.reviews import draft, key, small_review

PDFS = ROOT / "tests" / "pdfs"
TEAM = ("--annotator", "Ana", "--annotator", "Ben", "--lead", "Lea")


@pytest.fixture
def server(cluster: Cluster) -> Iterator[Databases]:
    """A new, empty database on a server."""
    with empty_database(cluster) as made:
        yield made


def without_password(address: str) -> str:
    """An address as it stands in the settings of a review."""
    url = make_url(address)
    return f"postgresql://{url.username}@{url.host}:{url.port}/{url.database}"


def secrets_of(cluster: Cluster) -> dict[str, str]:
    return {
        "FIRSTHAND_DATABASE_PASSWORD": cluster.password,
        "FIRSTHAND_OWNER_PASSWORD": cluster.password,
    }


AWAY = f"postgresql://ana@127.0.0.1:{free_port()}/review"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        pytest.param(["--password"], "Choose a longer one", id="a weak password"),
        pytest.param(["--database", AWAY], "Does the server run", id="a server that is away"),
        pytest.param(["--database", "mysql://ana@host/review"], "not mysql", id="another kind"),
        pytest.param(["--database", "nowhere"], "is no address", id="no address"),
        pytest.param(["--annotator", "ANA"], "named 'ANA' already", id="a name that is taken"),
        pytest.param(["--database", "sqlite:////nowhere/r.db"], "yours", id="no place for a file"),
    ],
)
def test_a_review_that_cannot_be_made_leaves_nothing(
    tmp_path: Path, more: list[str], told: str
) -> None:
    secret = {"FIRSTHAND_DATABASE_PASSWORD": "invented"}
    ended = firsthand(
        "init", tmp_path / "new" / "review", *TEAM, *more, said="short\n" * 6, **secret
    )

    assert ended.is_advice
    assert told in ended.err
    assert list(tmp_path.iterdir()) == []


def test_of_a_folder_that_was_there_only_what_was_made_goes(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()

    assert firsthand("init", tmp_path / "mine", *TEAM, "--annotator", "ANA").is_advice
    assert list(tmp_path.rglob("*")) == [tmp_path / "mine"]


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")

    assert "no empty folder" in firsthand("init", tmp_path, *TEAM).err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_database_that_holds_a_review_takes_no_second(tmp_path: Path, cluster: Cluster) -> None:
    with empty_database(cluster) as server:
        at = (
            "--database", without_password(server.application),
            "--owner", without_password(server.owner),
        )  # fmt: skip
        first = firsthand("init", tmp_path / "one", *TEAM, *at, **secrets_of(cluster))
        with_owner = firsthand("init", tmp_path / "two", *TEAM, *at, **secrets_of(cluster))
        without = firsthand("init", tmp_path / "two", *TEAM, *at[:2], **secrets_of(cluster))

    assert first.code == 0
    for again in (with_owner, without):
        assert again.is_advice
        assert "holds a review already" in again.err
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_a_file_that_holds_a_review_takes_no_second_and_stays(tmp_path: Path) -> None:
    at = ("--database", f"sqlite:///{tmp_path / 'shared.db'}")
    firsthand("init", tmp_path / "one", *TEAM, *at)

    again = firsthand("init", tmp_path / "two", *TEAM, *at)

    assert "holds a review already" in again.err
    assert not (tmp_path / "two").exists()
    assert firsthand("verify", tmp_path / "one").code == 0


@pytest.mark.parametrize("given", ["", "invented and wrong"])
def test_a_password_that_is_missing_or_wrong_is_told_with_its_variable(
    tmp_path: Path, server: Databases, given: str
) -> None:
    at = ("--database", without_password(server.application))
    variables = {"FIRSTHAND_DATABASE_PASSWORD": given} if given else {}
    page = firsthand("init", tmp_path / "one", *TEAM, *at, **variables)
    owner = firsthand(
        "init", tmp_path / "one", *TEAM, *at, "--owner", without_password(server.owner)
    )

    for ended, variable in ((page, "FIRSTHAND_DATABASE"), (owner, "FIRSTHAND_OWNER")):
        assert ended.is_advice
        assert f"variable {variable}_PASSWORD" in ended.err
    assert ("There is no password" in page.err) is (not given)


def test_a_role_that_may_not_make_tables_is_told_to_name_an_owner(
    tmp_path: Path, server: Databases, cluster: Cluster
) -> None:
    at = ("--database", without_password(server.application))

    ended = firsthand("init", tmp_path / "review", *TEAM, *at, **secrets_of(cluster))

    assert ended.is_advice
    assert "permission denied" in ended.err
    assert "--owner" in ended.err


@pytest.mark.parametrize(
    "revoked",
    [
        "ALL ON ALL TABLES IN SCHEMA public",
        "INSERT ON decisions",
        "INSERT ON codebook_steps",
        "ALL ON ALL SEQUENCES IN SCHEMA public",
    ],
)
def test_a_role_without_rights_is_told_what_to_grant_and_that_is_enough(
    tmp_path: Path, server: Databases, revoked: str
) -> None:
    review = small_review(tmp_path, server)
    review.close()
    owner = create_engine(server.owner)
    with owner.begin() as connection:
        connection.exec_driver_sql(f"REVOKE {revoked} FROM {APPLICATION}")

    with pytest.raises(DatabaseError) as told:
        open_review(review.folder)

    with owner.begin() as connection:
        for line in str(told.value).splitlines():
            if line.startswith("  GRANT"):
                connection.exec_driver_sql(line)
    owner.dispose()
    assert firsthand("verify", review.folder).code == 0


def test_a_review_of_a_newer_version_is_told_by_every_command(
    tmp_path: Path, databases: Databases
) -> None:
    review = small_review(tmp_path, databases)
    review.close()
    owner = create_engine(databases.owner)
    with owner.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'of next year'")
    owner.dispose()

    for command in ("verify", "backup", "invite", "add"):
        more = {"invite": ["Cleo"], "add": ["papers/"]}.get(command, [])
        ended = firsthand(command, review.folder, *more)
        assert ended.is_advice
        assert "a newer firsthand made it" in ended.err
        assert "Update firsthand" in ended.err


def test_who_is_invited_again_keeps_the_role(tmp_path: Path) -> None:
    firsthand("init", tmp_path / "review", *TEAM)

    lea = firsthand("invite", tmp_path / "review", "Lea", "--again")
    ana = firsthand("invite", tmp_path / "review", "Ana", "--again", "--lead")

    assert lea.out.startswith("Lea (lead)   PIN ")
    assert ana.out.startswith("Ana (annotator)   PIN ")


def test_of_people_invited_together_all_come_in_or_none(tmp_path: Path) -> None:
    firsthand("init", tmp_path / "review", *TEAM)

    assert "already" in firsthand("invite", tmp_path / "review", "Cleo", "Ana").err
    assert firsthand("invite", tmp_path / "review", "Cleo").code == 0


@pytest.mark.parametrize("name", ["accounts.csv", "accounts.xlsx"])
def test_an_export_into_no_folder_is_advice_that_can_be_followed(tmp_path: Path, name: str) -> None:
    firsthand("init", tmp_path / "review", *TEAM)

    ended = firsthand("export", tmp_path / "review", "--to", tmp_path / "nodir" / name)

    assert ended.is_advice
    assert "No such file or directory" in ended.err
    assert "--out" not in ended.err


@pytest.mark.parametrize(
    "module", ["typer", "extractor.cli.adding", "sqlalchemy", "alembic", "rich"]
)
def test_ctrl_c_while_a_command_is_being_loaded_ends_it_with_a_line(
    tmp_path: Path, module: str
) -> None:
    firsthand("init", tmp_path / "review", *TEAM)

    ended = interrupted_at(module, "add", tmp_path / "review", PDFS)

    assert (ended.code, ended.out, ended.err) == (130, "", "Stopped.\n")


@pytest.fixture
def read_before(tmp_path: Path) -> Review:
    """A review of one paper as an older reader and detector had it, which Ana has begun.

    They had found one quotation, and Ana has made it shorter.
    """
    folder = tmp_path / "review"
    firsthand("init", folder, *TEAM, "--blind-share", "0")
    file = PDFS / "interview.pdf"
    now = suggest_paper(file, engine="pdfium", password=None)
    review = open_review(folder)
    older = replace(now.document, reader="older", title="Another title")
    one = next(each for each in now.suggestions if each.score >= review.settings.threshold)
    gone = replace(one, span=Span(one.span.start, one.span.end - 3))
    short = replace(now, document=older, suggestions=(replace(one, detector="older"),))
    put_in(review, replace(short, source=str(file)))
    ana = Desk(review, Person("ana", "Ana", ("annotator",), "", ""))
    (mark,) = ana.sheet(older.paper).marks
    ana.decide(older.paper, draft(mark.name, gone.span, voice=Voice.SERVICE_USER))
    review.close()
    return review


def decided(review: Review) -> list[object]:
    opened = open_review(review.folder)
    with reading(opened.engine) as connection:
        rows = list(chain_of(connection, "ana"))
    opened.close()
    return list(rows)


@pytest.mark.parametrize("named", [True, False], ids=["the paper is named", "all papers"])
def test_papers_are_read_again_and_no_decision_is_changed(read_before: Review, named: bool) -> None:
    before = decided(read_before)

    papers = [PDFS / "interview.pdf"] if named else []
    ended = firsthand("add", read_before.folder, "--again", *papers)

    assert ended.code == 0, ended.err
    assert "1 paper read again: 1 suggestion as before, " in ended.err
    assert " new, 0 gone. No decision was changed." in ended.err
    assert decided(read_before) == before
    assert firsthand("verify", read_before.folder).code == 0


def test_what_somebody_has_finished_is_not_read_anew(read_before: Review) -> None:
    review = open_review(read_before.folder)
    (paper,) = my_papers(review, Person("ana", "Ana", ("annotator",), "", ""))
    Desk(review, Person("ana", "Ana", ("annotator",), "", "")).finish(paper.paper.id, key())
    review.close()

    ended = firsthand("add", review.folder, "--again")

    assert "0 papers read again" in ended.err
    assert "1 paper as before: somebody has finished there." in ended.err
    assert firsthand("verify", review.folder).code == 0


def test_a_paper_whose_file_is_lost_is_told_by_its_name(read_before: Review) -> None:
    for file in (read_before.folder / "papers").iterdir():
        file.unlink()

    ended = firsthand("add", read_before.folder, "--again")

    assert ended.code == 1
    assert "interview.pdf cannot be read: there is no such file" in ended.err


def test_how_many_papers_a_cluster_reads_is_not_said_here(tmp_path: Path) -> None:
    firsthand("init", tmp_path / "review", *TEAM)

    ended = firsthand("add", tmp_path / "review", PDFS, "--cluster", "tls://x:1", "--jobs", "2")

    assert ended.code == 2
    assert "--jobs is for this machine" in ended.err


def test_add_wants_papers_or_to_read_again(tmp_path: Path) -> None:
    firsthand("init", tmp_path / "review", *TEAM)

    assert firsthand("add", tmp_path / "review").code == 2
