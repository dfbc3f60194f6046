"""What the server answers about the codebook: to whom, and to what it cannot use."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.store.codebook import current_codebook
from extractor.store.folder import Review
from tests.databases import sqlite
from tests.reviews import PAPER, desk, draft, key, small_review
from tests.visiting import Served, served

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    made = small_review(tmp_path, sqlite(tmp_path))
    yield made
    made.close()


@pytest.fixture
def page(review: Review) -> Iterator[Served]:
    with served(review) as at:
        yield at


def adding(**told: Any) -> dict[str, Any]:
    return {"key": key(), "kind": "add", "entries": [{"name": "Humour", **told}]}


def test_only_a_lead_may_change_the_codebook(review: Review, page: Served) -> None:
    answer = page.visitor("Ana").post("/codebook/steps", adding())

    assert answer.status_code == 403
    assert len(current_codebook(review).themes) == 2


def test_what_a_lead_adds_can_be_chosen_at_once(page: Served) -> None:
    added = page.visitor("Lea").post("/codebook/steps", adding())
    state = page.visitor("Ana").get(f"/papers/{PAPER}/state").json()

    assert added.status_code == 200
    assert [theme["id"] for theme in state["themes"]] == ["trust", "time", "humour"]


def test_what_another_lead_changed_meanwhile_is_not_undone(review: Review, page: Served) -> None:
    """Both opened the page after step 1; the later of two changes to one theme is refused."""

    def change(theme: str, name: str) -> Any:
        step = {"key": key(), "kind": "change", "theme": theme, "entries": [{"name": name}]}
        return page.visitor("Lea").post("/codebook/steps", step | {"seen": 1})

    first, other = change("trust", "Being believed"), change("time", "Unhurried time")
    again = change("trust", "Trust again")

    assert (first.status_code, other.status_code) == (200, 200)
    assert "Somebody changed this theme since you opened the page." in again.text
    names = [theme.name for theme in current_codebook(review).themes]
    assert names == ["Being believed", "Unhurried time"]


def test_what_has_ended_is_told_apart_from_what_can_be_chosen(review: Review, page: Served) -> None:
    first = desk(review, "Ana").sheet(PAPER).marks[0]
    desk(review, "Ana").decide(PAPER, draft(first.name, first.span, themes=("trust",)))
    step = {"key": key(), "kind": "merge", "theme": "trust", "into": ["time"]}
    page.visitor("Lea").post("/codebook/steps", step)

    state = page.visitor("Ana").get(f"/papers/{PAPER}/state").json()

    assert [theme["id"] for theme in state["themes"]] == ["time"]
    (ended,) = state["ended"]
    assert (ended["id"], ended["into"], ended["stale"]) == ("trust", ["time"], False)
    assert state["marks"][0]["decision"]["themes"] == ["trust"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        pytest.param({"kind": "begin"}, "Only a lead", id="to begin anew"),
        pytest.param({"kind": "erase"}, "no such step", id="no step that there is"),
        pytest.param({"kind": "add"}, "nothing of the theme", id="nothing added"),
        pytest.param(adding(name=7), "name is no text", id="a number for a name"),
        pytest.param(adding(examples="one"), "examples is no list", id="no list of examples"),
        pytest.param(adding(examples=["x"] * 51), "more than 50", id="too many examples"),
        pytest.param(adding(colour="red;"), "no colour", id="no colour"),
        pytest.param(adding(parent="none"), "no theme “none”", id="no such meta-theme"),
        pytest.param({"kind": "split", "theme": "trust", "into": [{}]}, "into is no", id="no ids"),
        pytest.param({"kind": "merge", "theme": "none", "into": ["trust"]}, "none", id="no theme"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_leaves_no_trace(
    review: Review, page: Served, body: dict[str, Any], told: str
) -> None:
    before = current_codebook(review)

    answer = page.visitor("Lea").post("/codebook/steps", {"key": key(), **body})

    assert answer.status_code in (404, 422)
    assert told in answer.json()["error"]
    assert current_codebook(review) == before


def test_what_is_written_about_a_theme_is_shown_as_text(page: Served) -> None:
    lea = page.visitor("Lea")
    told = adding(name=HOSTILE, definition=HOSTILE, examples=[HOSTILE])

    assert lea.post("/codebook/steps", told | {"note": HOSTILE}).status_code == 200

    assert HOSTILE not in lea.get("/codebook", Accept="text/html").text
