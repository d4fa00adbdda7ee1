"""Which entities the filler of a slot names: mentions in its noun phrase, or the antecedent of a pronoun or bare noun."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.document import Document, Sentence, Token
from kg.extract.discourse import Discourse
from kg.extract.syntax import Predicate, grammar, noun_phrase
from kg.facts import ACTING, Entity, EntityType, Link
from kg.language import language_pack

TOWARDS = frozenset({"Dat", "Acc"})
GROUPS = {"group": None, "group-of-states": EntityType.STATE, "group-of-people": EntityType.PERSON}  # kinds of antecedents that are several


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A pronoun ("he"), or a noun for several ("the two countries"): what kind of antecedent it has, and who that is where it is clear."""

    word: Token
    kind: str
    means: tuple[str, ...]


@dataclass(slots=True)
class Scene:
    """An article under extraction: its document, its links by sentence, its entities, and what was said so far."""

    document: Document
    entities: Mapping[str, Entity]
    links: Mapping[int, Sequence[Link]]
    discourse: Discourse
    heads: dict[tuple[int, int], list[Link]] = field(default_factory=dict)
    series: dict[int, list[list[Link]]] = field(default_factory=dict)
    meant: dict[int, list[Anaphor]] = field(default_factory=dict)
    speaker: str = ""
    quoted: list[bool] = field(default_factory=list)

    @property
    def language(self) -> str:
        """The article's language."""
        return self.document.article.language

    def linked(self, sentence: Sentence, token: Token) -> list[Link]:
        """Return the links of the mentions that contain a word."""
        key = (sentence.index, token.index)
        if key not in self.heads:
            self.heads[key] = [
                link for link in self.links.get(sentence.index, ()) if link.mention.start < token.end and token.start < link.mention.end
            ]
        return self.heads[key]

    def mentioned(self, sentence: Sentence, types: Collection[EntityType]) -> dict[str, list[Link]]:
        """Return the entities of these types that a sentence names, in text order, each with its mentions there."""
        found: dict[str, list[Link]] = {}
        for link in self.links.get(sentence.index, ()):
            if self.entities[link.entity].type in types:
                found.setdefault(link.entity, []).append(link)
        return found

    def speakers_at(self, sentence: Sentence, token: Token) -> tuple[str, ...]:
        """Return who speaks in a phrase: its entities or, for "the statement", whoever spoke last."""
        found = self.entities_at(sentence, token)
        pack = language_pack(self.language)
        if not found and self.speaker and pack.lower(token.lemma) in pack.section("attribution").get("nouns", ()):
            return (self.speaker,)
        return found

    def beside(self, sentence: Sentence, link: Link) -> list[Link]:
        """Return the mentions that a mention is listed with ("Türkiye, İran ve Azerbaycan"), itself among them.

        A list is read off the text: parsers break long ones.
        """
        if sentence.index not in self.series:
            self.series[sentence.index] = self._lists(sentence)
        return next((listed for listed in self.series[sentence.index] if link in listed), [link])

    def _lists(self, sentence: Sentence) -> list[list[Link]]:
        pack = language_pack(self.language)
        words = set(pack.section("grammar").get("coordinators", ()))
        lists: list[list[Link]] = []
        pending: list[Link] = []
        for link in sorted(self.links.get(sentence.index, ()), key=lambda link: link.mention.start):
            gap = pack.lower(self.document.quote(pending[-1].mention.end, link.mention.start)).strip(" ,") if pending else ""
            comma = bool(pending) and self.document.quote(pending[-1].mention.end, link.mention.start).strip() == ","
            if gap in words:
                lists = [listed for listed in lists if listed[-1] is not pending[-1]]
                lists.append([*pending, link])
                pending = [*pending, link]
            else:
                pending = [*pending, link] if comma else [link]
        return lists

    def entities_at(self, sentence: Sentence, token: Token, *, types: frozenset[EntityType] = ACTING) -> tuple[str, ...]:
        """Return the entities that a noun phrase with that head names or, for a pronoun or bare noun, means."""
        named = self._named(sentence, token, types)
        return named or self._meant(sentence, token)

    def _named(self, sentence: Sentence, head: Token, types: frozenset[EntityType]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for token in noun_phrase(sentence, head, self.language):
            for link in self.linked(sentence, token):
                for listed in self.beside(sentence, link):
                    if self.entities[listed.entity].type in types:
                        found[listed.entity] = None
        return tuple(found)

    def _meant(self, sentence: Sentence, token: Token) -> tuple[str, ...]:
        """Resolve a pronoun, or a bare noun such as "the two countries"; nothing where the antecedent is unclear."""
        meaning = self.antecedent(sentence, token)
        if meaning == "speaker":
            return (self.speaker,) if self.speaker else ()
        if meaning in {"person", "subject"} and (near := self._subject_above(sentence, token, people_only=meaning == "person")):
            return near
        if meaning == "person":
            return self.discourse.person(sentence.index)
        if meaning == "subject":
            return self.discourse.subject(sentence.index)
        return self.discourse.group(sentence.index, GROUPS[meaning]) if meaning in GROUPS else ()

    def antecedent(self, sentence: Sentence, token: Token) -> str:
        """Return what kind of antecedent a pronoun has, or a bare noun such as "the two countries"; empty where a word has none."""
        rules: Any = language_pack(self.language).section("grammar")
        word, lemma = (language_pack(self.language).lower(text) for text in (token.text, token.lemma))
        if token.upos == "PRON":
            kind: str = rules.get("pronouns", {}).get(word) or rules.get("pronouns", {}).get(lemma, "")
            return kind
        return self._bare_noun(sentence, token, lemma, rules)

    def _subject_above(self, sentence: Sentence, token: Token, *, people_only: bool) -> tuple[str, ...]:
        """Return the named subject of a clause above a pronoun in its own sentence ("*Iran* said *it* …")."""
        for head in sentence.ancestors(token):
            for child in sentence.children(head):
                if child.deprel.startswith("nsubj") and child.index < token.index and child.upos != "PRON":
                    types = frozenset({EntityType.PERSON}) if people_only else ACTING
                    return self._named(sentence, child, types)
        return ()

    def anaphors(self, sentence: Sentence) -> list[Anaphor]:
        """Return the words of the sentence now read that stand for somebody, but for those that mean who speaks."""
        if sentence.index not in self.meant:
            kinds = ((token, self.antecedent(sentence, token)) for token in sentence.tokens)
            self.meant[sentence.index] = [
                Anaphor(token, kind, self.entities_at(sentence, token)) for token, kind in kinds if kind not in {"", "speaker"}
            ]
        return self.meant[sentence.index]

    def _bare_noun(self, sentence: Sentence, token: Token, lemma: str, rules: Mapping[str, Any]) -> str:
        nouns: Mapping[str, str] = rules.get("bare_nouns", {})
        meaning = nouns.get(lemma, "")
        if meaning.startswith("group"):
            words = {language_pack(self.language).lower(child.text) for child in sentence.children(token)}
            return meaning if words & set(rules.get("dual", ())) else ""
        return meaning


def nearest(
    scene: Scene, sentence: Sentence, built: Predicate, *, within: int, both: bool, without: Collection[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the acting entities named closest to a predicate in the tree, as (actors, recipients) by their case.

    The last resort where a parse or a frame gives no participant: at most `within` arcs away. `both` takes two
    actors (they meet each other), else one actor and one recipient.
    """
    ranked = []
    aside = set(language_pack(scene.language).section("place").get("aside", ()))
    for link in scene.links.get(sentence.index, ()):
        if link.entity in without or scene.entities[link.entity].type not in ACTING:
            continue
        tokens = sentence.covering(link.mention.start, link.mention.end)
        if tokens and forms(sentence, tokens, scene.language) & aside:
            continue  # where something happens takes no part in it
        distance = min((tree_distance(sentence, t, built.trigger) for t in tokens), default=99)
        if distance <= within:
            ranked.append((distance, abs(link.mention.start - built.trigger.start), link, tokens[-1].feats.get("Case", "Nom")))
    actors: dict[str, None] = {}
    recipients: dict[str, None] = {}
    for _, _, link, case in sorted(ranked, key=lambda row: (row[0], row[1], row[2].entity))[:3]:
        side = recipients if case in TOWARDS else actors
        if side and not both:
            continue
        for listed in scene.beside(sentence, link):
            if scene.entities[listed.entity].type in ACTING and listed.entity not in without:
                side[listed.entity] = None
    return tuple(actors), tuple(key for key in recipients if key not in actors)


def by_form(
    scene: Scene, sentence: Sentence, built: Predicate, slots: Collection[str], types: frozenset[EntityType], *, within: int
) -> tuple[str, ...]:
    """Return the entities of the mention nearest in the text whose own case or adposition makes one of the slots.

    A parser that attaches a phrase to the wrong word still sees its case.
    """
    best: tuple[int, Link] | None = None
    for link in scene.links.get(sentence.index, ()):
        tokens = sentence.covering(link.mention.start, link.mention.end)
        if not tokens or scene.entities[link.entity].type not in types:
            continue
        distance = min(abs(token.index - built.trigger.index) for token in tokens)
        if distance <= within and (best is None or distance < best[0]) and forms(sentence, tokens, scene.language) & set(slots):
            best = distance, link
    return tuple(listed.entity for listed in scene.beside(sentence, best[1]) if scene.entities[listed.entity].type in types) if best else ()


def forms(sentence: Sentence, tokens: Sequence[Token], language: str) -> set[str]:
    """Return the slots that the words of a phrase make by themselves: the case of the last, the adposition beside them."""
    rules = grammar(language)
    lower = rules.pack.lower
    if rules.cases:  # the adposition follows
        after = sentence.tokens[tokens[-1].index : tokens[-1].index + 1]
        found = {rules.adpositions[lower(t.lemma)] for t in after if lower(t.lemma) in rules.adpositions}
        found |= {rules.adpositions[lower(t.text)] for t in after if lower(t.text) in rules.adpositions}
        case = rules.cases.get(tokens[-1].feats.get("Case", ""))
        return found or ({case} if case else set())
    for token in reversed(sentence.tokens[max(0, tokens[0].index - 4) : tokens[0].index - 1]):
        if token.upos == "ADP":
            return {lower(token.text)}
        if token.upos not in {"DET", "ADJ", "NOUN", "PROPN", "NUM"}:
            break
    return set()


def tree_distance(sentence: Sentence, one: Token, other: Token) -> int:
    """Count the arcs between two words; 99 if nothing joins them."""
    up = {token.index: steps for steps, token in enumerate((one, *sentence.ancestors(one)))}
    for steps, token in enumerate((other, *sentence.ancestors(other))):
        if token.index in up:
            return steps + up[token.index]
    return 99
