"""Who gets into the page, as a server meets them: guests, strangers, forgers and the forgetful.

A small review stands behind the real door (``tests/visitors.py``).
"""

import re
import shutil
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import anyio
import httpx
import pytest
import uvicorn
from anyio.from_thread import BlockingPortal, start_blocking_portal
from playwright.sync_api import Browser
from starlette.types import Message

from extractor.review.access import (
    PlaceError,
    Tls,
    WeakSecretError,
    beyond_loopback,
    check_secret,
    hash_secret,
    is_password,
    new_link,
    new_pin,
    on_loopback,
)
from extractor.review.access.attempts import MOST_COUNTS, Attempts, Counted, client_address
from tests.readers import running_chromium
from tests.visiting import quick_hash
from tests.visitors import (
    ABROAD,
    HOME,
    HOUR,
    PASSWORDS,
    PORT,
    REVIEW,
    Clock,
    Review,
    Visitor,
    open_review,
)


@pytest.fixture
def portal() -> Iterator[BlockingPortal]:
    with start_blocking_portal() as running:
        yield running


@pytest.fixture(scope="module")
def static(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program's files, with the review's database beside them."""
    folder = tmp_path_factory.mktemp("review")
    shutil.copytree(REVIEW / "static", folder / "static")
    (folder / "review.db").write_text("what Ana decided")
    return folder / "static"


@pytest.fixture
def review(portal: BlockingPortal, static: Path) -> Review:
    return open_review(on_loopback(PORT), portal, static)


@pytest.fixture
def abroad(portal: BlockingPortal, static: Path) -> Review:
    return open_review(beyond_loopback([ABROAD], tls=Tls.PROXY), portal, static)


# The launch


def test_the_printed_address_leads_to_signing_in(review: Review) -> None:
    visitor = review.visitor()

    opened = visitor.get(review.access.new_opening())

    assert (opened.status_code, opened.headers["location"]) == (303, "/sign-in")
    assert "Who are you?" in visitor.get("/sign-in").text


@pytest.mark.parametrize("path", ["/", "/sign-in", "/as/{link}", "/lead", "/open/guessed", "/none"])
def test_a_browser_that_did_not_open_it_sees_only_where_to_open_it(
    review: Review, path: str
) -> None:
    closed = review.visitor().get(path.format(link=review.links["Ana"]))

    assert closed.status_code == 403
    assert "Open the address that `firsthand review` printed." in closed.text
    assert "Ana" not in closed.text


def test_the_printed_address_opens_one_browser_only(review: Review) -> None:
    address = review.access.new_opening()
    review.visitor().get(address)
    second = review.visitor()

    assert second.get(address).status_code == 403
    assert second.cookies == {}


def test_asking_only_about_the_printed_address_does_not_use_it_up(review: Review) -> None:
    address = review.access.new_opening()
    review.visitor().send("HEAD", address)

    assert review.visitor().get(address).status_code == 303


def test_who_opens_the_printed_address_again_is_let_in_again(review: Review) -> None:
    address = review.access.new_opening()
    visitor = review.visitor()
    visitor.get(address)

    assert visitor.get(address).status_code == 303


def test_a_session_without_the_cookie_of_the_launch_is_not_enough(review: Review) -> None:
    ana, other = review.signed_in("Ana"), review.visitor()
    name = review.access.place.cookie("session")
    other.client.cookies.set(name, ana.cookies[name])

    assert other.get("/").status_code == 403


def test_a_cookie_of_another_launch_opens_nothing(
    review: Review, portal: BlockingPortal, static: Path
) -> None:
    earlier = open_review(on_loopback(PORT), portal, static).opened()
    visitor = review.visitor()
    visitor.client.cookies.update(earlier.cookies)

    assert visitor.get("/sign-in").status_code == 403


# Signing in and out


def test_signing_in_with_the_right_pin(review: Review) -> None:
    ana = review.opened()

    answer = ana.sign_in("ana", "2468")

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert ana.get("/").text.endswith("Ana")


def test_an_own_link_asks_for_nobody_else(review: Review) -> None:
    visitor = review.opened()
    path = f"/as/{review.links['Ben']}"

    form = visitor.get(path).text
    answer = visitor.post(
        "/sign-in", link=review.links["Ben"], secret="1357", csrf=visitor.token(path)
    )

    assert "Sign in as Ben" in form
    assert "Ana" not in form
    assert answer.status_code == 303
    assert visitor.get("/").text.endswith("Ben")


def test_a_link_that_nobody_has_is_unknown(review: Review) -> None:
    assert review.opened().get("/as/guessed").status_code == 404


def test_a_link_wins_over_a_name_sent_with_it(review: Review) -> None:
    visitor = review.opened()
    fields = {"name": "Ana", "secret": "2468", "csrf": visitor.token()}

    answer = visitor.post("/sign-in", link=review.links["Ben"], **fields)

    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        pytest.param("ana", "1357", id="another's PIN"),
        pytest.param("ana", "", id="no PIN"),
        pytest.param("nobody", "2468", id="an unknown name"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_what_does_not_fit_is_refused_without_telling_what(
    review: Review, name: str, secret: str
) -> None:
    visitor = review.opened()

    answer = visitor.sign_in(name, secret)

    assert answer.status_code == 401
    assert "This name and this PIN do not belong together." in answer.text
    assert visitor.get("/").status_code == 303


def test_of_two_people_with_one_name_neither_is_meant_by_it(review: Review) -> None:
    review.people[0] = replace(review.people[0], name="Kim", id="kim-a")
    review.people[1] = replace(review.people[1], name="Kim", id="kim-b")
    visitor = review.opened()

    assert visitor.sign_in("Kim", "2468").status_code == 401
    assert visitor.sign_in("Kim", "1357").status_code == 401
    assert visitor.sign_in("kim-b", "1357").status_code == 303


def test_an_unknown_name_costs_as_much_work_as_a_known_one(review: Review) -> None:
    review.opened().sign_in("nobody", "2468")

    (hashed,) = review.checked
    strength = hash_secret("2468").split("$")[:4]
    assert hashed.split("$")[1:4] == strength[1:4]


def test_every_sign_in_has_a_session_of_its_own_and_ends_the_one_before(review: Review) -> None:
    name = review.access.place.cookie("session")
    ana, before = review.signed_in("Ana"), review.opened()
    first = ana.cookies[name]
    before.client.cookies.set(name, first)

    ana.sign_in("ana", "2468")

    assert ana.cookies[name] != first
    assert before.get("/").status_code == 303


def test_signing_out_ends_the_session_on_the_server_too(review: Review) -> None:
    ana, thief = review.signed_in("Ana"), review.opened()
    name = review.access.place.cookie("session")
    thief.client.cookies.set(name, ana.cookies[name])

    answer = ana.post("/sign-out", csrf=ana.token("/"))

    assert answer.headers["location"] == "/sign-in"
    assert name not in ana.cookies
    assert thief.get("/").status_code == 303


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        pytest.param("/lead?page=2", "/lead?page=2", id="a page of ours"),
        pytest.param("//elsewhere.example/", "/", id="another host"),
        pytest.param("https://elsewhere.example/", "/", id="another site"),
        pytest.param("/\\elsewhere.example", "/", id="a backslash"),
        pytest.param("/\r\nSet-Cookie: a=b", "/", id="a header"),
    ],
)
def test_signing_in_leads_on_to_pages_of_ours_only(review: Review, asked: str, led_to: str) -> None:
    visitor = review.opened()
    fields = {"name": "ana", "secret": "2468", "csrf": visitor.token(), "next": asked}

    assert visitor.post("/sign-in", **fields).headers["location"] == led_to


def test_who_is_signed_out_comes_back_to_the_page_asked_for(review: Review) -> None:
    visitor = review.opened()

    led = visitor.get("/lead?page=2")

    assert (led.status_code, led.headers["location"]) == (303, "/sign-in?next=%2Flead%3Fpage%3D2")
    assert 'name="next" value="/lead?page=2"' in visitor.get(led.headers["location"]).text


def test_a_script_that_is_signed_out_is_told_so(review: Review) -> None:
    answer = review.opened().get("/lead", Accept="application/json")

    assert answer.status_code == 401
    assert answer.json() == {
        "error": "You are signed out. Sign in again, then repeat what you did last."
    }


def test_a_name_full_of_html_is_shown_as_text(review: Review) -> None:
    review.people[0] = replace(review.people[0], name="<script>alert(1)</script>")
    visitor = review.opened()

    forms = visitor.get("/sign-in").text + visitor.sign_in('"><img src=x>', "0000").text

    assert "&lt;script&gt;alert(1)" in forms
    assert "<script>" not in forms
    assert "<img" not in forms


# Sessions


def test_a_session_ends_two_hours_after_its_last_use(review: Review) -> None:
    ana = review.signed_in("Ana")
    review.clock.seconds += 1.9 * HOUR
    assert ana.get("/").status_code == 200
    review.clock.seconds += 1.9 * HOUR
    assert ana.get("/").status_code == 200
    review.clock.seconds += 2 * HOUR

    assert ana.get("/").status_code == 303


def test_a_session_ends_twelve_hours_after_its_start_however_used(review: Review) -> None:
    ana = review.signed_in("Ana")
    for _ in range(11):
        review.clock.seconds += HOUR
        assert ana.get("/").status_code == 200
    review.clock.seconds += HOUR

    assert ana.get("/").status_code == 303


def test_who_is_removed_is_out_at_once(review: Review) -> None:
    ana = review.signed_in("Ana")
    gone = review.people.pop(0)
    assert ana.get("/").status_code == 303
    review.people.append(gone)

    assert ana.get("/").status_code == 303


def test_a_new_pin_ends_the_sessions_of_the_old_one(review: Review) -> None:
    ana, ben = review.signed_in("Ana"), review.signed_in("Ben")
    review.people[0] = replace(review.people[0], secret_hash=quick_hash("pin", "8642"))

    assert ana.get("/").status_code == 303
    assert ben.get("/").status_code == 200


def test_roles_are_asked_for_at_every_request(review: Review) -> None:
    ana, ben = review.signed_in("Ana"), review.signed_in("Ben")

    assert ana.get("/lead").status_code == 403
    assert ben.get("/lead").text == "both halfway"
    review.people[1] = replace(review.people[1], roles=("annotator",))
    assert ben.get("/lead").status_code == 403


def test_an_invented_session_is_nobody(review: Review) -> None:
    visitor = review.opened()
    visitor.client.cookies.set(review.access.place.cookie("session"), "ana")

    assert visitor.get("/").status_code == 303


# Attempts


def test_after_five_wrong_pins_even_the_right_one_must_wait_and_nothing_is_checked(
    review: Review,
) -> None:
    visitor = review.opened()
    wrong = [visitor.sign_in("ana", "0000").status_code for _ in range(5)]
    review.checked.clear()

    answer = visitor.sign_in("ana", "2468")

    assert wrong == [401] * 5
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "30")
    assert "Wait 30 seconds" in answer.text
    assert review.checked == []


def test_the_waits_grow_up_to_a_quarter_of_an_hour(review: Review) -> None:
    visitor = review.opened()
    for _ in range(5):
        visitor.sign_in("ana", "0000")
    waits = []
    for _ in range(7):
        waits.append(int(visitor.sign_in("ana", "0000").headers["retry-after"]))
        review.clock.seconds += waits[-1]
        assert visitor.sign_in("ana", "0000").status_code == 401

    assert waits == [30, 60, 120, 240, 480, 900, 900]


def test_after_the_wait_the_right_pin_is_right_and_all_is_forgotten(review: Review) -> None:
    visitor = review.opened()
    for _ in range(5):
        visitor.sign_in("ana", "0000")
    review.clock.seconds += 30

    assert visitor.sign_in("ana", "2468").status_code == 303
    assert visitor.sign_in("ana", "0000").status_code == 401


def test_an_hour_after_the_last_wrong_pin_all_are_forgotten(review: Review) -> None:
    visitor = review.opened()
    for _ in range(5):
        visitor.sign_in("ana", "0000")
    review.clock.seconds += HOUR

    assert [visitor.sign_in("ana", "0000").status_code for _ in range(6)] == [401] * 5 + [429]


def test_an_unknown_name_must_wait_like_a_known_one(review: Review) -> None:
    visitor = review.opened()
    answers = [visitor.sign_in("nobody", "0000").status_code for _ in range(6)]

    assert answers == [401] * 5 + [429]


def test_who_tries_names_from_elsewhere_does_not_keep_out_who_has_the_link(
    abroad: Review,
) -> None:
    stranger, ana = abroad.visitor("203.0.113.9"), abroad.visitor("198.51.100.7")
    for _ in range(5):
        stranger.sign_in("Ana", "a guess of some length")
    fields = {"link": abroad.links["Ana"], "secret": PASSWORDS["Ana"]}

    assert ana.sign_in("Ana", PASSWORDS["Ana"]).status_code == 429
    assert ana.post("/sign-in", csrf=ana.token(), **fields).status_code == 303


@pytest.mark.parametrize("address", ["203.0.113.9", "2001:db8:1:2::9"])
def test_an_address_is_held_back_whatever_names_it_tries(abroad: Review, address: str) -> None:
    stranger = abroad.visitor(address)
    answers = [stranger.sign_in(f"name {n}", "guessed, but long").status_code for n in range(21)]
    neighbour = abroad.visitor("2001:db8:1:2:ffff::1")

    assert answers == [401] * 20 + [429]
    held_back = neighbour.sign_in("Ana", PASSWORDS["Ana"]).status_code == 429
    assert held_back == (":" in address)
    assert abroad.visitor("198.51.100.7").sign_in("Ana", PASSWORDS["Ana"]).status_code == 303


def test_own_successes_do_not_buy_more_guesses_at_the_others(abroad: Review) -> None:
    visitor = abroad.visitor("203.0.113.9")
    answers = list[int]()
    for n in range(10):
        answers += [visitor.sign_in(f"{k} {n}", "guessed, but long").status_code for k in "ab"]
        last = visitor.sign_in("Ana", PASSWORDS["Ana"]).status_code

    assert (answers, last) == ([401] * 20, 429)


def test_attempts_at_the_same_moment_are_counted_before_they_are_checked(review: Review) -> None:
    visitor = review.opened()
    token = visitor.token()
    headers = {"Origin": visitor.origin}
    fields = {"name": "ana", "secret": "0000", "csrf": token}

    async def burst() -> list[int]:
        answers = list[int]()

        async def guess() -> None:
            answer = await visitor.client.post("/sign-in", data=fields, headers=headers)
            answers.append(answer.status_code)

        async with anyio.create_task_group() as group:
            for _ in range(15):
                group.start_soon(guess)
        return answers

    answers = review.portal.call(burst)

    assert sorted(answers) == [401] * 5 + [429] * 10
    assert len(review.checked) == 5


def test_no_flood_of_names_or_addresses_fills_the_memory_or_frees_a_person() -> None:
    attempts, person = Attempts(Clock()), Counted("person", "ana")
    for _ in range(5):
        attempts.begin(person)
    for n in range(3 * MOST_COUNTS):
        attempts.begin(Counted("name", str(n)), client_address(f"203.0.{n % 256}.{n}"))

    assert attempts.begin(person) == 30
    assert attempts.begin(Counted("name", str(3 * MOST_COUNTS - 1))) == 0
    assert attempts.size <= 2 * MOST_COUNTS + 1


# What is foreign


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "127.0.0.1", f"127.0.0.1:{PORT + 1}", f"{HOME}.example", ""]
)
def test_a_foreign_host_is_refused(review: Review, host: str) -> None:
    ana = review.signed_in("Ana")

    assert ana.get("/", Host=host).status_code == 421
    assert ana.get("/static/base.css", Host=host).status_code == 421


@pytest.mark.parametrize("host", [HOME, f"localhost:{PORT}", f"LOCALHOST:{PORT}", f"[::1]:{PORT}"])
def test_the_own_hosts_are_served(review: Review, host: str) -> None:
    assert review.visitor().get("/static/base.css", Host=host).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Origin": "https://elsewhere.example"}, id="another site"),
        pytest.param({"Origin": "http://127.0.0.1:9999"}, id="another port of this machine"),
        pytest.param({"Origin": f"https://{HOME}"}, id="another scheme"),
        pytest.param({"Origin": f"http://localhost:{PORT}"}, id="another of our own hosts"),
        pytest.param({"Origin": "null"}, id="a page that hides its origin"),
        pytest.param({"Referer": "https://elsewhere.example/a"}, id="by Referer"),
        pytest.param({}, id="neither told"),
        pytest.param(
            {"Origin": f"http://{HOME}", "Sec-Fetch-Site": "same-site"}, id="the browser knows"
        ),
    ],
)
def test_a_change_from_elsewhere_is_refused_though_cookie_and_token_are_right(
    review: Review, headers: dict[str, str]
) -> None:
    ana = review.signed_in("Ana")
    fields = {"text": "kept", "csrf": ana.token("/")}

    answer = ana.send("POST", "/decisions", data=fields, headers=headers)

    assert answer.status_code == 403
    assert "came from another site" in answer.text
    assert review.stored == []


def test_a_referer_of_ours_is_enough(review: Review) -> None:
    ana = review.signed_in("Ana")
    fields = {"text": "kept", "csrf": ana.token("/")}

    answer = ana.send(
        "POST", "/decisions", data=fields, headers={"Referer": f"{ana.origin}/papers/1"}
    )

    assert answer.status_code == 200
    assert review.stored == ["Ana: kept"]


def test_another_site_may_lead_here_by_a_link_but_not_embed_or_read(review: Review) -> None:
    ana = review.signed_in("Ana")
    link = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}

    assert ana.get("/", Sec_Fetch_Dest="document", **link).status_code == 200
    assert ana.get("/", Sec_Fetch_Dest="iframe", **link).status_code == 403
    embedded = {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "no-cors"}
    assert ana.get("/", Sec_Fetch_Dest="image", **embedded).status_code == 403


def test_who_comes_by_another_sites_link_and_so_without_cookies_is_led_on(review: Review) -> None:
    link = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}

    closed = review.visitor().get("/", Sec_Fetch_Dest="document", **link)

    assert closed.status_code == 403
    assert 'href="/sign-in"' in closed.text
    assert 'href="/sign-in"' not in review.visitor().get("/").text


# Forged


def test_a_change_with_the_token_is_stored_once_and_for_the_right_person(review: Review) -> None:
    assert review.signed_in("Ana").decide("kept").status_code == 200
    assert review.stored == ["Ana: kept"]


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
def test_a_change_without_the_right_token_is_refused(review: Review, token: str) -> None:
    ana = review.signed_in("Ana")

    answer = ana.post("/decisions", text="forged", csrf=token)

    assert answer.status_code == 403
    assert "This page is out of date" in answer.text
    assert review.stored == []


def test_a_script_sends_the_token_in_a_header_and_reads_why_it_is_refused(review: Review) -> None:
    ana = review.signed_in("Ana")
    right = {"Origin": ana.origin, "X-CSRF-Token": ana.token("/")}
    wrong = right | {"X-CSRF-Token": "0" * 64}

    refused = ana.send("POST", "/decisions.json", json={"text": "forged"}, headers=wrong)
    answer = ana.send("POST", "/decisions.json", json={"text": "kept"}, headers=right)

    assert refused.status_code == 403
    assert refused.json()["error"].startswith("This page is out of date")
    assert answer.json() == {"stored": 1}
    assert review.stored == ["Ana: kept"]


def test_another_persons_token_does_not_fit(review: Review) -> None:
    ana, ben = review.signed_in("Ana"), review.signed_in("Ben")

    answer = ana.post("/decisions", text="forged", csrf=ben.token("/"))

    assert answer.status_code == 403
    assert review.stored == []


def test_another_persons_session_with_an_own_token_does_not_fit(review: Review) -> None:
    ana, ben = review.signed_in("Ana"), review.signed_in("Ben")
    token, name = ben.token("/"), review.access.place.cookie("session")
    ben.client.cookies.clear()
    ben.client.cookies.update(ana.cookies)

    assert ben.post("/decisions", text="forged", csrf=token).status_code == 403
    assert name in ben.cookies
    assert review.stored == []


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "MADE-UP"])
def test_no_other_method_goes_round_the_token(review: Review, method: str) -> None:
    ana = review.signed_in("Ana")

    assert ana.send(method, "/decisions", headers={"Origin": ana.origin}).status_code == 403


def test_nobody_can_be_signed_in_by_another_site(abroad: Review) -> None:
    """Login CSRF: work would go to the account of who set the trap."""
    trap, victim = abroad.visitor("203.0.113.9"), abroad.visitor("198.51.100.7")
    fields = {"name": "Ben", "secret": PASSWORDS["Ben"], "csrf": trap.token()}

    without_cookie = victim.post("/sign-in", **fields)
    victim.get("/sign-in")
    with_own_cookie = victim.post("/sign-in", **fields)

    assert [without_cookie.status_code, with_own_cookie.status_code] == [403, 403]
    assert victim.get("/").status_code == 303


def test_signing_in_needs_the_token_of_the_form(review: Review) -> None:
    visitor = review.opened()

    assert visitor.post("/sign-in", name="ana", secret="2468").status_code == 403
    assert review.checked == []


def test_the_token_of_the_form_is_worth_nothing_once_signed_in(review: Review) -> None:
    ana = review.opened()
    token = ana.token()
    ana.sign_in("ana", "2468")

    assert ana.post("/decisions", text="forged", csrf=token).status_code == 403


def test_nothing_is_stored_for_who_is_not_signed_in(review: Review) -> None:
    visitor = review.opened()

    answer = visitor.post("/decisions", text="forged", csrf=visitor.token())

    assert answer.status_code == 401
    assert review.stored == []


# Cookies and headers


def flags(response: httpx.Response) -> set[str]:
    _, *rest = response.headers["set-cookie"].split("; ")
    return {each.lower() for each in rest}


def test_cookies_on_loopback_are_for_this_server_and_no_script(review: Review) -> None:
    visitor = review.visitor()
    launch = visitor.get(review.access.new_opening())
    session = visitor.sign_in("ana", "2468")

    assert flags(launch) == flags(session) == {"httponly", "samesite=strict", "path=/"}
    assert set(visitor.cookies) == {f"firsthand-visit-{PORT}", f"firsthand-session-{PORT}"}


def test_cookies_beyond_loopback_travel_encrypted_and_are_bound_to_the_host(
    abroad: Review,
) -> None:
    visitor = abroad.visitor()
    before = visitor.get("/sign-in")
    session = visitor.sign_in("Ana", PASSWORDS["Ana"])

    expected = {"httponly", "samesite=strict", "path=/", "secure"}
    assert flags(before) == flags(session) == expected
    assert set(visitor.cookies) == {"__Host-firsthand-visit", "__Host-firsthand-session"}


@pytest.mark.parametrize("path", ["/", "/static/base.css", "/sign-in", "/none", "/lead", "/fail"])
@pytest.mark.parametrize("host", [HOME, "elsewhere.example"])
def test_every_answer_has_the_headers(review: Review, path: str, host: str) -> None:
    headers = review.signed_in("Ana").get(path, Host=host).headers

    assert headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["cache-control"] == ("no-cache" if path.startswith("/static/") else "no-store")


def test_a_route_that_fails_does_not_tell_why(review: Review) -> None:
    ana = review.signed_in("Ana")

    page, script = ana.get("/fail"), ana.get("/fail", Accept="application/json")

    assert (page.status_code, script.status_code) == (500, 500)
    assert "the secret of the store" not in page.text + script.text
    assert "it is no fault of yours" in script.json()["error"]


# Bodies and paths


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "in pieces"])
def test_what_is_too_large_is_refused(review: Review, announced: bool) -> None:
    ana = review.signed_in("Ana")
    headers = {"Origin": ana.origin, "X-CSRF-Token": ana.token("/")}
    body = b'{"text": "' + b"a" * 1024 * 1024 + b'"}'

    async def pieces() -> AsyncIterator[bytes]:
        yield body[:500_000]
        yield body[500_000:]

    content = body if announced else pieces()
    answer = ana.send("POST", "/decisions.json", content=content, headers=headers)

    assert answer.status_code == 413
    assert "1 MB" in answer.json()["error"]
    assert review.stored == []


def test_what_is_announced_too_large_is_not_even_read(review: Review) -> None:
    ana = review.signed_in("Ana")
    headers = {"Origin": ana.origin, "X-CSRF-Token": ana.token("/")}
    announced = headers | {"Content-Length": str(1024 * 1024 + 1)}

    answer = ana.send("POST", "/decisions.json", content=b'{"text": "a"}', headers=announced)

    assert answer.status_code == 413
    assert review.stored == []


def test_what_is_just_small_enough_is_taken_whole(review: Review) -> None:
    ana = review.signed_in("Ana")
    headers = {"Origin": ana.origin, "X-CSRF-Token": ana.token("/")}
    text = "a" * (1024 * 1024 - len('{"text":""}'))

    answer = ana.send("POST", "/decisions.json", json={"text": text}, headers=headers)

    assert answer.status_code == 200
    assert review.stored == [f"Ana: {text}"]


def raw(review: Review, kind: str, visitor: Visitor, *received: Message) -> list[Message]:
    """What the server sends to a connection that no well-behaved client makes."""
    headers = {
        "host": HOME,
        "origin": visitor.origin,
        "x-csrf-token": visitor.token("/"),
        "content-type": "application/x-www-form-urlencoded",
        "cookie": "; ".join(f"{name}={value}" for name, value in visitor.cookies.items()),
    }
    scope = {
        "type": kind,
        "method": "POST",
        "scheme": "http",
        "path": "/decisions",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    waiting, sent = list(received), list[Message]()

    async def receive() -> Message:
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    review.portal.call(review.app, scope, receive, send)
    return sent


def test_half_a_request_changes_nothing(review: Review) -> None:
    ana = review.signed_in("Ana")
    half: Message = {"type": "http.request", "body": b"text=half", "more_body": True}
    whole = {**half, "more_body": False}

    assert raw(review, "http", ana, half, {"type": "http.disconnect"}) == []
    assert review.stored == []
    raw(review, "http", ana, whole)
    assert review.stored == ["Ana: half"]


def test_web_sockets_are_refused(review: Review) -> None:
    ana = review.signed_in("Ana")

    (answer,) = raw(review, "websocket", ana, {"type": "websocket.connect"})

    assert answer["type"] == "websocket.close"


@pytest.mark.parametrize(
    "path",
    [
        "/static/%2e%2e/review.db",
        "/static/..%2freview.db",
        "/static/%2e%2e%2freview.db",
        "/static/..%5creview.db",
        "/static//%2e%2e/review.db",
        "/static/%2e%2e/",
        "/as/%2e%2e%2fstatic%2f%2e%2e%2freview.db",
        "/static%2f..%2f..%2freview.db",
    ],
)
def test_no_path_leads_out_of_the_static_files(review: Review, path: str) -> None:
    answer = review.opened().get(path)

    assert answer.status_code in (303, 404)
    assert "what Ana decided" not in answer.text


@pytest.mark.parametrize("path", ["/static/%2e%2e/lead", "/sign-in/", "/as/x/../../lead", "//lead"])
def test_no_spelling_of_a_path_goes_round_signing_in(review: Review, path: str) -> None:
    assert "both halfway" not in review.opened().get(path).text


# Beyond loopback


def test_beyond_loopback_people_type_their_names_and_are_not_listed(abroad: Review) -> None:
    page = abroad.visitor().get("/sign-in").text

    assert "Your password" in page
    assert "Ana" not in page
    assert abroad.signed_in("Ana").get("/").text.endswith("Ana")


def test_beyond_loopback_a_pin_is_not_enough_though_it_is_right(abroad: Review) -> None:
    abroad.people[0] = replace(abroad.people[0], secret_hash=quick_hash("pin", "2468"))

    assert abroad.visitor().sign_in("Ana", "2468").status_code == 401
    assert len(abroad.checked) == 1


def test_beyond_loopback_nothing_is_served_unencrypted(abroad: Review) -> None:
    visitor = abroad.visitor()
    visitor.client.base_url = httpx.URL(f"http://{ABROAD}")

    answer = visitor.get("/sign-in")

    assert answer.status_code == 403
    assert "https://" in answer.text
    assert visitor.cookies == {}


def test_beyond_loopback_there_is_no_launch_to_open(abroad: Review) -> None:
    assert abroad.visitor().get(abroad.access.new_opening()).status_code == 404


def test_beyond_loopback_only_its_own_hosts_are_served(abroad: Review) -> None:
    hosts = [ABROAD, f"{ABROAD}:443", f"{ABROAD}:8443", f"other.{ABROAD}", HOME]
    visitor = abroad.visitor()

    answers = [visitor.get("/static/base.css", Host=host).status_code for host in hosts]

    assert answers == [200, 200, 421, 421, 421]


@pytest.mark.parametrize(
    ("hosts", "tls"),
    [([ABROAD], None), ([], Tls.PROXY), (["*"], Tls.PROXY), (["https://a.example"], Tls.PROXY)],
)
def test_beyond_loopback_it_needs_tls_and_names(hosts: list[str], tls: Tls | None) -> None:
    with pytest.raises(PlaceError):
        beyond_loopback(hosts, tls=tls)


# Links, PINs and passwords


def test_a_hash_is_of_one_secret_and_tells_whether_it_is_a_password() -> None:
    pin, password = hash_secret("2468"), hash_secret("a kettle and two cups")

    assert check_secret(pin, "2468")
    assert not check_secret(pin, "2469")
    assert check_secret(password, "a kettle and two cups")
    assert "$argon2id$" in pin
    assert (is_password(pin), is_password(password)) == (False, True)
    assert pin != hash_secret("2468")


def test_an_accent_may_be_typed_either_way() -> None:
    assert check_secret(quick_hash("password", "café, dehors"), "cafe\u0301, dehors")


@pytest.mark.parametrize("secret", ["", "123", "kettle", "1111", "aaaaaaaaaaaa"])
def test_a_weak_secret_is_not_hashed(secret: str) -> None:
    with pytest.raises(WeakSecretError):
        hash_secret(secret)


@pytest.mark.parametrize("damaged", ["", "2468", "pin$2468", "pin$"])
def test_a_hash_that_is_none_fits_nothing(damaged: str) -> None:
    assert not check_secret(damaged, "2468")


def test_links_and_pins_are_new_each_time() -> None:
    links = {new_link() for _ in range(20)}
    pins = {new_pin() for _ in range(20)}

    assert len(links) == 20
    assert all(len(link) == 43 and link not in hashed for link, hashed in links)
    assert len(pins) > 10
    assert all(re.fullmatch(r"\d{6}", pin) for pin in pins)


# In a browser


class Server(uvicorn.Server):
    """Tells when it listens."""

    listening: threading.Event

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


@pytest.fixture
def browser() -> Iterator[Browser]:
    with running_chromium() as running:
        yield running


@pytest.fixture
def served(portal: BlockingPortal, static: Path) -> Iterator[Review]:
    """The review on a free port, as a browser reaches it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        review = open_review(on_loopback(listening.getsockname()[1]), portal, static)
        config = uvicorn.Config(
            review.app, log_level="critical", ws="none", lifespan="off", proxy_headers=False
        )
        server = Server(config)
        server.listening = threading.Event()
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        assert server.listening.wait(30)
        yield review
        server.should_exit = True
        thread.join(30)


def test_in_a_browser_one_signs_in_changes_something_and_signs_out(
    served: Review, browser: Browser
) -> None:
    origin, heard = f"http://127.0.0.1:{served.access.place.port}", list[str]()
    page = browser.new_page()
    page.on("console", lambda message: heard.append(message.text))
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))

    page.goto(origin + served.access.new_opening())
    page.get_by_label("Who are you?").select_option("Ana")
    page.get_by_label("Your PIN").fill("2468")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(origin + "/")
    changed = page.evaluate(
        """async () => (await fetch("/decisions.json", {
            method: "POST",
            body: JSON.stringify({text: "kept"}),
            headers: {"X-CSRF-Token": document.querySelector("meta[name=csrf]").content},
        })).status"""
    )

    assert changed == 200
    assert served.stored == ["Ana: kept"]
    assert page.evaluate("document.cookie") == ""
    assert heard == []


def test_in_a_browser_a_page_of_another_port_changes_nothing(
    served: Review, browser: Browser
) -> None:
    """Another port of this machine is the same site, so that the cookies do come with its form."""
    origin = f"http://127.0.0.1:{served.access.place.port}"
    page = browser.new_page()
    page.goto(origin + served.access.new_opening())
    page.get_by_label("Who are you?").select_option("Ana")
    page.get_by_label("Your PIN").fill("2468")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(origin + "/")
    token = page.locator("meta[name=csrf]").get_attribute("content")
    form = f"""<form method="post" action="{origin}/decisions"><button>Go</button>
        <input name="csrf" value="{token}"><input name="text" value="forged"></form>"""
    page.route(
        "http://127.0.0.1:9/*", lambda route: route.fulfill(body=form, content_type="text/html")
    )

    page.goto("http://127.0.0.1:9/trap")
    with page.expect_navigation() as refused:
        page.get_by_role("button", name="Go").click()

    assert refused.value is not None
    assert refused.value.status == 403
    assert "came from another site" in page.inner_text("main")
    assert served.stored == []
