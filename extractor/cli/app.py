"""The commands and what they are called."""

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from extractor.cli import INTERRUPTED, STOPPED
from extractor.cli import review as of_review
from extractor.cli.demo import demo
from extractor.cli.screen import EXAMPLES as OF_SCREEN
from extractor.cli.screen import screen
from extractor.cli.suggest import EXAMPLES, suggest


class Commands(TyperGroup):
    """The commands; Ctrl-C in one that says nothing of it itself is told here."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Run a command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            typer.echo(STOPPED, err=True)
            raise typer.Exit(INTERRUPTED) from None


app = typer.Typer(
    name="firsthand",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help needs no rich, which takes longer to load than the rest
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"firsthand {version('firsthand')}")
        raise typer.Exit


@app.callback(
    epilog="Begin with `firsthand demo`. Then a paper of yours: `firsthand suggest paper.pdf`."
)
def firsthand(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Find the first-hand accounts in qualitative studies: the words of the people studied.

    firsthand suggests; people decide. Nothing leaves this machine.
    """


app.command(short_help="Try it on the papers that come with it.")(demo)
app.command(short_help="Suggest the quotations in any papers.", epilog=EXAMPLES)(suggest)
app.command(short_help="Tell which papers hold accounts.", epilog=OF_SCREEN)(screen)
app.command(short_help="Make a new review.")(of_review.init)
app.command(short_help="Let more people into a review.")(of_review.invite)
app.command(short_help="Put papers into a review.")(of_review.add)
app.command(short_help="Open a review's page.")(of_review.review)
app.command(short_help="Show or write a review's themes.")(of_review.codebook)
app.command(short_help="Write the confirmed accounts to a file.")(of_review.export)
app.command(short_help="Tell how far people agree.")(of_review.agreement)
app.command(short_help="Write the evaluation report.")(of_review.report)
app.command(short_help="Learn from what people decided.")(of_review.train)
app.command(short_help="Check that a review is whole.")(of_review.verify)
app.command(short_help="Put a whole review into one file.")(of_review.backup)
app.command(short_help="Make a review of a backup.")(of_review.restore)
