"""The door of the review: opening a launch, signing in and out, and who is behind a request."""

import hmac
import re
import time
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from anyio import CapacityLimiter, to_thread
from jinja2 import Environment
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from extractor.review.access.attempts import Attempts, Counted, client_address
from extractor.review.access.checks import (
    NOT_OPENED,
    SIGNED_OUT,
    UNKNOWN_LINK,
    Refusal,
    form_fields,
    wants_json,
)
from extractor.review.access.credentials import check_secret, hash_secret, is_password, new_token
from extractor.review.access.guard import LINK, OPENING, SIGN_IN, SIGN_OUT, Guard
from extractor.review.access.people import Person, find_by_link, find_by_name
from extractor.review.access.place import Place
from extractor.review.access.sessions import Clock, Launch, Sessions
from extractor.review.access.visit import VISIT, Visit, visit_of

OWN_PATH = re.compile(r"/(?!/)[\w\-.~%/?=&]*", re.ASCII)
CHECKS_AT_ONCE = 2  # each takes 64 MiB


class Claim(NamedTuple):
    """What a sign-in form says: who somebody is, by their own link or by name, and the secret."""

    link: str = ""
    name: str = ""
    secret: str = ""
    onward: str = "/"


class Access:
    """The door of one running server.

    ``people`` is asked at every request, so that who is removed is out at once; it may block.
    ``templates`` holds ``sign_in.html`` and ``closed.html``; ``now`` gives seconds that go on while
    the machine sleeps; ``check`` tells whether a hash is of a secret.
    """

    def __init__(
        self,
        place: Place,
        people: Callable[[], Sequence[Person]],
        templates: Environment,
        *,
        now: Clock = time.time,
        check: Callable[[str, str], bool] = check_secret,
    ) -> None:
        self.place = place
        self._people = people
        self._templates = templates
        self._check = check
        self._launch = Launch()
        self._sessions = Sessions(now)
        self._attempts = Attempts(now)
        self._key = new_token().encode()
        self._nobody = hash_of_nobody()
        self._checking = CapacityLimiter(CHECKS_AT_ONCE)

    @property
    def middleware(self) -> list[Middleware]:
        """The guard, to be put before everything else."""
        return [Middleware(Guard, self.place, self._welcome, self.answer)]

    @property
    def routes(self) -> list[Route]:
        """Opening the launch (on loopback only), and signing in and out."""
        opening = Route(OPENING + "{token}", self._open, methods=["GET"])
        return [
            *([opening] if self.place.loopback else []),
            Route(LINK + "{link}", self._show_own_form, methods=["GET"]),
            Route(SIGN_IN, self._show_form, methods=["GET"]),
            Route(SIGN_IN, self._sign_in, methods=["POST"]),
            Route(SIGN_OUT, self._sign_out, methods=["POST"]),
        ]

    def new_opening(self) -> str:
        """The path of a new address that opens this launch in one browser, once."""
        return OPENING + self._launch.new_token()

    def answer(self, request: Request, refusal: Refusal) -> Response:
        """A refusal as a page, or as JSON to a script."""
        if wants_json(request):
            return JSONResponse({"error": refusal.text}, refusal.status)
        onward = SIGN_IN if refusal in (NOT_OPENED, SIGNED_OUT) else "/"
        # By a link of another site the browser comes without its cookies; by one of ours, with.
        linked = request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
        shown = None if refusal == NOT_OPENED and not linked else onward
        return self._page(request, "closed.html", refusal.status, text=refusal.text, onward=shown)

    async def _welcome(self, request: Request) -> Visit:
        """Who sent a request, by its cookies."""
        session = request.cookies.get(self.place.cookie("session"), "")
        person = self._sessions.person(session, await self._everybody()) if session else None
        before = request.cookies.get(self.place.cookie("visit"), "")
        seed = before or new_token()
        bound = f"session {session}" if person else f"visit {seed}"
        csrf = hmac.new(self._key, bound.encode("utf-8", "replace"), "sha256").hexdigest()
        opened = not self.place.loopback or self._launch.was_opened(before)
        return Visit(person, csrf, session, seed, not before, opened, self.answer)

    async def _everybody(self) -> Sequence[Person]:
        return await to_thread.run_sync(self._people)

    async def _open(self, request: Request) -> Response:
        """Let this browser in; asked only about (HEAD), the address is not used up."""
        token = request.path_params["token"] if request.method == "GET" else ""
        cookie = self._launch.open(token)
        if cookie is None and not visit_of(request).opened:
            return self.answer(request, NOT_OPENED)
        response = RedirectResponse(SIGN_IN, 303)
        if cookie is not None:
            self._set_cookie(response, "visit", cookie)
        return response

    async def _show_form(self, request: Request) -> Response:
        """The form for somebody of the list, or beyond loopback for who types a name."""
        return await self._form(request, Claim(onward=request.query_params.get("next", "/")))

    async def _show_own_form(self, request: Request) -> Response:
        """The form for the one person whose link it is."""
        link = request.path_params["link"]
        if find_by_link(await self._everybody(), link) is None:
            return self.answer(request, UNKNOWN_LINK)
        return await self._form(request, Claim(link=link))

    async def _sign_in(self, request: Request) -> Response:
        """Check who somebody is, unless they must wait, and start a session of theirs."""
        claim = claimed(form_fields(request, await request.body()))
        person = await self._claimant(claim)
        counted = counted_as(claim, person), client_address(peer(request))
        wait = self._attempts.begin(*counted)
        if wait:
            return await self._too_often(request, claim, wait)
        hashed = person.secret_hash if person else self._nobody
        right = await to_thread.run_sync(self._check, hashed, claim.secret, limiter=self._checking)
        if person is None or not right:
            return await self._form(request, claim, 401, self._wrong(claim))
        self._attempts.right(*counted)
        self._sessions.end(visit_of(request).session)
        response = RedirectResponse(own_path(claim.onward), 303)
        self._set_cookie(response, "session", self._sessions.start(person))
        return response

    async def _sign_out(self, request: Request) -> Response:
        """End the session, here and in the browser."""
        self._sessions.end(visit_of(request).session)
        response = RedirectResponse(SIGN_IN, 303)
        self._set_cookie(response, "session", "", max_age=0)
        return response

    async def _claimant(self, claim: Claim) -> Person | None:
        """Whom a claim means; beyond loopback nobody who has no password."""
        people = await self._everybody()
        if claim.link:
            person = find_by_link(people, claim.link)
        else:
            person = find_by_name(people, claim.name)
        enough = person and (self.place.loopback or is_password(person.secret_hash))
        return person if enough else None

    async def _too_often(self, request: Request, claim: Claim, wait: int) -> Response:
        problem = f"That was wrong too often. Wait {wait} seconds, then try again."
        response = await self._form(request, claim, 429, problem)
        response.headers["Retry-After"] = str(wait)
        return response

    def _wrong(self, claim: Claim) -> str:
        what = "link" if claim.link else "name"
        return f"This {what} and this {self.place.secret} do not belong together. Try again."

    async def _form(
        self, request: Request, claim: Claim, status: int = 200, problem: str = ""
    ) -> Response:
        """The sign-in form. Only on one machine does it name everybody."""
        people = await self._everybody()
        owner = find_by_link(people, claim.link)
        response = self._page(
            request, "sign_in.html", status,
            owner=owner.name if owner else None, people=people if self.place.loopback else (),
            claim=claim._replace(secret=""), secret=self.place.secret, problem=problem,
        )  # fmt: skip
        visit = visit_of(request)
        if visit.fresh:
            self._set_cookie(response, "visit", visit.seed)
        return response

    def _page(self, request: Request, name: str, status: int, **context: object) -> Response:
        """A page for somebody who may not be known yet, or is not to be asked."""
        visit: Visit | None = request.scope.get(VISIT)
        me, csrf = (visit.person, visit.csrf) if visit else (None, "")
        html = self._templates.get_template(name).render(context, me=me, csrf=csrf)
        return HTMLResponse(html, status)

    def _set_cookie(
        self, response: Response, use: str, value: str, *, max_age: int | None = None
    ) -> None:
        """Set a cookie that no script reads, no other site sends, and no open line carries."""
        secure = not self.place.loopback
        response.set_cookie(
            self.place.cookie(use), value, max_age=max_age, path="/",
            secure=secure, httponly=True, samesite="strict",
        )  # fmt: skip


@cache
def hash_of_nobody() -> str:
    """What is checked for who is unknown, so that it takes as long; it fits no secret."""
    return hash_secret(new_token())


def claimed(fields: dict[str, str]) -> Claim:
    """What a form says; a field that is not sent says nothing."""
    onward = fields.get("next", "/")
    return Claim(fields.get("link", ""), fields.get("name", ""), fields.get("secret", ""), onward)


def counted_as(claim: Claim, person: Person | None) -> Counted:
    """What a claim is counted as. By their own link people still come in while others try names."""
    if person is None:
        return Counted("name", (claim.link or claim.name).strip().casefold()[:200])
    return Counted("person", f"{'link' if claim.link else 'name'} {person.id}")


def peer(request: Request) -> str:
    """The address of the client, which uvicorn takes from the proxy where there is one."""
    return request.client.host if request.client else ""


def own_path(path: str) -> str:
    """A path of this page to go on to; the start page for what could lead elsewhere."""
    return path if OWN_PATH.fullmatch(path) else "/"
