"""Pictures of pages, drawn once and kept in the review's folder."""

from collections.abc import Callable
from pathlib import Path
from threading import Lock

from extractor.store.folder import Review
from extractor.store.rules import NotYoursError

RESOLUTIONS = (110, 165, 220)

Draw = Callable[[Path, int, int], bytes]
"""A file, a page (from 1), dots an inch -> JPEG; raises ``PaperError`` if it cannot be drawn."""


class Pictures:
    """The pictures of a review's pages. Drawing is done one page at a time: it has one process."""

    def __init__(self, review: Review, draw: Draw) -> None:
        self._review = review
        self._draw = draw
        self._drawing = Lock()

    def picture(self, paper: str, page: int, dpi: int) -> bytes:
        """The picture of a page; ``NotYoursError`` where the review has none."""
        file = self._review.paper_file(paper)
        if file is None or file.suffix != ".pdf":
            raise NotYoursError("There is no picture of this page.")
        dpi = min(RESOLUTIONS, key=lambda each: abs(each - dpi))
        kept = self._review.folder / "pictures" / f"{paper}-{page}-{dpi}.jpg"
        if not kept.exists():
            with self._drawing:
                if not kept.exists():
                    _keep(kept, self._draw(file, page, dpi))
        return kept.read_bytes()


def _keep(path: Path, picture: bytes) -> None:
    """Write a picture so that nobody reads half of it."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_bytes(picture)
    new.replace(path)
