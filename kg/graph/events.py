"""Events, reviewable merges and direct relations as quads: the graphs made from the claims of all articles."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import permutations, product

import pyoxigraph as ox

from kg.document import Article
from kg.facts import ACTING, Claim, Entity, Event, Factuality, TimeSpan
from kg.graph.entities import Triples, first
from kg.graph.ontology import DIP, RDF, RDFS, SKOS, XSD, EventType, Names, Properties, described, event_code, event_types, iso_literal
from kg.graph.resolve import Merge, Ref, Resolution
from kg.graph.sides import covered, side_of
from kg.graph.timing import window_of
from kg.language import fold

Said = tuple[Article, Claim]

REAL = frozenset({Factuality.OCCURRED, Factuality.ONGOING})
SURE = 0.5  # confidence below which a claim, its participants guessed, gives no direct edge


def event_quads(found: Resolution, entities: Mapping[str, Entity], names: Names) -> Iterator[ox.Quad]:
    """Yield the graph `events`: every event, which claims claim it, and the merges to review."""
    graph = names.derived_graph("events")
    of = {ref: event for event in found.events for ref in event.claims}
    for event in found.events:
        yield from (ox.Quad(*triple, graph) for triple in _event_triples(event, entities, names))
    for merge in found.merges:
        yield from (ox.Quad(*triple, graph) for triple in _merge_triples(merge, of[merge.first], names))


def _event_triples(event: Event, entities: Mapping[str, Entity], names: Names) -> Triples:
    node, kind = names.entity(event.key), event_types()[event.type]
    yield node, RDF.type, DIP.Event
    yield node, RDF.type, kind.iri
    roles = [(DIP.actor, key) for key in event.actors] + [(DIP.recipient, key) for key in event.recipients]
    roles += [(DIP.place, event.place), (DIP.agreement, event.agreement)] + [(DIP.about, key) for key in event.about]
    for relation, key in roles:
        if key:
            yield node, relation, names.entity(key)
    if event.time:
        yield node, DIP.begin, iso_literal(event.time.begin)
        yield node, DIP.end, iso_literal(event.time.end)
    for article, claim in event.claims:
        yield names.part(article, claim), DIP.claims, node
    for language, _ in kind.labels:
        yield node, SKOS.prefLabel, ox.Literal(event_label(event, entities, language), language=language)
    yield node, RDFS.label, ox.Literal(event_label(event, entities, "en"))


def event_label(event: Event, entities: Mapping[str, Entity], language: str) -> str:
    """Return a line that names an event: `European Union, Iran: consult (Istanbul, 2025-07-24)`."""

    def label(key: str) -> str:
        return entities[key].label(language) if key in entities else key

    people = ", ".join(sorted(map(label, event.actors), key=fold))
    if event.recipients:
        people += " → " + ", ".join(sorted(map(label, event.recipients), key=fold))
    where = ", ".join(filter(None, (label(event.place) if event.place else "", event.time.iso() if event.time else "")))
    return f"{people}: {event_types()[event.type].label(language)}" + (f" ({where})" if where else "")


def _merge_triples(merge: Merge, event: Event, names: Names) -> Triples:
    digest = hashlib.sha256("\0".join((*merge.first, *merge.second)).encode()).hexdigest()[:12]
    node = names.entity(f"merge/{digest}")
    yield node, RDF.type, DIP.Merge
    yield node, DIP.sameEvent, names.part(*merge.first)
    yield node, DIP.sameEvent, names.part(*merge.second)
    yield node, DIP.mergedInto, names.entity(event.key)
    yield node, DIP.score, ox.Literal(repr(merge.score), datatype=XSD.double)


def relation_quads(found: Resolution, claims: Mapping[Ref, Said], entities: Mapping[str, Entity], names: Names) -> Iterator[ox.Quad]:
    """Yield the graph `relations`: direct edges of every event that some claim asserts as occurred or ongoing and is fairly sure of."""
    graph = names.derived_graph("relations")
    for event in found.events:
        if any(claim.factuality in REAL and claim.confidence >= SURE for _, claim in (claims[ref] for ref in event.claims)):
            kind = event_types()[event.type]
            for one, other in _pairs(event, kind, [claims[ref] for ref in event.claims], entities):
                yield ox.Quad(names.entity(one), kind.relation, names.entity(other), graph)


def _pairs(event: Event, kind: EventType, claims: Iterable[Said], entities: Mapping[str, Entity]) -> Iterator[tuple[str, str]]:
    """Yield who acted on whom: actors × recipients, all pairs where the act is mutual; nobody acts on the side that is his own."""
    everyone = event.actors + event.recipients
    windows = [window_of(claim, article.published) for article, claim in claims]
    sides = {key: frozenset(side for window in windows for side in side_of([key], window, entities)) for key in everyone}
    mutual = kind.among_actors(event.recipients)
    for one, other in permutations(everyone, 2) if mutual else product(event.actors, event.recipients):
        own = sides[one] & sides[other] or covered(one, frozenset({other}), entities)
        if one != other and not own and _acts(one, entities) and _acts(other, entities):
            yield one, other


def _acts(key: str, entities: Mapping[str, Entity]) -> bool:
    return key not in entities or entities[key].type in ACTING


def read_events(quads: Iterable[ox.Quad], names: Names) -> list[Event]:
    """Read back the events of the graph `events`, by key."""
    quads = list(quads)
    claims: defaultdict[str, list[Ref]] = defaultdict(list)
    for quad in quads:
        if quad.predicate == DIP.claims:
            claims[names.key(quad.object)].append(names.part_of(quad.subject))
    nodes = {names.key(node): p for node, p in described(quads).items() if DIP.Event in p.get(RDF.type, [])}
    return [_read_event(key, nodes[key], tuple(sorted(claims[key])), names) for key in sorted(nodes)]


def _read_event(key: str, properties: Properties, claims: tuple[Ref, ...], names: Names) -> Event:
    keys = {
        p: tuple(sorted(names.key(t) for t in properties.get(p, [])))
        for p in (DIP.actor, DIP.recipient, DIP.place, DIP.agreement, DIP.about)
    }
    begin = first(properties, DIP.begin)
    return Event(
        key=key,
        type=next(event_code(t) for t in properties[RDF.type] if t != DIP.Event),
        actors=keys[DIP.actor],
        recipients=keys[DIP.recipient],
        claims=claims,
        time=TimeSpan(begin, first(properties, DIP.end)) if begin else None,
        place="".join(keys[DIP.place]),
        agreement="".join(keys[DIP.agreement]),
        about=keys[DIP.about],
    )
