"""The routes: each takes a request apart, asks the store for one thing, and answers."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from jinja2 import Environment
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from extractor.errors import FirsthandError, PaperError
from extractor.records import Voice
from extractor.review import lists
from extractor.review.access import csrf_token, needs_role, signed_in
from extractor.review.asked import (
    Body,
    body_of,
    draft_of,
    key_of,
    note_of,
    settlement_of,
    step_of,
)
from extractor.review.codebook import change, codebook_page
from extractor.review.pictures import Pictures
from extractor.review.screening import Order, asked_of, listed
from extractor.review.shapes import (
    docket_shape,
    mark_shape,
    state_shape,
    suggested_shape,
    words_shape,
)
from extractor.review.suggesting import Suggest
from extractor.store.bench import Bench, Docket
from extractor.store.codebook import current_codebook, own_outdated
from extractor.store.database import DatabaseError, reading
from extractor.store.desk import Desk, Sheet
from extractor.store.failures import Failure, count_failures, list_failures
from extractor.store.folder import Review
from extractor.store.listing import UNFINISHED
from extractor.store.overview import expectation, my_papers, progress
from extractor.store.papers import document_of, find_paper
from extractor.store.parts import (
    Wanted,
    count,
    papers_of,
    papers_of_all,
    read_blindly,
    screened_by,
    screening_flow,
    show,
    show_screening,
)
from extractor.store.people import ANNOTATOR, LEAD, Person, people_of
from extractor.store.prospects import is_prescreened
from extractor.store.rules import NotYoursError, RefusedError, noted
from extractor.store.standing import tally_of_all
from extractor.store.stopping import (
    leave_unread,
    rule_in_words,
    stopping_of,
    take_up,
    unread_papers,
)

STATUS = {NotYoursError: 404, RefusedError: 422, PaperError: 404, DatabaseError: 503}
FIRST_DPI = 110
MOST_FAILURES = 100
LONGEST_ASKED = 200  # characters of what is looked for

Answer = Callable[[Request, Body], Response]


@dataclass(frozen=True, slots=True)
class Served:
    """What the routes work with."""

    review: Review
    templates: Environment
    pictures: Pictures
    suggest: Suggest

    def desk(self, request: Request) -> Desk:
        """The desk of whoever asks."""
        return Desk(self.review, signed_in(request))

    def bench(self, request: Request) -> Bench:
        """The bench as whoever asks may use it."""
        return Bench(self.review, signed_in(request))

    def people(self) -> Sequence[Person]:
        """Everybody in the review."""
        with reading(self.review.engine) as connection:
            return people_of(connection)

    def failures(self) -> tuple[Sequence[Failure], int]:
        """The first papers that could not be used, and how many there are of them."""
        with reading(self.review.engine) as connection:
            return list_failures(connection, MOST_FAILURES), count_failures(connection)

    def hidden(self, person: Person, papers: Collection[str] | None = None) -> set[str]:
        """The papers (of these) of which this person may not know how many suggestions there are.

        They still read pages of them without suggestions, and the number would steer them.
        """
        return read_blindly(self.review, person, papers)

    def page(self, request: Request, name: str, **context: object) -> Response:
        """A page made of a template, with what all of them need."""
        shared = {
            "me": signed_in(request),
            "csrf": csrf_token(request),
            "review": self.review,
            "lists": lists,
        }
        return HTMLResponse(self.templates.get_template(name).render(context, **shared))


def routes(served: Served) -> list[Route]:
    """All pages and what their scripts ask for."""
    paper = "/papers/{paper}"
    return [
        _get("/", served, home),
        _get("/lead", served, lead, role=LEAD),
        *_screening_as_a_whole(served),
        _get("/codebook", served, codebook_page),
        _post("/codebook/steps", served, change, role=LEAD),
        _get(paper, served, paper_view),
        _get(f"{paper}/state", served, state),
        _get(f"{paper}/words", served, words),
        _get(f"{paper}/themes", served, suggested_themes),
        _get(f"{paper}/pages/{{page:int}}.jpg", served, picture),
        _post(f"{paper}/decisions", served, decide),
        _post(f"{paper}/undo", served, undo),
        _post(f"{paper}/pages/{{page:int}}/close", served, close_page),
        _post(f"{paper}/finish", served, finish),
        _post(f"{paper}/screening", served, screen),
        _post(f"{paper}/screening/settle", served, settle_screening),
        _get(f"{paper}/adjudicate", served, adjudicate),
        _get(f"{paper}/docket", served, docket),
        _post(f"{paper}/settlements", served, settle),
        _post(f"{paper}/settlements/{{settlement}}/withdraw", served, withdraw),
    ]


def _screening_as_a_whole(served: Served) -> list[Route]:
    return [
        _get("/screening", served, screening),
        _post("/screening/stop", served, stop, role=LEAD),
        _post("/screening/go-on", served, go_on, role=LEAD),
    ]


def home(served: Served, request: Request, _: Body) -> Response:
    """What waits for an annotator; a lead who annotates nothing is led to the lead's page."""
    person = signed_in(request)
    if ANNOTATOR not in person.roles:
        return RedirectResponse("/lead", 303)
    wanted, settings = _wanted(request), served.review.settings
    view = lists.View(wanted, show(served.review, papers_of(person), wanted))
    these = view.shown.part.papers
    unread = unread_papers(served.review, these)
    return served.page(
        request,
        "home.html",
        view=view,
        papers=lists.waiting(my_papers(served.review, person, these), settings.people, unread),
        unscreened=count(served.review, screened_by(person)).get(UNFINISHED, 0),
        again=own_outdated(served.review, person, these),
    )


def lead(served: Served, request: Request, _: Body) -> Response:
    """How the review goes."""
    person, wanted = signed_in(request), _wanted(request)
    view = lists.View(wanted, show(served.review, papers_of_all(), wanted))
    these = view.shown.part.papers
    failures, failed = served.failures()
    with reading(served.review.engine) as connection:
        tally = tally_of_all(connection)
    return served.page(
        request,
        "lead.html",
        view=view,
        papers=progress(served.review, person, these),
        failures=failures,
        failed=failed,
        flow=screening_flow(served.review, person),
        expectation=expectation(served.review),
        agreement=lists.agreement([tally]),
        conflicts=tally.conflicts,
        reads_blindly=bool(served.hidden(person)),
        hidden=served.hidden(person, these),
        people=served.people(),
    )


def screening(served: Served, request: Request, _: Body) -> Response:
    """Which papers belong to the review."""
    person, settings = signed_in(request), served.review.settings
    asked, wanted = asked_of(request.query_params), _wanted(request)
    shown = show_screening(served.review, person, wanted, asked.place)
    hidden = served.hidden(person, shown.part.papers)
    failures, failed = served.failures()
    stopping = stopping_of(served.review)
    return served.page(
        request,
        "screening.html",
        view=lists.View(wanted, shown, asked.told),
        papers=listed(served.review, person, shown.part.papers, hidden),
        orders=Order,
        voices=Voice,
        is_ranked=is_prescreened(served.review),
        flow=screening_flow(served.review, person),
        stopping=stopping if settings.stop_after or stopping.unread else None,
        rule=rule_in_words(settings),
        failures=failures,
        failed=failed,
        mine={each.paper.id for each in my_papers(served.review, person, shown.part.papers)},
        hidden=hidden,
    )


def stop(served: Served, request: Request, body: Body) -> Response:
    """Leave unread what falls under the stopping rule."""
    count = leave_unread(served.review, signed_in(request), note_of(body), key_of(body))
    return JSONResponse({"papers": count})


def go_on(served: Served, request: Request, body: Body) -> Response:
    """Take up again what was left unread."""
    count = take_up(served.review, signed_in(request), note_of(body), key_of(body))
    return JSONResponse({"papers": count})


def paper_view(served: Served, request: Request, _: Body) -> Response:
    """The paper view; its script asks for the rest."""
    sheet = served.desk(request).sheet(_paper(request))
    title = sheet.paper.title or sheet.paper.source
    return served.page(request, "paper.html", title=title, paper=sheet.paper.id)


def state(served: Served, request: Request, _: Body) -> Response:
    """How the paper stands for whoever asks."""
    return _state(served, request, served.desk(request).sheet(_paper(request)))


def words(served: Served, request: Request, _: Body) -> Response:
    """The document's text and where its words stand."""
    paper = _paper(request)
    _check_may_open(served, request, paper)
    with reading(served.review.engine) as connection:
        stored = find_paper(connection, paper)
        if stored is None:
            raise NotYoursError("There is no such paper.")
        document = document_of(connection, stored.document)
    return JSONResponse(words_shape(document))


def suggested_themes(served: Served, request: Request, _: Body) -> Response:
    """The themes suggested for the marks that whoever asks has in the paper."""
    return JSONResponse(suggested_shape(served.suggest(signed_in(request), _paper(request))))


def picture(served: Served, request: Request, _: Body) -> Response:
    """The picture of a page."""
    paper = _paper(request)
    _check_may_open(served, request, paper)
    asked = request.query_params.get("dpi", "")
    dpi = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else FIRST_DPI
    jpeg = served.pictures.picture(paper, request.path_params["page"], dpi)
    return Response(jpeg, media_type="image/jpeg")


def decide(served: Served, request: Request, body: Body) -> Response:
    """Put a decision on record."""
    name, sheet = served.desk(request).decide(_paper(request), draft_of(body))
    return _mark(served, sheet, name)


def undo(served: Served, request: Request, body: Body) -> Response:
    """Take back the latest decision."""
    name, sheet = served.desk(request).undo(_paper(request), key_of(body))
    return _mark(served, sheet, name)


def close_page(served: Served, request: Request, body: Body) -> Response:
    """Be done with a page read without suggestions."""
    page = request.path_params["page"]
    sheet = served.desk(request).close_page(_paper(request), page, key_of(body))
    return _state(served, request, sheet)


def finish(served: Served, request: Request, body: Body) -> Response:
    """Finish the paper."""
    return _state(served, request, served.desk(request).finish(_paper(request), key_of(body)))


def screen(served: Served, request: Request, body: Body) -> Response:
    """Include or exclude the paper."""
    step, reason, note = step_of(body)
    served.desk(request).screen(_paper(request), step, reason, note, key_of(body))
    return JSONResponse({"step": step})


def settle_screening(served: Served, request: Request, body: Body) -> Response:
    """Settle whether the paper belongs to the review."""
    step, reason, _ = step_of(body)
    joint = body.get("joint") is True
    paper, key = _paper(request), key_of(body)
    served.bench(request).settle_screening(paper, step, reason, key, joint=joint)
    return JSONResponse({"step": step})


def adjudicate(served: Served, request: Request, _: Body) -> Response:
    """The page on which conflicts are settled; its script asks for the rest."""
    made = served.bench(request).docket(_paper(request))
    title = made.paper.title or made.paper.source
    return served.page(
        request, "adjudicate.html", title=title, paper=made.paper.id, people=served.people()
    )


def docket(served: Served, request: Request, _: Body) -> Response:
    """The units of a finished paper."""
    made = served.bench(request).docket(_paper(request))
    return _docket(served, made)


def settle(served: Served, request: Request, body: Body) -> Response:
    """Settle a conflict."""
    made = served.bench(request).settle(_paper(request), settlement_of(body))
    return _docket(served, made)


def withdraw(served: Served, request: Request, body: Body) -> Response:
    """Take a settlement back."""
    settlement = request.path_params["settlement"]
    joint, key = body.get("joint") is True, key_of(body)
    made = served.bench(request).withdraw(_paper(request), settlement, key, joint=joint)
    return _docket(served, made)


def _get(path: str, served: Served, answer: Any, *, role: str | None = None) -> Route:
    async def endpoint(request: Request) -> Response:
        return await _answered(served, request, partial(answer, served, request, {}))

    return Route(path, needs_role(role)(endpoint) if role else endpoint, methods=["GET"])


def _post(path: str, served: Served, answer: Any, *, role: str | None = None) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            body = await body_of(request)
        except RefusedError as error:
            return _told(served, request, error)
        return await _answered(served, request, partial(answer, served, request, body))

    return Route(path, needs_role(role)(endpoint) if role else endpoint, methods=["POST"])


async def _answered(served: Served, request: Request, answer: Callable[[], Response]) -> Response:
    """Do the work in a thread; what a person can mend is told in words."""
    try:
        return await run_in_threadpool(answer)
    except FirsthandError as error:
        return _told(served, request, error)


def _told(served: Served, request: Request, error: FirsthandError) -> Response:
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 422)
    is_page = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    if is_page:
        page = served.page(request, "advice.html", advice=str(error))
        page.status_code = status
        return page
    return JSONResponse({"error": str(error)}, status)


def _paper(request: Request) -> str:
    paper: str = request.path_params["paper"]
    return paper


def _wanted(request: Request) -> Wanted:
    """What of a list a request asks for."""
    asked = (request.query_params.get(name, "") for name in ("waits", "find", "after", "kind"))
    return Wanted(*(noted(value[:LONGEST_ASKED]) for value in asked))


def _check_may_open(served: Served, request: Request, paper: str) -> None:
    if not served.desk(request).may_open(paper):
        raise NotYoursError("There is no such paper for you in this review.")


def _state(served: Served, request: Request, sheet: Sheet) -> Response:
    person, settings = signed_in(request), served.review.settings
    return JSONResponse(state_shape(sheet, person, settings, current_codebook(served.review)))


def _docket(served: Served, made: Docket) -> Response:
    codebook = current_codebook(served.review)
    return JSONResponse(docket_shape(made, served.review.settings, codebook))


def _mark(served: Served, sheet: Sheet, name: str | None) -> Response:
    """The mark as it is now; None if it is none any more."""
    settings = served.review.settings
    mark = next((mark for mark in sheet.marks if mark.name == name), None)
    shape = mark and mark_shape(sheet.document, mark, settings)
    return JSONResponse({"mark": shape, "name": name, "counts": sheet.counts})
