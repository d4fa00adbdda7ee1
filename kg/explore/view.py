"""The HTML view: one file that asks the network for nothing, where a click on an edge shows its sentences in both languages.

pyvis builds nodes and edges; our own template renders them, since pyvis's pages load scripts from elsewhere and inject raw HTML.
"""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import jinja2
from pyvis.network import Network

from kg.explore.layout import layout
from kg.explore.network import Statement, network_of, statements
from kg.facts import Entity
from kg.graph.ontology import event_types
from kg.graph.store import GraphStore
from kg.language import fold
from kg.resources import template

COLORS = {"State": "#2f6db3", "Organization": "#7a4fb5", "Person": "#c2542d", "Place": "#3d8a5f", "Agreement": "#8a7a2f"}
QUADS = {"VerbalCooperation": "#4b9cd3", "MaterialCooperation": "#2e8b57", "VerbalConflict": "#e08a1e", "MaterialConflict": "#c0392b"}
SHAPES = {"State": "dot", "Organization": "diamond", "Person": "triangle", "Place": "square", "Agreement": "star"}
SCRIPT = "vis-9.1.2/vis-network.min.js"


def write_view(store: GraphStore, path: Path) -> Path:
    """Write the page and return its path."""
    path.write_text(render(store), encoding="utf-8")
    return path


def render(store: GraphStore) -> str:
    """Return the page of a whole graph."""
    return page(statements(store), store.entities())


def page(found: list[Statement], entities: dict[str, Entity], *, title: str = "Diplomacy knowledge graph") -> str:
    """Return the page of some statements: markup, script and data in one text."""
    graph = network_of(found, entities)
    places = layout(graph)
    drawn = Network(directed=True)
    for key, data in graph.nodes(data=True):
        x, y = places[key]
        drawn.add_node(
            key, label=data["label_en"], x=x, y=y, shape=SHAPES[data["type"]], color=COLORS[data["type"]], size=10 + 5 * min(data["weight"], 30) ** 0.5
        )
    numbers = {id(statement): number for number, statement in enumerate(found)}
    behind = []
    for number, (one, other, data) in enumerate(graph.edges(data=True)):
        drawn.add_edge(one, other, id=f"e{number}", color=_color(data["type"]), width=1 + min(data["weight"], 16) ** 0.5, arrows="to" if data["directed"] else "")
        behind.append({"id": f"e{number}", "type": data["type"], "statements": [numbers[id(s)] for s in data["statements"]]})
    _fan_out(drawn.edges)
    data = {
        "nodes": [_node(node, entities[node["id"]]) for node in drawn.nodes],
        "edges": [edge | more for edge, more in zip(drawn.edges, behind, strict=True)],
        "statements": [_statement(statement) for statement in found],
        "entities": {key: {"en": entity.label("en"), "tr": entity.label("tr"), "type": str(entity.type)} for key, entity in sorted(entities.items())},
        "types": {code: {"en": kind.label("en"), "tr": kind.label("tr"), "color": _color(code)} for code, kind in event_types().items()},
        "colors": COLORS,
    }
    script = resources.files("pyvis").joinpath("lib", SCRIPT).read_text(encoding="utf-8")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    return environment.from_string(template("view.html")).render(title=title, data=_embedded(data), script=script.replace("</script", "<\\/script"))


def _embedded(data: dict[str, Any]) -> str:
    """Return JSON that may stand inside a script element: no text in it can close the element."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _color(type_: str) -> str:
    return QUADS[event_types()[type_].quad.value.rpartition("#")[2]]


def _fan_out(edges: list[dict[str, Any]]) -> None:
    """Bend the edges between one pair apart, so that each can be clicked."""
    seen: dict[frozenset[str], int] = {}
    for edge in edges:
        pair = frozenset((edge["from"], edge["to"]))
        count = seen[pair] = seen.get(pair, -1) + 1
        edge["smooth"] = {"type": "curvedCW" if count % 2 else "curvedCCW", "roundness": 0.12 * ((count + 1) // 2)} if count else False


def _node(node: dict[str, Any], entity: Entity) -> dict[str, Any]:
    names = [label for _, label in entity.labels] + list(entity.names)
    return node | {"search": " | ".join(dict.fromkeys(fold(name) for name in names))}


def _statement(statement: Statement) -> dict[str, Any]:
    article, claim = statement.article, statement.claim
    evidence = claim.evidence
    return {
        "article": article.title or article.id, "lang": article.language, "published": str(article.published or ""), "medium": article.source, "url": article.url,
        "event": statement.event, "type": claim.type, "actors": claim.actors, "recipients": claim.recipients, "place": claim.place,
        "time": claim.time.iso() if claim.time else "", "factuality": str(claim.factuality), "source": claim.source, "agreement": claim.agreement,
        "quote": evidence.quote, "trigger": [evidence.trigger_start - evidence.start, evidence.trigger_end - evidence.start],
        "start": evidence.start, "end": evidence.end, "rule": claim.rule, "confidence": claim.confidence,
    }  # fmt: skip
