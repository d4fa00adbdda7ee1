"""How real a claim says its event is: from tense and mood, negation, and the words it hangs on.

The categories follow FactBank (Saurí & Pustejovsky 2009), made coarser; which words and features lead to which is data
(`[factuality]` of a language pack).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.document import Sentence, Token
from kg.extract.syntax import VERBAL, Predicate, is_clause
from kg.facts import Factuality
from kg.language import language_pack

CLAUSE_LINKS = frozenset(
    {"xcomp", "ccomp", "csubj", "obj", "nsubj", "acl", "advcl", "obl", "nmod", "amod", "compound", "parataxis", "iobj", "dep"}
)
MAX_CLIMB = 4


@dataclass(frozen=True, slots=True)
class Moods:
    """The `[factuality]` table of a language pack, by category: auxiliaries, governors, modifiers, marks, features, word endings."""

    auxiliaries: Mapping[str, Factuality]
    governors: Mapping[str, Factuality]
    modifiers: Mapping[str, Factuality]
    marks: Mapping[str, Factuality]
    features: tuple[tuple[str, str, Factuality], ...]
    endings: tuple[tuple[re.Pattern[str], Factuality], ...]
    negators: frozenset[str]
    progressive: frozenset[str]


@cache
def moods(language: str) -> Moods:
    """Return the factuality table of a language, read once."""
    table: Any = language_pack(language).section("factuality")

    def words(key: str) -> dict[str, Factuality]:
        return {word: Factuality(category) for category, listed in table.get(key, {}).items() for word in listed}

    features = [(*item.split("=", 1), Factuality(category)) for category, listed in table.get("features", {}).items() for item in listed]
    endings = [(re.compile(pattern), Factuality(category)) for category, pattern in table.get("endings", {}).items()]
    return Moods(words("auxiliaries"), words("governors"), words("modifiers"), words("marks"), tuple((k, v, f) for k, v, f in features),
                 tuple(endings), frozenset(table.get("negators", ())), frozenset(table.get("progressive", ())))  # fmt: skip


def factuality_of(sentence: Sentence, predicate: Predicate, language: str, *, present: Factuality | None = None) -> Factuality:
    """Return the factuality that the sentence gives to the event of a predicate.

    `present` is what an act of that type told in the present tense is: speech acts are done once uttered, states go on.
    """
    found = _by_words(sentence, predicate, language)
    in_present = predicate.carrier.feats.get("Tense") == "Pres" and predicate.carrier.feats.get("VerbForm") != "Inf"
    return present if present and in_present and found in {Factuality.OCCURRED, Factuality.ONGOING} else found


def _by_words(sentence: Sentence, predicate: Predicate, language: str) -> Factuality:
    rules = moods(language)
    own = _own(sentence, predicate, language, rules)
    above = _above(sentence, predicate, language, rules)
    if own is Factuality.NEGATED and above in {Factuality.DENIED, Factuality.ALLEGED, Factuality.PLANNED}:
        return Factuality.DENIED if above is Factuality.DENIED else Factuality.NEGATED
    for finding in (above if above in {Factuality.DENIED, Factuality.ALLEGED} else None, own, above):
        if finding:
            return finding
    return Factuality.OCCURRED


def _own(sentence: Sentence, predicate: Predicate, language: str, rules: Moods) -> Factuality | None:
    """Look at the words of the predicate themselves: auxiliaries, negation, mood, modifiers."""
    pack = language_pack(language)
    found: list[Factuality] = []
    for token in predicate.cluster:
        if _is_progressive(sentence, token, rules):
            found.append(Factuality.ONGOING)
        for child in (*sentence.children(token), *_shared_auxiliaries(sentence, token)):
            word, lemma = pack.lower(child.text), pack.lower(child.lemma)
            if child.deprel.startswith("aux") or child.upos in {"AUX", "PART"} or child.deprel == "advmod":
                if word in rules.negators or child.feats.get("Polarity") == "Neg":
                    found.append(Factuality.NEGATED)
                found += [category for category in [rules.auxiliaries.get(word) or rules.auxiliaries.get(lemma)] if category]
            if child.deprel in {"amod", "advmod", "det", "acl", "obl", "nmod"}:
                found += [category for category in [rules.modifiers.get(word) or rules.modifiers.get(lemma)] if category]
                if child.deprel == "det" and word in rules.negators:
                    found.append(Factuality.NEGATED)
            if child.deprel == "mark":
                found += [category for category in [rules.marks.get(word)] if category]
        found += [
            category for key, value, category in rules.features if value in token.feats.get(key, "").split(",") and token.upos in VERBAL
        ]
        if is_clause(token):
            found += [category for pattern, category in rules.endings if pattern.search(pack.lower(token.text))]
    order = (
        Factuality.NEGATED,
        Factuality.DENIED,
        Factuality.ALLEGED,
        Factuality.HYPOTHETICAL,
        Factuality.PLANNED,
        Factuality.ONGOING,
        Factuality.OCCURRED,
    )
    return next((category for category in order if category in found), None)


def _is_progressive(sentence: Sentence, token: Token, rules: Moods) -> bool:
    """Tell whether a verb is in the English progressive of the present ("is attacking"), which treebanks leave to its auxiliary."""
    if token.feats.get("VerbForm") not in {"Ger", "Part"} or token.feats.get("Tense") == "Past":
        return False
    auxiliaries = [child for child in sentence.children(token) if child.deprel == "aux" and child.lemma in rules.progressive]
    return any(auxiliary.feats.get("Tense", "Pres") == "Pres" for auxiliary in auxiliaries)


def _shared_auxiliaries(sentence: Sentence, token: Token) -> list[Token]:
    """Return the auxiliaries that a verb without subject shares with the one it is coordinated with ("will praise and condemn")."""
    if token.deprel != "conj" or not token.head or any(child.deprel.startswith(("nsubj", "aux")) for child in sentence.children(token)):
        return []
    return [child for child in sentence.children(sentence[token.head]) if child.deprel.startswith("aux")]


def _governor(sentence: Sentence, head: Token, language: str, rules: Moods) -> Factuality | None:
    """Return what a word makes of the act that hangs on it: by its lemma, its form, or with the word before it ("öne sür")."""
    pack = language_pack(language)
    lemma = pack.lower(head.lemma)
    before = pack.lower(sentence[head.index - 1].text) if head.index > 1 else ""
    return rules.governors.get(f"{before} {lemma}") or rules.governors.get(lemma) or rules.governors.get(pack.lower(head.text))


def _above(sentence: Sentence, predicate: Predicate, language: str, rules: Moods) -> Factuality | None:
    """Climb to what the predicate hangs on: "plans to meet", "yapılması bekleniyor", "denied having sold"."""
    for token in predicate.cluster[1:]:
        if not (is_clause(token) or is_clause(predicate.trigger)):
            continue  # "yaptırım kararı aldı" imposed them, "çağırma kararı aldı" is yet to call
        if category := _governor(sentence, token, language, rules):
            return category
    inside = {token.index for token in predicate.cluster}
    current = predicate.cluster[-1]
    for head in list(sentence.ancestors(current))[:MAX_CLIMB]:
        if current.deprel == "conj":  # what the first of a series hangs on, all of it hangs on
            current = head
            continue
        if current.deprel.split(":")[0] not in CLAUSE_LINKS:
            return None
        if head.index not in inside:
            if current.deprel.startswith("obl") and not is_clause(current):
                return None  # "during the visit he called on …": what a phrase beside the verb names is taken for granted
            own = _governor(sentence, head, language, rules)
            alleger = current.deprel.startswith("nsubj") and not is_clause(current)
            if own and not (alleger and own in {Factuality.DENIED, Factuality.ALLEGED}):
                return own
            if current.deprel.split(":")[0] in {"nsubj", "obj", "obl", "nmod"} and head.upos in VERBAL:
                category = _own(sentence, Predicate(head, (head,)), language, rules)
                return (
                    category
                    if category in {Factuality.PLANNED, Factuality.HYPOTHETICAL} and current.deprel.split(":")[0] != "obl"
                    else None
                )
        current = head
    return None
