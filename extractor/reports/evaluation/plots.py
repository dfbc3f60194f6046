"""The plots of the evaluation report: SVG that stands in the page and takes its colours and type.

They are drawn by matplotlib and then made fit for a page whose policy forbids inline styles: every
style becomes attributes, every colour one of the page's own. They are read in grey too: lines are
labelled where they stand, and what differs differs in shape. Nothing that is drawn is untrusted:
names of papers, people and themes stand in tables.
"""

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree

from markupsafe import Markup

from extractor.agreement.figure import Figure, Interval, Undefined
from extractor.agreement.scores import Bin, Point

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SVG = "http://www.w3.org/2000/svg"
HREF = "{http://www.w3.org/1999/xlink}href"
LEFT_OUT = ("style", "font-family")  # the face is the page's
INK, QUIET, LINE, ACCENT, PAPER = "#1d1b16", "#625c4f", "#e4dfd3", "#0f6b6b", "#fbfaf7"
COLOURS = {
    INK: "var(--ink)",
    QUIET: "var(--quiet)",
    LINE: "var(--line)",
    ACCENT: "var(--accent)",
    PAPER: "var(--paper)",
}
"""What each colour is on the page, light or dark."""
STYLE: Any = {
    "svg.hashsalt": "firsthand",
    "svg.fonttype": "none",  # text stays text
    "text.parse_math": False,
    "font.size": 10,
    "text.color": INK,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": QUIET,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
}
REFERENCE = re.compile(r"^(#|url\(#)(?=[a-zA-Z])")
SHORTHAND = re.compile(r"(?:(?P<weight>\d+|bold) )?(?P<size>[\d.]+px) .*")
TENTATIVE, RELIABLE = 0.667, 0.8
ROW, WIDTH = 0.27, 7.6  # inches
WIDEST = 1.02


class Line(NamedTuple):
    """A row of a plot of intervals: a heading where there is no figure."""

    label: str
    figure: Figure | None = None


def plot_intervals(name: str, title: str, lines: Sequence[Line], lowest: float) -> Markup:
    """A row a figure: its value, its interval as a line, and both as numbers at the right.

    Alpha stands as a diamond, with Krippendorff's two readings as dashed lines; all else as a dot.
    """
    told = [f"{line.label}: {figure_told(line.figure)}" for line in lines if line.figure]
    with _axes(WIDTH, ROW * len(lines) + 0.7) as axes:
        for place, line in enumerate(lines):
            _draw_line(axes, place, line, lowest)
        axes.set(xlim=(lowest - 0.02, WIDEST), ylim=(len(lines) - 0.4, -0.6))
        axes.set_yticks(range(len(lines)), [line.label for line in lines])
        axes.tick_params(axis="y", length=0)
        for tick, line in zip(axes.get_yticklabels(), lines, strict=True):
            tick.set(color=INK, fontweight="normal" if line.figure else "bold")
        return _svg(axes, name, title, "; ".join(told))


def plot_curve(points: Sequence[Point], threshold: float) -> Markup:
    """Precision against recall from the highest score down to the threshold in use."""
    last = points[-1]
    told = f"from {threshold:g} on: precision {last.precision:.3f}, recall {last.recall:.3f}"
    with _axes(4.6, 3.6) as axes:
        recall, precision = [p.recall for p in points], [p.precision for p in points]
        axes.plot(recall, precision, color=ACCENT, linewidth=1.8)
        axes.plot(last.recall, last.precision, "o", color=INK, markersize=7)
        axes.annotate(told, (last.recall, last.precision), (0.03, 0.12), color=INK,
                      arrowprops={"arrowstyle": "-", "color": QUIET})  # fmt: skip
        axes.set(xlim=(0, WIDEST), ylim=(0, 1.03), xlabel="recall", ylabel="precision")
        title = "Precision against recall as the least score falls to the threshold in use"
        return _svg(axes, "curve", title, f"{len(points)} points; at the threshold, {told}.")


def plot_calibration(bins: Sequence[Bin]) -> Markup:
    """The share of right suggestions against their mean score, in bins of equal count."""
    told = "; ".join(f"score {b.score:.2f}: {b.right:.2f} of {b.size} right" for b in bins)
    with _axes(4.6, 3.6) as axes:
        axes.plot([0, 1], [0, 1], color=QUIET, linewidth=1, linestyle="--")
        axes.text(0.3, 0.34, "as scored", color=QUIET, rotation=38, rotation_mode="anchor")
        scores = [b.score for b in bins]
        axes.plot(scores, [b.right for b in bins], "s-", color=ACCENT, markersize=5)
        axes.set(xlim=(0, WIDEST), ylim=(0, 1.03), ylabel="share that is an account",
                 xlabel="mean score of the suggestions in a bin")  # fmt: skip
        return _svg(axes, "calibration", "Do scores mean what they say?", told)


def figure_told(figure: Figure | None) -> str:
    """A figure as the right edge of its row has it."""
    if figure is None:
        return ""
    if isinstance(figure.value, Undefined):
        return "undefined"
    told = f"{figure.value:z.2f}  (no interval)"
    if isinstance(figure.interval, Interval):
        told = f"{figure.value:z.2f}  ({figure.interval.low:z.2f} to {figure.interval.high:z.2f})"
    return told.replace("-", "−")


def _draw_line(axes: "Axes", place: int, line: Line, lowest: float) -> None:
    figure = line.figure
    if figure is None:
        return
    is_alpha = "alpha" in figure.name
    if isinstance(figure.interval, Interval):
        low, high = max(figure.interval.low, lowest), figure.interval.high
        axes.plot([low, high], [place, place], color=QUIET, linewidth=1.4)
        for end, shape in ((low, "|" if low == figure.interval.low else "<"), (high, "|")):
            axes.plot([end], [place], shape, color=QUIET, markersize=6, clip_on=False)
    if is_alpha:
        for reading in (TENTATIVE, RELIABLE):
            axes.plot([reading] * 2, [place - 0.42, place + 0.42], "--", color=QUIET, linewidth=0.9)
    if not isinstance(figure.value, Undefined):
        shape = "D" if is_alpha else "o"
        axes.plot([figure.value], [place], shape, color=ACCENT, markersize=6.5, clip_on=False)
    right = axes.get_yaxis_transform()
    axes.text(1.02, place, figure_told(figure), transform=right, va="center", fontsize=9)


@contextmanager
def _axes(width: float, height: float) -> "Iterator[Axes]":
    """A pair of axes, of this size in inches."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure as Drawing

    with rc_context(STYLE):
        axes = Drawing(figsize=(width, height), layout="constrained").subplots()
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.grid(axis="x", color=LINE, linewidth=0.6)
        axes.set_axisbelow(True)
        yield axes


def _svg(axes: "Axes", name: str, title: str, told: str) -> Markup:
    """The drawing as one element of a page, with what it shows in words."""
    written = io.BytesIO()
    drawing: Any = axes.figure
    drawing.savefig(written, format="svg", transparent=True, metadata={"Date": None})
    root = ElementTree.fromstring(written.getvalue())
    width, height = root.get("viewBox", "").split()[2:]
    _plain(root, name)
    for attribute in ("version", "width", "height"):
        root.attrib.pop(attribute, None)
    root.attrib |= {"role": "img", "class": "plot", "width": width, "height": height,
                    "aria-labelledby": f"{name}-title {name}-told"}  # fmt: skip
    for at, (tag, text) in enumerate((("title", title), ("desc", told))):
        element = ElementTree.Element(f"{{{SVG}}}{tag}")
        element.set("id", f"{name}-{'told' if at else 'title'}")
        element.text = text
        root.insert(at, element)
    ElementTree.register_namespace("", SVG)
    return Markup(ElementTree.tostring(root, encoding="unicode"))


def _plain(root: ElementTree.Element, name: str) -> None:
    """Attributes for styles, the page's colours, no metadata, and only ids that are referred to."""
    for parent in root.iter():
        for child in list(parent):
            if child.tag.rpartition("}")[2] in ("metadata", "style"):
                parent.remove(child)
    used = {each.get(HREF, "")[1:] for each in root.iter()}
    for each in root.iter():
        told = each.attrib | dict(_attributes(each.get("style", "")))
        if told.get("id") not in used and not each.tag.endswith("clipPath"):
            told.pop("id", None)
        for attribute in LEFT_OUT:
            told.pop(attribute, None)
        each.attrib.clear()
        for key, value in told.items():
            value = REFERENCE.sub(rf"\1{name}-", COLOURS.get(value, value))
            each.set("href" if key == HREF else key, f"{name}-{value}" if key == "id" else value)


def _attributes(style: str) -> Iterator[tuple[str, str]]:
    """What a style says, as attributes; of a font its size and weight."""
    for told in filter(None, map(str.strip, style.split(";"))):
        key, value = (part.strip() for part in told.split(":", 1))
        font = SHORTHAND.fullmatch(value) if key == "font" else None
        if font:
            yield "font-size", font["size"]
            if font["weight"]:
                yield "font-weight", font["weight"]
        elif key != "font":
            yield key, value
