"""How long suggested themes take to learn anew, with 1,000 decisions and 20 themes.

Accounts and themes are made of the words of the bundled papers' quotations. "First" is a process
that has seen none of the accounts; "again" is what a server does after each decision.
"""

import time
from collections.abc import Sequence
from statistics import quantiles

import numpy as np

from extractor.bundled import bundled
from extractor.themes.suggester import ThemeSuggester, ThemeText
from figures import Bar, Figures, Table, publish
from shell import Json, Out, run
from sorted_papers import SEED, read_coded

ACCOUNTS, THEMES, TIMES = 1_000, 20, 20
SHOWN = 30  # accounts of the paper that is open
MOST = 1.0  # seconds


def main(out: Out = None, as_json: Json = None) -> None:
    """Fit and rank as the page does, once without and then with what a process has seen."""
    chance = np.random.default_rng(SEED)
    words = [one.text.split() for one in read_coded(bundled("annotations") / "themes.jsonl")]
    made = [_mixed(words, chance) for _ in range(ACCOUNTS + TIMES + SHOWN)]
    themes = [ThemeText(str(at), _mixed(words, chance)[:30]) for at in range(THEMES)]
    under = np.eye(THEMES)[chance.integers(THEMES, size=len(made))]
    seconds = []
    for time_ in range(TIMES + 1):
        decided = slice(time_, time_ + ACCOUNTS)
        seconds.append(_learn(themes, made[decided], under[decided], made[-SHOWN:]))
    publish(_figures(seconds[0], seconds[1:]), out=out, as_json=as_json)


def _learn(
    themes: Sequence[ThemeText], decided: Sequence[str], under: object, shown: Sequence[str]
) -> float:
    """Seconds until the themes of the accounts shown are ranked."""
    begun = time.perf_counter()
    ThemeSuggester(themes).fit(decided, under, known=shown).predict_proba(shown)
    return time.perf_counter() - begun


def _mixed(words: Sequence[Sequence[str]], chance: np.random.Generator) -> str:
    """A quotation as long as usual, of two of them."""
    one, other = chance.integers(len(words), size=2)
    half = len(words[one]) // 2
    return " ".join([*words[one][:half], *words[other][half:]])


def _figures(first: float, again: Sequence[float]) -> Figures:
    often = quantiles(again, n=20)[-1]
    how = f"{ACCOUNTS:,} decisions, {THEMES} themes, {SHOWN} accounts ranked; {TIMES} times."
    rows = [
        {"": "first in a process", "seconds": first},
        {"": "again, median", "seconds": float(np.median(again))},
        {"": "again, 95th percentile", "seconds": often},
    ]
    bar = Bar("again, 95th percentile", f"{often:.2f} s", f"under {MOST:g} s", often < MOST)
    return Figures(
        "Learning suggested themes anew",
        how,
        [bar],
        [Table("Time", {"": "", "seconds": ".2f"}, rows)],
    )


if __name__ == "__main__":
    run(main)
