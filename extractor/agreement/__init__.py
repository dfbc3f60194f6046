"""How far people agree: whose spans are one unit, and the figures that follow from it.

``measuring`` has all measures that judgements (``judgements``), sets of themes or spans
(``spans.Reading``) allow, ``ratios`` those of a detector; each is a ``measure.Measure``, a function
of statistics that add up over papers. ``intervals.figures_of`` makes a ``figure.Figure`` of each:
a value or why there is none, its interval, its counts. ``file`` reads them from a CSV.

Of a review, ``evaluated`` holds what figures rest on, a record a paper, and ``evaluating.evaluate``
makes all of them: ``between`` people, of the ``detector``, on ``blind`` pages, of ``handling``, of
reading saved (``saving``); each with the cases behind it (``results``).
"""
