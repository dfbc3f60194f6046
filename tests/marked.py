"""Test texts that hold their own expectation: ⟦ ⟧ stand around what should be found."""

from extractor.records import Span


def parse(marked: str) -> tuple[str, list[Span]]:
    """The text without its brackets, and the spans that they enclosed, in order; they may nest."""
    text, opened, spans = "", [], []
    for character in marked:
        if character == "⟦":
            opened.append(len(text))
        elif character == "⟧":
            spans.append(Span(opened.pop(), len(text)))
        else:
            text += character
    return text, sorted(spans, key=lambda span: (span.start, -span.end))


def lines(text: str) -> list[Span]:
    """The lines of ``text`` that hold anything: in tests, each is a block."""
    spans, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return spans
