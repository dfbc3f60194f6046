"""What goes wrong between a person's fingers and the record, in a browser: nothing may be lost.

Fingers that press twice, connections that break, sessions that end, two tabs, papers full of HTML.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect
from sqlalchemy import update

from extractor.records import Decision, Existence, Phase, Voice
from extractor.store.checks import problems_of
from extractor.store.database import reading, writing
from extractor.store.folder import Review
from extractor.store.record import decisions_of
from extractor.store.tables import annotators
from tests.databases import sqlite
from tests.readers import Reader
from tests.reviews import (
    FIRST_PAGE,
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
from tests.visiting import Served, served

PEN, ASKED, FOUR_TIMES, NAME = QUOTATIONS
HOSTILE = """"><script>window.ran=1</script><img src=x onerror="window.ran=1">{{ 7*7 }}"""


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    made = small_review(tmp_path, sqlite(tmp_path))
    yield made
    made.close()


@pytest.fixture
def ana(browser: Browser, at: Served) -> Iterator[Reader]:
    """Ana, with the paper open before her and her first decision to be made."""
    with Reader(browser, at, "Ana") as reader:
        reader.open_paper(PAPER)
        expect(reader.said).to_have_text(PEN)
        yield reader


def on_record(review: Review, name: str = "ana") -> list[Decision]:
    """What somebody decided of the paper, in order; fails if the record is not whole."""
    assert list(problems_of(review)) == []
    with reading(review.engine) as connection:
        return list(decisions_of(connection, PAPER, [name])[name])


def said(decisions: list[Decision]) -> list[tuple[str, Existence]]:
    return [(each.mark, each.judgement.existence) for each in decisions if each.judgement]


# Fingers


def test_a_reflex_decides_once_and_a_second_look_decides_again(ana: Reader, review: Review) -> None:
    ana.page.clock.pause_at(ana.page.evaluate("Date.now() + 1000"))
    with ana.recorded():
        ana.press("c", "c", "r", "1", "u")
    expect(ana.said).to_have_text(ASKED)
    expect(ana.counts).to_have_text("1 of 4 decided")
    assert said(on_record(review)) == [("s1", Existence.CONFIRM)]

    ana.page.clock.run_for(301)
    with ana.recorded():
        ana.press("c")
    assert said(on_record(review)) == [("s1", Existence.CONFIRM), ("s2", Existence.CONFIRM)]


def test_a_key_held_down_decides_once(ana: Reader, review: Review) -> None:
    with ana.recorded():
        for _ in range(5):
            ana.page.keyboard.down("c")
            ana.wait_a_moment()
    ana.page.keyboard.up("c")

    expect(ana.counts).to_have_text("1 of 4 decided")
    assert said(on_record(review)) == [("s1", Existence.CONFIRM)]


def test_a_second_click_on_a_button_decides_once(ana: Reader, review: Review) -> None:
    ana.page.clock.pause_at(ana.page.evaluate("Date.now() + 1000"))
    with ana.recorded():
        ana.page.get_by_role("button", name="Confirm").dblclick()

    expect(ana.counts).to_have_text("1 of 4 decided")
    assert said(on_record(review)) == [("s1", Existence.CONFIRM)]


def test_arrows_select_words_and_change_no_field_that_was_clicked_before(
    ana: Reader, review: Review
) -> None:
    ana.page.get_by_role("radio", name="professional").click()

    ana.press("a", "Shift+ArrowRight", "Shift+ArrowRight")

    expect(ana.page.locator("#marking")).to_contain_text("3 words")
    expect(ana.page.get_by_role("radio", name="professional")).to_be_checked()


# Connections and sessions


@pytest.mark.parametrize("arrives", [False, True], ids=["request is lost", "answer is lost"])
def test_what_a_broken_connection_took_is_sent_again_and_decided_once(
    ana: Reader, review: Review, arrives: bool
) -> None:
    keys = list[str]()

    def break_once(route: Route) -> None:
        keys.append(json.loads(route.request.post_data or "")["key"])
        if len(keys) > 1:
            route.continue_()
            return
        if arrives:
            route.fetch()
        route.abort("connectionreset")

    ana.page.route("**/decisions", break_once)
    ana.press("c")
    expect(ana.page.locator("#saving")).to_have_text("not saved yet – trying again")
    assert len(on_record(review)) == arrives
    with ana.recorded():
        ana.wait_a_moment()

    expect(ana.counts).to_have_text("1 of 4 decided")
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert said(on_record(review)) == [("s1", Existence.CONFIRM)]


def test_what_is_decided_while_the_connection_is_broken_keeps_its_order(
    ana: Reader, review: Review
) -> None:
    ana.page.route("**/decisions", lambda route: route.abort())
    for given in (["c"], ["r", "2"], ["u"]):
        ana.wait_a_moment()
        ana.press(*given)
    expect(ana.page.locator("#saving")).to_have_text("3 decisions not saved yet – trying again")
    ana.page.unroute("**/decisions")
    ana.page.clock.fast_forward(10_000)

    expect(ana.counts).to_have_text("3 of 4 decided · 1 unsure")
    assert said(on_record(review)) == [
        ("s1", Existence.CONFIRM),
        ("s2", Existence.REJECT),
        ("s3", Existence.UNSURE),
    ]


def test_who_is_signed_out_meanwhile_signs_in_again_and_loses_nothing(
    ana: Reader, review: Review
) -> None:
    other = ana.new_page()
    other.goto(f"{ana.at.origin}/")
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_label("Your PIN")).to_be_visible()
    ana.press("c")
    expect(ana.page.locator("#saving")).to_contain_text("signed out – not saved yet")
    assert on_record(review) == []

    ana.sign_in(other)
    with ana.recorded():
        ana.page.get_by_role("button", name="try again").click()
    assert said(on_record(review)) == [("s1", Existence.CONFIRM)]


def test_in_two_tabs_what_was_decided_last_counts_and_both_are_on_record(
    ana: Reader, review: Review
) -> None:
    first, second = ana.page, ana.new_page()
    second.goto(first.url)
    second.get_by_role("button", name="Start reading").click()
    ana.decide("c")

    ana.page = second
    expect(ana.said).to_have_text(PEN)
    ana.decide("r", "2")

    assert said(on_record(review)) == [("s1", Existence.CONFIRM), ("s1", Existence.REJECT)]
    for page in (first, second):
        page.reload()
        expect(page.locator("#counts")).to_have_text("1 of 4 decided")
        expect(page.locator(".tick.state-rejected")).to_have_count(1)


def test_what_an_old_tab_decides_after_the_paper_was_finished_is_recorded_as_later(
    ana: Reader, review: Review
) -> None:
    confirm_all(desk(review, "Ana"), PAPER)
    desk(review, "Ana").finish(PAPER, key())

    ana.decide("r", "1")

    assert on_record(review)[-1].phase is Phase.AFTER_UNBLINDING


# The page


def test_the_words_of_every_page_are_text_that_the_browser_finds(ana: Reader) -> None:
    for number, words in enumerate([FIRST_PAGE, document().text.split("\n\n")[1]]):
        layer = ana.page.locator(".sheet").nth(number).locator(".words")
        expect(layer).to_have_text(words)
    over_two_lines = "what had helped them most"
    assert ana.page.evaluate("words => window.find(words, true, false, true)", over_two_lines)
    assert ana.page.evaluate("getSelection().toString()") == over_two_lines
    assert ana.page.evaluate("getSelection().anchorNode.parentElement.closest('.words') !== null")


def test_who_wants_to_pause_is_reminded_and_can_blur_the_page(ana: Reader) -> None:
    ana.page.get_by_role("button", name="Care").click()
    ana.page.get_by_label("Remind me to pause after").fill("20")
    ana.page.get_by_role("button", name="Close").click()
    ana.page.clock.fast_forward("20:00")
    expect(ana.page.locator("#toast")).to_contain_text("You have been reading for 20 minutes.")
    ana.page.get_by_role("button", name="Blur and pause").click()

    expect(ana.page.locator(".quote")).to_have_css("filter", "blur(7px)")
    ana.press("Space")
    expect(ana.page.locator(".quote")).to_have_css("filter", "none")
    ana.press("j")
    expect(ana.page.locator(".quote")).to_have_css("filter", "blur(7px)")


# Hostile text


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[Review]:
    """A finished paper whose words, title, file and people are full of HTML."""
    paper = document(FIRST_PAGE.replace("Trust and time.", f"{HOSTILE} Trust."))
    found = suggested(replace(paper, title=HOSTILE), [HOSTILE, *QUOTATIONS[1:]])
    found = replace(found, source=f"{HOSTILE}.pdf")
    made = small_review(tmp_path, sqlite(tmp_path), paper=found, title=HOSTILE, question=HOSTILE)
    with writing(made.engine) as connection:
        connection.execute(update(annotators).values(name=HOSTILE).where(annotators.c.id == "ben"))
    for name, voice in (("Ana", Voice.LAY), ("Ben", Voice.SERVICE_USER)):
        mine = desk(made, name)
        for mark in mine.sheet(PAPER).marks:
            given = draft(mark.name, mark.span, voice=voice, speaker=HOSTILE, note=HOSTILE)
            mine.decide(PAPER, given)
        mine.finish(PAPER, key())
    yield made
    made.close()


@pytest.mark.parametrize(
    ("who", "path", "shown_in"),
    [
        ("Ana", "/", ".question h1"),
        ("Ana", "/", ".paper-name"),
        ("Ana", "/screening", ".paper-name"),
        ("Ana", f"/papers/{PAPER}", "#title"),
        ("Ana", f"/papers/{PAPER}", "#panel .quote .said"),
        ("Ana", f"/papers/{PAPER}", "#panel .other-said h3"),
        ("Ana", f"/papers/{PAPER}", ".words >> nth=0"),
        ("Lea", f"/papers/{PAPER}/adjudicate", "#one .said-words"),
        ("Lea", f"/papers/{PAPER}/adjudicate", "#other .said-rows"),
        ("Lea", f"/papers/{PAPER}/adjudicate", "#other .said-note"),
        ("Lea", "/lead", ".far-name >> nth=1"),
        ("Lea", "/lead", ".person >> nth=1"),
        ("Lea", "/lead", ".papers .paper-name"),
    ],
)
def test_html_in_a_paper_is_shown_as_text_and_nothing_of_it_runs(
    browser: Browser, hostile: Review, who: str, path: str, shown_in: str
) -> None:
    with served(hostile) as at, Reader(browser, at, who) as reader:
        reader.open(path)
        expect(reader.page.locator(shown_in)).to_contain_text(HOSTILE)
        reader.press("?")

        assert reader.page.evaluate("window.ran") is None
        assert reader.page.locator("img[src=x], script:not([src])").count() == 0
        assert [each for each in reader.troubles if "pages/" not in each] == []
