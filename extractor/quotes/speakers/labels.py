"""What a speaker's label looks like: (P3), [Marlene], (Male, 52, control group), IDI-EA-SU-F-02.

A label names someone: by a code, a number, sex and age, a role, a name or the occasion on which
they spoke. What papers put into the same brackets and is no label (figures, citations, a
transcriber's remark, the author's insertion) is told by what it holds or by how it begins.
"""

import re

from extractor.quotes.alternatives import any_of
from extractor.quotes.speakers.roles import (
    AGE,
    MODERATING,
    ROLE,
    SEX_F,
    SEX_M,
    WHEN,
    WHERE,
)
from extractor.records import Span

LONGEST = 150
LONGEST_ALONE = 100
LONGEST_QUOTATION = 5000
LIKELY = 0.5
SURE = 0.7

NEVER = re.compile(
    r"[=<>≤≥±…]|\.{3}|\d(?:\.\d| ?%)|^(?:see|e\.?g|i\.?e)\b|\b"
    + any_of(
        r"SD\b|CI\b|et al\b|pp?\. ?\d|cf\.|"
        r"(?:tables?|fig(?:ure|\.)?s?|appendi(?:x|ces)|box|chapter|section|figs?\.|item|panel) ?\d|"
        r"(?:supplement\w*|appendix|ibid|emphasis|italics|sic|https?|www|doi)\b|"
        r"laugh|giggl|chuckl|paus|silen|sigh|crie|cry|weep|sob|cough|inaudible|unclear|"
        r"unintelligible|smil|nod|shrug|point|gestur|whisper|lach|pleur|rire"
    ),
    re.IGNORECASE,
)
YEAR = re.compile(r"(?<![\w/-])(?:1[89]|20)\d\d[a-z]?(?![\w-])")
NUMBER = re.compile(r"(?:no\.? ?|nr\.? ?)?\d{1,4}[a-z]?", re.IGNORECASE)
CODE = re.compile(
    r"#\s?\d+[A-Za-z]?"
    r"|\d{3,}(?:[-_]\d+)+"
    r"|(?<![\w-])(?=[\w/-]*\d)[A-Za-z]{1,8}\d*(?:[-_/#](?:[A-Z]{0,6}|[a-z]?)#?\d*)+(?!\w|-[A-Z\d])"
    r"|(?<![\w-])(?:[A-Z]{1,6}[ .]?|[A-Z][a-z]{1,6})#?\d{1,4}[A-Za-z]?"
    r"(?:[-_/](?:[A-Z0-9]+|[a-z](?!\w)))*(?!\w|-[A-Z\d])"
    r"|(?<![\w-])[A-Z]{2,5}(?:-[A-Z0-9]{1,5}){2,}(?![\w-])"
)
NO_CODE = re.compile(
    r"(?:age|aged|year|yrs?|phase|wave|round|time|week|day|month|stage|step|level|type|grade|covid|"
    r"table|item|vol|part|page|pp?\.|version|hiv|h1n1|sars|vitamin|in|of|at|to|on|by|from|and|or|"
    r"jan|feb|mar|march|apr|april|may|june|july|aug|sept?|oct|nov|dec|note|iso|icd|dsm|spss|nvivo|"
    r"a|i|an|the|all|only|with|for|as|or|co|pm|isbn|issn|grant|project|eq|fig)(?![A-Za-z])"
    r"|[MFW][ /-]?[1-9]\d$|[A-Z]?[a-z]* ?(?:1[89]|20)\d\d$",
    re.IGNORECASE,
)
NUMBER_OR_LETTER = re.compile(r"\d|[A-Z](?![\w-])")
SEX_AND_AGE = re.compile(r"[MFWmfw][ /-]?[1-9]\d|[1-9]\d[ /-]?[MFWmfw]")
HELD = re.compile(
    r"\b(?:interview\w*|focus group|fgds?|idi|kii|diary|workshop|meeting|participant|group)\b",
    re.IGNORECASE,
)
NUMBERED = re.compile(
    r"(?<![A-Za-zÀ-ÿ])(?P<noun>[A-Za-zÀ-ÿ][\w’'/-]*(?: [a-z][\w-]*)?)"
    r"[ -]?(?:no\.? |nr\.? |number |[#:] ?)?#? ?"
    r"(?P<number>\d{1,4}[a-z]?|[A-HJ-Z]|[IVX]{1,4}(?=[,;)\]]|$))(?![\w-])"
)
LISTED = re.compile(
    r"\d ?[–-] ?\d+, ?\d|\d, ?\d+ ?[–-] ?\d|\d, ?\d+, ?\d|^\w{0,4}\d+, ?\d+$|^\d+ ?[–-] ?\d+$"
)
INSERTED = re.compile(
    r"(?:my|his|her|their|our|your|its?|the|this|that|these|those|i|you|he|she|we|they|to|of|in|on|"
    r"at|for|from|by|with|about|and|but|or|not|no|like|because|which|when|where|if|so|as|than|all|"
    r"some|any|more|also|is|was|are|were|be|been|being|have|has|had|do|does|did|don’t|don't)\b",
    re.IGNORECASE,
)
TELLING = re.compile(
    r"\b(?:is|was|are|were|am|be|have|had|do|did|don['’]t|can|could|will|would|should|said|says|"
    r"explained|told|noted|described|put|asked|added|get|got|go|went|think|know|feel|felt|i|my)\b"
    r"|[?!]$|['’](?:m|re|ve|ll|d|t)\b"
)
SMALL = re.compile(
    r"of|from|in|and|with|at|for|an?|on|to|by|the|or|who|years?|old|yrs?|yo|aged?|late|early|"
    r"und|mit|von|aus|de|la|le|du|des|et|y|del|van|en|och|med",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_][\w’'-]*")
QUOTED = re.compile(r"[“”\"«»„]")
FIELDS = re.compile(
    r"\s*[,;|·•:]\s*|\s*[/\\]\s*(?=\D)|(?<=\D)[/\\](?=\d)|(?<=\d)-(?=[a-z]{3})|"
    r"\s+[-–—]\s+|\s*[()\[\]]\s*|\s*—\s*"
)
NAME = re.compile(r"[A-ZÀ-Þ][\w’'.-]*|de|van|von|der|den|el|al|bin")
NAME_AND_MORE = re.compile(r"^([A-ZÀ-Þ][a-zà-ÿ]+)-(?=\w+ [a-z])")  # "Berta-A choir"
NO_NAME = re.compile(
    r"(?:The|A|An|Our|My|In|On|At|Of|To|And|But|So|For|Well|Self|Long|Short|High|Low|Non|How|What|Why|Who|When|It|I|We|They|You|Yes|"
    r"No|Theme|Subtheme|Quote|Quotation|Excerpt|Extract|Example|Note|Question|Answer|Comment|Other|"
    r"Trust|Hope|Support|Fear|Stigma|Safety|Time|Costs?|Access|Care|Shame|Loss|Anger|Power|Respect|"
    r"Title|Fields?|All|Data|Models?|Stud(?:y|ies)|Projects?|Results?|Findings?|Methods?|Background|Conclusions?|Aims?|Objectives?|Keywords?|Abstract|"
    r"Barriers?|Facilitators?|Context|Setting|God|\w+(?:tion|ness|ships?|ism|isms|ities)|"
    r"\w{5,}(?:ment|ity|ing)s?)"
)
BRACKETED = re.compile(
    r"\((?:[^()\[\]]|\([^()]{0,60}\)|\[[^\[\]]{0,60}\]){1,150}\)|\[[^\[\]]{1,150}\]"
)


def is_label(text: str) -> bool:
    """Whether ``text``, with or without its brackets, is more likely a speaker's label than not."""
    return label_likeness(text) >= LIKELY


def is_only_label(text: str) -> bool:
    """Whether ``text`` is a label and nothing else: in brackets, or with a code or several parts.

    "(Husband, group 2)" is set like the words before it and is nobody's account.
    """
    words = text.strip()
    if len(words) > LONGEST_ALONE or label_likeness(words) < SURE:
        return False
    bracketed = BRACKETED.fullmatch(words.strip(" .,;–—-")) is not None
    return bracketed or find_code(words) is not None or len(fields_of(words)) > 1


def label_likeness(text: str) -> float:
    """How much ``text`` looks like a speaker's label, from 0 to 1, with or without brackets."""
    inner = QUOTED.sub("", bare(text))
    if not inner or len(inner) > LONGEST or NEVER.search(inner):
        return 0.0
    if NUMBER.fullmatch(inner):
        return 0.0 if text.strip().startswith("[") or YEAR.fullmatch(inner) else LIKELY
    if LISTED.search(inner):
        return 0.3 if WORD.search(inner) else 0.0
    if find_code(inner):
        prose = len(inner.split()) > 3 and (INSERTED.match(inner) or TELLING.search(inner))
        return 0.3 if prose else 0.95 if len(inner.split()) < 12 else LIKELY
    if YEAR.search(inner) and not HELD.search(inner):
        return 0.0
    return _likeness_of_words(inner)


def bare(text: str) -> str:
    """``text`` without the brackets, dash and stops around it."""
    inner = text.strip().strip(".,;: \t\n").lstrip("-‐–—―~ ")
    if inner[:1] in "([" and inner[-1:] in ")]" and BRACKETED.fullmatch(inner):
        inner = inner[1:-1].strip()
    return inner.rstrip(".,;: ")


def fields_of(label: str) -> list[str]:
    """The parts of a label, as its commas, semicolons, brackets and dashes divide it."""
    return [field.strip(" .") for field in FIELDS.split(label) if field.strip(" .")]


def find_code(label: str) -> str | None:
    """The first code or numbered noun in a label: P3, #4, FG2-nurse, Participant 12, ID 3."""
    return next(iter(find_codes(label)), None)


def find_codes(words: str) -> list[str]:
    """Every code and numbered noun, in order; of two that overlap the longer.

    There is none without a figure or a capital letter at a word's end, which is soon seen.
    """
    if not NUMBER_OR_LETTER.search(words):
        return []
    found = [match for match in CODE.finditer(words) if not NO_CODE.match(match[0])]
    found += [match for match in NUMBERED.finditer(words) if _numbers_someone(match)]
    codes: list[str] = []
    end = 0
    for match in sorted(found, key=lambda match: (match.start(), -match.end())):
        if match.start() >= end:
            codes.append(match[0])
            end = match.end()
    return codes


def is_name(text: str) -> bool:
    """Whether ``text`` could be a person's name: one to three capitalised words, none a theme's."""
    words = text.split()
    named = 0 < len(words) < 4 and words[0][0].isupper()
    return named and all(NAME.fullmatch(w) and not NO_NAME.fullmatch(w) for w in words)


def find_bracketed_label(text: str, start: int, stop: int) -> Span | None:
    """The first label in brackets in ``text[start:stop]``, with its brackets; soon, or not at all.

    A mere name counts only after the end of a sentence: in the middle it is an insertion.
    """
    for match in BRACKETED.finditer(text, start, min(stop, start + LONGEST_QUOTATION)):
        likeness = label_likeness(match[0])
        before = text[start : match.start()].rstrip()[-1:]
        if likeness > SURE or (likeness >= LIKELY and before and before in '.?!…”"’»'):
            return Span(*match.span())
    return None


def _numbers_someone(match: re.Match[str]) -> bool:
    """Whether a noun with a number is a person or a group: Student 5, Focus group 2, ID 3."""
    noun = match["noun"]
    if NO_CODE.match(noun):
        return False
    if len(noun) == 1 or noun.upper() in ("ID", "CASE", "DYAD", "NO"):
        return len(noun) > 1
    known = (ROLE, WHEN, MODERATING, SEX_F, SEX_M)
    ends = any(match.end() == len(noun) for one in known for match in one.finditer(noun))
    return ends and (match["number"][0].isdigit() or noun[0].isupper())


def _likeness_of_words(inner: str) -> float:
    """By the kinds of words: each that tells who someone is counts, each other one against."""
    inner = NAME_AND_MORE.sub(r"\1, ", inner)
    fields = fields_of(inner)
    told = [_tells(field, alone=len(fields) == 1) for field in fields]
    best = max(told, default=0.0)
    if best >= 0.6 and len(fields) > 1:
        best = min(best + 0.1 * sum(value > 0 for value in told), 0.95)
    if INSERTED.match(inner):
        best *= 0.4
    if TELLING.search(inner):
        best *= 0.4
    return best * _explained(inner, len(fields))


def _tells(field: str, *, alone: bool) -> float:
    """How surely one part of a label tells who speaks."""
    if SEX_AND_AGE.fullmatch(field):
        return 0.85
    if SEX_F.fullmatch(field) or SEX_M.fullmatch(field):
        return 0.75 if field[0].isupper() or len(field) > 1 else 0.4
    sexed = bool(SEX_F.search(field) or SEX_M.search(field))
    aged = AGE.search(field)
    if ROLE.search(field) or sexed:
        return 0.8 if field[0].isupper() or aged else 0.65
    if aged and not field.isdigit():
        return 0.65
    if WHEN.search(field):
        return 0.75 if field[0].isupper() else 0.5
    if WHERE.search(field):
        return 0.55 if field[0].isupper() else 0.2
    if is_name(re.split(r"[–-]", field)[0]):
        return 0.3 if field.isupper() and alone else 0.58
    return 0.1 if field.isdigit() else 0.0


def _explained(inner: str, fields: int) -> float:
    """The share of words that belong into a label; of small words none counts.

    Where there are several parts, each may hold one word more: "unaffected female, 35 years".
    """
    words = _content(inner)
    left = inner
    for known in (ROLE, SEX_F, SEX_M, WHEN, WHERE, AGE):
        left = known.sub(" ", left)
    odd = [word for word in _content(left) if word.islower()]
    share = 1 - len(odd) / max(len(words), 1)
    return 1.0 if share >= 0.6 or 1 < fields >= len(odd) else share


def _content(words: str) -> list[str]:
    return [word for word in WORD.findall(words) if not SMALL.fullmatch(word)]
