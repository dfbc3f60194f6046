"""Words put together by their first letters find what they find one after the other."""

import re

import pytest

from extractor.quotes.alternatives import any_of, whole_words

TEXT = (
    "Nurse practitioners, a nurse, the GPs and Äußerungen; she SAID (or says) e.g. “so”. A GP-led"
)


@pytest.mark.parametrize(
    "listed",
    [
        "nurse|nurse practitioner|gps?|said|says?|so",
        "nurse practitioner|nurse|s(?:aid|ays)|[gp]+s?|e\\.g\\.|äußer\\w*",
        "a?n|\\w+s|x|g[p|]|(?:or|and) (?:says|äu\\w+)|so",
        "so",
    ],
)
def test_alternatives_by_letter_find_the_same(listed: str) -> None:
    plain = re.compile(rf"\b(?:{listed})\b", re.IGNORECASE)

    found = [match.span() for match in whole_words(listed).finditer(TEXT)]

    assert found == [match.span() for match in plain.finditer(TEXT)]


def test_a_letter_that_need_not_stand_parts_nothing() -> None:
    assert any_of("a?b|c|cd") == "(?:a?b|(?-i:[cC])(?:|d))"
