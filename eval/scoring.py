"""Suggestions against gold, for one paper and over papers.

found      gold quotations matched one to one by a suggestion, intersection over union >= 0.5
exact      matched with the same letters, and no other letter in the suggestion
unplaced   suggestions of whose letters under nine in ten stand on their pages: always wrong
page       of the found, those with the page on which they begin
speaker    of the found whose paper names the speaker, those with that speaker
voice      of the found by a participant or a professional, those whose voice is told so
per quote  suggestions to be read for each quotation found
chars      the same as P, R and F1, over letters

A suggestion for an optional quotation (a fragment, a heading) is neither right nor wrong: one for
each does not count at all. The row MEAN is the plain mean over the papers that have gold or
suggestions, so that one paper with a long table does not stand for all.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from difflib import SequenceMatcher
from math import isnan, nan
from typing import NamedTuple

from extractor.agreement.scores import Outcome
from gold import GoldText, Quotation
from letters import letters_of, words_of

ENOUGH = 0.5  # intersection over union of what counts as found
PLACED = 0.9  # share of a suggestion's letters that must stand on its pages
SHORTEST_PART = 12  # letters: a shorter part of a spliced text stands anywhere by chance
SPEAKER_ID = re.compile(r"[a-z]+\d+[a-z\d]*")
ID_SET_APART = re.compile(r"\b([A-Za-z]{1,3})[ -]+(\d+)\b")  # "P 3", "DP-7"
OF_THE_FOUND = ("per quote", "page", "speaker", "voice")  # unknown where nothing was found

Place = frozenset[int]
Row = dict[str, str | float]


class Suggested(NamedTuple):
    """What the scores need of a suggestion; ``page`` counts from 1."""

    page: int
    text: str
    speaker: str | None = None
    score: float = 1.0
    voice: str = ""


@dataclass(slots=True)
class Counts:
    """Counts for one paper, or the sum over papers; the lists hold indices, for looking at."""

    gold: int = 0
    suggested: int = 0
    found: int = 0
    exact: int = 0
    on_page: int = 0
    speakers: int = 0
    speakers_right: int = 0
    voices: int = 0
    voices_right: int = 0
    unplaced: int = 0
    gold_letters: int = 0
    said_letters: int = 0
    right_letters: int = 0
    missed: list[int] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)
    optional: list[int] = field(default_factory=list)


def count_paper(paper: GoldText, suggestions: Sequence[Suggested]) -> Counts:
    """The counts of one paper; ``missed`` are indices into ``wanted(paper)``."""
    gold = wanted(paper)
    places = place_suggestions(paper, suggestions)
    match = match_places([quotation.place for quotation in gold], places)
    optional = _take_optional(paper, places, match.values())
    counts = Counts(
        gold=len(gold),
        suggested=len(places) - len(optional),
        found=len(match),
        unplaced=sum(not place for place in places),
        missed=[at for at in range(len(gold)) if at not in match],
        wrong=sorted(set(range(len(places))) - set(match.values()) - set(optional)),
        optional=optional,
    )
    for at, by in match.items():
        _count_match(counts, gold[at], suggestions[by], places[by])
    _count_letters(counts, paper, places)
    return counts


def outcomes_of(counts: Counts, suggestions: Sequence[Suggested]) -> list[Outcome]:
    """The score of each suggestion that is right or wrong, and which; optional ones are neither."""
    wrong, optional = set(counts.wrong), set(counts.optional)
    return [
        Outcome(suggestion.score, at not in wrong)
        for at, suggestion in enumerate(suggestions)
        if at not in optional
    ]


def wanted(paper: GoldText) -> list[Quotation]:
    """The quotations that are to be found."""
    return [quotation for quotation in paper.quotations if not quotation.optional]


def total_of(counts: Iterable[Counts]) -> Counts:
    """The sums over papers; which were missed is told by paper only."""
    total = Counts()
    for each in counts:
        for name in (one.name for one in fields(Counts)):
            if isinstance(getattr(total, name), int):
                setattr(total, name, getattr(total, name) + getattr(each, name))
    return total


def row_of(name: str, counts: Counts) -> Row:
    """One row of figures."""
    precision, recall = _over(counts.found, counts.suggested), _over(counts.found, counts.gold)
    exact = _over(counts.exact, counts.suggested), _over(counts.exact, counts.gold)
    of_said = _over(counts.right_letters, counts.said_letters)
    of_gold = _over(counts.right_letters, counts.gold_letters)
    return {
        "paper": name,
        "gold": counts.gold,
        "suggested": counts.suggested,
        "P": precision,
        "R": recall,
        "F1": _f1(precision, recall),
        "exact F1": _f1(*exact),
        "chars P": of_said,
        "chars R": of_gold,
        "chars F1": _f1(of_said, of_gold),
        "per quote": _over(counts.suggested, counts.found),
        "unplaced": counts.unplaced,
        "page": _over(counts.on_page, counts.found),
        "speaker": _over(counts.speakers_right, counts.speakers),
        "voice": _over(counts.voices_right, counts.voices),
    }


def mean_of(rows: Sequence[Row]) -> Row:
    """The mean over papers with gold or suggestions; see the top of this file."""
    used = [row for row in rows if row["gold"] or row["suggested"]]
    mean: Row = {"paper": "MEAN"}
    for name in row_of("", Counts()):
        if name != "paper":
            known = list(_known(name, used))
            mean[name] = sum(known) / len(known) if known else nan
    return mean


def place_suggestions(paper: GoldText, suggestions: Sequence[Suggested]) -> list[Place]:
    """The positions of each suggestion; none where too few of its letters stand on its pages.

    Where the same words stand several times, it gets the place that fits gold best of those that
    no suggestion before it took.
    """
    gold = [quotation.place for quotation in wanted(paper)]
    placed: list[Place] = []
    for suggestion in suggestions:
        places = possible_places(paper, suggestion)
        free = [place for place in places if place not in placed] or places
        fit = {place: max((overlap_of(place, one) for one in gold), default=0) for place in free}
        placed.append(max(free, key=fit.__getitem__, default=frozenset()))
    return placed


def match_places(gold: Sequence[Place], places: Sequence[Place]) -> dict[int, int]:
    """The suggestion that found each gold quotation, by their indices: the likest pairs first."""
    pairs = sorted(
        (
            (overlap_of(one, place), at, by)
            for at, one in enumerate(gold)
            for by, place in enumerate(places)
            if one & place
        ),
        reverse=True,
    )
    match: dict[int, int] = {}
    for likeness, at, by in pairs:
        if likeness >= ENOUGH and at not in match and by not in match.values():
            match[at] = by
    return match


def same_speaker(gold: str, suggested: str | None) -> bool:
    """Whether two labels name one person: the same ids ("P3"), or else half the words in common."""
    want, have = (
        set(words_of(ID_SET_APART.sub(r"\1\2", label))) for label in (gold, suggested or "")
    )
    if ids := _ids(want):
        return ids == _ids(have)
    return 2 * len(want & have) >= max(len(want), len(have), 1)


def _take_optional(paper: GoldText, places: Sequence[Place], matched: Collection[int]) -> list[int]:
    """One suggestion for each optional quotation, of those that found nothing."""
    taken: list[int] = []
    for quotation in paper.quotations:
        for by, place in enumerate(places):
            free = quotation.optional and place and by not in matched and by not in taken
            if free and len(place & quotation.place) / len(place) >= ENOUGH:
                taken.append(by)
                break
    return taken


def _count_match(counts: Counts, quotation: Quotation, suggestion: Suggested, place: Place) -> None:
    whole = len(place) == len(letters_of(suggestion.text))
    counts.exact += quotation.place == place and whole
    counts.on_page += quotation.mark["page"] == suggestion.page
    if speaker := quotation.mark.get("speaker"):
        counts.speakers += 1
        counts.speakers_right += same_speaker(speaker, suggestion.speaker)
    if (voice := quotation.mark.get("voice")) in ("participant", "professional"):
        counts.voices += 1
        counts.voices_right += _coarse(suggestion.voice) == voice


def _coarse(voice: str) -> str:
    """The gold's word for a voice."""
    return "participant" if voice in ("service user", "carer or other lay") else voice


def _count_letters(counts: Counts, paper: GoldText, places: Sequence[Place]) -> None:
    """Letters of optional quotations count neither way, but where they are also to be found."""
    gold = frozenset[int]().union(*(quotation.place for quotation in wanted(paper)))
    optional = frozenset[int]().union(*(q.place for q in paper.quotations if q.optional))
    said = frozenset[int]().union(*places)
    counts.gold_letters = len(gold)
    counts.said_letters = len(said - (optional - gold))
    counts.right_letters = len(gold & said)


def possible_places(paper: GoldText, suggestion: Suggested) -> list[Place]:
    """Every place at which a suggestion's letters stand: on its page, else from the page before."""
    text = letters_of(suggestion.text)
    if not text:
        return []
    for earlier in (0, 1):
        start, end = _pages_around(paper, suggestion.page, earlier)
        if found := list(_occurrences(text, paper.letters, start, end)):
            return [frozenset(range(at, at + len(text))) for at in found]
    place = frozenset(_scattered(text, paper.letters, *_pages_around(paper, suggestion.page, 1)))
    return [place] if len(place) >= PLACED * len(text) else []


def _pages_around(paper: GoldText, page: int, earlier: int) -> tuple[int, int]:
    """The letters from ``earlier`` pages before ``page`` to the page after it."""
    last = len(paper.starts) - 2
    return (
        paper.starts[min(max(page - 1 - earlier, 0), last)],
        paper.starts[min(max(page, 0), last) + 1],
    )


def _occurrences(text: str, letters: str, start: int, end: int) -> Iterator[int]:
    at = letters.find(text, start, end)
    while at >= 0:
        yield at
        at = letters.find(text, at + 1, end)


def _scattered(text: str, letters: str, start: int, end: int) -> list[int]:
    """Positions of ``text`` in order, with other text (a running head) between them.

    The longest part that stands together is the anchor; what is left of it is looked for nearest
    before it, what is right of it nearest after it. A short part counts only if it is all.
    """
    if not text or start >= end:
        return []
    if (whole := letters.rfind(text, start, end)) >= 0:
        return list(range(whole, whole + len(text)))
    matcher = SequenceMatcher(None, text, letters[start:end], autojunk=False)
    anchor = matcher.find_longest_match()
    if anchor.size < SHORTEST_PART:
        return []
    at, behind = start + anchor.b, start + anchor.b + anchor.size
    left, right = text[: anchor.a], text[anchor.a + anchor.size :]
    before = _scattered(left, letters, start, at)
    return [*before, *range(at, behind), *_nearest_after(right, letters, behind, end)]


def _nearest_after(text: str, letters: str, start: int, end: int) -> list[int]:
    at = letters.find(text, start, end) if text else -1
    if at >= 0:
        return list(range(at, at + len(text)))
    return _scattered(text, letters, start, end)


def overlap_of(one: Place, other: Place) -> float:
    """Intersection over union."""
    shared = len(one & other)
    return shared / len(one | other) if shared else 0.0


def _ids(words: Collection[str]) -> set[str]:
    return {word for word in words if SPEAKER_ID.fullmatch(word)}


def _known(name: str, rows: Iterable[Row]) -> Iterator[float]:
    """The values of a column: what is undefined is 0, or left out where nothing was found."""
    for row in rows:
        value = float(row[name])
        if not isnan(value):
            yield value
        elif name not in OF_THE_FOUND:
            yield 0.0


def _over(part: float, whole: float) -> float:
    return part / whole if whole else nan


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
