"""Run the project from a checkout, with nothing installed before but Python 3.11 or newer.

    python3 run.py demo              try it on the papers that come with it
    python3 run.py firsthand ARGS    any other command, e.g. firsthand suggest paper.pdf
    python3 run.py test              every check that a change has to pass

Each makes what it needs beside this file, once: a virtual environment with exactly the packages of
the lock file. Nothing outside this folder is touched, but for `test`, which installs Chromium and
PostgreSQL with apt where they are missing and it may.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
USE_LOCK = HERE / "requirements.lock"
TEST_LOCK = HERE / "requirements-dev.lock"
OLDEST = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
POSTGRES_HOMES = Path("/usr/lib/postgresql")  # Debian puts none of its programs on PATH
A_BUNDLED_PAPER = (
    "from extractor.bundled import bundled; print(min(bundled('corpus').glob('*.pdf')))"
)
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports", "--no-cache"),
    # two files at a time, each with a server of its own; in order, so that no long one comes last
    ("pytest", "-q", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"),
)


def main() -> None:
    """Run the command named on the command line."""
    if sys.version_info < OLDEST:
        sys.exit(f"firsthand needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    command, *options = sys.argv[1:] or ["help"]
    if command == "test":
        sys.exit(run_tests())
    if command in ("demo", "firsthand"):
        arguments = options if command == "firsthand" else ["demo", *options]
        sys.exit(run_firsthand(arguments))
    sys.exit(__doc__)


def run_firsthand(arguments: list[str]) -> int:
    """Run the command `firsthand`; its exit code."""
    home = environment(HERE / ".venv", USE_LOCK, TEST_LOCK)
    try:
        return subprocess.run([tool(home, "firsthand"), *arguments], check=False).returncode
    except KeyboardInterrupt:  # the command has heard it too, and has said so
        return 130


def run_tests() -> int:
    """Run every check, each whatever the others say; 1 if one failed."""
    need_browser()
    need_postgres()
    home = environment(HERE / ".venv", TEST_LOCK)
    failed = [" ".join(check) for check in CHECKS if not passes(home, check)]
    if not wheel_works(home):
        failed.append("the built wheel")
    print("\nFailed: " + ", ".join(failed) if failed else "\nAll checks passed.")
    return 1 if failed else 0


def passes(home: Path, check: tuple[str, ...]) -> bool:
    """Run one tool over the checkout."""
    print(f"\n== {' '.join(check)}", flush=True)
    start = time.monotonic()
    done = subprocess.run(
        [tool(home, check[0]), *check[1:]], cwd=HERE, stdin=subprocess.DEVNULL, check=False
    )
    print(f"   {time.monotonic() - start:.0f} s", flush=True)
    return done.returncode == 0


def wheel_works(home: Path) -> bool:
    """Build the wheel, install it away from the checkout, and run its commands there."""
    print("\n== the built wheel, in an environment of its own", flush=True)
    clean = environment(HERE / "build" / "wheel", USE_LOCK, package=False)
    with tempfile.TemporaryDirectory() as folder:
        pip(home, "wheel", "--no-deps", "--no-build-isolation", "-w", folder, str(HERE))
        wheel = str(next(Path(folder).glob("*.whl")))
        pip(clean, "install", "--no-deps", "--force-reinstall", wheel)
        paper = output(folder, tool(clean, "python"), "-c", A_BUNDLED_PAPER).strip()
        output(folder, tool(clean, "firsthand"), "--help")
        found = output(folder, tool(clean, "firsthand"), "suggest", paper, "--format", "jsonl")
        output(folder, tool(clean, "firsthand"), "demo", "--no-open")
    print(f"   {len(found.splitlines())} suggestions in {Path(paper).name}")
    return bool(found)


def output(folder: str, *command: str) -> str:
    """What a command prints, run in ``folder``; stops here if it fails."""
    try:
        return subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True,
            encoding="utf-8",
        ).stdout  # fmt: skip
    except subprocess.CalledProcessError as error:
        sys.exit(f"{' '.join(command)} ended with code {error.returncode}.")


def environment(home: Path, lock: Path, *larger: Path, package: bool = True) -> Path:
    """A virtual environment with the packages of ``lock``, or of a larger lock that holds it.

    It is made anew when the lock, ``pyproject.toml`` or the Python that runs this has changed, and
    when the folder was moved.
    """
    stamp = home / "made-from.txt"
    made_from = stamp.read_text() if stamp.exists() else ""
    if made_from not in [digest(each) for each in (lock, *larger)]:
        print(f"Installing into {home} (once, a few minutes) ...", flush=True)
        make(home, lock)
        if package:
            pip(home, "install", "--no-deps", "--no-build-isolation", "--editable", str(HERE))
        stamp.write_text(digest(lock))
    return home


def make(home: Path, lock: Path) -> None:
    """A new, clean virtual environment with the packages of ``lock``."""
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True)
    except subprocess.CalledProcessError:
        sys.exit("Python could not make a virtual environment (Debian: apt install python3-venv).")
    pip(home, "install", "--require-hashes", "--requirement", str(lock))


def pip(home: Path, command: str, *options: str) -> None:
    """Run pip with the machine's own configuration; stops here if it fails."""
    quiet = ("-qq", "--disable-pip-version-check", "--no-input")
    done = subprocess.run(
        [tool(home, "python"), "-m", "pip", command, *quiet, *options],
        stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit("pip could not install what is needed: see its message above, then run me again.")


def digest(lock: Path) -> str:
    """What an environment made from ``lock`` depends on, as one short string."""
    files = lock.read_bytes(), (HERE / "pyproject.toml").read_bytes()
    place = f"{sys.version} {HERE}".encode()  # a virtual environment cannot be moved
    return hashlib.sha256(b"\0".join((*files, place))).hexdigest()


def tool(home: Path, name: str) -> str:
    """The path of a program of an environment."""
    windows = os.name == "nt"
    return str(home / ("Scripts" if windows else "bin") / (name + ".exe" if windows else name))


def need_browser() -> None:
    """See to it that there is a Chromium for the tests of the HTML pages."""
    if not any(map(shutil.which, BROWSERS)):
        install("chromium", "a browser: install Chromium or Chrome")


def need_postgres() -> None:
    """See to it that there is a PostgreSQL server for the tests of the store to start."""
    if not shutil.which("pg_ctl") and not any(POSTGRES_HOMES.glob("*/bin/pg_ctl")):
        install("postgresql", "PostgreSQL: install its server")


def install(package: str, needed: str) -> None:
    """Install a package with apt; stops here, and tells what is needed, where that cannot be."""
    admin = [] if hasattr(os, "geteuid") and os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or (admin and not shutil.which("sudo")):
        sys.exit(f"The tests need {needed} and run me again.")
    for step in (["update"], ["install", "--yes", "--no-install-recommends", package]):
        command = [*admin, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", *step]
        if subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode:
            sys.exit(f"apt could not install {package}. The tests need {needed} and run me again.")


if __name__ == "__main__":
    main()
