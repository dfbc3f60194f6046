"""Candidates -> scored candidates: their cues, the two stages of the ranker, and the reasons."""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from extractor.quotes.candidate import Candidate, block_of
from extractor.quotes.paper import Paper
from extractor.quotes.ranking.choosing import Scored
from extractor.quotes.ranking.company import company_cues
from extractor.quotes.ranking.cues import find_cues, find_lead_speaker
from extractor.quotes.ranking.ranker import (
    Floats,
    Ranker,
    contributions,
    margins,
    probabilities,
    rows_of,
    steadied,
)
from extractor.quotes.ranking.rule import RULE, rule_margin
from extractor.quotes.ranking.setting import Labels, setting_cues
from extractor.quotes.wording import wording_cues
from extractor.records import Form

NAMED_AFTER, ENOUGH_LABELS = ("after", "group"), 4
ADDRESS = re.compile(r"\d{5}|\d/|\w\.\w+\.\w")
MOST_RANKED = 4000
IF_NOBODY_ASKED = 1.0  # log odds less: an essay quotes much, and the trees have seen few essays


def measure(paper: Paper, candidates: Sequence[Candidate]) -> None:
    """Give each candidate the cues that it has by itself."""
    if sum(map(_names_a_speaker, candidates)) >= ENOUGH_LABELS:
        # So many speakers are named: whatever the paper calls it, people were asked.
        paper = replace(paper, asks_people=True)
    labelled = {at for one in candidates if (at := _block_of_label(paper, one)) is not None}
    for candidate in candidates:
        find_lead_speaker(paper, candidate, labelled)
    labels = Labels(candidates)
    marked = Counter(candidate.blocks[0] for candidate in candidates if candidate.marked)
    for candidate in candidates:
        cues = find_cues(paper, candidate)
        candidate.cues = {
            **cues,
            RULE: rule_margin(cues),
            **wording_cues(candidate.span.of(paper.text), paper.prose),
            **setting_cues(paper, candidate, labels, marked[candidate.blocks[0]]),
        }


def add_company(paper: Paper, candidates: Sequence[Candidate], first: Floats) -> None:
    """Give each measured candidate the cues of its company, seen by ``first`` scores, 0..1."""
    sections = [block_of(paper, candidate).section.value for candidate in candidates]
    company = company_cues(candidates, sections, [one.cues for one in candidates], first)
    for candidate, cues in zip(candidates, company, strict=True):
        candidate.cues = candidate.cues | cues


def rank(paper: Paper, candidates: Sequence[Candidate], ranker: Ranker) -> list[Scored]:
    """Every candidate with the probability that it is an account; each gets its cues."""
    if not candidates:
        return []
    measure(paper, candidates)
    candidates = _likeliest(candidates)
    rule = np.array([one.cues[RULE] for one in candidates])
    first = steadied(margins(ranker.first, _rows(ranker.first.names, candidates)), rule)
    add_company(paper, candidates, probabilities(first))
    second = margins(ranker.second, _rows(ranker.second.names, candidates))
    nobody = np.array([float(one.cues["nobody asked"]) for one in candidates])
    scores = probabilities(ranker.calibrated(second, first) - IF_NOBODY_ASKED * nobody).tolist()
    return [Scored(*pair) for pair in zip(candidates, scores, strict=True)]


def moved_by(ranker: Ranker, candidates: Sequence[Candidate]) -> list[dict[str, float]]:
    """How far each cue moved each ranked candidate's margin, in both stages together."""
    stages = [(forest, forest.names.tolist()) for forest in (ranker.first, ranker.second)]
    known = list(dict.fromkeys(name for _, names in stages for name in names))
    told = np.zeros((len(candidates), len(known)))
    for forest, names in stages:
        columns = list(map(known.index, names))
        told[:, columns] += contributions(forest, _rows(names, candidates))
    return [dict(zip(known, row, strict=True)) for row in told.tolist()]


def _likeliest(candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """The candidates, in their order, without the least likely by rule where there are very many.

    Each is compared with each: a book of tables would cost gigabytes, and its cells are nothing.
    """
    if len(candidates) <= MOST_RANKED:
        return candidates
    by_rule = sorted(range(len(candidates)), key=lambda at: -candidates[at].cues[RULE])
    return [candidates[at] for at in sorted(by_rule[:MOST_RANKED])]


def _rows(names: Iterable[str], candidates: Sequence[Candidate]) -> Floats:
    return rows_of(names, [candidate.cues for candidate in candidates])


def _block_of_label(paper: Paper, candidate: Candidate) -> int | None:
    """The index of the block in which the label of a block quotation is printed after it."""
    if candidate.label is None or candidate.form is not Form.BLOCK:
        return None
    after = candidate.label_place in NAMED_AFTER
    return bisect(paper.starts, candidate.label.span.start) - 1 if after else None


def _names_a_speaker(candidate: Candidate) -> bool:
    """Whether a label with letters is printed after it, outside tables, where numbers abound.

    The end of an address or of a DOI looks like a code and names nobody.
    """
    label = candidate.label.text if candidate.label_place in NAMED_AFTER and candidate.label else ""
    named = any(map(str.isalpha, label)) and not ADDRESS.search(label)
    return candidate.form is not Form.TABLE and named
