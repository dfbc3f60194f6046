"""What comes with the toolkit beside its code: the bundled papers and what belongs to them."""

from pathlib import Path

from extractor.errors import FirsthandError

PACKAGE = Path(__file__).parent


def bundled(name: str) -> Path:
    """The folder ``name`` ("corpus") of the project, in a checkout and in an installed wheel alike.

    A wheel carries these folders inside the package, because beside it, in ``site-packages``, a
    folder of that name may be somebody else's.
    """
    inside = PACKAGE / "_bundled"
    place = (inside if inside.is_dir() else PACKAGE.parent) / name
    if not place.is_dir():
        raise FirsthandError(
            f"The folder {name} that comes with firsthand is missing.\nInstall firsthand again."
        )
    return place
