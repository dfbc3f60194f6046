"""Themes and speakers of the eligible accounts: who is quoted, how often, and under what."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extractor.agreement.evaluated import EvaluatedAccount, EvaluatedPaper
from extractor.exchange.accounts import speaker_told
from extractor.records import Eligibility, Theme
from extractor.reports.evaluation.cases import title_of
from extractor.themes.codebook import Codebook

COLUMNS = 10  # themes side by side
SHADES = 4
LEAST_QUOTED, TIMES_EQUAL = 4, 2
WITHHELD = "(label withheld)"


class Shaded(NamedTuple):
    """A count, and how dark it stands: 0 for none, up to ``SHADES`` for the highest."""

    quotations: int
    shade: int


class StudyRow(NamedTuple):
    """A study's quotations under each theme of a block, and in all."""

    number: int
    title: str
    cells: tuple[Shaded, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Block:
    """As many themes as stand side by side, with a row a study."""

    themes: tuple[str, ...]
    rows: tuple[StudyRow, ...]


class ThemeRow(NamedTuple):
    """A theme: its quotations, the studies and the labelled speakers that they come of."""

    name: str
    depth: int
    quotations: int
    studies: int
    speakers: int


class SpeakerRow(NamedTuple):
    """Who is quoted in a study: ``of_most`` and ``share`` are of the label quoted ``most``."""

    number: int
    title: str
    quotations: int
    unlabelled: int
    speakers: int
    most: str
    of_most: int
    share: float
    is_over_quoted: bool


@dataclass(frozen=True, slots=True)
class Quoted:
    """The eligible accounts of one study, each with its speaker's label ("" if there is none).

    Labels are those of the paper, so that all are counted; ``told`` has what the report may tell
    of those that it must not tell whole.
    """

    paper: EvaluatedPaper
    accounts: tuple[tuple[EvaluatedAccount, str], ...]
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What the study is called."""
        return title_of(self.paper)


def quoted_in(
    papers: Sequence[EvaluatedPaper], *, without_person_details: bool
) -> tuple[Quoted, ...]:
    """The eligible accounts, study by study."""
    return tuple(_quoted_in(paper, without_person_details) for paper in papers)


def _quoted_in(paper: EvaluatedPaper, without_person_details: bool) -> Quoted:
    eligible = [each for each in paper.accounts if each.account.eligibility is Eligibility.ELIGIBLE]
    labelled = tuple((each, speaker_told(each.account) or "") for each in eligible)
    if not without_person_details:
        return Quoted(paper, labelled)
    told: dict[str, str] = {}
    for each, label in labelled:
        shown = speaker_told(each.account, without_person_details=True)
        if label and (shown or label not in told):
            told[label] = shown or WITHHELD
    return Quoted(paper, labelled, told)


def matrix_of(quoted: Sequence[Quoted], codebook: Codebook) -> tuple[Block, ...]:
    """How many quotations each study gives each theme that is used at all."""
    counts = {one.paper.id: _themes_in(one) for one in quoted}
    used = themes_used(quoted, codebook)
    highest = max((count for each in counts.values() for count in each.values()), default=1)
    blocks = []
    for start in range(0, len(used), COLUMNS):
        part = used[start : start + COLUMNS]
        rows = tuple(
            StudyRow(
                one.paper.number,
                one.title,
                tuple(_shaded(counts[one.paper.id][theme.id], highest) for theme in part),
                len(one.accounts),
            )
            for one in quoted
        )
        blocks.append(Block(tuple(theme.name for theme in part), rows))
    return tuple(blocks)


def theme_rows(quoted: Sequence[Quoted], codebook: Codebook) -> tuple[ThemeRow, ...]:
    """Every theme in the order of the codebook; what is no longer open stands last, if it is used.

    A theme counts the accounts under it and under the themes that belong to it, each once.
    """
    rows = []
    for depth, theme in [*codebook.tree(), *((0, each) for each in _closed(quoted, codebook))]:
        wanted = _with_those_under(theme.id, codebook)
        found = [(one.paper.id, label) for one in quoted for account, label in one.accounts
                 if not wanted.isdisjoint(account.themes)]  # fmt: skip
        speakers = {(paper, label) for paper, label in found if label}
        studies = len({paper for paper, _ in found})
        rows.append(ThemeRow(theme.name, depth, len(found), studies, len(speakers)))
    return tuple(rows)


def themes_used(quoted: Sequence[Quoted], codebook: Codebook) -> list[Theme]:
    """The themes that accounts have; what is no longer open stands last."""
    used = _used(quoted)
    opened = [theme for _, theme in codebook.tree() if theme.id in used]
    return opened + _closed(quoted, codebook)


def _used(quoted: Sequence[Quoted]) -> set[str]:
    return {theme for one in quoted for account, _ in one.accounts for theme in account.themes}


def _closed(quoted: Sequence[Quoted], codebook: Codebook) -> list[Theme]:
    """Themes of accounts that were split or retired, named so."""
    known = {theme.id: theme.name for theme in codebook.themes}
    left = _used(quoted) - {theme.id for theme in codebook.open}
    return [Theme(each, f"{known.get(each, each)} (no longer used)") for each in sorted(left)]


def _with_those_under(theme: str, codebook: Codebook) -> set[str]:
    """A theme and all that stand under it, however deep."""
    wanted = {theme}
    while more := {each.id for each in codebook.open if each.parent in wanted} - wanted:
        wanted |= more
    return wanted


def speaker_rows(quoted: Sequence[Quoted]) -> Iterator[SpeakerRow]:
    """Who is quoted in each study that has accounts.

    A label is over-quoted if it has at least ``LEAST_QUOTED`` quotations and more than
    ``TIMES_EQUAL`` times as many as if the labelled ones were shared equally among the labels.
    """
    for one in quoted:
        labels = Counter(label for _, label in one.accounts if label)
        labelled = labels.total()
        most, count = labels.most_common(1)[0] if labels else ("", 0)
        told = one.told.get(most, most)
        is_over = count >= LEAST_QUOTED and count * len(labels) > TIMES_EQUAL * labelled
        if one.accounts:
            yield SpeakerRow(
                one.paper.number, one.title, len(one.accounts), len(one.accounts) - labelled,
                len(labels), told, count, count / labelled if labelled else 0.0, is_over,
            )  # fmt: skip


def _themes_in(one: Quoted) -> Counter[str]:
    return Counter(theme for account, _ in one.accounts for theme in account.themes)


def _shaded(count: int, highest: int) -> Shaded:
    return Shaded(count, -(-count * SHADES // highest) if count else 0)
