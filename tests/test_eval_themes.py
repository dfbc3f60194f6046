"""Files of sorted quotations as people make them: what is odd is told, and nothing is cut apart."""

import json
from pathlib import Path

import pytest

from extractor.bundled import bundled
from extractor.themes.codebook import read_codebook
from sorted_papers import (
    NothingToRankError,
    UnknownThemesError,
    UnsortedFileError,
    read_coded,
    read_sorted,
)
from themes import measure_codebook


def written(folder: Path, *quotations: tuple[str, str], begin: str = "") -> Path:
    """A file of one paper with these quotations, each a theme and a text."""
    file = folder / "themes.jsonl"
    lines = [
        json.dumps({"paper": "p", "theme": theme, "text": text}, ensure_ascii=False)
        for theme, text in quotations
    ]
    file.write_text(begin + "\n".join(lines), encoding="utf-8")
    return file


def test_a_text_may_hold_other_ends_of_line_and_a_file_a_mark(tmp_path: Path) -> None:
    file = written(tmp_path, ("Trust", "She waited.\u2028Then I spoke."), begin="\ufeff")
    assert [one.text for one in read_coded(file)] == ["She waited.\u2028Then I spoke."]


@pytest.mark.parametrize(
    "quotations",
    [
        pytest.param([], id="no quotation"),
        pytest.param([("Trust", "She waited."), ("Trust", "He knew me.")], id="one theme"),
    ],
)
def test_a_file_in_which_nothing_is_to_be_ranked_is_told(
    tmp_path: Path, quotations: list[tuple[str, str]]
) -> None:
    with pytest.raises(NothingToRankError, match="two themes"):
        read_sorted(written(tmp_path, *quotations))


def test_brackets_without_end_are_told(tmp_path: Path) -> None:
    file = tmp_path / "themes.jsonl"
    file.write_text("[" * 100_000)
    with pytest.raises(UnsortedFileError, match="no JSON"):
        read_coded(file)


def test_themes_that_the_codebook_does_not_have_are_named(tmp_path: Path) -> None:
    codebook = read_codebook(bundled("annotations") / "codebook.toml")
    with pytest.raises(UnknownThemesError, match="Hope"):
        measure_codebook(written(tmp_path, ("Hope", "She waited.")), codebook, None)
