"""The commands, run as a user runs them: in a process of their own."""

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
PDFS = ROOT / "tests" / "pdfs"
RUN = "from extractor.cli import main\nif __name__ == '__main__': main()"
INLINE = "Nobody asked me to explain myself before I had sat down, and that was why I stayed"
BLOCK = (
    "She knew my name the second time, and she knew what I take in my tea. It sounds like "
    "nothing, but I had been to so many places where I was a form."
)


class Ended(NamedTuple):
    """A command that has ended."""

    code: int
    out: str
    err: str


@cache
def firsthand(*arguments: str | Path, cwd: Path = PDFS, password: str = "") -> Ended:
    """Run `firsthand` with ``arguments``, its output into pipes; the same only once."""
    done = subprocess.run(
        command(*arguments),
        cwd=cwd,
        env=environment(password),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-c", RUN, *map(str, arguments)]


def environment(password: str = "", **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FIRSTHAND")}
    given = {"FIRSTHAND_PASSWORD": password} if password else {}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1"} | given | more


def on_terminal(*arguments: str | Path) -> str:
    """What `firsthand` shows on a terminal of 100 columns."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command(*arguments),
        cwd=PDFS,
        env=environment(COLUMNS="100", TERM="xterm"),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b"".join(chunks(ours))
    os.close(ours)
    assert process.wait() == 0
    return shown.decode("utf-8")


def chunks(terminal: int) -> Iterator[bytes]:
    """What comes from a terminal until nobody holds its other end (Linux then reports EIO)."""
    try:
        while chunk := os.read(terminal, 65536):
            yield chunk
    except OSError:
        return


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7\nand then nothing")
    return path


def test_json_lines_are_what_a_pipe_gets() -> None:
    ended = firsthand("suggest", "interview.pdf", "--min-score", "0")
    records = [json.loads(line) for line in ended.out.splitlines()]

    assert ended.code == 0
    assert [record["text"] for record in records if record["speaker"]] == [INLINE, BLOCK]
    assert {record["source"] for record in records} == {"interview.pdf"}
    assert {record["page"] for record in records} == {1}


def test_min_score_leaves_out_what_scores_lower() -> None:
    everything = firsthand("suggest", "interview.pdf", "--min-score", "0").out.splitlines()
    scores = sorted(json.loads(line)["score"] for line in everything)
    kept = firsthand("suggest", "interview.pdf", "--min-score", str(scores[-1])).out

    assert [json.loads(line)["score"] for line in kept.splitlines()] == scores[-1:]


def test_a_terminal_gets_a_table() -> None:
    shown = on_terminal("suggest", "interview.pdf")

    assert "Being met at the door" in shown
    assert "Nobody asked me to explain myself before" in shown
    assert "P7, man, 29" in shown
    assert "firsthand suggest interview.pdf --out quotations.html" in shown


def test_a_terminal_sees_progress_over_many_papers(tmp_path: Path) -> None:
    other = ROOT / "corpus" / "being-heard.pdf"

    shown = on_terminal("suggest", "interview.pdf", other, "--out", tmp_path / "all.csv")

    assert shown.index("0/2") < shown.index("2/2")


@pytest.mark.parametrize("ending", ["txt", "jsonl", "csv", "html"])
def test_the_ending_of_out_tells_the_format(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"found.{ending}"
    ended = firsthand("suggest", "interview.pdf", "--out", out)
    beginning = {"txt": "Being met", "jsonl": '{"source"', "csv": "\ufeffsource,", "html": "<!doc"}

    assert (ended.code, ended.out) == (0, "")
    assert f"Written to {out}." in ended.err
    assert out.read_text(encoding="utf-8").lower().startswith(beginning[ending].lower())
    assert list(tmp_path.iterdir()) == [out]


def test_csv_has_a_row_for_each_quotation() -> None:
    rows = csv.DictReader(io.StringIO(firsthand("suggest", "interview.pdf", "--format", "csv").out))

    assert BLOCK in [row["text"] for row in rows]


def test_the_html_page_shows_the_pages(tmp_path: Path) -> None:
    firsthand("suggest", "interview.pdf", "--out", tmp_path / "found.html")
    page = (tmp_path / "found.html").read_text(encoding="utf-8")

    assert page.count("data:image/jpeg") == 1
    assert BLOCK in page


def test_broken_papers_are_told_at_the_end_and_the_others_done(broken: Path) -> None:
    ended = firsthand("suggest", broken, "interview.pdf", "scan.pdf", "--jobs", "2")

    assert ended.code == 1
    assert BLOCK in ended.out
    told = ended.err[ended.err.index("2 papers could not be used:") :]
    assert told.index("broken.pdf") < told.index("scan.pdf is a scan")


def test_a_page_for_reading_tells_broken_papers_too(broken: Path, tmp_path: Path) -> None:
    out = tmp_path / "found.html"

    assert firsthand("suggest", broken, "--out", out).code == 1
    assert "broken.pdf" in out.read_text(encoding="utf-8")


def test_what_is_wrong_with_a_text_is_told_even_when_quiet() -> None:
    ended = firsthand("suggest", "interview.pdf", "--quiet")

    assert [line.partition(": ")[0] for line in ended.err.splitlines()] == ["interview.pdf"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        pytest.param(["missing.pdf"], 1, "missing.pdf: there is no such file", id="no such file"),
        pytest.param([], 2, "Missing argument 'PAPER'", id="no paper named"),
        pytest.param(["interview.pdf", "--jobs", "0"], 2, "'--jobs'", id="no jobs"),
        pytest.param(["interview.pdf", "--min-score", "7"], 2, "'--min-score'", id="an odd score"),
        pytest.param(["interview.pdf", "--engine", "none"], 2, "pdfplumber", id="no such engine"),
        pytest.param(["interview.pdf", "--out", "found.docx"], 2, "add --format",
                     id="an ending that tells nothing"),
        pytest.param(["interview.pdf", "--password"], 2, "FIRSTHAND_PASSWORD",
                     id="nobody to ask for the password"),
        pytest.param(["interview.pdf", "--out", ".", "--format", "csv"], 1, "it is a folder",
                     id="a folder in the place of the file"),
        pytest.param(["interview.pdf", "--out", "nowhere/found.csv"], 1, "No such file or",
                     id="a folder that is not there"),
    ],
)  # fmt: skip
def test_a_slip_gets_a_message(arguments: list[str], code: int, message: str) -> None:
    ended = firsthand("suggest", *arguments)

    assert ended.code == code
    assert message in ended.err
    assert "Traceback" not in ended.err


def test_a_password_comes_from_the_environment() -> None:
    refused = firsthand("suggest", "locked.pdf")
    ended = firsthand("suggest", "locked.pdf", password="open sesame")

    assert (refused.code, ended.code) == (1, 0)
    assert "protected by a password" in refused.err
    assert BLOCK in ended.out


def test_the_other_engine_finds_the_same() -> None:
    arguments = ("suggest", "interview.pdf", "--engine")
    texts = [
        [json.loads(line)["text"] for line in firsthand(*arguments, engine).out.splitlines()]
        for engine in ("pdfium", "pdfplumber")
    ]

    assert texts[0] == texts[1] != []


def test_out_leaves_the_old_file_until_the_new_one_is_whole(tmp_path: Path) -> None:
    out = tmp_path / "found.jsonl"
    out.write_text("old")
    os.mkfifo(tmp_path / "slow.pdf")  # nobody writes to it: it is never read to its end
    process = subprocess.Popen(
        command("suggest", PDFS / "interview.pdf", tmp_path / "slow.pdf", "--out", out),
        env=environment(),
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    with (tmp_path / "slow.pdf").open("wb"):  # opens when a worker has opened it
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate()

    assert process.returncode == 130
    assert b"Stopped after " in err
    assert b"Traceback" not in err
    assert out.read_text() == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"found.jsonl", "slow.pdf"}


def test_a_reader_that_has_seen_enough_ends_it_quietly() -> None:
    process = subprocess.Popen(
        command("suggest", "interview.pdf", "--min-score", "0", "--quiet"),
        cwd=PDFS,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    _, err = process.communicate()

    assert [line.partition(": ")[0] for line in err.decode().splitlines()] == ["interview.pdf"]


def test_the_command_itself_loads_nothing_heavy() -> None:
    script = (
        "import sys, runpy\n"
        "from extractor.cli import main\n"
        "if __name__ == '__main__':\n"
        "    try: main()\n"
        "    except SystemExit: pass\n"
        "    print(*{'spacy', 'sklearn', 'pandas', 'pdfplumber', 'pypdfium2'} & {*sys.modules})"
    )
    for arguments in (["--help"], ["suggest", "interview.pdf", "--min-score", "1"]):
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments],
            cwd=PDFS, env=environment(), stdout=subprocess.PIPE, check=True, encoding="utf-8",
        )  # fmt: skip
        assert done.stdout.splitlines()[-1] == ""


def test_help_loads_no_rich() -> None:
    script = (
        "import sys\nfrom extractor.cli import main\n"
        "try: main()\nexcept SystemExit: pass\nprint('rich' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "--help"],
        env=environment(), stdout=subprocess.PIPE, check=True, encoding="utf-8",
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "False"


def test_the_demo_leaves_its_page_and_lines(tmp_path: Path) -> None:
    ended = firsthand("demo", "--no-open", cwd=tmp_path)
    made = tmp_path / "firsthand-demo"
    lines = (made / "suggestions.jsonl").read_text(encoding="utf-8").splitlines()

    assert ended.code == 0
    assert "Being heard before" in ended.out
    assert "firsthand-demo/quotations.html" in ended.err
    with (ROOT / "corpus" / "papers.csv").open(encoding="utf-8", newline="") as papers:
        speaking = {row["file"] for row in csv.DictReader(papers) if int(row["quotations"])}
    assert speaking <= {Path(json.loads(line)["source"]).name for line in lines}
    assert "data:image/jpeg" in (made / "quotations.html").read_text(encoding="utf-8")


def test_every_command_has_help_and_is_documented() -> None:
    from extractor.cli.app import app

    documents = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in documents)
    for each in app.registered_commands:
        assert each.callback is not None
        assert each.callback.__doc__
        assert each.short_help
        assert f"firsthand {each.callback.__name__}" in text


def test_the_engines_are_those_of_reading() -> None:
    from extractor.cli.options import Engine
    from extractor.reading import ENGINES

    assert tuple(Engine) == ENGINES


def test_locks_name_no_address() -> None:
    locks = list(ROOT.glob("requirements*.lock"))

    assert len(locks) == 2
    assert not [
        lock for lock in locks if "://" in lock.read_text() or "--index" in lock.read_text()
    ]
