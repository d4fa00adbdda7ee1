"""A graph of the two seed articles and two reports, and of one article that wishes the reader ill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from kg.explore.network import Statement, statements
from kg.facts import ArticleFacts, Entity
from kg.graph.store import GraphStore
from tests.graph.samples import CELILI, ENTITIES, EU, IRAN, Story, seeds

HOSTILE = "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1>\u2028“{{ title }}”😀 <!--"


@pytest.fixture(scope="session")
def store() -> GraphStore:
    graph = GraphStore()
    graph.put(seeds())
    return graph


@pytest.fixture(scope="session")
def found(store: GraphStore) -> list[Statement]:
    return statements(store)


@pytest.fixture(scope="session")
def entities(store: GraphStore) -> Mapping[str, Entity]:
    return store.entities()


@pytest.fixture(scope="session")
def hostile() -> tuple[list[Statement], dict[str, Entity]]:
    """Return statements whose texts and labels are markup, and what they refer to."""
    facts = _hostile_facts()
    entities = {key: replace(entity, labels=(("en", f"{HOSTILE} {key}"), ("tr", f"{key} {HOSTILE}"))) for key, entity in ENTITIES.items()}
    return [Statement(facts.article, claim, "event/1") for claim in facts.claims], entities


def _hostile_facts() -> ArticleFacts:
    story = Story("evil", "en", "2025-07-27", f"{HOSTILE} Iran met the EU.", source=HOSTILE).claim("CONSULT", "met", [IRAN, EU])
    story.article = replace(story.article, title=HOSTILE, url="javascript:window.hacked=1")
    story.claim("REQUEST", "EU", [CELILI], [EU], source=IRAN)
    return story.facts()
