"""The network: one edge a pair and type, and nobody joined to their own side."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kg.explore.network import Statement, network, network_of, pairs
from kg.facts import ArticleFacts, Entity
from kg.graph.store import GraphStore
from tests.graph.samples import ASHTON, AZERBAIJAN, CELILI, ENTITIES, EU, IRAN, P5, PUTIN, RUSSIA, TURKEY, USA, Story


def joined(facts: ArticleFacts) -> list[tuple[str, str]]:
    return [pair for claim in facts.claims for pair in pairs(Statement(facts.article, claim, ""), ENTITIES)]


def story(published: str | None = "2012-11-22") -> Story:
    return Story("a", "en", published, "They met and imposed sanctions.")


def test_an_edge_for_each_pair_and_type_holds_the_claims_behind_it(store: GraphStore) -> None:
    graph = network(store)
    edge = graph[EU][IRAN]["CONSULT"]
    assert edge["weight"] == len(edge["statements"]) == 3
    assert {statement.article.language for statement in edge["statements"]} == {"en", "tr"}
    assert not edge["directed"]
    assert graph[EU][IRAN]["SANCTION"]["directed"]
    assert not graph.has_edge(IRAN, EU, "SANCTION")
    for _, _, key, data in graph.edges(keys=True, data=True):
        assert data["type"] == key and data["weight"] == len(data["statements"]) > 0


def test_nodes_have_labels_in_both_languages_and_count_their_claims(store: GraphStore, found: list[Statement]) -> None:
    graph = network(store)
    assert (graph.nodes[IRAN]["label_en"], graph.nodes[IRAN]["label_tr"], graph.nodes[IRAN]["type"]) == ("Iran", "İran", "State")
    for key, data in graph.nodes(data=True):
        assert data["weight"] == sum(key in statement.claim.participants for statement in found)
    assert "place/Istanbul" not in graph


def test_all_who_meet_are_joined_in_key_order() -> None:
    facts = story().claim("CONSULT", "met", [TURKEY, IRAN, AZERBAIJAN]).facts()
    assert sorted(joined(facts)) == [(AZERBAIJAN, IRAN), (AZERBAIJAN, TURKEY), (IRAN, TURKEY)]


def test_each_actor_is_joined_with_each_recipient_but_actors_are_not_with_one_another() -> None:
    facts = story().claim("SANCTION", "sanctions", [EU, USA], [IRAN]).facts()
    assert joined(facts) == [(EU, IRAN), (USA, IRAN)]
    assert joined(story().claim("SANCTION", "sanctions", [EU, USA]).facts()) == []


def test_recipients_of_a_meeting_take_part_in_it_like_all_others() -> None:
    assert joined(story().claim("CONSULT", "met", [TURKEY], [IRAN]).facts()) == [(IRAN, TURKEY)]


@pytest.mark.parametrize("published", ["2012-11-22", None])
def test_a_person_is_not_joined_with_the_body_they_act_for(published: str | None) -> None:
    facts = story(published).claim("CONSULT", "met", [ASHTON, EU, CELILI]).facts()
    assert sorted(joined(facts)) == [(EU, CELILI), (ASHTON, CELILI)]


def test_a_person_out_of_office_is_a_side_of_their_own() -> None:
    assert joined(story("2024-01-01").claim("CONSULT", "met", [ASHTON, EU]).facts()) == [(EU, ASHTON)]


def test_two_of_one_side_are_not_joined() -> None:
    facts = story().claim("CONSULT", "met", [P5, RUSSIA, PUTIN, IRAN]).facts()
    assert joined(facts) == [(P5, IRAN), (PUTIN, IRAN), (IRAN, RUSSIA)]
    assert joined(story().claim("SANCTION", "sanctions", [EU], [EU]).facts()) == []


def test_a_claim_counts_once_for_an_entity_on_both_sides(entities: Mapping[str, Entity]) -> None:
    facts = story().claim("SANCTION", "sanctions", [EU], [EU, IRAN]).facts()
    graph = network_of([Statement(facts.article, claim, "") for claim in facts.claims], entities)
    assert graph.nodes[EU]["weight"] == 1
    assert list(graph.edges(keys=True)) == [(EU, IRAN, "SANCTION")]


def test_the_network_does_not_depend_on_the_order_of_claims(found: list[Statement], entities: Mapping[str, Entity]) -> None:
    one, other = network_of(found, entities), network_of(list(reversed(found)), entities)
    assert list(one.nodes) == list(other.nodes)
    assert list(one.edges(keys=True)) == list(other.edges(keys=True))
