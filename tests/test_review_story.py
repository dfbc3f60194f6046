"""A review from its first page to its files: Ana and Ben read a paper, each alone, and Lea leads.

One story on two of the bundled papers, told once (its steps are in ``tests/story.py``); what is
asked afterwards asks how it ended.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser

from extractor.batch.jobs import suggest_paper
from extractor.bundled import bundled
from extractor.cli.adding import put_in
from extractor.reading import draw_page
from extractor.records import Document, Span, SuggestedPaper
from extractor.store.database import writing
from extractor.store.folder import Review, make_review, timestamp
from extractor.store.people import Person, add_person, id_of
from extractor.store.settings import Settings
from tests import story
from tests.commands import firsthand
from tests.readers import Reader, squeezed
from tests.reviews import CODEBOOK
from tests.visiting import served

PEOPLE = {"Ana": ("annotator",), "Ben": ("annotator",), "Lea": ("lead",)}
ACCOUNTS = [
    ("She was nice", "P3, woman, 24", "suggested", "ana ben lea"),
    ("I said, would you", "P9, man, 22", "suggested", "ana ben lea"),
    ("if you give them", "P12", "suggested", "ana ben lea"),
    ("He turned the laptop", "P6 (they)", "suggested", "ana ben ana"),
    ("With Deirdre", "P1, woman, 19", "suggested", "ana ben lea"),
    ("And then you’d say", "P1, woman, 19", "suggested", "ana ben lea"),
    ("You see them go", "P11, woman, 26", "suggested", "ana ben lea"),
    ("She’s not my friend", "P14", "suggested", "ana ben lea"),
    ("I was off the list", "P8, man, 25", "suggested", "ana ben"),
    ("It’s like she’d kept", "P10, woman, 21", "added", "ben ana ben lea"),
    ("because by then", None, "suggested", "ana ben"),
    ("That I can tell", "P13, man, 23", "added", "ana ben"),
]
"""How each account begins, who speaks, what it came from, and who decided it, in order."""


class Told(NamedTuple):
    """What the story leaves behind."""

    review: Review
    document: Document


@pytest.fixture(scope="module")
def paper() -> SuggestedPaper:
    """A bundled paper, but that the suggestions miss what goes on over the end of a page."""
    read = suggested("being-heard")
    found = tuple(s for s in read.suggestions if not starts(read, s.span, story.MISSED))
    assert len(found) == len(read.suggestions) - 1
    return replace(read, suggestions=found)


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory, paper: SuggestedPaper) -> Iterator[Review]:
    """The review as it begins; the last page of the paper is read without suggestions."""
    settings = Settings(title="Support that helps", threshold=0.8, seed=20_261_124)
    made = make_review(tmp_path_factory.mktemp("story") / "review", settings, CODEBOOK)
    with writing(made.engine) as connection:
        for name, roles in PEOPLE.items():
            person = Person(id_of(name), name, roles, f"link of {name}", "no secret")
            add_person(connection, person, now=timestamp())
    for each in (paper, suggested("scale-study")):
        put_in(made, each)
    yield made
    made.close()


def suggested(name: str) -> SuggestedPaper:
    return suggest_paper(bundled("corpus") / f"{name}.pdf", engine="pdfium", password=None)


def starts(paper: SuggestedPaper, span: Span, words: str) -> bool:
    return squeezed(span.of(paper.document.text)).startswith(words)


@pytest.fixture(scope="module")
def told(browser: Browser, review: Review, paper: SuggestedPaper) -> Told:
    """The story."""
    document = paper.document

    def draw(file: Path, page: int, dpi: int) -> bytes:
        return draw_page(file, page, dpi=dpi)

    with (
        served(review, draw) as at,
        Reader(browser, at, "Ana") as ana,
        Reader(browser, at, "Ben") as ben,
        Reader(browser, at, "Lea") as lea,
    ):
        story.ana_reads_by_the_keyboard_alone(ana, document)
        story.ben_reads_with_the_mouse(ben, document)
        story.nobody_knows_of_another(ana, ben, lea, document.paper)
        story.ben_screens_the_papers_and_finishes(ben)
        story.the_two_settle_one_conflict_together(ana)
        story.lea_settles_the_others(lea)
        story.lea_settles_whether_a_paper_belongs(lea)
        story.ana_reads_what_was_settled_and_why(ana)
        for each in (ana, ben, lea):
            assert each.troubles == []
    return Told(review, document)


def run(*arguments: str | Path) -> str:
    """What a command of `firsthand` says; fails the test if the command fails."""
    ended = firsthand(*arguments)
    assert ended.code == 0, ended.err
    return ended.out


class Exported(NamedTuple):
    """What `firsthand export` wrote in each of its formats."""

    csv: list[dict[str, str]]
    xlsx: list[dict[str, Any]]
    jsonl: list[dict[str, Any]]


@pytest.fixture(scope="module")
def accounts(told: Told) -> Exported:
    return exported(told, "accounts")


@pytest.fixture(scope="module")
def fates(told: Told) -> Exported:
    return exported(told, "fates", "--all")


@pytest.fixture(scope="module")
def without_details(told: Told) -> Exported:
    return exported(told, "without", "--without-person-details")


def exported(told: Told, name: str, *options: str) -> Exported:
    """Export the review to all three formats, and read the files."""
    folder = told.review.folder
    paths = [folder / "exports" / f"{name}{ending}" for ending in (".csv", ".xlsx", ".jsonl")]
    for path in paths:
        run("export", folder, "--to", path, *options)
    with paths[0].open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    names, *cells = load_workbook(paths[1]).worksheets[0].iter_rows(values_only=True)
    sheet = [dict(zip(map(str, names), row, strict=True)) for row in cells]
    lines = paths[2].read_text(encoding="utf-8").splitlines()
    return Exported(rows, sheet, [json.loads(line) for line in lines])


def deciders(record: dict[str, Any]) -> str:
    return " ".join(decision["annotator"] for decision in record["decisions"])


def test_the_accounts_are_what_was_agreed_and_settled_and_say_who_decided(
    accounts: Exported,
) -> None:
    found = accounts.jsonl

    assert len(found) == len(ACCOUNTS) == story.ACCOUNTS
    for account, (begins, speaker, origin, people) in zip(found, ACCOUNTS, strict=True):
        assert account["text"].startswith(begins)
        assert (account["speaker"], account["origin"]) == (speaker, origin)
        assert deciders(account) == people
        assert account["status"] == ("agreed" if people == "ana ben" else "settled")
        assert (account["voice"], account["eligibility"]) == ("service user", "eligible")
    assert {decision["simulated"] for each in found for decision in each["decisions"]} == {False}


def test_each_outcome_of_settling_is_on_record_and_what_was_joint(accounts: Exported) -> None:
    last = [account["decisions"][-1] for account in accounts.jsonl]

    settled = [decision["outcome"] for decision in last if decision["outcome"]]
    assert settled == ["one", "other", "one", "one", "split", "split", "new", "other", "merge"]
    assert [decision["joint"] for decision in last if decision["annotator"] == "ana"] == [True]


def test_every_quotation_is_a_verbatim_slice_of_the_stored_paper_with_its_pages(
    accounts: Exported, fates: Exported, told: Told
) -> None:
    for record in accounts.jsonl + fates.jsonl:
        span = Span(record["start"], record["end"])
        assert record["text"] == span.of(told.document.text)
        assert tuple(record["pages"]) == told.document.pages_of(span)


def test_what_was_settled_has_the_words_themes_and_pages_that_it_was_given(
    accounts: Exported,
) -> None:
    texts = {account["text"]: account for account in accounts.jsonl}
    (longer,) = (text for text in texts if text.startswith(story.PEN))
    (shorter,) = (text for text in texts if text.startswith(story.WORK_MODE))
    (merged,) = (text for text in texts if text.startswith(story.MISSED))

    assert longer.endswith("the first time I looked up, I’d say.")
    assert shorter.endswith("But I was still in the middle of the")
    assert texts[shorter]["themes"] == ["trust", "time"]
    assert texts[merged]["pages"] == [2, 3]


@pytest.mark.parametrize("kind", ["accounts", "fates", "without_details"])
def test_the_three_formats_agree(kind: str, request: pytest.FixtureRequest) -> None:
    rows, sheet, records = request.getfixturevalue(kind)

    assert len(rows) == len(sheet) == len(records)
    for row, cells, record in zip(rows, sheet, records, strict=True):
        assert row == {name: "" if cell is None else str(cell) for name, cell in cells.items()}
        for name in ("source", "paper", "text", "speaker", "voice", "page", "start", "end"):
            assert (cells[name] or None) == record[name]
        assert cells["pages"] == " ".join(map(str, record["pages"]))
        told = (cells["decided_by"] or "").split("; ")
        assert " ".join(each.split(":")[0].split(" ")[0] for each in told) == deciders(record)


def test_every_suggestion_has_its_fate(fates: Exported) -> None:
    states = {record["text"][:20]: record["state"] for record in fates.jsonl}

    assert len(states) == 11
    assert states.pop(story.RULES[:20]) == "rejected"
    confirmed = {states.pop(words[:20]) for words in (story.LIST, story.CLOSE, story.TELL)}
    assert confirmed == {"confirmed"}
    assert set(states.values()) == {"settled"}


def test_the_fate_of_what_somebody_marked_unaided_tells_everybody_who_decided(
    fates: Exported,
) -> None:
    found = {record["text"][:20]: record for record in fates.jsonl}

    assert deciders(found[story.CLOSE[:20]]) == "ana ben"
    assert deciders(found[story.TELL[:20]]) == "ana ben"


def test_without_person_details_nothing_is_told_of_a_speaker_but_id_role_and_voice(
    without_details: Exported,
) -> None:
    speakers = [row["speaker"] for row in without_details.csv]

    assert speakers == ["P3", "P9", "P12", "", "P1", "P1", "P11", "P14", "P8", "", "", ""]
    assert not {"speaker_sex", "speaker_age", "speaker_site"} & set(without_details.csv[0])
    for record in without_details.jsonl:
        assert set(record["speaker_parts"]) == {"id", "role"}
        told = json.dumps({**record, "text": "", "title": ""}, ensure_ascii=False)
        assert "woman" not in told
        assert story.ANAS_OWN[2] not in told


def test_verify_says_that_all_is_whole(told: Told) -> None:
    assert run("verify", told.review.folder).startswith("All is whole in ")
