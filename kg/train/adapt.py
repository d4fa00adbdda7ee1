"""Adapt the shipped encoder to what is read here: tags, trees and names of both languages at once, by low-rank updates.

The four-bit weights stay as they are; what is learned is a pair of thin matrices beside each linear layer of the upper layers
(LoRA, Hu et al. 2022, arXiv:2106.09685), which `kg.encoder.load` adds to the weights. Stanza's heads are then trained on the
adapted encoder, frozen. The heads used here, one linear layer each and a biaffine scorer for trees (Dozat & Manning 2017,
arXiv:1611.01734), are thrown away. A quarter of the steps also hold the sentence vectors where they were.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from kg import encoder
from kg.bert import Bert, WordPieces
from kg.encoder import SharedEncoder
from kg.train.tasks import Batch, Example, Tags, Task, Trees, batches, dev_score, pad

logger = logging.getLogger(__name__)
SAVE_EVERY, LOG_EVERY = 250, 50  # steps
KEEP_VECTORS_EVERY, KEEP_VECTORS = 4, 10.0  # steps; weight of the loss
PIECES = 23_000  # word pieces that mean and deviation of the states are measured on


@dataclass(frozen=True, slots=True)
class Settings:
    """The `[encoder]` table of a recipe.

    rank: width of the thin matrices. layers: how many, from the top, are adapted. lr: peak learning rate of the matrices
    (linear warm-up over a twentieth of the steps, then linear decay to zero); head_lr: of the heads. words: words a batch.
    """

    rank: int = 16
    layers: int = 8
    lr: float = 0.0006
    head_lr: float = 0.002
    words: int = 700
    dropout: float = 0.2


class LowRank(nn.Module):
    """A frozen linear layer and its update: x W' + x A' B', A of shape (rank, in), B of shape (out, rank)."""

    def __init__(self, linear: nn.Linear, rank: int) -> None:
        super().__init__()
        self.linear = linear
        self.a = nn.Parameter(torch.randn(rank, linear.in_features, device=linear.weight.device) / linear.in_features**0.5)
        self.b = nn.Parameter(torch.zeros(linear.out_features, rank, device=linear.weight.device))
        self.on = True

    def forward(self, x: Tensor) -> Tensor:
        """Return the layer's output; without the update while `on` is false."""
        out: Tensor = self.linear(x)
        return out + functional.linear(functional.linear(x, self.a.to(x.dtype)), self.b.to(x.dtype)) if self.on else out


def insert(model: Bert, settings: Settings) -> dict[str, LowRank]:
    """Put low-rank updates beside the linear layers of the upper layers; return them by the name of the weight they update."""
    updates = {}
    for i in range(len(model.stack) - settings.layers, len(model.stack)):
        layer = model.stack[i]
        for name, module in list(layer.named_modules()):
            if isinstance(module, nn.Linear):
                parent, _, last = name.rpartition(".")
                update = LowRank(module, settings.rank)
                setattr(layer.get_submodule(parent), last, update)
                updates[f"encoder.layer.{i}.{name}.weight"] = update
    return updates


@dataclass(slots=True)
class Adaptation:
    """One run: encoder, updates, the tasks with their heads, and the schedule, which the seed fixes."""

    model: SharedEncoder
    tokenizer: WordPieces
    tasks: Sequence[Task]
    settings: Settings
    updates: dict[str, LowRank] = field(init=False)
    heads: dict[str, Tags | Trees] = field(init=False)
    optimizer: torch.optim.Optimizer = field(init=False)
    schedule: list[tuple[int, list[int]]] = field(init=False)

    def __post_init__(self) -> None:
        torch.manual_seed(1234)
        self.updates = insert(self.model, self.settings)
        for layer in self.model.stack:
            layer.fused = False
        width = self.model.config.hidden_size
        self.heads = {task.name: task.head(width, encoder.KEEP, self.settings.dropout).to(self.model.mean.device) for task in self.tasks}
        matrices = [x for update in self.updates.values() for x in (update.a, update.b)]
        of_heads = [x for head in self.heads.values() for x in head.parameters()]
        groups = [{"params": matrices, "lr": self.settings.lr}, {"params": of_heads, "lr": self.settings.head_lr}]
        self.optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01)
        self.schedule = [(k, rows) for k, task in enumerate(self.tasks) for rows in batches(task, self.settings.words)]
        random.Random(1234).shuffle(self.schedule)  # noqa: S311 - reproducible, not secret

    def run(self, saved: Path) -> None:
        """Train to the end of the schedule, from where `saved` left off."""
        peaks = [group["lr"] for group in self.optimizer.param_groups]
        first, began, losses = self._resume(saved), time.monotonic(), dict.fromkeys((task.name for task in self.tasks), 0.0)
        for step in range(first, len(self.schedule)):
            rate = min((step + 1) / (0.05 * len(self.schedule)), (len(self.schedule) - step) / (0.95 * len(self.schedule)))
            for group, peak in zip(self.optimizer.param_groups, peaks, strict=True):
                group["lr"] = peak * rate
            k, rows = self.schedule[step]
            name = self.tasks[k].name
            loss = self._step(self.tasks[k], rows, keep_vectors=step % KEEP_VECTORS_EVERY == 0)
            losses[name] = 0.95 * losses[name] + 0.05 * loss if losses[name] else loss
            done = step + 1 - first
            if done % LOG_EVERY == 0:
                left = (time.monotonic() - began) / done * (len(self.schedule) - step - 1) / 60
                told = "  ".join(f"{name} {value:.3f}" for name, value in losses.items())
                logger.info("step %d of %d, %.0f min left; loss: %s", step + 1, len(self.schedule), left, told)
            if (step + 1) % SAVE_EVERY == 0:
                self._save(saved, step + 1)

    def _step(self, task: Task, rows: Sequence[int], *, keep_vectors: bool) -> float:
        batch = self.batch([task.train[row] for row in rows])
        layers = self.model.layers(batch.ids, batch.mask)
        loss: Tensor = self.heads[task.name].loss(self.words(layers, batch), batch)
        if keep_vectors:
            loss = loss + KEEP_VECTORS * (1 - (pooled(layers, batch) * self._vectors_before(batch)).sum(-1)).mean()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_([p for group in self.optimizer.param_groups for p in group["params"]], 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        return float(loss.detach())

    @torch.no_grad()
    def _vectors_before(self, batch: Batch) -> Tensor:
        for update in self.updates.values():
            update.on = False
        vectors = pooled(self.model.layers(batch.ids, batch.mask), batch)
        for update in self.updates.values():
            update.on = True
        return vectors

    def batch(self, examples: Sequence[Example]) -> Batch:
        """Tokenize and pad; a word is where its last piece is, as in Stanza."""
        found = self.tokenizer([list(x.words) for x in examples], is_split_into_words=True, padding=True, truncation=True)
        places = []
        for i, example in enumerate(examples):
            last = {word: place for place, word in enumerate(found.word_ids(i)) if word is not None}
            places.append([last.get(word, 0) for word in range(len(example.words))])
        device = self.model.mean.device
        return Batch(
            torch.tensor(found["input_ids"], device=device), torch.tensor(found["attention_mask"], device=device),
            pad(places, 0).to(device), pad([[1] * len(x.words) for x in examples], 0).bool().to(device), examples,
        )  # fmt: skip

    def words(self, layers: Tensor, batch: Batch) -> Tensor:
        """Return standardised states of words, shape (rows, KEEP, words, 384)."""
        standard: Tensor = (layers - self.model.mean) / self.model.std
        places = batch.places[:, None, :, None].expand(-1, standard.shape[1], -1, standard.shape[3])
        return standard.gather(2, places)

    @torch.no_grad()
    def scores(self) -> Iterator[tuple[str, str, float]]:
        """Yield (task, metric, percent) on each task's development sentences."""
        for task in self.tasks:
            task_batches = [self.batch(task.dev[i : i + 32]) for i in range(0, len(task.dev), 32)]
            head = self.heads[task.name].eval()
            found = [head.predict(self.words(self.model.layers(b.ids, b.mask), b), b) for b in task_batches]
            head.train()
            for metric, value in dev_score(task, [row for rows in found for row in rows]).items():
                yield task.name, metric, value

    def _save(self, path: Path, step: int) -> None:
        whole = path.with_suffix(".part")
        state = {
            "step": step,
            "heads": {name: head.state_dict() for name, head in self.heads.items()},
            "updates": {name: (update.a.data, update.b.data) for name, update in self.updates.items()},
            "optimizer": self.optimizer.state_dict(),
            "random": torch.get_rng_state(),
        }
        torch.save(state, whole)
        whole.replace(path)

    def _resume(self, path: Path) -> int:
        if not path.is_file():
            return 0
        state = torch.load(path, map_location=self.model.mean.device, weights_only=True)
        for name, (a, b) in state["updates"].items():
            self.updates[name].a.data, self.updates[name].b.data = a, b
        for name, head in self.heads.items():
            head.load_state_dict(state["heads"][name])
        self.optimizer.load_state_dict(state["optimizer"])
        torch.set_rng_state(state["random"].cpu())
        logger.info("going on from step %d", state["step"])
        return int(state["step"])

    @torch.no_grad()
    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        """Return what ships: the updates in half precision, and mean and deviation of the new states."""
        total: list[Tensor] = []
        rows: list[Example] = []
        for task in self.tasks:
            rows += random.Random(1).sample(list(task.train), min(len(task.train), 700))  # noqa: S311
        random.Random(1).shuffle(rows)  # noqa: S311
        while rows and sum(len(x) for x in total) < PIECES:
            batch, rows = self.batch(rows[:32]), rows[32:]
            total.append(self.model.layers(batch.ids, batch.mask).transpose(1, 2)[batch.mask.bool()].cpu())
        states = torch.cat(total)
        made = {"states.mean": states.mean(0), "states.std": states.std(0)}
        for name, update in self.updates.items():
            made |= {f"{name}.a": update.a.data, f"{name}.b": update.b.data}
        return {name: value.cpu().numpy().astype(np.float16 if name.endswith((".a", ".b")) else np.float32) for name, value in made.items()}


def pooled(layers: Tensor, batch: Batch) -> Tensor:
    """Return the unit-length mean of the top layer's states over each row's pieces, shape (rows, 384)."""
    mask = batch.mask[:, :, None].to(layers.dtype)
    return functional.normalize((layers[:, -1] * mask).sum(1) / mask.sum(1), dim=-1)


def adapt(settings: Mapping[str, Any], tasks: Sequence[Task], saved: Path) -> None:
    """Adapt the encoder to the tasks and write the updates to `saved` (NumPy's `npz`); a run cut short goes on from its last state."""
    model, tokenizer = encoder.load(adapted=False)
    run = Adaptation(model, tokenizer, tasks, Settings(**settings))
    run.run(saved.with_suffix(".state"))
    for task, metric, value in run.scores():
        logger.info("development: %s %s %.2f", task, metric, value)
    np.savez_compressed(saved, **run.arrays())  # type: ignore[arg-type]
