"""How far people agree: whose spans are one unit, and the figures that follow from it.

``measuring`` has all measures that judgements (``judgements``), sets of themes or spans
(``spans.Reading``) allow, ``ratios`` those of a detector; each is a ``measure.Measure``, a function
of statistics that add up over papers. ``intervals.figures_of`` makes a ``figure.Figure`` of each:
a value or why there is none, its interval, its counts. ``file`` reads them from a CSV.
"""
