"""Documents and suggestions as the database keeps them: whole, and in one form only.

A document's digest is the SHA-256 of its form, so it covers text, words, boxes and the reader's
version; a quotation is checked against the stored document, never against a new reading.
"""

import json
import zlib
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from extractor.records import (
    Aside,
    Block,
    Box,
    Cell,
    Document,
    Finding,
    Form,
    Kind,
    Line,
    Page,
    Section,
    Span,
    Speaker,
    Suggestion,
    Voice,
    Word,
)


def write_document(document: Document) -> tuple[str, bytes]:
    """The digest of a document and its bytes."""
    form = {
        "paper": document.paper,
        "text": document.text,
        "reader": document.reader,
        "title": document.title,
        "pages": document.pages,
        "words": document.words,
        "lines": document.lines,
        "blocks": [_block_form(block) for block in document.blocks],
        "asides": [(aside.kind, aside.box, aside.text) for aside in document.asides],
        "findings": [(each.code, each.message, each.pages) for each in document.findings],
    }
    plain = json.dumps(form, separators=(",", ":")).encode("ascii")
    return sha256(plain).hexdigest(), zlib.compress(plain, 6)


def read_document(content: bytes) -> Document:
    """The document that ``write_document`` wrote; ``ValueError`` if the bytes are none."""
    try:
        form = json.loads(zlib.decompress(content))
        return Document(
            paper=form["paper"],
            text=form["text"],
            reader=form["reader"],
            title=form["title"],
            pages=tuple(Page(*each) for each in form["pages"]),
            words=tuple(Word(*each) for each in form["words"]),
            lines=tuple(Line(*each) for each in form["lines"]),
            blocks=tuple(_block(each) for each in form["blocks"]),
            asides=tuple(Aside(Kind(k), Box(*box), text) for k, box, text in form["asides"]),
            findings=tuple(Finding(code, what, tuple(at)) for code, what, at in form["findings"]),
        )
    except (zlib.error, KeyError, TypeError) as error:
        raise ValueError(f"these bytes are no stored document ({error})") from None


def digest_of(content: bytes) -> str:
    """The digest of a document's bytes, whatever they hold; "" if they cannot be unpacked."""
    try:
        return sha256(zlib.decompress(content)).hexdigest()
    except zlib.error:
        return ""


def told_of(suggestion: Suggestion) -> dict[str, Any]:
    """What a suggestion tells beside its place and score, as JSON."""
    told = asdict(suggestion)
    for name in ("paper", "span", "score", "detector", "speaker_parts"):
        del told[name]
    return told | {"speaker_parts": suggestion.speaker_parts._asdict()}


def suggestion_of(paper: str, row: Any) -> Suggestion:
    """A suggestion from its row of the table."""
    told = row.told
    return Suggestion(
        paper=paper,
        span=Span(row.start, row.end),
        form=Form(told["form"]),
        score=row.score,
        why=tuple(told["why"]),
        detector=row.detector,
        section=Section(told["section"]),
        speaker=told["speaker"],
        speaker_parts=Speaker(**told["speaker_parts"]),
        voice=Voice(told["voice"]),
        themes=tuple((theme, share) for theme, share in told["themes"]),
        uncorrected=told.get("uncorrected"),
    )


def _block_form(block: Block) -> list[object]:
    span = (block.span.start, block.span.end)
    return [block.kind, span, block.section, block.lines, block.heading, block.cell, block.quoted,
            block.continued]  # fmt: skip


def _block(form: list[Any]) -> Block:
    kind, span, section, lines, heading, cell, quoted, continued = form
    place = Cell(*cell) if cell else None
    first, last = lines
    return Block(
        Kind(kind), Span(*span), Section(section), (first, last), heading, place, quoted, continued
    )
