"""A few of a paper's quotations that let a person see what it holds."""

from collections.abc import Collection, Sequence

from extractor.records import Document, Section, Suggestion

HOW_MANY = 3
LEAST = 0.2  # what is less likely would mislead more often than not
LONGEST_GIST = 3_000  # characters


def samples_of(
    document: Document, suggestions: Sequence[Suggestion], *, unaided: Collection[int] = ()
) -> tuple[str, ...]:
    """Up to three likely quotations, verbatim, of different speakers where those are told.

    None stands on a page that people read without suggestions (``unaided``).
    """
    shown = [each for each in suggestions if not {*document.pages_of(each.span)} & {*unaided}]
    likely = [each for each in sorted(shown, key=_unlikely) if each.score >= LEAST]
    first: dict[str, Suggestion] = {}
    for at, each in enumerate(likely):
        first.setdefault(each.speaker or f"{at}", each)
    chosen = list(first.values())[:HOW_MANY]
    chosen += [each for each in likely if each not in chosen][: HOW_MANY - len(chosen)]
    return tuple(each.span.of(document.text) for each in chosen)


def _unlikely(suggestion: Suggestion) -> float:
    return -suggestion.score


def gist_of(document: Document) -> str:
    """Title and abstract of a paper, or else its beginning: what it is about."""
    abstract = "\n".join(
        block.span.of(document.text)
        for block in document.blocks
        if block.section is Section.ABSTRACT
    )
    return f"{document.title}\n{abstract or document.text}"[:LONGEST_GIST]
