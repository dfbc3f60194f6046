"""What `firsthand suggest` writes, a function for each format."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from extractor.cli.bar import Bar
from extractor.cli.output import Format
from extractor.cli.plain import named, quoted, this_command
from extractor.cli.reading import Reading
from extractor.cli.table import console_for, paper_table
from extractor.exchange.suggestions import write_csv, write_jsonl
from extractor.records import SuggestedPaper


def write(form: Format, stream: TextIO, reading: Reading) -> None:
    """Read the papers of ``reading`` and write them to ``stream`` in the format ``form``."""
    WRITERS[form](stream, reading)


def write_table(stream: TextIO, reading: Reading) -> None:
    """A table for each paper, as soon as it is read."""
    console = console_for(stream)
    reading.findings_told = True
    for paper in reading:
        with reading.bar.away():
            console.print(paper_table(paper, min_score=reading.min_score))


def write_html(stream: TextIO, reading: Reading) -> None:
    """One page with all papers, once they are read."""
    stream.write(html_page([_lightened(paper) for paper in reading], reading))


def html_page(papers: Sequence[SuggestedPaper], reading: Reading) -> str:
    """The page of suggestions with the pictures of the pages they stand on."""
    from extractor.batch import page_pictures
    from extractor.reports import suggestions_page

    pages = sum(len(_marked(paper)) for paper in papers)
    with (
        page_pictures(password=reading.password) as draw,
        Bar(pages, "pages drawn", quiet=reading.quiet) as bar,
    ):

        def draw_and_tell(source: str, page: int) -> bytes | None:
            bar.at(Path(source).name)
            picture = draw(source, page)
            bar.advance()
            return picture

        failed = [(each.source, each.message) for each in reading.failed]
        return suggestions_page(
            papers, draw=draw_and_tell, min_score=reading.min_score, failed=failed
        )


def next_step(form: Format, out: Path | None, papers: Sequence[str], *, shown: int) -> str:
    """What to do with what was written, and with the ``shown`` quotations."""
    if out is not None:
        return f"Written to {named(out)}." + (
            " Open it in a browser." if form is Format.HTML else ""
        )
    if form is Format.TABLE and shown:
        names = " ".join(quoted(name) for name in papers[:3]) + (" …" if papers[3:] else "")
        return f"See them on their pages: {this_command()} suggest {names} --out quotations.html"
    return ""


def _lightened(paper: SuggestedPaper) -> SuggestedPaper:
    """A paper without the words that no suggestion touches: most of what many papers weigh."""
    document = paper.document
    words = {word for each in paper.suggestions for word in document.words_of(each.span)}
    light = replace(document, words=tuple(sorted(words)), asides=())
    return replace(paper, document=light)


def _marked(paper: SuggestedPaper) -> set[int]:
    return {page for each in paper.suggestions for page in paper.document.pages_of(each.span)}


WRITERS: dict[Format, Callable[[TextIO, Reading], None]] = {
    Format.TABLE: write_table,
    Format.JSONL: lambda stream, reading: write_jsonl(stream, reading, min_score=reading.min_score),
    Format.CSV: lambda stream, reading: write_csv(stream, reading, min_score=reading.min_score),
    Format.HTML: write_html,
}
