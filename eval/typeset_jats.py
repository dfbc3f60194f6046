"""Typeset published JATS articles, with marked accounts, as PDFs with gold in many fashions.

What it writes is for the machine that it runs on, to learn and measure layouts from: it holds the
articles' words and never belongs into the project.
"""

import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random
from shutil import copy, rmtree
from typing import Annotated, NamedTuple

import typer

from corpus.typeset.gold import LostQuotationError, mark_quotations, read_pages
from corpus.typeset.press import print_paper
from corpus.typeset.source import Kind as Set
from corpus.typeset.source import Paper, Piece
from extractor.bundled import bundled
from extractor.reading.jats import read_jats
from gold import GoldError, GoldPaper, read_gold
from marks import read_marks
from retypeset import Fashion, draw_fashion, paper_of
from shell import Folder, each, run


class Job(NamedTuple):
    """One article in one fashion; ``number`` seeds the draw."""

    article: Path
    number: int
    out: Path


def main(
    jats: Folder,
    out: Annotated[Path, typer.Argument(help="Where the folders ID--N go.")],
    fashions: Annotated[int, typer.Option(help="Fashions an article.")] = 2,
) -> None:
    """Typeset each article that has marks, in several fashions drawn by its name and number."""
    marks = bundled("annotations/published")
    articles = [path for path in sorted(jats.glob("*/article.xml")) if _marks(marks, path).exists()]
    jobs = [Job(path, number, out) for path in articles for number in range(1, fashions + 1)]
    with ProcessPoolExecutor() as pool:
        for job, trouble in zip(each(jobs, _name), pool.map(typeset, jobs), strict=True):
            if trouble:
                typer.echo(f"{_name(job)}: {trouble}", err=True)


def typeset(job: Job) -> str:
    """Write the PDF and gold of one job; what went wrong, in words, or nothing."""
    fashion = draw_fashion(Random(_name(job)))
    document = read_jats(job.article)
    accounts = read_marks(_marks(bundled("annotations/published"), job.article), document)
    paper = paper_of(_name(job), document, accounts, fashion)
    why = ""
    for simpler in (paper, _abstract_below(paper), _without_tables(_abstract_below(paper))):
        try:
            _write(simpler, fashion, job.out / paper.name)
        except Exception as error:  # the press has many ways to say that something does not fit
            why = f"left out: {type(error).__name__}: {str(error)[:150]}"
            continue
        copy(job.article.with_name("meta.json"), job.out / paper.name)
        return ""
    return why


def _write(paper: Paper, fashion: Fashion, folder: Path) -> None:
    """Write both files, or none: the gold must be found again in the printed words."""
    printed = print_paper(paper, fashion.layout)
    folder.mkdir(parents=True, exist_ok=True)
    pdf, marks = folder / "article.pdf", folder / "gold.json"
    try:
        pdf.write_bytes(printed)
        record = {"paper": paper.name, "quotes": list(mark_quotations(paper, read_pages(pdf)))}
        marks.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
        read_gold(GoldPaper(paper.name, pdf, marks))
    except (LostQuotationError, GoldError):
        rmtree(folder)
        raise


def _abstract_below(paper: Paper) -> Paper:
    """The paper with its abstract in the columns: a long one may leave no room for them."""
    head = Piece(Set.HEADING, "Abstract")
    return replace(paper, abstract=(), body=(head, *paper.abstract, *paper.body))


def _without_tables(paper: Paper) -> Paper:
    def kept(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
        return tuple(piece for piece in pieces if not piece.rows)

    return replace(paper, abstract=kept(paper.abstract), body=kept(paper.body))


def _marks(folder: Path, article: Path) -> Path:
    return folder / f"{article.parent.name}.json"


def _name(job: Job) -> str:
    return f"{job.article.parent.name}--{job.number}"


if __name__ == "__main__":
    run(main)
