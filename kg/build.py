"""Compose the rooms: read articles into facts, put facts into a graph, and hand the graph to its readers."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from kg.annotate import SHIPPED, Annotator
from kg.document import Article, Document, from_conllu, to_conllu
from kg.errors import ArticleError, DataError, StoreError
from kg.extract import Judge, extract_claims, load_judge
from kg.facts import ArticleFacts
from kg.graph.store import GraphStore
from kg.ingest import read_articles
from kg.link.gazetteer import Gazetteer, load_gazetteer
from kg.link.linker import link_mentions

if TYPE_CHECKING:
    import networkx

    from kg.explore.result import Result

CACHE = "annotations"
Progress = Callable[[str], None]


def _quiet(_message: str) -> None:
    """Report nothing."""


@dataclass(slots=True)
class Reader:
    """Turns articles into facts: annotate, link, extract. Models load when the first article not in the cache comes.

    Args:
        models: `kg` (shipped), `official`, or a folder in Stanza's layout.
        cache: a folder that keeps annotations by text and models, so that no text is read by a model twice.
        rules_only: leave the choice of events and participants to the frames' rules, without the learned judge.
    """

    models: str = SHIPPED
    cache: Path | None = None
    rules_only: bool = False
    _annotator: Annotator | None = None
    _gazetteer: Gazetteer | None = None

    def read(self, articles: Iterable[Article | ArticleError]) -> Iterator[ArticleFacts | ArticleError]:
        """Yield the facts of each article, in order; errors pass through, and new ones come where an article fails."""
        for article in articles:
            yield article if isinstance(article, ArticleError) else self._read(article)

    def facts_of(self, document: Document, judge: Judge | None = None) -> ArticleFacts:
        """Link and extract an analysed article, with the shipped judge unless another is given."""
        self._gazetteer = self._gazetteer or load_gazetteer()
        links, entities = link_mentions(document, self._gazetteer)
        judge = judge or (None if self.rules_only else load_judge())
        claims = extract_claims(document, links, entities, judge=judge)
        return ArticleFacts(document.article, entities, tuple(links), tuple(claims))

    def document(self, article: Article) -> Document | ArticleError:
        """Return the analysed article, from the cache where it was read before."""
        self._annotator = self._annotator or Annotator(self.models)
        path = self._cached(article, self._annotator)
        if path and path.is_file() and (known := _load(path, article)):
            return known
        document = next(self._annotator.annotate([article]))
        if path and isinstance(document, Document):
            path.parent.mkdir(parents=True, exist_ok=True)
            _save(path, document)
        return document

    def _read(self, article: Article) -> ArticleFacts | ArticleError:
        document = self.document(article)
        return document if isinstance(document, ArticleError) else self.facts_of(document)

    def _cached(self, article: Article, annotator: Annotator) -> Path | None:
        if self.cache is None:
            return None
        digest = hashlib.sha256("\0".join((annotator.version(), article.language, article.text)).encode()).hexdigest()
        return self.cache / f"{digest[:32]}.json"


def _save(path: Path, document: Document) -> None:
    vectors = [base64.b64encode(array("f", sentence.vector).tobytes()).decode() for sentence in document.sentences]
    states = [base64.b64encode(zlib.compress(sentence.states)).decode() for sentence in document.sentences]
    temporary = path.with_suffix(".part")
    temporary.write_text(json.dumps({"conllu": to_conllu(document), "vectors": vectors, "states": states}), encoding="utf-8")
    temporary.replace(path)


def _load(path: Path, article: Article) -> Document | None:
    """Return the document kept there, nothing where the file is damaged: then it is made anew."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        document = from_conllu(record["conllu"], article)
        vectors = [array("f", base64.b64decode(vector)) for vector in record["vectors"]]
        states = [zlib.decompress(base64.b64decode(packed)) for packed in record["states"]]
        read = zip(document.sentences, vectors, states, strict=True)
        return Document(article, tuple(replace(sentence, vector=tuple(vector), states=packed) for sentence, vector, packed in read))
    except (OSError, ValueError, TypeError, KeyError, DataError, zlib.error):
        return None


@dataclass(slots=True)
class KnowledgeGraph:
    """A graph of diplomacy news: what `build` and `open` return.

    `added` counts the articles that the last `add` (or `build`) brought in, `failures` holds what could not be read.
    """

    store: GraphStore
    models: str = SHIPPED
    failures: list[ArticleError] = field(default_factory=list)
    added: int = 0
    rules_only: bool = False

    def add(self, paths: Iterable[Path | str] | Path | str, *, language: str = "", progress: Progress = _quiet) -> int:
        """Read files or folders into the graph and return how many articles came in; an article of a known id is replaced."""
        if facts := self._read(paths, language, progress):
            self.store.put(facts)
        return len(facts)

    def _read(self, paths: Iterable[Path | str] | Path | str, language: str, progress: Progress) -> list[ArticleFacts]:
        listed = [paths] if isinstance(paths, (str, Path)) else list(paths)
        cache = self.store.path / CACHE if self.store.path else None
        reader = Reader(self.models, cache, self.rules_only)
        facts: list[ArticleFacts] = []
        self.failures = []
        for found in reader.read(read_articles(map(Path, listed), language=language)):
            if isinstance(found, ArticleError):
                self.failures.append(found)
            else:
                facts.append(found)
                progress(found.article.id)
        self.added = len(facts)
        return facts

    def remove(self, articles: Sequence[str]) -> None:
        """Take articles out of the graph, by id.

        Raises:
            NotFoundError: an id that is not there; nothing is removed.
        """
        self.store.remove(articles)

    def query(self, query: str, **parameters: str) -> Result:
        """Run a SPARQL query, or a named one with its parameters."""
        from kg.explore.queries import answer

        return answer(self.store, query, **parameters)

    def network(self) -> networkx.MultiDiGraph[str]:
        """Return the graph of entities and claims as networkx sees it."""
        from kg.explore.network import network

        return network(self.store)

    def view(self, path: Path | str = "graph.html") -> Path:
        """Write the graph as one HTML file that needs no network, and return its path."""
        from kg.explore.view import write_view

        return write_view(self.store, Path(path))

    def close(self) -> None:
        """Release the store."""
        self.store.close()

    def __enter__(self) -> KnowledgeGraph:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _repr_html_(self) -> str:
        from kg.explore.notebook import summary_html

        return summary_html(self.store)


def build(paths: Iterable[Path | str] | Path | str, output: Path | str | None = None, *, models: str = SHIPPED, language: str = "",
          rules_only: bool = False, progress: Progress = _quiet) -> KnowledgeGraph:  # fmt: skip
    """Build a graph of files or folders, in memory or on disk, and return it.

    What `output` held is replaced once the articles are read; if none can be, it stays. `rules_only` does without the learned judge.

    Raises:
        StoreError: `output` is something other than a graph.
        ModelError: the models are missing.
    """
    graph = KnowledgeGraph(GraphStore(Path(output) if output else None), models, rules_only=rules_only)
    if facts := graph._read(paths, language, progress):
        graph.store.clear()
        graph.store.put(facts)
    return graph


def open_graph(path: Path | str, *, read_only: bool = False) -> KnowledgeGraph:
    """Open a graph on disk.

    Raises:
        StoreError: there is none at that path.
    """
    if not Path(path).is_dir():
        raise StoreError(f"{path}: no graph here; make one with `kg build PATH... -o {path}`")
    return KnowledgeGraph(GraphStore(Path(path), read_only=read_only, create=False))


def as_records(facts: Iterable[ArticleFacts]) -> Iterator[dict[str, Any]]:
    """Yield the facts of each article in the JSON form that other programs rely on."""
    from kg.explore.export import claims_record

    return (claims_record(found) for found in facts)
