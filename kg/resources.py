"""Where the data files that ship with `kg` lie: the only module that knows.

In a checkout `ontology/` is the folder beside the package; in an installed wheel it lies inside the package.
"""

from __future__ import annotations

import gzip
import io
import json
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

from kg.errors import DataError, KnowledgeError, ModelError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PACKAGE = Path(__file__).resolve().parent
DAMAGE = (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, zlib.error)  # what a damaged packed file may lead to


def ontology_dir() -> Path:
    """Return the folder with the vocabulary, gazetteer, frames, language packs and queries.

    Raises:
        DataError: when neither the checkout nor the installed package has it.
    """
    for folder in (PACKAGE / "ontology", PACKAGE.parent / "ontology"):
        if (folder / "diplomacy.ttl").is_file() or (folder / "languages").is_dir():
            return folder
    raise DataError(
        f"{PACKAGE}: the folder 'ontology' lies neither in the package nor beside it; reinstall kg with `pip install --force-reinstall kg`"
    )


def models_dir() -> Path:
    """Return the folder with the shipped models, in Stanza's layout."""
    return PACKAGE / "models"


def encoder_dir() -> Path:
    """Return the folder with the shipped multilingual encoder."""
    return models_dir() / "encoder"


def template(name: str) -> str:
    """Return the text of a page template or script that ships with the package."""
    return (PACKAGE / "templates" / name).read_text(encoding="utf-8")


def read_packed(path: Path) -> Any:
    """Read a JSON value that `write_packed` wrote; of a damaged file comes one of `DAMAGE`, here or where the value is used."""
    return json.loads(gzip.decompress(path.read_bytes()))


def write_packed(value: Any, path: Path) -> None:
    """Write a JSON value, compressed, the same bytes each time."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


def read_arrays(path: Path, damage: str) -> dict[str, Any]:
    """Read the arrays of an `.npz` file by name; nothing in it can run code.

    Raises:
        ModelError: it is missing or none; the message has `damage` (what cannot be read) and the way out.
    """
    import numpy as np

    try:
        with zipfile.ZipFile(path) as archive:  # np.load would take any file, and tell of the rest in five kinds of error
            read = np.lib.format.read_array
            return {name.removesuffix(".npy"): read(io.BytesIO(archive.read(name))) for name in archive.namelist()}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise ModelError(f"{path}: {damage} cannot be read ({error}); reinstall kg") from error


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises:
        KnowledgeError: it is not TOML; the message has line and column.
    """
    try:
        tables: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KnowledgeError(str(path), [f"not TOML: {error}"]) from error
    return tables
