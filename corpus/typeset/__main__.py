"""Rebuilds the papers of the corpus, the gold that goes with them, and the list of all papers.

usage, in the folder of the project: python -m corpus.typeset [ID...]

Without an ID all papers are built. The list always names every paper that has been built.
"""

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from .gold import mark_quotations, read_pages
from .layouts import layout_named
from .press import print_paper
from .source import Paper, SourceError, plain, quotations_of, read_paper

CORPUS = Path(__file__).parents[1]
GOLD = CORPUS.parent / "annotations" / "gold"
UNSEEN = CORPUS / "unseen"
FROM_HEAD = ("year", "journal", "layout", "participants")


def main(named: Sequence[str]) -> None:
    """Build the papers ``named``, or all, and tell what was built; list all there are."""
    sources = {path.stem: path for path in sorted((CORPUS / "sources").glob("*.md"))}
    unseen = {path.parent.name: path for path in sorted(UNSEEN.glob("*/source.md"))}
    unknown = [name for name in named if name not in sources and name not in unseen]
    if unknown:
        sys.exit(f"No source in corpus/sources: {', '.join(unknown)}.")
    for name in named or (*sources, *unseen):
        paper = read_paper(sources.get(name) or unseen[name])
        build(paper)
        print(f"{name}: {sum(1 for _ in quotations_of(paper))} quotations")
    write_list(CORPUS / "papers.csv", map(row_of, built_papers(sources)))


def build(paper: Paper) -> None:
    """Write the PDF and the gold of ``paper``."""
    apart = UNSEEN / paper.name
    pdf = apart / "article.pdf" if apart.exists() else CORPUS / f"{paper.name}.pdf"
    gold = apart / "gold.json" if apart.exists() else GOLD / f"{paper.name}.json"
    pdf.write_bytes(print_paper(paper, layout_named(paper.head["layout"])))
    write_gold(gold, paper.name, mark_quotations(paper, read_pages(pdf)))


def built_papers(sources: Mapping[str, Path]) -> Iterator[Paper]:
    """The papers that have been built; a source with a mistake is reported and left out."""
    for name, path in sources.items():
        try:
            paper = read_paper(path)
        except SourceError as error:
            print(error, file=sys.stderr)
            continue
        if (GOLD / f"{name}.json").exists():
            yield paper


def row_of(paper: Paper) -> dict[str, Any]:
    """The row of ``paper`` in the list."""
    pdf = CORPUS / f"{paper.name}.pdf"
    return {
        "id": paper.name,
        "file": pdf.name,
        "title": plain(paper.head["title"]),
        "authors": paper.head["names"],
        **{name: paper.head[name] for name in FROM_HEAD},
        "kind": paper.head.get("kind", "study"),
        "pages": len(read_pages(pdf)),
        "quotations": sum(1 for _ in quotations_of(paper)),
        "include": paper.head["include"],
        "note": paper.head["note"],
    }


def write_gold(path: Path, name: str, marks: Iterable[Mapping[str, Any]]) -> None:
    """Write the gold marks of the paper ``name`` as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    gold = json.dumps({"paper": name, "quotes": list(marks)}, ensure_ascii=False, indent=1)
    path.write_text(gold + "\n", encoding="utf-8")


def write_list(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write the list of papers as CSV, one row a paper."""
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(sys.argv[1:])
