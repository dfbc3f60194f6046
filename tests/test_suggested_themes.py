"""Suggested themes: from the codebook's words at first, then from what people decided."""

import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.model_selection import cross_val_predict

from extractor.errors import FirsthandError
from extractor.themes.common import default_common, load_common, save_common
from extractor.themes.embeddings import Embeddings, EmbeddingsError
from extractor.themes.meanings import Meanings
from extractor.themes.suggester import ThemeSuggester, ThemeText
from extractor.themes.texts import Tfidf, plain_title

TRUST = ThemeText("trust", "Building trust", "not being judged, being believed")
TIME = ThemeText("time", "Time to talk", "an appointment that is long enough, not being hurried")
PLACE = ThemeText("place", "A quiet place", "the room, the garden, the light")
THEMES = (TRUST, TIME, PLACE)

JUDGED = "She did not judge me for any of it, and she believed me."
HURRIED = "There was time. He was never in a hurry, and the appointment was long."
GARDEN = "We sat in the garden and the light came through the leaves."
KETTLE = "He put the kettle on before he said a word, and then we drank it."
KETTLES = (
    "The kettle was always on when I came.",
    "First the kettle, then the talk, every single week.",
    "I could hear the kettle from the corridor and knew he was in.",
)


def suggester() -> ThemeSuggester:
    return ThemeSuggester(THEMES)


def first(fitted: ThemeSuggester, text: str) -> str:
    return THEMES[int(np.argmax(fitted.predict_proba([text])[0]))].id


@pytest.mark.parametrize(
    ("text", "theme"), [(JUDGED, "trust"), (HURRIED, "time"), (GARDEN, "place")]
)
def test_before_anything_is_decided_the_codebooks_own_words_tell(text: str, theme: str) -> None:
    cold = suggester().fit([], [], known=[JUDGED, HURRIED, GARDEN])
    assert first(cold, text) == theme


def test_decisions_outweigh_the_codebooks_words() -> None:
    """A kettle is no word of any theme; people who sort it under trust three times teach it."""
    cold = suggester().fit([], [], known=[KETTLE, JUDGED, HURRIED, GARDEN])
    before = cold.predict_proba([KETTLE])[0][0]
    warm = suggester().fit([*KETTLES, GARDEN], [[1, 0, 0]] * 3 + [[0, 0, 1]], known=[KETTLE])
    assert warm.predict_proba([KETTLE])[0][0] > before + 0.2
    assert first(warm, KETTLE) == "trust"


def test_the_first_theme_is_explained_by_words_and_by_accounts_sorted_under_it() -> None:
    warm = suggester().fit([GARDEN, *KETTLES], [[0, 0, 1]] + [[1, 0, 0]] * 3)
    reason = warm.reason(KETTLE, 0)
    assert set(reason.accounts) <= {1, 2, 3}, "only accounts under the theme are told"
    assert warm.reason(JUDGED, 0).words[0] in ("judge", "believed")
    assert warm.rests_on_ == 4


def test_an_account_may_have_several_themes_and_likelihoods_follow() -> None:
    one = suggester().fit([JUDGED, HURRIED] * 10, [[1, 0, 0], [0, 1, 0]] * 10)
    both = suggester().fit([JUDGED, HURRIED] * 10, [[1, 1, 0], [1, 1, 0]] * 10)
    assert both.predict_proba([JUDGED]).sum() > 1.5 > one.predict_proba([JUDGED]).sum()
    assert both.predict([JUDGED]).tolist() == [[1, 1, 0]]


def test_it_is_an_estimator_that_scikit_learn_can_clone_and_cross_validate() -> None:
    texts = [JUDGED, HURRIED, GARDEN, *KETTLES]
    under = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0], [1, 0, 0], [1, 0, 0]])
    likely = cross_val_predict(clone(suggester()), texts, under, cv=3, method="predict_proba")
    assert np.shape(likely) == (6, 3)
    assert np.all((np.asarray(likely) >= 0) & (np.asarray(likely) <= 1))


def test_the_order_in_which_things_were_decided_does_not_matter() -> None:
    texts, under = [JUDGED, HURRIED, *KETTLES], np.eye(3)[[0, 1, 0, 0, 2]]
    forth = suggester().fit(texts, under).predict_proba([KETTLE, GARDEN])
    back = suggester().fit(texts[::-1], under[::-1]).predict_proba([KETTLE, GARDEN])
    np.testing.assert_allclose(forth, back)


@pytest.mark.parametrize("text", ["", "…", "123 456", "你好吗", "a" * 20_000])
def test_any_text_has_likelihoods(text: str) -> None:
    warm = suggester().fit([JUDGED, text], [[1, 0, 0], [0, 1, 0]])
    assert np.isfinite(warm.predict_proba([text, JUDGED])).all()
    warm.reason(text, 0)


def test_no_themes_and_no_texts_are_no_error() -> None:
    assert ThemeSuggester(()).fit([], []).predict_proba([JUDGED]).shape == (1, 0)
    assert suggester().fit([], []).predict_proba([]).shape == (0, 3)


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("3.1. Being heard", "Being heard"),
        ("1.2.3 Being heard", "Being heard"),
        ("b. Being heard", "Being heard"),
        ("Theme 2: Being heard", "Being heard"),
        ("Sub-theme: Being heard", "Being heard"),
        ("A quiet place", "A quiet place"),
        ("24 hours", "hours"),
        ("7.", "7."),
    ],
)
def test_a_number_before_a_title_is_not_part_of_it(title: str, plain: str) -> None:
    assert plain_title(title) == plain


def test_vectors_are_of_unit_length_and_like_words_are_near() -> None:
    texts = Tfidf().fit([JUDGED, HURRIED, GARDEN])
    rows = texts.vectors(["judging", "judged", "garden"])
    assert np.allclose(np.asarray(rows.multiply(rows).sum(axis=1)), 1)
    assert rows[0].multiply(rows[1]).sum() > 0.2 > rows[0].multiply(rows[2]).sum()


def test_the_shipped_model_survives_being_written_and_knows_near_words(tmp_path: Path) -> None:
    save_common(default_common(), tmp_path / "common.npz")
    again = load_common(tmp_path / "common.npz")
    parents, family, tablets = again.meanings.vectors(["My mum and dad", "Family", "Medication"])
    assert parents @ family > parents @ tablets + 0.2
    assert np.allclose(again.weights, default_common().weights)


def test_a_text_without_a_known_word_has_no_meaning_and_is_no_error() -> None:
    meanings = Meanings(["door", "cafe"], np.eye(2))
    assert meanings.vectors(["你好", "", "…", "Doors"]).tolist() == [[0, 0]] * 4
    assert meanings.vectors(["The door, the Café"]) == pytest.approx(np.sqrt(0.5))
    assert meanings.vectors([]).shape == (0, 2)


def test_usual_words_count_less_by_their_length() -> None:
    meanings = Meanings(["the", "kettle"], np.array([[0.01, 0], [0, 1.0]]))
    assert meanings.vectors(["the kettle"])[0] @ [0, 1] > 0.99


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04broken"])
def test_a_damaged_model_is_advice(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "common.npz").write_bytes(content)
    with pytest.raises(FirsthandError, match="Install firsthand again"):
        load_common(tmp_path / "common.npz")


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "holds no model"),
        ({"config.json": "no json"}, "holds no model"),
        ({"config.json": json.dumps({"auto_map": {"AutoModel": "x"}})}, "code of its own"),
        ({"config.json": "{}", "pytorch_model.bin": "x"}, "no weights in safetensors"),
        ({"config.json": "[" * 100_000}, "holds no model"),
        (
            {
                "config.json": "{}",
                "model.safetensors": "x",
                "modules.json": json.dumps([{"path": ""}, {"path": "2_Dense"}]),
                "2_Dense/pytorch_model.bin": "x",
            },
            "no weights in safetensors",
        ),
    ],
)
def test_a_folder_that_is_no_safe_model_is_refused(
    tmp_path: Path, files: dict[str, str], told: str
) -> None:
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    with pytest.raises(EmbeddingsError, match=told):
        Embeddings(tmp_path)
