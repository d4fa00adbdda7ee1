"""What a query gives back: rows, and every form that people and programs want them in."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

import pyoxigraph as ox

from kg.errors import KGError, UsageError
from kg.graph.ontology import DEFAULT_BASE, PREFIXES, XSD, Term
from kg.graph.sparql import Answer

FORMS = ("table", "csv", "tsv", "json", "ttl")
_NUMBERS = {XSD.integer: int, XSD.double: float, XSD.decimal: float, XSD.float: float}


@dataclass(frozen=True, slots=True)
class Result:
    """Rows of RDF terms, `None` where a variable is unbound.

    `kind` is `select`, `graph` (CONSTRUCT and DESCRIBE: subject, predicate, object) or `ask` (one cell).
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    kind: str = "select"
    base: str = DEFAULT_BASE

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Yield rows as dictionaries of plain Python values."""
        return (dict(zip(self.columns, map(plain, row), strict=True)) for row in self.rows)

    def __bool__(self) -> bool:
        """Return the answer of ASK, else whether there are rows."""
        return plain(self.rows[0][0]) is True if self.kind == "ask" else bool(self.rows)

    def head(self, count: int) -> Result:
        """Return the first rows."""
        return replace(self, rows=self.rows[:count])

    def render(self, form: str) -> str:
        """Return the rows as `table`, `csv`, `tsv`, `json` or `ttl`.

        Raises:
            UsageError: another form, or `ttl` for rows that are no graph.
        """
        forms = {"table": self.to_table, "csv": self.to_csv, "tsv": self.to_tsv, "json": self.to_json, "ttl": self.to_ttl}
        if form not in forms:
            raise UsageError(f"unknown form {form!r}; allowed: {', '.join(FORMS)}")
        return forms[form]()

    def to_table(self, *, width: int = 60) -> str:
        """Return an aligned table; a cell longer than `width` characters is cut."""
        cells = [list(self.columns), *([self._shown(term, width) for term in row] for row in self.rows)]
        widths = [max(len(row[column]) for row in cells) for column in range(len(self.columns))]
        lines = ["  ".join(cell.ljust(size) for cell, size in zip(row, widths, strict=True)).rstrip() for row in cells]
        lines.insert(1, "  ".join("─" * size for size in widths))
        return "\n".join(lines) + "\n"

    def to_csv(self) -> str:
        """Return comma-separated values, as SPARQL 1.1 lays them down: terms as plain text."""
        return self._separated(",")

    def to_tsv(self) -> str:
        """Return tab-separated values: terms as plain text."""
        return self._separated("\t")

    def to_json(self) -> str:
        """Return a list of objects; numbers and truth values are such, what is unbound is null."""
        return json.dumps(list(self), ensure_ascii=False, indent=1) + "\n"

    def to_ttl(self) -> str:
        """Return a CONSTRUCTed graph as Turtle.

        Raises:
            UsageError: the rows are no graph.
        """
        if self.kind != "graph":
            raise UsageError("only the answer to CONSTRUCT or DESCRIBE can be written as ttl; ask for table, csv, tsv or json")
        triples = sorted((ox.Triple(*row) for row in self.rows), key=str)  # type: ignore[arg-type]
        return (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES)) or b"").decode()

    def to_dataframe(self) -> Any:
        """Return a pandas data frame.

        Raises:
            KGError: pandas is not installed.
        """
        try:
            pandas = import_module("pandas")
        except ImportError as error:
            raise KGError("to_dataframe() needs pandas: pip install 'kg[jupyter]'") from error
        return pandas.DataFrame([list(map(plain, row)) for row in self.rows], columns=list(self.columns))

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(column)}</th>" for column in self.columns)
        rows = ("".join(f"<td>{html.escape(self._shown(term, 400))}</td>" for term in row) for row in self.rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"

    def _separated(self, separator: str) -> str:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=separator, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(["" if term is None else text(term) for term in row] for row in self.rows)
        return out.getvalue()

    def _shown(self, term: Term | None, width: int) -> str:
        shown = "" if term is None else " ".join(short(term, self.base).split())
        return shown if len(shown) <= width else shown[: width - 1] + "…"


def result_of(answer: Answer, *, base: str = DEFAULT_BASE) -> Result:
    """Return the answer to a query as a result."""
    if isinstance(answer, ox.QueryBoolean):
        return Result(("answer",), ((ox.Literal(bool(answer)),),), "ask", base)
    if isinstance(answer, ox.QueryTriples):
        triples = tuple((t.subject, t.predicate, t.object) for t in answer)
        return Result(("subject", "predicate", "object"), triples, "graph", base)
    columns = tuple(variable.value for variable in answer.variables)
    return Result(columns, tuple(tuple(solution) for solution in answer), "select", base)


def text(term: Term) -> str:
    """Return a literal's text, a node's IRI."""
    return str(term) if isinstance(term, ox.Triple) else term.value


def plain(term: Term | None) -> Any:
    """Return a term as a Python value: number, truth value, or text."""
    if term is None or not isinstance(term, ox.Literal):
        return None if term is None else text(term)
    if term.datatype == XSD.boolean:
        return term.value in ("true", "1")
    return _NUMBERS.get(term.datatype, str)(term.value)


def short(term: Term, base: str = DEFAULT_BASE) -> str:
    """Return a term for people: a literal's text, a node's key or prefixed name.

    >>> short(ox.NamedNode("https://w3id.org/diplomacy-kg/id/state/IRN"))
    'state/IRN'
    """
    if not isinstance(term, ox.NamedNode):
        return text(term)
    if term.value.startswith(base):
        return term.value[len(base) :]
    for prefix, iri in PREFIXES.items():
        if term.value.startswith(iri):
            return f"{prefix}:{term.value[len(iri) :]}"
    return term.value
