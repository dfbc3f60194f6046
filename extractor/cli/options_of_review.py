"""The arguments and options of the commands about a review, with their help."""

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.agreeing import Form
from extractor.cli.reporting import Form as ReportForm

DEFAULT_PORT = 8400

TheReview = Annotated[
    Path,
    typer.Argument(metavar="REVIEW", help="The review's folder.", show_default=False),
]
Title = Annotated[str, typer.Option(help="What the review is called.")]
Question = Annotated[
    str, typer.Option(help="The review's question: whose accounts, and about what.")
]
Annotators = Annotated[
    list[str],
    typer.Option(
        "--annotator",
        "-a",
        metavar="NAME",
        help="Somebody who annotates; give it twice or more. A pseudonym will do.",
        show_default=False,
    ),
]
Leads = Annotated[
    list[str],
    typer.Option(
        "--lead",
        metavar="NAME",
        help="Somebody who leads; give an annotator's name for one who does both.",
        show_default=False,
    ),
]
Codebook = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="The themes, as TOML or REFI-QDA (.qdc). By default those of the model review that "
        "comes with it.",
        show_default=False,
    ),
]
CodebookFile = Annotated[
    Path | None,
    typer.Option(
        "--to",
        metavar="FILE",
        help="Write them to a file: .toml, or .qdc for other programs (REFI-QDA).",
        show_default=False,
    ),
]
Database = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="postgresql://user@host/name for a team on a server; the password comes from "
        "FIRSTHAND_DATABASE_PASSWORD. By default a SQLite file in the folder.",
        show_default=False,
    ),
]
Owner = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="The same database as its owner reaches it (password: FIRSTHAND_OWNER_PASSWORD): the "
        "user of --database then gets no right to change what was decided.",
        show_default=False,
    ),
]
People = Annotated[
    int, typer.Option(min=1, help="How many people decide on each paper, independently.")
]
BlindShare = Annotated[
    float,
    typer.Option(
        min=0.0,
        max=1.0,
        help="The share of pages read without suggestions, to tell what is missed.",
    ),
]
Names = Annotated[
    list[str],
    typer.Argument(metavar="NAME", help="Who is invited.", show_default=False),
]
ReferencesFile = Annotated[
    Path | None,
    typer.Option(
        "--ris",
        metavar="FILE",
        help="The papers' references: RIS, PubMed (NBIB), BibTeX or CSV.",
        show_default=False,
    ),
]
ReadAgain = Annotated[
    bool,
    typer.Option(
        "--again",
        help="Read papers of the review again, all if none is named: for a newer firsthand.",
    ),
]
Cluster = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="Read the papers on a Dask cluster: its scheduler's address, tls:// beyond this "
        "machine.",
        show_default=False,
    ),
]
Retry = Annotated[
    bool,
    typer.Option("--retry", help="Try papers again that could not be used before."),
]
AsLead = Annotated[bool, typer.Option("--lead", help="To lead, not to annotate.")]
Again = Annotated[
    bool, typer.Option("--again", help="A new link and PIN for somebody who is in it already.")
]
WithPassword = Annotated[
    bool,
    typer.Option("--password", help="Ask for a password each, instead of giving out PINs."),
]
Port = Annotated[int, typer.Option(min=1, max=65535, help="The port on this machine.")]
Hosts = Annotated[
    list[str],
    typer.Option(
        "--host",
        metavar="NAME",
        help="Serve others too, under this name; needs passwords and TLS.",
        show_default=False,
    ),
]
Certificate = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="The certificate for --host, as PEM.", show_default=False),
]
Key = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Its private key.", show_default=False)
]
Proxy = Annotated[
    bool, typer.Option("--proxy", help="A proxy on this machine does the TLS for --host.")
]
ModelFolder = Annotated[
    Path | None,
    typer.Option(
        "--embeddings",
        metavar="FOLDER",
        help="A model of sentence embeddings, to compare accounts and themes by meaning too.",
        show_default=False,
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Report only; keep nothing.")]
Figures = Annotated[
    Path | None,
    typer.Option(
        "--json", metavar="FILE", help="Write the report's figures here too.", show_default=False
    ),
]
BackupFile = Annotated[
    Path, typer.Argument(metavar="BACKUP", help="What `firsthand backup` wrote.", exists=True)
]
NewReview = Annotated[Path, typer.Argument(metavar="REVIEW", help="The new folder.")]
FiguresAs = Annotated[
    Form | None,
    typer.Option(
        "--format",
        help="By default the ending of --out tells (.txt, .json, .csv); else a table.",
        show_default=False,
    ),
]
ReportAs = Annotated[
    ReportForm | None,
    typer.Option(
        "--format",
        help="By default the ending of --out tells (.html, .json, .csv); else HTML.",
        show_default=False,
    ),
]
WithoutWords = Annotated[
    bool, typer.Option("--without-words", help="Leave out the quotations' words.")
]
To = Annotated[
    Path,
    typer.Option(
        "--to", metavar="FILE", help="The ending tells the format: .csv, .xlsx or .jsonl."
    ),
]
All = Annotated[
    bool, typer.Option("--all", help="Every suggestion with its fate, not the accounts alone.")
]
WithoutPersonDetails = Annotated[
    bool,
    typer.Option("--without-person-details", help="Leave out speakers' age, sex and site."),
]
