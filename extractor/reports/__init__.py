"""What is made for reading: self-contained HTML files that need no server and no network."""

from extractor.reports.suggestions import suggestions_page

__all__ = ["suggestions_page"]
