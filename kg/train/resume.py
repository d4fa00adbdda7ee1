"""Let the training of a name recogniser, the longest of all, go on where it was interrupted.

Every so many steps a snapshot keeps weights, optimizer, random states, and a journal of what the trainer returned until then.
The next start replays the journal, which costs seconds: Stanza draws the same batches in the same order, and gets the losses
and predictions of the first time. Then it goes on from the snapshot, and ends with the weights of an uninterrupted training, but
for what the encoder rounds otherwise where it first reads a sentence in other company.
"""

from __future__ import annotations

import hashlib
import json
import logging
import pickle
import random
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import ModuleType
from typing import Any

from kg.instead import instead

EVERY = 500  # steps from one snapshot to the next
logger = logging.getLogger(__name__)


def resumable(module: ModuleType, snapshot: Path, every: int = EVERY) -> AbstractContextManager[None]:
    """Keep snapshots of what a module of Stanza's trains inside, and start from the one that is there.

    Args:
        module: one whose training calls `update`, `predict` and `save` of its `Trainer`, and draws at random with `random` and torch.
        snapshot: where to keep it; one made with other settings or data is not used.
        every: steps from one to the next.
    """
    return instead(module, "Trainer", _kept(module.Trainer, snapshot, every))


def _kept(base: type[Any], snapshot: Path, every: int) -> type[Any]:
    class Kept(base):  # type: ignore[misc]
        def __init__(self, args: Mapping[str, Any], *arguments: Any, **options: Any) -> None:
            super().__init__(args, *arguments, **options)
            self.settings, self.journal, self.place, self.steps = _digest(args), [], 0, 0
            self.known = None if options.get("model_file") else _read(snapshot, self.settings)
            if self.known:
                self.journal = self.known["journal"]
                logger.info("going on after step %d of %s", self.known["steps"], snapshot)

        def update(self, batch: Any, eval: bool = False) -> Any:  # noqa: A002 - Stanza's name
            if eval:
                return super().update(batch, eval=True)
            update = super().update
            loss, played = self._told(lambda: update(batch))
            self.steps += 1
            if not played and self.steps % every == 0:
                _write(snapshot, self)
            return loss

        def predict(self, *arguments: Any, **options: Any) -> Any:
            predict = super().predict
            return self._told(lambda: predict(*arguments, **options))[0]

        def save(self, *arguments: Any, **options: Any) -> None:
            if self.place == len(self.journal):  # else it was saved the first time
                super().save(*arguments, **options)

        def _told(self, act: Callable[[], Any]) -> tuple[Any, bool]:
            """Return what an act gives, by the journal if it goes so far, and whether it does."""
            played = self.place < len(self.journal)
            if not played:
                self.journal.append(act())
            self.place += 1
            if played and self.place == len(self.journal):
                _restore(self.known, self)
                self.known = None
            return self.journal[self.place - 1], played

    return Kept


def _digest(args: Mapping[str, Any]) -> str:
    """Return a digest of settings and training data."""
    plain = {key: value for key, value in args.items() if key not in {"train_file", "eval_file", "save_dir", "device"}}
    digest = hashlib.sha256(json.dumps(plain, sort_keys=True, default=str).encode())
    for name in ("train_file", "eval_file"):
        if args.get(name):
            digest.update(Path(args[name]).read_bytes())
    return digest.hexdigest()


def _read(snapshot: Path, settings: str) -> Any:
    """Return what a snapshot keeps, None where there is none of these settings."""
    import torch

    if not snapshot.is_file():
        return None
    try:
        known = torch.load(snapshot, map_location="cpu", weights_only=True)
        if known["settings"] == settings:
            return known
        logger.warning("%s was made with other settings or data: training starts over", snapshot)
    except (OSError, EOFError, RuntimeError, KeyError, TypeError, pickle.UnpicklingError) as error:
        logger.warning("%s cannot be read (%s): training starts over", snapshot, error)
    return None


def _write(snapshot: Path, trainer: Any) -> None:
    import torch

    frozen = tuple(f"{name}." for name in getattr(trainer.model, "unsaved_modules", ()))
    kept = {
        "settings": trainer.settings,
        "journal": trainer.journal,
        "steps": trainer.steps,
        "model": {name: value for name, value in trainer.model.state_dict().items() if not name.startswith(frozen)},
        "optimizer": trainer.optimizer.state_dict(),
        "torch": torch.get_rng_state(),
        "random": random.getstate(),
    }
    whole = snapshot.with_suffix(".part")  # the last snapshot stays whole, should the machine stop at this moment
    torch.save(kept, whole)
    whole.replace(snapshot)


def _restore(known: Any, trainer: Any) -> None:
    import torch

    trainer.model.load_state_dict(known["model"], strict=False)
    trainer.optimizer.load_state_dict(known["optimizer"])
    torch.set_rng_state(known["torch"])
    version, state, gauss = known["random"]
    random.setstate((version, tuple(state), gauss))
