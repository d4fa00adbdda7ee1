"""Counts: each is what the facts say."""

from __future__ import annotations

import json

from kg.explore.network import Statement
from kg.explore.stats import stats, summary
from kg.graph.store import GraphStore


def test_counts_agree_with_the_facts(store: GraphStore, found: list[Statement]) -> None:
    counts = stats(store)
    assert (counts["articles"], counts["articles by language"]) == (4, {"en": 2, "tr": 2})
    assert counts["claims"] == len(found) == sum(counts["claims by type"].values()) == sum(counts["claims by factuality"].values())
    assert counts["claims by type"]["SANCTION"] == 2
    assert next(iter(counts["claims by type"])) == "CONSULT"
    assert counts["entities"] == sum(counts["entities by type"].values()) == len(store.entities())
    assert counts["events"] == len({s.event for s in found}) < counts["claims"]
    assert counts["events in both languages"] >= 1
    assert counts["quads"] == len(store)
    json.dumps(counts)


def test_the_summary_is_one_line(store: GraphStore, found: list[Statement]) -> None:
    assert summary(store).startswith("4 articles (2 en, 2 tr), ")
    assert f"{len(found)} claims" in summary(store)
    assert "\n" not in summary(store)


def test_an_empty_graph_has_counts_too() -> None:
    counts = stats(GraphStore())
    assert (counts["articles"], counts["claims"], counts["events"], counts["entities"]) == (0, 0, 0, 0)
    assert summary(GraphStore()) == "0 articles, 0 entities, 0 claims, 0 events"
