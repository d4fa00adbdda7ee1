"""The graph held against its SHACL shapes, with pySHACL: nothing off-schema, and every quote where its offsets say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import KnowledgeError
from kg.graph.ontology import OA, SCHEMA, VOCABULARY_GRAPH, XSD, lexical
from kg.graph.store import GraphStore
from kg.resources import ontology_dir

if TYPE_CHECKING:
    from rdflib import Graph

SHACL = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """What is wrong with one node: where, which property, which value, why, and the article it came from (empty: derived)."""

    focus: str
    path: str
    value: str
    message: str
    article: str = ""

    def __str__(self) -> str:
        where = f"{self.article}: " if self.article else ""
        path = f" {self.path}" if self.path else ""
        value = f" = {self.value!r}" if self.value else ""
        return f"{where}<{self.focus}>{path}{value}: {self.message}"


def validate(store: GraphStore) -> list[Violation]:
    """Return everything that violates `ontology/shapes.ttl`, and every span whose quote is not the text at its offsets; sorted."""
    from pyshacl import validate as check
    from rdflib import Graph, URIRef
    from rdflib.namespace import RDF

    data, articles = _data(store)
    _, report, _ = check(data, shacl_graph=_shapes(), ont_graph=None, inference="none", advanced=False, inplace=True)
    found = []
    if isinstance(report, Graph):
        for node in report.subjects(RDF.type, URIRef(SHACL + "ValidationResult")):
            cells = (report.value(node, URIRef(SHACL + name)) for name in ("focusNode", "resultPath", "value", "resultMessage"))
            focus, path, value, message = ("" if cell is None else str(cell) for cell in cells)
            found.append(Violation(focus, path, value, message, articles.get(focus, "")))
    return sorted({*found, *_misquoted(store)})


@cache
def _shapes() -> Graph:
    from rdflib import Graph

    path = ontology_dir() / "shapes.ttl"
    try:
        return Graph().parse(path, format="turtle")
    except (OSError, SyntaxError, ValueError) as error:
        raise KnowledgeError(str(path), [f"not Turtle: {error}"]) from error


def _data(store: GraphStore) -> tuple[Graph, dict[str, str]]:
    """Return all graphs as one, without labels of the vocabulary and texts, and the article of every node that one describes."""
    from rdflib import Graph

    graph, articles = Graph(), dict[str, str]()
    terms: dict[Any, Any] = {}
    for quad in store:
        if quad.graph_name == VOCABULARY_GRAPH and not quad.predicate.value.endswith("#subClassOf"):
            continue
        article = store.names.article_of(quad.graph_name)
        if article is not None:
            articles[lexical(quad.subject)] = article
        graph.add(tuple(terms[t] if t in terms else terms.setdefault(t, _term(t)) for t in quad.triple))
    return graph, articles


def _term(term: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple) -> Any:
    from rdflib import BNode, Literal, URIRef

    if isinstance(term, ox.Literal):
        plain = term.language or term.datatype == XSD.string
        return Literal(term.value, lang=term.language, datatype=None if plain else URIRef(term.datatype.value))
    return BNode(term.value) if isinstance(term, ox.BlankNode) else URIRef(lexical(term))


def _misquoted(store: GraphStore) -> Iterator[Violation]:
    """Yield spans whose quote is not what stands at their offsets: SHACL cannot say this."""
    texts: dict[Any, str] = {quad.subject: lexical(quad.object) for quad in store.match(None, SCHEMA.articleBody)}
    spans: dict[Any, dict[ox.NamedNode, ox.Quad]] = {}
    for relation in (OA.hasSource, OA.start, OA.end, OA.exact):
        for quad in store.match(None, relation):
            spans.setdefault(quad.subject, {})[relation] = quad
    for node, found in spans.items():
        if len(found) < len((OA.hasSource, OA.start, OA.end, OA.exact)):
            continue
        start, end, quote = (lexical(found[relation].object) for relation in (OA.start, OA.end, OA.exact))
        text = texts.get(found[OA.hasSource].object)
        if text is not None and start.isdigit() and end.isdigit() and text[int(start) : int(end)] != quote:
            article = store.names.article_of(found[OA.exact].graph_name) or ""
            yield Violation(
                node.value, OA.exact.value, quote, f"the article's text at {start}:{end} reads {text[int(start) : int(end)]!r}", article
            )
