"""A training that was interrupted ends as one that was not."""

from __future__ import annotations

import logging
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import torch

from kg.train import decay, resume

STEPS, EVERY = 60, 10


class DownError(Exception):
    """The machine goes down."""


class Trainer:
    """As Stanza's: a model with dropout, an optimizer that it dispatches, `update`, `predict`, `save`."""

    def __init__(self, args: dict[str, Any], device: str = "cpu") -> None:
        from stanza.models.common import utils

        del device
        self.args = args
        self.model = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.Dropout(0.5), torch.nn.Linear(8, 1))
        self.optimizer = utils.dispatch_optimizer(
            "adam", self.model.parameters(), lr=args["lr"], betas=(0.9, 0.999), eps=1e-8, opt_logger=logging.getLogger(__name__)
        )
        self.updates = 0

    def update(self, batch: list[float], eval: bool = False) -> float:  # noqa: A002 - Stanza's name
        """Make a step; return the loss."""
        self.model.train()
        loss = (self.model(torch.tensor(batch)) - sum(batch)).square().mean()
        if not eval:
            self.updates += 1
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
        return float(loss.detach())

    def predict(self, batch: list[float]) -> list[float]:
        """Return the model's answer."""
        self.model.eval()
        with torch.no_grad():
            found: list[float] = self.model(torch.tensor(batch)).tolist()
        return found

    def save(self, path: Path) -> None:
        """Write the weights."""
        torch.save(self.model.state_dict(), path)


def train(folder: Path, stop: int = 0, lr: float = 0.05, every: int = EVERY) -> tuple[Any, list[Any]]:
    """Train as Stanza's loop does, with a random order of batches; go down at a step. Returns the trainer and what it was told."""
    module = ModuleType("loop")
    module.Trainer = Trainer  # type: ignore[attr-defined]
    torch.manual_seed(1)
    random.seed(1)
    told: list[Any] = []
    with decay.linear(STEPS), resume.resumable(module, folder / "ner.snapshot", every):
        trainer = module.Trainer(args={"lr": lr, "save_dir": str(folder)}, device="cpu")
        batches = [[i / 10, i % 3, 1.0, -i / 5] for i in range(12)]
        step, best = 0, float("inf")
        while step < STEPS:
            random.shuffle(batches)
            for batch in batches:
                step += 1
                told.append(trainer.update(batch))
                if step % EVERY == 0:
                    score = sum(abs(trainer.predict(batch)[0] - sum(batch)) for batch in batches)
                    told.append(score)
                    if score < best:
                        best = score
                        trainer.save(folder / "ner.pt")
                if step == stop:
                    raise DownError
    return trainer, told


def test_an_interrupted_training_ends_as_one_that_was_not(tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    whole.mkdir()
    parts.mkdir()
    expected, told = train(whole)
    for stop in (27, 20, 44):
        with pytest.raises(DownError):
            train(parts, stop)
    found, again = train(parts)
    assert again == told
    assert all(torch.equal(found.model.state_dict()[name], weight) for name, weight in expected.model.state_dict().items())
    assert found.updates == STEPS - 40, "from the last snapshot on"
    best = [torch.load(folder / "ner.pt") for folder in (whole, parts)]
    assert all(torch.equal(best[0][name], best[1][name]) for name in best[0])
    assert not list(parts.glob("*.part"))


def test_what_was_trained_with_other_settings_is_left(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(DownError):
        train(tmp_path, 35)
    trainer, _ = train(tmp_path, lr=0.01)
    assert trainer.updates == STEPS and "other settings or data: training starts over" in caplog.text


@pytest.mark.parametrize("content", [b"", b"no snapshot", b"PK\x03\x04broken"])
def test_a_damaged_snapshot_is_told_and_left(content: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "ner.snapshot").write_bytes(content)
    trainer, _ = train(tmp_path)
    assert trainer.updates == STEPS and "cannot be read" in caplog.text


def test_training_elsewhere_is_left_alone(tmp_path: Path) -> None:
    module = ModuleType("loop")
    module.Trainer = Trainer  # type: ignore[attr-defined]
    with resume.resumable(module, tmp_path / "ner.snapshot"):
        assert module.Trainer is not Trainer
    assert module.Trainer is Trainer
