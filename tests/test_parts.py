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
from extractor.store.backup import back_up, restore
from extractor.store.checks import problems_of
from extractor.store.database import migrate, open_database, reading, writing
from extractor.store.folder import Review, timestamp
from extractor.store.listing import WAITS, miscounted, stale
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
from extractor.store.tables import list_counts, summaries
from extractor.store.tables import waiting as waiting_table
from tests.databases import Databases, fresh_database, sqlite
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


@pytest.mark.parametrize("after", ["no place", "new-", "-9999999999999", "new-1e3", "new-²"])
def test_a_place_that_is_none_is_the_beginning(many: Review, after: str) -> None:
    beginning = show(many, papers_of_all(), Wanted())

    assert show(many, papers_of_all(), Wanted(after=after)) == beginning


def test_the_flow_is_that_of_all_papers(many: Review) -> None:
    for who in (ANA, BEN, LEA):
        assert screening_flow(many, who) == flow(screenings(many, who))


def test_a_lead_screens_all_papers_and_an_annotator_their_own(many: Review) -> None:
    wanted = Wanted("disputed")
    (paper,) = show_screening(many, LEA, wanted).part.papers

    assert show_screening(many, ANA, wanted).part.papers == [paper]
    assert show_screening(many, LEA, Wanted()).part.more
    assert show_screening(many, LEA, Wanted()).counts == {}


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
        for table in (summaries, waiting_table, list_counts)
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
    with reading(many.engine) as connection:
        before = rows_of(connection)
    many.close()
    owner = open_database(databases_of_many.owner)
    with writing(owner) as connection:
        for name in ("waiting", "summaries", "list_counts"):
            connection.execute(text(f"DROP TABLE {name}"))
        connection.execute(text("DROP INDEX decisions_that_finish"))
        connection.execute(text("UPDATE alembic_version SET version_num = '4'"))

    migrate(owner)

    with reading(many.engine) as connection:
        assert rows_of(connection) == before
    owner.dispose()


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
