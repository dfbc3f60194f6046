"""Whether the letters that pdfplumber finds on a page are in the text or were kept apart.

What is compared, page by page, is how often each letter and digit occurs (the case kept).

- Found: pdfplumber's characters. One whose middle is outside the page's crop box is not seen by a
  reader and does not count. One that has no readable value, "(cid:12)", holds no letter. The same
  character again within a point is a double, drawn twice to look bold, and counts once
  (pdfplumber's own ``dedupe_chars`` does the same and takes five times as long).
- Kept: the words of ``Document.text`` on that page and the asides of that page.
- Both are folded (NFKD, accents dropped): a ligature is its letters, and an accent that one reader
  gives as a character of its own makes no difference.

Where the words stand in the text is not asked here: ``stands_whole`` and ``boxes_hold`` do that.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from extractor.errors import NotAPaperError
from extractor.reading import read_paper
from extractor.records import Document
from figures import Bar, Figures, Table, over, publish
from letters import count_letters, lost_letters
from shell import Json, Out, Papers, each, find_pdfs, paper_name, run

HOW = (
    "Of the letters and digits that pdfplumber finds on a page (inside the crop box, doubles "
    "counted once), the share that is in the words of `Document.text` or in the asides of that "
    "page; both sides folded the same way. The rules stand at the top of `eval/nothing_lost.py`."
)
WANTED = 0.999
DOUBLE = 1.0  # points
PAPERS = {
    "paper": "", "pages": "d", "found": "d", "lost": "d", "kept": ".4%", "pages under": "d",
}  # fmt: skip
PAGES = {"paper": "", "page": "d", "found": "d", "lost": "d", "kept": ".3%"}
MOST_PAGES = 20


class PageCount(NamedTuple):
    """What became of the letters of one page."""

    paper: str
    page: int
    found: int
    lost: Counter[str]

    @property
    def missing(self) -> int:
        """How many letters were lost."""
        return self.lost.total()

    @property
    def kept(self) -> float:
        """The share that was not lost."""
        return over(self.found - self.missing, self.found)


def main(
    papers: Papers,
    letters: Annotated[
        bool, typer.Option("--letters", help="Print which letters each page lost.")
    ] = False,
    out: Out = None,
    json: Json = None,
) -> None:
    """Count the letters of each page that reading has lost."""
    pages = [page for pdf in each(find_pdfs(papers), paper_name) for page in compare(pdf)]
    if letters:
        for page in pages:
            if page.missing:
                typer.echo(f"{page.paper} p{page.page}: {dict(page.lost.most_common(12))}")
    worst = sorted((page for page in pages if page.missing), key=lambda page: page.kept)
    tables = [Table("Papers", PAPERS, list(_paper_rows(pages)))]
    if worst:
        rows = [_page_row(page) for page in worst[:MOST_PAGES]]
        tables.append(Table("The worst pages", PAGES, rows))
    publish(Figures("Nothing lost", HOW, bars_of(pages), tables), out=out, as_json=json)


def bars_of(pages: Sequence[PageCount]) -> list[Bar]:
    """The promise is of every page; the total is told beside it."""
    under = [page for page in pages if page.kept < WANTED]
    found, lost = sum(page.found for page in pages), sum(page.missing for page in pages)
    share = over(found - lost, found)
    return [
        Bar("pages under it", f"{len(under)} of {len(pages)}", f"each {WANTED:.1%}", not under),
        Bar("all pages together", f"{share:.4%}", f"at least {WANTED:.1%}", share >= WANTED),
    ]


def compare(pdf: Path) -> Iterator[PageCount]:
    """What became of the letters of each page of a PDF."""
    kept = letters_kept(read_paper(pdf))
    for number, printed in letters_printed(pdf):
        lost = lost_letters(printed, kept.get(number, {}))
        yield PageCount(paper_name(pdf), number, printed.total(), lost)


def letters_kept(document: Document) -> dict[int, Counter[str]]:
    """The letters of each page, from 1, in the text or apart."""
    texts: dict[int, list[str]] = defaultdict(list)
    for word in document.words:
        texts[word.page].append(document.text[word.start : word.end])
    for aside in document.asides:
        texts[aside.box.page].append(aside.text)
    return {page: count_letters(of_page) for page, of_page in texts.items()}


def letters_printed(pdf: Path) -> Iterator[tuple[int, Counter[str]]]:
    """The letters of each page, from 1, as pdfplumber finds them."""
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(pdf) as document:
            for page in document.pages:
                seen = [char for char in page.chars if _is_visible(char, page.cropbox)]
                yield page.page_number, count_letters(_texts(without_doubles(seen)))
                page.close()
    except PdfminerException:
        raise NotAPaperError(pdf, "pdfplumber does not open it") from None


def without_doubles(chars: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The characters, but those that stand within a point of the same character before."""
    places: dict[tuple[str, int, int], list[tuple[float, float]]] = defaultdict(list)
    for char in chars:
        text, x, y = char["text"], float(char["x0"]), float(char["top"])
        near = [
            place
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for place in places.get((text, int(x // DOUBLE) + dx, int(y // DOUBLE) + dy), ())
        ]
        if not any(abs(x - a) <= DOUBLE and abs(y - b) <= DOUBLE for a, b in near):
            places[text, int(x // DOUBLE), int(y // DOUBLE)].append((x, y))
            yield char


def _is_visible(char: Mapping[str, Any], cropbox: Sequence[float]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    left, top, right, bottom = cropbox
    return bool(left <= x <= right and top <= y <= bottom)


def _texts(chars: Iterator[Mapping[str, Any]]) -> Iterator[str]:
    for char in chars:
        if not char["text"].startswith("(cid:"):
            yield char["text"]


def _paper_rows(pages: Sequence[PageCount]) -> Iterator[dict[str, object]]:
    by_paper: dict[str, list[PageCount]] = defaultdict(list)
    for page in pages:
        by_paper[page.paper].append(page)
    for paper, of_paper in [*by_paper.items(), ("ALL", list(pages))]:
        found, lost = sum(p.found for p in of_paper), sum(p.missing for p in of_paper)
        under = sum(page.kept < WANTED for page in of_paper)
        yield {
            "paper": paper,
            "pages": len(of_paper),
            "found": found,
            "lost": lost,
            "kept": over(found - lost, found),
            "pages under": under,
        }


def _page_row(page: PageCount) -> dict[str, object]:
    return {
        "paper": page.paper,
        "page": page.page,
        "found": page.found,
        "lost": page.missing,
        "kept": page.kept,
    }


if __name__ == "__main__":
    run(main)
