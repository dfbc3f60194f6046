"""The evaluation report: what it says of a review that is counted by hand, and that it is safe."""

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from extractor.agreement.evaluated import BlindPage, EvaluatedPaper
from extractor.agreement.evaluating import evaluate
from extractor.records import Eligibility, Existence, Span, Step, Voice
from extractor.reports.evaluation.basis import Basis
from extractor.reports.evaluation.page import evaluation_page
from extractor.reports.evaluation.record import groups_of, record_of_report
from extractor.reports.evaluation.terms import TERMS
from extractor.reports.evaluation.themes import Quoted, quoted_in, speaker_rows
from extractor.store.evaluated import read_evaluated
from extractor.store.folder import Review
from tests.commands import firsthand
from tests.databases import sqlite
from tests.reviews import (
    PAPER,
    QUOTATIONS,
    confirm_all,
    decide,
    desk,
    key,
    read_page,
    small_review,
)

HOSTILE = "</title><script>document.title='ran'</script><img src=x onerror=alert(1)> \"'$x_1$&"
MOST_BYTES = 5_000_000
NOBODY = ("", 0, 0)


# A review counted by hand: page 1 (s1, s2) is read without suggestions, page 2 has s3 and s4


def made(folder: Path, **settings: Any) -> Review:
    return small_review(folder, sqlite(folder), **settings)


def finish(review: Review) -> None:
    for name in ("Ana", "Ben"):
        desk(review, name).screen(PAPER, Step.INCLUDE, "", "", key())
        confirm_all(desk(review, name), PAPER)
        desk(review, name).finish(PAPER, key())


def basis(review: Review, *, copies: int = 1, **chosen: object) -> Basis:
    """What the report of a review is made of; ``copies`` takes its papers so many times."""
    evaluated = read_evaluated(review)
    papers = [copy_of(paper, n) for n in range(1, copies + 1) for paper in evaluated.papers]
    names = {theme.id: theme.name for theme in evaluated.facts.codebook.themes}
    evaluation = evaluate(papers, threshold=0.4, themes_named=names, rounds=100)
    made_on = "2026-11-26T10:00:00Z"
    return Basis(evaluated.facts, papers, evaluation, made_on, {"firsthand": "1"}, **chosen)  # type: ignore[arg-type]


def copy_of(paper: EvaluatedPaper, number: int) -> EvaluatedPaper:
    """The paper as another one."""
    id_ = f"{number:064}"

    def moved(page: BlindPage) -> BlindPage:
        marked = {
            who: tuple(c._replace(paper=id_) for c in own) for who, own in page.marked.items()
        }
        return replace(page, marked=marked)

    return replace(
        paper,
        id=id_,
        number=number,
        marks=tuple(replace(mark, paper=id_) for mark in paper.marks),
        accounts=tuple(
            replace(each, account=replace(each.account, paper=id_)) for each in paper.accounts
        ),
        blind=tuple(map(moved, paper.blind)),
    )


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    """Ana marks s1 unaided, Ben s1 and s2; then Ben rejects s4, and all else is confirmed."""
    review = made(tmp_path_factory.mktemp("counted"), blind_share=0.5, seed=1)
    read_page(review, "Ana", QUOTATIONS[0])
    read_page(review, "Ben", *QUOTATIONS[:2])
    decide(review, "Ana", "s2", Existence.CONFIRM, voice=Voice.SERVICE_USER)
    decide(review, "Ana", "s3", Existence.CONFIRM, themes=("time",), voice=Voice.SERVICE_USER)
    decide(review, "Ben", "s3", Existence.CONFIRM, themes=("time",), voice=Voice.SERVICE_USER)
    decide(review, "Ben", "s4", Existence.REJECT, reason="cited author")
    finish(review)
    yield review
    review.close()


@pytest.fixture(scope="module")
def one(review: Review) -> Basis:
    return basis(review)


@pytest.fixture(scope="module")
def three(review: Review) -> Basis:
    return basis(review, copies=3)


@pytest.fixture(scope="module")
def html(three: Basis) -> str:
    return evaluation_page(three)


class Outline(HTMLParser):
    """The ids, links, figures and attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.figures: dict[str, float] = {}
        self._row = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.attributes |= set(told)
        self.ids += [told["id"]] if "id" in told else []
        self.links += [told[name] for name in ("href", "src") if name in told]
        self._row = told.get("data-figure", self._row)
        if tag == "data":
            self.figures[self._row] = float(told["value"])


def text_of(html: str) -> str:
    body = re.sub(r"<(style|script)>.*?</\1>", "", html, flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


# What it says


def test_the_three_figures_that_matter_are_those_counted_by_hand(one: Basis) -> None:
    told = text_of(evaluation_page(one))

    # both of the two accounts of page 1 were suggested; of the decisions on what was not marked
    # unaided Ana accepts s2, s3 and s4, Ben accepts s3 and rejects s4
    assert "How much of what there is does the detector find? 100 %" in told
    assert "How many of its suggestions do people accept? 80 %" in told
    # s3: both say account; s4: they differ. Observed .5, expected 2 * 3 * 1 / (4 * 3)
    assert "With suggestions in view alpha is 0.00" in told
    assert "interval undefined, because there is one paper only" in told


def test_figures_are_the_same_in_html_and_json(three: Basis, html: str) -> None:
    record = record_of_report(three)["figures"]
    known = {name: each["value"] for name, each in record.items() if each["value"] is not None}
    parts = {name for name in known if name.startswith("by ") and name.endswith("/F1")}

    assert Outline(html).figures == {n: v for n, v in known.items() if n not in parts}


def test_every_figure_leads_to_its_cases_and_every_link_has_its_target(html: str) -> None:
    outline = Outline(html)

    assert len(outline.ids) == len(set(outline.ids))
    inside = {link[1:] for link in outline.links if link.startswith("#")}
    assert inside <= set(outline.ids)
    assert {link for link in outline.links if not link.startswith("#")} == {"data:,"}
    row = re.search(r'data-figure="assisted existence/Percent agreement".*?</tr>', html, re.S)
    assert row is not None
    (id_,) = re.findall(r'href="#(C\d+)"', row[0])
    listed = re.search(rf'<details class="list" id="{id_}">.*?</details>', html, re.S)
    assert listed is not None
    assert text_of(listed[0]).count("“He knew my name on the second visit.”") == 3


def test_a_case_tells_what_each_said_of_it(html: str) -> None:
    place = re.search(r'<article class="place" id="p1\.4".*?</article>', html, re.S)

    assert place is not None
    told = text_of(place[0])
    assert told.startswith("1.4 page 2 · suggested, score 0.90 · open")
    assert "Ana account" in told
    assert "Ben no account (cited author)" in told


def test_every_measure_is_defined(one: Basis) -> None:
    names = {each.figure.name.rpartition(": ")[2] if group.name.startswith("themes")
             else each.figure.name for group in groups_of(one)
             for each in group.measured}  # fmt: skip

    assert [name for name in names if not name.startswith(tuple(t.name for t in TERMS))] == []


def test_the_methods_paragraph_has_the_figures_and_tells_what_is_missing(
    one: Basis, tmp_path: Path
) -> None:
    other = made(tmp_path)
    finish(other)
    full, without = (record_of_report(each)["methods"] for each in (one, basis(other)))
    other.close()

    assert "Two annotators decided on each report, independently" in full
    assert "precision was 1.000 (no interval" in full
    assert "One passage had not been settled." in full
    assert "No page was read without suggestions first" in without
    assert "demonstration" not in full


def test_the_flow_and_the_standards_hold_what_the_record_holds(html: str) -> None:
    told = text_of(html)

    assert "Reports assessed for eligibility (n = 1)" in told
    assert "Reports of included studies (n = 1) Studies included in review (n = )" in told
    assert "2. Synthesis methodology For you to write" in told
    assert (
        "16. Number of reviewers Two annotators in all; each report is for two annotators." in told
    )


def test_what_a_stopping_rule_left_unread_stands_apart_from_what_people_excluded(
    one: Basis,
) -> None:
    left = {"assessed": 5, "excluded": 1, "unread": 3, "rules": {"ranked after 9 papers": 3}}
    facts = replace(one.facts, flow={**one.facts.flow, **left})

    told = text_of(evaluation_page(replace(one, facts=facts)))

    assert "Reports excluded by automation (n = 3)" in told
    assert "ranked after 9 papers (n = 3)" in told
    assert "Reports assessed for eligibility (n = 2) Reports excluded by people (n = 1)" in told
    assert "1 excluded, 3 left unread by a stopping rule, 0 unsure" in told
    assert "Three reports were left unread by a stopping rule (ranked after 9 papers in" in told


def test_themes_are_counted_a_study(html: str) -> None:
    matrix = re.search(r'<table class="matrix">.*?</table>', html, re.S)

    assert matrix is not None
    assert "1 Trust and time 1 3 2 Trust and time 1 3 3 Trust and time 1 3" in text_of(matrix[0])


@pytest.mark.parametrize(
    ("labels", "over"),
    [
        pytest.param("AAAABCDE", True, id="half of eight, of five labels"),
        pytest.param("AAABCDE", False, id="three are too few to tell"),
        pytest.param("AAAABBBB", False, id="two who share equally"),
        pytest.param("AAAABB", False, id="two of whom one says more"),
    ],
)
def test_a_label_is_over_quoted_by_the_rule_that_is_told(
    review: Review, labels: str, over: bool
) -> None:
    (paper,) = read_evaluated(review).papers
    account = paper.accounts[0]
    quoted = Quoted(paper, tuple((account, label) for label in labels))

    (row,) = speaker_rows([quoted])

    assert (row.most, row.is_over_quoted) == ("A", over)


def test_without_details_labels_are_counted_alike_but_not_told(
    review: Review,
) -> None:
    (paper,) = read_evaluated(review).papers
    named, ids = ("woman, 34", "woman, 34", "man, 61"), ("P3, man, 61", "P4, woman, 34")
    papers = [labelled(paper, named), labelled(paper, ids), labelled(paper, (None,))]

    def rows(*, without: bool) -> list[tuple[str, int, int]]:
        quoted = quoted_in(papers, without_person_details=without)
        return [(row.most, row.of_most, row.speakers) for row in speaker_rows(quoted)]

    assert rows(without=False) == [("woman, 34", 2, 2), ("P3, man, 61", 1, 2), NOBODY]
    assert rows(without=True) == [("(label withheld)", 2, 2), ("(label withheld)", 1, 2), NOBODY]


def labelled(paper: EvaluatedPaper, labels: Sequence[str | None]) -> EvaluatedPaper:
    """The paper with an eligible account of each of these speakers."""
    own = [replace(paper.accounts[0].account, speaker=label, suggestion=None,
                   eligibility=Eligibility.ELIGIBLE) for label in labels]  # fmt: skip
    return replace(paper, accounts=tuple(replace(paper.accounts[0], account=a) for a in own))


# Where there is nothing to say


def test_own_words_for_excluding_a_paper_may_quote_it_and_stay_out(tmp_path: Path) -> None:
    review = made(tmp_path)
    for name in ("Ana", "Ben"):
        desk(review, name).screen(PAPER, Step.EXCLUDE, f"It says: {QUOTATIONS[0]}", "", key())
        confirm_all(desk(review, name), PAPER)
        desk(review, name).finish(PAPER, key())
    told = basis(review, words=False)
    review.close()

    assert record_of_report(told)["review"]["flow"]["reasons"] == {"other": 1}
    for text in (evaluation_page(told), json.dumps(record_of_report(told), ensure_ascii=False)):
        assert QUOTATIONS[0] not in text


def test_definitions_are_sentences_and_every_standard_has_its_reference(tmp_path: Path) -> None:
    review = made(tmp_path)
    told = text_of(evaluation_page(basis(review)))
    review.close()

    assert "its quantile is Student’s with Satterthwaite’s (1946) degrees of freedom." in told
    assert "RAISE: Responsible use of AI in evidence SynthEsis (2025)." in told
    assert "('" not in told


def test_an_unfinished_review_says_so_and_what_to_do(tmp_path: Path) -> None:
    review = made(tmp_path)
    confirm_all(desk(review, "Ana"), PAPER)

    told = text_of(evaluation_page(basis(review)))
    review.close()

    assert "0 of 1 finished by all their people; of the other 1 nothing is told here" in told
    assert "Go on with firsthand review" in told
    assert "No paper is finished: agreement is told when one is." in told
    assert "There are no cases yet." in told
    assert "Each report is for two annotators, independently." in told
    assert "decided on each report" not in told
    assert QUOTATIONS[0] not in told


def test_conflicts_of_every_kind_are_passages_not_settled(tmp_path: Path) -> None:
    review = made(tmp_path)
    decide(review, "Ana", "s1", Existence.CONFIRM, voice=Voice.LAY)
    decide(review, "Ben", "s2", Existence.REJECT, reason="cited author")
    finish(review)
    told = basis(review)
    review.close()

    assert told.open == 2  # whose voice s1 is, and whether s2 is an account
    assert "Two passages had not been settled." in record_of_report(told)["methods"]


def test_a_review_by_one_person_claims_no_second_one(tmp_path: Path) -> None:
    review = made(tmp_path, people=1)
    desk(review, "Ana").screen(PAPER, Step.INCLUDE, "", "", key())
    confirm_all(desk(review, "Ana"), PAPER)
    desk(review, "Ana").finish(PAPER, key())

    told = text_of(evaluation_page(basis(review)))
    review.close()

    assert "One annotator decided on each report, so that agreement is not known." in told
    assert "7. Study screening methods Full texts: one annotator each." in told
    assert ", independently" not in told


def test_the_standards_tell_what_was_done_not_what_was_set(three: Basis, one: Basis) -> None:
    told, alone = text_of(evaluation_page(three)), text_of(evaluation_page(one))

    assert "6 of 6 times without suggested themes; 3 of 9 eligible accounts have a theme" in told
    assert "(exact where all reports are alike)" in told
    assert "Intervals take reports" not in alone  # one report has no interval


@pytest.mark.parametrize(
    ("people", "said"),
    [
        pytest.param(
            ("Ana", "Ben"),
            ("No page was read without suggestions", "No eligible account has a theme"),
            id="no blind pages and no themes",
        ),
        pytest.param(("Ana",), ("One annotator decides on each paper here",), id="one person"),
    ],
)
def test_a_section_says_why_it_is_empty(
    tmp_path: Path, people: tuple[str, ...], said: tuple[str, ...]
) -> None:
    review = made(tmp_path, people=len(people))
    for name in people:
        confirm_all(desk(review, name), PAPER)
        desk(review, name).finish(PAPER, key())

    told = text_of(evaluation_page(basis(review)))
    review.close()

    assert [each for each in said if each not in told] == []
    assert "undefined, because" in told


# What the command does


def test_the_command_writes_into_the_exports_of_the_review(review: Review) -> None:
    told = firsthand("report", review.folder)

    report = review.folder / "exports" / "report.html"
    assert told.code == 0
    assert "Finished by all their people: 1 of 1 paper." in told.out
    assert "report.html" in told.out
    assert QUOTATIONS[3] in report.read_text(encoding="utf-8")


def test_the_command_leaves_words_out(review: Review, tmp_path: Path) -> None:
    out = tmp_path / "report.html"

    told = firsthand("report", review.folder, "--without-words", "--out", out)

    written = out.read_text(encoding="utf-8")
    assert told.code == 0
    assert not [words for words in QUOTATIONS if words in written]
    assert "Made without the words of the papers" in written


def test_csv_and_json_have_every_figure_by_name(review: Review, tmp_path: Path) -> None:
    paths = [tmp_path / "report.csv", tmp_path / "report.json"]
    for path in paths:
        assert firsthand("report", review.folder, "--out", path).code == 0

    rows = list(csv.DictReader(paths[0].read_text(encoding="utf-8-sig").splitlines()))
    record = json.loads(paths[1].read_text(encoding="utf-8"))
    assert [f"{row['group']}/{row['name']}" for row in rows] == list(record["figures"])
    assert record["figures"]["detector/Recall (exact)"]["counts"] == {
        "papers": 1,
        "accounts": 3,
        "found": 3,
    }
    assert record["review"]["members"][0]["name"] == "Ana"


def test_an_ending_that_tells_no_format_is_refused(review: Review, tmp_path: Path) -> None:
    told = firsthand("report", review.folder, "--out", tmp_path / "report.pdf")

    assert told.code == 2
    assert "add --format" in told.err


# That it is safe, and that it can be read


def test_the_file_holds_no_style_attribute_no_handler_and_no_address(html: str) -> None:
    outline = Outline(html)

    assert "style" not in outline.attributes
    assert [name for name in outline.attributes if name.startswith("on")] == []
    assert re.findall(r"https?://[^\s\"<]+", html.replace("http://www.w3.org/2000/svg", "")) == []
    assert "default-src &#39;none&#39;" in html


def test_the_same_review_gives_the_same_file(three: Basis, html: str) -> None:
    assert evaluation_page(three) == html


def test_the_report_of_many_papers_can_be_sent(review: Review) -> None:
    page = evaluation_page(basis(review, copies=100))

    assert len(page.encode("utf-8")) < MOST_BYTES / 3  # so that 300 papers will do
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(Outline(page).ids)


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """A page that fails the test for any request or console message."""
    heard: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: heard.append(request.url))
    yield page
    context.close()
    assert [what for what in heard if not what.startswith(("file:", "data:"))] == []


def show(page: Page, html: str, folder: Path, *, at: str = "") -> None:
    file = folder / "report.html"
    file.write_text(html, encoding="utf-8")
    page.goto(file.as_uri() + at)


@pytest.mark.parametrize(
    ("scheme", "rules"),
    [
        pytest.param("light", {}, id="in the light"),
        pytest.param("dark", {"runOnly": ["color-contrast"]}, id="in the dark"),
    ],
)
def test_axe_finds_nothing_serious(
    page: Page, one: Basis, tmp_path: Path, scheme: str, rules: dict[str, list[str]]
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    show(page, evaluation_page(one), tmp_path)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")

    found = Axe().run(page, options={"resultTypes": ["violations"], **rules}).response

    serious = [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found["violations"]
               if each["impact"] in ("serious", "critical")]  # fmt: skip
    assert serious == []


def test_a_link_opens_its_cases_and_the_paragraph_can_be_copied(
    page: Page, html: str, tmp_path: Path
) -> None:
    show(page, html, tmp_path)

    page.locator(".figures a.cases").first.click()
    first = page.locator("details.list:target li a").first
    expect(first).to_be_visible()
    first.click()
    expect(page.locator(".place:target")).to_be_in_viewport()
    page.get_by_role("button", name="Copy the paragraph").click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("We used firsthand 1")


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_screen(
    page: Page, html: str, tmp_path: Path, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    show(page, html, tmp_path)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_hostile_names_are_shown_as_text_and_never_run(
    page: Page, one: Basis, tmp_path: Path
) -> None:
    settings = replace(one.facts.settings, title=HOSTILE, question=HOSTILE)
    members = tuple(each._replace(name=HOSTILE) for each in one.facts.members)
    themes = tuple(replace(theme, name=HOSTILE) for theme in one.facts.codebook.themes)
    codebook = replace(one.facts.codebook, name=HOSTILE, themes=themes)
    facts = replace(one.facts, settings=settings, members=members, codebook=codebook)
    papers = [
        replace(each, title=HOSTILE, source=HOSTILE, text=HOSTILE * 20, accounts=tuple(
            replace(a, account=replace(a.account, speaker=HOSTILE, span=Span(0, 9)))
            for a in each.accounts))
        for each in one.papers
    ]  # fmt: skip
    evaluation = evaluate(papers, threshold=0.4, themes_named={"time": HOSTILE}, rounds=100)

    hostile = replace(one, facts=facts, papers=papers, evaluation=evaluation)
    show(page, evaluation_page(hostile), tmp_path)

    expect(page).to_have_title("Evaluation report")
    expect(page.locator("h1")).to_have_text(HOSTILE)
    expect(page.locator(".strip h3")).to_contain_text(HOSTILE)
    expect(page.locator(".matrix")).to_contain_text(HOSTILE)
    assert page.locator("img").count() == 0
