"""What follows from all articles together: shared descriptions, events and relations.

A `Digest` is what of one article is needed for that, taken from fresh facts or read from the store without touching mentions and text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from kg.document import Article, published_on
from kg.facts import ArticleFacts, Claim, Entity
from kg.graph.entities import ExtractionRun, Nodes, first, known_triples, merged, read_entity, run_node, source_node
from kg.graph.events import event_quads, relation_quads
from kg.graph.mapping import canonical, read_claim
from kg.graph.ontology import DCTERMS, DIP, PROV, RDF, SCHEMA, Names, Term, described
from kg.graph.resolve import resolution

GRAPHS = ("entities", "events", "relations")
Vector = tuple[float, ...]

_READ = (
    DIP.statedIn, DIP.evidence, DIP.trigger, DIP.eventType, DIP.factuality, DIP.rule, DIP.confidence, DIP.actor, DIP.recipient, DIP.place,
    DIP.agreement, DIP.attributedTo, DIP.aboutClaim, DIP.begin, DIP.end, DIP.timeText, DCTERMS.identifier,
    SCHEMA.datePublished, SCHEMA.mentions, DIP.source, DIP.describes, PROV.wasGeneratedBy,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Digest:
    """One article (without its text), its claims, the keys of the entities it uses, its own descriptions of unknown ones, and its runs.

    The article's `source` is here the key of the medium's node.
    """

    article: Article
    claims: tuple[Claim, ...]
    keys: frozenset[str]
    local: tuple[Entity, ...]
    runs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """What a write does to articles: their digests, which stored ones to leave out, quads that go and come, and descriptions."""

    fresh: list[Digest] = field(default_factory=list)
    skip: set[str] = field(default_factory=set)
    known: dict[str, Entity] = field(default_factory=dict)
    removed: set[ox.Quad] = field(default_factory=set)
    added: set[ox.Quad] = field(default_factory=set)
    shared: set[ox.Quad] = field(default_factory=set)

    def kept(self) -> Change:
        """Return what must be remembered until everything is derived."""
        return Change(known=self.known, shared=self.shared)


def digest_of(facts: ArticleFacts, names: Names, vector: Callable[[str], Vector], run: ExtractionRun | None = None) -> Digest:
    """Return the digest of fresh facts."""
    article, claims = facts.article, canonical(facts).claims
    local = tuple(entity for entity in facts.entities.values() if not entity.known)
    source = names.key(source_node(article.source, names)) if article.source else ""
    runs = frozenset([names.key(run_node(run, names))] if run and claims else [])
    slim = Article(article.id, "", published=article.published, source=source)
    return Digest(slim, tuple(_with_vector(claim, vector) for claim in claims), frozenset(facts.entities), local, runs)


def read_digests(store: ox.Store, names: Names, skip: Collection[str], vector: Callable[[str], Vector]) -> Iterator[Digest]:
    """Read the digests of all stored articles but those to skip; `vector` finds the vector of a sentence by its text."""
    wanted = {graph: names.article_of(graph) for graph in store.named_graphs()}
    found: dict[ox.NamedNode | ox.BlankNode, list[ox.Quad]] = {g: [] for g, a in wanted.items() if a is not None and a not in skip}
    for quad in _relevant(store):
        if isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name in found:
            found[quad.graph_name].append(quad)
    for graph, quads in sorted(found.items(), key=lambda item: item[0].value):
        article, nodes = names.article_of(graph) or "", described(quads)
        claims = [read_claim(nodes, p, article, names) for p in nodes.values() if DIP.evidence in p]
        local = [_local(store, node, names.key(p[DIP.describes][0]), names) for node, p in nodes.items() if DIP.describes in p]
        yield _digest(article, nodes, [_with_vector(claim, vector) for claim in claims], local, names)


def _relevant(store: ox.Store) -> Iterator[ox.Quad]:
    """Yield what digests need; of the spans only those that are evidence, which are few."""
    for relation in _READ:
        yield from store.quads_for_pattern(None, relation, None, None)
    spans: set[Term] = set()
    for relation in (DIP.evidence, DIP.trigger):
        spans.update(quad.object for quad in store.quads_for_pattern(None, relation, None, None))
    for span in spans:
        if isinstance(span, ox.NamedNode):
            yield from store.quads_for_pattern(span, None, None, None)


def _digest(identifier: str, nodes: Nodes, claims: Iterable[Claim], local: Iterable[Entity], names: Names) -> Digest:
    properties = nodes[names.article(identifier)]
    runs = frozenset(names.key(t) for p in nodes.values() for t in p.get(PROV.wasGeneratedBy, []))
    published = first(properties, SCHEMA.datePublished)
    source = names.key(properties[DIP.source][0]) if DIP.source in properties else ""
    article = Article(identifier, "", published=published_on(published) if published else None, source=source)
    return Digest(article, tuple(claims), frozenset(names.key(t) for t in properties.get(SCHEMA.mentions, [])), tuple(local), runs)


def _with_vector(claim: Claim, vector: Callable[[str], Vector]) -> Claim:
    return replace(claim, evidence=replace(claim.evidence, vector=vector(claim.evidence.quote)))


def _local(store: ox.Store, node: Term, key: str, names: Names) -> Entity:
    quads = list(store.quads_for_pattern(node, None, None, None))  # type: ignore[arg-type]
    for quad in list(quads):
        if quad.predicate == DIP.holdsOffice:
            quads += store.quads_for_pattern(quad.object, None, None, None)  # type: ignore[arg-type]
    return read_entity(key, node, described(quads), names)


def known_entities(quads: Iterable[ox.Quad], names: Names) -> dict[str, Entity]:
    """Read the gazetteer's entities that the graph `entities` describes."""
    nodes = described(quads)
    found = {names.key(node): node for node, p in nodes.items() if first(p, DIP.inGazetteer) == "true"}
    return {key: read_entity(key, node, nodes, names) for key, node in found.items()}


def sources_and_runs(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """Keep the descriptions of media and of extraction runs."""
    quads = list(quads)
    nodes = {quad.subject for quad in quads if quad.predicate == RDF.type and quad.object in (DIP.Source, DIP.ExtractionRun)}
    return {quad for quad in quads if quad.subject in nodes}


def used(shared: Iterable[ox.Quad], digests: Iterable[Digest], names: Names) -> set[ox.Quad]:
    """Keep the descriptions of those media and runs that some article refers to."""
    nodes = {names.entity(key) for digest in digests for key in (digest.article.source, *digest.runs) if key}
    return {quad for quad in shared if quad.subject in nodes}


def entities_of(digests: Iterable[Digest], known: Mapping[str, Entity]) -> dict[str, Entity]:
    """Return the entities that some article uses: as the gazetteer knows them, else as the articles together describe them."""
    local: defaultdict[str, list[Entity]] = defaultdict(list)
    used: set[str] = set()
    for digest in digests:
        used |= digest.keys
        for entity in digest.local:
            local[entity.key].append(entity)
    entities = {key: known[key] for key in sorted(used & known.keys())}
    entities.update((key, merged(key, local[key])) for key in sorted(local.keys() - entities.keys()))
    return entities


def derived_quads(digests: Collection[Digest], entities: Mapping[str, Entity], names: Names) -> set[ox.Quad]:
    """Return the entities' descriptions, the events and the relations."""
    graph = names.derived_graph("entities")
    quads = {ox.Quad(*triple, graph) for entity in entities.values() for triple in known_triples(entity, names)}
    claims = {(digest.article.id, claim.id): (digest.article, claim) for digest in digests for claim in digest.claims}
    found = resolution(claims.values(), entities)
    quads.update(event_quads(found, entities, names))
    quads.update(relation_quads(found, claims, entities, names))
    return quads
