"""Verbs as a dictionary has them, and their voice: treebanks cut what frames and word lists keep.

A causative has the lemma of its root in a treebank ("saldırdı": *sal*), and so have many verbs that only look like passives ("katıldı":
*kat*, passive, though "joined" is what it says). A tagger that learned so also calls verbs passive that nothing makes so ("kınadı").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Any

from kg.document import Document, Sentence, Token
from kg.extract.syntax import VERBAL
from kg.language import LanguagePack, language_pack

PASSIVE = "Pass"


@dataclass(frozen=True, slots=True)
class _Voices:
    """How a language's verbs get their voice (`[grammar]` of its pack)."""

    pack: LanguagePack
    causative: re.Pattern[str]
    passive: re.Pattern[str]
    passive_stem: re.Pattern[str]
    middles: re.Pattern[str]


def lexical(document: Document) -> Document:
    """Return a document whose verbs have their own lemmas and voice ("belirtti": *belirt*, not *belir*), where its language has such."""
    voices = _voices(document.article.language)
    if voices is None:
        return document
    return replace(document, sentences=tuple(_sentence(sentence, voices) for sentence in document.sentences))


def _sentence(sentence: Sentence, voices: _Voices) -> Sentence:
    tokens = tuple(_token(token, voices) for token in sentence.tokens)
    same = all(new is old for new, old in zip(tokens, sentence.tokens, strict=True))
    return sentence if same else replace(sentence, tokens=tokens)


def _token(token: Token, voices: _Voices) -> Token:
    voice = token.feats.get("Voice", "")
    if token.upos not in VERBAL and not voice:
        return token
    form, lemma = voices.pack.lower(token.text), voices.pack.lower(token.lemma)
    found = voices.middles.match(form)
    middle = found[0] if found and found[0].startswith(lemma) else ""
    if middle:
        lemma = middle
        token = token if lemma == token.lemma else replace(token, lemma=lemma)
    elif not form.startswith(lemma):
        return token
    if "Cau" in voice and (found := voices.causative.match(form, len(lemma))):
        return replace(token, lemma=token.lemma + found[0])
    in_stem = not middle and voices.passive_stem.fullmatch(lemma)
    return token if voice != PASSIVE or in_stem or voices.passive.match(form, len(lemma)) else _active(token)


def _active(token: Token) -> Token:
    return replace(token, feats=MappingProxyType({key: value for key, value in token.feats.items() if key != "Voice"}))


@cache
def _voices(language: str) -> _Voices | None:
    pack = language_pack(language)
    grammar: Any = pack.section("grammar")
    if "causative" not in grammar:
        return None
    stems = "|".join(sorted(grammar["middles"], key=len, reverse=True))
    return _Voices(
        pack,
        causative=re.compile(grammar["causative"]),
        passive=re.compile(grammar["passive"]),
        passive_stem=re.compile(grammar["passive_stem"]),
        middles=re.compile(stems),
    )
