"""Title, sections and headings of a paper."""

import pytest

from extractor.reading.flow import place
from extractor.reading.frames import Frame
from extractor.reading.lines import PrintedLine, line_of
from extractor.reading.outline import find_outline
from extractor.reading.writing import write_text
from extractor.records import Block, Kind, Section, Style
from tests.printing import line, pieces

Made = tuple[Kind, PrintedLine, int]

TITLE = "Being heard: an interview study of trust"


def heading(text: str, size: float = 12, page: int = 1) -> Made:
    return Kind.HEADING, line(text, size=size, style=Style.BOLD), page


def paragraph(text: str, page: int = 1, *, bold: str = "") -> Made:
    opening = pieces(bold, 0, style=Style.BOLD)
    return Kind.PARAGRAPH, line_of([*opening, *pieces(text, 200)]), page


def outline(*made: Made) -> list[Block]:
    placed = [place([each], kind, Frame(page, 0, 595, 842, [], []), 1) for kind, each, page in made]
    written, blocks = write_text(placed)
    return list(find_outline(blocks, "".join(written.parts)))


def sections(*made: Made) -> list[Section]:
    return [block.section for block in outline(*made)]


def title(*made: Made) -> str:
    written = [each.text for _, each, _ in made]
    kinds = [block.kind for block in outline(*made)]
    return written[kinds.index(Kind.TITLE)] if Kind.TITLE in kinds else ""


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("Research Article", id="a label"),
        pytest.param("RESEARCH", id="one word"),
        pytest.param("International Journal of Listening Studies", id="the journal's name"),
        pytest.param("Contents lists available at a publisher", id="a publisher's line"),
        pytest.param("Keywords: trust, listening, care", id="keywords"),
        pytest.param("Plain English summary", id="a section's name"),
        pytest.param("Ada Noone, Bela Nobody and Cleo Niemand*", id="authors"),
        pytest.param("Ada Noone 1 · Bela Nobody 2", id="authors with affiliation marks"),
    ],
)
def test_the_title_is_the_largest_heading_that_is_not(other: str) -> None:
    assert title(heading(other, 24), heading(TITLE, 18), heading("Abstract", 12)) == TITLE


def test_the_first_of_two_headings_alike_is_the_title() -> None:
    assert title(heading(TITLE, 18), heading("What people said of it", 18)) == TITLE


def test_a_larger_heading_on_a_later_page_is_no_title() -> None:
    assert title(heading(TITLE, 18), heading("What people said of it", 24, 2)) == TITLE


def test_a_title_with_names_of_places_is_one() -> None:
    named = "Listening to Nurses in Northern Ireland and Wales"
    assert title(heading(named, 18)) == named


def test_a_paper_may_have_no_title() -> None:
    assert title(heading("Abstract"), paragraph("People spoke of trust.")) == ""


def test_headings_name_the_sections_and_their_blocks() -> None:
    blocks = outline(
        heading(TITLE, 18),
        heading("Methods"),
        paragraph("We spoke with people."),
        heading("Results"),
        paragraph("They were heard."),
    )
    assert [(block.section, block.heading) for block in blocks[2:]] == [
        (Section.METHODS, "Methods"),
        (Section.RESULTS, "Results"),
        (Section.RESULTS, "Results"),
    ]


def test_a_theme_as_high_as_methods_begins_the_results() -> None:
    made = heading("Methods"), paragraph("We spoke."), heading("Somebody who stays", page=2)
    assert sections(*made)[-1] is Section.RESULTS


def test_a_lower_heading_of_the_methods_stays_in_them() -> None:
    made = heading("Methods", 14), paragraph("We spoke."), heading("Where we met", 11)
    assert sections(*made)[-1] is Section.METHODS


def test_an_unnamed_heading_on_a_later_page_ends_the_front_matter() -> None:
    assert sections(heading("Who we are"), heading("How it began", page=2)) == [
        Section.FRONT,
        Section.INTRODUCTION,
    ]


def test_an_unnamed_heading_after_prose_ends_the_front_matter_on_the_first_page() -> None:
    prose = paragraph("They were heard. " * 30)
    made = heading(TITLE, 18), prose, heading("How it began")
    assert sections(*made) == [Section.FRONT, Section.FRONT, Section.INTRODUCTION]


def test_paragraphs_under_references_are_references() -> None:
    blocks = outline(heading("References"), paragraph("Noone A. Listening. 2019."))
    assert blocks[1].kind is Kind.REFERENCE


def test_a_run_in_heading_begins_the_abstract() -> None:
    [block] = outline(paragraph("People spoke of trust.", bold="Abstract:"))
    assert (block.section, block.heading) == (Section.ABSTRACT, "Abstract:")


@pytest.mark.parametrize("name", ["Funding:", "Author Contributions:", "Conflicts of Interest."])
def test_a_run_in_heading_begins_the_back_matter(name: str) -> None:
    made = heading("Discussion"), paragraph("None.", 9, bold=name), paragraph("More.", 9)
    assert [(b.section, b.heading) for b in outline(*made)[1:]] == [(Section.BACK, name)] * 2


@pytest.mark.parametrize(
    "made",
    [
        pytest.param((heading("Results"), paragraph("It grew.", bold="Trust:")), id="a theme"),
        pytest.param((heading("Results"), paragraph("Funding: none.")), id="not in bold"),
        pytest.param((heading("Results"), paragraph("x", bold="Funding was short")), id="no stop"),
        pytest.param(
            (heading("Methods"), paragraph("None.", bold="Funding:")), id="in the methods"
        ),
        pytest.param((heading("Abstract"), paragraph("x.", bold="Results:")), id="in an abstract"),
    ],
)
def test_other_bold_openings_begin_no_section(made: tuple[Made, Made]) -> None:
    first, second = sections(*made)
    assert first is second
