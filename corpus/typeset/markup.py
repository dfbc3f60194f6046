"""Turns the markup of a source into the markup that the typesetter reads."""

import re
from xml.sax.saxutils import escape

from .hyphens import with_soft_hyphens
from .source import unmarked

BOLD = re.compile(r"\*\*(.+?)\*\*")
TURNED = re.compile(r"\*(\S.*?)\*")
RAISED = re.compile(r"\^([\w,]+)\^")
CITED = re.compile(r"\[@([^]]+)\]")
NOTED = re.compile(r"\[\^(\w)\]")
RAISE = "<super rise='32%' size='68%'>{}</super>"
ANCHOR = '<onDraw name="see" label="{}"/>'


def typeset(text: str, *, cite: str, slanted: bool = False, hyphens: bool = True) -> str:
    """The typesetter's markup of ``text``.

    ``cite`` holds ``{}`` where the numbers of a citation go. What is emphasised in a ``slanted``
    piece stands upright, and the other way round.
    """
    text = escape(unmarked(text))
    text = with_soft_hyphens(text) if hyphens else text
    text = BOLD.sub(r"<b>\1</b>", text)
    text = TURNED.sub(r"</i>\1<i>" if slanted else r"<i>\1</i>", text)
    text = CITED.sub(lambda match: cite.format(match[1]), text)
    text = NOTED.sub(RAISE.format(r"\1") + ANCHOR.format(r"\1"), text)
    text = RAISED.sub(RAISE.format(r"\1"), text).replace(" // ", "<br/>")
    return f"<i>{text}</i>" if slanted else text
