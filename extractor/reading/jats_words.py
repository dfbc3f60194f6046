"""The running text of JATS: runs of characters in one style, and the words they make."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from lxml import etree

from extractor.records import Style

BREAK = "\u2028"
"""What a ``<break/>`` stands for: white space that some blocks can be parted at."""

_STYLES = {
    "bold": Style.BOLD,
    "b": Style.BOLD,
    "strong": Style.BOLD,
    "italic": Style.ITALIC,
    "i": Style.ITALIC,
    "em": Style.ITALIC,
    "sup": Style.RAISED,
}
_BREAKS = {"break", "br", "hr"}
_FORMATTING = {*_STYLES, "sub", "sc", "underline", "styled-content", "named-content", "xref"}
_BEGIN_A_LINE = {"subtitle", "trans-subtitle", "verse-line"}
_CITATIONS = {"ref", "mixed-citation", "element-citation", "citation", "nlm-citation"}
_NEW = re.compile(r"[\s\u115f\u200b]*(?:[\"'“”„«»‘•·▪■●○◦‣*]|\d+[.)]\s|$)")
_SPEAKER = re.compile(r"\s*(?:[–—-]\s?\w[^.?!]{1,80}|\([^()]{2,80}\))\.?\s*")
_NUMBERS = re.compile(r"\s*\d{1,3}(?:[\s,–-]+\d{1,3})*\s*")
_BETWEEN_NUMBERS = re.compile(r"[\s,–-]*")
_END_OF_WORD = re.compile(r"(?:[^\W\d_]|[.!?…”’\"')])[,;:]?$")
_SPACE_OR_NOT = re.compile(r"(\s+)|(\S+)")


class Run(NamedTuple):
    """Characters of one style, white space as in the source.

    ``mark`` is true for a superscript that refers to something: a citation or a footnote;
    ``cites`` for whatever refers to the bibliography or the notes.
    """

    text: str
    style: int = Style.PLAIN
    mark: bool = False
    cites: bool = False


class Piece(NamedTuple):
    """A word, or the raised or unraised part of one ("trust" and "12")."""

    text: str
    style: int


Words = list[list[Piece]]
"""The words of a block, each of one piece or more with nothing between them."""


def runs_of(element: etree._Element, apart: Iterable[str] = ()) -> Iterator[Run | etree._Element]:
    """The text of ``element`` as runs; descendants with a tag in ``apart`` come out whole."""
    return _inside(element, Run(""), frozenset(apart), element.tag in _CITATIONS)


def all_runs_of(element: etree._Element) -> list[Run]:
    """The whole text of ``element`` as runs."""
    return [run for run in runs_of(element) if isinstance(run, Run)]


def text_of(element: etree._Element | None) -> str:
    """The text of ``element`` as a block would have it; empty if there is no such element."""
    if element is None:
        return ""
    return text_of_words(words_of(all_runs_of(element)))


def text_of_words(words: Words) -> str:
    """Words one space apart."""
    return " ".join("".join(piece.text for piece in word) for word in words)


def words_of(runs: Iterable[Run]) -> Words:
    """The words that ``runs`` make; any white space parts them, a change of style does not.

    Only a raised part is a piece of its own, so that a reference number can be told from the
    word it hangs on.
    """
    words: Words = []
    parts: list[Run] = []
    for run in _marks_set_off(_raised_numbers(runs)):
        for space, characters in _SPACE_OR_NOT.findall(run.text):
            if characters:
                parts.append(Run(characters, run.style))
            elif space and parts:
                words.append(_pieces(parts))
                parts = []
    return [*words, _pieces(parts)] if parts else words


def lines_of_cell(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Part the text of a table cell at the breaks after which something new begins.

    That is after an empty line, where the next line opens with a quotation mark, a bullet or a
    number, and after a line that tells who spoke ("– Carer") or is a heading in bold. Other
    breaks only shape the cell ("…”<break/>– Carer" is one quotation).
    """
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run.text == BREAK:
            lines.append([])
        lines[-1].append(run)
    part: list[Run] = []
    before: list[Run] = []
    for line in lines:
        if _NEW.match(_text(line)) or _ends_something(before, line):
            yield part
            part = []
        part, before = part + line, line
    yield part


def _ends_something(before: Sequence[Run], line: Sequence[Run]) -> bool:
    """Whether a line of a cell is a label or a bold heading, and the next is not."""
    if _SPEAKER.fullmatch(_text(before)):
        return not _SPEAKER.fullmatch(_text(line))
    return _is_bold(before) and not _is_bold(line)


def _text(line: Sequence[Run]) -> str:
    return "".join(run.text for run in line)


def _is_bold(line: Sequence[Run]) -> bool:
    words = [run for run in line if run.text.strip()]
    return bool(words) and all(run.style & Style.BOLD for run in words)


def _inside(
    element: etree._Element, now: Run, apart: frozenset[str], cited: bool
) -> Iterator[Run | etree._Element]:
    yield now._replace(text=element.text or "")
    for child in element:
        if child.tag in apart:
            yield child
        elif child.tag in _BREAKS:
            yield Run(BREAK)
        else:
            if child.tag in _BEGIN_A_LINE or (cited and _touches(child)):
                yield Run(" ")
            yield from _inside(child, _styled(child, now), apart, cited or child.tag in _CITATIONS)
        yield now._replace(text=child.tail or "")


def _styled(element: etree._Element, now: Run) -> Run:
    """The style inside ``element``; bold and italic add up, ``<roman>`` ends italic."""
    style = now.style | _STYLES.get(str(element.tag), Style.PLAIN)
    if element.tag == "roman":
        style &= ~Style.ITALIC
    cites = element.tag == "xref" and element.get("ref-type") in ("bibr", "fn")
    return Run("", style, now.mark or _is_mark(element), now.cites or cites)


def _is_mark(element: etree._Element) -> bool:
    """``<sup><xref>12</xref></sup>`` or ``<xref><sup>12</sup></xref>``."""
    if element.tag != "sup":
        return False
    return next(element.iter("xref"), None) is not None or (
        next(element.iterancestors("xref"), None) is not None
    )


def _touches(part: etree._Element) -> bool:
    """Whether a part of a citation follows another with nothing printed between them.

    ``<surname>Okafor</surname><given-names>N</given-names>`` would read "OkaforN".
    """
    before = part.getprevious()
    return before is not None and not before.tail and part.tag not in _FORMATTING


def _raised_numbers(runs: Iterable[Run]) -> Iterator[Run]:
    """Raise the reference numbers that a journal's style sheet raises: ``heard.<xref>38</xref>``.

    They follow a word with nothing between; more may follow them ("38 39", "38,39"). Numbers in
    brackets do not. So too a superscript at the very beginning: the mark of a note.
    """
    before = ""
    hanging = False
    for run in runs:
        number = run.cites and _NUMBERS.fullmatch(run.text) is not None
        hanging = hanging if number or _BETWEEN_NUMBERS.fullmatch(run.text) else False
        if number and (hanging or _END_OF_WORD.search(before)):
            hanging = True
            run = run._replace(style=run.style | Style.RAISED, mark=True)
        elif run.style & Style.RAISED and not before.strip():
            run = run._replace(mark=True)
        yield run
        before = (before + run.text)[-4:]


def _marks_set_off(runs: Iterable[Run]) -> Iterator[Run]:
    """Part a reference number from the word it hangs on: "heard12" becomes "heard 12".

    Not after a bracket, nor from another raised character ("12,13").
    """
    before = Run(" ")
    for run in runs:
        if not run.text:
            continue
        raised = run.style & Style.RAISED and before.style & Style.RAISED
        leads = run.mark and not raised and before.text[-1] not in "([{"
        if leads or (before.mark and not raised and run.text[0].isalnum()):
            yield Run(" ")
        yield run
        before = run


def _pieces(parts: list[Run]) -> list[Piece]:
    return [
        Piece("".join(part.text for part in group), _prevailing(group))
        for _, raised in groupby(parts, key=lambda part: part.style & Style.RAISED)
        if (group := list(raised))
    ]


def _prevailing(parts: list[Run]) -> int:
    """The style that most letters have: in “*heard*, the opening mark counts for nothing."""
    letters: dict[int, int] = {}
    for part in parts:
        count = sum(character.isalnum() for character in part.text)
        letters[part.style] = letters.get(part.style, 0) + count
    return max(letters, key=lambda style: letters[style])
