"""The suggestion file holds what was suggested, exactly, whatever a paper holds."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.exchange.suggestions import (
    read_jsonl,
    suggestion_records,
    write_csv,
    write_jsonl,
)
from extractor.records import (
    Document,
    Form,
    Line,
    Page,
    Section,
    Span,
    Speaker,
    Style,
    SuggestedPaper,
    Suggestion,
    Voice,
    Word,
)

KEYS = (
    "source paper page pages boxes start end text form speaker speaker_parts voice themes score why"
    " section detector"
)


def document(*lines: str, first_page: int = 2, pages: bool = True) -> Document:
    """A paper with one line on each of its pages, every letter 5 points wide."""
    text, words, printed = "", list[Word](), list[Line]()
    for number, line in enumerate(lines):
        page = first_page + number if pages else 0
        for word in line.split(" "):
            start = len(text)
            text += f"{word} "
            box = (50.04 + 5 * start, 100.0, 50.04 + 5 * (start + len(word)), 112.26)
            words.append(Word(start, start + len(word), page, *box, 10.0, Style.PLAIN))
        place = (len(text) - len(line) - 1, len(text) - 1)
        printed.append(
            Line(*place, page, 50.0, 100.0, 550.0, 112.0, 10.0, Style.PLAIN, 50.0, 550.0)
        )
    sheets = tuple(Page(n + 1, str(n + 1), 595.0, 842.0) for n in range(9 if pages else 0))
    return Document("f" * 64, text, "test", "Being heard", sheets, tuple(words), tuple(printed))


def paper(document: Document, span: Span, *, score: float = 0.91234567) -> SuggestedPaper:
    suggestion = Suggestion(
        paper=document.paper,
        span=span,
        form=Form.BLOCK,
        score=score,
        why=("indented", "speaker after it"),
        detector="test 1",
        section=Section.RESULTS,
        speaker="P7, woman, 34",
        speaker_parts=Speaker(id="P7", sex="woman", age="34"),
        voice=Voice.SERVICE_USER,
        themes=(("trust", 0.61),),
    )
    return SuggestedPaper("papers/heard.pdf", document, (suggestion,))


def as_jsonl(paper: SuggestedPaper) -> str:
    stream = io.StringIO()
    write_jsonl(stream, [paper])
    return stream.getvalue()


def as_csv(paper: SuggestedPaper) -> dict[str, str]:
    stream = io.StringIO(newline="")
    write_csv(stream, [paper])
    assert stream.getvalue().startswith("\ufeffsource,paper,title,page,")
    (row,) = csv.DictReader(io.StringIO(stream.getvalue().removeprefix("\ufeff"), newline=""))
    return row


def test_a_line_is_as_the_contract_says() -> None:
    (line,) = as_jsonl(paper(document("She asked", "me twice."), Span(0, 19))).splitlines()
    record = json.loads(line)

    assert " ".join(record) == KEYS
    assert record == {
        "source": "papers/heard.pdf",
        "paper": "f" * 64,
        "page": 2,
        "pages": [2, 3],
        "boxes": [[2, 50.0, 100.0, 95.0, 112.3], [3, 100.0, 100.0, 145.0, 112.3]],
        "start": 0,
        "end": 19,
        "text": "She asked me twice.",
        "form": "block",
        "speaker": "P7, woman, 34",
        "speaker_parts": {"id": "P7", "sex": "woman", "age": "34", "role": None, "site": None},
        "voice": "service user",
        "themes": [["trust", 0.61]],
        "score": 0.9123,
        "why": ["indented", "speaker after it"],
        "section": "results",
        "detector": "test 1",
    }


def test_jats_has_no_page_and_no_boxes() -> None:
    made = paper(document("She asked me.", pages=False), Span(0, 13))
    (record,) = suggestion_records(made)

    assert (record["page"], record["pages"], record["boxes"]) == (None, [], None)


@pytest.mark.parametrize(
    ("score", "written"),
    [
        pytest.param(0.5, 1, id="a score at the threshold is in"),
        pytest.param(0.4999999, 0, id="a score that rounds to it is not"),
    ],
)
def test_min_score(score: float, written: int) -> None:
    made = paper(document("She asked me."), Span(0, 13), score=score)

    assert len(list(suggestion_records(made, min_score=0.5))) == written


@given(st.text(st.characters(exclude_characters=" "), min_size=1))
def test_what_is_written_is_read_back_on_one_line_each(text: str) -> None:
    made = paper(document(text), Span(0, len(text)))
    line = as_jsonl(made)

    assert line.splitlines() == [line.removesuffix("\n")]
    assert line.encode("utf-8")
    assert list(read_jsonl(io.StringIO(line))) == list(suggestion_records(made))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('=HYPERLINK("x")', id="a formula"),
        pytest.param("@SUM(A1)", id="an old formula"),
        pytest.param("-1+1", id="a sum"),
        pytest.param("+1", id="a number with a sign"),
        pytest.param("\t=1", id="behind a tab"),
        pytest.param("\r=1", id="behind a carriage return"),
        pytest.param("\n =1", id="behind white space"),
        pytest.param("＝1", id="in full width"),
    ],
)
def test_a_spreadsheet_runs_no_quotation(text: str) -> None:
    assert as_csv(paper(document(text), Span(0, len(text))))["text"] == f"'{text}"


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param("\x7f", id="delete"),
        pytest.param("\x9b", id="what begins a command to a terminal"),
        pytest.param("\u202e", id="what turns text round"),
        pytest.param("\u2066", id="what sets text apart"),
    ],
)
def test_a_control_character_reaches_nobody_unseen(hidden: str) -> None:
    text = f"She{hidden}asked"
    made = paper(document(text), Span(0, len(text)))
    line = as_jsonl(made)

    assert hidden not in line
    assert json.loads(line)["text"] == text
    assert as_csv(made)["text"] == "She\ufffdasked"


def test_a_formula_behind_a_control_character_is_none() -> None:
    assert as_csv(paper(document("\x7f=1"), Span(0, 3)))["text"] == "\ufffd=1"


def test_a_cell_holds_one_plain_value() -> None:
    row = as_csv(paper(document("She asked", "me twice."), Span(0, 19)))

    assert row["text"] == "She asked me twice."
    assert row["title"] == "Being heard"
    assert (row["page"], row["pages"]) == ("2", "2 3")
    assert (row["speaker_id"], row["speaker_age"], row["speaker_role"]) == ("P7", "34", "")
    assert row["why"] == "indented; speaker after it"
    assert row["themes"] == "trust 0.61"
