"""What a measure comes to: a value with its interval and counts, or why there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

FEW_PAPERS = 15  # under this an interval is labelled: how papers differ is hardly known


@dataclass(frozen=True, slots=True)
class Undefined:
    """In place of a number that cannot be computed; ``why`` goes on after "because"."""

    why: str

    def __str__(self) -> str:
        return f"undefined, because {self.why}"


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % confidence interval, and the method that it was made by (see ``intervals``)."""

    low: float
    high: float
    method: str

    @property
    def width(self) -> float:
        """From the lower to the upper limit."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Figure:
    """One result. ``counts`` says what it rests on; "papers" is always one of them.

    ``interval`` is the one to report; ``others`` has those by other methods, by name.
    """

    name: str
    value: float | Undefined
    interval: Interval | Undefined
    counts: Mapping[str, int]
    others: Mapping[str, Interval | Undefined] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What is said beside the interval: "few papers" under 15 of them."""
        few = self.counts["papers"] < FEW_PAPERS and isinstance(self.interval, Interval)
        return "few papers" if few else ""


def record_of(figure: Figure) -> dict[str, Any]:
    """A figure as JSON knows it: what is undefined is null, and says why beside it."""
    record: dict[str, Any] = {"name": figure.name, "value": None}
    if isinstance(figure.value, Undefined):
        record["undefined"] = str(figure.value)
    else:
        record["value"] = figure.value
    record |= {"interval": _interval_record(figure.interval), "label": figure.label}
    record["other_intervals"] = {
        method: _interval_record(interval) for method, interval in figure.others.items()
    }
    return record | {"counts": dict(figure.counts)}


def frame_of(figures: Sequence[Figure]) -> "pd.DataFrame":
    """A row a figure: name, value, low, high, method, label, undefined, then the counts.

    Numbers that are undefined are NaN; ``undefined`` says why the value is, or else the interval.
    """
    import pandas as pd

    return pd.DataFrame([_row_of(figure) for figure in figures])


def _row_of(figure: Figure) -> dict[str, Any]:
    nan, interval = float("nan"), figure.interval
    known = interval if isinstance(interval, Interval) else Interval(nan, nan, "")
    why = next((str(one) for one in (figure.value, interval) if isinstance(one, Undefined)), "")
    return {
        "name": figure.name,
        "value": nan if isinstance(figure.value, Undefined) else figure.value,
        "low": known.low,
        "high": known.high,
        "method": known.method,
        "label": figure.label,
        "undefined": why,
        **figure.counts,
    }


def _interval_record(interval: Interval | Undefined) -> dict[str, Any]:
    if isinstance(interval, Undefined):
        return {"low": None, "high": None, "undefined": str(interval)}
    return {"low": interval.low, "high": interval.high, "method": interval.method}
