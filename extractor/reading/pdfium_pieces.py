"""The pieces of print on a page, from PDFium's text page.

Asking PDFium for every attribute of every character costs ten times what its own work costs, so
a word's box comes from its first and last character, and font, size and baseline are asked once
for each text object. Only words that look glued, doubled or mixed are taken apart by character.
"""

import ctypes
import re
from collections.abc import Iterator
from math import atan2, degrees
from struct import Struct

from extractor.reading import pdfium_calls as calls
from extractor.reading.fonts import style_of_font
from extractor.reading.glyphs import Glyph, Setting, find_runs, looks_odd
from extractor.reading.printed import SMALLEST, Piece
from extractor.reading.view import View
from extractor.records import Style

WORD = re.compile(r"[^\s\x00-\x1f\u00a0\ufffe]+[\x02\ufffe]?")  # the mark is a line-end hyphen
ASCENT, DESCENT = 0.72, 0.2  # of the size: a line's box, that touches no line above or below
INVISIBLE = 3
BOX, MATRIX = Struct("4f"), Struct("6f")
UNMAPPED = re.compile("[\ufffd\ue000-\uf8ff\x00]")

_new_tuple = tuple.__new__


class PieceReader:
    """Reads the pieces of one page; the buffers are shared by all calls.

    ``settings`` are the text objects met so far, ``unmapped`` counts characters without a
    Unicode value, ``hidden`` the invisible text objects.
    """

    def __init__(self, textpage: int, view: View) -> None:
        self.textpage, self.view = textpage, view
        self.unmapped = self.hidden = 0
        self.settings: dict[int, Setting] = {}
        self.fonts: dict[int, int] = {}
        self.box = (ctypes.c_float * 4)()
        self.box_at = ctypes.addressof(self.box)
        self.matrix = (ctypes.c_float * 6)()
        self.matrix_at = ctypes.addressof(self.matrix)

    def pieces(self) -> list[Piece]:
        """All pieces of the page, in the order of the file."""
        text = self._text()
        self.unmapped = len(UNMAPPED.findall(text))
        return self._pieces_of(text)

    def _pieces_of(self, text: str) -> list[Piece]:
        """A loop that runs once a word; what it does not call is what makes the engine fast."""
        textpage, settings, box, to_box = self.textpage, self.settings, self.box, self.box_at
        object_at, box_at, left = calls.text_object_at, calls.box_at, self.view.left
        pieces: list[Piece] = []
        for match in WORD.finditer(text):
            word, start = match[0], match.start()
            last = start + len(word) - 1
            drawn_by = object_at(textpage, start)
            if (last > start and drawn_by != object_at(textpage, last)) or looks_odd(word):
                pieces += self._apart(word, start)
                continue
            setting = settings.get(drawn_by) or self._setting(drawn_by, start)
            if not setting.level:
                pieces.append(self._whole(word, start, last, setting))
                continue
            box_at(textpage, start, to_box)
            x0 = box[0] - left
            if last > start:
                box_at(textpage, last, to_box)
            place = (x0, setting.top, box[2] - left, setting.bottom)
            pieces.append(_new_tuple(Piece, (word, *place, *setting.tail)))
        return pieces

    def _text(self) -> str:
        """The page's characters: one code point for each index of PDFium's."""
        count = calls.char_count(self.textpage)
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (count + 1))()
        got = calls.text_of(self.textpage, 0, count, ctypes.addressof(buffer))
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
        if got - 1 == count == len(text):
            return text
        # Indices and text disagree (unmapped characters, surrogate pairs): ask one by one.
        return "".join(map(chr, self._codes(count)))

    def _codes(self, count: int) -> Iterator[int]:
        for index in range(count):
            code = int(calls.unicode_at(self.textpage, index))
            yield code if 0 < code < 0x110000 else 0xFFFD

    def _whole(self, word: str, first: int, last: int, setting: Setting) -> Piece:
        """A turned word of one setting, by the boxes of its first and last character."""
        calls.box_at(self.textpage, first, self.box_at)
        x0, y1, x1, y0 = self.box
        calls.box_at(self.textpage, last, self.box_at)
        box = self.box
        return self._turned(
            word, min(x0, box[0]), min(y0, box[3]), max(x1, box[2]), max(y1, box[1]), setting
        )

    def _turned(
        self, word: str, x0: float, y0: float, x1: float, y1: float, setting: Setting
    ) -> Piece:
        """A piece that is not level in user space, or stands on a turned page."""
        shown = self.view.box(x0, y0, x1, y1)
        base, size, style, angle, glued = setting.tail
        if angle == 0:
            shown = (shown[0], setting.top, shown[2], setting.bottom)
        return Piece(word, *shown, base, size, style, angle, glued)

    def _apart(self, word: str, start: int) -> list[Piece]:
        """A word taken apart by character, where its style changes or a gap or a double shows."""
        return [
            self._turned(
                "".join([glyph.character for glyph in run.glyphs]),
                min([glyph.x0 for glyph in run.glyphs]),
                min([glyph.y0 for glyph in run.glyphs]),
                max([glyph.x1 for glyph in run.glyphs]),
                max([glyph.y1 for glyph in run.glyphs]),
                run.glyphs[0].setting,
            )._replace(glued=run.glued)
            for run in find_runs(self._glyphs(word, start))
        ]

    def _glyphs(self, word: str, start: int) -> Iterator[Glyph]:
        for index, character in enumerate(word, start):
            text_object = calls.text_object_at(self.textpage, index) or 0
            setting = self.settings.get(text_object) or self._setting(text_object, index)
            calls.box_at(self.textpage, index, self.box_at)
            x0, y1, x1, y0 = BOX.unpack(self.box)
            yield Glyph(character, x0, y0, x1, y1, setting, text_object)

    def _setting(self, text_object: int, index: int) -> Setting:
        """How the text object at a character is set; asked once an object."""
        calls.matrix_at(self.textpage, index, self.matrix_at)
        a, b, c, d, e, f = MATRIX.unpack(self.matrix)
        size = max(SMALLEST, calls.size_at(self.textpage, index) * (c * c + d * d) ** 0.5)
        style = self._style(calls.font_of(text_object) if text_object else 0)
        if abs(a * c + b * d) > 0.1 * abs(a * d - b * c):  # slanted by the matrix
            style |= Style.ITALIC
        angle = (_angle(a, b) - self.view.turn) % 360
        base = self.view.point(e, f)[angle in (0, 180)]
        setting = Setting(
            level=self.view.turn == 0 and angle == 0,
            top=base - ASCENT * size,
            bottom=base + DESCENT * size,
            tail=(base, size, style, angle, False),
        )
        if text_object:
            self.settings[text_object] = setting
            self.hidden += calls.mode_of(text_object) == INVISIBLE
        return setting

    def _style(self, font: int) -> int:
        if font not in self.fonts:
            self.fonts[font] = _style_of(font) if font else Style.PLAIN
        return self.fonts[font]


def _angle(a: float, b: float) -> int:
    """The direction of writing, counter-clockwise in degrees; slanted text by its degrees."""
    if b == 0 and a >= 0:
        return 0
    angle = degrees(atan2(b, a)) % 360
    nearest = round(angle / 90) * 90
    return nearest % 360 if abs(angle - nearest) < 5 else round(angle)


def _style_of(font: int) -> int:
    buffer = ctypes.create_string_buffer(256)
    calls.font_name(font, ctypes.addressof(buffer), 256)
    slant = ctypes.c_int()
    calls.font_slant(font, ctypes.addressof(slant))
    return style_of_font(
        buffer.value.decode("utf-8", "replace"),
        flags=calls.font_flags(font),
        weight=calls.font_weight(font),
        slant=slant.value,
    )
