"""The arguments and options of the commands, with their help."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.output import Format

PASSWORD = "FIRSTHAND_PASSWORD"
DAY = 86_400.0


class Engine(StrEnum):
    """What reads the characters of a PDF; the same names as ``extractor.reading.ENGINES``."""

    PDFIUM = "pdfium"
    PDFPLUMBER = "pdfplumber"


Papers = Annotated[
    list[str],
    typer.Argument(
        metavar="PAPER",
        help="PDF or JATS XML files, folders that hold some, or patterns in quotation marks.",
        show_default=False,
    ),
]
AsFormat = Annotated[
    Format | None,
    typer.Option(
        "--format",
        help="By default the ending of --out tells; else a table on a terminal, JSONL in a pipe.",
        show_default=False,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="FILE",
        help="The file to write, whole or not at all.",
        show_default=False,
    ),
]
MinScore = Annotated[
    float | None,
    typer.Option(
        "--min-score",
        min=0.0,
        max=1.0,
        metavar="X",
        help="Leave out what scores lower; 0 keeps everything. By default the detector's own.",
        show_default=False,
    ),
]
WithEngine = Annotated[
    Engine, typer.Option(help="What reads a PDF. pdfplumber is slower: for comparison.")
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        min=1,
        metavar="N",
        help="Papers read at a time, at most two for each core. By default one each, four in all.",
        show_default=False,
    ),
]
Seconds = Annotated[
    float | None,
    typer.Option(
        min=0.001,
        max=DAY,
        metavar="X",
        help="How long one paper may take before it is given up; 60 by default, a day at most.",
        show_default=False,
    ),
]
AskPassword = Annotated[
    bool,
    typer.Option("--password", help=f"Ask for the password of encrypted PDFs; or set {PASSWORD}."),
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="No progress, no summary. Problems are told still.")
]
DemoFolder = Annotated[
    Path, typer.Option("--out", "-o", metavar="FOLDER", help="Where its files go.")
]
OpenIt = Annotated[bool, typer.Option("--open/--no-open", help="Open the page in the browser.")]
