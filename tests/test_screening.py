"""Pre-screening: from one paper's suggestions to one row, and the order of rows."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.errors import FirsthandError
from extractor.exchange.prospects import COLUMNS, cells_of
from extractor.records import (
    REPRINTS,
    Block,
    Document,
    Finding,
    Form,
    Kind,
    Section,
    Span,
    SuggestedPaper,
    Suggestion,
    Voice,
)
from extractor.screening.designs import design_of
from extractor.screening.model import Expected, default_model, load_model, save_model
from extractor.screening.prospects import PaperKind, Prospect, prospect_of, ranked, unread
from extractor.screening.samples import samples_of
from tests.reviews import QUOTATIONS, document, suggested

METHODS = "We held semi-structured interviews and two focus groups. All interviews were recorded."


def paper_with(
    *scores: float,
    speakers: str = "abcdefghijklmnop",
    findings: tuple[Finding, ...] = (),
    methods: str = METHODS,
    source: str = "kettle.pdf",
) -> SuggestedPaper:
    """An invented paper whose suggestions, "Words 0" and so on, have these scores."""
    quotations = [f"Words {number}" for number in range(len(scores))]
    text = "\n".join([methods, *quotations])
    blocks = [Block(Kind.PARAGRAPH, Span(0, len(methods)), Section.METHODS)]
    suggestions = []
    for quotation, score, speaker in zip(quotations, scores, speakers, strict=False):
        start = text.index(quotation, len(methods))
        span = Span(start, start + len(quotation))
        suggestions.append(
            Suggestion("p", span, Form.BLOCK, score, (), "test", speaker=speaker,
                       voice=Voice.SERVICE_USER)
        )  # fmt: skip
    document = Document("p", text, "test", "The kettle", blocks=tuple(blocks), findings=findings)
    return SuggestedPaper(source, document, tuple(suggestions))


REVIEWED = (Finding(REPRINTS, "A review."),)
SCANNED = (Finding("scanned pages", "Pictures without text.", (1, 2, 3, 7)),)
MENDED = (Finding("second engine", "Some pages were read by the other engine.", (2,)),)


@pytest.mark.parametrize(
    ("paper", "kind"),
    [
        pytest.param(paper_with(*[0.95] * 12), PaperKind.ACCOUNTS, id="likely quotations"),
        pytest.param(
            paper_with(*[0.95] * 12, findings=MENDED), PaperKind.ACCOUNTS, id="text that was mended"
        ),
        pytest.param(
            paper_with(methods="A scale was filled in."), PaperKind.NONE_FOUND, id="nothing found"
        ),
        pytest.param(
            paper_with(*[0.3] * 12, findings=REVIEWED), PaperKind.REPRINTS, id="a review"
        ),
        pytest.param(
            paper_with(methods="A heading.", findings=SCANNED), PaperKind.NEEDS_A_PERSON,
            id="a scan",
        ),
        pytest.param(
            paper_with(*[0.95] * 12, findings=SCANNED), PaperKind.NEEDS_A_PERSON,
            id="likely quotations in a text that is in doubt",
        ),
    ],
)  # fmt: skip
def test_a_paper_is_of_one_kind(paper: SuggestedPaper, kind: PaperKind) -> None:
    assert prospect_of(paper).kind is kind


def test_what_is_known_of_a_paper_is_told() -> None:
    row = replace(prospect_of(paper_with(0.95, 0.9, 0.9, 0.1, speakers="aabc")), topic=0.4)

    assert row.has_accounts is not None
    assert row.has_accounts > 0.5
    assert row.expected is not None
    assert row.expected.low <= row.expected.count <= row.expected.high
    assert row.voices == {"service user": 3}
    assert row.forms == {"block": 3}
    assert row.design == ("semi-structured interviews", "focus groups")
    assert row.why == ("3 likely quotations of 2 speakers",)
    assert len(cells_of(row)) == len(COLUMNS)


def test_more_likely_quotations_never_make_a_paper_less_likely_to_hold_accounts() -> None:
    chances = [prospect_of(paper_with(*[0.9] * count)).has_accounts or 0 for count in range(12)]

    assert chances == sorted(chances)


def test_the_quality_of_a_text_is_told_with_its_pages() -> None:
    row = prospect_of(paper_with(findings=SCANNED))

    assert row.quality == ("scanned pages (pages 1–3, 7): Pictures without text.",)
    assert row.why[0] == "its text is in doubt (scanned pages): the figures may be wrong"


def test_samples_are_the_likeliest_of_different_speakers() -> None:
    paper = paper_with(0.99, 0.98, 0.7, 0.6, 0.1, speakers="aabcd")

    assert samples_of(paper.document, paper.suggestions) == ("Words 0", "Words 2", "Words 3")


def test_samples_may_be_of_one_speaker_where_there_is_no_other() -> None:
    paper = paper_with(0.6, 0.99, 0.1, speakers="aab")

    assert samples_of(paper.document, paper.suggestions) == ("Words 1", "Words 0")


@pytest.mark.parametrize(
    ("methods", "design"),
    [
        pytest.param(
            "In-depth telephone interviews.", ("In-depth telephone interviews",), id="both"
        ),
        pytest.param("Interviews; group interviews.", ("group interviews",), id="told once"),
        pytest.param("Free-text comments were read.", ("Free-text comments",), id="in writing"),
        pytest.param("A cohort was followed up.", (), id="nobody was asked"),
    ],
)
def test_the_design_is_told_in_the_words_of_the_methods(
    methods: str, design: tuple[str, ...]
) -> None:
    assert design_of(paper_with(methods=methods).document) == design


def test_what_needs_a_person_is_never_ranked_below_what_may_be_passed_over() -> None:
    rows = [
        prospect_of(paper_with(methods="A scale.", source="scale")),
        prospect_of(paper_with(*[0.3] * 12, findings=REVIEWED, source="review")),
        prospect_of(paper_with(methods="A heading.", findings=SCANNED, source="scan")),
        unread("locked", "locked is protected by a password.\nUse --password"),
        prospect_of(paper_with(*[0.95] * 12, source="study")),
    ]

    assert [row.source for row in ranked(rows)] == ["study", "locked", "scan", "review", "scale"]


def test_a_paper_that_could_not_be_read_has_no_figures() -> None:
    row = unread("locked.pdf", "locked.pdf is protected by a password.\nUse --password")

    assert (row.kind, row.has_accounts, row.expected) == (PaperKind.NEEDS_A_PERSON, None, None)
    assert row.quality == ("locked.pdf is protected by a password.",)


def test_of_papers_as_likely_the_one_on_the_topic_comes_first() -> None:
    row = prospect_of(paper_with(*[0.95] * 12))
    rows = [
        replace(row, source=source, topic=topic) for source, topic in (("off", 0.1), ("on", 0.6))
    ]

    assert [each.source for each in ranked(rows)] == ["on", "off"]


@pytest.mark.parametrize(
    ("voices", "first"),
    [
        pytest.param((), "many", id="no voice is asked for"),
        pytest.param(("service user",), "patients", id="one voice"),
        pytest.param(("professional",), "nurses", id="another voice"),
        pytest.param(("service user", "professional"), "many", id="either of two"),
        pytest.param(
            ("carer or other lay",), "unclear", id="a voice that is unclear may be the one"
        ),
    ],
)
def test_of_papers_as_likely_the_one_with_the_voice_comes_first(
    voices: tuple[str, ...], first: str
) -> None:
    def row(source: str, accounts: int, **counts: int) -> Prospect:
        told = {name.replace("_", " "): count for name, count in counts.items()}
        expected = Expected(accounts, 0, 20)
        return Prospect(source, "", PaperKind.ACCOUNTS, 0.9, expected, voices=told)

    rows = [
        row("unclear", 1, unclear=3, professional=1, service_user=1),
        row("nurses", 2, professional=9, service_user=1),
        row("patients", 3, service_user=9, professional=1),
        row("many", 9, service_user=5, professional=5),
    ]

    assert ranked(rows, voices)[0].source == first


def test_no_sample_stands_on_a_page_that_is_read_without_suggestions() -> None:
    paper = suggested(document())

    assert prospect_of(paper, unaided=[1]).samples == QUOTATIONS[2:]


def test_a_row_can_be_told_without_how_many_suggestions_there_are() -> None:
    row = prospect_of(paper_with(*[0.95] * 12)).uncounted()

    assert (row.voices, row.forms, row.why) == ({"service user": 0}, {}, ())


def test_nobody_is_left_out_of_the_ranking() -> None:
    rows = [Prospect(f"{n}", "", kind, None, None) for n, kind in enumerate(PaperKind)]

    assert ranked(rows[::-1]) == rows


def test_a_model_comes_back_as_it_was_written(tmp_path: Path) -> None:
    save_model(default_model(), tmp_path / "model.json")

    assert load_model(tmp_path / "model.json") == default_model()


@pytest.mark.parametrize("content", ["", "{}", "[]", json.dumps({"weights": {}})])
def test_a_broken_model_is_told_with_advice(tmp_path: Path, content: str) -> None:
    (tmp_path / "model.json").write_text(content)

    with pytest.raises(FirsthandError, match="Install firsthand again"):
        load_model(tmp_path / "model.json")
