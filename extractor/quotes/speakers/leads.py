"""The speaker whom the author's own sentence names: "As Nora, a nurse, put it: …"."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from extractor.quotes.speakers.beside import Label
from extractor.quotes.speakers.labels import BRACKETED, SURE, bare, find_codes, label_likeness
from extractor.quotes.speakers.roles import NEUTRAL_ROLE, ROLE, SEX
from extractor.records import Span

LONGEST_LEAD = 400
LONGEST_TAIL = 100
MOST_MODIFIERS = 5

VERB = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|t(?:old|ells?|elling)|puts?|felt|feels?|thought|thinks?|spoke|speaks?|"
    r"wrote|writes?|went on|goes on|found|saw|sees|made|gave|gives|"
    r"(?:explain|describ|report|stat|comment|not|remark|observ|recall|ask|repl|respond|answer|add|"
    r"express|claim|suggest|emphasi[sz]|stress|mention|highlight|illustrat|reflect|continu|conclud|"
    r"argu|admit|agre|believ|indicat|insist|complain|shar|voic|summari[sz]|elaborat|clarif|confirm|"
    r"acknowledg|reveal|declar|articulat|discuss|talk|remember|warn|exclaim|interject|persist|"
    r"address|repeat|echo|concur|advis|relat|confid|quot|us|lik|teas|pledg|alleg|demonstrat|"
    r"recount|exemplif|interven|enjoin)(?:e?d|ted|ied|e?s|ies)|"
    r"sagten?|erklärten?|berichteten?|beschrieb|meinten?|erzählten?|betonten?|formulierte|erklärt|"
    r"dit|explique|raconte|dijo|explicó|comentó|sade|berättade|zei|vertelde|fortalte)\b"
)
BY = re.compile(
    r"(?:\b(?:according to|in the words of|laut)|"
    r"\b(?:put|stated|described|explained|expressed|noted|said|told|reported|illustrated|shared|"
    r"highlighted|exemplified|voiced|summari[sz]ed|captured|reflected|articulated|suggested|shown|"
    r"provided|observed|recounted|quot\w+|words|statement|comment|account|response|remark|excerpt|"
    r"extract)(?: \w+)? (?:by|from|of))\s+$",
    re.IGNORECASE,
)
GOVERNED = re.compile(
    r"(?:\b(?:of|to|with|about|for|from|in|at|on|than|between|towards?|against|by|into|through|via|"
    r"among|whose|both|mit|von|zu|für)|’s|'s)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"\b(?:he|she|they|er|sie|il|elle|hon|han)\b", re.IGNORECASE)
DETERMINERS = re.compile(
    r"a|an|the|one|another|two|three|some|many|several|most|other|this|that|these|those|all|each|"
    r"ein|eine|einer|une|un|una|der|die|das"
)
NO_MODIFIERS = re.compile(
    r"and|or|but|that|as|of|to|with|by|from|when|in|for|who|whom|which|is|was|were|are|be|been|"
    r"had|has|have|he|she|they|it|we|i|you|his|her|their|our|my|its|on|at|about|than|if|while|"
    r"because|not|no|also|only|then|so|where|whose|like|into|being"
)
NOT_A_NAME = (
    r"The|This|That|These|Those|As|In|On|At|For|From|With|When|While|Whereas|However|Although|An|"
    r"A|Another|One|Some|Many|Most|Several|Other|Others|All|Both|Each|Such|Similarly|Furthermore|"
    r"Can|Moreover|Finally|Indeed|Also|Thus|Therefore|Additionally|Again|Here|There|It|They|He|"
    r"She|We|His|Her|Their|Its|After|Before|During|Through|By|To|And|But|Or|If|Since|Because|"
    r"Despite|Two|First|Second|Third|Still|Yet|Then|Only|Even|What|How|Why|Who|Where|Following|"
    r"Figure|Table|Not|Theme|Results|Discussion|Participants|Interviewees|Respondents|Regarding|"
    r"Overall|Specifically|Likewise|Conversely|Nevertheless|Nonetheless|Elsewhere|Perhaps|Once|"
    r"English|British|European|American|African|Asian|Western|Bible|Internet|Covid|January|"
    r"February|March|April|May|June|July|August|September|October|November|December|Monday|"
    r"Friday|Christmas"
)
NAME = re.compile(
    rf"\b(?!(?:{NOT_A_NAME})\b)[A-ZÀ-Þ][a-zà-ÿ][\w-]*"
    r"(?:\s(?:(?:de|van|von|el|al|bin)\s)?[A-ZÀ-Þ][\w-]+){0,2}(?![’']s)"
)
APPOSITIVE = re.compile(r"\s?(?:\([^()]{2,40}\)|,\s[^,:;.]{3,60}(?=,|$)|,?\san? [^,:;.]{3,40}$)")
OF = re.compile(r"\s(?:of|from|at|in)\s(?:the\s)?[A-ZÀ-Þ][\w-]*(?:\s[A-ZÀ-Þ][\w-]+){0,4}")
NEXT = re.compile(r"(?:\s\w+ly|\s(?:also|then|later|had|has|even|who))?\s|[,.;]|\s?\(")
SENTENCE = re.compile(r"(?<=[.?!])[”\"’)\]]*\d{0,2}\s+(?=[A-ZÀ-Þ“‘\"\[])|\n")
INSTRUMENT = re.compile(r"(?!(?:ID|IDI|INT|FG|FGD|KI|KII|SU|PT|PAR|HP|GP)-)[A-Z]{2,}-\d+")
OPENED = re.compile(r"[\s“”\"‘’'„«»`…\[(=]+$")
CLOSED = re.compile(r"[\s.,?!…“”\"’'»«–—-]*(?:as\s)?")
TELLS = re.compile(r"^,? ?\(?(?:one of|an? |the |our |\d\d)|\b(?:wo)?m[ae]n\b", re.IGNORECASE)
BEFORE_NO_NAME = frozenset("“‘\"'«„([")
LEADING = re.compile(
    r"(?:an?|the|another|this|that|eine?r?|une?|una|der|die|das)\s+", re.IGNORECASE
)


class Subject(NamedTuple):
    """Words that name a person or people: a role with what modifies it, or a name."""

    start: int
    end: int
    named: bool


def lead_in_speaker(text: str, start: int, paragraph_start: int) -> Label | None:
    """The speaker named in the sentence that leads to a quotation, as printed there.

    A code comes first ("P7 said", "one nurse (P7) said"); then whom "according to" and "as put
    by" name; then the subject of the last verb of saying, or who stands right before the colon.
    A pronoun is followed one sentence back.
    """
    low = max(paragraph_start, start - LONGEST_LEAD)
    stop = low + len(OPENED.sub("", text[low:start]))
    for back, (begin, end) in enumerate(reversed(_sentences(text, low, stop)[-2:])):
        found = _in_sentence(text, begin, end, back=back > 0)
        if found:
            return found
        if not PRONOUN.search(text, begin, end):
            return None
    return None


def lead_out_speaker(text: str, end: int, stop: int) -> Label | None:
    """The speaker named right after a quotation: “…”, said Anna; “…”, as one student put it.

    Not the subject of the next sentence: after a full stop only the verb can come first.
    """
    stop = min(stop, end + LONGEST_TAIL)
    gap = CLOSED.match(text, end, stop)
    begin = gap.end() if gap else end
    verb = VERB.match(text, begin, stop)
    first = verb.end() + 1 if verb else begin
    subject = next(iter(_subjects(text, first, stop)), None)
    if subject is None or subject.start > first:
        return None
    after = NEXT.match(text, subject.end, stop)
    told = verb or (after and VERB.match(text, after.end(), stop))
    next_sentence = not verb and text[first].isupper() and "," not in text[end:begin]
    return _named(text, subject, stop) if told and not next_sentence else None


def sentence_before(text: str, begin: int, start: int) -> str:
    """What its sentence says before a quotation that begins at ``start``, in its own block."""
    low = max(begin, start - LONGEST_LEAD)
    sentences = _sentences(text, low, start)
    return text[slice(*sentences[-1])] if sentences else ""


def _sentences(text: str, low: int, stop: int) -> list[tuple[int, int]]:
    cuts = [match.end() for match in SENTENCE.finditer(text, low, stop)]
    bounds = [low, *cuts, stop]
    return [(a, b) for a, b in pairwise(bounds) if text[a:b].strip()]


def _in_sentence(text: str, begin: int, end: int, *, back: bool) -> Label | None:
    """Whom one sentence names; in one that a pronoun refers ``back`` to, no verb is needed."""
    coded = _bracketed(text, begin, end) or _coded(text, begin, end)
    if coded:
        return coded
    subjects = list(_subjects(text, begin, end))
    found = (
        _agent(text, begin, subjects)
        or _teller(text, begin, end, subjects)
        or _last(text, begin, end, subjects, back=back)
    )
    return _named(text, found, end) if found else None


def _bracketed(text: str, begin: int, end: int) -> Label | None:
    """The last code in brackets, unless it labels another quotation or lists several people."""
    for match in reversed(list(BRACKETED.finditer(text, begin, end))):
        inner = bare(match[0])
        labels = text[begin : match.start()].rstrip()[-1:] in ("”", '"', "’", "»", ".")
        if not labels and len(find_codes(inner)) == 1 and label_likeness(inner) > SURE:
            at = text.index(inner, match.start())
            return Label(Span(at, at + len(inner)), inner)
    return None


def _coded(text: str, begin: int, end: int) -> Label | None:
    """The last code outside brackets: "P7 reported", "as Participant 12 put it"."""
    outside = BRACKETED.sub(lambda match: "." * len(match[0]), text[begin:end])
    codes = [code for code in find_codes(outside) if not INSTRUMENT.fullmatch(code)]
    if not codes:
        return None
    at = begin + outside.rindex(codes[-1])
    return Label(Span(at, at + len(codes[-1])), codes[-1])


def _agent(text: str, begin: int, subjects: list[Subject]) -> Subject | None:
    named = (s for s in reversed(subjects) if BY.search(text, begin, s.start))
    return next(named, None)


def _teller(text: str, begin: int, end: int, subjects: list[Subject]) -> Subject | None:
    """The subject of the last verb of saying: the nearest that no preposition governs."""
    free = [s for s in subjects if not GOVERNED.search(text, begin, s.start)]
    for verb in reversed(list(VERB.finditer(text, begin, end))):
        before = [s for s in free if s.end <= verb.start()]
        since = before[-1].end if before else begin
        if PRONOUN.search(text, since, verb.start()):
            return None
        if before:
            return before[-1]
    return None


def _last(
    text: str, begin: int, end: int, subjects: list[Subject], *, back: bool
) -> Subject | None:
    """Someone named right before the colon: "From a young mother:"; looking back, the first."""
    free = [s for s in subjects if not GOVERNED.search(text, begin, s.start)]
    if back and free:
        return free[0]
    if subjects and text[subjects[-1].end : end].strip() == ":":
        return subjects[-1]
    return None


def _subjects(text: str, begin: int, end: int) -> Iterator[Subject]:
    """Everyone whom the words name, in order; a name and the role beside it are one."""
    names = [match for match in NAME.finditer(text, begin, end) if _is_name(text, match, end)]
    roles = list(_phrases(text, begin, end))
    taken = [Subject(*name.span(), named=True) for name in names]
    for role in roles:
        beside = [name for name in taken if name.named and text[name.end : role.start] == ", "]
        inside = [name for name in taken if role.start < name.end and name.start < role.end]
        taken = [name for name in taken if name not in beside + inside]
        taken.append(Subject(beside[-1].start, role.end, named=True) if beside else role)
    yield from sorted(taken)


def _phrases(text: str, begin: int, end: int) -> Iterator[Subject]:
    """Role words, each with its modifiers; a bare "participants" names nobody."""
    last = begin
    known = [*ROLE.finditer(text, begin, end), *SEX.finditer(text, begin, end)]
    matches = sorted(known, key=_place)
    for index, match in enumerate(matches):
        follows = matches[index + 1] if index + 1 < len(matches) else None
        if follows and text[match.end() : follows.start()].strip() == "":
            continue
        if text[match.end() : match.end() + 2] in ("’s", "'s") or match.end() <= last:
            continue
        start = _widened(text, last, match.start())
        plural = match[0].endswith("s") and NEUTRAL_ROLE.fullmatch(match[0])
        last = match.end()
        if not (plural and start == match.start()):
            yield Subject(start, match.end(), named=False)


def _place(match: re.Match[str]) -> tuple[int, int]:
    return match.span()


def _widened(text: str, low: int, start: int) -> int:
    """Where a phrase begins whose noun is at ``start``: its article, or the first modifier."""
    words = list(re.finditer(r"[\w’'/-]+(?=\s)", text[max(low, start - 80) : start]))
    offset = max(low, start - 80)
    for word in words[: -MOST_MODIFIERS - 1 : -1]:
        lower = word[0].lower()
        if text[offset + word.end() : start].strip() or word[0].isdigit():
            break
        if NO_MODIFIERS.fullmatch(lower) or VERB.fullmatch(word[0]):
            break
        start = offset + word.start()
        if DETERMINERS.fullmatch(lower):
            break
    return start


def _is_name(text: str, match: re.Match[str], end: int) -> bool:
    """Whether capitalised words are a person who tells: a verb of saying or a pause follows."""
    before = text[match.start() - 1 : match.start()]
    if before in BEFORE_NO_NAME or match[0].endswith(("ly", "ing")):
        return False
    after = NEXT.match(text, match.end(), end)
    if after is None:
        return not text[match.end() : end].strip(" :")
    return after[0] != " " or VERB.match(text, after.end(), end) is not None


def _named(text: str, subject: Subject, end: int) -> Label:
    """The subject without its article, with what stands in apposition to a name."""
    start, stop = subject.start, subject.end
    lead = LEADING.match(text, start, stop)
    if lead and lead.end() < stop:
        start = lead.end()
    of = OF.match(text, stop, end)
    stop = of.end() if of else stop
    more = APPOSITIVE.match(text, stop, end) if subject.named else None
    told = more and (TELLS.search(more[0]) or ROLE.search(more[0]))
    if more and told and not VERB.search(more[0]):
        stop = more.end()
    return Label(Span(start, stop), text[start:stop])
