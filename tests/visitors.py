"""A small review behind the real door, and the browsers of those who come to it.

The clock is handed in, and PINs are hashed so that they cost nothing: nobody waits.
"""

import re
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from anyio.from_thread import BlockingPortal
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from extractor.review import access
from extractor.review.access import (
    Access,
    Person,
    check_secret,
    csrf_token,
    needs_role,
    new_link,
    signed_in,
)
from tests.visiting import quick_hash

REVIEW = Path(access.__file__).parents[1]
PORT = 8765
HOME = f"127.0.0.1:{PORT}"
ABROAD = "review.example.org"
PINS = {"Ana": "2468", "Ben": "1357"}
PASSWORDS = {"Ana": "a kettle and two cups", "Ben": "rain on the allotment"}
HOUR = 3600.0


class Clock:
    """Stands still until somebody moves it."""

    def __init__(self) -> None:
        self.seconds = 1_000_000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Review:
    """A small review, what it has stored, and which hashes its door has checked."""

    access: Access
    app: Starlette
    people: list[Person]
    links: dict[str, str]
    clock: Clock
    portal: BlockingPortal
    checked: list[str] = field(default_factory=list)
    stored: list[str] = field(default_factory=list)

    def visitor(self, address: str = "127.0.0.1") -> "Visitor":
        return Visitor(self, address)

    def opened(self, address: str = "127.0.0.1") -> "Visitor":
        """A visitor whose browser has opened the printed address."""
        visitor = self.visitor(address)
        if self.access.place.loopback:
            visitor.get(self.access.new_opening())
        return visitor

    def signed_in(self, name: str) -> "Visitor":
        visitor = self.opened()
        secrets = PINS if self.access.place.loopback else PASSWORDS
        assert visitor.sign_in(name, secrets[name]).status_code == 303
        return visitor


class Visitor:
    """A browser: keeps cookies, and tells with a form where the form came from."""

    def __init__(self, review: Review, address: str) -> None:
        place = review.access.place
        self.origin = place.origin(place.hosts[0])
        self._portal = review.portal
        transport = httpx.ASGITransport(review.app, False, client=(address, 40_000))
        self.client = httpx.AsyncClient(transport=transport, base_url=self.origin)

    @property
    def cookies(self) -> dict[str, str]:
        return dict(self.client.cookies)

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.send("GET", path, headers=named(headers))

    def post(self, path: str, **fields: str) -> httpx.Response:
        return self.send("POST", path, data=fields, headers={"Origin": self.origin})

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        return self._portal.call(partial(self.client.request, method, path, **options))

    def token(self, path: str = "/sign-in") -> str:
        found = re.search(r'name="csrf" (?:value|content)="(\w+)"', self.get(path).text)
        return found[1] if found else ""

    def sign_in(self, name: str, secret: str) -> httpx.Response:
        return self.post("/sign-in", name=name, secret=secret, csrf=self.token())

    def decide(self, text: str) -> httpx.Response:
        return self.post("/decisions", text=text, csrf=self.token("/"))


def named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def person(name: str, link_hash: str, secret_hash: str, *roles: str) -> Person:
    return Person(name.lower(), name, roles or ("annotator",), link_hash, secret_hash)


def open_review(place: access.Place, portal: BlockingPortal, static: Path) -> Review:
    kind, secrets = ("pin", PINS) if place.loopback else ("password", PASSWORDS)
    links = {name: new_link() for name in PINS}
    people = [person(name, links[name][1], quick_hash(kind, secrets[name])) for name in PINS]
    people[1] = replace(people[1], roles=("annotator", "lead"))
    clock, checked, stored = Clock(), list[str](), list[str]()

    def check(secret_hash: str, secret: str) -> bool:
        """A real check; but of the costly hash that is nobody's it only notes that it was asked."""
        checked.append(secret_hash)
        return "m=8," in secret_hash and check_secret(secret_hash, secret)

    templates = Environment(
        loader=FileSystemLoader(REVIEW / "templates"), autoescape=True, undefined=StrictUndefined
    )
    door = Access(place, lambda: people, templates, now=clock, check=check)
    app = small_app(door, stored, static)
    given = {name: link for name, (link, _) in links.items()}
    return Review(door, app, people, given, clock, portal, checked, stored)


def small_app(door: Access, stored: list[str], static: Path) -> Starlette:
    async def start(request: Request) -> Response:
        html = f'<meta name="csrf" content="{csrf_token(request)}">{signed_in(request).name}'
        return HTMLResponse(html, headers={"Cache-Control": "max-age=9999"})

    async def decide(request: Request) -> Response:
        form = await request.form()
        stored.append(f"{signed_in(request).name}: {form['text']}")
        return Response()

    async def decide_by_script(request: Request) -> Response:
        stored.append(f"{signed_in(request).name}: {(await request.json())['text']}")
        return JSONResponse({"stored": len(stored)})

    @needs_role("lead")
    def progress(request: Request) -> Response:
        return HTMLResponse("both halfway")

    def fail(request: Request) -> Response:
        raise ZeroDivisionError("the secret of the store")

    routes = [
        Route("/", start),
        Route("/decisions", decide, methods=["POST"]),
        Route("/decisions.json", decide_by_script, methods=["POST"]),
        Route("/lead", progress),
        Route("/fail", fail),
        Mount("/static", StaticFiles(directory=static)),
    ]
    return Starlette(routes=[*door.routes, *routes], middleware=door.middleware)
