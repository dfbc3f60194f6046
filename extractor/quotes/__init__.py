"""From a document to suggestions: which stretches may be first-hand accounts, and whose."""

from extractor.quotes.scoring import THRESHOLD as DEFAULT_THRESHOLD
from extractor.records import Document, Suggestion

__all__ = ["DEFAULT_THRESHOLD", "suggest_quotes"]


def suggest_quotes(document: Document) -> list[Suggestion]:
    """Every stretch of a document that may be a first-hand account, in order, with its score."""
    from extractor.quotes.pipeline import ACCOUNTS, pipeline, read_into

    nlp = pipeline()
    doc = nlp(read_into(nlp, document))
    return [span._.suggestion for span in doc.spans[ACCOUNTS]]
