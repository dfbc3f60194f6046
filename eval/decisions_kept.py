"""Nothing that was acknowledged is lost: the server is killed while eight people decide at once.

The real server, `firsthand review` in a process of its own, is killed with SIGKILL at random
moments and started again. Each person is a browser: after a broken connection it signs in again and
sends the same decision, under the same key, until it is acknowledged.
"""

import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfile
from statistics import quantiles
from threading import Condition
from typing import Annotated, Any, NamedTuple
from uuid import UUID

import httpx
import typer

from extractor.batch.jobs import suggest_paper
from extractor.bundled import bundled
from extractor.errors import FirsthandError
from extractor.records import REASONS, SuggestedPaper
from extractor.review.access import hash_secret, new_link
from extractor.store.checks import problems_of
from extractor.store.database import reading, writing
from extractor.store.folder import Review, make_review, open_review, timestamp
from extractor.store.papers import add_paper
from extractor.store.people import ANNOTATOR, Person, add_person, id_of, people_of
from extractor.store.record import chain_of
from extractor.store.settings import DATABASE, Settings
from figures import Bar, Figures, Table, publish
from shell import Json, Out, each, run

HOW = (
    "{people} annotators, each a thread with a browser's cookies, decide at once on the {papers} "
    "bundled papers: confirm, reject or unsure, over and over. The server is killed (SIGKILL) when "
    "a random number of decisions was acknowledged since its start and up to {latest:.0f} ms more "
    "have passed, and started again; seed {seed}. At the end each acknowledged decision is looked "
    "for in the database ({database}), and `firsthand verify` looks at all of it."
)
NAMES = ("Ana", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gil", "Hana")
EIGHT = dict.fromkeys(NAMES, (ANNOTATOR,))
PIN = "2468"
COMMAND = "from extractor.cli import main\nif __name__ == '__main__': main()"
LOOPBACK = "127.0.0.1"
PATIENCE = 60.0  # seconds for an answer
LATEST = 0.05  # seconds from the last decision that is waited for to the kill
OPENING = re.compile(r"http://\S+/open/\S+")
FORM_TOKEN = re.compile(r'name="csrf" value="(\w+)"')
PAGE_TOKEN = re.compile(r'<meta name="csrf" content="(\w+)">')
EXISTENCES = ("confirm", "confirm", "confirm", "reject", "unsure")
BROKEN = (httpx.NetworkError, httpx.RemoteProtocolError)

Database = Annotated[
    str,
    typer.Option(help="An empty PostgreSQL database, as the page reaches it: postgresql://u:p@h/d"),
]
Owner = Annotated[str | None, typer.Option(help="The same database as its owner reaches it.")]
Seed = Annotated[int, typer.Option(help="What the random moments and decisions come from.")]


class ServerError(FirsthandError):
    """The server did not do what it has to."""


class Entry(NamedTuple):
    """A running server, and the cookies of a browser in which it was opened."""

    origin: str
    cookies: Mapping[str, str]


class Asked(NamedTuple):
    """A decision that somebody asks to be put on record."""

    key: str
    paper: str
    mark: str
    existence: str


class Kept(NamedTuple):
    """What became of all decisions: those on record are in ``chains``, by person, in order."""

    acknowledged: Mapping[str, Sequence[Asked]]
    chains: Mapping[str, Sequence[Asked]]
    repeated: int
    already: int
    seconds: Sequence[float]
    refused: Counter[str]
    problems: Sequence[str]

    @property
    def heard(self) -> int:
        """How many decisions were acknowledged."""
        return sum(map(len, self.acknowledged.values()))

    @property
    def missing(self) -> int:
        """Acknowledged ones that are not on record as they were asked for."""
        return sum((self._counted(self.acknowledged) - self._counted(self.chains)).values())

    @property
    def doubled(self) -> int:
        """Those on record that nobody was told of, or once more than they were told of."""
        return sum((self._counted(self.chains) - self._counted(self.acknowledged)).values())

    @property
    def in_order(self) -> bool:
        """Whether each person's are on record in the order in which they were acknowledged."""
        return all(self.chains[person] == asked for person, asked in self.acknowledged.items())

    def _counted(self, by_person: Mapping[str, Sequence[Asked]]) -> Counter[tuple[str, Asked]]:
        return Counter((person, asked) for person, all_of in by_person.items() for asked in all_of)


class Server:
    """`firsthand review` in a process of its own, at the same port each time it is started."""

    def __init__(self, review: Path) -> None:
        self.log = review / "server.log"
        self.port = free_port()
        options = ["review", str(review), "--no-open", "--port", str(self.port)]
        self._command = [sys.executable, "-c", COMMAND, *options]
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> str:
        """Start it; the first address that opens it. Raises ``ServerError`` if it tells none."""
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
                text=True,
            )  # fmt: skip
        for line in self._process.stdout or ():
            if told := OPENING.search(line):
                return told[0]
        self.kill()
        raise ServerError(f"The server did not start:\n{self.log.read_text()[-2000:]}")

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()


@dataclass
class Load:
    """What the annotators and whoever kills the server know of each other.

    ``life`` counts the starts of the server, ``doomed`` is the last life that is killed or about to
    be. Everything is read and changed while the condition is held.
    """

    changed: Condition = field(default_factory=Condition)
    entry: Entry | None = None
    life: int = 0
    doomed: int = 0
    ended: bool = False
    failure: BaseException | None = None
    acknowledged: dict[str, list[Asked]] = field(default_factory=dict)
    sent: Counter[str] = field(default_factory=Counter)
    last_sent: dict[str, str] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def begin(self, entry: Entry) -> None:
        """Tell the annotators of a server that was started."""
        with self.changed:
            self.entry, self.life = entry, self.life + 1
            self.changed.notify_all()

    def wait_for(self, decisions: int) -> None:
        """Wait until so many decisions are acknowledged in all; raises what made somebody fail."""
        with self.changed:
            self.changed.wait_for(lambda: self.failure or len(self.seconds) >= decisions)
            if self.failure:
                raise self.failure

    def doom(self) -> None:
        """From now on connections to the running server may break."""
        with self.changed:
            self.doomed = self.life

    def end(self) -> None:
        """Let the annotators end when they have heard of what they asked for."""
        with self.changed:
            self.ended = True
            self.changed.notify_all()

    def fail(self, error: BaseException) -> None:
        """Note what nobody should have met."""
        with self.changed:
            self.failure = self.failure or error
            self.changed.notify_all()

    def life_after(self, life: int) -> tuple[int, Entry] | None:
        """The next life of the server, as soon as it begins; None if there is none."""
        with self.changed:
            self.changed.wait_for(lambda: self.life > life or self.ended)
            return None if self.entry is None or self.life == life else (self.life, self.entry)

    def sending(self, asked: Asked) -> None:
        """Note that a decision is sent, for the first time or again."""
        with self.changed:
            self.sent[asked.key] += 1
            self.last_sent[asked.key] = timestamp()

    def heard(self, person: str, asked: Asked, seconds: float) -> None:
        """Note that a decision is acknowledged."""
        with self.changed:
            self.acknowledged.setdefault(person, []).append(asked)
            self.seconds.append(seconds)
            self.changed.notify_all()


class Annotator:
    """Somebody who decides on and on. ``asked`` is what no answer was heard to yet."""

    def __init__(self, load: Load, person: str, seed: int) -> None:
        self.load, self.person = load, person
        self.random = random.Random(f"{seed} {person}")
        self.asked: Asked | None = None
        self.marks: list[tuple[str, Mapping[str, Any]]] = []

    def decide(self, papers: Sequence[str]) -> None:
        """Decide in each life of the server until it is killed, or until enough is decided."""
        life = 0
        try:
            while begun := self.load.life_after(life):
                life, entry = begun
                try:
                    self._decide_in(life, entry, papers)
                except (*BROKEN, ServerError):
                    if life > self.load.doomed:
                        raise
        except BaseException as error:
            self.load.fail(error)
            raise

    def _decide_in(self, life: int, entry: Entry, papers: Sequence[str]) -> None:
        with signed_in(entry, self.person) as browser:
            self.marks = self.marks or list(marks_in(browser, papers))
            while self.asked or not self.load.ended:
                mark = self.random.choice(self.marks)
                self.asked = self.asked or self._asked(*mark)
                self._send(browser, life, self.asked)
                self.asked = None

    def _asked(self, paper: str, mark: Mapping[str, Any]) -> Asked:
        key = str(UUID(int=self.random.getrandbits(128), version=4))
        return Asked(key, paper, mark["mark"], self.random.choice(EXISTENCES))

    def _send(self, browser: httpx.Client, life: int, asked: Asked) -> None:
        """Send a decision; what is refused is noted, unless the server is another one by now."""
        self.load.sending(asked)
        begun = time.perf_counter()
        answer = browser.post(f"/papers/{asked.paper}/decisions", json=self._body(asked))
        seconds = time.perf_counter() - begun
        if answer.status_code == httpx.codes.OK:
            self.load.heard(self.person, asked, seconds)
        elif life <= self.load.doomed:
            raise ServerError("Another server does not know this session.")
        else:
            self.load.refused[f"{answer.status_code}: {answer.text[:200]}"] += 1

    def _body(self, asked: Asked) -> dict[str, Any]:
        mark = next(each for paper, each in self.marks if (paper, each["mark"]) == asked[1:3])
        return body_of(asked.key, mark, asked.existence)


def main(
    kills: Annotated[int, typer.Option(min=0, help="How often the server is killed.")] = 200,
    decisions: Annotated[int, typer.Option(min=1, help="At least so many decisions.")] = 10_000,
    database: Database = DATABASE,
    owner: Owner = None,
    seed: Seed = 1,
    out: Out = None,
    json: Json = None,
) -> None:
    """Kill the server while eight people decide; look for every decision afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        papers = list(read_bundled())
        settings = Settings(people=len(NAMES), blind_share=0.0, database=database)
        review = build_review(Path(folder) / "review", settings, papers, owner=owner)
        review.close()
        kept = decide_and_kill(review, kills=kills, decisions=decisions, seed=seed)
    how = HOW.format(
        people=len(NAMES), papers=len(papers), latest=1000 * LATEST, seed=seed,
        database=database.partition(":")[0].partition("+")[0],
    )  # fmt: skip
    figures = Figures("No decision lost", how, bars_of(kept, decisions), [table_of(kept, kills)])
    publish(figures, out=out, as_json=json)


def decide_and_kill(review: Review, *, kills: int, decisions: int, seed: int) -> Kept:
    """Let all annotators of a review decide while its server is killed; what became of it."""
    with reading(review.engine) as connection:
        people = [person.id for person in people_of(connection) if ANNOTATOR in person.roles]
    review.close()  # or else the server would find the database open, not as a crash leaves it
    load = Load()
    chance = random.Random(seed)
    with Server(review.folder) as server, ThreadPoolExecutor(len(people)) as pool:
        papers = [path.stem for path in sorted((review.folder / "papers").iterdir())]
        working = [pool.submit(Annotator(load, each, seed).decide, papers) for each in people]
        try:
            _kill(load, server, chance, kills, decisions)
        finally:
            load.end()
        for one in working:
            one.result()
    return kept_of(review.folder, load, server.log)


def _kill(load: Load, server: Server, chance: random.Random, kills: int, decisions: int) -> None:
    """Kill the server so often, then let the rest be decided."""
    most = 2 * decisions // (kills + 1)
    for _ in each(range(kills), lambda _: f"kills, {len(load.seconds)} decisions"):
        load.begin(entry_of(server.start()))
        load.wait_for(len(load.seconds) + chance.randint(0, most))
        time.sleep(chance.uniform(0, LATEST))
        load.doom()
        server.kill()
    load.begin(entry_of(server.start()))
    load.wait_for(decisions)


def kept_of(folder: Path, load: Load, log: Path) -> Kept:
    """What of the load is on record, and what is wrong with the review."""
    review = open_review(folder)
    with reading(review.engine) as connection:
        chains = {person: chain_of(connection, person) for person in load.acknowledged}
    problems = list(problems_of(review))
    review.close()
    at = {decision.key: decision.at for chain in chains.values() for decision in chain}
    again = [key for key, times in load.sent.items() if times > 1]
    load.refused["tracebacks of the server"] += log.read_text().count("Traceback")
    return Kept(
        acknowledged=load.acknowledged,
        chains={
            person: [Asked(d.key, d.paper, d.mark, d.judgement.existence if d.judgement else "")
                     for d in chain]
            for person, chain in chains.items()
        },
        repeated=len(again),
        already=sum(key in at and at[key] < load.last_sent[key] for key in again),
        seconds=load.seconds,
        refused=+load.refused,
        problems=problems,
    )  # fmt: skip


def bars_of(kept: Kept, decisions: int) -> list[Bar]:
    """What was promised."""
    told = "; ".join(f"{count} × {what}" for what, count in kept.refused.items())
    found = {
        "acknowledged": (str(kept.heard), f"at least {decisions}", kept.heard >= decisions),
        "acknowledged, but not on record": (str(kept.missing), "0", kept.missing == 0),
        "doubled, or never acknowledged": (str(kept.doubled), "0", kept.doubled == 0),
        "on record in the order of the answers": (
            "yes" if kept.in_order else "no", "yes", kept.in_order,
        ),
        "errors shown": (told or "0", "0", not kept.refused),
        "problems found by verify": (
            "; ".join(kept.problems[:5]) or "0", "0", not kept.problems,
        ),
    }  # fmt: skip
    return [Bar(what, *figures) for what, figures in found.items()]


def table_of(kept: Kept, kills: int) -> Table:
    """What the load was like."""
    cuts = quantiles(kept.seconds, n=100)
    rows: list[Mapping[str, object]] = [
        {"what": "kills", "figure": kills},
        {"what": "sent again after a kill", "figure": kept.repeated},
        {"what": "of these on record already, though unheard", "figure": kept.already},
        {"what": "a decision's round trip among so many, median, ms", "figure": 1000 * cuts[49]},
        {"what": "… 95th percentile, ms", "figure": 1000 * cuts[94]},
    ]
    return Table("The load", {"what": "", "figure": ".0f"}, rows)


def build_review(
    folder: Path,
    settings: Settings,
    papers: Iterable[tuple[Path, SuggestedPaper]],
    *,
    people: Mapping[str, Sequence[str]] = EIGHT,
    owner: str | None = None,
) -> Review:
    """A new review with its people and their roles, who all have the same PIN, and its papers."""
    codebook = (bundled("annotations") / "codebook.toml").read_text(encoding="utf-8")
    review = make_review(folder, settings, codebook, owner=owner)
    secret = hash_secret(PIN)
    with writing(review.engine) as connection:
        for name, roles in people.items():
            person = Person(id_of(name), name, tuple(roles), new_link()[1], secret)
            add_person(connection, person, now=timestamp())
        for path, paper in papers:
            added = add_paper(connection, paper, review.settings, now=timestamp())
            copyfile(path, review.folder / "papers" / f"{added.paper}{path.suffix}")
    return review


def read_bundled() -> Iterator[tuple[Path, SuggestedPaper]]:
    """The bundled papers that hold something to decide."""
    for path in each(sorted(bundled("corpus").glob("*.pdf")), lambda path: path.stem):
        paper = suggest_paper(path, engine="pdfium", password=None)
        if any(each.score >= Settings().threshold for each in paper.suggestions):
            yield path, paper


def entry_of(opening: str) -> Entry:
    """Open a server as a browser does; the cookies that let it in from then on."""
    with httpx.Client(trust_env=False, timeout=PATIENCE) as client:
        answer = client.get(opening)
        return Entry(f"http://{answer.url.netloc.decode()}", dict(client.cookies))


@contextmanager
def signed_in(entry: Entry, person: str, pin: str = PIN) -> Iterator[httpx.Client]:
    """A browser in which somebody is signed in, ready to change things."""
    with httpx.Client(
        base_url=entry.origin, cookies=dict(entry.cookies), headers={"Origin": entry.origin},
        trust_env=False, timeout=PATIENCE,
    ) as browser:  # fmt: skip
        token = _token(FORM_TOKEN, browser.get("/sign-in"))
        browser.post("/sign-in", data={"csrf": token, "name": person, "secret": pin})
        page = browser.get("/", follow_redirects=True)
        browser.headers["X-CSRF-Token"] = _token(PAGE_TOKEN, page)
        yield browser


def marks_in(
    browser: httpx.Client, papers: Iterable[str]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """All marks of these papers, each with its paper."""
    for paper in papers:
        answer = browser.get(f"/papers/{paper}/state")
        if answer.status_code != httpx.codes.OK:
            raise ServerError(f"A paper's state could not be had: {answer.text[:200]}")
        for mark in answer.json()["marks"]:
            yield paper, mark


def body_of(key: str, mark: Mapping[str, Any], existence: str) -> dict[str, Any]:
    """What the page sends when somebody decides on a mark as it was suggested."""
    return {
        "key": key, "mark": mark["mark"], "existence": existence, "start": mark["start"],
        "end": mark["end"], "reason": REASONS[0] if existence == "reject" else "",
        "eligibility": None, "speaker": None, "voice": None, "themes": [], "note": "",
        "seconds": 1.5, "score_shown": False,
    }  # fmt: skip


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server((LOOPBACK, 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


def _token(pattern: re.Pattern[str], page: httpx.Response) -> str:
    found = pattern.search(page.text)
    if found is None:
        raise ServerError(f"{page.url.path} answers {page.status_code} and holds no token.")
    return found[1]


if __name__ == "__main__":
    run(main)
