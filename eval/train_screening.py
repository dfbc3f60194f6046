"""Train the model of pre-screening, and write it with what it was made from.

It learns from what is suggested of papers by rankers that had not seen them, as a paper of a user
has not been seen either.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from extractor.bundled import bundled
from extractor.screening.model import FILE, FOLDER, save_model
from extractor.screening.signs import signs_of
from figures import machine, repeating_command
from learning_screening import Case, learn
from screened_papers import Known, known_papers
from shell import Folder, run
from teaching import FOLDS

VERSION = "1"


def main(
    gold: Folder,
    negatives: Folder,
    jats: Annotated[Path, typer.Argument(exists=True, help="JATS articles that have marks here.")],
    typeset: Annotated[
        Path | None, typer.Option(exists=True, help="What typeset_jats.py wrote, for the rankers.")
    ] = None,
    folds: Annotated[
        int, typer.Option(min=2, help="How many rankers are trained, each without a part.")
    ] = FOLDS,
    kept: Annotated[
        Path | None, typer.Option(help="Keep what left-out rankers suggest in this file.")
    ] = None,
) -> None:
    """Learn from all papers and write the model, and what it was made from."""
    papers = known_papers(gold, negatives, jats, typeset, leave_out=True, kept=kept, folds=folds)
    cases = [Case(signs_of(one.document, one.suggestions), one.accounts) for one in papers]
    path = bundled(FOLDER) / FILE
    save_model(learn(cases, version=VERSION), path)
    made = path.with_name("made.json")
    made.write_text(json.dumps(_record_of(papers), indent=1) + "\n", encoding="utf-8")
    typer.echo(f"{path.name} and {made.name} are written.")


def _record_of(papers: Sequence[Known]) -> dict[str, object]:
    folders = dict.fromkeys(one.folder for one in papers)
    return {
        "command": repeating_command(),
        "machine": machine(),
        "papers with accounts": sum(one.accounts > 0 for one in papers),
        "papers without": sum(not one.accounts for one in papers),
        "accounts": sum(one.accounts for one in papers),
        "papers": {name: sorted(p.name for p in papers if p.folder == name) for name in folders},
    }


if __name__ == "__main__":
    run(main)
