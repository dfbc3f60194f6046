"""What kind of paper it is: did it ask people itself, or does it review studies that did?

A review may reprint what other studies' participants said. Those words are accounts of those
studies, not of this paper; it is flagged, and nothing of it is suggested as likely.
"""

import re
from itertools import islice

from extractor.quotes.alternatives import any_of, whole_words
from extractor.records import REPRINTS, Document, Finding, Kind, Section

TITLED = re.compile(
    r"\b(?:systematic|scoping|integrative|rapid|umbrella|literature|evidence|narrative|realist|"
    r"critical|qualitative|mixed[- ]methods|state-of-the-art) (?:\w+ )?(?:review|synthes[ie]s)|"
    r"^review:|[:–—] a review$|"
    r"meta[-\s]?(?:synthes[ie]s|analys[ie]s|ethnograph|aggregat)|"
    r"qualitative (?:evidence )?synthes|thematic synthes|"
    r"(?:systematische[rs]?|literatur)[- ]?(?:review|übersicht)|übersichtsarbeit|metasynthese|"
    r"revue (?:systématique|de (?:la )?littérature)|revisión (?:sistemática|de (?:la )?literatura)|"
    r"revisão (?:sistemática|integrativa)",
    re.IGNORECASE,
)
TITLED_STUDY = re.compile(
    r"\b(?:(?:interview|focus group|case|qualitative|cohort|pilot|delphi) stud(?:y|ies)|"
    r"and (?:interviews?|survey)|grounded theory|phenomenolog\w*)\b",
    re.IGNORECASE,
)
SEARCHED = (
    r"\b(?:MEDLINE|PubMed)\b", r"\b(?:CINAHL|PsycINFO|PsycInfo|EMBASE|Embase|ASSIA|AMED)\b",
    r"\b(?:Scopus|Web of Science|Cochrane Library|Google Scholar)\b",
    r"\b(?:included|primary|eligible|retrieved|reviewed) (?:studies|papers|articles)\b",
    r"\b(?:inclusion|eligibility|exclusion) criteria\b", r"\bPRISMA\b|\bENTREQ\b|\bPROSPERO\b",
    r"\bsearch (?:strateg\w+|terms?|string)\b|\bdatabases? (?:were|was) searched\b",
    r"\b(?:quality appraisal|critical appraisal|CASP|data extraction|hand[- ]search\w*)\b",
)  # fmt: skip
OF_STUDIES = re.compile(r"\bof (?:[\w-]+ ){0,3}studies\b", re.IGNORECASE)  # what is reviewed
OWN_PEOPLE = whole_words(
    any_of(r"we|I|the (?:first|second|lead) author|researchers?")
    + r" interviewed|"
    + any_of(r"interviews?|focus groups?|discussions?|workshops?")
    + r" (?:were|was) (?:\w+ )?"
    r"(?:conducted|held|carried out|recorded|audio-?recorded|transcribed|undertaken|led)|"
    + any_of(r"participants|respondents|interviewees|informants|women|patients")
    + r" (?:were|gave|provided|signed|had) (?:\w+ ){0,2}"
    r"(?:recruited|interviewed|invited|consent|asked to)|"
    r"written (?:informed )?consent|transcribed verbatim|interview guide"
)
FEWEST_SIGNS, SIGNS_WITH_TITLE, FEWEST_OWN = 4, 1, 3
_SIGNS = tuple(re.compile(pattern) for pattern in SEARCHED)
_BESIDE = (Section.REFERENCES, Section.BACK)


def is_review(document: Document) -> bool:
    """Whether a paper reviews other studies and asks nobody itself."""
    title = OF_STUDIES.sub("", document.title)
    titled = TITLED.search(title) and not TITLED_STUDY.search(title)
    body = "\n".join(
        block.span.of(document.text)
        for block in document.blocks
        if block.kind in (Kind.PARAGRAPH, Kind.ITEM) and block.section not in _BESIDE
    )
    own = sum(1 for _ in islice(OWN_PEOPLE.finditer(body), FEWEST_OWN))
    if own == FEWEST_OWN or (titled and not own):
        return own == 0
    signs = sum(bool(sign.search(body)) for sign in _SIGNS)
    return signs >= (SIGNS_WITH_TITLE if titled else FEWEST_SIGNS)


def find_kind(document: Document) -> tuple[Finding, ...]:
    """A finding where a paper reprints others' quotations; none for a study."""
    if not is_review(document):
        return ()
    message = "A review: what it quotes are accounts of the studies that it reviews."
    return (Finding(REPRINTS, message),)
