"""What the detector suggests, and what it leaves alone.

Texts hold their own expectation: ⟦ ⟧ stand around each first-hand account.
"""

from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from extractor.quotes import DEFAULT_THRESHOLD, suggest_quotes
from extractor.quotes.paper import document_of_text
from extractor.quotes.pipeline import pipeline, read_into
from extractor.reading import read_paper
from extractor.records import Document, Form, Span, Suggestion, Voice
from tests.marked import parse

CORPUS = Path(__file__).parent.parent / "corpus"


def suggested(document: Document) -> list[Suggestion]:
    return [s for s in suggest_quotes(document) if s.score >= DEFAULT_THRESHOLD]


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param(
            "One woman explained: “⟦I could say it out loud to somebody, and she didn’t look"
            " away⟧” (P7).",
            id="in curly marks after a colon, a label behind it",
        ),
        pytest.param(
            'As one nurse put it, "⟦I just sit with them, you know, until they are ready⟧" (N2).',
            id="in straight marks",
        ),
        pytest.param(
            "A carer said: ‘⟦They didn’t ask us anything, and we’d been there all night⟧’ (C4).",
            id="in British single marks with apostrophes inside",
        ),
        pytest.param(
            "Eine Mutter sagte: „⟦Ich war so froh, dass uns endlich jemand zugehört hat⟧“ (M3).",
            id="in German marks",
        ),
        pytest.param(
            "Another recalled: «⟦She never made me feel that I was wasting her time⟧» (P2).",
            id="in guillemets",
        ),
        pytest.param(
            "She said: “⟦He told me ‘take your time’ and I did, I really did⟧” (P9).",
            id="what somebody else said stays inside the account",
        ),
        pytest.param(
            "“⟦I trusted her from the very first day⟧”, Mara said, “⟦because she came back when she"
            " said she would⟧” (P1).",
            id="interrupted by the author it is two accounts",
        ),
        pytest.param(
            "Interviewer: What helped you most?\n\n"
            "Participant: ⟦That he remembered my name, honestly.⟧\n\n"
            "Interviewer: And then?\n\n"
            "Participant: ⟦Then I could talk to him about the rest.⟧",
            id="in a dialogue each turn of the participant, none of the interviewer",
        ),
    ],
)
def test_accounts_are_suggested_exactly(marked: str) -> None:
    text, expected = parse(marked)

    found = suggested(document_of_text(text))

    assert [suggestion.span for suggestion in found] == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The so-called “revolving door” was well known.", id="a scare quote"),
        pytest.param(
            "Care has been called “a matter of attention before it is one of technique”"
            " (Arden, 2011, p. 4).",
            id="another author, cited",
        ),
        pytest.param(
            "The interview guide asked “How did you find the support that you were offered?”",
            id="a question of the interview guide",
        ),
        pytest.param(
            "One item reads “I am worried about how others see me”, rated from 1 to 5.",
            id="an item of a scale",
        ),
        pytest.param("We searched for “self-harm” and “qualitative”.", id="search terms"),
    ],
)
def test_what_is_no_account_is_left_alone(text: str) -> None:
    assert suggested(document_of_text(text)) == []


def test_a_suggestion_says_who_speaks_and_why() -> None:
    text = "One patient said: “I felt that she believed me, and that was enough” (P3, woman, 24)."

    (found,) = suggested(document_of_text(text))

    assert found.speaker == "P3, woman, 24"
    assert found.speaker_parts.id == "P3"
    assert found.speaker_parts.sex == "woman"
    assert found.speaker_parts.age == "24"
    assert found.voice is Voice.SERVICE_USER
    assert "in quotation marks" in found.why
    assert "speaker label after it" in found.why


@pytest.mark.parametrize("label", [" Participant 3", "\n\n(P3)"])
def test_the_label_of_a_quotation_is_not_that_of_the_next_one(label: str) -> None:
    text = (
        "Some spoke of trust.\n\n“She asked me how I was, and she waited for the answer.”"
        f"{label}\n\n“I went home and slept for the first time in weeks”"
    )

    first, second = suggest_quotes(document_of_text(text))

    assert first.speaker == label.strip(" ()\n")
    assert second.speaker is None


@pytest.mark.parametrize(
    ("words", "reads_like_law"),
    [
        ("I was not permitted to see my own notes, and nobody told me why", False),
        ("The officer shall keep a record of each visit", True),
        ("I say unto thee, thou art heard", True),
    ],
)
def test_what_reads_like_law_or_scripture(words: str, reads_like_law: bool) -> None:
    (found,) = suggest_quotes(document_of_text(f"It was put like this: “{words}” (P4)."))

    assert any("law or scripture" in why for why in found.why) is reads_like_law


def test_an_indented_block_without_marks_is_suggested_without_its_label() -> None:
    document = read_paper(CORPUS / "being-heard.pdf")

    found = [s for s in suggested(document) if s.form is Form.BLOCK]

    words = [suggestion.span.of(document.text) for suggestion in found]
    assert any(text.startswith("I said, would you ever put the pen down.") for text in words)
    assert not any("(P" in text for text in words)
    assert {suggestion.speaker for suggestion in found} >= {"P9, man, 22"}


def test_a_quotation_over_a_page_break_is_one_suggestion_with_boxes_on_both_pages() -> None:
    document = read_paper(CORPUS / "being-heard.pdf")

    pages = [document.pages_of(suggestion.span) for suggestion in suggested(document)]

    assert (2, 3) in pages


def test_one_component_alone_works_in_anyones_pipeline() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("first_hand_quotes")

    doc = nlp("A father said: “We were never told what would happen to her next” (F5).")

    (span,) = doc.spans["first_hand_accounts"]
    exact: Span = span._.suggestion.span
    assert exact.of(doc.text) == "We were never told what would happen to her next"


def test_the_spacy_pipeline_suggests_what_suggest_quotes_does() -> None:
    document = read_paper(CORPUS / "waiting-room.pdf")
    nlp = pipeline()

    doc = nlp(read_into(nlp, document))

    found = [span._.suggestion for span in doc.spans["first_hand_accounts"]]
    assert found == suggest_quotes(document)
    assert all(
        document.text[span.start_char : span.end_char] == span._.suggestion.span.of(document.text)
        for span in doc.spans["first_hand_accounts"]
    )


def test_finders_can_be_chosen_one_by_one() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("first_hand_turns")
    nlp.add_pipe("first_hand_quotes")

    doc = nlp("P1: I was heard.\n\nI: How?\n\nP1: She waited for me.\n\n“I was heard,” he said.")

    found = [span._.suggestion.form for span in doc.spans["first_hand_accounts"]]
    assert set(found) == {Form.DIALOGUE}


@given(st.text(alphabet="“”‘’'\"«»„ \n.:()[]abcI–-12P", max_size=200))
def test_every_suggestion_lies_in_the_text(text: str) -> None:
    for suggestion in suggest_quotes(document_of_text(text)):
        assert suggestion.span.end <= len(text)
        assert suggestion.span.of(text).strip()
        assert 0 <= suggestion.score <= 1


def test_an_interviewers_turn_inside_a_quotation_parts_it_in_two() -> None:
    text, expected = parse(
        "“⟦She said I could come back on Friday, and that she would be there.⟧\n\n"
        "Interviewer: And was she?\n\n"
        "⟦She was. I don’t think I’d ever been waited for before.⟧” – Jorunn, 74"
    )

    assert [suggestion.span for suggestion in suggested(document_of_text(text))] == expected


def test_an_original_and_its_translation_are_one_account() -> None:
    document = read_paper(CORPUS / "unser-gespraech.pdf")

    (found,) = [s for s in suggested(document) if "He sees what I mean" in s.span.of(document.text)]

    assert found.span.of(document.text).startswith("Verstehe, verstehe, verstehe.")


def test_the_label_of_a_quotation_in_a_table_stands_in_its_row() -> None:
    document = read_paper(CORPUS / "letters-to-a-service.pdf")

    (found,) = [s for s in suggested(document) if "lady with the braid" in s.span.of(document.text)]

    assert (found.form, found.speaker) == (Form.TABLE, "Writer 15, second letter")
