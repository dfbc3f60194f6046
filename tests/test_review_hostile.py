"""What a paper, a file's name or a stranger may send: refused, or shown as text."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.records import Existence
from extractor.store.folder import Review
from extractor.store.rules import NotYoursError
from tests.databases import sqlite
from tests.reviews import (
    FIRST_PAGE,
    PAPER,
    QUOTATIONS,
    desk,
    document,
    draft,
    key,
    small_review,
    suggested,
)
from tests.visiting import Served

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    """A review of a paper whose text, title and file name are full of HTML."""
    databases = sqlite(tmp_path)
    hostile = document(FIRST_PAGE.replace("Trust and time.", f"{SCRIPT} Trust."))
    hostile = replace(hostile, title=f"{SCRIPT} and time")
    paper = suggested(hostile, [SCRIPT, *QUOTATIONS[1:]])
    paper = replace(paper, source=f"{SCRIPT}=cmd.pdf")
    made = small_review(tmp_path, databases, paper=paper, title=SCRIPT, question=SCRIPT)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("who", "path"),
    [("Ana", "/"), ("Ana", "/screening"), ("Ana", f"/papers/{PAPER}"), ("Lea", "/lead")],
)
def test_html_in_names_titles_and_questions_is_text(at: Served, who: str, path: str) -> None:
    html = at.visitor(who).get(path, Accept="text/html").text

    assert "<img src=x" not in html
    assert "alert(1)</script>" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("path", ["state", "words"])
def test_data_is_data_for_every_browser(at: Served, path: str) -> None:
    answer = at.visitor("Ana").get(f"/papers/{PAPER}/{path}")

    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert SCRIPT in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/papers/..%2f..%2freview.toml/pages/1.jpg",
        "/papers/*/pages/1.jpg",
        f"/papers/{PAPER}/pages/../../../review.db",
        f"/papers/{PAPER.upper()}/pages/1.jpg",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2f..%2f..%2freview.db",
    ],
)
def test_no_path_leads_out_of_what_is_served(at: Served, path: str) -> None:
    answer = at.visitor("Ana").get(path)

    assert answer.status_code == 404
    assert "import" not in answer.text


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"key": "12345678", "mark": "s2", "existence": "accept", "start": 1, "end": 5},
        {"key": "12345678", "mark": "s2", "existence": "confirm", "start": "1", "end": 5},
        {"key": "12345678", "mark": "s2", "existence": "confirm", "start": 5, "end": 1},
        {"key": "12345678", "mark": "s2", "existence": "confirm", "start": 1, "end": 10**12},
        {"key": "short", "mark": "s2", "existence": "confirm", "start": 1, "end": 5},
        {"key": "12345678", "mark": ["s2"], "existence": "confirm", "start": 1, "end": 5},
        {"key": "12345678", "mark": "s2", "existence": "confirm", "start": 1, "end": 5,
         "themes": [{}]},
        {"key": "12345678", "mark": "s2", "existence": "confirm", "start": 1, "end": 5,
         "seconds": "NaN", "voice": "everybody"},
    ],
)  # fmt: skip
def test_requests_that_make_no_sense_are_refused_with_advice(at: Served, body: object) -> None:
    visitor = at.visitor("Ana")

    answer = visitor.client.post(
        f"/papers/{PAPER}/decisions",
        json=body,
        headers={"X-CSRF-Token": visitor.csrf, "Accept": "application/json"},
    )

    assert answer.status_code == 422
    assert answer.json()["error"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X-CSRF-Token": "0" * 64}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Host": "evil.example"}, 421),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Cookie": "nothing"}, 403),
    ],
    ids=["another token", "another origin", "another host", "another site", "no cookies"],
)
def test_requests_of_strangers_change_nothing(
    at: Served, review: Review, headers: dict[str, str], status: int
) -> None:
    visitor = at.visitor("Ana")
    mark = desk(review, "Ana").sheet(PAPER).marks[1]
    body = {"key": key(), "mark": mark.name, "existence": "confirm",
            "start": mark.span.start, "end": mark.span.end}  # fmt: skip
    if "Cookie" in headers:
        visitor.client.cookies.clear()
        headers = {}

    answer = visitor.post(f"/papers/{PAPER}/decisions", body, headers)

    assert answer.status_code == status
    assert desk(review, "Ana").sheet(PAPER).counts["decided"] == 0


def test_the_token_of_one_session_is_none_of_another(at: Served, review: Review) -> None:
    ana, ben = at.visitor("Ana"), at.visitor("Ben")

    answer = ana.post(f"/papers/{PAPER}/undo", {"key": key()}, {"X-CSRF-Token": ben.csrf})

    assert answer.status_code == 403


def test_a_decision_is_the_signed_in_persons_whatever_is_sent(at: Served, review: Review) -> None:
    mark = desk(review, "Ana").sheet(PAPER).marks[1]
    body = {"key": key(), "mark": mark.name, "existence": "confirm", "start": mark.span.start,
            "end": mark.span.end, "annotator": "ben", "phase": "adjudication"}  # fmt: skip

    assert at.visitor("Ana").post(f"/papers/{PAPER}/decisions", body).status_code == 200

    assert desk(review, "Ana").sheet(PAPER).counts["decided"] == 1
    assert desk(review, "Ben").sheet(PAPER).counts["decided"] == 0


def test_a_lead_decides_nothing_in_an_annotators_place(review: Review) -> None:
    with pytest.raises(NotYoursError):
        desk(review, "Lea").decide(PAPER, draft("s2", document().blocks[0].span, Existence.UNSURE))
