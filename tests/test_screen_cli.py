"""`firsthand screen` and `firsthand add --ris`, as their users run them."""

import csv
import io
from html import unescape
from pathlib import Path

import pytest
from openpyxl import load_workbook

from extractor.cli.reviewing import opened_review
from extractor.cli.topics import Topic
from extractor.exchange.prospects import COLUMNS, write_csv
from extractor.records import Span
from extractor.reports.screening import screening_page
from extractor.screening.model import Expected
from extractor.screening.prospects import PaperKind, Prospect
from extractor.store.database import reading
from extractor.store.papers import blind_pages_of, document_of, list_papers
from extractor.store.prospects import kept_prospects
from extractor.themes.codebook import parse_codebook
from tests.commands import ROOT, firsthand
from tests.test_batch import forbid

PDFS = ROOT / "tests" / "pdfs"
STUDY = ROOT / "corpus" / "written-answers.pdf"
THEMES = """
name = "What helped"

[[themes]]
id = "trust"
name = "Trust in nurses"
definition = "Being believed on the ward."
"""
HOSTILE = Prospect(
    source="=cmd|' /C calc'!A1.pdf",
    title="<script>alert(1)</script>",
    kind=PaperKind.ACCOUNTS,
    has_accounts=0.97,
    expected=Expected(12, 9, 15),
    samples=("=HYPERLINK(1)\x1b[31m",),
    why=("@SUM(1)",),
)


def rows_in(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review with one paper of the bundled ones."""
    folder = tmp_path_factory.mktemp("screened") / "review"
    firsthand("init", folder, "-a", "Ana", "-a", "Ben", "--question", "Contact after self-harm")
    firsthand("add", folder, STUDY, "--quiet")
    return folder


def test_papers_are_told_apart_and_what_cannot_be_read_needs_a_person() -> None:
    ended = firsthand("screen", STUDY, PDFS / "scan.pdf", PDFS / "locked.pdf")

    rows = rows_in(ended.out)
    assert ended.code == 0
    assert tuple(rows[0]) == COLUMNS
    assert [(Path(row["source"]).name, row["kind"]) for row in rows] == [
        ("written-answers.pdf", "accounts"),
        ("scan.pdf", "needs a person"),
        ("locked.pdf", "needs a person"),
    ]
    assert rows[0]["sample_1"]
    assert int(rows[0]["low"]) <= int(rows[0]["expected"]) <= int(rows[0]["high"])
    assert rows[1]["has_accounts"] == ""


def test_a_review_is_screened_from_its_store_by_its_own_question(
    review: Path, tmp_path: Path
) -> None:
    for file in (review / "papers").iterdir():
        file.rename(tmp_path / file.name)

    of_review = rows_in(firsthand("screen", review).out)[0]
    for file in tmp_path.iterdir():
        file.rename(review / "papers" / file.name)
    of_paper = rows_in(firsthand("screen", STUDY).out)[0]

    assert (of_paper["topic"], float(of_review["topic"]) > 0.1) == ("", True)
    assert of_review | {"topic": ""} == of_paper


def test_the_table_for_the_terminal_tells_kind_number_and_reason() -> None:
    told = firsthand("screen", STUDY, "--format", "table").out

    assert "First-hand accounts" in told
    assert "likely quotations" in told
    assert max(map(len, told.splitlines())) <= 100


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".html", ".txt"])
def test_the_ending_of_the_file_tells_the_format(ending: str, tmp_path: Path) -> None:
    out = tmp_path / f"screening{ending}"

    ended = firsthand("screen", PDFS / "interview.pdf", "--out", out)

    assert ended.code == 0
    assert out.stat().st_size > 100
    if ending == ".xlsx":
        assert [cell.value for cell in load_workbook(out).worksheets[0][1]] == list(COLUMNS)


@pytest.mark.parametrize(
    "arguments",
    [("--out", "table.doc"), ("--format", "xlsx")],
    ids=["an ending of no format", "a workbook into a pipe"],
)
def test_what_cannot_be_written_is_told_before_a_paper_is_read(arguments: tuple[str, str]) -> None:
    ended = firsthand("screen", "nowhere.pdf", *arguments)

    assert (ended.code, ended.out) == (2, "")


@pytest.mark.parametrize(
    ("out", "what"),
    [
        pytest.param("nowhere/table.csv", "No such file or directory", id="into no folder"),
        pytest.param("notes.txt/table.csv", "Not a directory", id="below a file"),
    ],
)
def test_a_place_that_cannot_be_written_to_is_told_before_a_paper_is_read(
    out: str, what: str, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").touch()

    ended = firsthand("screen", "no paper.pdf", "--out", tmp_path / out)

    assert ended.is_advice
    assert what in ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_what_is_there_stays_where_no_paper_was_read(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("before")

    for name in ("table.csv", "new.csv"):
        assert "no such file" in firsthand("screen", "no.pdf", "--out", tmp_path / name).err

    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]
    assert (tmp_path / "table.csv").read_text() == "before"


@pytest.mark.parametrize("option", [("--jobs", "2"), ("--seconds", "9"), ("--password",)])
def test_how_to_read_papers_is_nothing_for_a_review(option: tuple[str, ...], review: Path) -> None:
    ended = firsthand("screen", review, *option)

    assert ended.code == 2
    assert "no file of a review is read" in ended.err


def test_a_folder_that_may_not_be_looked_into_is_no_review(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forbid(monkeypatch, "os.stat", str(tmp_path / "review.toml"))
    (tmp_path / "paper.pdf").write_bytes((PDFS / "interview.pdf").read_bytes())

    assert firsthand("screen", tmp_path).code == 0


def test_no_cell_of_a_spreadsheet_is_a_formula() -> None:
    stream = io.StringIO()

    write_csv(stream, [HOSTILE])

    row = rows_in(stream.getvalue())[0]
    assert row["source"].startswith("'=")
    assert row["sample_1"] == "'=HYPERLINK(1)\ufffd[31m"
    assert row["why"].startswith("'@")


def test_the_page_runs_nothing_of_a_paper_and_asks_no_address_for_anything() -> None:
    page = unescape(screening_page([HOSTILE]).replace("<script>", "<own>"))

    assert page.count("<own>") == 1
    assert "<script>alert" in page  # as text
    assert "default-src 'none'" in page
    assert "http://" not in page
    assert "https://" not in page


def test_a_paper_on_the_question_is_nearer_to_it_than_another() -> None:
    book = parse_codebook(THEMES, Path("codebook.toml"))
    topic = Topic("What helps people on hospital wards to be heard by nurses?", book)

    near, far = topic.match(
        [
            "Being heard: patients on hospital wards talk of nurses who listened to them",
            "Yields of barley under three regimes of irrigation in a dry valley",
        ]
    ) or [0.0, 1.0]

    assert 0 <= far < near <= 1


def test_where_nothing_is_asked_nothing_is_near_or_far() -> None:
    assert Topic().match(["Being heard"]) is None


def test_references_are_matched_kept_and_what_is_left_is_told(review: Path, tmp_path: Path) -> None:
    ris = tmp_path / "found.ris"
    title = rows_in(firsthand("screen", review).out)[0]["title"]
    ris.write_text(
        f"TY  - JOUR\nTI  - {title}\nAU  - Tui, Ana\nPY  - 2021\nER  -\n"
        "TY  - JOUR\nTI  - A paper that nobody could get hold of\nPY  - 2018\nER  -\n"
    )

    ended = firsthand("add", review, "--ris", ris)

    assert ended.code == 0
    assert "1 paper matched to a reference: 1 by title." in ended.err
    assert "1 reference without a paper" in ended.err
    assert "A paper that nobody could get hold of" in ended.err
    assert firsthand("verify", review).code == 0


def test_into_a_file_goes_every_reference_that_has_no_paper(review: Path, tmp_path: Path) -> None:
    ris = tmp_path / "found.ris"
    titles = [f"A kettle that sang, part {number} of a long report" for number in range(50)]
    ris.write_text("".join(f"TY  - JOUR\nTI  - {title}\nER  -\n" for title in titles))

    told = firsthand("add", review, "--ris", ris).err

    assert [title for title in titles if f"{title}." not in told] == []


def test_a_review_keeps_its_rows_for_the_page_and_shows_none_of_an_unaided_page(
    review: Path,
) -> None:
    row = rows_in(firsthand("screen", review).out)[0]

    with opened_review(review) as opened, reading(opened.engine) as connection:
        (paper,) = list_papers(connection)
        document = document_of(connection, paper.document)
        unaided = blind_pages_of(connection, paper.id)
        kept = kept_prospects(opened)[paper.document]

    assert (kept.title, kept.kind.value) == (row["title"], row["kind"])
    assert (kept.samples[0], f"{kept.topic:.3f}") == (row["sample_1"], row["topic"])
    for sample in kept.samples:
        start = document.text.index(sample)
        assert not {*document.pages_of(Span(start, start + len(sample)))} & {*unaided}


def test_the_order_of_the_page_is_by_the_reviews_question_alone(review: Path) -> None:
    firsthand("screen", review, "--quiet")
    before = kept_rows(review)

    told = firsthand("screen", review, "--question", "Knitting in winter", "--quiet")

    assert rows_in(told.out)[0]["topic"] != ""
    assert kept_rows(review) == before != {}


def kept_rows(review: Path) -> dict[str, Prospect]:
    """What the page of a review has of each paper."""
    with opened_review(review) as opened:
        return kept_prospects(opened)


def test_a_review_is_screened_by_itself_and_never_written_over(review: Path) -> None:
    mixed = firsthand("screen", review, STUDY)
    over = firsthand("screen", review, "--format", "csv", "--out", review / "review.db")

    assert mixed.code == 2
    assert "is a review: screen it by itself" in mixed.err
    assert over.is_advice
    assert "it is part of a review" in over.err


def test_a_file_of_no_references_is_told_before_a_paper_is_put_in(
    review: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.ris").write_text("")

    ended = firsthand("add", review, PDFS / "interview.pdf", "--ris", tmp_path / "empty.ris")

    assert ended.is_advice
    assert len(rows_in(firsthand("screen", review).out)) == 1


def test_what_a_reference_tells_stays_with_its_paper(review: Path, tmp_path: Path) -> None:
    ris = tmp_path / "found.ris"
    title = rows_in(firsthand("screen", review).out)[0]["title"].upper()
    ris.write_text(f"TY  - JOUR\nTI  - {title}\nDO  - 10.5555/Contact\nPY  - 2021\nER  -\n")

    firsthand("add", review, "--ris", ris)
    firsthand("export", review, "--all", "--to", tmp_path / "fates.csv")

    assert rows_in(firsthand("screen", review).out)[0]["title"] == title
    row = rows_in((tmp_path / "fates.csv").read_text())[0]
    assert (row["title"], row["doi"], row["year"]) == (
        title, "10.5555/contact", "2021",
    )  # fmt: skip


def test_a_paper_keeps_its_reference_until_another_file_has_one_for_it(
    review: Path, tmp_path: Path
) -> None:
    title = rows_in(firsthand("screen", review).out)[0]["title"]
    kept = f"Tui 2021, {title}"

    def add(name: str, reference: str) -> str:
        (tmp_path / name).write_text(f"TY  - JOUR\n{reference}\nER  -\n")
        return firsthand("add", review, "--ris", tmp_path / name).err

    add("first.ris", f"TI  - {title}\nAU  - Tui, Ana\nPY  - 2021")
    second = add("second.ris", "TI  - A paper that nobody could get hold of")
    corrected = add("first.ris", f"TI  - {title}\nAU  - Marsh, Ben\nPY  - 2022")

    assert "1 paper keeping the reference of an earlier file:" in second
    assert kept in second
    assert "without a reference" not in second
    assert "keeping" not in corrected
    firsthand("export", review, "--all", "--to", tmp_path / "fates.csv")
    assert rows_in((tmp_path / "fates.csv").read_text())[0]["year"] == "2022"


def test_a_reference_is_taken_off_by_one_that_gives_the_file_alone(
    review: Path, tmp_path: Path
) -> None:
    title = rows_in(firsthand("screen", review).out)[0]["title"].upper()
    ris = tmp_path / "found.ris"
    for reference in (f"TI  - {title}\nDO  - 10.5555/wrong\nPY  - 2021", f"L1  - {STUDY}"):
        ris.write_text(f"TY  - JOUR\n{reference}\nER  -\n")
        assert firsthand("add", review, "--ris", ris).code == 0

    firsthand("export", review, "--all", "--to", tmp_path / "fates.csv")
    row = rows_in((tmp_path / "fates.csv").read_text())[0]
    assert (row["title"] != title, row["doi"], row["year"]) == (True, "", "")


def test_a_match_that_is_in_doubt_is_listed(review: Path, tmp_path: Path) -> None:
    ris = tmp_path / "found.ris"
    title = rows_in(firsthand("screen", review).out)[0]["title"]
    ris.write_text("".join(f"TY  - JOUR\nTI  - {title}\nPY  - {y}\nER  -\n" for y in (2019, 2021)))

    told = firsthand("add", review, "--ris", ris).err

    assert "1 paper whose title or DOI may be another’s, to be looked at:" in told
