"""The page: all its data, nothing from elsewhere, and no text that could become markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from kg.explore.network import Statement
from kg.explore.view import edge_id, page, view_data, write_view
from kg.facts import Entity
from kg.graph.store import GraphStore
from tests.explore.conftest import HOSTILE
from tests.graph.samples import EU, IRAN, ISTANBUL


class Markup(HTMLParser):
    """Collects elements, with their attributes, and the texts of scripts."""

    def __init__(self, text: str) -> None:
        """Read the page."""
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note a script's text."""
        if self.elements and self.elements[-1][0] == "script" and data.strip():
            self.scripts.append(data)


@pytest.fixture(scope="module")
def text(found: list[Statement], entities: dict[str, Entity]) -> str:
    return page(found, entities)


def embedded(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_the_page_refers_to_nothing_outside_itself(text: str) -> None:
    markup = Markup(text)
    assert {tag for tag, _ in markup.elements}.isdisjoint({"link", "img", "iframe", "object", "embed", "base", "form", "a"})
    assert not [attributes for _, attributes in markup.elements if attributes.keys() & {"src", "href", "srcset", "action"}]
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style and "url(" not in style[1] and "@import" not in style[1]


def test_the_policy_forbids_all_requests_and_allows_the_two_scripts_alone(text: str) -> None:
    markup = Markup(text)
    policy = next(a["content"] for tag, a in markup.elements if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None and policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-eval" not in policy and "http" not in policy
    hashes = re.findall(r"'(sha256-[^']+)'", policy)
    scripts = [script for script in markup.scripts if not script.startswith("{")]
    assert [f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}" for script in scripts] == hashes
    assert len(scripts) == 2


def test_each_edge_leads_to_its_sentences(text: str, found: list[Statement]) -> None:
    data = embedded(text)
    edge = next(edge for edge in data["edges"] if edge_id(edge["from"], edge["type"], edge["to"]) == f"{EU}|CONSULT|{IRAN}")
    assert len(edge["statements"]) == 3
    for number in edge["statements"]:
        statement, said = data["statements"][number], found[number]
        article, start, end, quote = data["quotes"][statement["quote"]]
        assert data["articles"][article]["id"] == said.article.id
        assert said.article.text[start:end] == quote
        assert quote[slice(*statement["trigger"])] == said.claim.evidence.trigger
        assert statement["factuality"] == said.claim.factuality


def test_all_statements_and_entities_are_on_the_page(text: str, found: list[Statement], entities: Mapping[str, Entity]) -> None:
    data = embedded(text)
    assert len(data["statements"]) == len(found)
    assert data["entities"].keys() == entities.keys()
    assert data["entities"][ISTANBUL] | {"names": []} == {"en": "Istanbul", "tr": "İstanbul", "type": "Place", "names": []}
    assert "Tahran" in data["entities"][IRAN]["names"]
    assert data["entities"]["person/Said_Celili"]["unknown"] is True
    for statement, said in zip(data["statements"], found, strict=True):
        assert statement["type"] == said.claim.type
        assert tuple(statement.get("actors", ())) == said.claim.actors
        assert statement.get("place", "") == said.claim.place


def test_every_type_shown_has_words_in_both_languages(text: str) -> None:
    data = embedded(text)
    for table, size in (("types", 16), ("quads", 4), ("kinds", 5), ("factualities", 7)):
        assert len(data[table]) == size
        assert all(entry["en"] and entry["tr"] for entry in data[table].values())


def test_claims_that_nothing_of_the_kind_occurred_are_dashed(found: list[Statement], entities: dict[str, Entity]) -> None:
    edges = {(edge["from"], edge["type"], edge["to"]): edge for edge in view_data(found, entities)["edges"]}
    assert not edges[EU, "CONSULT", IRAN]["dashes"]
    assert edges[IRAN, "CONSULT", "state/TUR"]["dashes"]


def test_edges_between_one_pair_are_bent_to_different_sides(found: list[Statement], entities: dict[str, Entity]) -> None:
    between = [edge for edge in view_data(found, entities)["edges"] if {edge["from"], edge["to"]} == {EU, IRAN}]
    bends = set()
    for edge in between:
        smooth = edge.get("smooth", {"type": "", "roundness": 0})
        flipped = (smooth["type"] == "curvedCW") == (edge["from"] < edge["to"])
        bends.add((flipped if smooth["type"] else None, smooth["roundness"]))
    assert len(bends) == len(between) == 4


def test_hostile_texts_cannot_become_markup(hostile: tuple[list[Statement], dict[str, Entity]], text: str) -> None:
    evil = page(*hostile, title=HOSTILE)
    assert [tag for tag, _ in Markup(evil).elements] == [tag for tag, _ in Markup(text).elements]
    data = embedded(evil)
    assert "\u2028" not in evil.partition('id="data"')[2]
    assert data["articles"][0]["title"] == HOSTILE
    assert data["entities"][IRAN]["en"].startswith(HOSTILE)


def test_equal_graphs_give_equal_pages_and_an_empty_one_gives_a_page(store: GraphStore, text: str, tmp_path: Path) -> None:
    path = write_view(store, tmp_path / "graph.html")
    assert path.read_bytes() == text.encode()
    assert embedded(page([], {}))["nodes"] == []
