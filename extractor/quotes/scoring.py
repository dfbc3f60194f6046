"""From cues to a score, by rule of thumb, and to reasons in words.

Each cue has a weight; their sum, squeezed to 0..1, is the score. The weights are set by hand: what
editors do to show that somebody else is speaking counts most, what other quoted things look
like counts against.
"""

from collections.abc import Mapping
from math import exp

THRESHOLD = 0.5

BASE = -5.0
WEIGHTS: Mapping[str, float] = {
    "marked": 2.9,
    "single marks": -0.2,
    "not closed": -1.2,
    "inside another": -1.6,
    "under 6 words": -0.8,
    "under 10 words": -0.3,
    "over 20 words": 0.5,
    "over 250 words": -1.5,
    "first person": 1.4,
    "spoken words": 1.4,
    "whole sentence": 0.3,
    "ends a sentence": 0.4,
    "gap or insertion": 0.7,
    "question": -0.4,
    "statement of the journal": -3.0,
    "colon before": 0.8,
    "comma before": 0.2,
    "saying before": 0.7,
    "term before": -1.0,
    "asking before": -0.8,
    "question asked": -2.0,
    "citation after": -3.0,
    "author before": -1.2,
    "label after": 2.3,
    "label before": 1.6,
    "speaker in the sentence": 1.3,
    "italic": 0.9,
    "italic in roman": 1.2,
    "set in": 1.6,
    "set in right": 0.7,
    "smaller": 0.0,
    "own space": 0.9,
    "own block": -0.6,
    "bold": -1.5,
    "quotation in source": 4.0,
    "dialogue": 3.5,
    "list item": -1.2,
    "results": 1.2,
    "discussion": -0.3,
    "methods": -0.8,
    "introduction": -0.6,
    "body without sections": 0.8,
    "abstract": 0.0,
    "front": -0.2,
    "back": -2.5,
    "table": -0.3,
    "quotation column": 1.8,
    "heading": -1.0,
    "figure": -1.5,
    "nobody asked": -2.5,
    "in a review": -6.0,
    "in a study of a scale": -2.0,
    "block without a voice": -1.5,
    "block before the paper begins": -3.0,
}

REASONS: Mapping[str, str] = {
    "marked": "in quotation marks",
    "first person": "first person",
    "spoken words": "spoken language",
    "gap or insertion": "author's gap or insertion",
    "colon before": "colon before it",
    "saying before": "a verb of saying before it",
    "label after": "speaker label after it",
    "label before": "speaker label before it",
    "speaker in the sentence": "speaker named in the sentence",
    "italic": "italic",
    "italic in roman": "italic in roman text",
    "set in": "indented",
    "set in right": "set in from the right",
    "own space": "space around it",
    "quotation in source": "marked as a quotation in the XML",
    "dialogue": "a turn in a dialogue",
    "results": "in the results",
    "quotation column": "in a column of quotations",
}


def score_cues(cues: Mapping[str, float]) -> float:
    """The score, from 0 to 1, that a candidate's cues give."""
    total = BASE + sum(WEIGHTS[name] * value for name, value in cues.items())
    return 1 / (1 + exp(-total))


def reasons_of(cues: Mapping[str, float]) -> tuple[str, ...]:
    """The cues that speak for a candidate, in words, the weightiest first."""
    fired = [name for name, value in cues.items() if value >= 0.25 and name in REASONS]
    fired.sort(key=lambda name: -WEIGHTS[name] * cues[name])
    return tuple(REASONS[name] for name in fired)
