"""Screening on the page: pre-screening gives order and reasons, and people decide."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from extractor.records import Step
from extractor.reports.screening import screening_page
from extractor.store.folder import Review
from extractor.store.overview import screenings
from extractor.store.prospects import keep_prospects
from extractor.store.stopping import unread_papers
from tests.databases import sqlite
from tests.prescreened import (
    BENCH,
    DOOR,
    KETTLE,
    LAMP,
    PROSPECTS,
    SCAN,
    WHY,
    id_of,
    prescreened_review,
    say,
)
from tests.readers import Reader
from tests.reviews import person
from tests.visiting import Served, served

RANKED = [KETTLE, LAMP, BENCH, SCAN, DOOR]


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    made = prescreened_review(tmp_path, sqlite(tmp_path), stop_after=2)
    yield made
    made.close()


def titles(page: str) -> list[str]:
    return re.findall(r'class="paper-name">(.*?)<', page)


def row_of(page: str, title: str) -> str:
    """What the list shows of one paper."""
    rows = re.findall(r'<li class="screened".*?</li>\s*(?=<li class="screened"|</ol>)', page, re.S)
    found: str = next(row for row in rows if f">{title}<" in row)
    return found


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        pytest.param("", RANKED, id="as ranked, what needs a person before what may be passed by"),
        pytest.param("voice=professional", [LAMP, KETTLE, BENCH, SCAN, DOOR], id="by a voice"),
        pytest.param("order=topic", [SCAN, DOOR, LAMP, KETTLE, BENCH], id="by topic, a scan first"),
        pytest.param("order=as+put+in", [SCAN, DOOR, BENCH, LAMP, KETTLE], id="as put in"),
        pytest.param("voice=nobody&order=none", RANKED, id="what is not known is not asked"),
    ],
)
def test_all_papers_are_listed_in_the_order_asked_for(
    at: Served, asked: str, order: list[str]
) -> None:
    assert titles(at.visitor("Ana").get(f"/screening?{asked}").text) == order


def test_a_row_tells_kind_chance_number_topic_voice_reason_and_samples(at: Served) -> None:
    row = row_of(at.visitor("Ana").get("/screening").text, KETTLE)

    for told in ("90% chance of accounts", "<b>7</b> accounts expected (5–9)", "topic 0.20",
                 "service user 7", "7 likely quotations", "Words of The kettle."):  # fmt: skip
        assert told in row


def test_who_still_reads_pages_without_suggestions_is_told_no_number_of_them(
    tmp_path: Path,
) -> None:
    review = prescreened_review(tmp_path, sqlite(tmp_path), blind_share=0.5, seed=1)
    with served(review) as at:
        row = row_of(at.visitor("Ana").get("/screening").text, KETTLE)
    review.close()

    assert "5–9 accounts expected" in row
    assert "service user" in row
    assert not re.search(r"\b7\b", row)


def test_a_review_that_was_not_prescreened_says_how_it_is_done(review: Review, at: Served) -> None:
    keep_prospects(review, {})

    page = at.visitor("Ana").get("/screening").text

    assert titles(page) == RANKED[3:] + RANKED[2::-1]
    assert f"firsthand screen {review.folder.name}" in page


def test_two_people_screen_by_keys_in_the_order_and_see_each_other_when_both_have_said(
    browser: Browser, at: Served, review: Review
) -> None:
    with Reader(browser, at, "Ana") as ana, Reader(browser, at, "Ben") as ben:
        for reader, of_the_kettle in ((ana, ["i"]), (ben, ["x", "1"])):
            reader.open("/screening")
            current = reader.page.locator(".screened.is-current .paper-name")
            expect(current).to_have_text(KETTLE)
            reader.decide(*of_the_kettle, by="screening")
            expect(current).to_have_text(LAMP)
            reader.decide("x", "1", by="screening")
        ana.open("/screening")
        disputed = ana.page.locator('[data-waits="disputed"]')
        expect(disputed).to_contain_text(KETTLE)
        expect(disputed).to_contain_text("Ben")

    said = {each.paper.title: each for each in screenings(review, person("Lea"))}
    assert said[KETTLE].is_disputed
    assert said[LAMP].steps == [(Step.EXCLUDE, WHY)] * 2


def test_samples_are_shown_by_a_key_and_what_needs_a_person_by_a_button(
    browser: Browser, at: Served
) -> None:
    with Reader(browser, at, "Ana") as ana:
        ana.open("/screening")
        sample = ana.page.get_by_text("Words of The kettle.")
        expect(sample).to_be_hidden()
        ana.press("s")
        expect(sample).to_be_visible()

        ana.page.get_by_role("button", name="Show it").click()
        expect(ana.page.locator(".screened:visible .paper-name")).to_have_text([SCAN])


def test_a_lead_stops_and_goes_on_and_the_page_says_so(
    browser: Browser, at: Served, review: Review
) -> None:
    say(review, {KETTLE: Step.EXCLUDE, LAMP: Step.EXCLUDE})
    with Reader(browser, at, "Lea") as lea:
        lea.open("/screening")
        lea.page.get_by_label("Why").fill("As agreed.")
        lea.page.get_by_role("button", name="Leave the rest unread").click()
        rule = lea.page.get_by_role("region", name="Stopping rule")
        expect(rule).to_contain_text("Lea left 2 papers unread: As agreed.")
        expect(lea.page.locator("#counts")).to_contain_text("Excluded by automation")
        assert unread_papers(review) == {id_of(BENCH), id_of(DOOR)}
        told = at.visitor("Ana").get("/").text
        assert told.count("Left unread by the stopping rule") == 2

        lea.page.get_by_role("button", name="Take them up again").click()
        expect(rule).to_contain_text("Lea took up again 2 papers")
        assert unread_papers(review) == set()
        assert lea.troubles == []


def test_a_lead_stops_also_where_no_paper_is_shown(
    browser: Browser, at: Served, review: Review
) -> None:
    say(review, {KETTLE: Step.EXCLUDE, LAMP: Step.EXCLUDE})
    with Reader(browser, at, "Lea") as lead:
        lead.open("/screening?find=nowhere")
        lead.page.get_by_role("button", name="All keys").click()
        expect(lead.page.get_by_role("dialog")).to_contain_text("next paper")
        lead.press("Escape")
        lead.page.get_by_role("button", name="Leave the rest unread").click()
        expect(lead.page.get_by_role("button", name="Take them up again")).to_be_visible()


def test_on_the_exported_page_no_filter_by_voice_and_no_order_puts_a_scan_away(
    browser: Browser, tmp_path: Path
) -> None:
    exported = tmp_path / "screening.html"
    exported.write_text(screening_page(PROSPECTS), encoding="utf-8")
    page = browser.new_page()
    page.goto(exported.as_uri())

    page.get_by_label("Voice").select_option("professional")
    page.get_by_label("Order").select_option("topic")

    expect(page.locator("tbody tr:visible .title")).to_have_text([SCAN, LAMP])
    page.close()
