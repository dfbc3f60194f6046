"""What a request must be before anybody looks at it: its host, its origin, its size.

Each check tells why it refuses a request, or None. None of them rests on the others.
"""

from hmac import compare_digest
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

from extractor.review.access.place import Place

LARGEST_BODY = 1024 * 1024
SAFE_METHODS = ("GET", "HEAD")
FORM = "application/x-www-form-urlencoded"


class Refusal(NamedTuple):
    """Why a request is refused: its HTTP status, what happened and what to do."""

    status: int
    text: str


NOT_OPENED = Refusal(403, "Open the address that `firsthand review` printed.")
SIGNED_OUT = Refusal(401, "You are signed out. Sign in again, then repeat what you did last.")
UNKNOWN_LINK = Refusal(404, "Nobody has this link. Ask the lead of your review for yours.")
TOO_LARGE = Refusal(413, "This is more than the server takes (1 MB). Send less at once.")
BROKEN = Refusal(
    500,
    "Something went wrong here, and it is no fault of yours. What you decided before is kept. "
    "Go back and try again; if it happens again, tell the lead what you did.",
)
STALE = Refusal(
    403,
    "This page is out of date: you have signed in or out since, or the server was started again. "
    "Load it anew, then repeat what you did last.",
)
FOREIGN = Refusal(
    403,
    "This request came from another site, or your browser hid where it came from. "
    "Open the review itself and do it there.",
)
WRONG_HOST = Refusal(
    421, "The review is not served under this address. Use the one you were given."
)
UNENCRYPTED = Refusal(
    403,
    "Beyond one machine the review is only served encrypted. Use the address with https://. "
    "(A proxy must send X-Forwarded-Proto and the Host it was asked for.)",
)


def unfit(request: Request, place: Place) -> Refusal | None:
    """Why the request is refused whoever sent it."""
    return (
        wrong_host(request, place)
        or unencrypted(request, place)
        or announced_too_large(request)
        or foreign(request, place)
    )


def wrong_host(request: Request, place: Place) -> Refusal | None:
    """A host that is not ours: a foreign name that was pointed at this machine (DNS rebinding)."""
    hosts = request.headers.getlist("host")
    return None if len(hosts) == 1 and place.serves(hosts[0]) else WRONG_HOST


def unencrypted(request: Request, place: Place) -> Refusal | None:
    """Beyond loopback, what came without TLS to us or to the proxy."""
    return None if place.loopback or request.scope["scheme"] == "https" else UNENCRYPTED


def announced_too_large(request: Request) -> Refusal | None:
    """A body that says it is too large; one that does not say is counted as it comes in."""
    length = request.headers.get("content-length", "0")
    return TOO_LARGE if not length.isdecimal() or int(length) > LARGEST_BODY else None


def foreign(request: Request, place: Place) -> Refusal | None:
    """What another site makes the browser send.

    It may send people here by a link, and no more. A change must come from a page of ours, so it
    must tell where it came from. Another port of the same host is another site.
    """
    headers = request.headers
    site = headers.get("sec-fetch-site", "same-origin")
    if request.method in SAFE_METHODS:
        link = headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")
        ours = site in ("same-origin", "none") or link == ("navigate", "document")
    else:
        own = place.origin(headers["host"])
        ours = site in ("same-origin", "none") and came_from(request, place) == own
    return None if ours else FOREIGN


def came_from(request: Request, place: Place) -> str | None:
    """The origin of the page that sent the request, by Origin or else by Referer."""
    origin = request.headers.get("origin")
    if origin is None and "referer" in request.headers:
        parts = urlsplit(request.headers["referer"])
        origin = f"{parts.scheme}://{parts.netloc}"
    scheme, _, host = (origin or "").partition("://")
    return f"{scheme}://{place.plain(host)}" if host else None


def wrong_token(request: Request, body: bytes, token: str) -> Refusal | None:
    """A change without the token that only our own page of this visitor holds."""
    given = request.headers.get("x-csrf-token") or form_fields(request, body).get("csrf", "")
    return None if compare_digest(given.encode(), token.encode()) else STALE


def form_fields(request: Request, body: bytes) -> dict[str, str]:
    """The fields of a plain form; of one name, the last. Anything else has none."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FORM:
        return {}
    return dict(parse_qsl(body.decode("latin-1"), keep_blank_values=True, errors="replace"))


def wants_json(request: Request) -> bool:
    """Whether a script asked, not a person who goes from page to page."""
    headers = request.headers
    said = headers.get("accept", ""), headers.get("content-type", "")
    return (
        any("application/json" in each for each in said)
        or "x-csrf-token" in headers
        or headers.get("sec-fetch-dest") == "empty"
    )
