"""Accounts: what independent people agree on, or what was settled. Nothing else becomes one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from extractor.records import (
    ACCEPTED,
    Account,
    Decision,
    Eligibility,
    Existence,
    Judgement,
    Suggestion,
    Voice,
)
from extractor.store.units import Unit, units_of
from extractor.themes.codebook import EMPTY, Codebook


class Settled(NamedTuple):
    """One settlement in force: the decisions of it, and what it settles."""

    decisions: tuple[Decision, ...]

    @property
    def settles(self) -> frozenset[str]:
        """The names of what people had said there."""
        return frozenset(self.decisions[0].settles)


class Adjudicated(NamedTuple):
    """The units of a paper with the settlement of each, None where there is none (yet)."""

    units: tuple[tuple[Unit, Settled | None], ...]

    @property
    def conflicts(self) -> list[Unit]:
        """What is still to be settled."""
        return [unit for unit, settled in self.units if unit.conflicts and settled is None]


def settlements_of(decisions: Sequence[Decision]) -> list[Settled]:
    """The settlements in force, from all adjudicating decisions of a paper in order.

    A later settlement of the same places takes the place of an earlier one; a withdrawn one settles
    nothing.
    """
    found: dict[str, list[Decision]] = {}
    for decision in decisions:
        if decision.settlement not in found:
            for other in [k for k, v in found.items() if set(v[0].settles) & set(decision.settles)]:
                del found[other]
        found.setdefault(decision.settlement, []).append(decision)
    return [Settled(tuple(each)) for each in found.values() if not _is_withdrawn(each)]


def adjudicate(
    independent: Mapping[str, Sequence[Decision]],
    adjudicating: Sequence[Decision],
    codebook: Codebook = EMPTY,
) -> Adjudicated:
    """The units that independent decisions make, each with the settlement that covers it."""
    settlements = settlements_of(adjudicating)
    units = []
    for unit in units_of(independent, codebook):
        covers = [each for each in settlements if each.settles.issuperset(unit.names)]
        units.append((unit, covers[-1] if covers else None))
    return Adjudicated(tuple(units))


def accounts_of(
    adjudicated: Adjudicated, people: int, suggestions: Mapping[str, Suggestion]
) -> list[Account]:
    """The accounts of a paper, in its order.

    ``people`` is how many the review's policy asks for: what fewer agree on is none.
    """
    found: dict[tuple[int, int, str], Account] = {}
    for unit, settled in adjudicated.units:
        for account in _accounts_of(unit, settled, people, suggestions):
            key = (account.span.start, account.span.end, account.decisions[-1].hash)
            known = found.get(key)
            if known is not None:  # a merge: it rests on what was said of each of its units
                account = replace(
                    account,
                    decisions=(*known.decisions[:-1], *account.decisions),
                    suggestion=known.suggestion or account.suggestion,
                    added=known.added and account.added,
                )
            found[key] = account
    return [found[key] for key in sorted(found)]


def to_look_at(unit: Unit, settled: Settled | None, codebook: Codebook) -> tuple[str, ...]:
    """The themes of a unit that must be looked at again: as it was settled, else as it was said."""
    if settled is None:
        return unit.outdated
    said = [decision.judgement for decision in settled.decisions if decision.judgement]
    themes = [theme for each in said if each.existence in ACCEPTED for theme in each.themes]
    return tuple(dict.fromkeys(codebook.outdated(themes)))


def _accounts_of(
    unit: Unit, settled: Settled | None, people: int, suggestions: Mapping[str, Suggestion]
) -> Iterator[Account]:
    marks = [one.decision.mark for one in unit.said]
    first = next((suggestions[mark] for mark in marks if mark in suggestions), None)
    if settled is not None:
        for decision in settled.decisions:
            if decision.judgement and decision.judgement.existence in ACCEPTED:
                made = (*(one.decision for one in unit.said), decision)
                yield _account(decision.judgement, made, True, first)
    elif not unit.conflicts and len(unit.said) >= people:
        made = tuple(one.decision for one in unit.said)
        yield _account(unit.said[0].judgement, made, False, first)


def _account(
    said: Judgement, decisions: tuple[Decision, ...], settled: bool, suggestion: Suggestion | None
) -> Account:
    return Account(
        paper=decisions[0].paper,
        span=said.span,
        eligibility=said.eligibility or Eligibility.ELIGIBLE,
        speaker=said.speaker,
        voice=said.voice or Voice.UNCLEAR,
        themes=said.themes,
        decisions=decisions,
        settled=settled,
        added=suggestion is None,
        suggestion=suggestion,
    )


def _is_withdrawn(decisions: Sequence[Decision]) -> bool:
    last = decisions[-1].judgement
    return last is not None and last.existence is Existence.WITHDRAW
