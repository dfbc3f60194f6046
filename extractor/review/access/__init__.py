"""Who may see the page, and what a request must be before a route answers it.

How ``build_app`` uses it::

    access = Access(on_loopback(port), people, templates)
    app = Starlette(
        routes=[*access.routes, *routes, Mount("/static", StaticFiles(...))],
        middleware=[*access.middleware, *others],
    )
    url = f"http://127.0.0.1:{port}{access.new_opening()}"  # printed; opens one browser, once

- ``people`` is a function that gives every ``Person`` who may sign in; it is asked at each request,
  in a thread. ``templates`` is a Jinja environment (autoescape on) that finds ``sign_in.html`` and
  ``closed.html``.
- The guard comes first, so that its headers are on every answer. It answers itself what it refuses,
  and a route that fails. Every path needs a session but ``/static/``, ``/open/``, ``/as/`` and
  ``/sign-in``; every method but GET and HEAD also needs the CSRF token, in the header
  ``X-CSRF-Token`` or, in a plain form, in the field ``csrf``.
- In a route, ``signed_in(request)`` is the Person, ``csrf_token(request)`` what the template puts
  into ``<meta name="csrf">`` and into forms, and ``@needs_role("lead")`` refuses all others.
  ``access.answer(request, Refusal(status, text))`` words an error as a page or as JSON.
- Beyond loopback: ``beyond_loopback(["review.example.org"], tls=Tls.CERTIFICATE)``; there is no
  opening, and only people in whose hash ``is_password`` sees a password can sign in. With
  ``Tls.PROXY`` the server listens on loopback, for a proxy on the same machine, and uvicorn has
  ``proxy_headers=True, forwarded_allow_ips="127.0.0.1"``; without one, ``proxy_headers=False``.
- One process only: sessions, counts of attempts and openings are in memory, and end with it.
"""

from extractor.review.access.checks import Refusal
from extractor.review.access.credentials import (
    WeakSecretError,
    check_secret,
    hash_secret,
    is_password,
    new_link,
    new_pin,
)
from extractor.review.access.door import Access
from extractor.review.access.people import ANNOTATOR, LEAD, Person
from extractor.review.access.place import Place, PlaceError, Tls, beyond_loopback, on_loopback
from extractor.review.access.visit import csrf_token, needs_role, signed_in

__all__ = [
    "ANNOTATOR",
    "LEAD",
    "Access",
    "Person",
    "Place",
    "PlaceError",
    "Refusal",
    "Tls",
    "WeakSecretError",
    "beyond_loopback",
    "check_secret",
    "csrf_token",
    "hash_secret",
    "is_password",
    "needs_role",
    "new_link",
    "new_pin",
    "on_loopback",
    "signed_in",
]
