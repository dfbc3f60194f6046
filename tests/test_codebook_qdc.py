"""Codebooks to other programs and back (REFI-QDA): nothing lost, and nothing harmful let in."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.bundled import bundled
from extractor.exchange.qdc import BrokenQdcError, parse_qdc, read_qdc, write_qdc
from extractor.records import Theme
from extractor.themes.codebook import Codebook, Guidance, plain, read_codebook
from extractor.themes.codebook_errors import CodebookError

HERE = Path("codebook.qdc")
LETTERS = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
LINES = st.text(LETTERS, max_size=40).map(plain)
LABELS = st.sampled_from(["When to use: x", "Example: x", "firsthand id: x", "Definition:", ""])
OTHERS = """<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Another Program 9">
  <Codes>
    <Code guid="AAAAAAAA-0000-4000-8000-000000000001" name="People" isCodable="false">
      <Code guid="AAAAAAAA-0000-4000-8000-000000000002" name="Trust" isCodable="true"
            color="#0F6">
        <Description>Trust that grows,
slowly.</Description>
      </Code>
      <Code guid="AAAAAAAA-0000-4000-8000-000000000003" name="trust!" isCodable="true"/>
    </Code>
  </Codes>
  <Sets><Set guid="AAAAAAAA-0000-4000-8000-000000000009" name="Later"/></Sets>
</CodeBook>"""


def test_a_codebook_comes_back_as_it_was_written() -> None:
    codebook = read_codebook(bundled("annotations") / "codebook.toml")
    ended = replace(codebook, ended={"trust": (), "space": ("sharing", "boundaries")})

    back = parse_qdc(write_qdc(ended), Path(f"{codebook.name}.qdc"))

    assert back.name == codebook.name
    assert list(back.themes) == list(codebook.themes)
    assert back.guidance == codebook.guidance
    assert back.ended == ended.ended


@given(st.lists(st.tuples(LINES, LINES | LABELS, LINES | LABELS), max_size=4))
def test_every_text_comes_back_exactly(told: list[tuple[str, str, str]]) -> None:
    themes = tuple(
        Theme(f"t{n}", name or "Nameless", f"t{n - 1}" if n else None, definition)
        for n, (name, definition, _) in enumerate(told)
    )
    guidance = {
        theme.id: Guidance(use, name, tuple(filter(None, (use, name))))
        for theme, (name, _, use) in zip(themes, told, strict=True)
    }
    codebook = Codebook("codebook", themes, guidance)

    assert parse_qdc(write_qdc(codebook), HERE) == codebook


def test_what_xml_cannot_hold_is_shown_and_does_no_harm() -> None:
    codebook = Codebook("c", (Theme("a", "A\x01", None, "\x1b[2J"),), {})

    (theme,) = parse_qdc(write_qdc(codebook), HERE).themes

    assert (theme.name, theme.definition) == ("A\ufffd", "\ufffd[2J")


def test_codes_of_another_program_get_ids_of_their_names() -> None:
    codebook = parse_qdc(OTHERS.encode(), HERE)

    assert codebook.themes == (
        Theme("people", "People"),
        Theme("trust", "Trust", "people", "Trust that grows, slowly."),
        Theme("trust-2", "trust!", "people"),
    )
    assert codebook.guidance["trust"].colour == "#00ff66"


def test_what_another_program_adds_below_a_line_belongs_to_it() -> None:
    codebook = Codebook("c", (Theme("a", "A", None, "First."),), {"a": Guidance("Often.")})
    text = write_qdc(codebook).decode().replace("Often.", "Often.\nAnd more.")

    assert parse_qdc(text.encode(), HERE).guidance["a"].when_to_use == "Often. And more."


def test_what_is_written_is_as_the_standard_has_it() -> None:
    codebook = read_codebook(bundled("annotations") / "codebook.toml")
    root = ElementTree.fromstring(write_qdc(replace(codebook, ended={"trust": ()})))

    named = "{urn:QDA-XML:codebook:1.0}"
    codes = {code.get("name"): code for code in root.iter(f"{named}Code")}
    assert root.tag == f"{named}CodeBook"
    assert len({code.get("guid") for code in codes.values()}) == len(codebook.themes)
    assert codes["Genuine empathic concern"].get("isCodable") == "true"
    trust = codebook.theme("trust")
    assert trust is not None
    assert codes[trust.name].get("isCodable") == "false"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_fault(encoding: str) -> None:
    assert len(parse_qdc(OTHERS.encode(encoding), HERE).themes) == 3


LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><CodeBook>&c;</CodeBook>'
FETCHES = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><CodeBook>&b;</CodeBook>'
DEEP = "<CodeBook><Codes>" + "<Code name='a'>" * 300 + "</Code>" * 300 + "</Codes></CodeBook>"


def test_a_theme_merged_into_one_called_retired_is_not_itself_retired() -> None:
    themes = (Theme("trust", "Trust", None, ""), Theme("retired", "Retired", None, ""))
    guidance = {theme.id: Guidance() for theme in themes}
    codebook = Codebook("codebook", themes, guidance, {"trust": ("retired",)})

    assert parse_qdc(write_qdc(codebook), HERE) == codebook


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(LAUGHS.encode(), "document type", id="entities that swell up"),
        pytest.param(LAUGHS.encode("utf-16"), "document type", id="the same in UTF-16"),
        pytest.param(FETCHES.encode(), "document type", id="an entity that reads a file"),
        pytest.param(DEEP.encode(), "deep", id="codes without end"),
        pytest.param(b"<CodeBook>", "no XML", id="cut off"),
        pytest.param(b"<Project/>", "Project", id="a project and no codebook"),
        pytest.param("<CodeBook n='é'/>".encode("latin-1"), "UTF-8", id="an old character set"),
        pytest.param(b"", "no XML", id="nothing"),
    ],
)
def test_what_cannot_be_read_is_told(content: bytes, told: str) -> None:
    with pytest.raises(BrokenQdcError, match=told) as raised:
        parse_qdc(content, HERE)

    assert str(raised.value).endswith("as .qdc.")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="there is no such file"):
        read_qdc(tmp_path / "none.qdc")
