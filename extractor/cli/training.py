"""`firsthand train`: what a review's decisions teach, part by part, and whether it is better."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.cli.learned import Learned, keep
from extractor.cli.learning_quotes import learn_quotes
from extractor.cli.learning_themes import learn_themes
from extractor.cli.output import opened
from extractor.cli.table import console_for

if TYPE_CHECKING:
    from extractor.store.folder import Review

PARTS: tuple[Callable[..., Learned], ...] = (learn_quotes, learn_themes)
"""Each learns one thing of ``(review, *, quiet)``; a new part is one more of these."""


def train_review(review: "Review", *, dry_run: bool, as_json: Path | None, quiet: bool) -> None:
    """Let each part learn, tell how it did, and keep it unless it is a ``dry_run``."""
    figures = {}
    for part in PARTS:
        learned = part(review, quiet=quiet)
        figures[learned.name] = learned.figures
        with opened(None) as stream:
            console = console_for(stream)
            for each in learned.told:
                console.print(each, markup=False)
        if not dry_run:
            keep(review, learned)
    if as_json is not None:
        with opened(as_json) as stream:
            stream.write(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")
