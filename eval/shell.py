"""What every script here begins with: arguments, errors as messages, the papers, progress."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from extractor.errors import FirsthandError, NoPapersError

T = TypeVar("T")

Papers = Annotated[list[str], typer.Argument(help="PDF files, folders or patterns.")]
Folder = Annotated[Path, typer.Argument(exists=True, file_okay=False, help="The folder.")]
Out = Annotated[Path | None, typer.Option("--out", help="Write the tables to this file.")]
Json = Annotated[Path | None, typer.Option("--json", help="Write the figures to this file.")]


def run(command: Callable[..., None]) -> None:
    """Run a script's command; an error that the user can mend is a message, not a traceback."""
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    app.command()(command)
    try:
        app()
    except FirsthandError as error:
        typer.echo(f"{Path(sys.argv[0]).name}: {error}", err=True)
        raise SystemExit(1) from None


def each(items: Iterable[T], name: Callable[[T], str], *, count: int | None = None) -> Iterator[T]:
    """The items, told on standard error one by one where somebody can see it.

    ``count`` is how many they are, where they cannot tell.
    """
    count = len(items) if isinstance(items, Sequence) else count
    for number, item in enumerate(items, 1):
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\033[K{number}/{count} {name(item)}")
            sys.stderr.flush()
        yield item
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")


def find_pdfs(names: Iterable[str]) -> list[Path]:
    """The PDFs that names stand for; raises ``NoPapersError``."""
    from extractor.batch import find_papers

    names = list(names)
    found = [path for path in find_papers(names) if path.suffix.lower() == ".pdf"]
    if not found:
        raise NoPapersError(" ".join(names), "no PDF is there")
    return found


def paper_name(path: Path) -> str:
    """What a table calls a paper: its file's name, or its folder's if all are called the same."""
    return path.parent.name if path.stem == "article" else path.stem
