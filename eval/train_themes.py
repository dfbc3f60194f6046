"""Train what all codebooks have in common, and write it with what it was made from."""

import json
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from distilling import distil, read_passages
from extractor.bundled import bundled
from extractor.themes.common import CUES, FILE, FOLDER, Common, load_common, save_common
from extractor.themes.embeddings import Embeddings
from figures import machine, repeating_command
from shell import run
from sorted_papers import read_sorted
from weighing import MADE, VERSION, cues_of, weights_of


def main(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Sorted quotations.")],
    model: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="A model's folder.")],
    papers: Annotated[list[Path], typer.Argument(exists=True, help="Folders of papers' texts.")],
) -> None:
    """Distil what words mean, without the papers of sorted quotations; weigh the cues by these."""
    taught = read_sorted(file)
    ids = sorted(paper.id for paper in taught)
    passages = read_passages(papers, without=ids)
    texts = list(dict.fromkeys(text for told in passages.values() for text in told))
    path = bundled(FOLDER) / FILE
    meanings = distil(Embeddings(model), texts)
    save_common(Common(meanings, np.zeros(len(CUES)), VERSION), path)
    common = load_common(path)  # weighed as it is read: in bytes
    weights = weights_of([cues_of(paper, common) for paper in taught])
    save_common(common._replace(weights=weights), path)
    record = {
        "command": repeating_command(),
        "machine": machine(),
        "weights": dict(zip(CUES, weights.round(4).tolist(), strict=True)),
        "words": len(meanings.words),
        "passages": len(texts),
        "quotations": sum(len(paper.texts) for paper in taught),
        "papers of passages": sorted(passages),
        "papers of quotations": ids,
    }
    made = bundled(FOLDER) / MADE
    made.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    typer.echo(f"{FILE} and {MADE} are written: {record['weights']}")


if __name__ == "__main__":
    run(main)
