"""The curated tables the gazetteer is compiled from: reading, checking, and the keys of what they name.

A table is tab-separated UTF-8 with a header and no quoting; `|` stands between several values of a cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from kg.errors import KnowledgeError

COLUMNS: Mapping[str, frozenset[str]] = {
    "states": frozenset(
        [
            "iso3",
            "iso2",
            "en_label",
            "tr_label",
            "en_aliases",
            "tr_aliases",
            "en_demonyms",
            "tr_demonyms",
            "capital_en",
            "capital_tr",
            "cameo",
            "id",
            "status",
            "wikidata",
        ]
    ),
    "organizations": frozenset(
        ["id", "kind", "en_label", "tr_label", "en_aliases", "tr_aliases", "acronyms_en", "acronyms_tr", "parent", "members", "wikidata"]
    ),
    "persons": frozenset(["id", "en_label", "tr_label", "en_aliases", "tr_aliases", "offices", "wikidata"]),
    "places": frozenset(
        ["id", "en_label", "tr_label", "en_aliases", "tr_aliases", "country_iso3", "kind", "lat", "lon", "geonames", "wikidata"]
    ),
    "agreements": frozenset(["id", "en_label", "tr_label", "en_aliases", "tr_aliases", "kind", "date_signed", "place", "parties"]),
    "offices": frozenset(["id", "en_patterns", "tr_patterns"]),
    "ambiguous": frozenset(["kind", "type", "alias", "ids"]),
}
KINDS: Mapping[str, str] = {
    "states": "state",
    "organizations": "organization",
    "persons": "person",
    "places": "place",
    "agreements": "agreement",
    "offices": "office",
}
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
QID = re.compile(r"Q\d+")

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables by name (`states`, `persons`, …) and `bodies`: what a code or an id of a state or organization is the key of."""

    rows: Mapping[str, tuple[Row, ...]]
    bodies: Mapping[str, str]
    places: Mapping[str, str]


def key_of(table: str, row: Row) -> str:
    """Return the entity key of a row: `state/IRN`, `person/Catherine_Ashton`."""
    name = (row["iso3"] or row["id"]) if table == "states" else row["id"]
    return f"{KINDS[table]}/{local_name(name)}"


def local_name(name: str) -> str:
    """Return a name as the last part of an IRI: spaces to underscores, what an IRI forbids percent-encoded; letters stay."""
    return "".join(c if c.isalnum() or c in "-._~!$'()*+,;=:@" else quote(c, safe="") for c in name.strip().replace(" ", "_"))


def values(cell: str) -> list[str]:
    """Split a cell of several values."""
    return [value.strip() for value in cell.split("|") if value.strip()]


def read_tables(folders: Iterable[Path]) -> Tables:
    """Read the tables of one or more folders (later folders add rows) and check every row and reference.

    Raises:
        KnowledgeError: all faults of all tables at once, each with file and line.

    """
    faults: list[str] = []
    rows: dict[str, tuple[Row, ...]] = {}
    folders = list(folders)
    for table in COLUMNS:
        paths = [path for folder in folders if (path := folder / f"{table}.tsv").is_file()]
        if not paths:
            faults.append(f"{table}.tsv: not in {' or '.join(map(str, folders))}")
        rows[table] = tuple(row for path in paths for row in _rows(path, table, faults))
    tables = Tables(rows, dict(_names(rows, "states", "organizations")), dict(_names(rows, "places")))
    faults += _duplicates(rows)
    faults += _dangling(tables)
    if faults:
        raise KnowledgeError(", ".join(map(str, folders)), faults)
    return tables


def _rows(path: Path, table: str, faults: list[str]) -> Iterator[Row]:
    lines = path.read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t") if lines else []
    missing = sorted(COLUMNS[table] - set(header))
    if missing:
        faults.append(f"{path.name}: columns missing: {', '.join(missing)}")
        return
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) > len(header):
            faults.append(f"{path.name}:{number}: {len(cells)} cells under {len(header)} columns")
            continue
        row = dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True))
        row_faults = list(_row_faults(table, row))
        faults += [f"{path.name}:{number}: {fault}" for fault in row_faults]
        if not row_faults:
            yield row


def _row_faults(table: str, row: Row) -> Iterator[str]:
    if table == "ambiguous":
        if not row["alias"]:
            yield "alias is empty"
        return
    if not row["id"]:
        yield "id is empty"
    if "en_label" in row and not (row["en_label"] and row["tr_label"]):
        yield f"{row['id']!r}: en_label and tr_label must both be given"
    if row.get("wikidata") and not QID.fullmatch(row["wikidata"]):
        yield f"{row['id']!r}: wikidata {row['wikidata']!r} is no Q number"
    if row.get("date_signed") and not DATE.fullmatch(row["date_signed"]):
        yield f"{row['id']!r}: date_signed {row['date_signed']!r} is not YYYY, YYYY-MM or YYYY-MM-DD"
    for name, limit in (("lat", 90.0), ("lon", 180.0)):
        if row.get(name) and not _within(row[name], limit):
            yield f"{row['id']!r}: {name} {row[name]!r} is no number between -{limit:g} and {limit:g}"
    for office in values(row.get("offices", "")):
        parts = office.split("@")
        if len(parts) != 4 or any(part and not DATE.fullmatch(part) for part in parts[2:]):
            yield f"{row['id']!r}: office {office!r} is not role@body@from@to with ISO dates"


def _within(cell: str, limit: float) -> bool:
    try:
        return -limit <= float(cell) <= limit
    except ValueError:
        return False


def _names(rows: Mapping[str, tuple[Row, ...]], *tables: str) -> Iterator[tuple[str, str]]:
    for table in reversed(tables):
        for row in rows[table]:
            key = key_of(table, row)
            yield row["id"], key
            if row.get("iso3"):
                yield row["iso3"], key


def _duplicates(rows: Mapping[str, tuple[Row, ...]]) -> Iterator[str]:
    for table in KINDS:
        seen: set[str] = set()
        for row in rows[table]:
            key = key_of(table, row)
            if key in seen:
                yield f"{table}.tsv: {row['id']!r} is there twice"
            seen.add(key)


def _dangling(tables: Tables) -> Iterator[str]:
    offices = {row["id"] for row in tables.rows["offices"]}
    for table, column in (("organizations", "parent"), ("organizations", "members"), ("agreements", "parties"), ("places", "country_iso3")):
        for row in tables.rows[table]:
            for name in values(row[column]):
                if name not in tables.bodies:
                    yield f"{table}.tsv: {row['id']!r}: {column} {name!r} is neither a state nor an organization"
    for row in tables.rows["persons"]:
        for office in values(row["offices"]):
            role, body = office.split("@")[:2]
            if role not in offices:
                yield f"persons.tsv: {row['id']!r}: role {role!r} is not in offices.tsv"
            if body not in tables.bodies:
                yield f"persons.tsv: {row['id']!r}: body {body!r} is neither a state nor an organization"
