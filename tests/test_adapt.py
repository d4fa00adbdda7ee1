"""The adaptation of the encoder, on one small enough for any test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers

from kg import encoder
from kg.bert import Shape, WordPieces
from kg.encoder import KEEP, SharedEncoder
from kg.train.adapt import Adaptation, Settings
from kg.train.tasks import Task, batches, names_task, pad, syntax_task

WORDS = ["<pad>", "Iran", "met", "Russia", "in", "Ankara", "and", "said", "."]
TREES = [
    [
        "# text = a",
        "1\tIran\t_\tPROPN\t_\tNumber=Sing\t2\tnsubj",
        "2\tmet\t_\tVERB\t_\tTense=Past\t0\troot",
        "3\tRussia\t_\tPROPN\t_\t_\t2\tobj",
    ],
    ["1\tRussia\t_\tPROPN\t_\tNumber=Sing\t2\tnsubj", "1.1\tx\t_\tX\t_\t_\t_\t_", "2\tsaid\t_\tVERB\t_\tTense=Past\t0\troot"],
    ["1-2\tInAnkara\t_\t_\t_\t_\t_\t_", "1\tin\t_\tADP\t_\t_\t2\tcase", "2\tAnkara\t_\tPROPN\t_\tNumber=Sing\t0\troot"],
]
NAMES = [["Iran\tB-LOC", "met\tO", "Russia\tB-LOC"], ["Ankara\tB-LOC", "said\tO", ".\tO"]]
SETTINGS = Settings(rank=2, layers=4, lr=0.01, head_lr=0.01, words=4, dropout=0.0)


@pytest.fixture
def pieces(tmp_path: Path) -> WordPieces:
    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="<pad>"))  # noqa: S106
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    return WordPieces(tmp_path / "tokenizer.json", 0, 32)


def model() -> SharedEncoder:
    torch.manual_seed(7)
    made = SharedEncoder(Shape(len(WORDS), hidden_size=16, num_hidden_layers=KEEP, num_attention_heads=2, intermediate_size=32))
    made.eval().requires_grad_(False)
    return made


def tasks(passes: float = 6) -> list[Task]:
    return [syntax_task("trees", TREES, TREES, passes), names_task("names", NAMES, NAMES, passes)]


def test_what_is_learned_scores_and_ships(pieces: WordPieces, tmp_path: Path) -> None:
    run = Adaptation(model(), pieces, tasks(60), SETTINGS)
    before = {(task, metric): value for task, metric, value in run.scores()}
    run.run(tmp_path / "state.pt")
    after = {(task, metric): value for task, metric, value in run.scores()}
    assert set(after) == {("trees", "upos"), ("trees", "feats"), ("trees", "uas"), ("trees", "las"), ("names", "names")}
    assert after["trees", "las"] == 100 > before["trees", "las"] and after["names", "names"] == 100
    batch = run.batch([example for task in run.tasks for example in task.train])
    adapted = run.model.layers(batch.ids, batch.mask)
    shipped = {name: torch.as_tensor(value) for name, value in model().state_dict().items()}
    plain = model()
    arrays = run.arrays()
    plain.load_state_dict({k: v for k, v in encoder.add_updates(shipped, arrays, tmp_path).items() if not k.startswith("states.")})
    merged = plain.layers(batch.ids, batch.mask)
    there = batch.mask[:, None, :, None].bool().expand_as(merged)
    assert torch.allclose(adapted[there], merged[there], atol=2e-2), "the updates in half precision, added to the weights, do the same"
    assert not torch.allclose(adapted[there], model().layers(batch.ids, batch.mask)[there], atol=2e-2)
    assert arrays["states.mean"].shape == arrays["states.std"].shape == (KEEP, 16)
    assert {name.split(".")[2] for name in arrays if name.endswith(".a")} == {"4", "5", "6", "7"}, "the upper layers alone"


def test_a_run_cut_short_ends_like_one_that_was_not(pieces: WordPieces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.train.adapt.SAVE_EVERY", 5)
    whole = Adaptation(model(), pieces, tasks(), SETTINGS)
    whole.run(tmp_path / "whole.pt")
    cut = Adaptation(model(), pieces, tasks(), SETTINGS)
    schedule, cut.schedule = cut.schedule, [*cut.schedule[:7]]
    with pytest.raises(IndexError):
        monkeypatch.setattr(cut, "schedule", Broken(schedule, 7))
        cut.run(tmp_path / "cut.pt")
    rest = Adaptation(model(), pieces, tasks(), SETTINGS)
    rest.run(tmp_path / "cut.pt")
    one, other = whole.arrays(), rest.arrays()
    assert all(np.array_equal(one[name], other[name]) for name in one)


class Broken(list[Any]):
    """A schedule that breaks off."""

    def __init__(self, steps: list[Any], limit: int) -> None:
        super().__init__(steps)
        self.limit = limit

    def __getitem__(self, place: Any) -> Any:
        if place >= self.limit:
            raise IndexError("power cut")
        return super().__getitem__(place)


def test_the_sentence_vectors_are_held(pieces: WordPieces, tmp_path: Path) -> None:
    run = Adaptation(model(), pieces, tasks(30), SETTINGS)
    batch = run.batch([example for task in run.tasks for example in task.train])
    vectors = run._vectors_before(batch)
    run.run(tmp_path / "state.pt")
    run.model.forget()
    assert torch.allclose(run._vectors_before(batch), vectors, atol=1e-5), "without the updates nothing has changed"
    assert all(update.on for update in run.updates.values())


def test_batches_go_through_all_sentences_in_each_pass() -> None:
    task = names_task("names", NAMES * 20, NAMES, 2.5)
    seen = [row for rows in batches(task, 12) for row in rows]
    assert sorted(set(seen)) == list(range(40)) and len(seen) == 100
    assert all(sum(len(task.train[row].words) for row in rows) <= 12 + 3 for rows in batches(task, 12))
    assert pad([[1], [2, 3]], 0).tolist() == [[1, 0], [2, 3]]


def test_a_tree_has_words_alone_and_a_kind_of_tag_for_each_feature() -> None:
    (task,) = tasks()[:1]
    assert [example.words for example in task.train] == [("Iran", "met", "Ankara"), ("Russia", "said"), ("in", "Ankara")]
    assert task.train[0].labels["Tense"] == ["_", "Past", "_"] and task.train[2].labels["head"] == [2, 0]
