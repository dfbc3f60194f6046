"""From the bytes of a JATS file to one tidy ``<article>`` element.

Nothing is fetched and no DTD is read; entities that the file itself declares are resolved under
libxml2's own limit, so an XML bomb is refused in milliseconds. Names that only the JATS DTD
declares (``&ldquo;``) are resolved before parsing from HTML's list, which holds the same
characters; an entity that nobody knows is an error, because leaving it out would alter the text.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from html.entities import html5
from pathlib import Path

from lxml import etree

from extractor.errors import NotAPaperError

_DEEPEST = 100
"""Levels of elements. Papers have under 40; the limit keeps the walk within Python's stack."""

_ENTITY = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&([A-Za-z][A-Za-z0-9]*);", re.DOTALL
)
_DECLARED = re.compile(rb"<!ENTITY\s+([\w.-]+)\s")
_OF_XML = {b"amp", b"lt", b"gt", b"quot", b"apos"}

_NOT_TEXT = (
    *("math", "tex-math", "graphic", "inline-graphic", "private-char"),
    *("alt-text", "long-desc", "alt-title", "object-id", "permissions", "sec-meta", "index-term"),
    *("sub-article", "response"),
)
"""What is not printed as words, or is no part of this paper (referees' reports, translations)."""

_ALTERNATIVES = ("alternatives", "citation-alternatives", "name-alternatives")

_WIDE = {  # the longer ones first: UTF-32's begins with UTF-16's
    BOM_UTF32_LE: "utf-32",
    BOM_UTF32_BE: "utf-32",
    BOM_UTF16_LE: "utf-16",
    BOM_UTF16_BE: "utf-16",
}
_ENCODING = re.compile(r"""^(<\?xml\b[^>]*?)\s+encoding\s*=\s*("[^"]*"|'[^']*')""")


def looks_like_xml(head: bytes) -> bool:
    """Whether a file that begins with ``head`` is XML and no PDF, in whatever encoding."""
    for mark, encoding in _WIDE.items():
        if head.startswith(mark):
            return head[: len(head) & ~3].decode(encoding, "replace").lstrip().startswith("<")
    return head.removeprefix(BOM_UTF8).lstrip().startswith(b"<")


def parse_article(path: Path, source: bytes) -> etree._Element:
    """The first ``<article>`` in ``source``, with plain tag names and only what is printed.

    Raises ``NotAPaperError`` if ``source`` is not well-formed XML or holds no JATS article.
    """
    root = _parse(path, source)
    for element in root.iter():
        element.tag = etree.QName(element).localname
    if root.xpath("boolean(" + "/*" * (_DEEPEST + 1) + ")"):
        raise NotAPaperError(path, f"its elements are nested more than {_DEEPEST} deep")
    for article in root.iter("article"):
        if article.find("front") is not None or article.find("body") is not None:
            return article
    raise NotAPaperError(path, f"it is XML, but no JATS article (it begins with <{root.tag}>)")


def tidied(article: etree._Element) -> etree._Element:
    """``article`` without what is not text, one of each set of alternatives, floats in place."""
    etree.strip_elements(article, *_NOT_TEXT, with_tail=False)
    for alternatives in list(article.iter(*_ALTERNATIVES)):
        _keep_one(alternatives)
    for group in article.findall("floats-group") + article.findall("floats-wrap"):
        _anchor_floats(article, group)
    return article


def _parse(path: Path, source: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities="internal",  # type: ignore[arg-type]  # lxml-stubs knows only bool
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        # Harvested files often begin with an empty line, which XML forbids before "<?xml".
        start = _narrowed(source).removeprefix(BOM_UTF8).lstrip()
        return etree.fromstring(_with_named_characters(start), parser)
    except etree.XMLSyntaxError as error:
        raise NotAPaperError(path, _wrong(error)) from None
    except UnicodeError:
        raise NotAPaperError(path, "its text is not in the encoding it begins with") from None


def _wrong(error: etree.XMLSyntaxError) -> str:
    """What is wrong with the XML; of a limit, without what libxml2 tells programmers about it."""
    if error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:  # type: ignore[attr-defined]
        limit = str(error.msg).partition(",")[0].lower()
        return f"it is longer or deeper than any paper, and perhaps made to do harm ({limit})"
    return f"it is not well-formed XML ({error.msg})"


def _narrowed(source: bytes) -> bytes:
    """``source`` as UTF-8 if it is in UTF-16 or UTF-32, where names are not found as bytes."""
    for mark, encoding in _WIDE.items():
        if source.startswith(mark):
            return _ENCODING.sub(r"\1", source.decode(encoding).lstrip()).encode()
    return source


def _with_named_characters(source: bytes) -> bytes:
    """``source`` with ``&nbsp;`` as ``&#160;``: plain ASCII, so right in whatever encoding.

    Comments and CDATA sections, and names that the file declares itself, are left as they are.
    """
    known = _OF_XML | set(_DECLARED.findall(source))

    def numbered(match: re.Match[bytes]) -> bytes:
        name = match[1]
        characters = html5.get(f"{name.decode()};") if name and name not in known else None
        return "".join(f"&#{ord(char)};" for char in characters or "").encode() or match[0]

    return _ENTITY.sub(numbered, source)


def _keep_one(alternatives: etree._Element) -> None:
    """Keep what was printed: the mixed citation, else the first alternative that has text."""
    best = alternatives.find("mixed-citation")
    if best is None:
        best = next((child for child in alternatives if child.xpath("normalize-space()")), None)
    for child in list(alternatives):
        if child is not best:
            alternatives.remove(child)


def _anchor_floats(article: etree._Element, group: etree._Element) -> None:
    """Put each float into the paragraph that first refers to it, else at the end of the body.

    So it is read where a reader would turn to it, and belongs to that part of the paper.
    """
    body = article.find("body")
    home = article if body is None else body
    for element in list(group):
        element.tail = None
        _first_reference(home, element.get("id", "")).append(element)


def _first_reference(home: etree._Element, name: str) -> etree._Element:
    for reference in home.iter("xref") if name else ():
        if name in reference.get("rid", "").split():
            for paragraph in reference.iterancestors("p"):
                if next(paragraph.iterancestors()).tag in ("sec", "body"):
                    return paragraph
    return home
