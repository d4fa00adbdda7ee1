"""What surrounds the models: paragraphs, name tags, errors, and a pipeline that is played by hand."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate import OFFICIAL, SAME_LENGTH, SHIPPED, Annotator
from kg.document import Article, Document
from kg.errors import ArticleError, ModelError
from kg.paragraphs import paragraphs, portions
from kg.recognise import name_tag
from kg.resources import models_dir

TEXTS = st.text(st.sampled_from("aBçŞıİ0.,;-– \t\r\n\n\n\u00a0\u0092\u2028🙂") | st.characters(exclude_categories=["Cs"]))


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in paragraphs(text)]


@given(TEXTS)
def test_paragraphs_hold_all_of_a_text_in_order(text: str) -> None:
    spans = list(paragraphs(text))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    ends = [0, *(end for _, end in spans)]
    for before, (start, end) in zip(ends, spans, strict=False):
        assert before <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\n \t", []),
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("Title\nThe text.", ["Title", "The text."]),
        ("Başlık\nİran geldi.", ["Başlık", "İran geldi."]),
        ("a line\ngoes on", ["a line\ngoes on"]),
        ("satır\nşöyle sürer", ["satır\nşöyle sürer"]),
        ("Ankara,\nTehran and Baku", ["Ankara,\nTehran and Baku"]),
        ("Ankara, \r\nTehran and Baku", ["Ankara, \r\nTehran and Baku"]),
        ("satır\nâlem sürer", ["satır\nâlem sürer"]),
        ("One.\r\n\r\nTwo.\r\n", ["One.", "Two."]),
        ("One.\n \t \n\n  two", ["One.", "two"]),
    ],
)
def test_paragraphs_end_where_a_reader_sees_it(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


def test_long_articles_are_read_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n\n".join(f"Paragraph {n}." for n in range(20))
    assert list(portions(text)) == [list(paragraphs(text))] and list(portions("")) == []
    monkeypatch.setattr("kg.paragraphs.PORTION", 50)
    some = list(portions(text))
    assert [span for portion in some for span in portion] == list(paragraphs(text))
    assert len(some) > 3 and all(portion[-1][1] - portion[0][0] <= 50 for portion in some)
    one = Annotator(_pipelines={"tr": Pipeline()}).read(Article("a", text, "tr"))
    assert [sentence.index for sentence in one.sentences] == list(range(20))
    assert [one.quote(s.start, s.end) for s in one.sentences] == [f"Paragraph {n}." for n in range(20)]


def test_long_runs_of_spaces_cost_little() -> None:
    begin = time.perf_counter()
    assert len(parts("a" + " " * 20_000 + "b")) == 1
    assert len(parts("A" + "\n " * 20_000 + "B")) == 2
    assert len(parts("a\n" * 20_000)) == 1
    assert time.perf_counter() - begin < 1


@given(TEXTS)
def test_cleaning_keeps_the_length(text: str) -> None:
    assert len(text.translate(SAME_LENGTH)) == len(text)


# Name tags

TURKISH = {"LOCATION": "LOC", "MONEY": "MONEY", "ORGANIZATION": "ORG", "PERSON": "PER", "TIME": "DATE"}
ENGLISH = {
    "PERSON": "PER", "NORP": "NORP", "FAC": "LOC", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "PRODUCT": "MISC", "EVENT": "EVENT",
    "WORK_OF_ART": "MISC", "LAW": "LAW", "LANGUAGE": "", "DATE": "DATE", "TIME": "DATE", "PERCENT": "", "MONEY": "MONEY", "QUANTITY": "",
    "ORDINAL": "", "CARDINAL": "",
}  # fmt: skip
OURS = {label: label for label in ["PER", "ORG", "LOC", "DATE", "NORP", "EVENT", "LAW", "MONEY", "MISC"]}


@pytest.mark.parametrize("labels", [TURKISH, ENGLISH, OURS], ids=["official Turkish", "official English", "ours"])
def test_every_label_set_becomes_ours(labels: dict[str, str]) -> None:
    for label, ours in labels.items():
        told = {position: name_tag(f"{position}-{label}") for position in "BIES"}
        assert told == {position: f"{mark}-{ours}" if ours else "O" for position, mark in zip("BIES", "BIIB", strict=True)}
    assert {*TURKISH.values(), *ENGLISH.values()} - {""} <= set(OURS)


@pytest.mark.parametrize("tag", ["O", "", None, "B", "B-UNHEARD_OF"])
def test_other_tags_are_no_names(tag: str | None) -> None:
    assert name_tag(tag) == "O"


# Models that are not there


@pytest.mark.parametrize("models", ["", "made", "nowhere"])
def test_a_folder_without_models_is_named_with_the_fix(models: str, tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    folder = tmp_path / models
    with pytest.raises(
        ModelError, match=r"no models in Stanza's layout \(resources.json is missing\); fix: reinstall kg, or `kg train`"
    ) as told:
        next(Annotator(str(folder)).annotate([Article("a", "Iran.", "en")]))
    assert str(folder) in str(told.value)


def test_official_models_that_were_not_downloaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("stanza.resources.common.DEFAULT_MODEL_DIR", str(tmp_path))
    with pytest.raises(ModelError, match="fix: `kg models --download tr`"):
        Annotator(OFFICIAL).read(Article("a", "İran.", "tr"))


def test_the_version_changes_with_the_models(tmp_path: Path) -> None:
    annotator = Annotator(str(tmp_path))
    assert annotator.version() == "none"
    (tmp_path / "resources.json").write_text("{}")
    first = annotator.version()
    (tmp_path / "resources.json").write_text('{"tr": {}}')
    assert len({first, annotator.version(), "none"}) == 3


# A pipeline played by hand


def word(number: int, text: str, **options: Any) -> SimpleNamespace:
    named = {"lemma": None, "upos": None, "head": None, "deprel": None, "feats": None, "start_char": None} | options
    return SimpleNamespace(id=number, text=text, **named)


class Pipeline:
    """Takes each part for one sentence, split at spaces; what ends in `-ki` has two words, and what begins with İ is a name."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.processors = {"ner": SimpleNamespace(trainers=["its only recogniser"])}

    def process(self, document: Any, processors: str) -> Any:
        """Stand for Stanza's method of that name, as its recogniser is asked."""
        assert processors == "ner"
        for token in document.iter_tokens():
            token.ner = "S-GPE" if token.text.lstrip("’")[:1] == "İ" else "O"
        return document

    def bulk_process(self, documents: list[Any], processors: str) -> list[Any]:
        """Stand for Stanza's method of that name, as all else is asked."""
        assert "ner" not in processors
        if self.error:
            raise self.error
        return [SimpleNamespace(sentences=[self.sentence(document.text)] if document.text else []) for document in documents]

    def sentence(self, text: str) -> SimpleNamespace:
        """Make what Stanza would make of a sentence."""
        tokens, at, number = [], 0, 0
        for piece in text.split(" "):
            split = [piece[:-2], "ki"] if piece.endswith("ki") else [piece]
            words = [
                word(number + i, part, head=0 if number + i == 1 else 1, feats="Case=Loc|Number=Sing") for i, part in enumerate(split, 1)
            ]
            number += len(words)
            tokens.append(SimpleNamespace(words=words, start_char=at, end_char=at + len(piece)))
            at += len(piece) + 1
        return SimpleNamespace(tokens=tokens, words=[w for token in tokens for w in token.words])


@pytest.fixture
def annotator() -> Iterator[Annotator]:
    yield Annotator(_pipelines={"tr": Pipeline()})


def test_an_article_becomes_sentences_with_exact_spans(annotator: Annotator) -> None:
    article = Article("a", "  İran'daki\u00a0taraf geldi\n\n\u0092İstanbuldaki taraf gitti  ", "tr")
    document = annotator.read(article)
    assert [sentence.index for sentence in document.sentences] == [0, 1]
    assert [article.text[t.start : t.end] for t in document.sentences[0].tokens] == ["İran'daki", "İran'daki", "taraf", "geldi"]
    first, second = document.sentences
    assert document.quote(first.start, first.end) == "İran'daki\u00a0taraf geldi"
    assert document.quote(second.start, second.end) == "\u0092İstanbuldaki taraf gitti"
    assert [document.quote(t.start, t.end) for t in second.tokens] == ["\u0092İstanbuldaki"] * 2 + ["taraf", "gitti"]
    assert [t.text for t in second.tokens] == ["’İstanbulda", "ki", "taraf", "gitti"]
    assert first[1].feats == {"Case": "Loc", "Number": "Sing"}
    assert [t.ner for t in first.tokens] == ["B-LOC", "O", "O", "O"]
    assert (first[1].lemma, first[1].upos, first[1].deprel) == (first[1].text, "X", "dep")
    assert first.vector == ()


def test_an_article_that_a_model_trips_over_does_not_stop_the_others(annotator: Annotator) -> None:
    annotator._pipelines["en"] = Pipeline(RuntimeError("out of shape"))
    found = list(annotator.annotate([Article("a", "Geldi.", "tr"), Article("b", "Came.", "en"), Article("c", "Gitti.", "tr")]))
    assert [type(read) for read in found] == [Document, ArticleError, Document]
    assert str(found[1]) == "b: the models failed on it: out of shape"


@pytest.mark.models
@pytest.mark.skipif(not (models_dir() / "resources.json").is_file(), reason="the shipped models are not trained yet")
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("tr", "  Türkiye ve İran dışişleri bakanları Ankarada görüştü.\n\n28 Kasımda Erzurumda\u00a0buluşacaklar. "),
        ("en", "Iran’s foreign minister met Catherine Ashton in Istanbul.\r\n\r\nThey will meet again.\n"),
    ],
)
def test_the_shipped_models_read(language: str, text: str) -> None:
    document = Annotator(SHIPPED).read(Article("a", text, language))
    assert len(document.sentences) == 2
    for sentence in document.sentences:
        assert sum(value * value for value in sentence.vector) == pytest.approx(1, abs=1e-3)
        assert sum(token.head == 0 for token in sentence.tokens) == 1
        for token in sentence.tokens:
            assert text[token.start : token.end].strip() == text[token.start : token.end] != ""
    assert any(token.ner.endswith(("LOC", "PER")) for sentence in document.sentences for token in sentence.tokens)


@pytest.mark.models
def test_names_are_read_word_by_word() -> None:
    text = "Germany’s chancellor and China's president met in Serbia's capital; John's there."
    tokens = Annotator(SHIPPED).read(Article("a", text, "en")).sentences[0].tokens
    assert [t.text for t in tokens if t.ner == "B-LOC"] == ["Germany", "China", "Serbia"]
    assert [(t.text, t.ner) for t in tokens if t.text[0] in "’'"] == [("’s", "O"), ("'s", "O"), ("'s", "O"), ("'s", "O")]
    assert all(text[t.start : t.end] == t.text for t in tokens)
