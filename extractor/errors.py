"""Everything that can go wrong and that a user can mend.

Each error says what happened and what to do next. The command line prints the message and
stops; any other exception is a bug of ours and keeps its traceback.
"""

import os
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Self


class FirsthandError(Exception):
    """Base of every error that a user can mend. It may be sent from one process to another."""

    def __reduce__(self) -> "tuple[Callable[..., FirsthandError], tuple[object, ...]]":
        """As its class and finished message: the arguments that made the message are gone."""
        return type(self)._restored, (str(self),)

    @classmethod
    def _restored(cls, message: str) -> Self:
        """An error with a finished message, without its constructor, which would make one."""
        error = cls.__new__(cls)
        Exception.__init__(error, message)
        return error


class PaperError(FirsthandError):
    """One paper cannot be used; a batch goes on with the next."""

    def about(self, path: str, source: str) -> "PaperError":
        """The same of a paper that was at ``path`` and is called ``source`` elsewhere."""
        return type(self)._restored(str(self).replace(path, source))


class NotAPaperError(PaperError):
    """The file is no PDF and no JATS XML, or is too damaged to be read."""

    def __init__(self, path: Path, what: str) -> None:
        advice = "Download the XML again, or use the paper's PDF."
        if path.suffix.lower() not in (".xml", ".nxml"):
            advice = (
                "Open it in a PDF viewer; if it opens there, print it to a new PDF and use that, "
                "otherwise download the paper again."
            )
        super().__init__(f"{path} cannot be read: {what}.\n{advice}")


class UnreadableFileError(PaperError):
    """The system does not hand the file over: it is gone, say, or is another user's."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(
            f"{path} cannot be read: {reason(error)}.\n"
            "Check its name, where it is, and whether you have the right to read it."
        )


class ChangedFileError(PaperError):
    """The file became another one between being read and being put into the review."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} changed while it was read.\n"
            "Give the same command again once nobody writes to it any more."
        )


class NoTextLayerError(PaperError):
    """The pages are pictures, or hold nothing that can be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is a scan, or its letters are drawn as shapes: its pages hold no text.\n"
            f"Add a text layer first: {_ocr_command(path)}"
        )


class PasswordError(PaperError):
    """The PDF is encrypted and the password is missing or wrong."""

    def __init__(self, path: Path, *, given: bool) -> None:
        what = "does not open with the password given" if given else "is protected by a password"
        super().__init__(
            f"{path} {what}.\n"
            "Use --password to be asked for it, or put it into the environment variable "
            "FIRSTHAND_PASSWORD."
        )


class WorkerError(PaperError):
    """Reading a paper took too long, too much memory, or ended its process."""

    def __init__(self, path: Path, what: str, *, advice: str = "") -> None:
        super().__init__(
            f"{path} was given up: {what}.\n"
            f"The other papers are not affected. {advice}Print the paper to a new PDF and try that."
        )


class WorkerLostError(WorkerError):
    """The process that was reading a paper ended: the paper may have crashed it, or somebody."""


class NoPapersError(FirsthandError):
    """A name on the command line stands for no paper."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(
            f"{name}: {what}.\n"
            "Give PDF or JATS XML files, folders that hold some, or patterns in quotation marks: "
            "firsthand suggest 'papers/*.pdf'"
        )


class OutputError(FirsthandError):
    """What a command makes cannot be written where it is to go."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"Cannot write to {path}: {what}.\nChoose another place for it.")


class ClusterError(FirsthandError):
    """A cluster cannot be used, or must not be."""

    def __init__(self, address: str, what: str, advice: str) -> None:
        super().__init__(f"The cluster at {address} cannot be used: {what}.\n{advice}")


class WorkerStartError(FirsthandError):
    """The process that is to read the papers does not start."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"The process that reads the papers did not start: {what}.\n"
            "Is firsthand installed whole, and is there memory left? To find out: "
            "python -c 'import lxml, pdfplumber, pypdfium2'"
        )


def reason(error: OSError) -> str:
    """Why the system refused a file, to be read after a colon."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, PermissionError):
        return "you may not read it"
    said = error.strerror or "it cannot be opened"
    return said[:1].lower() + said[1:]


def _ocr_command(path: Path) -> str:
    """A command that can be pasted into a shell, whatever the file is called.

    A name with characters that cannot be seen cannot be pasted: it is left to the user.
    """
    names = [str(path), str(path.with_stem(path.stem + "-ocr"))]
    if not names[0].isprintable():
        names = ["paper.pdf", "paper-ocr.pdf"]
    # What begins with a hyphen would be an option, quoted or not.
    safe = (os.path.join(".", name) if name.startswith("-") else name for name in names)  # noqa: PTH118
    return " ".join(["ocrmypdf", *map(shlex.quote, safe)])
