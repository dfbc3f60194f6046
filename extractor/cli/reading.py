"""Reading papers at the command line: a bar while it goes on, and afterwards how it went."""

import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from textwrap import indent

import typer

from extractor.batch import Failed, Limits, find_papers, suggest_on_cluster, suggest_papers
from extractor.cli import INTERRUPTED
from extractor.cli.bar import Bar
from extractor.cli.plain import counted, named, plain
from extractor.records import SuggestedPaper


@dataclass
class Reading:
    """The papers of ``paths``, read as they are gone over, and how it went.

    Going over it gives the papers that could be read; ``failed`` holds the others. ``quiet``
    keeps bar and summary away. What is wrong with a paper's text is told in any case: as it is
    read, unless ``findings_told`` says that the output does. ``names`` has the name by which a path
    is told that its user does not know. ``for_review`` each comes as soon as it was read, with its
    document written, and so it does from a ``cluster``, the address of one. ``failing`` hears of
    each that could not be used; ``failed_before`` are those that are not tried again.
    """

    paths: list[Path]
    min_score: float
    engine: str = "pdfium"
    jobs: int | None = None
    password: str | None = None
    quiet: bool = False
    findings_told: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    limits: Limits | None = None
    for_review: bool = False
    cluster: str | None = None
    failing: Callable[[Failed], None] = lambda failed: None
    failed_before: Sequence[Failed] = ()
    failed: list[Failed] = field(default_factory=list)
    read: int = 0
    shown: int = 0
    below: int = 0

    def __post_init__(self) -> None:
        self.bar = Bar(len(self.paths), "papers", quiet=self.quiet)

    def __iter__(self) -> Iterator[SuggestedPaper]:
        with self.bar, closing(self._results()) as results:
            for result in results:
                if isinstance(result, Failed):
                    self.fail(result)
                else:
                    self._take(result)
                    yield result
                self.bar.advance()

    def _results(self) -> Generator[SuggestedPaper | Failed]:
        read = partial(
            suggest_papers if self.cluster is None else suggest_on_cluster,
            engine=self.engine,
            password=self.password,
            limits=self.limits,
            started=lambda path: self.bar.at(Path(self._name(str(path))).name),
        )
        if self.cluster is not None:
            return read(self.paths, self.cluster)
        return read(self.paths, jobs=self.jobs, for_review=self.for_review)

    def close(self, next_step: str) -> None:
        """Say how it went and what is next; exit code 1 if a paper could not be used."""
        if self.read and not self.quiet:
            typer.echo("\n".join(filter(None, (self.summary(), plain(next_step)))), err=True)
        self.tell_failed()

    def fail(self, failed: Failed) -> None:
        """Take note of a paper that could not be used."""
        self.failing(failed)
        self.failed.append(self._told_of(failed))

    def tell_failed(self) -> None:
        """Tell the papers that could not be used; exit code 1 if there are any."""
        if self.failed_before:
            what = "could not be used before, and --retry would try again"
            typer.echo("\n".join(_told(self.failed_before, what)), err=True)
        if self.failed:
            typer.echo("\n".join(_told(self.failed, "could not be used")), err=True)
        if self.failed or self.failed_before:
            raise typer.Exit(1)

    def summary(self) -> str:
        """One line: what was found in how many papers, and what is not shown."""
        found = f"{counted(self.shown, 'quotation')} in {counted(self.read, 'paper')}"
        if not self.below:
            return f"{found}."
        return f"{found}; {self.below:,} more score below {self.min_score:.2f}: --min-score 0."

    def _take(self, paper: SuggestedPaper) -> None:
        shown = sum(each.score >= self.min_score for each in paper.suggestions)
        self.read += 1
        self.shown += shown
        self.below += len(paper.suggestions) - shown
        if not self.findings_told and paper.document.findings:
            with self.bar.away():
                for finding in paper.document.findings:
                    print(
                        f"{named(self._name(paper.source))}: {plain(finding.message)}",
                        file=sys.stderr,
                    )

    def _told_of(self, failed: Failed) -> Failed:
        name = self._name(failed.source)
        return failed._replace(source=name, message=failed.message.replace(failed.source, name))

    def _name(self, source: str) -> str:
        return self.names.get(source, source)


def _told(failed: Sequence[Failed], how: str) -> Iterator[str]:
    """The papers that could not be used, those with the same advice together."""
    by_advice: dict[str, list[str]] = {}
    for source, message, _ in failed:
        what, _, advice = message.replace(source, named(source)).partition("\n")
        by_advice.setdefault(advice, []).append(what)
    yield f"\n{counted(len(failed), 'paper')} {how}:"
    for advice, whats in by_advice.items():
        yield "\n" + indent(plain("\n".join((*whats, advice))), "  ")


def named_papers(names: Iterable[str]) -> list[Path]:
    """The papers that names on the command line stand for; links that are skipped are told."""
    links: list[Path] = []
    try:
        return find_papers(names, skipped=links.append)
    finally:
        if links:
            told = ", ".join(named(link) for link in links)
            typer.echo(f"Links to folders are skipped, unless they are named: {told}", err=True)


def limits_of(seconds: float | None) -> Limits | None:
    """The limits of one paper where its time is given; else None, for the usual ones."""
    return Limits(seconds=seconds) if seconds else None


@contextmanager
def stoppable(reading: Reading, *, then: str = "") -> Iterator[None]:
    """Let Ctrl-C end a command with one line that says how far it got, and what is next."""
    try:
        yield
    except KeyboardInterrupt:
        done = reading.read + len(reading.failed)
        stopped = f"Stopped after {done:,} of {counted(len(reading.paths), 'paper')}."
        typer.echo(f"{stopped} {then}".strip(), err=True)
        raise typer.Exit(INTERRUPTED) from None
