"""Which entities the filler of a slot names: mentions in its noun phrase, or the antecedent of a pronoun or bare noun."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.document import Document, Sentence, Token
from kg.extract.discourse import Discourse
from kg.extract.syntax import grammar, noun_phrase
from kg.facts import Entity, EntityType, Link
from kg.language import language_pack

ACTING = frozenset({EntityType.STATE, EntityType.ORGANIZATION, EntityType.PERSON})


@dataclass(slots=True)
class Scene:
    """An article under extraction: its document, its links by sentence, its entities, and what was said so far."""

    document: Document
    entities: Mapping[str, Entity]
    links: Mapping[int, Sequence[Link]]
    discourse: Discourse
    heads: dict[tuple[int, int], list[Link]] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The article's language."""
        return self.document.article.language

    def linked(self, sentence: Sentence, token: Token) -> list[Link]:
        """Return the links of the mentions that contain a word."""
        key = (sentence.index, token.index)
        if key not in self.heads:
            self.heads[key] = [link for link in self.links.get(sentence.index, ()) if link.mention.start < token.end and token.start < link.mention.end]
        return self.heads[key]

    def entities_at(self, sentence: Sentence, token: Token, *, types: frozenset[EntityType] = ACTING) -> tuple[str, ...]:
        """Return the entities that a noun phrase with that head names or, for a pronoun or bare noun, means."""
        named = self._named(sentence, token, types)
        return named or self._meant(sentence, token)

    def _named(self, sentence: Sentence, head: Token, types: frozenset[EntityType]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for token in noun_phrase(sentence, head, self.language):
            for link in self.linked(sentence, token):
                if self.entities[link.entity].type in types:
                    found[link.entity] = None
        return tuple(found)

    def _meant(self, sentence: Sentence, token: Token) -> tuple[str, ...]:
        """Resolve a pronoun, or a bare noun such as "the two countries"; nothing where the antecedent is unclear."""
        rules: Any = language_pack(self.language).section("grammar")
        word, lemma = (language_pack(self.language).lower(text) for text in (token.text, token.lemma))
        if token.upos == "PRON":
            meaning = rules.get("pronouns", {}).get(word) or rules.get("pronouns", {}).get(lemma, "")
        else:
            meaning = self._bare_noun(sentence, token, lemma, rules)
        if meaning == "person":
            return self.discourse.person(sentence.index)
        if meaning == "subject":
            return self.discourse.subject(sentence.index)
        kinds = {"group": None, "group-of-states": EntityType.STATE, "group-of-people": EntityType.PERSON}
        return self.discourse.group(sentence.index, kinds[meaning]) if meaning in kinds else ()

    def _bare_noun(self, sentence: Sentence, token: Token, lemma: str, rules: Mapping[str, Any]) -> str:
        nouns: Mapping[str, str] = rules.get("bare_nouns", {})
        meaning = nouns.get(lemma, "")
        if meaning.startswith("group"):
            words = {language_pack(self.language).lower(child.text) for child in sentence.children(token)}
            return meaning if words & set(rules.get("dual", ())) else ""
        return meaning


def clause_mentions(scene: Scene, sentence: Sentence, predicate_tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the acting entities named below a predicate, wherever: the last resort where a parse is broken."""
    inside = {t.index for token in predicate_tokens for t in sentence.subtree(token)}
    rules = grammar(scene.language)
    found: dict[str, None] = {}
    for link in scene.links.get(sentence.index, ()):
        tokens = [t for t in sentence.tokens if t.start < link.mention.end and link.mention.start < t.end]
        if tokens and tokens[-1].index in inside and scene.entities[link.entity].type in ACTING:
            case = tokens[-1].feats.get("Case", "Nom")
            if not rules.cases or case in {"Nom", "Gen"}:
                found[link.entity] = None
    return tuple(found)
