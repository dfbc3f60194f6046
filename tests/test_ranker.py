"""The ranker: arrays that score as the trees did, load without running code, and say why."""

from pathlib import Path

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from extractor.errors import FirsthandError
from extractor.quotes.finders import find_candidates
from extractor.quotes.paper import Paper, document_of_text, look_at
from extractor.quotes.ranking.rank import moved_by, rank
from extractor.quotes.ranking.ranker import (
    Forest,
    contributions,
    default_ranker,
    load_ranker,
    margins,
    save_ranker,
)
from extractor.quotes.ranking.reasons import AGAINST, FOR, reasons_of
from learning import forest_of


@pytest.fixture(scope="module")
def grown() -> tuple[
    HistGradientBoostingClassifier, np.ndarray[tuple[int, int], np.dtype[np.float64]]
]:
    random = np.random.default_rng(1)
    rows = random.normal(size=(300, 4))
    targets = (rows[:, 0] + rows[:, 1] ** 2 + 0.3 * random.normal(size=300)) > 0.8
    model = HistGradientBoostingClassifier(max_iter=12, max_leaf_nodes=5, random_state=1)
    return model.fit(rows, targets), rows


@pytest.fixture(scope="module")
def forest(grown: tuple[HistGradientBoostingClassifier, np.ndarray]) -> Forest:
    return forest_of(["a", "b", "c", "d"], grown[0])


def test_the_arrays_score_as_scikit_learn_does(
    grown: tuple[HistGradientBoostingClassifier, np.ndarray],
    forest: Forest,
) -> None:
    model, rows = grown

    assert margins(forest, rows) == pytest.approx(model.decision_function(rows))


def test_what_the_cues_moved_adds_up_to_the_margin(
    grown: tuple[HistGradientBoostingClassifier, np.ndarray],
    forest: Forest,
) -> None:
    _, rows = grown
    start = forest.base + forest.value[forest.roots].sum()

    moved = start + contributions(forest, rows).sum(axis=1)

    assert moved == pytest.approx(margins(forest, rows))


def test_a_model_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    ranker = default_ranker()

    save_ranker(ranker, tmp_path / "ranker.npz")
    again = load_ranker(tmp_path / "ranker.npz")

    assert again.version == ranker.version
    assert again.second.names.tolist() == ranker.second.names.tolist()
    assert again.second.value == pytest.approx(ranker.second.value)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="an empty file"),
        pytest.param(b"PK\x03\x04 broken", id="a broken archive"),
        pytest.param(b"\x80\x04N.", id="a pickle, which could run code"),
    ],
)
def test_a_model_that_cannot_be_used_is_advice(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "ranker.npz"
    path.write_bytes(content)

    with pytest.raises(FirsthandError, match="Install firsthand again"):
        load_ranker(path)


def test_every_column_of_the_model_and_every_reason_is_a_cue() -> None:
    paper = look_at(document_of_text("She said: “I was heard, I think, for once” (P3)."))
    candidates = list(find_candidates(paper))

    rank(paper, candidates, default_ranker())

    cues = set(candidates[0].cues)
    assert cues >= set(default_ranker().second.names.tolist())
    assert cues >= {*FOR, *AGAINST}


def test_a_block_is_likelier_in_the_company_of_blocks_set_like_it() -> None:
    doubtful = "“People come and go here all day long, and nobody minds.” (P9)"
    lone = look_at(document_of_text(doubtful))
    among = "\n\n".join(
        f"A woman told us about it:\n\n“I felt that somebody had time for me, {n} times.” (P{n})"
        for n in range(1, 9)
    )
    crowd = look_at(document_of_text(f"{among}\n\n{doubtful}"))

    assert score_of(crowd, "People come") > score_of(lone, "People come")


def test_the_cues_that_decided_are_told_for_and_against() -> None:
    text = "The guide asked: “Did you feel that somebody had time for you on the ward?”"
    paper = look_at(document_of_text(text))
    candidates = list(find_candidates(paper))
    rank(paper, candidates, default_ranker())

    (moved,) = moved_by(default_ranker(), candidates)
    why = reasons_of(candidates[0].cues, moved)

    assert "in quotation marks" in why
    assert any(reason.startswith("but: ") and "question" in reason for reason in why)


def score_of(paper: Paper, words: str) -> float:
    scored = rank(paper, list(find_candidates(paper)), default_ranker())
    return max(one.score for one in scored if one.candidate.span.of(paper.text).startswith(words))
