"""The table of pre-screening, to be read on a terminal."""

from collections.abc import Iterator, Sequence
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from extractor.cli.plain import counted, named, plain
from extractor.cli.table import console_for
from extractor.exchange.prospects import counts_told
from extractor.screening.prospects import ORDER, PaperKind, Prospect

TITLES = {
    PaperKind.ACCOUNTS: "First-hand accounts",
    PaperKind.NEEDS_A_PERSON: "Needs a person",
    PaperKind.REPRINTS: "Reprints others’ accounts",
    PaperKind.NONE_FOUND: "None found",
}
CERTAIN = 0.99  # a chance is never told as certain
SHOWN = 150  # characters of a sample


def print_prospects(stream: TextIO, prospects: Sequence[Prospect]) -> None:
    """A table for each kind of paper that there is, in the order given."""
    console = console_for(stream)
    with_topic = any(each.topic is not None for each in prospects)
    for kind in ORDER:
        rows = [each for each in prospects if each.kind is kind]
        if rows:
            heading = Text(f"\n{TITLES[kind]}", style="bold")
            console.print(heading.append(f"  {counted(len(rows), 'paper')}", style="dim"))
            console.print(_table(rows, with_topic=with_topic))


def _table(prospects: Sequence[Prospect], *, with_topic: bool) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, header_style="dim", pad_edge=False)
    table.add_column("chance", justify="right", width=6)
    table.add_column("accounts", justify="right", min_width=8)
    if with_topic:
        table.add_column("topic", justify="right", width=5)
    table.add_column("paper, and why", ratio=1, min_width=20)
    for each in prospects:
        topic = [_number(each.topic)] if with_topic else []
        table.add_row(_chance(each), _expected(each), *topic, _paper(each))
    return table


def _chance(prospect: Prospect) -> Text:
    chance = prospect.has_accounts
    if chance is None:
        return Text("?", style="yellow")
    style = "green" if chance >= 0.75 else "yellow" if chance >= 0.2 else "dim"
    return Text(f"{min(chance, CERTAIN):.0%}", style=style)


def _expected(prospect: Prospect) -> Text:
    """How many accounts are expected, and the interval below it."""
    expected = prospect.expected
    if expected is None:
        return Text("?", style="yellow")
    interval = f"\n{expected.low}–{expected.high}"
    return Text(f"{expected.count}", style="bold").append(interval, style="not bold dim")


def _number(value: float | None) -> Text:
    return Text("–" if value is None else f"{value:.2f}")


def _paper(prospect: Prospect) -> Text:
    """Title, file, whose voices, how they were asked; what is in doubt; a sample; why."""
    name = named(prospect.source)
    text = Text(plain(prospect.title) or name, style="bold")
    for style, line in _lines(prospect, name):
        text.append(f"\n{line}", style=f"not bold {style}".strip())
    return text.append("\n")


def _lines(prospect: Prospect, name: str) -> Iterator[tuple[str, str]]:
    facts = [
        name if prospect.title else "",
        counts_told(prospect.voices),
        plain(", ".join(prospect.design)),
    ]
    if told := " · ".join(filter(None, facts)):
        yield "dim", told
    for finding in prospect.quality:
        yield "yellow", f"! {plain(finding)}"
    for sample in prospect.samples[:1]:
        yield "italic", f"“{_shortened(plain(sample))}”"
    yield "dim", plain("; ".join(prospect.why))


def _shortened(quotation: str) -> str:
    words = " ".join(quotation.split())
    return words if len(words) <= SHOWN else words[:SHOWN].rpartition(" ")[0] + " …"
