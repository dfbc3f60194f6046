"""What a reader should know about a paper's text before trusting it."""

import pytest

from extractor.reading.columns import Column
from extractor.reading.printed import Printed
from extractor.reading.quality import find_findings, has_no_text, uncertain_columns
from tests.printing import line, pieces, words

TEXT = pieces(words(400))


def page(
    number: int = 1,
    *,
    letters: str | None = None,
    pictures: float = 0.0,
    hidden: float = 0.0,
    unmapped: int = 0,
) -> Printed:
    made = TEXT if letters is None else pieces(letters)
    return Printed(
        number, "", 595, 842, made, [], pictures=pictures, hidden=hidden, unmapped=unmapped
    )


def codes(*pages: Printed) -> dict[str, tuple[int, ...]]:
    return {finding.code: finding.pages for finding in find_findings(pages, uncertain=())}


@pytest.mark.parametrize(
    ("pages", "found"),
    [
        pytest.param([page(), page(2)], {}, id="nothing to tell"),
        pytest.param(
            [page(), page(2, letters="3", pictures=0.9)], {"scanned pages": (2,)}, id="a picture"
        ),
        pytest.param([page(), page(2, hidden=0.9)], {"OCR layer": (2,)}, id="invisible text"),
        pytest.param([page(unmapped=300)], {"garbled fonts": (1,)}, id="letters without a value"),
        pytest.param([page(unmapped=10)], {}, id="a few bullets of a symbol font"),
        pytest.param([page(letters=words(50))], {"little text": ()}, id="little text"),
        pytest.param([page(pictures=0.9)], {}, id="text over a picture"),
    ],
)
def test_findings(pages: list[Printed], found: dict[str, tuple[int, ...]]) -> None:
    assert codes(*pages) == found


def test_uncertain_columns_are_told_with_their_pages() -> None:
    [finding] = find_findings([page(), page(2)], uncertain=[2])
    assert (finding.code, finding.pages) == ("uncertain columns", (2,))


@pytest.mark.parametrize(
    ("pages", "none"),
    [
        pytest.param([page(letters="", pictures=1.0)], True, id="pictures"),
        pytest.param([page(letters="page 1", pictures=1.0)], True, id="pictures with a stamp"),
        pytest.param([page(letters="")], True, id="nothing at all"),
        pytest.param([page(letters="Being heard")], False, id="few words without a picture"),
        pytest.param([page(), page(letters="", pictures=1.0)], False, id="half of it"),
    ],
)
def test_a_paper_without_text_is_told_from_one_with_little(
    pages: list[Printed], none: bool
) -> None:
    assert has_no_text(pages) is none


def torn(gap: float, *, size: float = 10) -> Column:
    made = [line("people spoke of trust", 50, 12.0 * n, size=size) for n in range(8)]
    right = [line("and of small signs", made[0].x1 + gap, 12.0 * n, size=size) for n in range(8)]
    joined = [
        one._replace(pieces=(*one.pieces, *other.pieces), x1=other.x1)
        for one, other in zip(made, right, strict=True)
    ]
    return Column(joined, 50, 400)


@pytest.mark.parametrize(
    ("column", "uncertain"),
    [
        pytest.param(torn(15), True, id="a gap like that between columns"),
        pytest.param(torn(4), False, id="wide spaces"),
        pytest.param(torn(15, size=8), False, id="small print, as in tables"),
    ],
)
def test_lines_of_running_text_with_wide_gaps_make_columns_uncertain(
    column: Column, uncertain: bool
) -> None:
    assert uncertain_columns([column], 10.0) is uncertain
