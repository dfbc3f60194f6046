"""`firsthand screen`: a row a paper, the most promising first, and why."""

import io
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.cli.options import AskPassword, Jobs, Out, Quiet, Seconds
from extractor.cli.output import check_output, chosen_format, opened, opened_for_bytes
from extractor.cli.plain import counted, named, quoted, this_command
from extractor.cli.suggest import keep_papers, password_given

if TYPE_CHECKING:
    from extractor.cli.topics import Topic
    from extractor.records import SuggestedPaper
    from extractor.screening.prospects import Prospect
    from extractor.store.folder import Review
    from extractor.store.papers import StoredPaper


class Form(StrEnum):
    """What `firsthand screen` can write."""

    TABLE = "table"
    CSV = "csv"
    XLSX = "xlsx"
    HTML = "html"


ENDINGS = {
    ".txt": Form.TABLE,
    ".csv": Form.CSV,
    ".xlsx": Form.XLSX,
    ".html": Form.HTML,
    ".htm": Form.HTML,
}
EXAMPLES = """\b
Examples:
  firsthand screen my-review
  firsthand screen papers/ --question "What helps people who self-harm?" --out table.xlsx
"""
ReviewOrPapers = Annotated[
    list[str],
    typer.Argument(
        metavar="REVIEW_OR_PAPERS",
        help="A review's folder; or PDF or JATS XML files, folders that hold some, or patterns in "
        "quotation marks.",
        show_default=False,
    ),
]
AsForm = Annotated[
    Form | None,
    typer.Option(
        "--format",
        help="By default the ending of --out tells; else a table on a terminal, CSV in a pipe.",
        show_default=False,
    ),
]
Question = Annotated[
    str,
    typer.Option(help="What the papers are to be about; by default the review's own question."),
]


def screen(
    papers: ReviewOrPapers,
    form: AsForm = None,
    out: Out = None,
    question: Question = "",
    jobs: Jobs = None,
    seconds: Seconds = None,
    password: AskPassword = False,
    quiet: Quiet = False,
) -> None:
    """Tell which papers hold first-hand accounts: how many, of whom, about what, and how sure.

    No paper is left out. What cannot be read, or not be trusted, is listed for a person to look at.
    Of a review, the rows are kept for its page: firsthand review REVIEW, under Screening; those to
    another --question are only told.
    """
    from extractor.cli.reading import limits_of

    chosen = chosen_format(form, out, ENDINGS, piped=Form.CSV, name="screening")
    of_review = _are_of_review(papers, are_read=bool(jobs or seconds or password))
    check_output(out)
    if of_review:
        rows = _of_review(Path(papers[0]), question, quiet=quiet)
    else:
        secret = password_given(ask=password)
        options = {"jobs": jobs, "password": secret, "quiet": quiet, "limits": limits_of(seconds)}
        rows = _of_papers(papers, out, question, **options)
    _write(chosen, out, rows)
    if not quiet:
        typer.echo(_summary(rows, papers, out), err=True)


def _are_of_review(papers: Sequence[str], *, are_read: bool) -> bool:
    """Whether a review is to be screened.

    Raises ``BadParameter`` for one among other papers, or if papers are to be read in some way.
    """
    from extractor.store.settings import FILE

    # What may not be looked at is no review: reading it as a paper tells why.
    reviews = [name for name in papers if os.path.isfile(Path(name) / FILE)]  # noqa: PTH113
    if reviews and len(papers) > 1:
        raise typer.BadParameter(f"{named(reviews[0])} is a review: screen it by itself")
    if reviews and are_read:
        raise typer.BadParameter("--jobs, --seconds and --password: no file of a review is read")
    return bool(reviews)


def _of_review(folder: Path, question: str, *, quiet: bool) -> "list[Prospect]":
    """The rows of a review's papers, from its store: no file is read again.

    Those that could not be used are among them: a person must look at each. Of papers as likely,
    those with the eligible voices come first.
    """
    from extractor.cli.reviewing import opened_review
    from extractor.screening.prospects import ranked, unread
    from extractor.store.database import reading
    from extractor.store.failures import list_failures

    with opened_review(folder) as review:
        rows = screened_review(review, question, quiet=quiet)
        with reading(review.engine) as connection:
            failures = [each.at(_from_here(each.source)) for each in list_failures(connection)]
        voices = review.settings.eligible_voices
    return ranked([*rows, *(unread(each.source, each.message) for each in failures)], voices)


def _from_here(place: str) -> str:
    """A path as it is called in the working folder, if it leads below that."""
    path, here = Path(place), Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else place


def screened_review(review: "Review", question: str = "", *, quiet: bool) -> "list[Prospect]":
    """The rows of a review's papers, by its question and codebook; they are kept for its page."""
    from extractor.store.database import reading
    from extractor.store.papers import list_papers

    with reading(review.engine) as connection:
        papers = list_papers(connection)
    return keep_rows(review, papers, _suggested(review, papers, quiet=quiet), question)


def keep_rows(
    review: "Review",
    papers: "Sequence[StoredPaper]",
    suggested: "Iterable[SuggestedPaper]",
    question: str = "",
) -> "list[Prospect]":
    """The rows of these papers of a review; ``suggested`` tells of each all.

    They are kept for its page, but for those to a question of somebody's own: the order on the
    page, and with it a stopping rule, is by the review's.
    """
    from extractor.cli.topics import Topic
    from extractor.store.codebook import current_codebook
    from extractor.store.database import reading
    from extractor.store.papers import blind_pages_of
    from extractor.store.prospects import keep_prospects

    topic = Topic(question or review.settings.question, current_codebook(review))
    with reading(review.engine) as connection:
        unaided = {paper.id: blind_pages_of(connection, paper.id) for paper in papers}
    rows = rows_of(suggested, topic, unaided)
    if not question:
        kept = {each.document: row for each, row in zip(papers, rows, strict=True)}
        keep_prospects(review, kept)
    return rows


def _suggested(
    review: "Review", papers: "Sequence[StoredPaper]", *, quiet: bool
) -> "Iterator[SuggestedPaper]":
    """The papers of a review with all that is suggested of them.

    The review itself keeps only what scores enough to be shown, so this is found in the stored
    documents anew.
    """
    from extractor.cli.bar import Bar
    from extractor.quotes import suggest_quotes
    from extractor.records import SuggestedPaper
    from extractor.store.database import reading
    from extractor.store.papers import document_of

    with Bar(len(papers), "papers", quiet=quiet) as bar:
        for paper in papers:
            bar.at(Path(paper.source).name)
            with reading(review.engine) as connection:
                document = document_of(connection, paper.document)
            suggestions = tuple(suggest_quotes(document))
            document = replace(document, title=paper.published_title)
            yield SuggestedPaper(paper.source, document, suggestions)
            bar.advance()


def _of_papers(
    names: list[str], out: Path | None, question: str, **options: Any
) -> "list[Prospect]":
    """The rows of any papers, also of those that cannot be read; ``options`` are ``Reading``'s."""
    from extractor.cli.reading import Reading, named_papers, stoppable
    from extractor.cli.topics import Topic
    from extractor.screening.prospects import ranked, unread

    found = named_papers(names)
    keep_papers(found, out)
    reading = Reading(found, 0.0, findings_told=True, **options)
    with stoppable(reading):
        rows = rows_of(reading, Topic(question))
    return ranked([*rows, *(unread(each.source, each.message) for each in reading.failed)])


def rows_of(
    papers: "Iterable[SuggestedPaper]",
    topic: "Topic",
    unaided: Mapping[str, Collection[int]] = MappingProxyType({}),
) -> "list[Prospect]":
    """A row a paper, in the order given; no more of a paper is kept than its row needs.

    ``unaided`` are the pages of each that people read without suggestions.
    """
    from extractor.screening.prospects import prospect_of
    from extractor.screening.samples import gist_of

    told = [
        (prospect_of(paper, unaided=unaided.get(paper.document.paper, ())), gist_of(paper.document))
        for paper in papers
    ]
    rows = [row for row, _ in told]
    match = topic.match([gist for _, gist in told])
    if match is not None:
        rows = [replace(row, topic=each) for row, each in zip(rows, match, strict=True)]
    return rows


def _write(form: Form, out: Path | None, rows: "Sequence[Prospect]") -> None:
    from extractor.exchange.prospects import write_csv, write_xlsx

    if form is Form.XLSX and out is not None:
        workbook = io.BytesIO()
        write_xlsx(workbook, rows)
        with opened_for_bytes(out) as content:
            content.write(workbook.getvalue())
        return
    with opened(out) as stream:
        if form is Form.TABLE:
            from extractor.cli.prospect_table import print_prospects

            print_prospects(stream, rows)
        elif form is Form.HTML:
            from extractor.reports.screening import screening_page

            stream.write(screening_page(rows))
        else:
            write_csv(stream, rows)


def _summary(rows: "Sequence[Prospect]", papers: Sequence[str], out: Path | None) -> str:
    """How many papers of each kind there are, and what is next."""
    from extractor.screening.prospects import ORDER

    counts = {kind: sum(row.kind is kind for row in rows) for kind in ORDER}
    told = ", ".join(f"{kind.value} {count:,}" for kind, count in counts.items() if count)
    lines = [f"{counted(len(rows), 'paper')}: {told}. None is left out; people decide."]
    if out is not None:
        lines.append(f"Written to {named(out)}.")
    else:
        names = " ".join(quoted(name) for name in papers[:3]) + (" …" if papers[3:] else "")
        lines.append(f"To sort and filter: {this_command()} screen {names} --out screening.html")
    if _are_of_review(papers, are_read=False):
        lines.append(f"To decide, under Screening: {this_command()} review {quoted(papers[0])}")
    return "\n".join(lines)
