"""What was learned from a review's decisions: how it is told, and where it is kept.

A part of `firsthand train` gives one ``Learned``; what it learned is a text file of JSON in the
folder ``models`` of the review, whole or not at all, and never anything that could run.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.cli.output import made_folder, opened

if TYPE_CHECKING:
    from rich.console import RenderableType

    from extractor.store.folder import Review

FOLDER = "models"


@dataclass(frozen=True, slots=True)
class Learned:
    """What one part learned: for the terminal, for programs, and the ``content`` of its file.

    Without ``content`` there is nothing to keep, and a file that is there stays.
    """

    name: str
    told: "tuple[RenderableType, ...]"
    figures: Mapping[str, object] = field(default_factory=dict)
    content: str | None = None


def place_of(review: "Review", name: str) -> Path:
    """Where a review keeps what the part ``name`` learned."""
    return review.folder / FOLDER / f"{name}.json"


def keep(review: "Review", learned: Learned) -> None:
    """Keep what a part learned, in the place of what it had learned before."""
    if learned.content is not None:
        place = place_of(review, learned.name)
        made_folder(place.parent)
        with opened(place) as stream:
            stream.write(learned.content)
