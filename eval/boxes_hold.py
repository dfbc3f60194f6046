"""Whether the words that PDFium finds inside a span's boxes are the span's words.

PDFium is asked for the text in each box (``FPDFText_GetBoundedText``), which gives every
character whose own box touches it. So that a neighbour that merely touches does not count, each
box is first made smaller, by ``SHRINK`` of its shorter side at every edge (0.9 points for a line of
10-point type). A box that a turned page shows is turned back. Compared are letters and digits, in
order, folded as everywhere here: hyphens and spaces never count.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Annotated, Any, NamedTuple

import typer

from extractor.reading import read_paper
from extractor.records import Box, Document, Span
from figures import Bar, Figures, Table, over, publish
from letters import letters_of
from shell import Json, Out, Papers, each, find_pdfs, paper_name, run

HOW = (
    "Random spans of 10 to 60 printed words (drawn with a fixed seed, each word of all papers as "
    "likely to begin one): the letters that PDFium finds in the span's boxes, made smaller by "
    "{shrink:.0%} of their shorter side, are the span's letters in the same order."
)
WANTED = 0.995
SHRINK = 0.1
FEWEST, MOST = 10, 60
CAUSES = ("right", "other order", "more in the boxes", "less in the boxes", "more and less")
COLUMNS = {"paper": "", "spans": "d"} | dict.fromkeys(CAUSES, "d")


class View(NamedTuple):
    """The part of a page that is shown, in its user space, and how far it is turned."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    def turned_back(self, box: Box) -> tuple[float, float, float, float]:
        """A box on the page as shown, in user space: left, bottom, right, top."""
        (x0, y0), (x1, y1) = self._point(box.x0, box.top), self._point(box.x1, box.bottom)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        if self.turn == 90:
            return self.left + y, self.bottom + x
        if self.turn == 180:
            return self.right - x, self.bottom + y
        if self.turn == 270:
            return self.right - y, self.top - x
        return self.left + x, self.top - y


class Tried(NamedTuple):
    """One span that was looked at, and what came of it."""

    paper: str
    pages: tuple[int, ...]
    wanted: str
    found: str

    @property
    def cause(self) -> str:
        """Why it failed; "right" if it did not."""
        return cause_of(self.wanted, self.found)


def main(
    papers: Papers,
    spans: Annotated[int, typer.Option(help="How many spans to draw.")] = 2000,
    seed: Annotated[int, typer.Option(help="Of the draw.")] = 1,
    misses: Annotated[bool, typer.Option("--misses", help="Print the spans that failed.")] = False,
    out: Out = None,
    json: Json = None,
) -> None:
    """Look whether the boxes of random spans hold the words of these spans."""
    pdfs = find_pdfs(papers)
    documents = [read_paper(pdf) for pdf in each(pdfs, paper_name)]
    drawn = draw_spans(documents, spans, Random(seed))
    tried = [
        one
        for pdf, document, of_paper in zip(pdfs, documents, drawn, strict=True)
        for one in look(pdf, document, of_paper)
    ]
    if misses:
        for one in tried:
            if one.cause != "right":
                typer.echo(f"{one.paper} p{one.pages} {one.cause}\n  {one.wanted}\n  {one.found}")
    share = over(sum(one.cause == "right" for one in tried), len(tried))
    bar = Bar("spans whose boxes hold", f"{share:.2%}", f"at least {WANTED:.1%}", share >= WANTED)
    tables = [Table(f"{len(tried)} spans", COLUMNS, list(_rows(tried)))]
    how = HOW.format(shrink=SHRINK)
    publish(Figures("Boxes hold their words", how, [bar], tables), out=out, as_json=json)


def draw_spans(documents: Sequence[Document], count: int, random: Random) -> list[list[Span]]:
    """``count`` spans of whole words, for each document a list."""
    drawn: list[list[Span]] = [[] for _ in documents]
    numbers = range(len(documents))
    sizes = [max(0, len(document.words) - MOST) for document in documents]
    for number in random.choices(numbers, sizes, k=count) if any(sizes) else ():
        words = documents[number].words
        first = random.randrange(sizes[number])
        last = first + random.randint(FEWEST, MOST) - 1
        drawn[number].append(Span(words[first].start, words[last].end))
    return drawn


def look(pdf: Path, document: Document, spans: Sequence[Span]) -> Iterator[Tried]:
    """Each span with what PDFium finds in its boxes."""
    import pypdfium2

    with closing(pypdfium2.PdfDocument(pdf)) as file:
        pages: dict[int, tuple[Any, View]] = {}
        for span in spans:
            for number in document.pages_of(span):
                if number not in pages:
                    page = file[number - 1]
                    pages[number] = page.get_textpage(), view_of(page)
            found = "".join(_text_in(box, *pages[box.page]) for box in document.boxes_of(span))
            wanted = letters_of(span.of(document.text))
            yield Tried(paper_name(pdf), document.pages_of(span), wanted, found)


def view_of(page: Any) -> View:
    """What is shown of a page of PDFium's."""
    left, bottom, right, top = page.get_bbox()
    return View(left, bottom, right, top, page.get_rotation())


def cause_of(wanted: str, found: str) -> str:
    """How the letters found differ from those wanted; one of ``CAUSES``."""
    if wanted == found:
        return "right"
    more, less = Counter(found) - Counter(wanted), Counter(wanted) - Counter(found)
    if more and less:
        return "more and less"
    return "more in the boxes" if more else "less in the boxes" if less else "other order"


def _text_in(box: Box, textpage: Any, view: View) -> str:
    """The letters that PDFium finds inside a box."""
    left, bottom, right, top = view.turned_back(box)
    edge = SHRINK * min(right - left, top - bottom)
    text = textpage.get_text_bounded(left + edge, bottom + edge, right - edge, top - edge)
    return letters_of(text)


def _rows(tried: Sequence[Tried]) -> Iterator[dict[str, object]]:
    for paper in [*dict.fromkeys(one.paper for one in tried), "ALL"]:
        of_paper = [one for one in tried if paper in (one.paper, "ALL")]
        causes = Counter(one.cause for one in of_paper)
        yield {"paper": paper, "spans": len(of_paper)} | {each: causes[each] for each in CAUSES}


if __name__ == "__main__":
    run(main)
