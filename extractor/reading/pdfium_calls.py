"""PDFium's functions with plain integers for handles: a third of the cost of a call.

``ctypes`` builds an object for every pointer that it passes, and a page needs ten thousand calls.
"""

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as raw


def address_of(handle: Any) -> int:
    """The address that an open object of ``pypdfium2`` stands for."""
    return ctypes.cast(handle.raw, ctypes.c_void_p).value or 0


def _bind(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The same C function, taking addresses as integers."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address)  # type: ignore[arg-type]


_P, _I, _D = ctypes.c_void_p, ctypes.c_int, ctypes.c_double

char_count = _bind(raw.FPDFText_CountChars, _I, _P)
text_of = _bind(raw.FPDFText_GetText, _I, _P, _I, _I, _P)
unicode_at = _bind(raw.FPDFText_GetUnicode, ctypes.c_uint, _P, _I)
text_object_at = _bind(raw.FPDFText_GetTextObject, _P, _P, _I)
box_at = _bind(raw.FPDFText_GetLooseCharBox, _I, _P, _I, _P)
matrix_at = _bind(raw.FPDFText_GetMatrix, _I, _P, _I, _P)
size_at = _bind(raw.FPDFText_GetFontSize, _D, _P, _I)
font_of = _bind(raw.FPDFTextObj_GetFont, _P, _P)
mode_of = _bind(raw.FPDFTextObj_GetTextRenderMode, _I, _P)
font_name = _bind(raw.FPDFFont_GetBaseFontName, ctypes.c_size_t, _P, _P, ctypes.c_size_t)
font_flags = _bind(raw.FPDFFont_GetFlags, _I, _P)
font_weight = _bind(raw.FPDFFont_GetWeight, _I, _P)
font_slant = _bind(raw.FPDFFont_GetItalicAngle, _I, _P, _P)
object_count = _bind(raw.FPDFPage_CountObjects, _I, _P)
object_at = _bind(raw.FPDFPage_GetObject, _P, _P, _I)
type_of = _bind(raw.FPDFPageObj_GetType, _I, _P)
bounds_of = _bind(raw.FPDFPageObj_GetBounds, _I, _P, _P, _P, _P, _P)
