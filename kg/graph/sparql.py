"""SPARQL: errors with line and column, and graphs that answer from elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pyoxigraph as ox

from kg.errors import StoreError, UsageError
from kg.graph.ontology import PREFIXES

Answer = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean

_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_ALTERNATIVES = re.compile(r",? ?\['.*$|,? ?'.'\.\.=.*$")
_ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9"


def syntax_message(sparql: str, error: SyntaxError) -> str:
    """Return a message with line, column, and the line with a caret below the fault."""
    found = _POSITION.search(str(error))
    if not found:
        return f"SPARQL: {error}"
    row, column, reason = int(found[1]), int(found[2]), " ".join(found[3].split())
    lines = sparql.splitlines()
    line = lines[row - 1] if 0 < row <= len(lines) else ""
    reason = _ALTERNATIVES.sub("", reason.removeprefix("expected one of "))
    if "Prefix not found" in reason:
        reason = "unknown prefix; declare it with PREFIX, or use one of: " + ", ".join(PREFIXES)
    return f"SPARQL, line {row}, column {column}: {reason}\n  {line}\n  {' ' * (column - 1)}^"


@dataclass(frozen=True, slots=True)
class RemoteStore:
    """A SPARQL endpoint that holds such a graph, for queries. Its default graph should be the union of its named graphs."""

    endpoint: str
    timeout: float = 60.0

    def query(self, sparql: str) -> Answer:
        """Answer a SPARQL query.

        Raises:
            UsageError: the endpoint refuses the query, or is no http(s) address.
            StoreError: the endpoint does not answer, or not in SPARQL's formats.
        """
        if not self.endpoint.startswith(("http://", "https://")):
            raise UsageError(f"{self.endpoint}: a SPARQL endpoint begins with http:// or https://")
        declared = "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in PREFIXES.items() if not _declares(sparql, prefix))
        headers = {"Content-Type": "application/sparql-query; charset=utf-8", "Accept": _ACCEPT}
        request = Request(self.endpoint, (declared + sparql).encode(), headers)  # noqa: S310
        try:
            with urlopen(request, timeout=self.timeout) as response:  # noqa: S310
                kind, body = response.headers.get_content_type(), response.read()
        except HTTPError as error:
            with error:
                reason = error.read(500).decode("utf-8", "replace").strip()
            raise (UsageError if error.code == 400 else StoreError)(f"{self.endpoint}: {error.code} {reason}") from error
        except (URLError, OSError) as error:
            raise StoreError(f"{self.endpoint}: no answer ({error}); is the endpoint running?") from error
        return _answer(self.endpoint, kind, body)


def _declares(sparql: str, prefix: str) -> bool:
    return re.search(rf"(?im)^\s*PREFIX\s+{prefix}:", sparql) is not None


def _answer(endpoint: str, kind: str, body: bytes) -> Answer:
    try:
        if kind == "application/n-triples":
            scratch = ox.Store()
            scratch.load(body, format=ox.RdfFormat.N_TRIPLES)
            return scratch.query("CONSTRUCT WHERE { ?s ?p ?o }")
        return ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"{endpoint}: answered {kind}, not SPARQL results ({error})") from error
