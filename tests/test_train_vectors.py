"""Static vectors of words: what training starts from, and the one table that ships."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from stanza.models.common.pretrain import Pretrain

from kg.errors import DataError
from kg.train import Recipe, vectors

MARKS = ["<PAD>", "<UNK>", "<EMPTY>", "<ROOT>"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    draw = np.random.default_rng(1)
    words = {"tr": ["ve", "ankara", " ", "bir"], "en": ["and", "ankara", "", "of"]}
    for language, found in words.items():
        np.savez(tmp_path / f"{language}.npz", words=np.array(found), vectors=draw.normal(size=(4, 5)).astype(np.float16))
    return tmp_path


def recipe(*entries: str, size: int = 3) -> Recipe:
    return Recipe("x", "x", {"vectors": entries}, {}, {"ner": {"word_emb_dim": size}})


def test_training_starts_from_the_first_numbers_of_each_word(data: Path) -> None:
    vectors.write(recipe("tr.npz", "en.npz[:3]"), data, data / "table.pt")
    table = Pretrain(str(data / "table.pt"))  # as Stanza reads it
    assert list(table.vocab) == [*MARKS, "ve", "ankara", "bir", "and"], "a word has the first vector that comes; blanks are none"
    numbers = table.emb.numpy()
    assert numbers.shape == (8, 3) and not numbers[:4].any()
    assert numbers[4:].std() == pytest.approx(0.5)
    given = np.load(data / "tr.npz")["vectors"][1, :3].astype(np.float32)
    assert np.allclose(numbers[5] / numbers[5][0], given / given[0], rtol=1e-3)


@pytest.mark.parametrize(
    ("entry", "size", "told"),
    [
        ("gone.npz", 3, "gone.npz: not there; --data must name the folder"),
        ("tr.npz[1]", 3, "write FILE or FILE"),
        ("tr.npz", 6, "tr.npz: vectors of 5 numbers; `word_emb_dim` of the recipe asks for 6"),
        ("empty.npz", 3, "empty.npz: no word vectors"),
        ("text.npz", 3, "text.npz: no word vectors"),
    ],
)
def test_vectors_that_cannot_be_read_are_told(entry: str, size: int, told: str, data: Path) -> None:
    np.savez(data / "empty.npz", words=np.array(["a"]))
    (data / "text.npz").write_text("no archive")
    with pytest.raises(DataError, match="(?s)" + told.replace("[", r"\[")):
        vectors.write(recipe(entry, size=size), data, data / "table.pt")


def vocabulary(words: list[str]) -> dict[str, Any]:
    units = [*MARKS, *words]
    return {"lang": "", "_id2unit": units, "_unit2id": {word: i for i, word in enumerate(units)}}


@pytest.fixture
def state() -> dict[str, Any]:
    """Return a recogniser that was given vectors of five words and learned something more of six."""
    added = torch.tensor([[0.0], [100.0], [0.0], [0.0], [1.0], [2.0], [3.0], [4.0], [5.0], [6.0]])
    learned = vocabulary(["ankara", "ankara'da", "celili", "ve", "of", "celili'nin"])  # most frequent first
    given = vocabulary(["ve", "ankara", "and", "moskova", "of"])
    return {"model": {"delta_emb.weight": added, "other": torch.ones(1)}, "vocab": {"word": given, "delta": learned}, "config": {}}


GIVEN = {"emb": torch.tensor([[0.0], [0.0], [0.0], [0.0], [10.0], [20.0], [30.0], [40.0], [50.0]])}


def test_one_table_holds_what_was_given_and_learned(state: dict[str, Any]) -> None:
    vectors.merge(state, GIVEN)
    words, rows = state["vocab"]["word"], state["model"]["word_emb.weight"]
    found = {word: rows[words["_unit2id"][word]].item() for word in words["_id2unit"]}
    assert found == {
        "<PAD>": 0, "<UNK>": 100, "<EMPTY>": 0, "<ROOT>": 0,
        "ve": 10 + 4, "ankara": 20 + 1, "and": 30, "moskova": 40, "of": 50 + 5,
        "ankara'da": 20 + 2, "celili": 0 + 3, "celili'nin": 0 + 6,
    }  # fmt: skip
    assert set(state["vocab"]) == {"word"} and set(state["model"]) == {"word_emb.weight", "other"}


def test_of_both_tables_the_first_words_are_kept(state: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "GIVEN", 2)
    monkeypatch.setattr(vectors, "LEARNED", 3)
    vectors.merge(state, GIVEN)
    assert state["vocab"]["word"]["_id2unit"] == [*MARKS, "ve", "ankara", "ankara'da", "celili"]
    assert state["model"]["word_emb.weight"].flatten().tolist() == [0, 100, 0, 0, 14, 21, 22, 3]
