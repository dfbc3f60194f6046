"""The learning curve of the suggested themes, as SVG."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from plots import INK, QUIET, figure


def draw_learning_curve(path: Path, curve: Sequence[Mapping[str, Any]]) -> None:
    """How often the right theme is first, and among three, against decisions made."""
    decided = [point["decided"] for point in curve]
    with figure(path) as axes:
        for name, words, color in (("top3", "among three", QUIET), ("top1", "first", INK)):
            values = [point[name] for point in curve]
            axes.plot(decided, values, "o-", color=color, linewidth=1.6)
            axes.annotate(words, (decided[-1], values[-1]), (6, 0), textcoords="offset points",
                          va="center", color=color)  # fmt: skip
        axes.set(ylim=(0, 1.02), xlim=(-0.5, decided[-1] * 1.25), ylabel="share of quotations",
                 xlabel="quotations of the paper decided before")  # fmt: skip
