"""The page as a whole: who may come in, the routes, the templates.

The server keeps no state of the review: each request asks the store. What the page needs of
reading, pictures of pages, is handed in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from extractor.review.access import Access, Place
from extractor.review.pictures import Draw, Pictures
from extractor.review.routes import Served, routes
from extractor.review.suggesting import Suggest, nothing_suggested
from extractor.store.database import reading
from extractor.store.folder import Review
from extractor.store.people import Person, people_of

STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class Page:
    """The page ready to be served; ``access`` gives addresses that open it, one a browser.

    ``people`` tells who may sign in.
    """

    app: Starlette
    access: Access
    people: Callable[[], Sequence[Person]]


def build_page(
    review: Review, place: Place, draw: Draw, suggest: Suggest = nothing_suggested
) -> Page:
    """The page of a review, served at ``place``.

    ``draw`` makes the picture of a page of a file, ``suggest`` the themes suggested to a person.
    """
    templates = make_templates()
    people = people_in(review)
    access = Access(place, people, templates)
    served = Served(review, templates, Pictures(review, draw), suggest)
    app = Starlette(
        routes=[
            *access.routes,
            *routes(served),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=access.middleware,
    )
    return Page(app, access, people)


def people_in(review: Review) -> Callable[[], Sequence[Person]]:
    """A function that tells who may sign in now."""

    def people() -> Sequence[Person]:
        with reading(review.engine) as connection:
            return people_of(connection)

    return people


def make_templates() -> Environment:
    """The templates; every value is escaped, and one that is missing is an error."""
    return Environment(
        loader=PackageLoader("extractor.review"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
