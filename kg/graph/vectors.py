"""Vectors of evidence sentences beside the graph, so that articles added later are resolved like those added before.

They are kept by the sentence's text, as whole numbers -127 to 127: one byte a dimension, and exact arithmetic. They are no RDF.
"""

from __future__ import annotations

import hashlib
import sqlite3
from array import array
from collections.abc import Iterable
from pathlib import Path

from kg.errors import StoreError

Vector = tuple[float, ...]


def quantized(vector: Vector) -> Vector:
    """Return a vector with its largest component scaled to ±127 and all rounded; its direction stays."""
    peak = max(map(abs, vector), default=0.0)
    return tuple(float(round(127 * value / peak)) for value in vector) if peak else ()


class VectorShelf:
    """Vectors by sentence; in memory, or in an SQLite file."""

    def __init__(self, path: Path | None = None, *, read_only: bool = False) -> None:
        """Open or make the shelf."""
        try:
            if path is None or (read_only and not path.exists()):
                self._base = sqlite3.connect(":memory:")
            else:
                self._base = sqlite3.connect(f"{path.resolve().as_uri()}?mode={'ro' if read_only else 'rwc'}", uri=True)
            if not read_only or path is None or not path.exists():
                self._base.execute("CREATE TABLE IF NOT EXISTS vector (sentence BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID")
        except sqlite3.Error as error:
            raise StoreError(f"{path}: {error}; delete the file, and build again to resolve events by sentence vectors") from error

    def put(self, vectors: Iterable[tuple[str, Vector]]) -> None:
        """Keep the vectors of sentences; empty ones are passed over."""
        rows = [(_digest(text), array("b", map(int, quantized(vector))).tobytes()) for text, vector in vectors if vector]
        with self._base:
            self._base.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?)", rows)

    def get(self, text: str) -> Vector:
        """Return the vector of a sentence, empty where there is none."""
        row = self._base.execute("SELECT value FROM vector WHERE sentence = ?", (_digest(text),)).fetchone()
        return tuple(map(float, array("b", row[0]))) if row else ()

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:16]
