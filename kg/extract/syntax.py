"""Slots: the places around a predicate where its participants stand, named alike for verbs, nouns and light-verb phrases.

A slot is `subj`, `obj`, `poss`, `mod` (an adjective or noun before the head), a Turkish case (`dat abl loc ins`), or an adposition's
lemma (`with`, `against`, `karşı`). Which relation, case and adposition makes which slot is data: `[grammar]` of the language pack.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kg.document import Sentence, Token
from kg.language import LanguagePack, language_pack

MAX_LIGHT = 4  # light verbs and nouns climbed from a trigger: "yaptırım kararı alınması"
NOUN_LINKS_UP = frozenset({"conj", "xcomp", "advcl", "parataxis"})  # from a noun to a clause whose subject it shares
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "NUM", "X"})
VERBAL = frozenset({"VERB", "AUX"})
COMMAS = frozenset({",", ";"})


@dataclass(frozen=True, slots=True)
class Grammar:
    """The `[grammar]` table of a language pack."""

    pack: LanguagePack
    relations: dict[str, str]
    cases: dict[str, str]
    adpositions: dict[str, str]
    light_verbs: frozenset[str]
    light_nouns: frozenset[str]
    object_control: frozenset[str]
    noun_links: frozenset[str]
    transparent: frozenset[str]
    pronouns: dict[str, str]
    relational: frozenset[str]
    governors: frozenset[str]
    genitive_subject: bool
    drops_subject: bool


@cache
def grammar(language: str) -> Grammar:
    """Return the grammar of a language, read once."""
    pack = language_pack(language)
    table: Any = pack.section("grammar")
    moods: Any = pack.section("factuality")
    governors = frozenset(word for words in moods.get("governors", {}).values() for word in words)
    return Grammar(
        pack=pack,
        relations=dict(table["relations"]),
        cases=dict(table.get("cases", {})),
        adpositions=dict(table.get("adpositions", {})),
        light_verbs=frozenset(table["light_verbs"]),
        light_nouns=frozenset(table["light_nouns"]),
        object_control=frozenset(table.get("object_control", ())),
        noun_links=frozenset(table["noun_links"]),
        transparent=frozenset(table["transparent"]),
        pronouns=dict(table.get("pronouns", {})),
        relational=frozenset(table.get("relational", ())),
        governors=governors,
        genitive_subject=bool(table.get("genitive_subject")),
        drops_subject=bool(table.get("drops_subject")),
    )


@dataclass(frozen=True, slots=True)
class Predicate:
    """A trigger with the light verbs and nouns that carry it; `slots` lists (slot, filler) pairs, nearest to the trigger first."""

    trigger: Token
    cluster: tuple[Token, ...]
    slots: tuple[tuple[str, Token], ...] = field(default=())

    def fillers(self, slot: str) -> list[Token]:
        """Return the words that fill a slot."""
        return [token for name, token in self.slots if name == slot]

    @property
    def carrier(self) -> Token:
        """The word whose morphology carries tense and mood: the topmost verb of the cluster, else the trigger."""
        verbs = [token for token in self.cluster if token.upos in VERBAL]
        return verbs[-1] if verbs else self.trigger


def predicate(sentence: Sentence, trigger: Token, language: str) -> Predicate:
    """Collect the slots around a trigger, its light verbs and its understood subject."""
    rules = grammar(language)
    cluster = _cluster(sentence, trigger, rules)
    inside = {token.index for token in cluster}
    found: list[tuple[str, Token]] = []
    for member in cluster:
        passive = is_passive(sentence, member)
        clause = rules.genitive_subject and is_clause(member)
        for child in sentence.children(member):
            if child.index not in inside and (slot := slot_of(sentence, child, rules)):
                found.append((_voiced("subj" if clause and slot == "poss" else slot, passive), child))
        found += [(_voiced(slot, False), token) for slot, token in _from_above(sentence, member, inside, passive, rules)]
        found += [("inner", token) for token in _inner_subjects(sentence, member, inside, rules)]
    if not any(slot == "obj" for slot, _ in found):  # parsers take the one object of "praised Finland" for an indirect one
        found += [("obj", token) for slot, token in found if slot == "iobj"]
    if not any(slot == "subj" for slot, _ in found):
        found += [("understood", token) for token in understood_subject(sentence, cluster[-1], rules)]
    return Predicate(trigger, cluster, tuple(dict.fromkeys(found)))


def is_clause(token: Token) -> bool:
    """Tell whether a word heads a clause: a verb, or (Turkish) a nominalised one."""
    return token.upos in VERBAL or bool(token.feats.get("VerbForm"))


def _voiced(slot: str, passive: bool) -> str:
    if slot == "passive-subj":
        return "obj"
    if passive and slot == "subj":
        return "obj"
    return "subj" if slot == "agent" else slot


def _cluster(sentence: Sentence, trigger: Token, rules: Grammar) -> tuple[Token, ...]:
    cluster = [trigger]
    cluster += [child for child in sentence.children(trigger) if child.deprel == "compound:lvc" and child.upos in VERBAL]
    if trigger.upos not in VERBAL:  # "sanctions imposed by …", "Rusya'nın uyguladığı yaptırımlar"
        cluster += [child for child in sentence.children(trigger) if child.deprel.startswith("acl") and child.lemma in rules.light_verbs]
    current = trigger
    for _ in range(MAX_LIGHT):
        if not current.head:
            break
        head = sentence[current.head]
        light_verb = (
            head.lemma in rules.light_verbs
            and head.upos in VERBAL
            and current.deprel.split(":")[0] in {"obj", "nsubj", "obl", "compound", "xcomp", "nmod", "iobj", "csubj", "ccomp"}
        )
        light_noun = (
            head.lemma in rules.light_nouns
            and head.upos not in VERBAL
            and current.deprel.split(":")[0] in {"nmod", "compound", "amod", "obj", "acl", "nsubj"}
        )
        if is_clause(current) and not (rules.genitive_subject and head.lemma not in rules.governors):
            break  # "plans to attack": an act of its own, not a light verb's
        if not (light_verb or light_noun):
            break
        cluster.append(head)
        cluster += [
            child
            for child in sentence.children(head)
            if child.deprel == "compound:lvc" and child.index != current.index and child.upos in VERBAL
        ]
        if light_verb:
            break
        current = head
    return tuple(dict.fromkeys(cluster))


def is_passive(sentence: Sentence, token: Token) -> bool:
    """Tell whether a verb is passive: by its voice, an auxiliary, or a bare past participle after its noun."""
    if token.upos not in VERBAL:
        return False
    if token.feats.get("Voice") == "Pass" or token.feats.get("Voice") == "CauPass":
        return True
    children = [child.deprel for child in sentence.children(token)]
    if "aux:pass" in children or "nsubj:pass" in children:
        return True
    return (
        token.deprel in {"acl", "amod"}
        and token.feats.get("VerbForm") == "Part"
        and token.feats.get("Tense") == "Past"
        and "nsubj" not in children
    )


def slot_of(sentence: Sentence, token: Token, rules: Grammar) -> str:
    """Return the slot that a dependent fills, empty if none."""
    relation = token.deprel if token.deprel in rules.relations else token.deprel.split(":")[0]
    slot = rules.relations.get(relation, "")
    adposition = _adposition(sentence, token, rules)
    if slot and adposition:
        return adposition
    if slot in {"obl", "nmod", "subj", "obj"} and rules.cases:
        case = token.feats.get("Case", "")
        if slot == "subj" and (case == "Nom" or (case == "Dat" and token.upos == "PROPN")):
            return slot  # taggers take the end of "Etiyopya" for a case; the parser has seen the clause
        return rules.cases.get(case, slot)
    if slot == "poss" and rules.cases and token.feats.get("Case") != "Gen":
        return "mod"  # "Almanya ziyareti", against "Almanya'nın ziyareti"
    return slot


def _adposition(sentence: Sentence, token: Token, rules: Grammar) -> str:
    for child in sentence.children(token):
        if child.deprel in {"case", "mark"} or (child.deprel in {"fixed", "advmod"} and rules.pack.lower(child.text) in rules.adpositions):
            word = rules.pack.lower(child.text)
            lemma = rules.pack.lower(child.lemma)
            found = rules.adpositions.get(word) or rules.adpositions.get(lemma)
            if found:
                return found
            if child.deprel == "case" and not rules.cases and word not in {"'s", "’s", "'"}:
                return word
    return ""


def _from_above(sentence: Sentence, token: Token, inside: set[int], passive: bool, rules: Grammar) -> Iterator[tuple[str, Token]]:
    """Yield what a participle's or relative clause's noun is to it."""
    if not token.deprel.startswith("acl") or not token.head or token.head in inside:
        return
    noun = sentence[token.head]
    relative = [child for child in sentence.children(token) if child.upos == "PRON" and child.deprel.startswith("nsubj")]
    if rules.genitive_subject:  # Turkish: -(y)An takes its noun as subject, -DIK and -AcAK as something else
        form = rules.pack.lower(token.text)
        if passive:
            yield "obj", noun
        elif not any(child.deprel.startswith("nsubj") or child.feats.get("Case") == "Gen" for child in sentence.children(token)) and form[
            -2:
        ] in {"an", "en"}:
            yield "subj", noun
    elif relative or passive or token.feats.get("VerbForm") == "Inf":
        yield ("obj" if passive else "subj"), noun
    elif token.feats.get("VerbForm") in {"Ger", "Part"}:
        yield "subj", noun


def _inner_subjects(sentence: Sentence, verb: Token, inside: set[int], rules: Grammar) -> Iterator[Token]:
    """Yield the subjects of clauses that a verb takes ("demands that *X* …", "*X*'in çekilmesini istedi") or modifies ("*X* should")."""
    if verb.deprel.startswith("aux") and verb.head:
        yield from (child for child in sentence.children(sentence[verb.head]) if slot_of(sentence, child, rules) == "subj")
    for clause in sentence.children(verb):
        if clause.index in inside or clause.deprel.split(":")[0] not in {"ccomp", "csubj", "xcomp", "obj", "nsubj", "acl"}:
            continue
        if is_clause(clause):
            passive = is_passive(sentence, clause)
            yield from (
                child for child in sentence.children(clause) if _voiced(slot_of(sentence, child, rules), passive) in {"subj", "poss"}
            )


def understood_subject(sentence: Sentence, verb: Token, rules: Grammar) -> list[Token]:
    """Return the subject that a verb without one shares with the clause it belongs to (control, coordination, converbs)."""
    current = verb
    for _ in range(4):
        if not current.head:
            return []
        head = sentence[current.head]
        relation = current.deprel.split(":")[0]
        if relation not in (rules.transparent if is_clause(current) else NOUN_LINKS_UP):
            return []
        passive = is_passive(sentence, head)
        slots = [
            (_voiced(slot, passive), child)
            for child in sentence.children(head)
            if child.index != current.index and (slot := slot_of(sentence, child, rules))
        ]
        wanted = "obj" if relation in {"xcomp", "ccomp"} and head.lemma in rules.object_control and not passive else "subj"
        found = [child for slot, child in slots if slot == wanted] or [child for slot, child in slots if slot == "subj"]
        found = found or [child for child in sentence.children(head) if child.deprel == "nsubj:pass"]  # "was urged to withdraw"
        found += [noun for slot, noun in _from_above(sentence, head, set(), passive, rules) if slot == "subj"] if not found else []
        if found:
            return found
        current = head
    return []


def noun_phrase(sentence: Sentence, head: Token, language: str) -> list[Token]:
    """Return the words of a noun phrase that tell who it is: its head, names beside it, possessors, what it coordinates.

    Leaves out what merely stands in it: relative clauses, places, topics ("talks about Syria").
    """
    rules = grammar(language)
    found, queue = {head.index: head}, [head]
    while queue:
        token = queue.pop()
        for child in sentence.children(token):
            if child.index in found or not _determines(sentence, token, child, rules):
                continue
            found[child.index] = child
            queue.append(child)
    return [found[index] for index in sorted(found)]


def _determines(sentence: Sentence, token: Token, child: Token, rules: Grammar) -> bool:
    relation = child.deprel
    if relation == "nmod:poss" and token.lemma in rules.relational:
        return False  # "Lavrov's Turkish counterpart" is not Lavrov
    if relation not in rules.noun_links and relation.split(":")[0] not in rules.noun_links:
        return False
    if relation == "conj":
        return child.upos in NOMINAL
    if relation.startswith("nmod") or relation.startswith("obl"):
        adposition = _adposition(sentence, child, rules)
        if rules.cases:
            return (not adposition and child.feats.get("Case", "Nom") in {"Nom", "Gen", ""}) or adposition == "ins"
        return adposition in {"", "of", "between"}
    return True
