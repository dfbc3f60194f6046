"""The command `firsthand`: arguments in, one library call, one line out.

Nothing heavy is imported before a command runs: `firsthand --help` answers at once.
"""

import sys

from extractor.errors import FirsthandError

STOPPED, INTERRUPTED = "Stopped.", 130


def main() -> None:
    """Run a command; an error that the user can mend is a message, not a traceback.

    Ctrl-C ends a command with one line and code 130, also while it is still being loaded.
    """
    try:
        from extractor.cli.app import app

        app()
    except KeyboardInterrupt:
        print(STOPPED, file=sys.stderr)
        raise SystemExit(INTERRUPTED) from None
    except FirsthandError as error:
        from extractor.cli.plain import plain

        print(f"firsthand: {plain(str(error))}", file=sys.stderr)
        raise SystemExit(1) from None
