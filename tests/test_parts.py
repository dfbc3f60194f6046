"""Lists of papers in parts: each paper once, in order, found by name, and counts that are exact."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import Connection, event, text, update

from extractor.records import Existence, Step
from extractor.review.lists import waiting, what_waits
from extractor.screening.model import Expected
from extractor.screening.prospects import PaperKind, Prospect, place_of
from extractor.store.backup import back_up, restore
from extractor.store.checks import problems_of
from extractor.store.database import migrate, open_database, reading, writing
from extractor.store.folder import Review, timestamp
from extractor.store.listing import SCREENING, WAITS, count_given, miscounted, stale
from extractor.store.overview import flow, my_papers, screenings
from extractor.store.papers import add_paper, list_papers
from extractor.store.parts import (
    PART,
    Listed,
    Wanted,
    papers_of,
    papers_of_all,
    read_blindly,
    screened_by,
    screening_flow,
    show,
    show_screening,
)
from extractor.store.people import Person
from extractor.store.places import UNKNOWN, place_by_voice
from extractor.store.prospects import keep_prospects, kept_prospects
from extractor.store.stopping import leave_unread, take_up
from extractor.store.tables import list_counts, prospects, summaries
from extractor.store.tables import waiting as waiting_table
from tests.databases import Databases, fresh_database, sqlite
from tests.prescreened import BENCH, KETTLE, LAMP, prescreened_review, prospect, say
from tests.readers import Reader
from tests.reviews import (
    PAPER,
    confirm_all,
    desk,
    document,
    draft,
    key,
    person,
    small_review,
    suggested,
)
from tests.visiting import served

PAPERS = 104
ANA, BEN, LEA = person("Ana"), person("Ben"), person("Lea")


def add_papers(review: Review, count: int) -> list[str]:
    """Put so many more papers in, each with the words of the first; their ids."""
    added = []
    with writing(review.engine) as connection:
        for number in range(count):
            name = sha256(f"paper {number}".encode()).hexdigest()
            paper = replace(document(), paper=name, title=f"Été at the clinic, part {number}")
            read = replace(suggested(paper), source=f"/home/somebody/{number}-ten%.pdf")
            added.append(add_paper(connection, read, review.settings, now=timestamp()).paper)
    return added


def work(review: Review, papers: list[str]) -> None:
    """Leave papers in every state: begun, to be finished, waiting, in conflict, done, screened."""
    ana, ben = desk(review, "Ana"), desk(review, "Ben")
    begun, decided, mine, ours, disputed = papers[:5]
    first = ana.sheet(begun).marks[0]
    ana.decide(begun, draft(first.name, first.span))
    for paper in (decided, mine, ours, disputed):
        confirm_all(ana, paper)
    mark = ben.sheet(disputed).marks[0]
    ben.decide(disputed, draft(mark.name, mark.span, Existence.REJECT, reason="interviewer"))
    for paper in (ours, disputed):
        confirm_all(ben, paper)
        ben.finish(paper, key())
    for paper in (mine, ours, disputed):
        ana.finish(paper, key())
    for paper, by_ana, by_ben in (
        (begun, Step.INCLUDE, Step.EXCLUDE), (ours, Step.EXCLUDE, Step.EXCLUDE),
        (mine, Step.INCLUDE, Step.INCLUDE),
    ):  # fmt: skip
        ana.screen(paper, by_ana, "no participants", "", key())
        ben.screen(paper, by_ben, "another design", "", key())
    ana.screen(decided, Step.PAPER_UNSURE, "", "", key())


def prescreen(review: Review) -> None:
    """Keep a row of each paper but three, of all kinds, voices and chances, some of them the same.

    Of how many papers of one kind are, no two counts are the same.
    """
    with reading(review.engine) as connection:
        papers = list_papers(connection)
    voices: tuple[dict[str, int], ...] = (
        {"service user": 6, "professional": 1}, {"professional": 4}, {"unclear": 2},
        {"carer or other lay": 1, "professional": 2}, {},
    )  # fmt: skip
    keep_prospects(review, {
        paper.document: prospect(
            paper.title,
            round(0.95 - number % 11 / 20, 2),
            kind=list(PaperKind)[number % 5 * number % 4],
            expected=Expected(number % 7, 0, 20),
            topic=None if number % 13 == 0 else number % 10 / 10,
            voices=voices[number % 5],
        )
        for number, paper in enumerate(papers) if number not in (3, 50, 104)
    })  # fmt: skip


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def databases_of_many(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Databases]:
    """A database of each kind, for tests that leave what is in it as it is."""
    if request.param == "sqlite":
        yield sqlite(tmp_path_factory.mktemp("many"))
    else:
        with fresh_database(request.getfixturevalue("cluster")) as made:
            yield made


@pytest.fixture(scope="module")
def many(
    databases_of_many: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Review]:
    """A review of more papers than one part of a list holds, in every state."""
    made = small_review(tmp_path_factory.mktemp("review"), databases_of_many)
    work(made, add_papers(made, PAPERS))
    prescreen(made)
    yield made
    made.close()


def all_of(review: Review, listed: Listed, state: str = "", words: str = "") -> list[str]:
    """The papers of a list, part after part."""
    found: list[str] = []
    part = show(review, listed, Wanted(state, words)).part
    while part.more:
        found += part.papers
        part = show(review, listed, Wanted(state, words, part.more)).part
    return [*found, *part.papers]


def test_the_parts_of_a_list_hold_every_paper_once_and_in_order(many: Review) -> None:
    with reading(many.engine) as connection:
        put_in = [paper.id for paper in list_papers(connection)]

    assert all_of(many, papers_of_all()) == put_in
    assert len(show(many, papers_of_all(), Wanted()).part.papers) == PART < len(put_in)


def test_what_waits_comes_in_the_same_order_as_in_a_list_of_all(many: Review) -> None:
    whole = [each.paper.id for each in waiting(my_papers(many, ANA), 2)]

    assert all_of(many, papers_of(ANA)) == whole


def test_counts_are_those_of_the_whole_list(many: Review) -> None:
    counted = Counter(what_waits(each, 2)[0] for each in my_papers(many, ANA))

    assert show(many, papers_of(ANA), Wanted()).counts == counted
    assert set(counted) == {"finish", "begun", "new", "conflicts", "others", "done"}
    assert show(many, papers_of_all(), Wanted()).counts == {"open": 103, "conflicts": 1, "done": 1}
    assert show(many, screened_by(BEN), Wanted()).counts == {"open": 102, "done": 2, "disputed": 1}


@pytest.mark.parametrize("state", ["finish", "begun", "new", "conflicts", "others", "done"])
def test_a_state_lists_the_papers_in_it(many: Review, state: str) -> None:
    fitting = [each.paper.id for each in my_papers(many, ANA) if what_waits(each, 2)[0] == state]

    assert all_of(many, papers_of(ANA), state) == fitting


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ete PART 103", 1),
        ("103 été", 1),
        ("part 10", 5),
        ("ten%", PAPERS),
        ("103-ten%.pdf", 1),
        ("_", 0),
        ("somebody", 0),
        ("trust time", 1),
    ],
)
def test_papers_are_found_by_all_words_of_title_and_file(
    many: Review, words: str, found: int
) -> None:
    for listed in (papers_of(BEN), papers_of_all()):
        assert len(all_of(many, listed, words=words)) == found


def test_on_a_server_an_index_finds_any_part_of_a_name(many: Review) -> None:
    if many.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no such index")
    asked = "EXPLAIN SELECT number FROM summaries WHERE name LIKE '%linic%'"
    with reading(many.engine) as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))  # there are few names here
        plan = connection.execute(text(asked)).scalars().all()

    assert any("summaries_by_letters" in line for line in plan)


@pytest.mark.parametrize(
    "after",
    [
        "no place",
        "new-",
        "-9999999999999",
        "new-1e3",
        "new-²",
        "new-0-3",
    ],
)
def test_a_place_that_is_none_is_the_beginning(many: Review, after: str) -> None:
    beginning = show(many, papers_of_all(), Wanted())

    assert show(many, papers_of_all(), Wanted(after=after)) == beginning


def test_where_a_part_begins_tells_no_number_that_is_not_told_yet(many: Review) -> None:
    more = show_screening(many, ANA, Wanted(), "by_expected").part.more

    assert re.fullmatch(r"-\d{1,3}", more)  # the number of a paper, and not its place


@pytest.mark.parametrize("words", ["%00", "part%00", "%ED%A0%80"])
def test_what_no_database_takes_is_found_nowhere(many: Review, words: str) -> None:
    with served(many) as page, page.visitor("Ana") as ana:
        told = ana.get(f"/?find={words}")

    assert told.status_code == 200
    assert "No paper fits" in told.text


def test_the_flow_is_that_of_all_papers(many: Review) -> None:
    for who in (ANA, BEN, LEA):
        assert screening_flow(many, who) == flow(screenings(many, who))


def test_a_lead_screens_all_papers_and_an_annotator_their_own(many: Review) -> None:
    wanted = Wanted("disputed")
    (paper,) = show_screening(many, LEA, wanted).part.papers

    assert show_screening(many, ANA, wanted).part.papers == [paper]
    assert show_screening(many, LEA, Wanted()).part.more
    assert show_screening(many, LEA, Wanted()).counts == {}


def told_of(review: Review) -> dict[str, Prospect]:
    """What pre-screening tells of each paper, as they were put in."""
    kept = kept_prospects(review)
    with reading(review.engine) as connection:
        return {each.id: kept.get(each.document, UNKNOWN) for each in list_papers(connection)}


@pytest.mark.parametrize(
    ("voice", "voices"),
    [("", ()), ("any", ()), ("professional", ("professional",)), ("unclear", ("unclear",))],
)
def test_a_ranked_list_holds_every_paper_once_and_as_the_command_ranks_them(
    many: Review, voice: str, voices: tuple[str, ...]
) -> None:
    told = told_of(many)
    ranked = sorted(told, key=lambda paper: place_of(told[paper], voices))

    for annotator in ("", ANA.id):
        listed = Listed(annotator, SCREENING, place=place_by_voice(voice))
        assert all_of(many, listed) == ranked


@pytest.mark.parametrize("order", ["by_topic", "by_expected"])
def test_in_any_order_what_needs_a_person_comes_first(many: Review, order: str) -> None:
    told = told_of(many)

    def place(paper: str) -> tuple[bool, float]:
        row = told[paper]
        good = row.topic if order == "by_topic" else row.expected and row.expected.count
        return row.kind is not PaperKind.NEEDS_A_PERSON, -(good or 0)

    assert all_of(many, Listed("", SCREENING, place=order)) == sorted(told, key=place)


@pytest.mark.parametrize("who", [ANA, LEA])
def test_papers_are_counted_and_found_by_kind(many: Review, who: Person) -> None:
    told = told_of(many)
    shown = show_screening(many, who, Wanted(), "ranked")

    assert shown.kinds == Counter(each.kind.value for each in told.values())
    for kind in PaperKind:
        found = show_screening(many, who, Wanted(kind=kind.value), "ranked").part.papers
        assert set(found) == {paper for paper, each in told.items() if each.kind is kind}


def test_a_paper_that_is_read_anew_needs_a_person_until_it_is_prescreened_again(
    review: Review,
) -> None:
    with reading(review.engine) as connection:
        (paper,) = list_papers(connection)
    keep_prospects(review, {paper.document: prospect(paper.title, 0.9)})
    newer = suggested(replace(document(), reader="another reader 2.0"))

    with writing(review.engine) as connection:
        add_paper(connection, newer, review.settings, now=timestamp())

    assert show_screening(review, ANA, Wanted(), "ranked").kinds == {"needs a person": 1}
    assert list(problems_of(review)) == []
    keep_prospects(review, {})
    assert kept_prospects(review) == {}


def test_what_is_left_unread_is_counted_and_found_as_such_until_it_is_taken_up(
    tmp_path: Path, databases: Databases
) -> None:
    review = prescreened_review(tmp_path, databases, stop_after=2)
    say(review, {KETTLE: Step.EXCLUDE, LAMP: Step.EXCLUDE})
    say(review, {BENCH: Step.INCLUDE}, "Ana")

    leave_unread(review, LEA, "", key())
    for who in (ANA, LEA):
        assert len(show_screening(review, who, Wanted("unread")).part.papers) == 1
        assert screening_flow(review, who) == flow(screenings(review, who))
    assert show(review, papers_of(ANA), Wanted()).counts == {"new": 4, "unread": 1}

    take_up(review, LEA, "", key())
    assert show(review, papers_of(ANA), Wanted()).counts == {"new": 5}
    assert show_screening(review, ANA, Wanted("unread")).part.papers == []
    assert screening_flow(review, ANA) == flow(screenings(review, ANA))
    review.close()


def test_papers_with_pages_read_without_suggestions_are_known(blind_review: Review) -> None:
    assert read_blindly(blind_review, ANA) == read_blindly(blind_review, ANA, [PAPER]) == {PAPER}

    desk(blind_review, "Ana").close_page(PAPER, 1, key())

    assert read_blindly(blind_review, ANA) == read_blindly(blind_review, ANA, [PAPER]) == set()
    assert read_blindly(blind_review, BEN) == {PAPER}


def test_what_lists_tell_is_what_is_on_record(many: Review) -> None:
    with reading(many.engine) as connection:
        assert list(stale(connection)) == []
        assert not miscounted(connection)


def test_verify_tells_of_a_list_that_tells_something_else(review: Review) -> None:
    with writing(review.engine) as connection:
        connection.execute(update(summaries).values(name="another"))

    assert list(problems_of(review)) == [
        "What the lists tell of trust-and-time.pdf is not what is on record."
    ]


def test_verify_tells_of_a_count_that_is_another(review: Review) -> None:
    with writing(review.engine) as connection:
        connection.execute(update(list_counts).where(list_counts.c.what == WAITS).values(papers=7))

    assert list(problems_of(review)) == ["The lists count papers otherwise than they list them."]


def rows_of(connection: Connection) -> list[object]:
    """Everything that lists tell."""
    return [
        tuple(row)
        for table in (prospects, summaries, waiting_table, list_counts)
        for row in connection.execute(table.select().order_by(*table.primary_key))
        if row[-1] != 0 or table is not list_counts
    ]


def test_a_restored_review_has_the_same_lists(many: Review, tmp_path: Path) -> None:
    back_up(many, tmp_path / "backup.zip")
    restored = restore(tmp_path / "backup.zip", tmp_path / "again", database="sqlite:///review.db")

    with reading(many.engine) as before, reading(restored.engine) as after:
        assert rows_of(before) == rows_of(after)
    restored.close()


def test_a_review_made_before_there_were_such_lists_gets_them(
    many: Review, databases_of_many: Databases
) -> None:
    told = kept_prospects(many)
    keep_prospects(many, {})  # they are made anew: there was no such table
    with reading(many.engine) as connection:
        before = rows_of(connection)
    many.close()
    owner = open_database(databases_of_many.owner)
    with writing(owner) as connection:
        for name in ("waiting", "summaries", "list_counts", "prospects"):
            connection.execute(text(f"DROP TABLE {name}"))
        for name in ("decisions_that_finish", "decisions_that_stop"):
            connection.execute(text(f"DROP INDEX {name}"))
        connection.execute(text("UPDATE alembic_version SET version_num = '4'"))

    migrate(owner)

    with reading(many.engine) as connection:
        assert rows_of(connection) == before
    keep_prospects(many, told)
    owner.dispose()


def test_how_many_papers_each_annotator_has_is_known_without_going_through_them(
    many: Review,
) -> None:
    with reading(many.engine) as connection:
        held = connection.execute(
            text("SELECT annotator, COUNT(*) FROM assignments GROUP BY annotator")
        )
        assert count_given(connection) == {row[0]: row[1] for row in held}


@pytest.fixture
def asked(review: Review) -> Iterator[list[str]]:
    """The questions that the database is asked."""
    questions: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        questions.append(statement)

    event.listen(review.engine, "before_cursor_execute", note)
    yield questions
    event.remove(review.engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("who", "path"), [("Ana", "/"), ("Lea", "/lead"), ("Ana", "/screening"), ("Lea", "/screening")]
)
def test_a_page_asks_no_more_questions_the_more_papers_there_are(
    review: Review, asked: list[str], who: str, path: str
) -> None:
    with served(review) as page, page.visitor(who) as visitor:
        visitor.get(path)
        asked.clear()
        visitor.get(path)
        few = len(asked)
        add_papers(review, 30)
        asked.clear()
        visitor.get(path)

    assert len(asked) == few


ROW = re.compile(r'<tr data-waits="|<li class="screened"')


@pytest.mark.parametrize(
    ("who", "path"), [("Ana", "/"), ("Lea", "/lead"), ("Ana", "/screening"), ("Lea", "/screening")]
)
def test_a_page_shows_a_part_and_leads_to_the_next(many: Review, who: str, path: str) -> None:
    with served(many) as page, page.visitor(who) as visitor:
        first = visitor.get(path).text
        onward = re.search(r'rel="next" href="(\?after=[\w-]+)"', first)
        assert onward is not None
        second = visitor.get(path + onward[1]).text
        found = visitor.get(f"{path}?find=part+103").text
        nothing = visitor.get(f"{path}?find=nowhere").text

    assert [len(ROW.findall(each)) for each in (first, second, found, nothing)] == [100, 5, 1, 0]
    assert "To the beginning" in second
    assert 'value="part 103"' in found
    assert re.search(r'id="filter-none">No paper fits', nothing)


def test_another_part_and_another_search_are_in_the_order_that_was_asked_for(many: Review) -> None:
    with served(many) as page, page.visitor("Ana") as ana:
        first = ana.get("/screening?order=topic&voice=any").text
        onward = re.search(r'rel="next" href="([^"]*)"', first)
        assert onward is not None
        second = ana.get("/screening" + onward[1].replace("&amp;", "&")).text
        doubtful = ana.get("/screening?kind=needs+a+person").text

    for each in (first, second):
        assert "<option selected>topic</option>" in each
        assert '<input type="hidden" name="order" value="topic">' in each
    assert len(ROW.findall(second)) == 5
    kinds = show_screening(many, ANA, Wanted()).kinds
    assert len(ROW.findall(doubtful)) == kinds["needs a person"]
    assert f'<option value="none found">none found ({kinds["none found"]})</option>' in doubtful


def test_home_counts_all_papers_on_every_part(many: Review) -> None:
    with served(many) as page, page.visitor("Ana") as ana:
        pages = [ana.get(path).text for path in ("/", "/?waits=done", "/?find=nowhere")]

    for each in pages:
        assert "102 of your 105 papers are not finished yet" in " ".join(each.split())
        assert "101 wait to be included or excluded" in each
        assert "all 105" in each


def test_what_is_looked_for_is_shown_as_text(many: Review) -> None:
    with served(many) as page, page.visitor("Ana") as ana:
        told = ana.get('/?find="><script>alert(1)</script>').text

    assert "<script>alert" not in told


def test_in_a_browser_papers_are_found_beyond_the_part_that_is_shown(
    browser: Browser, many: Review
) -> None:
    with served(many) as page, Reader(browser, page, "Ana") as ana:
        ana.open("/")
        rows = ana.page.locator("#papers > tr")
        expect(rows).to_have_count(PART)
        ana.page.get_by_role("link", name="Next papers").click()
        expect(rows).to_have_count(5)
        ana.page.get_by_role("searchbox", name="Find a paper").fill("ete part 77")
        ana.press("Enter")
        expect(rows).to_have_count(1)
        expect(rows).to_contain_text("Été at the clinic, part 77")
        ana.page.get_by_role("radio", name="done").check(force=True)
        expect(ana.page.get_by_text("No paper fits")).to_be_visible()
        ana.page.get_by_role("button", name="Show all").click()
        expect(rows).to_have_count(PART)


def test_in_a_browser_papers_of_a_kind_are_found_beyond_the_part_that_is_shown(
    browser: Browser, many: Review
) -> None:
    doubtful = show_screening(many, ANA, Wanted()).kinds["needs a person"]
    with served(many) as page, Reader(browser, page, "Ana") as ana:
        ana.open("/screening")
        rows = ana.page.locator("#papers > li")
        expect(rows).to_have_count(PART)
        order = ana.page.locator("select[name=order]")
        order.select_option("topic")
        ana.page.get_by_role("button", name="Order", exact=True).click()
        ana.page.get_by_role("button", name="Show them").click()
        expect(rows).to_have_count(doubtful)
        expect(order).to_have_value("topic")
        ana.page.get_by_role("link", name="Screening").click()
        expect(rows).to_have_count(PART)
