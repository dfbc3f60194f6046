"""The frame of every report: one HTML file that holds its own style, script and pictures.

The file forbids itself everything else. Its content security policy names the one style and the
one script by their SHA-256 and lets pictures come from ``data:`` only, so it makes no request,
and text of a paper that looks like a script never runs, even where an escape were forgotten.
"""

import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def render_page(name: str, context: Mapping[str, object]) -> str:
    """The HTML of the template ``name`` with its ``.css`` and ``.js`` put in.

    Every value is escaped, and made printable first.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("extractor.reports"),
        autoescape=True,
        finalize=printable,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = _shelf(f"{name}.css"), _shelf(f"{name}.js")
    template = environment.get_template(f"{name}.html")
    page = template.render(context, style=style, script=script, policy=policy(style, script))
    return page.lstrip() + "\n"


def policy(style: str, script: str) -> str:
    """The content security policy of a page that may use this style and this script only."""
    return (
        f"default-src 'none'; img-src data:; style-src '{_digest(style)}'; "
        f"script-src '{_digest(script)}'; base-uri 'none'; form-action 'none'"
    )


def printable(value: object) -> object:
    """``value``; in a plain string, what HTML or UTF-8 cannot hold becomes U+FFFD.

    File names may hold lone surrogates (bytes that are no UTF-8), garbled fonts give controls.
    """
    return UNPRINTABLE.sub("\ufffd", value) if type(value) is str else value


def picture_uri(jpeg: bytes) -> str:
    """A JPEG as an address that carries the picture itself."""
    return "data:image/jpeg;base64," + b64encode(jpeg).decode("ascii")


def _shelf(name: str) -> str:
    """A file of ``templates/``, with the line ends that a browser hashes."""
    text = files("extractor.reports").joinpath("templates", name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


def _digest(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode("ascii")
