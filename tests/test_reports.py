"""The page of suggestions, as its reader meets it: in a browser, from a file, without a network.

After every test the browser must have made no request and written nothing to its console, which
is where a breach of the content security policy shows.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from extractor.records import (
    Box,
    Document,
    Finding,
    Form,
    Line,
    Section,
    Span,
    Speaker,
    Style,
    SuggestedPaper,
    Suggestion,
    Voice,
    Word,
)
from extractor.records import Page as Sheet
from extractor.reports import suggestions_page
from extractor.reports.badges import Badge, place_badge

WIDTH, HEIGHT, LEFT, LEADING, ADVANCE = 595.0, 842.0, 60.0, 40.0, 5.0
HOSTILE = "</script><img src=x onerror=\"document.title='ran'\">{{ 7*7 }}'\"><svg onload=alert(1)>"
COPIED = "“Nobody waits, but he did.” (Nurse 3) Being heard, page 3; heard.pdf"

Open = Callable[..., Page]


class Said(NamedTuple):
    """One quotation of an invented paper."""

    words: str
    page: int = 1
    score: float = 0.9
    form: Form = Form.BLOCK
    voice: Voice = Voice.SERVICE_USER
    speaker: str | None = None


HEARD = (
    Said("She asked me what I wanted and wrote it down.", speaker="P7"),
    Said("I felt listened to for once.", score=0.2, form=Form.INLINE, speaker="P2"),
    Said("Nobody waits, but he did.", 3, voice=Voice.PROFESSIONAL, speaker="Nurse 3"),
)
KITCHENS = (
    Said("The kitchen was where we could talk.", form=Form.TABLE, voice=Voice.LAY),
    Said("He came back, that was all it took.", 2, speaker="P7"),
)


def paper(source: str, title: str, *quotations: Said, pages: int = 4) -> SuggestedPaper:
    """A paper that prints each quotation in a line of its own, in the order given."""
    text, words, lines, suggestions = "", list[Word](), list[Line](), list[Suggestion]()
    for number, said in enumerate(quotations, 1):
        start = len(text) + len("One said: “")
        span = Span(start, start + len(said.words))
        line = f"One said: “{said.words}” and went on.\n"
        words += printed_words(line, len(text), said.page, LEADING * number)
        lines.append(printed_line(line, len(text), said.page, LEADING * number))
        suggestions.append(suggestion(said, span))
        text += line
    sheets = tuple(Sheet(n, str(n), WIDTH, HEIGHT) for n in range(1, pages + 1))
    document = Document("0" * 64, text, "test", title, sheets, tuple(words), tuple(lines))
    return SuggestedPaper(source, document, tuple(suggestions))


def suggestion(said: Said, span: Span) -> Suggestion:
    return Suggestion(
        "0" * 64,
        span,
        said.form,
        said.score,
        ("between quotation marks",),
        "rules",
        Section.RESULTS,
        said.speaker,
        Speaker(id=said.speaker),
        said.voice,
    )


def printed_words(line: str, offset: int, page: int, top: float) -> list[Word]:
    """The words of a line in a face whose letters are all ``ADVANCE`` points wide."""
    return [
        Word(
            offset + match.start(),
            offset + match.end(),
            page,
            LEFT + ADVANCE * match.start(),
            top,
            LEFT + ADVANCE * match.end(),
            top + 12,
            10,
            Style.PLAIN,
        )
        for match in re.finditer(r"\S+", line)
    ]


def printed_line(line: str, offset: int, page: int, top: float) -> Line:
    right, end = LEFT + ADVANCE * len(line), offset + len(line) - 1
    return Line(offset, end, page, LEFT, top, right, top + 12, 10, Style.PLAIN, LEFT, right)


def draw_blank(source: str, page: int) -> bytes | None:
    """A blank page; what is no PDF has none."""
    if not source.endswith(".pdf"):
        return None
    picture = BytesIO()
    Image.new("RGB", (60, 84), "white").save(picture, "JPEG")
    return picture.getvalue()


TWO_PAPERS = (
    paper("in/heard.pdf", "Being heard", *HEARD),
    paper("in/kitchens.pdf", "Kitchens", *KITCHENS),
)


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens the page of papers from a file; fails the test for any request or console message."""
    heard: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: heard.append(request.url))

    def opened(*papers: SuggestedPaper, failed: tuple[tuple[str, str], ...] = ()) -> Page:
        html = suggestions_page(papers, draw=draw_blank, min_score=0.5, failed=failed)
        file = tmp_path / "suggestions.html"
        file.write_text(html, encoding="utf-8")
        page.goto(file.as_uri())
        return page

    yield opened
    context.close()
    outside = [what for what in heard if not what.startswith(("file:", "data:"))]
    assert outside == []


def shown(page: Page) -> Locator:
    return page.locator(".item:visible .quotation")


def count(page: Page) -> Locator:
    return page.locator("#count")


def item(page: Page, words: str) -> Locator:
    return page.locator(".item", has=page.locator(".quotation", has_text=words))


# What is in the file


def test_only_pages_that_hold_a_suggestion_are_drawn_and_each_once() -> None:
    asked: list[tuple[str, int]] = []

    def draw(source: str, page: int) -> bytes | None:
        asked.append((source, page))
        return draw_blank(source, page)

    html = suggestions_page(TWO_PAPERS, draw=draw, min_score=0.5)

    assert asked == [
        ("in/heard.pdf", 1),
        ("in/heard.pdf", 3),
        ("in/kitchens.pdf", 1),
        ("in/kitchens.pdf", 2),
    ]
    assert html.count("data:image/jpeg;base64,") == 4


def test_a_page_without_a_picture_says_so() -> None:
    def draw(source: str, page: int) -> bytes | None:
        return None if page == 3 else draw_blank(source, page)

    html = suggestions_page(TWO_PAPERS[:1], draw=draw, min_score=0.5)

    assert html.count("data:image/jpeg") == 1
    assert 'page 3 <span class="quiet">(no picture of this page)' in html


def test_a_file_name_that_is_no_unicode_can_be_written() -> None:
    html = suggestions_page(
        [paper("in/\udcff\x00.pdf", "")], draw=draw_blank, min_score=0.5, failed=[("\udc80", "no")]
    )

    assert "in/\ufffd\ufffd.pdf" in html.encode("utf-8").decode("utf-8")


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        pytest.param(Box(1, 200, 100, 300, 111), Badge(47.5, 100, 11), id="left of its column"),
        pytest.param(Box(1, 200, 104, 300, 115), Badge(47.5, 116, 11), id="below one it covers"),
        pytest.param(Box(1, 200, 100, 211, 300), Badge(200, 87.5, 11), id="above a sideways line"),
    ],
)
def test_the_number_of_a_suggestion_stands(box: Box, expected: Badge) -> None:
    line = Line(0, 9, 1, 60, 98, 400, 117, 10, Style.PLAIN, 60, 400)
    taken = [Badge(47.5, 100, 11)] if box.top == 104 else []

    badge = place_badge(1, box, Document("0" * 64, "", "test", lines=(line,)), 0, taken)

    assert badge == expected


# What the reader is told


def test_the_page_says_that_nothing_is_an_account_until_a_person_confirmed_it(
    open_page: Open,
) -> None:
    page = open_page(*TWO_PAPERS)

    expect(page.locator(".masthead")).to_contain_text("until a person has read it on its page")
    expect(page.locator(".masthead")).to_contain_text("keep their licence")
    expect(page.locator(".counts")).to_have_text(
        "4 suggestions in 2 papers; 1 more score below 0.50."
    )


def test_each_paper_that_could_not_be_read_is_told_with_its_advice(open_page: Open) -> None:
    page = open_page(failed=(("scan.pdf", "scan.pdf is a scan.\nAdd a text layer first."),))

    expect(page.locator("#failed")).to_contain_text("Add a text layer first.")


def test_the_text_quality_of_a_paper_is_seen_in_the_overview_and_beside_its_list(
    open_page: Open,
) -> None:
    finding = Finding("uncertain columns", "Read with care.", (2,))
    clear = TWO_PAPERS[0]

    page = open_page(replace(clear, document=replace(clear.document, findings=(finding,))))

    for place in (".overview", "#p1 header"):
        expect(page.locator(place)).to_contain_text("uncertain columns (page 2): Read with care.")


def test_a_paper_without_suggestions_says_so(open_page: Open) -> None:
    page = open_page(paper("none.pdf", "A survey"))

    expect(page.locator("#p1")).to_contain_text("No suggestions")
    expect(page.locator("#p1")).to_contain_text("not proof that there are none")


def test_a_paper_without_pages_has_its_list_alone(open_page: Open) -> None:
    page = open_page(paper("jats.xml", "Without pages", *HEARD))

    expect(shown(page)).to_have_count(2)
    expect(page.locator(".pane")).to_have_count(0)


def test_the_boxes_lie_over_the_words_of_the_picture(open_page: Open) -> None:
    page = open_page(*TWO_PAPERS)

    picture = page.locator("#p1-page-1 img").bounding_box()
    box = page.locator("#ms1-1-1 .box").bounding_box()

    assert picture is not None
    assert box is not None
    scale = picture["width"] / WIDTH
    assert box["x"] - picture["x"] == pytest.approx(scale * (LEFT + ADVANCE * 10), abs=2)
    assert box["y"] - picture["y"] == pytest.approx(scale * LEADING, abs=2)


# Filters


@pytest.mark.parametrize(
    ("control", "value", "expected"),
    [
        pytest.param("paper", "p2", [said.words for said in KITCHENS], id="by paper"),
        pytest.param("voice", "professional", [HEARD[2].words], id="by voice"),
        pytest.param("speaker", "p2:P7", [KITCHENS[1].words], id="P7 of one paper, not of both"),
        pytest.param("speaker", ":", [KITCHENS[0].words], id="no speaker printed"),
        pytest.param("form", "table", [KITCHENS[0].words], id="by form"),
    ],
)
def test_a_filter_leaves_what_fits(
    open_page: Open, control: str, value: str, expected: list[str]
) -> None:
    page = open_page(*TWO_PAPERS)

    page.locator(f"#{control}").select_option(value)

    expect(shown(page)).to_have_text(expected)
    expect(count(page)).to_contain_text(f"Showing {len(expected)} of 5 suggestions")


def test_a_suggestion_that_is_filtered_out_is_not_marked_on_its_page(open_page: Open) -> None:
    page = open_page(*TWO_PAPERS)

    page.locator("#voice").select_option("professional")

    expect(page.locator(".mark:visible")).to_have_count(1)
    expect(page.locator(".sheet:visible")).to_have_count(1)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("nobody waits", id="words of the quotation, in lower case"),
        pytest.param("did nobody", id="in any order"),
        pytest.param("nurse", id="the speaker"),
    ],
)
def test_the_search_finds(open_page: Open, words: str) -> None:
    page = open_page(*TWO_PAPERS)

    page.locator("#search").fill(words)

    expect(shown(page)).to_have_text([HEARD[2].words])


def test_what_scores_too_low_is_hidden_counted_and_can_be_shown(open_page: Open) -> None:
    page = open_page(*TWO_PAPERS)
    expect(count(page)).to_have_text("Showing 4 of 5 suggestions · 1 hidden below 0.50")
    expect(item(page, HEARD[1].words)).to_be_hidden()

    page.locator("#score").fill("0.2")

    expect(item(page, HEARD[1].words)).to_be_visible()
    expect(count(page)).to_have_text("Showing 5 of 5 suggestions")


def test_a_paper_whose_suggestions_all_score_too_low_says_how_many(open_page: Open) -> None:
    page = open_page(paper("low.pdf", "Low", HEARD[1]))

    expect(page.locator("#p1")).to_contain_text("All 1 suggestion of this paper score below")
    page.get_by_role("button", name="Show every score").click()

    expect(shown(page)).to_have_text([HEARD[1].words])


def test_filters_that_nothing_fits_say_what_to_do(open_page: Open) -> None:
    page = open_page(*TWO_PAPERS)

    page.locator("#search").fill("listened")
    expect(page.locator("#empty")).to_contain_text("1 suggestion would fit with a lower score")
    page.get_by_role("button", name="Clear the filters").click()

    expect(page.locator("#empty")).to_be_hidden()
    expect(shown(page)).to_have_count(4)


# Jumps and keys


def test_a_click_on_a_box_leads_to_its_suggestion(open_page: Open) -> None:
    page = open_page(*TWO_PAPERS)

    page.locator("#ms2-2-2 .box").first.click()

    expect(item(page, KITCHENS[1].words)).to_be_focused()
    expect(item(page, KITCHENS[1].words)).to_be_in_viewport()


def test_a_click_on_a_suggestion_leads_to_its_box(open_page: Open) -> None:
    page = open_page(*TWO_PAPERS)

    item(page, HEARD[2].words).locator(".context").first.click()

    expect(page.locator("#ms1-3-3")).to_have_class("mark current")
    expect(page.locator("#ms1-3-3 .badge")).to_be_in_viewport()


def test_the_link_of_a_page_leads_to_its_box(open_page: Open) -> None:
    page = open_page(*TWO_PAPERS)

    item(page, HEARD[2].words).get_by_role("link", name="page 3").press("Enter")

    expect(page.locator("#ms1-3-3")).to_be_focused()
    expect(page.locator("#ms1-3-3 .badge")).to_be_in_viewport()


def test_j_and_k_go_through_what_is_shown(open_page: Open) -> None:
    page = open_page(*TWO_PAPERS)
    first, third = item(page, HEARD[0].words), item(page, HEARD[2].words)

    page.keyboard.press("j")
    expect(first).to_be_focused()
    page.keyboard.press("j")
    expect(third).to_be_focused()
    page.keyboard.press("k")

    expect(first).to_have_attribute("aria-current", "true")
    expect(page.locator("[aria-current]")).to_have_count(1)


def test_the_keys_can_be_seen_and_turned_off(open_page: Open) -> None:
    page = open_page(*TWO_PAPERS)

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.get_by_label("Single-key shortcuts are on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")

    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    expect(page.locator("[aria-current]")).to_have_count(0)


def test_slash_goes_to_the_search_where_keys_are_letters(open_page: Open) -> None:
    page = open_page(*TWO_PAPERS)

    page.keyboard.press("/")
    page.keyboard.type("jk?")

    expect(page.locator("#search")).to_have_value("jk?")
    expect(page.locator("#keys")).to_be_hidden()


def test_a_quotation_is_copied_verbatim_with_its_source(open_page: Open) -> None:
    page = open_page(*TWO_PAPERS)

    page.get_by_role("button", name="Copy suggestion 3 with its source").click()

    expect(page.locator("#toast")).to_have_text("Copied suggestion 3 with its source")
    assert page.evaluate("navigator.clipboard.readText()").startswith(COPIED)


# Hostile text


def test_hostile_text_is_shown_as_text_and_never_runs(open_page: Open) -> None:
    hostile = paper(f"in/{HOSTILE}", HOSTILE, Said(HOSTILE, speaker=HOSTILE))

    page = open_page(hostile, failed=((HOSTILE, HOSTILE),))

    expect(page.locator(".quotation")).to_have_text(HOSTILE)
    expect(page.locator(".speaker")).to_contain_text(HOSTILE)
    expect(page.locator(".overview")).to_contain_text(f"in/{HOSTILE}")
    expect(page.locator("#failed")).to_contain_text(HOSTILE)
    expect(page).to_have_title("Suggested first-hand accounts")


def test_hostile_text_can_be_filtered_by(open_page: Open) -> None:
    page = open_page(paper("in/a.pdf", "A", Said(HOSTILE, speaker=HOSTILE)), *TWO_PAPERS)

    page.locator("#speaker").select_option(f"p1:{HOSTILE}")

    expect(shown(page)).to_have_text([HOSTILE])


def test_a_script_that_got_into_the_page_would_be_refused(browser: Browser) -> None:
    html = suggestions_page(TWO_PAPERS, draw=draw_blank, min_score=0.5)
    page = browser.new_page()

    page.set_content(html.replace("<main", "<script>document.title = 'ran'</script><main"))

    expect(page).to_have_title("Suggested first-hand accounts")
    page.close()
