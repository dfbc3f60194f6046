"""The accounts file holds every account as it was confirmed, verbatim, and runs nothing."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell

from extractor.exchange.accounts import (
    ACCOUNTS,
    FATES,
    ExportedAccount,
    Fate,
    Row,
    Sheet,
    write_csv,
    write_jsonl,
    write_xlsx,
)
from extractor.exchange.workbook import TooLongForExcelError
from extractor.records import (
    Account,
    Block,
    Decision,
    Document,
    Eligibility,
    Existence,
    Form,
    Judgement,
    Kind,
    Outcome,
    Page,
    Phase,
    Section,
    Span,
    Speaker,
    Style,
    Suggestion,
    Voice,
    Word,
)

TEXT = "She asked me twice."
NOTE = "Ben read on to the next page."
COLUMNS = (
    "source paper title doi year page pages start end text form section speaker speaker_id"
    " speaker_sex speaker_age speaker_role speaker_site voice eligibility themes"
    " themes_now status origin decided_by note detector score"
)
HOSTILE = [
    pytest.param("=cmd|' /C calc'!A0", id="a command"),
    pytest.param('=HYPERLINK("x")', id="a formula"),
    pytest.param("@SUM(A1)", id="an old formula"),
    pytest.param("-1+1", id="a sum"),
    pytest.param("+1", id="a number with a sign"),
    pytest.param("\t=1", id="behind a tab"),
    pytest.param("\r=1", id="behind a carriage return"),
    pytest.param("\n =1", id="behind white space"),
    pytest.param("＝1", id="in full width"),
    pytest.param("<script>alert(1)</script>&amp;]]>", id="HTML"),
    pytest.param("#N/A", id="the name of an error"),
    pytest.param("2026-11-26", id="a date"),
    pytest.param("007", id="a number"),
    pytest.param("TRUE", id="a truth value"),
    pytest.param("'so", id="an apostrophe"),
    pytest.param(" after a space ", id="spaces around it"),
]


def document(text: str = TEXT) -> Document:
    """A paper with one word on its second page, and the results around it."""
    word = Word(0, len(text), 2, 50.04, 100.0, 145.0, 112.26, 10.0, Style.PLAIN)
    block = Block(Kind.PARAGRAPH, Span(0, len(text)), Section.RESULTS)
    pages = (Page(1, "1", 595.0, 842.0), Page(2, "2", 595.0, 842.0))
    return Document("f" * 64, text, "test", "Being heard", pages, (word,), blocks=(block,))


def suggestion(text: str = TEXT) -> Suggestion:
    return Suggestion(
        paper="f" * 64,
        span=Span(0, len(text)),
        form=Form.BLOCK,
        score=0.91234567,
        why=("indented", "speaker label after it"),
        detector="test 1",
        section=Section.RESULTS,
        speaker="P7, woman, 34, Leeds",
        speaker_parts=Speaker(id="P7", sex="woman", age="34", role="patient", site="Leeds"),
        voice=Voice.SERVICE_USER,
        themes=(("trust", 0.61), ("space", 0.2)),
    )


def decision(
    annotator: str,
    existence: Existence,
    *,
    start: int = 0,
    end: int = len(TEXT),
    phase: Phase = Phase.ASSISTED,
    reason: str = "",
) -> Decision:
    judgement = Judgement(existence, Span(start, end), reason, note=NOTE)
    at = "2026-11-26T09:30:12Z"
    return Decision(annotator, 1, "f" * 64, "d" * 64, at, phase, judgement=judgement)


def exported(text: str = TEXT, *, source: str = "papers/heard.pdf") -> ExportedAccount:
    account = Account(
        paper="f" * 64,
        span=Span(0, len(text)),
        eligibility=Eligibility.ELIGIBLE,
        speaker="P7, woman, 34, Leeds",
        voice=Voice.SERVICE_USER,
        themes=("trust", "concern"),
        decisions=(
            decision("Ana", Existence.CONFIRM, end=len(text)),
            decision("Ben", Existence.CORRECT, end=len(text)),
        ),
        settled=False,
        added=False,
        suggestion=suggestion(text),
    )
    return ExportedAccount(account, document(text), source, "Being heard", ("trust", "care"))


def added() -> ExportedAccount:
    """An account that no suggestion led to."""
    one = exported()
    by = (decision("Ana", Existence.ADD, phase=Phase.BLIND),)
    return replace(
        one, account=replace(one.account, suggestion=None, added=True, speaker=None, decisions=by)
    )


def fate(*decisions: Decision, state: str = "rejected") -> Fate:
    return Fate(suggestion(), document(), "papers/heard.pdf", "Being heard", state, decisions)


def as_jsonl(sheet: Sheet[Row], *rows: Row, without: bool = False) -> list[dict[str, Any]]:
    stream = io.StringIO()
    write_jsonl(stream, sheet, rows, without_person_details=without)
    text = stream.getvalue().encode("utf-8").decode("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def as_csv(sheet: Sheet[Row], *rows: Row, without: bool = False) -> list[dict[str, str]]:
    stream = io.StringIO(newline="")
    write_csv(stream, sheet, rows, without_person_details=without)
    text = stream.getvalue().encode("utf-8").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def as_xlsx(sheet: Sheet[Row], *rows: Row, without: bool = False) -> list[dict[str, Cell]]:
    stream = io.BytesIO()
    write_xlsx(stream, sheet, rows, without_person_details=without)
    page = load_workbook(stream)[sheet.title]
    assert page.freeze_panes == "A2"
    head, *body = page.iter_rows()
    names = [str(cell.value) for cell in head]
    return [dict(zip(names, cells(row), strict=True)) for row in body]


def cells(row: Sequence[object]) -> list[Cell]:
    return [cell for cell in row if isinstance(cell, Cell)]


def test_a_line_is_as_the_contract_says() -> None:
    (record,) = as_jsonl(ACCOUNTS, exported())

    assert record == {
        "source": "papers/heard.pdf",
        "paper": "f" * 64,
        "title": "Being heard",
        "doi": None,
        "year": None,
        "page": 2,
        "pages": [2],
        "boxes": [[2, 50.0, 100.0, 145.0, 112.3]],
        "start": 0,
        "end": 19,
        "text": "She asked me twice.",
        "form": "block",
        "section": "results",
        "speaker": "P7, woman, 34, Leeds",
        "speaker_parts": {
            "id": "P7",
            "sex": "woman",
            "age": "34",
            "role": "patient",
            "site": "Leeds",
        },
        "voice": "service user",
        "eligibility": "eligible",
        "themes": ["trust", "concern"],
        "themes_now": ["trust", "care"],
        "status": "agreed",
        "origin": "suggested",
        "decisions": [told("Ana", "confirm"), told("Ben", "correct")],
        "detector": "test 1",
        "score": 0.9123,
    }


def test_every_key_is_documented() -> None:
    (record,) = as_jsonl(ACCOUNTS, exported())
    document = (Path(__file__).parents[1] / "docs" / "accounts-file.md").read_text(encoding="utf-8")
    rows = [line for line in document.splitlines() if line.startswith("| `")]

    documented = [key for row in rows for key in re.findall("`(\\w+)`", row.split("|")[1])]

    assert documented == [*record, *record["decisions"][0]]


def told(annotator: str, existence: str) -> dict[str, object]:
    return {
        "annotator": annotator,
        "existence": existence,
        "outcome": None,
        "reason": None,
        "note": None,
        "start": 0,
        "end": 19,
        "at": "2026-11-26T09:30:12Z",
        "phase": "assisted",
        "joint": False,
        "simulated": False,
    }


def test_a_row_holds_one_plain_value_a_cell() -> None:
    (row,) = as_csv(ACCOUNTS, exported())

    assert " ".join(row) == COLUMNS
    assert (row["page"], row["pages"], row["start"], row["end"]) == ("2", "2", "0", "19")
    assert row["text"] == TEXT
    assert (row["speaker_id"], row["speaker_age"], row["speaker_site"]) == ("P7", "34", "Leeds")
    assert (row["themes"], row["themes_now"]) == ("trust; concern", "trust; care")
    assert row["decided_by"] == (
        "Ana: confirm 2026-11-26T09:30:12Z; Ben: correct 2026-11-26T09:30:12Z"
    )


def test_a_workbook_has_the_rows_of_the_csv_with_numbers_as_numbers() -> None:
    (row,) = as_xlsx(ACCOUNTS, exported())
    (plain,) = as_csv(ACCOUNTS, exported())

    shown = {name: "" if cell.value is None else str(cell.value) for name, cell in row.items()}
    assert shown == plain
    assert [row[name].value for name in ("page", "start", "end", "score")] == [2, 0, 19, 0.9123]
    assert row["text"].alignment.wrap_text


def test_what_a_person_added_has_its_section_and_no_suggestion() -> None:
    (record,) = as_jsonl(ACCOUNTS, added())
    (row,) = as_csv(ACCOUNTS, added())

    assert record["origin"] == "added"
    assert record["section"] == "results"
    assert (record["form"], record["detector"], record["score"]) == (None, None, None)
    assert set(record["speaker_parts"].values()) == {None}
    assert (row["form"], row["detector"], row["score"], row["speaker"]) == ("", "", "", "")


def test_a_label_that_a_person_gave_is_not_taken_apart_as_the_printed_one() -> None:
    one = exported()
    (record,) = as_jsonl(ACCOUNTS, replace(one, account=replace(one.account, speaker="P8")))

    assert record["speaker"] == "P8"
    assert set(record["speaker_parts"].values()) == {None}


def test_a_settled_account_names_who_settled_it() -> None:
    settling = replace(
        decision("Cleo", Existence.CONFIRM, phase=Phase.ADJUDICATION),
        joint=True,
        simulated=True,
        outcome=Outcome.OTHER,
    )
    one = exported()
    account = replace(one.account, settled=True, decisions=(settling,))
    (record,) = as_jsonl(ACCOUNTS, replace(one, account=account))
    (row,) = as_csv(ACCOUNTS, replace(one, account=account))

    assert (record["status"], record["decisions"][0]["outcome"]) == ("settled", "other")
    assert row["decided_by"] == (
        "Cleo (adjudication, joint, simulated): confirm 2026-11-26T09:30:12Z"
    )


def test_the_note_of_a_settlement_is_told_and_nobodys_own() -> None:
    settling = decision("Cleo", Existence.ADD, phase=Phase.ADJUDICATION)
    rows = (fate(decision("Ben", Existence.CONFIRM), settling, settling, state="settled"),)
    (record,) = as_jsonl(FATES, *rows)
    (row,) = as_csv(FATES, *rows)
    (without,) = as_jsonl(FATES, *rows, without=True)

    assert [each["note"] for each in record["decisions"]] == [None, NOTE, NOTE]
    assert row["note"] == NOTE
    assert [each["note"] for each in without["decisions"]] == [None] * 3


def test_only_a_rejection_has_a_reason() -> None:
    undone = decision("Ben", Existence.WITHDRAW, reason="interviewer")
    (record,) = as_jsonl(FATES, fate(undone, replace(undone, annotator="Ana")))

    assert [each["reason"] for each in record["decisions"]] == [None, None]


def test_no_account_is_a_file_with_its_columns() -> None:
    stream = io.StringIO(newline="")
    write_csv(stream, ACCOUNTS, [])

    assert stream.getvalue() == "\ufeff" + COLUMNS.replace(" ", ",") + "\r\n"
    assert as_xlsx(ACCOUNTS) == []
    assert as_jsonl(ACCOUNTS) == []


def test_every_suggestion_is_told_with_its_fate() -> None:
    by = decision("Ben", Existence.REJECT, reason="interviewer")
    (record,) = as_jsonl(FATES, fate(by))
    (row,) = as_csv(FATES, fate(by))
    (cell,) = as_xlsx(FATES, fate(by))

    assert (record["state"], record["title"]) == ("rejected", "Being heard")
    assert record["themes"] == [["trust", 0.61], ["space", 0.2]]
    assert record["decisions"] == [told("Ben", "reject") | {"reason": "interviewer"}]
    assert row["decided_by"] == "Ben: reject (interviewer) 2026-11-26T09:30:12Z"
    assert row["themes"] == "trust 0.61; space 0.2"
    assert row["why"] == "indented; speaker label after it"
    assert cell["state"].value == "rejected"


def test_an_open_suggestion_was_decided_by_nobody() -> None:
    (row,) = as_csv(FATES, fate(state="open"))

    assert (row["state"], row["decided_by"]) == ("open", "")


def test_without_person_details_a_speaker_has_an_id_a_role_and_a_voice() -> None:
    (record,) = as_jsonl(ACCOUNTS, exported(), without=True)
    (row,) = as_csv(ACCOUNTS, exported(), without=True)
    (cell,) = as_xlsx(ACCOUNTS, exported(), without=True)

    assert record["speaker"] == "P7"
    assert record["speaker_parts"] == {"id": "P7", "role": "patient"}
    assert [name for name in row if name.startswith("speaker")] == [
        "speaker",
        "speaker_id",
        "speaker_role",
    ]
    assert list(row) == list(cell)
    assert row["text"] == cell["text"].value == record["text"] == TEXT
    for detail in ("woman", "34", "Leeds"):
        assert detail not in json.dumps(record)
        assert detail not in str(row)


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(Speaker(sex="woman", age="34"), id="no id"),
        pytest.param(Speaker(id="IDI-F-02", sex="F"), id="a code that tells the sex"),
        pytest.param(Speaker(id="Woman 3", sex="woman"), id="a number with the sex"),
        pytest.param(Speaker(id="Leeds4", site="Leeds"), id="a code that tells the place"),
    ],
)
def test_without_person_details_an_id_that_tells_them_is_left_out(parts: Speaker) -> None:
    one = exported()
    told = replace(suggestion(), speaker_parts=parts)
    (record,) = as_jsonl(
        ACCOUNTS, replace(one, account=replace(one.account, suggestion=told)), without=True
    )

    assert record["speaker"] is None
    assert record["speaker_parts"] == {"id": None, "role": None}


def test_without_person_details_a_label_that_a_person_gave_is_left_out() -> None:
    one = exported()
    account = replace(one.account, speaker="Rosa, 34")
    (record,) = as_jsonl(ACCOUNTS, replace(one, account=account), without=True)

    assert record["speaker"] is None


def test_without_person_details_a_reason_in_own_words_is_left_out() -> None:
    by = decision("Ben", Existence.REJECT, reason="it is Rosa’s mother, 61")
    (record,) = as_jsonl(FATES, fate(by), without=True)

    assert record["decisions"][0]["reason"] == "other"
    assert "Rosa" not in json.dumps(record)
    assert record["speaker"] == "P7"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_workbook_runs_nothing_and_keeps_every_text(text: str) -> None:
    hostile = replace(exported(text, source=text), title=text)
    (row,) = as_xlsx(ACCOUNTS, hostile)

    for name in ("text", "source", "title"):
        assert (row[name].data_type, row[name].value) == ("s", text)


@pytest.mark.parametrize("text", ["=cmd", "-1", "\t@x"])
def test_a_text_stays_one_when_somebody_edits_it_in_excel(text: str) -> None:
    (row,) = as_xlsx(ACCOUNTS, exported(text))

    assert row["text"].quotePrefix
    assert not row["status"].quotePrefix


@pytest.mark.parametrize("text", HOSTILE)
def test_a_spreadsheet_runs_nothing_of_a_csv(text: str) -> None:
    (row,) = as_csv(ACCOUNTS, replace(exported(text, source=text), title=text))

    for name in ("text", "source", "title"):
        assert row[name].removeprefix("'") == text.removeprefix("'")
        assert not row[name].lstrip(" \n").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


def test_what_people_write_is_as_harmless_as_what_papers_hold() -> None:
    one = exported()
    by = replace(decision("=Ana", Existence.CONFIRM))
    account = replace(one.account, speaker="=P7", themes=("-x",), decisions=(by,))
    (row,) = as_csv(ACCOUNTS, replace(one, account=account))
    (cell,) = as_xlsx(ACCOUNTS, replace(one, account=account))

    for name, value in (("speaker", "=P7"), ("themes", "-x")):
        assert row[name] == f"'{value}"
        assert (cell[name].data_type, cell[name].value) == ("s", value)
    assert row["decided_by"].startswith("'=Ana")


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param("\x00", id="nothing"),
        pytest.param("\x0b", id="a vertical tab"),
        pytest.param("\x1b", id="what begins a command to a terminal"),
        pytest.param("\x9b", id="another one"),
        pytest.param("\u202e", id="what turns text round"),
        pytest.param("\ud800", id="half a letter"),
        pytest.param("\udcff", id="a byte that was no letter"),
        pytest.param("\uffff", id="no character at all"),
    ],
)
def test_what_nobody_would_see_is_shown_in_a_spreadsheet(hidden: str) -> None:
    text = f"She{hidden}asked"
    hostile = exported(text, source=f"{hidden}.pdf")
    (record,), (row,) = as_jsonl(ACCOUNTS, hostile), as_csv(ACCOUNTS, hostile)
    (cell,) = as_xlsx(ACCOUNTS, hostile)

    assert (record["text"], record["source"]) == (text, f"{hidden}.pdf")
    assert (row["text"], row["source"]) == ("She\ufffdasked", "\ufffd.pdf")
    assert (cell["text"].value, cell["source"].value) == ("She\ufffdasked", "\ufffd.pdf")


@settings(deadline=None, max_examples=40)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_what_a_workbook_holds_is_read_back(text: str) -> None:
    (row,) = as_xlsx(ACCOUNTS, exported(text))
    (plain,) = as_csv(ACCOUNTS, exported(text))

    assert row["text"].data_type == "s"
    assert row["text"].value in (plain["text"], plain["text"].removeprefix("'"))


@settings(deadline=None)
@given(st.text(min_size=1))
def test_a_line_of_json_holds_everything_exactly(text: str) -> None:
    (record,) = as_jsonl(ACCOUNTS, exported(text, source=text))

    assert record["text"] == record["source"] == text


def test_what_a_cell_of_excel_cannot_hold_is_told_and_not_cut() -> None:
    whole = "a" * 32_767
    (row,) = as_xlsx(ACCOUNTS, exported(whole))

    assert row["text"].value == whole
    with pytest.raises(TooLongForExcelError, match=r"(?s)Row 2 .*“text”.*\.csv or \.jsonl\."):
        as_xlsx(ACCOUNTS, exported(whole + "a"))


def test_rows_are_written_as_they_come() -> None:
    stream = io.StringIO(newline="")
    written = []

    def rows() -> Iterator[ExportedAccount]:
        for _ in range(3):
            written.append(stream.getvalue().count(TEXT))
            yield exported()

    write_csv(stream, ACCOUNTS, rows())

    assert written == [0, 1, 2]
