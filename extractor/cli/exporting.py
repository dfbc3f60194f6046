"""`firsthand export`: the accounts of a review, or the fate of every suggestion, in a file."""

import io
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from extractor.cli.output import opened, opened_for_bytes
from extractor.cli.plain import counted, named

if TYPE_CHECKING:
    from extractor.exchange.accounts import ExportedAccount, Fate, Sheet
    from extractor.store.folder import Review

Row = TypeVar("Row")


class Ending(StrEnum):
    """What a review can be exported to."""

    CSV = ".csv"
    XLSX = ".xlsx"
    JSONL = ".jsonl"


def export_review(review: "Review", to: Path, *, fates: bool, without: bool) -> None:
    """Write the eligible accounts, or with ``fates`` every suggestion and what became of it."""
    from extractor.exchange.accounts import ACCOUNTS, FATES

    ending = _ending(to)
    if fates:
        found = list(fates_of(review))
        _write(to, ending, FATES, found, without=without)
        told = counted(len(found), "suggestion")
    else:
        accounts = list(eligible_accounts(review))
        _write(to, ending, ACCOUNTS, accounts, without=without)
        told = counted(len(accounts), "account")
    typer.echo(f"{told} in {named(to)}.")


def eligible_accounts(review: "Review") -> "Iterator[ExportedAccount]":
    """The confirmed accounts that the people of the review found eligible, paper by paper."""
    from extractor.exchange.accounts import ExportedAccount
    from extractor.records import Eligibility
    from extractor.store.codebook import current_codebook
    from extractor.store.results import results_of

    codebook = current_codebook(review)
    for result in results_of(review):
        for account in result.accounts:
            if account.eligibility is Eligibility.ELIGIBLE:
                paper, now = result.paper, codebook.current(account.themes)
                yield ExportedAccount(account, result.document, paper.source,
                                      paper.published_title, now, paper.reference)  # fmt: skip


def fates_of(review: "Review") -> "Iterator[Fate]":
    """Every suggestion with what became of it."""
    from extractor.exchange.accounts import Fate
    from extractor.store.results import results_of

    for result in results_of(review):
        paper = result.paper
        for suggestion, state, decisions in result.fates:
            yield Fate(suggestion, result.document, paper.source, paper.published_title,
                       state.value, decisions, paper.reference)  # fmt: skip


def _ending(to: Path) -> Ending:
    try:
        return Ending(to.suffix.lower())
    except ValueError:
        raise typer.BadParameter(
            f"the ending of {named(to)} tells no format: use {', '.join(Ending)}"
        ) from None


def _write(
    to: Path, ending: Ending, sheet: "Sheet[Row]", rows: list[Row], *, without: bool
) -> None:
    from extractor.exchange import accounts as form

    if ending is Ending.XLSX:
        workbook = io.BytesIO()
        form.write_xlsx(workbook, sheet, rows, without_person_details=without)
        with opened_for_bytes(to) as stream:
            stream.write(workbook.getvalue())
        return
    write = form.write_csv if ending is Ending.CSV else form.write_jsonl
    with opened(to) as lines:
        write(lines, sheet, rows, without_person_details=without)
