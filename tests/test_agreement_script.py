"""`eval/agreement.py` on the files that people have: what it tells, what it asks to be mended."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import agreement
from shell import run
from tests.commands import Ended

LABELS = """unit,annotator,label,paper
s1,Ana,yes,p1
s1,Ben,yes,p1
s2,Ana,no,p1
s2,Ben,no,p1
s3,Ana,yes,p2
s3,Ben,no,p2
s4,Ana,yes,p2
s4,Ben,,p2
"""
SPANS = """unit,annotator,label,start,end,length
page 1,Ana,account,10,20,100
page 1,Ana,account,30,40,100
page 1,Ben,account,10,20,100
page 2,Ana,account,0,50,100
page 2,Ben,,,,100
"""


def ended(*arguments: str | Path) -> Ended:
    """Run the script as from a shell."""
    with pytest.MonkeyPatch.context() as patch, CliRunner().isolation() as streams:
        patch.setattr(sys, "argv", ["agreement.py", *map(str, arguments)])
        with pytest.raises(SystemExit) as error:
            run(agreement.main)
        out, err = (stream.getvalue().decode() for stream in streams[:2])
    return Ended(int(error.value.code or 0), out, err)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "judgements.csv"


def measured(file: Path, text: str, *options: str, encoding: str = "utf-8") -> dict[str, Any]:
    """The JSON of a run that went well, and in it "out", what was printed."""
    file.write_text(text, encoding=encoding)
    out = file.with_suffix(".json")
    told = ended(file, "--json", out, "--rounds", "200", *options)
    assert told.code == 0, told.err
    return dict(json.loads(out.read_text(encoding="utf-8"))) | {"out": told.out}


def values(found: dict[str, Any]) -> dict[str, float | None]:
    return {figure["name"]: figure["value"] for figure in found["figures"]}


def test_every_measure_that_labels_allow_is_told(file: Path) -> None:
    """Two of three units agree; kappa by hand: p_e = (2 * 1 + 1 * 2) / 9, (2/3 - 4/9) / (5/9)."""
    found = measured(file, LABELS)

    assert values(found)["Percent agreement"] == pytest.approx(2 / 3)
    assert values(found)["Cohen kappa"] == pytest.approx(0.4)
    assert list(values(found)) == [
        "Percent agreement",
        "Cohen kappa",
        "Fleiss kappa",
        "Gwet AC1",
        "Krippendorff alpha (nominal)",
    ]
    for name in values(found):
        assert name in found["out"]
    assert "few papers" in found["out"]
    assert found["figures"][0]["counts"] == {
        "papers": 2,
        "units": 3,
        "judgements": 6,
        "annotators": 2,
    }


def test_json_has_what_help_says(file: Path) -> None:
    found = measured(file, LABELS, "--seed", "7")

    assert (found["seed"], found["rounds"], found["level"]) == (7, 200, 0.95)
    assert found["prevalence"][0] == {"label": "no", "count": 3, "share": pytest.approx(3 / 7)}
    assert found["count_table"] == {"labels": ["no", "yes"], "rows": [[1, 0], [1, 1]]}
    figure = found["figures"][0]
    assert set(figure) == {"name", "value", "interval", "label", "other_intervals", "counts"}
    assert set(figure["other_intervals"]) == {"percentile", "BCa"}


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        pytest.param(LABELS, "utf-8-sig", id="a spreadsheet's mark at the beginning"),
        pytest.param(LABELS.replace(",", ";"), "utf-8-sig", id="semicolons, as in German"),
        pytest.param(LABELS.replace(",", "\t"), "utf-8", id="tabs"),
        pytest.param(LABELS.replace("\n", "\r\n"), "utf-8", id="lines of Windows"),
        pytest.param(LABELS.replace("unit,", "Unit ,"), "utf-8", id="names of columns as typed"),
        pytest.param(LABELS + "\n,,,\n", "utf-8", id="empty lines at the end"),
        pytest.param(
            "note,annotator,paper,unit,label\n"
            + "".join(
                f'"said, once",{who},{paper},{unit},{label}\n'
                for unit, who, label, paper in (
                    line.split(",") for line in LABELS.splitlines()[:0:-1]
                )
            ),
            "utf-8",
            id="rows and columns in another order, and a column more",
        ),
    ],
)
def test_files_as_spreadsheets_write_them(file: Path, text: str, encoding: str) -> None:
    found, plain = measured(file, text, encoding=encoding), measured(file, LABELS)

    assert found["figures"] == plain["figures"]


def test_without_papers_units_are_their_own(file: Path) -> None:
    lines = [line.rpartition(",")[0] for line in LABELS.splitlines()]
    found = measured(file, "\n".join(lines))

    assert (found["drawn"], found["figures"][0]["counts"]["papers"]) == ("units", 3)
    assert "few units" in found["out"]
    assert "3 units, 6 judgements" in found["out"]
    assert "each unit counts as a paper of its own" in " ".join(found["out"].split())


def test_sets_of_labels_are_told_theme_by_theme(file: Path) -> None:
    text = "unit,annotator,label\n1,A,heard; waiting\n1,B,waiting ;heard\n2,A,heard\n2,B,;\n"
    found = measured(file, text, "--sets")

    assert list(values(found))[:2] == ["Krippendorff alpha (MASI)", "Krippendorff alpha (Jaccard)"]
    assert values(found)["heard: Percent agreement"] == 0.5
    assert values(found)["waiting: Percent agreement"] == 1


def test_labels_with_semicolons_are_pointed_out(file: Path) -> None:
    text = "unit,annotator,label\n1,A,heard;waiting\n1,B,heard\n"

    assert "use --sets" in measured(file, text)["out"]


def test_labels_are_printed_as_they_are(file: Path) -> None:
    """Brackets are no markup, and what would move the cursor does not reach it."""
    text = "unit,annotator,label\n1,A,[red]yes[/]\n1,B,\x1b[2Jno\n"
    found = measured(file, text)

    assert "[red]yes[/]" in found["out"]
    assert "\x1b" not in found["out"]


def test_spans_are_told_too(file: Path) -> None:
    """Ana marked three spans, Ben one of them: 2 * 1 / (3 + 1); 2 * 10 / (70 + 10) by character."""
    found = measured(file, SPANS)

    assert values(found)["F1 between annotators (exact)"] == 0.5
    assert values(found)["F1 between annotators (characters)"] == 0.25
    assert list(values(found))[-1] == "Krippendorff alpha (unitizing, binary)"
    assert found["figures"][-1]["counts"]["characters"] == 200
    assert "taken for texts with spans" in " ".join(found["out"].split())


def test_spans_and_labels_of_units_of_papers(file: Path) -> None:
    text = (
        "unit,annotator,label,paper,start,end\n"
        "s1,A,yes,p,0,10\ns1,B,yes,p,0,10\ns2,A,yes,p,20,30\ns2,B,no,p,,\n"
    )
    found = measured(file, text)

    assert values(found)["Percent agreement"] == 0.5
    assert values(found)["F1 between annotators (exact)"] == pytest.approx(2 / 3)


def test_spans_may_have_their_words_for_a_label(file: Path) -> None:
    rows = "".join(f"{n},{who},words {n},1,9\n" for n in range(501) for who in "AB")

    found = measured(file, PLACED + rows)

    assert values(found)["F1 between annotators (exact)"] == 1.0
    assert "only the spans are compared" in found["out"]


def test_sets_of_a_few_labels_may_be_many(file: Path) -> None:
    members = [f"{a};{b}" for a in range(30) for b in range(a)][:301]
    rows = "".join(f"{n},A,{each}\n{n},B,{each};x\n" for n, each in enumerate(members))

    assert measured(file, HEAD + rows, "--sets")["figures"]


def test_what_is_undefined_says_why(file: Path) -> None:
    found = measured(file, "unit,annotator,label\n1,A,yes\n1,B,yes\n2,A,yes\n2,B,yes\n")
    kappa = found["figures"][1]

    assert kappa["value"] is None
    assert kappa["undefined"].startswith("undefined, because only one label was ever used")
    assert "undefined, because only one label" in " ".join(found["out"].split())


HEAD = "unit,annotator,label\n"
PLACED = "unit,annotator,label,start,end\n"
LONG = "unit,annotator,label,start,end,length\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "there is no column unit", id="nothing in it"),
        pytest.param("unit,coder,label\n1,A,yes\n", "no column annotator", id="a column missing"),
        pytest.param(
            "unit,unit,annotator,label\n1,1,A,y\n", "two columns are named unit", id="two"
        ),
        pytest.param("unit,annotator,label,start\n1,A,y,3\n", "no column end", id="start alone"),
        pytest.param(
            "unit,annotator,label,start,end\n1,A,y,--5,9\n", "'--5' for its start", id="two signs"
        ),
        pytest.param(
            f"unit,annotator,label,start,end\n1,A,y,0,{'9' * 20}\n", "for its end", id="no end"
        ),
        pytest.param(HEAD, "no row under the names", id="names of columns only"),
        pytest.param(HEAD + "1,A\n", "line 2 has more or fewer fields", id="a short line"),
        pytest.param(HEAD + "1,,yes\n", "line 2 has no annotator", id="nobody"),
        pytest.param(HEAD + "1,A,yes\n1,A,no\n", "lines 2 and 3 are of the same", id="doubled"),
        pytest.param(HEAD + '1,"A,yes\n', "is no CSV", id="a quotation mark never closed"),
        pytest.param(
            "unit,annotator,label,paper\n1,A,y,p\n1,B,y,q\n", "in another paper", id="two papers"
        ),
        pytest.param(PLACED + "1,A,y,5,\n", "line 2 has a start only", id="no end"),
        pytest.param(PLACED + "1,A,y,9,5\n", "line 2 has a span from 9 to 5", id="backwards"),
        pytest.param(PLACED + "1,A,y,-2,5\n", "line 2 has a span from -2 to 5", id="before 0"),
        pytest.param(PLACED + "1,A,y,five,9\n", "'five' for its start", id="a word"),
        pytest.param(PLACED + "1,A,y,1,9\n1,A,y,1,9\n", "lines 2 and 3", id="a span doubled"),
        pytest.param(
            LONG + "1,A,y,1,9,5\n", "line 2 has a span to 9, and 1 a length of 5", id="too long"
        ),
        pytest.param(
            LONG + "1,A,y,1,9,50\n1,B,y,1,9,60\n", "two lengths, 50 and 60", id="two lengths"
        ),
        pytest.param(LONG + "1,A,y,,,0\n", "a length of 0", id="no length"),
        pytest.param(
            HEAD + "".join(f"{n},A,words {n}\n" for n in range(501)) + "1,B,\n",
            "501 different labels.\nIs the column free text?",
            id="free text for a label",
        ),
    ],
)
def test_files_that_cannot_be_used_say_what_to_mend(file: Path, text: str, said: str) -> None:
    file.write_text(text, encoding="utf-8")
    told = ended(file)

    assert told.is_advice
    assert said in told.err


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("unit,annotator,label\n1,Zoë,ja\n".encode("latin-1"), id="not UTF-8"),
        pytest.param(b"PK\x03\x04\x00\x00", id="a workbook"),
    ],
)
def test_files_that_are_no_text_say_how_to_save_them(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    told = ended(file)

    assert told.is_advice
    assert "CSV UTF-8" in told.err


def test_a_file_that_is_not_there(file: Path) -> None:
    told = ended(file)

    assert told.is_advice
    assert "there is no such file" in told.err


def test_a_reviews_folder_says_what_can_be_given(tmp_path: Path) -> None:
    assert ended(tmp_path).is_advice


def test_json_that_cannot_be_written(file: Path, tmp_path: Path) -> None:
    file.write_text(LABELS, encoding="utf-8")
    told = ended(file, "--rounds", "100", "--json", tmp_path / "nowhere" / "x.json")

    assert told.is_advice
    assert "Cannot write to" in told.err
