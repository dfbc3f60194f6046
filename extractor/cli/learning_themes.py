"""The part of `firsthand train` that is about themes: how well they are suggested here.

Nothing is kept: the page itself learns from each decision, for each annotator apart.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from extractor.cli.learned import Learned

if TYPE_CHECKING:
    from rich.table import Table

    from extractor.store.folder import Review
    from extractor.store.sorting import SortedAccount
    from extractor.themes.trial import Trial

NAME = "themes"
COLD, SHOWN = "chosen without suggestions", "chosen with suggestions"
FEWEST_ACCOUNTS, FEWEST_PAPERS = 10, 3


def learn_themes(review: "Review", *, quiet: bool) -> Learned:
    """Tell how far up the codebook the themes stood that people chose, paper by paper left out."""
    del quiet  # it is done in a moment
    from extractor.cli.theming import sorted_in
    from extractor.themes.suggester import ThemeSuggester
    from extractor.themes.trial import try_themes

    themes, texts, under, papers, accounts = sorted_in(review)
    alike = agreed(accounts)
    if len(texts) < FEWEST_ACCOUNTS or len(set(papers)) < FEWEST_PAPERS:
        told = (
            f"Themes: {len(texts)} sorted accounts in {len(set(papers))} papers that all have "
            f"finished; {FEWEST_ACCOUNTS} in {FEWEST_PAPERS} are needed to tell how well themes "
            "are suggested."
        )
        counts = {"accounts": len(texts), "papers": len(set(papers)), "agreement": alike}
        return Learned(NAME, (told, *_told_of(alike)), counts)
    trial = try_themes(ThemeSuggester(themes), texts, under, papers)
    figures = {
        "accounts": trial.accounts,
        "papers": trial.papers,
        "themes": len(themes),
        "cold": trial.cold._asdict(),
        "leave_paper_out": trial.warm._asdict(),
        "agreement": alike,
    }
    return Learned(NAME, (_table(trial), _verdict(trial), *_told_of(alike)), figures)


def agreed(accounts: "Sequence[SortedAccount]") -> dict[str, dict[str, float]]:
    """How alike two people's themes of an account are, with and without suggested themes.

    Apart, because suggestions may make people alike: an account counts in neither where only one
    of the two was shown themes.
    """
    from extractor.agreement.sets import jaccard

    by_mark: dict[tuple[str, str], list[SortedAccount]] = {}
    for account in accounts:
        by_mark.setdefault((account.paper, account.mark), []).append(account)
    alike: dict[str, list[float]] = {COLD: [], SHOWN: []}
    for one, other in (pair for same in by_mark.values() for pair in combinations(same, 2)):
        if one.shown is other.shown:
            alike[SHOWN if one.shown else COLD].append(jaccard(one.themes, other.themes))
    return {
        how: {"pairs": len(found), "jaccard": sum(found) / len(found)}
        for how, found in alike.items()
        if found
    }


def _table(trial: "Trial") -> "Table":
    from rich.table import Table

    title = (
        f"Suggested themes: {trial.accounts} sorted accounts of {trial.papers} papers, each paper "
        "judged by what the others teach"
    )
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for name in ("first", "among three", "mean 1/place"):
        table.add_column(name, justify="right")
    for name, standing in (("by the codebook alone", trial.cold), ("learned too", trial.warm)):
        table.add_row(name, *(f"{value:.2f}" for value in standing))
    return table


def _verdict(trial: "Trial") -> str:
    better = trial.warm.mrr > trial.cold.mrr
    said = "What people decided helps" if better else "What people decided does not help yet"
    return (
        f"{said}. On the page each annotator's suggestions learn at once from their own decisions "
        "too; here they are left out paper by paper."
    )


def _told_of(alike: Mapping[str, Mapping[str, float]]) -> tuple[str, ...]:
    return tuple(
        f"Two people's themes, {how}: {found['jaccard']:.2f} alike (Jaccard, mean of "
        f"{found['pairs']:.0f} pairs)."
        for how, found in alike.items()
    )
