"""How fast papers are read, in turns with other libraries on the same paper, in one process."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Annotated, NamedTuple

import typer

from extractor.batch.jobs import warm_up
from extractor.quotes import suggest_quotes
from extractor.reading import pdfium, read_paper
from figures import Bar, Figures, Table, publish
from shell import Json, Out, Papers, each, find_pdfs, paper_name, run

HOW = (
    "In one process, paper by paper, this project and the others take turns (who begins changes "
    "with each round). pdfplumber gives `page.chars` and then `extract_words()`, page by page, and "
    "each page is closed; the time for words holds that for characters. Told is, for each paper, "
    "the median over {rounds} rounds of the ratio within a round, and over all the median of all "
    "these pairs. Text alone is what each library's own function for it gives, page by page; "
    "{missing}. Imports are done before. Seconds are of the process (CPU time) or of the clock; "
    "these are of {clock}, {busy}."
)
READING, CHARACTERS, SUGGEST = "reading", "characters", "suggest"
WANTED = {
    READING: ("reading to a document, against extract_words", 10.0),
    CHARACTERS: ("characters alone, against page.chars", 13.0),
    SUGGEST: ("suggest end to end, against extract_words", 6.0),
}
AGAINST = {READING: "words", CHARACTERS: "chars", SUGGEST: "words"}
COLUMNS = {"paper": "", "pages": "d"} | dict.fromkeys(WANTED, ".1f")
FASTER = "suggest is so many times as fast"
PACES = {"what": "", "pages/s": ".1f", FASTER: ".1f"}

Seconds = Mapping[str, float]
Row = dict[str, object]
Timing = Callable[[Path, Callable[[], float]], Mapping[str, float]]


class Timed(NamedTuple):
    """The seconds of one paper, a mapping for each round."""

    paper: str
    pages: int
    rounds: tuple[Seconds, ...]

    def ratios(self, name: str) -> list[float]:
        """How many times as long pdfplumber took, in each round."""
        return [seconds[AGAINST[name]] / seconds[name] for seconds in self.rounds]


def read_with_pdfplumber(pdf: Path) -> None:
    """The text of each page, as pdfplumber puts it together."""
    import pdfplumber

    with pdfplumber.open(pdf) as document:
        for page in document.pages:
            page.extract_text()
            page.close()


def read_with_pdfminer(pdf: Path) -> None:
    """The text of each page, after pdfminer's analysis of the layout."""
    from pdfminer.high_level import extract_text

    extract_text(pdf)


def read_with_pypdf(pdf: Path) -> None:
    """The text of each page in the order of the file."""
    from pypdf import PdfReader

    for page in PdfReader(pdf).pages:
        page.extract_text()


def read_with_playa(pdf: Path) -> None:
    """The text of each page in the order of the file or of its tags."""
    import playa

    with playa.open(pdf) as document:
        for page in document.pages:
            page.extract_text()


def read_with_pymupdf(pdf: Path) -> None:
    """The text of each page; AGPL, so a yardstick where a person installs it, no dependency."""
    import pymupdf

    with pymupdf.open(pdf) as document:
        for page in document:
            page.get_text()


TEXTS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "pdfplumber, text alone": ("pdfplumber", read_with_pdfplumber),
    "pdfminer.six, text alone": ("pdfminer", read_with_pdfminer),
    "pypdf, text alone": ("pypdf", read_with_pypdf),
    "playa, text alone": ("playa", read_with_playa),
    "PyMuPDF, text alone": ("pymupdf", read_with_pymupdf),
}
"""What each row is called, the module that it needs, and what is timed."""


def main(
    papers: Papers,
    rounds: Annotated[int, typer.Option(min=1, help="How often each paper is read.")] = 3,
    most: Annotated[int, typer.Option(help="Only so many papers, the first; 0: all.")] = 0,
    wall: Annotated[bool, typer.Option("--wall", help="Time by the clock, not the CPU.")] = False,
    busy: Annotated[bool, typer.Option("--busy", help="Say that other work was going on.")] = False,
    out: Out = None,
    json: Json = None,
) -> None:
    """Time reading and suggesting against pdfplumber."""
    pdfs = find_pdfs(papers)[: most or None]
    now = time.perf_counter if wall else time.process_time
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    warm_up()
    read_paper(pdfs[0])
    texts, missing = installed()
    for read in texts.values():
        read(pdfs[0])
    timed = list(time_papers(pdfs, rounds, now, texts))
    clock = "the clock" if wall else "the process"
    alone = "on a machine that others used at the same time" if busy else "on a machine left alone"
    how = HOW.format(rounds=rounds, clock=clock, busy=alone, missing=missing)
    tables = [
        Table("Times as fast as pdfplumber", COLUMNS, [_row(one) for one in timed]),
        Table("Pages a second", PACES, list(_paces(timed, texts))),
    ]
    publish(Figures("Speed", how, bars_of(timed), tables), out=out, as_json=json)


def bars_of(timed: Sequence[Timed]) -> list[Bar]:
    """The three promises, by the median of all pairs."""
    bars = []
    for name, (what, least) in WANTED.items():
        ratio = median(ratio for one in timed for ratio in one.ratios(name))
        bars.append(Bar(what, f"{ratio:.2f} times", f"at least {least:g} times", ratio >= least))
    return bars


def installed() -> tuple[dict[str, Callable[[Path], None]], str]:
    """What reads text alone here, by its row's name; and a phrase that says what is missing."""
    here = {what: read for what, (module, read) in TEXTS.items() if find_spec(module)}
    missing = [what.partition(",")[0] for what in TEXTS if what not in here]
    return here, f"not installed here: {', '.join(missing)}" if missing else "all are installed"


def time_papers(
    pdfs: Sequence[Path],
    rounds: int,
    now: Callable[[], float],
    texts: Mapping[str, Callable[[Path], None]],
) -> Iterator[Timed]:
    """The seconds of each paper; rounds go over all papers, so that noise spreads over them."""
    found: dict[Path, list[Seconds]] = {pdf: [] for pdf in pdfs}
    pages = dict.fromkeys(pdfs, 0)
    turns = [(number, pdf) for number in range(rounds) for pdf in pdfs]
    for number, pdf in each(turns, lambda turn: f"round {turn[0] + 1} {paper_name(turn[1])}"):
        turn: list[Timing] = [_time_pdfplumber, _time_ours]
        turn += [partial(_time_text, *text) for text in texts.items()]
        first = number % len(turn)
        parts = [timing(pdf, now) for timing in turn[first:] + turn[:first]]
        seconds = {what: took for part in parts for what, took in part.items()}
        pages[pdf] = int(seconds.pop("pages"))
        found[pdf].append(seconds)
    for pdf in pdfs:
        yield Timed(paper_name(pdf), pages[pdf], tuple(found[pdf]))


def _time_ours(pdf: Path, now: Callable[[], float]) -> dict[str, float]:
    start = now()
    list(pdfium.read_pages(pdf))
    printed = now()
    read_paper(pdf)
    read = now()
    suggest_quotes(read_paper(pdf))
    return {CHARACTERS: printed - start, READING: read - printed, SUGGEST: now() - read}


def _time_text(
    what: str, read: Callable[[Path], None], pdf: Path, now: Callable[[], float]
) -> dict[str, float]:
    start = now()
    read(pdf)
    return {what: now() - start}


def _time_pdfplumber(pdf: Path, now: Callable[[], float]) -> dict[str, float]:
    """Seconds for characters and for words; opening the file is part of both."""
    import pdfplumber

    chars = words = 0.0
    start = now()
    with pdfplumber.open(pdf) as document:
        count = len(document.pages)
        for page in document.pages:
            _ = page.chars
            chars += (had := now()) - start
            page.extract_words()
            words += (start := now()) - had
            page.close()
    return {"chars": chars, "words": chars + words, "pages": count}


def _row(timed: Timed) -> dict[str, object]:
    ratios = {name: median(timed.ratios(name)) for name in WANTED}
    return {"paper": timed.paper, "pages": timed.pages, **ratios}


def _paces(timed: Sequence[Timed], texts: Iterable[str]) -> Iterator[dict[str, object]]:
    """Pages a second over all papers: each paper's median, added up. Ratios are of each round."""
    pages = sum(one.pages for one in timed)
    names = {
        "chars": "pdfplumber, characters",
        "words": "pdfplumber, words",
        CHARACTERS: "characters",
        READING: "reading to a document",
        SUGGEST: "suggest end to end",
        **{what: what for what in texts},
    }
    for name, what in names.items():
        seconds = sum(median(each_round[name] for each_round in one.rounds) for one in timed)
        times = median(
            one_round[name] / one_round[SUGGEST] for one in timed for one_round in one.rounds
        )
        yield {"what": what, "pages/s": pages / seconds, FASTER: times}


if __name__ == "__main__":
    run(main)
