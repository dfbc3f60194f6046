"""What the wheel carries beside the code, inside the package: the bundled papers and the models.

Only the wheel does. An installation in place (editable) finds them in the checkout, and a folder of
the package in ``site-packages`` would hide the package itself from it.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLED = (
    "annotations/codebook.toml",
    "annotations/gold/*.json",
    "annotations/themes.jsonl",
    "corpus/*.pdf",
    "corpus/papers.csv",
    "models/*/*",
)


class BundleHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds what is bundled to a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it builds; ``version`` is "standard" or "editable"."""
        if version == "standard":
            build_data["force_include"].update(bundled_files(Path(self.root)))


def bundled_files(root: Path) -> dict[str, str]:
    """The files of the checkout that are bundled, and where in the wheel each goes."""
    files = sorted(path for pattern in BUNDLED for path in root.glob(pattern))
    return {str(path): f"extractor/_bundled/{path.relative_to(root).as_posix()}" for path in files}
