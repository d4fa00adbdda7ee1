"""A reader without models: hand-made analyses of a few articles, in the place of the annotator."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.document import STATES, Article, Document, from_conllu
from kg.errors import ArticleError

ROWS = {
    "met-en": """
1 Iran Iran PROPN _ Number=Sing 2 nsubj _ ner=B-LOC
2 met meet VERB _ Mood=Ind|Number=Plur|Person=3|Tense=Past|VerbForm=Fin 0 root _ _
3 Russia Russia PROPN _ Number=Sing 2 obj _ ner=B-LOC
4 in in ADP _ _ 5 case _ _
5 Istanbul Istanbul PROPN _ Number=Sing 2 obl _ ner=B-LOC
6 on on ADP _ _ 7 case _ _
7 July July PROPN _ Number=Sing 2 obl _ ner=B-DATE
8 24 24 NUM _ NumType=Card 7 nummod _ ner=I-DATE|SpaceAfter=No
9 , , PUNCT _ _ 7 punct _ ner=I-DATE
10 2025 2025 NUM _ NumType=Card 7 nummod _ ner=I-DATE|SpaceAfter=No
11 . . PUNCT _ _ 2 punct _ _
""",
    "met-tr": """
1 Rusya Rusya PROPN _ Case=Nom|Number=Sing 5 nsubj _ ner=B-LOC
2 İran İran PROPN _ Case=Nom|Number=Sing 5 obl _ ner=B-LOC
3 ile ile ADP _ _ 2 case _ _
4 İstanbulda İstanbul PROPN _ Case=Loc|Number=Sing 5 obl _ ner=B-LOC
5 görüştü görüş VERB _ Evident=Fh|Number=Sing|Person=3|Polarity=Pos|Tense=Past 0 root _ SpaceAfter=No
6 . . PUNCT _ _ 5 punct _ _
""",
    "sanctions-en": """
1 The the DET _ Definite=Def|PronType=Art 2 det _ _
2 EU EU PROPN _ Number=Sing 3 nsubj _ ner=B-ORG
3 imposed impose VERB _ Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin 0 root _ _
4 sanctions sanction NOUN _ Number=Plur 3 obj _ _
5 on on ADP _ _ 6 case _ _
6 Iran Iran PROPN _ Number=Sing 4 nmod _ ner=B-LOC|SpaceAfter=No
7 . . PUNCT _ _ 3 punct _ _
""",
}
DAY = date(2025, 7, 25)
ANALYSES = {from_conllu(rows).article.text: rows for rows in ROWS.values()}
ARTICLES = {name: Article(name, from_conllu(rows).article.text, name[-2:], DAY) for name, rows in ROWS.items()}


class HandAnnotator:
    """Knows the articles above, and fails on any other; `read` counts what it was asked for."""

    read: list[str]

    def __init__(self, models: str = "kg") -> None:
        self.models = models

    def version(self) -> str:
        """Return a key for the cache."""
        return f"hand-made {self.models}"

    def annotate(self, articles: Iterable[Article]) -> Iterator[Document | ArticleError]:
        """Yield the analyses of those known, errors for the others."""
        for article in articles:
            self.read.append(article.id)
            rows = ANALYSES.get(article.text.strip())
            if rows is None:
                yield ArticleError(article.id, "the models failed on it: unheard of")
                continue
            document = from_conllu(rows, article)
            states = [bytes(STATES * len(s.tokens)) for s in document.sentences]
            read = zip(document.sentences, states, strict=True)
            yield Document(article, tuple(replace(s, vector=(0.5, -0.75, float(s.index)), states=packed) for s, packed in read))


@pytest.fixture
def annotator(monkeypatch: pytest.MonkeyPatch) -> type[HandAnnotator]:
    """Put hand-made analyses in the place of the models."""
    monkeypatch.setattr(HandAnnotator, "read", [], raising=False)
    monkeypatch.setattr(importlib.import_module("kg.build"), "Annotator", HandAnnotator)
    return HandAnnotator


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Write the articles to a folder, one text file each."""
    folder = tmp_path / "news"
    folder.mkdir()
    for name, article in ARTICLES.items():
        (folder / f"{name}.txt").write_text(article.text, encoding="utf-8")
    table = "".join(f'["{name}.txt"]\nlanguage = "{a.language}"\npublished = {a.published}\n' for name, a in ARTICLES.items())
    (folder / "metadata.toml").write_text(table, encoding="utf-8")
    return folder
