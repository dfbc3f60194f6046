"""The pictures of the evaluation report in docs/pictures, one a section, of the demonstration.

The demonstration's folder is that of `firsthand demo`; the report is made of it anew. Everybody in
it and everything decided in it is made up, and the report says so.
"""

import shutil
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from playwright.sync_api import Page, sync_playwright

from decisions_kept import ServerError
from extractor.cli.reporting import Form, report_review
from extractor.store.folder import open_review
from pictures_of_pages import save_picture
from shell import Folder, run

WIDTH, HEIGHT = 1280, 1000
SECTIONS = {
    "": "top",
    "agreement": "agreement",
    "detector": "detector",
    "g-blind-pages": "blind",
    "handling": "handling",
    "themes": "themes",
    "papers": "papers",
    "flow": "flow",
    "entreq": "standards",
    "definitions": "definitions",
    "lists": "lists",
    "cases-4": "cases",
}
"""Where each picture begins, by the name of its place in the report, and what it is called."""

Pictures = Annotated[Path, typer.Option("--to", help="The folder of the pictures.")]
Browser = Annotated[str, typer.Option("--browser", help="The program of the browser.")]


def main(demo: Folder, to: Pictures = Path("docs/pictures"), browser: Browser = "chromium") -> None:
    """Take the pictures of a demonstration that `firsthand demo --no-open --out FOLDER` made."""
    program = shutil.which(browser)
    if program is None:
        raise ServerError(f"There is no {browser}.\nName another browser: --browser")
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        report = Path(place) / "report.html"
        review = open_review(demo / "review")
        report_review(review, Form.HTML, report, words=True, person_details=True)
        review.close()
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = running.new_page(
            viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce"
        )
        for section, name in SECTIONS.items():
            _take(page, f"{report.as_uri()}#{section}", to / f"report-{name}.png")
        running.close()


def _take(page: Page, address: str, path: Path) -> None:
    page.goto("about:blank")
    page.goto(address)
    save_picture(page.screenshot(), path)


if __name__ == "__main__":
    run(main)
