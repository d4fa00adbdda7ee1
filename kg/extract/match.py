"""Which frames fire in a sentence: trigger words whose kind and dependents fit a pattern."""

from __future__ import annotations

from dataclasses import dataclass

from kg.document import Sentence, Token
from kg.extract.frames import Frames, Pattern
from kg.extract.syntax import VERBAL, Predicate, is_clause, predicate
from kg.language import language_pack

NEIGHBOURS = {"before": -1, "after": 1}


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern that a word triggers."""

    pattern: Pattern
    predicate: Predicate


def matches(sentence: Sentence, language: str, frames: Frames) -> list[Match]:
    """Return the patterns that fire in a sentence: for each word and type at most one, the most demanding first."""
    pack = language_pack(language)
    found = []
    for token in sentence.tokens:
        fitting: dict[str, Pattern] = {}
        built: Predicate | None = None
        for pattern in frames.candidates(language, pack.lower(token.lemma), pack.lower(token.text)):
            if not _kind_fits(pattern, token):
                continue
            built = built or predicate(sentence, token, language)
            if _dependents_fit(pattern, built, sentence, language):
                best = fitting.get(pattern.type)
                if best is None or len(pattern.need) > len(best.need):
                    fitting[pattern.type] = pattern
        demanding = max((len(pattern.need) for pattern in fitting.values()), default=0)
        found += [Match(pattern, built) for pattern in fitting.values() if built and len(pattern.need) == demanding]
    return found


def _kind_fits(pattern: Pattern, token: Token) -> bool:
    if pattern.kind == "verbs":
        return is_clause(token)
    return token.upos not in VERBAL or token.feats.get("VerbForm") in {"Vnoun", "Ger"} or token.deprel == "compound:lvc"


def _dependents_fit(pattern: Pattern, built: Predicate, sentence: Sentence, language: str) -> bool:
    lower = language_pack(language).lower

    def has(slot: str, lemmas: frozenset[str]) -> bool:
        if slot == "carrier":
            words = built.cluster[1:]
        elif slot == "child":
            words = tuple(child for token in built.cluster for child in sentence.children(token))
        elif slot in NEIGHBOURS:
            index = built.trigger.index + NEIGHBOURS[slot]
            words = (sentence[index],) if 1 <= index <= len(sentence.tokens) else ()
        elif slot == "head":
            head = built.cluster[-1].head
            words = (sentence[head],) if head else ()
        else:
            words = tuple(built.fillers(slot))
        return any(lower(word.lemma) in lemmas or lower(word.text) in lemmas or (lemmas == {"*"}) for word in words)

    return all(has(slot, lemmas) for slot, lemmas in pattern.need.items()) and not any(
        has(slot, lemmas) for slot, lemmas in pattern.block.items()
    )
