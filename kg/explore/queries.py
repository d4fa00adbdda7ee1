"""Named queries: `ontology/queries/<name>.rq`, each with title, description and parameters in a comment header.

    # title: Meetings
    # description: Meetings, talks, visits and calls.
    # param entity: entity? - who took part
    # param lang: language = en - language of the labels

A parameter stands in the query as `VALUES ?entity { UNDEF }`, so that the file is plain SPARQL and runs anywhere; `bind` puts terms
in place of UNDEF. A type with `?` may be left out, then anything matches.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from kg.errors import KnowledgeError, NotFoundError, UsageError
from kg.explore.result import Result, result_of
from kg.facts import Factuality
from kg.graph.ontology import DEFAULT_BASE, DIP, XSD, event_types, lexical
from kg.graph.sparql import Answer
from kg.language import fold, language_codes, language_pack
from kg.resources import ontology_dir

_HEADER = re.compile(r"#\s*([a-z]+)(?:\s+(\w+))?\s*:\s*(.*)")
_PARAMETER = re.compile(r"(\w+)(\?)?(?:\s*=\s*(.*?))?\s+-\s+(.+)")


class Queryable(Protocol):
    """A graph that answers SPARQL: `GraphStore` or `RemoteStore`."""

    def query(self, sparql: str) -> Answer:
        """Answer a SPARQL query."""
        ...


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named query; `required` if it has no default and may not be left out."""

    name: str
    type: str
    help: str
    default: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query that ships with kg."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str


@cache
def load_queries(folder: Path | None = None) -> Mapping[str, NamedQuery]:
    """Read and check all named queries, by name.

    Raises:
        KnowledgeError: faults in any of the files, all of them at once.
    """
    folder = folder or ontology_dir() / "queries"
    queries, faults = {}, []
    for path in sorted(folder.glob("*.rq")):
        try:
            queries[path.stem] = _read(path)
        except KnowledgeError as error:
            faults += [f"{path.name}: {fault}" for fault in error.faults]
    if faults:
        raise KnowledgeError(str(folder), faults)
    return queries


def _read(path: Path) -> NamedQuery:
    text = path.read_text(encoding="utf-8")
    fields: dict[str, str] = {}
    parameters: list[Parameter] = []
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        found = _HEADER.fullmatch(line)
        if found and found[1] == "param" and found[2]:
            _parameter(found[2], found[3], f"line {number}", parameters, faults)
        elif found and found[1] in ("title", "description") and not found[2] and found[1] not in fields:
            fields[found[1]] = found[3].strip()
        else:
            faults.append(
                f"line {number}: {line!r} is no header; allowed: '# title: …', '# description: …', '# param NAME: TYPE …', each title once"
            )
    faults += [f"'# {key}: …' is missing" for key in ("title", "description") if not fields.get(key)]
    faults += [
        f"parameter {p.name!r}: the query lacks 'VALUES ?{p.name} {{ UNDEF }}'" for p in parameters if not _place(p.name).search(text)
    ]
    try:
        ox.Store().query(text)
    except SyntaxError as error:
        faults.append(f"not SPARQL: {error}")
    if faults:
        raise KnowledgeError(str(path), faults)
    return NamedQuery(path.stem, fields["title"], fields["description"], tuple(parameters), text)


def _parameter(name: str, rest: str, where: str, parameters: list[Parameter], faults: list[str]) -> None:
    found = _PARAMETER.fullmatch(rest.strip())
    if not found:
        faults.append(f"{where}: parameter {name!r} must read 'TYPE - help', 'TYPE? - help' or 'TYPE = default - help', not {rest!r}")
    elif found[1] not in _TERMS:
        faults.append(f"{where}: unknown type {found[1]!r} of parameter {name!r}; allowed: {', '.join(sorted(_TERMS))}")
    elif name in {parameter.name for parameter in parameters}:
        faults.append(f"{where}: parameter {name!r} is there twice")
    else:
        parameters.append(Parameter(name, found[1], found[4].strip(), found[3] or "", required=not found[2] and found[3] is None))


def _place(name: str) -> re.Pattern[str]:
    return re.compile(rf"VALUES\s+\?{name}\s*\{{\s*UNDEF\s*\}}")


def named_query(name: str) -> NamedQuery:
    """Return a named query.

    Raises:
        NotFoundError: there is none of that name; the message has those there are.
    """
    queries = load_queries()
    if name not in queries:
        close = get_close_matches(name, queries, n=1)
        hint = f"did you mean {close[0]!r}? " if close else ""
        raise NotFoundError(f"no query named {name!r}; {hint}there are: {', '.join(queries)}")
    return queries[name]


def bind(query: NamedQuery, store: Queryable | None = None, **values: str) -> str:
    """Return the query's text with its parameters filled in, as typed terms: a value can never become SPARQL.

    Args:
        query: the query.
        store: where names of entities are looked up; without it an entity must be given as an IRI.
        values: by parameter name. An entity is given as label, alias or code in any language, as key (`state/IRN`), or as IRI.

    Raises:
        UsageError: an unknown or missing parameter, or a value that does not fit its type.
        NotFoundError: an entity that the graph does not have.
    """
    names = [parameter.name for parameter in query.parameters]
    unknown = sorted(values.keys() - set(names))
    if unknown:
        raise UsageError(f"query {query.name!r} has no parameter {unknown[0]!r}; it has: {', '.join(names) or 'none'}")
    sparql = query.text
    for parameter in query.parameters:
        value = values.get(parameter.name) or parameter.default
        if value:
            terms = " ".join(map(str, _TERMS[parameter.type](str(value), store)))
            sparql = _place(parameter.name).sub(lambda _: f"VALUES ?{parameter.name} {{ {terms} }}", sparql)  # noqa: B023
        elif parameter.required:
            raise UsageError(f"query {query.name!r} needs {parameter.name!r}: {parameter.help}")
        else:  # joining with UNDEF keeps engines from using their indexes
            sparql = _place(parameter.name).sub("", sparql)
    return sparql


def run(store: Queryable, query: NamedQuery | str, **values: str) -> Result:
    """Answer a named query."""
    found = named_query(query) if isinstance(query, str) else query
    return result_of(store.query(bind(found, store, **values)), base=_base(store))


def answer(store: Queryable, query: str, **values: str) -> Result:
    """Answer SPARQL, or a named query with its parameters; what has neither spaces nor braces is taken for a name.

    Raises:
        NotFoundError: no query of that name.
        UsageError: a syntax error in SPARQL, with line and column; or parameters that do not fit.
    """
    if query.strip() in load_queries() or not re.search(r"[\s{]", query.strip()):
        return run(store, query.strip(), **values)
    if values:
        raise UsageError(f"parameters ({', '.join(sorted(values))}) are for named queries: {', '.join(load_queries())}")
    return result_of(store.query(query), base=_base(store))


def _base(store: Queryable) -> str:
    return str(getattr(getattr(store, "names", None), "base", DEFAULT_BASE))


def find_entities(store: Queryable, name: str) -> list[ox.NamedNode]:
    """Return the entities of that name, by IRI: an IRI, a key, or a label, alias or code in any language, Turkish suffixes allowed.

    Raises:
        NotFoundError: none; the message proposes names that look alike.
    """
    node = _node(name if name.startswith(("http://", "https://")) else _base(store) + name)
    if node and store.query(f"ASK {{ {node} dip:searchLabel ?label }}"):
        return [node]
    stems = dict.fromkeys(fold(stem) for code in language_codes() for stem in language_pack(code).stems(name.strip()))
    for stem in stems:
        rows = result_of(store.query(f"SELECT DISTINCT ?entity {{ ?entity dip:searchLabel {ox.Literal(stem)} }} ORDER BY ?entity")).rows
        if rows:
            return [row[0] for row in rows if isinstance(row[0], ox.NamedNode)]
    labels = [lexical(row[0]) for row in result_of(store.query("SELECT DISTINCT ?label { ?e dip:searchLabel ?label }")).rows if row[0]]
    close = get_close_matches(fold(name), labels, n=3)
    raise NotFoundError(f"no entity named {name!r} in the graph" + (f"; did you mean: {', '.join(close)}?" if close else ""))


def _node(iri: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None


def _entity_terms(value: str, store: Queryable | None) -> list[ox.NamedNode]:
    if store:
        return find_entities(store, value)
    node = _node(value)
    if node is None:
        raise UsageError(f"{value!r} is no IRI, and there is no graph to look the name up in")
    return [node]


def _type_terms(value: str, _: Queryable | None) -> list[ox.NamedNode]:
    kinds = event_types()
    if value.upper() not in kinds:
        raise UsageError(f"no event type {value!r}; there are: {', '.join(kinds)}")
    return [kinds[value.upper()].iri]


def _date_terms(value: str, _: Queryable | None) -> list[ox.Literal]:
    try:
        return [ox.Literal(date.fromisoformat(value).isoformat(), datatype=XSD.date)]
    except ValueError:
        raise UsageError(f"{value!r} is no date; write it as 2025-07-24") from None


def _factuality_terms(value: str, _: Queryable | None) -> list[ox.NamedNode]:
    allowed = [str(f) for f in Factuality]
    if value not in allowed:
        raise UsageError(f"no factuality {value!r}; there are: {', '.join(allowed)}")
    return [DIP[value.capitalize()]]


def _language_terms(value: str, _: Queryable | None) -> list[ox.Literal]:
    if value not in language_codes():
        raise UsageError(f"no language {value!r}; there are: {', '.join(language_codes())}")
    return [ox.Literal(value)]


def _text_terms(value: str, _: Queryable | None) -> list[ox.Literal]:
    return [ox.Literal(value)]


_TERMS: Mapping[str, Callable[[str, Queryable | None], list[ox.NamedNode] | list[ox.Literal]]] = {
    "entity": _entity_terms,
    "type": _type_terms,
    "date": _date_terms,
    "factuality": _factuality_terms,
    "language": _language_terms,
    "text": _text_terms,
}
