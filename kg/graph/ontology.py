"""The vocabulary as Python sees it: namespaces, the event types of `ontology/diplomacy.ttl`, and IRIs for everything below a base.

The words themselves (labels, comments, which types there are) live in the Turtle file, not here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

import pyoxigraph as ox

from kg.errors import KnowledgeError
from kg.resources import ontology_dir

Term = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple
Properties = Mapping[ox.NamedNode, list[Term]]

DEFAULT_BASE = "https://w3id.org/diplomacy-kg/id/"
VOCABULARY_GRAPH = ox.NamedNode("https://w3id.org/diplomacy-kg/ontology")


class Namespace:
    """Makes terms of one vocabulary: `DIP.actor`, or `DIP["Consult"]`."""

    def __init__(self, iri: str) -> None:
        """Remember the IRI that all terms begin with."""
        self.iri = iri
        self._terms: dict[str, ox.NamedNode] = {}

    def __getitem__(self, name: str) -> ox.NamedNode:
        """Return the term of that local name."""
        if name not in self._terms:
            self._terms[name] = ox.NamedNode(self.iri + name)
        return self._terms[name]

    def __getattr__(self, name: str) -> ox.NamedNode:
        """Return the term of that local name."""
        if name.startswith("__"):
            raise AttributeError(name)
        self.__dict__[name] = self[name]  # the next time Python finds it without asking here
        return self[name]


DIP = Namespace("https://w3id.org/diplomacy-kg/ontology#")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
SCHEMA = Namespace("https://schema.org/")
PROV = Namespace("http://www.w3.org/ns/prov#")
OA = Namespace("http://www.w3.org/ns/oa#")
GEO = Namespace("http://www.w3.org/2003/01/geo/wgs84_pos#")
WIKIDATA = Namespace("http://www.wikidata.org/entity/")

PREFIXES: Mapping[str, str] = {
    "dip": DIP.iri, "rdf": RDF.iri, "rdfs": RDFS.iri, "xsd": XSD.iri, "skos": SKOS.iri, "dcterms": DCTERMS.iri,
    "schema": SCHEMA.iri, "prov": PROV.iri, "oa": OA.iri, "geo": GEO.iri, "wd": WIKIDATA.iri,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class EventType:
    """One class of event: `code` is the claim's type (`CONSULT`), `relation` the property of its direct edges.

    `mutual`: though directed, several actors without a recipient act towards one another (they agree).
    """

    code: str
    iri: ox.NamedNode
    relation: ox.NamedNode
    quad: ox.NamedNode
    directed: bool
    mutual: bool
    labels: tuple[tuple[str, str], ...]

    def label(self, language: str = "en") -> str:
        """Return the class's label in that language, else its code."""
        return dict(self.labels).get(language, self.code)

    def among_actors(self, recipients: Collection[str]) -> bool:
        """Return whether an act with these recipients joins all who take part with one another, not actors with recipients."""
        return not self.directed or (self.mutual and not recipients)


@cache
def vocabulary() -> tuple[ox.Quad, ...]:
    """Return the vocabulary as quads of its own graph.

    Raises:
        KnowledgeError: the file is not Turtle.
    """
    path = ontology_dir() / "diplomacy.ttl"
    try:
        triples = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        return tuple(ox.Quad(t.subject, t.predicate, t.object, VOCABULARY_GRAPH) for t in triples)
    except (OSError, SyntaxError, ValueError) as error:
        raise KnowledgeError(str(path), [f"not Turtle: {error}"]) from error


@cache
def event_types() -> Mapping[str, EventType]:
    """Return all event types by code, in the order of their codes.

    Raises:
        KnowledgeError: a type lacks its relation property, quad class or direction.
    """
    nodes = described(vocabulary())
    types, faults = {}, []
    for subject, properties in nodes.items():
        if not (isinstance(subject, ox.NamedNode) and DIP.relationProperty in properties):
            continue
        missing = [p.value for p in (SKOS.notation, DIP.quadClass, DIP.directed, RDFS.label) if p not in properties]
        faults += [f"{subject.value}: {name} is missing" for name in missing]
        if not missing:
            found = _event_type(subject, properties)
            types[found.code] = found
    if faults or not types:
        raise KnowledgeError(str(ontology_dir() / "diplomacy.ttl"), faults or ["no event type: no class has dip:relationProperty"])
    return dict(sorted(types.items()))


@cache
def _codes() -> Mapping[Term, str]:
    return {found.iri: code for code, found in event_types().items()}


def event_code(iri: Term) -> str:
    """Return the code of an event class: `CONSULT` for `dip:Consult`."""
    return _codes()[iri]


def _event_type(iri: ox.NamedNode, properties: Properties) -> EventType:
    relation, quad = properties[DIP.relationProperty][0], properties[DIP.quadClass][0]
    labels = tuple(sorted((t.language or "", t.value) for t in properties[RDFS.label] if isinstance(t, ox.Literal)))
    if not (isinstance(relation, ox.NamedNode) and isinstance(quad, ox.NamedNode)):
        raise KnowledgeError(iri.value, ["dip:relationProperty and dip:quadClass must be IRIs"])
    directed, mutual = (any(lexical(term) == "true" for term in properties.get(flag, [])) for flag in (DIP.directed, DIP.mutual))
    return EventType(lexical(properties[SKOS.notation][0]), iri, relation, quad, directed, mutual, labels)


def described(quads: Iterable[ox.Quad]) -> Mapping[Term, Properties]:
    """Group quads by subject and property, graphs put aside."""
    nodes: dict[Term, dict[ox.NamedNode, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        nodes[quad.subject][quad.predicate].append(quad.object)
    return nodes


def lexical(term: Term) -> str:
    """Return the text of a literal or the IRI of a node."""
    return str(term) if isinstance(term, ox.Triple) else term.value


_ALLOWED = frozenset("/_-.~+,;:@!$&'()*=")


def escape(name: str) -> str:
    """Return a name as part of an IRI: letters of any script stay, all else that could do harm becomes %XX. `unescape` is its inverse.

    >>> escape("Radikal, 22 Kasım?")
    'Radikal,%2022%20Kasım%3F'
    """
    return "".join(c if c.isalnum() or c in _ALLOWED else "".join(f"%{byte:02X}" for byte in c.encode()) for c in name)


def is_key(key: str) -> bool:
    """Return whether a key can stand in an IRI as it is: words of letters and digits, `_`, `-` and the like, and %XX.

    >>> is_key("person/Mevlüt_Çavuşoğlu"), is_key("person/Ali Veli")
    (True, False)
    """
    return bool(key) and escape(re.sub("%[0-9A-F]{2}", "", key)) == re.sub("%[0-9A-F]{2}", "", key)


def unescape(name: str) -> str:
    """Return the name that `escape` made this of."""
    return unquote(name)


@dataclass(frozen=True, slots=True)
class Names:
    """Makes the IRIs of resources and graphs below one base, and reads names back from them."""

    base: str = DEFAULT_BASE

    def entity(self, key: str) -> ox.NamedNode:
        """Return the IRI of an entity or event by its key."""
        return ox.NamedNode(self.base + key)

    def key(self, node: Term) -> str:
        """Return the key of an entity or event by its IRI."""
        return lexical(node).removeprefix(self.base)

    def article(self, identifier: str) -> ox.NamedNode:
        """Return the IRI of an article."""
        return ox.NamedNode(f"{self.base}article/{escape(identifier)}")

    def article_graph(self, identifier: str) -> ox.NamedNode:
        """Return the IRI of the graph that holds what one article says."""
        return ox.NamedNode(f"{self.base}graph/article/{escape(identifier)}")

    def article_of(self, graph: Term | ox.DefaultGraph) -> str | None:
        """Return the id of the article whose graph this is, `None` where it is another graph."""
        prefix, iri = f"{self.base}graph/article/", graph.value if isinstance(graph, ox.NamedNode) else ""
        return unescape(iri[len(prefix) :]) if iri.startswith(prefix) else None

    def part(self, identifier: str, name: str) -> ox.NamedNode:
        """Return the IRI of a part of an article: a claim, a mention, a span."""
        return ox.NamedNode(f"{self.base}article/{escape(identifier)}#{escape(name)}")

    def part_of(self, node: Term) -> tuple[str, str]:
        """Return the article's id and the part's name by the part's IRI."""
        article, _, name = lexical(node).removeprefix(f"{self.base}article/").partition("#")
        return unescape(article), unescape(name)

    def derived_graph(self, name: str) -> ox.NamedNode:
        """Return the IRI of a graph made from all articles: entities, events, relations."""
        return ox.NamedNode(f"{self.base}graph/{name}")


_DATE_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}


def iso_literal(value: str) -> ox.Literal:
    """Return an ISO 8601 date, month or year with its datatype (plain text where it is none of them)."""
    if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value, re.ASCII):
        return ox.Literal(value, datatype=XSD[_DATE_TYPES[len(value)]])
    return ox.Literal(value)
