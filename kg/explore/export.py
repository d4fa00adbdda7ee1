"""Facts in the forms other programs read: JSON records of claims, CSV rows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

import networkx

from kg.explore.network import network
from kg.facts import ArticleFacts, Claim, Entity
from kg.graph.store import GraphStore

COLUMNS = (
    "article",
    "language",
    "published",
    "event",
    "type",
    "actors",
    "recipients",
    "place",
    "time",
    "factuality",
    "source",
    "sentence",
    "start",
    "end",
    "rule",
)


def claims_record(facts: ArticleFacts, events: Mapping[tuple[str, str], str] | None = None) -> dict[str, Any]:
    """Return an article's entities, mentions and claims as one JSON object.

    Args:
        facts: what was understood of the article.
        events: for each (article id, claim id) the event it was resolved to, where that is known.
    """
    article = facts.article
    used = {link.entity for link in facts.links} | {key for claim in facts.claims for key in claim.keys}
    return {
        "id": article.id,
        "lang": article.language,
        "entities": {key: _entity(facts.entities[key]) for key in sorted(used)},
        "mentions": [
            {"start": link.mention.start, "end": link.mention.end, "text": link.mention.text, "entity": link.entity}
            for link in sorted(facts.links, key=lambda link: (link.mention.start, link.mention.end))
        ],
        "claims": [_claim(claim, (events or {}).get((article.id, claim.id))) for claim in facts.claims],
    }


def _entity(entity: Entity) -> dict[str, Any]:
    names = dict.fromkeys([*(label for _, label in entity.labels), *entity.names])
    return {"type": str(entity.type), "names": list(names)}


def _claim(claim: Claim, event: str | None) -> dict[str, Any]:
    return {
        "type": claim.type,
        "actors": list(claim.actors),
        "recipients": list(claim.recipients),
        "place": claim.place or None,
        "time": claim.time.iso() if claim.time else None,
        "factuality": str(claim.factuality),
        "source": claim.source or None,
        "start": claim.evidence.trigger_start,
        "end": claim.evidence.trigger_end,
        "trigger": claim.evidence.trigger,
        "sentence": [claim.evidence.start, claim.evidence.end],
        "agreement": claim.agreement or None,
        "about": claim.about or None,
        "confidence": claim.confidence,
        "rule": claim.rule,
        "event": event,
    }


def claims_csv(articles: Iterable[ArticleFacts], events: Mapping[tuple[str, str], str] | None = None) -> str:
    """Return one row a claim, labels instead of keys, its sentence beside it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for facts in articles:
        for claim in facts.claims:
            writer.writerow(_row(facts, claim, (events or {}).get((facts.article.id, claim.id), "")))
    return out.getvalue()


def _row(facts: ArticleFacts, claim: Claim, event: str) -> list[Any]:
    article, evidence = facts.article, claim.evidence
    labels = {key: facts.entities[key].label(article.language) for key in claim.keys}
    actors, recipients = ("; ".join(labels[key] for key in keys) for keys in (claim.actors, claim.recipients))
    about = [
        actors,
        recipients,
        labels.get(claim.place, ""),
        claim.time.iso() if claim.time else "",
        claim.factuality,
        labels.get(claim.source, ""),
    ]
    where = [" ".join(evidence.quote.split()), evidence.start, evidence.end, claim.rule]
    return [article.id, article.language, article.published or "", event, claim.type, *about, *where]


def graphml(store: GraphStore) -> str:
    """Return the network as GraphML: labels, types and weights, without sentences."""
    plain: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    graph = network(store)
    plain.add_nodes_from(graph.nodes(data=True))
    for one, other, key, data in graph.edges(keys=True, data=True):
        plain.add_edge(one, other, key=key, type=data["type"], directed=data["directed"], weight=data["weight"])
    return "\n".join(networkx.generate_graphml(plain)) + "\n"


def export(store: GraphStore, form: str) -> bytes:
    """Return the graph as `claims` (JSON Lines), `csv`, `graphml`, or one of the store's RDF formats.

    Raises:
        UsageError: another format.
    """
    if form == "graphml":
        return graphml(store).encode()
    if form not in ("claims", "csv"):
        return store.serialize(form)
    events = {reference: store.names.base + event.key for event in store.events() for reference in event.claims}
    if form == "csv":
        return claims_csv(store.facts(), events).encode()
    return "".join(json.dumps(claims_record(facts, events), ensure_ascii=False) + "\n" for facts in store.facts()).encode()
