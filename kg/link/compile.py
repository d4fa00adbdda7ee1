"""Compiles the curated tables into the SKOS gazetteer under `ontology/gazetteer/`. The output is the same byte for byte every time."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kg.facts import ORGANIZATION_CLASSES
from kg.link.sources import KINDS, Row, Tables, key_of, local_name, read_tables, values
from kg.resources import read_toml

HEADER = """\
# Compiled by `kg gazetteer` from curated tables; do not edit: change the tables and compile again.
# Sources: Natural Earth (public domain); GeoNames (CC BY 4.0, https://www.geonames.org/); Wikidata (CC0);
# country-codes (PDDL); Unicode CLDR names (Unicode licence); every-politician-scrapers (Wikidata, CC0); us-congress (CC0);
# supraverden (CC BY-SA 4.0, organisations' Wikidata identifiers only). Labels, aliases and offices: the kg developers (Apache-2.0).

@base <https://w3id.org/diplomacy-kg/id/> .
@prefix dip: <https://w3id.org/diplomacy-kg/ontology#> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""
CLASSES: Mapping[str, str] = {
    "states": "dip:State",
    "organizations": "dip:Organization",
    "persons": "dip:Person",
    "places": "dip:Place",
    "agreements": "dip:Agreement",
}
DATE_TYPES = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}
LANGUAGES = ("en", "tr")

Triple = tuple[str, str]


def compile_gazetteer(source: Path, target: Path) -> list[Path]:
    """Write `{states,organizations,persons,places,agreements,offices}.ttl` and `ambiguous.toml` into `target`.

    `source` holds the curated tables; tables in `target/extra` of the same shape are added to them, and `target/usage.toml` says
    which words mark an alias as loaded (`skos:hiddenLabel` instead of `skos:altLabel`).

    Raises:
        KnowledgeError: all faults of the tables at once.

    """
    tables = read_tables([source, target / "extra"])
    usage = target / "usage.toml"
    markers = tuple(read_toml(usage).get("hidden", ())) if usage.is_file() else ()
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for table in KINDS:
        nodes: dict[str, list[Triple]] = defaultdict(list)
        for row in tables.rows[table]:
            _describe(table, row, tables, nodes, markers)
        path = target / f"{table}.ttl"
        path.write_bytes((HEADER + "\n".join(_node(key, nodes[key]) for key in sorted(nodes))).encode())
        written.append(path)
    path = target / "ambiguous.toml"
    path.write_bytes("".join(_ambiguous(tables.rows["ambiguous"])).encode())
    return [*written, path]


def _node(key: str, triples: list[Triple]) -> str:
    """Write one subject; objects of one property stand on one line, in the order they were given."""
    objects: dict[str, list[str]] = defaultdict(list)
    for name, value in triples:
        if value not in objects[name]:
            objects[name].append(value)
    lines = [f"  {name} {', '.join(found)}" for name, found in objects.items()]
    return f"<{key}>\n" + " ;\n".join(lines) + " .\n"


def _text(value: str, tag: str = "") -> str:
    return json.dumps(value, ensure_ascii=False) + (f"@{tag}" if tag in LANGUAGES else f"^^{tag}" if tag else "")


def _day(value: str) -> str:
    return _text(value, DATE_TYPES[len(value)])


def _describe(table: str, row: Row, tables: Tables, nodes: dict[str, list[Triple]], markers: tuple[str, ...]) -> None:
    """Add what a row says, of its own entity and of others (memberships, tenures)."""
    key = key_of(table, row)
    node = nodes[key]
    if table == "offices":
        node += [("a", "dip:Office"), ("skos:notation", _text(row["id"]))]
        node += [("skos:altLabel", _text(name, lang)) for lang in LANGUAGES for name in values(row[f"{lang}_patterns"])]
        return
    kind = row.get("kind") or row.get("status") or ""
    node.append(("a", CLASSES[table]))
    if table == "organizations" and kind in ORGANIZATION_CLASSES:
        node.append(("a", f"dip:{ORGANIZATION_CLASSES[kind]}"))
    if kind:
        node.append(("dip:kind", _text(kind)))
    node += _labels(row, markers)
    node += [("dip:wikipediaTitle", _text(row["id"], "en"))]
    if row.get("wikidata"):
        node.append(("skos:exactMatch", f"<http://www.wikidata.org/entity/{row['wikidata']}>"))
    node += _DETAILS[table](row, tables)
    if table == "organizations":
        for member in values(row["members"]):
            nodes[tables.bodies[member]].append(("dip:memberOf", f"<{key}>"))
    if table == "persons":
        _tenures(key, row, tables, nodes)


def _labels(row: Row, markers: tuple[str, ...]) -> Iterator[Triple]:
    for lang in LANGUAGES:
        yield "skos:prefLabel", _text(row[f"{lang}_label"], lang)
    for lang in LANGUAGES:
        for name in values(row[f"{lang}_aliases"]):
            hidden = not any(c.isupper() for c in name) or any(marker in name for marker in markers)
            yield "skos:hiddenLabel" if hidden else "skos:altLabel", _text(name, lang)
    for lang in LANGUAGES:
        for prefix, name in ((f"{lang}_demonyms", "dip:demonym"), (f"acronyms_{lang}", "dip:acronym")):
            yield from ((name, _text(value, lang)) for value in values(row.get(prefix, "")))


def _state(row: Row, tables: Tables) -> Iterator[Triple]:
    for code in ("iso3", "iso2", "cameo"):
        if row[code]:
            yield "skos:notation", _text(row[code], f"dip:{code}")
    names = values(row["capital_en"])
    for place in tables.rows["places"]:
        if place["kind"] == "capital" and place["en_label"] in names and tables.bodies.get(place["country_iso3"]) == key_of("states", row):
            yield "dip:capital", f"<{key_of('places', place)}>"


def _organization(row: Row, tables: Tables) -> Iterator[Triple]:
    for parent in values(row["parent"]):
        yield "dip:parent", f"<{tables.bodies[parent]}>"


def _place(row: Row, tables: Tables) -> Iterator[Triple]:
    if row["country_iso3"]:
        yield "dip:country", f"<{tables.bodies[row['country_iso3']]}>"
    if row["lat"] and row["lon"]:
        yield "geo:lat", _text(row["lat"], "xsd:decimal")
        yield "geo:long", _text(row["lon"], "xsd:decimal")
    if row["geonames"]:
        yield "skos:exactMatch", f"<https://sws.geonames.org/{row['geonames']}/>"


def _agreement(row: Row, tables: Tables) -> Iterator[Triple]:
    if row["date_signed"]:
        yield "dip:signed", _day(row["date_signed"])
    if row["place"]:
        key = tables.places.get(row["place"])
        yield "dip:signedAt", f"<{key}>" if key else _text(row["place"], "en")
    for party in values(row["parties"]):
        yield "dip:party", f"<{tables.bodies[party]}>"


def _nothing(row: Row, tables: Tables) -> Iterator[Triple]:
    return iter(())


_DETAILS = {"states": _state, "organizations": _organization, "persons": _nothing, "places": _place, "agreements": _agreement}


def _tenures(person: str, row: Row, tables: Tables, nodes: dict[str, list[Triple]]) -> None:
    for number, office in enumerate(values(row["offices"]), 1):
        role, body, begin, end = office.split("@")
        tenure = f"tenure/{local_name(row['id'])}/{number}"
        node = nodes[tenure]
        node += [("a", "dip:OfficeTenure"), ("dip:person", f"<{person}>"), ("dip:office", f"<office/{role}>")]
        node.append(("dip:body", f"<{tables.bodies[body]}>"))
        node += [("dip:from", _day(begin))] if begin else []
        node += [("dip:to", _day(end))] if end else []


def _ambiguous(rows: Iterable[Row]) -> Iterator[str]:
    yield "# Compiled by `kg gazetteer` from ambiguous.tsv; do not edit.\n"
    yield "# Acronyms that are short or words: they match only in capitals, in an article that speaks of such things.\n"
    short = sorted({row["alias"] for row in rows if row["type"] == "short-or-word-acronym"})
    yield f"short = {json.dumps(short, ensure_ascii=False)}\n"
