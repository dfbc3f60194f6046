"""The outline of a paper: its title, its sections, and the heading above each block."""

import re
from collections.abc import Iterator, Sequence

from extractor.reading.sections import section_of_heading
from extractor.reading.writing import WrittenBlock
from extractor.records import Block, Kind, Section, Style

SUBSECTION = re.compile(r"\d+\.\d")
SHORTEST_TITLE = 16
SHORTEST_ABSTRACT = 300  # characters
LONGEST_RUN_IN = 8  # words
NO_TITLE = re.compile(
    r"keywords?\b|key words\b|contents lists|available online|journal homepage|open access|doi\b|"
    r"https?:|www\.|cite this|to cite|citation|correspond|received|accepted|published|vol(ume)?\b|"
    r"\W*(?:original |full |short |regular )?(?:research|review|study|empirical)? ?"
    r"(?:article|paper|report|protocol|communication)s?\W*$|"
    r"(?:the )?(?:\w+ ){0,3}journal of\b|(?:archives|annals) of\b|frontiers in\b",
    re.IGNORECASE,
)
ENDS_IN_DEGREE = re.compile(r"\b(?:PhD|MD|MSc|MPH|RN|BSc)\b")
INITIAL_OR_MARK = re.compile(r"\b[A-Z]\.|\s\d{1,2}\b|\*")


def find_outline(blocks: Sequence[WrittenBlock], text: str) -> Iterator[Block]:
    """Blocks with their section and the heading above; the title told from other headings."""
    title = find_title(blocks, text)
    section, heading, level = Section.FRONT, "", (0.0, 0)
    told = False  # an abstract, or other prose, has been read
    for block in blocks:
        kind = Kind.TITLE if block is title else block.placed.kind
        if kind is Kind.HEADING:
            heading = block.span.of(text)
            named = section_of_heading(heading)
            if named is not None and named is not section:
                section, level = named, _level(block)
            elif named is None and not (section is Section.FRONT and told):
                section = _after_unnamed(section, block, level)
            elif named is None and block is not title:
                section = Section.INTRODUCTION
        elif kind is Kind.PARAGRAPH and (run_in := _run_in(block, section)) is not None:
            section, heading = run_in
        elif kind in (Kind.PARAGRAPH, Kind.ITEM) and section is Section.REFERENCES:
            kind = Kind.REFERENCE
        told = told or (kind is Kind.PARAGRAPH and len(block.span) > SHORTEST_ABSTRACT)
        yield Block(kind, block.span, section, block.lines, heading, block.placed.cell)


def find_title(blocks: Sequence[WrittenBlock], text: str) -> WrittenBlock | None:
    """The heading set largest on the first page that is no journal's name, authors or label."""
    heads = [
        block
        for block in blocks
        if block.placed.kind is Kind.HEADING
        and block.placed.lines[0].frame.page == 1
        and _may_be_title(block.span.of(text))
    ]
    return max(heads, key=lambda block: round(block.placed.lines[0].line.size), default=None)


def _may_be_title(heading: str) -> bool:
    if len(heading) < SHORTEST_TITLE or len(heading.split()) < 3 or NO_TITLE.match(heading):
        return False
    return section_of_heading(heading) is None and not _names_people(heading)


def _names_people(heading: str) -> bool:
    """Whether a heading is a list of authors: names between commas, with marks or initials."""
    parts = [part.strip() for part in re.split(r",|·|;|\band\b|&", heading) if part.strip()]
    names = sum(1 < len(part.split()) <= 5 and _is_name(part) for part in parts)
    marks = len(INITIAL_OR_MARK.findall(heading)) + len(ENDS_IN_DEGREE.findall(heading))
    return names >= max(1, 0.6 * len(parts)) and (marks > 0 or names > 1)


def _is_name(part: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_]+", part) if len(word) > 3]
    return bool(words) and all(word[0].isupper() for word in words)


def _run_in(block: WrittenBlock, section: Section) -> tuple[Section, str] | None:
    """The section and heading of a paragraph that begins with them in bold: "Funding: …".

    Only for the abstract, before the introduction, and the back matter, after the results: in
    between, bold openings are themes, or parts of an abstract.
    """
    pieces = block.placed.lines[0].line.pieces
    opening: list[str] = []
    for piece in pieces[:LONGEST_RUN_IN]:
        if not piece.style & Style.BOLD:
            return None
        opening.append(piece.text)
        if piece.text.endswith((":", ".")):
            break
    heading = " ".join(opening)
    named = section_of_heading(heading) if heading.endswith((":", ".")) else None
    if named is Section.ABSTRACT and section is Section.FRONT:
        return named, heading
    if named is Section.BACK and section in (Section.RESULTS, Section.DISCUSSION, Section.BACK):
        return named, heading
    return None


def _after_unnamed(section: Section, block: WrittenBlock, level: tuple[float, int]) -> Section:
    """The section after a heading that names none: mostly the same.

    A heading as high as "Methods" begins the results, whose headings are often themes; one on a
    later page ends the front matter of papers that name no section.
    """
    numbered_below = SUBSECTION.match(block.placed.text)
    if section is Section.METHODS and _level(block) == level and not numbered_below:
        return Section.RESULTS
    if section is Section.FRONT and block.placed.lines[0].frame.page > 1:
        return Section.INTRODUCTION
    return section


def _level(block: WrittenBlock) -> tuple[float, int]:
    """How high a heading is, by its looks: size and style."""
    line = block.placed.lines[0].line
    return round(line.size, 1), line.style
