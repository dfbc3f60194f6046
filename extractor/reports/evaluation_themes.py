"""Themes and speakers of the eligible accounts: who is quoted, how often, and under what."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractor.agreement.evaluated import EvaluatedAccount, EvaluatedPaper
from extractor.exchange.accounts import speaker_told
from extractor.records import Account, Eligibility
from extractor.reports.evaluation_cases import title_of
from extractor.themes.codebook import Codebook

COLUMNS = 10  # themes side by side
SHADES = 4
LEAST_QUOTED, TIMES_EQUAL = 4, 2


class Shaded(NamedTuple):
    """A count, and how dark it stands: 0 for none, up to ``SHADES`` for the highest."""

    count: int
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
    """Who is quoted in a study: ``most`` and ``share`` are of the label that is quoted most."""

    number: int
    title: str
    quotations: int
    unlabelled: int
    speakers: int
    most: str
    count: int
    share: float
    is_over_quoted: bool


@dataclass(frozen=True, slots=True)
class Quoted:
    """The eligible accounts of one study, each with its speaker as the report may tell it."""

    paper: EvaluatedPaper
    accounts: tuple[tuple[EvaluatedAccount, str], ...]

    @property
    def title(self) -> str:
        """What the study is called."""
        return title_of(self.paper)


def quoted_in(
    papers: Sequence[EvaluatedPaper], *, without_person_details: bool
) -> tuple[Quoted, ...]:
    """The eligible accounts, study by study."""
    return tuple(
        Quoted(
            paper,
            tuple(
                (each, label_of(each.account, without_person_details))
                for each in paper.accounts
                if each.account.eligibility is Eligibility.ELIGIBLE
            ),
        )
        for paper in papers
    )


def label_of(account: Account, without_person_details: bool) -> str:
    """A speaker's label, "" if there is none."""
    return speaker_told(account, without_person_details=without_person_details) or ""


def matrix_of(quoted: Sequence[Quoted], codebook: Codebook) -> tuple[Block, ...]:
    """How many quotations each study gives each theme that is used at all."""
    counts = {one.paper.id: _themes_in(one) for one in quoted}
    used = [theme for theme, _, _ in themes_used(quoted, codebook)]
    names = {theme.id: theme.name for theme in codebook.themes}
    highest = max((count for each in counts.values() for count in each.values()), default=1)
    blocks = []
    for start in range(0, len(used), COLUMNS):
        part = used[start : start + COLUMNS]
        rows = tuple(
            StudyRow(
                one.paper.number,
                one.title,
                tuple(_shaded(counts[one.paper.id][theme], highest) for theme in part),
                len(one.accounts),
            )
            for one in quoted
        )
        blocks.append(Block(tuple(names.get(theme, theme) for theme in part), rows))
    return tuple(blocks)


def theme_rows(quoted: Sequence[Quoted], codebook: Codebook) -> tuple[ThemeRow, ...]:
    """Every theme that is used, in the order of the codebook."""
    rows = []
    for theme, name, depth in themes_used(quoted, codebook):
        under = [(one.paper.id, label) for one in quoted for account, label in one.accounts
                 if theme in account.themes]  # fmt: skip
        speakers = {(paper, label) for paper, label in under if label}
        studies = len({paper for paper, _ in under})
        rows.append(ThemeRow(name, depth, len(under), studies, len(speakers)))
    return tuple(rows)


def themes_used(quoted: Sequence[Quoted], codebook: Codebook) -> list[tuple[str, str, int]]:
    """The themes that accounts have, with name and depth; what is no longer open stands last."""
    used = {theme for one in quoted for account, _ in one.accounts for theme in account.themes}
    told = [(each.id, each.name, depth) for depth, each in codebook.tree() if each.id in used]
    known = {theme for theme, _, _ in told}
    names = {theme.id: f"{theme.name} (no longer used)" for theme in codebook.themes}
    return told + [(theme, names.get(theme, theme), 0) for theme in sorted(used - known)]


def speaker_rows(quoted: Sequence[Quoted]) -> Iterator[SpeakerRow]:
    """Who is quoted in each study that has accounts.

    A label is over-quoted if it has at least ``LEAST_QUOTED`` quotations and more than
    ``TIMES_EQUAL`` times as many as if the labelled ones were shared equally among the labels.
    """
    for one in quoted:
        labels = Counter(label for _, label in one.accounts if label)
        labelled = labels.total()
        most, count = labels.most_common(1)[0] if labels else ("", 0)
        is_over = count >= LEAST_QUOTED and count * len(labels) > TIMES_EQUAL * labelled
        if one.accounts:
            yield SpeakerRow(
                one.paper.number, one.title, len(one.accounts), len(one.accounts) - labelled,
                len(labels), most, count, count / labelled if labelled else 0.0, is_over,
            )  # fmt: skip


def _themes_in(one: Quoted) -> Counter[str]:
    return Counter(theme for account, _ in one.accounts for theme in account.themes)


def _shaded(count: int, highest: int) -> Shaded:
    return Shaded(count, -(-count * SHADES // highest) if count else 0)
