"""The plots of the figures, as SVG: lines labelled directly, readable in grey."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractor.agreement.scores import Outcome, bins_of, precision_recall

SIZE = (5.6, 4.2)
INK, QUIET = "#1f3b4d", "#8a949b"
STYLE: dict[str, Any] = {
    "svg.hashsalt": "firsthand",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
}


def draw_precision_recall(
    path: Path, outcomes: Sequence[Outcome], gold: int, threshold: float
) -> None:
    """Precision against recall as the threshold falls, with the one in use marked.

    ``outcomes`` are of all suggestions, whatever their score; ``gold`` counts the quotations.
    """
    points = precision_recall(outcomes, gold)
    recall, precision = [one.recall for one in points], [one.precision for one in points]
    used = sum(one.threshold >= threshold for one in points) - 1
    with figure(path) as axes:
        axes.plot(recall, precision, color=INK, linewidth=1.6)
        axes.plot(recall[used], precision[used], "o", color=INK, markersize=7)
        words = f"from {threshold:g} on: precision {precision[used]:.3f}, recall {recall[used]:.3f}"
        axes.annotate(words, (recall[used], precision[used]), (0.03, 0.5), ha="left", color=INK,
                      arrowprops={"arrowstyle": "-", "color": QUIET})  # fmt: skip
        axes.set(xlim=(0, 1.01), ylim=(0, 1.03), xlabel="recall", ylabel="precision")


def draw_calibration(path: Path, outcomes: Sequence[Outcome]) -> None:
    """The share of right suggestions against their mean score, in ten bins of equal count."""
    bins = bins_of(outcomes)
    with figure(path) as axes:
        axes.plot([0, 1], [0, 1], color=QUIET, linewidth=1, linestyle="--")
        axes.text(0.54, 0.5, "as scored", color=QUIET, rotation=37, rotation_mode="anchor")
        axes.plot([one.score for one in bins], [one.right for one in bins], "o-", color=INK)
        axes.set(xlim=(0, 1.02), ylim=(0, 1.02), xlabel="mean score of the suggestions in a bin",
                 ylabel="share that is a quotation")  # fmt: skip


class figure:  # noqa: N801
    """A figure with one pair of axes, written to ``path`` at the end."""

    def __init__(self, path: Path) -> None:
        import matplotlib

        matplotlib.use("svg")
        from matplotlib import pyplot

        pyplot.rcParams.update(STYLE)  # type: ignore[arg-type]
        self.path, self.pyplot = path, pyplot
        self.figure, self.axes = pyplot.subplots(figsize=SIZE, layout="constrained")

    def __enter__(self) -> Any:
        self.axes.spines[["top", "right"]].set_visible(False)
        self.axes.grid(color="#e4e8ea", linewidth=0.6)
        return self.axes

    def __exit__(self, *_: object) -> None:
        self.figure.savefig(self.path, metadata={"Date": None})
        self.pyplot.close(self.figure)
