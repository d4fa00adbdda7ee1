"""The vocabulary is complete, in both languages, and says what the code and the gazetteer use."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.facts import EntityType, Factuality
from kg.graph.ontology import DIP, RDF, RDFS, SKOS, described, event_types, iso_literal, lexical, vocabulary
from kg.resources import ontology_dir

TERMS = {node.value: p for node, p in described(vocabulary()).items() if isinstance(node, ox.NamedNode)}
CODES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT"


def test_there_are_the_sixteen_event_types_in_four_quad_classes() -> None:
    assert sorted(event_types()) == sorted(CODES.split())
    assert len({kind.quad for kind in event_types().values()}) == 4
    assert len({kind.relation for kind in event_types().values()}) == 16
    assert {code for code, kind in event_types().items() if not kind.directed} == {"CONSULT", "COOPERATE"}


@pytest.mark.parametrize("iri", sorted(TERMS))
def test_every_term_has_label_and_comment_in_both_languages(iri: str) -> None:
    for relation in (RDFS.label, RDFS.comment):
        assert {t.language for t in TERMS[iri].get(relation, []) if isinstance(t, ox.Literal)} == {"en", "tr"}, relation


def test_every_value_of_the_facts_has_its_term() -> None:
    assert {DIP[kind.value].value for kind in EntityType} <= TERMS.keys()
    for factuality in Factuality:
        assert lexical(TERMS[DIP[factuality.value.capitalize()].value][SKOS.notation][0]) == factuality.value


@pytest.mark.parametrize(
    "path", [*sorted((ontology_dir()).glob("[gqs]*/**/*.[rt][qt]*")), ontology_dir() / "shapes.ttl"], ids=lambda p: p.name
)
def test_data_files_use_declared_terms_only(path: Path) -> None:
    used = {DIP[name].value for name in re.findall(r"\bdip:(\w+)", path.read_text(encoding="utf-8"))}
    assert used <= TERMS.keys()


def test_the_code_uses_declared_terms_only() -> None:
    folder = Path(__file__).parents[2] / "kg" / "graph"
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    assert {DIP[name].value for name in re.findall(r"\bDIP\.(\w+)", code) if name != "iri"} <= TERMS.keys()


def test_the_vocabulary_can_be_a_named_graph_without_blank_nodes() -> None:
    assert not any(isinstance(term, ox.BlankNode) for quad in vocabulary() for term in quad.triple)
    assert all(RDF.type in properties for properties in TERMS.values())


@pytest.mark.parametrize(("value", "kind"), [("2012", "gYear"), ("2012-04", "gYearMonth"), ("2012-04-05", "date"), ("spring", "string")])
def test_dates_are_typed_as_coarse_as_known(value: str, kind: str) -> None:
    assert iso_literal(value).datatype.value.endswith("#" + kind)
