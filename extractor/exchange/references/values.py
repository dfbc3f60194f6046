"""Values of references in one form, however they were written."""

import re

YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
LONGEST = 2_000  # characters: a longer value is no title


def tidy(value: str) -> str:
    """A value on one line without needless white space; a title's closing full stop is left out."""
    return " ".join(value.split()).removesuffix(".")[:LONGEST]


def first_year(value: str) -> str:
    """The year in a date, such as "2019/05/01/" or "2019 May"."""
    found = YEAR.search(value)
    return found[0] if found else ""
