"""JATS XML is read in order, whole and verbatim. All papers and words here are invented."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import NotAPaperError
from extractor.reading import read_paper
from extractor.reading.jats import read_jats
from extractor.reading.jats_source import parse_article
from extractor.reading.jats_words import Run, text_of_words, words_of
from extractor.reading.sections import section_of_heading
from extractor.records import Block, Document, Kind, Section, Style

PAPERS = Path(__file__).parent / "jats"
HEARD = PAPERS / "being-heard.xml"
every_paper = pytest.mark.parametrize(
    "path", [pytest.param(path, id=path.stem) for path in sorted(PAPERS.glob("*.xml"))]
)


def read_body(body: str, folder: Path, *, doctype: str = "") -> Document:
    path = folder / "paper.xml"
    path.write_text(f"{doctype}<article><front/><body>{body}</body></article>", encoding="utf-8")
    return read_jats(path)


def shown(document: Document, blocks: list[Block] | None = None) -> list[str]:
    """Each block as "kind: text", with ❝ before what the source says is a quotation."""
    return [
        f"{block.kind}: {'❝' * block.quoted}{block.span.of(document.text)}"
        for block in (document.blocks if blocks is None else blocks)
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_the_mark_at_its_beginning_tells_the_encoding(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "paper.xml"
    declared = f"<?xml version='1.0' encoding='{encoding.removesuffix('-sig')}'?>"
    source = f"{declared}<article><body><p>A caf&eacute;, “open”.</p></body></article>"
    path.write_text(source, encoding=encoding)

    assert read_paper(path).text.strip() == "A café, “open”."


def test_half_a_character_at_the_end_is_told(tmp_path: Path) -> None:
    path = tmp_path / "paper.xml"
    path.write_bytes("<article><body/></article>".encode("utf-16") + b"x")

    with pytest.raises(NotAPaperError, match="not in the encoding it begins with"):
        read_paper(path)


def test_a_paper_is_read_in_its_printed_order() -> None:
    assert shown(read_jats(HEARD)) == [
        "title: Being heard* An interview study of trust in support after self-harm",
        "heading: Abstract",
        "heading: Background",
        "paragraph: Support begins with listening.",
        "heading: Results",
        "paragraph: People spoke of trust: “she stayed”.",
        "paragraph: Hilfe beginnt mit Zuhören.",
        "heading: 1 Why listening matters",
        "paragraph: Trust is slow to grow. 1,2 It was studied before [1,2].",
        "heading: 2. Materials & methods",
        "heading: Participants",
        "paragraph: We spoke with people who use services (Table 1) and with their families; "
        "the score was high.",
        "caption: Table 1 Participants",
        "table cell: Name",
        "table cell: Age",
        "table cell: Amal",
        "table cell: 31",
        "heading: 3. Results",
        "heading: 3.1 “Somebody stayed”",
        "paragraph: Many spoke of one person who had time:",
        "paragraph: ❝“She sat down. She did not look at the clock.” (Amal, 31)",
        "paragraph: Others waited longer to be asked.",
        "footnote: a Some for years.",
        "caption: Table 2 What helped",
        "table cell: Theme",
        "table cell: In their words",
        "table cell: Women",
        "table cell: Men",
        "table cell: Trust",
        "table cell: “I could breathe again” – Mira",
        "table cell: “He asked and he waited”",
        "table cell: “They wrote to me”",
        "table cell: “They rang”",
        "table cell: “First”",
        "table cell: “Second”b",
        "footnote: b Said twice.",
        "list item: • being asked",
        "list item: being believed",
        "list item: by family",
        "caption: Box 1 A diary",
        "paragraph: “Today I was listened to.”",
        "heading: What this means",
        "paragraph: Listening is care.",
        "heading: Acknowledgements",
        "paragraph: We thank all who spoke with us.",
        "footnote: * All names are invented.",
        "heading: References",
        "reference: 1. Lind A Waiting rooms 2011",
        "reference: 2. Moreau J. On trust. 2014;3.",
    ]


def test_speech_verse_and_definitions() -> None:
    assert shown(read_jats(PAPERS / "harvested.xml")) == [
        "title: Speaking up",
        "paragraph: A talk between two people — “as it was”, said Jo & Ren.",
        "heading: IV. FINDINGS",
        "paragraph: Jo: Did anybody ask you?",
        "paragraph: Ren: Not for a long time.",
        "paragraph: Then one nurse did.",
        "paragraph: ❝I was a closed door. You knocked. Ren, from a diary",
        "list item: GP family doctor",
        "caption: Fig. 1 A path.",
    ]


@every_paper
def test_words_and_blocks_are_slices_that_cover_the_text(path: Path) -> None:
    document = read_jats(path)

    between = []
    end = 0
    for word in document.words:
        assert document.text[word.start : word.end].split() == [
            document.text[word.start : word.end]
        ]
        between.append(document.text[end : word.start])
        end = word.end

    assert end == len(document.text)
    assert set(between) <= {"", " ", "\n\n"}
    assert "\n\n".join(block.span.of(document.text) for block in document.blocks) == document.text
    assert {word.page for word in document.words} == {0}
    assert document.pages_of(document.blocks[0].span) == ()


@every_paper
def test_a_file_is_read_the_same_twice(path: Path) -> None:
    assert read_jats(path) == read_jats(path)


def test_sections_come_from_the_type_else_the_heading_and_are_inherited() -> None:
    document = read_jats(HEARD)
    sections = {
        block.span.of(document.text): block.section
        for block in document.blocks
        if block.kind is Kind.HEADING
    }

    assert sections == {
        "Abstract": Section.ABSTRACT,
        "Background": Section.ABSTRACT,
        "Results": Section.ABSTRACT,
        "1 Why listening matters": Section.INTRODUCTION,
        "2. Materials & methods": Section.METHODS,
        "Participants": Section.METHODS,
        "3. Results": Section.RESULTS,
        "3.1 “Somebody stayed”": Section.RESULTS,
        "What this means": Section.DISCUSSION,
        "Acknowledgements": Section.BACK,
        "References": Section.REFERENCES,
    }


def test_a_heading_after_the_methods_that_names_no_section_is_a_theme() -> None:
    document = read_jats(PAPERS / "gehoert-werden.xml")

    quote = next(block for block in document.blocks if block.quoted)

    assert (quote.heading, quote.section) == ("3 Zeit haben", Section.RESULTS)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "<sec><title>Study 2</title><sec><title>Findings</title><p>x</p></sec></sec>",
            Section.RESULTS,
            id="below a heading that names no section, the next one counts",
        ),
        pytest.param(
            "<sec><title>Results</title><sec><title>Background</title><p>x</p></sec></sec>",
            Section.RESULTS,
            id="below a heading that does, it does not",
        ),
        pytest.param(
            "<sec><title>Method</title><sec><title>Findings</title><p>x</p></sec></sec>",
            Section.RESULTS,
            id="findings put under the methods are findings",
        ),
        pytest.param(
            "<sec><title>Results</title><p>y</p></sec><sec><title>Summary</title><p>x</p></sec>",
            Section.DISCUSSION,
            id="a summary after the results concludes",
        ),
        pytest.param("<p>x</p>", Section.INTRODUCTION, id="a body without headings"),
    ],
)
def test_section_of_a_paragraph(body: str, expected: Section, tmp_path: Path) -> None:
    assert read_body(body, tmp_path).blocks[-1].section is expected


def test_cells_know_their_place_and_the_text_above() -> None:
    document = read_jats(HEARD)
    cells = [
        (block.span.of(document.text), *block.cell)
        for block in document.blocks
        if block.cell is not None
    ]

    assert cells == [
        ("Name", 0, 0, 0, ""),
        ("Age", 0, 0, 1, ""),
        ("Amal", 0, 1, 0, "Name"),
        ("31", 0, 1, 1, "Age"),
        ("Theme", 1, 0, 0, ""),
        ("In their words", 1, 0, 1, ""),
        ("Women", 1, 1, 1, "In their words"),
        ("Men", 1, 1, 2, "In their words"),
        ("Trust", 1, 2, 0, "Theme"),
        ("“I could breathe again” – Mira", 1, 2, 1, "In their words Women"),
        ("“He asked and he waited”", 1, 2, 2, "In their words Men"),
        ("“They wrote to me”", 1, 3, 1, "In their words Women"),
        ("“They rang”", 1, 3, 1, "In their words Women"),
        ("“First”", 1, 3, 2, "In their words Men"),
        ("“Second”b", 1, 3, 2, "In their words Men"),
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "<p>I felt <bold>heard</bold>,\n\t and\xa0\xa0calm.</p>",
            ["paragraph: I felt heard, and calm."],
            id="white space runs are one space, marks stay where they are",
        ),
        pytest.param(
            "<p>n<!-- a note -->ow<?page 3?>here</p>",
            ["paragraph: nowhere"],
            id="comments and instructions part no word",
        ),
        pytest.param(
            "<p>‘It’s “fine”’, e\u0301 …</p>",
            ["paragraph: ‘It’s “fine”’, e\u0301 …"],
            id="quotation marks and accents as in the file",
        ),
        pytest.param(
            "<p>heard<xref ref-type='bibr'><sup>3</sup></xref> by 10<sup>th</sup> May</p>",
            ["paragraph: heard 3 by 10th May"],
            id="a raised reference is set off, a raised ending is not",
        ),
        pytest.param(
            "<p>heard.<xref ref-type='bibr'>3</xref> <xref ref-type='bibr'>4</xref> Then</p>",
            ["paragraph: heard. 3 4 Then"],
            id="a reference that the style sheet would raise",
        ),
        pytest.param(
            "<p>(Lind, <xref ref-type='bibr'>2011</xref>) [<xref ref-type='bibr'>3</xref>]</p>",
            ["paragraph: (Lind, 2011) [3]"],
            id="a reference in brackets stays as printed",
        ),
        pytest.param(
            "<p>One <fig><caption><p>A path.</p></caption></fig>sentence.</p>",
            ["paragraph: One sentence.", "caption: A path."],
            id="a float splits no sentence",
        ),
        pytest.param(
            "<p>She said:<disp-quote><p>“Stay.”</p><p>“Please.”</p><attrib>Jo</attrib>"
            "</disp-quote>and sat down.</p>",
            [
                "paragraph: She said:",
                "paragraph: ❝“Stay.”",
                "paragraph: ❝“Please.” Jo",
                "paragraph: and sat down.",
            ],
            id="a displayed quotation splits its paragraph",
        ),
        pytest.param(
            "<disp-quote><disp-quote><p>“Stay.”</p><attrib>Jo</attrib></disp-quote>"
            "<p>“Go.”</p><attrib>Ren</attrib></disp-quote>",
            ["paragraph: ❝“Stay.” Jo", "paragraph: ❝“Go.” Ren"],
            id="each quotation keeps its own attribution",
        ),
        pytest.param(
            "<disp-quote><p>“Stay<fn><p>A note.</p></fn>.”</p><attrib>Jo</attrib></disp-quote>",
            ["paragraph: ❝“Stay.” Jo", "footnote: A note."],
            id="a note in a quotation is not part of it",
        ),
        pytest.param(
            "<sec><disp-quote>“No paragraph here.”</disp-quote><odd>Kept.</odd></sec>",
            ["paragraph: ❝“No paragraph here.”", "paragraph: Kept."],
            id="text in an unexpected place is kept",
        ),
        pytest.param(
            "<table-wrap><table><tr><td colspan='2000000000' rowspan='x'>A</td></tr></table>"
            "</table-wrap>",
            ["table cell: A"],
            id="spans that make no sense",
        ),
        pytest.param(
            "<p><![CDATA[a &nbsp; b]]> &hellip;&rsquo;</p>",
            ["paragraph: a &nbsp; b …’"],
            id="named characters, but not in CDATA",
        ),
    ],
)
def test_blocks_of_a_body(body: str, expected: list[str], tmp_path: Path) -> None:
    assert shown(read_body(body, tmp_path)) == expected


def test_a_paragraph_tells_that_it_goes_on_with_the_displayed_quotation_before_it(
    tmp_path: Path,
) -> None:
    document = read_body(
        "<disp-quote><p>“Stay.”</p><p>“Please.<fn><p>A note.</p></fn>”</p></disp-quote>"
        "<disp-quote><p>“Go.”</p></disp-quote>"
        "<disp-quote><disp-quote><p>“Now.”</p></disp-quote><p>“Soon.”</p></disp-quote>",
        tmp_path,
    )
    going_on = [b.span.of(document.text) for b in document.blocks if b.continued]
    assert going_on == ["“Please.”"]


def test_words_have_the_style_of_most_of_their_letters(tmp_path: Path) -> None:
    document = read_body(
        "<p>“<italic>Nobody <bold>asked</bold></italic>” me<sup>2</sup> <roman>then</roman></p>",
        tmp_path,
    )

    styles = [(document.text[word.start : word.end], word.style) for word in document.words]

    assert styles == [
        ("“Nobody", Style.ITALIC),
        ("asked”", Style.BOLD | Style.ITALIC),
        ("me", Style.PLAIN),
        ("2", Style.RAISED),
        ("then", Style.PLAIN),
    ]


def test_the_first_article_of_a_set_is_read() -> None:
    document = read_jats(PAPERS / "articleset.xml")

    assert document.title == "Waiting at the café clinic"
    assert "Not read" not in document.text


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        pytest.param("articleset", ["abstract only"], id="no body"),
        pytest.param("gehoert-werden", ["little text"], id="a short body"),
        pytest.param("being-heard", ["little text", "parts left out"], id="a referee's report"),
    ],
)
def test_what_the_reader_of_a_paper_should_know(name: str, codes: list[str]) -> None:
    document = read_jats(PAPERS / f"{name}.xml")

    assert [finding.code for finding in document.findings] == codes


def test_a_full_paper_has_no_finding(tmp_path: Path) -> None:
    assert read_body(f"<p>{'I was heard. ' * 100}</p>", tmp_path).findings == ()


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param("", "not well-formed", id="an empty file"),
        pytest.param("%PDF-1.7 \x00", "not well-formed", id="a PDF"),
        pytest.param("<article><front/><body><p>Half", "not well-formed", id="half a download"),
        pytest.param("<html><article><p>x</p></article></html>", "no JATS", id="a web page"),
        pytest.param("<art><fm/><bdy/></art>", "begins with <art>", id="another publisher's XML"),
        pytest.param("<article><front/></article>", "has no text", id="an empty article"),
        pytest.param(
            "<article><front/><body><p>&unheardof;</p></body></article>",
            "unheardof",
            id="an entity that nobody knows is named, not left out",
        ),
        pytest.param(
            '<!DOCTYPE article [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
            "<article><front/><body><p>&x;</p></body></article>",
            "not well-formed",
            id="an entity that would read another file",
        ),
        pytest.param(
            f'<!DOCTYPE article [<!ENTITY a0 "ha">{LAUGHS}]>'
            "<article><front/><body><p>&a9;</p></body></article>",
            "longer or deeper than any paper",
            id="a billion laughs",
        ),
        pytest.param(
            f'<!DOCTYPE article [<!ENTITY a "{"ha" * 50_000}">]>'
            f"<article><front/><body><p>{'&a;' * 50_000}</p></body></article>",
            r"perhaps made to do harm \(maximum entity amplification factor exceeded\)\.",
            id="one laugh, a quadratic number of times",
        ),
        pytest.param("<!--" * 500_000, "not well-formed", id="half a million open comments"),
        pytest.param(
            f"<article><front/><body>{'<p>' * 200}x{'</p>' * 200}</body></article>",
            "deep",
            id="elements nested beyond reason",
        ),
    ],
)
def test_what_is_no_paper_is_refused_at_once(source: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "paper.xml"
    path.write_text(source, encoding="utf-8")
    began = time.perf_counter()

    with pytest.raises(NotAPaperError, match=message):
        read_jats(path)

    assert time.perf_counter() - began < 1


def test_the_deepest_nesting_allowed_is_read(tmp_path: Path) -> None:
    assert read_body("<sec>" * 95 + "x" + "</sec>" * 95, tmp_path).text == "x"


def test_a_doctype_is_neither_fetched_nor_missed(tmp_path: Path) -> None:
    doctype = '<!DOCTYPE article SYSTEM "http://nowhere.invalid/jats.dtd">'

    assert read_body("<p>I was heard.</p>", tmp_path, doctype=doctype).text == "I was heard."


def test_namespaces_make_no_difference() -> None:
    path = PAPERS / "harvested.xml"

    assert parse_article(path, path.read_bytes()).tag == "article"


@given(st.lists(st.tuples(st.text("ab \n“,12[", max_size=5), st.booleans(), st.booleans())))
@settings(max_examples=200, deadline=None)
def test_no_letter_is_lost_or_doubled(parts: list[tuple[str, bool, bool]]) -> None:
    runs = [
        Run(text, Style.RAISED if raised else Style.PLAIN, raised and refers, refers)
        for text, raised, refers in parts
    ]

    text = text_of_words(words_of(runs))

    assert "".join(text.split()) == "".join("".join(run.text for run in runs).split())


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("3.2 Findings", Section.RESULTS),
        ("IV. RESULTS", Section.RESULTS),
        ("R E S U L T S", Section.RESULTS),
        ("Results and discussion", Section.RESULTS),
        ("Analysis and findings", Section.RESULTS),
        ("Qualitative results:", Section.RESULTS),
        ("Findings: being heard", Section.RESULTS),
        ("Theme 2: somebody stayed", Section.RESULTS),
        ("Ergebnisse und Diskussion", Section.RESULTS),
        ("Materials & methods", Section.METHODS),
        ("2.4. Data analysis", Section.METHODS),
        ("Participants and setting", Section.METHODS),
        ("Focus group discussions", Section.METHODS),
        ("Methoden", Section.METHODS),
        ("Background", Section.INTRODUCTION),
        ("1 Einleitung", Section.INTRODUCTION),
        ("Literature review", Section.INTRODUCTION),
        ("Strengths and limitations of this study", Section.DISCUSSION),
        ("Summary and conclusions", Section.DISCUSSION),
        ("Summary of main findings", Section.DISCUSSION),
        ("Implications for practice", Section.DISCUSSION),
        ("Diskussion", Section.DISCUSSION),
        ("Zusammenfassung", Section.ABSTRACT),
        ("Acknowledgments", Section.BACK),
        ("Authors’ contributions", Section.BACK),
        ("Literatur", Section.REFERENCES),
    ],
)
def test_headings_that_name_a_section(heading: str, section: Section) -> None:
    assert section_of_heading(heading) is section


@pytest.mark.parametrize(
    "heading",
    [
        pytest.param("", id="an empty one"),
        pytest.param("“I felt heard”", id="a quotation"),
        pytest.param("Setting and keeping boundaries", id="a theme that begins like a method"),
        pytest.param("Living with background noise", id="a section's name inside a theme"),
        pytest.param("The result of not being asked", id="a result that is none"),
        pytest.param("A need for discussion", id="a discussion that is none"),
        pytest.param("Disclosure", id="a theme that is also a journal's heading"),
        pytest.param("Main findings", id="stands in results and discussions alike"),
    ],
)
def test_headings_that_do_not(heading: str) -> None:
    assert section_of_heading(heading) is None


def test_quotations_in_one_cell_are_parted_after_their_labels(tmp_path: Path) -> None:
    document = read_body(
        "<table-wrap><table><tr><td><bold>Being asked</bold><break/><italic>She asked me twice."
        "</italic><break/>– Carer, town<break/><italic>Nobody else did.</italic><break/>– Son"
        "</td></tr></table></table-wrap>",
        tmp_path,
    )

    assert shown(document) == [
        "table cell: Being asked",
        "table cell: She asked me twice. – Carer, town",
        "table cell: Nobody else did. – Son",
    ]
