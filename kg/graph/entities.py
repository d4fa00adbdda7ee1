"""Descriptions of what articles share (entities, sources, runs) as quads, and back.

An entity that the gazetteer knows is described once, in the graph `entities`. One that it does not know is described by each article
that names it, in the article's graph on a node of its own (`dip:Description`); `merged` makes one description of them all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import pyoxigraph as ox

from kg.facts import ACTING, ORGANIZATION_CLASSES, Entity, EntityType, Tenure
from kg.graph.ontology import (
    DIP,
    GEO,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    WIKIDATA,
    XSD,
    Names,
    Properties,
    Term,
    escape,
    iso_literal,
    lexical,
    unescape,
)
from kg.language import fold

Triples = Iterator[tuple[ox.NamedNode, ox.NamedNode, Term]]
Nodes = Mapping[Term, Properties]

_T = TypeVar("_T", str, tuple[str, str])

_CLASSES: Mapping[Term, EntityType] = {DIP[kind.value]: kind for kind in EntityType}


@dataclass(frozen=True, slots=True)
class ExtractionRun:
    """The run of the program that made the facts. Leave `date` empty where the same bytes are wanted from every run."""

    version: str = ""
    models: str = ""
    date: str = ""


def canonical_entity(entity: Entity) -> Entity:
    """Return the entity with its sets (labels, names, members, tenures) sorted and each value once."""
    return replace(
        entity,
        labels=_unique(entity.labels),
        names=_unique(entity.names),
        members=_unique(entity.members),
        tenures=tuple(sorted(set(entity.tenures), key=_tenure_order)),
    )


def _unique(values: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(sorted(set(values)))


def _tenure_order(tenure: Tenure) -> tuple[str, str, str, str]:
    return tenure.role, tenure.body, tenure.begin, tenure.end


def known_triples(entity: Entity, names: Names) -> Triples:
    """Yield the description of an entity in the graph `entities`, with its classes, display label and folded search labels."""
    node = names.entity(entity.key)
    for label in ("Entity", entity.type.value, ORGANIZATION_CLASSES.get(entity.kind, "") if entity.type is EntityType.ORGANIZATION else ""):
        if label:
            yield node, RDF.type, DIP[label]
    if entity.type in ACTING:
        yield node, RDF.type, DIP.Actor
    yield node, DIP.inGazetteer, ox.Literal("true" if entity.known else "false", datatype=XSD.boolean)
    yield node, RDFS.label, ox.Literal(entity.label("en"))
    spellings = {label for _, label in entity.labels} | set(entity.names)
    for folded in sorted({fold(spelling) for spelling in spellings} - {""}):
        yield node, DIP.searchLabel, ox.Literal(folded)
    yield from _described(node, entity, names)


def local_triples(entity: Entity, node: ox.NamedNode, names: Names) -> Triples:
    """Yield what one article tells of an entity that the gazetteer does not have, on the article's own node."""
    yield node, RDF.type, DIP.Description
    yield node, DIP.describes, names.entity(entity.key)
    yield node, DIP.entityType, DIP[entity.type.value]
    yield from _described(node, entity, names)


def _described(node: ox.NamedNode, entity: Entity, names: Names) -> Triples:
    for language, label in entity.labels:
        yield node, SKOS.prefLabel, ox.Literal(label, language=language)
    for name in entity.names:
        yield node, SKOS.altLabel, ox.Literal(name)
    if entity.kind:
        yield node, DIP.kind, ox.Literal(entity.kind)
    for relation, key in ((DIP.country, entity.country), (DIP.capital, entity.capital), (DIP.parent, entity.parent)):
        if key:
            yield node, relation, names.entity(key)
    for key in entity.members:
        yield node, DIP.member, names.entity(key)
        if entity.known:
            yield names.entity(key), DIP.memberOf, node
    for tenure in entity.tenures:
        yield from _tenure(node, tenure, names)
    if entity.coordinates:
        yield node, GEO.lat, ox.Literal(repr(entity.coordinates[0]), datatype=XSD.double)
        yield node, GEO.long, ox.Literal(repr(entity.coordinates[1]), datatype=XSD.double)
    if entity.wikidata:
        yield node, SKOS.exactMatch, WIKIDATA[entity.wikidata]


def _tenure(holder: ox.NamedNode, tenure: Tenure, names: Names) -> Triples:
    digest = hashlib.sha256("\0".join(_tenure_order(tenure)).encode()).hexdigest()[:12]
    node = ox.NamedNode(f"{holder.value}{'.' if '#' in holder.value else '#'}tenure-{digest}")
    yield holder, DIP.holdsOffice, node
    yield node, RDF.type, DIP.OfficeTenure
    if "#" not in holder.value:
        yield node, DIP.person, holder
    yield node, DIP.office, names.entity("office/" + escape(tenure.role))
    if tenure.body:
        yield node, DIP.body, names.entity(tenure.body)
    if tenure.begin:
        yield node, DIP["from"], iso_literal(tenure.begin)
    if tenure.end:
        yield node, DIP.to, iso_literal(tenure.end)


def source_node(source: str, names: Names) -> ox.NamedNode:
    """Return the IRI of a medium."""
    return names.entity("source/" + escape(source))


def source_triples(source: str, names: Names) -> Triples:
    """Yield the description of a medium."""
    node = source_node(source, names)
    yield node, RDF.type, DIP.Source
    yield node, SCHEMA.name, ox.Literal(source)
    yield node, RDFS.label, ox.Literal(source)


def run_node(run: ExtractionRun, names: Names) -> ox.NamedNode:
    """Return the IRI of a run, made of its contents."""
    return names.entity("run/" + hashlib.sha256("\0".join((run.version, run.models, run.date)).encode()).hexdigest()[:12])


def run_triples(run: ExtractionRun, names: Names) -> Triples:
    """Yield the description of a run."""
    node = run_node(run, names)
    yield node, RDF.type, DIP.ExtractionRun
    yield node, DIP.version, ox.Literal(run.version)
    if run.models:
        yield node, DIP.models, ox.Literal(run.models)
    if run.date:
        yield node, PROV.endedAtTime, ox.Literal(run.date)


def read_entity(key: str, node: Term, nodes: Nodes, names: Names) -> Entity:
    """Return the entity that `known_triples` or `local_triples` described at that node."""
    properties = nodes[node]
    classes = [*properties.get(DIP.entityType, []), *properties.get(RDF.type, [])]
    latitude, longitude = first(properties, GEO.lat), first(properties, GEO.long)
    return Entity(
        key=key,
        type=next((_CLASSES[c] for c in classes if c in _CLASSES), EntityType.ORGANIZATION),
        labels=tuple(sorted((t.language or "", t.value) for t in properties.get(SKOS.prefLabel, []) if isinstance(t, ox.Literal))),
        names=tuple(sorted(lexical(t) for t in properties.get(SKOS.altLabel, []))),
        kind=first(properties, DIP.kind),
        country=_key(properties, DIP.country, names),
        capital=_key(properties, DIP.capital, names),
        parent=_key(properties, DIP.parent, names),
        members=tuple(sorted(names.key(t) for t in properties.get(DIP.member, []))),
        tenures=tuple(sorted((_read_tenure(nodes[t], names) for t in properties.get(DIP.holdsOffice, [])), key=_tenure_order)),
        coordinates=(float(latitude), float(longitude)) if latitude and longitude else None,
        wikidata=first(properties, SKOS.exactMatch).removeprefix(WIKIDATA.iri),
        known=first(properties, DIP.inGazetteer) == "true",
    )


def _read_tenure(properties: Properties, names: Names) -> Tenure:
    role = unescape(_key(properties, DIP.office, names).removeprefix("office/"))
    return Tenure(role, _key(properties, DIP.body, names), first(properties, DIP["from"]), first(properties, DIP.to))


def _key(properties: Properties, relation: ox.NamedNode, names: Names) -> str:
    return names.key(properties[relation][0]) if relation in properties else ""


def first(properties: Properties, relation: ox.NamedNode) -> str:
    """Return the text of the first value, empty where there is none."""
    return lexical(properties[relation][0]) if relation in properties else ""


def merged(key: str, descriptions: Iterable[Entity]) -> Entity:
    """Make one description of what several articles tell of an entity; their order does not matter.

    Sets are united. Where a single value is asked for (type, kind, preferred label of a language …) the first in sorted order stands;
    preferred labels that lose become names.
    """
    found = sorted(map(canonical_entity, descriptions), key=repr)
    labels: dict[str, str] = {}
    for language, label in sorted(pair for entity in found for pair in entity.labels):
        labels.setdefault(language, label)
    lost = {label for entity in found for _, label in entity.labels} - set(labels.values())
    return Entity(
        key=key,
        type=min((entity.type for entity in found), key=str),
        labels=tuple(labels.items()),
        names=tuple(sorted(lost.union(*(entity.names for entity in found)))),
        kind=_smallest(entity.kind for entity in found),
        country=_smallest(entity.country for entity in found),
        capital=_smallest(entity.capital for entity in found),
        parent=_smallest(entity.parent for entity in found),
        members=tuple(sorted({member for entity in found for member in entity.members})),
        tenures=tuple(sorted({tenure for entity in found for tenure in entity.tenures}, key=_tenure_order)),
        coordinates=next((entity.coordinates for entity in found if entity.coordinates), None),
        wikidata=_smallest(entity.wikidata for entity in found),
        known=False,
    )


def _smallest(values: Iterable[str]) -> str:
    return min((value for value in values if value), default="")
