"""The guard before every route: nothing passes that is foreign, forged, too large or signed out.

What is not named in ``OPEN_TO_ALL`` needs a session: a route that somebody adds is closed until
it is opened on purpose.
"""

from collections.abc import Awaitable, Callable
from urllib.parse import quote, urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from extractor.review.access.checks import (
    BROKEN,
    LARGEST_BODY,
    NOT_OPENED,
    SAFE_METHODS,
    SIGNED_OUT,
    TOO_LARGE,
    unfit,
    wants_json,
    wrong_token,
)
from extractor.review.access.place import Place
from extractor.review.access.visit import VISIT, Answer, Visit

STATIC, OPENING, LINK, SIGN_IN, SIGN_OUT = "/static/", "/open/", "/as/", "/sign-in", "/sign-out"
OPEN_TO_ALL = (OPENING, LINK, SIGN_IN)

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Not "no-referrer": under it browsers send "Origin: null" with a form of our own.
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), usb=()",
}

Welcome = Callable[[Request], Awaitable[Visit]]


class Guard:
    """The middleware. ``welcome`` tells who sent a request, ``answer`` words a refusal."""

    def __init__(self, app: ASGIApp, place: Place, welcome: Welcome, answer: Answer) -> None:
        self._app = app
        self._place = place
        self._welcome = welcome
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._guarded(scope, receive, Outgoing(send, scope["path"]))
        else:  # the page has no web sockets, and they know no Origin check
            await send({"type": "websocket.close", "code": 1008})

    async def _guarded(self, scope: Scope, receive: Receive, send: "Outgoing") -> None:
        """Let a request pass or answer it; what goes wrong behind is told without its cause."""
        request = Request(scope)
        try:
            refused = await self._refused(request)
            if refused is not None:
                await refused(scope, receive, send)
            elif request.method in SAFE_METHODS:
                await self._app(scope, receive, send)
            else:
                await self._change(request, receive, send)
        except ClientDisconnect:
            return
        except Exception:
            if not send.started:
                await self._answer(request, BROKEN)(scope, receive, send)
            raise

    async def _refused(self, request: Request) -> Response | None:
        """The answer to a request that may not pass, as far as its head tells.

        Static files are the program's own and hold nothing of the review.
        """
        path = request.scope["path"]
        refusal = unfit(request, self._place)
        if refusal is not None:
            return self._answer(request, refusal)
        if request.method in SAFE_METHODS and is_under(path, (STATIC,)):
            return None
        visit = request.scope[VISIT] = await self._welcome(request)
        if not visit.opened and not is_under(path, (OPENING,)):
            return self._answer(request, NOT_OPENED)
        if visit.person is None and not is_under(path, OPEN_TO_ALL):
            return self._send_to_sign_in(request)
        return None

    def _send_to_sign_in(self, request: Request) -> Response:
        """Signing in leads back to the page that was asked for; a change is not repeated."""
        if request.method not in SAFE_METHODS or wants_json(request):
            return self._answer(request, SIGNED_OUT)
        asked = quote(request.scope["path"])
        if request.url.query:
            asked += "?" + request.url.query
        query = "?" + urlencode({"next": asked}) if asked != "/" else ""
        return RedirectResponse(SIGN_IN + query, 303)

    async def _change(self, request: Request, receive: Receive, send: Send) -> None:
        """Let a change pass that carries the token of its visitor."""
        body = await read_body(receive)
        visit: Visit = request.scope[VISIT]
        refusal = TOO_LARGE if body is None else wrong_token(request, body, visit.csrf)
        if refusal is not None or body is None:
            answer = self._answer(request, refusal or TOO_LARGE)
            await answer(request.scope, receive, send)
        else:
            await self._app(request.scope, replay(body, receive), send)


class Outgoing:
    """Sends an answer with the headers that every answer has; ``started`` once it began."""

    def __init__(self, send: Send, path: str) -> None:
        self._send = send
        self._path = path
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            message.setdefault("headers", [])
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            # Files of the program may be kept if asked about; what people wrote or read never.
            headers["Cache-Control"] = "no-cache" if self._path.startswith(STATIC) else "no-store"
        await self._send(message)


def is_under(path: str, openings: tuple[str, ...]) -> bool:
    """Whether a path is one of these, or lies in one that ends with a slash."""
    return any(path == each or (each.endswith("/") and path.startswith(each)) for each in openings)


async def read_body(receive: Receive) -> bytes | None:
    """The whole body; None as soon as it is too large.

    Raises ClientDisconnect: half a body is none.
    """
    body, more = bytearray(), True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


def replay(body: bytes, receive: Receive) -> Receive:
    """A ``receive`` that gives a body that was read before, and then what follows it."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return waiting.pop() if waiting else await receive()

    return replayed
