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
from rich.console import Console

from extractor.batch import page_pictures
from extractor.cli.output import ENDINGS, Format, chosen_format, opened, opened_for_bytes
from extractor.cli.plain import named
from extractor.cli.suggest import password_given as given_password
from extractor.cli.table import paper_table
from extractor.errors import OutputError
from extractor.records import Document, Form, Section, Span, SuggestedPaper, Suggestion

ROOT = Path(__file__).parents[1]
PDFS = ROOT / "tests" / "pdfs"
TAKES_PIPES = (
    "from pathlib import Path; from extractor import batch\n"
    "batch.find_papers = lambda names, **_: [Path(name) for name in names]\n"
)
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


def test_one_page_that_cannot_be_drawn_costs_no_other() -> None:
    with page_pictures() as draw:
        pictures = [draw(str(PDFS / "interview.pdf"), page) for page in (7, 1)]

    assert [picture is not None for picture in pictures] == [False, True]


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
        pytest.param(["interview.pdf", "--seconds", "nan"], 2, "'--seconds'",
                     id="a time that is no number"),
        pytest.param(["interview.pdf", "--seconds", "inf"], 2, "'--seconds'", id="endless time"),
        pytest.param(["interview.pdf", "--seconds", "1e9"], 2, "'--seconds'", id="thirty years"),
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
    papers = (PDFS / "interview.pdf", tmp_path / "slow.pdf")
    process = subprocess.Popen(
        [sys.executable, "-c", TAKES_PIPES + RUN, "suggest", *papers, "--out", out],
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


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["suggest", "interview.pdf", "--format", "jsonl"], id="lines"),
        pytest.param(["suggest", "interview.pdf", "--format", "table"], id="a table"),
        pytest.param(["demo", "--no-open", "--out", "OUT"], id="the demo"),
    ],
)
def test_a_full_disk_is_told(arguments: list[str], tmp_path: Path) -> None:
    arguments = [str(tmp_path) if each == "OUT" else each for each in arguments]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command(*arguments), cwd=PDFS, env=environment(),
            stdout=full, stderr=subprocess.PIPE, check=False, encoding="utf-8",
        )  # fmt: skip

    assert done.returncode == 1
    assert "firsthand: Cannot write to standard output: No space left" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.parametrize(
    ("out", "what"),
    [
        pytest.param("/dev/full", "No space left", id="a full device"),
        pytest.param("p.pdf/x.csv", "Not a directory", id="a file in the place of the folder"),
        pytest.param("a" * 300, "File name too long", id="a name that is too long"),
    ],
)
def test_what_the_system_says_is_told(
    out: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.pdf").touch()

    with pytest.raises(OutputError, match=what), opened(Path(out)) as stream:
        stream.write("x")
    assert [path.name for path in tmp_path.iterdir()] == ["p.pdf"]


def test_a_workbook_is_written_to_a_pipe_and_not_into_its_place(tmp_path: Path) -> None:
    out = tmp_path / "pipe.xlsx"
    os.mkfifo(out)
    reader = os.open(out, os.O_RDONLY | os.O_NONBLOCK)
    with opened_for_bytes(out) as content:
        content.write(b"PK")

    assert os.read(reader, 10) == b"PK"
    assert out.is_fifo()
    os.close(reader)


def test_a_closed_output_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", None)

    assert chosen_format(None, None, ENDINGS, piped=Format.JSONL, name="any") is Format.JSONL
    with pytest.raises(OutputError, match="standard output: it is closed"), opened(None):
        pass


def test_a_name_may_be_as_long_as_names_can_be(tmp_path: Path) -> None:
    out = tmp_path / ("a" * 255)
    with opened(out) as stream:
        stream.write("new")

    assert out.read_text() == "new"


def test_a_file_written_over_keeps_its_permissions(tmp_path: Path) -> None:
    out = tmp_path / "found.csv"
    out.touch()
    out.chmod(0o600)
    with opened(out) as stream:
        stream.write("new")

    assert out.read_text() == "new"
    assert out.stat().st_mode & 0o777 == 0o600


def test_a_paper_is_not_written_over(tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes((PDFS / "interview.pdf").read_bytes())
    same = f"{tmp_path}/../{tmp_path.name}/paper.pdf"
    ended = firsthand("suggest", paper, "--format", "csv", "--out", same)

    assert ended.code == 1
    assert "it is one of the papers" in ended.err
    assert paper.read_bytes() == (PDFS / "interview.pdf").read_bytes()


def test_an_empty_password_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTHAND_PASSWORD", "")

    assert given_password(ask=False) is None


def test_a_name_is_told_on_one_line() -> None:
    assert named("a\nb\tc\x9b.pdf") == "a\\nb\\tc\ufffd.pdf"


def test_the_terminal_gets_utf8_where_the_system_knows_ascii_only() -> None:
    done = subprocess.run(
        command("suggest", "--format", "table", PDFS / "interview.pdf"),
        env=environment(LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"),
        capture_output=True,
        check=True,
    )  # fmt: skip

    assert "─" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("columns", [20, 30, 45, 63, 64, 100])
def test_every_terminal_shows_the_words_and_the_speaker(columns: int) -> None:
    stream = io.StringIO()
    text = "Nobody asked me to explain myself"
    suggestion = Suggestion(
        paper="", span=Span(0, len(text)), form=Form.BLOCK, score=0.9, why=("indented",),
        detector="test", section=Section.RESULTS, speaker="P7, man",
    )  # fmt: skip
    made = SuggestedPaper("a.pdf", Document("", text, "test"), (suggestion,))
    Console(file=stream, width=columns).print(paper_table(made, min_score=0))
    lines = stream.getvalue().splitlines()

    assert all(word in stream.getvalue() for word in [*text.split(), "P7,", "0.90"])
    assert all(len(line) <= columns for line in lines)


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


def test_what_cannot_be_opened_costs_itself_only_however_many_jobs(tmp_path: Path) -> None:
    (tmp_path / "good.pdf").write_bytes((PDFS / "interview.pdf").read_bytes())
    (tmp_path / "gone.pdf").symlink_to("nowhere")
    (tmp_path / "loop.pdf").symlink_to("loop.pdf")
    ended = firsthand("suggest", ".", "--min-score", "0", "--jobs", "1000", cwd=tmp_path)

    assert ended.code == 1
    assert INLINE in ended.out
    assert "2 papers could not be used" in ended.err
    assert "gone.pdf cannot be read: there is no such file." in ended.err
    assert "loop.pdf cannot be read: too many levels of symbolic links." in ended.err
    assert "viewer" not in ended.err


def test_links_to_folders_are_told_as_skipped_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "good.pdf").write_bytes((PDFS / "interview.pdf").read_bytes())
    (tmp_path / "papers" / "more").symlink_to(PDFS)
    (tmp_path / "papers" / "round").symlink_to(".")
    ended = firsthand("suggest", "papers", cwd=tmp_path)

    assert ended.code == 0
    told = "Links to folders are skipped, unless they are named: papers/more, papers/round\n"
    assert told in ended.err


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
