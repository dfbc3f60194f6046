"""How well the detector finds the gold quotations of papers, and how quiet it is on others."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from extractor.batch import Failed, suggest_papers
from extractor.exchange.suggestions import suggestion_records
from extractor.quotes import DEFAULT_THRESHOLD
from extractor.records import SuggestedPaper
from figures import Bar, Figures, Table, publish
from gold import GoldError, GoldText, find_gold, read_gold
from scoring import Counts, Row, Suggested, count_paper, mean_of, row_of, total_of, wanted
from shell import Folder, Json, Out, each, find_pdfs, paper_name, run

HOW = (
    "Gold quotations found (intersection over union of letters at least one half, one to one), "
    "exactly found, and what a person reads for each; definitions at the top of "
    "`eval/scoring.py`. ALL adds the papers up, MEAN is the plain mean of papers; the bars are of "
    "MEAN."
)
COLUMNS = {
    "paper": "", "gold": ".1f", "suggested": ".1f", "P": ".3f", "R": ".3f", "F1": ".3f",
    "exact F1": ".3f", "chars F1": ".3f", "per quote": ".2f", "unplaced": ".1f", "page": ".3f",
    "speaker": ".3f",
}  # fmt: skip
MEAN_F1, MEAN_RECALL = 0.78, 0.85
MOST_SHOWN = 150


def main(
    gold_dir: Folder,
    negatives: Annotated[
        Path | None, typer.Option(exists=True, help="Papers without participants' words.")
    ] = None,
    threshold: Annotated[
        float, typer.Option(help="The lowest score that counts.")
    ] = DEFAULT_THRESHOLD,
    misses: Annotated[
        bool, typer.Option("--misses", help="Print what was missed and what was wrong.")
    ] = False,
    out: Out = None,
    json: Json = None,
) -> None:
    """Score the detector against gold quotations."""
    papers = find_gold(gold_dir)
    texts = [read_gold(paper) for paper in papers]
    suggestions = [of_paper for _, of_paper in suggest([p.pdf for p in papers], threshold)]
    counts = [count_paper(*pair) for pair in zip(texts, suggestions, strict=True)]
    if misses:
        for text, of_paper, counted in zip(texts, suggestions, counts, strict=True):
            typer.echo("".join(f"{line}\n" for line in cases(text, of_paper, counted)), nl=False)
    rows = [row_of(text.id, counted) for text, counted in zip(texts, counts, strict=True)]
    mean = mean_of(rows)
    tables = [Table("Papers", COLUMNS, [*rows, row_of("ALL", total_of(counts)), mean])]
    if negatives:
        tables.append(quiet_table(negatives, threshold))
    title = f"Quotations, suggestions from {threshold:g} on"
    publish(Figures(title, HOW, bars_of(mean), tables), out=out, as_json=json)


def suggest(pdfs: Sequence[Path], threshold: float) -> Iterator[tuple[Path, list[Suggested]]]:
    """The suggestions of each paper that score at least ``threshold``; raises ``GoldError``."""
    for path, paper in zip(each(pdfs, paper_name), suggest_papers(pdfs), strict=True):
        if isinstance(paper, Failed):
            raise GoldError(paper.message)
        yield path, _suggested(paper, threshold)


def cases(text: GoldText, suggestions: Sequence[Suggested], counts: Counts) -> Iterator[str]:
    """What was missed and what was wrong in one paper, a line each."""
    for at in counts.missed:
        mark = wanted(text)[at].mark
        words = " ".join(f"{mark['start']} … {mark['end']}".split())
        yield f"MISSED {text.id} p{mark['page']}: {words}"
    for at in counts.wrong:
        one = suggestions[at]
        yield f"WRONG  {text.id} p{one.page} {one.score:.2f}: {one.text[:MOST_SHOWN]!r}"


def bars_of(mean: Row) -> list[Bar]:
    """The promises of the first detector."""
    f1, recall = float(mean["F1"]), float(mean["R"])
    return [
        Bar("mean F1", f"{f1:.3f}", f"at least {MEAN_F1}", f1 >= MEAN_F1),
        Bar("mean recall", f"{recall:.3f}", f"at least {MEAN_RECALL}", recall >= MEAN_RECALL),
    ]


def quiet_table(folder: Path, threshold: float) -> Table:
    """How many suggestions each paper without participants' words gets."""
    found = suggest(find_pdfs([str(folder)]), threshold)
    rows: list[Row] = [
        {"paper": paper_name(path), "suggestions": len(of_paper)} for path, of_paper in found
    ]
    total = sum(int(row["suggestions"]) for row in rows)
    rows.append({"paper": "ALL", "suggestions": total})
    rows.append({"paper": "MEAN", "suggestions": total / (len(rows) - 1)})
    title = "Suggestions in papers without participants' words"
    return Table(title, {"paper": "", "suggestions": ".2f"}, rows)


def _suggested(paper: SuggestedPaper, threshold: float) -> list[Suggested]:
    return [
        Suggested(record["page"], record["text"], record["speaker"], record["score"])
        for record in suggestion_records(paper, min_score=threshold)
    ]


if __name__ == "__main__":
    run(main)
