"""From a document to suggestions: which stretches may be first-hand accounts, and whose."""

from extractor.records import Document, Finding, Suggestion

DEFAULT_THRESHOLD = 0.4  # missing an account costs more than reading one suggestion too many

__all__ = ["DEFAULT_THRESHOLD", "find_kind", "suggest_quotes"]


def suggest_quotes(document: Document) -> list[Suggestion]:
    """Every stretch of a document that may be a first-hand account, in order, with its score."""
    from extractor.quotes.finders import find_candidates
    from extractor.quotes.paper import look_at
    from extractor.quotes.suggesting import suggest

    paper = look_at(document)
    return suggest(paper, find_candidates(paper))


def find_kind(document: Document) -> tuple[Finding, ...]:
    """A finding where a paper is a review that reprints others' quotations; none for a study."""
    from extractor.quotes import kinds

    return kinds.find_kind(document)
