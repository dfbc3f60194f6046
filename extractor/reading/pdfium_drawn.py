"""What a page draws besides the text that PDFium reads: rules, pictures, and text it loses."""

import ctypes
from collections.abc import Container, Iterator
from dataclasses import dataclass, field

import pypdfium2.raw as raw

from extractor.reading import pdfium_calls as calls
from extractor.reading.printed import Rule
from extractor.reading.view import View

MOST_OBJECTS = 4000  # a map may have a million
SHORTEST_RULE = 20.0
THICKEST_RULE = 4.0


@dataclass(slots=True)
class Drawn:
    """Rules, the area of pictures in square points, and about how many letters were lost."""

    rules: list[Rule] = field(default_factory=list)
    covered: float = 0.0
    lost: float = 0.0


def find_drawn(page: int, view: View, *, read: Container[int]) -> Drawn:
    """What the page draws; ``read`` are the text objects of which some character came out."""
    drawn = Drawn()
    for kind, box in _objects(page, view, read):
        x0, top, x1, bottom = box
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            drawn.lost += _letters(x1 - x0, bottom - top)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            drawn.covered += (x1 - x0) * (bottom - top)
        elif kind == raw.FPDF_PAGEOBJ_PATH and max(x1 - x0, bottom - top) > SHORTEST_RULE:
            drawn.rules.extend(_edges(*box))
    return drawn


def _objects(
    page: int, view: View, read: Container[int]
) -> Iterator[tuple[int, tuple[float, float, float, float]]]:
    """Each object that was not read: its type and its box on the page as shown."""
    numbers = (ctypes.c_float * 4)()
    places = [ctypes.addressof(numbers) + 4 * index for index in range(4)]
    for index in range(min(calls.object_count(page), MOST_OBJECTS)):
        thing = calls.object_at(page, index)
        if thing not in read and calls.bounds_of(thing, *places):
            yield calls.type_of(thing), view.box(*numbers)


def _letters(width: float, height: float) -> float:
    """About how many letters a line of this extent has; one of spaces has none."""
    shorter, longer = sorted((width, height))
    return 2 * longer / max(shorter, 1.0) if longer > 3 else 0.0


def _edges(x0: float, top: float, x1: float, bottom: float) -> tuple[Rule, ...]:
    """A thin box is one rule, any other four edges."""
    if min(x1 - x0, bottom - top) < THICKEST_RULE:
        return (Rule(x0, top, x1, bottom),)
    return (
        Rule(x0, top, x1, top),
        Rule(x0, bottom, x1, bottom),
        Rule(x0, top, x0, bottom),
        Rule(x1, top, x1, bottom),
    )
