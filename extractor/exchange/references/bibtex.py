"""BibTeX: entries with fields in braces or quotation marks, letters as LaTeX writes them."""

import re
import unicodedata
from collections.abc import Iterator

from extractor.exchange.references.fields import Fields, Unread

ENTRY = re.compile(r"^[ \t]*@(\w+)\s*[{(]", re.MULTILINE)
NO_REFERENCE = ("comment", "preamble", "string")
FIELD = re.compile(r"([\w-]+)\s*=\s*")
BARE = re.compile(r"[^,}\s]+")
NAMES = {"title": "title", "year": "year", "date": "year", "journal": "journal",
         "journaltitle": "journal", "booktitle": "journal", "doi": "doi"}  # fmt: skip
AND = re.compile(r"\s+and\s+")
ACCENTS = {"`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304",
           ".": "\u0307", "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b",
           "r": "\u030a", "k": "\u0328"}  # fmt: skip
ACCENTED = re.compile(r"\\([`'^~\"=.]|[cvuHrk](?![A-Za-z]))\s*\{?\s*(\\?[A-Za-z])\}?")
LETTERS = {r"\ss": "ß", r"\o": "ø", r"\O": "Ø", r"\l": "ł", r"\L": "Ł", r"\ae": "æ", r"\AE": "Æ",
           r"\oe": "œ", r"\OE": "Œ", r"\aa": "å", r"\AA": "Å", r"\i": "ı",
           r"\&": "&", r"\%": "%", r"\_": "_", r"\$": "$", r"\#": "#"}  # fmt: skip
NAMED = re.compile(r"\\(?:ss|oe|OE|ae|AE|aa|AA|[oOlLi])(?![A-Za-z])\s?|\\[&%_$#]")
COMMAND = re.compile(r"\\[A-Za-z]+\s?")


def read_bibtex(text: str) -> Iterator[Fields | Unread]:
    """The references of a BibTeX file; one that is not closed ends where the next begins."""
    starts = [match for match in ENTRY.finditer(text) if match[1].lower() not in NO_REFERENCE]
    ends = [*(match.start() for match in starts[1:]), len(text)]
    line, counted = 1, 0
    for match, end in zip(starts, ends, strict=True):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        entry = text[match.end() : end]
        fields, is_closed = _entry(entry, line)
        yield fields
        if not is_closed:
            yield Unread(line, "it is not closed; what there is was read")


def _entry(entry: str, line: int) -> tuple[Fields, bool]:
    """The fields of an entry, from behind its opening brace, and whether it is closed."""
    fields = Fields(line)
    at = entry.find(",") + 1
    while match := FIELD.search(entry, at):
        if (closed := entry.find("}", at, match.start())) >= 0:
            return fields, closed >= 0
        value, at = _value(entry, match.end())
        _put(fields, match[1].lower(), value)
    return fields, "}" in entry[at:] or ")" in entry[at:]


def _put(fields: Fields, name: str, value: str) -> None:
    if name == "author":
        for author in AND.split(unlatexed(value)):
            fields.put("authors", author)
    elif name == "file":
        for file in _files(value):
            fields.put("files", file)
    elif name in NAMES:
        fields.put(NAMES[name], value if name == "doi" else unlatexed(value))


def _files(value: str) -> Iterator[str]:
    """The paths of a field ``file``: as such, or as JabRef, Mendeley and Zotero write them.

    They write "description:path:type", with a colon or semicolon of a path behind a backslash.
    """
    for file in re.split(r"(?<!\\);", value):
        parts = [part.replace("\\:", ":").replace("\\;", ";")
                 for part in re.split(r"(?<!\\):(?![\\/])", file)]  # fmt: skip
        yield parts[1] if len(parts) >= 3 else file


def _value(entry: str, at: int) -> tuple[str, int]:
    """The value that begins at ``at``, and where it ends."""
    if at < len(entry) and entry[at] in '{"':
        end = _closing(entry, at)
        return entry[at + 1 : end], end + 1
    match = BARE.match(entry, at)
    return (match[0], match.end()) if match else ("", at + 1)


def _closing(entry: str, at: int) -> int:
    """Where the value that is opened at ``at`` is closed; the end where it is not."""
    is_quoted, depth = entry[at] == '"', 0
    for match in re.compile(r'\\.|[{}"]', re.DOTALL).finditer(entry, at + is_quoted):
        depth += (match[0] == "{") - (match[0] == "}")
        if depth == 0 and match[0] == ('"' if is_quoted else "}"):
            return match.start()
    return len(entry)


def unlatexed(value: str) -> str:
    """A value in letters: accents put together, commands and braces left out."""

    def accented(match: re.Match[str]) -> str:
        letter = match[2].lstrip("\\")
        return unicodedata.normalize("NFC", letter + ACCENTS[match[1]])

    text = ACCENTED.sub(accented, value)
    text = NAMED.sub(lambda match: LETTERS[match[0].strip()], text)
    return COMMAND.sub("", text).replace("{", "").replace("}", "").replace("~", " ")
