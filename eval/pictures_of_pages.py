"""The pictures of the review's pages in docs/pictures, taken of the demonstration as it is served.

The demonstration's folder is that of `firsthand demo`; it stays as it is: all is done in a copy.
Everybody in it and everything decided in it is made up.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Annotated

import typer
from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from decisions_kept import PIN, Server, ServerError
from shell import Folder, run

PATIENCE = 60_000  # milliseconds
MOMENT = 1_000  # milliseconds between two decisions, on the browser's own clock
COLOURS = 255
TITLE = "“They sat down”"  # the paper that Ana reads in the pictures
MOST_CONFLICTS = "Field Notes"
SPLIT = ("Space to talk and reflect", "Time to reflect", "A place to talk")
DIFFERENCE = "later"  # how a difference in where an account begins or ends is told
TO_AN_ACCOUNT = ["ArrowDown"] * 7 + ["Home"]
OVER_THE_ACCOUNT = ["Shift+ArrowDown"] * 8 + ["Shift+ArrowRight"] * 7
DECIDED = ("c", "c", "r1", "c", "u")

Pictures = Annotated[Path, typer.Option("--to", help="The folder of the pictures.")]
Browser = Annotated[str, typer.Option("--browser", help="The program of the browser.")]
Take = Callable[[str], None]


def main(demo: Folder, to: Pictures = Path("docs/pictures"), browser: Browser = "chromium") -> None:
    """Take the pictures of a demonstration that `firsthand demo --no-open --out FOLDER` made."""
    program = shutil.which(browser)
    if program is None:
        raise ServerError(f"There is no {browser}.\nName another browser: --browser")
    to.mkdir(parents=True, exist_ok=True)
    with _copied(demo / "review") as review, _opened(review, program) as page:

        def take(name: str) -> None:
            _take(page, to / f"{name}.png")

        _as_ana(page, take)
        _sign_out(page)
        _as_lea(page, take)


@contextmanager
def _copied(folder: Path) -> Iterator[Path]:
    """A copy of the demonstration."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "review"
        shutil.copytree(folder, copy)
        yield copy


@contextmanager
def _opened(review: Path, program: str) -> Iterator[Page]:
    """A browser in which the review's page was opened; its clock is moved on by hand."""
    with Server(review) as server, sync_playwright() as playwright:
        address = server.start()
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        context = browser.new_context(
            viewport={"width": 1280, "height": 800}, reduced_motion="reduce", color_scheme="light"
        )
        context.set_default_timeout(PATIENCE)
        context.clock.install()
        page = context.new_page()
        page.goto(address)
        yield page
        browser.close()


def _take(page: Page, path: Path) -> None:
    page.wait_for_load_state("networkidle")
    save_picture(page.screenshot(), path)


def save_picture(taken: bytes, path: Path) -> None:
    """Keep one picture, with as few colours as a drawing needs, so that it stays small."""
    picture = Image.open(BytesIO(taken)).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    typer.echo(f"{path}: {path.stat().st_size / 1000:.0f} kB")


def _as_ana(page: Page, take: Take) -> None:
    """The annotator: her papers, a page without suggestions, a paper half done, the screening."""
    take("sign_in")
    _sign_in(page, "Ana")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("button", name="Start reading").click()
    _mark(page)
    take("blind")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Done").click()
    expect(page.locator("#banner")).to_be_hidden(timeout=PATIENCE)
    _decide(page)
    take("paper")
    _go_to_suggested_themes(page)
    take("themes")
    page.get_by_role("link", name="firsthand: home").click()
    take("home")
    page.get_by_role("link", name="Screening").click()
    expect(page.locator(".screened.is-current")).to_be_visible(timeout=PATIENCE)
    page.wait_for_load_state("networkidle")  # before its script has come, a key does nothing
    page.keyboard.press("s")
    take("screening")


def _as_lea(page: Page, take: Take) -> None:
    """The lead: how the review goes, the codebook, and a conflict."""
    _sign_in(page, "Lea")
    take("lead")
    page.get_by_role("link", name="Codebook").click()
    _split_a_theme(page)
    page.get_by_role("link", name="Codebook").click()
    take("codebook")
    page.get_by_role("link", name="Progress").click()
    row = page.get_by_role("row", name=MOST_CONFLICTS)
    row.get_by_role("link", name="Settle them").click()
    told = page.locator("#told")
    expect(told).to_be_visible(timeout=PATIENCE)
    for _ in range(page.locator(".unit").count()):
        if DIFFERENCE in told.inner_text():
            break
        page.keyboard.press("j")
    take("adjudicate")


def _split_a_theme(page: Page) -> None:
    """Split one theme in two, and look at where its themes are changed."""
    page.wait_for_load_state("networkidle")  # before its script has come, a button does nothing
    page.get_by_role("article", name=SPLIT[0]).get_by_role("button", name="Split").click()
    form = page.get_by_role("dialog")
    for number, name in enumerate(SPLIT[1:], start=1):
        part = form.get_by_role("group", name=f"New theme {number}")
        part.get_by_label("Name").fill(name)
    form.get_by_label("Why").fill("Time to think is not the same as a place to do it.")
    with page.expect_navigation():
        form.get_by_role("button", name="Split", exact=True).click()


def _sign_in(page: Page, name: str) -> None:
    page.get_by_label("Who are you?").select_option(label=name)
    page.get_by_label("Your PIN").fill(PIN)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible(timeout=PATIENCE)


def _sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()


def _mark(page: Page) -> None:
    """Select an account on the page without suggestions, as somebody does who marks it."""
    for key in ["a", *TO_AN_ACCOUNT, *OVER_THE_ACCOUNT]:
        page.keyboard.press(key)


def _go_to_suggested_themes(page: Page) -> None:
    """Go on to a quotation whose themes are suggested, as those of a share are not."""
    why = page.locator(".why-themes")
    while "Likeliest first" not in why.inner_text():
        page.keyboard.press("j")
    why.scroll_into_view_if_needed()


def _decide(page: Page) -> None:
    """Decide variously on what comes first; tell voice and theme of what comes then."""
    for keys in DECIDED:
        page.clock.fast_forward(MOMENT)
        with page.expect_response("**/decisions"):
            for key in keys:
                page.keyboard.press(key)
    page.clock.fast_forward(MOMENT)
    for key in ("v", "v", "1"):
        page.keyboard.press(key)


if __name__ == "__main__":
    run(main)
