"""Candidates -> suggestions: their cues and scores, and the best that do not overlap."""

from collections.abc import Iterable
from dataclasses import replace

from extractor.quotes.candidate import Candidate, block_of
from extractor.quotes.choosing import Scored, choose
from extractor.quotes.cues import find_cues, find_lead_speaker
from extractor.quotes.joining import join_parts
from extractor.quotes.paper import Paper
from extractor.quotes.scoring import reasons_of, score_cues
from extractor.quotes.voices import parse_speaker, voice_of, voice_of_participants
from extractor.records import Form, Speaker, Suggestion, Voice

DETECTOR = "rules 1"
ABOUT = 20_000  # characters: abstract, introduction and methods tell who was asked
PRINTED, ENOUGH_LABELS = ("after", "group"), 4
LOWEST = 0.02  # what is less likely is no suggestion at all


def suggest(paper: Paper, candidates: Iterable[Candidate]) -> list[Suggestion]:
    """The suggestions that candidates make, in the order of the text, with their scores."""
    candidates = list(candidates)
    if sum(map(_names_a_speaker, candidates)) >= ENOUGH_LABELS:
        # So many speakers are named: whatever the paper calls it, people were asked.
        paper = replace(paper, asks_people=True)
    scored = [_scored(paper, candidate) for candidate in candidates]
    chosen = [one for one in join_parts(paper, choose(scored)) if one.score >= LOWEST]
    of_most = voice_of_participants(paper.text[:ABOUT]) if chosen else Voice.UNCLEAR
    return [_suggestion(paper, one, of_most) for one in chosen]


def _names_a_speaker(candidate: Candidate) -> bool:
    """Whether a label with letters is printed after it, outside tables, where numbers abound."""
    label = candidate.label.text if candidate.label_place in PRINTED and candidate.label else ""
    return candidate.form is not Form.TABLE and any(map(str.isalpha, label))


def _scored(paper: Paper, candidate: Candidate) -> Scored:
    find_lead_speaker(paper, candidate)
    candidate.cues = find_cues(paper, candidate)
    return Scored(candidate, score_cues(candidate.cues))


def _suggestion(paper: Paper, one: Scored, of_most: Voice) -> Suggestion:
    candidate = one.candidate
    label = candidate.label.text if candidate.label else None
    voice = voice_of(label, candidate.named_in_lead)
    return Suggestion(
        paper=paper.document.paper,
        span=candidate.span,
        form=candidate.form,
        score=round(one.score, 4),
        why=reasons_of(candidate.cues),
        detector=DETECTOR,
        section=block_of(paper, candidate).section,
        speaker=label,
        speaker_parts=parse_speaker(label) if label else Speaker(),
        voice=of_most if voice is Voice.UNCLEAR else voice,
    )
