"""One row a paper: what it can be expected to hold, and why that is thought."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from extractor.records import REPRINTS, Finding, SuggestedPaper, Voice
from extractor.screening.designs import design_of
from extractor.screening.model import Expected, Model, default_model
from extractor.screening.samples import samples_of
from extractor.screening.signs import LIKELY, Signs, signs_of

ENOUGH, MIXED = 0.5, 0.2  # chances: from here on there are accounts; a person has to look
LEAST_VOICED = 0.1  # whose words they are is told wrong now and then: no voice ranks a paper at 0
DOUBTFUL = (
    "abstract only",
    "garbled fonts",
    "little text",
    "OCR layer",
    "scanned pages",
    "uncertain columns",
)
"""The findings after which a paper's figures cannot be trusted."""


class PaperKind(StrEnum):
    """What a paper is, as far as can be told without a person."""

    ACCOUNTS = "accounts"
    NEEDS_A_PERSON = "needs a person"
    REPRINTS = "reprints others’"
    NONE_FOUND = "none found"


ORDER = tuple(PaperKind)
"""The order of kinds in a list: what needs a person stands before all that may be passed over."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a paper can be expected to hold. A score excludes no paper: people do.

    ``has_accounts`` is the probability that it holds accounts, ``expected`` how many (fragments not
    counted); both are None where the paper could not be read. ``voices`` and ``forms`` count its
    likely suggestions; ``topic`` is how alike it is to the review's question and codebook, 0 to 1,
    or None where there are none; ``why`` says in words what decided.
    """

    source: str
    title: str
    kind: PaperKind
    has_accounts: float | None
    expected: Expected | None
    voices: Mapping[str, int] = field(default_factory=dict)
    forms: Mapping[str, int] = field(default_factory=dict)
    topic: float | None = None
    design: tuple[str, ...] = ()
    quality: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()
    why: tuple[str, ...] = ()

    def of_voices(self, voices: Collection[str]) -> float:
        """The share of the likely suggestions that may be of one of these voices, 0 to 1.

        One whose voice is unclear may be; so may all, where no voice is asked for or none known.
        """
        count = sum(self.voices.values())
        if not voices or not count:
            return 1.0
        may_be = {*voices, Voice.UNCLEAR.value}
        return sum(number for voice, number in self.voices.items() if voice in may_be) / count

    def uncounted(self) -> "Prospect":
        """The row for somebody who must not know yet how many suggestions a paper has."""
        why = tuple(each for each in self.why if not each[0].isdigit())
        return replace(self, voices=dict.fromkeys(self.voices, 0), forms={}, why=why)


def prospect_of(
    paper: SuggestedPaper, *, model: Model | None = None, unaided: Collection[int] = ()
) -> Prospect:
    """The row of one paper, from all that is suggested of it.

    ``unaided`` are the pages that people read without suggestions: no sample stands on one.
    """
    model, document, suggestions = model or default_model(), paper.document, paper.suggestions
    signs = signs_of(document, suggestions)
    chance = model.chance(signs)
    likely = [each for each in suggestions if each.score >= LIKELY]
    quality = [each for each in document.findings if each.code != REPRINTS]
    return Prospect(
        source=paper.source,
        title=document.title,
        kind=_kind(signs, chance, quality),
        has_accounts=chance,
        expected=model.expected(signs),
        voices=Counter(each.voice.value for each in likely),
        forms=Counter(each.form.value for each in likely),
        design=design_of(document),
        quality=tuple(map(_in_words, quality)),
        samples=samples_of(document, suggestions, unaided=unaided),
        why=tuple(_why(signs, chance, quality)),
    )


def unread(source: str, message: str) -> Prospect:
    """The row of a paper that could not be read: nothing is known of it, so a person must look."""
    what = message.partition("\n")[0]
    why = ("could not be read, so nothing is known of it",)
    return Prospect(source, "", PaperKind.NEEDS_A_PERSON, None, None, quality=(what,), why=why)


def ranked(prospects: Sequence[Prospect], voices: Collection[str] = ()) -> list[Prospect]:
    """By kind (``ORDER``), within one by ``place_of``."""
    return sorted(prospects, key=lambda each: place_of(each, voices))


def place_of(prospect: Prospect, voices: Collection[str] = ()) -> tuple[int, float, int]:
    """What papers are ordered by: kind, then chance times topic times the share of the voices.

    Where nothing is known, that is 1. Of papers as likely, the one with more accounts comes first.
    """
    chance = 1.0 if prospect.has_accounts is None else round(prospect.has_accounts, 2)
    about = 1.0 if prospect.topic is None else prospect.topic
    expected = prospect.expected.count if prospect.expected else 0
    voiced = LEAST_VOICED + (1 - LEAST_VOICED) * prospect.of_voices(voices)
    likely = chance * about * voiced
    return ORDER.index(prospect.kind), -likely, -expected


def _kind(signs: Signs, chance: float, quality: Sequence[Finding]) -> PaperKind:
    if any(finding.code in DOUBTFUL for finding in quality):
        return PaperKind.NEEDS_A_PERSON
    if signs.reprints:
        return PaperKind.REPRINTS
    if chance >= ENOUGH:
        return PaperKind.ACCOUNTS
    return PaperKind.NEEDS_A_PERSON if chance >= MIXED else PaperKind.NONE_FOUND


def _why(signs: Signs, chance: float, quality: Sequence[Finding]) -> Iterator[str]:
    """What decided, the weightiest first."""
    if doubts := [finding.code for finding in quality if finding.code in DOUBTFUL]:
        yield f"its text is in doubt ({', '.join(doubts)}): the figures may be wrong"
    if signs.reprints:
        yield "a review: what it quotes are accounts of the studies it reviews"
    elif MIXED <= chance < ENOUGH:
        yield "the signs are mixed"
    yield from _of_quotations(signs)
    if not signs.asks and chance < ENOUGH:
        yield "its methods tell of no interviews, groups or written answers"


def _of_quotations(signs: Signs) -> Iterator[str]:
    if signs.likely:
        plural = "" if signs.likely == 1 else "s"
        speakers = f" of {signs.speakers} speakers" if signs.speakers > 1 else ""
        yield f"{signs.likely} likely quotation{plural}{speakers}"
    elif signs.accounts >= 1:
        yield "several quotations that may be participants’ words, none of them likely"
    else:
        yield "nothing in it looks like a participant’s words"


def _in_words(finding: Finding) -> str:
    pages = finding.pages
    where = f" (page{'' if len(pages) == 1 else 's'} {_ranges(pages)})" if pages else ""
    return f"{finding.code}{where}: {finding.message}"


def _ranges(pages: Sequence[int]) -> str:
    """Pages as a reader would list them: "1, 3–5"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
