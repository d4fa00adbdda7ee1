"""Make the judge's network (`kg.extract.network`) from annotated events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from kg.document import STATES
from kg.extract.network import WORDS_EACH, Network, decoded, known_rows
from kg.extract.situation import ENTITIES, KINDS, Node
from kg.train.decay import rate
from kg.train.judge import CLASSES, Example

MEMBERS = 3  # networks that answer together
SIZE = 96
EPOCHS = 6
BATCH = 64  # events
RATE = 1e-3
DECAY = 1e-2
FORGOTTEN = 0.1  # features left out at random
DROPOUT = 0.3
BLURRED = 0.2  # the same for states
NORM = 5.0  # gradients are cut to
SEEN = 3  # events that a feature must occur in
CONTEXT = "|"  # features that hold in a context only are left to the log-linear models: a network finds out by itself
NONE = -1  # no answer to learn
SCORES = {question: 1 if len(classes) == 2 else len(classes) for question, classes in CLASSES.items()}  # one tells yes from no


class Reader(nn.Module):
    """One network, as `kg.extract.network` describes it.

    Args:
        types: how many event types there are.
        features: how many features.
    """

    def __init__(self, types: int, features: int) -> None:
        super().__init__()
        wide = WORDS_EACH * STATES
        self.features = nn.Embedding(features, SIZE)
        nn.init.normal_(self.features.weight, std=0.02)
        self.types = nn.Embedding(types, SIZE)
        self.states = nn.ModuleList(nn.Linear(wide, SIZE) for _ in range(KINDS))  # with a number for each kind of node: the bias
        self.own, self.triggers = nn.Linear(wide, SIZE), nn.Linear(wide, SIZE)
        self.mix, self.pool = nn.Linear(3 * SIZE, SIZE), nn.Linear(3 * SIZE, SIZE)
        self.inner = nn.ModuleDict({question: nn.Linear(2 * SIZE, SIZE) for question in CLASSES})
        self.outer = nn.ModuleDict({question: nn.Linear(SIZE, count) for question, count in SCORES.items()})
        self.drop, self.blur = nn.Dropout(DROPOUT), nn.Dropout(BLURRED)

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        """Return for each question the scores of its classes, shape (nodes, classes); they mean nothing for nodes that are not asked it."""
        states, event, start = self.blur(batch.states), batch.event, batch.start
        z = functional.embedding_bag(batch.features, self.features.weight, batch.begins, mode="sum")
        z = self.drop(torch.relu(z + self.types(batch.types)[event] + self._by_kind(states, batch.kinds)))
        product = torch.tanh(self.own(states)) * torch.tanh(self.triggers(states[start]))[event]
        z = torch.relu(self.mix(torch.cat([z, product, z[start][event]], -1)))
        alone = self.drop(torch.cat([z, z], -1))
        entity = torch.isin(batch.kinds, torch.tensor(sorted(ENTITIES)))
        highest = torch.zeros(len(start), SIZE).scatter_reduce(0, event[entity][:, None].expand(-1, SIZE), z[entity], "amax")
        z = z + torch.relu(self.pool(torch.cat([z, highest[event], z[start][event]], -1)))
        together = self.drop(torch.cat([z, z[start][event]], -1))
        return {
            question: self.outer[question](self.drop(torch.relu(self.inner[question](alone if question == "event" else together))))
            for question in CLASSES
        }

    def _by_kind(self, states: Tensor, kinds: Tensor) -> Tensor:
        found = torch.zeros(len(states), SIZE)
        for kind, layer in enumerate(self.states):
            rows = (kinds == kind).nonzero()[:, 0]
            found = found.index_copy(0, rows, layer(states[rows]))
        return found

    def weights(self) -> dict[str, NDArray[np.float32]]:
        """Return the weights as `Network` names and turns them."""
        found: dict[str, Tensor] = {"features": self.features.weight, "types": self.types.weight}
        found["states.weight"] = torch.stack([layer.get_parameter("weight").T for layer in self.states])
        found["states.bias"] = torch.stack([layer.get_parameter("bias") for layer in self.states])
        layers = {name: getattr(self, name) for name in ("own", "triggers", "mix", "pool")}
        layers |= {f"{question}.{name}": getattr(self, name)[question] for question in CLASSES for name in ("inner", "outer")}
        for name, layer in layers.items():
            found |= {f"{name}.weight": layer.weight.T, f"{name}.bias": layer.bias}
        return {name: weight.detach().numpy() for name, weight in found.items()}


@dataclass(frozen=True, slots=True)
class Event:
    """A candidate as the network learns it: of each node its kind, the rows of its features, its states, and its answers."""

    type: int
    kinds: NDArray[np.int64]
    rows: NDArray[np.int64]
    counts: NDArray[np.int64]
    nodes: Sequence[Node]
    answers: Mapping[str, NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Batch:
    """Events one after the other: `event` of each node, `start` (its trigger) of each event."""

    features: Tensor
    begins: Tensor
    states: Tensor
    kinds: Tensor
    event: Tensor
    start: Tensor
    types: Tensor

    @classmethod
    def of(cls, events: Sequence[Event], keep: float = 1.0, random: np.random.Generator | None = None) -> Batch:
        """Lay events out, each feature kept with that probability."""
        rows, counts = np.concatenate([event.rows for event in events]), np.concatenate([event.counts for event in events])
        if random is not None:
            kept = random.random(len(rows)) < keep
            counts = np.bincount(np.repeat(np.arange(len(counts)), counts)[kept], minlength=len(counts))
            rows = rows[kept]
        sizes = np.array([len(event.kinds) for event in events])
        arrays = (
            rows, np.cumsum(counts) - counts, decoded([node for event in events for node in event.nodes]),
            np.concatenate([event.kinds for event in events]), np.repeat(np.arange(len(events)), sizes), np.cumsum(sizes) - sizes,
            np.array([event.type for event in events]),
        )  # fmt: skip
        return cls(*map(torch.from_numpy, arrays))


@dataclass(slots=True)
class Index:
    """What the rows of a network stand for."""

    types: dict[str, int] = field(default_factory=dict)
    features: dict[str, dict[str, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Sequence[Example]) -> Index:
        """Count the features that events share; only those that hold whatever the context."""
        counts = Counter[tuple[str, str]]()
        for example in found:
            told = [(part, name) for node in example.nodes for part, names in node.told.items() for name in names]
            counts.update({(part, name) for part, name in told if CONTEXT not in name})
        index = cls({type_: i for i, type_ in enumerate(sorted({example.type for example in found}))})
        kept = sorted(feature for feature, count in counts.items() if count >= SEEN)
        for part, _ in sorted(counts):
            index.features.setdefault(part, {})
        for row, (part, name) in enumerate(kept):
            index.features[part][name] = row
        return index

    def event(self, example: Example) -> Event:
        """Turn an example into rows."""
        rows = [known_rows(self.features, node) for node in example.nodes]
        return Event(
            self.types[example.type],
            np.array([node.kind for node in example.nodes]),
            np.array([row for found in rows for row in found], dtype=np.int64),
            np.array([len(found) for found in rows]),
            example.nodes,
            {question: np.array([answer.get(question, NONE) for answer in example.answers]) for question in CLASSES},
        )


def teach(found: Sequence[Example], seed: int = 1, members: int = MEMBERS) -> Network | None:
    """Train networks on examples; None where no encoder has read the passages. The same examples and seed give the same network."""
    found = [example for example in found if example.nodes[0].states[0] and any(example.answers)]
    if not found:
        return None
    index = Index.of(found)
    events = [event for example in found for event in [index.event(example)] * example.weight]
    trained = [_train(events, len(index.types), sum(map(len, index.features.values())), seed + i) for i in range(members)]
    return Network(
        index.types, index.features, {name: np.stack([member[name] for member in trained], int(name == "features")) for name in trained[0]}
    )


def _train(events: Sequence[Event], types: int, features: int, seed: int) -> dict[str, NDArray[np.float32]]:
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    reader = Reader(types, features)
    optimizer = torch.optim.AdamW(reader.parameters(), RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(events) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate(step, steps))
    for chosen in _batches(events, random):
        loss = _loss(reader(Batch.of(chosen, 1 - FORGOTTEN, random)), chosen)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(reader.parameters(), NORM)
        optimizer.step()
        schedule.step()
    return reader.weights()


def _batches(events: Sequence[Event], random: np.random.Generator) -> Iterator[list[Event]]:
    for _ in range(EPOCHS):
        order = random.permutation(len(events))
        yield from ([events[i] for i in order[start : start + BATCH]] for start in range(0, len(order), BATCH))


def _loss(scores: Mapping[str, Tensor], events: Sequence[Event]) -> Tensor:
    """Add up the cross-entropies of all answers, a mean over the events."""
    total = torch.zeros(())
    for question, count in SCORES.items():
        answers = torch.from_numpy(np.concatenate([event.answers[question] for event in events]))
        asked = answers != NONE
        if not asked.any():
            continue
        if count == 1:
            total = total + functional.binary_cross_entropy_with_logits(scores[question][asked, 0], answers[asked].float(), reduction="sum")
        else:
            total = total + functional.cross_entropy(scores[question][asked], answers[asked], reduction="sum")
    return total / len(events)
