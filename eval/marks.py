"""The accounts of published papers, marked by where they stand and without a word of them.

``annotations/published/ID.json`` holds, for each account of the JATS article ID, the letters and
digits of the document's text (folded, spaces and signs not counted) between which it stands, its
form and voice, and whether it is a fragment. A checksum of the letters tells where a mark has come
off its text, as when a reader of another version orders the blocks otherwise.
"""

import json
from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from extractor.records import Document, Form, Span, Voice
from gold import GoldError, GoldText, Mark, Quotation
from letters import fold

COARSE = {
    Voice.SERVICE_USER: "participant",
    Voice.LAY: "participant",
    Voice.PROFESSIONAL: "professional",
}
OPENING, CLOSING = "[….", ".!?…)]"


class Account(NamedTuple):
    """One account in a document's text."""

    span: Span
    form: Form
    voice: Voice
    fragment: bool


class Letters(NamedTuple):
    """The letters and digits of a text, and for each the character that it belongs to."""

    letters: str
    places: tuple[int, ...]


def letters_with_places(text: str) -> Letters:
    """The letters of ``text`` one by one, as ``letters_of`` has them."""
    pairs = [
        (letter, place)
        for place, character in enumerate(text)
        for letter in fold(character).lower()
        if letter.isalnum()
    ]
    return Letters("".join(letter for letter, _ in pairs), tuple(place for _, place in pairs))


def marks_of(document: Document, accounts: Sequence[Account]) -> dict[str, Any]:
    """The record that is written down for ``accounts``."""
    letters = letters_with_places(document.text)
    return {"accounts": [_mark(account, letters) for account in accounts]}


def read_marks(path: Path, document: Document) -> list[Account]:
    """The accounts of ``document``; raises ``GoldError`` where the marks do not fit its text."""
    letters = letters_with_places(document.text)
    return [_account(mark, letters, document.text, path) for mark in _read(path)]


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        marks: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["accounts"]
    except (OSError, ValueError, KeyError) as error:
        raise GoldError(f"{path} holds no marks: {error}.") from None
    return marks


def gold_of(name: str, document: Document, accounts: Sequence[Account]) -> GoldText:
    """Accounts as gold on the document's own letters, as if it were one page."""
    letters = letters_with_places(document.text)
    quotations = tuple(_quotation(account, letters, document.text) for account in accounts)
    return GoldText(name, letters.letters, (0, len(letters.letters)), quotations)


def _quotation(account: Account, letters: Letters, text: str) -> Quotation:
    """One account as the scores know it; its words are told by its place alone."""
    mark: Mark = {
        "page": 1,
        "start": "",
        "end": "",
        "form": account.form.value,
        "voice": COARSE.get(account.voice, "other"),
        "fragment": account.fragment,
    }
    place = frozenset(
        range(
            bisect_left(letters.places, account.span.start),
            bisect_left(letters.places, account.span.end),
        )
    )
    return Quotation(mark, place, len(account.span.of(text).split()), 1)


def _mark(account: Account, letters: Letters) -> dict[str, Any]:
    inside = [at for at, place in enumerate(letters.places) if _in(place, account.span)]
    start, end = inside[0], inside[-1] + 1
    return {
        "start": start,
        "end": end,
        "sum": crc32(letters.letters[start:end].encode()),
        "form": account.form.value,
        "voice": account.voice.value,
        "fragment": account.fragment,
    }


def _in(place: int, span: Span) -> bool:
    return span.start <= place < span.end


def _account(mark: dict[str, Any], letters: Letters, text: str, path: Path) -> Account:
    start, end = mark["start"], mark["end"]
    if crc32(letters.letters[start:end].encode()) != mark["sum"]:
        raise GoldError(f"{path}: a mark does not fit the text; another version of the article?")
    first, last = letters.places[start], letters.places[end - 1] + 1
    while first and text[first - 1] in OPENING:
        first -= 1
    while last < len(text) and text[last] in CLOSING:
        last += 1
    return Account(Span(first, last), Form(mark["form"]), Voice(mark["voice"]), mark["fragment"])
