"""Who says it: the source that a sentence, or the quotation it stands in, gives for a claim."""

from __future__ import annotations

from functools import cache
from typing import Any

from kg.document import Sentence, Token
from kg.extract.participants import Scene
from kg.extract.syntax import VERBAL, predicate
from kg.facts import EntityType
from kg.language import language_pack

OPENING, CLOSING, PLAIN = "“«", "”»", '"'


@cache
def reporting_words(language: str) -> frozenset[str]:
    """Return the lemmas of verbs (and nouns of light verbs) that report speech."""
    table: Any = language_pack(language).section("attribution")
    return frozenset(table.get("verbs", ()))


def source_of(scene: Scene, sentence: Sentence, trigger: Token, cluster: tuple[Token, ...]) -> str:
    """Return the entity the claim is attributed to, empty if none: a governing verb of saying, "according to", else the quotation's speaker."""
    inside = {token.index for token in cluster}
    current = cluster[-1]
    for head in sentence.ancestors(current):
        if head.index not in inside:
            adposed = _according(scene, sentence, current)
            if adposed:
                return adposed
            if _reports(scene, head) and not current.deprel.startswith("nsubj"):
                return _speaker(scene, sentence, head, inside)
        for child in sentence.children(head):
            if child.deprel.startswith("parataxis") and child.index != current.index and _reports(scene, child):
                return _speaker(scene, sentence, child, inside)
        current = head
    for child in sentence.children(current):
        if child.deprel.startswith("parataxis") and child.index not in inside and _reports(scene, child):
            return _speaker(scene, sentence, child, inside)
    return _according(scene, sentence, current)


def main_speaker(scene: Scene, sentence: Sentence) -> str:
    """Return who speaks in a sentence's main reporting clause, empty if it has none."""
    for token in sentence.tokens:
        if token.upos in VERBAL and _reports(scene, token):
            found = _speaker(scene, sentence, token, set())
            if found:
                return found
    return ""


def _reports(scene: Scene, token: Token) -> bool:
    lemma = language_pack(scene.language).lower(token.lemma)
    return lemma in reporting_words(scene.language)


def _speaker(scene: Scene, sentence: Sentence, verb: Token, inside: set[int]) -> str:
    keys = [
        key
        for token in predicate(sentence, verb, scene.language).fillers("subj")
        if token.index not in inside
        for key in scene.entities_at(sentence, token)
    ]
    return preferred_speaker(scene, keys)


def preferred_speaker(scene: Scene, keys: list[str] | tuple[str, ...]) -> str:
    """Of a person and the state they speak for, prefer the person."""
    people = [key for key in keys if scene.entities[key].type is EntityType.PERSON]
    return (people or list(keys) or [""])[0]


def _according(scene: Scene, sentence: Sentence, token: Token) -> str:
    table: Any = language_pack(scene.language).section("attribution")
    pack = language_pack(scene.language)
    for child in sentence.children(token):
        marks = {pack.lower(grandchild.text) for grandchild in sentence.children(child) if grandchild.deprel in {"case", "fixed", "mark"}}
        if marks & set(table.get("adpositions", ())):
            return preferred_speaker(scene, scene.entities_at(sentence, child))
    return ""


def inside_quotes(text: str, position: int) -> bool:
    """Tell whether a position of the article lies inside a quotation: curly marks by nesting, plain ones by count."""
    before = text[:position]
    depth = sum(before.count(mark) for mark in OPENING) - sum(before.count(mark) for mark in CLOSING)
    return depth > 0 or before.count(PLAIN) % 2 == 1
