"""Gold quotations: where they are kept, and where each stands in the letters of its PDF.

A gold file marks a quotation by the page on which it begins and its first and last words. Its
place is a set of positions in the letters and digits of the whole PDF, in the order in which
PDFium gives them, so that it depends on nothing that this project's reading decides.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from extractor.errors import FirsthandError, NotAPaperError
from letters import words_of

FEWEST_WORDS = 4  # a shorter quotation is optional, whatever its mark says

Mark = dict[str, Any]


class GoldError(FirsthandError):
    """The gold cannot be used as it stands."""


class GoldPaper(NamedTuple):
    """A paper with gold: its name, the PDF, and the file of marks."""

    id: str
    pdf: Path
    marks: Path


class Quotation(NamedTuple):
    """One gold quotation. ``place``: positions in the letters of the PDF; ``optional``: see below.

    ``parts`` counts the marks it is made of: a page or column break may cut it apart.
    """

    mark: Mark
    place: frozenset[int]
    words: int
    parts: int

    @property
    def optional(self) -> bool:
        """Whether it is a fragment or a heading: to suggest it is neither right nor wrong."""
        short = bool(self.mark.get("fragment")) or self.words < FEWEST_WORDS
        return short or self.mark.get("form") == "heading"


class GoldText(NamedTuple):
    """The letters of one PDF, where each page begins in them, and the quotations in them.

    ``starts`` has one entry more than there are pages: the end of the last.
    """

    id: str
    letters: str
    starts: tuple[int, ...]
    quotations: tuple[Quotation, ...]

    def page_of(self, position: int) -> int:
        """The page, from 1, that a position stands on."""
        return sum(start <= position for start in self.starts[:-1])


class Run(NamedTuple):
    """A half-open range of the words of a page and the page after it."""

    start: int
    end: int

    @property
    def words(self) -> int:
        """How many words it holds."""
        return self.end - self.start


def find_gold(folder: Path) -> list[GoldPaper]:
    """The papers with gold in ``folder``, by name.

    Either ``ID/gold.json`` beside ``ID/article.pdf``; or a project, or its ``annotations/gold``,
    with ``annotations/gold/ID.json`` and ``corpus/ID.pdf``. Raises ``GoldError``.
    """
    found = _side_by_side(folder) or _of_project(folder) or _of_project(folder / "../..")
    if not found:
        raise GoldError(
            f"{folder} holds no gold.\nGive a folder with ID/gold.json and ID/article.pdf, or "
            "a project folder with annotations/gold/ID.json and corpus/ID.pdf."
        )
    for paper in found:
        if not paper.pdf.is_file():
            raise GoldError(f"{paper.marks} marks a paper that is not there: {paper.pdf}.")
    return found


def read_gold(paper: GoldPaper) -> GoldText:
    """The letters of a paper and its quotations placed in them; raises ``GoldError``."""
    pages = read_words(paper.pdf)
    starts = tuple(accumulate((sum(map(len, page)) for page in pages), initial=0))
    letters = "".join(word for page in pages for word in page)
    quotations = tuple(_quotations(paper, pages, starts))
    return GoldText(paper.id, letters, starts, quotations)


def read_words(pdf: Path) -> list[list[str]]:
    """The comparable words of every page, in the order of PDFium's own text."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except (pypdfium2.PdfiumError, OSError):
        raise NotAPaperError(pdf, "it is damaged, or no PDF") from None
    with closing(document):
        texts = [page.get_textpage().get_text_bounded() for page in document]
    return [words_of(text.replace("\r\n", "\n")) for text in texts]


def place_mark(
    mark: Mark, pages: Sequence[Sequence[str]], *, behind: tuple[int, int] = (0, 0)
) -> Run:
    """Where a mark's words stand among those of its page and the next; raises ``GoldError``.

    They begin on the mark's page. Of several places those behind the mark before it, ``behind``
    (its page and end), go first: marks are in reading order. Then the one nearest to the marked
    number of words, or else the shortest, counts.
    """
    page = mark["page"] - 1
    first, last = words_of(mark["start"]), words_of(mark["end"])
    if not (first and last and 0 <= page < len(pages)):
        raise GoldError(f"A gold mark has no words, or page {mark['page']} is not there.")
    words = [word for each in pages[page : page + 2] for word in each]
    runs = [
        Run(start, end + len(last))
        for start in _occurrences(first, words)
        if start < len(pages[page])
        for end in _occurrences(last, words)
        if end >= start and end + len(last) >= start + len(first)
    ]
    if not runs:
        raise GoldError(f"A gold mark does not fit page {mark['page']}: {mark['start']!r}.")
    later = [run for run in runs if behind[0] == mark["page"] and run.start >= behind[1]]
    return min(later or runs, key=lambda run: (_misfit(run, mark.get("n")), run.start))


def _side_by_side(folder: Path) -> list[GoldPaper]:
    marks = sorted(folder.glob("*/gold.json"))
    return [GoldPaper(file.parent.name, file.parent / "article.pdf", file) for file in marks]


def _of_project(folder: Path) -> list[GoldPaper]:
    marks = sorted(folder.glob("annotations/gold/*.json"))
    return [GoldPaper(file.stem, folder / f"corpus/{file.stem}.pdf", file) for file in marks]


def _quotations(
    paper: GoldPaper, pages: Sequence[Sequence[str]], starts: Sequence[int]
) -> Iterator[Quotation]:
    """The quotations of a paper; marks that continue one another make one."""
    open_one: Quotation | None = None
    behind = (0, 0)
    for mark in _read_marks(paper.marks):
        run = place_mark(mark, pages, behind=behind)
        behind = (mark["page"], run.end)
        quotation = Quotation(mark, _positions(run, mark["page"], pages, starts), run.words, 1)
        if mark.get("continues") and open_one:
            open_one = _continued(open_one, quotation)
            continue
        if open_one:
            yield open_one
        open_one = quotation
    if open_one:
        yield open_one


def _read_marks(path: Path) -> list[Mark]:
    try:
        marks: list[Mark] = json.loads(path.read_text(encoding="utf-8"))["quotes"]
    except (OSError, ValueError, KeyError) as error:
        raise GoldError(f"{path} is no gold file: {error}.") from None
    return marks


def _positions(
    run: Run, page: int, pages: Sequence[Sequence[str]], starts: Sequence[int]
) -> frozenset[int]:
    words = [word for each in pages[page - 1 : page + 1] for word in each]
    start = starts[page - 1] + sum(map(len, words[: run.start]))
    return frozenset(range(start, start + sum(map(len, words[run.start : run.end]))))


def _continued(first: Quotation, rest: Quotation) -> Quotation:
    """Both as one; it is a fragment only where both parts are marked so."""
    fragment = first.mark.get("fragment") and rest.mark.get("fragment")
    return Quotation(
        {**first.mark, "fragment": fragment},
        first.place | rest.place,
        first.words + rest.words,
        first.parts + rest.parts,
    )


def _occurrences(needle: Sequence[str], words: Sequence[str]) -> list[int]:
    size = len(needle)
    return [at for at in range(len(words) - size + 1) if words[at : at + size] == needle]


def _misfit(run: Run, wanted: int | None) -> int:
    return abs(run.words - wanted) if wanted else run.words
