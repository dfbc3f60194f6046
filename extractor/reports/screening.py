"""The page of pre-screening: a row a paper, to be sorted, filtered and read."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import NamedTuple

from extractor.reports.frame import render_page
from extractor.screening.prospects import ORDER, PaperKind, Prospect

MOST_SHOWN = 0.99  # a chance is never told as certain


class Row(NamedTuple):
    """One paper as the page shows it; ``place`` is its rank, from 1."""

    place: int
    of: Prospect
    name: str
    chance: str
    level: int


def screening_page(prospects: Sequence[Prospect], *, title: str = "Pre-screening") -> str:
    """One HTML file with every paper, in the order given."""
    kinds = [(kind, sum(each.kind is kind for each in prospects)) for kind in ORDER]
    context = {
        "title": title,
        "rows": [_row(place, each) for place, each in enumerate(prospects, 1)],
        "kinds": [(kind, count) for kind, count in kinds if count],
        "voices": sorted({voice for each in prospects for voice in each.voices}),
        "with_topic": any(each.topic is not None for each in prospects),
        "accounts": sum(
            each.expected.count
            for each in prospects
            if each.expected and each.kind is PaperKind.ACCOUNTS
        ),
    }
    return render_page("screening", context)


def _row(place: int, prospect: Prospect) -> Row:
    chance = prospect.has_accounts
    name = PurePath(prospect.source).name
    if chance is None:
        return Row(place, prospect, name, "not known", 0)
    shown = min(chance, MOST_SHOWN)
    return Row(place, prospect, name, f"{shown:.0%}", round(100 * shown))
