"""The accounts file: confirmed first-hand accounts, or every suggestion with its fate.

JSON lines for programs, CSV and XLSX for spreadsheets. The JSON lines are a public contract
(docs/accounts-file.md); their places are as in the suggestion file, and so is what keeps a cell of
a spreadsheet from doing harm. Which accounts there are is not decided here.
"""

import csv
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Generic, TextIO, TypeVar

from extractor.exchange.cells import BYTE_ORDER_MARK, harmless
from extractor.exchange.suggestions import Record, json_line, place_record, suggestion_record
from extractor.exchange.workbook import Value, write_workbook
from extractor.records import (
    REASONS,
    Account,
    Decision,
    Document,
    Existence,
    Phase,
    Reference,
    Speaker,
    Suggestion,
)

Row = TypeVar("Row")

PLACE = ("source", "paper", "title", "doi", "year", "page", "pages", "start", "end", "text", "form",
         "section")  # fmt: skip
SPEAKER = ("speaker", "speaker_id", "speaker_sex", "speaker_age", "speaker_role", "speaker_site")
OF_THE_PERSON = ("sex", "age", "site")
WIDTHS = {
    "source": 28, "paper": 12, "title": 36, "text": 72, "section": 14, "speaker": 20, "voice": 16,
    "eligibility": 16, "themes": 30, "themes_now": 30, "why": 36, "decided_by": 48, "note": 36,
    "detector": 18,
}  # fmt: skip
WORD = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class ExportedAccount:
    """An account with its paper; ``source`` is the paper's name as it was given.

    ``themes_now`` are its themes as they are in the codebook now; ``reference`` is what a database
    of literature says of the paper.
    """

    account: Account
    document: Document
    source: str
    title: str
    themes_now: tuple[str, ...] = ()
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class Fate:
    """A suggestion and what became of it: its ``state`` in words, and the decisions about it."""

    suggestion: Suggestion
    document: Document
    source: str
    title: str
    state: str
    decisions: tuple[Decision, ...] = ()
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class Sheet(Generic[Row]):
    """One kind of file: its name, the columns of a spreadsheet, and a row's record for JSON."""

    title: str
    columns: tuple[str, ...]
    record: Callable[[Row], Record]


def account_record(exported: ExportedAccount) -> Record:
    """One account as the accounts file has it."""
    account, suggestion = exported.account, exported.account.suggestion
    return {
        "source": exported.source,
        "paper": account.paper,
        "title": exported.title,
        **_published(exported.reference),
        **place_record(exported.document, account.span),
        "form": suggestion.form.value if suggestion else None,
        "section": _section(exported.document, account),
        "speaker": account.speaker,
        "speaker_parts": _speaker_parts(account)._asdict(),
        "voice": account.voice.value,
        "eligibility": account.eligibility.value,
        "themes": list(account.themes),
        "themes_now": list(exported.themes_now),
        "status": "settled" if account.settled else "agreed",
        "origin": "added" if account.added else "suggested",
        "decisions": [_decision_record(decision) for decision in account.decisions],
        "detector": suggestion.detector if suggestion else None,
        "score": round(suggestion.score, 4) if suggestion else None,
    }


def fate_record(fate: Fate) -> Record:
    """One suggestion as the suggestion file has it, with its title, state and decisions."""
    return suggestion_record(fate.source, fate.document, fate.suggestion) | {
        "title": fate.title,
        **_published(fate.reference),
        "state": fate.state,
        "decisions": [_decision_record(decision) for decision in fate.decisions],
    }


ACCOUNTS: Sheet[ExportedAccount] = Sheet(
    "Accounts",
    (*PLACE, *SPEAKER, "voice", "eligibility", "themes", "themes_now", "status", "origin",
     "decided_by", "note", "detector", "score"),
    account_record,
)  # fmt: skip
FATES: Sheet[Fate] = Sheet(
    "Suggestions",
    (
        *PLACE,
        *SPEAKER,
        "voice",
        "themes",
        "state",
        "decided_by",
        "note",
        "detector",
        "score",
        "why",
    ),
    fate_record,
)  # fmt: skip


def write_jsonl(
    stream: TextIO, sheet: Sheet[Row], rows: Iterable[Row], *, without_person_details: bool = False
) -> None:
    """Write one JSON object a line, the quotation and all else exactly as it is.

    ``without_person_details`` leaves out a speaker's sex, age and site, here and below: of the
    printed label its id is left, unless one of them stands in it. The quotation stays verbatim.
    """
    for record in _records(sheet, rows, without_person_details):
        stream.write(json_line(record))


def write_csv(
    stream: TextIO, sheet: Sheet[Row], rows: Iterable[Row], *, without_person_details: bool = False
) -> None:
    """Write one row each for a spreadsheet; open ``stream`` with ``newline=""``.

    As in the suggestion file, a cell that a spreadsheet would run as a formula gets an apostrophe
    before it, and what nobody would see is shown as U+FFFD.
    """
    columns = _columns(sheet, without_person_details)
    stream.write(BYTE_ORDER_MARK)
    writer = csv.writer(stream)
    writer.writerow(columns)
    for record in _records(sheet, rows, without_person_details):
        writer.writerow([harmless(value) for value in _cells(record, columns)])


def write_xlsx(
    stream: BinaryIO,
    sheet: Sheet[Row],
    rows: Iterable[Row],
    *,
    without_person_details: bool = False,
) -> None:
    """Write a workbook of one sheet; ``stream`` is open for bytes. Texts need no apostrophe there.

    Raises TooLongForExcelError.
    """
    columns = _columns(sheet, without_person_details)
    records = _records(sheet, rows, without_person_details)
    cells = (_cells(record, columns) for record in records)
    write_workbook(stream, sheet.title, columns, cells, widths=WIDTHS)


def _published(reference: Reference | None) -> Record:
    """What a paper's reference tells, if it was matched to one."""
    return {
        "doi": (reference.doi or None) if reference else None,
        "year": (reference.year or None) if reference else None,
    }


def _section(document: Document, account: Account) -> str | None:
    """The section that an account stands in, whether or not there was a suggestion."""
    if account.suggestion:
        return account.suggestion.section.value
    start = account.span.start
    at = bisect_right(document.blocks, start, key=lambda block: block.span.start) - 1
    return document.blocks[at].section.value if at >= 0 else None


def _speaker_parts(account: Account) -> Speaker:
    """What the label tells: known of the suggestion's label, of no other that a person gave."""
    suggestion = account.suggestion
    same = suggestion is not None and suggestion.speaker == account.speaker
    return suggestion.speaker_parts if suggestion and same else Speaker()


def speaker_told(account: Account, *, without_person_details: bool = False) -> str | None:
    """The label of an account's speaker; without details no more of it than the id."""
    if without_person_details:
        return _id_alone(_speaker_parts(account)._asdict())
    return account.speaker


def _decision_record(decision: Decision) -> Record:
    """Who decided what, and when; the places are those of the final span.

    A note is told where it explains a settlement to everybody; else it is its writer's own.
    """
    judgement = decision.judgement
    settles = decision.phase is Phase.ADJUDICATION
    return {
        "annotator": decision.annotator,
        "existence": judgement.existence.value if judgement else None,
        "outcome": decision.outcome.value if decision.outcome else None,
        "reason": _reason(decision),
        "note": ((judgement.note if judgement else decision.note) or None) if settles else None,
        "start": judgement.span.start if judgement else None,
        "end": judgement.span.end if judgement else None,
        "at": decision.at,
        "phase": decision.phase.value,
        "joint": decision.joint,
        "simulated": decision.simulated,
    }


def _reason(decision: Decision) -> str | None:
    """Why it was rejected. What is no rejection may hold the reason of one that was taken back."""
    judgement = decision.judgement
    if judgement is None:
        return decision.reason or None
    return (judgement.reason or None) if judgement.existence is Existence.REJECT else None


def _records(
    sheet: Sheet[Row], rows: Iterable[Row], without_person_details: bool
) -> Iterator[Record]:
    for row in rows:
        record = sheet.record(row)
        yield _without_person_details(record) if without_person_details else record


def _without_person_details(record: Record) -> Record:
    """A record that tells of its speaker no more than id, role and voice.

    A code may hold what is left out (IDI-F-02: a woman); and so may what people wrote, reasons and
    notes.
    """
    parts = record["speaker_parts"]
    known = _id_alone(parts)
    return record | {
        "speaker": known,
        "speaker_parts": {"id": known, "role": parts["role"]},
        "decisions": [
            decision | {"reason": _without_own_words(decision["reason"]), "note": None}
            for decision in record["decisions"]
        ],
    }


def _id_alone(parts: Mapping[str, str | None]) -> str | None:
    """A speaker's id, unless it tells what is left out."""
    left_out = {word for name in OF_THE_PERSON for word in _words(parts[name])}
    return parts["id"] if left_out.isdisjoint(_words(parts["id"])) else None


def _words(part: str | None) -> set[str]:
    return set(WORD.findall((part or "").lower()))


def _without_own_words(reason: str | None) -> str | None:
    return reason if reason is None or reason in REASONS else "other"


def _columns(sheet: Sheet[Row], without_person_details: bool) -> tuple[str, ...]:
    left_out = {f"speaker_{name}" for name in OF_THE_PERSON} if without_person_details else ()
    return tuple(name for name in sheet.columns if name not in left_out)


def _cells(record: Record, columns: Iterable[str]) -> list[Value]:
    """A record with one plain value a cell."""
    flat = record | {f"speaker_{name}": part for name, part in record["speaker_parts"].items()}
    flat["pages"] = " ".join(map(str, record["pages"]))
    flat["themes"] = "; ".join(map(_theme, record["themes"]))
    flat["themes_now"] = "; ".join(record.get("themes_now", ()))
    flat["why"] = "; ".join(record.get("why", ()))
    flat["decided_by"] = "; ".join(map(_who_did_what_when, record["decisions"]))
    flat["note"] = "; ".join(dict.fromkeys(filter(None, (d["note"] for d in record["decisions"]))))
    return [flat[name] for name in columns]


def _theme(theme: str | list[object]) -> str:
    """A theme as it was given, or as it is suggested: "trust 0.61"."""
    return theme if isinstance(theme, str) else " ".join(map(str, theme))


def _who_did_what_when(decision: Mapping[str, object]) -> str:
    """Such as "Ben (simulated): reject (interviewer) 2026-11-26T09:30:12Z"."""
    told = {
        "adjudication": decision["phase"] == Phase.ADJUDICATION,
        "joint": decision["joint"],
        "simulated": decision["simulated"],
    }
    who = _with_remark(decision["annotator"], ", ".join(word for word in told if told[word]))
    what = _with_remark(decision["existence"] or decision["outcome"], decision["reason"])
    return f"{who}: {what} {decision['at']}"


def _with_remark(words: object, remark: object) -> str:
    return f"{words} ({remark})" if remark else f"{words}"
