"""Turned pages and turned text: boxes are where a reader sees them."""

import pytest

from extractor.reading.frames import Frame, find_frames
from extractor.reading.printed import Printed, Rule
from extractor.reading.view import View
from tests.printing import piece


@pytest.mark.parametrize(
    ("turn", "shown", "size"),
    [
        pytest.param(0, (100, 190, 120, 200), (500, 700), id="upright"),
        pytest.param(90, (500, 100, 510, 120), (700, 500), id="turned clockwise"),
        pytest.param(180, (380, 500, 400, 510), (500, 700), id="upside down"),
        pytest.param(270, (190, 380, 200, 400), (700, 500), id="turned counter-clockwise"),
    ],
)
def test_a_box_on_a_page_with_rotate(
    turn: int, shown: tuple[float, ...], size: tuple[float, ...]
) -> None:
    view = View(0, 0, 500, 700, turn)
    assert view.box(100, 500, 120, 510) == shown
    assert view.size == size


def test_a_crop_box_moves_the_corner_of_the_page() -> None:
    assert View(50, 100, 550, 800).box(150, 600, 170, 610) == (100, 190, 120, 200)


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_box_turned_level_and_back_is_the_same(angle: int) -> None:
    width, height = (842.0, 595.0) if angle in (90, 270) else (595.0, 842.0)
    frames, _ = find_frames(
        Printed(1, "", 595, 842, [piece("trust", 100, 700, angle=angle)] * 40, [])
    )
    [frame] = frames
    assert (frame.width, frame.height, frame.angle) == (width, height, angle)
    level = frame.pieces[0]
    assert frame.shown(*level[1:5]) == piece("trust", 100, 700)[1:5]


def test_a_word_that_runs_upwards_reads_from_left_to_right_in_its_frame() -> None:
    upwards = [piece("trust", 100, 700 - 30 * n, angle=90) for n in range(40)]
    [frame], _ = find_frames(Printed(1, "", 595, 842, upwards, []))
    assert [made.x0 for made in frame.pieces] == sorted(made.x0 for made in frame.pieces)


def test_a_few_turned_words_are_loose() -> None:
    level = [piece("trust", 50, 100 + 12 * n) for n in range(40)]
    stamp = piece("stamped", 20, 400, angle=90)
    frames, loose = find_frames(Printed(1, "", 595, 842, [*level, stamp], []))
    assert [frame.angle for frame in frames] == [0]
    assert loose == [stamp]


def test_slanted_words_are_loose() -> None:
    slanted = [piece("draft", 50, 100 + 12 * n, angle=45) for n in range(40)]
    frames, loose = find_frames(Printed(1, "", 595, 842, slanted, []))
    assert (frames, len(loose)) == ([], 40)


def test_words_beyond_the_edge_of_the_page_are_loose() -> None:
    beyond = [piece("slug", 50, 900), piece("slug", -40, 100), piece("slug", 600, 100)]
    _, loose = find_frames(Printed(1, "", 595, 842, [piece("trust"), *beyond], []))
    assert loose == beyond


def test_rules_are_turned_with_the_text() -> None:
    upwards = [piece("trust", 100, 700, angle=90)] * 40
    [frame], _ = find_frames(Printed(1, "", 595, 842, upwards, [Rule(100, 200, 100, 600)]))
    assert frame.rules == [Rule(842 - 600, 100, 842 - 200, 100)]


def test_the_level_frame_shows_boxes_as_they_are() -> None:
    assert Frame(1, 0, 595, 842, [], []).shown(1, 2, 3, 4) == (1, 2, 3, 4)
