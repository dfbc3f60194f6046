"""The progress bar: on standard error, and only where somebody can see it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from math import ceil
from time import monotonic
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
)
from rich.text import Text

from extractor.cli.plain import named

MOST_NAME = 32
SECONDS_A_LINE = 30.0


class Pace(ProgressColumn):
    """How many are done a second, and how long the rest will take at that pace."""

    def render(self, task: Task) -> Text:
        """The mean from the start on: papers come in bursts, and are as long as they are."""
        return Text(_pace(task), style="cyan")


class Bar:
    """A bar over ``total`` papers or pages; not shown for a single one, nor where ``quiet``.

    Where there is no terminal (a log, a queue of jobs) it is a line every ``seconds``.
    """

    def __init__(
        self, total: int, thing: str, *, quiet: bool, seconds: float = SECONDS_A_LINE
    ) -> None:
        wanted = not quiet and total > 1
        self.shown = wanted and sys.stderr.isatty()
        self.in_lines = wanted and not self.shown
        self.thing, self.seconds = thing, seconds
        self.progress = Progress(
            BarColumn(24),
            MofNCompleteColumn(),
            TextColumn(thing, markup=False),
            Pace(),
            TextColumn("{task.fields[name]}", style="dim", markup=False),
            console=Console(stderr=True),
            transient=True,
        )
        self.task = self.progress.add_task("", total=total, name="")
        self.line_at = monotonic() + seconds

    def __enter__(self) -> Self:
        if self.shown:
            self.progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.shown:
            self.progress.stop()

    def at(self, name: str) -> None:
        """Show what is being worked on."""
        name = named(name)
        short = name if len(name) <= MOST_NAME else name[: MOST_NAME - 1] + "…"
        self.progress.update(self.task, name=short)

    def advance(self) -> None:
        """One more is done."""
        self.progress.advance(self.task)
        if self.in_lines and monotonic() >= self.line_at:
            self.line_at = monotonic() + self.seconds
            task = self.progress.tasks[0]
            print(
                f"{task.completed:,.0f} of {task.total:,.0f} {self.thing} · {_pace(task)}",
                file=sys.stderr,
            )

    @contextmanager
    def away(self) -> Iterator[None]:
        """Take the bar off the screen while something is printed that is to stay there."""
        self.__exit__()
        try:
            yield
        finally:
            self.__enter__()


def _pace(task: Task) -> str:
    if not task.completed or not task.elapsed or not task.total:
        return ""
    pace = task.completed / task.elapsed
    left = timedelta(seconds=ceil((task.total - task.completed) / pace))
    return f"{pace:.1f}/s · {left} left"
