"""Train the ranker that comes with firsthand, and write it with its card.

The papers are those of the folders given, the typeset articles and the bundled ones. With the same
papers, libraries and seed the same model comes out.
"""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from extractor.bundled import bundled
from extractor.quotes.ranking.ranker import FILE, save_ranker
from extractor.records import Section
from figures import machine, repeating_command
from learning import TREES, train
from shell import Folder, run
from teaching import Read, gather, read_all

VERSION = "1"


def main(
    gold_dir: Folder,
    negatives: Annotated[Path, typer.Option(exists=True, help="Papers without accounts.")],
    jats: Annotated[Path, typer.Option(exists=True, help="JATS articles that have marks here.")],
    typeset: Annotated[Path, typer.Option(exists=True, help="What eval/typeset_jats.py wrote.")],
    out: Annotated[Path | None, typer.Option(help="Where the model goes; models/ if none.")] = None,
) -> None:
    """Train on all papers and write the model, and what it was trained on."""
    papers = read_all(gather(gold_dir, negatives, typeset, jats))
    ranker = train([one.lesson for one in papers], version=VERSION)
    path = (out or bundled("models")) / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    save_ranker(ranker, path)
    made = path.with_name("made.json")
    made.write_text(json.dumps(record_of(papers), indent=1) + "\n", encoding="utf-8")
    typer.echo(f"{path} ({path.stat().st_size / 1024:.0f} kB), made as {made} tells")


def record_of(papers: Sequence[Read]) -> dict[str, object]:
    """What the model was made from and how."""
    kinds = Counter(_kind(one) for one in papers)
    groups = {kind: sorted({p.lesson.group for p in papers if _kind(p) == kind}) for kind in kinds}
    return {
        "command": repeating_command(),
        "machine": machine(),
        "trees": TREES,
        "candidates": sum(len(one.lesson.candidates) for one in papers),
        "accounts": int(sum(one.lesson.targets.sum() for one in papers)),
        "PDFs": dict(kinds),
        "papers": groups,
    }


def _kind(one: Read) -> str:
    if one.gold is None:
        return "without accounts"
    if one.taught.name != one.lesson.group:
        return "JATS, typeset"
    if one.taught.pdf.suffix == ".xml":
        return "JATS" if one.lesson.document.blocks[0].section is Section.FRONT else "excerpts"
    return "with marked PDF" if one.taught.pdf.name == "article.pdf" else "bundled, invented"


if __name__ == "__main__":
    run(main)
