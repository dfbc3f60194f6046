"""JATS XML, in which publishers archive articles, to the ``Document`` that PDFs become too.

The text is as in the file: white space runs are one space, and nothing else is altered.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from lxml import etree

from extractor.errors import NotAPaperError
from extractor.reading.jats_blocks import BODY_SECTIONS, Draft, drafts_of
from extractor.reading.jats_source import parse_article, tidied
from extractor.reading.jats_words import Words, text_of_words, words_of
from extractor.records import Block, Document, Finding, Kind, Span, Word

LITTLE_TEXT = 300
"""Words of running text below which a paper is no full text."""

_BETWEEN_BLOCKS = "\n\n"


def read_jats(path: Path) -> Document:
    """Read the first article of a JATS file: bare, in a ``<pmc-articleset>`` or an OAI answer.

    Words have page 0 and an empty box, for there are no pages. Words of formulas and pictures,
    of the front matter but title and abstract, and of sub-articles are left out.

    Raises ``NotAPaperError`` if the file is not well-formed, not JATS, or has no text.
    """
    source = path.read_bytes()
    article = parse_article(path, source)
    others = article.find("sub-article") is not None or article.find("response") is not None
    text, words, blocks = _set(drafts_of(tidied(article)))
    if not text:
        raise NotAPaperError(path, "it is a JATS article that has no text")
    return Document(
        paper=sha256(source).hexdigest(),
        text=text,
        reader=f"jats 1 (lxml {etree.__version__})",
        title=next((block.span.of(text) for block in blocks if block.kind is Kind.TITLE), ""),
        words=words,
        blocks=blocks,
        findings=tuple(_findings(text, blocks, others=others)),
    )


def _set(drafts: Iterable[Draft]) -> tuple[str, tuple[Word, ...], tuple[Block, ...]]:
    """Put the blocks one after the other: the text, and where in it words and blocks stand."""
    texts: list[str] = []
    words: list[Word] = []
    blocks: list[Block] = []
    start = 0
    for draft in drafts:
        found = words_of(draft.runs)
        texts.append(text_of_words(found))
        words += _placed(found, start)
        blocks.append(_block(draft, Span(start, start + len(texts[-1]))))
        start = blocks[-1].span.end + len(_BETWEEN_BLOCKS)
    return _BETWEEN_BLOCKS.join(texts), tuple(words), tuple(blocks)


def _placed(words: Words, start: int) -> Iterator[Word]:
    for word in words:
        for piece in word:
            end = start + len(piece.text)
            yield Word(start, end, 0, 0.0, 0.0, 0.0, 0.0, 0.0, piece.style)
            start = end
        start += 1


def _block(draft: Draft, span: Span) -> Block:
    place = draft.place
    return Block(
        place.kind,
        span,
        place.section,
        heading=place.heading,
        cell=place.cell,
        quoted=place.quoted,
        continued=draft.continued,
    )


def _findings(text: str, blocks: Iterable[Block], *, others: bool) -> Iterator[Finding]:
    body = [block.span.of(text) for block in blocks if block.section in BODY_SECTIONS]
    count = sum(len(part.split()) for part in body)
    if not count:
        yield Finding("abstract only", "The file has no body text, only the title and abstract.")
    elif count < LITTLE_TEXT:
        yield Finding("little text", f"The body has {count} words: this may be no full text.")
    if others:
        yield Finding(
            "parts left out",
            "The file also holds sub-articles (translations, referees' reports), not read.",
        )
