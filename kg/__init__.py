"""A bilingual (Turkish and English) knowledge graph builder for diplomacy news.

    import kg
    graph = kg.build("seeds")                  # or kg.open("news.kg")
    graph.query("meetings").to_dataframe()
    graph.view("graph.html")

Importing `kg` is quick: models and stores load when they are used.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["KGError", "KnowledgeGraph", "Reader", "__version__", "build", "open", "read_articles"]

if TYPE_CHECKING:
    from kg.build import KnowledgeGraph, Reader, build
    from kg.build import open_graph as open  # noqa: A004 - `kg.open` reads like the built-in it is named after
    from kg.errors import KGError
    from kg.ingest import read_articles

_HOMES = {
    "KGError": ("kg.errors", "KGError"),
    "KnowledgeGraph": ("kg.build", "KnowledgeGraph"),
    "Reader": ("kg.build", "Reader"),
    "build": ("kg.build", "build"),
    "open": ("kg.build", "open_graph"),
    "read_articles": ("kg.ingest", "read_articles"),
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    import importlib

    module, attribute = _HOMES[name]
    return getattr(importlib.import_module(module), attribute)


def __dir__() -> list[str]:
    """List the public names, also those not imported yet."""
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """Importing `kg.build` would put that module where the function of its name is promised."""

    def __setattr__(self, name: str, value: object) -> None:
        if name in _HOMES and isinstance(value, ModuleType):
            return
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
