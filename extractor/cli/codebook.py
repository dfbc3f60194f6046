"""`firsthand codebook`: the themes of a review as they are now, on the screen or in a file."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from extractor.cli.plain import counted, named, plain

if TYPE_CHECKING:
    from extractor.themes.codebook import Codebook

TOML, QDC = ".toml", ".qdc"


def read_any_codebook(path: Path) -> "Codebook":
    """The codebook in a TOML or REFI-QDA file, by the file's ending."""
    from extractor.exchange.qdc import read_qdc
    from extractor.themes.codebook import read_codebook

    return read_qdc(path) if path.suffix.lower() == QDC else read_codebook(path)


def toml_of(path: Path | None) -> str:
    """What a review's codebook begins with: a TOML file as it is written, another form as TOML.

    Without a file it is the codebook of the model review.
    """
    from extractor.bundled import bundled
    from extractor.themes.codebook import write_codebook

    path = path or bundled("annotations") / "codebook.toml"
    codebook = read_any_codebook(path)
    if path.suffix.lower() == QDC:
        return write_codebook(codebook)
    return path.read_text(encoding="utf-8-sig")


def write_to(codebook: "Codebook", to: Path) -> None:
    """Write a codebook to a file in the form that its ending names."""
    from extractor.cli.output import opened_for_bytes
    from extractor.exchange.qdc import write_qdc
    from extractor.themes.codebook import write_codebook

    ending = to.suffix.lower()
    if ending not in (TOML, QDC):
        raise typer.BadParameter(f"the ending of {named(to)} tells no format: use {TOML} or {QDC}")
    is_toml = ending == TOML
    content = write_codebook(codebook).encode() if is_toml else write_qdc(codebook)
    with opened_for_bytes(to) as stream:
        stream.write(content)
    typer.echo(f"{counted(len(codebook.themes), 'theme')} in {named(to)}.")


def show(codebook: "Codebook") -> None:
    """The themes as a tree, then those that are no longer used with what took their place."""
    typer.echo(plain(codebook.name))
    for depth, theme in codebook.tree():
        typer.echo(f"{'   ' * (depth + 1)}{plain(theme.name)}  ({theme.id})")
    if codebook.ended:
        typer.echo("No longer used")
    for theme in codebook.themes:
        if theme.id in codebook.ended:
            typer.echo(f"   {plain(theme.name)}  ({theme.id}): {fate(codebook, theme.id)}")


def fate(codebook: "Codebook", theme: str) -> str:
    """What became of a theme that has ended, in words."""
    into = codebook.ended[theme]
    names = [found.name for each in into if (found := codebook.theme(each))]
    told = plain(", ".join(f"“{name}”" for name in names))
    return "retired" if not into else f"merged into {told}" if len(into) == 1 else f"split: {told}"
