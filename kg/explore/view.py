"""The HTML view: one file that asks the network for nothing, where a click on an edge shows its sentences in both languages.

pyvis builds nodes and edges; our own template renders them, since pyvis's pages load scripts from elsewhere and inject raw HTML. The
page's policy allows two scripts, by their hashes, and no request at all; texts reach it as JSON and are only ever set as text.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib import resources
from itertools import count
from pathlib import Path
from typing import Any

import jinja2
import pyoxigraph as ox
from pyvis.network import Network

from kg.document import Article
from kg.explore.layout import layout
from kg.explore.network import Graph, Statement, network_of, statements
from kg.facts import Entity, EntityType, Factuality
from kg.graph.events import REAL
from kg.graph.ontology import DIP, RDFS, Properties, Term, described, event_types, vocabulary
from kg.graph.store import GraphStore
from kg.resources import template

# Glyphs show the shapes in the legend.
KINDS = {
    EntityType.STATE: ("dot", "●", "#2f6db3"),
    EntityType.ORGANIZATION: ("diamond", "◆", "#7a4fb5"),
    EntityType.PERSON: ("triangle", "▲", "#4d5866"),
    EntityType.PLACE: ("square", "■", "#3d8a5f"),
    EntityType.AGREEMENT: ("star", "★", "#8a7a2f"),
}
QUADS = {"VerbalCooperation": "#3f97d6", "MaterialCooperation": "#27964f", "VerbalConflict": "#e58a12", "MaterialConflict": "#c62f22"}
LIBRARY = "vis-9.1.2/vis-network.min.js"
ALIASES = 12
TITLE = "Diplomacy knowledge graph"  # the page has it in Turkish too
SCRIPTS = ("view.js", "panel.js", "reader.js")
CROWDED = 800  # edges from which lines are drawn straight and thin


def write_view(store: GraphStore, path: Path) -> Path:
    """Write the page and return its path."""
    path.write_text(render(store), encoding="utf-8", newline="\n")
    return path


def render(store: GraphStore) -> str:
    """Return the page of a whole graph."""
    return page(statements(store), store.entities())


def page(found: Sequence[Statement], entities: Mapping[str, Entity], *, title: str = TITLE) -> str:
    """Return the page of some statements: markup, styles, scripts and data in one text.

    Args:
        found: the statements; their edges and sentences appear in this order.
        entities: all that the statements refer to, and any others that search shall find.
        title: of the page; plain text.
    """
    library = (resources.files("pyvis") / "lib" / LIBRARY).read_text(encoding="utf-8").replace("</script", "<\\/script")
    script = "".join(map(template, SCRIPTS))
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    return environment.from_string(template("view.html")).render(
        title=title,
        own=title != TITLE,
        data=_embedded(view_data(found, entities)),
        style=template("view.css"),
        library=library,
        script=script,
        hashes=" ".join(map(_hash, (library, script))),
    )


def view_data(found: Sequence[Statement], entities: Mapping[str, Entity]) -> dict[str, Any]:
    """Return what the page shows, as JSON: nodes, edges, statements with their articles and quotes, entities, and words for types.

    An edge's id is `from|TYPE|to`, the same in every graph; the page makes it of the edge's parts.
    """
    graph = network_of(found, entities)
    drawn = _drawn(graph)
    numbers = {id(statement): number for number, statement in enumerate(found)}
    behind = ([numbers[id(statement)] for statement in data["statements"]] for _, _, data in graph.edges(data=True))
    types = (key for _, _, key in graph.edges(keys=True))
    return {
        "nodes": drawn.nodes,
        "edges": [edge | {"type": type_, "statements": listed} for edge, type_, listed in zip(drawn.edges, types, behind, strict=True)],
        **_said(found),
        "entities": {key: _entity(entity) for key, entity in sorted(entities.items())},
        **_legend(),
    }


def edge_id(one: str, type_: str, other: str) -> str:
    """Return the id of an edge, as in the page's address: `graph.html#e=<id>`, percent-encoded."""
    return f"{one}|{type_}|{other}"


def _drawn(graph: Graph) -> Network:
    """Return the network with places, shapes and colours, built by pyvis."""
    drawn, places, crowded = Network(directed=True), layout(graph), graph.number_of_edges() > CROWDED
    for key, data in graph.nodes(data=True):
        (x, y), (shape, _, color) = places[key], KINDS[EntityType(data["type"])]
        drawn.add_node(
            key, label=data["label_en"], x=x, y=y, shape=shape, color=color, size=round(9 + 4 * min(data["weight"], 40) ** 0.5, 1)
        )
    for one, other, data in graph.edges(data=True):
        real = any(statement.claim.factuality in REAL for statement in data["statements"])
        width = round((0.5 if crowded else 1.2) + 0.6 * min(data["weight"], 25) ** 0.5, 1)
        drawn.add_edge(one, other, width=width, arrows="to" if data["directed"] else "", dashes=not real)
    if not crowded:
        _fan_out(drawn.edges)
    return drawn


def _fan_out(edges: list[dict[str, Any]]) -> None:
    """Bend the edges between one pair apart, so that each can be clicked; a bend's side depends on which way the edge runs."""
    turns: dict[frozenset[str], count[int]] = {}
    for edge in edges:
        turn = next(turns.setdefault(frozenset((edge["from"], edge["to"])), count()))
        if turn:
            right = (turn % 2 == 1) == (edge["from"] < edge["to"])
            edge["smooth"] = {"type": "curvedCW" if right else "curvedCCW", "roundness": round(0.16 * ((turn + 1) // 2), 2)}


def _said(found: Sequence[Statement]) -> dict[str, Any]:
    """Return statements, and apart from them the articles and sentences that several share, which they refer to by number."""
    articles: dict[str, int] = {}
    quotes: dict[tuple[int, int, int, str], int] = {}
    shown, listed = [], []
    for statement in found:
        article, evidence = statement.article, statement.claim.evidence
        if article.id not in articles:
            articles[article.id] = len(articles)
            shown.append(_article(article))
        quote = quotes.setdefault((articles[article.id], evidence.start, evidence.end, evidence.quote), len(quotes))
        listed.append({"quote": quote} | _claim(statement))
    return {"articles": shown, "quotes": list(quotes), "statements": listed}


def _article(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "lang": article.language,
        "published": str(article.published or ""),
        "medium": article.source,
        "url": article.url,
    }


def _claim(statement: Statement) -> dict[str, Any]:
    claim, evidence = statement.claim, statement.claim.evidence
    record = {
        "event": statement.event,
        "type": claim.type,
        "actors": claim.actors,
        "recipients": claim.recipients,
        "trigger": (evidence.trigger_start - evidence.start, evidence.trigger_end - evidence.start),
        "place": claim.place,
        "time": claim.time.iso() if claim.time else "",
        "factuality": str(claim.factuality),
        "source": claim.source,
        "agreement": claim.agreement,
        "rule": claim.rule,
    }
    return {key: value for key, value in record.items() if value}


def _entity(entity: Entity) -> dict[str, Any]:
    labels = {"en": entity.label("en"), "tr": entity.label("tr")}
    names = [name for name in dict.fromkeys([*(label for _, label in entity.labels), *entity.names]) if name not in labels.values()]
    return {**labels, "type": str(entity.type), "names": names[:ALIASES]} | ({} if entity.known else {"unknown": True})


def _legend() -> dict[str, Any]:
    """Return the words, colours and glyphs of event types, quad classes, entity types and factualities, from the vocabulary."""
    nodes, kinds = described(vocabulary()), event_types()

    def words(term: Term) -> dict[str, str]:
        return _labels(nodes[term])

    return {
        "types": {code: words(kind.iri) | {"quad": kind.quad.value.rpartition("#")[2]} for code, kind in kinds.items()},
        "quads": {name: words(DIP[name]) | {"color": color} for name, color in QUADS.items()},
        "kinds": {str(kind): words(DIP[str(kind)]) | {"glyph": glyph, "color": color} for kind, (_, glyph, color) in KINDS.items()},
        "factualities": {str(factuality): words(DIP[str(factuality).capitalize()]) for factuality in Factuality},
    }


def _labels(properties: Properties) -> dict[str, str]:
    return {t.language: t.value for t in properties[RDFS.label] if isinstance(t, ox.Literal) and t.language}


def _embedded(data: Mapping[str, Any]) -> str:
    """Return JSON that may stand inside a script element: no text in it can close the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _hash(script: str) -> str:
    """Return a script's hash as a Content Security Policy writes it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
