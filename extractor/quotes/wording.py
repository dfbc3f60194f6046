"""How the words of a candidate sound, against the paper's own prose.

Nothing here knows a word's meaning: participants speak of themselves, in shorter words and more
sentences than their authors do. Word lengths are told as differences from the paper's running
text, so that they mean the same in German as in English.
"""

import re
from collections import Counter
from collections.abc import Sequence
from math import log
from typing import NamedTuple

from extractor.quotes.alternatives import any_of
from extractor.quotes.phrases import ASKING, MEASURING

WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
FIRST_PERSON = re.compile(
    r"(?<![\w’'])(?:I|I’m|I'm|I’ve|I've|I’d|I'd|I’ll|I'll|me|my|myself|mine|we|we’re|we're|us|our|"
    r"ours|[Ii]ch|mir|mich|[Mm]ein(?:e[nmrs]?)?|[Ww]ir|uns(?:er\w*)?|"
    r"[Jj]e|[Jj][’']\w+|moi|m[’']\w+|[Mm]on|[Mm]a|[Mm]es|[Nn]ous|[Nn]otre|[Nn]os|"
    r"[Yy]o|[Mm]i|[Mm]is|conmigo|[Nn]osotr[oa]s|[Nn]uestr[oa]s?|[Ee]u|[Mm]eus?|[Mm]inhas?|[Nn]ós)"
    r"(?![\w])",
)
SPOKEN = re.compile(
    r"(?<!\w)"
    + any_of(
        r"\w+n[’']t|(?:it|that|he|she|you|they|we|there|what)[’'](?:s|re|ll|ve|d)|you know|"
        r"yeah|yes|no,|okay|ok|um|uh|er|erm|hmm|like,|kind of|sort of|really|gonna|wanna|just|"
        r"because|’cause|'cause|well|oh|things?|stuff|you|ja|also|halt|ähm?|naja|irgendwie|eben|"
        r"doch|gell|einfach|weil|nämlich|quasi|ouais|ben|euh|voilà|quoi|c[’']est|j[’']ai|"
        r"parce que|donc|pues|bueno|entonces|porque|o sea|digamos"
    )
    + r"(?!\w)",
    re.IGNORECASE,
)
SECOND_PERSON = re.compile(
    r"(?<![\w’'])(?:you|yours?|du|dir|dich|dein\w*|Ihnen|man|vous|tu|usted)(?!\w)", re.IGNORECASE
)
THIRD_PERSON = re.compile(
    r"(?<![\w’'])(?:he|she|they|him|her|them|er|sie|es|il|elle|ils|elles)(?!\w)", re.IGNORECASE
)
CONTRACTION = re.compile(r"\w[’'](?:s|re|ll|ve|d|m|t)\b")
CITATION = re.compile(r"\(\s?[^()]{0,60}\b(?:1[89]|20)\d\d[a-z]?\b|\[\d{1,3}(?:[,–-] ?\d{1,3})*\]")
STATISTIC = re.compile(r"\d ?%|[=<>≤≥]|\bp ?[<=]|\bCI\b|\bn ?=")
SENTENCE_END = re.compile(r"[.?!…](?:\s|$)")
NUMBERED = re.compile(r"\W{0,2}\d{1,2}[.)]\s")
QUESTION = re.compile(r"[^.!]{3,200}\?")
LONG = 8  # letters
USUAL_LENGTH = 5.0
HIGHEST_RATE = 30.0


class Prose(NamedTuple):
    """A paper's own prose: letters a word, the share of long words, and a thousand words' count of
    first persons, of words that tell of asking people, and of those that tell of measuring."""

    word_length: float = USUAL_LENGTH
    long_words: float = 0.25
    first_person: float = 5.0
    asking: float = 5.0
    measuring: float = 5.0


def prose_of(text: str) -> Prose:
    """What a paper's running text sounds like."""
    words = WORD.findall(text)
    if not words:
        return Prose()
    rates = (
        min(1000 * len(pattern.findall(text)) / len(words), HIGHEST_RATE)
        for pattern in (FIRST_PERSON, ASKING, MEASURING)
    )
    return Prose(_length(words), _long(words), *rates)


def wording_cues(words: str, prose: Prose) -> dict[str, float]:
    """The measures of one candidate's words, by name."""
    found = WORD.findall(words)
    count = max(1, len(found))
    return {
        "number of words (log)": log(max(1, len(words.split()))),
        "first persons a word": len(FIRST_PERSON.findall(words)) / count,
        "second persons a word": len(SECOND_PERSON.findall(words)) / count,
        "third persons a word": len(THIRD_PERSON.findall(words)) / count,
        "contractions a word": len(CONTRACTION.findall(words)) / count,
        "word length against the prose": _length(found) - prose.word_length,
        "long words against the prose": _long(found) - prose.long_words,
        "word length of the prose": prose.word_length,
        "first persons in the prose": prose.first_person,
        "asking in the prose": prose.asking,
        "measuring in the prose": prose.measuring,
        **_signs(words, found),
    }


def _signs(words: str, found: Sequence[str]) -> dict[str, float]:
    """What figures, capitals and stops tell."""
    capitals = sum(word[:1].isupper() for word in found)
    return {
        "begins with a number": bool(NUMBERED.match(words)),
        "citation inside": bool(CITATION.search(words)),
        "statistics inside": bool(STATISTIC.search(words)),
        "digits a letter": sum(map(str.isdigit, words)) / max(1, len(words)),
        "capitals a word": capitals / max(1, len(found)),
        "begins small": words[:1].islower(),
        "number of sentences (log)": log(1 + len(SENTENCE_END.findall(words))),
        "question marks": words.count("?"),
        "begins with a question": bool(QUESTION.match(words)),
        "ends with a comma": words.rstrip().endswith(","),
        "ends within a sentence": words.rstrip()[-1:].isalnum(),
    }


def _length(words: Sequence[str]) -> float:
    return sum(map(len, words)) / len(words) if words else USUAL_LENGTH


def _long(words: Sequence[str]) -> float:
    lengths = Counter(map(len, words))
    return sum(lengths[length] for length in lengths if length >= LONG) / max(1, len(words))
