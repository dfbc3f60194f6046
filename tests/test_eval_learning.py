"""What the ranker learns from: marks without words, typeset copies, targets, folds, calibration."""

import json
from pathlib import Path
from random import Random

import pytest

from corpus.typeset.gold import mark_quotations, read_pages
from corpus.typeset.press import print_paper
from extractor.agreement.scores import Outcome, bins_of, brier_scores, expected_error
from extractor.quotes.paper import document_of_text
from extractor.reading import read_paper
from extractor.records import Document, Form, Span, Voice
from gold import GoldError
from learning import folds_of, group_of, lesson_of
from marks import Account, gold_of, marks_of, read_marks
from retypeset import draw_fashion, paper_of

ARTICLE = Path(__file__).parent / "jats" / "being-heard.xml"
SAID = "She said: “I was heard, I think.” They call it “care”."


def account_of(document: Document, words: str, *, fragment: bool = False) -> Account:
    start = document.text.index(words)
    span = Span(start, start + len(words))
    return Account(span, Form.INLINE, Voice.SERVICE_USER, fragment)


def test_marks_hold_places_and_no_word_and_are_found_again(tmp_path: Path) -> None:
    document = document_of_text(SAID)
    path = tmp_path / "marks.json"
    record = marks_of(document, [account_of(document, "I was heard, I think.")])
    path.write_text(json.dumps(record))

    (account,) = read_marks(path, document)

    assert account.span.of(document.text) == "I was heard, I think."
    assert "heard" not in path.read_text()


def test_marks_that_have_come_off_their_text_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "marks.json"
    document = document_of_text(SAID)
    path.write_text(json.dumps(marks_of(document, [account_of(document, "I was heard")])))

    with pytest.raises(GoldError, match="does not fit"):
        read_marks(path, document_of_text("He" + SAID))


def test_the_best_candidate_is_the_target_and_fragments_do_not_matter() -> None:
    document = document_of_text(SAID + " “I would go, but for the cold”")
    accounts = [
        account_of(document, "I was heard, I think."),
        account_of(document, "I would go, but for the cold", fragment=True),
    ]

    lesson = lesson_of("x", document, gold_of("x", document, accounts))

    told = {
        one.span.of(document.text): (target, weight)
        for one, target, weight in zip(
            lesson.candidates, lesson.targets, lesson.weights, strict=True
        )
    }
    assert told["I was heard, I think."] == (1.0, 1.0)
    assert told["I would go, but for the cold"] == (0.0, 0.0)


def test_copies_of_a_paper_are_left_out_together() -> None:
    groups = [group_of(name) for name in ("A", "A--1", "A--12", "B", "C--2")]

    folds = folds_of(groups, 3, seed=1)

    assert groups == ["A", "A", "A", "B", "C"]
    assert sorted(folds, key=min) == [{"A"}, {"B"}, {"C"}]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_article_typeset_anew_keeps_its_accounts(seed: int, tmp_path: Path) -> None:
    document = read_paper(ARTICLE)
    quoted = [block for block in document.blocks if block.quoted]
    accounts = [Account(b.span, Form.BLOCK, Voice.SERVICE_USER, False) for b in quoted[:1]]
    fashion = draw_fashion(Random(seed))
    pdf = tmp_path / "article.pdf"

    paper = paper_of("x", document, accounts, fashion)
    pdf.write_bytes(print_paper(paper, fashion.layout))
    gold = list(mark_quotations(paper, read_pages(pdf)))

    first_words = quoted[0].span.of(document.text).strip("“”\"'‘’« ").split()[:2]
    assert gold[0]["start"].strip("“”\"'‘’«„ ").split()[:2] == first_words


def test_the_expected_error_is_the_mean_distance_of_score_and_share() -> None:
    outcomes = [Outcome(0.9, True)] * 9 + [Outcome(0.9, False)]

    assert expected_error(outcomes) == pytest.approx(0.18)  # nine bins at .1, one at .9
    assert sum(one.size for one in bins_of(outcomes)) == 10


def test_the_brier_score_of_the_constant_is_the_variance() -> None:
    own, constant = brier_scores([Outcome(1.0, True), Outcome(0.0, False)])

    assert (own, constant) == (0.0, 0.25)
