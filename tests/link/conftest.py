"""Articles without a model: sentences split at full stops, words at spaces."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest

from kg.document import Article, Document, Sentence, Token
from kg.link import Gazetteer, link_mentions, load_gazetteer

WORD = re.compile(r"\w+(?:[.'’-]\w+)*|\S")
Linked = list[tuple[str, str]]
Linker = Callable[..., Linked]


def document_of(text: str, language: str, published: date | None = None, ner: dict[str, str] | None = None) -> Document:
    """Make a document; `ner` gives the type of the names in it, by their text."""
    spans = [(text.index(name), text.index(name) + len(name), kind) for name, kind in (ner or {}).items()]

    def tag(start: int, end: int) -> str:
        return next((("B-" if a >= start else "I-") + kind for a, b, kind in spans if a < end and start < b), "O")

    sentences = []
    for index, match in enumerate(re.finditer(r"\S.*?(?:[.!?](?=\s+[A-ZÇĞİÖŞÜ])|$)", text)):
        tokens = []
        for number, word in enumerate(WORD.finditer(match.group()), 1):
            start, end = match.start() + word.start(), match.start() + word.end()
            tokens.append(Token(number, word.group(), word.group(), "", number - 1, "dep", start, end, ner=tag(start, end)))
        sentences.append(Sentence(index, match.start(), match.end(), tuple(tokens)))
    return Document(Article("test", text, language, published), tuple(sentences))


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture(scope="session")
def links(gazetteer: Gazetteer) -> Linker:
    """Return what a text's mentions are linked to: (surface, key) pairs in text order."""

    def run(text: str, language: str, published: date | None = None, ner: dict[str, str] | None = None) -> Linked:
        found, entities = link_mentions(document_of(text, language, published, ner), gazetteer)
        assert {link.entity for link in found} == set(entities)
        for link in found:
            assert text[link.mention.start : link.mention.end] == link.mention.text
            assert 0 <= link.score <= 1
        assert all(a.mention.end <= b.mention.start for a, b in pairwise(found))
        return [(link.mention.text, link.entity) for link in found]

    return run
