"""The calibration of the suggestions shown, as a table."""

from collections.abc import Sequence

from extractor.agreement.scores import Outcome, bins_of
from figures import Table


def calibration_table(outcomes: Sequence[Outcome]) -> Table:
    """The bins as a table."""
    columns = {"suggestions": "d", "mean score": ".3f", "share right": ".3f"}
    rows = [
        {"suggestions": one.size, "mean score": one.score, "share right": one.right}
        for one in bins_of(outcomes)
    ]
    return Table("Calibration of the suggestions shown", columns, rows)
