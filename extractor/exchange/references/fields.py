"""What a reader of references gives: the fields of one as they stand in the file, or why not."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Unread(NamedTuple):
    """What of a file could not be read, and the line (from 1) on which it begins."""

    line: int
    what: str


@dataclass(slots=True)
class Fields:
    """The fields of one reference, not tidied yet; ``line`` is where it begins."""

    line: int
    title: str = ""
    authors: list[str] = field(default_factory=list)
    year: str = ""
    journal: str = ""
    doi: str = ""
    files: list[str] = field(default_factory=list)

    def put(self, name: str, value: str) -> None:
        """Take a value; the first one given counts where there can be one only."""
        kept = getattr(self, name)
        if isinstance(kept, list):
            kept.append(value)
        elif not kept:
            setattr(self, name, value)
