"""RIS and PubMed's NBIB: a tag, a hyphen and a value a line; a longer value goes on below."""

import re
from collections.abc import Iterator, Mapping

from extractor.exchange.references.fields import Fields, Unread

RIS_LINE = re.compile(r"([A-Z][A-Z0-9]) {0,2}-(?: |$)(.*)")
NBIB_LINE = re.compile(r"([A-Z]{2,4}) *- ?(.*)")
RIS_FIELDS = {
    "TI": "title", "T1": "title", "CT": "title",
    "AU": "authors", "A1": "authors",
    "PY": "year", "Y1": "year", "DA": "year",
    "JO": "journal", "T2": "journal", "JF": "journal", "JA": "journal",
    "DO": "doi", "DI": "doi",
    "L1": "files", "L2": "files",
}  # fmt: skip
NBIB_FIELDS = {"TI": "title", "FAU": "authors", "DP": "year", "JT": "journal", "TA": "journal"}
NBIB_DOIS = ("LID", "AID")


def read_ris(text: str) -> Iterator[Fields | Unread]:
    """The references of an RIS file: each from its TY to its ER.

    One that the file breaks off in, or that another begins in, is read as far as it goes.
    """
    current: Fields | None = None
    name = ""
    for number, line in enumerate(text.split("\n"), 1):
        match = RIS_LINE.match(line.strip())
        if match is None:
            yield from _continued(current, name, line, number)
            continue
        tag, value = match[1], match[2].strip()
        if tag == "TY":
            if current is not None:
                yield current
                yield Unread(current.line, "it is not closed by “ER  -”; what there is was read")
            current = Fields(number)
        elif tag == "ER":
            if current is not None:
                yield current
            current = None
        elif current is None:
            yield Unread(number, f"“{tag}  -” stands outside of any reference")
        name = _put(current, RIS_FIELDS, tag, value)
    if current is not None:
        yield current
        yield Unread(current.line, "the file ends in it; what there is was read")


def read_nbib(text: str) -> Iterator[Fields | Unread]:
    """The references of a file of PubMed: each begins with its PMID."""
    current: Fields | None = None
    name = ""
    for number, line in enumerate(text.split("\n"), 1):
        match = NBIB_LINE.match(line)
        if match is None:
            yield from _continued(current, name, line, number)
            continue
        tag, value = match[1], match[2].strip()
        if tag == "PMID":
            if current is not None:
                yield current
            current = Fields(number)
        elif current is None:
            yield Unread(number, f"“{tag}” stands outside of any reference")
        if current is not None and tag in NBIB_DOIS and value.endswith("[doi]"):
            current.put("doi", value)
        name = _put(current, NBIB_FIELDS, tag, value)
    if current is not None:
        yield current


def _put(current: Fields | None, names: Mapping[str, str], tag: str, value: str) -> str:
    """Put a tag's value in; the name of its field, for lines that go on with it."""
    name = names.get(tag, "")
    if current is not None and name:
        current.put(name, value)
    return name


def _continued(
    current: Fields | None, name: str, line: str, number: int
) -> Iterator[Fields | Unread]:
    """Take a line without a tag as what goes on with the title above it."""
    if not line.strip():
        return
    if current is None:
        yield Unread(number, "this line belongs to no reference")
    elif name == "title":
        current.title = f"{current.title} {line.strip()}"
