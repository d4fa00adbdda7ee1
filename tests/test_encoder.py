"""The encoder: four-bit weights, what it remembers, and (with the real one) its sentence vectors."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from kg import encoder
from kg.bert import Shape, WordPieces
from kg.document import STATE_UNIT, STATES
from kg.encoder import BLOCK, KEEP, SharedEncoder, expand, load, read_words
from kg.errors import ModelError
from kg.morphology import FILE, Table, write_table
from kg.views import LOUD, WORDS, views

Loaded = tuple[SharedEncoder, WordPieces]


def packed(weights: np.ndarray[Any, Any]) -> dict[str, np.ndarray[Any, Any]]:
    """Make four-bit blocks of a matrix, as the file has them."""
    blocks = weights.reshape(len(weights), -1, BLOCK)
    scale = np.abs(blocks).max(-1) / 7
    values = np.clip(np.rint(blocks / scale[..., None]), -8, 7).astype(np.int8) + 8
    low, high = values[..., : BLOCK // 2], values[..., BLOCK // 2 :]
    return {"nibbles": (low | high << 4).astype(np.uint8), "scale": scale.astype(np.float16)}


def written(path: Path, matrices: Mapping[str, np.ndarray[Any, Any]], **plain: np.ndarray[Any, Any]) -> Path:
    arrays = {f"{name}.{part}": array for name, matrix in matrices.items() for part, array in packed(matrix).items()}
    return saved(path, {**arrays, **plain})


def saved(path: Path, arrays: Mapping[str, np.ndarray[Any, Any]]) -> Path:
    """Write arrays as `np.savez` does."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.lib.format.write_array(content, array)
            archive.writestr(f"{name}.npy", content.getvalue())
    return path


def test_four_bit_blocks_come_back(tmp_path: Path) -> None:
    matrix = np.random.default_rng(1).normal(size=(3, 4 * BLOCK)).astype(np.float32)
    path = written(tmp_path / "w.npz", {"a.weight": matrix}, bias=np.array([1.5, -2], dtype=np.float16))
    found = expand(path)
    assert sorted(found) == ["a.weight", "bias"]
    assert found["a.weight"].shape == (3, 4 * BLOCK) and found["a.weight"].dtype == torch.float32
    step = np.repeat(np.abs(matrix.reshape(3, -1, BLOCK)).max(-1) / 7, BLOCK, axis=1)
    assert (np.abs(found["a.weight"].numpy() - matrix) <= step * 0.51 + 1e-2).all()
    assert found["bias"].tolist() == [1.5, -2.0]


def test_values_that_four_bits_can_hold_come_back_exactly(tmp_path: Path) -> None:
    matrix = (np.arange(2 * BLOCK).reshape(2, BLOCK) % 16 - 8).clip(-7, 7).astype(np.float32) / 4
    assert expand(written(tmp_path / "w.npz", {"x": matrix}))["x"].tolist() == matrix.tolist()


def damaged(tmp_path: Path) -> dict[str, Path]:
    whole = written(tmp_path / "whole.npz", {"x": np.ones((4, 8 * BLOCK), dtype=np.float32)}).read_bytes()
    middle = bytearray(whole)
    middle[150:180] = b"\xff" * 30
    files = {"empty": b"", "text": b"not a model", "cut": whole[: len(whole) // 2], "array": b"\x93NUMPY\x01\0", "changed": bytes(middle)}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    saved(tmp_path / "half.npz", {"x.scale": np.ones((1, 1))})
    saved(tmp_path / "shape.npz", {"x.scale": np.ones((5, 7)), "x.nibbles": np.ones((1, 2, 3), dtype=np.uint8)})
    return {path.name: path for path in tmp_path.iterdir() if path.name != "whole.npz"} | {"gone": tmp_path / "gone"}


@pytest.mark.parametrize("name", ["empty", "text", "cut", "array", "changed", "half.npz", "shape.npz", "gone"])
def test_a_damaged_file_is_told_with_the_fix(name: str, tmp_path: Path) -> None:
    path = damaged(tmp_path)[name]
    with pytest.raises(ModelError, match=r"the encoder's weights cannot be read .*; reinstall kg") as told:
        expand(path)
    assert str(told.value).startswith(f"{path}: ")


def test_a_folder_that_lacks_a_part_is_told(tmp_path: Path) -> None:
    one = np.ones(1, dtype=np.float16)
    saved(tmp_path / "words.npz", {"center": one, "projection": one})
    written(tmp_path / "weights_q4.npz", {"x": np.ones((1, BLOCK), dtype=np.float32)})
    with pytest.raises(ModelError, match=r"the encoder cannot be loaded .*; reinstall kg"):
        load(tmp_path)
    written(tmp_path / "weights_q4.npz", {"x": np.ones((1, BLOCK), dtype=np.float32)}, **{"states.mean": one, "states.std": one})
    with pytest.raises(ModelError, match=r"config\.json"):
        load(tmp_path)


def test_what_the_heads_remember_is_no_path() -> None:
    assert all(mark not in WORDS for mark in "/\\.")


@pytest.fixture
def tiny() -> SharedEncoder:
    """Make an encoder of random weights, small enough for any test."""
    torch.manual_seed(7)
    model = SharedEncoder(Shape(vocab_size=50, hidden_size=16, num_hidden_layers=KEEP, num_attention_heads=2, intermediate_size=32))
    for weights in model.parameters():
        torch.nn.init.normal_(weights, std=0.1)
    model.eval().requires_grad_(False)
    return model


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, ...]]:
    """Keep a list of the rows that really go through the layers."""
    rows: list[tuple[int, ...]] = []
    original = SharedEncoder._encode

    def watched(self: SharedEncoder, batch: Any) -> None:
        rows.extend(batch)
        original(self, batch)

    monkeypatch.setattr(SharedEncoder, "_encode", watched)
    return rows


def test_a_row_is_read_once_until_it_is_forgotten(tiny: SharedEncoder, encoded: list[tuple[int, ...]]) -> None:
    tiny.read([(1, 2, 3), (4, 5), (1, 2, 3)])
    tiny.read([(4, 5), (6,)])
    assert encoded == [(4, 5), (1, 2, 3), (6,)]
    tiny.forget()
    assert not tiny.memo
    tiny.read([(6,)])
    assert len(encoded) == 4


def test_many_rows_are_read_in_several_batches(tiny: SharedEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "BATCH_PIECES", 8)
    rows = [tuple(range(1, n)) for n in range(2, 14)]
    tiny.read(rows)
    assert set(tiny.memo) == set(rows)


def test_forward_gives_one_layer_as_the_heads_ask_for(tiny: SharedEncoder) -> None:
    ids = torch.tensor([[1, 2, 3, 0], [4, 5, 6, 7]])
    tiny.projection = torch.eye(64)[:, :48]
    with torch.inference_mode():
        (words,) = tiny(input_ids=ids, attention_mask=(ids > 0).long()).hidden_states
        layers = tiny.states(ids[1:], torch.ones(1, 4).long(), KEEP)
    assert words.shape == (2, 4, 48) and tiny.config.hidden_size == 48
    lower, upper = layers[0, : KEEP // 2].mean(0), layers[0, KEEP // 2 :].mean(0)
    assert torch.allclose(words[1], torch.cat([lower, upper, lower], -1), atol=2e-3), "a word of one piece, in half precision"
    assert words[0, 3].abs().sum() == 0, "padding stays empty"
    assert set(tiny.memo) == {(1, 2, 3), (4, 5, 6, 7)}


def test_a_piece_carries_the_mean_of_its_word(tiny: SharedEncoder) -> None:
    tiny.begins[[3, 5]] = False  # 1 | 2 3 | 4 5
    ids, mask = tiny.batched([(1, 2, 3, 4, 5), (6,)])
    states = torch.arange(2 * 5 * 4, dtype=torch.float).reshape(2, 5, 4)
    found = tiny.whole(states, ids, mask)
    assert torch.equal(found[..., 4:], states)
    for word in ([0], [1, 2], [3, 4]):
        for place in word:
            assert torch.allclose(found[0, place, :4], states[0, word].mean(0))
    assert torch.allclose(found[1, 0, :4], states[1, 0]), "padding belongs to no word"


@pytest.mark.models
def test_heads_of_a_language_with_morphology_see_the_properties_of_each_word(
    real: Loaded, tmp_path: Path, encoded: list[tuple[int, ...]]
) -> None:
    (tmp_path / "tr").mkdir()
    write_table(Table(("pNoun", "none"), [[0]], [{"": 0, "da": 0}], [([0], "masa")], {"'": ""}), tmp_path / "tr" / FILE)
    found = real[1]([["Masa'da", "Çavuşoğlu"], ["masa"]], is_split_into_words=True, padding=True)
    ids, mask = torch.tensor(found.input_ids), torch.tensor(found["attention_mask"])
    assert list(views(*real, "en", tmp_path)) == [WORDS]
    seen = views(*real, "tr", tmp_path)
    (words,), (more,) = (seen[name](input_ids=ids, attention_mask=mask).hidden_states for name in (WORDS, f"{WORDS}-tr"))
    assert torch.equal(more[..., : words.shape[-1]], words)
    assert len(encoded) == 2, "what one has read the other looks up"
    for i in range(2):
        marks = more[i, :, words.shape[-1] :].tolist()
        assert marks == [[0, 0] if word is None else [0, LOUD] if (i, word) == (0, 1) else [LOUD, 0] for word in found.word_ids(i)]


def test_padding_does_not_change_what_a_row_gets(tiny: SharedEncoder) -> None:
    alone = tiny.states(torch.tensor([[1, 2, 3]]), torch.ones(1, 3).long(), KEEP)
    among = tiny.states(torch.tensor([[1, 2, 3, 0, 0]]), torch.tensor([[1, 1, 1, 0, 0]]), KEEP)
    assert torch.allclose(alone[0], among[0, :, :3], atol=1e-5)


@pytest.mark.models
def test_a_word_begins_where_the_tokenizer_says_so(real: Loaded) -> None:
    begins = real[1].begins()
    found = real[1]([["Çavuşoğlu'yla", ",", "Ankara'da", "☃"]], is_split_into_words=True)
    words = found.word_ids(0)
    for before, here, piece in zip(words, words[1:], found.input_ids[0][1:], strict=False):
        assert begins[piece] == (here is None or here != before)


@pytest.mark.models
def test_pieces_spell_words(real: Loaded) -> None:
    found = real[1]([TURKISH, ["Iran"]], is_split_into_words=True, padding=True)
    for i, words in enumerate((TURKISH, ["Iran"])):
        spelled = list(real[1].spelled(found.input_ids[i]))
        assert [word for word, _ in spelled] == words
        assert all({found.word_ids(i)[place] for place in places} == {n} for n, (_, places) in enumerate(spelled))


@pytest.mark.models
def test_words_keep_their_pieces(real: Loaded) -> None:
    found = real[1]([TURKISH, ["Iran"]], is_split_into_words=True, padding="longest")
    assert [len(row) for row in found["input_ids"]] == [len(found.word_ids(0)), len(found.word_ids(1))]
    assert {word for word in found.word_ids(0) if word is not None} == set(range(len(TURKISH)))
    assert found.word_ids(1)[:3] == [None, 0, None] and sum(found["attention_mask"][1]) == 3
    assert real[1](["Iran", ""]).input_ids[1] == [0, 2], "Stanza asks which words leave no piece"
    assert len(real[1]([["Iran"] * 2000], is_split_into_words=True, truncation=True).input_ids[0]) == real[1].model_max_length


def test_no_trainer_can_switch_dropout_on(tiny: SharedEncoder) -> None:
    assert tiny.train() is tiny
    assert not any(module.training for module in tiny.modules())


@pytest.fixture(scope="module")
def real() -> Loaded:
    torch.set_num_threads(1)
    return load()


def cosine(one: tuple[float, ...], two: tuple[float, ...]) -> float:
    return sum(a * b for a, b in zip(one, two, strict=True))


TURKISH = ["İran", "ve", "Avrupa", "Birliği", "İstanbulda", "bir", "araya", "geldi"]
ENGLISH = ["Iran", "and", "the", "European", "Union", "met", "in", "Istanbul"]
OTHER = ["The", "team", "won", "the", "match", "with", "two", "late", "goals"]


def sentence_vectors(real: Loaded, sentences: list[list[str]]) -> list[tuple[float, ...]]:
    return [vector for vector, _ in read_words(*real, sentences)]


@pytest.mark.models
def test_sentence_vectors_have_unit_length_and_one_space(real: Loaded) -> None:
    turkish, english, other = sentence_vectors(real, [TURKISH, ENGLISH, OTHER])
    for vector in (turkish, english, other):
        assert len(vector) == 384
        assert cosine(vector, vector) == pytest.approx(1, abs=1e-4)
    assert cosine(turkish, english) > cosine(turkish, other) + 0.05


@pytest.mark.models
def test_the_real_encoder_remembers(real: Loaded, encoded: list[tuple[int, ...]]) -> None:
    real[0].forget()
    first = sentence_vectors(real, [TURKISH])
    assert len(encoded) == 1
    assert sentence_vectors(real, [TURKISH]) == first
    assert len(encoded) == 1
    real[0].forget()
    assert sentence_vectors(real, [TURKISH]) == first
    assert len(encoded) == 2


@pytest.mark.models
def test_company_does_not_change_a_vector(real: Loaded) -> None:
    real[0].forget()
    (alone,) = sentence_vectors(real, [ENGLISH])
    real[0].forget()
    among = sentence_vectors(real, [TURKISH * 5, ["Iran"], ENGLISH, OTHER * 8])[2]
    assert max(abs(a - b) for a, b in zip(alone, among, strict=True)) < 1e-2


@pytest.mark.models
def test_the_states_of_words_are_what_heads_see_of_them_in_whole_units(real: Loaded) -> None:
    sentences = [TURKISH, ["Iran", *ENGLISH]]
    for words, (_, packed_states) in zip(sentences, read_words(*real, sentences), strict=True):
        states = np.frombuffer(packed_states, np.int8).reshape(len(words), STATES)
        pieces = real[1]([words], is_split_into_words=True, truncation=True)
        ids = torch.tensor(pieces.input_ids)
        seen = real[0](ids, torch.ones_like(ids)).hidden_states[0][0]
        last = {word: place for place, word in enumerate(pieces.word_ids(0)) if word is not None}
        expected = seen[list(last.values()), :STATES].numpy()
        assert np.abs(states * STATE_UNIT - expected).max() <= STATE_UNIT * 0.51


@pytest.mark.models
def test_words_beyond_what_the_encoder_reads_have_no_states(real: Loaded) -> None:
    ((_, states),) = read_words(*real, [["Iran"] * 2000])
    assert len(states) == 2000 * STATES and any(states[:STATES]) and not any(states[-STATES:])
    assert read_words(*real, []) == []


@pytest.mark.models
def test_a_sentence_longer_than_the_model_can_read_is_cut(real: Loaded) -> None:
    (vector,) = sentence_vectors(real, [["Iran"] * 2000])
    assert cosine(vector, vector) == pytest.approx(1, abs=1e-4)
    real[0].forget()
