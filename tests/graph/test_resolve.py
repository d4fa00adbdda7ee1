"""Claims become events: across articles and languages, never across years or places."""

from __future__ import annotations

import random

import pytest

from kg.document import Article
from kg.facts import ArticleFacts, Claim, Event
from kg.graph.resolve import resolution, resolve
from tests.graph.samples import (
    ANKARA,
    ASHTON,
    AZERBAIJAN,
    ENTITIES,
    ERZURUM,
    EU,
    IRAN,
    ISTANBUL,
    JCPOA,
    P5,
    PUTIN,
    RUSSIA,
    TURKEY,
    USA,
    Story,
    seeds,
)  # fmt: skip


def said(*stories: ArticleFacts) -> list[tuple[Article, Claim]]:
    return [(facts.article, claim) for facts in stories for claim in facts.claims]


def events(*stories: ArticleFacts) -> list[Event]:
    return resolve(said(*stories), ENTITIES)


def story(name: str, published: str | None, kind: str = "CONSULT", actors: tuple[str, ...] = (EU, IRAN), **options: object) -> ArticleFacts:
    """One article with one claim."""
    return Story(name, "en", published, "They did it at last.").claim(kind, "did", actors, **options).facts()  # type: ignore[arg-type]


def test_a_meeting_reported_in_both_languages_is_one_event() -> None:
    talks = [event for event in events(*seeds()) if event.type == "CONSULT" and EU in event.actors and IRAN in event.actors]
    assert len(talks) == 1
    assert {article for article, _ in talks[0].claims} == {"seed-en", "rapor-tr"}
    assert (talks[0].place, talks[0].time and talks[0].time.iso()) == (ISTANBUL, "2025-07-24")


def test_every_claim_is_of_exactly_one_event() -> None:
    claims = [ref for event in events(*seeds()) for ref in event.claims]
    assert sorted(claims) == sorted((article.id, claim.id) for article, claim in said(*seeds()))


def test_an_embedded_act_is_what_its_event_is_about() -> None:
    found = {event.key: event for event in events(*seeds())}
    request = next(event for event in found.values() if event.type == "REQUEST" and event.actors == (IRAN,))
    assert [found[key].actors for key in request.about] == [(USA,)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (story("a", "2012-11-22"), story("b", "2025-07-27")),
        (story("a", "2025-07-27", time="2012-04"), story("b", "2025-07-27", time="2025-07")),
        (story("a", "2025-07-27", place=ISTANBUL), story("b", "2025-07-27", place=ERZURUM)),
        (story("a", "2025-07-27"), story("b", "2025-07-27", actors=(TURKEY, AZERBAIJAN))),
        (story("a", "2025-07-27"), story("b", "2025-07-27", actors=(EU, RUSSIA))),
        (story("a", "2025-07-27", "ACCUSE", (EU,), recipients=(IRAN,)), story("b", "2025-07-27", "ACCUSE", (IRAN,), recipients=(EU,))),
        (story("a", "2025-07-27", "REJECT", agreement=JCPOA), story("b", "2025-07-27", "REJECT", agreement="agreement/NPT")),
        (story("a", "2025-07-27"), story("b", "2025-07-27", "AGREE")),
        (story("a", None), story("b", None)),
        (story("a", "2025-07-27", vector=(1.0, 0.0)), story("b", "2025-07-27", vector=(0.0, 1.0))),
        (story("a", "2025-07-27", actors=(IRAN,)), story("b", "2025-07-27", actors=(IRAN,))),
    ],
    ids=["years", "told times", "places", "participants", "one of two", "direction", "agreements", "types", "undated", "vectors",
         "one alone"],
)  # fmt: skip
def test_different_events_stay_apart(one: ArticleFacts, other: ArticleFacts) -> None:
    assert len(events(one, other)) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (story("a", "2025-07-27"), story("b", "2025-07-25")),
        (story("a", "2025-07-27", place=ISTANBUL), story("b", "2025-07-25", place=TURKEY)),
        (story("a", "2025-07-27", time="2025-07-24"), story("b", "2025-07-01", time="2025-07", factuality="planned")),
        (story("a", "2025-07-01", factuality="planned", place=ISTANBUL), story("b", "2025-07-27", place=ISTANBUL)),
        (story("a", "2025-07-27", actors=(PUTIN, IRAN)), story("b", "2025-07-27", actors=(RUSSIA, IRAN))),
        (story("a", "2012-07-27", actors=(ASHTON, IRAN)), story("b", "2012-07-27", actors=(EU, IRAN))),
        (story("a", "2012-07-27", actors=(P5, IRAN)), story("b", "2012-07-27", actors=(RUSSIA, USA, IRAN))),
        (story("a", "2025-07-27", "AGREE"), story("b", "2025-07-27", "AGREE", (EU,), recipients=(IRAN,))),
        (story("a", "2025-07-27", vector=(0.6, 0.8), time="2025-07"), story("b", "2025-07-20", vector=(0.62, 0.78))),
        (story("a", None, time="2025-07-24"), story("b", None, time="2025-07-24")),
    ],
    ids=["near", "country", "plan", "undated plan", "person", "office", "group", "mutual", "vectors", "told"],
)  # fmt: skip
def test_one_event_told_in_two_ways_is_one(one: ArticleFacts, other: ArticleFacts) -> None:
    assert len(events(one, other)) == 1


def test_an_office_counts_only_while_it_is_held() -> None:
    assert len(events(story("a", "2016-07-27", actors=(ASHTON, IRAN)), story("b", "2016-07-27", actors=(EU, IRAN)))) == 2


def test_a_vague_claim_does_not_chain_two_events() -> None:
    istanbul, ankara = story("a", "2025-07-27", place=ISTANBUL), story("c", "2025-07-27", place=ANKARA)
    found = events(istanbul, story("b", "2025-07-27"), ankara)
    assert sorted(event.place for event in found) == [ANKARA, ISTANBUL]


def test_two_claims_of_one_sentence_are_two_events() -> None:
    twice = Story("a", "en", "2025-07-27", "They met and later met again.").claim("CONSULT", "met", [EU, IRAN])
    assert len(events(twice.claim("CONSULT", "met again", [EU, IRAN]).facts())) == 2


@pytest.mark.parametrize("seed", range(5))
def test_neither_order_nor_unrelated_articles_change_the_events(seed: int) -> None:
    claims = said(*seeds())
    random.Random(seed).shuffle(claims)  # noqa: S311
    assert resolution(claims, ENTITIES) == resolution(said(*seeds()), ENTITIES)
    more = resolve([*claims, *said(story("other", "1999-01-01", "AID", (USA,), recipients=(TURKEY,)))], ENTITIES)
    assert {event.key for event in events(*seeds())} < {event.key for event in more}


def test_middling_merges_are_kept_for_review() -> None:
    found = resolution(said(story("a", "2025-07-27"), story("b", "2025-07-25")), ENTITIES)
    assert [(merge.first[0], merge.second[0]) for merge in found.merges] == [("a", "b")]
    assert found.merges[0].score < 0.75
