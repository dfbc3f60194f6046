"""`firsthand agreement` and `eval/agreement.py` on a review, as somebody runs them."""

import csv
import json
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from typer.testing import CliRunner

import agreement
from extractor.agreement.figure import Figure, Undefined
from extractor.agreement.results import Group, Measured
from extractor.cli.figures import write_figures
from extractor.records import Existence
from extractor.store.folder import Review
from shell import run
from tests.commands import firsthand
from tests.databases import sqlite
from tests.reviews import PAPER, confirm_all, desk, draft, key, small_review


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    made = small_review(tmp_path, sqlite(tmp_path))
    yield made
    made.close()


def finish(review: Review) -> None:
    """Ben rejects what Ana confirms of the first of four suggestions."""
    first = desk(review, "Ben").sheet(PAPER).marks[0]
    said = draft(first.name, first.span, Existence.REJECT, reason="cited author")
    desk(review, "Ben").decide(PAPER, said)
    for name in ("Ana", "Ben"):
        confirm_all(desk(review, name), PAPER)
        desk(review, name).finish(PAPER, key())


def test_nothing_is_told_before_all_have_finished_a_paper(review: Review) -> None:
    confirm_all(desk(review, "Ana"), PAPER)
    desk(review, "Ana").finish(PAPER, key())

    told = firsthand("agreement", review.folder)

    assert told.code == 0
    assert "Finished by all their people: 0 of 1 paper." in told.out
    assert "Agreement is told of papers that all their people have finished" in told.out
    assert "kappa" not in told.out


def test_kappa_stands_beside_what_met_and_how_common_each_judgement_is(review: Review) -> None:
    """Of four suggestions Ana confirms all, Ben three: seven of eight judgements are accounts."""
    finish(review)

    told = " ".join(firsthand("agreement", review.folder).out.split())

    assert "ana ↓ ben → account no account unsure prevalence" in told
    assert "account 3 1 0 87.5%" in told
    assert "no account 0 0 0 12.5%" in told


def test_a_table_tells_a_measure_a_row_with_what_it_rests_on(review: Review) -> None:
    finish(review)

    told = firsthand("agreement", review.folder)

    assert told.code == 0
    assert "Finished by all their people: 1 of 1 paper." in told.out
    assert "Assisted agreement: is it an account?" in told.out
    row = next(line for line in told.out.splitlines() if "Percent agreement" in line)
    assert "0.750" in row
    assert "undefined, because there is" in row  # one paper only has no interval


def test_a_csv_has_a_row_a_figure(review: Review, tmp_path: Path) -> None:
    finish(review)
    out = tmp_path / "agreement.csv"

    told = firsthand("agreement", review.folder, "--out", out)

    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    percent = next(row for row in rows if row["group"] == "assisted existence")
    assert "agreement.csv" in told.out
    assert (percent["name"], percent["value"], percent["papers"]) == (
        "Percent agreement",
        "0.75",
        "1",
    )
    assert percent["counts"] == "units=4; judgements=8; annotators=2"


def test_a_theme_that_looks_like_a_formula_is_made_harmless() -> None:
    why = Undefined("nobody chose it")
    figure = Figure("=1+1: Cohen kappa", why, why, {"papers": 1})
    stream = StringIO()

    write_figures(stream, [Group("themes cold", "Themes", "", (Measured(figure),))])

    row = list(csv.reader(stream.getvalue().splitlines()))[1]
    assert row[1] == "'=1+1: Cohen kappa"
    assert row[7] == "undefined, because nobody chose it"


def test_json_tells_the_facts_of_the_review_and_the_cases(review: Review) -> None:
    finish(review)

    told = json.loads(firsthand("agreement", review.folder, "--format", "json").out)

    groups = {group["name"]: group for group in told["groups"]}
    (case,) = groups["assisted existence"]["figures"][0]["cases"]["disagreed on"]
    assert case[:2] == [PAPER, "s1"]
    assert told["review"]["papers"] == 1
    assert told["existence"]["rows"] == [[3, 1, 0], [0, 0, 0], [0, 0, 0]]
    assert "detector" not in groups


def test_an_ending_that_tells_no_format_is_refused(review: Review, tmp_path: Path) -> None:
    told = firsthand("agreement", review.folder, "--out", tmp_path / "agreement.pdf")

    assert told.code == 2
    assert "add --format" in told.err


def test_the_script_tells_every_figure_of_a_review(review: Review, tmp_path: Path) -> None:
    finish(review)
    out = tmp_path / "figures.json"
    arguments = ["agreement.py", str(review.folder), "--json", str(out), "--rounds", "200"]
    with pytest.MonkeyPatch.context() as patch, CliRunner().isolation() as streams:
        patch.setattr(sys, "argv", arguments)
        with pytest.raises(SystemExit) as ended:
            run(agreement.main)
        printed = streams[0].getvalue().decode()

    told = json.loads(out.read_text(encoding="utf-8"))
    assert not ended.value.code
    assert "The detector against adjudicated accounts" in printed
    assert [group["name"] for group in told["groups"]] == [
        "unaided",
        "assisted existence",
        "assisted eligibility",
        "assisted spans",
        "themes cold",
        "themes suggested",
        "detector",
        "blind pages",
        "handling",
        "handling by ana",
        "handling by ben",
        "reading saved",
    ]
    assert (told["rounds"], told["level"]) == (200, 0.95)
