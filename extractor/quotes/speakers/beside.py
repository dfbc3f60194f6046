"""Where a quotation's speaker label stands: after its words, at their end, or before them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractor.quotes.speakers.labels import (
    BRACKETED,
    LIKELY,
    NUMBER,
    SURE,
    TELLING,
    bare,
    fields_of,
    find_code,
    is_name,
    label_likeness,
)
from extractor.quotes.speakers.roles import AGE, MODERATING, SEX_F, SEX_M
from extractor.records import Span

LONGEST_TAIL = 160
LONGEST_BARE = 100
MARKS = "”“\"’‘'»«″"
STOPS = ".?!…"
OPENS = '“‘"„«[(….'

GAP = re.compile(rf"[\s.,;:!?…{MARKS}\])]{{0,10}}")
REFERENCE = re.compile(r"(?:\[\d{1,3}(?:[,–-] ?\d{1,3})*\]|\d{1,3}(?:,\d{1,3})*(?=\s*[(\[—–-]))\s*")
DASH = re.compile(r"\s*(?:[—–―]{1,2}|-{1,3}|[~])\s*")
SENTENCE_END = re.compile(rf"[.?!…][{MARKS})\]]*\s+(?=[A-ZÀ-Þ“\"‘«„])|\n|[“„«‘\"](?=\w)")
BOUNDARY = re.compile(rf"[.?!…{MARKS})\]][\s.]*(?=[A-ZÀ-Þ\d#(\[])")
DASHED = re.compile(rf"(?<=[\s.?!…,{MARKS})\]])[—–―~-]{{1,3}}\s*(?=[\w#(\[])|[—―]\s*(?=\w)")
TURNS = re.compile(r":\s*\S")
OPENING = re.compile(rf"[\s{MARKS}„‚`…\[(=]*$")
TURN = re.compile(
    r"(?:^|[\n\t]|(?<=[.?!…)\]”\"’])\s)[\s•▪*]*(?P<label>[\[(]?[^\s:.?!“”\"][^:.?!“”\"\n]{0,60}?[\])]?)"
    r"\s*:\s*$"
)
BRACKETED_TURN = re.compile(r"(?:^|\n)[\s•▪*]*(?P<label>[\[(][^\[\]()]{1,60}[\])])[\s:–—-]*$")
SPACED_TURN = re.compile(
    r"(?:^|\n)[\s•▪*]*(?P<label>[A-Za-z]{0,12} ?[-#]?\d{1,4}[A-Za-z]?)[\s.)–—-]*$"
)
UNSTOPPED = re.compile(
    r"(?<=\w )(?:Participant|Respondent|Interviewee|Informant|Patient|Interview|ID) ?#?\d{1,3}$"
)


LONGEST_START = 60
STRAY = "“\"‘'«»„"
BEGINS_A_TURN = re.compile(
    r"\s*(?P<label>(?:[A-Z][\w.#’'-]*|\d{1,3})(?: [\w#.’'-]+){0,2}(?: ?\([^()]{1,30}\))?) ?:\s+"
)
NO_SPEAKER = re.compile(
    r"(?:background|aims?|objectives?|methods?|results?|conclusions?|notes?|sources?|keywords?|"
    r"theme|sub-?theme|table|figure|box|funding|question|example)\b",
    re.IGNORECASE,
)


class Label(NamedTuple):
    """A speaker's label as printed, without its brackets or dash, and where it stands."""

    span: Span
    text: str


def label_after(text: str, end: int, stop: int) -> Label | None:
    """The label that follows a quotation which ends at ``end``, before ``stop``.

    ``end`` may be the end of the last word or of the closing mark. Between the two may stand the
    full stop, a reference number and one bracket that is no label. A label in brackets needs to
    be likely; one after a dash or with nothing around it surely so, and to end its line.
    """
    at = _skip(GAP, text, end, stop)
    at = _skip(REFERENCE, text, at, stop)
    for _ in range(2):
        group = BRACKETED.match(text, at, stop)
        if not group:
            break
        if label_likeness(group[0]) >= LIKELY:
            return _label(text, *group.span())
        at = _skip(GAP, text, group.end(), stop)
    dash = DASH.match(text, at, stop)
    return _bare_label(text, dash.end() if dash else at, stop, dashed=dash is not None)


def split_trailing_label(text: str, span: Span) -> tuple[Span, Label | None]:
    """``span`` without the speaker's label that ends it, and the label.

    For a quotation without marks. A label follows the end of a sentence; where none stands
    before it, it must be one beyond doubt, for else it is the author's insertion.
    """
    end = span.start + len(text[span.start : span.end].rstrip(" .;,\n"))
    for start, least in _tails(text, span, end):
        words = text[span.start : start].rstrip().rstrip("—–―-~ \n")
        if words and _trails(text[start:end], least, stopped=end < span.end):
            return Span(span.start, span.start + len(words)), _label(text, start, end)
    return span, None


def inner_labels(text: str, span: Span) -> Iterator[tuple[Label, int]]:
    """The labels in brackets within ``span`` after which another quotation begins.

    Each with the place where it ends: "…, you know. (P7, woman) The fact is …". It follows the end
    of a sentence and is a label beyond doubt; the last one, with nothing after it, is not given.
    """
    for match in BRACKETED.finditer(text, span.start, span.end):
        before = text[span.start : match.start()].rstrip()
        after = text[match.end() : span.end].lstrip(" .,;\n")
        ended = before[-1:] and before[-1] in STOPS + MARKS
        begins = after[:1].isupper() or after[:1] in OPENS
        if (
            ended
            and begins
            and len(after.split(maxsplit=2)) > 2
            and label_likeness(match[0]) > SURE
        ):
            yield _label(text, *match.span()), match.end()


def label_before(text: str, start: int, block_start: int) -> Label | None:
    """The label before a quotation: "P3:", "Mother, 34:", "[Julie]", or "P3" with a gap behind it.

    It begins its block or line, or follows the end of a sentence, and ends where the quotation,
    its opening mark or bracket begins.
    """
    low = max(block_start, start - LONGEST_TAIL)
    head = OPENING.sub("", text[low:start])
    opened = text[low + len(head) : start]
    turn = TURN.search(head) or (opened and BRACKETED_TURN.search(head)) or None
    if turn and _names_turn(turn["label"], first=low + turn.start() == block_start):
        return _label(text, low + turn.start("label"), low + turn.end("label"))
    spaced = SPACED_TURN.search(head)
    if spaced and low == block_start and find_code(spaced["label"]):
        return _label(text, low + spaced.start("label"), low + spaced.end("label"))
    return None


def turn_label(text: str, block: Span) -> Label | None:
    """The speaker before the colon at a block's beginning, a stray quotation mark aside."""
    start = block.start
    while start < block.end and text[start] in STRAY:
        start += 1
    match = BEGINS_A_TURN.match(text, start, min(block.end, start + LONGEST_START))
    if match is None or NO_SPEAKER.match(match["label"]):
        return None
    return Label(Span(*match.span("label")), match["label"])


def is_moderator(label: str) -> bool:
    """Whether a dialogue's turn with this label is the interviewer's: "I", "Interviewer", "Mod"."""
    names = [bare(name) for name in re.split(r"[()]", label) if bare(name)]
    return any(
        name in ("I", "Int", "INT", "M", "Q") or MODERATING.fullmatch(name) for name in names[:1]
    )


def _skip(pattern: re.Pattern[str], text: str, at: int, stop: int) -> int:
    match = pattern.match(text, at, stop)
    return match.end() if match else at


def _label(text: str, start: int, end: int) -> Label:
    """The label in ``text[start:end]``, its brackets, dash and stops taken off."""
    inner = bare(text[start:end])
    at = text.index(inner, start)
    return Label(Span(at, at + len(inner)), inner)


def _bare_label(text: str, start: int, stop: int, *, dashed: bool) -> Label | None:
    """A label with no bracket around it, up to the end of its line, sentence or last bracket."""
    stop = min(stop, start + LONGEST_BARE + 1)
    cut = SENTENCE_END.search(text, start, stop)
    end = cut.start() + (cut[0][0] in STOPS) if cut else stop
    group = BRACKETED.search(text, start, end)
    for least_end in (end, group.end() if group else end):
        words = text[start:least_end].strip()
        if not words or len(words) > LONGEST_BARE or TURNS.search(words):
            continue
        least = 0.55 if dashed else SURE
        if label_likeness(words) >= least and (dashed or _stands_alone(words)):
            return _label(text, start, least_end)
    return None


def _stands_alone(words: str) -> bool:
    """Whether words with nothing around them can be a label: a code, or who and how old."""
    if find_code(words):
        return len(words.split()) < 9 and not TELLING.search(words)
    fields = fields_of(words)
    told = any(SEX_F.fullmatch(f) or SEX_M.fullmatch(f) or AGE.fullmatch(f) for f in fields)
    return (told and len(fields) > 1) or (not words.endswith((".", "s")) and len(words.split()) < 7)


def _tails(text: str, span: Span, end: int) -> Iterator[tuple[int, float]]:
    """Where a label may begin that ends at ``end``, and how likely it must be at least."""
    low = max(span.start + 1, end - LONGEST_TAIL)
    for match in _last(DASHED, text, low, end, 2):
        yield match.end(), 0.55
    for match in _last(BOUNDARY, text, low, end, 3):
        bracketed = text[match.end()] in "(["
        yield match.end(), LIKELY if bracketed else SURE
    unstopped = UNSTOPPED.search(text, low, end)
    if unstopped:
        yield unstopped.start(), SURE
    if text[end - 1] in ")]":
        opening = _opening_bracket(text, low, end)
        if opening is not None:
            yield opening, 0.75


def _last(
    pattern: re.Pattern[str], text: str, low: int, end: int, count: int
) -> list[re.Match[str]]:
    """The last matches before ``end``, nearest first."""
    return list(pattern.finditer(text, low, end))[-count:][::-1]


def _opening_bracket(text: str, low: int, end: int) -> int | None:
    """Where the bracket opens that is closed just before ``end``."""
    depth = 0
    for at in range(end - 1, low - 1, -1):
        depth += (text[at] in ")]") - (text[at] in "([")
        if depth == 0:
            return at
    return None


def _trails(words: str, least: float, *, stopped: bool) -> bool:
    """Whether the last words of a quotation are a label; ``stopped``: a full stop follows them."""
    likeness = label_likeness(words)
    if words[0] in "([":
        if not BRACKETED.fullmatch(words):
            return find_code(words) == words[1:]
        numbered = words[0] == "(" and NUMBER.fullmatch(words[1:-1]) is not None
        return likeness >= (LIKELY if numbered else least)
    if likeness < least:
        return False
    return least < SURE or (_stands_alone(words) and (not stopped or find_code(words) is not None))


def _names_turn(label: str, *, first: bool) -> bool:
    """Whether words before a colon are a speaker: a code, a role, an initial or a name."""
    inner = bare(label)
    if label_likeness(inner) >= (LIKELY if first else 0.55) or is_moderator(inner):
        return len(inner.split()) < 9
    initials = inner.isupper() and inner.isalpha() and len(inner) < 4
    return first and (initials or is_name(inner))
