"""Rebuilds every PDF of the corpus, the gold that goes with it, and the list of papers.

usage, in the folder of the project: python -m corpus.typeset
"""

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from .gold import mark_quotations, read_pages
from .layouts import LAYOUTS
from .press import print_paper
from .source import Paper, plain, quotations_of, read_paper

CORPUS = Path(__file__).parents[1]
GOLD = CORPUS.parent / "annotations" / "gold"
FROM_HEAD = ("year", "journal", "layout", "participants")


def main() -> None:
    """Build all papers, and tell what was built."""
    rows = []
    for source in sorted((CORPUS / "sources").glob("*.md")):
        row = build(read_paper(source))
        print("{file}: {pages} pages, {quotations} quotations".format_map(row))
        rows.append(row)
    write_list(CORPUS / "papers.csv", rows)


def build(paper: Paper) -> dict[str, Any]:
    """Write the PDF and the gold of ``paper``; return its row of the list."""
    pdf = CORPUS / f"{paper.name}.pdf"
    pdf.write_bytes(print_paper(paper, LAYOUTS[paper.head["layout"]]))
    pages = read_pages(pdf)
    write_gold(GOLD / f"{paper.name}.json", paper.name, mark_quotations(paper, pages))
    return {
        "id": paper.name,
        "file": pdf.name,
        "title": plain(paper.head["title"]),
        "authors": paper.head["names"],
        **{name: paper.head[name] for name in FROM_HEAD},
        "pages": len(pages),
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
    main()
