"""Train what all codebooks have in common, and write it with what it was made from."""

import json
from pathlib import Path
from typing import Annotated

import typer

from associating import MADE, read_passages
from extractor.bundled import bundled
from extractor.themes.common import CUES, FILE, FOLDER, Common, save_common
from figures import machine, repeating_command
from shell import run
from sorted_papers import read_sorted
from weighing import VERSION, left_out, weights_of


def main(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Sorted quotations.")],
    papers: Annotated[list[Path], typer.Argument(exists=True, help="Folders of papers' texts.")],
) -> None:
    """Learn the association from all papers, and the weights as if from papers it did not know."""
    passages, taught = read_passages(papers), read_sorted(file)
    weights = weights_of([cues for cues, _ in left_out(taught, passages.without)])
    common = Common(passages.without(()), weights, VERSION)
    save_common(common, bundled(FOLDER) / FILE)
    record = {
        "command": repeating_command(),
        "machine": machine(),
        "weights": dict(zip(CUES, weights.round(4).tolist(), strict=True)),
        "passages": len(passages.papers),
        "under a heading that says something": int(passages.titled.sum()),
        "words": len(common.association.buckets),
        "quotations": sum(len(paper.texts) for paper in taught),
        "papers": sorted({*passages.papers.tolist(), *(paper.id for paper in taught)}),
    }
    made = bundled(FOLDER) / MADE
    made.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    typer.echo(f"{FILE} and {MADE} are written: {record['weights']}")


if __name__ == "__main__":
    run(main)
