"""Candidates -> suggestions: ranked, the best that do not overlap, with speaker and reasons."""

from collections.abc import Iterable, Mapping

from extractor.quotes.candidate import Candidate, block_of
from extractor.quotes.paper import Paper
from extractor.quotes.ranking.choosing import Scored, choose
from extractor.quotes.ranking.joining import join_parts
from extractor.quotes.ranking.rank import moved_by, rank
from extractor.quotes.ranking.ranker import Ranker, default_ranker
from extractor.quotes.ranking.reasons import reasons_of
from extractor.quotes.speakers.voices import parse_speaker, voice_of, voice_of_participants
from extractor.records import Speaker, Suggestion, Voice

ABOUT = 20_000  # characters: abstract, introduction and methods tell who was asked
LOWEST = 0.02  # what is less likely is no suggestion at all
REPRINTED = 0.35  # a review quotes other studies' accounts: kept in order, none of them likely
OF_A_REVIEW = "but: reprinted in a review"


def suggest(
    paper: Paper, candidates: Iterable[Candidate], *, ranker: Ranker | None = None
) -> list[Suggestion]:
    """The suggestions that candidates make, in the order of the text, with their scores."""
    ranker = ranker or default_ranker()
    scored = rank(paper, list(candidates), ranker)
    chosen = [one for one in join_parts(paper, choose(scored)) if one.score >= LOWEST]
    of_most = voice_of_participants(paper.text[:ABOUT]) if chosen else Voice.UNCLEAR
    moves = moved_by(ranker, [one.candidate for one in chosen])
    return [
        _suggestion(paper, one, of_most, moved, ranker.name)
        for one, moved in zip(chosen, moves, strict=True)
    ]


def _suggestion(
    paper: Paper, one: Scored, of_most: Voice, moved: Mapping[str, float], detector: str
) -> Suggestion:
    candidate, reviewed = one.candidate, paper.is_review
    label = candidate.label.text if candidate.label else None
    voice = voice_of(label, candidate.named_in_lead)
    return Suggestion(
        paper=paper.document.paper,
        span=candidate.span,
        form=candidate.form,
        score=round(one.score * (REPRINTED if reviewed else 1.0), 4),
        why=(*((OF_A_REVIEW,) if reviewed else ()), *reasons_of(candidate.cues, moved)),
        detector=detector,
        section=block_of(paper, candidate).section,
        speaker=label,
        speaker_parts=parse_speaker(label) if label else Speaker(),
        voice=of_most if voice is Voice.UNCLEAR else voice,
    )
