"""Suggested themes for the page: each annotator's own, learned beside it.

A suggester is fitted anew when something was decided since, in the thread of the request that asks
for it; the page does not wait for it, and goes on with what it has until the answer comes.
"""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from extractor.records import Span
from extractor.review.suggesting import Suggested, SuggestedThemes
from extractor.store.codebook import current_codebook
from extractor.store.database import reading
from extractor.store.desk import Desk
from extractor.store.folder import Review
from extractor.store.marks import Mark, State
from extractor.store.papers import document_of
from extractor.store.people import Person
from extractor.store.sorting import (
    SortedAccount,
    finished_accounts,
    is_cold,
    sorted_accounts,
    state_of_sorting,
)

if TYPE_CHECKING:
    from extractor.themes.codebook import Codebook
    from extractor.themes.suggester import ThemeSuggester, ThemeText
    from extractor.themes.texts import Floats, Texts

MOST = 5  # themes told of a mark with their likelihood; the order holds all
LEARNED_FROM = 1_000  # accounts: the latest; more change nothing that people would see


class ThemeShelf:
    """Suggested themes of a review, for whoever asks; one ``texts`` for all."""

    def __init__(self, review: Review, texts: "Texts | None" = None) -> None:
        self.review = review
        self.texts = texts
        self._accounts: dict[str, tuple[str, Sequence[SortedAccount]]] = {}
        self._words: dict[tuple[str, Span], str] = {}
        self._lock = Lock()

    def suggest(self, person: Person, paper: str) -> SuggestedThemes:
        """The themes of each mark that this person has in a paper, likeliest first."""
        sheet = Desk(self.review, person).sheet(paper)
        codebook = current_codebook(self.review)
        marks = [mark for mark in sheet.marks if self._is_suggested(paper, mark)]
        accounts = self._learned_from(person)
        if not marks or not codebook.open:
            return SuggestedThemes(len(accounts), {})
        texts = [mark.span.of(sheet.document.text) for mark in marks]
        with self._lock:  # the representation is fitted too, and is the same for all
            return self._ranked(codebook, accounts, marks, texts)

    def _ranked(
        self,
        codebook: "Codebook",
        accounts: Sequence[SortedAccount],
        marks: Sequence[Mark],
        texts: Sequence[str],
    ) -> SuggestedThemes:
        suggester, sources = self._fitted(codebook, accounts, texts)
        likely = suggester.predict_proba(texts)
        ordered = (-likely).argsort(axis=1, kind="stable")
        told = {}
        for row, (mark, text) in enumerate(zip(marks, texts, strict=True)):
            first = int(ordered[row][0])
            reason = suggester.reason(text, first)
            told[mark.name] = Suggested(
                order=tuple(suggester.themes[at].id for at in ordered[row]),
                likely=tuple(round(float(likely[row][at]), 2) for at in ordered[row][:MOST]),
                words=reason.words,
                accounts=tuple(dict.fromkeys(sources[at] for at in reason.accounts)),
            )
        return SuggestedThemes(len(sources), told)

    def _is_suggested(self, paper: str, mark: Mark) -> bool:
        """Whether themes are suggested for a mark: a share of them is sorted without."""
        lost = mark.state in (State.REJECTED, State.ORPHAN)
        return not lost and not is_cold(paper, mark.name, self.review.settings)

    def _learned_from(self, person: Person) -> Sequence[SortedAccount]:
        """The accounts that this person's suggestions rest on, read anew when there are others."""
        settings = self.review.settings
        with reading(self.review.engine) as connection:
            state = state_of_sorting(connection, person.id, settings)
            known, accounts = self._accounts.get(person.id, ("", ()))
            if state != known:
                accounts = sorted_accounts(connection, person.id, settings, LEARNED_FROM)
                self._accounts[person.id] = (state, accounts)
        return accounts

    def _fitted(
        self, codebook: "Codebook", accounts: Sequence[SortedAccount], texts: Sequence[str]
    ) -> tuple["ThemeSuggester", Sequence[str]]:
        """A suggester fitted to what was sorted, and the words of what it was fitted to."""
        from extractor.themes.suggester import ThemeSuggester

        themes = theme_texts(codebook)
        kept, under = indicators(codebook, accounts)
        words = self._words_of(kept)
        return ThemeSuggester(themes, self.texts).fit(words, under, known=texts), words

    def _words_of(self, accounts: Sequence[SortedAccount]) -> list[str]:
        """The accounts' words, of each document that is not known yet read at once."""
        new = [one for one in accounts if (one.document, one.span) not in self._words]
        for one, words in zip(new, words_of(self.review, new), strict=True):
            self._words[one.document, one.span] = words
        return [self._words[one.document, one.span] for one in accounts]


def representation(folder: Path | None) -> "Texts | None":
    """Texts by what the model in ``folder`` makes of them; None: by what comes with firsthand."""
    if folder is None:
        return None
    from extractor.themes.embeddings import Embeddings
    from extractor.themes.texts import WordsAndMeanings

    return WordsAndMeanings(Embeddings(folder))


class SortedIn(NamedTuple):
    """The sorted accounts of a review: its open themes, words, indicators, papers, themselves."""

    themes: "list[ThemeText]"
    texts: list[str]
    under: "Floats"
    papers: list[str]
    accounts: list[SortedAccount]


def sorted_in(review: Review) -> SortedIn:
    """What the papers hold that all their people have finished."""
    codebook = current_codebook(review)
    with reading(review.engine) as connection:
        kept, under = indicators(codebook, finished_accounts(connection, review.settings))
    papers = [account.paper for account in kept]
    return SortedIn(theme_texts(codebook), words_of(review, kept), under, papers, kept)


def words_of(review: Review, accounts: Sequence[SortedAccount]) -> list[str]:
    """The words of each account; a document is read once, however many accounts it has."""
    with reading(review.engine) as connection:
        texts = {
            name: document_of(connection, name).text for name in {a.document for a in accounts}
        }
    return [account.span.of(texts[account.document]) for account in accounts]


def indicators(
    codebook: "Codebook", accounts: Sequence[SortedAccount]
) -> "tuple[list[SortedAccount], Floats]":
    """The accounts that have an open theme, and their themes as an array of 0 and 1."""
    import numpy as np

    at = {theme.id: number for number, theme in enumerate(codebook.open)}
    under = np.zeros((len(accounts), len(at)))
    for row, account in enumerate(accounts):
        under[row, [at[each] for each in codebook.current(account.themes) if each in at]] = 1
    kept = [bool(row.any()) for row in under]
    return [account for account, is_kept in zip(accounts, kept, strict=True) if is_kept], under[
        kept
    ]


def theme_texts(codebook: "Codebook") -> "list[ThemeText]":
    """The themes that can be chosen, with all that the codebook says of when to use each."""
    from extractor.themes.codebook import told_of
    from extractor.themes.suggester import ThemeText

    told = []
    for theme in codebook.open:
        said = told_of(codebook, theme)
        about = " ".join((said["definition"], said["when_to_use"], *said["examples"]))
        told.append(ThemeText(theme.id, theme.name, about))
    return told
