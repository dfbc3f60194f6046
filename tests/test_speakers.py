"""Speaker labels as papers print them, what is none, and what they tell of the speaker."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.quotes.speakers.beside import (
    Label,
    is_moderator,
    label_after,
    label_before,
    split_trailing_label,
)
from extractor.quotes.speakers.labels import is_label, label_likeness
from extractor.quotes.speakers.leads import lead_in_speaker, lead_out_speaker
from extractor.quotes.speakers.voices import parse_speaker, voice_of, voice_of_participants
from extractor.records import Span, Speaker, Voice
from tests.marked import parse

LABELS = [
    "(P3)",
    "(#4)",
    "(DK8)",
    "(ID 3)",
    "(F)",
    "(15)",
    "(student 5)",
    "(P3, woman, 24)",
    "(Male, 52, WLC)",
    "(Participant 14)",
    "(Patient 9, Female, 40–44 years, Hillside)",
    "(Age 31, Male, Paediatrics)",
    "(unaffected male, 41 years)",
    "(19 year-old father)",
    "(Centre C, R2)",
    "(Urban).",
    "[Marlene]",
    "[FG2-nurse]",
    "[IDI, Female, Village elder]",
    "[pregnant woman]",
    "IDI-EA-SU-F-02",
    "– Mara, 31",
    "(M45)",
    "(10/F/34)",
    "(Nurse, Hillside (second group))",
    "(Original, P5_NL)",
    "(Focus group, women, Hillside)",
    "(Family Friend #2; FF2)",
    "(Teacher (second interview))",
    "(Interview with a carer, 2016)",
    "(Pflegekraft, 45 Jahre)",
    "(140802_003-17)",
]

NO_LABELS = [
    "(laughs)",
    "[my doctor]",
    "(n = 9, 20.5%)",
    "(Moore, 1981, p. 12)",
    "[43]",
    "(see Table 2)",
    "(2019)",
    "(long pause)",
    "(Moore et al., 2019)",
    "[the support worker]",
    "(p < 0.05)",
    "(my sister)",
    "[they had told me before]",
    "(WHO)",
    "(Table 3)",
    "(crying)",
    "[sic]",
    "(12%)",
    "[12–14]",
    "(1, 4, 7)",
    "(e.g. friends)",
    "(because nobody had asked)",
    "(…)",
    "(emphasis added)",
    "(and then she said it again)",
    "(3.90)",
    "(to be heard)",
]

AFTER = [
    pytest.param("“I was heard”|(⟦P3⟧).", id="round brackets"),
    pytest.param("“I was heard.”| [⟦Marlene⟧]", id="square brackets"),
    pytest.param("“I was heard|.” (⟦P3, woman, 24⟧)", id="from the last word on"),
    pytest.param("“I was heard”|. (⟦Nora, 34⟧)", id="the full stop before"),
    pytest.param("“I was heard.”|12 (⟦P3⟧)", id="a reference number between"),
    pytest.param("“I was heard”| (laughs) (⟦P3⟧)", id="a remark between"),
    pytest.param("“I was heard.”| — ⟦Mara, 31⟧", id="after a dash"),
    pytest.param("“I was heard”|- ⟦FGD, Hillside village⟧", id="after a hyphen"),
    pytest.param("“I was heard.”| ⟦IDI-EA-SU-F-02⟧", id="a code with nothing around it"),
    pytest.param("I was heard.|\n⟦Participant 5⟧", id="on the next line"),
    pytest.param("I was heard.| ⟦GP4 (Urban)⟧.", id="a code and a bracket"),
    pytest.param("I was heard.| ⟦Man, group 2⟧", id="sex and group, bare"),
    pytest.param("“I was heard”| (⟦Nurse (day clinic)⟧)", id="a bracket inside"),
    pytest.param("“I was heard. “|(⟦P4⟧)", id="a mark turned round"),
    pytest.param("“I was heard”| (n = 9, 20.5%).", id="a count is none"),
    pytest.param("“I was heard”| (Moore, 1981, p. 12)", id="a citation is none"),
    pytest.param("“I was heard” |[43].", id="a reference is none"),
    pytest.param("“I was heard”| P3 said.", id="a subject is none"),
    pytest.param("“I was heard.”| Participants felt that.", id="a sentence is none"),
    pytest.param("I was heard.| Researcher: I see.", id="the next turn is none"),
    pytest.param("“I was heard”| – and so they stayed.", id="an aside is none"),
]

BEFORE = [
    pytest.param("⟦P3⟧: “|I was heard.”", id="a code"),
    pytest.param("⟦Anna⟧: |I was heard.", id="a name"),
    pytest.param("⟦Participant 4 (female)⟧: “|I was heard", id="with a bracket"),
    pytest.param("⟦Mother, 34⟧: ‘|I was heard", id="role and age"),
    pytest.param("⟦R⟧: |I was heard", id="an initial"),
    pytest.param("[⟦Marlene⟧] “|I was heard", id="in brackets"),
    pytest.param("⟦P3⟧\t|I was heard", id="before a tab"),
    pytest.param("It helped. ⟦P2⟧: |I was heard", id="in the middle of a block"),
    pytest.param("• ⟦Nurse⟧: |I was heard", id="after a bullet"),
    pytest.param("Trust: “|I was heard", id="a theme is none"),
    pytest.param("As one of them said: “|I was heard", id="a sentence is none"),
    pytest.param("They said it: “|I was heard", id="a short sentence is none"),
    pytest.param("|I was heard", id="nothing before"),
]

LEAD_IN = [
    pytest.param("As ⟦Nora, a 34-year-old nurse⟧, put it: “|", id="a name with what it is"),
    pytest.param("⟦Participant 14⟧ explained, |", id="a numbered noun"),
    pytest.param("⟦One mother⟧ said: |", id="a role"),
    pytest.param("A ⟦social worker⟧ later noted that “|", id="without the article"),
    pytest.param("They were heard, according to ⟦P7⟧: |", id="according to"),
    pytest.param("As put by ⟦one young carer⟧: “|", id="as put by"),
    pytest.param("In the words of ⟦Halake Moore⟧, “|", id="in the words of"),
    pytest.param("One nurse (⟦P7⟧) described this as “|", id="a code in brackets"),
    pytest.param("From a ⟦young mother⟧: |", id="no verb before the colon"),
    pytest.param("When asked about nurses, ⟦one patient⟧ said: “|", id="not what was asked about"),
    pytest.param("⟦Amos, one of the tutors⟧, told us: “|", id="one of"),
    pytest.param("A ⟦student⟧ came late. She told us: “|", id="a pronoun, one sentence back"),
    pytest.param("„So war es“. Wie eine ⟦Pflegekraft⟧ sagte: „|", id="German"),
    pytest.param(
        "“It helped” (P1). Another ⟦nurse⟧ said: “|", id="not the label of the quotation before"
    ),
    pytest.param("Participants described feeling heard: “|", id="everybody is nobody"),
    pytest.param("For example: “|", id="nobody"),
    pytest.param("The scale measures the “|", id="not a person"),
]

LEAD_OUT = [
    pytest.param("“I was heard,”| said ⟦Anna⟧.", id="verb first"),
    pytest.param("“I was heard”|, as ⟦one student⟧ put it.", id="as one put it"),
    pytest.param("“I was heard.”| One student disagreed.", id="not the next sentence"),
    pytest.param("“I was heard”| and stayed.", id="nobody"),
]

TRAILING = [
    pytest.param("⟦I was heard.⟧ (P3, woman, 24)", "P3, woman, 24", id="in round brackets"),
    pytest.param("⟦I was heard⟧ (P3).", "P3", id="the full stop after"),
    pytest.param("⟦I was heard.⟧ [FG2-nurse]", "FG2-nurse", id="in square brackets"),
    pytest.param("⟦I was heard.⟧ – Mara, 31", "Mara, 31", id="after a dash"),
    pytest.param("⟦I was heard.⟧ GP4 (Urban).", "GP4 (Urban)", id="a code and a bracket"),
    pytest.param("⟦I was heard.⟧ IDI-EA-SU-F-02", "IDI-EA-SU-F-02", id="a bare code"),
    pytest.param("⟦I was heard⟧ (3046).", "3046", id="a number"),
    pytest.param("⟦I was heard.⟧ (F)", "F", id="a letter"),
    pytest.param("⟦I was heard.⟧(Male, 52, WLC)", "Male, 52, WLC", id="no space before"),
    pytest.param("⟦I was heard⟧ Participant 7", "Participant 7", id="no full stop before"),
    pytest.param("⟦“I was heard”⟧- [pregnant woman].", "pregnant woman", id="dash and bracket"),
    pytest.param(
        "⟦I was heard.⟧ Nurse, Hillside (day clinic)",
        "Nurse, Hillside (day clinic)",
        id="with nothing around it",
    ),
    pytest.param("⟦I was heard (laughs)⟧", None, id="a remark"),
    pytest.param("⟦I was heard by her [my doctor].⟧", None, id="an insertion"),
    pytest.param("⟦I told her (the nurse).⟧", None, id="an insertion with a role"),
    pytest.param("⟦It was better then (n = 9, 20.5%)⟧", None, id="a count"),
    pytest.param("⟦It was better then (Moore, 1981, p. 12)⟧", None, id="a citation"),
    pytest.param("⟦It was better then [43].⟧", None, id="a reference"),
    pytest.param("⟦It was better then (see Table 2).⟧", None, id="a table"),
    pytest.param("⟦It was better in the end (2019).⟧", None, id="a year"),
    pytest.param("⟦It was quiet. I was heard.⟧", None, id="no label"),
    pytest.param("⟦They came. Anna helped.⟧", None, id="a short sentence"),
]

SPEAKERS = [
    ("P3, woman, 24", Speaker("P3", "woman", "24")),
    (
        "Patient 9, Female, 40–44 years, Hillside",
        Speaker("Patient 9", "Female", "40–44", "Patient", "Hillside"),
    ),
    ("Age 31, Male, Paediatrics", Speaker(None, "Male", "31", "Paediatrics")),
    ("Centre C, R2", Speaker("R2", site="Centre C")),
    ("47 year-old female official", Speaker(None, "female", "47", "official")),
    ("FG2-nurse", Speaker("FG2", role="nurse")),
    ("Mara, 31", Speaker("Mara", age="31")),
    ("[Marlene]", Speaker("Marlene")),
    ("15", Speaker("15")),
    ("10/F/34", Speaker("10", "F", "34")),
    ("Village teacher, in her 50s", Speaker(None, None, "50s", "Village teacher")),
    ("IDI-EA-SU-F-02", Speaker("IDI-EA-SU-F-02")),
]

VOICES = [
    ("Patient 9, Male", Voice.SERVICE_USER),
    ("person with depression", Voice.SERVICE_USER),
    ("Service User Forum B", Voice.SERVICE_USER),
    ("Mother, 34", Voice.LAY),
    ("mother of a patient", Voice.LAY),
    ("wife of the nurse", Voice.LAY),
    ("community member", Voice.LAY),
    ("GP17", Voice.PROFESSIONAL),
    ("community psychiatric nurse", Voice.PROFESSIONAL),
    ("nurse working with patients", Voice.PROFESSIONAL),
    ("Health Worker/Policy Maker II", Voice.PROFESSIONAL),
    ("Pflegekraft, 45", Voice.PROFESSIONAL),
    ("P3", Voice.UNCLEAR),
    ("Female participant", Voice.UNCLEAR),
]


def split_at_bar(marked: str) -> tuple[str, int, list[str]]:
    """A text, the place at which a bar stood in it, and what stood in ⟦ ⟧."""
    bare = marked.replace("⟦", "").replace("⟧", "")
    text, expected = parse(marked.replace("|", ""))
    return text, bare.index("|"), [span.of(text) for span in expected]


def texts(label: Label | None) -> list[str]:
    return [label.text] if label else []


@pytest.mark.parametrize("marked", AFTER)
def test_label_after(marked: str) -> None:
    text, at, expected = split_at_bar(marked)

    label = label_after(text, at, len(text))

    assert texts(label) == expected


@pytest.mark.parametrize("marked", BEFORE)
def test_label_before(marked: str) -> None:
    text, at, expected = split_at_bar(marked)

    assert texts(label_before(text, at, 0)) == expected


@pytest.mark.parametrize("marked", LEAD_IN)
def test_lead_in_speaker(marked: str) -> None:
    text, at, expected = split_at_bar(marked)

    assert texts(lead_in_speaker(text, at, 0)) == expected


@pytest.mark.parametrize("marked", LEAD_OUT)
def test_lead_out_speaker(marked: str) -> None:
    text, at, expected = split_at_bar(marked)

    assert texts(lead_out_speaker(text, at, len(text))) == expected


@pytest.mark.parametrize(("marked", "expected"), TRAILING)
def test_split_trailing_label(marked: str, expected: str | None) -> None:
    text, (quotation,) = parse(marked)

    span, label = split_trailing_label(text, Span(0, len(text)))

    assert (span, label and label.text) == (quotation, expected)


def test_label_knows_where_it_stands() -> None:
    text = "“I was heard.” (P3)"

    label = label_after(text, 14, len(text))

    assert label is not None
    assert label.span.of(text) == "P3"


@pytest.mark.parametrize("label", LABELS)
def test_is_label(label: str) -> None:
    assert is_label(label)


@pytest.mark.parametrize("label", NO_LABELS)
def test_is_no_label(label: str) -> None:
    assert not is_label(label)


@pytest.mark.parametrize(("label", "speaker"), SPEAKERS)
def test_parse_speaker(label: str, speaker: Speaker) -> None:
    assert parse_speaker(label) == speaker


@pytest.mark.parametrize(("label", "voice"), VOICES)
def test_voice_of_label(label: str, voice: Voice) -> None:
    assert voice_of(label, "") is voice


def test_voice_is_told_by_the_sentence_where_the_label_is_mute() -> None:
    assert voice_of("P3", "one young mother") is Voice.LAY


def test_voice_is_told_by_the_paper_where_all_else_is_mute() -> None:
    about = "We held interviews with nurses and midwives about how patients are heard."

    assert voice_of("P3", "", about=about) is Voice.PROFESSIONAL


def test_people_of_both_sides_leave_the_voice_unclear() -> None:
    assert voice_of_participants("Interviews with nurses and patients.") is Voice.UNCLEAR


def test_whom_people_talk_about_or_are_invited_by_is_not_who_speaks() -> None:
    about = "Older adults’ stories of care. They were interviewed about talking with staff."

    assert voice_of_participants(about) is Voice.SERVICE_USER
    assert voice_of_participants("Participants were invited by nurses.") is Voice.UNCLEAR


@pytest.mark.parametrize(
    ("label", "moderates"), [("I", True), ("Interviewer", True), ("P3", False)]
)
def test_is_moderator(label: str, moderates: bool) -> None:
    assert is_moderator(label) is moderates


ALPHABET = st.text(alphabet='“”"’()[]–-—:.,;# \n\tPFaA13nurseähe', min_size=1, max_size=80)


@given(ALPHABET, st.integers(0, 80))
def test_labels_lie_in_the_text(text: str, at: int) -> None:
    at = min(at, len(text))
    span, trailing = split_trailing_label(text, Span(0, len(text)))
    found = [
        trailing,
        label_after(text, at, len(text)),
        label_before(text, at, 0),
        lead_in_speaker(text, at, 0),
        lead_out_speaker(text, at, len(text)),
    ]

    assert 0 <= span.start < span.end <= len(text)
    assert all(label.span.of(text) == label.text for label in found if label)


@given(ALPHABET)
def test_any_words_can_be_asked_about(text: str) -> None:
    parse_speaker(text)

    assert 0 <= label_likeness(text) <= 1
    assert voice_of(text, text, about=text) in Voice
