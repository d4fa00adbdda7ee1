"""In Jupyter: `%load_ext kg.explore.notebook`, then `%%sparql graph` cells, and graphs that show what they hold."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.explore.queries import answer
from kg.explore.stats import stats
from kg.graph.store import GraphStore

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def summary_html(store: GraphStore) -> str:
    """Return a small table of what a graph holds."""
    rows = "".join(
        f"<tr><th style='text-align:left'>{html.escape(key)}</th><td style='text-align:left'>{_cell(value)}</td></tr>"
        for key, value in stats(store).items()
    )
    return f"<table>{rows}</table>"


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        return html.escape(", ".join(f"{key} {count}" for key, count in value.items()))
    return html.escape(str(value))


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Register the cell magic `%%sparql NAME`, where NAME is a graph in the notebook."""

    def sparql(line: str, cell: str) -> Any:
        """Run the cell as SPARQL over the graph named in the first line."""
        graph = shell.user_ns.get(line.strip())
        store = getattr(graph, "store", graph)
        if not isinstance(store, GraphStore):
            raise UsageError(f"%%sparql {line.strip()!r}: name a graph of this notebook, such as `graph = kg.open('news.kg')`")
        return answer(store, cell)

    shell.register_magic_function(sparql, magic_kind="cell", magic_name="sparql")  # type: ignore[call-arg, arg-type]
