"""Make what Stanza's trainers saved small and portable, and enter it in `resources.json`."""

from __future__ import annotations

import hashlib
import json
import os
from collections import OrderedDict
from pathlib import Path
from typing import Any

PACKAGE = "kg"  # the name of our models in Stanza's layout
WORD_LISTS = ("word", "lemma", "delta")  # what Stanza calls its vocabularies of words
MARKS = 4  # padding, unknown, empty, root
NAMES = {"tr": "Turkish", "en": "English", "multilingual": "Multilingual"}


def ship(saved: Path, folder: Path, language: str, processor: str) -> Path:
    """Write the model in half precision, without optimizer state and local paths, to `folder/language/processor/kg.pt`."""
    import torch

    state = torch.load(saved, map_location="cpu", weights_only=False)
    state = {key: value for key, value in state.items() if "optimizer" not in key and "scheduler" not in key}
    if "vocab" in state and state.get("config", {}).get("word_emb_dim") == 0:
        state["vocab"] = {name: _unlearned(name, part) for name, part in state["vocab"].items()}
    state["config"] = {key: _without_folders(key, value) for key, value in state.get("config", {}).items()}
    target = folder / language / processor / f"{PACKAGE}.pt"
    target.parent.mkdir(parents=True, exist_ok=True)
    torch.save(_portable(state), target)
    enter(folder, language)
    return target


def _unlearned(name: str, part: Any) -> Any:
    """Keep of a list of words only its marks: no embedding belongs to them, and loading them took longest of all."""
    if name not in WORD_LISTS:
        return part
    units = list(part["_id2unit"])[:MARKS]
    return {**part, "_id2unit": units, "_unit2id": {unit: i for i, unit in enumerate(units)}}


def _portable(value: Any) -> Any:
    import torch

    if isinstance(value, torch.Tensor):
        return value.half() if value.dtype == torch.float32 else value
    if type(value) in (dict, OrderedDict):
        return type(value)((key, _portable(item)) for key, item in value.items())
    return [_portable(item) for item in value] if type(value) is list else value


def _without_folders(key: str, value: Any) -> Any:
    """Keep of a path its last part; `bert_model` may be a name such as `google/bert`."""
    return Path(value).name if isinstance(value, str) and "/" in value and key != "bert_model" else value


def enter(folder: Path, language: str) -> None:
    """Rewrite the language's part of `resources.json` from the model files that lie there."""
    path = folder / "resources.json"
    resources = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    found = sorted(model.parent.name for model in (folder / language).glob(f"*/{PACKAGE}.pt"))
    entry: dict[str, Any] = {"lang_name": NAMES.get(language, language)}
    for processor in found:
        entry[processor] = {PACKAGE: {"md5": _digest(folder / language / processor / f"{PACKAGE}.pt")}}
    if tables := sorted((folder / language).glob("*.json.gz")):  # nothing that Stanza asks for; with another one, the same heads say else
        entry["tables"] = {path.name: {"md5": _digest(path)} for path in tables}
    entry["default_processors"] = dict.fromkeys(found, PACKAGE)
    entry["packages"] = {"default": dict.fromkeys(found, PACKAGE)}
    resources[language] = entry
    whole = path.with_suffix(f".{os.getpid()}.part")  # never half a list, should another training end at this moment
    whole.write_text(json.dumps(resources, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    whole.replace(path)


def _digest(path: Path) -> str:
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()  # Stanza's own choice
