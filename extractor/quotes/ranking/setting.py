"""Where a candidate stands and how it is set, as measures: its sentence, its label, its block."""

import re
from collections import Counter
from collections.abc import Iterable
from math import log

from extractor.quotes.candidate import Candidate, block_of, row_of
from extractor.quotes.paper import Paper
from extractor.quotes.phrases import ASKED, FIGURES, SAID, SPEAKERS, THEME
from extractor.quotes.speakers.labels import find_code, label_likeness
from extractor.quotes.speakers.leads import sentence_before
from extractor.quotes.wording import CITATION, FIRST_PERSON
from extractor.records import Form, Kind, Section, Style

PRINTED = ("after", "before", "row", "group")
LABEL_PLACES = [(place, f"label {place}") for place in (*PRINTED, "lead-in", "lead-out")]
MARKS = ("double curly", "double straight", "single", "low-high", "guillemets")
MARK_KINDS = [(kind, f"marks {kind}") for kind in MARKS]
BLOCKS = (Kind.PARAGRAPH, Kind.ITEM, Kind.CELL, Kind.HEADING, Kind.TITLE, Kind.FIGURE)
KINDS = [(kind, f"block is {kind}") for kind in BLOCKS]
SECTIONS = [(section, f"section is {section}") for section in Section]
FORMS = [(form, f"form is {form}") for form in Form]
EXAMPLE = re.compile(
    r"(?:e\.g\.?,?|eg,?|such as|i\.e\.?,?|for example,?|like|z\.\s?B\.|p\. ex\.|por ejemplo,?)"
    r"\s*[(\[]?\s*$",
    re.IGNORECASE,
)
GOES_ON = re.compile(r"[\s,]*[a-zà-ÿ]")
BRACKET = re.compile(r"[\s.,]*[(\[]")
BESIDE = 50  # characters
MOST_SIBLINGS, MOST_LABELS, MOST_ALIKE = 10, 30, 10
CAPITALISED = re.compile(r"[A-ZÀ-Þ][\w’'-]*")
SMALL = re.compile(r"[a-zà-ÿ][\w’'-]*")
SMALL_RUN = re.compile(r"(?:a )+a")


class Labels:
    """The printed labels of a paper's candidates, by their shape: "P9", "(A, 9 a)"."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        shapes = (shape_of_label(candidate) for candidate in candidates)
        self.shapes = Counter(shape for shape in shapes if shape)
        self.total = self.shapes.total()


def shape_of_label(candidate: Candidate) -> str:
    """A printed label with figures, names and words made alike; empty where none is printed."""
    if candidate.label is None or candidate.label_place not in PRINTED:
        return ""
    shape = CAPITALISED.sub("A", re.sub(r"\d+", "9", candidate.label.text))
    return SMALL_RUN.sub("a", SMALL.sub("a", shape))[:40]


def setting_cues(
    paper: Paper, candidate: Candidate, labels: Labels, siblings: int
) -> dict[str, float]:
    """The measures of one candidate's place, by name; ``siblings`` stand in marks in its block."""
    return {
        **_sentence(paper, candidate),
        **_after(paper, candidate),
        "marked stretches in its block": min(siblings, MOST_SIBLINGS),
        **_label(candidate, labels),
        **_looks(paper, candidate),
        **_whereabouts(paper, candidate),
    }


def _sentence(paper: Paper, candidate: Candidate) -> dict[str, float]:
    """What the author's sentence says before the candidate, from its beginning."""
    start = candidate.outer.start
    before = sentence_before(paper.text, block_of(paper, candidate).span.start, start)
    return {
        "theme in the sentence": bool(THEME.search(before)),
        "asking in the sentence": bool(ASKED.search(before)),
        "saying in the sentence": bool(SAID.search(before)),
        "people in the sentence": bool(SPEAKERS.search(before)),
        "words before it in the sentence (log)": log(1 + len(before.split())),
        "first person in the sentence": bool(FIRST_PERSON.search(before)),
        "citation in the sentence": bool(CITATION.search(before)),
        "example before": bool(EXAMPLE.search(paper.text[max(0, start - 25) : start])),
    }


def _after(paper: Paper, candidate: Candidate) -> dict[str, float]:
    tail = paper.text[candidate.outer.end : candidate.outer.end + 60]
    return {
        "sentence goes on after it": bool(GOES_ON.match(tail)),
        "comma after": tail[:1] == ",",
        "bracket after": bool(BRACKET.match(tail)),
        "nothing after": not tail.strip() or tail[:1] == "\n",
        "figures beside it": _has_figures(paper, candidate),
        "saying after": bool(SAID.match(tail.strip(" ,”’\"'")[:20])),
    }


def _has_figures(paper: Paper, candidate: Candidate) -> bool:
    """Whether shares or counts stand right beside it, or in its row: so closed answers are told."""
    outer = candidate.outer
    before = paper.text[max(0, outer.start - BESIDE) : outer.start]
    after = paper.text[outer.end : outer.end + BESIDE]
    row = [span.of(paper.text) for span in row_of(paper, candidate.blocks[0])]
    figures = any(cell.strip() and not any(map(str.isalpha, cell)) for cell in row)
    return figures or bool(FIGURES.search(before) or FIGURES.search(after))


def _label(candidate: Candidate, labels: Labels) -> dict[str, float]:
    """How likely its label is one, and how many of this paper's labels look like it."""
    label, shape = candidate.label, shape_of_label(candidate)
    coded = label is not None and find_code(label.text) is not None
    named = candidate.label_place in ("lead-in", "lead-out")
    return {
        "likeness of its label": label_likeness(label.text) if label and shape else 0.0,
        "code in its label": coded and not named,
        "code in the sentence": coded and named,
        "labels like its label": min(labels.shapes[shape], MOST_ALIKE) if shape else 0,
        "share of labels like its label": labels.shapes[shape] / labels.total if shape else 0.0,
        "labels in the paper": min(labels.total, MOST_LABELS),
        **{name: candidate.label_place == place for place, name in LABEL_PLACES},
    }


def _looks(paper: Paper, candidate: Candidate) -> dict[str, float]:
    looks, block = paper.looks[candidate.blocks[0]], block_of(paper, candidate)
    mark = candidate.marked.mark if candidate.marked else ""
    return {
        "indent": max(-2.0, min(looks.indent, 8.0)),
        "indent of the first line": max(-4.0, min(looks.first, 6.0)),
        "set in from the right by": min(looks.outdent, 8.0),
        "size against the body": looks.smaller,
        "space above": min(looks.above, 3.0),
        "space below": min(looks.below, 3.0),
        "other typeface": looks.sans,
        "italic share of its block": looks.italic,
        "bold share of its block": looks.bold,
        "lines of its block": min(looks.lines, 30),
        "italic share": paper.styles.share(candidate.span, Style.ITALIC),
        "share of its block": len(candidate.span) / max(1, len(block.span)),
        "marks around it": candidate.marked.depth if candidate.marked else -1,
        **{name: mark == kind for kind, name in MARK_KINDS},
    }


def _whereabouts(paper: Paper, candidate: Candidate) -> dict[str, float]:
    block = block_of(paper, candidate)
    return {
        **{name: block.kind is kind for kind, name in KINDS},
        **{name: block.section is section for section, name in SECTIONS},
        **{name: candidate.form is form for form, name in FORMS},
        "place in the paper": candidate.span.start / max(1, len(paper.text)),
        "people were asked": paper.asks_people,
        "results are named": paper.names_results,
        "column of the table": block.cell.column if block.cell else -1,
        "row of the table": min(block.cell.row, 20) if block.cell else -1,
        "has pages": bool(paper.document.pages),
        "over several blocks": candidate.blocks[1] - candidate.blocks[0] > 1,
    }
