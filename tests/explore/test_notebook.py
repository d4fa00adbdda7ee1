"""In Jupyter: the cell magic, and what a graph shows of itself."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from kg.errors import UsageError
from kg.explore.notebook import summary_html
from kg.explore.result import Result
from kg.graph.store import GraphStore


@pytest.fixture
def shell(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
    interactive = pytest.importorskip("IPython.core.interactiveshell", reason="IPython is not installed (pip install -e '.[jupyter]')")
    config = pytest.importorskip("traitlets.config").Config({"HistoryManager": {"enabled": False}})
    started = interactive.InteractiveShell(config=config)
    started.run_line_magic("load_ext", "kg.explore.notebook")
    yield started
    interactive.InteractiveShell.clear_instance()


@pytest.mark.parametrize("wrapped", [True, False])
def test_a_sparql_cell_gives_a_result(shell: Any, store: GraphStore, wrapped: bool) -> None:
    shell.user_ns["graph"] = SimpleNamespace(store=store) if wrapped else store
    result = shell.run_cell_magic("sparql", "graph", "SELECT ?a ?b { ?a dip:sanctioned ?b }")
    assert isinstance(result, Result)
    assert [row["a"].rpartition("/")[2] for row in result] == ["European_Union"]
    assert "European_Union" in result._repr_html_()


def test_a_cell_may_name_a_query(shell: Any, store: GraphStore) -> None:
    shell.user_ns["graph"] = store
    assert len(shell.run_cell_magic("sparql", "graph", "meetings\n")) > 0


@pytest.mark.parametrize("line", ["", "nothing", "text"])
def test_a_cell_without_a_graph_says_how_to_name_one(shell: Any, line: str) -> None:
    shell.user_ns["text"] = "no graph"
    with pytest.raises(UsageError, match=r"kg\.open"):
        shell.run_cell_magic("sparql", line, "SELECT * {}")


def test_a_graph_shows_its_counts_as_a_table(store: GraphStore) -> None:
    text = summary_html(store)
    assert text.startswith("<table><tr><th") and "en 2, tr 2" in text
    assert "&lt;" in summary_html_of("<b>") and "<b>" not in summary_html_of("<b>")


def summary_html_of(language: str) -> str:
    from dataclasses import replace

    from tests.graph.samples import english_seed

    facts = english_seed()
    graph = GraphStore()
    graph.put([replace(facts, article=replace(facts.article, language=language))])
    return summary_html(graph)
