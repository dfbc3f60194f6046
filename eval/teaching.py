"""The papers that the ranker learns from and is judged on, and what is left out of what."""

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from excerpts import excerpts_of
from extractor.bundled import bundled
from extractor.errors import FirsthandError
from extractor.quotes.ranking.ranker import Ranker
from extractor.reading import read_paper
from extractor.records import Document
from gold import GoldPaper, GoldText, find_gold, read_gold
from learning import SEED, Lesson, folds_of, group_of, lesson_of, train
from marks import gold_of, read_marks
from shell import each

FOLDS = 12


@dataclass(frozen=True, slots=True)
class Taught:
    """One PDF to learn from; ``gold`` is None where it holds no accounts."""

    name: str
    pdf: Path
    gold: GoldPaper | None

    @property
    def publisher(self) -> str:
        """Who published it, by the prefix of its DOI; its own name where it has none."""
        meta = self.pdf.with_name("meta.json")
        doi = json.loads(meta.read_text(encoding="utf-8")).get("doi", "") if meta.exists() else ""
        return doi.partition("/")[0] or group_of(self.name)


@dataclass(frozen=True, slots=True)
class Read:
    """A paper that was read: its lesson, and its gold in letters."""

    taught: Taught
    lesson: Lesson
    gold: GoldText | None


def gather(
    gold: Path, negatives: Path | None, typeset: Path | None = None, jats: Path | None = None
) -> list[Taught]:
    """The papers of folders of gold, without accounts, of (typeset) JATS; and the bundled ones."""
    folders = [gold, bundled("annotations/gold"), *([typeset] if typeset else [])]
    papers = [Taught(p.id, p.pdf, p) for folder in folders for p in find_gold(folder)]
    without = sorted(negatives.glob("*/article.pdf")) if negatives else []
    papers += [Taught(pdf.parent.name, pdf, None) for pdf in without]
    return papers + [Taught(one.id, one.pdf, one) for one in _articles(jats)]


def read_all(papers: Sequence[Taught]) -> list[Read]:
    """Read every paper, several at a time; excerpts of a JATS article come after it."""
    with ProcessPoolExecutor() as pool:
        done = zip(each(papers, lambda p: p.name), pool.map(_read, papers), strict=True)
        return [read for _, reads in done for read in reads]


def leave_out(
    papers: Sequence[Read], *, by: str, judged: Callable[[Read], bool], folds: int = FOLDS
) -> Iterator[tuple[Sequence[Read], Ranker]]:
    """Each fold's papers with a ranker that saw none of them, nor another form of them.

    ``by`` is "paper" (``folds`` folds of papers by chance) or "publisher" (one fold for each); a
    fold with no paper that is ``judged`` is passed over.
    """
    parts = [fold for fold in _folds(papers, by, folds) if any(map(judged, fold))]
    left = [{one.lesson.group for one in part} for part in parts]
    lessons = [one.lesson for one in papers]
    with ProcessPoolExecutor(initializer=_hold, initargs=(lessons,)) as pool:
        rankers = pool.map(_train_without, left)
        yield from zip(each(parts, lambda part: part[0].taught.name), rankers, strict=True)


def _folds(papers: Sequence[Read], by: str, folds: int) -> Iterator[list[Read]]:
    if by == "publisher":
        names = dict.fromkeys(one.taught.publisher for one in papers)
        publishers = {one.lesson.group: one.taught.publisher for one in papers}
        parts = [{g for g, own in publishers.items() if own == name} for name in names]
    elif by == "paper":
        parts = folds_of([one.lesson.group for one in papers], folds, SEED)
    else:
        raise FirsthandError(f"What is left out is a paper or a publisher, not {by!r}.")
    for part in parts:
        yield [one for one in papers if one.lesson.group in part]


def _articles(jats: Path | None) -> Iterator[GoldPaper]:
    """The JATS articles of a folder that have marks here."""
    for marks in sorted(bundled("annotations/published").glob("*.json")) if jats else ():
        article = jats / marks.stem / "article.xml" if jats else marks
        if article.exists():
            yield GoldPaper(marks.stem, article, marks)


def _read(paper: Taught) -> list[Read]:
    document = read_paper(paper.pdf)
    if paper.gold is not None and paper.pdf.suffix == ".xml":
        accounts = read_marks(paper.gold.marks, document)
        texts = [(document, accounts), *excerpts_of(paper.name, document, accounts)]
        return [_lesson(paper, text, gold_of(paper.name, text, its)) for text, its in texts]
    return [_lesson(paper, document, read_gold(paper.gold) if paper.gold else None)]


def _lesson(paper: Taught, document: Document, gold: GoldText | None) -> Read:
    return Read(paper, lesson_of(paper.name, document, gold), gold)


_held: list[Lesson] = []


def _hold(lessons: list[Lesson]) -> None:
    """Keep all lessons in a worker; they are inherited, so that no fold sends them again."""
    _held[:] = lessons


def _train_without(groups: set[str]) -> Ranker:
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # each worker has a core of its own
        kept = [lesson for lesson in _held if lesson.group not in groups]
        return train(kept, version="left out")
