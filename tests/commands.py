"""Running `firsthand` as a user does, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

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
    """Run `firsthand` with arguments; ``said`` is what its user types."""
    return _run(RUN, *arguments, said=said, **variables)


def environment(**variables: str) -> dict[str, str]:
    """The environment of a command, without what the tests' own has for firsthand."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FIRSTHAND")}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1"} | variables


def interrupted_at(module: str, *arguments: str | Path) -> Ended:
    """Run `firsthand`; its user presses Ctrl-C when it begins to load ``module``."""
    press = (
        "import os, signal, sys\n"
        "def press(event, told):\n"
        f"    if event == 'import' and told[0] == {module!r}: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.addaudithook(press)\n"
    )
    return _run(press + RUN, *arguments)


def _run(script: str, *arguments: str | Path, said: str = "", **variables: str) -> Ended:
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        env=environment(**variables),
        input=said,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    return Ended(done.returncode, done.stdout, done.stderr)
