"""What the finders offer as candidates, before anything is ranked.

Texts hold their own expectation: ⟦ ⟧ stand around each candidate that must be among those found.
"""

import pytest

from extractor.quotes.candidate import trimmed
from extractor.quotes.finders import find_candidates
from extractor.quotes.finders.turns import is_turn
from extractor.quotes.paper import document_of_text, look_at
from extractor.quotes.speakers.labels import is_only_label
from extractor.records import Block, Document, Form, Kind, Section, Span
from tests.marked import parse


def displayed(*paragraphs: str, continued: tuple[int, ...] = ()) -> Document:
    """A document whose paragraphs its source marks as displayed quotations."""
    text, blocks = "", []
    for index, paragraph in enumerate(paragraphs):
        span = Span(len(text), len(text) + len(paragraph))
        goes_on = index in continued
        blocks.append(Block(Kind.PARAGRAPH, span, Section.RESULTS, quoted=True, continued=goes_on))
        text += paragraph + "\n\n"
    return Document(paper="", text=text.strip(), reader="test", blocks=tuple(blocks))


def words_of_candidates(document: Document) -> list[str]:
    candidates = find_candidates(look_at(document))
    return [candidate.span.of(document.text) for candidate in candidates]


@pytest.mark.parametrize(
    "turns",
    [
        pytest.param(["Interviewer: And then?", "Mara: I stayed."], id="somebody asks"),
        pytest.param(["P1: I stayed.", "P2: So did I, that night."], id="codes"),
        pytest.param(["K: I stayed.", "M: So did I, that night."], id="initials"),
        pytest.param(
            ["Greet: I stayed.", "Rachid: So did I.", "Greet: We talked."], id="names that recur"
        ),
    ],
)
def test_a_dialogue_is_seen(turns: list[str]) -> None:
    paper = look_at(document_of_text("\n\n".join(turns)))

    assert all(is_turn(paper, index) for index in range(len(turns)))


@pytest.mark.parametrize(
    "paragraphs",
    [
        pytest.param(["Setting: a clinic in a small town.", "Sample: nine people."], id="a list"),
        pytest.param(
            ["Intervention: eight weekly meetings.", "Comparison: a leaflet."], id="two arms"
        ),
    ],
)
def test_run_in_headings_are_no_dialogue(paragraphs: list[str]) -> None:
    paper = look_at(document_of_text("\n\n".join(paragraphs)))

    assert not any(is_turn(paper, index) for index in range(len(paragraphs)))


@pytest.mark.parametrize(
    ("words", "only"),
    [
        pytest.param("(Husband, group 2)", True, id="who, in brackets"),
        pytest.param("Participant 4, 25 years, hospital worker", True, id="with a code"),
        pytest.param("She told my mother everything, the nurse did.", False, id="words"),
        pytest.param("(if it helped)", False, id="a remark in brackets"),
    ],
)
def test_a_label_by_itself_is_no_candidate(words: str, *, only: bool) -> None:
    assert is_only_label(words) is only


def test_a_block_with_several_labelled_quotations_is_parted() -> None:
    document = displayed(
        "She asked me twice, and I told her. (P7, man, 58 years) I would not have gone back, you "
        "know, but for him. (P2, woman, 45 years)"
    )

    assert words_of_candidates(document) == [
        "She asked me twice, and I told her.",
        "I would not have gone back, you know, but for him.",
    ]


def test_the_paragraphs_of_one_displayed_quotation_are_one_candidate() -> None:
    document = displayed(
        "She asked me twice.", "So in the end I told her. (P7)", "We were strangers.",
        continued=(1,),
    )  # fmt: skip

    assert words_of_candidates(document) == [
        "She asked me twice.\n\nSo in the end I told her.",
        "We were strangers.",
    ]


def test_a_label_ends_a_displayed_quotation_that_the_source_lets_go_on() -> None:
    document = displayed("I told her. (P7, man)", "We were strangers. (P8, man)", continued=(1,))

    assert words_of_candidates(document) == ["I told her.", "We were strangers."]


def test_marks_that_never_close_end_at_the_label() -> None:
    text, (expected,) = parse("“⟦I felt heard for once, and it showed.⟧ FGD member 4")

    spans = [candidate.span for candidate in find_candidates(look_at(document_of_text(text)))]

    assert expected in spans


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param("⟦I told her everything⟧ (laughs)", id="a sound after the last word"),
        pytest.param("⟦I told her everything⟧ [laughter]", id="in square brackets"),
        pytest.param("[long silence] ⟦I told her everything⟧", id="before the first word"),
        pytest.param("⟦I told her (laughs) everything⟧", id="in the middle it stays"),
        pytest.param("⟦[My nurse] told me everything⟧", id="an author's insertion stays"),
    ],
)
def test_sounds_at_the_ends_are_outside(marked: str) -> None:
    text, (expected,) = parse(marked)
    paper = look_at(document_of_text(text))

    assert trimmed(paper, 0, len(text)) == expected


def test_a_paragraph_after_a_colon_may_be_a_quotation_where_there_are_no_pages() -> None:
    document = document_of_text("One of them put it so:\n\nShe waited, and that was all I needed.")

    candidates = find_candidates(look_at(document))

    assert [candidate.form for candidate in candidates] == [Form.BLOCK]
