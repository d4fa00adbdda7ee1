"""A small network that the judge hears beside its log-linear models: it sees words where they stand, and all entities at once.

A word's states (`kg.document.Sentence.states`) tell what it means there, also of words that no passage had to learn from; and who
takes part depends on who else might. The network is made of the node of the trigger and of those that it is asked about
(`kg.extract.situation`):

    z = relu(features + type + W states)                   each node by itself, W by its kind
    z = relu(M [z, states * trigger's states, trigger])    each beside the trigger; here `event` is answered
    z = z + relu(P [z, highest of all entities, trigger])  each beside all others
    answer = O relu(H [z, trigger])                        one H and O for each question

Several networks that differ in their random start answer together, the mean of their probabilities. `kg.train.network` makes them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, count
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.document import STATE_UNIT, STATES
from kg.errors import ModelError
from kg.extract.situation import ENTITIES, KINDS, Node
from kg.resources import read_arrays

Array = NDArray[np.float32]
WORDS_EACH = 2  # that stand for a node: its own and, of a mention, the noun that it determines
INDEX = "index"  # where a file keeps the names of types and features
ROWS, SCALE = "features", "features.scale"  # most of a file; kept in bytes, each row of numbers with a scale
WHOLE = 127  # of a byte
LEAST = 1e-6  # scale of a row of zeros


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """The weights of several networks, and what their rows stand for.

    Attributes:
        types: the row of each event type.
        features: the row of each feature, by the part of `Node.told` that it is from.
        weights: by name; the first axis counts the networks, but for `features` the second: a feature's numbers lie together.
    """

    types: Mapping[str, int]
    features: Mapping[str, Mapping[str, int]]
    weights: Mapping[str, Array]

    def knows(self, type_: str, trigger: Node) -> bool:
        """Tell whether the network can be asked about a candidate: of a type that it has learned, with states of its words."""
        return type_ in self.types and bool(trigger.states[0])

    def events(self, types: Sequence[str], triggers: Sequence[Node]) -> list[dict[str, list[float]]]:
        """Return how likely candidates are events, for each the probabilities of no and yes by question; types and nodes go together."""
        states = decoded(triggers)
        z = self._alone(triggers, states, np.array([self.types[type_] for type_ in types]))
        z = self._beside(z, states, z, states)
        return self._answers(triggers, z, z)

    def others(self, type_: str, trigger: Node, nodes: Sequence[Node]) -> list[dict[str, list[float]]]:
        """Return for each node of an event the probabilities of the classes of what it is asked, by question."""
        everything = [trigger, *nodes]
        states = decoded(everything)
        z = self._alone(everything, states, np.full(len(everything), self.types[type_]))
        z = self._beside(z, states, z[:, :1], states[:1])
        entities = z[:, [i for i, node in enumerate(everything) if node.kind in ENTITIES]]
        highest = entities.max(1, keepdims=True) if entities.size else np.zeros_like(z[:, :1])
        z = z + np.maximum(self._linear("pool", _joined(z, highest, z[:, :1])), 0)
        return self._answers(nodes, z[:, 1:], z[:, :1])

    def _alone(self, nodes: Sequence[Node], states: Array, types: NDArray[np.int64]) -> Array:
        """Return what each node is by itself, shape (networks, nodes, size)."""
        z = np.stack([self.weights["features"][known_rows(self.features, node)].sum(0) for node in nodes], 1)
        z += self.weights["types"][:, types]
        kinds = [node.kind for node in nodes]
        for kind in set(kinds):
            found = [i for i, known in enumerate(kinds) if known == kind]
            z[:, found] += states[found] @ self.weights["states.weight"][:, kind]
            z[:, found] += self.weights["states.bias"][:, kind, None]
        positive: Array = np.maximum(z, 0)
        return positive

    def _beside(self, z: Array, states: Array, trigger: Array, its_states: Array) -> Array:
        """Return what each node is beside its trigger; there is one for each node, or one for all."""
        product = np.tanh(self._linear("own", states)) * np.tanh(self._linear("triggers", its_states))
        found: Array = np.maximum(self._linear("mix", _joined(z, product, trigger)), 0)
        return found

    def _answers(self, nodes: Sequence[Node], z: Array, trigger: Array) -> list[dict[str, list[float]]]:
        joined = _joined(z, trigger)
        found: list[dict[str, list[float]]] = [{} for _ in nodes]
        for question in dict.fromkeys(question for node in nodes for question in node.asked):
            asked = [i for i, node in enumerate(nodes) if question in node.asked]
            inner = np.maximum(self._linear(f"{question}.inner", joined[:, asked]), 0)
            chances = _chances(self._linear(f"{question}.outer", inner)).mean(0)
            for i, row in zip(asked, chances.tolist(), strict=True):
                found[i][question] = row
        return found

    def _linear(self, name: str, x: Array) -> Array:
        found: Array = x @ self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"][:, None]
        return found


def known_rows(features: Mapping[str, Mapping[str, int]], node: Node) -> list[int]:
    """Return the rows of those of a node's features that have one."""
    found = (map(features.get(part, {}).get, told) for part, told in node.told.items())
    return [row for row in chain.from_iterable(found) if row is not None]


def decoded(nodes: Sequence[Node]) -> Array:
    """Return the states of nodes, shape (nodes, 2 * STATES), zeros where there are none."""
    empty = bytes(STATES)
    whole = b"".join(states or empty for node in nodes for states in node.states)
    found: Array = np.frombuffer(whole, np.int8).reshape(len(nodes), WORDS_EACH * STATES).astype(np.float32) * np.float32(STATE_UNIT)
    return found


def _joined(*parts: Array) -> Array:
    shape = np.broadcast_shapes(*(part.shape[:-1] for part in parts))
    return np.concatenate([np.broadcast_to(part, (*shape, part.shape[-1])) for part in parts], -1)


def _chances(scores: Array) -> Array:
    """Return probabilities of classes; a single score is that of yes against no."""
    if scores.shape[-1] == 1:
        scores = np.concatenate([np.zeros_like(scores), scores], -1)
    odds = np.exp(scores - scores.max(-1, keepdims=True))
    found: Array = odds / odds.sum(-1, keepdims=True)
    return found


def save_network(network: Network, path: Path) -> None:
    """Write a network in half precision, its features in bytes; byte for byte the same for the same network."""
    index = {"types": list(network.types), "features": {part: list(rows) for part, rows in network.features.items()}}
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()
    arrays: dict[str, Any] = {INDEX: np.frombuffer(text, np.uint8)}
    arrays |= {name: weights.astype(np.float16) for name, weights in sorted(network.weights.items())}
    scale = (np.abs(network.weights[ROWS]).max(-1, keepdims=True) / WHOLE).clip(LEAST).astype(np.float16)
    arrays |= {ROWS: np.rint(network.weights[ROWS] / scale).clip(-WHOLE, WHOLE).astype(np.int8), SCALE: scale}
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **arrays)  # numpy dates every entry 1980


@cache
def load_network(path: Path) -> Network:
    """Read a network (once).

    Raises:
        ModelError: the file is missing, damaged, or of a version that knew other kinds of nodes.
    """
    stored = read_arrays(path, "the judge's network")
    try:
        index = json.loads(stored.pop(INDEX).tobytes())
        types = {type_: i for i, type_ in enumerate(index["types"])}
        stored[ROWS] = stored[ROWS] * stored.pop(SCALE).astype(np.float32)
        rows = count()
        features = {part: {name: next(rows) for name in names} for part, names in index["features"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{path}: the judge's network cannot be read ({error}); reinstall kg") from error
    if "states.weight" not in stored or stored["states.weight"].shape[1] != KINDS:
        raise ModelError(f"{path}: the judge's network is another version's; `kg train judge` makes it anew")
    return Network(types, features, {name: weights.astype(np.float32) for name, weights in stored.items()})
