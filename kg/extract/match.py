"""Which frames fire in a sentence: trigger words whose kind and dependents fit a pattern."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum

from kg.document import Sentence, Token
from kg.extract.frames import Frames, Pattern
from kg.extract.syntax import VERBAL, Predicate, is_clause, predicate
from kg.language import language_pack

NEIGHBOURS = {"before": -1, "after": 1}


class Fit(IntEnum):
    """How well a pattern fits the words around its trigger, worst first."""

    NEITHER = 0
    WRONG_DEPENDENTS = 1
    WRONG_KIND = 2  # a noun where the pattern wants a verb, or the reverse
    OUTRANKED = 3  # another type's pattern fits the same word and demands more
    WHOLE = 4


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern that a word may trigger, and how well it fits."""

    pattern: Pattern
    predicate: Predicate
    fit: Fit = Fit.WHOLE


def matches(sentence: Sentence, language: str, frames: Frames) -> list[Match]:
    """Return the patterns that fire in a sentence: for each word and type at most one, the most demanding first."""
    return [match for match in candidates(sentence, language, frames) if match.fit is Fit.WHOLE]


def candidates(sentence: Sentence, language: str, frames: Frames) -> list[Match]:
    """Return, for each word that a frame lists and each of its types, the pattern that fits best, though it may not fit well."""
    pack = language_pack(language)
    found = []
    for token in sentence.tokens:
        best: dict[str, Match] = {}
        built: Predicate | None = None
        for pattern in frames.candidates(language, pack.lower(token.lemma), pack.lower(token.text)):
            built = built or predicate(sentence, token, language)
            match = Match(pattern, built, _fit(pattern, built, sentence, language))
            rival = best.get(pattern.type)
            if rival is None or (match.fit, len(pattern.need)) > (rival.fit, len(rival.pattern.need)):
                best[pattern.type] = match
        demanding = max((len(match.pattern.need) for match in best.values() if match.fit is Fit.WHOLE), default=0)
        found += [
            replace(match, fit=Fit.OUTRANKED) if match.fit is Fit.WHOLE and len(match.pattern.need) < demanding else match
            for match in best.values()
        ]
    return found


def _fit(pattern: Pattern, built: Predicate, sentence: Sentence, language: str) -> Fit:
    kind, dependents = _kind_fits(pattern, built.trigger), _dependents_fit(pattern, built, sentence, language)
    if kind:
        return Fit.WHOLE if dependents else Fit.WRONG_DEPENDENTS
    return Fit.WRONG_KIND if dependents else Fit.NEITHER


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
