"""The command `firsthand`: arguments in, one library call, one line out.

Nothing heavy is imported before a command runs: `firsthand --help` answers at once.
"""

import sys

from extractor.errors import FirsthandError


def main() -> None:
    """Run a command; an error that the user can mend is a message, not a traceback."""
    from extractor.cli.app import app

    try:
        app()
    except FirsthandError as error:
        from extractor.cli.plain import plain

        print(f"firsthand: {plain(str(error))}", file=sys.stderr)
        raise SystemExit(1) from None
