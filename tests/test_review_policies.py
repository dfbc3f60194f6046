"""The page of reviews with one annotator a paper, or three; and whose voices a review asks for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from extractor.records import Decision, Existence, Judgement, Outcome
from extractor.store.database import reading
from extractor.store.folder import Review
from extractor.store.papers import assigned_to
from extractor.store.record import adjudicating, decisions_of
from tests.databases import sqlite
from tests.readers import Reader
from tests.reviews import (
    PAPER,
    QUOTATIONS,
    confirm_all,
    desk,
    document,
    draft,
    key,
    review_of_three,
    small_review,
    span_of,
)
from tests.visiting import served

PEN, ASKED, FOUR_TIMES, NAME = QUOTATIONS


def finish(review: Review, name: str, first: Existence, second: Existence) -> None:
    """Decide on the first two quotations so, confirm the others, and finish."""
    mine = desk(review, name)
    for mark, existence in zip(mine.sheet(PAPER).marks, (first, second), strict=False):
        reason = "interviewer" if existence is Existence.REJECT else ""
        mine.decide(PAPER, draft(mark.name, mark.span, existence, reason=reason, speaker="P1"))
    confirm_all(mine, PAPER)
    mine.finish(PAPER, key())


def settled(review: Review) -> list[Decision]:
    with reading(review.engine) as connection:
        return adjudicating(connection, PAPER)


def said(review: Review, name: str = "ana") -> list[Judgement]:
    with reading(review.engine) as connection:
        decisions = decisions_of(connection, PAPER, [name])[name]
    return [each.judgement for each in decisions if each.judgement]


def test_of_three_people_the_third_may_be_right_and_who_is_unsure_is_not(
    browser: Browser, tmp_path: Path
) -> None:
    review = review_of_three(tmp_path, sqlite(tmp_path))
    finish(review, "Ana", Existence.UNSURE, Existence.CONFIRM)
    finish(review, "Ben", Existence.REJECT, Existence.CONFIRM)
    finish(review, "Cara", Existence.CONFIRM, Existence.CONFIRM)
    with served(review) as at, Reader(browser, at, "Lea") as lea:
        lea.open(f"/papers/{PAPER}/adjudicate")
        ways = lea.page.get_by_role("group", name="Settle it")
        expect(ways.get_by_role("button", name="A: unsure, settles nothing")).to_be_disabled()
        expect(ways.get_by_role("button", name="None of them: no account")).to_be_visible()
        lea.press("1")
        expect(lea.page.locator("#toast")).to_contain_text("unsure said nothing that settles it")

        lea.decide("3", by="settlements")

        expect(lea.page.locator(".told")).to_contain_text("as C has it")
        assert lea.troubles == []
    assert [each.outcome for each in settled(review)] == [Outcome.THIRD]
    review.close()


def test_a_settlement_is_withdrawn_together_or_not_at_all(browser: Browser, tmp_path: Path) -> None:
    review = small_review(tmp_path, sqlite(tmp_path))
    finish(review, "Ana", Existence.REJECT, Existence.CONFIRM)
    finish(review, "Ben", Existence.CONFIRM, Existence.CONFIRM)
    with served(review) as at, Reader(browser, at, "Lea") as lea, Reader(browser, at, "Ana") as ana:
        lea.open(f"/papers/{PAPER}/adjudicate")
        expect(lea.page.locator("#told")).to_be_visible()
        lea.decide("2", by="settlements")
        ana.open(f"/papers/{PAPER}/adjudicate")
        withdraw = ana.page.get_by_role("button", name="Withdraw this settlement together with Ben")

        withdraw.click()
        expect(ana.page.locator("#toast")).to_contain_text("Settle it together with Ben")
        assert len(settled(review)) == 1

        ana.page.get_by_role("checkbox", name="I decide this together with Ben").check()
        with ana.recorded("withdraw"):
            withdraw.click()
    assert [(each.annotator, each.joint) for each in settled(review)] == [
        ("lea", False),
        ("ana", True),
    ]
    review.close()


def test_who_annotates_alone_is_told_of_nobody_else(browser: Browser, tmp_path: Path) -> None:
    review = small_review(tmp_path, sqlite(tmp_path), people=1)
    with reading(review.engine) as connection:
        (alone,) = assigned_to(connection, PAPER)
    finish(review, alone.title(), Existence.UNSURE, Existence.CONFIRM)
    with served(review) as at, Reader(browser, at, alone.title()) as reader:
        expect(reader.page.get_by_text("1 conflict to settle", exact=False)).to_be_visible()
        reader.open_paper(PAPER)
        expect(reader.banner).to_contain_text("You finished this paper")
        reader.open(f"/papers/{PAPER}/adjudicate")
        expect(reader.page.get_by_role("button", name="Not so: no account")).to_be_visible()
        pages = " ".join(reader.told) + reader.page.content()
        assert "together" not in pages
        assert "other annotator" not in pages

        reader.decide("2", by="settlements")
    assert [(each.outcome, each.joint) for each in settled(review)] == [(Outcome.NEITHER, False)]
    review.close()


@pytest.fixture
def ana(browser: Browser, tmp_path: Path) -> Iterator[tuple[Reader, Review]]:
    """Ana, who reads for a review that asks for the words of service users."""
    review = small_review(tmp_path, sqlite(tmp_path), eligible_voices=("service user",))
    with served(review) as at, Reader(browser, at, "Ana") as reader:
        reader.open_paper(PAPER)
        yield reader, review
        assert reader.troubles == []
    review.close()


def test_a_voice_that_the_review_does_not_ask_for_is_proposed_as_not_eligible(
    ana: tuple[Reader, Review],
) -> None:
    reader, review = ana
    wrong = reader.page.get_by_role("radio", name="wrong speaker")
    asked = reader.page.get_by_text("This review asks for: service user.")
    expect(asked).to_be_hidden()

    reader.page.get_by_role("radio", name="professional", exact=True).click()
    expect(wrong).to_be_checked()
    expect(asked).to_be_visible()
    reader.decide("c")

    assert [(each.voice, each.eligibility) for each in said(review)] == [
        ("professional", "wrong speaker")
    ]


def test_what_a_person_says_of_eligibility_stands_whatever_the_voice(
    ana: tuple[Reader, Review],
) -> None:
    reader, review = ana
    reader.page.get_by_role("radio", name="off the question", exact=True).click()
    reader.page.get_by_role("radio", name="professional", exact=True).click()
    expect(reader.page.get_by_role("radio", name="off the question")).to_be_checked()
    reader.decide("c")

    reader.press("j", "k", "k")
    reader.wait_a_moment()
    reader.page.get_by_role("radio", name="professional", exact=True).click()
    reader.page.get_by_role("radio", name="eligible", exact=True).click()
    reader.decide("c")

    assert {each.eligibility for each in said(review)} == {"off the question", "eligible"}


def test_words_marked_over_a_rejected_suggestion_ask_whether_to_take_that_back(
    ana: tuple[Reader, Review],
) -> None:
    reader, review = ana
    reader.decide("r", "1")
    expect(reader.said).to_have_text(ASKED)
    reader.wait_a_moment()
    reader.press(
        "k", "a", "Shift+ArrowRight", "Shift+End", "Shift+ArrowDown", "Shift+ArrowLeft", "a"
    )

    expect(reader.page.locator("#toast")).to_contain_text("You rejected this. Take that back?")
    reader.decide("c")

    assert [each.existence for each in said(review)] == [Existence.REJECT, Existence.CORRECT]
    assert said(review)[-1].span != span_of(document(), PEN)
