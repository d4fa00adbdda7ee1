"""Show how far a training is: Stanza's trainers tell it in log lines, each in words of its own."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

STEP = re.compile(r"\bstep\s+(?P<done>\d+)\s*(?:/|of)\s*(?P<all>\d+)", re.IGNORECASE)
LOSS = re.compile(r"\bloss\s*[:=]\s*(?P<loss>[\d.]+)", re.IGNORECASE)
SCORE = re.compile(r"\bdev[_ ]score\b", re.IGNORECASE)
OURS = "kg"


class Steps(logging.Handler):
    """Passes on what is neither a step nor chatter, and keeps a bar moving where there is a terminal."""

    def __init__(self) -> None:
        super().__init__()
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        console = Console(file=sys.stderr)
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        self.bar = Progress(*columns, console=console, disable=not console.is_terminal, transient=True)
        self.task = self.bar.add_task("training", total=None)
        self.tenth = -1

    def emit(self, record: logging.LogRecord) -> None:
        """Move the bar, or without a terminal print a line each tenth of the way."""
        text = record.getMessage()
        if found := STEP.search(text):
            self._move(int(found["done"]), int(found["all"]), text)
        elif record.name.startswith(OURS) or record.levelno >= logging.WARNING or SCORE.search(text):
            self.bar.console.print(text, markup=False, highlight=False, soft_wrap=True)

    def _move(self, done: int, total: int, text: str) -> None:
        loss = LOSS.search(text)
        self.bar.update(self.task, completed=done, total=total, description=f"loss {loss['loss']}" if loss else "training")
        tenth = 10 * done // total
        if self.bar.disable and tenth != self.tenth:
            self.bar.console.print(text, markup=False, highlight=False, soft_wrap=True)
        self.tenth = tenth


@contextmanager
def shown() -> Iterator[None]:
    """Show the progress of whatever is trained inside."""
    handler, loggers = Steps(), [logging.getLogger(name) for name in (OURS, "stanza")]
    before = [(logger, logger.level, logger.propagate, logger.handlers) for logger in loggers]
    for logger in loggers:
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(logging.INFO)
    try:
        with handler.bar:
            yield
    finally:
        for logger, level, propagate, handlers in before:
            logger.handlers, logger.propagate = handlers, propagate
            logger.setLevel(level)
