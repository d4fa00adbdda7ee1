"""`show`: any name in, what is said of it out, each claim with its sentence."""

from __future__ import annotations

import pytest

from kg.errors import NotFoundError
from kg.explore.network import Statement
from kg.explore.show import show
from kg.graph.store import GraphStore
from tests.graph.samples import EU, IRAN


@pytest.mark.parametrize("name", ["Avrupa Birliği", "AVRUPA BİRLİĞİ", "avrupa birligi", "Avrupa Birliği'nin", "European Union", "EU", EU])
def test_an_entity_answers_to_any_of_its_names(name: str, store: GraphStore) -> None:
    text = show(store, name)
    assert text.startswith("Organization organization/European_Union: European Union (en), Avrupa Birliği (tr)\n  also: ")
    assert "“The EU has imposed sanctions on Iran in response to its breach of the nuclear agreement.”" in text
    assert "“AB ve İran heyetleri 24 Temmuzda İstanbulda bir araya geldi.”" in text


def test_an_entity_shows_all_claims_and_no_others(store: GraphStore, found: list[Statement]) -> None:
    text = show(store, "state/AZE")
    assert text.count("“") == 1
    assert "consult: Azerbaijan, Iran, Türkiye  [planned, 2012-11-28, in Erzurum]" in text
    everything = [s for s in found if IRAN in (*s.claim.participants, s.claim.source)]
    assert show(store, "İran").count("“") == len(everything)


def test_places_agreements_offices_and_newcomers_are_described(store: GraphStore) -> None:
    assert "in Istanbul" in show(store, "İstanbul")
    assert "on Joint Comprehensive Plan of Action" in show(store, "JCPOA")
    assert "high-representative of European Union, 2009-12-01 to 2014-11-01" in show(store, "Ashton")
    assert "[not in the gazetteer]" in show(store, "Said Celili")


def test_labels_may_be_turkish(store: GraphStore) -> None:
    assert "yaptırım: Avrupa Birliği -> İran" in show(store, "EU", language="tr")


@pytest.mark.parametrize("prefix", ["", "https://w3id.org/diplomacy-kg/id/article/", "article/"])
def test_an_article_shows_its_claims_in_order(store: GraphStore, prefix: str) -> None:
    text = show(store, f"{prefix}seed-tr")
    assert text.startswith("article seed-tr\n")
    assert text.count("seed-tr (tr, 2012-11-22), characters ") == 6
    assert text.index("bir araya gelen") < text.index("yaptırım kararları")


def test_an_event_shows_what_both_languages_say(store: GraphStore, found: list[Statement]) -> None:
    event = next(s.event for s in found if s.claim.evidence.trigger == "bir araya geldi")
    for name in (event, event.removeprefix("event/"), store.names.base + event):
        text = show(store, name)
        assert text.startswith(f"event {event} (consult)")
        assert "(tr, " in text and "(en, " in text


def test_a_claim_tells_why(store: GraphStore, found: list[Statement]) -> None:
    statement = next(s for s in found if s.claim.evidence.trigger == "yaptırım")
    name = f"seed-tr#{statement.claim.id}"
    for form in (name, statement.claim.id, store.names.part("seed-tr", statement.claim.id).value):
        text = show(store, form)
        assert text.count("“") == 2
        start = statement.claim.evidence.trigger_start
        assert f"claim {name}, event {statement.event}, rule sanction.tr.1, confidence 0.8\n  trigger “yaptırım” at {start}" in text


def test_why_is_told_of_every_claim_when_asked(store: GraphStore) -> None:
    assert "rule " not in show(store, "EU")
    assert show(store, "EU", why=True).count(", rule ") == show(store, "EU").count("characters ")


def test_an_unknown_name_gets_suggestions(store: GraphStore) -> None:
    with pytest.raises(NotFoundError, match=r"'Avrupa Birlii'.*avrupa birligi.*kg ls"):
        show(store, "Avrupa Birlii")
