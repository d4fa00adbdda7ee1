"""The graph as networkx sees it: entities, and between them one edge for each pair and type of event.

An edge holds the claims behind it, so that a reader can go from it to the sentences.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import networkx

from kg.document import Article
from kg.facts import Claim, Entity, EntityType
from kg.graph.store import GraphStore


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim with its article and the key of the event that it speaks of."""

    article: Article
    claim: Claim
    event: str


def statements(store: GraphStore) -> list[Statement]:
    """Return all claims of a graph, by article and place in it."""
    events = {reference: event.key for event in store.events() for reference in event.claims}
    return [
        Statement(facts.article, claim, events.get((facts.article.id, claim.id), ""))
        for facts in store.facts()
        for claim in sorted(facts.claims, key=lambda claim: (claim.evidence.trigger_start, claim.id))
    ]


def network(store: GraphStore) -> networkx.MultiDiGraph[str]:
    """Return entities as nodes and (pair, type) as edges, keyed by type.

    Nodes have `label`, `label_en`, `label_tr`, `type` and `weight` (claims they take part in); edges `type`, `directed`,
    `weight` (claims) and `statements`.
    """
    return network_of(statements(store), store.entities())


def network_of(found: list[Statement], entities: Mapping[str, Entity]) -> networkx.MultiDiGraph[str]:
    """Return the network of some statements."""
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    behind: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    weights: dict[str, int] = defaultdict(int)
    for statement in found:
        for key in statement.claim.participants:
            weights[key] += 1
        for pair in pairs(statement.claim, entities):
            behind[(*pair, statement.claim.type)].append(statement)
    for key in sorted(weights):
        entity = entities[key]
        graph.add_node(key, label=entity.label("en"), label_en=entity.label("en"), label_tr=entity.label("tr"), type=str(entity.type), weight=weights[key])
    for (one, other, type_), listed in sorted(behind.items()):
        directed = any(statement.claim.recipients for statement in listed)
        graph.add_edge(one, other, key=type_, type=type_, directed=directed, weight=len(listed), statements=listed)
    return graph


def pairs(claim: Claim, entities: Mapping[str, Entity]) -> Iterator[tuple[str, str]]:
    """Yield whom a claim joins: each actor with each recipient, or all actors with one another (in key order).

    A person and the state or body they act for stand on one side and are not joined.
    """
    if claim.recipients:
        yield from ((actor, recipient) for actor in claim.actors for recipient in claim.recipients if actor != recipient)
        return
    for one, other in combinations(sorted(set(claim.actors)), 2):
        if not _one_side(entities[one], entities[other]):
            yield one, other


def _one_side(one: Entity, other: Entity) -> bool:
    people = [entity for entity in (one, other) if entity.type is EntityType.PERSON]
    if len(people) != 1:
        return False
    person, body = (one, other) if one is people[0] else (other, one)
    return any(tenure.body == body.key for tenure in person.tenures) or person.country == body.key
