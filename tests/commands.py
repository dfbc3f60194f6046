"""Running `firsthand` as a user does: in this process, or, where that is the point, in its own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from extractor.cli import main

ROOT = Path(__file__).parents[1]
RUN = "from extractor.cli import main\nif __name__ == '__main__': main()"


class Ended(NamedTuple):
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def is_advice(self) -> bool:
        """Whether it failed as a command may: with a message and advice, and no traceback."""
        return self.code == 1 and "Traceback" not in self.err and self.err.count("\n") >= 2


def firsthand(*arguments: str | Path, said: str = "", **variables: str) -> Ended:
    """Run `firsthand` with arguments; ``said`` is what its user types.

    It runs in this process, which spares the two seconds of loading it anew.
    """
    names = [name for name in os.environ if name.startswith("FIRSTHAND")]
    given: dict[str, str | None] = {**dict.fromkeys(names), **variables}
    with pytest.MonkeyPatch.context() as patch, CliRunner().isolation(said, given) as streams:
        patch.setattr(sys, "argv", ["firsthand", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        sys.stdout.flush()
        sys.stderr.flush()
        out, err = (stream.getvalue().decode() for stream in streams[:2])
    return Ended(int(ended.value.code or 0), out, err)


def interrupted_at(module: str, *arguments: str | Path) -> Ended:
    """Run `firsthand`; its user presses Ctrl-C when it begins to load ``module``."""
    press = (
        "import os, signal, sys\n"
        "def press(event, told):\n"
        f"    if event == 'import' and told[0] == {module!r}: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.addaudithook(press)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", press + RUN, *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    return Ended(done.returncode, done.stdout, done.stderr)
