"""Visitors of a review's page: browsers without a screen, for tests of what the server answers."""

import re
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple

import httpx
import uvicorn
from argon2 import PasswordHasher
from sqlalchemy import update

from extractor.cli.theming import ThemeShelf
from extractor.review.access import on_loopback
from extractor.review.app import Page, build_page
from extractor.review.pictures import Draw
from extractor.store.database import writing
from extractor.store.folder import Review
from extractor.store.tables import annotators

PIN = "2468"


class Served(NamedTuple):
    """A page that is being served, at ``origin``; its visitors leave when it ends."""

    page: Page
    origin: str
    leaving: ExitStack

    def visitor(self, name: str) -> "Visitor":
        """Somebody of the review, signed in with a browser of their own."""
        return self.leaving.enter_context(Visitor(self, name))

    def address(self) -> str:
        """An address that opens the page in one browser."""
        return self.origin + self.page.access.new_opening()


def quick_hash(kind: str, secret: str) -> str:
    """A hash as the door keeps it, of a strength that costs a test nothing."""
    return f"{kind}${PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(secret)}"


@contextmanager
def served(review: Review, draw: Draw = lambda file, page, dpi: b"a picture") -> Iterator[Served]:
    """The page of a review, in which everybody has the same PIN, on a real server."""
    secret = quick_hash("pin", PIN)
    with writing(review.engine) as connection:
        connection.execute(update(annotators).values(secret_hash=secret))
    with socket.create_server(("127.0.0.1", 0)) as listening, ExitStack() as leaving:
        port = listening.getsockname()[1]
        page = build_page(review, on_loopback(port), draw, ThemeShelf(review).suggest)
        config = uvicorn.Config(page.app, lifespan="off", log_level="critical")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield Served(page, f"http://127.0.0.1:{port}", leaving)
        finally:
            leaving.close()
            server.should_exit = True
            thread.join()


class Visitor:
    """Somebody at the page, signed in."""

    def __init__(self, at: Served, name: str) -> None:
        self.client = httpx.Client(
            base_url=at.origin,
            headers={"Origin": at.origin},
            timeout=30,
            verify=False,
            trust_env=False,
        )
        self.client.get(at.address())
        form = {"name": name.casefold(), "secret": PIN, "csrf": self._token("/sign-in")}
        assert self.client.post("/sign-in", data=form).status_code == 303
        self.csrf = self._token("/screening")

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def get(self, path: str, **headers: str) -> httpx.Response:
        """The answer to a request for a page or its data."""
        return self.client.get(path, headers=headers)

    def post(
        self, path: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """The answer to a request that changes something."""
        sent = {"X-CSRF-Token": self.csrf, "Accept": "application/json"} | dict(headers or {})
        return self.client.post(path, json=dict(body), headers=sent)

    def _token(self, path: str) -> str:
        page = self.client.get(path).text
        found = re.search(r'name="csrf" (?:content|value)="([0-9a-f]+)"', page)
        assert found is not None
        return found[1]
