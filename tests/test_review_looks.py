"""Every page of the review as people meet it who see little, see no colours, or use no mouse.

A small review stands ready in all its states. axe-core looks at each page, light and dark; and each
page is laid out in the window of a laptop, as it is and enlarged to twice its size.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Literal, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from extractor.records import (
    Eligibility,
    Existence,
    Outcome,
    Step,
    SuggestedPaper,
    Theme,
    Voice,
)
from extractor.review.lists import REASONS_TO_EXCLUDE
from extractor.screening.prospects import PaperKind
from extractor.store.bench import Bench, Settlement
from extractor.store.codebook import change_codebook
from extractor.store.database import reading, writing
from extractor.store.desk import Desk
from extractor.store.folder import Review
from extractor.store.papers import add_paper, list_papers
from extractor.store.prospects import keep_prospects
from extractor.themes.editing import CodebookStep, Entry, Kind
from tests.databases import sqlite
from tests.prescreened import prospect
from tests.readers import Reader
from tests.reviews import FILE, confirm_all, desk, document, draft, key, person, suggested
from tests.reviews import small_review as small
from tests.visiting import Served, served

LAPTOP = {"width": 1280, "height": 800}
TWICE = {"width": 640, "height": 400}  # the same window at a zoom of 200 %
NAMES = ("new", "begun", "finished", "disputed", "settled")


def paper(name: str) -> SuggestedPaper:
    """The invented paper under another name."""
    of = replace(
        document(), paper=sha256(name.encode()).hexdigest(), title=f"Trust and time: {name}"
    )
    found = suggested(of)
    suggestions = tuple(replace(each, paper=of.paper) for each in found.suggestions)
    return replace(found, document=of, suggestions=suggestions, source=f"in/{name}.pdf")


IDS = {name: paper(name).document.paper for name in NAMES}
NEW, BEGUN, FINISHED, DISPUTED, SETTLED = (f"/papers/{each}" for each in IDS.values())


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The review in all its states: what is tested here changes nothing of it."""
    folder = tmp_path_factory.mktemp("looks")
    databases = sqlite(folder)
    review = small(folder, databases, paper=paper("new"), blind_share=0.5, stop_after=1,
                   title="Support that helps")  # fmt: skip
    for name in NAMES[1:]:
        with writing(review.engine) as connection:
            add_paper(connection, paper(name), review.settings, now="2026-11-26T09:00:00Z")
        (review.folder / "papers" / f"{IDS[name]}.pdf").write_bytes(FILE)
    begin(review)
    with served(review, draw_blank) as page:
        yield page
    review.close()


def draw_blank(file: Path, page: int, dpi: int) -> bytes:
    picture = BytesIO()
    Image.new("RGB", (200, 300), "white").save(picture, "JPEG")
    return picture.getvalue()


def begin(review: Review) -> None:
    """Bring each paper to the state that its name tells."""
    ana, ben = desk(review, "Ana"), desk(review, "Ben")
    for mine in (ana, ben):
        for name in NAMES[1:]:
            close_pages(mine, IDS[name])
    decide_variously(ana, IDS["begun"])
    for name, whose in (("finished", [ana]), ("disputed", [ana, ben]), ("settled", [ana, ben])):
        for mine in whose:
            if len(whose) > 1:
                disagree(mine, IDS[name])
            confirm_all(mine, IDS[name])
            mine.finish(IDS[name], key())
    settle_all(Bench(review, person("Lea")), IDS["settled"])
    retire_what_they_chose(review)
    ana.screen(IDS["new"], Step.INCLUDE, "", "", key())
    ana.screen(IDS["disputed"], Step.INCLUDE, "", "", key())
    ben.screen(IDS["disputed"], Step.EXCLUDE, REASONS_TO_EXCLUDE[0], "", key())
    prescreen(review)
    for mine in (ana, ben):
        mine.screen(IDS["settled"], Step.EXCLUDE, REASONS_TO_EXCLUDE[0], "", key())


def prescreen(review: Review) -> None:
    """What may be told of papers; the first two are screened, one is in doubt, one not known."""
    chances = {"disputed": 0.95, "settled": 0.9, "begun": 0.5, "finished": 0.3}
    doubt = {"kind": PaperKind.NEEDS_A_PERSON, "why": ("the signs are mixed",)}
    with reading(review.engine) as connection:
        digests = {each.id: each.document for each in list_papers(connection)}
    rows = {
        digests[IDS[name]]: prospect(name, chance, **(doubt if name == "finished" else {}))
        for name, chance in chances.items()
    }
    keep_prospects(review, rows)


def retire_what_they_chose(review: Review) -> None:
    """Ana began a paper with a theme, which then was split; a finished paper has it too."""
    parts = tuple(Entry(Theme("", name, None, "It says so.")) for name in ("Calm", "Belief"))
    step = CodebookStep(Kind.SPLIT, "trust", parts)
    change_codebook(review, person("Lea"), step, key=key(), note="Two things in one.")


def close_pages(mine: Desk, of: str) -> None:
    for page in mine.sheet(of).blind:
        mine.close_page(of, page, key())


def decide_variously(mine: Desk, of: str) -> None:
    """One of each: confirmed, rejected, unsure, open."""
    first, second, third, _ = mine.sheet(of).marks
    said = draft(first.name, first.span, speaker="P1", voice=Voice.SERVICE_USER, themes=("trust",))
    mine.decide(of, said)
    rejected = draft(second.name, second.span, Existence.REJECT, reason="interviewer")
    mine.decide(of, rejected)
    mine.decide(of, draft(third.name, third.span, Existence.UNSURE))


def disagree(mine: Desk, of: str) -> None:
    """Ana and Ben differ about everything that one can differ about."""
    first, second, *_ = mine.sheet(of).marks
    is_ana = mine.person.id == "ana"
    existence = Existence.CONFIRM if is_ana else Existence.REJECT
    mine.decide(
        of, draft(first.name, first.span, existence, reason="" if is_ana else "interviewer")
    )
    said = draft(
        second.name,
        second.span if is_ana else replace(second.span, end=second.span.end - 6),
        speaker="P2" if is_ana else "P2, woman",
        voice=Voice.SERVICE_USER if is_ana else Voice.LAY,
        eligibility=Eligibility.ELIGIBLE if is_ana else Eligibility.OFF_THE_QUESTION,
        themes=("trust",) if is_ana else ("time",),
        note="She says it of the first nurse.",
    )
    mine.decide(of, said)


def settle_all(bench: Bench, of: str) -> None:
    for unit, _ in bench.docket(of).units:
        if unit.conflicts:
            note = "As the recording has it."
            bench.settle(of, Settlement(key(), unit.names, Outcome.ONE, note=note))


# What is on the screen: for each page and each thing that opens on it, who goes there and how.


def start_reading(page: Page) -> None:
    page.get_by_role("button", name="Start reading").click()


def press(*keys: str) -> Callable[[Page], None]:
    def pressed(page: Page) -> None:
        start_reading(page)
        for each in keys:
            page.keyboard.press(each)

    return pressed


def click_finish(page: Page) -> None:
    start_reading(page)
    page.get_by_role("button", name="Finish paper").click()


def settle_in_parts(page: Page) -> None:
    expect(page.locator("#told")).to_be_visible()
    for each in ("j", "w", "s"):
        page.keyboard.press(each)
    expect(page.locator(".drafting")).to_be_visible()


def see_the_codebook(page: Page) -> None:
    """With a theme of the first quotation that is no longer used, and all that there are."""
    start_reading(page)
    page.keyboard.press("t")
    page.keyboard.press("l")
    expect(page.locator("#codebook")).to_be_visible()
    expect(page.locator(".ended-themes")).to_be_visible()


def edit(act: str) -> Callable[[Page], None]:
    def opened(page: Page) -> None:
        page.locator(f"[data-act={act}]").first.click()
        expect(page.get_by_role("dialog")).to_be_visible()

    return opened


def exclude(page: Page) -> None:
    expect(page.locator(".screened.is-current")).to_be_visible()
    page.keyboard.press("x")
    expect(page.locator(".why")).to_be_visible()


def look(page: Page) -> None:
    """Nothing is done but to look."""


def see_the_conflict(page: Page) -> None:
    expect(page.locator("#told")).to_be_visible()


def see_what_is_settled(page: Page) -> None:
    expect(page.locator(".settled-accounts")).to_be_visible()


SCREENS = {
    "home": ("Ana", "/", look),
    "content note": ("Ana", NEW, look),
    "blind": ("Ana", NEW, start_reading),
    "blind, marking": ("Ana", NEW, press("a", "Shift+ArrowRight", "Shift+ArrowRight")),
    "assisted": ("Ana", BEGUN, start_reading),
    "assisted, moved": ("Ana", BEGUN, press("]", "v", "1")),
    "assisted, rejecting": ("Ana", BEGUN, press("r", "7")),
    "assisted, all keys": ("Ana", BEGUN, press("?")),
    "assisted, to a page": ("Ana", BEGUN, press("g")),
    "assisted, not to be finished": ("Ana", BEGUN, click_finish),
    "finished": ("Ana", FINISHED, start_reading),
    "finished by both": ("Ben", DISPUTED, start_reading),
    "settling": ("Lea", f"{DISPUTED}/adjudicate", see_the_conflict),
    "settling in parts": ("Lea", f"{DISPUTED}/adjudicate", settle_in_parts),
    "settling together": ("Ana", f"{DISPUTED}/adjudicate", see_the_conflict),
    "settled": ("Lea", f"{SETTLED}/adjudicate", see_what_is_settled),
    "lead": ("Lea", "/lead", look),
    "assisted, codebook": ("Ana", BEGUN, see_the_codebook),
    "codebook": ("Ana", "/codebook", look),
    "codebook, editing": ("Lea", "/codebook", look),
    "codebook, changing": ("Lea", "/codebook", edit("change")),
    "codebook, splitting": ("Lea", "/codebook", edit("split")),
    "codebook, merging": ("Lea", "/codebook", edit("merge")),
    "screening": ("Ana", "/screening", look),
    "screening, excluding": ("Ana", "/screening", exclude),
    "screening, disputed": ("Lea", "/screening", look),
    "advice": ("Ana", "/papers/none", look),
    "sign-in": ("Ana", "/sign-in", look),
}


@pytest.fixture(scope="module")
def readers(browser: Browser, at: Served) -> Iterator[Callable[..., Reader]]:
    """People at browsers of a kind, each signed in once; they leave at the end."""
    known: dict[str, Reader] = {}

    def reader(name: str, **more: object) -> Reader:
        kind = f"{name} {more}"
        if kind not in known:
            known[kind] = Reader(browser, at, name, **more)
        return known[kind]

    yield reader
    for each in known.values():
        each.context.close()


def shown(reader: Reader, screen: str) -> Page:
    """A page of its own with what is asked for on it, and all that comes to it later."""
    _, path, prepare = SCREENS[screen]
    page = reader.new_page()
    page.goto(reader.at.origin + path)
    prepare(page)
    page.wait_for_load_state("networkidle")
    return page


class Seen(NamedTuple):
    """A screen by its name, for who looks and changes nothing."""

    screen: str
    page: Page


@pytest.fixture(scope="module", params=SCREENS)
def seen(request: pytest.FixtureRequest, readers: Callable[..., Reader]) -> Iterator[Seen]:
    who, *_ = SCREENS[request.param]
    page = shown(readers(who), request.param)
    yield Seen(request.param, page)
    page.close()


def grave(page: Page, scheme: Literal["light", "dark"]) -> list[str]:
    """What axe-core finds to be serious or critical, told in words."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{each['id']}: {node['html'][:200]} {node['failureSummary']}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


def test_axe_finds_nothing_serious_light_and_dark(seen: Seen) -> None:
    assert grave(seen.page, "light") == []
    assert grave(seen.page, "dark") == []


def test_axe_finds_nothing_serious_before_anybody_signs_in(browser: Browser, at: Served) -> None:
    page = browser.new_page()
    for address in (f"{at.origin}/", at.address()):
        page.goto(address)
        assert grave(page, "light") == grave(page, "dark") == []
    page.get_by_label("Who are you?").select_option(label="Ana")
    page.get_by_label("Your PIN").fill("0000")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert grave(page, "light") == grave(page, "dark") == []
    page.close()


# Room


CONTROLS = {
    "home": ["link=Trust and time: begun", "link=Settle together", "button=Sign out"],
    "content note": ["button=Start reading", "checkbox=Blur quotations", "spinbutton=Remind me"],
    "blind": ["button=Done", "button=Add what was missed", "button=Care", "button=All keys"],
    "blind, marking": ["button=Add", "button=Leave", "button=Done"],
    "assisted": [
        *("button=Confirm", "button=Reject", "button=Unsure", "button=Undo", "button=Finish paper"),
        *("button=Start one word out", "button=End one word in", "textbox=Speaker", "textbox=Note"),
        *("radio=professional", "radio=wrong speaker", "button=Time", "button=Larger"),
        *("button=Next quotation", "button=Quotation 1,", "button=page"),
    ],
    "assisted, rejecting": ["button=interviewer", "textbox=Other reason"],
    "assisted, all keys": ["button=Close"],
    "assisted, to a page": ["button=Go", "textbox=Page"],
    "finished by both": ["button=Withdraw", "button=Ana: confirmed"],
    "settling": [
        *("button=A: this account", "button=B: no account", "button=Neither", "button=New"),
        *("button=Split", "button=Merge", "textbox=Note", "button=Number 2", "button=Names"),
    ],
    "settling in parts": [
        *("button=Settle as these accounts", "button=Next part", "textbox=Speaker", "button=Time"),
        *("radio=unclear", "radio=eligible", "button=End one word out"),
    ],
    "settling together": ["checkbox=I decide this together with Ben"],
    "settled": ["button=Withdraw this settlement", "link=Back to the papers"],
    "lead": ["link=Settle them", "link=To the screening", "searchbox=Find a paper"],
    "screening": [
        *("button=Include", "button=Exclude", "button=Unsure", "checkbox=decided together"),
        *("combobox=Voice looked for", "combobox=Order", "combobox=Kind", "button=Show them"),
    ],
    "assisted, codebook": ["button=Close", "button=Calm", "button=Take it off", "button=Codebook"],
    "codebook, editing": [
        *("button=Add a theme", "button=Change", "button=Split", "button=Merge", "button=Retire"),
        *("button=Take back into use", "link=Settle it anew"),
    ],
    "codebook, changing": ["textbox=Name", "combobox=Meta-theme", "button=Cancel"],
    "codebook, splitting": ["button=One more", "button=Cancel", "textbox=Why"],
    "screening, excluding": ["button=no first-hand accounts", "textbox=in your own words"],
    "screening, disputed": ["button=Exclude", "textbox=Why", "button=Leave the rest unread"],
    "sign-in": ["button=Sign in", "textbox=Your PIN", "combobox=Who are you?"],
}
"""What has to be in reach on a page: its role, and how its name begins or what is in it."""


def check_reach(page: Page, screen: str, width: int) -> None:
    """All controls can be used as the window is, and nothing goes over its side."""
    for control in CONTROLS.get(screen, ()):
        role, name = control.split("=")
        wanted = page.get_by_role(role, name=name)  # type: ignore[arg-type]
        wanted.first.click(trial=True)
        expect(wanted.first).to_be_in_viewport()
    wide = page.evaluate("[document.documentElement, document.body].map((e) => e.scrollWidth)")
    assert max(wide) <= width


def test_all_controls_are_in_reach_on_a_laptop(seen: Seen) -> None:
    check_reach(seen.page, seen.screen, LAPTOP["width"])


@pytest.mark.parametrize("screen", SCREENS)
def test_all_controls_are_in_reach_enlarged_to_twice_the_size(
    readers: Callable[..., Reader], screen: str
) -> None:
    who, *_ = SCREENS[screen]
    page = shown(readers(who, viewport=TWICE, device_scale_factor=2), screen)

    check_reach(page, screen, TWICE["width"])
    page.close()
