"""Whose words they are: what a label tells of its speaker, and which voice that is."""

import re
from collections import Counter

from extractor.quotes.alternatives import any_of
from extractor.quotes.speakers.labels import SEX_AND_AGE, fields_of, find_code, is_name
from extractor.quotes.speakers.roles import (
    AGE,
    CONDITION,
    NEUTRAL_ROLE,
    ROLE,
    SEX_F,
    SEX_M,
    SPECIALTY,
    VOICES,
    WHEN,
    WHERE,
)
from extractor.records import Speaker, Voice

CODED = {
    Voice.PROFESSIONAL: re.compile(
        r"(?:GP|HCP|HP|HCW|CHW|RN|MD|Dr|SW|PT|OT|CNS|NP|MW|PM|KI|KII|HSP|Nurse|Prof|Staff|SP|MHP)"
        r"[-_ ]?#?\d",
    ),
    Voice.SERVICE_USER: re.compile(
        r"(?:SU|PWLE|YP|CL|Pt|PAT|Pat|PWID|Patient|Client|User)[-_ ]?#?\d",
    ),
    Voice.LAY: re.compile(r"(?:CG|Carer|Parent|FM|Mum|Mother|Father|CM|Fam)[-_ ]?#?\d"),
}
PHRASES = re.compile(
    r"[,;:.()\[\]]|\b(?:of|with|for|from|who|that|in|at|to|working|caring|looking|said|told|about)\b"
)
STUDIED = (
    r"experiences?|perspectives?|perceptions?|views?|viewpoints?|attitudes?|voices|accounts?|"
    r"narratives?|beliefs?|opinions?|concerns?|understandings?|needs|preferences|stories"
)
ASKED = re.compile(
    r"(?P<with>\b"
    + any_of(
        r"interview\w*|focus groups?(?: discussions?)?|discussions?|survey\w*|workshops?|"
        rf"{STUDIED}|sample|total|cohort|group"
    )
    + r"\s(?:(?!about\b|by\b)\w+\s){0,3}?"
    r"(?:with|of|among|amongst|from)\b|\b(?:interviewed|recruited|invited|surveyed|among)\b|"
    r"\b(?:participants|respondents|interviewees|informants|sample)\s(?:were|included|comprised|"
    r"consisted of|was)\b|"
    r"\b"
    + any_of(
        r"interviews?|gespräche?n?|gruppendiskussion(?:en)?|befragung(?:en)?|erhebung|erfahrungen|"
        r"sichtweisen|perspektiven?|sicht|erleben|aussagen|entretiens?|expériences?|vécu|récits?|"
        r"entrevistas?|experiencias?|relatos?|vivencias?"
    )
    + r"\s(?:\w+\s){0,3}?"
    r"(?:mit|von|unter|bei|der|avec|auprès d[eu]s?|des?|con|a|de)\b|\b(?:befragt|interviewt|"
    r"entrevistó a|entrevistamos a)\b)"
    rf"|[\w -]{{3,50}}+[’']s?\s(?:\w+\s){{0,2}}?(?:{STUDIED})\b"
    r"|\b(?:told|written|sent|described|kept|shared) by [\w ,-]{3,60}"
    r"|\bwhat [\w -]{3,60}? (?:wrote|said|told|tell|say|write|know|knew)\b"
    r"|\b(?:\d{1,4}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty)\s"
    r"[\w ,–-]{3,80}?\s(?:participated|were interviewed|took part|completed|were recruited|were "
    r"included|agreed|consented)\b",
    re.IGNORECASE,
)
PEOPLE = re.compile(
    r"\b(?:people|persons?|women|woman|men|adults?|individuals?|users?|frauen|männer|menschen|"
    r"personnes|femmes|personas|mujeres)\b",
    re.IGNORECASE,
)
SERVED = re.compile(
    r"\b(?:patients?|hospitals?|wards?|clinics?|treatment|therapy|services?|self-harm\w*|care|"
    r"diagnos\w+|illness|disease|helpline|klinik|behandlung)\b",
    re.IGNORECASE,
)
DOING = re.compile(
    r"\s*(?:talking|being|having|living|using|receiving|getting|seeking|accessing|working|telling|"
    r"seeing|going|meeting|asking|caring|coping|returning|attending|engaging)\b",
    re.IGNORECASE,
)
NUMBERS = tuple(
    re.findall(
        r"\w+",
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty",
    )
)
NUMBER_OF = re.compile(rf"\b(?:\d{{1,3}}|{'|'.join(NUMBERS)})\b", re.IGNORECASE)
MOST_PEOPLE = 40
ENDING = re.compile(r"[.;:]|\b(?:in|at|who|about|on|regarding|to|through|using|between|by)\b")
ENUMERATED = re.compile(r",|\band\b|\bor\b|\bas well as\b")
LENGTH_OF_ABSTRACT, SHORTEST = 3000, 1000
AGED = re.compile(r"\d{1,2}\s*(?:[–-]\s*\d{1,2})?")


def parse_speaker(label: str) -> Speaker:
    """What ``label`` tells, each part as printed: code or name, sex, age, role, place.

    A number alone is an age only beside a sex or a role; a name alone is the speaker's.
    """
    fields = fields_of(label)
    code = find_code(label)
    sex = _sex(label, fields)
    role = _role(fields, code)
    age = _age(fields, known=bool(sex or role or len(fields) > 1), code=code)
    site = _site(fields, code, role)
    name = _name(fields, site) if not code else None
    number = fields[0] if fields and fields[0].isdigit() and fields[0] != age else None
    return Speaker(code or name or number, sex, age, role, site)


def voice_of(label: str | None, context: str, *, about: str = "") -> Voice:
    """Whose voice it is: by the label, else by the sentence around, else by the paper.

    ``context`` is the author's sentence that leads to the quotation (best: whom it names);
    ``about`` is what the paper says of its participants (title, abstract, methods). Each is asked
    only where the one before tells nothing.
    """
    for words in (label or "", context):
        voice = _voice_in(words)
        if voice is not Voice.UNCLEAR:
            return voice
    return voice_of_participants(about)


def voice_of_participants(about: str) -> Voice:
    """The voice of most of the people whom a study's own description says it asked.

    Counted are those with whom interviews were held, who took part, or whose experiences,
    views … are studied, each as often as the number before it says: in the beginning of the
    description, or else in all of it. Professionals and the others each need twice the number of
    the other side. Where no professional is named at all, those asked, whatever they are called,
    are the people whom the service or condition concerns, or others where there is none.
    """
    plain = Voice.SERVICE_USER if SERVED.search(about) else Voice.LAY
    counts: Counter[Voice] = Counter()
    for words, least in ((about[:LENGTH_OF_ABSTRACT], 2), (about, 1)):
        counts = _mentions(words, plain)
        voice = _voice_of_most(counts, least)
        if voice is not Voice.UNCLEAR:
            return voice
    told = len(about) > SHORTEST and not counts[Voice.PROFESSIONAL]
    return plain if told else Voice.UNCLEAR


def _voice_of_most(counts: Counter[Voice], least: int) -> Voice:
    """The voice of at least so many, and of twice as many as the other side has."""
    professional = counts[Voice.PROFESSIONAL]
    others = counts[Voice.SERVICE_USER] + counts[Voice.LAY]
    if max(professional, others) < max(least, 2 * min(professional, others)):
        return Voice.UNCLEAR
    if professional > others:
        return Voice.PROFESSIONAL
    more = counts[Voice.SERVICE_USER] >= counts[Voice.LAY]
    return Voice.SERVICE_USER if more else Voice.LAY


def _mentions(about: str, plain: Voice) -> Counter[Voice]:
    """How many of each voice are named as asked."""
    counts: Counter[Voice] = Counter()
    for match in ASKED.finditer(about):
        asked = about[match.end() : match.end() + 80] if match["with"] else match[0]
        if not DOING.match(asked):  # "accounts of talking with staff" are not by staff
            counts.update(_people_in(ENDING.split(asked)[0], plain))
    return counts


def _people_in(words: str, plain: Voice) -> Counter[Voice]:
    """How many of each voice an enumeration names: "sixteen men, two nurses and a warden".

    Women or people with no role have the voice ``plain``, if they stand beside others.
    """
    counts: Counter[Voice] = Counter()
    for part in ENUMERATED.split(words):
        voice = _voice_in(part)
        if voice is Voice.UNCLEAR and PEOPLE.search(part):
            voice = plain
        counts[voice] += _number_in(part)
    beside = counts[Voice.PROFESSIONAL] > 0
    if not beside and not any(map(_names_a_role, ENUMERATED.split(words))):
        return Counter()
    del counts[Voice.UNCLEAR]
    return counts


def _names_a_role(words: str) -> bool:
    return _voice_in(words) is not Voice.UNCLEAR


def _number_in(words: str) -> int:
    """The number that words name, in figures or letters; 1 if none, and never very many."""
    match = NUMBER_OF.search(words)
    if match is None:
        return 1
    number = int(match[0]) if match[0].isdigit() else NUMBERS.index(match[0].lower())
    return max(1, min(number, MOST_PEOPLE))


def _voice_in(words: str) -> Voice:
    """The voice of the first phrase with a role in it, and there of the last role: its head.

    "Community psychiatric nurse" is a nurse, "mother of a patient" a mother, and "person with
    depression" one whom the service concerns.
    """
    for voice, coded in CODED.items():
        if coded.match(words.lstrip(" ([")):
            return voice
    for phrase in PHRASES.split(CONDITION.sub(" patient of ", words)):
        found = [
            (match.end(), -match.start(), voice)
            for voice, pattern in VOICES.items()
            for match in pattern.finditer(phrase)
        ]
        if found:
            return _head(found)
    return Voice.UNCLEAR


def _head(found: list[tuple[int, int, Voice]]) -> Voice:
    """The role that ends last; of two that end together, the longer."""
    end = max(found)[0]
    return max(one for one in found if one[0] == end)[2]


def _sex(label: str, fields: list[str]) -> str | None:
    """The word for the sex; a letter only where it is a part by itself or beside a number."""
    for pattern in (SEX_F, SEX_M):
        for match in pattern.finditer(label):
            letter = len(match[0]) == 1
            beside = re.search(rf"\d\s?{match[0]}(?!\w)|(?<!\w){match[0]}\s?\d", label)
            if not letter or match[0] in fields or beside:
                return match[0]
    return None


def _age(fields: list[str], *, known: bool, code: str | None) -> str | None:
    """The first age that says so ("34 years", "aged 34", "in her 30s"), else the last number."""
    age = None
    for field in fields:
        match = AGE.search(field) if field != code else None
        if not match:
            continue
        number = match["age"] or match["decade"]
        if match[0].strip() != number or match["decade"]:
            return number
        if known and (AGED.fullmatch(field) or SEX_AND_AGE.fullmatch(field)):
            age = number
    return age


def _role(fields: list[str], code: str | None) -> str | None:
    """The first part with a role in it, without sex, age and code: "33-year-old male nurse"."""
    best = None
    for field in fields:
        left = field.replace(code, " ") if code and code in field and code != field else field
        left = AGE.sub(" ", SEX_F.sub(" ", SEX_M.sub(" ", left)))
        known = ROLE.search(left) or SPECIALTY.fullmatch(left.strip())
        if known and (best is None or NEUTRAL_ROLE.fullmatch(best)):
            best = re.sub(r"\s+#?\d*$", "", " ".join(left.split()))
    return best or None


def _site(fields: list[str], code: str | None, role: str | None) -> str | None:
    """A part that names a place; or the last capitalised one after the others."""
    for field in fields:
        if WHERE.search(field) and field != code and not ROLE.search(field):
            return field
    last = fields[-1] if fields else ""
    rest = len(fields) > 2 and is_name(last) and last != code
    telling = any(known.search(last) for known in (ROLE, WHEN, SEX_F, SEX_M, SPECIALTY))
    return last if rest and not telling and not last.isupper() else None


def _name(fields: list[str], site: str | None) -> str | None:
    """A first part that can be a name: capitalised, and no word for anything else."""
    first = fields[0] if fields else ""
    other = any(pattern.search(first) for pattern in (ROLE, SEX_F, SEX_M, WHEN, WHERE, AGE))
    return first if is_name(first) and not other and first != site else None
