"""What makes a text harmless in a spreadsheet's cell, whatever a paper or a file name holds."""

import re

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
UNSEEN = re.compile(  # controls, what turns text round, what is no character at all
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for the country's old character set


def harmless(value: object) -> object:
    """For a CSV file: a text that no spreadsheet takes for a formula, and nothing unseen in it.

    The apostrophe before it is what spreadsheets themselves put before a text.
    """
    if not isinstance(value, str):
        return value
    seen = shown(value)
    return "'" + seen if is_like_a_formula(seen) else seen


def shown(text: str) -> str:
    """``text`` with U+FFFD for each character that nobody would see, or no file can hold."""
    return UNSEEN.sub("\ufffd", text)


def is_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet would run ``text``, were it typed into a cell."""
    return text.lstrip(" \n").startswith(FORMULA_STARTS)
