"""The graph, in memory or on disk, with everything derived kept up to date.

On disk it is a folder: `kg.json` (what it is, which version, which base), `graph/` (Oxigraph), `vectors.sqlite` (see `vectors`).
The same articles in any order give the same N-Quads; adding an article and removing it leaves them as they were.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import NotFoundError, StoreError, UsageError
from kg.facts import ArticleFacts, Entity, Event
from kg.graph.derive import (
    GRAPHS,
    Change,
    derived_quads,
    digest_of,
    entities_of,
    known_entities,
    read_digests,
    sources_and_runs,
    used,
)
from kg.graph.entities import ExtractionRun
from kg.graph.events import read_events
from kg.graph.folder import open_folder, open_manifest
from kg.graph.mapping import read_article, to_quads
from kg.graph.ontology import DEFAULT_BASE, PREFIXES, VOCABULARY_GRAPH, Names, described, vocabulary
from kg.graph.sparql import Answer, syntax_message
from kg.graph.vectors import VectorShelf

if TYPE_CHECKING:
    from rdflib import Dataset

CHUNK = 500
BULK = 50_000
FORMATS = ("nq", "trig", "ttl", "jsonld")


class GraphStore:
    """The knowledge graph. Use as a context manager, or `close` it, so that others can write to the folder."""

    def __init__(self, path: Path | None = None, *, base: str = DEFAULT_BASE, read_only: bool = False, create: bool = True) -> None:
        """Open a graph, in memory where no folder is given.

        Raises:
            StoreError: the folder is absent (and not to be created), no graph, of another version, or locked.
        """
        self.path = path
        self.read_only = read_only
        self.names = Names(open_manifest(path, base, create=create and not read_only) if path else base)
        self._store = open_folder(path, read_only=read_only) if path else ox.Store()
        self._vectors = VectorShelf(path / "vectors.sqlite" if path else None, read_only=read_only)
        if not read_only:
            self._apply(set(), set(vocabulary()) - set(self._graph(VOCABULARY_GRAPH)))

    def __enter__(self) -> GraphStore:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the folder."""
        self._vectors.close()
        self._store = ox.Store()

    # Reading

    def articles(self) -> list[str]:
        """Return the ids of all articles, sorted."""
        found = (self.names.article_of(graph) for graph in self._store.named_graphs())
        return sorted(article for article in found if article is not None)

    def facts(self, articles: Collection[str] | None = None) -> Iterator[ArticleFacts]:
        """Yield the facts of all articles, or of those named, by id, as `canonical` leaves them.

        Raises:
            NotFoundError: an article is not in the graph.
        """
        shared = described(self._graph(self.names.derived_graph("entities")))
        for article in sorted(self._known(articles) if articles is not None else self.articles()):
            yield read_article(article, described(self._graph(self.names.article_graph(article))), shared, self.names)

    def events(self) -> list[Event]:
        """Return all events, by key, as the claims of all articles were resolved."""
        return read_events(self._graph(self.names.derived_graph("events")), self.names)

    def entities(self) -> dict[str, Entity]:
        """Return all entities in use, by key; those that only articles describe are merged."""
        digests = list(read_digests(self._store, self.names, (), self._vectors.get))
        return entities_of(digests, known_entities(self._graph(self.names.derived_graph("entities")), self.names))

    def query(self, sparql: str) -> Answer:
        """Answer a SPARQL query over all graphs together; the prefixes of `ontology.PREFIXES` need no declaration.

        Raises:
            UsageError: the query has a syntax error; the message has line and column.
        """
        try:
            return self._store.query(sparql, use_default_graph_as_union=True, prefixes=dict(PREFIXES))
        except SyntaxError as error:
            raise UsageError(syntax_message(sparql, error)) from error

    def nquads(self) -> bytes:
        """Return the whole graph as N-Quads, lines sorted: equal graphs give equal bytes."""
        lines = ox.serialize(iter(self._store), format=ox.RdfFormat.N_QUADS) or b""
        return b"".join(line + b"\n" for line in sorted(lines.split(b"\n")) if line)

    def serialize(self, form: str) -> bytes:
        """Return the whole graph as `nq`, `trig`, `ttl` (graphs put together) or `jsonld`.

        Raises:
            UsageError: another format.
        """
        if form == "nq":
            return self.nquads()
        quads = sorted(self._store, key=str)
        if form == "ttl":
            triples = sorted({quad.triple for quad in quads}, key=str)
            return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES)) or b""
        kinds = {"trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}
        if form not in kinds:
            raise UsageError(f"unknown format {form!r}; allowed: {', '.join(FORMATS)}")
        quads.sort(key=lambda quad: (str(quad.graph_name), str(quad)))
        return ox.serialize(quads, format=kinds[form], prefixes=dict(PREFIXES)) or b""

    def to_rdflib(self) -> Dataset:
        """Return a live view of the graph as an rdflib Dataset (its default graph is the union of all graphs)."""
        from oxrdflib import OxigraphStore
        from rdflib import Dataset

        dataset = Dataset(store=OxigraphStore(store=self._store), default_union=True)
        for prefix, iri in PREFIXES.items():
            dataset.bind(prefix, iri)
        return dataset

    def match(self, subject: ox.NamedNode | None = None, predicate: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
        """Yield the quads of that subject and predicate, in all graphs."""
        return self._store.quads_for_pattern(subject, predicate, None, None)

    def __iter__(self) -> Iterator[ox.Quad]:
        """Yield all quads."""
        return iter(self._store)

    def __len__(self) -> int:
        return len(self._store)

    # Writing

    def put(self, facts: Iterable[ArticleFacts], *, run: ExtractionRun | None = None) -> int:
        """Add articles, replacing those with the same ids; return how many. Events and relations are derived anew.

        A transaction holds at most 500 articles; the last holds everything derived as well. What is stored already is never lost.

        Raises:
            ArticleError: facts that contradict themselves (nothing of their transaction is stored).
            StoreError: the graph was opened for reading only, or writing failed.
        """
        self._writable()
        count, change, pending = 0, Change(), iter(facts)
        chunk = _by_id(islice(pending, CHUNK))
        while chunk:
            change = self._changed(chunk, change.kept(), run)
            count, chunk = count + len(chunk), _by_id(islice(pending, CHUNK))
            if chunk:
                self._apply(change.removed, change.added)
            else:
                self._derive(change)
        return count

    def remove(self, articles: Iterable[str]) -> int:
        """Remove articles and what only they said; return how many.

        Raises:
            NotFoundError: one of them is not in the graph (then none is removed).
            StoreError: the graph was opened for reading only, or writing failed.
        """
        self._writable()
        gone = self._known(articles)
        removed = {quad for article in gone for quad in self._graph(self.names.article_graph(article))}
        self._derive(Change(skip=gone, removed=removed))
        return len(gone)

    def clear(self) -> None:
        """Remove all articles."""
        self.remove(self.articles())

    def refresh(self) -> None:
        """Derive shared descriptions, events and relations anew (after an upgrade, or a write that was cut off)."""
        self._writable()
        self._derive(Change())

    def _changed(self, chunk: Mapping[str, ArticleFacts], carried: Change, run: ExtractionRun | None) -> Change:
        """Return what putting these articles changes, beside the descriptions carried over from earlier chunks."""
        old = {quad for article in chunk for quad in self._graph(self.names.article_graph(article))}
        quads = [quad for facts in chunk.values() for quad in to_quads(facts, self.names.base, run=run)]
        own = {quad for quad in quads if quad.graph_name != self.names.derived_graph("entities")}
        known = {key: entity for facts in chunk.values() for key, entity in facts.entities.items() if entity.known}
        self._vectors.put((claim.evidence.quote, claim.evidence.vector) for facts in chunk.values() for claim in facts.claims)
        fresh = [digest_of(facts, self.names, self._vectors.get, run) for facts in chunk.values()]
        shared = carried.shared | sources_and_runs(quads)
        return Change(fresh, set(chunk), carried.known | known, old - own, own - old, shared)

    def _derive(self, change: Change) -> None:
        """Write a change, and all that follows from it, in one transaction."""
        digests = [*read_digests(self._store, self.names, change.skip, self._vectors.get), *change.fresh]
        digests.sort(key=lambda digest: digest.article.id)
        current = {quad for name in GRAPHS for quad in self._graph(self.names.derived_graph(name))}
        entities = entities_of(digests, known_entities(current, self.names) | change.known)
        derived = derived_quads(digests, entities, self.names) | used(sources_and_runs(current) | change.shared, digests, self.names)
        self._apply(change.removed | current - derived, change.added | derived - current)

    def _apply(self, removed: set[ox.Quad], added: set[ox.Quad]) -> None:
        try:
            if removed:
                # A graph that lost its last quad would still be listed, and its article with it.
                touched = {quad.graph_name for quad in removed} - {quad.graph_name for quad in added}
                emptied = [g for g in touched if isinstance(g, ox.NamedNode) and all(quad in removed for quad in self._graph(g))]
                drops = "".join(f" ; DROP SILENT GRAPH {graph}" for graph in sorted(map(str, emptied)))
                self._store.update(f"DELETE DATA {{ {_data(removed)} }} ; INSERT DATA {{ {_data(added)} }}{drops}")
            elif len(added) > BULK:
                self._store.bulk_extend(added)
            elif added:
                self._store.extend(added)
        except OSError as error:
            raise StoreError(f"{self.path or 'graph in memory'}: writing failed: {error}") from error

    def _graph(self, graph: ox.NamedNode) -> list[ox.Quad]:
        return list(self._store.quads_for_pattern(None, None, None, graph))

    def _known(self, articles: Iterable[str]) -> set[str]:
        """Check that the articles are in the graph."""
        wanted, there = set(articles), set(self.articles())
        if not wanted <= there:
            missing = ", ".join(map(repr, sorted(wanted - there)[:5]))
            raise NotFoundError(f"no such article: {missing}; `kg ls` lists the {len(there)} there are")
        return wanted

    def _writable(self) -> None:
        if self.read_only:
            raise StoreError(f"{self.path}: opened for reading only")


def _by_id(facts: Iterable[ArticleFacts]) -> dict[str, ArticleFacts]:
    return {found.article.id: found for found in facts}


def _data(quads: Iterable[ox.Quad]) -> str:
    """Return quads as SPARQL's quad data."""
    graphs: defaultdict[str, list[str]] = defaultdict(list)
    for quad in quads:
        graphs[str(quad.graph_name)].append(str(quad.triple))
    return "\n".join(f"GRAPH {graph} {{ {' . '.join(triples)} }}" for graph, triples in graphs.items())
