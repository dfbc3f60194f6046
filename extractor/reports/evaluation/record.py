"""The evaluation report for programs: every figure by name, and what stands behind it."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from extractor.agreement.evaluated import EvaluatedPaper
from extractor.agreement.evaluating import record_of_evaluation
from extractor.agreement.figure import record_of
from extractor.agreement.results import Group
from extractor.reports.evaluation.basis import Basis
from extractor.reports.evaluation.themes import matrix_of, quoted_in, speaker_rows, theme_rows
from extractor.reports.evaluation.wording import methods_of
from extractor.store.facts import record_of_facts


def record_of_report(basis: Basis) -> dict[str, Any]:
    """All that the HTML report tells, as JSON knows it; it holds no word of a paper.

    ``figures`` has each figure under its group and name, as "detector/Recall (exact)".
    """
    figures = {
        f"{group.name}/{each.figure.name}": record_of(each.figure)
        for group in groups_of(basis)
        for each in group.measured
    }
    return {
        "made": basis.made,
        "versions": dict(basis.versions),
        "review": record_of_facts(basis.facts) | {"flow": basis.flow},
        "figures": figures,
        "evaluation": record_of_evaluation(basis.evaluation),
        **_quoted(basis),
        "papers": [_paper(paper) for paper in basis.papers],
        "methods": methods_of(basis),
    }


def groups_of(basis: Basis) -> Iterator[Group]:
    """The groups of figures; each part of the detector's is a group too, "by form: inline"."""
    yield from basis.evaluation.groups
    for part in basis.evaluation.parts:
        name = f"by {part.by}: {part.paper or part.value}"
        yield Group(name, f"By {part.by}: {part.value}", "", part.measured)


def _quoted(basis: Basis) -> dict[str, Any]:
    """Themes by study, and who is quoted."""
    quoted = quoted_in(basis.papers, without_person_details=not basis.person_details)
    return {
        "matrix": [
            {"theme": theme, "paper": row.number, "quotations": cell.quotations}
            for block in matrix_of(quoted, basis.facts.codebook)
            for row in block.rows
            for theme, cell in zip(block.themes, row.cells, strict=True)
        ],
        "themes": [row._asdict() for row in theme_rows(quoted, basis.facts.codebook)],
        "speakers": [row._asdict() for row in speaker_rows(quoted)],
    }


def _paper(paper: EvaluatedPaper) -> dict[str, Any]:
    return {
        "number": paper.number,
        "paper": paper.id,
        "document": paper.document,
        "title": paper.title,
        "source": PurePath(paper.source).name,
        "blind": [asdict(page.part) | {"page": page.page} for page in paper.blind],
    }
