"""The people of a review, each at a browser of their own, and what they do there.

Clocks of the browsers are moved on by hand, so that a person takes time over a decision and nobody
waits. Whatever the server tells a browser is kept, to be searched for what it should not have told.
"""

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

from extractor.records import Document, Span
from tests.visiting import PIN, Served

PATIENCE = 60_000  # milliseconds until something is taken never to happen
MOMENT = 1_000  # milliseconds that a person looks at something
MOST_TABS, MOST_STEPS = 60, 100

expect.set_options(timeout=PATIENCE)


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """The browser that all of them use."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.fail("The page is tested in Chromium. Install it: apt-get install chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield running
        running.close()


class Reader:
    """Somebody of a review, signed in. ``more`` is what is special about the browser."""

    def __init__(self, browser: Browser, at: Served, name: str, **more: Any) -> None:
        options: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}} | more
        self.context = browser.new_context(reduced_motion="reduce", **options)
        self.context.set_default_timeout(PATIENCE)
        self.context.clock.install()
        self.at, self.name = at, name
        self.told: list[str] = []
        self.troubles: list[str] = []
        self.context.add_cookies(
            [{"name": each, "value": value, "url": at.origin}
             for each, value in at.visitor(name).client.cookies.items()]
        )  # fmt: skip
        self.page = self.new_page()
        self.open("/")

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def new_page(self) -> Page:
        """One more tab."""
        page = self.context.new_page()
        page.on("requestfinished", self._hear)
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        return page

    def sign_in(self, page: Page) -> None:
        """Sign in where a page asks for it."""
        page.get_by_label("Who are you?").select_option(label=self.name)
        page.get_by_label("Your PIN").fill(PIN)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()

    def open(self, path: str) -> None:
        """Go to an address of the review."""
        self.page.goto(self.at.origin + path)

    def open_paper(self, paper: str) -> None:
        """Open a paper and put the content note away."""
        self.open(f"/papers/{paper}")
        self.page.get_by_role("button", name="Start reading").click()

    def wait_a_moment(self) -> None:
        """Let the browser's clock go on, without anybody waiting."""
        self.page.clock.fast_forward(MOMENT)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Write into the field that has the focus, in place of what is there."""
        self.press("Control+a")
        self.page.keyboard.type(text)
        self.press("Enter")

    def tab_to(self, wanted: Locator) -> None:
        """Go to an element by the Tab key alone."""
        for _ in range(MOST_TABS):
            if wanted.evaluate("element => element === document.activeElement"):
                return
            self.press("Tab")
        pytest.fail(f"The Tab key does not lead to {wanted}.")

    def choose(self, theme: str) -> None:
        """Put a theme on the current quotation, by the digit it has once the order stands."""
        expect(self.page.locator(".why-themes")).to_be_visible()
        chosen = self.page.locator(".themes .theme", has_text=theme)
        self.press(chosen.locator("kbd").inner_text())
        expect(chosen).to_have_attribute("aria-pressed", "true")

    def decide(self, *keys: str, by: str = "decisions") -> None:
        """Decide something by keys, in a person's time, and see that it is on record."""
        self.wait_a_moment()
        with self.recorded(by):
            self.press(*keys)

    @contextmanager
    def recorded(self, by: str = "decisions") -> Iterator[None]:
        """Something is done meanwhile that ends in an answer of the server."""

        def is_it(answer: Response) -> bool:
            return answer.request.method == "POST" and answer.url.endswith(f"/{by}")

        with self.page.expect_response(is_it) as answered:
            yield
        assert answered.value.ok, answered.value.text()
        expect(self.page.locator("#saving")).to_be_empty()

    @property
    def said(self) -> Locator:
        """The words of the current quotation."""
        return self.page.locator("#panel .quote .said")

    @property
    def counts(self) -> Locator:
        """How far the paper is."""
        return self.page.locator("#counts")

    @property
    def banner(self) -> Locator:
        """What is special about the paper now."""
        return self.page.locator("#banner")

    def is_at(self, words: str) -> bool:
        """Whether the quotation that begins with these words is the current one."""
        return self.said.is_visible() and squeezed(self.said.inner_text()).startswith(words)

    def find(self, words: str) -> None:
        """Go through the quotations by k and j until the one with these words is current."""
        first = self.page.get_by_role("heading", name="Quotation 1 of")
        for key in "kj":
            for _ in range(MOST_STEPS):
                if self.is_at(words):
                    return
                if key == "k" and first.is_visible():
                    break
                self.press(key)
        pytest.fail(f"No quotation begins with “{words}”.")

    def _hear(self, request: Request) -> None:
        if "/static/" in request.url or request.url.endswith(".jpg"):
            return
        try:
            answer = request.response()
            self.told.append(answer.text() if answer else "")
        except Error:  # a redirection has no body, a page that was left has none any more
            self.told.append("")

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(message.text)


class Printed:
    """The words of a document as they stand in a browser, for those who point at them."""

    def __init__(self, reader: Reader, document: Document) -> None:
        self.reader, self.document = reader, document
        words = document.words
        starts = [
            word.start
            for before, word in zip((None, *words), words, strict=False)
            if before is None or before.end != word.start
        ]
        self.tokens = starts

    def span(self, first: str, last: str) -> Span:
        """From the first of these words to the last of those."""
        text = self.document.text
        start = text.index(first)
        return Span(start, text.index(last, start) + len(last))

    def steps(self, one: int, other: int) -> int:
        """How many words lie between two places."""
        return self._token(other) - self._token(one)

    def word(self, position: int) -> Locator:
        """The word that holds a place of the text."""
        at = next(n for n, word in enumerate(self.document.words) if word.end > position)
        page = self.document.words[at].page
        before = sum(word.page == page for word in self.document.words[:at])
        sheet = self.reader.page.locator(".sheet").nth(page - 1)
        return sheet.locator(".words span").nth(before)

    def click(self, position: int) -> None:
        """Click on a word."""
        self.reader.page.mouse.click(*self._middle(position))

    def drag(self, span: Span) -> None:
        """Select words with the mouse."""
        mouse = self.reader.page.mouse
        x, y = self._middle(span.start)
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + 9, y, steps=2)
        mouse.move(*self._middle(span.end - 1, scroll=False), steps=4)
        mouse.up()

    def _middle(self, position: int, *, scroll: bool = True) -> tuple[float, float]:
        word = self.word(position)
        if scroll:
            word.scroll_into_view_if_needed()
        box = word.bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def _token(self, position: int) -> int:
        return sum(start <= position for start in self.tokens) - 1


def squeezed(text: str) -> str:
    """A text with single spaces between its words."""
    return re.sub(r"\s+", " ", text).strip()


def nothing_of(words: Sequence[str], reader: Reader) -> bool:
    """Whether nothing that the browser was told holds any of these words."""
    return not any(each in told for each in words for told in [*reader.told, reader.page.content()])
