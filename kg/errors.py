"""Every error that `kg` raises on purpose.

KGError
├── UsageError          the caller asked for something that does not exist (exit code 2)
│   └── NotFoundError   a name (query, entity, store) that nothing answers to
├── DataError           a file that cannot be read as what it should be
│   ├── ArticleError    one article; the others go on (exit code 3)
│   └── KnowledgeError  a data file under `ontology/`; holds all its faults
├── ModelError          models missing, damaged, or made by another version
└── StoreError          the graph on disk is absent, locked, or not a graph

A message names the file, the value, what is allowed, and the fix.
"""

from __future__ import annotations

from collections.abc import Sequence


class KGError(Exception):
    """Base of all errors raised on purpose; `exit_code` is what the command line returns."""

    exit_code = 1


class UsageError(KGError):
    """The caller asked for something that does not exist or does not fit."""

    exit_code = 2


class NotFoundError(UsageError):
    """A name that nothing answers to."""


class DataError(KGError):
    """A file that cannot be read as what it should be."""


class ArticleError(DataError):
    """One article could not be read; `source` names it and `reason` says why."""

    exit_code = 3

    def __init__(self, source: str, reason: str) -> None:
        """Join source and reason into the message `source: reason`."""
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class KnowledgeError(DataError):
    """A data file under `ontology/` is wrong; `faults` lists everything found in one reading."""

    def __init__(self, source: str, faults: Sequence[str]) -> None:
        """Show one fault a line below the name of the file."""
        super().__init__(f"{source}:\n" + "\n".join(f"  - {fault}" for fault in faults))
        self.source = source
        self.faults = tuple(faults)


class ModelError(KGError):
    """Models are missing, damaged, or of another version."""


class StoreError(KGError):
    """The graph on disk is absent, locked by another process, or not a graph."""
