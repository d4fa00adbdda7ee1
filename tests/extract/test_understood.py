"""What the judge is told of an entity that an event's sentence does not name, and what it sees of it where the text does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from kg.document import STATES, Document
from kg.extract.frames import load_frames
from kg.extract.situation import ELSEWHERE, ENTITY, NOWHERE, Node, situation
from kg.extract.understood import named_at, understood_features
from tests.extract.helpers import ENTITIES, document, meeting

MET = "Russia Russia PROPN 2 nsubj | met meet VERB Tense=Past 0 root | Iran Iran PROPN 2 obj | . . PUNCT 2 punct"
ENVOYS = """German German ADJ 2 amod | envoys envoy NOUN 3 nsubj | left leave VERB Tense=Past 0 root | France France PROPN 3 obj
. . PUNCT 3 punct"""
THEY_MET = "They they PRON 2 nsubj | met meet VERB Tense=Past 0 root | again again ADV 2 advmod | . . PUNCT 2 punct"
COUNTRIES_MET = (
    """The the DET 3 det | two two NUM 3 nummod | countries country NOUN 4 nsubj | met meet VERB Tense=Past 0 root | . . PUNCT 4 punct"""
)
LEADERS_MET = "Leaders leader NOUN 2 nsubj | met meet VERB Tense=Past 0 root | . . PUNCT 2 punct"
GORUSTU = (
    "Rusya Rusya PROPN Case=Nom 3 nsubj | İran'la İran PROPN Case=Ins 3 obl | görüştü görüş VERB Tense=Past 0 root | . . PUNCT 3 punct"
)
YINE = "Sonra sonra ADV 2 advmod | görüştü görüş VERB Tense=Past 0 root | . . PUNCT 2 punct"
IKI_ULKE = """İki iki NUM 2 nummod | ülke ülke NOUN Case=Nom 4 nsubj | yine yine ADV 4 advmod | görüştü görüş VERB Tense=Past 0 root
. . PUNCT 4 punct"""


def read(doc: Document) -> Document:
    """Return a document as if an encoder had read it: the states of a word tell its sentence and its place."""
    sentences = [
        replace(each, states=b"".join(bytes([each.index, token.index] * (STATES // 2)) for token in each.tokens)) for each in doc.sentences
    ]
    return replace(doc, sentences=tuple(sentences))


def told(language: str, trees: Sequence[str], key: str) -> set[str]:
    scene, sentence, _, proposal = meeting(document(language, *trees))
    return set(understood_features(scene, sentence, proposal, [key])[key])


def nodes(trees: Sequence[str], at: int) -> dict[str, Node]:
    scene, sentence, proposed, proposal = meeting(read(document("en", *trees)), at)
    frame = load_frames().by_type["CONSULT"]
    return {node.key: node for node in situation(scene, sentence, proposal, proposed, [], frame) if node.key}


def places(node: Node) -> list[tuple[int, int]]:
    """Return the sentences and places of the words that stand for a node."""
    return [(state[0], state[1]) for state in node.states]


@pytest.mark.parametrize(
    ("language", "before", "tree", "noun"), [("en", MET, COUNTRIES_MET, "countries"), ("tr", GORUSTU, IKI_ULKE, "ülke")]
)
def test_a_noun_for_several_means_the_last_two(language: str, before: str, tree: str, noun: str) -> None:
    scene, sentence, _, _ = meeting(document(language, before, tree))
    (known,) = scene.anaphors(sentence)
    assert (known.word.text, known.kind, set(known.means)) == (noun, "group-of-states", {"RUS", "IRN"})
    found = told(language, (before, tree), "IRN")
    assert {"meant=group-of-states&True&1", "meant=group-of-states&True&nsubj", "group=group-of-states&0"} <= found
    assert "group=group-of-states&1" in told(language, (before, tree), "RUS"), "the one named before"


def test_what_is_unclear_is_told_as_such() -> None:
    found = told("en", (MET, ENVOYS, COUNTRIES_MET), "FRA")
    assert {"meant=group-of-states&False&1", "group=group-of-states&False&False", "group=group-of-states&State&3"} <= found


def test_a_pronoun_for_who_speaks_stands_for_nobody_named_before() -> None:
    we = THEY_MET.replace("They they", "We we")
    scene, sentence, _, _ = meeting(document("en", MET, we))
    assert scene.anaphors(sentence) == []
    assert told("en", (MET, we), "RUS") == {"dropped=True&True&clause"}


def test_a_clause_without_subject_has_the_last_one() -> None:
    assert "dropped=True&False&clause" in told("tr", (GORUSTU, YINE), "RUS")
    assert "dropped=False&False&clause" in told("tr", (GORUSTU, YINE), "IRN")


def test_an_entity_is_seen_where_the_text_names_it() -> None:
    found = nodes((ENVOYS, MET, THEY_MET), 2)
    assert {key: node.kind for key, node in found.items()} == dict.fromkeys(("RUS", "IRN", "DEU", "FRA"), ELSEWHERE)
    assert places(found["RUS"]) == [(1, 1), (1, 1)]
    assert places(found["DEU"]) == [(0, 1), (0, 2)], "the name, and the noun that it determines"
    found = nodes((MET, ENVOYS), 0)
    assert found["RUS"].kind == ENTITY and places(found["RUS"]) == [(0, 1), (0, 1)]


def test_whom_a_headline_means_is_seen_in_the_next_sentence() -> None:
    found = nodes((LEADERS_MET, MET), 0)
    assert found["IRN"].kind == ELSEWHERE and places(found["IRN"]) == [(1, 3), (1, 3)]


def test_of_two_sentences_the_nearer_one_before_counts() -> None:
    found = nodes((MET, ENVOYS, MET, THEY_MET), 3)
    assert places(found["RUS"]) == [(2, 1), (2, 1)]


def test_whom_nothing_around_names_has_no_words() -> None:
    doc = document("en", MET, THEY_MET)  # without states
    scene, sentence, proposed, proposal = meeting(doc)
    assert named_at(scene, sentence, proposal, "JPN") is None
    here, inside, _, first = meeting(doc, 0)
    assert named_at(here, inside, first, "RUS") is None, "the sentence itself names it"
    found = situation(scene, sentence, proposal, proposed, [], load_frames().by_type["CONSULT"])
    assert all(node.states == NOWHERE for node in found if node.key)


@pytest.mark.parametrize(("kind", "asked"), [("ministry", True), ("parliament", True), ("institution", True), ("igo", False), ("", False)])
def test_a_body_that_has_a_house_may_be_where_something_happens(kind: str, asked: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENTITIES, "MFA", replace(ENTITIES["MFA"], kind=kind))
    tree = """Russia Russia PROPN 2 nsubj | met meet VERB Tense=Past 0 root | Iran Iran PROPN 2 obj | at at ADP 6 case
Foreign foreign ADJ 6 amod | Ministry ministry PROPN 2 obl | . . PUNCT 2 punct"""
    found = nodes([tree], 0)
    assert ("place" in found["MFA"].asked) == asked and "place" in found["RUS"].asked
