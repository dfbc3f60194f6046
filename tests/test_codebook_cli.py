"""`firsthand codebook`, and a review that begins with a codebook of another program."""

from pathlib import Path

import pytest

from extractor.exchange.qdc import read_qdc, write_qdc
from extractor.store.codebook import change_codebook
from extractor.store.folder import open_review
from extractor.themes.codebook import parse_codebook, read_codebook
from extractor.themes.editing import CodebookStep, Kind
from tests.commands import firsthand
from tests.reviews import CODEBOOK, key, person


def said(*arguments: str | Path) -> str:
    """What a command says on the screen; fails the test if the command fails."""
    ended = firsthand(*arguments)
    assert ended.code == 0, ended.err
    return ended.out


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A review that begins with a .qdc file; one of its themes is merged into the other."""
    begins = tmp_path / "helped.qdc"
    begins.write_bytes(write_qdc(parse_codebook(CODEBOOK, tmp_path / "codebook.toml")))
    made = tmp_path / "review"
    said("init", made, "--lead", "Lea", "--codebook", begins)
    review = open_review(made)
    merge = CodebookStep(Kind.MERGE, "time", into=("trust",))
    change_codebook(review, person("Lea"), merge, key=key())
    review.close()
    return made


def test_the_codebook_is_shown_as_it_is_now(folder: Path) -> None:
    assert said("codebook", folder).splitlines() == [
        "helped",
        "   Trust  (trust)",
        "No longer used",
        "   Time  (time): merged into “Trust”",
    ]


def test_it_is_written_as_toml_and_for_other_programs(folder: Path) -> None:
    for ending in (".toml", ".qdc"):
        told = said("codebook", folder, "--to", folder / f"helped{ending}")
        assert told.startswith("2 themes in ")

    toml, qdc = read_codebook(folder / "helped.toml"), read_qdc(folder / "helped.qdc")
    assert toml == qdc
    assert toml.ended == {"time": ("trust",)}
    assert toml.guidance["trust"].when_not == "Somebody was only liked."


def test_an_ending_that_tells_no_format_is_refused(folder: Path) -> None:
    ended = firsthand("codebook", folder, "--to", "themes.txt")

    assert ended.code == 2
    assert "use .toml or .qdc" in ended.err


def test_verify_tells_where_the_record_of_the_codebook_ends(folder: Path) -> None:
    assert "the record of the codebook ends with step 2 " in said("verify", folder)
