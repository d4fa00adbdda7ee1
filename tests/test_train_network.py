"""The judge's network: trained by torch, asked by numpy; no model needed."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from kg.document import STATES
from kg.errors import ModelError
from kg.extract.judge import ROLES, Judge, LogLinear, load_judge, network_path, save_judge
from kg.extract.network import Network, load_network, save_network
from kg.extract.situation import ELSEWHERE, ENTITY, NOWHERE, REALITY, TIME, TRIGGER, Node
from kg.train import network as training
from kg.train.judge import Example


def word(seed: str) -> tuple[bytes, bytes]:
    """Return states that depend on a word alone."""
    one = random.Random(seed).randbytes(STATES)  # noqa: S311 - not secret
    return one, one


def example(trigger: str, *entities: str, right: bool = True, actor: str = "") -> Example:
    """Return a candidate whose features tell nothing: only the words' states do."""
    told = {"stand": ["any", "ACCUSE|any"], "source": ["any"]}
    nodes = [Node(TRIGGER, ("event",), {"event": ["any"]}, word(trigger))]
    kinds = {"Japan": ELSEWHERE}
    nodes += [
        Node(kinds.get(name, ENTITY), ("role", "source"), told, word(name) if name != "understood" else NOWHERE, name) for name in entities
    ]
    nodes += [Node(TIME, ("time",), {"time": ["any"]}, word("monday")), Node(REALITY, ("factuality",), {"reality": ["any"]}, word(trigger))]
    answers: list[dict[str, int]] = [{"event": int(right)}, *({"role": 0 if name == actor else 2, "source": 0} for name in entities)]
    answers += [{"time": 1}, {"factuality": 0}]
    if not right:
        nodes, answers = nodes[:1], answers[:1]
    return Example("p", "ACCUSE", right, nodes, answers, (1, 0))


@pytest.fixture(scope="module")
def found() -> list[Example]:
    names = ["Iran", "Russia", "Japan", "understood"]
    draw = random.Random(1)  # noqa: S311 - not secret
    shown = [example(verb, *draw.sample(names, 3), actor="Iran") for verb in ("blamed", "accused") for _ in range(40)]
    return shown + [example(verb, right=False) for verb in ("ate", "slept") for _ in range(40)]


@pytest.fixture(scope="module")
def network(found: list[Example]) -> Network:
    made = training.teach(found * 3, members=2)
    assert made is not None
    return made


def test_a_network_learns_from_what_words_mean_where_they_stand(network: Network) -> None:
    nodes = [example(verb, right=False).nodes[0] for verb in ("blamed", "accused", "ate", "slept")]
    chances = [answer["event"][1] for answer in network.events(["ACCUSE"] * 4, nodes)]
    assert min(chances[:2]) > 0.9 and max(chances[2:]) < 0.1
    trigger, *others = example("blamed", "Russia", "Iran", "understood").nodes
    answers = network.others("ACCUSE", trigger, others)
    assert [max(range(3), key=answer["role"].__getitem__) for answer in answers[:3]] == [2, 0, 2]
    assert answers[3]["time"][1] > 0.9 and set(answers[4]) == {"factuality"}
    assert all(sum(chances) == pytest.approx(1) for answer in answers for chances in answer.values())


def test_numpy_answers_as_torch_does(found: list[Example], network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[training.Reader] = []

    class Kept(training.Reader):
        def weights(self) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
            kept.append(self)
            return super().weights()

    monkeypatch.setattr(training, "Reader", Kept)
    one = training.teach(found[:30], members=1)
    assert one is not None
    reader = kept[0].eval()
    with torch.no_grad():
        scores = reader(training.Batch.of([training.Index.of(found[:30]).event(found[0])]))
    trigger, *others = found[0].nodes
    answers = [*one.events(["ACCUSE"], [trigger]), *one.others("ACCUSE", trigger, others)]
    for i, answer in enumerate(answers):
        for question, chances in answer.items():
            row = scores[question][i]
            expected = torch.softmax(row if training.SCORES[question] > 1 else torch.stack([torch.zeros(()), row[0]]), -1)
            assert chances == pytest.approx(expected.tolist(), abs=1e-5), question


@pytest.mark.parametrize(("one", "other"), [("Japan", "Iran"), ("Iran", "Japan")])
def test_who_takes_part_depends_on_who_else_might_also_if_named_elsewhere(network: Network, one: str, other: str) -> None:
    def chances(*names: str) -> list[float]:
        trigger, *others = example("blamed", *names).nodes
        return network.others("ACCUSE", trigger, others)[0]["role"]

    assert chances(one) != chances(one, other)


def test_the_network_of_another_version_is_told_with_the_way_out(network: Network, tmp_path: Path) -> None:
    old = {**network.weights, "states.weight": network.weights["states.weight"][:, :-1]}
    save_network(replace(network, weights=old), tmp_path / "judge.npz")
    with pytest.raises(ModelError, match=r"judge\.npz.*another version's.*kg train judge"):
        load_network(tmp_path / "judge.npz")


def test_an_event_without_entities_has_answers_too(network: Network) -> None:
    trigger, *others = example("blamed").nodes
    assert [set(answer) for answer in network.others("ACCUSE", trigger, others)] == [{"time"}, {"factuality"}]


def test_the_same_examples_make_the_same_network(found: list[Example]) -> None:
    one, other = training.teach(found, members=1), training.teach(found, members=1)
    assert one is not None and other is not None and one.features == other.features
    assert all(np.array_equal(one.weights[name], other.weights[name]) for name in one.weights)


def test_features_that_hold_in_a_context_are_left_to_the_other_models(network: Network) -> None:
    assert set(network.features["stand"]) == {"any"}


def test_without_an_encoder_there_is_no_network(found: list[Example]) -> None:
    blind = [replace(one, nodes=[replace(node, states=NOWHERE) for node in one.nodes]) for one in found]
    assert training.teach(blind) is None


def test_a_network_survives_the_way_to_disk_and_back(network: Network, tmp_path: Path) -> None:
    save_network(network, tmp_path / "a.npz")
    save_network(network, tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    again = load_network(tmp_path / "a.npz")
    trigger, *others = example("blamed", "Iran", "Japan").nodes
    for old, new in zip(network.others("ACCUSE", trigger, others), again.others("ACCUSE", trigger, others), strict=True):
        assert all(new[question] == pytest.approx(old[question], abs=0.02) for question in old)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04broken"])
def test_a_damaged_network_is_told_with_the_way_out(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "judge.npz").write_bytes(content)
    with pytest.raises(ModelError, match=r"judge\.npz.*reinstall"):
        load_network(tmp_path / "judge.npz")


def test_the_judge_hears_the_network_where_an_encoder_has_read_the_words(network: Network, tmp_path: Path) -> None:
    classes = {"event": ("no", "yes"), "role": ROLES, "source": ("no", "yes"), "time": ("no", "yes"), "factuality": ("a",) * 7}
    save_judge(Judge({name: LogLinear(names, {}) for name, names in classes.items()}, {}, 0.5, network), tmp_path / "judge.json.gz")
    assert network_path(tmp_path / "judge.json.gz").is_file()
    judge = load_judge(tmp_path / "judge.json.gz")
    trigger, *others = example("blamed", "Russia", "Iran").nodes
    blind = [replace(node, states=NOWHERE) for node in (trigger, *others)]
    assert judge.events(["ACCUSE"], [trigger])[0] > 0.7 and judge.events(["ACCUSE"], blind[:1]) == [0.5]
    assert judge.others("ACCUSE", trigger, others)[1]["role"][0] > 0.5
    assert judge.others("ACCUSE", blind[0], blind[1:])[1]["role"] == pytest.approx([1 / 3] * 3)
    assert judge.events([], []) == []
    save_judge(replace(judge, network=None), tmp_path / "judge.json.gz")
    assert not network_path(tmp_path / "judge.json.gz").is_file(), "the network of another judge"


def test_of_a_type_that_the_network_has_not_learned_the_other_models_decide_alone(network: Network) -> None:
    judge = Judge({"event": LogLinear(("no", "yes"), {"any": [0.0, 1.0]}), "role": LogLinear(ROLES, {})}, {}, 0.5, network)
    trigger = example("ate", right=False).nodes[0]
    alone, heard = judge.events(["AID", "ACCUSE"], [trigger, trigger])
    assert alone == pytest.approx(1 / (1 + math.exp(-1))) and heard < alone
    entity = Node(ENTITY, ("role",), {"stand": ["any"], "place": ["hint=True"]}, word("Iran"), "Iran")
    assert judge.others("AID", trigger, [entity]) == [{"role": pytest.approx([1 / 3] * 3)}]
    assert judge.others("ACCUSE", trigger, [entity]) != [{"role": pytest.approx([1 / 3] * 3)}], (
        "a part that it has not learned is no hindrance"
    )
