"""A small review of several invented papers that were pre-screened, for tests of what follows."""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from extractor.records import Step, SuggestedPaper
from extractor.screening.model import Expected
from extractor.screening.prospects import PaperKind, Prospect
from extractor.store.database import reading, writing
from extractor.store.folder import Review, timestamp
from extractor.store.papers import add_paper, list_papers
from extractor.store.prospects import keep_prospects
from tests.databases import Databases
from tests.reviews import FILE, desk, document, key, small_review, suggested

KETTLE, LAMP, BENCH, DOOR, SCAN = "The kettle", "The lamp", "The bench", "The door", "A scan"
WHY = "no first-hand accounts"


def prospect(title: str, chance: float, **more: object) -> Prospect:
    """What pre-screening tells of one of the papers."""
    told = Prospect(
        source=f"{title}.pdf",
        title=title,
        kind=PaperKind.ACCOUNTS,
        has_accounts=chance,
        expected=Expected(7, 5, 9),
        voices={"service user": 7},
        topic=0.2,
        samples=(f"Words of {title}.",),
        why=("7 likely quotations",),
    )
    return replace(told, **more)  # type: ignore[arg-type]


PROSPECTS = (
    prospect(KETTLE, 0.9),
    prospect(LAMP, 0.8, voices={"professional": 7}),
    prospect(BENCH, 0.7, topic=0.1),
    prospect(DOOR, 0.6, kind=PaperKind.NONE_FOUND),
    prospect(SCAN, 0.02, kind=PaperKind.NEEDS_A_PERSON, topic=0.0),
)
"""As they are ranked; the scan stands between the bench and the door."""


def prescreened_review(folder: Path, databases: Databases, **settings: object) -> Review:
    """A review of these papers, put in from the last to the first, each with its prospect."""
    review = small_review(folder, databases, paper=paper(SCAN), **settings)
    for each in reversed(PROSPECTS[:-1]):
        with writing(review.engine) as connection:
            add_paper(connection, paper(each.title), review.settings, now=timestamp())
    for each in PROSPECTS:
        (review.folder / "papers" / f"{id_of(each.title)}.pdf").write_bytes(file_of(each.title))
    with reading(review.engine) as connection:
        digests = {each.title: each.document for each in list_papers(connection)}
    keep_prospects(review, {digests[each.title]: each for each in PROSPECTS})
    return review


def paper(title: str) -> SuggestedPaper:
    """A paper of this title with the words of the others."""
    of = replace(document(), paper=id_of(title), title=title)
    return replace(suggested(of), source=f"{title}.pdf")


def file_of(title: str) -> bytes:
    return FILE + title.encode()


def id_of(title: str) -> str:
    return sha256(file_of(title)).hexdigest()


def say(review: Review, said: Mapping[str, Step], *people: str) -> None:
    """Let people say of papers, by title, whether they belong to the review."""
    for person in people or ("Ana", "Ben"):
        for title, step in said.items():
            reason = WHY if step is Step.EXCLUDE else ""
            desk(review, person).screen(id_of(title), step, reason, "", key())
