"""What a block of print is: title, heading, paragraph, list item, caption, footnote …"""

import re
from collections.abc import Sequence

from extractor.reading.blocks import PrintedBlock, Setting, is_bullet
from extractor.reading.printed import Rule
from extractor.records import Kind, Style

CAPTION = re.compile(
    r"(?:(?:supplementary|appendix|online)\s)?"
    r"(?:table|figure|fig\.?|box|chart|scheme|panel|tabelle|tab\.|abbildung|abb\.)\s*"
    r"(?:[A-Z]?\d{1,3}|[IVX]{1,4})\b",
    re.IGNORECASE,
)
FRONT_WORDS = re.compile(
    r"@|https?:|doi|©|creative commons|correspond|received|accepted|published|licen[cs]e|"
    r"university|department|affiliat|open access|e-?mail|orcid|full list of author",
    re.IGNORECASE,
)
FOOTNOTE_MARK = re.compile(r"[*†‡§¶#]|\d{1,3}\b")
TITLE_SIZE = 1.35  # times the body size: what is larger may be a title of many lines
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")


def kind_of(block: PrintedBlock, setting: Setting) -> Kind:
    """The kind of a block by its own looks; footnotes and figures need the blocks around."""
    text = block.text
    if _is_caption(block, text, setting):
        return Kind.CAPTION
    if _is_heading(block, text, setting):
        return Kind.HEADING
    first = block.lines[0].pieces
    if len(first) > 1 and is_bullet(first[0].text) and len(text) < 2000:
        return Kind.ITEM
    return Kind.PARAGRAPH


def count_footnotes(blocks: Sequence[PrintedBlock], setting: Setting, rules: Sequence[Rule]) -> int:
    """How many blocks at the foot of a column are footnotes.

    They are set smaller, nothing in body size follows, and the first has a mark, a rule above it,
    or words that mostly stand there. Those words are no sign in what is set in: a displayed
    quotation may speak of a university, and of what was received.
    """
    count = 0
    for block in reversed(blocks):
        if block.size > 0.95 * setting.size:
            break
        count += 1
    small = count
    if blocks and count == len(blocks) > 6:
        return 0  # a column of small print: back matter, not notes to this page
    while count and not _opens_footnotes(blocks[-count], rules):
        count -= 1
    while 0 < count < small and _not_set_in(blocks[-count - 1]):
        count += 1  # the rest of a footnote of the page before
    return count


def _not_set_in(block: PrintedBlock) -> bool:
    return min(line.x0 for line in block.lines) < block.left + 0.4 * block.size


def _opens_footnotes(block: PrintedBlock, rules: Sequence[Rule]) -> bool:
    first = block.lines[0]
    mark = first.pieces[0]
    if mark.style & Style.RAISED and FOOTNOTE_MARK.match(mark.text):
        return True
    if re.match(r"[*†‡§¶]", mark.text):
        return True
    if _not_set_in(block) and FRONT_WORDS.search(block.text):
        return True
    width = block.right - block.left
    return any(
        0 < first.top - rule.top < 1.6 * first.size
        and rule.x1 - rule.x0 < 0.7 * width
        and abs(rule.x0 - block.left) < 6
        for rule in rules
    )


def _is_caption(block: PrintedBlock, text: str, setting: Setting) -> bool:
    match = CAPTION.match(text)
    if match is None:
        return False
    first, rest = block.lines[0].pieces[0], text[match.end() :].lstrip()
    looks_set_apart = (
        bool(first.style & (Style.BOLD | Style.ITALIC))
        or first.text[:3].isupper()
        or block.size < 0.96 * setting.size
        or rest[:1] in (".", ":", "|", "–", "—", "")
    )
    return looks_set_apart and not re.match(r"(?:shows?|presents?|and|lists?|in|below)\b", rest)


def _is_heading(block: PrintedBlock, text: str, setting: Setting) -> bool:
    words = text.split()
    most_lines = 4 if block.size < TITLE_SIZE * setting.size else 8
    if len(block.lines) > most_lines or len(words) > 40 or not any(c.isalpha() for c in text):
        return False
    if block.size > 1.08 * setting.size:
        return not (len(words) > 14 and SENTENCE_END.search(text))
    style = block.style
    if style & Style.BOLD and _share(block, Style.BOLD) > 0.9:
        return True
    if SENTENCE_END.search(text) or text[0] in "“\"‘'«„[(…" or len(words) > 12:
        return False
    if text.isupper() and len(text) > 4:
        return True
    if style & Style.SANS and not setting.style & Style.SANS and _share(block, Style.SANS) > 0.9:
        return len(block.lines) <= 2
    set_in = block.lines[0].x0 - block.left > 0.8 * setting.size
    return (
        bool(style & Style.ITALIC) and not set_in and text[:1].isupper() and text[-1] not in ",;:"
    )


def _share(block: PrintedBlock, style: int) -> float:
    """The share of a block's letters in a style."""
    letters = [(len(p.text), bool(p.style & style)) for line in block.lines for p in line.pieces]
    return sum(n for n, has in letters if has) / max(1, sum(n for n, _ in letters))
