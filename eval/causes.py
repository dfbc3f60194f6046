"""Why a quotation was missed or a suggestion wrong, by what is known of the candidates there."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from figures import Table
from gold import GoldText
from scoring import ENOUGH, Counts, Place, overlap_of, wanted

COMMONEST = 10
WRONG_BY_CUE = (
    ("question", "a question"),
    ("citation after", "words of a cited author"),
    ("author before", "words of a cited author"),
    ("asking in the sentence", "an item, answer option or question"),
    ("theme in the sentence", "a theme, code or term"),
    ("back", "a statement after the paper"),
    ("abstract", "a part of the abstract or front matter"),
    ("front", "a part of the abstract or front matter"),
    ("table", "a table cell that is no quotation"),
    ("heading", "a heading"),
    ("dialogue", "a turn that is no participant's"),
    ("own block", "a block that is no quotation"),
)


def wrong_causes(
    counts: Counts,
    places: Sequence[Place],
    gold: GoldText | None,
    cues: Sequence[Mapping[str, float]],
) -> Iterator[str]:
    """A cause for each wrong suggestion of one paper."""
    quotations = wanted(gold) if gold else []
    for at in counts.wrong:
        if any(places[at] & quotation.place for quotation in quotations):
            yield "a part of a quotation, or two in one"
            continue
        fired = (words for cue, words in WRONG_BY_CUE if cues[at][cue])
        yield next(fired, "quoted words that are no account")


def missed_causes(
    counts: Counts, gold: GoldText, shown: Sequence[Place], candidates: Sequence[Place]
) -> Iterator[str]:
    """A cause for each missed quotation of one paper."""
    for at in counts.missed:
        quotation = wanted(gold)[at]
        form = quotation.mark["form"]
        if any(place & quotation.place for place in shown):
            yield "cut, or joined with its neighbour"
        elif any(overlap_of(place, quotation.place) >= ENOUGH for place in candidates):
            short = "short, " if quotation.words < 10 else ""
            yield f"scored too low: {short}{form}"
        else:
            yield f"no candidate: {form}"


def commonest(title: str, causes: Iterable[str]) -> Table:
    """The commonest causes with their counts."""
    rows = [{"cause": cause, "count": n} for cause, n in Counter(causes).most_common(COMMONEST)]
    return Table(title, {"cause": "", "count": "d"}, rows)
