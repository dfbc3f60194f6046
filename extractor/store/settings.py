"""A review's settings, in ``review.toml``: what it asks, whose words count, how people work."""

import tomllib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from extractor.errors import FirsthandError
from extractor.records import Voice

FILE = "review.toml"
DATABASE = "sqlite:///review.db"


class SettingsError(FirsthandError):
    """The settings of a review cannot be used."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"{path} cannot be used: {what}.\n"
            "Is this a review's folder? If it is, mend the file in any text editor."
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a review.

    ``people`` is how many decide on each paper, independently; ``blind_share`` the share of its
    pages that they read without suggestions; ``threshold`` the least score of what is suggested
    (0..1); ``cold_share`` the share of accounts that are sorted without suggested themes;
    ``double_press_ms`` how soon after a decision no second one is taken; ``stop_after`` after how
    many papers in a row that were excluded the rest may be left unread (0: never).
    """

    title: str = "A review"
    question: str = ""
    eligible_voices: tuple[str, ...] = tuple(voice.value for voice in Voice)
    database: str = DATABASE
    codebook: str = "codebook.toml"
    people: int = 2
    blind_share: float = 0.1
    threshold: float = 0.4
    cold_share: float = 0.2
    show_scores: bool = False
    double_press_ms: int = 300
    stop_after: int = 0
    content_note: bool = True
    seed: int = field(default=20_261_126)

    def __post_init__(self) -> None:
        checks = {
            "people has to be 1 or more": self.people >= 1,
            "blind_share has to be between 0 and 1": 0 <= self.blind_share <= 1,
            "threshold has to be between 0 and 1": 0 <= self.threshold <= 1,
            "cold_share has to be between 0 and 1": 0 <= self.cold_share <= 1,
            "double_press_ms has to be between 0 and 2000": 0 <= self.double_press_ms <= 2000,
            "stop_after has to be 0 (no stopping rule) or more": self.stop_after >= 0,
            "codebook has to be the name of a file in the review's folder": self.codebook
            == Path(self.codebook).name
            not in ("", FILE),
            "eligible_voices holds a voice that there is not": set(self.eligible_voices)
            <= {voice.value for voice in Voice},
        }
        for wrong, holds in checks.items():
            if not holds:
                raise ValueError(wrong)


def write_settings(folder: Path, settings: Settings) -> None:
    """Write ``review.toml`` into a review's folder."""
    import tomli_w

    plain = {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(settings).items()}
    (folder / FILE).write_text(tomli_w.dumps(plain), encoding="utf-8")


def read_settings(folder: Path) -> Settings:
    """The settings in a review's folder; raises ``SettingsError``."""
    path = folder / FILE
    try:
        return parse_settings(path.read_text(encoding="utf-8"), path)
    except FileNotFoundError:
        raise SettingsError(path, "there is no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(path, str(error)) from None


def parse_settings(text: str, path: Path) -> Settings:
    """The settings that a text holds; ``path`` is named where it is wrong."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(path, str(error)) from None
    known = set(Settings.__dataclass_fields__)
    if unknown := sorted(set(told) - known):
        raise SettingsError(path, f"it has no setting {unknown[0]!r}")
    try:
        return Settings(**{name: _typed(name, value) for name, value in told.items()})
    except (TypeError, ValueError) as error:
        raise SettingsError(path, str(error)) from None


def _typed(name: str, value: Any) -> Any:
    """A value of the type that its setting has by default."""
    default = Settings.__dataclass_fields__[name].default
    if isinstance(default, tuple) and isinstance(value, list):
        return tuple(map(str, value))
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not type(default):
        raise TypeError(f"{name} cannot be {value!r}")
    return value
