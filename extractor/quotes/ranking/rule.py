"""A rule of thumb: what people who read many studies would guess from a few cues.

Each cue has a weight, set by hand: what editors do to show that somebody else is speaking counts
most, what other quoted things look like counts against. The sum is one of the ranker's cues: it
holds the ranker to sense in papers unlike all it was trained on.
"""

from collections.abc import Mapping

RULE = "rule of thumb"

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
    "law or scripture": -1.5,
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


def rule_margin(cues: Mapping[str, float]) -> float:
    """The log odds, by rule of thumb, that a candidate with these cues is an account."""
    return BASE + sum(weight * cues[name] for name, weight in WEIGHTS.items())


def pull_of(cues: Mapping[str, float]) -> dict[str, float]:
    """What each cue adds to the rule of thumb."""
    return {name: weight * cues[name] for name, weight in WEIGHTS.items() if cues[name]}
