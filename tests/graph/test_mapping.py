"""Round trips: facts → quads → facts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.document import Article, Period
from kg.errors import ArticleError
from kg.facts import ArticleFacts, Claim, Entity, EntityType, Evidence, Factuality, Link, Mention, Tenure, TimeSpan
from kg.graph.entities import ExtractionRun, merged
from kg.graph.mapping import canonical, from_quads, to_quads
from kg.graph.ontology import DIP, Names, event_types, lexical
from tests.graph.samples import turkish_report

LOCALE = st.sampled_from(["en", "tr"])
WORDS = st.text(min_size=1, max_size=12)
DATES = st.sampled_from(["2012", "2012-04", "2012-11-28"])
PUBLISHED = st.none() | st.dates() | st.builds(Period, st.integers(1, 9999), st.none() | st.integers(1, 12))
SCORES = st.floats(0, 1)
KEYS = ["state/IRN", "state/TUR", "organization/P5+1", "person/Said_Celili", "place/İstanbul", "agreement/EU%E2%80%93Turkey_Statement"]


@st.composite
def entities(draw: st.DrawFn, key: str) -> Entity:
    """Draw an entity with everything that one can have."""
    return Entity(
        key=key,
        type=draw(st.sampled_from(EntityType)),
        labels=tuple(draw(st.dictionaries(LOCALE, WORDS)).items()),
        names=tuple(draw(st.lists(WORDS, max_size=3))),
        kind=draw(st.sampled_from(["", "igo", "group", "city"])),
        country=draw(st.sampled_from(["", "state/IRN"])),
        capital=draw(st.sampled_from(["", "place/İstanbul"])),
        parent=draw(st.sampled_from(["", "organization/P5+1"])),
        members=tuple(draw(st.lists(st.sampled_from(KEYS), max_size=3))),
        tenures=tuple(
            draw(st.lists(st.builds(Tenure, WORDS, st.sampled_from(KEYS), DATES | st.just(""), DATES | st.just("")), max_size=2))
        ),
        coordinates=draw(st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180))),
        wikidata=draw(st.sampled_from(["", "Q794"])),
        known=draw(st.booleans()),
    )


@st.composite
def article_facts(draw: st.DrawFn) -> ArticleFacts:
    """Draw facts of one article, whose quotes are the text at their offsets."""
    text = draw(st.text(min_size=1, max_size=60))
    article = Article(
        draw(st.text(max_size=8)), text, draw(st.sampled_from(["", "en", "tr"])), draw(PUBLISHED), draw(st.text(max_size=8)),
        draw(st.text(max_size=8)), draw(st.text(max_size=8)),
    )  # fmt: skip
    found = {key: draw(entities(key)) for key in draw(st.sets(st.sampled_from(KEYS), min_size=1))}
    key = st.sampled_from(sorted(found))

    def span() -> tuple[int, int, str]:
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        return start, end, text[start:end]

    links = tuple(
        Link(Mention(*span(), draw(st.integers(0, 9)), draw(st.integers(1, 9)), draw(WORDS), draw(st.sampled_from(["", "ORG"]))),
             draw(key), draw(SCORES), draw(st.none() | st.tuples(key, SCORES)))
        for _ in range(draw(st.integers(0, 4)))
    )  # fmt: skip
    claims = tuple(
        Claim(
            id=f"c{number}-{draw(WORDS)}",
            type=draw(st.sampled_from(sorted(event_types()))),
            actors=tuple(draw(st.lists(key, min_size=1, max_size=3))),
            recipients=tuple(draw(st.lists(key, max_size=2))),
            factuality=draw(st.sampled_from(Factuality)),
            evidence=Evidence(article.id, *span(), *span(), vector=(0.5, 0.25)),
            rule=draw(WORDS),
            time=draw(st.none() | st.builds(TimeSpan, DATES, DATES, st.text(max_size=5))),
            place=draw(key | st.just("")),
            agreement=draw(key | st.just("")),
            source=draw(key | st.just("")),
            about=draw(st.sampled_from(["", "c9-AGREE", "ç#9"])),
            confidence=draw(SCORES),
        )
        for number in range(draw(st.integers(0, 3)))
    )
    return ArticleFacts(article, found, links, claims)


@settings(max_examples=150, deadline=None)
@given(article_facts())
def test_facts_survive_the_way_through_quads(facts: ArticleFacts) -> None:
    assert list(from_quads(to_quads(facts, run=ExtractionRun("1")))) == [canonical(facts)]
    assert canonical(canonical(facts)) == canonical(facts)


def test_a_quote_that_is_not_in_the_text_is_refused() -> None:
    facts = turkish_report()
    wrong = replace(facts.claims[0], evidence=replace(facts.claims[0].evidence, quote="Başka söz"))
    with pytest.raises(ArticleError, match="rapor-tr: the text at 0:60"):
        to_quads(replace(facts, claims=(wrong,)))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"type": "DANCE"}, r"unknown event types \['DANCE'\]; allowed: ACCUSE"),
        ({"evidence": replace(turkish_report().claims[0].evidence, article="other")}, "evidence in another article"),
    ],
)
def test_contradictory_claims_are_refused(change: dict[str, Any], message: str) -> None:
    facts = turkish_report()
    with pytest.raises(ArticleError, match=message):
        to_quads(replace(facts, claims=(replace(facts.claims[0], **change),)))


def test_two_claims_of_one_id_are_refused() -> None:
    facts = turkish_report()
    with pytest.raises(ArticleError, match="same id"):
        to_quads(replace(facts, claims=(facts.claims[0], facts.claims[0])))


def test_a_key_unfit_for_an_iri_is_refused() -> None:
    entity = Entity("person/Ali Veli", EntityType.PERSON, (), known=False)
    with pytest.raises(ArticleError, match="Ali Veli"):
        to_quads(ArticleFacts(Article("a", "x"), {entity.key: entity}, (), ()))


def test_no_blank_nodes_and_one_graph_for_the_article() -> None:
    quads = to_quads(turkish_report(), "https://example.org/")
    assert not any(isinstance(term, ox.BlankNode) for quad in quads for term in quad.triple)
    assert {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)} == {
        "https://example.org/graph/article/rapor-tr",
        "https://example.org/graph/entities",
    }


def test_search_labels_are_folded_the_turkish_way() -> None:
    quads = to_quads(turkish_report())
    assert {"iran", "istanbul", "ab", "avrupa birligi"} <= {lexical(q.object) for q in quads if q.predicate == DIP.searchLabel}


def test_descriptions_of_an_unknown_entity_merge_whatever_their_order() -> None:
    one = Entity("person/X", EntityType.PERSON, (("en", "Xeno"),), ("X.",), known=False)
    other = Entity("person/X", EntityType.PERSON, (("en", "Kseno"), ("tr", "Kseno")), kind="envoy", known=False)
    found = merged("person/X", [one, other])
    assert found == merged("person/X", [other, one, one])
    assert found.labels == (("en", "Kseno"), ("tr", "Kseno"))
    assert found.names == ("X.", "Xeno")
    assert found.kind == "envoy"


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_any_article_id_makes_an_iri_and_is_read_back(identifier: str) -> None:
    names = Names("https://example.org/")
    assert names.article_of(names.article_graph(identifier)) == identifier
    assert names.part_of(names.part(identifier, "c1-#ş")) == (identifier, "c1-#ş")
