"""From a document to suggestions: which stretches may be first-hand accounts, and whose."""

from extractor.quotes.scoring import THRESHOLD as DEFAULT_THRESHOLD
from extractor.records import Document, Suggestion

__all__ = ["DEFAULT_THRESHOLD", "suggest_quotes"]


def suggest_quotes(document: Document) -> list[Suggestion]:
    """Every stretch of a document that may be a first-hand account, in order, with its score."""
    from extractor.quotes.finders import find_candidates
    from extractor.quotes.paper import look_at
    from extractor.quotes.suggesting import suggest

    paper = look_at(document)
    return suggest(paper, find_candidates(paper))
