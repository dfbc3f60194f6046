"""What speaks for and against a candidate: named cues, each a number (mostly 0 or 1)."""

import re
from collections.abc import Container

from extractor.quotes.candidate import Candidate, block_of
from extractor.quotes.paper import Paper
from extractor.quotes.phrases import (
    ASKED,
    AUTHOR,
    CITED,
    LAW,
    QUOTE_HEAD,
    SAID,
    SPEAKERS,
    STATEMENT,
    TERMED,
)
from extractor.quotes.speakers.leads import lead_in_speaker, lead_out_speaker
from extractor.quotes.wording import FIRST_PERSON, SPOKEN
from extractor.records import Form, Kind, Section, Style

NEAR = 160
SHORT_LEAD = 12
OUTSIDE = (Section.FRONT, Section.ABSTRACT, Section.BACK, Section.REFERENCES, Section.METHODS)
TRAILING_STOP = re.compile(r"[.!?…]\W*$")


def find_cues(paper: Paper, candidate: Candidate) -> dict[str, float]:
    """All cues of a candidate by name."""
    cues: dict[str, float] = {}
    for group in (_marks, _words, _lead, _label, _layout, _place):
        cues.update(group(paper, candidate))
    return cues | _together(cues)


def _together(cues: dict[str, float]) -> dict[str, float]:
    """Cues that lie in others taken together."""
    block = bool(cues["own block"] and not cues["marked"] and not cues["quotation in source"])
    speaks = ("first person", "label after", "label before", "colon before", "saying before")
    return {
        "block without a voice": block and not any(cues[name] for name in speaks),
        "block before the paper begins": block and bool(cues["front"] or cues["abstract"]),
    }


def lead_of(paper: Paper, candidate: Candidate) -> str:
    """The author's words before a candidate: its paragraph's, or the end of the block before."""
    start = candidate.outer.start
    block = block_of(paper, candidate)
    lead = paper.text[max(block.span.start, start - NEAR) : start]
    if len(lead.strip()) > SHORT_LEAD or candidate.blocks[0] == 0:
        return lead
    before = paper.blocks[candidate.blocks[0] - 1]
    return paper.text[max(before.span.start, before.span.end - NEAR) : before.span.end]


def find_lead_speaker(paper: Paper, candidate: Candidate, labelled: Container[int]) -> None:
    """The speaker whom the author's sentence names: the label where nothing is printed nearer.

    Beside a printed label it is kept as ``named_in_lead``: it may say whose voice "P3" is. In
    blocks that are ``labelled`` quotations themselves it is not looked for: theirs is another's.
    """
    begin, before = block_of(paper, candidate).span.start, candidate.blocks[0] - 1
    if candidate.outer.start - begin < SHORT_LEAD and before >= 0 and before not in labelled:
        begin = paper.blocks[before].span.start
    lead, place = lead_in_speaker(paper.text, candidate.outer.start, begin), "lead-in"
    if lead is None and candidate.label is None and candidate.marked is not None:
        end = paper.blocks[candidate.blocks[1] - 1].span.end
        lead, place = lead_out_speaker(paper.text, candidate.outer.end, end), "lead-out"
    candidate.named_in_lead = lead.text if lead else ""
    if candidate.label is None and lead is not None:
        candidate.label, candidate.label_place = lead, place


def _marks(paper: Paper, candidate: Candidate) -> dict[str, float]:
    marked = candidate.marked
    return {
        "marked": marked is not None,
        "single marks": marked is not None and marked.mark == "single",
        "not closed": marked is not None and not marked.closed,
        "inside another": marked is not None and marked.depth > 0,
    }


def _words(paper: Paper, candidate: Candidate) -> dict[str, float]:
    words = candidate.span.of(paper.text)
    count = len(words.split())
    return {
        "under 6 words": count < 6,
        "under 10 words": count < 10,
        "over 20 words": count > 20,
        "over 250 words": count > 250,
        "first person": bool(FIRST_PERSON.search(words)),
        "spoken words": min(1.0, 4 * len(SPOKEN.findall(words)) / max(count, 8)),
        "whole sentence": bool(TRAILING_STOP.search(words)) and words[:1].isupper(),
        "ends a sentence": bool(TRAILING_STOP.search(words)),
        "gap or insertion": "[" in words or "…" in words or "..." in words,
        "question": _is_question(paper, candidate),
        "statement of the journal": bool(STATEMENT.search(words)),
        "law or scripture": _is_law(words),
    }


def _lead(paper: Paper, candidate: Candidate) -> dict[str, float]:
    lead = lead_of(paper, candidate).rstrip()
    sentence = re.split(r"(?<=[.!?])\s+(?=[A-Z“\"])", lead)[-1]
    end = candidate.outer.end
    tail = paper.text[end : end + 100]
    said = SAID.search(sentence) and SPEAKERS.search(sentence)
    return {
        "colon before": lead.endswith(":"),
        "comma before": lead.endswith(","),
        "saying before": bool(said),
        "term before": bool(TERMED.search(lead)),
        "asking before": bool(ASKED.search(sentence)),
        "question asked": bool(ASKED.search(lead)) and _is_question(paper, candidate),
        "citation after": bool(CITED.match(tail)) and candidate.label_place != "after",
        "author before": bool(AUTHOR.search(sentence)),
    }


def _label(paper: Paper, candidate: Candidate) -> dict[str, float]:
    return {
        "label after": candidate.label_place in ("after", "row"),
        "label before": candidate.label_place in ("before", "group"),
        "speaker in the sentence": candidate.label_place in ("lead-in", "lead-out"),
    }


def _layout(paper: Paper, candidate: Candidate) -> dict[str, float]:
    looks = paper.looks[candidate.blocks[0]]
    block = block_of(paper, candidate)
    inline = candidate.form is Form.INLINE
    italic = paper.styles.share(candidate.span, Style.ITALIC)
    return {
        "italic": italic > 0.7,
        "italic in roman": inline and italic > 0.7 and looks.italic < 0.85,
        "set in": not inline and looks.indent > 0.45,
        "set in right": not inline and looks.outdent > 0.6 and looks.lines > 1,
        "smaller": not inline and looks.smaller < 0.97,
        "own space": not inline and min(looks.above, looks.below) > 0.25,
        "own block": not inline,
        "bold": looks.bold > 0.5,
        "quotation in source": block.quoted,
        "dialogue": candidate.form is Form.DIALOGUE,
        "list item": block.kind is Kind.ITEM,
    }


def _place(paper: Paper, candidate: Candidate) -> dict[str, float]:
    block = block_of(paper, candidate)
    is_cell = block.kind is Kind.CELL
    head = f"{block.cell.head} {block.heading}" if block.cell else ""
    return {
        "results": block.section is Section.RESULTS,
        "discussion": block.section is Section.DISCUSSION,
        "methods": block.section is Section.METHODS,
        "body without sections": not paper.names_results and block.section not in OUTSIDE,
        "introduction": block.section is Section.INTRODUCTION and paper.names_results,
        "abstract": block.section is Section.ABSTRACT,
        "front": block.section is Section.FRONT,
        "back": block.section is Section.BACK,
        "table": is_cell,
        "quotation column": is_cell and bool(QUOTE_HEAD.search(head)),
        "heading": block.kind in (Kind.HEADING, Kind.TITLE),
        "figure": block.kind is Kind.FIGURE,
        "nobody asked": not paper.asks_people,
        "in a review": paper.is_review,
        "in a study of a scale": paper.is_of_a_scale
        and candidate.label_place not in ("after", "row"),
    }


def _is_law(words: str) -> bool:
    """Whether words read like a law or scripture; a person may say "I was not permitted"."""
    signs = {sign.lower() for sign in LAW.findall(words)}
    return len(signs) > 1 or (bool(signs) and not FIRST_PERSON.search(words))


def _is_question(paper: Paper, candidate: Candidate) -> bool:
    return candidate.span.of(paper.text).rstrip().endswith("?")
