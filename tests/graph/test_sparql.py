"""A remote endpoint answers like a store at hand, and its failures are explained."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pyoxigraph as ox
import pytest

from kg.errors import StoreError, UsageError
from kg.explore.queries import answer, find_entities
from kg.graph.sparql import RemoteStore
from kg.graph.store import GraphStore
from tests.graph.samples import seeds

GRAPH = GraphStore()
GRAPH.put(seeds())


class Endpoint(BaseHTTPRequestHandler):
    """The SPARQL protocol in a few lines."""

    def do_POST(self) -> None:
        """Answer a query."""
        sparql = self.rfile.read(int(self.headers["Content-Length"])).decode()
        kind, status = "application/sparql-results+json", 200
        try:
            found = ox.Store.query(GRAPH._store, sparql, use_default_graph_as_union=True)
            if isinstance(found, ox.QueryTriples):
                kind, body = "application/n-triples", found.serialize(format=ox.RdfFormat.N_TRIPLES) or b""
            else:
                body = found.serialize(format=ox.QueryResultsFormat.JSON) or b""
        except SyntaxError as error:
            status, body = 400, str(error).encode()
        if self.path == "/broken":
            kind, body = "text/html", b"<html>"
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Be silent."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Endpoint) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_remote_graph_answers_like_one_at_hand(address: str) -> None:
    remote = RemoteStore(address)
    assert answer(remote, "meetings", entity="İran'ın") == answer(GRAPH, "meetings", entity="İran'ın")
    assert answer(remote, "ASK { ?a dip:sanctioned ?b }")
    assert len(answer(remote, "CONSTRUCT { ?a dip:sanctioned ?b } WHERE { ?a dip:sanctioned ?b }")) == 1
    assert find_entities(remote, "AB") == find_entities(GRAPH, "EU")


def test_failures_of_an_endpoint_are_explained(address: str) -> None:
    with pytest.raises(UsageError, match="400"):
        RemoteStore(address).query("SELECT {")
    with pytest.raises(StoreError, match="not SPARQL results"):
        RemoteStore(address + "/broken").query("ASK {}")
    with pytest.raises(UsageError, match="begins with http"):
        RemoteStore("file:///etc/passwd").query("ASK {}")
    with pytest.raises(StoreError, match="is the endpoint running"):
        RemoteStore("http://127.0.0.1:9", timeout=1).query("ASK {}")
