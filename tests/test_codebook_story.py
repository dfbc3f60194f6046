"""The codebook is edited while people code: Lea leads, Ana and Ben have decided, nothing is lost.

One story in a browser, told once; what is asked afterwards asks how it ended.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, expect

from extractor.cli.exporting import eligible_accounts
from extractor.records import SuggestedPaper
from extractor.store.checks import problems_of
from extractor.store.codebook import current_codebook
from extractor.store.database import reading, writing
from extractor.store.folder import Review, timestamp
from extractor.store.papers import add_paper
from extractor.store.record import chain_of
from extractor.store.steps import history_of
from tests.databases import sqlite
from tests.readers import Reader
from tests.reviews import (
    FILE,
    PAPER,
    QUOTATIONS,
    confirm_all,
    desk,
    document,
    draft,
    key,
    small_review,
    suggested,
)
from tests.visiting import served

OTHER_FILE = FILE + b" another"
FINISHED = sha256(OTHER_FILE).hexdigest()
WORDS = [
    "Began with 2 themes.",
    "Added “Humour”.",
    "Renamed “Time” to “Unhurried time”; changed its definition.",
    "Split “Trust” into “Calm” and “Belief”.",
    "Merged “Humour” into “Calm”.",
    "Retired “Unhurried time”.",
    "Took “Unhurried time” back into use.",
    "Retired “Unhurried time”.",
]
HURRY = "Nobody looked at the clock."


class Told(NamedTuple):
    """What the story leaves behind."""

    review: Review


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    """Two papers: Ana and Ben agree on all of one; in the other Ana has decided two."""
    folder = tmp_path_factory.mktemp("codebook")
    made = small_review(folder, sqlite(folder))
    with writing(made.engine) as connection:
        add_paper(connection, finished_paper(), made.settings, now=timestamp())
    (made.folder / "papers" / f"{FINISHED}.pdf").write_bytes(OTHER_FILE)
    for name in ("Ana", "Ben"):
        mine = desk(made, name)
        first = mine.sheet(FINISHED).marks[0]
        mine.decide(FINISHED, draft(first.name, first.span, themes=("trust",)))
        confirm_all(mine, FINISHED)
        mine.finish(FINISHED, key())
    for mark, theme in zip(desk(made, "Ana").sheet(PAPER).marks, ("trust", "time"), strict=False):
        desk(made, "Ana").decide(PAPER, draft(mark.name, mark.span, themes=(theme,)))
    yield made
    made.close()


def finished_paper() -> SuggestedPaper:
    of = replace(document(), paper=FINISHED, title="A door that stays open")
    found = suggested(of)
    suggestions = tuple(replace(each, paper=FINISHED) for each in found.suggestions)
    return replace(found, document=of, suggestions=suggestions, source="door.pdf")


def blank(file: Path, page: int, dpi: int) -> bytes:
    picture = BytesIO()
    Image.new("RGB", (200, 300), "white").save(picture, "JPEG")
    return picture.getvalue()


@pytest.fixture(scope="module")
def told(browser: Browser, review: Review) -> Told:
    """The story."""
    with (
        served(review, blank) as at,
        Reader(browser, at, "Ana") as ana,
        Reader(browser, at, "Lea") as lea,
    ):
        lea_adds_and_renames(lea)
        ana_codes_with_the_codebook_in_view(ana)
        lea_splits_and_merges(lea)
        lea_retires_takes_back_and_retires(lea)
        ana_sees_the_codebook_and_changes_nothing(ana)
        ana_recodes_what_must_be_looked_at_again(ana)
        lea_settles_anew_what_was_agreed(lea)
        for each in (ana, lea):
            assert each.troubles == []
    return Told(review)


def lea_adds_and_renames(lea: Reader) -> None:
    lea.open("/codebook")
    asked = ask(lea, lea.page.get_by_role("button", name="Add a theme"))
    asked.get_by_label("Name").fill("Humour")
    asked.get_by_label("When to use").fill("Somebody could laugh.")
    answer(lea, asked, "Add")
    expect(theme(lea, "Humour")).to_contain_text("Somebody could laugh.")

    asked = change(lea, "Time", "Change")
    asked.get_by_label("Name").fill("Humour")
    asked.get_by_role("button", name="Change").click()
    expect(asked.get_by_role("alert")).to_contain_text("There is a theme named “Humour” already.")
    lea.troubles.clear()  # the browser notes that it was refused
    asked.get_by_label("Name").fill("Unhurried time")
    asked.get_by_label("Definition").fill(HURRY)
    answer(lea, asked, "Change")
    expect(theme(lea, "Unhurried time")).to_contain_text(HURRY)


def ana_codes_with_the_codebook_in_view(ana: Reader) -> None:
    ana.open_paper(PAPER)
    drawer = ana.page.get_by_role("complementary", name="Codebook")
    expect(drawer).to_be_hidden()
    ana.press("t")
    expect(drawer).to_contain_text("Somebody was only liked.")
    expect(drawer).to_contain_text(HURRY)
    ana.find(QUOTATIONS[2])
    ana.wait_a_moment()
    ana.choose("Humour")
    expect(drawer.locator(".is-chosen")).to_contain_text("Humour✓ chosen")
    ana.decide("c")
    expect(drawer).to_be_visible()
    ana.press("t")
    expect(drawer).to_be_hidden()


def lea_splits_and_merges(lea: Reader) -> None:
    asked = change(lea, "Trust", "Split")
    for number, name in enumerate(("Calm", "Belief"), start=1):
        part = asked.get_by_role("group", name=f"New theme {number}")
        part.get_by_label("Name").fill(name)
    asked.get_by_label("Why").fill("Two things in one.")
    answer(lea, asked, "Split")
    expect(theme(lea, "Trust")).to_contain_text("split into “Calm”, “Belief”")
    expect(theme(lea, "Trust")).to_contain_text("Somebody was only liked.")

    asked = change(lea, "Humour", "Merge")
    asked.get_by_label("Into").select_option(label="Calm")
    answer(lea, asked, "Merge")
    expect(theme(lea, "Humour")).to_contain_text("merged into “Calm”")


def lea_retires_takes_back_and_retires(lea: Reader) -> None:
    for act, does in (
        ("Retire", "Retire"),
        ("Take back into use", "Take back"),
        ("Retire", "Retire"),
    ):
        answer(lea, change(lea, "Unhurried time", act), does)
    expect(theme(lea, "Unhurried time")).to_contain_text("retired")
    steps = lea.page.locator(".steps > li > p:first-child")
    expect(steps).to_have_text(WORDS[::-1])
    expect(lea.page.locator(".steps")).to_contain_text("“Two things in one.”")


def ana_sees_the_codebook_and_changes_nothing(ana: Reader) -> None:
    ana.open("/codebook")
    expect(theme(ana, "Trust")).to_contain_text("2 decisions of yours")
    expect(ana.page.get_by_role("button", name=re.compile("Change|Split|Add"))).to_have_count(0)


def ana_recodes_what_must_be_looked_at_again(ana: Reader) -> None:
    ana.open("/")
    link = ana.page.get_by_role("link", name="look again")
    expect(link).to_contain_text("2 decisions with a theme that is no longer used")
    link.click()
    ana.find(QUOTATIONS[3])
    ana.press("l")
    assert ana.is_at(QUOTATIONS[0])
    ended = ana.page.get_by_role("group", name="Themes no longer used")
    expect(ended).to_contain_text("“Trust” was split into “Calm”, “Belief”: look again.")
    she_replaces(ana, ended.get_by_role("button", name="Belief"))
    expect(ended).to_be_hidden()

    ana.press("l")
    assert ana.is_at(QUOTATIONS[1])
    expect(ended).to_contain_text("“Unhurried time” was retired: look again.")
    she_replaces(ana, ended.get_by_role("button", name="Take it off"))

    ana.find(QUOTATIONS[2])
    expect(ended).to_contain_text("“Humour” was merged into “Calm”, and counts as that.")
    ana.open("/")
    expect(ana.page.get_by_role("link", name="look again")).to_have_count(0)


def she_replaces(ana: Reader, button: Locator) -> None:
    with ana.recorded():
        button.click()
        ana.wait_a_moment()


def lea_settles_anew_what_was_agreed(lea: Reader) -> None:
    lea.open("/codebook")
    again = lea.page.get_by_role("region", name="To be looked at again")
    expect(again).to_contain_text(QUOTATIONS[0])
    again.get_by_role("link", name="Settle it anew").click()
    expect(lea.page.locator("#told")).to_have_text(
        "“Trust” was split into “Calm”, “Belief”: look again."
    )
    lea.press("w")
    ended = lea.page.get_by_role("group", name="Themes no longer used")
    ended.get_by_role("button", name="Calm").click()
    lea.decide("Enter", by="settlements")
    lea.open("/codebook")
    expect(again).to_have_count(0)


def theme(reader: Reader, name: str) -> Locator:
    return reader.page.get_by_role("article", name=name, exact=True)


def change(lea: Reader, name: str, act: str) -> Locator:
    return ask(lea, theme(lea, name).get_by_role("button", name=act))


def ask(lea: Reader, button: Locator) -> Locator:
    """The form that a button opens."""
    button.click()
    return lea.page.get_by_role("dialog")


def answer(lea: Reader, asked: Locator, does: str) -> None:
    """Send a form, and see that the step is on record and the page is read anew."""
    with lea.page.expect_navigation(), lea.page.expect_response("**/codebook/steps") as answered:
        asked.get_by_role("button", name=does, exact=True).click()
    assert answered.value.ok


def test_every_step_is_on_record_with_who_made_it(told: Told) -> None:
    with reading(told.review.engine) as connection:
        history = history_of(connection)

    assert [each.words for each in history] == WORDS
    assert {each.recorded.person for each in history[1:]} == {"lea"}


def test_no_theme_and_no_text_of_one_is_lost(told: Told) -> None:
    codebook = current_codebook(told.review)

    assert [each.name for each in codebook.themes] == [
        "Trust", "Unhurried time", "Humour", "Calm", "Belief",
    ]  # fmt: skip
    assert codebook.guidance["trust"].when_not == "Somebody was only liked."
    assert [each.name for each in codebook.open] == ["Calm", "Belief"]


def test_decisions_keep_the_theme_that_they_were_made_with(told: Told) -> None:
    with reading(told.review.engine) as connection:
        chain = chain_of(connection, "ana")

    themes = [each.judgement.themes for each in chain if each.judgement and each.paper == PAPER]
    assert themes == [("trust",), ("time",), ("humour",), ("belief",), ()]


def test_accounts_tell_themes_as_decided_and_as_they_are_now(told: Told) -> None:
    accounts = list(eligible_accounts(told.review))

    assert len(accounts) == 4
    assert (accounts[0].account.themes, accounts[0].themes_now) == (("calm",), ("calm",))


def test_the_record_is_whole(told: Told) -> None:
    assert list(problems_of(told.review)) == []
