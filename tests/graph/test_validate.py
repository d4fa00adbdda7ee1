"""The built graph is clean, and each shape sees what breaks it."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from kg.graph.entities import ExtractionRun
from kg.graph.ontology import PREFIXES
from kg.graph.store import GraphStore
from kg.graph.validate import validate
from kg.resources import ontology_dir
from tests.graph.samples import EU, IRAN, Story, seeds


def swap(old: str, new: str, where: str) -> str:
    """Return an update that puts new triples in place of old ones."""
    return f"DELETE {{ GRAPH ?g {{ {old} }} }} INSERT {{ GRAPH ?g {{ {new} }} }} WHERE {{ GRAPH ?g {{ {where} }} }}"


def drop(relation: str) -> str:
    """Return an update that takes away every value of a property."""
    return swap(f"?x {relation} ?n", "", f"?x {relation} ?n")


def add(new: str, where: str) -> str:
    """Return an update that adds triples."""
    return swap("", new, where)


# shape, SPARQL update that breaks the graph, and what the report must say
BROKEN = [
    ("Article", drop("schema:articleBody"), "has its text"),
    ("Source", add("?x schema:name 'another'", "?x a dip:Source"), "name"),
    ("Span", swap("?x oa:end ?n", "?x oa:end 0", "?x oa:end ?n"), "below its end"),
    ("Mention", drop("oa:hasBody"), "linked to one"),
    ("Claim", drop("dip:evidence"), "exactly one sentence"),
    ("Claim", swap("?x dip:factuality ?n", "?x dip:factuality dip:Maybe", "?x dip:factuality ?n"), "one factuality"),
    ("Claim", add("?x dip:mood 'good'", "?x a dip:Claim"), "closed"),
    ("Event", swap("?x a dip:Consult", "?x a dip:Dance", "?x a dip:Consult"), "16 event classes"),
    ("Event", drop("dip:claims"), "at least one claim"),
    ("Merge", drop("dip:sameEvent"), "two claims"),
    ("ExtractionRun", drop("dip:version"), "version"),
    ("Entity", swap("?x rdfs:label ?n", "", "?x dip:inGazetteer ?k ; rdfs:label ?n"), "label to show"),
    ("Entity", add("?x skos:prefLabel 'İkinci'@tr", "?x dip:inGazetteer ?k"), "preferred label a language"),
    ("OfficeTenure", add("?x dip:from 'soon'", "?x a dip:OfficeTenure"), "from"),
    ("Description", drop("dip:describes"), "describes"),
    ("Relation", "INSERT DATA { GRAPH <urn:g> { <urn:place> dip:sanctioned <urn:other> } }", "only actors"),
]  # fmt: skip


def built() -> GraphStore:
    store = GraphStore()
    store.put(seeds(), run=ExtractionRun("1"))
    return store


def update(store: GraphStore, sparql: str) -> None:
    store._store.update(sparql, prefixes=dict(PREFIXES))


def test_the_built_graph_is_clean() -> None:
    assert validate(built()) == []


@pytest.mark.parametrize("published", ["2012-11", "2012", None])
def test_an_article_whose_day_is_not_known_is_clean(published: str | None) -> None:
    store = GraphStore()
    store.put([Story("a", "en", published, "They met.").claim("CONSULT", "met", [EU, IRAN]).facts()])
    assert validate(store) == []


@pytest.mark.parametrize(("shape", "sparql", "message"), BROKEN, ids=[f"{shape}-{number}" for number, (shape, *_) in enumerate(BROKEN)])
def test_each_shape_sees_what_breaks_it(shape: str, sparql: str, message: str) -> None:
    store = built()
    update(store, sparql)
    assert any(message in f"{violation}" for violation in validate(store)), shape


def test_every_shape_has_a_failing_example() -> None:
    shapes = set(re.findall(r"^shapes:(\w+) a sh:NodeShape", (ontology_dir() / "shapes.ttl").read_text(encoding="utf-8"), re.MULTILINE))
    assert shapes == {shape for shape, *_ in BROKEN}


def test_a_quote_that_is_not_in_the_text_is_reported_with_its_article() -> None:
    store = built()
    update(
        store,
        swap("?x oa:exact 'sanctions'", "?x oa:exact 'presents'", "?x oa:exact 'sanctions'"),
    )
    (found,) = validate(store)
    assert (found.article, found.value) == ("seed-en", "presents")
    assert "reads 'sanctions'" in str(found)
    assert isinstance(next(iter(store)), ox.Quad)
