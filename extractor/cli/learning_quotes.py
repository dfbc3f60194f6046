"""The part of `firsthand train` that is about quotations, and where what it learned is used."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

import typer

from extractor.cli.learned import Learned, place_of
from extractor.cli.plain import counted, named, plain, quoted, this_command
from extractor.records import Decided, SuggestedPaper

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from extractor.quotes.adapting import Correction, Trial
    from extractor.store.folder import Review

NAME = "quotes"
MOST_TRAITS, LEAST_MOVE = 6, 0.1


@dataclass(frozen=True, slots=True)
class Lessons:
    """The decided suggestions that the detector of today can learn from, and what is left out.

    ``others`` are decided too, but were suggested by another version of the detector; ``waiting``
    counts the papers that not all their people have finished.
    """

    decided: Sequence[Decided]
    finished: int = 0
    waiting: int = 0
    left_out: int = 0
    others: int = 0
    added: int = 0


def learn_quotes(review: "Review", *, quiet: bool) -> Learned:
    """Learn a correction of the detector's scores, and try it on papers it has not seen."""
    from extractor.quotes.adapting import lacking, learn, write_correction
    from extractor.quotes.ranking.ranker import default_ranker
    from extractor.store.folder import timestamp

    detector = default_ranker().name
    lessons = gather(review, detector, quiet=quiet)
    counts = {k: v for k, v in asdict(replace(lessons, decided=())).items() if k != "decided"}
    if what := lacking(lessons.decided):
        told = f"Not enough to learn from: {what}. Scores stay as they are."
        return Learned(NAME, (*_told_of(lessons), told), {**counts, "lacking": what})
    correction = learn(
        lessons.decided,
        detector=detector,
        threshold=review.settings.threshold,
        seed=review.settings.seed,
        made=timestamp(),
    )
    parts = (*_told_of(lessons), _table(correction), *_verdict(correction))
    content = write_correction(correction)
    figures = {**counts, **asdict(correction), "better": correction.trial.is_better}
    return Learned(NAME, parts, figures, content)


def gather(review: "Review", detector: str, *, quiet: bool) -> Lessons:
    """What the people of a review have decided, each suggestion with ``detector``'s own score."""
    from extractor.cli.bar import Bar
    from extractor.quotes.adapting import plain as with_own_score
    from extractor.store.decided import decided_papers
    from extractor.store.overview import sizes

    found, papers, others = [], [], 0
    with Bar(sizes(review)["paper"], "papers", quiet=quiet) as bar:
        for paper in decided_papers(review):
            bar.at(paper.paper.source)
            papers.append(paper)
            own = [(with_own_score(one.suggestion, detector), one.exists) for one in paper.decided]
            found += [Decided(suggestion, exists) for suggestion, exists in own if suggestion]
            others += sum(suggestion is None for suggestion, _ in own)
            bar.advance()
    return Lessons(
        decided=found,
        finished=sum(paper.is_finished for paper in papers),
        waiting=sum(not paper.is_finished for paper in papers),
        left_out=sum(paper.left_out for paper in papers),
        others=others,
        added=sum(paper.added for paper in papers),
    )


def corrected(
    review: "Review", papers: Iterable[SuggestedPaper], *, quiet: bool = False
) -> Iterator[SuggestedPaper]:
    """Papers that were read, their scores corrected where this review's trial says it is better.

    All their suggestions come, whatever their score: the threshold is for the corrected ones.
    """
    from extractor.quotes.adapting import correct

    correction = kept_correction(review)
    if correction is not None and not quiet:
        count = counted(correction.decided, "suggestion")
        typer.echo(f"Scores are corrected by what this review decided about {count}.", err=True)
    for paper in papers:
        if correction is not None:
            moved = tuple(correct(each, correction) for each in paper.suggestions)
            paper = replace(paper, suggestions=moved)
        yield paper


def kept_correction(review: "Review") -> "Correction | None":
    """The correction that a review keeps, if it is better; one that cannot be used is told of."""
    place = place_of(review, NAME)
    try:
        correction = _read(place.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        what = (isinstance(error, OSError) and error.strerror) or str(error)
        again = f"{this_command()} train {quoted(str(review.folder))}"
        what = " ".join(plain(what).split())
        typer.echo(f"{named(place)} is not used: {what}. Learn it anew: {again}", err=True)
        return None
    return correction if correction.trial.is_better else None


def _read(content: bytes) -> "Correction":
    """The correction in a file, if it is for this detector; raises ``ValueError``."""
    from extractor.quotes.adapting import read_correction
    from extractor.quotes.ranking.ranker import default_ranker

    correction, detector = read_correction(content.decode("utf-8")), default_ranker().name
    if correction.detector != detector:
        raise ValueError(f"it is for {correction.detector}, and this is {detector}")
    return correction


def _told_of(lessons: Lessons) -> "Iterator[RenderableType]":
    """What there is to learn from, in words, and what is not looked at, with the reason."""
    accounts = sum(one.exists for one in lessons.decided)
    yield (
        f"Quotations: {counted(len(lessons.decided), 'decided suggestion')}, {accounts:,} of them "
        f"accounts, in {counted(lessons.finished, 'paper')} that all their people have finished."
    )
    if lessons.waiting:
        waiting = counted(lessons.waiting, "paper")
        yield f"  Not looked at: {waiting} that somebody is not done with."
    if lessons.left_out:
        yield (
            f"  Left out: {counted(lessons.left_out, 'suggestion')} disputed or unsure, or "
            "rejected for another reason than that they are no account."
        )
    if lessons.others:
        yield f"  Left out: {counted(lessons.others, 'suggestion')} of another version's detector."
    if lessons.added:
        yield (
            f"  {counted(lessons.added, 'account')} that no suggestion led to had no score that "
            "could be corrected: from what was missed nothing is learned."
        )


def _table(correction: "Correction") -> "Table":
    """The figures of the trial, the scores as they are beside the corrected ones."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    trial = correction.trial
    table = Table(box=SIMPLE_HEAD, header_style="dim", pad_edge=False)
    table.add_column("each paper by what the others teach")
    table.add_column("as they are", justify="right")
    table.add_column("corrected", justify="right")
    at = f"at {correction.threshold:g}"
    rows = {
        "log_loss": "log-loss (0 is best)",
        "brier": "Brier score (0 is best)",
        "precision": f"precision {at}",
        "recall": f"recall of what was suggested, {at}",
        "f1": f"F1 {at}",
    }
    for name, words in rows.items():
        both = (getattr(trial.plain, name), getattr(trial.corrected, name))
        table.add_row(words, *(f"{value:.3f}" for value in both))
    return table


def _verdict(correction: "Correction") -> "Iterator[RenderableType]":
    """Whether it is better, and why; and what it has learned."""
    trial = correction.trial
    falls = (
        f"the log-loss falls by {trial.gain:.3f} "
        f"(95 % interval over papers {trial.low:.3f} to {trial.high:.3f})"
    )
    if trial.is_better:
        yield f"Better: {falls}, and F1 does not fall. `firsthand add` uses it from now on."
    else:
        yield f"Not better: {_why_not(trial, falls)}. Scores stay as they are."
    if learned := _strongest(correction):
        yield f"What moves scores most, in log odds: {learned}."


def _why_not(trial: "Trial", falls: str) -> str:
    if trial.low > 0:
        return f"{falls}, but F1 falls from {trial.plain.f1:.3f} to {trial.corrected.f1:.3f}"
    return f"{falls}, which may be chance" if trial.gain > 0 else "the log-loss does not fall"


def _strongest(correction: "Correction") -> str:
    weights = sorted(correction.weights.items(), key=lambda pair: -abs(pair[1]))
    told = [(name, move) for name, move in weights[:MOST_TRAITS] if abs(move) >= LEAST_MOVE]
    return "; ".join(f"{plain(name)} {move:+.1f}" for name, move in told)
