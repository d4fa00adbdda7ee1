"""Let the learning rate of a training fall to nothing: of Stanza's three trainers each lowers it in another way, or not at all."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from kg.instead import instead

WARMUP = 100  # steps over which the rate first rises
FULL, DONE = "full_rate", "steps_done"


def rate(step: int, steps: int) -> float:
    """Return the share of the full learning rate that a step gets.

    >>> rate(0, 1000), rate(100, 1000), rate(550, 1000), rate(1000, 1000)
    (0.01, 1.0, 0.5, 0.0)
    """
    rising = (step + 1) / WARMUP
    falling = (steps - step) / max(1, steps - WARMUP)
    return max(0.0, min(1.0, rising, falling))


def linear(steps: int) -> AbstractContextManager[None]:
    """Make every optimizer that Stanza builds inside warm up, then fall in a straight line to nothing at `steps`."""
    from stanza.models.common import utils

    build = utils.dispatch_optimizer

    def decaying(*arguments: Any, **options: Any) -> Any:
        optimizer = build(*arguments, **options)
        for group in optimizer.param_groups:
            group[FULL], group[DONE] = group["lr"], 0  # kept with the optimizer's state, should the training be interrupted

        def before(*_: object) -> None:
            for group in optimizer.param_groups:
                group["lr"] = group[FULL] * rate(group[DONE], steps)
                group[DONE] += 1

        optimizer.register_step_pre_hook(before)
        return optimizer

    return instead(utils, "dispatch_optimizer", decaying)
