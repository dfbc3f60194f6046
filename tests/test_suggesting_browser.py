"""Suggested themes in a browser: ten decisions change the order, and no key waits for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from extractor.records import Decision
from extractor.store.database import reading
from extractor.store.folder import Review
from extractor.store.record import decisions_of
from tests.databases import sqlite
from tests.readers import Reader
from tests.reviews import PAPER, document, small_review, suggested
from tests.visiting import served

KETTLES = tuple(
    f"{begin} the kettle was on and {end}."
    for begin, end in (
        ("On Mondays", "the cups stood ready"),
        ("Every week", "we began with a cup"),
        ("When I came in", "he looked up"),
        ("By then", "I could hear it from the stairs"),
        ("Again", "nobody had to say a thing"),
        ("That winter", "the window was white"),
        ("Once more", "she had found the good cups"),
        ("After the holidays", "it was as if no week had passed"),
        ("In the new room", "it sounded the same"),
        ("The last time", "we both laughed"),
        ("Now too", "I hear it in my own kitchen"),
    )
)
PARAGRAPH = " ".join(f"{number}: “{text}”" for number, text in enumerate(KETTLES, start=1))


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    databases = sqlite(tmp_path)
    paper = suggested(document(first=PARAGRAPH), KETTLES)
    made = small_review(tmp_path, databases, paper=paper, cold_share=0.0)
    yield made
    made.close()


@pytest.fixture
def ana(browser: Browser, review: Review) -> Iterator[Reader]:
    with served(review) as at, Reader(browser, at, "Ana") as reader:
        reader.open_paper(PAPER)
        expect(reader.said).to_have_text(KETTLES[0])
        yield reader


def sort_under(reader: Reader, theme: str) -> None:
    """Press the digit that the theme has now, and confirm."""
    button = reader.page.locator(".theme", has_text=theme)
    reader.decide(button.locator("kbd").inner_text(), "c")


def decisions(review: Review) -> list[Decision]:
    with reading(review.engine) as connection:
        return decisions_of(connection, PAPER, ["ana"])["ana"]


def test_ten_decisions_change_the_order_and_say_why(ana: Reader, review: Review) -> None:
    """A kettle is no word of the codebook; sorted under Time ten times, it stands for Time."""
    page = ana.page
    why = page.locator(".why-themes")
    expect(why).to_contain_text("from the codebook’s words alone")
    for number in range(10):
        expect(ana.said).to_have_text(KETTLES[number])
        with page.expect_response("**/themes"):
            sort_under(ana, "Time")
    page.reload()
    expect(ana.said).to_have_text(KETTLES[10])
    expect(why).to_contain_text("learned from 10 sorted accounts")
    expect(why).to_contain_text("accounts like it")
    expect(page.locator(".theme").first).to_contain_text("Time")
    made = [each for each in decisions(review) if each.judgement]
    assert {each.judgement.themes for each in made if each.judgement} == {("time",)}
    assert all(each.themes_shown for each in made)


def test_keys_do_not_wait_for_suggested_themes(browser: Browser, review: Review) -> None:
    """Without an answer the codebook stays in its own order, and the record says so."""
    with served(review) as at, Reader(browser, at, "Ana") as reader:
        waiting: list[Route] = []
        reader.page.route("**/themes", lambda route: waiting.append(route))
        reader.open_paper(PAPER)
        expect(reader.said).to_have_text(KETTLES[0])
        reader.decide("1", "c")
        expect(reader.said).to_have_text(KETTLES[1])
        assert waiting, "they were asked for"
    [made] = [each for each in decisions(review) if each.judgement]
    assert made.judgement
    assert made.judgement.themes == ("trust",)
    assert not made.themes_shown
