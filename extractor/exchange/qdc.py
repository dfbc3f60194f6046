"""Codebooks in REFI-QDA's form (``.qdc``), which NVivo, ATLAS.ti, MAXQDA and others read and write.

A code has a name, a colour and one Description; ours holds a line for each thing we know of a
theme, with a label before it, and is read back exactly, themes in the order of their tree. What
another program wrote as a Description is the definition. Ids of themes travel in ours; a code
without one gets an id made of its name. A file has no name for the codebook: that is the name of
the file.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import UUID, uuid5
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from extractor.errors import reason
from extractor.records import Theme
from extractor.themes.codebook import (
    COLOUR,
    ID,
    Codebook,
    Guidance,
    parse_codebook,
    plain,
    write_codebook,
)
from extractor.themes.codebook_errors import CodebookError
from extractor.themes.editing import Entry, new_entry

NAMESPACE = "urn:QDA-XML:codebook:1.0"
ORIGIN = "firsthand"
OURS = UUID("5f0a2f3e-6a1d-5b52-9a6c-1c5b5f3e8d10")
LARGEST, DEEPEST = 20_000_000, 50
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SHORT_COLOUR = re.compile(r"#([0-9a-fA-F])([0-9a-fA-F])([0-9a-fA-F])")
DEFINITION, USE, NOT, EXAMPLE, THE_ID, ENDED = (
    "Definition", "When to use", "When not", "Example", "firsthand id", "No longer used"
)  # fmt: skip
LABELLED = re.compile(
    rf"({'|'.join((DEFINITION, USE, NOT, EXAMPLE, THE_ID, ENDED))}):(?: (.*))?", re.DOTALL
)
RETIRED = "(retired)"  # what no id can be: a theme named "Retired" has the id "retired"


class BrokenQdcError(CodebookError):
    """The file is no codebook of REFI-QDA, or one that is not safe to read."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"The codebook {path} cannot be read as REFI-QDA: {what}.\n"
            "Export the codebook anew from the program that it comes from, as .qdc."
        )


def read_qdc(path: Path) -> Codebook:
    """The codebook in a ``.qdc`` file. Raises CodebookError, which says what to do."""
    try:
        if path.stat().st_size > LARGEST:
            raise BrokenQdcError(path, "it is larger than any codebook")
        content = path.read_bytes()
    except OSError as error:
        raise BrokenQdcError(path, reason(error)) from None
    return parse_qdc(content, path)


def parse_qdc(content: bytes, path: Path) -> Codebook:
    """The codebook that ``content`` holds; ``path`` is what errors call it."""
    root = _parsed(_decoded(content, path), path)
    if _local(root) != "CodeBook":
        raise BrokenQdcError(path, f"it holds a {_local(root)} and no CodeBook")
    codebook = Codebook(path.stem, (), {})
    for parent, code in _codes(root, path):
        entry, ended = _read_code(codebook, code, parent)
        code.set("theme", entry.theme.id)
        codebook = Codebook(
            codebook.name,
            (*codebook.themes, entry.theme),
            {**codebook.guidance, entry.theme.id: entry.guidance},
            {**codebook.ended, **({} if ended is None else {entry.theme.id: ended})},
        )
    return parse_codebook(write_codebook(codebook), path)  # checked like any other


def write_qdc(codebook: Codebook) -> bytes:
    """A codebook as the bytes of a ``.qdc`` file; what has ended is there and cannot be coded."""
    root = Element("CodeBook", {"xmlns": NAMESPACE, "origin": ORIGIN})
    codes: dict[str | None, Element] = {None: SubElement(root, "Codes")}
    left = list(codebook.themes)
    while left:
        for theme in [each for each in left if each.parent in codes]:
            codes[theme.id] = _write_code(codes[theme.parent], codebook, theme)
            left.remove(theme)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _decoded(content: bytes, path: Path) -> str:
    """The text of a file in UTF-8, or in UTF-16 with its mark; anything else is refused."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise BrokenQdcError(path, "it is neither UTF-8 nor UTF-16") from None


def _parsed(text: str, path: Path) -> Element:
    """The XML; a file that declares a document type is refused before anything of it is read.

    Without one there are no entities, so nothing can be fetched and nothing can swell up.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise BrokenQdcError(path, "it declares a document type, which no codebook needs")
    try:
        return ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise BrokenQdcError(path, f"it is no XML ({error})") from None


def _codes(root: Element, path: Path) -> Iterator[tuple[Element | None, Element]]:
    """Each code with the code that it stands in, in the order of the file."""
    left: list[tuple[Element | None, Element, int]]
    left = [(None, each, 1) for part in _below(root, "Codes") for each in _below(part, "Code")]
    left.reverse()
    while left:
        parent, code, depth = left.pop()
        if depth > DEEPEST:
            raise BrokenQdcError(path, f"its codes stand in each other more than {DEEPEST} deep")
        yield parent, code
        left += [(code, each, depth + 1) for each in reversed(_below(code, "Code"))]


def _read_code(
    codebook: Codebook, code: Element, parent: Element | None
) -> tuple[Entry, tuple[str, ...] | None]:
    """A code as a theme, and what took its place if it is no longer used."""
    description = next(("".join(each.itertext()) for each in _below(code, "Description")), "")
    told = _sections(description)
    name = plain(code.get("name", "")) or "Without a name"
    definition = told[DEFINITION][0] if THE_ID in told else plain(description)
    above = None if parent is None else parent.get("theme")
    guidance = Guidance(
        " ".join(told.get(USE, ())), " ".join(told.get(NOT, ())),
        tuple(told.get(EXAMPLE, ())), _colour(code.get("color", "")),
    )  # fmt: skip
    id_ = "".join(told.get(THE_ID, ()))
    known = not ID.fullmatch(id_) or codebook.theme(id_) is not None
    entry = Entry(Theme("" if known else id_, name, above, definition), guidance)
    ended = told.get(ENDED, [None])[0] if THE_ID in told else None
    return new_entry(codebook, entry) if known else entry, _ends(ended)


def _sections(description: str) -> Mapping[str, list[str]]:
    """What stands under each label; nothing, if the description is not one of ours.

    What somebody wrote below a line in another program belongs to it.
    """
    told: dict[str, list[str]] = {DEFINITION: [""]}
    last = DEFINITION
    for line in description.splitlines():
        labelled = LABELLED.fullmatch(line.strip())
        if labelled is None:
            told[last][-1] = plain(f"{told[last][-1]} {line}")
        else:
            last = labelled[1]
            if last == DEFINITION and told[last] == [""]:
                told[last] = []
            told.setdefault(last, []).append(plain(labelled[2] or ""))
    return told if THE_ID in told else {}


def _ends(told: str | None) -> tuple[str, ...] | None:
    if told is None:
        return None
    return () if told == RETIRED else tuple(each for each in told.split(", ") if each)


def _write_code(above: Element, codebook: Codebook, theme: Theme) -> Element:
    guidance = codebook.guidance.get(theme.id, Guidance())
    is_open = theme.id not in codebook.ended
    told = {
        "guid": str(uuid5(OURS, theme.id)),
        "name": _xml(theme.name),
        "isCodable": "true" if is_open else "false",
    }
    code = SubElement(above, "Code", told | ({"color": guidance.colour} if guidance.colour else {}))
    lines = [
        (DEFINITION, theme.definition),
        (USE, guidance.when_to_use),
        (NOT, guidance.when_not),
        *((EXAMPLE, example) for example in guidance.examples),
        (THE_ID, theme.id),
        *([] if is_open else [(ENDED, ", ".join(codebook.ended[theme.id]) or RETIRED)]),
    ]
    description = "\n".join(f"{label}: {text}" for label, text in lines)
    SubElement(code, "Description").text = _xml(description)
    return code


def _xml(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return NOT_XML.sub("\ufffd", text)


def _colour(told: str) -> str:
    """A colour as six digits; "" for what is none."""
    if short := SHORT_COLOUR.fullmatch(told):
        return "#" + "".join(each * 2 for each in short.groups()).lower()
    return told.lower() if COLOUR.fullmatch(told) else ""


def _local(element: Element) -> str:
    """An element's name without its namespace: programs write more than one."""
    return element.tag.rpartition("}")[2]


def _below(element: Element, name: str) -> list[Element]:
    return [each for each in element if _local(each) == name]
