"""The detector's steps as components of spaCy, for pipelines of anyone's own.

    nlp = spacy.blank("en")
    nlp.add_pipe("first_hand_quotes")
    nlp("…").spans["first_hand_accounts"]

No trained pipeline is needed. ``suggest_quotes`` takes the same steps without spaCy, which saves
it a second of start and the memory of a long paper's tokens. The finders (``first_hand_marks``,
``first_hand_italics``, ``first_hand_blocks``, ``first_hand_turns``) may be chosen one by one;
``first_hand_quotes`` chooses among what they found, or runs all of them where none ran before
it. Each span's ``._.suggestion`` is the record with the exact characters, whatever the tokenizer.
"""

import re
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, Span

from extractor.quotes.finders import FINDERS, Finder
from extractor.quotes.paper import Paper, document_of_text, look_at
from extractor.quotes.suggesting import suggest
from extractor.records import Document

ACCOUNTS = "first_hand_accounts"
CANDIDATES = "first_hand_candidates"
MARK = re.compile(r"[^\w\s]")
LONGEST_TEXT = 100_000_000  # characters: spaCy's own limit is for parsers, which this has not

for _name in ("document", "paper", "candidates"):
    Doc.set_extension(_name, default=None, force=True)
Span.set_extension("suggestion", default=None, force=True)


@lru_cache(maxsize=1)
def pipeline() -> Language:
    """The detector's own pipeline, its tokens cut at every mark so that spans keep their edges."""
    nlp = spacy.blank("en")
    nlp.max_length = LONGEST_TEXT
    nlp.tokenizer = Tokenizer(
        nlp.vocab,
        prefix_search=re.compile(r"^[^\w\s]").search,
        suffix_search=re.compile(r"[^\w\s]$").search,
        infix_finditer=MARK.finditer,
    )
    for name in (*FINDERS, "first_hand_quotes"):
        nlp.add_pipe(name)
    return nlp


def read_into(nlp: Language, document: Document) -> Doc:
    """A ``Doc`` of a document's text that knows its layout."""
    doc = nlp.make_doc(document.text)
    doc._.document = document
    return doc


class FinderComponent:
    """A component that adds one finder's candidates to a ``Doc``."""

    def __init__(self, find: Finder) -> None:
        self.find = find

    def __call__(self, doc: Doc) -> Doc:
        candidates = [*(doc._.candidates or ()), *self.find(_paper(doc))]
        doc._.candidates = candidates
        doc.spans[CANDIDATES] = [
            _token_span(doc, candidate.span.start, candidate.span.end) for candidate in candidates
        ]
        return doc


class QuotesComponent:
    """The component that chooses among candidates and leaves suggestions."""

    def __call__(self, doc: Doc) -> Doc:
        if doc._.candidates is None:
            for find in FINDERS.values():
                doc = FinderComponent(find)(doc)
        spans = []
        for suggestion in suggest(_paper(doc), doc._.candidates):
            span = _token_span(doc, suggestion.span.start, suggestion.span.end)
            span._.suggestion = suggestion
            spans.append(span)
        doc.spans[ACCOUNTS] = spans
        return doc


def _paper(doc: Doc) -> Paper:
    if doc._.paper is None:
        doc._.paper = look_at(doc._.document or document_of_text(doc.text))
    paper: Paper = doc._.paper
    return paper


def _token_span(doc: Doc, start: int, end: int) -> Span:
    first = doc.char_span(start, end, alignment_mode="expand")
    if first is None:
        raise ValueError(f"[{start}, {end}) is no stretch of this Doc's text.")
    return first


def make_marks(nlp: Language, name: str) -> FinderComponent:
    """``first_hand_marks``: stretches in quotation marks."""
    return FinderComponent(FINDERS["first_hand_marks"])


def make_italics(nlp: Language, name: str) -> FinderComponent:
    """``first_hand_italics``: italic runs in roman paragraphs."""
    return FinderComponent(FINDERS["first_hand_italics"])


def make_blocks(nlp: Language, name: str) -> FinderComponent:
    """``first_hand_blocks``: blocks set apart, and table cells."""
    return FinderComponent(FINDERS["first_hand_blocks"])


def make_turns(nlp: Language, name: str) -> FinderComponent:
    """``first_hand_turns``: participants' turns in dialogues."""
    return FinderComponent(FINDERS["first_hand_turns"])


def make_quotes(nlp: Language, name: str) -> QuotesComponent:
    """``first_hand_quotes``: the suggestions."""
    return QuotesComponent()


for _name, _make in (
    ("first_hand_marks", make_marks),
    ("first_hand_italics", make_italics),
    ("first_hand_blocks", make_blocks),
    ("first_hand_turns", make_turns),
    ("first_hand_quotes", make_quotes),
):
    Language.factory(_name, func=_make)
