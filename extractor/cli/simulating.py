"""The demonstration's two annotators: made up, and marked as such in everything they decide.

They go by the gold of the bundled papers, and differ here and there, as people do: so that there is
something to settle. Some papers both have finished, one is half done, the others wait.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import NamedTuple
from uuid import UUID

from extractor.bundled import bundled
from extractor.records import (
    Document,
    Eligibility,
    Existence,
    Judgement,
    Span,
    Step,
    Voice,
)
from extractor.store.desk import Desk, Draft, Sheet
from extractor.store.folder import Review
from extractor.store.marks import Mark
from extractor.store.people import Person

SEED = 7
BOTH, HALF = 5, 1
DIFFERS, OVERLOOKED, DOUBTED = 0.12, 0.1, 0.3
NOT_THEIRS = "not a participant’s words"


class Gold(NamedTuple):
    """Where an account of a bundled paper stands, and whose it is."""

    span: Span
    speaker: str | None
    voice: Voice


def simulate(review: Review, people: tuple[Person, Person], papers: list[str]) -> None:
    """Let the two annotate: ``BOTH`` papers whole, ``HALF`` of one only the first."""
    random = Random(SEED)
    for paper in papers[:BOTH]:
        for place, person in enumerate(people):
            annotate(Desk(review, person, simulated=True), paper, random, careful=place == 0)
    for paper in papers[BOTH : BOTH + HALF]:
        desk = Desk(review, people[0], simulated=True)
        annotate(desk, paper, random, careful=True, share=0.5)


def annotate(desk: Desk, paper: str, random: Random, *, careful: bool, share: float = 1.0) -> None:
    """Go through a paper as a person would; finish it if ``share`` is all of it."""
    accounts = list(_gold(desk.sheet(paper)))
    _read_unaided(desk, paper, accounts, random)
    sheet = desk.sheet(paper)
    todo = [mark for mark in sheet.marks if mark.judgement is None]
    for mark in todo[: round(share * len(todo))]:
        judgement = _judged(sheet.document, mark, accounts)
        if not careful and random.random() < DIFFERS:
            judgement = _otherwise(sheet.document, judgement, random)
        judgement = _sorted(sheet.document, judgement)
        if not careful and judgement.themes and random.random() < DIFFERS:
            judgement = replace(judgement, themes=(random.choice(sorted(set(_themes().values()))),))
        seconds = round(random.uniform(2, 14), 1)
        desk.decide(paper, Draft(_key(random), mark.name, judgement, seconds=seconds))
    if share < 1:
        return
    taken = [mark.span for mark in desk.sheet(paper).marks]
    for account in accounts:
        if not any(account.span.overlaps(other) for other in taken):
            _add(desk, paper, account, random)
    _screen(desk, paper, random, careful=careful)
    desk.finish(paper, _key(random))


def _read_unaided(desk: Desk, paper: str, accounts: list[Gold], random: Random) -> None:
    """Mark what stands on the pages without suggestions, but for what is overlooked."""
    sheet = desk.sheet(paper)
    for page in sheet.blind:
        for account in _on_page(sheet.document, accounts, page):
            if random.random() >= OVERLOOKED:
                _add(desk, paper, account, random)
        desk.close_page(paper, page, _key(random))


def _screen(desk: Desk, paper: str, random: Random, *, careful: bool) -> None:
    """Include the paper, unless most who speak there are professionals; or see it otherwise."""
    said = [mark.judgement for mark in desk.sheet(paper).marks if mark.is_accepted]
    theirs = sum(each is not None and each.voice is Voice.PROFESSIONAL for each in said)
    step, reason = Step.INCLUDE, ""
    if 2 * theirs > len(said):
        step, reason = Step.EXCLUDE, "not the people asked about"
    elif not careful and random.random() < DOUBTED:
        step, reason = Step.EXCLUDE, "off the question"
    desk.screen(paper, step, reason, "", _key(random))


def _gold(sheet: Sheet) -> Iterator[Gold]:
    """The accounts of a bundled paper."""
    path = bundled("annotations") / "gold" / f"{Path(sheet.paper.source).stem}.json"
    for quote in json.loads(path.read_text(encoding="utf-8"))["quotes"]:
        at = sheet.document.text.find(quote["text"])
        if at >= 0:
            span = Span(at, at + len(quote["text"]))
            yield Gold(span, quote["speaker"] or None, Voice(quote["voice_full"]))


def _on_page(document: Document, accounts: list[Gold], page: int) -> list[Gold]:
    return [each for each in accounts if document.pages_of(each.span)[:1] == (page,)]


def _judged(document: Document, mark: Mark, accounts: list[Gold]) -> Judgement:
    """Confirmed or corrected to the account that stands there; rejected where there is none."""
    account = next((each for each in accounts if each.span.overlaps(mark.span)), None)
    if account is None:
        return Judgement(Existence.REJECT, mark.span, reason=NOT_THEIRS)
    return _accepted(account, Existence.CONFIRM)


def _accepted(account: Gold, existence: Existence) -> Judgement:
    """An account; of the review, unless it is a professional's."""
    theirs = account.voice is not Voice.PROFESSIONAL
    return Judgement(
        existence,
        account.span,
        eligibility=Eligibility.ELIGIBLE if theirs else Eligibility.WRONG_SPEAKER,
        speaker=account.speaker,
        voice=account.voice,
    )


def _otherwise(document: Document, judgement: Judgement, random: Random) -> Judgement:
    """Another view of the same words: no account, another voice, or an end elsewhere."""
    choice = random.randrange(3)
    span = judgement.span
    if choice == 0:
        return Judgement(Existence.REJECT, span, reason=NOT_THEIRS)
    if choice == 1:
        return replace(judgement, voice=Voice.LAY)
    words = document.words_of(span)
    later = words[2].start if len(words) > 6 else span.start
    return replace(judgement, span=Span(later, span.end))


def _sorted(document: Document, judgement: Judgement) -> Judgement:
    """An account with the theme that its words have in the bundled annotations, if any."""
    if judgement.existence is Existence.REJECT:
        return judgement
    theme = _themes().get(" ".join(judgement.span.of(document.text).split()))
    return replace(judgement, themes=(theme,) if theme else ())


@lru_cache(1)
def _themes() -> dict[str, str]:
    """The theme of each quotation of the bundled papers, by its words."""
    lines = (bundled("annotations") / "themes.jsonl").read_text(encoding="utf-8").splitlines()
    told = [json.loads(line) for line in lines]
    return {" ".join(each["text"].split()): each["theme"] for each in told}


def _add(desk: Desk, paper: str, account: Gold, random: Random) -> None:
    judgement = _sorted(desk.sheet(paper).document, _accepted(account, Existence.ADD))
    desk.decide(paper, Draft(_key(random), "", judgement, seconds=20.0))


def _key(random: Random) -> str:
    return str(UUID(int=random.getrandbits(128), version=4))
