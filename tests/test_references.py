"""References from files of databases and reference managers, and which papers they are of."""

from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.exchange.references import ReferencesError, read_references
from extractor.records import Reference
from extractor.screening.companions import Companions, Quoted, find_companions
from extractor.screening.dois import plain_doi
from extractor.screening.matching import By, Match, PaperFacts, match
from extractor.screening.titles import plain_title

RIS = """TY  - JOUR
AU  - Müller-Castro, Inés
AU  - Okafor, Ben
TI  - Warm words on cold wards: what people remember
  of being listened to
T2  - Journal of Listening
PY  - 2019/05/01/
DO  - https://doi.org/10.5555/Warm(2019)12
L1  - internal-pdf://0123/warm words.pdf
ER  -
"""
NBIB = """
PMID- 123
DP  - 2019 May
TI  - Warm words on cold wards: what people remember
      of being listened to.
LID - 10.5555/warm(2019)12 [doi]
FAU - Müller-Castro, Inés
FAU - Okafor, Ben
JT  - Journal of Listening
"""
BIBTEX = """% a comment
@string{jol = {Journal of Listening}}
@article{warm,
  author = {M{\\"u}ller-Castro, In\\'{e}s and Okafor, Ben},
  title = {{Warm} words on cold wards: what people remember
           of being listened to},
  journal = "Journal of Listening", year = 2019,
  doi = {10.5555/warm(2019)12},
  file = {Full Text:files/7/warm words.pdf:application/pdf}
}
"""
CSV = (
    "Title;Authors;Publication Year;Journal;DOI;File\n"
    '"Warm words on cold wards: what people remember\nof being listened to";'
    '"Müller-Castro, Inés; Okafor, Ben";2019;Journal of Listening;10.5555/WARM(2019)12;'
    "C:\\papers\\warm words.pdf\n"
)
TITLE = "Warm words on cold wards: what people remember of being listened to"

SICI = "10.5555/(SICI)1097-0258(19960815)15:15/16<1661::AID-WARM968>3.0.CO;2-2"

Written = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes a file of references and tells where it is."""

    def write(content: str | bytes, name: str = "references.txt") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(RIS, id="RIS"),
        pytest.param(NBIB, id="PubMed"),
        pytest.param(BIBTEX, id="BibTeX"),
        pytest.param(CSV, id="a table with semicolons and a break inside a cell"),
        pytest.param("\ufeff" + RIS.replace("\n", "\r\n"), id="byte order mark, Windows line ends"),
        pytest.param(RIS.encode("utf-16"), id="UTF-16"),
    ],
)
def test_each_format_gives_the_same_reference(written: Written, content: str | bytes) -> None:
    found, unread = read_references(written(content))

    assert not unread
    reference = found[0]
    assert (reference.title, reference.year, reference.doi) == (
        TITLE, "2019", "10.5555/warm(2019)12",
    )  # fmt: skip
    assert reference.authors == ("Müller-Castro, Inés", "Okafor, Ben")
    assert reference.journal == "Journal of Listening"


@pytest.mark.parametrize(
    ("content", "titles", "lines"),
    [
        pytest.param("TY  - JOUR\nTI  - A first one\n", ["A first one"], [1], id="cut off"),
        pytest.param(
            "TY  - JOUR\nTI  - One\nTY  - JOUR\nTI  - Two\nER  -\n", ["One", "Two"], [1],
            id="not closed, and another begins",
        ),
        pytest.param(
            "stray words\nTY  - JOUR\nTI  - One\nER  -\n", ["One"], [1], id="outside of any"
        ),
        pytest.param(
            "TY  - JOUR\nAU  - Nobody\nER  -\nTY  - JOUR\nTI  - One\nER  -\n", ["One"], [1],
            id="nothing to know a paper by",
        ),
        pytest.param(
            "@article{a, title = {One {never closed},\n year = 2001\n\n@book{b, title={Two}}",
            ["One never closed,\n year = 2001", "Two"], [1], id="BibTeX not closed",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_by_line_and_the_rest_is_read(
    written: Written, content: str, titles: list[str], lines: list[int]
) -> None:
    found, unread = read_references(written(content))

    assert [each.title for each in found] == [" ".join(title.split()) for title in titles]
    assert [each.line for each in unread] == lines


@pytest.mark.parametrize(
    ("entry", "title"),
    [
        pytest.param('k, title = "Warm words " # "on cold wards"', "Warm words on cold wards",
                     id="a value of two parts"),
        pytest.param("k, title = warm # { wards}", "Warm words on wards", id="an abbreviation"),
        pytest.param("title = {Warm words}, year = 2019", "Warm words", id="no citation key"),
        pytest.param("\n title = {Warm words},\n year = 2019", "Warm words", id="none, on lines"),
        pytest.param(r"k, title = {Warm {\textendash} and \textquoteleft cold\textquoteright{}}",
                     "Warm – and ‘cold’", id="signs by name"),
        pytest.param(r"k, title = {{\em Warm} \emph{words} \& \{more\}}", "Warm words & {more}",
                     id="how it is set"),
    ],
)  # fmt: skip
def test_bibtex_is_read_as_its_programs_read_it(written: Written, entry: str, title: str) -> None:
    found, unread = read_references(
        written(f'@string{{warm = "Warm words" # " on"}}\n@article{{{entry}}}')
    )

    assert ([each.title for each in found], unread) == ([title], [])


@pytest.mark.parametrize(
    ("doi", "plain"),
    [
        (r"10.5555/a\_b{\_}c", "10.5555/a_b_c"),
        (r"\url{https://doi.org/10.5555/a\%b}", "10.5555/a%b"),
        (SICI.replace("<", r"{\textless}").replace(">", r"{\textgreater}"), SICI.lower()),
        (SICI.replace("<", "$<$").replace(">", "$>$"), SICI.lower()),
    ],
)
def test_a_doi_is_read_out_of_latex(written: Written, doi: str, plain: str) -> None:
    found, _ = read_references(written(f"@article{{k, doi = {{{doi}}}}}"))

    assert found[0].doi == plain


def test_a_sign_that_nobody_knows_is_told_by_line(written: Written) -> None:
    _, unread = read_references(written("\n@article{k, title = {Ten \\textbaht{} a day}}"))

    assert [(each.line, "\\textbaht" in each.what) for each in unread] == [(2, True)]


@pytest.mark.parametrize(
    ("title", "encoding", "taken_for"),
    [
        pytest.param("Müde Wörter", "cp1252", "Windows-1252", id="Windows"),
        pytest.param("Voix très fatiguées", "mac_roman", "Mac Roman", id="a Mac of old"),
    ],
)
def test_a_character_set_that_was_guessed_is_told(
    written: Written, title: str, encoding: str, taken_for: str
) -> None:
    ris = f"TY  - JOUR\r\nPY  - 2019\r\nTI  - {title}\r\nER  -\r\n"

    found, unread = read_references(written(ris.encode(encoding)))

    assert found[0].title == title
    assert [(each.line, taken_for in each.what) for each in unread] == [(3, True)]


HEAD = "Title,Authors,Year\n"
GOOD = ("Warm words,Okafor,2019\n", '"Cold, cold wards","Marsh, Ana",2020\n', "Kettles,Tui,2021\n")


@pytest.mark.parametrize(
    ("faulty", "titles", "lines"),
    [
        pytest.param('"Open title,Lindqvist,2018\n', [], [2], id="a mark never closed"),
        pytest.param('Open year,Lindqvist,"2018\n', ["Open year"], [2], id="in the last cell"),
        pytest.param('The "quiet" ward,Lindqvist,2018\n', ['The "quiet" ward'], [], id="amid"),
        pytest.param('"The "quiet" ward",Lindqvist,2018\n', ['The quiet" ward"'], [2],
                     id="not doubled"),
        pytest.param('"Open title,Lindqvist,2018\nThey said ""no"", or so,Lind,2018\n', [], [2, 3],
                     id="closed in the row below"),
        pytest.param('"Title of\ntwo "open" lines",Lindqvist,2018\n', [], [2, 3],
                     id="in a title of two lines"),
        pytest.param("Title,Lindqvist,Ana,Berg,2018\n", [], [2], id="more cells than columns"),
        pytest.param("Short row\n", ["Short row"], [], id="fewer cells than columns"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_costs_no_other(
    written: Written, faulty: str, titles: list[str], lines: list[int]
) -> None:
    found, unread = read_references(written(HEAD + faulty + "".join(GOOD), "table.csv"))

    expected = [*titles, "Warm words", "Cold, cold wards", "Kettles"]
    assert [each.title for each in found] == expected
    assert [each.line for each in unread] == lines
    assert [each.line for each in found][-3:] == [n + faulty.count("\n") for n in (2, 3, 4)]


def test_a_title_over_many_lines_is_told(written: Written) -> None:
    rows = '"Open title,Lind,2018\nA,B,2018\nC,D,2018\nE,F,2018\nSaid so",Okafor,2019\n'

    _, unread = read_references(written(HEAD + rows, "table.csv"))

    assert [each.line for each in unread] == [2]


@pytest.mark.parametrize(
    "before",
    [
        pytest.param("sep=;\n", id="the line of Excel"),
        pytest.param('\n"sep=;"\n\n', id="in quotation marks, among empty lines"),
        pytest.param("\n \n", id="empty lines"),
        pytest.param("\ufeffsep=;\n", id="behind a byte order mark"),
    ],
)
def test_what_stands_above_a_table_hinders_nothing(written: Written, before: str) -> None:
    found, unread = read_references(written(before + CSV, "table.csv"))

    assert ([each.title for each in found], unread) == ([TITLE], [])
    assert found[0].line == before.count("\n") + 2


def test_authors_that_may_be_other_cells_are_told(written: Written) -> None:
    table = "Title;Authors;Year\nWarm words;Okafor, Ben;2019\nCold wards;Marsh, Ana; Tui, Jo;2020\n"

    found, unread = read_references(written(table, "table.csv"))

    assert [each.title for each in found] == ["Warm words"]
    assert [(each.line, "4 cells" in each.what) for each in unread] == [(3, True)]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"%PDF-1.7\n\0\0", id="no text"),
        pytest.param(b"name,age\nAna,30\n", id="a table of something else"),
    ],
)
def test_a_file_without_references_is_told_with_advice(written: Written, content: bytes) -> None:
    with pytest.raises(ReferencesError, match="RIS, PubMed"):
        read_references(written(content))


def test_a_bibtex_file_without_entries_is_told_with_advice(written: Written) -> None:
    with pytest.raises(ReferencesError, match="it holds no references"):
        read_references(written("% nothing yet\n", "none.bib"))


def test_ten_thousand_references_are_all_read(written: Written) -> None:
    ris = "".join(f"TY  - JOUR\nTI  - Paper number {n} of many\nER  - \n" for n in range(10_000))

    found, unread = read_references(written(ris, "many.ris"))

    assert (len(found), unread) == (10_000, [])
    assert found[-1].line == 29_998


@pytest.mark.parametrize(
    ("written_so", "doi"),
    [
        ("https://doi.org/10.1000/ABC.", "10.1000/abc"),
        ("doi:10.1000/a(b)c(2)", "10.1000/a(b)c(2)"),
        ("(10.1000/x)", "10.1000/x"),
        ("https://doi.org/10.1000%2Fx", "10.1000/x"),
        ("no doi", ""),
        (f"https://doi.org/{SICI}", SICI.lower()),
        (SICI.replace("<", "%3C").replace(">", "%3E"), SICI.lower()),
        (f"{SICI.replace('<', '&lt;').replace('>', '&gt;')}.", SICI.lower()),
        ("10.1000/x<sup>1</sup>", "10.1000/x"),
    ],
)
def test_a_doi_has_one_form(written_so: str, doi: str) -> None:
    assert plain_doi(written_so) == doi


def paper(
    id_: str, source: str = "a.pdf", title: str = "", doi: str = "", head: str = ""
) -> PaperFacts:
    return PaperFacts(id_, source, title, (doi,) if doi else (), plain_title(head))


@pytest.mark.parametrize(
    ("facts", "by"),
    [
        pytest.param(paper("p", doi="10.5555/warm"), By.DOI, id="the DOI that it prints"),
        pytest.param(paper("p", "in/Warm Words.PDF"), By.ATTACHMENT, id="the attached file"),
        pytest.param(paper("p", title=TITLE.upper()), By.TITLE, id="its title, in capitals"),
        pytest.param(
            paper("p", title=TITLE.replace("Warm", "Wann")), By.NEAR_TITLE, id="a letter misread"
        ),
        pytest.param(
            paper("p", title="Original article", head=f"Original article {TITLE} Inés M."),
            By.TITLE, id="its title printed, but not told as title",
        ),
        pytest.param(paper("p", title="Editorial"), None, id="a title that names no paper"),
        pytest.param(
            paper("p", title=f"Correction: {TITLE}", doi="10.5555/warm"), None,
            id="a correction of it, which prints its DOI",
        ),
        pytest.param(paper("p", title=f"Reply to: {TITLE}"), None, id="a reply to it"),
        pytest.param(
            paper("p", head=f"Letter. Comment on {TITLE}"), None, id="a comment that prints it"
        ),
        pytest.param(
            paper("p", head=f"Journal of Listening. Letter. {TITLE}"), By.TITLE,
            id="a letter, printed under what it is",
        ),
        pytest.param(paper("p", title=f"{TITLE}: study protocol"), None, id="its protocol"),
        pytest.param(
            paper("p", title="What people remember of being weighed in cold rooms"), None,
            id="another paper with some of the words",
        ),
    ],
)  # fmt: skip
def test_a_paper_is_matched_by_the_surest_way(facts: PaperFacts, by: By | None) -> None:
    other = Reference(title="Editorial")
    reference = Reference(title=TITLE, doi="10.5555/warm", files=(r"C:\x\warm words.pdf",))

    matched = match([other, reference], [facts])

    assert [(each.reference, each.by) for each in matched.matches] == ([(1, by)] if by else [])
    assert matched.references_left == ((0,) if by else (0, 1))
    assert matched.papers_left == (() if by else ("p",))


def test_references_and_papers_that_are_there_twice_are_told() -> None:
    references = [
        Reference(title=TITLE, year="2019"),
        Reference(title="Another one about quite other things", doi="10.5555/other"),
        Reference(title=TITLE, year="2019", doi="10.5555/warm", journal="Journal of Listening"),
    ]
    papers = [paper("p", title=TITLE), paper("q", doi="10.5555/warm"), paper("r")]

    matched = match(references, papers)

    assert matched.same_references == ((0, 2),)
    assert matched.same_papers == (("p", "q"),)
    assert [each.reference for each in matched.matches] == [2, 2]  # the fuller of the two
    assert matched.references_left == (1,)


def test_two_files_of_one_name_are_told_apart_by_their_folders() -> None:
    references = [Reference(title=f"Paper {n}", files=(f"files/{n}/article.pdf",)) for n in (1, 2)]

    matched = match(references, [paper("p", "files/2/article.pdf"), paper("q", "article.pdf")])

    assert [(each.paper, each.reference) for each in matched.matches] == [("p", 1)]


OTHER = "Another one about quite other things"


def matches_of(references: list[Reference], *papers: PaperFacts) -> list[Match]:
    return list(match(references, papers).matches)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(OTHER, id="two chapters with the DOI of their book"),
        pytest.param(f"Correction to: {TITLE}", id="a correction under the DOI of its paper"),
        pytest.param(TITLE.replace("Warm", "Part 2: Warm"), id="parts with other numbers"),
    ],
)
def test_references_with_one_doi_and_other_titles_are_not_the_same(other: str) -> None:
    references = [
        Reference(title=TITLE.replace("Warm", "Part 1: Warm"), doi="10.5555/book"),
        Reference(title=other, doi="10.5555/book", year="2019", authors=("Marsh, Ana",)),
    ]
    papers = [paper(str(n), title=each.title, doi=each.doi) for n, each in enumerate(references)]

    matched = match(references, papers)

    assert (matched.same_references, matched.same_papers) == ((), ())
    assert [(each.reference, each.by) for each in matched.matches] == [(0, By.DOI), (1, By.DOI)]


def test_a_reference_of_a_doi_alone_joins_no_two_others_that_have_it() -> None:
    titles = ("", TITLE, OTHER)
    references = [Reference(title=title, doi="10.5555/book") for title in titles]

    assert match(references, []).same_references == ((0, 1),)


def test_ten_thousand_references_with_one_doi_are_told_apart() -> None:
    titles = [f"Paper number {n} of many" for n in range(10_000)]

    matched = match([Reference(title=title, doi="10.5555/all") for title in titles], [])

    assert matched.same_references == ()


def test_a_match_by_title_keeps_the_reference_with_that_title() -> None:
    fuller = Reference(title=f"{TITLE[:-1]}t", doi="10.5555/warm", year="2019", journal="Listening")
    references = [fuller, Reference(title=TITLE, doi="10.5555/warm")]

    assert matches_of(references, paper("p", title=TITLE)) == [Match("p", 1, By.TITLE)]


def test_the_exact_title_wins_over_the_doi_of_another_paper_and_is_to_be_looked_at() -> None:
    references = [
        Reference(title=OTHER, doi="10.5555/protocol"),
        Reference(title=TITLE, doi="10.5555/warm"),
    ]

    found = matches_of(references, paper("p", title=TITLE, doi="10.5555/protocol"))

    assert found == [Match("p", 1, By.TITLE, is_in_doubt=True)]


def test_a_doi_under_another_title_is_to_be_looked_at() -> None:
    references = [Reference(title=OTHER, doi="10.5555/warm")]

    found = matches_of(references, paper("p", title=TITLE, doi="10.5555/warm"))

    assert found == [Match("p", 0, By.DOI, is_in_doubt=True)]


def test_a_title_of_which_the_first_line_was_read_is_no_other() -> None:
    references = [Reference(title=TITLE, doi="10.5555/warm")]

    cut = paper("p", title="Warm words on cold wards", head=f"{TITLE} Inés Müller")

    assert matches_of(references, cut) == [Match("p", 0, By.TITLE)]
    assert matches_of(references, cut._replace(head="")) == []


def test_a_title_that_two_publications_have_is_to_be_looked_at() -> None:
    references = [Reference(title=TITLE, year=year) for year in ("2009", "2019")]

    assert matches_of(references, paper("p", title=TITLE)) == [Match("p", 0, By.TITLE, True)]


def test_a_file_name_is_less_than_an_exact_title() -> None:
    references = [Reference(title=OTHER, files=("a/main.pdf",)), Reference(title=TITLE)]

    assert matches_of(references, paper("p", "b/main.pdf", TITLE)) == [Match("p", 1, By.TITLE)]


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param(paper("p", "b/main.pdf", TITLE), id="title"),
        pytest.param(paper("p", "b/main.pdf", doi="10.5555/warm"), id="DOI"),
    ],
)
def test_a_file_name_is_nothing_where_title_or_doi_is_another(facts: PaperFacts) -> None:
    references = [Reference(title=OTHER, doi="10.5555/other", files=("a/main.pdf",))]

    assert matches_of(references, facts) == []


@pytest.mark.parametrize(
    ("sources", "taken"),
    [
        pytest.param(("x/main.pdf", "y/main.pdf"), [], id="neither folder agrees"),
        pytest.param(("x/main.pdf", "b/main.pdf"), ["b/main.pdf"], id="one folder agrees"),
    ],
)
def test_one_attached_file_is_not_that_of_two_papers(
    sources: tuple[str, ...], taken: list[str]
) -> None:
    papers = [paper(source, source) for source in sources]

    found = matches_of([Reference(title=TITLE, files=("a/b/main.pdf",))], *papers)

    assert [each.paper for each in found] == taken


@pytest.mark.parametrize(
    "url",
    [
        "file:///home/ana/My%20Paper.pdf",
        "file://localhost/home/ana/My%20Paper.pdf",
        "file:///C:/ana/My%20Paper.pdf",
        "internal-pdf://0123/My%20Paper.pdf",
    ],
)
def test_an_attachment_given_as_a_url_is_the_file_of_that_name(url: str) -> None:
    references = [Reference(title=TITLE, files=(url,))]

    found = matches_of(references, paper("p", "papers/My Paper.pdf"))

    assert found == [Match("p", 0, By.ATTACHMENT)]


def test_papers_with_the_same_quotations_are_companions() -> None:
    long = "She put the kettle on first and only then, with both of us sitting, did she ask"
    papers = [
        Quoted("a", (long, "Nobody asked me anything")),
        Quoted("b", ("Something else altogether", f"Well. {long}, quietly")),
        Quoted("c", ("Nobody asked me anything",)),
    ]

    assert find_companions(papers) == [Companions("a", "b", 1)]
