"""Exports: the forms that other programs rely on, read back."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import networkx
import pytest

from kg.errors import UsageError
from kg.explore.export import COLUMNS, claims_record, export
from kg.explore.network import Statement, network
from kg.graph.store import GraphStore
from tests.graph.samples import EU, IRAN, turkish_seed

# Section 4 of the design, and what `kg` adds to it.
CLAIM_FIELDS = {"type", "actors", "recipients", "place", "time", "factuality", "source", "start", "end", "trigger", "rule", "event"}
ADDED_FIELDS = {"sentence", "agreement", "about", "confidence"}


@pytest.fixture(scope="module")
def records(store: GraphStore) -> list[dict[str, Any]]:
    return [json.loads(line) for line in export(store, "claims").decode().splitlines()]


def test_claims_have_the_fields_of_the_design(records: list[dict[str, Any]]) -> None:
    assert [record["id"] for record in records] == ["rapor-tr", "report-en", "seed-en", "seed-tr"]
    for record in records:
        assert record.keys() == {"id", "lang", "entities", "mentions", "claims"}
        assert all(entity.keys() == {"type", "names"} for entity in record["entities"].values())
        assert all(mention.keys() == {"start", "end", "text", "entity"} for mention in record["mentions"])
        assert all(claim.keys() == CLAIM_FIELDS | ADDED_FIELDS for claim in record["claims"])


def test_offsets_and_references_of_claims_hold(records: list[dict[str, Any]], store: GraphStore) -> None:
    texts = {facts.article.id: facts.article.text for facts in store.facts()}
    events = {store.names.base + event.key for event in store.events()}
    for record in records:
        text = texts[record["id"]]
        for mention in record["mentions"]:
            assert text[mention["start"] : mention["end"]] == mention["text"]
            assert mention["entity"] in record["entities"]
        for claim in record["claims"]:
            assert text[claim["start"] : claim["end"]] == claim["trigger"]
            assert claim["sentence"][0] <= claim["start"] < claim["end"] <= claim["sentence"][1]
            keys = [*claim["actors"], *claim["recipients"], claim["place"], claim["source"], claim["agreement"]]
            assert {key for key in keys if key} <= record["entities"].keys()
            assert claim["event"] in events


def test_a_record_names_an_entity_in_every_way_it_is_known_by(records: list[dict[str, Any]]) -> None:
    assert records[3]["entities"][IRAN] == {"type": "State", "names": ["Iran", "İran", "IRN", "Tahran", "Tehran"]}
    planned = next(claim for claim in records[3]["claims"] if claim["trigger"] == "görüşme")
    assert (planned["factuality"], planned["time"], planned["place"], planned["source"]) == ("planned", "2012-11-28", "place/Erzurum", None)


def test_without_a_graph_there_are_no_events() -> None:
    assert {claim["event"] for claim in claims_record(turkish_seed())["claims"]} == {None}


def test_csv_has_a_row_a_claim_with_labels_and_sentence(store: GraphStore, found: list[Statement]) -> None:
    text = export(store, "csv").decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(found)
    row = next(row for row in rows if row["type"] == "SANCTION" and row["language"] == "tr")
    assert (row["actors"], row["recipients"], row["time"], row["published"]) == ("Avrupa Birliği", "İran", "2012-10-15", "2012-11-22")
    assert row["sentence"].startswith("15 Ekimde toplanan AB")
    assert row["event"].startswith(store.names.base)


def test_graphml_reads_back_as_the_network(store: GraphStore) -> None:
    graph = network(store)
    read: Any = networkx.parse_graphml(export(store, "graphml").decode(), force_multigraph=True)
    assert set(read.nodes) == set(graph.nodes)
    assert set(read.edges(keys=True)) == set(graph.edges(keys=True))
    assert read.nodes[IRAN]["label_tr"] == "İran"
    assert read[EU][IRAN]["CONSULT"]["weight"] == 3


@pytest.mark.parametrize("form", ["nq", "trig", "ttl", "jsonld"])
def test_rdf_forms_are_the_stores_own(store: GraphStore, form: str) -> None:
    assert export(store, form) == store.serialize(form)


def test_another_form_is_refused(store: GraphStore) -> None:
    with pytest.raises(UsageError, match="unknown format 'xlsx'"):
        export(store, "xlsx")
