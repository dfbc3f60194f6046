"""Many papers: the suggestions of each, and the pictures of their pages."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from extractor.batch import jobs as inside
from extractor.batch.guard import Worker, cores, run_in_order, run_jobs, run_jobs_as_finished
from extractor.batch.worker import Job, Limits
from extractor.errors import WorkerError
from extractor.records import SuggestedPaper

MOST_WORKERS = 4  # each holds a paper in memory
PICTURE_LIMITS = Limits(seconds=20.0)
DPI = 110


class Failed(NamedTuple):
    """A paper that could not be used, and why; ``kind`` is the name of the error's class."""

    source: str
    message: str
    kind: str


def suggest_papers(
    paths: Sequence[Path],
    *,
    jobs: int | None = None,
    engine: str = "pdfium",
    password: str | None = None,
    limits: Limits | None = None,
    started: Callable[[Path], None] = lambda path: None,
    for_review: bool = False,
) -> Generator[SuggestedPaper | Failed]:
    """The suggestions of each paper, or why there are none, in the order of ``paths``.

    ``for_review``, each comes as soon as it was read, with its document written. ``jobs`` papers
    are read at a time, each in a process of its own within ``limits``; ``started`` is told each
    paper as its turn comes.
    """
    read = inside.write_paper if for_review else inside.suggest_paper
    options = {"engine": engine, "password": password}
    todo = [Job(read, path, options) for path in paths]
    with ExitStack() as stack:
        workers = [
            stack.enter_context(Worker(limits, warm_up=inside.warm_up))
            for _ in range(jobs or usual_jobs(len(paths)))
        ]
        run = run_jobs_as_finished if for_review else run_in_order
        for number, outcome in run(todo, workers, started=lambda job: started(job.path)):
            yield told(paths[number], outcome)


def told(path: Path, outcome: object) -> SuggestedPaper | Failed:
    """What came of a paper, as those who asked for it want it."""
    if isinstance(outcome, SuggestedPaper):
        return outcome
    return Failed(str(path), str(outcome), type(outcome).__name__)


def usual_jobs(papers: int) -> int:
    """How many papers to read at a time on this machine."""
    return max(1, min(cores(), MOST_WORKERS, papers))


@contextmanager
def page_pictures(
    *, dpi: int = DPI, password: str | None = None, limits: Limits = PICTURE_LIMITS
) -> Iterator[Callable[..., bytes | None]]:
    """A function that draws a page of a paper, ``draw(source, page)``, in a guarded process.

    ``dpi`` is how many dots an inch has unless ``draw(source, page, dpi)`` asks for others.

    It gives a JPEG, or None where there is none to be had. Of a paper that a page of took too
    long or ended the process it tries no other: each might do the same.
    """
    given_up: set[str] = set()
    with Worker(limits) as worker:

        def draw(source: str, page: int, dpi: int = dpi) -> bytes | None:
            if source in given_up:
                return None
            job = Job(inside.draw, Path(source), {"page": page, "dpi": dpi, "password": password})
            picture = next(run_jobs([job], [worker]))
            if isinstance(picture, WorkerError):
                given_up.add(source)
            return picture if isinstance(picture, bytes) else None

        yield draw
