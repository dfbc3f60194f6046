"""How a study asked people, in the words that its methods section prints."""

import re
from collections import Counter

from extractor.records import Document, Kind, Section

MOST = 4
HOW = (
    r"semi-?\s?structured|unstructured|in-?depth|open-ended|narrative|individual|one-to-one|"
    r"face-to-face|telephone|phone|online|video|group|joint|dyadic|paired|biographical|"
    r"life[- ]?history|qualitative|ethnographic|follow-up|repeat(?:ed)?|written|email|"
    r"key informant|problem-centred|walking|conversational|semistrukturierte\w*|"
    r"leitfadengestützte\w*"
)
WHAT = (
    r"interviews?|focus groups?(?: discussions?)?|group discussions?|world caf[eé]s?|workshops?|"
    r"diar(?:y|ies)|photo-?\s?(?:voice|elicitation)|"
    r"(?:participant|non-participant|direct) observations?|field ?notes|ethnograph(?:y|ic)|"
    r"(?:open(?:-ended)?|free[- ]text) (?:survey )?(?:questions?|items?|"
    r"responses?|comments?|answers?)|"
    r"free[- ]text|(?:forum|blog|online|social media) posts|message boards?|discussion forums?|"
    r"case stud(?:y|ies)|think-aloud|cognitive interviews?|"
    r"gruppendiskussion(?:en)?|fokusgruppen?|tagebücher|entretiens?|entrevistas?|"
    r"grupos? focal(?:es)?"
)
CUE = re.compile(rf"\b(?:(?:{HOW})[\s,]+(?:and\s+)?){{0,2}}(?:{WHAT})\b", re.IGNORECASE)
ABOUT = 20_000  # characters: where no methods section is known, abstract and introduction tell


def design_of(document: Document) -> tuple[str, ...]:
    """Cues of how people were asked, the commonest first, as printed but for white space.

    From the methods section, or else the first pages. What is said again more shortly ("interviews"
    after "telephone interviews") is told once.
    """
    counts: Counter[str] = Counter()
    printed: dict[str, str] = {}
    for match in CUE.finditer(_methods(document)):
        cue = " ".join(match[0].split())
        printed.setdefault(_key(cue), cue)
        counts[_key(cue)] += 1
    told: list[str] = []
    for key, _ in counts.most_common():
        if not any(other.endswith(key) for other in counts if other != key):
            told.append(printed[key])
    return tuple(told[:MOST])


def _key(cue: str) -> str:
    return cue.lower().replace("-", " ").removesuffix("s")


def _methods(document: Document) -> str:
    parts = [
        block.span.of(document.text)
        for block in document.blocks
        if block.section is Section.METHODS and block.kind in (Kind.PARAGRAPH, Kind.ITEM)
    ]
    return "\n".join(parts) or document.text[:ABOUT]
