"""A review that reprints others' quotations is told from a study, by its title or its methods."""

import pytest

from extractor.quotes import find_kind, suggest_quotes
from extractor.records import Block, Document, Kind, Section, Span

SEARCHED = (
    "We searched MEDLINE, CINAHL and Scopus. Inclusion criteria were set before. The included "
    "studies were appraised with CASP, and data extraction was done by two of us."
)
ASKED = (
    "We interviewed nine people. The interviews were recorded and transcribed verbatim. "
    "Participants gave written consent."
)


def study(title: str, methods: str = "") -> Document:
    text = f"{title}\n\n{methods}\n\n“I was heard, and it was enough for me,” said one (P3)."
    spans, start = [], 0
    for part in text.split("\n\n"):
        spans.append(Span(start, start + max(1, len(part))))
        start += len(part) + 2
    kinds = (Kind.TITLE, Kind.PARAGRAPH, Kind.PARAGRAPH)
    sections = (Section.FRONT, Section.METHODS, Section.RESULTS)
    blocks = tuple(Block(*each) for each in zip(kinds, spans, sections, strict=True))
    return Document(paper="", text=text, reader="test", title=title, blocks=blocks)


@pytest.mark.parametrize(
    ("title", "methods", "review"),
    [
        pytest.param("Being heard: a systematic review", "", True, id="its title says so"),
        pytest.param("Trust: a meta-ethnography", "", True, id="a synthesis"),
        pytest.param("Trust: a meta-synthesis of interview studies", "", True, id="of studies"),
        pytest.param("Zuhören: ein systematisches Review", "", True, id="in German"),
        pytest.param("What trust needs", SEARCHED, True, id="its methods are a search"),
        pytest.param("What trust needs", ASKED, False, id="a study that asked people"),
        pytest.param("Peer review and shame among nurses", ASKED, False, id="a review at work"),
        pytest.param("What trust needs", SEARCHED + ASKED, False, id="a search, and people asked"),
        pytest.param(
            "A scoping review and interview study of trust", ASKED, False, id="both in its title"
        ),
    ],
)
def test_reviews_are_told_from_studies(title: str, methods: str, review: bool) -> None:
    found = [finding.code for finding in find_kind(study(title, methods))]

    assert found == (["reprints others’ quotations"] if review else [])


def test_nothing_in_a_review_is_likely_and_the_reason_says_so() -> None:
    found = suggest_quotes(study("Being heard: a systematic review", SEARCHED))

    assert all(suggestion.score < 0.5 for suggestion in found)
    assert all("but: reprinted in a review" in suggestion.why for suggestion in found)
