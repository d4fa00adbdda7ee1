"""The folder that a graph on disk is: its manifest `kg.json`, and Oxigraph's files in `graph/`."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError

FORMAT = 1
MANIFEST = "kg.json"
TRIES = 6  # to open for reading
GONE = "No such file"  # what Oxigraph says of a file that a writer has just replaced


def open_manifest(path: Path, base: str, *, create: bool) -> str:
    """Check that a folder is a graph of this version, or make it one; return the base of its IRIs.

    Raises:
        StoreError: the folder is absent and not to be created, is something else, or was written by another version.
    """
    manifest = path / MANIFEST
    if manifest.is_file():
        return _base(manifest)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise StoreError(
            f"{path}: not a graph of kg (it has no {MANIFEST}); name another path, or build one with `kg build ARTICLES -o PATH`"
        )
    if not create:
        raise StoreError(f"{path}: there is no graph; build one with `kg build ARTICLES -o {path}`")
    try:
        path.mkdir(parents=True, exist_ok=True)
        manifest.write_text(json.dumps({"program": "kg", "format": FORMAT, "base": base}, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror}") from error
    return base


def _base(manifest: Path) -> str:
    try:
        found = json.loads(manifest.read_text(encoding="utf-8"))
        base, version = found["base"], found["format"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{manifest}: damaged ({error}); build the graph again with `kg build`") from error
    if version != FORMAT or not isinstance(base, str):
        raise StoreError(
            f"{manifest.parent}: written in format {version!r}, this kg reads format {FORMAT}; build the graph again with `kg build`"
        )
    return base


def open_folder(path: Path, *, read_only: bool) -> ox.Store:
    """Open the Oxigraph files of a graph.

    Raises:
        StoreError: another process writes to it, or the files are damaged.
    """
    folder = path / "graph"
    try:
        if read_only and folder.exists():
            return _for_reading(str(folder))
        return ox.Store() if read_only else ox.Store(str(folder))
    except (OSError, RuntimeError) as error:
        if "lock" in str(error).casefold():
            raise StoreError(f"{path}: another process is writing to this graph; wait for it to end, or read with --read-only") from error
        raise StoreError(f"{path}: the graph cannot be opened ({error}); build it again with `kg build`") from error


def _for_reading(folder: str) -> ox.Store:
    """Open the files as they are now; again if a writer replaces one while they are being opened."""
    for wait in range(TRIES):
        try:
            return ox.Store.read_only(folder)
        except (OSError, RuntimeError) as error:
            if GONE not in str(error):
                raise
            time.sleep(0.01 * 2**wait)
    return ox.Store.read_only(folder)
