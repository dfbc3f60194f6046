"""The walk over a JATS article: its blocks in reading order, each with its kind and section.

Every element is a container of blocks, a block, or a part of a block's text. An element that is
not known is taken as text, so nothing that is printed gets lost. What a container has read of
its children (label, caption) it takes out of the tree, so nothing is read twice.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from lxml import etree

from extractor.reading.jats_tables import cells_of
from extractor.reading.jats_words import (
    Run,
    all_runs_of,
    lines_of_cell,
    runs_of,
    text_of,
    text_of_words,
    words_of,
)
from extractor.reading.sections import section_of_heading
from extractor.records import Cell, Kind, Section

BODY_SECTIONS = (Section.INTRODUCTION, Section.METHODS, Section.RESULTS, Section.DISCUSSION)


class Place(NamedTuple):
    """Where the walk stands; ``kind`` is what a paragraph here is.

    ``undecided`` is true while no heading has told the section, so that one below may tell it.
    """

    section: Section
    kind: Kind = Kind.PARAGRAPH
    heading: str = ""
    quoted: bool = False
    undecided: bool = False
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A block whose place in the text is not known yet.

    ``continued`` is true if it goes on with the displayed quotation of the draft before.
    """

    runs: tuple[Run, ...]
    place: Place
    continued: bool = False


Drafts = Iterator[Draft]


def drafts_of(article: etree._Element) -> Drafts:
    """The blocks of ``article``: title, abstracts, body, back matter, references last."""
    for number, table in enumerate(article.iter("table", "array")):
        table.set("number", str(number))
    for group in article.iterfind("front/article-meta/title-group"):
        yield from _flow(group, Place(Section.FRONT, Kind.TITLE))
    for element in article.iterfind("front/article-meta/*"):
        if element.tag in ("abstract", "trans-abstract"):
            yield from _titled(element, Place(Section.ABSTRACT))
    for body in article.iterfind("body"):
        yield from _body(body)
    for back in article.iterfind("back"):
        for element in sorted(back, key=_holds_references):
            yield from _blocks(element, Place(Section.BACK))


def _holds_references(element: etree._Element) -> bool:
    return next(element.iter("ref-list"), None) is not None


def _body(body: etree._Element) -> Drafts:
    place = Place(Section.INTRODUCTION, undecided=True)
    for piece in runs_of(body, _WALKS):
        if isinstance(piece, Run):
            yield from _drafts([piece], place)
        elif piece.tag == "sec":
            place = _top_level(piece, place)
            yield from _titled(piece, place)
        else:
            yield from _blocks(piece, place)


def _top_level(sec: etree._Element, before: Place) -> Place:
    """The place of a top-level section: by its type, else its heading, else what went before.

    A heading that names no section is a theme if it follows the methods. A "Summary" that
    follows the results is a conclusion.
    """
    named = _by_type(sec) or _by_heading(sec)
    if named is Section.ABSTRACT and before.section in (Section.RESULTS, Section.DISCUSSION):
        named = Section.DISCUSSION
    if named is not None:
        return Place(named)
    following = {
        Section.METHODS: Section.RESULTS,
        Section.ABSTRACT: Section.INTRODUCTION,
        Section.FRONT: Section.INTRODUCTION,
    }
    return Place(following.get(before.section, before.section), undecided=True)


def _by_type(sec: etree._Element) -> Section | None:
    """By ``sec-type``, whose values are the usual headings: "materials|methods", "intro"."""
    return section_of_heading(sec.get("sec-type", "").replace("-", " "))


def _by_heading(sec: etree._Element) -> Section | None:
    return section_of_heading(text_of(sec.find("title")))


def _blocks(element: etree._Element, place: Place) -> Drafts:
    return _WALKS.get(str(element.tag), _flow)(element, place)


def _flow(element: etree._Element, place: Place) -> Drafts:
    """The blocks of an element that holds text, or blocks, or both.

    A block in running text (a displayed quotation, a list) splits it in two. A float (a table,
    a figure, a box, a note) comes after it: it was printed elsewhere, and splits no sentence.
    """
    runs: list[Run] = []
    floats: list[etree._Element] = []
    for piece in runs_of(element, _WALKS):
        if isinstance(piece, Run):
            runs.append(piece)
        elif piece.tag in _FLOATS and element.tag in _RUNNING:
            floats.append(piece)
        else:
            yield from _drafts(runs, place)
            runs = []
            yield from _blocks(piece, place)
    yield from _drafts(runs, place)
    for piece in floats:
        yield from _blocks(piece, place)


def _drafts(runs: list[Run], place: Place) -> Drafts:
    for part in lines_of_cell(runs) if place.kind is Kind.CELL else [runs]:
        if any(run.text.strip() for run in part):
            yield Draft(tuple(part), place)


def _as(kind: Kind) -> "Walk":
    """The walk of an element whose paragraphs are of ``kind``."""
    return lambda element, place: _flow(element, place._replace(kind=kind, cell=None))


def _section(sec: etree._Element, place: Place) -> Drafts:
    """A section below the top: of its own type, else inherited.

    Its heading counts below one that named no section ("Study 2", then "Methods"), and where
    "Findings" stand among the methods by a slip of the markup.
    """
    if place.section in BODY_SECTIONS:
        heading = _by_heading(sec)
        slipped = place.section is Section.METHODS and heading is Section.RESULTS
        named = _by_type(sec) or (heading if place.undecided or slipped else None)
        if named is not None:
            place = place._replace(section=named, undecided=False)
    return _titled(sec, place)


def _references(element: etree._Element, place: Place) -> Drafts:
    return _titled(element, place._replace(section=Section.REFERENCES))


def _titled(element: etree._Element, place: Place) -> Drafts:
    """A part of the paper under a heading, whose number belongs to it: "3.2 Being heard"."""
    title = _led(_taken(element, "label"), _part(element, "title", place, Kind.HEADING))
    yield from title
    yield from _flow(element, _under(title, place))


def _captioned(element: etree._Element, place: Place) -> Drafts:
    """A table, figure or box: what is printed above or below it, then what it holds."""
    place = place._replace(kind=Kind.PARAGRAPH, cell=None)
    label = _taken(element, "label")
    caption = _part(element, "caption", place, Kind.CAPTION)
    if label and not caption:
        caption = [Draft((), place._replace(kind=Kind.CAPTION))]
    caption = _led(label, caption)
    yield from caption
    yield from _flow(element, _under(caption, place) if element.tag == "boxed-text" else place)


def _part(element: etree._Element, tag: str, place: Place, kind: Kind) -> list[Draft]:
    """The blocks of the child that has this tag, which is taken out of ``element``."""
    part = element.find(tag)
    if part is None:
        return []
    element.remove(part)
    return list(_flow(part, place._replace(kind=kind)))


def _under(heading: list[Draft], place: Place) -> Place:
    """The place below a heading, or the same place where that is empty."""
    if not heading:
        return place
    return place._replace(heading=text_of_words(words_of(heading[0].runs)))


def _title(title: etree._Element, place: Place) -> Drafts:
    """A title that its parent has not read: of a caption, a list, a poem."""
    kind = place.kind if place.kind is Kind.CAPTION else Kind.HEADING
    return _flow(title, place._replace(kind=kind))


def _quotation(quote: etree._Element, place: Place) -> Drafts:
    """A displayed quotation: its blocks after the first go on with it, but for notes in it.

    One that holds others is a frame around them, and each of those is a quotation of its own.
    """
    kind = Kind.PARAGRAPH if place.kind is Kind.ITEM else place.kind
    whole = quote.find(".//disp-quote") is None
    drafts = _attributed(quote, place._replace(quoted=True, kind=kind))
    for at, draft in enumerate(drafts):
        goes_on = whole and at > 0 and draft.place.quoted
        yield replace(draft, continued=goes_on or draft.continued)


def _attributed(element: etree._Element, place: Place) -> Drafts:
    """A quotation or poem; whose words they are stands at the end of its last block."""
    source = [run for attrib in _attributions(element) for run in _removed(attrib)]
    drafts = _led(_taken(element, "label"), list(_flow(element, place)))
    last = max((at for at, draft in enumerate(drafts) if draft.place == place), default=None)
    if last is not None:
        drafts[last] = replace(drafts[last], runs=(*drafts[last].runs, Run(" "), *source))
    elif source:
        drafts.append(Draft(tuple(source), place))
    return iter(drafts)


def _attributions(element: etree._Element) -> list[etree._Element]:
    """The attributions of ``element`` itself, not those of a quotation inside it."""
    return [
        attrib
        for attrib in element.iter("attrib")
        if next(attrib.iterancestors(*_ATTRIBUTED), None) is element
    ]


def _led_by(tag: str) -> "Walk":
    """The walk of an element that begins with a child read before all others, in one block."""

    def walk(element: etree._Element, place: Place) -> Drafts:
        return iter(_led(_taken(element, tag), list(_flow(element, place))))

    return walk


def _list(element: etree._Element, place: Place) -> Drafts:
    kind = Kind.ITEM if place.kind is Kind.PARAGRAPH else place.kind
    return _flow(element, place._replace(kind=kind))


def _note(note: etree._Element, place: Place) -> Drafts:
    place = place._replace(kind=Kind.FOOTNOTE, quoted=False, cell=None)
    return _led_by("label")(note, place)


def _reference(reference: etree._Element, place: Place) -> Drafts:
    return _led_by("label")(reference, place._replace(kind=Kind.REFERENCE))


def _table(table: etree._Element, place: Place) -> Drafts:
    number = int(table.get("number", "0"))
    for cell in cells_of(table):
        at = Cell(number, cell.row, cell.column, cell.head)
        yield from _flow(cell.element, place._replace(kind=Kind.CELL, cell=at))


def _led(lead: list[Run], drafts: list[Draft]) -> list[Draft]:
    """``drafts`` with ``lead`` at the beginning of the first."""
    if not lead or not drafts:
        return drafts
    return [replace(drafts[0], runs=(*lead, *drafts[0].runs)), *drafts[1:]]


def _taken(element: etree._Element, tag: str) -> list[Run]:
    """The text of the children that have this tag, which are taken out of ``element``."""
    return [run for child in element.findall(tag) for run in _removed(child)]


def _removed(element: etree._Element) -> list[Run]:
    next(element.iterancestors()).remove(element)
    return [*all_runs_of(element), Run(f" {element.tail or ''}")]


Walk = Callable[[etree._Element, Place], Drafts]

_ATTRIBUTED = ("disp-quote", "verse-group", "table-wrap", "fig", "boxed-text")
_RUNNING = {"p", "title", "title-group", "td", "th", "verse-line", "term", "attrib"}
_FLOATS = {
    *("table-wrap", "table-wrap-group", "fig", "fig-group", "boxed-text"),
    *("supplementary-material", "media", "fn"),
}
_WALKS: dict[str, Walk] = {
    **dict.fromkeys(("p", "preformat", "disp-formula", "term-head", "def-head", "def"), _flow),
    **dict.fromkeys(("trans-title-group", "floats-group", "table-wrap-group"), _flow),
    **dict.fromkeys(("app-group", "app", "ack", "notes", "glossary", "bio", "fn-group"), _titled),
    **dict.fromkeys(("statement", "abstract"), _titled),
    **dict.fromkeys(("table-wrap", "fig", "fig-group", "boxed-text", "media"), _captioned),
    "supplementary-material": _captioned,
    "sec": _section,
    "title": _title,
    "disp-quote": _quotation,
    "verse-group": _attributed,
    "speech": _led_by("speaker"),
    "list": _list,
    "def-list": _list,
    "list-item": _led_by("label"),
    "def-item": _led_by("term"),
    "table": _table,
    "array": _table,
    "table-wrap-foot": _as(Kind.FOOTNOTE),
    "attrib": _note,
    "fn": _note,
    "ref-list": _references,
    "ref": _reference,
}
