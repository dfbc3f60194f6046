"""How well pre-screening tells papers with first-hand accounts from others, and how many they hold.

With ``--leave-out paper`` each paper is judged by what has seen neither it nor any other form of
it: the ranker is trained anew without it, and so is the model of pre-screening. By itself the
script measures what comes with firsthand.
"""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
import typer
from sklearn.metrics import average_precision_score, roc_auc_score

from extractor.records import SuggestedPaper
from extractor.screening.model import default_model
from extractor.screening.prospects import PaperKind, Prospect, prospect_of, ranked
from extractor.screening.signs import signs_of
from figures import Bar, Figures, Row, Table, over, publish
from learning_screening import Case, learn
from screened_papers import Known, known_papers
from shell import Folder, Json, Out, run
from teaching import FOLDS

HOW = (
    "`has_accounts` is compared with whether a paper holds an account at all, `expected` with how "
    "many, fragments and headings not counted. An estimate is near within 20 % or 2 accounts. The "
    "interval is to hold the true number in 90 % of papers with accounts. The bars are of GOLD and "
    "NEGATIVES; the articles in JATS and the bundled papers are told for comparison."
)
AREA, NEAR, SHARE, WITHIN = 0.98, 0.8, 0.2, 2
COLUMNS = {
    "paper": "", "folder": "", "accounts": "d", "expected": "d", "low": "d", "high": "d",
    "has_accounts": ".3f", "kind": "", "near": "", "inside": "",
}  # fmt: skip


class Leave(StrEnum):
    """What is left out of all that is learned."""

    NOTHING = "nothing"
    PAPER = "paper"


class Judged(NamedTuple):
    """A paper whose accounts are known, and its row."""

    known: Known
    prospect: Prospect

    @property
    def chance(self) -> float:
        """How likely it is said to hold accounts."""
        return self.prospect.has_accounts or 0.0

    @property
    def is_near(self) -> bool:
        """Whether about as many accounts are expected as there are."""
        true = self.known.accounts
        expected = self.prospect.expected
        return expected is not None and abs(expected.count - true) <= max(WITHIN, SHARE * true)

    @property
    def is_inside(self) -> bool:
        """Whether the interval holds the number of accounts."""
        expected = self.prospect.expected
        return expected is not None and expected.low <= self.known.accounts <= expected.high


def main(
    gold: Folder,
    negatives: Folder,
    leave: Annotated[
        Leave, typer.Option("--leave-out", help="Learn all anew without each paper.")
    ] = Leave.NOTHING,
    jats: Annotated[
        Path | None, typer.Option(exists=True, help="To learn from too: JATS with marks here.")
    ] = None,
    typeset: Annotated[
        Path | None, typer.Option(exists=True, help="To learn from: what typeset_jats.py wrote.")
    ] = None,
    folds: Annotated[
        int, typer.Option(min=2, help="How many rankers are trained, each without a part.")
    ] = FOLDS,
    kept: Annotated[
        Path | None, typer.Option(help="Keep what left-out rankers suggest in this file.")
    ] = None,
    out: Out = None,
    json: Json = None,
) -> None:
    """Measure pre-screening on papers with gold and papers without accounts."""
    is_left_out = leave is Leave.PAPER
    papers = known_papers(
        gold, negatives, jats, typeset, leave_out=is_left_out, kept=kept, folds=folds
    )
    judged = judge_without_each(papers) if is_left_out else judge(papers)
    measured = [one for one in judged if one.known.folder in ("gold", "negatives")]
    others = [one for one in judged if one not in measured]
    tables = [share_table(judged), *(paper_table(*told) for told in (
        ("GOLD and NEGATIVES, as they are ranked", measured),
        ("Other papers, as they are ranked", others),
    ))]  # fmt: skip
    title = f"Pre-screening, leaving out: {leave}"
    publish(Figures(title, HOW, bars_of(measured), tables), out=out, as_json=json)


def judge(papers: Sequence[Known]) -> list[Judged]:
    """Every paper by the model that comes with firsthand."""
    return [Judged(one, prospect_of(_paper(one), model=default_model())) for one in papers]


def judge_without_each(papers: Sequence[Known]) -> list[Judged]:
    """Every paper by a model learned from the others."""
    cases = [Case(signs_of(one.document, one.suggestions), one.accounts) for one in papers]
    judged = []
    for at, one in enumerate(papers):
        model = learn([*cases[:at], *cases[at + 1 :]], version="left out")
        judged.append(Judged(one, prospect_of(_paper(one), model=model)))
    return judged


def bars_of(judged: Sequence[Judged]) -> list[Bar]:
    """The promises of pre-screening."""
    area = area_of(judged)
    gold = [one for one in judged if one.known.accounts]
    near = over(sum(one.is_near for one in gold), len(gold))
    lost = [one for one in gold if one.prospect.kind not in SEEN]
    return [
        Bar("area under the ROC curve", f"{area:.3f}", f"at least {AREA}", area >= AREA),
        Bar("expected near, share of papers", f"{near:.3f}", f"at least {NEAR}", near >= NEAR),
        Bar("papers with accounts ranked low", f"{len(lost)}", "none", not lost),
    ]


SEEN = (PaperKind.ACCOUNTS, PaperKind.NEEDS_A_PERSON)


def area_of(judged: Sequence[Judged]) -> float:
    """Area under the ROC curve of ``has_accounts``."""
    return float(roc_auc_score([_has(one) for one in judged], [one.chance for one in judged]))


def share_table(judged: Sequence[Judged]) -> Table:
    """The figures of each folder, and of all."""
    groups = {folder: [one for one in judged if one.known.folder == folder]
              for folder in dict.fromkeys(one.known.folder for one in judged)}  # fmt: skip
    groups["gold, negatives"] = [*groups.get("gold", []), *groups.get("negatives", [])]
    groups["all"] = list(judged)
    columns = {"papers of": "", "papers": "d", "with accounts": "d", "area": ".3f",
               "precision": ".3f", "near": ".3f", "inside": ".3f", "Brier": ".4f"}  # fmt: skip
    return Table("In short", columns, [_shares(*item) for item in groups.items() if item[1]])


def paper_table(title: str, judged: Sequence[Judged]) -> Table:
    """A row a paper, in the order in which a person would see them."""
    order = {id(one): at for at, one in enumerate(ranked([one.prospect for one in judged]))}
    rows = sorted(judged, key=lambda one: order[id(one.prospect)])
    return Table(title, COLUMNS, [_row(one) for one in rows])


def _shares(name: str, judged: Sequence[Judged]) -> Row:
    having = [one for one in judged if one.known.accounts]
    both = 0 < len(having) < len(judged)
    has, chances = np.array([_has(one) for one in judged]), np.array([one.chance for one in judged])
    return {
        "papers of": name,
        "papers": len(judged),
        "with accounts": len(having),
        "area": area_of(judged) if both else float("nan"),
        "precision": float(average_precision_score(has, chances)) if both else float("nan"),
        "near": over(sum(one.is_near for one in having), len(having)),
        "inside": over(sum(one.is_inside for one in having), len(having)),
        "Brier": float(np.mean((chances - has) ** 2)),
    }


def _row(one: Judged) -> Row:
    expected = one.prospect.expected
    return {
        "paper": one.known.name,
        "folder": one.known.folder,
        "accounts": one.known.accounts,
        "expected": expected.count if expected else 0,
        "low": expected.low if expected else 0,
        "high": expected.high if expected else 0,
        "has_accounts": one.chance,
        "kind": one.prospect.kind.value,
        "near": "" if one.is_near else "no",
        "inside": "" if one.is_inside else "no",
    }


def _has(one: Judged) -> bool:
    return one.known.accounts > 0


def _paper(known: Known) -> SuggestedPaper:
    return SuggestedPaper(known.name, known.document, known.suggestions)


if __name__ == "__main__":
    run(main)
