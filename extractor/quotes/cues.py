"""What speaks for and against a candidate: named cues, each a number (mostly 0 or 1)."""

import re

from extractor.quotes.candidate import Candidate, block_of
from extractor.quotes.leads import lead_in_speaker, lead_out_speaker
from extractor.quotes.paper import Paper, style_share
from extractor.records import Form, Kind, Section, Style

NEAR = 160
SHORT_LEAD = 12
SAID = re.compile(
    r"\b(?:said|says?|stat(?:ed|es|ing)|explain\w*|not(?:ed|es|ing)|comment\w*|report\w*|remark\w*|"
    r"describ\w*|add(?:ed|s)|recall\w*|reflect\w*|shar(?:ed|es)|told|tells|express\w*|put it|"
    r"mention\w*|argued?|suggest\w*|observ\w*|illustrat\w*|exemplif\w*|quot\w*|according to|"
    r"respon[ds]\w*|answer\w*|wrote|writes|indicat\w*|emphasi\w*|highlight\w*|stress\w*|claim\w*|"
    r"confirm\w*|admit\w*|complain\w*|repl(?:ied|ies)|asked|felt|excerpt|extract|words|exclaim\w*|"
    r"summari\w*|elaborat\w*|continu\w*|acknowledg\w*|example|e\.g\.|sagte|erzählt\w*|berichtet\w*|"
    r"beschreib\w*|erklärt\w*|so)\b",
    re.IGNORECASE,
)
SPEAKERS = re.compile(
    r"\b(?:participants?|respondents?|interviewees?|informants?|patients?|women|woman|man|men|"
    r"mothers?|fathers?|parents?|carers?|nurses?|doctors?|physicians?|students?|teachers?|staff|"
    r"clients?|users?|people|person|workers?|officers?|members?|providers?|she|he|they|one|"
    r"another|other|others|some|someone|girls?|boys?|trialists?|farmers?|leaders?|clinicians?|"
    r"teilnehmer\w*|befragte\w*|patient\w*)\b",
    re.IGNORECASE,
)
TERMED = re.compile(
    r"\b(?:so[- ]called|term(?:ed|s)?|known as|call(?:ed|ing)?|defin(?:ed|es|ition)|concept\w*|"
    r"labell?ed|refer(?:red)? to as|entitled|titled|named|coded|codes?|themes?|sub-?themes?|"
    r"categor\w+|notion of|phrase|words?|metaphor|meaning|means|idea of|principle of|sense of)"
    r"[\s:,(]*(?:the|a|an|as|of|was|were|is|are|such as|under)?[\s:,(]*$",
    re.IGNORECASE,
)
ASKED = re.compile(
    r"\b(?:questions?|items?|scales?|questionnaires?|prompts?|statements?|instrument|vignettes?|"
    r"instruct\w*|topic guide|interview guide|(?:answer\w*|response) (?:option|categor)\w*|"
    r"options?|likert|rat(?:ed|ing)|scor(?:ed|ing)|agree\w*|"
    r"asked (?:to|whether|how|what|if|the|about)|"
    r"search (?:terms?|string)|keywords?|checklist|inclusion|exclusion|criteri\w+)\b",
    re.IGNORECASE,
)
CITED = re.compile(
    r"\s*[”\"’']?[.,;]?\s*(?:[(\[][^()\[\]]{0,60}?\b(?:1[89]|20)\d\d[a-z]?\b[^()\[\]]{0,40}[)\]]"
    r"|\[\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\])"
)
AUTHOR = re.compile(
    r"\b[A-Z][\w’'-]+(?: et al\.?,?| and [A-Z]\w+| & [A-Z]\w+)? ?\((?:19|20)\d\d[a-z]?\)"
)
FIRST_PERSON = re.compile(
    r"(?<![\w’'])(?:I|I’m|I'm|I’ve|I've|I’d|I'd|I’ll|I'll|me|my|myself|mine|we|we’re|we're|us|our|"
    r"ours|ich|mir|mich|mein\w*|wir|uns\w*)(?![\w])",
)
SPOKEN = re.compile(
    r"(?<!\w)(?:\w+n[’']t|(?:it|that|he|she|you|they|we|there|what)[’'](?:s|re|ll|ve|d)|you know|"
    r"yeah|yes|no,|okay|ok|um|uh|er|erm|hmm|like,|kind of|sort of|really|gonna|wanna|just|because|"
    r"’cause|'cause|well|oh|things?|stuff|you|ja|also|halt)(?!\w)",
    re.IGNORECASE,
)
OUTSIDE = (Section.FRONT, Section.ABSTRACT, Section.BACK, Section.REFERENCES, Section.METHODS)
STATEMENT = re.compile(
    r"\b(?:declares? (?:that )?(?:no|they have no|there)|conflicts? of interests?|"
    r"informed consent was|"
    r"(?:funded|supported) by (?:the|a|an|grants?)|data (?:presented|that support|sets?|availab)|"
    r"available (?:from|on|upon)|ethics committee|institutional review board|was registered|"
    r"authors? (?:contribut|wish to thank|thank|are grateful)|supplementary|all authors)\b",
    re.IGNORECASE,
)
TRAILING_STOP = re.compile(r"[.!?…]\W*$")
QUOTE_HEAD = re.compile(
    r"quot|verbatim|excerpt|extract|illustrat|example|voice|comment|message|writ|wrote|said|says|statement|respons|narrative|"
    r"account|words|zitat|beispiel",
    re.IGNORECASE,
)


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


def find_lead_speaker(paper: Paper, candidate: Candidate) -> None:
    """The speaker whom the author's sentence names: the label where nothing is printed nearer.

    Beside a printed label it is kept as ``named_in_lead``: it may say whose voice "P3" is.
    """
    begin = block_of(paper, candidate).span.start
    if candidate.outer.start - begin < SHORT_LEAD and candidate.blocks[0]:
        begin = paper.blocks[candidate.blocks[0] - 1].span.start
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
    italic = style_share(paper.document, candidate.span, Style.ITALIC)
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


def _is_question(paper: Paper, candidate: Candidate) -> bool:
    return candidate.span.of(paper.text).rstrip().endswith("?")
