"""BibTeX: entries with fields in braces or quotation marks, letters as LaTeX writes them."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from extractor.exchange.references.fields import Fields, Unread

ENTRY = re.compile(r"^[ \t]*@(\w+)\s*[{(]", re.MULTILINE)
STRING = "string"
NO_REFERENCE = ("comment", "preamble", STRING)
KEY = re.compile(r'[^,={}"#]*,')
FIELD = re.compile(r"([\w-]+)\s*=\s*")
BARE = re.compile(r"[^,})#\s]+")
JOINED = re.compile(r"\s*#\s*")
NAMES = {"title": "title", "year": "year", "date": "year", "journal": "journal",
         "journaltitle": "journal", "booktitle": "journal", "doi": "doi"}  # fmt: skip
AND = re.compile(r"\s+and\s+")
ACCENTS = {"`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304",
           ".": "\u0307", "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b",
           "r": "\u030a", "k": "\u0328", "d": "\u0323", "b": "\u0331"}  # fmt: skip
ACCENTED = re.compile(r"\\([`'^~\"=.]|[cvuHrkdb](?![A-Za-z]))\s*\{?\s*(\\?[A-Za-z])\}?")
LETTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ",
    "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ", "S": "§", "P": "¶", "pounds": "£", "euro": "€",
    "texteuro": "€", "textsterling": "£", "copyright": "©", "textcopyright": "©",
    "textregistered": "®", "texttrademark": "™", "textdegree": "°", "ldots": "…", "dots": "…",
    "textellipsis": "…", "textendash": "–", "textemdash": "—", "textquoteleft": "‘",
    "textquoteright": "’", "textquotesingle": "'", "textquotedblleft": "“",
    "textquotedblright": "”", "textquotedbl": '"', "guillemotleft": "«", "guillemotright": "»",
    "textless": "<", "textgreater": ">", "textunderscore": "_", "textbar": "|",
    "textasciitilde": "~", "textasciicircum": "^", "textbackslash": "\\", "textperiodcentered": "·",
    "textbullet": "•", "textonehalf": "½", "texttimes": "×", "textpm": "±", "textmu": "µ",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "kappa": "κ", "mu": "μ", "chi": "χ",
    "times": "×", "pm": "±", "slash": "/", "textquestiondown": "¿", "textexclamdown": "¡",
}  # fmt: skip
COMMAND = re.compile(r"\\([A-Za-z]+)(?:\{\}|\s+)?(?=(\{)?)")
SIGN = re.compile(r"\\([&%_$#{}])|[{}]")
MATH = re.compile(r"\$([<>])\$")  # in DOIs of the nineties
SETTING = ("em", "bf", "it", "rm", "sc", "sf", "sl", "tt", "itshape", "bfseries", "scshape",
           "upshape", "small", "protect", "relax", "newline", "textsuperscript")  # fmt: skip
"""How letters are set, not what they are: these are left out without a word."""


def read_bibtex(text: str) -> Iterator[Fields | Unread]:
    """The references of a BibTeX file; one that is not closed ends where the next begins."""
    starts = list(ENTRY.finditer(text))
    ends = [*(match.start() for match in starts[1:]), len(text)]
    strings: dict[str, str] = {}
    line, counted = 1, 0
    for match, end in zip(starts, ends, strict=False):  # where there is no entry: one end
        line += text.count("\n", counted, match.start())
        counted = match.start()
        entry, kind = text[match.end() : end], match[1].lower()
        if kind == STRING:
            strings.update((name, value) for name, value, _ in _values(entry, 0, strings))
        elif kind not in NO_REFERENCE:
            yield from _entry(entry, line, strings)


def _entry(entry: str, line: int, strings: Mapping[str, str]) -> Iterator[Fields | Unread]:
    """The reference in an entry, from behind its opening brace, and what of it was not read."""
    fields = Fields(line)
    key = KEY.match(entry)
    at = key.end() if key else 0
    unknown: list[str] = []
    for name, value, end in _values(entry, at, strings):
        _put(fields, name, value)
        at = end
        unknown += _unknown(value) if name in ("title", "author") else []
    yield fields
    if unknown:
        yield Unread(line, f"what {', '.join(unknown)} stands for is not known: it was left out")
    if "}" not in entry[at:] and ")" not in entry[at:]:
        yield Unread(line, "it is not closed; what there is was read")


def _values(entry: str, at: int, strings: Mapping[str, str]) -> Iterator[tuple[str, str, int]]:
    """The names and values that are set from ``at`` on, and where each value ends."""
    while match := FIELD.search(entry, at):
        if entry.find("}", at, match.start()) >= 0:
            return
        value, at = _joined(entry, match.end(), strings)
        yield match[1].lower(), value, at


def _joined(entry: str, at: int, strings: Mapping[str, str]) -> tuple[str, int]:
    """The value that begins at ``at``, of all its parts ("A" # name # "B"), and where it ends."""
    value, at = _value(entry, at, strings)
    while match := JOINED.match(entry, at):
        part, at = _value(entry, match.end(), strings)
        value += part
    return value, at


def _put(fields: Fields, name: str, value: str) -> None:
    if name == "author":
        for author in AND.split(unlatexed(value)):
            fields.put("authors", author)
    elif name == "file":
        for file in _files(value):
            fields.put("files", file)
    elif name in NAMES:
        fields.put(NAMES[name], unlatexed(value))


def _files(value: str) -> Iterator[str]:
    """The paths of a field ``file``: as such, or as JabRef, Mendeley and Zotero write them.

    They write "description:path:type", with a colon or semicolon of a path behind a backslash.
    """
    for file in re.split(r"(?<!\\);", value):
        parts = [part.replace("\\:", ":").replace("\\;", ";")
                 for part in re.split(r"(?<!\\):(?![\\/])", file)]  # fmt: skip
        yield parts[1] if len(parts) >= 3 else file


def _value(entry: str, at: int, strings: Mapping[str, str]) -> tuple[str, int]:
    """One part of a value, in braces, quotation marks or by its name, and where it ends."""
    if at < len(entry) and entry[at] in '{"':
        end = _closing(entry, at)
        return entry[at + 1 : end], end + 1
    match = BARE.match(entry, at)
    return (strings.get(match[0].lower(), match[0]), match.end()) if match else ("", at + 1)


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

    text = MATH.sub(r"\1", ACCENTED.sub(accented, value)).replace("~", " ")
    text = COMMAND.sub(lambda match: LETTERS.get(match[1], ""), text)
    return SIGN.sub(lambda match: match[1] or "", text)


def _unknown(value: str) -> list[str]:
    """The commands that stand for something themselves, but nobody knows for what."""
    commands = COMMAND.finditer(ACCENTED.sub("", value))
    return [f"\\{match[1]}" for match in commands
            if not match[2] and match[1] not in LETTERS and match[1] not in SETTING]  # fmt: skip
