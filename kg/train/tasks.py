"""What the encoder is adapted to: sentences with tags and trees, sentences with names; heads, losses and scores for both."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.train.prepare import Block, spans

LONGEST = 110  # words; longer sentences are left out of the adaptation
IGNORED = -100
Labels = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence: its words, and by kind of label one value a word."""

    words: tuple[str, ...]
    labels: Labels


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded tensors of some sentences: pieces (rows, width), places of the words among them and their mask (rows, words)."""

    ids: Tensor
    mask: Tensor
    places: Tensor
    there: Tensor
    examples: Sequence[Example]


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of label on some sentences, gone through `passes` times."""

    name: str
    train: Sequence[Example]
    dev: Sequence[Example]
    passes: float
    head: Callable[[int, int, float], Tags | Trees]


def pad(rows: Sequence[Sequence[int]], value: int) -> Tensor:
    """Return rows of numbers as one tensor of the longest row's width."""
    width = max(map(len, rows))
    return torch.tensor([[*row, *[value] * (width - len(row))] for row in rows])


def batches(task: Task, words: int) -> list[list[int]]:
    """Return rows of the training sentences, alike in length, about that many words a batch; each pass in another order."""
    draw, found = random.Random(1234), []  # noqa: S311 - reproducible, not secret
    left = task.passes
    while left > 0:
        order = list(range(len(task.train)))
        draw.shuffle(order)
        order = order[: round(min(left, 1) * len(order))]
        for start in range(0, len(order), 1000):
            now: list[int] = []
            for row in sorted(order[start : start + 1000], key=lambda row: len(task.train[row].words)):
                now.append(row)
                if len(now) * len(task.train[row].words) >= words:
                    found.append(now)
                    now = []
            found += [now] if now else []
        left -= 1
    return found


class Mix(nn.Module):
    """A learned average of the layers, then dropout."""

    def __init__(self, layers: int, dropout: float) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.zeros(layers))
        self.dropout = nn.Dropout(dropout)

    def forward(self, words: Tensor) -> Tensor:
        """Map (rows, layers, words, width) to (rows, words, width)."""
        mixed: Tensor = self.dropout(torch.einsum("rlwd,l->rwd", words, self.weights.softmax(0)))
        return mixed


class Tags(nn.Module):
    """A linear layer for each kind of tag."""

    def __init__(self, values: Mapping[str, Sequence[str]], width: int, layers: int, dropout: float) -> None:
        super().__init__()
        self.values = {kind: {value: i for i, value in enumerate(known)} for kind, known in values.items()}
        self.mix = Mix(layers, dropout)
        self.linear = nn.ModuleDict({kind: nn.Linear(width, len(known)) for kind, known in values.items()})

    def loss(self, words: Tensor, batch: Batch) -> Tensor:
        """Return the cross-entropy summed over the kinds."""
        mixed, total = self.mix(words), words.new_zeros(())
        for kind, linear in self.linear.items():
            gold = pad([[self.values[kind].get(value, 0) for value in x.labels[kind]] for x in batch.examples], IGNORED).to(words.device)
            total = total + functional.cross_entropy(linear(mixed).flatten(0, 1), gold.flatten(), ignore_index=IGNORED)
        return total

    def predict(self, words: Tensor, batch: Batch) -> list[dict[str, list[str]]]:
        """Return for each sentence and kind the likeliest values."""
        mixed, found = self.mix(words), [dict[str, list[str]]() for _ in batch.examples]
        for kind, linear in self.linear.items():
            names = list(self.values[kind])
            for row, best, x in zip(found, linear(mixed).argmax(-1).tolist(), batch.examples, strict=True):
                row[kind] = [names[i] for i in best[: len(x.words)]]
        return found


class Trees(nn.Module):
    """Tags, and a biaffine scorer for heads and relations."""

    def __init__(self, values: Mapping[str, Sequence[str]], relations: Sequence[str], width: int, layers: int, dropout: float) -> None:
        super().__init__()
        self.tags = Tags(values, width, layers, dropout)
        self.mix = Mix(layers, dropout)
        self.relations = {value: i for i, value in enumerate(relations)}
        self.root = nn.Parameter(torch.randn(width) * 0.1)
        self.sides = nn.ModuleDict(
            {name: nn.Sequential(nn.Linear(width, size), nn.GELU(), nn.Dropout(dropout)) for name, size in
             (("dependent", 256), ("head", 256), ("relation_dependent", 96), ("relation_head", 96))}
        )  # fmt: skip
        self.arc = nn.Parameter(torch.zeros(257, 256))
        self.relation = nn.Parameter(torch.randn(len(relations), 97, 97) * 0.01)

    def _arcs(self, words: Tensor, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        mixed = self.mix(words)
        heads = torch.cat([self.root.expand(len(mixed), 1, -1), mixed], 1)
        arcs = torch.einsum("rwi,ij,rhj->rwh", _one_more(self.sides["dependent"](mixed)), self.arc, self.sides["head"](heads))
        there = torch.cat([batch.there.new_ones(len(mixed), 1), batch.there], 1)
        return arcs.masked_fill(~there[:, None], -1e4), mixed, heads

    def _relations(self, mixed: Tensor, heads: Tensor, chosen: Tensor) -> Tensor:
        of_head = heads.gather(1, chosen[:, :, None].expand(-1, -1, heads.shape[-1]))
        left, right = _one_more(self.sides["relation_dependent"](mixed)), _one_more(self.sides["relation_head"](of_head))
        return torch.einsum("rwi,lij,rwj->rwl", left, self.relation, right)

    def loss(self, words: Tensor, batch: Batch) -> Tensor:
        """Return the cross-entropy of tags, heads and relations."""
        arcs, mixed, heads = self._arcs(words, batch)
        gold = pad([x.labels["head"] for x in batch.examples], IGNORED).to(words.device)
        names = pad([[self.relations.get(v, 0) for v in x.labels["deprel"]] for x in batch.examples], IGNORED).to(words.device)
        relations = self._relations(mixed, heads, gold.clamp(min=0))
        total: Tensor = self.tags.loss(words, batch)
        total = total + functional.cross_entropy(arcs.flatten(0, 1), gold.flatten(), ignore_index=IGNORED)
        return total + functional.cross_entropy(relations.flatten(0, 1), names.flatten(), ignore_index=IGNORED)

    def predict(self, words: Tensor, batch: Batch) -> list[dict[str, list[Any]]]:
        """Return tags, likeliest heads (no tree is enforced) and relations."""
        found: list[dict[str, list[Any]]] = [dict(row) for row in self.tags.predict(words, batch)]
        arcs, mixed, heads = self._arcs(words, batch)
        chosen, names = arcs.argmax(-1), list(self.relations)
        best = self._relations(mixed, heads, chosen).argmax(-1).tolist()
        for row, head, relation, x in zip(found, chosen.tolist(), best, batch.examples, strict=True):
            row |= {"head": head[: len(x.words)], "deprel": [names[i] for i in relation[: len(x.words)]]}
        return found


def _one_more(x: Tensor) -> Tensor:
    return torch.cat([x, x.new_ones(*x.shape[:-1], 1)], -1)


def syntax_task(name: str, train: Iterable[Block], dev: Iterable[Block], passes: float) -> Task:
    """Tags, features and trees from blocks of CoNLL-U."""
    seen, tests = [_tree(block) for block in train], [_tree(block) for block in dev]
    features = sorted({key for x in seen for feats in x.labels["feats"] for key in feats})
    seen, tests = ([_with_features(x, features) for x in some if len(x.words) <= LONGEST] for some in (seen, tests))
    values = {kind: sorted({v for x in seen for v in x.labels[kind]}) for kind in ("upos", *features)}
    relations = sorted({v for x in seen for v in x.labels["deprel"]})
    return Task(name, seen, tests, passes, lambda width, layers, dropout: Trees(values, relations, width, layers, dropout))


def _tree(block: Block) -> Example:
    rows = [cells for cells in (line.split("\t") for line in block) if cells[0].isdecimal()]
    feats = [dict(item.split("=", 1) for item in row[5].split("|") if "=" in item) for row in rows]
    labels: Labels = {"upos": [r[3] for r in rows], "feats": feats, "head": [int(r[6]) for r in rows], "deprel": [r[7] for r in rows]}
    return Example(tuple(row[1] for row in rows), labels)


def _with_features(example: Example, features: Sequence[str]) -> Example:
    """Give each feature a kind of tag of its own."""
    labels: dict[str, Sequence[Any]] = {kind: values for kind, values in example.labels.items() if kind != "feats"}
    labels |= {key: [feats.get(key, "_") for feats in example.labels["feats"]] for key in features}
    return Example(example.words, labels)


def names_task(name: str, train: Iterable[Block], dev: Iterable[Block], passes: float) -> Task:
    """Names from blocks of word, tab, BIO tag."""
    seen, tests = ([x for x in map(_named, some) if len(x.words) <= LONGEST] for some in (train, dev))
    values = {"names": [tag for tag, _ in Counter(tag for x in seen for tag in x.labels["names"]).most_common()]}
    return Task(name, seen, tests, passes, lambda width, layers, dropout: Tags(values, width, layers, dropout))


def _named(block: Block) -> Example:
    rows = [line.split("\t") for line in block]
    return Example(tuple(row[0] for row in rows), {"names": [row[1] for row in rows]})


def dev_score(task: Task, found: Sequence[Mapping[str, Sequence[Any]]]) -> dict[str, float]:
    """Return percentages: names F1, or UPOS, features all right, UAS and LAS."""
    pairs = list(zip([x.labels for x in task.dev], found, strict=True))
    if "names" in task.dev[0].labels:
        sets = [(spans(list(gold["names"])), spans(list(mine["names"]))) for gold, mine in pairs]
        right, both = sum(len(gold & mine) for gold, mine in sets), sum(len(gold) + len(mine) for gold, mine in sets)
        return {"names": 200 * right / max(both, 1)}
    kinds = [kind for kind in pairs[0][1] if kind not in ("upos", "head", "deprel")]
    metrics = {"upos": ("upos",), "feats": tuple(kinds), "uas": ("head",), "las": ("head", "deprel")}
    words = [(gold, mine, i) for gold, mine in pairs for i in range(len(gold["upos"]))]
    return {
        metric: 100 * sum(int(all(gold[k][i] == mine[k][i] for k in keys)) for gold, mine, i in words) / len(words)
        for metric, keys in metrics.items()
    }
