"""A compiled copy of the gazetteer in the user's cache folder: reading it back takes a third of what parsing Turtle takes.

The copy is named by a digest of everything it was made of (the data files, the language packs, the code that reads them), so that it
cannot be stale; where the cache cannot be written, the gazetteer is parsed each time. Pickle runs code: only the user's own
folder is read, never one that comes with data.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import sys
from pathlib import Path
from typing import Any

from kg.resources import PACKAGE, ontology_dir

READERS = ("facts.py", "language.py", "link/gazetteer.py", "link/atoms.py", "link/sounds.py", "link/compiled.py")


def cache_file(folder: Path) -> Path:
    """Return where the compiled copy of a gazetteer folder lies (or would lie)."""
    digest = hashlib.sha256(sys.version.encode())
    sources = [
        *sorted(folder.glob("*.ttl")),
        *sorted(folder.glob("*.toml")),
        *sorted((ontology_dir() / "languages").glob("*.toml")),
        *(PACKAGE / name for name in READERS),
    ]
    for path in sources:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "kg" / f"gazetteer-{digest.hexdigest()[:32]}.pickle"


def read_compiled(path: Path) -> Any:
    """Return the compiled gazetteer, None where there is none or it is damaged."""
    with contextlib.suppress(OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, ValueError, TypeError):
        if not hasattr(os, "getuid") or path.stat().st_uid == os.getuid():
            return pickle.loads(path.read_bytes())  # noqa: S301 - the user's own file
    return None


def write_compiled(path: Path, gazetteer: Any) -> None:
    """Keep the compiled gazetteer and drop older ones; a cache that cannot be written is no error."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.write_bytes(pickle.dumps(gazetteer, protocol=5))
        temporary.replace(path)
        for old in path.parent.glob("gazetteer-*.pickle"):
            if old != path:
                old.unlink()
