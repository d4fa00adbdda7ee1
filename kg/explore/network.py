"""The graph as networkx sees it: entities, and between them one edge for each pair and type of event.

An edge holds the claims behind it, so that a reader can go from it to the sentences.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product
from typing import TypeAlias

import networkx

from kg.document import Article
from kg.facts import Claim, Entity
from kg.graph.ontology import event_types
from kg.graph.sides import covered, side_of
from kg.graph.store import GraphStore
from kg.graph.timing import Window, window_of

Graph: TypeAlias = "networkx.MultiDiGraph[str]"


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


def network(store: GraphStore) -> Graph:
    """Return entities as nodes and (pair, type) as edges, keyed by type.

    Nodes have `label`, `label_en`, `label_tr`, `type` and `weight` (claims they take part in); edges `type`, `directed`,
    `weight` (claims) and `statements`. An edge that is not directed runs from the lesser key to the greater.
    """
    return network_of(statements(store), store.entities())


def network_of(found: Iterable[Statement], entities: Mapping[str, Entity]) -> Graph:
    """Return the network of some statements."""
    graph: Graph = networkx.MultiDiGraph()
    behind: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    weights: dict[str, int] = defaultdict(int)
    for statement in found:
        for key in set(statement.claim.participants):
            weights[key] += 1
        for one, other in pairs(statement, entities):
            behind[one, other, statement.claim.type].append(statement)
    for key in sorted(weights):
        en, tr = entities[key].label("en"), entities[key].label("tr")
        graph.add_node(key, label=en, label_en=en, label_tr=tr, type=str(entities[key].type), weight=weights[key])
    for (one, other, type_), listed in sorted(behind.items(), key=lambda item: item[0]):
        graph.add_edge(one, other, key=type_, type=type_, directed=event_types()[type_].directed, weight=len(listed), statements=listed)
    return graph


def pairs(statement: Statement, entities: Mapping[str, Entity]) -> Iterator[tuple[str, str]]:
    """Yield whom a claim joins: each actor with each recipient, or, where the act is mutual, all with one another in key order.

    Those on one side (a person and the body they act for, a group and its member) are not joined; nor are those who together do
    something to nobody named.
    """
    claim = statement.claim
    window = window_of(claim, statement.article.published)
    joined: Iterable[tuple[str, str]]
    if event_types()[claim.type].among_actors(claim.recipients):
        joined = combinations(sorted(set(claim.participants)), 2)
    else:
        joined = product(dict.fromkeys(claim.actors), dict.fromkeys(claim.recipients))
    return (pair for pair in joined if not _one_side(*pair, window, entities))


def _one_side(one: str, other: str, window: Window, entities: Mapping[str, Entity]) -> bool:
    first, second = (side_of([key], window, entities) | {key} for key in (one, other))
    if covered(one, second, entities) or covered(other, first, entities) or first & second:
        return True
    return not window.known and any(tenure.body == b for a, b in ((one, other), (other, one)) for tenure in entities[a].tenures)
