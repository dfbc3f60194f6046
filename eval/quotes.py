"""How well the detector finds the gold quotations of papers, and how quiet it is on others.

By itself it measures the model that comes with firsthand, on any papers. With ``--leave-out`` each
paper is judged by a ranker that has seen neither it nor any other form of it: trained anew on the
other papers given here, the bundled ones and the typeset articles of ``--typeset``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from calibration import calibration_table
from causes import commonest, missed_causes, wrong_causes
from extractor.agreement.figure import frame_of
from extractor.agreement.intervals import figures_of
from extractor.agreement.measure import Measure
from extractor.agreement.ratios import f1, share
from extractor.agreement.scores import Outcome, brier_scores, expected_error
from extractor.quotes import DEFAULT_THRESHOLD
from extractor.quotes.finders import find_candidates
from extractor.quotes.ranking.choosing import Scored, choose
from extractor.quotes.ranking.ranker import Ranker, default_ranker, probabilities
from extractor.quotes.ranking.rule import RULE
from extractor.quotes.suggesting import suggest
from extractor.records import Span
from figures import Bar, Figures, Row, Table, publish
from plots import draw_calibration, draw_precision_recall
from scoring import (
    Counts,
    Place,
    Suggested,
    count_paper,
    mean_of,
    outcomes_of,
    place_suggestions,
    row_of,
    total_of,
    wanted,
)
from shell import Folder, Json, Out, run
from teaching import Read, gather, leave_out, read_all

HOW = (
    "Gold quotations found (intersection over union of letters at least one half, one to one), "
    "exactly found, and what a person reads for each; definitions at the top of "
    "`eval/scoring.py`. ALL adds the papers up, MEAN is the plain mean of papers. “F1 by rule” is "
    "that of the rule of thumb alone, on the same candidates."
)
COLUMNS = {
    "paper": "", "gold": ".1f", "suggested": ".1f", "P": ".3f", "R": ".3f", "F1": ".3f",
    "exact F1": ".3f", "chars F1": ".3f", "per quote": ".2f", "unplaced": ".1f", "page": ".3f",
    "speaker": ".3f", "voice": ".3f", "F1 by rule": ".3f",
}  # fmt: skip
MOST_SHOWN = 150


class Leave(StrEnum):
    """What is left out of the training of the ranker that judges a paper."""

    NOTHING = "nothing"
    PAPER = "paper"
    PUBLISHER = "publisher"


@dataclass(frozen=True, slots=True)
class Judged:
    """One paper with all that is suggested of it, whatever its score."""

    read: Read
    suggestions: list[Suggested]
    spans: list[Span]

    def shown(self, threshold: float) -> list[Suggested]:
        """The suggestions from ``threshold`` on."""
        return [one for one in self.suggestions if one.score >= threshold]

    def counts(self, threshold: float) -> Counts:
        """What they come to; in a paper without gold each of them is wrong."""
        shown = self.shown(threshold)
        if self.read.gold is None:
            return Counts(suggested=len(shown), wrong=list(range(len(shown))))
        return count_paper(self.read.gold, shown)


def main(
    gold_dir: Folder,
    negatives: Annotated[
        Path | None, typer.Option(exists=True, help="Papers without participants' words.")
    ] = None,
    leave: Annotated[
        Leave, typer.Option("--leave-out", help="Train anew without each paper or publisher.")
    ] = Leave.NOTHING,
    typeset: Annotated[
        Path | None, typer.Option(exists=True, help="To learn from: what typeset_jats.py wrote.")
    ] = None,
    jats: Annotated[
        Path | None, typer.Option(exists=True, help="To learn from: JATS articles with marks.")
    ] = None,
    threshold: Annotated[
        float, typer.Option(help="The lowest score that counts.")
    ] = DEFAULT_THRESHOLD,
    misses: Annotated[
        bool, typer.Option("--misses", help="Print what was missed and what was wrong.")
    ] = False,
    plots: Annotated[Path | None, typer.Option(help="Where the two plots go.")] = None,
    out: Out = None,
    json: Json = None,
) -> None:
    """Score the detector against gold quotations."""
    judged = list(judge(gold_dir, negatives, leave, [typeset, jats]))
    with_gold = [one for one in judged if one.read.gold is not None]
    without = [one for one in judged if one.read.gold is None]
    if misses:
        for one in judged:
            typer.echo("".join(f"{line}\n" for line in cases(one, threshold)), nl=False)
    outcomes = [
        outcome
        for one in judged
        for outcome in outcomes_of(one.counts(threshold), one.shown(threshold))
    ]
    if plots:
        draw(plots, judged, outcomes, threshold)
    papers = paper_table(with_gold, threshold)
    tables = [papers, interval_table([one.counts(threshold) for one in with_gold])]
    tables += [*(quiet_table(without, threshold) for _ in without[:1])]
    tables += [calibration_table(outcomes), *cause_tables(judged, threshold)]
    bars = bars_of(papers.rows, without, outcomes, threshold)
    title = f"Quotations, suggestions from {threshold:g} on, leaving out: {leave}"
    publish(Figures(title, HOW, bars, tables), out=out, as_json=json)


def judge(
    gold_dir: Path, negatives: Path | None, leave: Leave, teachers: Sequence[Path | None]
) -> Iterator[Judged]:
    """Every paper of the two folders with its suggestions; ``teachers``: typeset copies, JATS."""
    if leave is Leave.NOTHING:
        teachers = (None, None)
    papers = read_all(gather(gold_dir, negatives, *teachers))
    ours = {gold_dir.resolve(), *([negatives.resolve()] if negatives else [])}

    def is_judged(one: Read) -> bool:
        return bool(ours & set(one.taught.pdf.resolve().parents)) or _is_bundled(one, gold_dir)

    if leave is Leave.NOTHING:
        yield from (judged_by(default_ranker(), one) for one in papers if is_judged(one))
        return
    found = {
        id(one): judged_by(ranker, one)
        for fold, ranker in leave_out(papers, by=leave.value, judged=is_judged)
        for one in fold
        if is_judged(one)
    }
    yield from (found[id(one)] for one in papers if id(one) in found)


def judged_by(ranker: Ranker, one: Read) -> Judged:
    """A paper's suggestions by one ranker."""
    lesson = one.lesson
    found = suggest(lesson.paper, find_candidates(lesson.paper), ranker=ranker)
    suggested = [
        Suggested(
            next(iter(lesson.document.pages_of(each.span)), 0),
            each.span.of(lesson.document.text),
            each.speaker,
            each.score,
            each.voice.value,
        )
        for each in found
    ]
    return Judged(one, suggested, [each.span for each in found])


def paper_table(judged: Sequence[Judged], threshold: float) -> Table:
    """A row a paper with gold, then all together and their mean."""
    counts = [one.counts(threshold) for one in judged]
    by_rule = [_counts_by_rule(one.read) for one in judged]
    names = [one.read.taught.name for one in judged]
    rows = [row_of(*pair) for pair in zip(names, counts, strict=True)]
    ruled = [row_of(*pair) for pair in zip(names, by_rule, strict=True)]
    rows += [row_of("ALL", total_of(counts)), mean_of(rows)]
    ruled += [row_of("ALL", total_of(by_rule)), mean_of(ruled)]
    joined = [row | {"F1 by rule": other["F1"]} for row, other in zip(rows, ruled, strict=True)]
    return Table("Papers", COLUMNS, joined)


def interval_table(counts: Sequence[Counts]) -> Table:
    """Precision, recall and F1 of all papers together, with 95 % intervals over papers."""
    figures = frame_of(figures_of(list(measures_of(counts))))
    columns = {"name": "", "value": ".3f", "low": ".3f", "high": ".3f", "papers": "d"}
    rows: list[Row] = figures[list(columns)].to_dict("records")  # type: ignore[assignment]
    return Table("All papers together, with 95 % intervals over papers", columns, rows)


def measures_of(counts: Sequence[Counts]) -> Iterator[Measure]:
    """The measures of `firsthand`'s own report, of what gold says of each paper."""
    suggested = [one.suggested for one in counts]
    gold = [one.gold for one in counts]
    both = [one.suggested + one.gold for one in counts]
    for how, right in (
        ("exact", [one.exact for one in counts]),
        ("overlap ≥ 0.5", [one.found for one in counts]),
    ):
        yield share(f"Precision ({how})", right, suggested)
        yield share(f"Recall ({how})", right, gold)
        yield f1(f"F1 ({how})", right, both)
    letters = [one.right_letters for one in counts]
    of_both = [one.said_letters + one.gold_letters for one in counts]
    yield f1("F1 (characters)", letters, of_both)


def quiet_table(judged: Sequence[Judged], threshold: float) -> Table:
    """How many suggestions each paper without participants' words gets."""
    rows: list[Row] = [
        {
            "paper": one.read.taught.name,
            "flagged": "reprints" if one.read.lesson.paper.is_review else "",
            "suggestions": len(one.shown(threshold)),
        }
        for one in judged
    ]
    total = sum(row["suggestions"] for row in rows)
    rows.append({"paper": "ALL", "flagged": "", "suggestions": total})
    rows.append({"paper": "MEAN", "flagged": "", "suggestions": total / len(judged)})
    title = "Suggestions in papers without participants' words"
    return Table(title, {"paper": "", "flagged": "", "suggestions": ".2f"}, rows)


def cause_tables(judged: Sequence[Judged], threshold: float) -> Iterator[Table]:
    """The commonest causes of what was missed and of what was wrong."""
    missed: list[str] = []
    wrong: list[str] = []
    for one in judged:
        counts, gold = one.counts(threshold), one.read.gold
        shown = _places(one, one.shown(threshold))
        if gold is not None:
            every = [place for places in one.read.lesson.places for place in places]
            missed += missed_causes(counts, gold, shown, every)
        wrong += wrong_causes(counts, shown, gold, _cues(one, threshold))
    yield commonest("Commonest causes of missed quotations", missed)
    yield commonest("Commonest causes of wrong suggestions", wrong)


def cases(one: Judged, threshold: float) -> Iterator[str]:
    """What was missed and what was wrong in one paper, a line each."""
    counts, shown, name = one.counts(threshold), one.shown(threshold), one.read.taught.name
    quotations = wanted(one.read.gold) if one.read.gold else []
    for at in counts.missed:
        mark = quotations[at].mark
        words = " ".join(f"{mark['start']} … {mark['end']}".split())
        yield f"MISSED {name} p{mark['page']}: {words}"
    for at in counts.wrong:
        each = shown[at]
        yield f"WRONG  {name} p{each.page} {each.score:.2f}: {each.text[:MOST_SHOWN]!r}"


def draw(
    folder: Path, judged: Sequence[Judged], outcomes: Sequence[Outcome], threshold: float
) -> None:
    """The two plots."""
    folder.mkdir(parents=True, exist_ok=True)
    every = [each for one in judged for each in outcomes_of(one.counts(0.0), one.suggestions)]
    gold = sum(len(wanted(one.read.gold)) for one in judged if one.read.gold)
    draw_precision_recall(folder / "precision_recall.svg", every, gold, threshold)
    draw_calibration(folder / "calibration.svg", outcomes)


def bars_of(
    rows: Sequence[Row], without: Sequence[Judged], outcomes: Sequence[Outcome], threshold: float
) -> list[Bar]:
    """The promises of the detector."""
    *papers, every, mean = rows
    own, constant = brier_scores(outcomes)
    error = expected_error(outcomes)
    bars = [
        _at_least("mean F1", mean["F1"], 0.93),
        _at_least("mean recall", mean["R"], 0.94),
        _at_least("pooled recall", every["R"], 0.96),
        _at_least("mean exact F1", mean["exact F1"], 0.90),
        _at_most("suggestions read for one found, pooled", every["per quote"], 1.12),
        _at_most("unplaced", every["unplaced"], 0),
        _at_least("page right", every["page"], 0.99),
        _at_least("lowest F1 of a paper", min(row["F1"] for row in papers), 0.75),
        _at_least("speaker right, pooled", every["speaker"], 0.85),
        _at_least("voice right, pooled", every["voice"], 0.90),
        _at_most("expected calibration error", error, 0.06),
        Bar("Brier score", f"{own:.4f}", f"under the constant's {constant:.4f}", own < constant),
    ]
    if without:
        quiet = [len(one.shown(threshold)) for one in without]
        bars.append(_at_most("suggestions without accounts, mean", sum(quiet) / len(quiet), 1))
        bars.append(_at_most("suggestions without accounts, most", max(quiet), 4))
    return bars


def _at_least(what: str, figure: float, least: float) -> Bar:
    return Bar(what, f"{figure:.3f}", f"at least {least}", figure >= least)


def _at_most(what: str, figure: float, most: float) -> Bar:
    return Bar(what, f"{figure:.3f}", f"at most {most}", figure <= most)


def _counts_by_rule(read: Read) -> Counts:
    """What the rule of thumb alone comes to, on the same candidates."""
    lesson = read.lesson
    rule = [row[lesson.names.index(RULE)] for row in lesson.own]
    scores = probabilities(np.array(rule)).tolist()
    scored = [Scored(*pair) for pair in zip(lesson.candidates, scores, strict=True)]
    shown = [one for one in choose(scored) if one.score >= DEFAULT_THRESHOLD]
    suggested = [
        Suggested(
            next(iter(lesson.document.pages_of(one.candidate.span)), 0),
            one.candidate.span.of(lesson.document.text),
        )
        for one in shown
    ]
    return count_paper(read.gold, suggested) if read.gold else Counts(suggested=len(suggested))


def _places(one: Judged, shown: Sequence[Suggested]) -> list[Place]:
    return place_suggestions(one.read.gold, shown) if one.read.gold else [frozenset()] * len(shown)


def _cues(one: Judged, threshold: float) -> list[dict[str, float]]:
    """The cues of the suggestions shown, by the candidate that begins and ends nearest."""
    lesson = one.read.lesson
    rows = [dict(zip(lesson.names, row, strict=True)) for row in lesson.own.tolist()]
    spans = [
        span
        for span, suggestion in zip(one.spans, one.suggestions, strict=True)
        if suggestion.score >= threshold
    ]

    def away(at: int, span: Span) -> int:
        own = lesson.candidates[at].span
        return abs(own.start - span.start) + abs(own.end - span.end)

    return [rows[min(range(len(rows)), key=lambda at: away(at, span))] for span in spans]


def _is_bundled(one: Read, gold_dir: Path) -> bool:
    """Whether a bundled paper is judged: where the folder given is that of the bundled gold."""
    return one.taught.gold is not None and gold_dir.resolve() in one.taught.gold.marks.parents


if __name__ == "__main__":
    run(main)
