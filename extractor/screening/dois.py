"""DOIs in one form, as references and papers print them."""

import html
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote

from extractor.records import Document, Section

SICI = (
    r"[^\s<>]{0,60}\d{4}-\d{3}[\dX]\(\d{4,8}\)[^\s<>]{0,60}<[^\s<>]{1,60}>"
    r"\d\.\d\.[A-Z]{2};2(?:-[\dA-Z#])?"
)
"""What identifies an article of the nineties, such as "(SICI)1097-0258(19960815)15:15/16<1661::
AID-SIM968>3.0.CO;2-2": its angle brackets are part of a DOI, others are not."""
DOI = re.compile(rf"\b10\.\d{{4,9}}/(?:{SICI}|[^\s\"<>{{}}|\\^`]+)", re.IGNORECASE)
TRAILING = ".,;:)]}’”'"
FIRST_PAGES = 2
BEGINNING = 6_000  # characters, where there are no pages


def plain_doi(value: str) -> str:
    """The bare DOI in a value, in small letters: "https://doi.org/10.1000/X" is "10.1000/x"."""
    found = DOI.search(html.unescape(unquote(value)))
    return _closed(found[0]).lower() if found else ""


def printed_dois(document: Document) -> tuple[str, ...]:
    """The DOIs that the first pages print outside of the references, the commonest first."""
    found = Counter(
        _closed(match[0]).lower()
        for text in _beginning(document)
        for match in DOI.finditer(unquote(text))
    )
    return tuple(doi for doi, _ in found.most_common())


def _beginning(document: Document) -> Iterator[str]:
    """What stands on the first pages, running heads and footers too."""
    for aside in document.asides:
        if aside.box.page <= FIRST_PAGES:
            yield aside.text
    for block in document.blocks:
        if block.section is Section.REFERENCES:
            continue
        page = next(iter(document.pages_of(block.span)), 0)
        if page > FIRST_PAGES or (not page and block.span.start > BEGINNING):
            return
        yield block.span.of(document.text)


def _closed(doi: str) -> str:
    """A DOI without what stands behind it; a bracket that it opened itself belongs to it."""
    while doi and doi[-1] in TRAILING:
        if doi[-1] == ")" and doi.count("(") >= doi.count(")"):
            break
        doi = doi[:-1]
    return doi
