"""Make what Stanza's trainers saved small and portable, and enter it in `resources.json`."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

PACKAGE = "kg"  # the name of our models in Stanza's layout
NAMES = {"tr": "Turkish", "en": "English", "multilingual": "Multilingual"}


def ship(saved: Path, folder: Path, language: str, processor: str) -> Path:
    """Write the model in half precision, without optimizer state and local paths, to `folder/language/processor/kg.pt`."""
    import torch

    state = torch.load(saved, map_location="cpu", weights_only=False)
    state = {key: value for key, value in state.items() if "optimizer" not in key and "scheduler" not in key}
    target = folder / language / processor / f"{PACKAGE}.pt"
    target.parent.mkdir(parents=True, exist_ok=True)
    torch.save(_portable(state), target)
    enter(folder, language)
    return target


def _portable(value: Any) -> Any:
    import torch

    if isinstance(value, torch.Tensor):
        return value.half() if value.dtype == torch.float32 else value
    if isinstance(value, dict):
        return type(value)((key, _portable_setting(key, item)) for key, item in value.items())
    return value


def _portable_setting(key: object, value: Any) -> Any:
    if isinstance(value, str) and isinstance(key, str) and key.endswith(("_file", "_dir", "_name", "_gold", "_model")) and "/" in value:
        return Path(value).name
    return _portable(value)


def enter(folder: Path, language: str) -> None:
    """Rewrite the language's part of `resources.json` from the model files that lie there."""
    path = folder / "resources.json"
    resources = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    found = sorted(model.parent.name for model in (folder / language).glob(f"*/{PACKAGE}.pt"))
    entry: dict[str, Any] = {"lang_name": NAMES.get(language, language)}
    for processor in found:
        model = (folder / language / processor / f"{PACKAGE}.pt").read_bytes()
        entry[processor] = {PACKAGE: {"md5": hashlib.md5(model, usedforsecurity=False).hexdigest()}}  # Stanza's own choice
    entry["default_processors"] = dict.fromkeys(found, PACKAGE)
    entry["packages"] = {"default": dict.fromkeys(found, PACKAGE)}
    resources[language] = entry
    path.write_text(json.dumps(resources, indent=1, sort_keys=True) + "\n", encoding="utf-8")
