"""Many papers, each read in a guarded worker process that survives what a PDF does to it."""

from extractor.batch.cluster import suggest_on_cluster
from extractor.batch.find import find_papers
from extractor.batch.papers import Failed, page_pictures, suggest_papers
from extractor.batch.worker import Limits

__all__ = [
    "Failed",
    "Limits",
    "find_papers",
    "page_pictures",
    "suggest_on_cluster",
    "suggest_papers",
]
