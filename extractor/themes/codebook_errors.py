"""What can be wrong with a codebook's file; each error says what to mend."""

from collections.abc import Iterable
from pathlib import Path

from extractor.errors import FirsthandError, reason
from extractor.records import Theme


class CodebookError(FirsthandError):
    """The codebook cannot be used."""


class UnreadableCodebookError(CodebookError):
    """There is no such file, or the system does not hand it over."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(
            f"The codebook {path} cannot be read: {reason(error)}.\nCheck its name and where it is."
        )


class BrokenCodebookError(CodebookError):
    """The file is no TOML; the message names the line."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"The codebook {path} is not written as TOML: {what}.\n"
            "A text stands in quotation marks, and each theme begins with a line [[themes]]. "
            "Save the file as UTF-8."
        )


class BadThemeError(CodebookError):
    """A theme lacks something, or has something that no theme has."""

    def __init__(self, path: Path, theme: str, what: str, advice: str) -> None:
        super().__init__(f"{theme} of the codebook {path} {what}.\n{advice}")


class DoubledThemeError(CodebookError):
    """Two themes have the same id."""

    def __init__(self, path: Path, theme: str) -> None:
        super().__init__(
            f"The codebook {path} has two themes with the id “{theme}”.\n"
            "Give one of them another id: what is sorted under it could not be told apart."
        )


class UnknownParentError(CodebookError):
    """A theme belongs to a meta-theme that is not in the codebook."""

    def __init__(self, path: Path, theme: Theme, known: Iterable[str]) -> None:
        super().__init__(
            f"The theme “{theme.id}” of the codebook {path} belongs to “{theme.parent}”, and there "
            f"is no theme with that id.\nThere are: {', '.join(known)}. Without a line “parent” it "
            "stands at the top."
        )


class CircleOfThemesError(CodebookError):
    """Some themes belong to each other, so none of them is at the top."""

    def __init__(self, path: Path, circle: Iterable[str]) -> None:
        super().__init__(
            f"Themes of the codebook {path} belong to each other in a circle: "
            f"{' → '.join(circle)}.\n"
            "Take the line “parent” out of the one that is above the others."
        )


class BadEndError(CodebookError):
    """A theme that is no longer used is replaced by something that cannot replace it."""

    def __init__(self, path: Path, theme: str, what: str) -> None:
        super().__init__(
            f"The theme “{theme}” of the codebook {path} has ended, and {what}.\n"
            "In “ended” stand the ids of the themes that took its place; none if it was retired."
        )
