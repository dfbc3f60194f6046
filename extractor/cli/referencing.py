"""`firsthand add --ris`: references matched to the papers of a review, and what is there twice."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from extractor.cli.plain import counted, named, plain

if TYPE_CHECKING:
    from extractor.exchange.references.fields import Unread
    from extractor.records import Reference
    from extractor.screening.companions import Quoted
    from extractor.screening.matching import Match, Matched, PaperFacts
    from extractor.store.folder import Review
    from extractor.store.papers import StoredPaper

MOST_SHOWN = 20
LIKELY = 0.5


@dataclass(frozen=True, slots=True)
class References:
    """The references of a file, and what of it could not be read."""

    path: Path
    found: "Sequence[Reference]"
    unread: "Sequence[Unread]"


def references_in(path: Path) -> References:
    """Read a file of references; tell of what cannot be read, by line."""
    from extractor.exchange.references import read_references

    read = References(path, *read_references(path))
    if read.unread:
        typer.echo(f"{named(path)}: {counted(len(read.unread), 'place')} not read as it should "
                   "be.", err=True)  # fmt: skip
        lines = [f"   line {each.line:,}: {plain(each.what)}" for each in read.unread]
        typer.echo("\n".join(_shortened(lines)), err=True)
    return read


def match_references(review: "Review", references: References) -> None:
    """Match all papers of a review to references, keep what was matched, and tell the rest."""
    from extractor.screening.matching import match
    from extractor.store.database import reading, writing
    from extractor.store.papers import keep_reference, list_papers

    with reading(review.engine) as connection:
        papers = {paper.id: paper for paper in list_papers(connection)}
    facts, quoted = _read(review, list(papers.values()))
    matched = match(references.found, facts)
    with writing(review.engine, alone=True) as connection:
        for each in matched.matches:
            keep_reference(connection, each.paper, references.found[each.reference])
    names = {id_: _name(paper) for id_, paper in papers.items()}
    before = {id_: paper.reference for id_, paper in papers.items() if paper.reference is not None}
    lines = [*_told(matched, references, names, before), *_companions(quoted, matched, names)]
    typer.echo("\n".join(lines), err=True)


def _read(
    review: "Review", papers: "Sequence[StoredPaper]"
) -> "tuple[list[PaperFacts], list[Quoted]]":
    """What tells which paper each is, and the likely quotations of those that ask people."""
    from extractor.screening.companions import Quoted
    from extractor.screening.matching import facts_of
    from extractor.screening.signs import reprints
    from extractor.store.database import reading
    from extractor.store.papers import document_of, suggestions_of

    facts, quoted = [], []
    for paper in papers:
        with reading(review.engine) as connection:
            document = document_of(connection, paper.document)
            found = suggestions_of(connection, paper.id, paper.document).values()
        facts.append(facts_of(paper.source, document))
        if not reprints(document):
            likely = (each.span for each in found if each.score >= LIKELY)
            quoted.append(Quoted(paper.id, tuple(span.of(document.text) for span in likely)))
    return facts, quoted


def _told(
    matched: "Matched",
    references: References,
    names: Mapping[str, str],
    before: "Mapping[str, Reference]",
) -> Iterator[str]:
    """What was matched; what is to be looked at, what is left, and what is there twice.

    ``before`` are the references that papers had from earlier files.
    """
    found = references.found
    yield from _matches_told(matched.matches, found, names)
    left = matched.papers_left
    kept = [f"{names[p]}  ~  {reference_told(before[p])}" for p in left if p in before]
    yield from _listed("keeping the reference of an earlier file", kept, "paper")
    yield from _listed("without a reference", [names[p] for p in left if p not in before], "paper")
    unused = [_on_line(found[at]) for at in matched.references_left]
    yield from _listed("without a paper", unused, "reference")
    same = [" = ".join(_on_line(found[at]) for at in group) for group in matched.same_references]
    yield from _listed("of references that are the same publication", same, "group")
    files = [" = ".join(names[paper] for paper in group) for group in matched.same_papers]
    yield from _listed("of papers that are the same publication", files, "group")


def _matches_told(
    matches: "Sequence[Match]", found: "Sequence[Reference]", names: Mapping[str, str]
) -> Iterator[str]:
    from extractor.screening.matching import By

    counts = {by: sum(each.by is by for each in matches) for by in By}
    ways = ", ".join(f"{count:,} by {by.value}" for by, count in counts.items() if count)
    told = f"{counted(len(matches), 'paper')} matched to a reference"
    yield f"{told}: {ways}." if ways else f"{told}."
    lines = {each: f"{names[each.paper]}  ~  {reference_told(found[each.reference])}"
             for each in matches}  # fmt: skip
    yield from _listed(
        "with nearly the same title, to be looked at",
        [line for each, line in lines.items() if each.by is By.NEAR_TITLE], "paper",
    )  # fmt: skip
    yield from _listed(
        "whose title or DOI may be another’s, to be looked at",
        [line for each, line in lines.items() if each.is_in_doubt and each.by is not By.NEAR_TITLE],
        "paper",
    )


def _companions(
    quoted: "Sequence[Quoted]", matched: "Matched", names: Mapping[str, str]
) -> Iterator[str]:
    """Papers with the same quotations, but those that are the same publication anyway."""
    from extractor.screening.companions import find_companions

    same = [set(group) for group in matched.same_papers]
    found = [
        f"{names[each.one]}  and  {names[each.other]}: {counted(each.quotations, 'quotation')}"
        for each in find_companions(quoted)
        if not any({each.one, each.other} <= group for group in same)
    ]
    yield from _listed("of papers with the same quotations, perhaps of one study", found, "pair")


def _listed(what: str, lines: Sequence[str], thing: str) -> Iterator[str]:
    if lines:
        yield f"{counted(len(lines), thing)} {what}:"
        yield from _shortened([f"   {line}" for line in lines])


def _shortened(lines: Sequence[str]) -> Iterator[str]:
    """All lines, but on a terminal no more than anybody reads there."""
    on_screen = sys.stderr is not None and sys.stderr.isatty()
    most = MOST_SHOWN if on_screen else len(lines)
    yield from lines[:most]
    if lines[most:]:
        yield f"   … and {len(lines) - most:,} more; into a file go all of them: 2> matched.txt"


def reference_told(reference: "Reference") -> str:
    """A reference on one line: "Lindqvist 2019, Warm words. doi:10.1000/x"."""
    first = reference.authors[0].partition(",")[0] if reference.authors else ""
    others = " et al." if len(reference.authors) > 1 else ""
    who = f"{first}{others} {reference.year}".strip()
    doi = f"doi:{reference.doi}" if reference.doi else ""
    title = f"{reference.title}." if reference.title else ""
    head = f"{who}," if who and title else who
    return named(" ".join(filter(None, (head, title, doi))))


def _on_line(reference: "Reference") -> str:
    return f"line {reference.line:,}: {reference_told(reference)}"


def _name(paper: "StoredPaper") -> str:
    return named(paper.source)
