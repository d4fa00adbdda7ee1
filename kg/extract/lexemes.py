"""Verbs as a dictionary has them: treebanks give a causative the lemma of its root ("saldırdı": *sal*), frames and word lists do not."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any

from kg.document import Document, Sentence, Token
from kg.language import LanguagePack, language_pack


def lexical(document: Document) -> Document:
    """Return a document whose causative verbs have their own lemmas ("belirtti": *belirt*, not *belir*), where its language has any."""
    pack = language_pack(document.article.language)
    pattern = _causative(pack.code)
    if pattern is None:
        return document
    return replace(document, sentences=tuple(_sentence(sentence, pattern, pack) for sentence in document.sentences))


def _sentence(sentence: Sentence, pattern: re.Pattern[str], pack: LanguagePack) -> Sentence:
    tokens = tuple(_token(token, pattern, pack) for token in sentence.tokens)
    same = all(new is old for new, old in zip(tokens, sentence.tokens, strict=True))
    return sentence if same else replace(sentence, tokens=tokens)


def _token(token: Token, pattern: re.Pattern[str], pack: LanguagePack) -> Token:
    if "Cau" not in token.feats.get("Voice", "") or not (form := pack.lower(token.text)).startswith(pack.lower(token.lemma)):
        return token
    found = pattern.match(form, len(token.lemma))
    return replace(token, lemma=token.lemma + found[0]) if found else token


@cache
def _causative(language: str) -> re.Pattern[str] | None:
    grammar: Any = language_pack(language).section("grammar")
    return re.compile(grammar["causative"]) if "causative" in grammar else None
