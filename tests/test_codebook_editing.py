"""A codebook is edited step by step: nothing is lost, and what makes no sense is refused."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.records import Theme
from extractor.themes.codebook import Codebook, Guidance, parse_codebook, write_codebook
from extractor.themes.codebook_errors import BadEndError
from extractor.themes.editing import (
    CodebookStep,
    EditError,
    Entry,
    Kind,
    apply,
    begun,
    describe,
    differences,
    entry_from,
    entry_of,
    new_entry,
    read_step,
    replay,
    write_step,
)
from tests.test_codebook import HERE, theme

TEXT = theme("people") + theme("trust", "people") + theme("time", "people") + theme("calm")
BEFORE = replay([begun(TEXT)])


def entry(
    id_: str, name: str = "", parent: str | None = None, when_not: str = "", colour: str = ""
) -> Entry:
    theme = Theme(id_, name or f"New {id_}", parent)
    return Entry(theme, Guidance(when_not=when_not, colour=colour))


def ended(kind: Kind, id_: str, *into: str, new: tuple[Entry, ...] = ()) -> CodebookStep:
    return CodebookStep(kind, id_, new, into)


RETIRED = ended(Kind.RETIRE, "trust")
MERGED = ended(Kind.MERGE, "trust", "time")
SPLIT = ended(Kind.SPLIT, "trust", "calm", "safe", new=(entry("safe", parent="people"),))


def test_a_codebook_is_its_steps_applied() -> None:
    added = CodebookStep(Kind.ADD, entries=(entry("humour", parent="people"),))
    renamed = CodebookStep(Kind.CHANGE, "trust", (entry("trust", "Believing", "people"),))

    after = replay([begun(TEXT), added, renamed, SPLIT])

    assert " ".join(each.id for each in after.themes) == "people trust time calm humour safe"
    assert " ".join(each.id for each in after.open) == "people time calm humour safe"
    assert after.theme("trust") == Theme("trust", "Believing", "people")
    assert after.ended == {"trust": ("calm", "safe")}


def test_what_is_merged_counts_as_the_other_through_several_merges() -> None:
    after = apply(apply(BEFORE, MERGED), ended(Kind.MERGE, "time", "calm"))

    assert after.current(["trust", "time", "people"]) == ("calm", "people")
    assert after.outdated(["trust", "time", "calm"]) == ()


@pytest.mark.parametrize("step", [RETIRED, SPLIT], ids=["retired", "split"])
def test_what_is_retired_or_split_stays_and_must_be_looked_at_again(step: CodebookStep) -> None:
    after = apply(BEFORE, step)

    assert after.current(["trust", "time"]) == ("trust", "time")
    assert after.outdated(["trust", "time"]) == ("trust",)


def test_what_is_merged_into_what_is_split_must_be_looked_at_again() -> None:
    after = apply(apply(BEFORE, ended(Kind.MERGE, "time", "trust")), SPLIT)

    assert after.outdated(["time"]) == ("time",)


@pytest.mark.parametrize("step", [RETIRED, MERGED], ids=["retired", "merged"])
def test_an_end_is_taken_back(step: CodebookStep) -> None:
    assert apply(apply(BEFORE, step), ended(Kind.RESTORE, "trust")) == BEFORE


def test_a_theme_that_a_codebook_does_not_know_is_left_as_it_is() -> None:
    assert BEFORE.current(["unknown"]) == ("unknown",)
    assert BEFORE.outdated(["unknown"]) == ()


def test_the_tree_has_each_open_theme_below_its_meta_theme() -> None:
    assert [(depth, each.id) for depth, each in apply(BEFORE, RETIRED).tree()] == [
        (0, "people"),
        (1, "time"),
        (0, "calm"),
    ]


AFTER = apply(BEFORE, MERGED)


@pytest.mark.parametrize(
    ("codebook", "step", "told"),
    [
        pytest.param(
            BEFORE, CodebookStep(Kind.ADD, entries=(entry("x", "theme TRUST"),)),
            "“Theme trust” already", id="a name twice",
        ),
        pytest.param(
            AFTER, CodebookStep(Kind.ADD, entries=(entry("x", parent="trust"),)),
            "no longer used", id="under a theme that has ended",
        ),
        pytest.param(
            BEFORE, CodebookStep(Kind.ADD, entries=(entry("x", parent="none"),)),
            "no theme “none”", id="under a theme that is not there",
        ),
        pytest.param(
            BEFORE, CodebookStep(Kind.CHANGE, "people", (entry("people", parent="trust"),)),
            "under itself", id="a circle",
        ),
        pytest.param(
            AFTER, CodebookStep(Kind.CHANGE, "trust", (entry("trust"),)),
            "no longer used", id="a change of what has ended",
        ),
        pytest.param(BEFORE, ended(Kind.MERGE, "trust", "trust"), "own place", id="into itself"),
        pytest.param(AFTER, ended(Kind.MERGE, "time", "trust"), "no longer used", id="into an end"),
        pytest.param(BEFORE, ended(Kind.MERGE, "trust"), "one other", id="into nothing"),
        pytest.param(BEFORE, ended(Kind.SPLIT, "trust", "time"), "two or more", id="into one"),
        pytest.param(
            BEFORE, ended(Kind.RETIRE, "people"), "Theme trust, Theme time", id="with some below"
        ),
        pytest.param(AFTER, RETIRED, "no longer used", id="an end twice"),
        pytest.param(BEFORE, ended(Kind.RESTORE, "trust"), "in use already", id="no end at all"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_advice(
    codebook: Codebook, step: CodebookStep, told: str
) -> None:
    with pytest.raises(EditError, match=told) as raised:
        apply(codebook, step)

    assert str(raised.value).endswith(".")
    assert len(str(raised.value).split("\n")) == 2


def test_an_end_is_not_taken_back_where_another_has_the_name_by_now() -> None:
    taken = CodebookStep(Kind.ADD, entries=(entry("trust-2", "Theme trust"),))

    with pytest.raises(EditError, match="already"):
        apply(apply(apply(BEFORE, RETIRED), taken), ended(Kind.RESTORE, "trust"))


def test_a_new_theme_gets_an_id_of_its_name_that_no_other_has() -> None:
    told = Entry(Theme("", "Time!"))

    assert new_entry(BEFORE, told).theme.id == "time-2"
    assert new_entry(BEFORE, told, taken=["time-2"]).theme.id == "time-3"
    assert new_entry(BEFORE, Entry(Theme("", "…"))).theme.id == "theme"


@pytest.mark.parametrize(
    ("told", "advice"),
    [
        pytest.param({"name": "  "}, "needs a name", id="no name"),
        pytest.param({"name": "A" * 300}, "too long", id="a name without end"),
        pytest.param({"name": "A", "definition": "b" * 5_000}, "too long", id="a treatise"),
        pytest.param({"name": "A", "colour": "url(x)"}, "no colour", id="no colour"),
    ],
)
def test_what_no_theme_can_be_is_told(told: dict[str, str], advice: str) -> None:
    with pytest.raises(EditError, match=advice):
        entry_from(told)


def test_what_a_theme_was_before_is_told_beside_what_it_is() -> None:
    was = entry_of(BEFORE, "trust")
    now = replace(was, guidance=Guidance(when_not="Only liked."))

    assert differences(was, now) == {"when_not": ("", "Only liked.")}


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (begun(TEXT), "Began with 4 themes."),
        (CodebookStep(Kind.ADD, entries=(entry("x", "Humour"),)), "Added “Humour”."),
        (CodebookStep(Kind.CHANGE, "time", (entry("time", "Hours", "people", when_not="x"),)),
         "Renamed “Theme time” to “Hours”; changed its when not."),
        (CodebookStep(Kind.CHANGE, "time", (entry("time", "Theme time", colour="#000000"),)),
         "Changed place and colour of “Theme time”."),
        (SPLIT, "Split “Theme trust” into “Theme calm” and “New safe”."),
        (MERGED, "Merged “Theme trust” into “Theme time”."),
        (RETIRED, "Retired “Theme trust”."),
    ],
)  # fmt: skip
def test_a_step_is_told_in_words(step: CodebookStep, words: str) -> None:
    assert describe(step, BEFORE, apply(BEFORE, step)) == words


@pytest.mark.parametrize("step", [begun(TEXT), RETIRED, MERGED, SPLIT], ids=lambda each: each.kind)
def test_a_step_is_read_as_it_was_written(step: CodebookStep) -> None:
    assert read_step(step.kind, write_step(step)) == step


def test_a_codebook_with_ends_is_read_as_it_was_written() -> None:
    after = replay([begun(TEXT), MERGED, ended(Kind.RETIRE, "calm")])

    assert parse_codebook(write_codebook(after), HERE) == after


@pytest.mark.parametrize(
    ("ends", "told"),
    [("ended = ['b']", "no theme “b”"), ("ended = ['a']", "replaced by itself")],
    ids=["into what is not there", "into itself"],
)
def test_an_end_in_a_file_that_leads_nowhere_is_told(ends: str, told: str) -> None:
    with pytest.raises(BadEndError, match=told):
        parse_codebook(theme("a") + ends, Path("codebook.toml"))


IDS = st.sampled_from(["people", "trust", "time", "calm"])
STEPS = st.builds(
    lambda kind, id_, into: CodebookStep(kind, id_, (), tuple(into)),
    st.sampled_from([Kind.SPLIT, Kind.MERGE, Kind.RETIRE, Kind.RESTORE]),
    IDS,
    st.lists(IDS, max_size=2),
)


@given(st.lists(STEPS, max_size=12))
def test_whatever_is_done_no_theme_is_lost_and_every_merge_leads_somewhere(
    steps: list[CodebookStep],
) -> None:
    codebook = BEFORE
    for step in steps:
        try:
            codebook = apply(codebook, step)
        except EditError:
            continue

    assert codebook.themes == BEFORE.themes
    for each in codebook.themes:
        (now,) = codebook.current([each.id])
        assert (now in codebook.ended) == bool(codebook.outdated([each.id]))
