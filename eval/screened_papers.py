"""Papers of which it is known how many accounts they hold, with what a ranker that had not seen
them suggests of them.

To train those rankers takes minutes, so what they suggest can be kept in a file.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from extractor.batch.jobs import with_kind
from extractor.quotes.finders import find_candidates
from extractor.quotes.ranking.ranker import Ranker, default_ranker
from extractor.quotes.suggesting import suggest
from extractor.records import Document, Suggestion
from extractor.store.stored import suggestion_of, told_of
from scoring import wanted
from teaching import FOLDS, Read, gather, read_all
from teaching import leave_out as rankers_without

Kept = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Known:
    """A paper, all that is suggested of it, and how many accounts it holds (no fragments).

    ``folder`` is "gold", "negatives", "jats" or "bundled".
    """

    name: str
    folder: str
    document: Document
    suggestions: tuple[Suggestion, ...]
    accounts: int


def known_papers(
    gold: Path,
    negatives: Path,
    jats: Path | None,
    typeset: Path | None,
    *,
    leave_out: bool,
    kept: Path | None,
    folds: int = FOLDS,
) -> list[Known]:
    """Every paper of the folders and the bundled ones, with all that is suggested of it.

    With ``leave_out`` by ``folds`` rankers that had not seen it, which ``typeset`` papers and
    excerpts teach too; what they suggest is kept in the file ``kept``, and taken from there if it
    is there: delete it after any change to the detector. Otherwise by the ranker that is shipped.
    """
    has = leave_out and kept is not None and kept.exists()
    teachers = typeset if leave_out and not has else None
    papers = read_all(gather(gold, negatives, teachers, jats))
    whole = _whole(papers, teachers.resolve() if teachers else None)
    if kept is not None and has:
        suggested: Kept = json.loads(kept.read_text(encoding="utf-8"))
    elif leave_out:
        suggested = _left_out(papers, whole, folds)
    else:
        suggested = {one.taught.name: _suggested(default_ranker(), one) for one in whole}
    if leave_out and kept is not None and not has:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(suggested), encoding="utf-8")
    return [_known(one, suggested[one.taught.name], gold, negatives) for one in whole]


def _whole(papers: Sequence[Read], typeset: Path | None) -> list[Read]:
    """The papers themselves: of an article its first, not its excerpts; no typeset copies."""
    first = {one.taught.name: one for one in reversed(papers)}
    return [
        one
        for one in papers
        if one is first[one.taught.name]
        and (typeset is None or typeset not in one.taught.pdf.resolve().parents)
    ]


def _left_out(papers: Sequence[Read], whole: Sequence[Read], folds: int) -> Kept:
    judged = set(map(id, whole))
    rankers = rankers_without(papers, by="paper", judged=lambda one: id(one) in judged, folds=folds)
    return {
        one.taught.name: _suggested(ranker, one)
        for fold, ranker in rankers
        for one in fold
        if id(one) in judged
    }


def _suggested(ranker: Ranker, one: Read) -> list[dict[str, Any]]:
    paper = one.lesson.paper
    return [_plain(each) for each in suggest(paper, find_candidates(paper), ranker=ranker)]


def _known(one: Read, suggested: Sequence[dict[str, Any]], gold: Path, negatives: Path) -> Known:
    paper = one.lesson.document.paper
    above = one.taught.pdf.resolve().parents
    folders = {"gold": gold.resolve(), "negatives": negatives.resolve()}
    other = "jats" if one.taught.pdf.suffix == ".xml" else "bundled"
    return Known(
        name=one.taught.name,
        folder=next((name for name, path in folders.items() if path in above), other),
        document=with_kind(one.lesson.document),
        suggestions=tuple(suggestion_of(paper, SimpleNamespace(**row)) for row in suggested),
        accounts=len(wanted(one.gold)) if one.gold else 0,
    )


def _plain(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "start": suggestion.span.start,
        "end": suggestion.span.end,
        "score": suggestion.score,
        "detector": suggestion.detector,
        "told": told_of(suggestion),
    }
