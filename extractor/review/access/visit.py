"""One request as the routes see it: who sent it, and the token its page must send back."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from extractor.review.access.checks import Refusal
from extractor.review.access.people import Person

VISIT = "firsthand.visit"

Answer = Callable[[Request, Refusal], Response]
Endpoint = Callable[[Request], Any]


@dataclass(frozen=True, slots=True)
class Visit:
    """Who sent a request.

    ``csrf`` is bound to the session or, before there is one, to ``seed``, the cookie of this
    browser, which is still to be set if ``fresh``. ``opened`` tells whether the launch lets it in.
    """

    person: Person | None
    csrf: str
    session: str
    seed: str
    fresh: bool
    opened: bool
    answer: Answer


def visit_of(request: Request) -> Visit:
    """The visit that the guard noted."""
    visit = request.scope[VISIT]
    if not isinstance(visit, Visit):
        raise TypeError("The guard of access stands before every route that asks for a visit.")
    return visit


def signed_in(request: Request) -> Person:
    """Who is signed in. There is always somebody, but on the few paths open to all."""
    person = visit_of(request).person
    if person is None:
        raise TypeError(f"{request.url.path} is open to all, so nobody needs to be signed in.")
    return person


def csrf_token(request: Request) -> str:
    """The token for ``<meta name="csrf">`` and the form field ``csrf``."""
    return visit_of(request).csrf


def needs_role(role: str) -> Callable[[Endpoint], Endpoint]:
    """Let only people of this role reach an endpoint, sync or async; others are refused (403)."""

    def guarded(endpoint: Endpoint) -> Endpoint:
        def refused(request: Request) -> Response | None:
            if role in signed_in(request).roles:
                return None
            text = f"Only a {role} may do this. Ask the lead of your review if you should."
            return visit_of(request).answer(request, Refusal(403, text))

        @wraps(endpoint)
        async def asynchronous(request: Request) -> Any:
            return refused(request) or await endpoint(request)

        @wraps(endpoint)
        def synchronous(request: Request) -> Any:
            return refused(request) or endpoint(request)

        return asynchronous if iscoroutinefunction(endpoint) else synchronous

    return guarded
