"""Text from papers, made safe for a terminal."""

import os
import re
import shlex
import shutil
import sys
from pathlib import Path

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")

BREAKS = str.maketrans(
    {"\t": "\\t", "\n": "\\n", "\r": "\\r", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def plain(text: str) -> str:
    """``text`` without control characters: a paper must not move the cursor or turn text round."""
    return CONTROLS.sub("\ufffd", text)


def named(name: object) -> str:
    """A file's name on one line: a break or tab in it is shown as an escape."""
    return plain(str(name).translate(BREAKS))


def counted(count: int, thing: str) -> str:
    """A number with its noun: "1 paper", "12 papers"."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def this_command() -> str:
    """How the command is called here: by its name, or by its place where no path leads to it."""
    if shutil.which("firsthand") or not Path(sys.argv[0]).exists():
        return "firsthand"
    return quoted(os.path.relpath(sys.argv[0]))


def quoted(name: str) -> str:
    """A name as it can be typed at a shell."""
    return shlex.quote(named(name))
