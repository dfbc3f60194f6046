"""Suggestions as a table, to be read on a terminal."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extractor.cli.plain import counted, named, plain
from extractor.records import Document, Finding, SuggestedPaper, Suggestion, Voice

WIDTH = 100  # of a table that goes to a file
NARROW = 64  # columns; a narrower terminal has no room for a column of speakers
LONGEST = 420  # characters of a quotation that are shown whole
MOST_CUES = 4
SHOWN = (300, 80)  # characters shown of a longer one, of its beginning and its end


def console_for(stream: TextIO) -> Console:
    """A console that writes to ``stream``, in colour only where that is a terminal."""
    on_screen = stream.isatty()
    return Console(file=stream, width=None if on_screen else WIDTH, highlight=False, emoji=False)


def paper_table(paper: SuggestedPaper, *, min_score: float) -> RenderableType:
    """One paper: its title, what is uncertain about its text, its quotations."""
    shown = [each for each in paper.suggestions if each.score >= min_score]
    parts: list[RenderableType] = [*_heading(paper, len(shown))]
    parts += [_finding(finding) for finding in paper.document.findings]
    parts.append(_Quotations(paper.document, shown) if shown else Text())
    return Group(*parts)


def overview(papers: Iterable[SuggestedPaper], *, min_score: float) -> RenderableType:
    """One row a paper: how many quotations, of how many speakers, whose."""
    table = Table(box=SIMPLE_HEAD, header_style="dim", pad_edge=False)
    table.add_column("paper", ratio=1, min_width=12)
    for name in ("pages", "quotations", "speakers"):
        table.add_column(name, justify="right")
    table.add_column("voices")
    for paper in papers:
        table.add_row(*_overview_row(paper, min_score))
    return table


def _overview_row(paper: SuggestedPaper, min_score: float) -> Iterator[Text]:
    shown = [each for each in paper.suggestions if each.score >= min_score]
    yield Text(plain(paper.document.title) or named(paper.source))
    yield Text(str(len(paper.document.pages) or "–"))
    yield Text(str(len(shown)), style="bold")
    yield Text(str(len({each.speaker for each in shown if each.speaker})))
    voices = Counter(each.voice for each in shown)
    yield Text(", ".join(f"{voice.value} {count}" for voice, count in voices.most_common()))


def _heading(paper: SuggestedPaper, shown: int) -> Iterator[Text]:
    document = paper.document
    facts = [named(paper.source), counted(shown, "quotation")]
    if document.pages:
        facts.insert(1, counted(len(document.pages), "page"))
    if document.title:
        yield Text(plain(document.title), style="bold")
    yield Text(" · ".join(facts), style="dim" if document.title else "bold")


def _finding(finding: Finding) -> Text:
    return Text(f"! {plain(finding.message)}", style="yellow")


@dataclass(frozen=True)
class _Quotations:
    """The table of quotations; where there is little room each speaker stands below the words."""

    document: Document
    suggestions: Iterable[Suggestion]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        narrow = options.max_width < NARROW
        table = _columns(narrow=narrow)
        for suggestion in self.suggestions:
            row = _narrow_row if narrow else _row
            table.add_row(*row(self.document, suggestion))
        yield Padding(table, (1, 0))


def _columns(*, narrow: bool) -> Table:
    gap = 0 if narrow else 2  # the box sets a space besides
    table = Table(
        box=SIMPLE_HEAD, show_edge=False, header_style="dim", pad_edge=False, padding=(0, gap, 0, 0)
    )
    table.add_column("page", justify="right", width=4 if narrow else 5)
    table.add_column("quotation, and why it is suggested", ratio=1, min_width=8)
    if not narrow:
        table.add_column("speaker", width=22)
    table.add_column("score", justify="right", min_width=5)
    return table


def _row(document: Document, suggestion: Suggestion) -> Iterator[Text]:
    voice = _voice(suggestion.voice)
    yield _page(document, suggestion)
    yield _words(document, suggestion).append_text(_why(suggestion))
    yield Text(_speaker(suggestion)).append(f"\n{voice}", style="dim")
    yield _score(suggestion)


def _narrow_row(document: Document, suggestion: Suggestion) -> Iterator[Text]:
    yield _page(document, suggestion)
    yield (
        _words(document, suggestion)
        .append(f"\n{_speaker(suggestion)}")
        .append_text(_why(suggestion))
    )
    yield _score(suggestion)


def _page(document: Document, suggestion: Suggestion) -> Text:
    return Text(_pages(document.pages_of(suggestion.span)))


def _words(document: Document, suggestion: Suggestion) -> Text:
    return _shortened(plain(suggestion.span.of(document.text)))


def _why(suggestion: Suggestion) -> Text:
    return Text(f"\n{plain(' · '.join(suggestion.why[:MOST_CUES]))}\n", style="dim")


def _speaker(suggestion: Suggestion) -> str:
    return plain(suggestion.speaker or "–")


def _score(suggestion: Suggestion) -> Text:
    return Text(f"{suggestion.score:.2f}", style=_colour(suggestion.score))


def _voice(voice: Voice) -> str:
    return "" if voice is Voice.UNCLEAR else voice.value


def _pages(pages: tuple[int, ...]) -> str:
    return "–".join(str(page) for page in dict.fromkeys((pages[0], pages[-1]))) if pages else "–"


def _shortened(quotation: str) -> Text:
    """A quotation, without its middle if it is long; how much is left out is said."""
    text = Text(" ".join(quotation.split()))
    if len(text) <= LONGEST:
        return text
    begin, end = (
        text.plain[: SHOWN[0]].rpartition(" ")[0],
        text.plain[-SHOWN[1] :].partition(" ")[2],
    )
    left_out = counted(len(text.plain.split()) - len(begin.split()) - len(end.split()), "word")
    return Text(begin).append(f" ⟨{left_out} more⟩ ", style="dim").append(end)


def _colour(score: float) -> str:
    return "green" if score >= 0.75 else "yellow" if score >= 0.5 else "dim"
