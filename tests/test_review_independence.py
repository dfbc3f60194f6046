"""Nothing of one annotator's work reaches another, by any route, before both have finished."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import update
from starlette.routing import Route

from extractor.records import Eligibility, Existence, Step
from extractor.store.database import reading, writing
from extractor.store.folder import Review
from extractor.store.papers import list_papers
from extractor.store.prospects import keep_prospects
from extractor.store.tables import annotators
from tests.databases import sqlite
from tests.prescreened import prospect
from tests.reviews import (
    PAPER,
    QUOTATIONS,
    confirm_all,
    desk,
    document,
    draft,
    key,
    small_review,
    span_of,
    suggested,
)
from tests.visiting import Served, Visitor, served

PLANTED = "zebra"
OF_THIS_REVIEW = re.compile(r"[0-9a-f]{64}|<time.*?</time>")
"""What differs in any two reviews: CSRF tokens, and when their codebooks began."""
SETTLEMENT = "some-settlement"


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    """A review whose paper was pre-screened, with a stopping rule."""
    made = small_review(tmp_path, sqlite(tmp_path), stop_after=1)
    with reading(made.engine) as connection:
        (paper,) = list_papers(connection)
    keep_prospects(made, {paper.document: prospect(paper.title, 0.9)})
    yield made
    made.close()


@pytest.fixture
def page(review: Review) -> Iterator[Served]:
    with served(review) as at:
        yield at


def work(review: Review, name: str) -> None:
    """Do everything that leaves a trace, with a word in it that stands nowhere else."""
    by = desk(review, name)
    marks = by.sheet(PAPER).marks
    by.decide(PAPER, draft("s1", marks[0].span, note=PLANTED, speaker=PLANTED, themes=("trust",)))
    by.decide(PAPER, draft("s2", marks[1].span, Existence.REJECT, reason=PLANTED))
    by.decide(PAPER, draft("s3", marks[2].span, eligibility=Eligibility.UNSURE, note=PLANTED))
    added = span_of(document(), "met without hurry")
    by.decide(PAPER, draft("", added, Existence.ADD, speaker=PLANTED))
    by.screen(PAPER, Step.EXCLUDE, PLANTED, PLANTED, key())
    confirm_all(by, PAPER)
    by.finish(PAPER, key())


def paths(page: Served, method: str) -> list[str]:
    """The paths of all routes that answer a method, for the paper; signing in and out left out."""
    found = [
        route.path
        for route in page.page.app.routes
        if isinstance(route, Route) and method in (route.methods or ())
    ]
    filled = [
        path.replace("{paper}", PAPER)
        .replace("{page:int}", "1")
        .replace("{settlement}", SETTLEMENT)
        for path in found
    ]
    return [path for path in filled if "{" not in path and "/sign-" not in path]


def seen(page: Served, visitor: Visitor) -> dict[str, tuple[int, str]]:
    """Everything that a visitor can be told: each page, each piece of data, each refusal."""
    answers = {
        f"GET {path}": visitor.get(path, Accept=accept)
        for path in paths(page, "GET")
        for accept in ("text/html", "application/json")
    }
    for path in paths(page, "POST"):
        if not path.endswith(("/decisions", "/undo", "/finish", "/close", f"{PAPER}/screening")):
            body = {"key": "one-and-the-same", "names": ["ben/s1"], "outcome": "one",
                    "step": "include", "joint": True}  # fmt: skip
            answers[f"POST {path}"] = visitor.post(path, body)
    return {path: (answer.status_code, answer.text) for path, answer in answers.items()}


def test_the_crawl_reaches_every_kind_of_page(page: Served) -> None:
    reached = [path.removeprefix(f"/papers/{PAPER}") for path in paths(page, "GET")]

    assert {"/", "/lead", "/screening", "", "/state", "/words", "/docket", "/adjudicate"} <= {
        *reached
    }
    assert len(paths(page, "POST")) >= 8


def test_all_answers_stay_the_same_whatever_the_other_does(review: Review, page: Served) -> None:
    ana = page.visitor("Ana")
    before = seen(page, ana)

    work(review, "Ben")

    assert seen(page, ana) == before


def test_all_answers_stay_the_same_for_a_lead_who_annotates(review: Review, page: Served) -> None:
    with writing(review.engine) as connection:
        both = update(annotators).where(annotators.c.id == "ana")
        connection.execute(both.values(roles=["annotator", "lead"]))
    ana = page.visitor("Ana")
    before = seen(page, ana)

    work(review, "Ben")

    assert seen(page, ana) == before


def test_the_same_holds_for_the_one_who_finished_first(review: Review, page: Served) -> None:
    work(review, "Ben")
    ben = page.visitor("Ben")
    before = seen(page, ben)

    ana = desk(review, "Ana")
    ana.decide(PAPER, draft("s1", ana.sheet(PAPER).marks[0].span, note=PLANTED))
    ana.screen(PAPER, Step.INCLUDE, "", "", key())
    changed = {path for path, answer in seen(page, ben).items() if answer != before[path]}

    # Both have said by now whether the paper belongs to the review: that may be seen, no mark.
    assert changed == {"GET /screening", f"POST /papers/{PAPER}/screening/settle"}


def test_a_lead_sees_progress_but_nothing_of_what_was_decided(review: Review, page: Served) -> None:
    lea = page.visitor("Lea")
    work(review, "Ben")

    told = seen(page, lea)

    assert [path for path, (_, text) in told.items() if PLANTED in text] == []


def test_once_both_have_finished_all_is_open(review: Review, page: Served) -> None:
    work(review, "Ben")
    confirm_all(desk(review, "Ana"), PAPER)
    desk(review, "Ana").finish(PAPER, key())

    told = seen(page, page.visitor("Ana"))

    open_now = {path for path, (_, text) in told.items() if PLANTED in text}
    assert {f"GET /papers/{PAPER}/state", f"GET /papers/{PAPER}/docket"} <= open_now


def told_while_blind(folder: Path, quotations: Sequence[str]) -> dict[str, str]:
    """What Ana, who leads too, is told of a paper with these suggestions before any is shown."""
    folder.mkdir()
    databases = sqlite(folder)
    paper = suggested(document(), quotations)
    review = small_review(folder, databases, paper=paper, blind_share=0.5, seed=1)
    with writing(review.engine) as connection:
        both = update(annotators).where(annotators.c.id == "ana")
        connection.execute(both.values(roles=["annotator", "lead"]))
    with served(review) as page:
        told = seen(page, page.visitor("Ana"))
    review.close()
    return {path: OF_THIS_REVIEW.sub("", text) for path, (_, text) in told.items()}


def test_who_still_reads_without_suggestions_is_not_told_how_many_there_are(
    tmp_path: Path,
) -> None:
    assert told_while_blind(tmp_path / "four", QUOTATIONS) == told_while_blind(
        tmp_path / "one", QUOTATIONS[:1]
    )


def test_somebody_who_is_not_of_the_paper_sees_nothing_of_it(review: Review, page: Served) -> None:
    with writing(review.engine) as connection:
        only = update(annotators).where(annotators.c.id == "lea")
        connection.execute(only.values(roles=["annotator"]))
    told = seen(page, page.visitor("Lea"))

    named = {path for path, (_, text) in told.items() if "pen down" in text}
    assert named == set()
