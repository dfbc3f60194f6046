"""Quotation marks of every kind, as printers really set them. Each line of a text is a block."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.quotes.marks.marked import Marked, find_marked
from extractor.records import Span
from tests.marked import lines, parse

PAIRED = [
    pytest.param("She said “⟦I could not sleep at all⟧”.", id="one quotation"),
    pytest.param("“⟦I was so tired⟧” and “⟦nobody asked⟧”", id="two, both kept"),
    pytest.param("“⟦they [the nurses] never asked me⟧”", id="the author's brackets stay"),
    pytest.param("“ ⟦… it helped to talk⟧ ”", id="white space is left out"),
    pytest.param("nothing is marked “ ” here", id="empty marks are nothing"),
    pytest.param('He said "⟦I felt heard⟧" (P3) and "⟦I stayed⟧".', id="straight, by position"),
    pytest.param('" ⟦It took time⟧ "-[nurse]', id="straight with spaces inside"),
    pytest.param('“⟦We talked for hours⟧"- [nurse]', id="curly opens, straight closes"),
    pytest.param('She is 5\'2" tall and said "⟦I am 5\'2" tall⟧".', id="feet and inches"),
    pytest.param("The 5' walk and the 10\" screen", id="minutes and inches are no marks"),
    pytest.param("’⟦It was quiet.⟧’ she said", id="the closing glyph opens, too"),
    pytest.param("”⟦Jag kände mig hörd⟧”, sa hon, ”⟦till slut⟧”.", id="Swedish: ” on both sides"),
    pytest.param("“⟦I was heard⟧“, she said, “⟦at last⟧“.", id="“ on both sides"),
    pytest.param("“⟦It mattered.⟧ “(P4)", id="“ before a label closes"),
    pytest.param("„⟦Ich wurde gehört⟧“, sagte sie.", id="German, closed by “"),
    pytest.param("„⟦Byłam zmęczona⟧” i „⟦nikt nie pytał⟧”.", id="Polish, closed by ”"),
    pytest.param(",,⟦Ich war müde⟧'' und ‚⟦still⟧‘", id="typed low marks, German single"),
    pytest.param("»⟦Endlich hörte jemand zu⟧«, sagte er.", id="guillemets pointing in"),
    pytest.param("« ⟦Je me sentais seule⟧ », dit-elle.", id="guillemets pointing out"),
    pytest.param("»⟦Jag var rädd⟧», sade hon.", id="guillemets pointing one way"),
    pytest.param("``⟦They listened⟧'' (P2)", id="LaTeX"),
    pytest.param("‘‘⟦They listened⟧’’ and ''⟦they stayed⟧''", id="doubled singles"),
    pytest.param("″⟦I had to wait⟧″, he said.", id="primes for marks"),
    pytest.param("she said“⟦I waited⟧”and left", id="no spaces around"),
    pytest.param("‘⟦I need honest answers⟧” and ‘⟦time⟧’.", id="single opens, double closes"),
    pytest.param("(“⟦alone⟧”, “⟦unseen⟧”)", id="in brackets"),
    pytest.param("—“⟦had anyone asked?⟧”—", id="between dashes"),
]

SINGLE = [
    pytest.param("‘⟦I can’t talk to them⟧’, she said.", id="a contraction inside"),
    pytest.param("‘⟦the nurses’ room was open⟧’ (P3)", id="a plural possessive inside"),
    pytest.param("‘⟦Service users⟧’ and the nurses’ room.", id="a possessive after"),
    pytest.param("‘⟦service users⟧’ were asked", id="a plural at the end of a term"),
    pytest.param("‘⟦It’s the boys’ house,⟧’ she said.", id="comma before the closing mark"),
    pytest.param("‘⟦She came ’cause I asked⟧’ (P3)", id="’cause"),
    pytest.param("‘⟦In the ’90s no one asked⟧’ (P3)", id="’90s"),
    pytest.param("‘⟦rock ’n’ roll kept me going⟧’", id="rock ’n’ roll"),
    pytest.param("‘⟦I was goin’ nowhere until then⟧’", id="a clipped word"),
    pytest.param("I came ‘cause I wanted to, ‘⟦at last⟧’.", id="an elision with the wrong glyph"),
    pytest.param("the boys’ and the girls’ rooms don’t count", id="apostrophes alone"),
    pytest.param("'⟦I don't know who's there⟧' and '⟦no one⟧'", id="straight single"),
    pytest.param("'⟦the carers' group was warm⟧', he said", id="straight single with possessive"),
    pytest.param("‘⟦I was heard.⟧’(Participant 8)", id="the label touches the mark"),
    pytest.param("‘⟦with them only⟧’24 and more", id="a reference number touches the mark"),
    pytest.param("`⟦They asked me⟧' and `⟦stayed⟧'", id="typewriter single"),
]

NESTED = [
    pytest.param("“⟦She said ‘⟦I can’t⟧’ and left⟧”", id="single inside double"),
    pytest.param("‘⟦She said “⟦I can’t⟧” and left⟧’", id="double inside single"),
    pytest.param("‘⟦their friends’ “⟦real⟧” help⟧’", id="a possessive before the inner one"),
    pytest.param("“⟦He asked, ‘⟦who’s there?⟧’⟧” (P1)", id="both close together"),
    pytest.param("‘‘⟦I felt ‘⟦ok⟧’ then.⟧’’", id="single inside doubled singles"),
    pytest.param("„⟦Sie sagte ‚⟦komm⟧‘ zu mir⟧“", id="German single inside German double"),
    pytest.param("«⟦Il a dit “⟦viens⟧” enfin⟧»", id="double inside guillemets"),
    pytest.param("“⟦He said “⟦come⟧” to me⟧”", id="double inside double"),
]

RUNS = [
    pytest.param("“⟦First I waited.\n“Then they came.\n“We talked.⟧” (P3)", id="three paragraphs"),
    pytest.param("She said: “⟦I waited.\n“Then they came.⟧”", id="begins inside a paragraph"),
    pytest.param("“⟦I waited and\nthen they came.⟧” (P3)", id="no mark at the second block"),
    pytest.param("‘⟦I waited.\n‘Then they came.⟧’ (P3)", id="single marks"),
    pytest.param("»⟦Ich wartete.\n»Dann kamen sie.⟧«", id="guillemets"),
    pytest.param("“⟦I waited⟧ (P3)\n“⟦They came.⟧” (P4)", id="label ends it"),
]

UNCLOSED = [
    pytest.param("“⟦I never finished what I was⟧", id="at the start of a block"),
    pytest.param("She said: “⟦I never finished what I was⟧", id="after a colon"),
    pytest.param("P3: “⟦I never finished⟧", id="after a label"),
    pytest.param("“⟦I never finished⟧ (P3). Others did.", id="up to its label"),
    pytest.param("“I never finished. “⟦I did⟧” (P4)", id="harms no other quotation"),
    pytest.param("a so-called “burnout clinic", id="no quotation begins there"),
    pytest.param("She said: “⟦I waited⟧” and “left", id="only what is paired"),
]


def contents(marked: str) -> tuple[list[Span], list[Marked]]:
    text, expected = parse(marked)
    return expected, find_marked(text, lines(text))


@pytest.mark.parametrize("marked", [*PAIRED, *SINGLE, *NESTED])
def test_pairs(marked: str) -> None:
    expected, found = contents(marked)

    assert [each.span for each in found] == expected
    assert all(each.closed for each in found)


@pytest.mark.parametrize("marked", RUNS)
def test_quotation_over_several_paragraphs_is_one(marked: str) -> None:
    expected, found = contents(marked)

    assert [each.span for each in found] == expected


@pytest.mark.parametrize("marked", UNCLOSED)
def test_unclosed_mark(marked: str) -> None:
    expected, found = contents(marked)

    assert [each.span for each in found] == expected


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("“I was heard”", "double curly"),
        ("‘‘I was heard’’", "double curly"),
        ('"I was heard"', "double straight"),
        ("``I was heard''", "double straight"),
        ("‘I was heard’", "single"),
        ("'I was heard'", "single"),
        ("„Ich wurde gehört“", "low-high"),
        ("»Ich wurde gehört«", "guillemets"),
        ("«On m’a entendue»", "guillemets"),
    ],
)
def test_marks_are_named_after_the_opening_one(text: str, mark: str) -> None:
    assert [each.mark for each in find_marked(text, lines(text))] == [mark]


def test_outer_span_takes_the_marks_in() -> None:
    text = "She said “ I was heard ”."

    (found,) = find_marked(text, lines(text))

    assert found.outer.of(text) == "“ I was heard ”"


def test_depth_counts_what_is_around() -> None:
    text = "“He asked ‘who said “come” to you?’” and “I”"

    assert [each.depth for each in find_marked(text, lines(text))] == [0, 1, 2, 0]


def test_marks_do_not_pair_across_paragraphs() -> None:
    text = "a “burnout clinic\nand the “crisis” line"

    found = find_marked(text, lines(text))

    assert [each.span.of(text) for each in found] == ["crisis"]


@given(st.text(alphabet="“”\"‘’'„«»‚` ().:,;aSs1\n-…", max_size=120))
def test_every_span_lies_in_the_text(text: str) -> None:
    for each in find_marked(text, lines(text)):
        assert each.outer.start <= each.span.start < each.span.end <= each.outer.end <= len(text)
        assert each.span.of(text) == each.span.of(text).strip()
