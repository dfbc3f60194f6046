"""Why a candidate has its score: the cues that decided, in words.

The ranker tells how far each cue moved the score. A cue is named where it is there to be seen: "a
speaker's label after it" is a reason only if there is one. Cues that say the same are one reason.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from extractor.quotes.ranking.rule import RULE, pull_of

FIRST = "first score"
MOST_FOR, MOST_AGAINST = 6, 3
LEAST = 0.05  # log odds: less is no reason


class Reason(NamedTuple):
    """Words for a cue, and when they are true of its value."""

    words: str
    holds: Callable[[float], bool] = bool


def _over(least: float) -> Callable[[float], bool]:
    return lambda value: value > least


def _under(most: float) -> Callable[[float], bool]:
    return lambda value: value < most


FOR: Mapping[str, Reason] = {
    "marked": Reason("in quotation marks"),
    "marks around it": Reason("in quotation marks", _over(-0.5)),
    "first person": Reason("first person"),
    "first persons a word": Reason("first person", _over(0)),
    "spoken words": Reason("spoken language", _over(0.25)),
    "contractions a word": Reason("spoken language", _over(0)),
    "word length against the prose": Reason("shorter words than the authors’", _under(-0.2)),
    "long words against the prose": Reason("shorter words than the authors’", _under(-0.05)),
    "gap or insertion": Reason("author’s gap or insertion"),
    "colon before": Reason("colon before it"),
    "saying before": Reason("a verb of saying before it"),
    "saying in the sentence": Reason("a verb of saying before it"),
    "saying after": Reason("a verb of saying after it"),
    "label after": Reason("speaker label after it"),
    "likeness of its label": Reason("a speaker’s label", _over(0.5)),
    "code in its label": Reason("a speaker’s label"),
    "label before": Reason("speaker label before it"),
    "label row": Reason("speaker label in its row"),
    "labels like its label": Reason("labelled like others in the paper", _over(1)),
    "speaker in the sentence": Reason("speaker named in the sentence"),
    "code in the sentence": Reason("speaker named in the sentence"),
    "italic": Reason("italic"),
    "italic share": Reason("italic", _over(0.7)),
    "italic in roman": Reason("italic in roman text"),
    "set in": Reason("indented"),
    "indent": Reason("indented", _over(0.45)),
    "set in right": Reason("set in from the right"),
    "set in from the right by": Reason("set in from the right", _over(0.6)),
    "size against the body": Reason("smaller letters", _under(0.97)),
    "own space": Reason("space around it"),
    "quotation in source": Reason("marked as a quotation in the XML"),
    "dialogue": Reason("a turn in a dialogue"),
    "results": Reason("in the results"),
    "quotation column": Reason("in a column of quotations"),
    "over 20 words": Reason("long"),
    "like ones: set as it is": Reason("set like this paper’s surest quotations", _over(0.5)),
    "score of those set like it": Reason("set like this paper’s surest quotations", _over(0.6)),
    "sure blocks with its indent": Reason("set like this paper’s surest quotations", _over(0.5)),
    "sure ones: with its shape of label": Reason("labelled like others in the paper", _over(0.3)),
    "best neighbour": Reason("next to another quotation", _over(0.6)),
    "best in its block": Reason("next to another quotation", _over(0.6)),
    "sure ones (log)": Reason("a paper with many quotations", _over(1.5)),
    "sure ones of its form (log)": Reason("a paper with many quotations", _over(1.5)),
}
AGAINST: Mapping[str, Reason] = {
    "under 6 words": Reason("few words"),
    "under 10 words": Reason("few words"),
    "number of words (log)": Reason("few words", _under(2.3)),
    "first persons a word": Reason("no first person", lambda value: not value),
    "question": Reason("a question"),
    "question marks": Reason("a question"),
    "question asked": Reason("a question that was asked"),
    "asking before": Reason("a question, item or scale before it"),
    "asking in the sentence": Reason("a question, item or scale before it"),
    "term before": Reason("named as a term"),
    "theme in the sentence": Reason("a theme, code or term in the sentence"),
    "capitals a word": Reason("written like a title", _over(0.5)),
    "citation after": Reason("a citation after it"),
    "author before": Reason("an author before it"),
    "begins with a number": Reason("a numbered item"),
    "figures beside it": Reason("figures beside it"),
    "measuring in the prose": Reason("a paper that measures", _over(8)),
    "citation inside": Reason("cites"),
    "citation in the sentence": Reason("an author before it"),
    "statistics inside": Reason("figures in it"),
    "statement of the journal": Reason("a statement of the journal"),
    "law or scripture": Reason("words of a law or scripture"),
    "inside another": Reason("inside another quotation"),
    "not closed": Reason("marks that do not close"),
    "over 250 words": Reason("very long"),
    "heading": Reason("a heading"),
    "bold": Reason("bold"),
    "list item": Reason("a list"),
    "methods": Reason("in the methods"),
    "introduction": Reason("in the introduction"),
    "discussion": Reason("in the discussion"),
    "back": Reason("after the paper"),
    "nobody asked": Reason("a study in which nobody seems to be asked"),
    "in a study of a scale": Reason("a study of a scale"),
    "block without a voice": Reason("a block without a voice"),
    "word length against the prose": Reason("words as long as the authors’", _over(-0.1)),
    "best rival": Reason("a better reading of the same place", _over(0.5)),
    "sure ones (log)": Reason("a paper with few quotations", _under(0.7)),
    "labels in the paper": Reason("a paper without speaker labels", _under(1)),
    "like ones: labelled": Reason("not labelled as the others are", _over(0.7)),
}


def reasons_of(cues: Mapping[str, float], moved: Mapping[str, float]) -> tuple[str, ...]:
    """What spoke for a candidate, the weightiest first, then "but: …" what spoke against it.

    ``moved`` tells how far each cue moved the score, in log odds.
    """
    moved = _traced(cues, moved)
    speaking = _told(FOR, cues, moved, 1)[:MOST_FOR]
    against = [f"but: {words}" for words in _told(AGAINST, cues, moved, -1)[:MOST_AGAINST]]
    return (*speaking, *against)


def _traced(cues: Mapping[str, float], moved: Mapping[str, float]) -> dict[str, float]:
    """The moves, those of the rule of thumb and the first score shared among what made these."""
    traced = {name: move for name, move in moved.items() if name not in (RULE, FIRST)}
    pull = pull_of(cues)
    weight = sum(map(abs, pull.values())) or 1.0
    share = (abs(moved.get(RULE, 0.0)) + abs(moved.get(FIRST, 0.0))) / weight
    for name, value in pull.items():
        traced[name] = traced.get(name, 0.0) + value * share
    return traced


def _told(
    reasons: Mapping[str, Reason], cues: Mapping[str, float], moved: Mapping[str, float], sign: int
) -> list[str]:
    """The reasons whose cues moved the score in one direction, by how far."""
    told: dict[str, float] = {}
    for name, reason in reasons.items():
        if reason.holds(cues[name]):
            told[reason.words] = told.get(reason.words, 0.0) + sign * moved.get(name, 0.0)
    ordered = sorted(told.items(), key=lambda pair: -pair[1])
    return [words for words, move in ordered if move > LEAST]
